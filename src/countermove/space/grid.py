"""Moves along the axes of the grid of courses, without forming any pair of states.

Moves made of changes to one's own options are transitive: two in a row by the same decision
maker are one. So whatever legal sequences reach, any sequences reach, and a fixpoint of steps
along one axis after another finds the smallest value that can be reached.

A step is a reduction along an axis. For moves it is a minimum over the courses within reach. For
improvements it is a running minimum over them in the mover's order of liking, the best first: what
a course can improve to is what stands before it. The orders are found once and serve everybody.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from math import prod
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from countermove.errors import LimitError
from countermove.model import Model
from countermove.model.elements import Option
from countermove.space.states import OptionStates

__all__ = ["Changes", "GridMoves"]

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Values = NDArray[np.signedinteger]
Cell = TypeVar("Cell", bound=np.generic)
MAX_CHANGES = 2**22
"""How many pairs of settings of one decision maker's one-way options are looked at."""
ROWS_AT_ONCE = 65_536
"""Groups of states in one step: larger steps leave the processor's cache, smaller ones cost calls."""
FEW = 4
"""A sweep that changed less than one cell in this many goes on with the changed rows alone."""


@dataclass(frozen=True)
class Reach:
    """Courses from which the same courses can be reached; without one-way options there is one such set.

    Attributes
    ----------
    sources, targets : int arrays
        Courses of one decision maker; each source is among the targets.
    """

    sources: Ints
    targets: Ints


class Changes:
    """Which of its courses a decision maker can change into which, staying included.

    Attributes
    ----------
    one_way : int array, shape (courses, one-way options)
        How far each course has gone with each one-way option; a change can only go on.
    reaches : list of Reach
        The courses, grouped by what can be reached from them.
    """

    def __init__(self, model: Model, states: OptionStates, dm: int) -> None:
        courses, options = states.courses[dm], model.decision_makers[dm].options
        pairs = prod(_pairs(option) for option in options)
        if pairs > MAX_CHANGES:
            label = model.decision_makers[dm].label
            raise LimitError(
                f"the one-way options of '{label}' allow up to {pairs:,} changes, and the limit is "
                f"{MAX_CHANGES:,}; leave some out, or let them move both ways"
            )
        signs = {"forward": 1, "backward": -1}
        columns = [
            courses[:, k] * signs[option.moves] for k, option in enumerate(options) if option.moves in signs
        ]
        self.one_way = np.array(columns, dtype=np.int64).reshape(len(columns), len(courses)).T
        profiles, members = np.unique(self.one_way, axis=0, return_inverse=True)
        members = members.reshape(-1)
        self.reaches = [
            Reach(np.flatnonzero(members == k), np.flatnonzero((self.one_way >= profile).all(axis=1)))
            for k, profile in enumerate(profiles)
        ]

    def allowed(self, source: Ints, target: Ints) -> Bools:
        """Say for each pair of courses whether the change is allowed; the arrays broadcast."""
        return np.asarray((self.one_way[target] >= self.one_way[source]).all(axis=-1))


def _pairs(option: Option) -> int:
    """Return from how many levels to how many a one-way option can change; 1 for any other option."""
    levels = len(option.levels)
    return 1 if option.moves == "both" else levels * (levels + 1) // 2


