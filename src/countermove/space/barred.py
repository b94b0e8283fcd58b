"""Moves of a conflict in option form of which some are forbidden or added, without a list of them.

Who has no such moves is followed along the grid; for who has, the grid's answer is mended where a
forbidden or added move starts, by comparing the courses there one by one. What is mended need not
chain, so the last mover is kept apart, as in `ArcMoves`. The moves are listed only for those
who ask for the list.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from functools import cached_property
from math import prod

import numpy as np
from numpy.typing import NDArray

from countermove.errors import LimitError
from countermove.model import Model
from countermove.model.elements import AllowedMove, ForbiddenMove
from countermove.space.arcs import ArcMoves, Sorted, arcs_of_options, sort_arcs
from countermove.space.changes import Changes
from countermove.space.forced import Forces, forced_arcs
from countermove.space.grid import GridMoves
from countermove.space.states import OptionStates
from countermove.space.steps import cells_in_rows, hidden, none_of, row_blocks

__all__ = ["MAX_COMPARED", "BarredMoves", "barred_moves"]

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
Values = NDArray[np.signedinteger]
Ends = tuple[Bools, Bools]
MAX_COMPARED = 2**31
"""How many pairs of a state and a course are compared for one decision maker's forbidden and added moves."""

WORTH_MENDING = 2**15
"""Up to so many moves (states times courses) a list of them is faster."""
WORTH_KEEPING = 2**22
"""Up to so many pairs of a state and a course it is kept which changes one decision maker's bars leave."""
WORTH_LISTING = 2**20
"""Up to so many moves they are listed once somebody asks where single states lead; that one asks often."""


class Bars:
    """One decision maker's forbidden and added moves, on the grid.

    Attributes
    ----------
    rows : int array
        The groups of states that differ in the owner's course alone and hold such a move.
    """

    def __init__(self, model: Model, states: OptionStates, dm: int, changes: Changes) -> None:
        self.label = model.decision_makers[dm].label
        self.shape, self.axis, self.changes = states.shape, states.axis(dm), changes
        self.courses = self.shape[self.axis]
        self.inner = prod(self.shape[self.axis + 1 :])

        def ends(moves: Sequence[ForbiddenMove] | Sequence[AllowedMove]) -> list[Ends]:
            own = (each for move in moves if move.by == self.label for each in move.ends)
            return [(states.on_grid(source), states.on_grid(target)) for source, target in own]

        self.forbidden, self.allowed = ends(model.forbidden_moves), ends(model.allowed_moves)
        self.rows, self.starting = self._where()
        compared = len(self.rows) * len(self.starting) * self.courses
        if compared > MAX_COMPARED:
            raise LimitError(
                f"for the forbidden and added moves of '{self.label}' up to {compared:,} changes are "
                f"compared, and the limit is {MAX_COMPARED:,}; say what you can with 'moves: forward' or "
                "constraints instead, or forbid and add moves in fewer states"
            )

    def _where(self) -> tuple[Ints, Ints]:
        """Return the rows that hold a forbidden or added move, and the courses from which one starts."""
        rows = np.zeros(self.shape[: self.axis] + self.shape[self.axis + 1 :], dtype=bool)
        starting = np.zeros(self.courses, dtype=bool)
        others = tuple(k for k in range(len(self.shape)) if k != self.axis)
        for sources, targets in self.forbidden + self.allowed:
            rows |= sources.any(axis=self.axis) & targets.any(axis=self.axis)
            starting |= sources.any(axis=others)
        return np.flatnonzero(rows), np.flatnonzero(starting)

    def changes_at(self, at: Sequence[Ints], sources: Ints) -> Iterator[Bools]:
        """Yield for one course after the other to which courses the owner may change from it.

        Parameters
        ----------
        at : sequence of int arrays, shape (rows,)
            Where on each axis of the grid some rows lie; on the owner's axis it is not looked at.
        sources : int array
            The courses that are left.

        Yields
        ------
        bool array, shape (courses, rows)
        """
        courses = np.arange(self.courses)
        where = [*at]
        where[self.axis] = courses[:, None]

        def marked(ends: Ends) -> Ends:
            return ends[0][tuple(where)], ends[1][tuple(where)]

        forbidden, allowed = list(map(marked, self.forbidden)), list(map(marked, self.allowed))
        for source in sources:
            may = np.repeat(self.changes.allowed(source, courses)[:, None], len(at[0]), axis=1)
            for start, end in forbidden:
                may &= ~(start[source] & end)
            for start, end in allowed:
                may |= start[source] & end
            may[source] = False
            yield may

    def mend(self, least: Values, values: Values, ranks: Values | None) -> None:
        """Put right the least values over what the owner can move to, where the grid knows no better.

        Parameters
        ----------
        least : int array, shape (cells,)
            The least values if no move were forbidden or added; mended in place.
        values : int array, shape (cells,)
            The values themselves; none negative.
        ranks : int array, shape (cells,), or None
            How the owner likes each cell, where its steps must improve.
        """
        for cells, changes in self._kept or self._blocks():
            ends = values.take(cells)
            liked = None if ranks is None else ranks.take(cells)
            for source, may in zip(self.starting, changes, strict=True):
                barred = ~may
                if liked is not None:
                    barred |= liked <= liked[source]
                least[cells[source]] = hidden(barred, ends).min(axis=0)

    def _blocks(self) -> Iterator[tuple[Ints, Iterable[Bools]]]:
        """Yield rows block by block: their cells, and what each course from which a bar starts may become."""
        for block in row_blocks(self.courses, len(self.rows)):
            cells = cells_in_rows(self.courses, self.inner, self.rows[block])
            yield cells, self.changes_at(np.unravel_index(cells[0], self.shape), self.starting)

    @cached_property
    def _kept(self) -> list[tuple[Ints, Iterable[Bools]]]:
        """The blocks, where they are small enough to be kept for the next time; otherwise nothing."""
        if len(self.rows) * len(self.starting) * self.courses > WORTH_KEEPING:
            return []
        return [(cells, list(changes)) for cells, changes in self._blocks()]


