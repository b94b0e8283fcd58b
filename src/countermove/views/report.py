"""The report: one HTML file with the answers, what they rest on, and how they were made.

The file loads nothing from anywhere, runs no script, and carries no time, so that the same model, documents
and programs give the same bytes. Every text of the model is escaped by the template.
"""

from __future__ import annotations

import platform
from collections.abc import Sequence
from importlib.resources import files
from typing import Any

import numpy as np
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

import countermove
from countermove.conflict import Conflict
from countermove.errors import UsageError
from countermove.provenance import Evidence
from countermove.views import report_cautions, report_evidence
from countermove.views.chance import reading_note
from countermove.views.checking import outcome_text
from countermove.views.report_attitudes import attitudes_context
from countermove.views.report_coalitions import coalitions_context
from countermove.views.report_comparing import compared_context, hanging_context
from countermove.views.report_designing import changing_context
from countermove.views.report_events import events_context
from countermove.views.report_evolving import going, going_context, going_said
from countermove.views.report_foresight import foresight_context
from countermove.views.report_layers import layers_context
from countermove.views.report_levers import Asked, levers_context
from countermove.views.report_patience import patience_context
from countermove.views.report_phases import phases_context
from countermove.views.report_power import power_context
from countermove.views.report_reasons import reasons
from countermove.views.report_tipping import firmness, firmness_context, firmness_said
from countermove.views.report_views import views_context
from countermove.views.terms import terms_in, with_terms
from countermove.views.told import Told
from countermove.views.words import number

__all__ = ["PARTS", "SECTIONS", "report_html", "sections_of"]

SECTIONS = {
    "says": "What it says",
    "states": "Today, and what could hold",
    "menus": "What each side can do",
    "picture": "Where it leads",
    "why": "Why it holds, and why it does not",
    "coalitions": "What coalitions could change",
    "foresight": "How far ahead it holds",
    "going": "Where it can go",
    "changing": "What would have to change",
    "levers": "What a third party could add",
    "firmness": "How firmly it stands, and on what",
    "hangs": "What hangs on single claims",
    "expected": "What the analyst expected",
    "evidence": "What it rests on",
    "assumed": "What is assumed",
    "limits": "What it cannot tell",
    "made": "How it was made",
}
COMPARED = {"compared": "What would be different"}
"""A section that stands first after what the report says, where there is something to compare with."""
PARTS = {
    "layers": "Layer by layer",
    "views": "How each side sees it",
    "attitudes": "Who cares for whom",
    "phases": "Phase by phase",
    "events": "What may happen",
    "patience": "What patience changes",
    "power": "Who can force whom",
}
"""Sections that stand after the one on coalitions, where the model has such parts."""
MAX_COURSES = 12
"""Courses of a menu beyond these are folded away."""


