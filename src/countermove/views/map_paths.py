"""The paths of the map: where they lead, and one of them step by step."""

from __future__ import annotations

from typing import Any
from weakref import WeakKeyDictionary

from countermove.analyses.evolve import Evolution, Route, evolve
from countermove.errors import LimitError, UsageError
from countermove.views.diagram import standing
from countermove.views.evolving import headline, route_lines, told_first
from countermove.views.map_wanted import Wanted
from countermove.views.report_evolving import MAX_FOLLOWED
from countermove.views.told import Told
from countermove.views.words import change, dm_name, state_line

__all__ = ["ends", "followed", "player", "route_to"]

MAX_ENDS = 8
"""So many ends of paths are listed at first."""
MOST_ENDS = 200


_FOLLOWED: WeakKeyDictionary[Told, dict[int, Evolution]] = WeakKeyDictionary()
MAX_KEPT = 20
"""From so many states of a conflict the paths are kept, since each step of a player asks for them again."""


def followed(told: Told, at: int) -> tuple[Evolution | None, str]:
    """Return where the conflict can go from a state, or why that was not followed."""
    kept = _FOLLOWED.setdefault(told, {})
    if (found := kept.get(at)) is not None:
        return found, ""
    space = told.space
    work = space.moves.count() * (1 + len(space.model.constraints) + len(space.model.forbidden_moves))
    if work > MAX_FOLLOWED:
        return None, "The conflict has too many moves to follow here; “countermove evolve” follows them."
    try:
        found = evolve(told.analysis, at)
    except LimitError as error:
        return None, f"The conflict was not followed from here: {error}."
    if len(kept) >= MAX_KEPT:
        kept.clear()
    kept[at] = found
    return found, ""


def route_to(told: Told, evolution: Evolution | None, wanted: Wanted, why_not: str) -> Route:
    """Return the path that is asked for; raise UsageError where there is none."""
    assert wanted.to is not None
    if evolution is None:
        raise UsageError(why_not.rstrip("."))
    if wanted.to not in evolution.held_by:
        evolution = evolve(told.analysis, wanted.at, [wanted.to])
    found = _best(evolution, wanted.to, any_way=wanted.any_way)
    if found is None:
        what = f"no moves lead from state {wanted.at + 1} to state {wanted.to + 1}"
        raise UsageError(f"{what}; choose another end of the path")
    return found


def _best(evolution: Evolution, state: int, *, any_way: bool) -> Route | None:
    shortest = evolution.route(state, improvements=False)
    return shortest if any_way else evolution.route(state, improvements=True) or shortest


def ends(told: Told, wanted: Wanted, evolution: Evolution | None) -> dict[str, Any] | None:
    """Return the equilibria that paths lead to, with the addresses that play them."""
    if evolution is None:
        return None
    first = [state for state in told_first(evolution) if state != wanted.at]
    shown = first[: MOST_ENDS if wanted.ends else MAX_ENDS]
    listed = []
    for state in shown:
        kind, held = standing(told.analysis, state)
        ways = dict.fromkeys(_best(evolution, state, any_way=each) for each in (False, True))
        listed.append({
            "number": f"{state + 1:,}", "standing": kind, "held": list(held),
            "line": state_line(told.space, state), "here": state == wanted.to,
            "ways": [
                {"how": _how(told, evolution, way), "here": state == wanted.to and bool(k) == wanted.any_way,
                 "address": wanted.address(to=state, any_way=bool(k), step=0, opened=None)}
                for k, way in enumerate(ways) if way is not None
            ],
        })  # fmt: skip
    return {
        "said": _headline(told, evolution),
        "listed": listed,
        "more": len(first) - len(shown),
        "all": "" if wanted.ends else wanted.address(ends=True),
    }


def _headline(told: Told, evolution: Evolution) -> str:
    """Say how far the conflict can go; what is done in the state it begins with stands above on the page."""
    said = headline(told.space, evolution)
    return (
        said if told.model.graph_form else said.replace(f" ({state_line(told.space, evolution.start)})", "")
    )


def _how(told: Told, evolution: Evolution, route: Route) -> str:
    return route_lines(told.space, evolution, route)[0].removeprefix("In ").rstrip(":.")


def player(told: Told, wanted: Wanted, evolution: Evolution, route: Route) -> dict[str, Any]:
    """Return the path that is played: its steps, how many are done, and the addresses of the others."""
    last = len(route.steps)
    step = min(wanted.step, last)
    at = route.steps[step - 1].target if step else wanted.at
    done = route.steps[step - 1] if step else None
    said = "The path begins here." if last else "The conflict is there already."
    if done is not None:
        gain = (
            "" if done.event else ", and gains" if done.improvement
            else ", and pays for it" if told.shown.step(done)["sign"] == "pays" else ", all the same to it"
        )  # fmt: skip
        said = f"{dm_name(told.space, done.by)} {change(told.space, done)}{gain}."
    return {
        "to": f"{route.to + 1:,}",
        "how": _how(told, evolution, route),
        "step": step,
        "last": last,
        "at": at,
        "said": said,
        "state": told.shown.state(at),
        "steps": [
            {**told.shown.step(each), "done": k <= step, "here": k == step, "address": wanted.address(step=k)}
            for k, each in enumerate(route.steps, start=1)
        ],
        "first": wanted.address(step=0),
        "back": wanted.address(step=step - 1) if step else "",
        "next": wanted.address(step=step + 1) if step < last else "",
        "end": wanted.address(step=last),
        "leave": wanted.address(to=None, step=0, any_way=False),
    }