class BarredMoves(ArcMoves):
    """Moves in option form with forbidden or added ones; see `Moves`."""

    def __init__(self, model: Model, states: OptionStates, ranks: Sequence[Values]) -> None:
        self.model = model
        self.states = states
        self.grid = GridMoves(model, states, ranks)
        self.size = states.size
        self.dms = self.grid.dms
        self.ranks = tuple(ranks)
        bars = {dm: Bars(model, states, dm, self.grid.changes[dm]) for dm in self.dms}
        self.bars = {dm: each for dm, each in bars.items() if len(each.rows)}
        forces = {
            dm: Forces(states, forced_arcs(model, states, dm, self.grid.changes[dm])) for dm in self.dms
        }
        self.forces = {dm: each for dm, each in forces.items() if len(each.ends)}
        self.apart = self.bars.keys() | self.forces.keys()
        self._once: list[list[Sorted]] = []  # shared by those that `with_ranks` makes

    @property
    def listed(self) -> list[Sorted]:
        """Every decision maker's moves one by one.

        Raises
        ------
        LimitError
            When there are more moves than can be held one by one.
        """
        if not self._once:
            self._once.append(sort_arcs(arcs_of_options(self.model, self.states)))
        return self._once[0]

    def count(self) -> int:
        """See `Moves`."""
        return self.grid.count() + sum(len(each.ends) for each in self.forces.values())

    @cached_property
    def worth_listing(self) -> bool:
        """Whether there are few enough moves to list them for whoever asks where single states lead."""
        return self.count() <= WORTH_LISTING

    def targets(self, dm: int, state: int) -> list[int]:
        """See `Moves`."""
        if self.worth_listing:
            return super().targets(dm, state)
        if dm not in self.apart:
            return self.grid.targets(dm, state)
        forced = self.forces[dm].targets(state) if dm in self.forces else []
        if dm not in self.bars:
            return sorted([*self.grid.targets(dm, state), *forced])
        states, axis = self.states, self.states.axis(dm)
        where = [np.array([k]) for k in np.unravel_index(states.cells[state], states.shape)]
        (may,) = self.bars[dm].changes_at(where, where[axis])
        where[axis] = np.flatnonzero(may[:, 0])
        cells = np.ravel_multi_index(tuple(np.broadcast_arrays(*where)), states.shape)
        cells = cells[states.feasible.reshape(-1)[cells]]
        return sorted([*(int(index) for index in np.searchsorted(states.cells, cells)), *forced])

    def targets_of(self, dm: int, states: Ints) -> tuple[Ints, Ints]:
        """See `Moves`."""
        if self.worth_listing:
            return super().targets_of(dm, states)
        if dm not in self.bars:
            return self.grid.targets_of(dm, states)
        found = [self.targets(dm, int(state)) for state in states]
        places = np.repeat(np.arange(len(found)), [len(each) for each in found])
        return places, np.array([target for each in found for target in each], dtype=np.int64)

    def with_ranks(self, ranks: Sequence[Values]) -> BarredMoves:
        """See `Moves`."""
        made = copy(self)
        made.ranks = tuple(ranks)
        made.grid = self.grid.with_ranks(ranks)
        return made

    def best(self, dm: int, values: Values) -> Values:
        """See `Moves`."""
        if dm not in self.apart:
            return self.grid.of_states(self.grid.best(dm, self.grid.lay_out(values, -1)))
        high = int(values.max())  # the largest value is the least of what it falls short by
        short = self._laid_out(high - values)
        least = np.minimum(short, self._next(dm, short, improvements=False))
        return np.asarray(high - self.grid.of_states(least))

    def least_answer(self, dm: int, base: Values, *, improvements: bool) -> Values:
        """See `Moves`."""
        others = [j for j in self.dms if j != dm]
        if not any(j in self.apart for j in others):
            cells = self.grid.lay_out(base, -1)
            return self.grid.of_states(self.grid.least_answer(dm, cells, improvements=improvements))
        cells = self._laid_out(base)
        # after[j][t]: the least base value over t, entered by j, and all that can follow.
        after, least = {j: cells.copy() for j in others}, cells.copy()
        stale = set(others)  # whose step may now lead to less than when it was last taken
        while stale:
            for k in sorted(stale):
                stale.discard(k)
                step = self._next(k, after[k], improvements=improvements)
                np.minimum(least, step, out=least)
                for j in others:
                    if j != k and (step < after[j]).any():
                        np.minimum(after[j], step, out=after[j])
                        stale.add(j)
        return self.grid.of_states(least)

    def _laid_out(self, values: Values) -> Values:
        """Lay values of states out over the cells; infeasible cells hold no value."""
        return self.grid.lay_out(values, none_of(values))

    def _next(self, dm: int, values: Values, *, improvements: bool) -> Values:
        """Return for each cell the least value over what ``dm`` can move or improve to."""
        least = self.grid.least_elsewhere(dm, values, improvements=improvements)
        if dm in self.bars:
            self.bars[dm].mend(least, values, self.grid.ranks[dm] if improvements else None)
        if dm in self.forces:
            self.forces[dm].mend(least, values, self.grid.ranks[dm] if improvements else None)
        if not self.grid.everything:
            least[~self.states.feasible.reshape(-1)] = none_of(least)
        return least


def barred_moves(model: Model, states: OptionStates, ranks: Sequence[Values]) -> ArcMoves:
    """Return the moves of a conflict in option form with forbidden or added ones, in the faster way.

    Raises
    ------
    LimitError
        When there are too many changes to be compared; see `MAX_COMPARED`.
    """
    if states.size * sum(states.shape) <= WORTH_MENDING:
        return ArcMoves(states.size, arcs_of_options(model, states), ranks)
    return BarredMoves(model, states, ranks)
