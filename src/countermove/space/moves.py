"""Who can move where: one interface, three routes.

Where everybody may change its own options as ``moves`` allows, moves are followed along the axes
of the grid of courses and no pair of states is ever formed (`GridMoves`). Where some moves are
forbidden or added, the same is done and mended where they are (`BarredMoves`). Graph form needs the
moves one by one (`ArcMoves`). All answer the same two questions, from which every concept of the
general form is decided.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

__all__ = ["Moves"]

Ints = NDArray[np.int64]
Values = NDArray[np.signedinteger]
Cell = TypeVar("Cell", bound=np.generic)


class Moves(Protocol):
    """The moves of a conflict and how their makers like them; states are indexed from 0.

    Arrays of values, one for each state, are in a layout of the route's own.
    """

    def targets(self, dm: int, state: int) -> list[int]:
        """R_i(s): where ``dm`` can move from ``state``, ascending, without ``state`` itself."""
        ...

    def targets_of(self, dm: int, states: Ints) -> tuple[Ints, Ints]:
        """Return `targets` of many states at once: for each move the place of its source, and its target."""
        ...

    @property
    def ranks(self) -> Sequence[Values]:
        """Every decision maker's ranking, in the layout of the route."""
        ...

    def with_ranks(self, ranks: Sequence[Values]) -> Moves:
        """Return the same moves with other rankings, given in the order of the state numbers."""
        ...

    def of_states(self, values: NDArray[Cell]) -> NDArray[Cell]:
        """Take values out of the route's layout; shape (size,), in the order of the state numbers."""
        ...

    def count(self) -> int:
        """Return how many moves there are at most, all decision makers' together."""
        ...

    def best(self, dm: int, values: Values) -> Values:
        """Return for each state the largest value over it and all that ``dm`` can move to."""
        ...

    def least_answer(self, dm: int, base: Values, *, improvements: bool) -> Values:
        """Return for each state the smallest base value that the others' answers can lead to.

        Parameters
        ----------
        dm : int
            Who does not take part; all the others do.
        base : int array
            The value of ending in a state.
        improvements : bool
            Whether each step must improve on the state it leaves for its mover.

        Returns
        -------
        int array
            The smallest value over the state itself and all that legal sequences of the others
            (nobody twice in a row) reach from it.
        """
        ...
