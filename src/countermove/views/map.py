"""The map: the states around one state, and the moves between them, as a list and as a picture.

The whole graph of a conflict is a hairball. The map begins at one state, shows where the moves lead
from the states that the reader opened, at most `MAX_STATES` in all, and counts what it leaves out.
What is opened later is placed beside what is there already, which never moves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from countermove.analyses.paths import Step
from countermove.space import Space
from countermove.views.diagram import standing
from countermove.views.map_drawing import Move, drawing, place
from countermove.views.map_paths import ends, followed, player, route_to
from countermove.views.map_wanted import MAX_STATES, Wanted
from countermove.views.told import Told
from countermove.views.words import count, dm_name, join, number, state_line

__all__ = ["MAX_OUT", "MAX_STATES", "Wanted", "conflict_map"]

MAX_OUT = 8
"""So many states are drawn at first where moves lead from one state."""


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
    evolution, why_not = followed(told, wanted.at)
    route = None if wanted.to is None else route_to(told, evolution, wanted, why_not)
    steps = route.steps if route else ()
    opened = wanted.opened if wanted.opened is not None else (() if route else (wanted.at,))
    chosen = _choose(told, wanted, steps, opened)
    playing = player(told, wanted, evolution, route) if evolution and route else None
    now = None if playing is None else playing["at"]
    played = {(each.source, each.target, each.by) for each in steps}
    here = 0 if playing is None else playing["step"]
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
        "ends": ends(told, wanted, evolution),
        "why_not": why_not,
        "player": playing,
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
    label = f" ({state_line(space, at)})" if space.model.graph_form else ""
    where = f"state {at + 1:,}{label}{today}"
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
        "begin": "" if state == wanted.at else Wanted(state, gaining=wanted.gaining).address(),
        "left": len(left),
        "more": _more(wanted, chosen, state),
        "movers": [
            {"dm": by, "moves": [
                {**told.shown.step(step), "standing": standing(told.analysis, step.target)[0],
                 "today": step.target == space.status_quo,
                 "drawn": step.target in shown,
                 "open": _opening(wanted, chosen, step.target)}
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
