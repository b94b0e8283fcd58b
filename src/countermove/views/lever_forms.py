"""A model's levers as the forms of settlement design show them: what each does, part by part."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from countermove.model.editing import parsed
from countermove.model.elements import Model

__all__ = ["lever_forms"]


def lever_forms(model: Model, text: str) -> list[dict[str, Any]]:
    """Return the levers of a model's own file.

    Parameters
    ----------
    model : Model
        The valid model.
    text : str
        What its file says.

    Returns
    -------
    list of dict
        ``label``, ``name`` and ``description`` of each, and what it ``does``: ``kind`` and place (``at``),
        by which the effect is taken away, and ``says``.
    """
    names = {dm.label: dm.name for dm in model.decision_makers}
    given = parsed(text.removeprefix("\ufeff"), model.file).get("levers") or {}
    return [
        {
            "label": lever.label,
            "name": lever.name,
            "description": lever.description,
            "does": [each for kind in _SAYS for each in _effects(given.get(lever.label, {}), kind, names)],
        }
        for lever in model.levers
    ]


def _effects(body: Mapping[str, Any], kind: str, names: Mapping[str, str]) -> list[dict[str, Any]]:
    there = body.get(kind) or []
    items = [there] if isinstance(there, dict) else there
    return [{"kind": kind, "at": at, "says": _said(kind, each, names)} for at, each in enumerate(items)]


def _said(kind: str, body: Mapping[str, Any], names: Mapping[str, str]) -> str:
    who = body.get("by", body.get("to") if kind in ("reward", "penalty") else "")
    said = f"{names.get(str(who), who)} {_SAYS[kind]}"
    if kind == "option":
        return f"{said} “{body.get('name', str(body.get('label')).replace('_', ' '))}”"
    if kind in ("forbid", "allow"):
        return f"{said} from “{body.get('from')}” to “{body.get('to')}”"
    more = f", by {body['weight']}" if "weight" in body else ""
    more += f", before statement {body['before']}" if "before" in body else ""
    return f"{said} “{body.get('when')}”{more}"


_SAYS = {
    "option": "gets the option",
    "forbid": "can no longer move",
    "allow": "can move",
    "reward": "gains when",
    "penalty": "pays when",
}
