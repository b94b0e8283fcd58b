"""What a decision maker's ranking must be like for a state to be stable: exactly which comparisons decide.

Under a concept of the general form a state s is stable for i iff each move to a t is either no
improvement or answered; and whether an answer a counts hangs on which states are no better than s
alone. So with U the set of states that i likes no better than s, the condition is: for each t that i
can move to, t is in U or some answer lies in U (with all that i could still move to from it, for the
concepts that let it move once more). Nothing else in the ranking matters.

Under SEQ and SSEQ the answers themselves hang on the others' rankings, which are taken as given.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import factorial

import numpy as np
from numpy.typing import NDArray

from countermove.analyses.in_turn import InTurn
from countermove.concepts import Answers, Base, Form
from countermove.space import Space

__all__ = ["MAX_RELEVANT", "Clause", "Requirement", "Requirements", "requirement", "satisfying_share"]

MAX_RELEVANT = 20
"""Up to so many states whose comparison with the target decides, the rankings are counted."""

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Clause:
    """One move that must not pay.

    Attributes
    ----------
    move : int
        The state (index) that the decision maker could move to.
    answers : tuple of frozenset of int
        Sets of states: where all of one set are liked no better than the target, the move is
        answered. The smallest sets first; none contains another. The move itself is one of them.
    """

    move: int
    answers: tuple[frozenset[int], ...]

    @property
    def always(self) -> bool:
        """Whether the move is answered whatever the ranking: the others can lead back to the target."""
        return frozenset() in self.answers


@dataclass(frozen=True)
class Requirement:
    """When a state is stable for a decision maker: necessary and sufficient.

    Attributes
    ----------
    dm, state : int
        Indices.
    clauses : tuple of Clause
        All of them must be fulfilled; without any the state is stable whatever the ranking.
    """

    dm: int
    state: int
    clauses: tuple[Clause, ...]

    def met_by(self, no_better: NDArray[np.bool_]) -> bool:
        """Whether it is met when these states are liked no better than the target; shape (states,)."""
        return all(
            any(all(no_better[state] for state in answer) for answer in clause.answers)
            for clause in self.clauses
        )

    def least_level(self, ranks: NDArray[np.signedinteger]) -> int:
        """Return the rank that the target must be raised to for this to be met, all others staying."""
        return max(
            min(max(int(ranks[state]) for state in answer) for answer in clause.answers)
            for clause in self.clauses
        )

    @property
    def relevant(self) -> tuple[int, ...]:
        """The states whose comparison with the target decides, ascending."""
        return tuple(
            sorted({state for clause in self.clauses for answer in clause.answers for state in answer})
        )


def requirement(space: Space, form: Form, dm: int, state: int) -> Requirement:
    """Return what makes a state stable for a decision maker.

    Parameters
    ----------
    space : Space
        The conflict; of its rankings only those of the others matter, and those for SEQ and SSEQ alone.
    form : Form
        The concept's general form.
    dm, state : int
        Indices.

    Raises
    ------
    LimitError
        When the answers are too many to follow.
    """
    return Requirements(space, form).of(dm, state)


class Requirements:
    """Makes requirements in one conflict, under one concept: what is looked up for one serves the others."""

    def __init__(self, space: Space, form: Form) -> None:
        self._space = space
        self._form = form
        everybody = range(len(space.decision_makers))
        improvements = form.answers is Answers.IMPROVEMENTS
        self._others = [
            InTurn(space, [other for other in everybody if other != dm], improvements=improvements)
            for dm in everybody
        ]

    def of(self, dm: int, state: int) -> Requirement:
        """See `requirement`."""
        clauses = []
        for move in self._space.moves.targets(dm, state):
            answers = {frozenset({move}) - {state}}
            if self._form.answers is not Answers.NONE:
                answers |= {self._counting(dm, end) - {state} for end in self._others[dm].ends(move)}
            clauses.append(Clause(move, _smallest(answers)))
        return Requirement(dm, state, tuple(clause for clause in clauses if not clause.always))

    def _counting(self, dm: int, end: int) -> frozenset[int]:
        """Return the states that must be no better than the target for an answer to count."""
        escapes = self._space.moves.targets(dm, end) if self._form.base is Base.ESCAPE else []
        return frozenset({end, *escapes})


def _smallest(sets: set[frozenset[int]]) -> tuple[frozenset[int], ...]:
    """Leave out each set that contains another, for then that other is enough."""
    kept: list[frozenset[int]] = []
    for each in sorted(sets, key=lambda each: (len(each), sorted(each))):
        if len(each) == 1 or not any(other <= each for other in kept):
            kept.append(each)
    return tuple(kept)


# ---------------------------------------------------------------- counting rankings
def satisfying_share(requirement: Requirement) -> Fraction | None:
    """Return the share of all strict rankings that meet a requirement; None when it cannot be counted.

    Only the relevant states and the target count: of the (m + 1)! orders of m relevant states and
    the target, those in which exactly the states of a set U of k are below the target are
    k! (m - k)!, and U must meet the requirement.
    """
    relevant = requirement.relevant
    many = len(relevant)
    if many > MAX_RELEVANT:
        return None
    place = {state: bit for bit, state in enumerate(relevant)}
    chosen: Ints = np.arange(2**many)
    met = np.ones(2**many, dtype=bool)
    for clause in requirement.clauses:
        fulfilled = np.zeros(2**many, dtype=bool)
        for answer in clause.answers:
            mask = sum(1 << place[state] for state in answer)
            fulfilled |= (chosen & mask) == mask
        met &= fulfilled
    sizes = np.bincount(_ones(chosen[met]), minlength=many + 1).tolist()
    orders = sum(number * factorial(k) * factorial(many - k) for k, number in enumerate(sizes))
    return Fraction(orders, factorial(many + 1))


def _ones(numbers: Ints) -> Ints:
    """Count the bits that are set."""
    result = np.zeros(len(numbers), dtype=np.int64)
    for bit in range(MAX_RELEVANT):
        result += numbers >> bit & 1
    return result
