"""The map: the states around one state, and the moves between them, as a list and as a picture.

The whole graph of a conflict is a hairball. The map begins at one state, shows where the moves lead
from the states that the reader opened, at most `MAX_STATES` in all, and counts what it leaves out.
What is opened later is placed beside what is there already, which never moves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from countermove.analyses.evolve import Evolution, Route, evolve
from countermove.analyses.paths import Step
from countermove.errors import LimitError, UsageError
from countermove.space import Space
from countermove.views.diagram import standing
from countermove.views.evolving import headline, route_lines, told_first
from countermove.views.map_drawing import Move, drawing, place
from countermove.views.report_evolving import MAX_FOLLOWED
from countermove.views.told import Told
from countermove.views.words import change, count, dm_name, join, number, state_line

__all__ = ["MAX_OUT", "MAX_STATES", "Wanted", "conflict_map"]

MAX_STATES = 40
"""So many states fit on one map."""
MAX_OUT = 8
"""So many states are drawn at first where moves lead from one state."""
MAX_ENDS = 8
"""So many ends of paths are listed at first."""
MOST_ENDS = 200


@dataclass(frozen=True)
class Wanted:
    """What an address asks of the map; all of it stands in the query.

    Attributes
    ----------
    at : int
        The state (index) that it begins with.
    opened : tuple of int or None
        The states whose moves are drawn, in the order in which they were opened; None for the first
        alone, or for none where a path is played. One that is named again has all its moves drawn.
    gaining : bool
        Whether only improvements are shown.
    to : int or None
        The end of the path that is played.
    any_way : bool
        Whether the path may cost its movers something, where one of improvements is longer or missing.
    step : int
        How many of its steps are done.
    ends : bool
        Whether all ends of paths are listed.
    """

    at: int
    opened: tuple[int, ...] | None = None
    gaining: bool = False
    to: int | None = None
    any_way: bool = False
    step: int = 0
    ends: bool = False

    @classmethod
    def read(cls, told: Told, query: Mapping[str, str]) -> Wanted:
        """Read an address's query; raise UsageError with what to write where it asks for no state."""
        today = told.space.status_quo
        at = told.conflict.state(query["at"]) if query.get("at") else (today or 0)
        to = told.conflict.state(query["to"]) if query.get("to") else None
        return cls(
            at=at,
            opened=_numbers(told.space, "open", query) if "open" in query else None,
            gaining=query.get("moves") == "improvements",
            to=to,
            any_way=query.get("by") == "moves",
            step=_whole(query.get("step", "0")),
            ends=query.get("ends") == "all",
        )

    def address(self, **changed: Any) -> str:
        """Return the query of this view with some of it changed."""
        wanted = Wanted(**{**vars(self), **changed})
        asked: dict[str, str] = {"at": str(wanted.at + 1)}
        if wanted.opened is not None:
            asked["open"] = ",".join(str(state + 1) for state in wanted.opened)
        if wanted.gaining:
            asked["moves"] = "improvements"
        if wanted.to is not None:
            asked["to"] = str(wanted.to + 1)
            asked["step"] = str(wanted.step)
            if wanted.any_way:
                asked["by"] = "moves"
        if wanted.ends:
            asked["ends"] = "all"
        return "?" + urlencode(asked, safe=",")


def _numbers(space: Space, field: str, query: Mapping[str, str]) -> tuple[int, ...]:
    """Read a list of states' numbers."""
    found: list[int] = []
    for part in filter(None, query.get(field, "").split(",")):
        if not part.isascii() or not part.isdigit() or not 1 <= int(part[:12]) <= space.size:
            hint = f"give numbers from 1 to {space.size:,}, such as {field}=1,2"
            raise UsageError(f"'{part}' in '{field}' is no state; {hint}")
        found.append(int(part[:12]) - 1)
    return tuple(found[: 2 * MAX_STATES])


def _whole(given: str) -> int:
    if not given.isascii() or not given.isdigit():
        raise UsageError(f"'{given}' is no number of steps; give a whole number, such as step=1")
    return int(given[:6])


