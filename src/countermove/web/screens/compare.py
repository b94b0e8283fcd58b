"""How the verdicts differ from those of another model, or of an earlier version of this one."""

from __future__ import annotations

from typing import Any

from countermove import cases
from countermove.views.compare_screen import compared, worked_comparison
from countermove.web.screen import Asked, Screen
from countermove.web.workspace import Snapshot

__all__ = ["SCREEN"]

MAX_AT_ONCE = 4_096
"""With more states a comparison is worked out beside the pages."""
MAX_STEPS = 30
"""So many earlier versions are offered."""


def _data(asked: Asked) -> dict[str, Any]:
    assert asked.bench is not None
    with_ = asked.query.get("with", "")
    choices = _choices(asked)
    known = {each["id"]: each["name"] for group in choices for each in group["choices"]}
    said: dict[str, Any] = {"with": with_, "choices": choices, "name": "", "wrong": "", "found": None}
    if not with_:
        return said
    if not asked.conflict.listed:
        return said | {"wrong": "this conflict has too many states for a list, and lists are compared"}
    if with_ not in known:
        return said | {"wrong": f"there is no '{with_}' to compare with, or no longer; choose from the list"}
    said["name"] = known[with_]
    kind, _, which = with_.partition(":")
    files = kind == "model"
    if files:
        opened = asked.bench.workspace.get(which)
        assert opened is not None, "only what is open, or a bundled case, is offered"
        other = opened.now()
    else:
        opened, other = asked.opened, _version(asked, with_)
    if other.conflict is None:
        return said | {"wrong": f"that one is no valid model: {other.error}"}
    if not other.conflict.listed:
        return said | {"wrong": "that one has too many states for a list, and lists are compared"}
    if max(asked.conflict.state_count, other.conflict.state_count) <= MAX_AT_ONCE:
        pair = (asked.conflict, other.conflict) if files else (other.conflict, asked.conflict)
        return said | {"found": compared(*pair, files=files)}
    folder = str(opened.path.parent)
    what = f"How the verdicts differ from {said['name']}"
    found = asked.worked(
        worked_comparison,
        what,
        text=other.text,
        name=opened.name,
        folder=folder,
        files=files,
        beside=other.beside,
    )
    return said | {"found": found}


def _choices(asked: Asked) -> list[dict[str, Any]]:
    """Return what can be compared with: earlier versions of this model, open models, bundled cases."""
    assert asked.bench is not None
    own = asked.opened
    versions = []
    if own.draft is not None:
        versions.append({"id": "saved", "name": "the saved file"})
        done = own.draft.done[: own.draft.at]
        versions += [
            {"id": f"step:{at}", "name": f"before: {what}"} for at, what in reversed(list(enumerate(done)))
        ][:MAX_STEPS]
    opened = [each.id for each in asked.bench.workspace.all() if each.id != own.id]
    bundled = [name for name in cases.case_names() if name != own.id and name not in opened]
    groups = [
        ("Earlier versions", versions),
        ("Open models", [{"id": f"model:{each}", "name": each} for each in opened]),
        ("Bundled cases", [{"id": f"model:{each}", "name": each} for each in bundled]),
    ]
    return [{"name": name, "choices": found} for name, found in groups if found]


def _version(asked: Asked, which: str) -> Snapshot:
    at = int(which.partition(":")[2]) if which.startswith("step:") else None
    found = asked.opened.before(saved=True) if at is None else asked.opened.version(at)
    return asked.now if found is None else found


SCREEN = Screen("compare", "Compare", _data, key="c", states=False, kept=False)
