"""The workshop: the model's parts in forms, and what the last edit changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from threading import Thread
from typing import Any
from urllib.parse import urlencode

from countermove.conflict import Conflict
from countermove.errors import CountermoveError
from countermove.loading import changed
from countermove.model.locating import written
from countermove.model.workshop_fields import FieldError, UsedError
from countermove.views.carrying import carrying
from countermove.views.compare_screen import worked_comparison
from countermove.views.workshop import MAX_AT_ONCE, changes
from countermove.views.workshop_parts import parts
from countermove.web.screen import Asked, Screen, Write, said_of

__all__ = ["SCREEN"]


def _data(asked: Asked) -> dict[str, Any]:
    saved = asked.query.get("since") == "saved"
    before = asked.opened.before(saved=saved)
    differs = before is not None and before.conflict is not None and before.sha256 != asked.now.sha256
    said = {
        **parts(asked.conflict, asked.now.texts, asked.now.layers, _layer(asked)),
        "file": asked.now.layers.get(_layer(asked), ""),
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
                beside=before.beside,
                name=asked.opened.name,
                folder=str(asked.opened.path.parent),
                files=False,
            )
    elif not asked.opened.bundled:
        _analyze_meanwhile(asked.conflict)
    return said


def _analyze_meanwhile(conflict: Conflict) -> None:
    """Work out the verdicts while the first edit is being typed, so that what it changes is told at once."""

    def work() -> None:
        with suppress(CountermoveError):  # told where they are asked for
            conflict.analyze(engine="explicit")

    if conflict.listed and conflict.state_count <= MAX_AT_ONCE and not conflict.analyzed:
        Thread(target=work, daemon=True).start()


def _count(asked: Asked) -> dict[str, Any] | None:
    """Return how many states one more constraint, which is being typed, would leave."""
    text = asked.query.get("try", "").strip()
    if not text:
        return None
    if layer := _layer(asked):
        return _count_in(asked, layer, text)
    at = len(asked.conflict.model.constraints)
    setting = f"constraints[{at}]={text}" if at else f"constraints={json.dumps([text])}"
    try:
        # Numbers in rankings mean the states that they mean now, whichever are left.
        tried = changed(asked.conflict, set=[setting])
    except CountermoveError as error:
        return {"text": text, "feasible": None, "wrong": said_of(error).removeprefix(f"--set '{setting}': ")}
    return {"text": text, "feasible": tried.state_count, "wrong": ""}


def _count_in(asked: Asked, layer: str, text: str) -> dict[str, Any]:
    form = {"do": "constraint.add", "statement": text}
    carry = carrying(asked.conflict)
    try:
        tried = asked.opened.read(written(asked.now.texts, asked.now.layers, form, layer, carry)[0])
        return {"text": text, "feasible": tried.layer(layer).state_count, "wrong": ""}
    except CountermoveError as error:
        return {"text": text, "feasible": None, "wrong": said_of(error)}


_FIELDS = {
    "copy": "path",
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
    return {"said": said_of(error), "place": "/".join(place), "field": field, "uses": uses, "do": do}


def _layer(asked: Asked) -> str:
    """Return the layer that the page is about; empty for the whole."""
    given = asked.query.get("layer", "")
    return given if given in asked.conflict.layers else ""


def _write(asked: Asked) -> Write:
    layer = asked.query.get("layer", "")
    carry = carrying(asked.conflict)
    texts, what = written(asked.now.texts, asked.now.layers, asked.form, layer, carry)
    back = f"/{asked.opened.id}/workshop" + (f"?{urlencode({'layer': layer})}" if layer else "")
    anchor = _landing(asked.form) or asked.form.get("anchor", "")
    where = f"{back}#{anchor}" if anchor.replace("-", "_").isidentifier() else back
    return Write(texts, what, where)


def _landing(form: Mapping[str, str]) -> str:
    """Return the field from which the next page goes on: what is moved, or where one more is added."""
    group, _, act = form.get("do", "").partition(".")
    if act == "add":
        field = {"dm": "name", "option": "name"}.get(group, "statement")
        return "new-c" if group == "constraint" else f"{group}_{field}_{form.get('dm', '')}__"
    by = {"up": -1, "down": 1}.get(act, 0)
    if group not in ("statement", "tier") or not (by or act == "move"):
        return ""
    at = form.get("to", "") if act == "move" else form.get("at", "")
    return f"{group}_{form.get('dm', '')}_{int(at) + by}" if at.isascii() and at.isdigit() else ""


SCREEN = Screen("workshop", "Workshop", _data, key="w", write=_write, states=False)
