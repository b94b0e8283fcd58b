"""Where the conflict can go from today, for the report: ways, what is out of reach, what cannot be undone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from countermove.analyses.evolve import Evolution, Route, evolve
from countermove.errors import LimitError
from countermove.space import Space
from countermove.views.evolving import (
    no_return_sentences,
    route_lines,
    told_first,
    undone,
    unreachable_sentences,
)
from countermove.views.report_states import Shown
from countermove.views.words import alone_words, change, count, dm_name, join, number

__all__ = ["Going", "going", "going_context", "going_said", "nearest_of"]

MAX_FOLLOWED = 6_000_000
"""Moves times what may stand in the way (constraints, forbidden moves) up to which the ways are followed."""
MAX_WAYS = 3
MAX_UNDONE = 10


@dataclass(frozen=True)
class Going:
    """Where the conflict can go, or why that was not followed."""

    evolution: Evolution | None
    why_not: str = ""


def going(shown: Shown) -> Going:
    """Follow the conflict from today's state, where that is quick."""
    space = shown.space
    if space.status_quo is None:
        return Going(None, "The model does not say where things stand today, so there is nowhere to go from.")
    hint = "“countermove evolve” follows it"
    work = space.moves.count() * (1 + len(space.model.constraints) + len(space.model.forbidden_moves))
    if work > MAX_FOLLOWED:
        what = f"With {space.size:,} states the conflict was not followed from today’s for this report"
        return Going(None, f"{what}; {hint}.")
    try:
        return Going(evolve(shown.analysis, space.status_quo))
    except LimitError as error:
        return Going(None, f"The conflict was not followed from today’s state: {error}.")


# ---------------------------------------------------------------- for the head of the page
def nearest_of(found: Going, main: Sequence[int]) -> int | None:
    """Return the nearest of the main outcomes (index); None where none is reached, or today's is it."""
    evolution = found.evolution
    if evolution is None:
        return None
    state = next((state for state in told_first(evolution) if state in main), None)
    return None if state == evolution.start else state


def going_said(space: Space, found: Going, main: Sequence[int]) -> str:
    """Say in one sentence how the nearest of the main outcomes is reached; nothing where there is none."""
    evolution, state = found.evolution, nearest_of(found, main)
    if evolution is None or state is None:
        return ""
    route = _told(evolution, state)
    away = f"lies {count(len(route.steps), 'step')} away"
    which = f"The nearest of them, state {state + 1:,}," if len(main) > 1 else "It"
    if not route.improvements_only:
        return f"{which} {away}, {_cost(space, evolution, route)}."
    first = route.steps[0]
    begins = f"{dm_name(space, first.by)} {change(space, first)}"
    if len(route.steps) == 1:
        return f"{which} {away}, a gain for its mover: {begins}."
    each = "each a gain for its mover" + (" or an event" if any(step.event for step in route.steps) else "")
    return f"{which} {away}, {each}; the first is that {begins}."


def _told(evolution: Evolution, state: int) -> Route:
    """Return the path that is told: by improvements where there is one."""
    route = evolution.route(state, improvements=True) or evolution.route(state, improvements=False)
    assert route is not None
    return route


def _cost(space: Space, evolution: Evolution, route: Route) -> str:
    """Say at whose cost a path is, as its heading does: ``paid for by Turkey``."""
    return route_lines(space, evolution, route)[0].partition(", ")[2].rstrip(":")


