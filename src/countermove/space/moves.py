"""Who can move where: one interface, two routes.

Where everybody may change its own options as ``moves`` allows, moves are followed along the axes
of the grid of courses and no pair of states is ever formed (`GridMoves`). Forbidden moves and
graph form need the moves one by one (`ArcMoves`). Both answer the same two questions, from which
every concept of the general form is decided.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

__all__ = ["Moves"]

Ints = NDArray[np.int64]


class Moves(Protocol):
    """The moves of a conflict; states are indexed from 0."""

    def targets(self, dm: int, state: int) -> list[int]:
        """R_i(s): where ``dm`` can move from ``state``, ascending, without ``state`` itself."""
        ...

    def best(self, dm: int, values: Ints) -> Ints:
        """Return for each state the largest value over it and all that ``dm`` can move to; shape (size,)."""
        ...

    def least_answer(self, dm: int, base: Ints, ranks: Sequence[Ints], *, improvements: bool) -> Ints:
        """Return for each state the smallest base value that the others' answers can lead to.

        Parameters
        ----------
        dm : int
            Who does not take part; all the others do.
        base : int array, shape (size,)
            The value of ending in a state.
        ranks : sequence of int arrays
            Every decision maker's ranking.
        improvements : bool
            Whether each step must improve on the state it leaves for its mover.

        Returns
        -------
        int array, shape (size,)
            The smallest value over the state itself and all that legal sequences of the others
            (nobody twice in a row) reach from it.
        """
        ...
