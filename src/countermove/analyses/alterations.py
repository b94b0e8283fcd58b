"""Small changes of one decision maker's preferences: statements in another order, states liked otherwise.

Changes of statements are counted in swaps of neighbours, changes of a ranking in pairs of states
that are compared otherwise than before.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from countermove.model.elements import Preference, Prioritize
from countermove.space import Space

__all__ = [
    "Alteration",
    "dropped",
    "orders_by_swaps",
    "raised",
    "raising_size",
    "reordered",
    "retiered",
    "statements_of",
    "swaps_in",
    "tiers_of",
]

Values = NDArray[np.signedinteger]
Order = tuple[int, ...]


@dataclass(frozen=True)
class Alteration:
    """Another preference of one decision maker, near today's.

    Attributes
    ----------
    dm : int
        Whose (index).
    size : int
        Swaps of neighbouring statements, or pairs of states compared otherwise.
    order : tuple of int, or None
        The statements in their new order, by their old places; None when states are raised.
    raised : int or None
        The state (index) that is liked better than before.
    over : tuple of int
        The states that it was liked less than and no longer is, the least liked first.
    ranks : int array, shape (states,)
        How the states are liked now.
    dropped : int or None
        The statement (place) that is left out.
    overtaking : tuple
        Where the tiers of a ranking stand in another order: each tier of states (indices) that is now liked
        better than some others, and the states of those.
    """

    dm: int
    size: int
    order: Order | None
    raised: int | None
    over: tuple[int, ...]
    ranks: Values = field(compare=False, repr=False)
    dropped: int | None = None
    overtaking: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...] = ()

    @property
    def put_before(self) -> tuple[tuple[int, tuple[int, ...]], ...]:
        """The statements (old places) that come earlier than before, each with those that it now precedes."""
        return () if self.order is None else _put_before(self.order)

    @property
    def places(self) -> tuple[int, ...]:
        """The statements (old places) that are left out or change places."""
        if self.dropped is not None:
            return (self.dropped,)
        return tuple(dict.fromkeys(place for one, others in self.put_before for place in (one, *others)))


def _put_before(order: Order) -> tuple[tuple[int, tuple[int, ...]], ...]:
    passed = [
        (moved, tuple(other for other in order[place + 1 :] if other < moved))
        for place, moved in enumerate(order)
    ]
    return tuple((moved, others) for moved, others in passed if others)


def statements_of(space: Space, dm: int) -> Prioritize | None:
    """Return a decision maker's prioritized statements; None when its preference is of another kind."""
    by = space.model.preferences[space.decision_makers[dm]].by
    return by if isinstance(by, Prioritize) else None


def orders_by_swaps(many: int, limit: int) -> Iterator[list[Order]]:
    """Yield the orders of so many things that 1, 2, 3, ... swaps of neighbours lead to, number by number.

    Stops before more than ``limit`` orders have been given out.
    """
    if many - 1 > limit:
        return
    seen, last = {tuple(range(many))}, [tuple(range(many))]
    while True:
        following = []
        for order in last:
            for place in range(many - 1):
                swapped = (*order[:place], order[place + 1], order[place], *order[place + 2 :])
                if swapped not in seen:
                    seen.add(swapped)
                    following.append(swapped)
        if not following or len(seen) - 1 > limit:
            return
        yield following
        last = following


def swaps_in(order: Order) -> int:
    """Return how many swaps of neighbours lead to an order."""
    return sum(one > other for place, one in enumerate(order) for other in order[place + 1 :])


def reordered(space: Space, dm: int, order: Order, size: int) -> Alteration:
    """Return what becomes of a decision maker's ranking with its statements in another order."""
    statements = statements_of(space, dm)
    assert statements is not None
    label = space.decision_makers[dm]
    by = Prioritize(tuple(statements.statements[place] for place in order))
    ranks = space.ranked(dm, Preference(label, by))
    return Alteration(dm, size, order, None, (), ranks)


def dropped(space: Space, dm: int, place: int) -> Alteration:
    """Return what becomes of a decision maker's ranking without one of its statements."""
    statements = statements_of(space, dm)
    assert statements is not None
    left = statements.statements[:place] + statements.statements[place + 1 :]
    ranks = space.ranked(dm, Preference(space.decision_makers[dm], Prioritize(left)))
    return Alteration(dm, 1, None, None, (), ranks, dropped=place)


def tiers_of(space: Space, dm: int) -> list[int]:
    """Return the levels of a decision maker's ranking, the best liked first."""
    return np.unique(space.ranks[dm])[::-1].tolist()  # type: ignore[no-any-return]


def retiered(space: Space, dm: int, order: Order, size: int) -> Alteration:
    """Return what becomes of a ranking with its tiers in another order: their old places, the best first."""
    before, levels = space.ranks[dm], tiers_of(space, dm)
    tiers = [before == level for level in levels]
    ranks = before.astype(np.int64)
    for place, tier in enumerate(order):
        ranks[tiers[tier]] = levels[place]
    overtaking = tuple(
        (_states(tiers[moved]), tuple(state for other in others for state in _states(tiers[other])))
        for moved, others in _put_before(order)
    )
    return Alteration(dm, size, None, None, (), ranks, overtaking=overtaking)


def _states(tier: NDArray[np.bool_]) -> tuple[int, ...]:
    return tuple(int(state) for state in np.flatnonzero(tier))


def raising_size(ranks: Values, own: int, level: int) -> int:
    """Return the size of `raised`, given all ranks sorted and the state's own."""
    lower, top = np.searchsorted(ranks, own), np.searchsorted(ranks, level, side="right")
    return int(top - lower) - 1  # those above it up to the level, and those it was tied with


def raised(space: Space, dm: int, state: int, level: int) -> Alteration:
    """Return what becomes of a decision maker's ranking when a state is raised to a level of liking.

    It is then liked as well as the states of that level. That is the nearest ranking in which it is
    liked no less than they: lowering one of them below the state would change as many pairs or more.
    """
    before = space.ranks[dm]
    ranks = before.astype(np.int64)
    ranks[state] = level
    above = np.flatnonzero((before > before[state]) & (before <= level))
    over = above[np.argsort(before[above], kind="stable")]
    tied = np.count_nonzero(before == before[state]) - 1
    return Alteration(dm, len(over) + int(tied), None, state, tuple(over.tolist()), ranks)
