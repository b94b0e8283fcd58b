"""The start: the bundled cases, what is open, and ways to open or begin a model."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from countermove import cases
from countermove.errors import CountermoveError
from countermove.loading import load
from countermove.model.beginning import MAX_ROWS, rows_of
from countermove.model.workshop_fields import FieldError
from countermove.views import tour
from countermove.views.pictures import small_picture
from countermove.web.workspace import Opened, Workspace

__all__ = ["data"]


def data(
    workspace: Workspace, form: Mapping[str, str], error: CountermoveError | None, where: str
) -> dict[str, Any]:
    """Return what the start shows: the case of the tour first, then the others, and the forms.

    Parameters
    ----------
    workspace : Workspace
        What is open.
    form, error, where : mapping, error or None, str
        What was sent, what is wrong with it, and with which of the forms.
    """
    names = sorted(cases.case_names(), key=lambda name: (name != tour.CASE, name))
    return {
        "cases": [_case(name) for name in names],
        "opened": [_opened(each, workspace.home) for each in workspace.all() if not each.bundled],
        "home": str(workspace.home),
        "folders": list(dict.fromkeys(map(str, workspace.folders()))),
        "tour": f"/{tour.CASE}/overview?tour=1",
        "form": dict(form),
        "rows": rows_of(form),
        "most": MAX_ROWS,
        "wrong": None if error is None else {"where": where, "said": str(error), "field": _field(error)},
    }


def _opened(opened: Opened, home: Path) -> dict[str, Any]:
    """Return a file that is open, of which the path is told from the workbench's own folder on."""
    try:
        conflict, draft = opened.now().conflict, opened.draft
    except CountermoveError as error:  # the file is gone, say
        return {"id": opened.id, "title": opened.id, "file": str(error), "unsaved": False}
    inside = opened.path.is_relative_to(home)
    return {
        "id": opened.id,
        "title": (conflict.title if conflict else "") or opened.id,
        "file": str(opened.path.relative_to(home) if inside else opened.path),
        "unsaved": draft is not None and bool(draft.changed),
    }


def _field(error: CountermoveError) -> str:
    return error.field if isinstance(error, FieldError) else "path"


@cache
def _case(name: str) -> dict[str, Any]:
    """Return a case of the package, which does not change while the workbench runs."""
    try:
        conflict = load(name)
    except CountermoveError as error:  # pragma: no cover - a bundled case is valid
        return {"id": name, "title": name, "summary": str(error), "people": [], "picture": None}
    model = conflict.model
    return {
        "id": name,
        "title": model.title or name,
        "summary": model.summary,
        "people": [each.name for each in model.decision_makers],
        "states": f"{conflict.space.size:,}",
        "picture": small_picture(conflict),
    }
