"""What the workshop's forms do to a model's file, as edits by path."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from typing import Any

from countermove.errors import UsageError
from countermove.model.beginning import TAKEN, label_of
from countermove.model.editing import Delete, Edit, Insert, Put
from countermove.model.mentions import gone_too, renamed
from countermove.model.parsing import LABEL
from countermove.model.tiers import stepped, tiers

__all__ = ["FieldError", "UsedError", "made"]

Data = Mapping[str, Any]
Form = Mapping[str, str]
Made = tuple[list[Edit], str]


class FieldError(UsageError):
    """What a field holds cannot be taken; ``field`` is its name."""

    def __init__(self, message: str, field: str) -> None:
        super().__init__(message)
        self.field = field


class UsedError(UsageError):
    """What is to be deleted is used elsewhere; ``uses`` says where."""

    def __init__(self, message: str, uses: list[str]) -> None:
        super().__init__(message)
        self.uses = uses


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
    act = _ACTS.get(form.get("do", ""))
    if act is None:
        raise UsageError("the form does not say what to do; load the page again")
    return act(data, form)


# ---------------------------------------------------------------- fields
def _text(form: Form, name: str, what: str) -> str:
    given = form.get(name, "").strip()
    if not given:
        raise FieldError(f"{what} is missing; write it", name)
    return given


def _at(form: Form, many: int, name: str = "at") -> int:
    given = form.get(name, "")
    if not given.isascii() or not given.isdigit() or int(given) >= many:
        raise UsageError("what is to be changed is not there any more; load the page again")
    return int(given)


def _people(data: Data) -> dict[str, Any]:
    found = data.get("decision_makers")
    return found if isinstance(found, dict) else {}


def _dm(data: Data, form: Form) -> str:
    if (label := form.get("dm", "")) not in _people(data):
        raise UsageError("this decision maker is not in the model's own file; edit the file of its layer")
    return label


def _options(data: Data, dm: str) -> dict[str, Any]:
    body = _people(data)[dm]
    found = body.get("options") if isinstance(body, dict) else None
    return found if isinstance(found, dict) else {}


def _option(data: Data, form: Form) -> tuple[str, str]:
    dm, label = _dm(data, form), form.get("option", "")
    if label not in _options(data, dm):
        raise UsageError("this option is not there any more; load the page again")
    return dm, label


# ---------------------------------------------------------------- the conflict
def _title(data: Data, form: Form) -> Made:
    title = _text(form, "title", "the title")
    edits: list[Edit] = [Put(("title",), title)]
    summary = form.get("summary", str(data.get("summary", ""))).strip()
    if summary != str(data.get("summary", "")).strip():
        edits.append(Put(("summary",), summary))
    return edits, f"title “{title}”"


def _status_quo(data: Data, form: Form) -> Made:
    """Set today's state: each field ``level:OWNER.OPTION`` gives an option's level."""
    short: dict[str, int] = {}
    for dm in _people(data):
        for label in _options(data, dm):
            short[label] = short.get(label, 0) + 1
    chosen: dict[str, Any] = {}
    plain = True
    for dm in _people(data):
        for label, body in _options(data, dm).items():
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
    name = _text(form, "name", "the name")
    label = label_of(name, _people(data))
    new = {label: {"name": name}}
    edits: list[Edit] = [Put(("decision_makers",), new)]  # the whole of layers may have none of its own
    if _people(data):
        edits = [Put(("decision_makers", label), new[label])]
    if data.get("preferences"):
        edits.append(Put(("preferences", label), "indifferent"))
    else:
        edits.append(Put(("preferences",), {label: "indifferent"}))
    return edits, f"new decision maker {name}"


def _name_dm(data: Data, form: Form) -> Made:
    dm, name = _dm(data, form), _text(form, "name", "the name")
    whole = isinstance(_people(data)[dm], dict)
    return [Put(("decision_makers", dm, "name") if whole else ("decision_makers", dm), name)], f"name {name}"


def _label_dm(data: Data, form: Form) -> Made:
    dm, new = _dm(data, form), _new_label(form, _people(data))
    return renamed(data, dm, "", new), f"label {new} instead of {dm}"


def _new_label(form: Form, taken: Collection[str]) -> str:
    new = _text(form, "label", "the label")
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
        said = list(dict.fromkeys(words for _, words in uses))
        raise UsedError(f"{what} is used elsewhere; delete these too, or change them first", said)
    return [edit for edit, _ in uses]


def _delete_dm(data: Data, form: Form) -> Made:
    dm = _dm(data, form)
    edits: list[Edit] = []
    for label in _options(data, dm):
        edits += [each for each in _with(data, form, dm, dm, label) if each not in edits]
    # What names the options is listed once, also where it names the decision maker.
    edits += [each for each in _with(data, form, dm, dm) if each not in edits]
    edits = [each for each in edits if each.path[:2] != ("preferences", dm)]
    edits = _in_order(edits)
    edits.append(Delete(("decision_makers", dm)))
    if dm in (data.get("preferences") or {}):
        edits.append(Delete(("preferences", dm)))
    return edits, f"without the decision maker {dm}"


def _add_option(data: Data, form: Form) -> Made:
    dm, name = _dm(data, form), _text(form, "name", "the name")
    body = _people(data)[dm]
    # Labels are told apart over all decision makers, so that conditions can name an option by itself.
    label = label_of(name, {each for one in _people(data) for each in _options(data, one)})
    moves = form.get("moves", "both")
    value: Any = name if moves == "both" else {"name": name, "moves": moves}
    if levels := [each.strip() for each in form.get("levels", "").split(",") if each.strip()]:
        value = {"name": name, "levels": levels} | ({"moves": moves} if moves != "both" else {})
    what = f"new option “{name}”"
    if _options(data, dm):
        return [Put(("decision_makers", dm, "options", label), value)], what
    if isinstance(body, dict):
        return [Put(("decision_makers", dm, "options"), {label: value})], what
    return [Put(("decision_makers", dm), {"name": body or dm, "options": {label: value}})], what


def _name_option(data: Data, form: Form) -> Made:
    dm, label = _option(data, form)
    name, moves = _text(form, "name", "the name"), form.get("moves", "both")
    levels = [each.strip() for each in form.get("levels", "").split(",") if each.strip()]
    body = _options(data, dm)[label]
    path = ("decision_makers", dm, "options", label)
    if not isinstance(body, dict):
        more = ({"levels": levels} if levels else {}) | ({"moves": moves} if moves != "both" else {})
        return [Put(path, {"name": name, **more} if more else name)], f"option “{name}”"
    edits: list[Edit] = [Put((*path, "name"), name)]
    if moves != body.get("moves", "both"):
        edits.append(Put((*path, "moves"), moves))
    if levels and levels != [str(each) for each in body.get("levels", [])]:
        edits.append(Put((*path, "levels"), levels))
    return edits, f"option “{name}”"


def _label_option(data: Data, form: Form) -> Made:
    dm, label = _option(data, form)
    new = _new_label(form, {each for one in _people(data) for each in _options(data, one)})
    return renamed(data, dm, label, new), f"label {new} instead of {label}"


def _delete_option(data: Data, form: Form) -> Made:
    dm, label = _option(data, form)
    edits = _with(data, form, f"“{label}”", dm, label)
    if len(_options(data, dm)) == 1:
        edits.append(Delete(("decision_makers", dm, "options")))
    else:
        edits.append(Delete(("decision_makers", dm, "options", label)))
    return edits, f"without the option {label}"


def _in_order(edits: list[Edit]) -> list[Edit]:
    """Put deletions from lists last, the later items first, so that each path is still right."""

    def place(edit: Edit) -> tuple[int, ...]:
        return tuple(-step for step in edit.path if isinstance(step, int))

    return sorted(edits, key=lambda edit: (isinstance(edit, Delete), place(edit)))


# ---------------------------------------------------------------- lists of statements
def _add(data: Data, path: tuple[str, ...], value: Any) -> list[Edit]:
    """Add an item to a list, which begins with it where there is none."""
    there: Any = data
    for depth, step in enumerate(path):
        there = there.get(step) if isinstance(there, dict) else None
        if there is None or there == "indifferent":
            for last in reversed(path[depth + 1 :]):
                value = {last: [value]} if last == path[-1] else {last: value}
            return [Put(path[: depth + 1], value if depth + 1 < len(path) else [value])]
    return [Put((*path, len(there)), value)]


def _put_in(path: tuple[str | int, ...], items: list[Any], at: int, key: str, value: Any) -> Edit:
    whole = isinstance(items[at], dict)
    return Put((*path, at, key) if whole else (*path, at), value)


def _add_constraint(data: Data, form: Form) -> Made:
    text = _text(form, "statement", "the constraint")
    return _add(data, ("constraints",), text), f"new constraint “{text}”"


def _put_constraint(data: Data, form: Form) -> Made:
    items = data.get("constraints") or []
    at, text = _at(form, len(items)), _text(form, "statement", "the constraint")
    return [_put_in(("constraints",), items, at, "statement", text)], f"constraint “{text}”"


def _delete_constraint(data: Data, form: Form) -> Made:
    at = _at(form, len(data.get("constraints") or []))
    return [Delete(("constraints", at))], f"without constraint {at + 1}"


def _wants(data: Data, dm: str, kind: str) -> list[Any]:
    body = (data.get("preferences") or {}).get(dm)
    found = body.get(kind) if isinstance(body, dict) else None
    return found if isinstance(found, list) else []


def _add_statement(data: Data, form: Form) -> Made:
    dm, text = _dm(data, form), _text(form, "statement", "the statement")
    if not _wants(data, dm, "prioritize"):
        return _preference(dm, data, {"prioritize": [text]}), f"{dm} wants “{text}”"
    return _add(data, ("preferences", dm, "prioritize"), text), f"{dm} wants “{text}”"


def _put_statement(data: Data, form: Form) -> Made:
    dm, text = _dm(data, form), _text(form, "statement", "the statement")
    items = _wants(data, dm, "prioritize")
    edit = _put_in(("preferences", dm, "prioritize"), items, _at(form, len(items)), "statement", text)
    return [edit], f"{dm} wants “{text}”"


def _delete_statement(data: Data, form: Form) -> Made:
    dm = _dm(data, form)
    items = _wants(data, dm, "prioritize")
    at = _at(form, len(items))
    if len(items) == 1:
        return [Put(("preferences", dm), "indifferent")], f"{dm} is indifferent"
    return [Delete(("preferences", dm, "prioritize", at))], f"without statement {at + 1} of {dm}"


def _move_statement(data: Data, form: Form) -> Made:
    """Give a statement another place, with whatever is written about it."""
    dm = _dm(data, form)
    items = _wants(data, dm, "prioritize")
    at, to = _at(form, len(items)), _at(form, len(items), "to")
    path = ("preferences", dm, "prioritize")
    if at == to:
        return [], "nothing"
    return [Delete((*path, at)), _inserted(path, to, len(items) - 1, items[at])], (
        f"statement {at + 1} of {dm} to place {to + 1}"
    )


def _step_statement(by: int) -> Callable[[Data, Form], Made]:
    """Return what moves a statement one place up (-1) or down (1)."""

    def moved(data: Data, form: Form) -> Made:
        to = _at(form, len(_wants(data, _dm(data, form), "prioritize"))) + by
        return _move_statement(data, {**form, "to": str(to)})

    return moved


def _inserted(path: tuple[str, ...], to: int, many: int, value: Any) -> Edit:
    return Insert((*path, to), value) if to < many else Put((*path, to), value)


# ---------------------------------------------------------------- other preferences
def _preference(dm: str, data: Data, value: Any) -> list[Edit]:
    if isinstance(body := _people(data).get(dm), dict) and "preferences" in body:
        edits: list[Edit] = [Delete(("decision_makers", dm, "preferences"))]
    else:
        edits = []
    if data.get("preferences"):
        return [*edits, Put(("preferences", dm), value)]
    return [*edits, Put(("preferences",), {dm: value})]


def _ranking(data: Data, form: Form) -> Made:
    dm, text = _dm(data, form), _text(form, "ranking", "the ranking")
    return _preference(dm, data, {"ranking": text}), f"ranking of {dm}"


def _step_tier(act: str, by: int = 0) -> Callable[[Data, Form], Made]:
    """Return what moves, joins or parts a group of a ranking."""

    def changed(data: Data, form: Form) -> Made:
        dm = _dm(data, form)
        body = (data.get("preferences") or {}).get(dm)
        ranking = body.get("ranking") if isinstance(body, dict) else None
        many = len(tiers(ranking)) if ranking else 0
        at = _at(form, many)
        to = _at({"to": str(at + by)} if by else form, many, "to") if act == "move" else 0
        return [Put(("preferences", dm, "ranking"), stepped(ranking, act, at, to))], f"ranking of {dm}"

    return changed


def _indifferent(data: Data, form: Form) -> Made:
    dm = _dm(data, form)
    return _preference(dm, data, "indifferent"), f"{dm} is indifferent"


def _number(form: Form) -> Any:
    text = _text(form, "weight", "the weight")
    return int(text) if text.lstrip("-").isascii() and text.lstrip("-").isdigit() else text


def _add_weight(data: Data, form: Form) -> Made:
    dm, when = _dm(data, form), _text(form, "statement", "the condition")
    value = {"when": when, "weight": _number(form)}
    what = f"weight of “{when}” for {dm}"
    if not _wants(data, dm, "weights"):
        return _preference(dm, data, {"weights": [value]}), what
    return _add(data, ("preferences", dm, "weights"), value), what


def _put_weight(data: Data, form: Form) -> Made:
    dm, when = _dm(data, form), _text(form, "statement", "the condition")
    path = ("preferences", dm, "weights", _at(form, len(_wants(data, dm, "weights"))))
    return [Put((*path, "when"), when), Put((*path, "weight"), _number(form))], f"weight of “{when}” for {dm}"


def _delete_weight(data: Data, form: Form) -> Made:
    dm = _dm(data, form)
    items = _wants(data, dm, "weights")
    at = _at(form, len(items))
    if len(items) == 1:
        return [Put(("preferences", dm), "indifferent")], f"{dm} is indifferent"
    return [Delete(("preferences", dm, "weights", at))], f"without weight {at + 1} of {dm}"


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
    "constraint.add": _add_constraint,
    "constraint.put": _put_constraint,
    "constraint.delete": _delete_constraint,
    "statement.add": _add_statement,
    "statement.put": _put_statement,
    "statement.delete": _delete_statement,
    "statement.move": _move_statement,
    "statement.up": _step_statement(-1),
    "statement.down": _step_statement(1),
    "ranking": _ranking,
    "tier.move": _step_tier("move"),
    "tier.up": _step_tier("move", -1),
    "tier.down": _step_tier("move", 1),
    "tier.join": _step_tier("join"),
    "tier.part": _step_tier("part"),
    "indifferent": _indifferent,
    "weight.add": _add_weight,
    "weight.put": _put_weight,
    "weight.delete": _delete_weight,
}
