"""The board: the option table over the states that a reader asks for, page by page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from countermove.concepts import Concept
from countermove.errors import UsageError
from countermove.model.condition import Is
from countermove.model.elements import YES_NO, Option
from countermove.views.told import Told
from countermove.views.words import count, dm_name, number

__all__ = ["board", "places"]

SIZES = (12, 24, 60)
"""So many states on a page, as the reader likes."""
SET = "o-"
"""What a field begins with that sets one option: ``o-withdraw=1``."""

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]


def board(told: Told, query: Mapping[str, str]) -> dict[str, Any]:
    """Return what the board shows.

    Parameters
    ----------
    told : Told
        The conflict.
    query : mapping of str to str
        ``which``: a number, label, pattern or condition that the states fit; ``o-OPTION``: a level that an
        option has in them. ``holds``: under which concept they hold, ``any`` or ``all``; ``by``: for which
        decision maker, by default for everybody. ``sort``: ``held``, ``number``, ``best:DM`` or ``worst:DM``.
        ``page`` and ``size``. What cannot be read counts as not given, and ``problem`` says so.

    Returns
    -------
    dict
        ``asked``: the query as it was understood. ``columns``: the states, today's first; ``groups``: the
        options' rows by owner; ``liked``: each decision maker's places; ``concepts``: for whom they hold.
    """
    asked, problem = _understood(told, query)
    fitting, unread = _fitting(told, asked)
    chosen = fitting & _holding(told, asked["holds"], asked["by"])
    order = _sorted(told, np.flatnonzero(chosen), asked["sort"])
    size = int(asked["size"])
    pages = max(1, -(-len(order) // size))
    page = min(int(asked["page"]), pages)
    found = order[(page - 1) * size : page * size].tolist()
    today = told.space.status_quo
    states = [*([] if today is None else [today]), *(state for state in found if state != today)]
    return {
        "sentences": _sentences(told, asked, int(fitting.sum()), len(order)),
        "problem": (problem or unread).rstrip("."),
        "asked": asked,
        "address": {key: value for key, value in asked.items() if value and key != "page"},
        "narrowed": bool(_set(asked) or asked["holds"]),
        "found": len(order),
        "total": told.space.size,
        "page": page,
        "pages": pages,
        "sizes": SIZES,
        "first": (page - 1) * size + 1 if found else 0,
        "last": (page - 1) * size + len(found),
        "today_fits": today is not None and bool(chosen[today]),
        "columns": [told.shown.state(state) for state in states],
        "groups": _groups(told, states),
        "liked": [{"dm": dm, "places": _places_of(told, dm, states)} for dm in _wanting(told)],
        "concepts": [_concept_row(told, each, states) for each in told.analysis.concepts],
        "choices": _choices(told, asked),
        "one_way": any(option.moves != "both" for option in told.model.options),
        "changed": today is not None and len(states) > 1,
    }


# ---------------------------------------------------------------- what is asked
def _understood(told: Told, query: Mapping[str, str]) -> tuple[dict[str, str], str]:
    """Return the query with defaults for what is missing or cannot be read, and what could not be."""
    labels = told.space.decision_makers
    concepts = [each.id for each in told.analysis.concepts]
    sorts = ["held", "number", *(f"{way}:{label}" for label in labels for way in ("best", "worst"))]
    known = {
        "holds": ["", "any", "all", *concepts],
        "by": ["", *labels],
        "sort": sorts,
        "size": [str(size) for size in SIZES],
    }
    asked = {"which": query.get("which", "").strip()}
    problem = ""
    for key, values in known.items():
        default = values[0]
        asked[key] = query.get(key, default)
        if asked[key] not in values:
            problem = f"'{asked[key]}' is not one of the choices for '{key}'; the page shows the usual ones"
            asked[key] = default
    page = query.get("page", "1")
    asked["page"] = page if page.isascii() and page.isdigit() and int(page[:9]) > 0 else "1"
    asked["page"] = asked["page"][:9]
    levels = {option.id: len(option.levels) for option in told.model.options}
    for key, value in query.items():
        option = key.removeprefix(SET)
        if key.startswith(SET) and value.isascii() and value.isdigit() and int(value) < levels.get(option, 0):
            asked[key] = value
    return asked, problem


def _set(asked: Mapping[str, str]) -> bool:
    """Whether states are asked for by what is done in them."""
    return bool(asked["which"]) or any(key.startswith(SET) for key in asked)


def _fitting(told: Told, asked: Mapping[str, str]) -> tuple[Bools, str]:
    """Return which states fit the reader's own words and the options set; all of them if unreadable."""
    space, problem = told.space, ""
    chosen = np.ones(space.size, dtype=bool)
    if asked["which"]:
        try:
            chosen = np.array(space.states.select(told.conflict.ref(asked["which"])))
        except UsageError as error:
            problem = str(error)
    for place, option in enumerate(told.model.options):
        if SET + option.id in asked:
            chosen &= space.states.where(Is(place, int(asked[SET + option.id])))
    return chosen, problem


