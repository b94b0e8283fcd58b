"""Why a state is or is not stable: the improvements, who answers each, and where that leads."""

from __future__ import annotations

from dataclasses import dataclass

from countermove.analyses.paths import Step, follow
from countermove.concepts import Answers, Base, Concept
from countermove.space import Space

__all__ = ["Answered", "Witness", "witness"]


@dataclass(frozen=True)
class Answered:
    """One improvement and how it is answered; states are indices from 0.

    Attributes
    ----------
    improvement : int
        Where the decision maker could move and be better off.
    answers : tuple of Step, or None
        A shortest sequence of answers that leaves it no better off; None when there is none. It
        is never empty: an improvement does not answer itself.
    escape : int or None
        For concepts that let it move once more: the best it could still move to after the
        answers (or their end itself).
    """

    improvement: int
    answers: tuple[Step, ...] | None
    escape: int | None = None


@dataclass(frozen=True)
class Witness:
    """The reason of one verdict; ``improvements`` are the best liked first."""

    dm: int
    state: int
    concept: Concept
    improvements: tuple[Answered, ...]

    @property
    def stable(self) -> bool:
        """Whether every improvement is answered."""
        return all(each.answers is not None for each in self.improvements)

    @property
    def telling(self) -> Answered | None:
        """The improvement to speak of first: the best one nobody answers, else the best one."""
        unanswered = [each for each in self.improvements if each.answers is None]
        return next(iter([*unanswered, *self.improvements]), None)


def witness(space: Space, concept: Concept, dm: int, state: int) -> Witness:
    """Find the reason why a state is, or is not, stable for a decision maker.

    Parameters
    ----------
    space : Space
        The conflict.
    concept : Concept
        The notion of stability.
    dm, state : int
        Indices of the decision maker and the state.
    """
    liked = space.ranks[dm]
    improvements = sorted(space.improvements(dm, state), key=lambda target: (-liked[target], target))
    return Witness(
        dm, state, concept, tuple(_answered(space, concept, dm, state, each) for each in improvements)
    )


def _answered(space: Space, concept: Concept, dm: int, state: int, improvement: int) -> Answered:
    if concept.form.answers is Answers.NONE:
        return Answered(improvement, None)
    others = [other for other in range(len(space.decision_makers)) if other != dm]
    reach = follow(
        space, [improvement], others, improvements=concept.form.answers is Answers.IMPROVEMENTS, in_turn=True
    )
    escaping = concept.form.base is Base.ESCAPE
    for end in reach.states:
        last = _best(space, dm, end) if escaping else end
        if space.ranks[dm][last] <= space.ranks[dm][state]:
            return Answered(improvement, reach.steps(end), last if escaping else None)
    return Answered(improvement, None)


def _best(space: Space, dm: int, state: int) -> int:
    """Return the state a decision maker likes best among this one and those it can move to."""
    liked = space.ranks[dm]
    return max([state, *space.moves.targets(dm, state)], key=lambda each: (liked[each], each == state))
