"""What a decision maker can make sure of from a state within so many moves, and by which of them."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from countermove.analyses.paths import follow
from countermove.concepts import Answers, Base, Form
from countermove.space import Space
from countermove.stability import rounds

__all__ = ["Secured"]

Values = NDArray[np.signedinteger]


class Secured:
    """The worth of moving on, answers reckoned with, for one decision maker under one general form.

    Parameters
    ----------
    space : Space
        The conflict.
    form : Form
        Which answers count, and how many moves are looked at after them.
    dm : int
        The decision maker's index.
    """

    def __init__(self, space: Space, form: Form, dm: int) -> None:
        self.space = space
        self.form = form
        self.dm = dm
        self.others = [other for other in range(len(space.decision_makers)) if other != dm]

    @cached_property
    def _rounds(self) -> list[tuple[Values, Values]]:
        """For each round, the last looked at first, the base values and what answers leave of them."""
        of = self.space.moves.of_states
        return [(of(base), of(answered)) for base, answered in rounds(self.space, self.form, self.dm)]

    @property
    def answered(self) -> Values:
        """V: what the answers to a move to each state leave it; shape (states,)."""
        return self._rounds[-1][1]

    @property
    def base(self) -> Values:
        """What each state is worth to it that answers lead to; shape (states,)."""
        return self._rounds[-1][0]

    def end(self, state: int) -> int:
        """Return a state as good as what it can make sure of from one that answers led to."""
        return self._end(state, len(self._rounds) - 1)

    def _end(self, state: int, left: int) -> int:
        liked = self.space.ranks[self.dm]
        if not left:
            return self._best(state) if self.form.base is Base.ESCAPE else state
        worth = self._rounds[left][0][state]
        if worth == liked[state]:
            return state
        base, answered = self._rounds[left - 1]
        move = max(
            self.space.moves.targets(self.dm, state), key=lambda t: (min(liked[t], answered[t]), liked[t], -t)
        )
        if liked[move] <= worth:
            return move
        improvements = self.form.answers is Answers.IMPROVEMENTS
        reach = follow(
            self.space,
            [move],
            self.others,
            improvements=improvements,
            in_turn=True,
            until=lambda end: bool(base[end] <= worth),
        )
        return self._end(reach.states[-1], left - 1)

    def _best(self, state: int) -> int:
        """Return the state it likes best among this one and those it can move to."""
        liked = self.space.ranks[self.dm]
        targets = self.space.moves.targets(self.dm, state)
        return max([state, *targets], key=lambda each: (liked[each], each == state))
