"""The moves of players, some of which are several decision makers merged into one, listed one by one.

A merged player changes its members' options at once, to any feasible state, or makes a move of one of them
(what a member can force it forces in a move of its own); in graph form it goes where legal sequences of its
members' moves lead. The definition is `countermove.space.literal_merged`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from math import prod

import numpy as np
from numpy.typing import NDArray

from countermove.errors import LimitError
from countermove.space import OptionStates, Space
from countermove.space.along_arcs import Arcs
from countermove.space.changes import Changes
from countermove.space.together import Gatherings

__all__ = ["MAX_MERGED", "merged_arcs"]

MAX_MERGED = 20_000_000
"""How many moves of one merged player are looked at, at most."""
Ints = NDArray[np.int64]
Player = tuple[int, ...]


def merged_arcs(space: Space, players: Sequence[Player]) -> list[Arcs]:
    """Return every player's moves.

    Parameters
    ----------
    space : Space
        The conflict.
    players : sequence of tuple of int
        Each decision maker's index once.

    Raises
    ------
    LimitError
        When a merged player has too many moves to look at.
    """
    gatherings = Gatherings(space)
    for members in players:
        if len(members) > 1:
            _refuse_too_many(space, members)
    return [
        gatherings.arcs[members[0]] if len(members) == 1 else Arcs.of(_joint(gatherings, members))
        for members in players
    ]


def _refuse_too_many(space: Space, members: Player) -> None:
    states = space.states
    ends = prod(len(states.courses[j]) for j in members) if isinstance(states, OptionStates) else space.size
    if space.size * ends > MAX_MERGED:
        names = "+".join(space.decision_makers[j] for j in members)
        raise LimitError(
            f"merged into one player, {names} could make up to {space.size * ends:,} moves, and the limit is "
            f"{MAX_MERGED:,}; merge fewer, add constraints, or ask for --coalition {names} instead"
        )


def _joint(gatherings: Gatherings, members: Player) -> Ints:
    """Return the moves of one merged player, shape (2, moves)."""
    space = gatherings.space
    if isinstance(space.states, OptionStates):
        alone = [gatherings.arcs[j].pairs for j in members]
        return np.unique(np.concatenate([_at_once(space, space.states, members), *alone], axis=1), axis=1)
    pairs = [np.array(each) for each in gatherings.of(members).pairs()]
    found = np.concatenate([np.empty((2, 0), dtype=np.int64), *pairs], axis=1)
    return found[:, found[0] != found[1]]


def _at_once(space: Space, states: OptionStates, members: Player) -> Ints:
    """Return the joint changes of the members' options that one-way options allow and nothing forbids."""
    where = np.array(np.unravel_index(states.cells, states.shape))
    changes = {j: Changes(space.model, states, j) for j in members}
    feasible = states.feasible.reshape(-1)
    found = [np.empty((2, 0), dtype=np.int64)]
    for taken in product(*(range(len(states.courses[j])) for j in members)):
        moved = where.copy()
        may = np.ones(states.size, dtype=bool)
        for j, course in zip(members, taken, strict=True):
            may &= changes[j].allowed(where[states.axis(j)], np.array(course))
            moved[states.axis(j)] = course
        cells = np.ravel_multi_index(tuple(moved), states.shape)
        sources = np.flatnonzero(may & feasible[cells] & (cells != states.cells))
        found.append(np.array([sources, np.searchsorted(states.cells, cells[sources])]))
    return _without_forbidden(space, states, members, np.concatenate(found, axis=1))


def _without_forbidden(space: Space, states: OptionStates, members: Player, arcs: Ints) -> Ints:
    """Leave out those in which a member changes an option of its own from where to where it must not."""
    where = np.array(np.unravel_index(states.cells, states.shape))
    for j in members:
        for forbidden in space.model.forbidden_moves:
            if forbidden.by == space.decision_makers[j]:
                course = where[states.axis(j)]
                changed = course[arcs[0]] != course[arcs[1]]
                for source, target in forbidden.ends:
                    kept = ~(states.where(source)[arcs[0]] & states.where(target)[arcs[1]] & changed)
                    arcs, changed = arcs[:, kept], changed[kept]
    return arcs
