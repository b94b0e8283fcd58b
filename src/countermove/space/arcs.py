"""Moves one by one, for graph form: a decision maker's need not chain then.

Nobody moves twice in a row, so what the others reach depends on who moved last: the values are
found on pairs (state, last mover).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import copy
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from countermove.errors import LimitError
from countermove.model import Model
from countermove.space.changes import Changes
from countermove.space.forced import MAX_ARCS, forced_arcs
from countermove.space.states import OptionStates

__all__ = ["MAX_ARCS", "ArcMoves", "Sorted", "arcs_of_graph", "arcs_of_options", "sort_arcs"]

Ints = NDArray[np.int64]
Values = NDArray[np.signedinteger]
Cell = TypeVar("Cell", bound=np.generic)
Sorted = tuple[Ints, Ints]


class ArcMoves:
    """Moves given as arcs; see `Moves`.

    Parameters
    ----------
    size : int
        The number of states.
    arcs : sequence of int arrays, shape (2, arcs)
        For each decision maker the sources and targets of its moves.
    ranks : sequence of int arrays, shape (size,)
        For each decision maker how it likes each state.
    """

    def __init__(self, size: int, arcs: Sequence[Ints], ranks: Sequence[Values]) -> None:
        self.size = size
        self.ranks = tuple(ranks)
        self._arcs = sort_arcs(arcs)
        self.dms = range(len(arcs))

    @property
    def listed(self) -> list[Sorted]:
        """Every decision maker's moves one by one."""
        return self._arcs

    @property
    def sources(self) -> list[Ints]:
        """For each decision maker the states in which its moves start, ascending."""
        return [sources for sources, _ in self.listed]

    @property
    def ends(self) -> list[Ints]:
        """For each decision maker the states to which its moves lead, in the order of `sources`."""
        return [ends for _, ends in self.listed]

    @cached_property
    def first(self) -> list[Ints]:
        """For each decision maker where each state's moves begin among its own; shape (size + 1,).

        Found once, for moves are asked for one state at a time.
        """
        return [np.searchsorted(sources, np.arange(self.size + 1)) for sources in self.sources]

    def count(self) -> int:
        """See `Moves`."""
        return sum(len(ends) for ends in self.ends)

    def targets(self, dm: int, state: int) -> list[int]:
        """See `Moves`."""
        first = self.first[dm]
        found: list[int] = self.ends[dm][first[state] : first[state + 1]].tolist()
        return found

    def targets_of(self, dm: int, states: Ints) -> tuple[Ints, Ints]:
        """See `Moves`."""
        first = self.first[dm]
        many = first[states + 1] - first[states]
        places = np.repeat(np.arange(len(states)), many)
        within = np.arange(len(places)) - np.repeat(np.cumsum(many) - many, many)
        return places, self.ends[dm][first[states][places] + within]

    def with_ranks(self, ranks: Sequence[Values]) -> ArcMoves:
        """See `Moves`."""
        made = copy(self)
        made.ranks = tuple(ranks)
        return made

    def of_states(self, values: NDArray[Cell]) -> NDArray[Cell]:
        """See `Moves`."""
        return values

    def best(self, dm: int, values: Values) -> Values:
        """See `Moves`."""
        result = values.copy()
        np.maximum.at(result, self.sources[dm], values[self.ends[dm]])
        return result

    def least_answer(self, dm: int, base: Values, *, improvements: bool) -> Values:
        """See `Moves`."""
        others = [j for j in self.dms if j != dm]
        sources, ends, ranks = {}, {}, self.ranks
        for j in others:
            keep = (
                ranks[j][self.ends[j]] > ranks[j][self.sources[j]]
                if improvements
                else np.ones(len(self.ends[j]), bool)
            )
            sources[j], ends[j] = self.sources[j][keep], self.ends[j][keep]
        # after[j][t]: the least base value over t, entered by j, and all that can follow.
        after = {j: base.copy() for j in others}
        changed = True
        while changed:
            changed = False
            # next_by[k][t]: the least value when k is the next to move from t.
            next_by = {}
            for k in others:
                next_by[k] = np.full(self.size, np.iinfo(base.dtype).max, dtype=base.dtype)
                np.minimum.at(next_by[k], sources[k], after[k][ends[k]])
            for j in others:
                value = np.minimum.reduce([base, *(next_by[k] for k in others if k != j)])
                if not np.array_equal(value, after[j]):
                    after[j], changed = value, True
        result: Values = np.minimum.reduce([base, *next_by.values()])
        return result


