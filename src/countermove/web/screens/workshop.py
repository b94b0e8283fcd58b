"""The workshop: the model's parts in forms, and what the last edit changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from countermove.errors import CountermoveError, ModelError
from countermove.loading import changed
from countermove.model.editing import parsed
from countermove.model.workshop import FieldError, UsedError, made
from countermove.views.carrying import carried
from countermove.views.workshop import MAX_AT_ONCE, changes, workshop
from countermove.web.screen import Asked, Screen, Write

__all__ = ["SCREEN"]


def _data(asked: Asked) -> dict[str, Any]:
    saved = asked.query.get("since") == "saved"
    before = asked.opened.before(saved=saved)
    differs = before is not None and before.conflict is not None and before.sha256 != asked.now.sha256
    said = {
        **workshop(asked.conflict, asked.now.text),
        "bundled": asked.opened.bundled,
        "since": "saved" if saved else "last",
        "differs": differs,
        "waits": False,
        "changes": None,
        "count": _count(asked),
        "form": dict(asked.form),
        "wrong": _wrong(asked),
    }
    if differs and before is not None and before.conflict is not None:
        both = before.conflict.state_count, asked.conflict.state_count
        said["waits"] = max(both) > MAX_AT_ONCE and "work" not in asked.query
        said["changes"] = None if said["waits"] else changes(before.conflict, asked.conflict)
    return said


def _count(asked: Asked) -> dict[str, Any] | None:
    """Return how many states one more constraint, which is being typed, would leave."""
    text = asked.query.get("try", "").strip()
    if not text:
        return None
    at = len(asked.conflict.model.constraints)
    setting = f"constraints[{at}]={text}" if at else f"constraints={json.dumps([text])}"
    try:
        # Numbers in rankings mean the states that they mean now, whichever are left.
        tried = changed(asked.conflict, set=[setting])
    except CountermoveError as error:
        return {"text": text, "feasible": None, "wrong": str(error).removeprefix(f"--set '{setting}': ")}
    return {"text": text, "feasible": tried.state_count, "wrong": ""}


_FIELDS = {
    "title": "title",
    "dm.add": "name",
    "dm.name": "name",
    "dm.label": "label",
    "option.add": "name",
    "option.name": "name",
    "option.label": "label",
    "constraint.add": "statement",
    "constraint.put": "statement",
    "statement.add": "statement",
    "statement.put": "statement",
    "weight.add": "statement",
    "weight.put": "statement",
    "ranking": "ranking",
}
"""The field in which a mistake is looked for, where a form has several."""


def _wrong(asked: Asked) -> dict[str, Any] | None:
    """Return what is wrong with what was sent, and with which form."""
    error = asked.wrong
    if error is None:
        return None
    do = asked.form.get("do", "")
    place = [do.split(".")[0], *(asked.form.get(name, "") for name in ("dm", "option", "at"))]
    field = error.field if isinstance(error, FieldError) else _FIELDS.get(do, "")
    uses = error.uses if isinstance(error, UsedError) else []
    return {"said": _said(error), "place": "/".join(place), "field": field, "uses": uses, "do": do}


def _said(error: CountermoveError) -> str:
    if isinstance(error, ModelError):
        return " ".join(
            f"{each.what}; {each.hint}." if each.hint else f"{each.what}." for each in error.problems
        )
    return str(error)


def _write(asked: Asked) -> Write:
    text = asked.now.text
    edits, what = made(parsed(text, "the model"), asked.form)
    back = f"/{asked.opened.id}/workshop"
    anchor = asked.form.get("anchor", "")
    new, more = carried(asked.conflict, text, edits)
    anchor = _landing(asked.form) or anchor
    return Write(
        new, f"{what}; {more}" if more else what, f"{back}#{anchor}" if anchor.isidentifier() else back
    )


def _landing(form: Mapping[str, str]) -> str:
    """Return the field that is moved, which the next page goes on from."""
    group, _, act = form.get("do", "").partition(".")
    by = {"up": -1, "down": 1}.get(act, 0)
    if group not in ("statement", "tier") or not (by or act == "move"):
        return ""
    at = form.get("to", "") if act == "move" else form.get("at", "")
    return f"{group}_{form.get('dm', '')}_{int(at) + by}" if at.isascii() and at.isdigit() else ""


SCREEN = Screen("workshop", "Workshop", _data, key="w", write=_write)