def _holding(told: Told, holds: str, by: str) -> Bools:
    """Return which states hold, for everybody or for one decision maker."""
    analysis, space = told.analysis, told.space
    if not holds:
        return np.ones(space.size, dtype=bool)

    def held(concept: str) -> Bools:
        stable = analysis.stable[concept][told.conflict.dm(by)] if by else analysis.equilibrium(concept)
        return np.asarray(stable)

    if holds not in ("any", "all"):
        return held(holds)
    votes = np.array([held(each.id) for each in analysis.concepts])
    return np.asarray(votes.all(axis=0) if holds == "all" else votes.any(axis=0))


def _sorted(told: Told, states: NDArray[np.intp], sort: str) -> NDArray[np.intp]:
    """Return the states in the order asked for; what is alike in it, by number."""
    way, _, label = sort.partition(":")
    if way == "number":
        return states
    if way == "held":
        votes = np.array([told.analysis.equilibrium(each.id)[states] for each in told.analysis.concepts])
        return states[np.argsort(-votes.sum(axis=0, dtype=np.int64), kind="stable")]
    liked = _liked(told, told.conflict.dm(label))[states]
    return states[np.argsort(-liked if way == "best" else liked, kind="stable")]


# ---------------------------------------------------------------- what is shown
def _liked(told: Told, dm: int) -> NDArray[np.signedinteger]:
    """Return how a decision maker likes each state, by what it wants today."""
    return np.asarray(told.space.liked_from(dm, told.space.status_quo), dtype=np.int64)


def places(told: Told, dm: int) -> tuple[Ints, int]:
    """Return the place of each state in a decision maker's order, 1 for the best, and how many there are.

    States that it likes alike share a place, and the next one follows without a gap.
    """
    levels, which = np.unique(-_liked(told, dm), return_inverse=True)
    return np.asarray(which, dtype=np.int64) + 1, len(levels)


def _places_of(told: Told, dm: int, states: Sequence[int]) -> list[int]:
    found, _ = places(told, dm)
    return [int(found[state]) for state in states]


def _wanting(told: Told) -> list[int]:
    return [dm for dm in range(len(told.model.decision_makers)) if not told.space.indifferent(dm)]


def _groups(told: Told, states: Sequence[int]) -> list[dict[str, Any]]:
    """Return the options' rows, those of one owner together; nothing in graph form."""
    if told.model.graph_form:
        return []
    today = told.space.status_quo
    now = None if today is None else told.space.states.values(today)
    values = [told.space.states.values(state) for state in states]
    owners = [dm for dm, owner in enumerate(told.model.decision_makers) for _ in owner.options]
    owners += [len(told.model.decision_makers)] * len(told.model.events)
    groups: list[dict[str, Any]] = []
    for place, (owner, option) in enumerate(zip(owners, told.model.options, strict=True)):
        if not groups or groups[-1]["dm"] != owner:
            groups.append({"dm": owner, "rows": []})
        cells = [
            {"value": _cell(option, each[place]), "changed": now is not None and each[place] != now[place]}
            for each in values
        ]
        row = {"id": option.id, "option": option.name, "one_way": option.moves != "both", "cells": cells}
        groups[-1]["rows"].append(row)
    return groups