# ---------------------------------------------------------------- the screen
def conflict_map(told: Told, wanted: Wanted) -> dict[str, Any]:
    """Return what the map shows.

    Returns
    -------
    dict
        ``said``: what it says, in sentences. ``opened``: for each opened state its moves, by mover, with
        the addresses that go on from there. ``drawing``: the same as a picture. ``ends``: where paths
        lead. ``player``: the path that is played, and how far. ``notes``: what did not fit.
    """
    evolution, why_not = _evolution(told, wanted.at)
    route = None if wanted.to is None else _route(told, evolution, wanted, why_not)
    steps = route.steps if route else ()
    opened = wanted.opened if wanted.opened is not None else (() if route else (wanted.at,))
    chosen = _choose(told, wanted, steps, opened)
    player = _player(told, wanted, evolution, route) if evolution and route else None
    now = None if player is None else player["at"]
    played = {(each.source, each.target, each.by) for each in steps}
    here = 0 if player is None else player["step"]
    done = {(each.source, each.target, each.by) for each in steps[:here]}
    spots = place(wanted.at, [each.target for each in steps], chosen.leads)
    moves = [
        Move(each.source, each.target, each.by, each.improvement, each.event, key in played, key in done)
        for each in chosen.moves
        for key in [(each.source, each.target, each.by)]
    ]
    return {
        "title": told.conflict.title,
        "said": _said(told, wanted, chosen),
        "at": told.shown.state(wanted.at),
        "start": _starts(told, wanted),
        "filter": _filter(wanted),
        "opened": [_opened(told, wanted, chosen, state) for state in chosen.opened],
        "closed": [
            {**told.shown.state(state), "open": _opening(wanted, chosen, state)}
            for state in chosen.shown
            if state not in chosen.opened
        ],
        "drawing": drawing(told, spots, moves, now, chosen.opened, _left(told, chosen))
        | {"links": {str(s): _node_address(wanted, chosen, s) for s in chosen.shown}},
        "ends": _ends(told, wanted, evolution),
        "why_not": why_not,
        "player": player,
        "notes": chosen.notes,
        "counts": {"states": len(chosen.shown), "most": MAX_STATES},
    }


# ---------------------------------------------------------------- what is shown
@dataclass
class _Chosen:
    """What is on the map.

    ``leads`` tells in which order states came onto it, and from where; ``left`` where else the opened
    states lead.
    """

    shown: list[int]
    opened: list[int]
    leads: list[tuple[int | None, list[int]]]
    left: dict[int, list[int]]
    moves: list[Step]
    notes: list[str]

    @property
    def full(self) -> bool:
        """Whether nothing more fits."""
        return len(self.shown) >= MAX_STATES


def _choose(told: Told, wanted: Wanted, path: Sequence[Step], opened: Sequence[int]) -> _Chosen:
    """Choose what is drawn, by what was opened and in that order; a state opened again shows the rest."""
    chosen = _Chosen(list(dict.fromkeys([wanted.at, *(each.target for each in path)])), [], [], {}, [], [])
    steps: dict[int, list[Step]] = {}
    for state in opened:
        if state not in chosen.shown:
            if chosen.full:
                chosen.notes.append(f"State {state + 1:,} does not fit any more; begin a map there.")
                continue
            before = (s for s in chosen.opened if any(each.target == state for each in steps[s]))
            chosen.leads.append((next(before, None), [state]))
            chosen.shown.append(state)
        again = state in chosen.opened
        if not again:
            chosen.opened.append(state)
            steps[state] = _moves(told.space, state, gaining=wanted.gaining)
        new = [each for each in _first(told, steps[state]) if each not in chosen.shown]
        new = new[: min(MAX_STATES - len(chosen.shown), len(new) if again else MAX_OUT)]
        chosen.leads.append((state, new))
        chosen.shown += new
    shown = set(chosen.shown)
    for state in chosen.opened:
        targets = dict.fromkeys(each.target for each in steps[state])
        chosen.left[state] = [each for each in targets if each not in shown]
        chosen.moves += [each for each in steps[state] if each.target in shown]
    if chosen.full and any(chosen.left.values()):
        what = f"The map holds {MAX_STATES} states"
        chosen.notes.append(f"{what}; where else the moves lead is in the list alone.")
    drawn = {(each.source, each.target, each.by) for each in chosen.moves}
    chosen.moves += [each for each in path if (each.source, each.target, each.by) not in drawn]
    return chosen


def _moves(space: Space, state: int, *, gaining: bool) -> list[Step]:
    """Return the moves out of a state, and the events."""
    found = []
    for by in space.movers:
        for target in space.targets(by, state):
            event = by == space.events
            better = not event and bool(space.ranks[by][target] > space.ranks[by][state])
            if better or event or not gaining:
                found.append(Step(by, state, target, better, event))
    return found


def _first(told: Told, steps: Sequence[Step]) -> list[int]:
    """Return where moves lead, in the order of the reader's interest.

    Improvements come first, and of these what holds most widely; the movers take turns, so that none
    is left out for another's many moves.
    """

    def key(step: Step) -> tuple[bool, int]:
        return not step.improvement, -len(standing(told.analysis, step.target)[1])

    of: dict[int, list[Step]] = {}
    for step in sorted(steps, key=key):
        of.setdefault(step.by, []).append(step)
    turns = [
        (not step.improvement, turn, by, step) for by, own in of.items() for turn, step in enumerate(own)
    ]
    turns.sort(key=lambda each: each[:3])
    return list(dict.fromkeys(step.target for *_, step in turns))


def _left(told: Told, chosen: _Chosen) -> dict[int, int]:
    return {state: len(left) for state, left in chosen.left.items() if left}


