"""What holds when sides care how others fare: relational stability (Inohara, Hipel, Walker 2007).

Who is positive to somebody wants what that one wants, who is negative wants the opposite, and a state is
better for a decision maker when that is so for all whom it is not neutral to, together. So its preference
is of several orders, of which some are turned round; see `countermove.stability.several_orders`, and
`countermove.concepts._attitudes` for the definitions and for what is made of ties.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from countermove.space import Space
from countermove.space.along_arcs import Arcs
from countermove.stability.several_orders import Order, Player, Several, moves_of

__all__ = ["Table", "orders", "plain", "relational"]

Bools = NDArray[np.bool_]
Row = tuple[int, ...]
Table = tuple[Row, ...]
"""Each decision maker's attitude to each, by index: 1 positive, 0 neutral, -1 negative."""


def plain(people: int) -> Table:
    """Return the table of those who look to themselves alone."""
    return tuple(tuple(int(i == j) for j in range(people)) for i in range(people))


def orders(space: Space, row: Row) -> tuple[Order, ...]:
    """Return the orders that a decision maker with these attitudes goes by.

    One alone must rise. Of several none may fall, and one must rise: then so does their sum, and where
    none falls the sum tells that.
    """
    ranks = [
        attitude * np.asarray(liked, dtype=np.int64)
        for attitude, liked in zip(row, space.ranks, strict=True)
        if attitude
    ]
    if len(ranks) < 2:
        return tuple(Order(each) for each in ranks)
    together = np.sum(ranks, axis=0)
    return (*(Order(each, strict=False) for each in ranks), Order(together))


def relational(space: Space, table: Table, moves: Sequence[Arcs] | None = None) -> Several:
    """Return the players of a conflict whose decision makers have these attitudes.

    Raises
    ------
    LimitError
        When there are too many moves to be listed.
    """
    listed = moves_of(space) if moves is None else moves
    players = [Player(own, orders(space, row)) for own, row in zip(listed, table, strict=True)]
    return Several(space.size, players)
