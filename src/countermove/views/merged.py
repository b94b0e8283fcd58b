"""What holds once some decision makers are merged into one player: as data and in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

import numpy as np

from countermove.analyses.merged import Merging
from countermove.stability import MAX_LISTED
from countermove.views.words import count, dm_name, join, state_line

__all__ = ["READING", "merged_data", "merged_sentences"]

READING = (
    "A merged player changes all its members' options at once, and prefers what every member prefers. That "
    "is the plainest reading; a coalition, whose members stay apart, is tried with --coalition."
)
MAX_LOST = 1_000
"""So many equilibria that no longer hold are told in the JSON for one concept, with who leaves them."""
MAX_TOLD = 3
MAX_NAMED = 12


# ---------------------------------------------------------------- as data
def merged_data(merging: Merging) -> dict[str, Any]:
    """Return what ``analyze`` gives under ``merged``."""
    labels = merging.space.decision_makers
    now = {each.id: merging.equilibrium(each.id) for each in merging.concepts}
    before = {each.id: merging.analysis.equilibrium(each.id) for each in merging.concepts}
    data: dict[str, Any] = {
        "players": [[labels[j] for j in members] for members in merging.players],
        "reading": READING,
        "left_out": {each.id: _why_not(each.id) for each in merging.passed_over},
        "equilibria_in_all": {name: int(states.sum()) for name, states in now.items()},
        "gained": {name: _numbers(states & ~before[name]) for name, states in now.items()},
        "lost": {name: _lost(merging, name, before[name] & ~now[name]) for name in now},
        "lost_in_all": {name: int((before[name] & ~now[name]).sum()) for name in now},
    }
    if merging.space.size <= MAX_LISTED:
        data["equilibria"] = {name: _numbers(states) for name, states in now.items()}
        data["stability"] = {
            name: dict(zip(merging.labels, map(_numbers, rows), strict=True))
            for name, rows in merging.stable.items()
        }
    return data


def _numbers(states: np.ndarray[Any, np.dtype[np.bool_]]) -> list[int]:
    return [int(state) + 1 for state in np.flatnonzero(states)]


def _lost(
    merging: Merging, concept: str, states: np.ndarray[Any, np.dtype[np.bool_]]
) -> list[dict[str, Any]]:
    """Return who leaves each of the equilibria that no longer hold, and for where."""
    labels = merging.space.decision_makers
    return [
        {
            "state": int(state) + 1,
            "by": [labels[j] for j in merging.players[player]],
            "to": [
                target + 1 for target in islice(merging.leaves_for(concept, int(player), int(state)), 100)
            ],
        }
        for state in np.flatnonzero(states)[:MAX_LOST]
        for player in np.flatnonzero(~merging.stable[concept][:, state])
    ]


def _why_not(concept: str) -> str:
    return "it is not decided for merged players"


# ---------------------------------------------------------------- in words
def merged_sentences(merging: Merging) -> list[str]:
    """Say what holds once they are merged, what no longer does and who leaves it, and how that is read."""
    grouped: dict[tuple[tuple[int, ...], tuple[int, ...]], list[str]] = {}
    for concept in merging.concepts:
        now, before = merging.equilibrium(concept.id), merging.analysis.equilibrium(concept.id)
        key = tuple(np.flatnonzero(now).tolist()), tuple(np.flatnonzero(before).tolist())
        grouped.setdefault(key, []).append(concept.short)
    said = [_verdict(shorts, now, before) for (now, before), shorts in grouped.items()]
    several = [members for members in merging.players if len(members) > 1]
    who = join(f"{join(dm_name(merging.space, dm) for dm in members)} play as one" for members in several)
    return [
        f"{who}. {' '.join(said)}" if who else " ".join(said),
        *_departures(merging),
        READING,
        *_passed_over(merging),
    ]


def _player(merging: Merging, player: int) -> str:
    """Name a player: its members, as one where there are several."""
    members = merging.players[player]
    names = join(dm_name(merging.space, dm) for dm in members)
    return f"{names} as one player" if len(members) > 1 else names


def _verdict(shorts: Sequence[str], now: Sequence[int], before: Sequence[int]) -> str:
    under = f"Under {join(shorts)}"
    if not now:
        return f"{under} no state holds{_changes(now, before)}."
    which = f"state {now[0] + 1} alone" if len(now) == 1 else _named(now)
    verb = "holds" if len(now) == 1 else "hold"
    return f"{under} {which} {verb}{_changes(now, before)}."


def _named(states: Sequence[int]) -> str:
    if len(states) > MAX_NAMED:
        return count(len(states), "state")
    return f"states {join(str(state + 1) for state in states)}"


def _changes(now: Sequence[int], before: Sequence[int]) -> str:
    """Say what is new and what no longer holds."""
    if tuple(now) == tuple(before):
        return ", as before"
    gained, lost = [s for s in now if s not in set(before)], [s for s in before if s not in set(now)]
    said = [_some(gained, "new")] if gained else []
    said += [_some(lost, "no longer holding")] if lost else []
    return f", {' and '.join(said)}"


def _some(states: Sequence[int], what: str) -> str:
    if len(states) > MAX_NAMED:
        return f"{len(states):,} of them {what}" if what == "new" else f"{len(states):,} others {what}"
    named = f"state {states[0] + 1}" if len(states) == 1 else _named(states)
    return f"{named} {what}"


def _departures(merging: Merging) -> Iterable[str]:
    """Say who leaves some of the equilibria that no longer hold, and for where."""
    told: dict[tuple[int, int, int], list[str]] = {}
    for concept in merging.concepts:
        lost = merging.analysis.equilibrium(concept.id) & ~merging.equilibrium(concept.id)
        for state in map(int, np.flatnonzero(lost)[:MAX_TOLD]):
            player = int(np.flatnonzero(~merging.stable[concept.id][:, state])[0])
            target = merging.leaves_for(concept.id, player, state)[0]
            told.setdefault((state, player, target), []).append(concept.short)
    for (state, player, target), shorts in list(told.items())[:MAX_TOLD]:
        yield (
            f"State {state + 1} ({state_line(merging.space, state)}) is left under {join(shorts)}: "
            f"{_player(merging, player)} would move to state {target + 1} "
            f"({state_line(merging.space, target)})."
        )


def _passed_over(merging: Merging) -> Iterable[str]:
    if merging.passed_over:
        verb = "is" if len(merging.passed_over) == 1 else "are"
        names = join(concept.short for concept in merging.passed_over)
        yield f"{names} {verb} not decided for merged players."
