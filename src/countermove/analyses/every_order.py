"""What a decision maker likes better in whatever order its statements stand.

A state t is liked better than s in every order exactly when it fulfils each statement that s fulfils and
one more. And where no state that i can move to from s is of that kind, there is an order under which s is
stable for i under Nash: first all statements that s fulfils, then the others. Whoever then fails one of
the first is liked less, and whoever fulfils all of them fulfils nothing more.

That is so of a state that counts as it stands, before any event that changes what i wants. After one, no
order of what it wanted before makes a difference. Where states count as what events make of them, it is
surely liked better in every order when whatever one may count as is liked better than something, in the
cautious reading, that the other may, and in the hopeful one the other way round; there may be more.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from countermove.analyses.alterations import statements_of
from countermove.space import Space

__all__ = ["Fulfilled"]


class Fulfilled:
    """Which of its statements a decision maker finds fulfilled in each state.

    Parameters
    ----------
    space : Space
        The conflict.
    dm : int
        Whose statements (index); one with none finds nothing fulfilled.

    Attributes
    ----------
    many : int
        How many statements there are.
    """

    def __init__(self, space: Space, dm: int) -> None:
        self.space = space
        self.dm = dm
        found = statements_of(space, dm)
        told = [space.states.where(each.condition) for each in (found.statements if found else ())]
        self.many = len(told)
        self._told = told
        rows = np.packbits(np.array(told, dtype=bool).reshape(-1, space.size), axis=0).T
        self.masks = [int.from_bytes(row.tobytes()) for row in rows]
        self._bits = [1 << (8 * rows.shape[1] - 1 - place) for place in range(self.many)]

    def holds(self, place: int, state: int) -> bool:
        """Whether a statement (by its place) is fulfilled in a state."""
        return bool(self._told[place][state])

    def always_better(self, state: int) -> list[int]:
        """Return the states (indices) that it can move to and likes better in every order, ascending."""
        targets = self.space.moves.targets(self.dm, state)
        if self.space.regime(self.dm, state):
            liked = self.space.ranks[self.dm]
            return [target for target in targets if liked[target] > liked[state]]
        here = self._may_count_as(state)
        return [target for target in targets if self._better(self._may_count_as(target), here)]

    def _may_count_as(self, state: int) -> set[int]:
        """Return what is fulfilled in a state, and in those it may count as in this reading of events."""
        happenings = self.space.happenings
        if happenings is None or self.space.model.reading == "neutral":
            return {self.masks[state]}
        return {self.masks[each] for each in happenings.what_may_come(state)}

    def _better(self, there: set[int], here: set[int]) -> bool:
        """Whether what one state may count as is liked better in every order than what another may."""
        if self.space.model.reading == "hopeful":
            return any(all(_more(one, other) for other in here) for one in there)
        return any(all(_more(one, other) for one in there) for other in here)

    def order_for(self, state: int) -> tuple[int, ...] | None:
        """Return an order of the statements under which a state is stable under Nash; None if there is none.

        None is known where states count as what events make of them. What the state fulfils comes first;
        then each swap of neighbours that it does without is undone.
        """
        if not self.many or self.space.model.reading != "neutral" or self.always_better(state):
            return None
        here = self.masks[state]
        others = {self.masks[target] ^ here for target in self.space.moves.targets(self.dm, state)} - {0}
        order = sorted(range(self.many), key=lambda place: (not self.holds(place, state), place))
        place = 0
        while place < self.many - 1:
            undone = [*order[:place], order[place + 1], order[place], *order[place + 2 :]]
            if order[place] > order[place + 1] and not self._leaves(here, others, undone):
                order, place = undone, 0
            else:
                place += 1
        return tuple(order)

    def _leaves(self, here: int, others: Collection[int], order: Sequence[int]) -> bool:
        """Whether a state that differs from this one in some statements is liked better in an order."""
        bits = [self._bits[place] for place in order]
        return any(not next(bit for bit in bits if bit & each) & here for each in others)


def _more(one: int, other: int) -> bool:
    """Whether all that is fulfilled in one state is in another, and more."""
    return one != other and one & other == other
