"""The workshop: the model's parts in forms, and what the last edit changed."""

from __future__ import annotations

import json
from typing import Any

from countermove.errors import CountermoveError, ModelError
from countermove.loading import changed
from countermove.model.editing import edited, parsed
from countermove.model.workshop import made
from countermove.views.compare_screen import worked_comparison
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
        if max(both) <= MAX_AT_ONCE:
            said["changes"] = changes(before.conflict, asked.conflict)
        elif not said["waits"] and asked.conflict.listed and before.conflict.listed:
            said["changes"] = asked.worked(
                worked_comparison,
                "What the edit changes",
                text=before.text,
                name=asked.opened.name,
                folder=str(asked.opened.path.parent),
                files=False,
            )
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


def _wrong(asked: Asked) -> dict[str, str] | None:
    """Return what is wrong with what was sent, and with which form."""
    error = asked.wrong
    if error is None:
        return None
    place = [asked.form.get(name, "") for name in ("do", "dm", "option", "at")]
    return {"said": _said(error), "place": "/".join(place)}


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
    return Write(
        edited(text, edits, "the model"), what, f"{back}#{anchor}" if anchor.isidentifier() else back
    )


SCREEN = Screen("workshop", "Workshop", _data, key="w", write=_write, states=False)
