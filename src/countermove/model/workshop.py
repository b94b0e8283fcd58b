"""What the workshop's forms do to a model's file, as edits by path."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import Any

from countermove.model.beginning import TAKEN, label_of
from countermove.model.editing import Delete, Edit, Put
from countermove.model.mentions import gone_too, renamed
from countermove.model.parsing import LABEL
from countermove.model.workshop_fields import (
    Data,
    FieldError,
    Form,
    Made,
    UsedError,
    act_of,
    called,
    dm_in,
    option_in,
    options_of,
    people,
    text_in,
)
from countermove.model.workshop_wants import WANTS

__all__ = ["made"]


def made(data: Data, form: Form) -> Made:
    """Return the edits that a form asks for, and what they do in words.

    Parameters
    ----------
    data : mapping
        The model's file, as plain data.
    form : mapping of str to str
        ``do`` names what to do; the other fields depend on it.

    Raises
    ------
    UsageError
        When a field is missing or names what is not there.
    """
    return act_of(form, _ACTS)(data, form)


# ---------------------------------------------------------------- the conflict
def _title(data: Data, form: Form) -> Made:
    title = text_in(form, "title", "the title")
    edits: list[Edit] = [Put(("title",), title)]
    summary = form.get("summary", str(data.get("summary", ""))).strip()
    if summary != str(data.get("summary", "")).strip():
        edits.append(Put(("summary",), summary))
    return edits, f"title “{title}”"


def _status_quo(data: Data, form: Form) -> Made:
    """Set today's state: each field ``level:OWNER.OPTION`` gives an option's level."""
    short: dict[str, int] = {}
    for dm in people(data):
        for label in options_of(data, dm):
            short[label] = short.get(label, 0) + 1
    chosen: dict[str, Any] = {}
    plain = True
    for dm in people(data):
        for label, body in options_of(data, dm).items():
            level = form.get(f"level:{dm}.{label}", "no")
            many = isinstance(body, dict) and "levels" in body
            plain = plain and not many
            if many or level == "yes":
                chosen[label if short[label] == 1 else f"{dm}.{label}"] = level if many else True
    there = data.get("status_quo")
    # With reasons, which stay, the options stand under a key of their own.
    path = (
        ("status_quo", "statement") if isinstance(there, dict) and "statement" in there else ("status_quo",)
    )
    return [Put(path, list(chosen) if plain else chosen)], "today’s state"


# ---------------------------------------------------------------- decision makers and options
def _add_dm(data: Data, form: Form) -> Made:
    name = text_in(form, "name", "the name")
    label = label_of(name, people(data))
    new = {label: {"name": name}}
    edits: list[Edit] = [Put(("decision_makers",), new)]  # the whole of layers may have none of its own
    if people(data):
        edits = [Put(("decision_makers", label), new[label])]
    if data.get("preferences"):
        edits.append(Put(("preferences", label), "indifferent"))
    else:
        edits.append(Put(("preferences",), {label: "indifferent"}))
    return edits, f"new decision maker {name}"


def _name_dm(data: Data, form: Form) -> Made:
    dm, name = dm_in(data, form), text_in(form, "name", "the name")
    whole = isinstance(people(data)[dm], dict)
    return [Put(("decision_makers", dm, "name") if whole else ("decision_makers", dm), name)], f"name {name}"


def _label_dm(data: Data, form: Form) -> Made:
    dm, new = dm_in(data, form), _new_label(form, people(data))
    return renamed(data, dm, "", new), f"label {new} instead of {dm}"


def _new_label(form: Form, taken: Collection[str]) -> str:
    new = text_in(form, "label", "the label")
    if not re.fullmatch(LABEL, new) or new in TAKEN:
        hint = f"such as {label_of(new)}"
        raise FieldError(f"a label is one word of letters, digits and _; write one, {hint}", "label")
    if new in taken:
        raise FieldError(f"the label {new} is taken; write another", "label")
    return new


def _with(data: Data, form: Form, what: str, dm: str, option: str = "") -> list[Edit]:
    """Return the edits for whatever else must go; refuse where that was not asked for."""
    uses = gone_too(data, dm, option)
    if uses and not form.get("too"):
        said = list(dict.fromkeys(words for _, words in reversed(uses)))  # as they stand in the file
        raise UsedError(f"{what} is used elsewhere; delete these too, or change them first", said)
    return [edit for edit, _ in uses]


def _delete_dm(data: Data, form: Form) -> Made:
    dm = dm_in(data, form)
    edits: list[Edit] = []
    for label in options_of(data, dm):
        edits += [each for each in _with(data, form, called(data, dm), dm, label) if each not in edits]
    # What names the options is listed once, also where it names the decision maker.
    edits += [each for each in _with(data, form, called(data, dm), dm) if each not in edits]
    edits = [each for each in edits if each.path[:2] != ("preferences", dm)]
    edits = _in_order(edits)
    edits.append(Delete(("decision_makers", dm)))
    if dm in (data.get("preferences") or {}):
        edits.append(Delete(("preferences", dm)))
    return edits, f"without the decision maker {called(data, dm)}"


def _add_option(data: Data, form: Form) -> Made:
    dm, name = dm_in(data, form), text_in(form, "name", "the name")
    body = people(data)[dm]
    # Labels are told apart over all decision makers, so that conditions can name an option by itself.
    label = label_of(name, {each for one in people(data) for each in options_of(data, one)})
    moves = form.get("moves", "both")
    value: Any = name if moves == "both" else {"name": name, "moves": moves}
    if levels := [each.strip() for each in form.get("levels", "").split(",") if each.strip()]:
        value = {"name": name, "levels": levels} | ({"moves": moves} if moves != "both" else {})
    what = f"new option “{name}”"
    if options_of(data, dm):
        return [Put(("decision_makers", dm, "options", label), value)], what
    if isinstance(body, dict):
        return [Put(("decision_makers", dm, "options"), {label: value})], what
    return [Put(("decision_makers", dm), {"name": body or dm, "options": {label: value}})], what


def _name_option(data: Data, form: Form) -> Made:
    dm, label = option_in(data, form)
    name, moves = text_in(form, "name", "the name"), form.get("moves", "both")
    levels = [each.strip() for each in form.get("levels", "").split(",") if each.strip()]
    body = options_of(data, dm)[label]
    path = ("decision_makers", dm, "options", label)
    if not isinstance(body, dict):
        more = ({"levels": levels} if levels else {}) | ({"moves": moves} if moves != "both" else {})
        return [Put(path, {"name": name, **more} if more else name)], f"option “{name}”"
    edits: list[Edit] = [Put((*path, "name"), name)]
    if moves != body.get("moves", "both"):
        edits.append(Put((*path, "moves"), moves))
    if levels and levels != [str(each) for each in body.get("levels", [])]:
        edits.append(Put((*path, "levels"), levels))
    if "levels" in body and "levels" in form and not levels:
        edits.append(Delete((*path, "levels")))
    return edits, f"option “{name}”"


def _label_option(data: Data, form: Form) -> Made:
    dm, label = option_in(data, form)
    new = _new_label(form, {each for one in people(data) for each in options_of(data, one)})
    return renamed(data, dm, label, new), f"label {new} instead of {label}"


def _delete_option(data: Data, form: Form) -> Made:
    dm, label = option_in(data, form)
    name = called(data, dm, label)
    edits = _with(data, form, f"“{name}”", dm, label)
    if len(options_of(data, dm)) == 1:
        edits.append(Delete(("decision_makers", dm, "options")))
    else:
        edits.append(Delete(("decision_makers", dm, "options", label)))
    return edits, f"without the option “{name}”"


def _in_order(edits: list[Edit]) -> list[Edit]:
    """Put deletions from lists last, the later items first, so that each path is still right."""

    def place(edit: Edit) -> tuple[int, ...]:
        return tuple(-step for step in edit.path if isinstance(step, int))

    return sorted(edits, key=lambda edit: (isinstance(edit, Delete), place(edit)))


_ACTS: dict[str, Callable[[Data, Form], Made]] = {
    "title": _title,
    "status_quo": _status_quo,
    "dm.add": _add_dm,
    "dm.name": _name_dm,
    "dm.label": _label_dm,
    "dm.delete": _delete_dm,
    "option.add": _add_option,
    "option.name": _name_option,
    "option.label": _label_option,
    "option.delete": _delete_option,
    **WANTS,
}
