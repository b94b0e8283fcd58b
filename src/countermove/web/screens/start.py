"""The start: the bundled cases, what is open, and ways to open or begin a model."""

from __future__ import annotations

from typing import Any

from countermove import cases
from countermove.errors import CountermoveError
from countermove.loading import load
from countermove.web.workspace import Workspace

__all__ = ["data"]


def data(workspace: Workspace) -> dict[str, Any]:
    """Return what the start shows."""
    return {
        "cases": [_case(name) for name in cases.case_names()],
        "opened": [{"id": each.id, "name": each.name} for each in workspace.all() if not each.bundled],
    }


def _case(name: str) -> dict[str, Any]:
    try:
        model = load(name).model
    except CountermoveError as error:  # pragma: no cover - a bundled case is valid
        return {"id": name, "title": name, "summary": str(error), "people": []}
    return {
        "id": name,
        "title": model.title or name,
        "summary": model.summary,
        "people": [each.name for each in model.decision_makers],
    }
