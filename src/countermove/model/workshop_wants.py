"""What the workshop's forms do to constraints and to what decision makers want."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from countermove.model.editing import Delete, Edit, Move, Put
from countermove.model.tiers import stepped, tiers
from countermove.model.workshop_fields import Data, Form, Made, called, dm_in, people, place_in, text_in

__all__ = ["WANTS"]


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
    text = text_in(form, "statement", "the constraint")
    return _add(data, ("constraints",), text), f"new constraint “{text}”"


def _put_constraint(data: Data, form: Form) -> Made:
    items = data.get("constraints") or []
    at, text = place_in(form, len(items)), text_in(form, "statement", "the constraint")
    return [_put_in(("constraints",), items, at, "statement", text)], f"constraint “{text}”"


def _delete_constraint(data: Data, form: Form) -> Made:
    at = place_in(form, len(data.get("constraints") or []))
    return [Delete(("constraints", at))], f"without constraint {at + 1}"


def _wants(data: Data, dm: str, kind: str) -> list[Any]:
    body = (data.get("preferences") or {}).get(dm)
    found = body.get(kind) if isinstance(body, dict) else None
    return found if isinstance(found, list) else []


def _add_statement(data: Data, form: Form) -> Made:
    dm, text = dm_in(data, form), text_in(form, "statement", "the statement")
    if not _wants(data, dm, "prioritize"):
        return _preference(dm, data, {"prioritize": [text]}), f"{called(data, dm)} wants “{text}”"
    return _add(data, ("preferences", dm, "prioritize"), text), f"{called(data, dm)} wants “{text}”"


def _put_statement(data: Data, form: Form) -> Made:
    dm, text = dm_in(data, form), text_in(form, "statement", "the statement")
    items = _wants(data, dm, "prioritize")
    edit = _put_in(("preferences", dm, "prioritize"), items, place_in(form, len(items)), "statement", text)
    return [edit], f"{called(data, dm)} wants “{text}”"


def _delete_statement(data: Data, form: Form) -> Made:
    return _without(data, form, "prioritize", "statement")


def _without(data: Data, form: Form, kind: str, what: str) -> Made:
    """Delete one of the things that somebody wants; without the last it wants nothing."""
    dm = dm_in(data, form)
    items = _wants(data, dm, kind)
    at = place_in(form, len(items))
    if len(items) == 1:
        return [Put(("preferences", dm), "indifferent")], f"{called(data, dm)} is indifferent"
    return [Delete(("preferences", dm, kind, at))], f"without {what} {at + 1} of {called(data, dm)}"


def _move_statement(data: Data, form: Form) -> Made:
    """Give a statement another place, with whatever is written about it."""
    dm = dm_in(data, form)
    items = _wants(data, dm, "prioritize")
    at, to = place_in(form, len(items)), place_in(form, len(items), "to")
    path = ("preferences", dm, "prioritize")
    if at == to:
        return [], "nothing"
    return [Move((*path, at), to)], f"statement {at + 1} of {called(data, dm)} to place {to + 1}"


def _step_statement(by: int) -> Callable[[Data, Form], Made]:
    """Return what moves a statement one place up (-1) or down (1)."""

    def moved(data: Data, form: Form) -> Made:
        to = place_in(form, len(_wants(data, dm_in(data, form), "prioritize"))) + by
        return _move_statement(data, {**form, "to": str(to)})

    return moved


# ---------------------------------------------------------------- other preferences
def _preference(dm: str, data: Data, value: Any) -> list[Edit]:
    if isinstance(body := people(data).get(dm), dict) and "preferences" in body:
        edits: list[Edit] = [Delete(("decision_makers", dm, "preferences"))]
    else:
        edits = []
    if data.get("preferences"):
        return [*edits, Put(("preferences", dm), value)]
    return [*edits, Put(("preferences",), {dm: value})]


def _ranking(data: Data, form: Form) -> Made:
    dm, text = dm_in(data, form), text_in(form, "ranking", "the ranking")
    return _preference(dm, data, {"ranking": text}), f"ranking of {called(data, dm)}"


def _step_tier(act: str, by: int = 0) -> Callable[[Data, Form], Made]:
    """Return what moves, joins or parts a group of a ranking."""

    def changed(data: Data, form: Form) -> Made:
        dm = dm_in(data, form)
        body = (data.get("preferences") or {}).get(dm)
        ranking = body.get("ranking") if isinstance(body, dict) else None
        many = len(tiers(ranking)) if ranking else 0
        at = place_in(form, many)
        to = place_in({"to": str(at + by)} if by else form, many, "to") if act == "move" else 0
        path, what = ("preferences", dm, "ranking"), f"ranking of {called(data, dm)}"
        if act == "move" and not isinstance(ranking, str):
            return [Move((*path, at), to)], what
        return [Put(path, stepped(ranking, act, at, to))], what

    return changed


def _indifferent(data: Data, form: Form) -> Made:
    dm = dm_in(data, form)
    return _preference(dm, data, "indifferent"), f"{called(data, dm)} is indifferent"


def _number(form: Form) -> Any:
    text = text_in(form, "weight", "the weight")
    return int(text) if text.lstrip("-").isascii() and text.lstrip("-").isdigit() else text


def _add_weight(data: Data, form: Form) -> Made:
    dm, when = dm_in(data, form), text_in(form, "statement", "the condition")
    value = {"when": when, "weight": _number(form)}
    what = f"weight of “{when}” for {called(data, dm)}"
    if not _wants(data, dm, "weights"):
        return _preference(dm, data, {"weights": [value]}), what
    return _add(data, ("preferences", dm, "weights"), value), what


def _put_weight(data: Data, form: Form) -> Made:
    dm, when = dm_in(data, form), text_in(form, "statement", "the condition")
    path = ("preferences", dm, "weights", place_in(form, len(_wants(data, dm, "weights"))))
    return [
        Put((*path, "when"), when),
        Put((*path, "weight"), _number(form)),
    ], f"weight of “{when}” for {called(data, dm)}"


def _delete_weight(data: Data, form: Form) -> Made:
    return _without(data, form, "weights", "weight")


WANTS: dict[str, Callable[[Data, Form], Made]] = {
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
"""By what a form says in ``do``, what it does."""
