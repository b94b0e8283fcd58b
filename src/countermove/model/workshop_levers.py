"""What the forms of settlement design do to a model's levers."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from countermove.errors import UsageError
from countermove.model.beginning import label_of
from countermove.model.editing import Delete, Edit, Put
from countermove.model.workshop_fields import Data, FieldError, Form, Made, act_of, place_in, text_in

__all__ = ["EFFECTS", "lever_made"]

EFFECTS = ("option", "forbid", "allow", "reward", "penalty")
"""What a lever may do, by the keys of the model's file."""


def lever_made(data: Data, form: Form, options: Collection[str]) -> Made:
    """Return the edits that a form about levers asks for, and what they do in words.

    Parameters
    ----------
    data : mapping
        The model's own file, as plain data.
    form : mapping of str to str
        ``do``: ``lever.option``, ``lever.want`` or ``lever.move`` add what the lever ``lever`` does, or a new
        one of the name ``name``; ``lever.less`` takes away the effect ``kind`` at the place ``at``, and
        ``lever.delete`` the whole lever.
    options : collection of str
        The labels that an option which is added must not have.

    Raises
    ------
    UsageError
        When a field is missing or names what is not there.
    """
    return act_of(form, _ACTS)(data, form, options)


def _levers(data: Data) -> dict[str, Any]:
    found = data.get("levers")
    return found if isinstance(found, dict) else {}


def _lever(data: Data, form: Form) -> str:
    """Return the label of the lever that a form names."""
    if (label := form.get("lever", "")) not in _levers(data):
        raise UsageError("this lever is not there any more; load the page again")
    return label


def _does(data: Data, form: Form, kind: str, value: dict[str, Any]) -> Made:
    """Let a lever do one thing more, or begin one that does it."""
    if form.get("lever"):
        label = _lever(data, form)
        body = _levers(data)[label]
        what = f"lever “{body.get('name', label)}”"
        path = ("levers", label, kind)
        if kind != "option":
            there = body.get(kind) or []
            return [Put((*path, len(there)), value) if there else Put(path, [value])], what
        if kind in body:
            raise FieldError("this lever adds an option already; choose a new lever", "lever")
        return [Put(path, value)], what
    name = text_in(form, "name", "the name of the lever")
    new = {"name": name, kind: value if kind == "option" else [value]}
    label = label_of(name, _levers(data))
    edits: list[Edit] = [Put(("levers", label), new) if _levers(data) else Put(("levers",), {label: new})]
    return edits, f"new lever “{name}”"


def _adds_option(data: Data, form: Form, options: Collection[str]) -> Made:
    name = text_in(form, "option", "the option")
    others = [body.get("option") for body in _levers(data).values() if isinstance(body, dict)]
    taken = {*options, *(str(each.get("label")) for each in others if isinstance(each, dict))}
    return _does(data, form, "option", {"by": _who(form), "label": label_of(name, taken), "name": name})


def _is_wanted(data: Data, form: Form, options: Collection[str]) -> Made:
    kind = _kind(form, ("reward", "penalty"))
    value: dict[str, Any] = {"to": _who(form), "when": text_in(form, "when", "the condition")}
    if weight := form.get("weight", "").strip():
        value["weight"] = int(weight) if weight.isascii() and weight.isdigit() else weight
    if before := form.get("before", "").strip():
        if not before.isascii() or not before.isdigit() or not int(before):
            raise FieldError("the place among the statements is a number from 1; write one", "before")
        value["before"] = int(before)
    return _does(data, form, kind, value)


def _changes_moves(data: Data, form: Form, options: Collection[str]) -> Made:
    kind = _kind(form, ("forbid", "allow"))
    source = text_in(form, "from", "the condition that the move begins from")
    target = text_in(form, "to", "the condition that the move leads to")
    return _does(data, form, kind, {"by": _who(form), "from": source, "to": target})


def _who(form: Form) -> str:
    return text_in(form, "dm", "the decision maker")


def _kind(form: Form, known: Collection[str]) -> str:
    if (kind := form.get("kind", "")) not in known:
        raise UsageError("the form does not say what the lever does; load the page again")
    return kind


def _does_less(data: Data, form: Form, options: Collection[str]) -> Made:
    label, kind = _lever(data, form), _kind(form, EFFECTS)
    body = _levers(data)[label]
    there = body.get(kind)
    if not there:
        raise UsageError("the lever does not do this any more; load the page again")
    at = place_in(form, 1 if kind == "option" else len(there))
    many = sum(1 if each == "option" else len(body[each]) for each in EFFECTS if body.get(each))
    if many == 1:
        return _delete(data, form, options)
    whole = kind == "option" or len(there) == 1
    what = f"lever “{body.get('name', label)}”"
    return [Delete(("levers", label, kind) if whole else ("levers", label, kind, at))], what


def _delete(data: Data, form: Form, options: Collection[str]) -> Made:
    label = _lever(data, form)
    path = ("levers", label) if len(_levers(data)) > 1 else ("levers",)
    return [Delete(path)], f"without the lever “{_levers(data)[label].get('name', label)}”"


_ACTS: dict[str, Callable[[Data, Form, Collection[str]], Made]] = {
    "lever.option": _adds_option,
    "lever.want": _is_wanted,
    "lever.move": _changes_moves,
    "lever.less": _does_less,
    "lever.delete": _delete,
}