# ---------------------------------------------------------------- the section
def going_context(shown: Shown, found: Going) -> dict[str, Any]:
    """Return what the section shows."""
    evolution = found.evolution
    if evolution is None:
        said = found.why_not
        empty = dict.fromkeys(("ways", "signs", "shared", "unreachable", "undone"), ())
        return {**empty, "said": said, "more": "", "back": ""}
    first = told_first(evolution)
    told = [shown.state(state) for state in first[:MAX_WAYS]]
    shared = _shared(told)
    routes = [_told(evolution, state) for state in first[:MAX_WAYS]]
    ways: list[dict[str, Any]] = [
        {
            "state": state,
            "own": _without(state["acts"], shared) if shared else state["acts"],
            "how": route_lines(shown.space, evolution, route)[0].rstrip(":."),
            "steps": [shown.step(step) for step in route.steps],
        }
        for state, route in zip(told, routes, strict=True)
    ]
    return {
        "said": _headline(evolution, len(first)),
        "shared": shared,
        "ways": ways,
        "signs": {step["sign"] for way in ways for step in way["steps"]},
        "more": _others(evolution, first),
        "unreachable": unreachable_sentences(shown.space, evolution),
        "back": no_return_sentences(shown.space, evolution)[0],
        "undone": _undone(shown.space, evolution),
    }


def _headline(evolution: Evolution, reached: int) -> str:
    gains = alone_words(evolution.analysis.space)
    total = len(evolution.held_by)
    gaining = len({route.to for route in evolution.routes if route.improvements_only})
    if not total:
        return "No state holds under any concept, so there is nowhere for the conflict to settle."
    if not reached:
        many = "the one state that holds" if total == 1 else f"any of the {number(total)} states that hold"
        return f"From today no moves lead to {many} under some concept."
    if total == 1:
        alone = f"and so do {gains}" if gaining else f"but {gains} do not"
        return f"From today moves lead to the one state that holds under some concept, {alone}."
    alone = (
        f"and so do {gains}"
        if gaining == reached
        else f"and {gains} to {number(gaining) if gaining else 'none'} of them"
    )
    many = "each" if reached == total else number(reached)
    held = f"the {number(total)} states that hold under some concept"
    return f"From today moves lead to {many} of {held}, {alone}."


def _shared(states: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what is done in all of several states, so that it can be told once."""
    if len(states) < 2 or any(act["dm"] is None for state in states for act in state["acts"]):
        return []
    doing = [{act["dm"]: act["what"] for act in state["acts"]} for state in states]
    common = [
        {"dm": dm, "what": [each for each in what if all(each in other.get(dm, ()) for other in doing)]}
        for dm, what in doing[0].items()
    ]
    return [each for each in common if each["what"]]


def _without(acts: Sequence[dict[str, Any]], shared: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    known = {each["dm"]: each["what"] for each in shared}
    left = [
        {**act, "what": [each for each in act["what"] if each not in known.get(act["dm"], ())]}
        for act in acts
    ]
    return [each for each in left if each["what"]]


def _others(evolution: Evolution, first: Sequence[int]) -> str:
    """Say how many equilibria beyond those told can be reached."""
    more = first[MAX_WAYS:]
    if not more:
        return ""
    gaining = {route.to for route in evolution.routes if route.improvements_only}
    alone = sum(state in gaining for state in more)
    gains = alone_words(evolution.analysis.space)
    what = f"{count(len(more), 'more state')} that {'holds' if len(more) == 1 else 'hold'} can be reached"
    how = f"{number(alone) if alone else 'none'} of them by {gains}" if len(more) > 1 else ""
    if len(more) == 1:
        how = f"by {gains}" if alone else "if somebody pays on the way"
    return f"{what[0].upper()}{what[1:]}, {how}."


def _undone(space: Space, evolution: Evolution) -> list[dict[str, Any]]:
    """Return the steps that cannot be undone, those left out that only put others together."""
    found: dict[tuple[int, tuple[str, ...]], str] = {}
    plain = []
    for step in evolution.no_return.steps:
        if names := tuple(undone(space, step)):
            found[step.by, names] = join(f"“{name}”" for name in names)
        else:
            plain.append({"dm": step.by, "what": change(space, step)})
    alone = {(by, names[0]) for by, names in found if len(names) == 1}
    listed = [
        {"dm": by, "what": what}
        for (by, names), what in found.items()
        if len(names) == 1 or not all((by, name) in alone for name in names)
    ]
    listed += plain
    more = len(listed) - MAX_UNDONE
    return listed[:MAX_UNDONE] + ([{"dm": None, "what": f"and {more:,} more"}] if more > 0 else [])
