"""Pages of templates: what each is given besides what its screen says."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from countermove import __version__
from countermove.views import tour
from countermove.views.glossary import linked
from countermove.views.told import Told
from countermove.views.words import number
from countermove.web.screen import Screen
from countermove.web.screens import GROUPS, SCREENS
from countermove.web.state_links import numbered
from countermove.web.workspace import Opened, Snapshot

__all__ = ["Rendering", "style"]


class Rendering:
    """Makes pages of templates.

    Parameters
    ----------
    token : str
        What the pages' forms send.
    """

    def __init__(self, token: str) -> None:
        self._environment = Environment(
            loader=ChoiceLoader([PackageLoader("countermove.web"), PackageLoader("countermove.views")]),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=StrictUndefined,
        )
        self._environment.filters["terms"] = _terms
        self._environment.filters["states"] = _states
        self._environment.filters["words"] = number
        self._environment.globals.update(version=__version__, screens=SCREENS, token=token)

    def page(
        self,
        name: str,
        said: dict[str, Any],
        *,
        opened: Opened | None,
        now: Snapshot | None = None,
        here: str,
        at: str = "",
        address: str = "",
    ) -> str:
        """Return a page.

        Parameters
        ----------
        name : str
            The template's name, without its ends.
        said : dict
            What the screen says.
        opened : Opened or None
            The model that it is about.
        now : Snapshot, optional
            The version that ``said`` tells of, by default the one of this moment: what the page's forms say
            that their writer saw.
        here, at, address : str
            The screen in the navigation, the step of the tour, and the page's own address.
        """
        template = self._environment.get_template(f"{name}.html.j2")
        if now is None and opened is not None:
            now = opened.now()
        told = now.told if now is not None and now.conflict is not None else None
        return template.render(
            said=said,
            opened=opened,
            here=here,
            address=address,
            seen=now.sha256 if now is not None else "",
            draft=_draft(opened),
            groups=_grouped(_shown(now)),
            tour=_tour(opened, at),
            told=told,
            explained=set(),
            people=told.people if told else [],
            walk=f"/{opened.id}/state/" if opened is not None else "",
            model=told.model if told else None,
        )


def style() -> bytes:
    """Return the style of the pages: the report's, what all screens share, then each screen's by name."""
    report = files("countermove.views").joinpath("templates", "report.css").read_bytes()
    static = files("countermove.web").joinpath("static")
    own = sorted(
        (each for each in static.iterdir() if each.name.endswith(".css")),
        key=lambda each: (each.name != "workbench.css", each.name),
    )
    return report + b"\n".join(each.read_bytes() for each in own)


@pass_context
def _terms(context: Context, text: str) -> str:
    """Explain the field's terms where they stand; the first mention on a page leads to the glossary."""
    told: Told | None = context.get("told")
    if told is None:
        return escape(text)
    return linked(told, text, f"/{context['opened'].id}/glossary", context["explained"])


@pass_context
def _states(context: Context, text: str) -> str:
    """Do as `_terms`, and let numbers of states lead to their pages; for sentences on the whole's states."""
    told: Told | None = context.get("told")
    known = told.space.size if told is not None and told.conflict.listed else 0
    link = Markup('<a href="{}{}">{}</a>')
    return Markup("").join(
        link.format(context["walk"], state, piece) if 0 < state <= known else _terms(context, piece)
        for piece, state in numbered(text)
    )


def _shown(now: Snapshot | None) -> Sequence[Screen]:
    """Return the screens that a model has anything for."""
    conflict = now.conflict if now else None
    return [each for each in SCREENS if conflict is not None and not each.path and each.there(conflict)]


def _grouped(shown: Sequence[Screen]) -> list[tuple[str, list[Screen]]]:
    """Return screens by the groups of the navigation; what no group names stands in the last."""
    named = {name for _, names in GROUPS for name in names}
    found = []
    for title, names in GROUPS:
        rest = title == GROUPS[-1][0]
        of = [each for each in shown if each.name in names or (rest and each.name not in named)]
        if of:
            found.append((title, of))
    return found


def _tour(opened: Opened | None, at: str) -> dict[str, Any] | None:
    """Return the step of the guided tour that an address is at."""
    if opened is None or opened.id != tour.CASE:
        return None
    return tour.step({each.name for each in SCREENS}, at)


def _draft(opened: Opened | None) -> dict[str, Any] | None:
    """Return what the bar tells of the draft; None where there is nothing to save, undo or redo."""
    draft = opened.draft if opened else None
    if opened is not None and opened.elsewhere:
        return {"elsewhere": opened.elsewhere}
    if opened is None or draft is None or (not draft.changed and len(draft.versions) == 1):
        return None
    return {
        "elsewhere": "",
        "changed": draft.changed,
        "several": len(draft.base) > 1 or draft.changed not in ([], [opened.main]),
        "undo": draft.done[draft.at - 1] if draft.at else "",
        "redo": draft.done[draft.at] if draft.at < len(draft.done) else "",
        "recovered": opened.recovered,
        "overtaken": opened.overtaken,
    }
