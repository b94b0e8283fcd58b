"""Moves along the axes of the grid of courses, without forming any pair of states.

Moves made of changes to one's own options are transitive: two in a row by the same decision
maker are one. So whatever legal sequences reach, any sequences reach, and a fixpoint of steps
along one axis after another finds the smallest value that can be reached.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from countermove.model import Model
from countermove.space.states import OptionStates

__all__ = ["GridMoves"]

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
HIGHEST, LOWEST = np.iinfo(np.int64).max, np.iinfo(np.int64).min


def allowed_changes(model: Model, states: OptionStates, dm: int) -> Bools:
    """Return which of its courses a decision maker can change into which, staying included.

    Returns
    -------
    bool array, shape (courses, courses)
        From the row to the column.
    """
    courses = states.courses[dm]
    allowed = np.ones((len(courses), len(courses)), dtype=bool)
    for column, option in enumerate(model.decision_makers[dm].options):
        before, after = courses[:, column][:, None], courses[:, column][None, :]
        if option.moves == "forward":
            allowed &= after >= before
        elif option.moves == "backward":
            allowed &= after <= before
    return allowed


class GridMoves:
    """The moves of a conflict in option form without forbidden moves; see `Moves`."""

    def __init__(self, model: Model, states: OptionStates) -> None:
        self.states = states
        self.dms = range(len(model.decision_makers))
        self.allowed = [allowed_changes(model, states, dm) for dm in self.dms]
        self.free = [bool(allowed.all()) for allowed in self.allowed]

    # ------------------------------------------------------------ between states and cells
    def _spread(self, values: Ints, elsewhere: int) -> Ints:
        """Lay values of states out on the grid; infeasible cells hold ``elsewhere``."""
        grid = np.full(self.states.shape, elsewhere, dtype=np.int64)
        grid.reshape(-1)[self.states.cells] = values
        return grid

    def _gather(self, grid: Ints) -> Ints:
        return grid.reshape(-1)[self.states.cells]

    def _along(self, grid: NDArray[np.int64], dm: int) -> NDArray[np.int64]:
        """Return the grid as (courses of ``dm``, everything else), a view."""
        return np.moveaxis(grid, self.states.axis(dm), 0)

    # ------------------------------------------------------------ the interface
    def targets(self, dm: int, state: int) -> list[int]:
        """See `Moves`."""
        states = self.states
        where = list(np.unravel_index(states.cells[state], states.shape))
        axis = states.axis(dm)
        own = int(where[axis])
        others = np.flatnonzero(self.allowed[dm][own])
        others = others[others != own]
        where[axis] = others
        cells = np.ravel_multi_index(tuple(np.broadcast_arrays(*where)), states.shape)
        cells = cells[states.feasible.reshape(-1)[cells]]
        return [int(index) for index in np.searchsorted(states.cells, cells)]

    def best(self, dm: int, values: Ints) -> Ints:
        """See `Moves`."""
        grid = self._along(self._spread(values, LOWEST), dm)
        result = np.empty_like(grid)
        if self.free[dm]:
            result[:] = grid.max(axis=0)
        else:
            for course, allowed in enumerate(self.allowed[dm]):
                result[course] = grid[allowed].max(axis=0)
        return self._gather(np.moveaxis(result, 0, self.states.axis(dm)))

    def least_answer(self, dm: int, base: Ints, ranks: Sequence[Ints], *, improvements: bool) -> Ints:
        """See `Moves`."""
        grid = self._spread(base, HIGHEST)
        liking = {j: self._spread(ranks[j], LOWEST) for j in self.dms if j != dm} if improvements else {}
        while True:
            before = grid.copy()
            for j in self.dms:
                if j == dm or len(self.allowed[j]) == 1:
                    continue
                if improvements:
                    self._step_improving(grid, liking[j], j)
                else:
                    self._step(grid, j)
            if np.array_equal(before, grid):
                return self._gather(grid)

    def _step(self, grid: Ints, j: int) -> None:
        """Let ``j`` move once, anywhere it can; infeasible cells stay out of reach."""
        rows = self._along(grid, j)
        if self.free[j]:
            reached = np.broadcast_to(rows.min(axis=0), rows.shape)
        else:
            reached = np.stack([rows[allowed].min(axis=0) for allowed in self.allowed[j]])
        feasible = np.moveaxis(self.states.feasible, self.states.axis(j), 0)
        np.copyto(rows, reached, where=feasible)

    def _step_improving(self, grid: Ints, liking: Ints, j: int) -> None:
        """Let ``j`` move once to something it likes better.

        Improvements are transitive too, so it does no harm that a row improved a moment ago is
        read again in the same sweep: what it holds can be reached by one improvement as well.
        """
        rows, liked = self._along(grid, j), self._along(liking, j)
        feasible = np.moveaxis(self.states.feasible, self.states.axis(j), 0)
        for source, allowed in enumerate(self.allowed[j]):
            for target in np.flatnonzero(allowed):
                if target != source:
                    better = (liked[target] > liked[source]) & feasible[source]
                    np.minimum(rows[source], rows[target], out=rows[source], where=better)