def sort_arcs(arcs: Sequence[Ints]) -> list[Sorted]:
    """Sort every decision maker's arcs, shape (2, arcs), by where they start and then by where they lead."""
    return [(each[0][order], each[1][order]) for each in arcs for order in [np.lexsort((each[1], each[0]))]]


def arcs_of_graph(model: Model) -> list[Ints]:
    """Return the arcs that a model in graph form lists, one array of shape (2, arcs) per decision maker."""
    return [
        np.array([[arc.source, arc.target] for arc in model.arcs.get(dm.label, ())], dtype=np.int64)
        .reshape(-1, 2)
        .T
        for dm in model.decision_makers
    ]


def arcs_of_options(model: Model, states: OptionStates) -> list[Ints]:
    """Return the arcs of a model in option form: without its forbidden moves, with its allowed ones.

    What power adds is among them.

    Raises
    ------
    LimitError
        When there are more moves than can be held one by one.
    """
    people = range(len(model.decision_makers))
    changes = [Changes(model, states, dm) for dm in people]
    many = sum(states.size * len(states.courses[dm]) for dm in people)
    if many > MAX_ARCS:
        raise LimitError(
            "where moves are forbidden, added or one-way, simultaneous and limited-move stability and "
            f"coalitions list every move, here up to {many:,}, and the limit is {MAX_ARCS:,}; ask for nash, "
            "gmr, smr, seq or sseq of single decision makers, or add constraints"
        )
    result = []
    for dm, each in enumerate(model.decision_makers):
        arcs = _changing(states, dm, changes[dm].allowed)
        for forbidden in model.forbidden_moves:
            for source, target in forbidden.ends if forbidden.by == each.label else ():
                from_here, to_there = states.where(source), states.where(target)
                arcs = arcs[:, ~(from_here[arcs[0]] & to_there[arcs[1]])]
        extra = [move for move in model.allowed_moves if move.by == each.label]
        if extra:
            free = _changing(states, dm, lambda source, target: source != target)
            ends = [(states.where(move.source), states.where(move.target)) for move in extra]
            fits = np.any([one[free[0]] & other[free[1]] for one, other in ends], axis=0)
            arcs = np.unique(np.concatenate([arcs, free[:, fits]], axis=1), axis=1)
        result.append(np.concatenate([arcs, forced_arcs(model, states, dm, changes[dm])], axis=1))
    return result


def _changing(states: OptionStates, dm: int, may: Callable[[Ints, Ints], NDArray[np.bool_]]) -> Ints:
    """Return the arcs of a decision maker that takes other courses as it may; shape (2, arcs)."""
    where = np.array(np.unravel_index(states.cells, states.shape))
    axis = states.axis(dm)
    sources, ends = [], []
    for target in range(len(states.courses[dm])):
        from_here = may(where[axis], np.array(target)) & (where[axis] != target)
        moved = where[:, from_here].copy()
        moved[axis] = target
        cells = np.ravel_multi_index(tuple(moved), states.shape)
        feasible = states.feasible.reshape(-1)[cells]
        sources.append(np.flatnonzero(from_here)[feasible])
        ends.append(np.searchsorted(states.cells, cells[feasible]))
    return np.array([np.concatenate(sources), np.concatenate(ends)], dtype=np.int64)