# ---------------------------------------------------------------- in words
def _said(told: Told, wanted: Wanted, chosen: _Chosen) -> list[str]:
    space, at = told.space, wanted.at
    steps = _moves(space, at, gaining=False)
    today = ", where the conflict is today" if at == space.status_quo else ""
    where = f"state {at + 1:,} ({state_line(space, at)}){today}"
    gains = [each for each in steps if each.improvement]
    if not steps:
        return [f"No move leads out of {where}."]
    lead = "One move leads" if len(steps) == 1 else f"{count(len(steps), 'move').capitalize()} lead"
    if not gains:
        return [f"{lead} out of {where}, and nobody gains by any of them."]
    whose = list(dict.fromkeys(dm_name(space, each.by) for each in gains))
    gain = "gains" if len(whose) == 1 else "gain"
    many = "all" if len(gains) == len(steps) else number(len(gains))
    return [
        f"{lead} out of {where}. {join(whose)} {gain} by {'it' if len(steps) == 1 else f'{many} of them'}."
    ]


def _starts(told: Told, wanted: Wanted) -> list[dict[str, Any]]:
    """Return the states that a map may well begin with: today's, and the main outcomes."""
    states = [] if told.space.status_quo is None else [told.space.status_quo]
    states += [state for state in told.said.strongest[:6] if state not in states]
    return [
        {
            "number": f"{state + 1:,}",
            "today": state == told.space.status_quo,
            "here": state == wanted.at,
            "standing": standing(told.analysis, state)[0],
            "line": state_line(told.space, state),
            "address": Wanted(state, gaining=wanted.gaining).address(),
        }
        for state in states
    ]


def _filter(wanted: Wanted) -> list[dict[str, Any]]:
    return [
        {"name": name, "here": wanted.gaining == gaining, "address": wanted.address(gaining=gaining)}
        for name, gaining in (("All moves", False), ("Improvements alone", True))
    ]


def _opened(told: Told, wanted: Wanted, chosen: _Chosen, state: int) -> dict[str, Any]:
    """Return an opened state with its moves, all of them, by mover."""
    shown, space = set(chosen.shown), told.space
    steps = _moves(space, state, gaining=wanted.gaining)
    left = chosen.left[state]
    return {
        "state": told.shown.state(state),
        "close": _closing(wanted, chosen, state),
        "left": len(left),
        "more": _more(wanted, chosen, state),
        "movers": [
            {"dm": by, "moves": [
                {**told.shown.step(step), "standing": standing(told.analysis, step.target)[0],
                 "today": step.target == space.status_quo,
                 "drawn": step.target in shown,
                 "open": _opening(wanted, chosen, step.target),
                 "begin": Wanted(step.target, gaining=wanted.gaining).address()}
                for step in steps if step.by == by
            ]}
            for by in dict.fromkeys(step.by for step in steps)
        ],
    }  # fmt: skip


def _opening(wanted: Wanted, chosen: _Chosen, state: int) -> str:
    """Return the address that opens a state as well; empty where it is open, or where there is no room."""
    if state in chosen.opened or (state not in chosen.shown and chosen.full):
        return ""
    return wanted.address(opened=(*_so_far(wanted, chosen), state))


def _more(wanted: Wanted, chosen: _Chosen, state: int) -> str:
    """Return the address that draws the rest of a state's moves; empty where there are none or no room."""
    if not chosen.left[state] or chosen.full:
        return ""
    return wanted.address(opened=(*_so_far(wanted, chosen), state))


def _closing(wanted: Wanted, chosen: _Chosen, state: int) -> str:
    return wanted.address(opened=tuple(each for each in _so_far(wanted, chosen) if each != state))


def _so_far(wanted: Wanted, chosen: _Chosen) -> tuple[int, ...]:
    return tuple(chosen.opened) if wanted.opened is None else wanted.opened


def _node_address(wanted: Wanted, chosen: _Chosen, state: int) -> str:
    """Return where a click on a state leads: it opens, shows what it left out, or closes."""
    if state not in chosen.opened:
        return _opening(wanted, chosen, state) or Wanted(state, gaining=wanted.gaining).address()
    return _more(wanted, chosen, state) or _closing(wanted, chosen, state)


# ---------------------------------------------------------------- paths
def _evolution(told: Told, at: int) -> tuple[Evolution | None, str]:
    space = told.space
    work = space.moves.count() * (1 + len(space.model.constraints) + len(space.model.forbidden_moves))
    if work > MAX_FOLLOWED:
        return None, "The conflict has too many moves to follow here; “countermove evolve” follows them."
    try:
        return evolve(told.analysis, at), ""
    except LimitError as error:
        return None, f"The conflict was not followed from here: {error}."


def _route(told: Told, evolution: Evolution | None, wanted: Wanted, why_not: str) -> Route:
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


def _ends(told: Told, wanted: Wanted, evolution: Evolution | None) -> dict[str, Any] | None:
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
        "said": headline(told.space, evolution),
        "listed": listed,
        "more": len(first) - len(shown),
        "all": "" if wanted.ends else wanted.address(ends=True),
    }


def _how(told: Told, evolution: Evolution, route: Route) -> str:
    return route_lines(told.space, evolution, route)[0].removeprefix("In ").rstrip(":.")


def _player(told: Told, wanted: Wanted, evolution: Evolution, route: Route) -> dict[str, Any]:
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