@dataclass(frozen=True)
class Order:
    """Some cells of one `Reach` in their owner's order of liking, the best first.

    Attributes
    ----------
    rows : slice
        Which groups of states; so many at a time that a step stays within the processor's cache.
    cells : int array, shape (targets, rows)
        Flat grid cells; a column is one group of states that differ in the owner's course alone.
    tied : bool array, shape (targets, rows), or None
        Whether a cell is liked just as the one before it; None when nothing is tied.
    moving : bool array, shape (targets, rows), or None
        Whether a cell is one of the sources; None when all are.
    """

    rows: slice
    cells: NDArray[np.intp]
    tied: Bools | None
    moving: Bools | None


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

    def with_ranks(self, ranks: Sequence[Values]) -> GridMoves:
        """See `Moves`."""
        made = copy(self)
        made.__dict__.pop("orders", None)  # they are the old ranks' own
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

    def _by_course(self, cells: NDArray[Cell], dm: int) -> NDArray[Cell]:
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
        states = self.states
        where = list(np.unravel_index(states.cells[state], states.shape))
        axis = states.axis(dm)
        own = int(where[axis])
        others = np.flatnonzero(self.changes[dm].allowed(np.array(own), np.arange(states.shape[axis])))
        others = others[others != own]
        where[axis] = others
        cells = np.ravel_multi_index(tuple(np.broadcast_arrays(*where)), states.shape)
        cells = cells[states.feasible.reshape(-1)[cells]]
        return [int(index) for index in np.searchsorted(states.cells, cells)]

    def best(self, dm: int, values: Values) -> Values:
        """See `Moves`."""
        rows = self._by_course(values, dm)
        if self.free[dm]:
            return np.broadcast_to(rows.max(axis=1, keepdims=True), rows.shape).reshape(-1)
        result = np.empty_like(rows)
        for reach in self.reaches[dm]:
            result[:, reach.sources] = rows[:, reach.targets].max(axis=1, keepdims=True)
        return result.reshape(-1)

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
                before = cells.copy()
                rows, feasible = self._by_course(cells, j), self._by_course(self.states.feasible, j)
                for reach in self.reaches[j]:
                    least = rows[:, reach.targets].min(axis=1, keepdims=True)
                    rows[:, reach.sources] = np.where(
                        feasible[:, reach.sources],
                        np.minimum(rows[:, reach.sources], least),
                        rows[:, reach.sources],
                    )
                settled = settled + 1 if np.array_equal(before, cells) else 0
                if settled == len(others):
                    break
        return cells

    # ------------------------------------------------------------ answers by improvements
    def _least_by_improvements(self, others: Sequence[int], cells: Values) -> Values:
        # Which cells have changed since each mover's last step; at first, all.
        stale: dict[int, Bools] = {j: np.ones(len(cells), dtype=bool) for j in others}
        while any(each.any() for each in stale.values()):
            for j in others:
                rows = self._by_course(stale[j], j).any(axis=1).reshape(-1)
                if not rows.any():
                    continue
                before = cells.copy()
                few = np.count_nonzero(rows) * FEW < len(rows)
                for order in self.orders[j]:
                    _improve(cells, order, rows[order.rows] if few else None)
                changed = cells != before
                stale[j] = np.zeros(len(cells), dtype=bool)
                for other in others:
                    if other != j:
                        stale[other] |= changed
        return cells

    @cached_property
    def orders(self) -> list[list[Order]]:
        """For each decision maker its cells in its order of liking."""
        return [list(self._orders(dm)) for dm in self.dms]

    def _orders(self, dm: int) -> Iterator[Order]:
        liked = np.moveaxis(self._by_course(self.ranks[dm], dm), 1, 0)
        courses, outer, inner = liked.shape
        liked = liked.reshape(courses, -1)
        best = int(liked.max())
        first = (np.arange(outer)[:, None] * courses * inner + np.arange(inner)).reshape(-1)
        bits = max(1, int(courses - 1).bit_length())
        for reach in self.reaches[dm]:
            everyone = len(reach.sources) == len(reach.targets)
            moves = np.isin(np.arange(courses), reach.sources)
            for start in range(0, len(first), ROWS_AT_ONCE):
                rows = slice(start, start + ROWS_AT_ONCE)
                # Sort liking and course together, as one number.
                keys = (best - liked[reach.targets, rows].astype(np.int64)) << bits
                keys |= reach.targets[:, None]
                keys.sort(axis=0)
                course = keys & ((1 << bits) - 1)
                keys >>= bits
                tied = np.zeros(keys.shape, dtype=bool)
                np.equal(keys[1:], keys[:-1], out=tied[1:])
                moving = None if everyone else moves[course]
                course *= inner
                course += first[rows]
                yield Order(rows, course.astype(np.intp, copy=False), tied if tied.any() else None, moving)


def _improve(cells: Values, order: Order, rows: Bools | None) -> None:
    """Let the owner of an order improve once, in all its groups of states or in those of ``rows``."""
    if rows is not None and not rows.any():
        return
    pick = slice(None) if rows is None else rows
    at = order.cells if rows is None else order.cells[:, pick]
    values = cells.take(at)
    if order.tied is None:
        for place in range(1, len(values)):
            np.minimum(values[place], values[place - 1], out=values[place])
    else:
        tied = order.tied[:, pick]
        best = values[0].copy()  # over all cells so far
        before = np.full_like(best, np.iinfo(best.dtype).max)  # over the cells liked strictly better
        for place in range(1, len(values)):
            before = np.where(tied[place], before, best)
            np.minimum(best, values[place], out=best)
            np.minimum(values[place], before, out=values[place])
    if order.moving is None:
        cells[at] = values
    else:
        moving = order.moving[:, pick]
        cells[at[moving]] = values[moving]
