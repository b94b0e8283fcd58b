"""Why a state is or is not stable: the improvements, who answers each, and where that leads."""

from __future__ import annotations

from dataclasses import dataclass

from countermove.analyses.paths import Step, follow
from countermove.concepts import Answers, Base, Concept, Form
from countermove.space import Space
from countermove.stability import answered_values

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
    assert isinstance(concept.form, Form)
    liked = space.ranks[dm]
    improvements = sorted(space.improvements(dm, state), key=lambda target: (-liked[target], target))
    answered = answered_values(space, concept.form, dm) <= liked[state] if improvements else None
    return Witness(
        dm,
        state,
        concept,
        tuple(
            _answer(space, concept.form, dm, state, each)
            if answered is not None and answered[each]
            else Answered(each, None)
            for each in improvements
        ),
    )


def _answer(space: Space, form: Form, dm: int, state: int, improvement: int) -> Answered:
    """Follow the others from an improvement that is answered to the nearest state that answers it."""
    liked = space.ranks[dm]
    escaping = form.base is Base.ESCAPE

    def answers(end: int) -> bool:
        return bool(liked[_best(space, dm, end) if escaping else end] <= liked[state])

    others = [other for other in range(len(space.decision_makers)) if other != dm]
    improvements = form.answers is Answers.IMPROVEMENTS
    reach = follow(space, [improvement], others, improvements=improvements, in_turn=True, until=answers)
    end = reach.states[-1]
    return Answered(improvement, reach.steps(end), _best(space, dm, end) if escaping else None)


def _best(space: Space, dm: int, state: int) -> int:
    """Return the state a decision maker likes best among this one and those it can move to."""
    liked = space.ranks[dm]
    return max([state, *space.moves.targets(dm, state)], key=lambda each: (liked[each], each == state))