def report_html(
    conflict: Conflict,
    evidence: Evidence,
    *,
    command: str,
    targets: Sequence[str] = (),
    against: Conflict | None = None,
    terms: str = "",
) -> str:
    """Return the report as one self-contained HTML page.

    Parameters
    ----------
    conflict : Conflict
        What is reported on; it is analysed under all concepts.
    evidence : Evidence
        The model's quotes held against the documents at hand.
    command : str
        What to type to make the same report again.
    targets : sequence of str
        State numbers, labels or conditions of which the reader wants to know what levers they would take.
    against : Conflict, optional
        Another model, or what `countermove.changed` made of this one, to compare the verdicts with.
    terms : str, optional
        A language of `countermove.views.terms.LANGUAGES` in which the technical terms are given too.

    Returns
    -------
    str
        The page; the same bytes for the same model, documents and versions.
    """
    terms_in(terms)  # a language that is not there is told before the work begins
    environment = Environment(
        loader=PackageLoader("countermove.views"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    made = _Report(conflict, evidence, targets, against)
    made.asked(), made.wanted()  # and so is a target that is none
    environment.filters["terms"] = made.terms
    environment.filters["words"] = number
    style = files("countermove.views").joinpath("templates", "report.css").read_text(encoding="utf-8")
    page = environment.get_template("report.html.j2").render(
        style=Markup(style),  # noqa: S704 - our own file
        sections=sections_of(conflict, compared=against is not None),
        longest=MAX_COURSES,
        command=command,
        version=countermove.__version__,
        **made.context(),
    )
    return with_terms(page, terms)


def sections_of(conflict: Conflict, *, compared: bool = False) -> dict[str, str]:
    """Return the ids and headings of the sections of a conflict's report, in their order."""
    first, *others = SECTIONS.items()
    return dict([first, *(COMPARED.items() if compared else ()), *_with_parts(others, conflict)])


def _with_parts(others: Sequence[tuple[str, str]], conflict: Conflict) -> list[tuple[str, str]]:
    """Put the sections on the parts that a model has after the one on coalitions."""
    model = conflict.model
    there = {
        "layers": model.layers,
        "views": model.perceptions,
        "attitudes": model.attitudes,
        "phases": model.phases,
        "events": model.events,
        "patience": conflict.patience,
        "power": model.powers,
    }
    parts = [(key, heading) for key, heading in PARTS.items() if there[key]]
    place = 1 + [key for key, _ in others].index("coalitions")
    return [*others[:place], *parts, *others[place:]]


class _Report(Told):
    """Everything the template shows, as plain values."""

    def __init__(
        self, conflict: Conflict, evidence: Evidence, targets: Sequence[str], against: Conflict | None
    ) -> None:
        super().__init__(conflict, evidence)
        self.targets = targets
        self.against = against

    def context(self) -> dict[str, Any]:
        menus = self.menus()
        neutral = self.model.reading == "neutral"  # the reading by which a model says what its analyst means
        outcomes = (self.conflict if neutral else self.conflict.reading("neutral")).expectations()
        gone, firm = going(self.shown), firmness(self.shown)
        main = self.said.strongest
        return {
            "title": self.conflict.title,
            "model": self.model,
            "people": self.people,
            "said": self.said.sentences,
            "read": "" if neutral else reading_note(self.model),
            "advice_said": [going_said(self.space, gone, main), firmness_said(firm, main)],
            "menu_said": menus[0]["headline"] if menus else "",
            "held": self.said.held_by,
            "facts": report_cautions.facts(self.analysis, self.evidence, outcomes),
            "cautions": self.behind.outcomes(self.analysis, main),
            "warnings": report_cautions.warnings(self.evidence, outcomes),
            "board": self.board(),
            "menus": menus,
            "drawing": self.drawing(),
            "reasons": [
                {**each, "state": self.shown.state(each["state"])}
                for each in reasons(self.conflict, self.said, self.behind)
            ],
            "coalitions": coalitions_context(self.shown, main),
            "going": going_context(self.shown, gone),
            "changing": changing_context(self.shown, self.found_menus, self.wanted()),
            "levers": levers_context(self.shown, self.found_menus, main, self.claims, self.asked()),
            "firmness": firmness_context(self.shown, firm, self.claims),
            "hangs": hanging_context(self.conflict, firm, main, self.claims),
            "compared": compared_context(self.conflict, self.against, main) if self.against else None,
            "layers": layers_context(self.conflict, self.shown, main) if self.model.layers else None,
            "views": views_context(self.conflict, self.shown) if self.model.perceptions else None,
            "attitudes": attitudes_context(self.conflict, self.shown) if self.model.attitudes else None,
            "phases": phases_context(self.conflict, self.shown) if self.model.phases else None,
            "events": events_context(self.conflict, self.shown) if self.model.events else None,
            "patience": patience_context(self.conflict, self.shown) if self.conflict.patience else None,
            "power": power_context(self.conflict, self.shown) if self.model.powers else None,
            "foresight": foresight_context(self.conflict, self.analysis, self.shown),
            "outcomes": [
                {
                    "why": each.expectation.why,
                    "holds": each.holds,
                    "detail": outcome_text(each),
                }
                for each in outcomes
            ],
            "claims": self.claims,
            "sources": report_evidence.sources(self.evidence),
            "notices": [str(notice) for notice in self.evidence.notices],
            "assumptions": report_evidence.assumptions(self.model),
            "limits": report_cautions.limits(self.space, self.evidence),
            "concepts": self.analysis.concepts,
            "made": self.made(),
        }

    def asked(self) -> list[Asked]:
        """Return the reader's targets, which may speak of what levers add."""
        return [Asked(f"“{each}”", self.conflict.ref(each, with_levers=True)) for each in self.targets]

    def wanted(self) -> dict[str, list[int]]:
        """Return the states of each of the reader's targets that does without what levers add."""
        found = {}
        for each in self.targets:
            try:
                self.conflict.ref(each)
            except UsageError:
                continue
            found[f"“{each}”"] = self.conflict.states(each)
        return found

    def made(self) -> dict[str, Any]:
        return {
            "engine": self.analysis.engine,
            "complete": self.analysis.complete,
            "file": self.model.file,
            "sha256": self.model.sha256,
            "python": platform.python_version(),
            "numpy": np.__version__,
        }
