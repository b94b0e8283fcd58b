"""Why a state is or is not stable: the improvements, who answers each, and where that leads."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from countermove.analyses.foresight import foresight
from countermove.analyses.joint_answers import joint_answers
from countermove.analyses.paths import Step, follow
from countermove.analyses.reasons import Answered, Foresight, Recurring, Way, Witness
from countermove.analyses.secured import Secured
from countermove.concepts import Answers, Base, Concept, Form, LimitedMove, Mixed, own
from countermove.errors import UsageError
from countermove.space import Space
from countermove.stability import answered_values, unmet

if TYPE_CHECKING:
    from countermove.space.symbolic import SymbolicSpace

__all__ = ["Answered", "Foresight", "Recurring", "Way", "Witness", "unlisted_witness", "witness"]


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

    Returns
    -------
    Witness
        A `Foresight` for limited-move and non-myopic stability.

    Raises
    ------
    UsageError
        When the concept is not defined for the conflict.
    LimitError
        When the reason takes too long to find.
    """
    if why := unmet(space, concept):
        raise UsageError(
            f"'{concept.id}' cannot be explained here: {why}; ask for nash, gmr, smr, seq or sseq"
        )
    if isinstance(concept.form, Mixed):
        looked = own(concept, space.model.looking, space.decision_makers[dm])
        return replace(witness(space, looked, dm, state), mixed=True)
    if isinstance(concept.form, LimitedMove):
        return foresight(space, concept, dm, state)
    liked = space.ranks[dm]
    targets = space.moves.targets(dm, state)
    better = sorted((each for each in targets if liked[each] > liked[state]), key=lambda t: (-liked[t], t))
    answered = (
        _answered_in_turn(space, concept.form, dm, state, better)
        if isinstance(concept.form, Form)
        else joint_answers(space, dm, state, better)
    )
    return Witness(dm, state, concept, answered, len(better), bool(targets))


def _answered_in_turn(
    space: Space, form: Form, dm: int, state: int, improvements: list[int]
) -> tuple[Answered, ...]:
    if not improvements:
        return ()
    secured = Secured(space, form, dm) if form.rounds else None
    values = answered_values(space, form, dm) if secured is None else secured.answered
    answered = values <= space.ranks[dm][state]
    return tuple(
        _answer(space, form, dm, state, each, secured) if answered[each] else Answered(each, None)
        for each in improvements
    )


def _answer(
    space: Space, form: Form, dm: int, state: int, improvement: int, secured: Secured | None
) -> Answered:
    """Follow the others from an improvement that is answered to the nearest state that answers it."""
    liked = space.ranks[dm]
    escaping = form.base is Base.ESCAPE

    def answers(end: int) -> bool:
        if secured is not None:
            return bool(secured.base[end] <= liked[state])
        return bool(liked[_best(space, dm, end) if escaping else end] <= liked[state])

    others = [other for other in range(len(space.decision_makers)) if other != dm]
    improvements = form.answers is Answers.IMPROVEMENTS
    reach = follow(space, [improvement], others, improvements=improvements, in_turn=True, until=answers)
    end = reach.states[-1]
    worse = bool(liked[end] < liked[state])
    escape = secured.end(end) if secured is not None else _best(space, dm, end) if escaping else None
    return Answered(improvement, reach.steps(end), end, worse, escape)


def _best(space: Space, dm: int, state: int) -> int:
    """Return the state a decision maker likes best among this one and those it can move to."""
    liked = space.ranks[dm]
    return max([state, *space.moves.targets(dm, state)], key=lambda each: (liked[each], each == state))


def unlisted_witness(space: SymbolicSpace, concept: Concept, dm: int, state: int) -> Witness:
    """Find the reason of a verdict where the states are too many to list.

    Parameters
    ----------
    space : SymbolicSpace
        The conflict.
    concept : Concept
        The notion of stability; one of the general form.
    dm, state : int
        Indices of the decision maker and the state.

    Returns
    -------
    Witness
        With the telling improvement alone; ``improvements_count`` says how many there are.

    Raises
    ------
    LimitError
        When the concept is not of the general form, or there are not nodes enough.
    """
    from countermove.space.symbolic.stability import form_of
    from countermove.space.symbolic.witness import explain

    def index(values: tuple[int, ...]) -> int:
        known = space.states.index(values)
        assert known is not None
        return known

    if isinstance(concept.form, Mixed):
        looked = own(concept, space.model.looking, space.decision_makers[dm])
        return replace(unlisted_witness(space, looked, dm, state), mixed=True)
    found = explain(space, form_of(concept), dm, space.states.values(state))
    if found.improvement is None:
        return Witness(dm, state, concept, (), 0, found.can_move)
    improvement = at = index(found.improvement)
    steps = []
    for answer in found.answers:
        steps.append(Step(answer.mover, at, index(answer.state), answer.improvement))
        at = steps[-1].target
    telling = Answered(improvement, None)
    if found.stable:
        escape = None if found.escape is None else index(found.escape)
        telling = Answered(improvement, tuple(steps), at, found.worse, escape)
    return Witness(dm, state, concept, (telling,), found.improvements, found.can_move)
