"""The orders of a decision maker's statements, and where a concept holds then: tried once for all targets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

import numpy as np
from numpy.typing import NDArray

from countermove.analyses.alterations import Alteration, orders_by_swaps, reordered
from countermove.analyses.every_order import Fulfilled
from countermove.concepts import Concept
from countermove.space import Space
from countermove.stability import stable_states

__all__ = ["MAX_ORDERS", "KnownOrders", "Tried", "with_changes"]

MAX_ORDERS = 160
"""So many orders of one decision maker's statements are tried; always all of a number of swaps."""

Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Tried:
    """A decision maker's change (None: as today), and where the necessary concept holds for it then."""

    alteration: Alteration | None
    stable: Bools

    @property
    def size(self) -> int:
        """How many swaps it takes."""
        return 0 if self.alteration is None else self.alteration.size


class KnownOrders:
    """The orders of each decision maker's statements by their swaps, and where a concept holds then."""

    def __init__(self, space: Space, concept: Concept) -> None:
        self.space, self.concept = space, concept
        self._made: dict[int, list[list[Tried]]] = {}
        self._left: dict[int, Iterator[list[Tried]]] = {}
        self._fulfilled: dict[int, Fulfilled] = {}

    def fulfilled(self, dm: int) -> Fulfilled:
        """Return what a decision maker likes better in whatever order its statements stand."""
        if dm not in self._fulfilled:
            self._fulfilled[dm] = Fulfilled(self.space, dm)
        return self._fulfilled[dm]

    def levels(self, dm: int, many: int) -> Iterator[list[Tried]]:
        """Yield the orders of so many statements that 1, 2, 3, ... swaps of neighbours lead to."""
        made = self._made.setdefault(dm, [])
        left = self._left.setdefault(dm, self._levels(dm, many))
        for swaps in count():
            if swaps == len(made):
                if (level := next(left, None)) is None:
                    return
                made.append(level)
            yield made[swaps]

    def _levels(self, dm: int, many: int) -> Iterator[list[Tried]]:
        for swaps, orders in enumerate(orders_by_swaps(many, MAX_ORDERS), start=1):
            changes = [reordered(self.space, dm, order, swaps) for order in orders]
            changed = [with_changes(self.space, [each]) for each in changes]
            yield [
                Tried(change, stable_states(space, self.concept, dm))
                for change, space in zip(changes, changed, strict=True)
            ]


def with_changes(space: Space, alterations: Sequence[Alteration]) -> Space:
    """Return a conflict with changed preferences."""
    ranks = list(space.ranks)
    for each in alterations:
        ranks[each.dm] = each.ranks
    return space.with_ranks(ranks)
