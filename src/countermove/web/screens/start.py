"""The start: the bundled cases, what is open, and ways to open or begin a model."""

from __future__ import annotations

from functools import cache
from typing import Any

from countermove import cases
from countermove.errors import CountermoveError
from countermove.loading import load
from countermove.views import tour
from countermove.views.pictures import small_picture
from countermove.web.workspace import Workspace

__all__ = ["data"]


def data(workspace: Workspace) -> dict[str, Any]:
    """Return what the start shows: the case of the tour first, then the others."""
    names = sorted(cases.case_names(), key=lambda name: (name != tour.CASE, name))
    return {
        "cases": [_case(name) for name in names],
        "opened": [{"id": each.id, "name": each.name} for each in workspace.all() if not each.bundled],
        "home": str(workspace.home),
        "folders": list(dict.fromkeys(map(str, workspace.folders()))),
        "tour": f"/{tour.CASE}/overview?tour=1",
    }


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