def _cell(option: Option, level: int) -> str:
    return "NY"[level] if option.levels == YES_NO else option.levels[level]


def _concept_row(told: Told, concept: Concept, states: Sequence[int]) -> dict[str, Any]:
    stable = told.analysis.stable[concept.id]
    return {
        "id": concept.id,
        "short": concept.short,
        "stable_for": [np.flatnonzero(stable[:, state]).tolist() for state in states],
        "of": len(told.model.decision_makers),
    }


def _choices(told: Told, asked: Mapping[str, str]) -> dict[str, Any]:
    """Return what the fields of the page offer, with what is chosen."""
    labels = zip(told.space.decision_makers, told.names, strict=False)
    owners = [owner.name for owner in told.model.decision_makers for _ in owner.options]
    owners += ["Events"] * len(told.model.events)
    options = () if told.model.graph_form else zip(owners, told.model.options, strict=True)
    return {
        "concepts": [{"id": each.id, "name": each.short} for each in told.analysis.concepts],
        "people": [{"id": label, "name": name} for label, name in labels],
        "options": [
            {
                "field": SET + option.id,
                "id": option.id,
                "name": option.name,
                "owner": owner,
                "levels": ["not done", "done"] if option.levels == YES_NO else list(option.levels),
                "chosen": asked.get(SET + option.id, ""),
            }
            for owner, option in options
        ],
        "example": _example(told),
    }


def _example(told: Told) -> str:
    """Return a pattern that fits some states: the first option done, whatever the others."""
    if told.model.graph_form:
        return told.space.states.label(0)
    done = np.flatnonzero([option.levels == YES_NO for option in told.model.options])
    return told.model.options[int(done[0])].id if len(done) else told.space.states.label(0)


# ---------------------------------------------------------------- in words
def _sentences(told: Told, asked: Mapping[str, str], fitting: int, found: int) -> list[str]:
    """Say which states are shown, and in which order."""
    every = count(told.space.size, "state")
    narrowed = fitting < told.space.size
    if not asked["holds"]:
        verb = "fits" if found == 1 else "fit"
        first = f"{found:,} of {every} {verb} what you set." if narrowed else _all_said(told)
    else:
        verb = "is" if found == 1 else "are"
        among = f"the {count(fitting, 'state')} that {'fits' if fitting == 1 else 'fit'} what you set"
        first = (
            f"{found:,} of {among if narrowed else every} {verb} stable {_whom(told, asked)}"
            f"{_under(told, asked)}."
        )
    return [first] + ([_order_said(told, asked["sort"])] if found > 1 else [])


def _all_said(told: Told) -> str:
    """Say how many states there are, and how many of them hold."""
    space = told.space
    some, every = (int(_holding(told, holds, "").sum()) for holds in ("any", "all"))
    if not some:
        return f"None of the {count(space.size, 'state')} holds."
    all_of_them = (
        f"; {number(every)} {'holds' if every == 1 else 'hold'} under every concept" if every else ""
    )
    holding = f"{number(some)} {'holds' if some == 1 else 'hold'} under at least one concept"
    return f"Of {count(space.size, 'state')} {holding}{all_of_them}."


def _whom(told: Told, asked: Mapping[str, str]) -> str:
    return f"for {dm_name(told.space, told.conflict.dm(asked['by']))}" if asked["by"] else "for everybody"


def _under(told: Told, asked: Mapping[str, str]) -> str:
    named = {each.id: each.short for each in told.analysis.concepts}
    named |= {"any": "at least one concept", "all": "every concept"}
    return f" under {named[asked['holds']]}"


def _order_said(told: Told, sort: str) -> str:
    way, _, label = sort.partition(":")
    if way == "held":
        return "Those that hold under the most concepts come first."
    if way == "number":
        return "They stand in the order of their numbers."
    name = dm_name(told.space, told.conflict.dm(label))
    return f"What {name} likes {'best' if way == 'best' else 'least'} comes first."
