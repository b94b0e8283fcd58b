"""Whether a decision maker with another ranking has the same improvements as before."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from countermove.space import Space
from countermove.space.arcs import ArcMoves
from countermove.space.barred import BarredMoves
from countermove.space.grid import GridMoves

__all__ = ["same_improvements"]

Values = NDArray[np.signedinteger]


def same_improvements(space: Space, dm: int, ranks: Values) -> bool:
    """Say whether another ranking leaves a decision maker's improvements as they are.

    On a grid all states are compared that differ in its own course alone, whether it may move between them
    or not: then "no" may be said where the improvements are the same, and "yes" never where they are not.

    Parameters
    ----------
    space : Space
        The conflict with today's rankings.
    dm : int
        Whose ranking (index).
    ranks : int array, shape (states,)
        The other ranking.
    """
    moves, before = space.moves, space.ranks[dm]
    if isinstance(moves, GridMoves | BarredMoves):
        grid = moves.grid if isinstance(moves, BarredMoves) else moves
        old, new = (grid.by_course(grid.lay_out(each, -1), dm) for each in (before, ranks))
        # Two rankings are the same when they agree on all neighbours in the order of one of them.
        order = np.argsort(old, axis=1)
        one, other = (np.take_along_axis(each, order, axis=1) for each in (old, new))
        return np.array_equal(_rising(one), _rising(other)) and not (other[:, 1:] < other[:, :-1]).any()
    assert isinstance(moves, ArcMoves)
    sources, ends = moves.listed[dm]
    return np.array_equal(before[ends] > before[sources], ranks[ends] > ranks[sources])


def _rising(sorted_rows: Values) -> NDArray[np.bool_]:
    """Say where along each row the next value is higher."""
    return sorted_rows[:, 1:] > sorted_rows[:, :-1]
