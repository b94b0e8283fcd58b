"""Moves along the axes of the grid of courses, without forming any pair of states.

Moves made of changes to one's own options are transitive: two in a row by the same decision
maker are one. So whatever legal sequences reach, any sequences reach, and a fixpoint of steps
along one axis after another finds the smallest value that can be reached.

A step is a reduction along an axis. For moves it is a minimum over the courses within reach. For
improvements it is one over those of them that the mover likes better; see `countermove.space.steps`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy
from math import prod
from threading import Lock
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from countermove.model import Model
from countermove.space.changes import MAX_CHANGES, Changes
from countermove.space.states import OptionStates
from countermove.space.steps import (
    Block,
    Order,
    cells_in_rows,
    improve,
    none_of,
    orders,
    pairs,
    row_blocks,
    two_least,
)

__all__ = ["MAX_CHANGES", "GridMoves"]

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
Values = NDArray[np.signedinteger]
Cell = TypeVar("Cell", bound=np.generic)
FEW = 4
"""A sweep that changed less than one cell in this many goes on with the changed rows alone."""


class GridMoves:
    """The moves of a conflict in option form without forbidden moves; see `Moves`.

    Values are laid out as a flat array over the cells of the grid; see `OptionStates`.
    """

    def __init__(self, model: Model, states: OptionStates, ranks: Sequence[Values]) -> None:
        self.model = model
        self.states = states
        self.dms = range(len(model.decision_makers))
        self.changes = [Changes(model, states, dm) for dm in self.dms]
        self.reaches = [changes.reaches for changes in self.changes]
        self.free = [len(reaches) == 1 for reaches in self.reaches]
        self.everything = states.size == int(np.prod(states.shape))
        self.ranks = tuple(self.lay_out(rank, -1) for rank in ranks)
        self.ordered: dict[int, list[Order]] = {}
        self.making = [Lock() for _ in self.dms]

    def with_ranks(self, ranks: Sequence[Values]) -> GridMoves:
        """See `Moves`."""
        made = copy(self)
        made.ordered = {}  # they are the old ranks' own
        made.ranks = tuple(made.lay_out(rank, -1) for rank in ranks)
        return made

    # ------------------------------------------------------------ between states and cells
    def lay_out(self, values: Values, elsewhere: int) -> Values:
        """Lay values of states out over the cells; infeasible cells hold ``elsewhere``."""
        if self.everything:
            return values
        cells = np.full(self.states.feasible.size, elsewhere, dtype=values.dtype)
        cells[self.states.cells] = values
        return cells

    def of_states(self, values: NDArray[Cell]) -> NDArray[Cell]:
        """See `Moves`; the inverse of `lay_out`."""
        return values if self.everything else values[self.states.cells]

    def by_course(self, cells: NDArray[Cell], dm: int) -> NDArray[Cell]:
        """Return a view of the cells as (cells before, courses of ``dm``, cells within)."""
        axis = self.states.axis(dm)
        inner = int(np.prod(self.states.shape[axis + 1 :], dtype=np.int64))
        return cells.reshape(-1, self.states.shape[axis], inner)

    # ------------------------------------------------------------ the interface
    def count(self) -> int:
        """See `Moves`."""
        return self.states.size * sum(self.states.shape)

    def targets(self, dm: int, state: int) -> list[int]:
        """See `Moves`."""
        states, axis = self.states, self.states.axis(dm)
        courses, apart = states.shape[axis], prod(states.shape[axis + 1 :])
        cell = int(states.cells[state])
        own = cell // apart % courses
        others = np.flatnonzero(self.changes[dm].allowed(np.array(own), np.arange(courses)))
        cells = cell + (others[others != own] - own) * apart
        cells = cells[states.feasible.reshape(-1)[cells]]
        found: list[int] = np.searchsorted(states.cells, cells).tolist()
        return found

    def targets_of(self, dm: int, states: Ints) -> tuple[Ints, Ints]:
        """See `Moves`."""
        axis = self.states.axis(dm)
        courses, apart = self.states.shape[axis], prod(self.states.shape[axis + 1 :])
        from_, others = self.states.cells[states][:, None], np.arange(courses)
        own = from_ // apart % courses
        cells = from_ + (others - own) * apart
        may = self.changes[dm].allowed(own, others) & (own != others)
        places, columns = np.nonzero(may & self.states.feasible.reshape(-1)[cells])
        return places, np.searchsorted(self.states.cells, cells[places, columns])

    def best(self, dm: int, values: Values) -> Values:
        """See `Moves`."""
        return self._over_reach(dm, values, np.maximum)

    def least_answer(self, dm: int, base: Values, *, improvements: bool) -> Values:
        """See `Moves`."""
        if not self.everything:
            base = np.where(self.states.feasible.reshape(-1), base, np.iinfo(base.dtype).max)
        others = [j for j in self.dms if j != dm and self.states.shape[self.states.axis(j)] > 1]
        if improvements:
            return self._least_by_improvements(others, base.copy())
        if self.everything and all(self.free[j] for j in others):
            return self._least_by_free_moves(others, base)
        return self._least_by_moves(others, base.copy())

    # ------------------------------------------------------------ answers by moves
    def _least_by_free_moves(self, others: Sequence[int], base: Values) -> Values:
        """Everything is feasible and free: the others reach every combination of their courses."""
        grid = base.reshape(self.states.shape)
        least = grid.min(axis=tuple(self.states.axis(j) for j in others), keepdims=True)
        return np.broadcast_to(least, grid.shape).reshape(-1)

    def _least_by_moves(self, others: Sequence[int], cells: Values) -> Values:
        settled = 0
        while settled < len(others):
            for j in others:
                least = self._over_reach(j, cells, np.minimum)
                if not self.everything:
                    least = np.where(
                        self.states.feasible.reshape(-1), least, least.dtype.type(none_of(least))
                    )
                settled = settled + 1 if np.array_equal(least, cells) else 0
                cells = least
                if settled == len(others):
                    break
        return cells

    def _over_reach(self, dm: int, values: Values, extreme: np.ufunc) -> Values:
        """Return for each cell the extreme value over it and all that ``dm`` can move to."""
        rows = self.by_course(values, dm)
        if self.free[dm]:
            return np.broadcast_to(extreme.reduce(rows, axis=1, keepdims=True), rows.shape).reshape(-1)
        levels = self.changes[dm].levels
        if levels is not None:
            return self._along_options(dm, rows.reshape(len(rows), *levels, -1), extreme)
        result = np.empty_like(rows)
        for reach in self.reaches[dm]:
            result[:, reach.sources] = extreme.reduce(rows[:, reach.targets], axis=1, keepdims=True)
        return result.reshape(-1)

    def _along_options(self, dm: int, grid: Values, extreme: np.ufunc) -> Values:
        """Do the same where all settings are courses, on a grid of options: one option after another."""
        result = grid.copy()
        options = self.model.decision_makers[dm].options
        for axis, option in zip(range(len(options), 0, -1), options, strict=True):
            if option.moves == "both":
                result[:] = extreme.reduce(result, axis=axis, keepdims=True)
                continue
            further = np.moveaxis(result, axis, 0)[:: -1 if option.moves == "forward" else 1]
            for level in range(1, len(further)):
                extreme(further[level], further[level - 1], out=further[level])
        return result.reshape(-1)

    # ------------------------------------------------------------ answers by improvements
    def _least_by_improvements(self, others: Sequence[int], cells: Values) -> Values:
        # Which cells have changed since each mover's last step; at first, all.
        stale: dict[int, Bools] = {j: np.ones(len(cells), dtype=bool) for j in others}
        while any(each.any() for each in stale.values()):
            for j in others:
                rows = self.by_course(stale[j], j).any(axis=1).reshape(-1)
                if not rows.any():
                    continue
                before = cells.copy()
                few = np.count_nonzero(rows) * FEW < len(rows)
                for block in self.blocks(j):
                    improve(cells, block, rows[block.rows] if few else None)
                changed = cells != before
                stale[j] = np.zeros(len(cells), dtype=bool)
                for other in others:
                    if other != j:
                        stale[other] |= changed
        return cells

    def blocks(self, dm: int) -> Iterable[Block]:
        """Return a decision maker's cells by rows, ready for its improvements."""
        inner = prod(self.states.shape[self.states.axis(dm) + 1 :])
        if not self.changes[dm].few:
            with self.making[dm]:  # once for all threads: an order takes as long as several steps
                if dm not in self.ordered:
                    made = orders(self.ranks[dm], inner, self.changes[dm])
                    self.ordered[dm] = list(made)
            return self.ordered[dm]
        return pairs(self.ranks[dm], inner, self.changes[dm])

    # ------------------------------------------------------------ one step, without staying
    def least_elsewhere(self, dm: int, values: Values, *, improvements: bool) -> Values:
        """Return for each cell the least value over what ``dm`` can move or improve to, itself left out.

        Parameters
        ----------
        dm : int
            Whose step it is.
        values : int array, shape (cells,)
            None negative; infeasible cells hold no value, which is the largest number.
        improvements : bool
            Whether the step must improve on the cell it leaves.

        Returns
        -------
        int array, shape (cells,)
            No value where there is nothing to move to; anything in infeasible cells.
        """
        if improvements:
            result = np.empty_like(values)
            for block in self.blocks(dm):
                result[block.cells] = block.improved(values.take(block.cells), slice(None))
            return result
        result = np.empty_like(values)
        inner = prod(self.states.shape[self.states.axis(dm) + 1 :])
        courses = self.states.shape[self.states.axis(dm)]
        for rows in row_blocks(courses, len(values) // courses):
            at = cells_in_rows(courses, inner, np.arange(rows.start, rows.stop))
            inside = values.take(at)
            for reach in self.reaches[dm]:
                least, second = two_least(inside[reach.targets])
                own = inside[reach.sources]
                result[at[reach.sources]] = np.where(own == least, second, least)
        return result
