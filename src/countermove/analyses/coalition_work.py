"""How much work it is to try coalitions: refused beforehand rather than after an hour."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import prod

import numpy as np
from numpy.typing import NDArray

from countermove.analyses.coalition_choice import Coalition
from countermove.concepts import Answers, Base, Concept, Form
from countermove.errors import LimitError
from countermove.space import OptionStates, Space
from countermove.space.together import MAX_ANSWERING

__all__ = ["MAX_ANSWERED_IN_ALL", "MAX_COMPARED_IN_ALL", "refuse_too_much", "within_reach"]

MAX_COMPARED_IN_ALL = 50_000_000_000
"""How many pairs of states are compared at most for all coalitions and concepts together."""
MAX_ANSWERED_IN_ALL = 10_000_000_000
"""How many pairs of states the others' improvements are looked for among, under SEQ, for all coalitions."""


def refuse_too_much(
    space: Space, coalitions: Sequence[Coalition], equilibria: Mapping[Concept, NDArray[np.int64]]
) -> None:
    """Refuse coalitions that are too much work together, and say which to ask for instead.

    Parameters
    ----------
    space : Space
        The conflict.
    coalitions : sequence of tuple of int
        Which are to be tried.
    equilibria : mapping
        For each concept the states that they are to be tried on.

    Raises
    ------
    LimitError
        When more pairs of states would be compared than `MAX_COMPARED_IN_ALL`, or more looked at for
        the others' answers than `MAX_ANSWERED_IN_ALL`.
    """
    wanting = [j for j, ranks in enumerate(space.ranks) if (ranks != ranks[0]).any()]
    tried = [each for each in coalitions if set(each) <= set(wanting)]  # the others want nothing together
    compared = {
        concept: sum(_compared(space, each, concept, len(states)) for each in tried)
        for concept, states in equilibria.items()
    }
    if sum(compared.values()) > MAX_COMPARED_IN_ALL:
        what = f"{sum(compared.values()):,} pairs of states would be compared"
        raise _too_much(space, coalitions, compared, what, MAX_COMPARED_IN_ALL)
    answered = {
        concept: sum(_answered(space, [j for j in wanting if j not in each]) for each in tried)
        for concept, states in equilibria.items()
        if isinstance(concept.form, Form) and concept.form.answers is Answers.IMPROVEMENTS and len(states)
    }
    if sum(answered.values()) > MAX_ANSWERED_IN_ALL:
        what = f"the others' answers would be looked for among {sum(answered.values()):,} pairs of states"
        raise _too_much(space, coalitions, compared | answered, what, MAX_ANSWERED_IN_ALL)


def within_reach(space: Space, coalition: Iterable[int]) -> int:
    """Return how many states a coalition can reach from one at most."""
    states = space.states
    if not isinstance(states, OptionStates):
        return space.size
    return min(space.size, prod(len(states.courses[j]) for j in coalition))


def _compared(space: Space, coalition: Coalition, concept: Concept, equilibria: int) -> int:
    """Return how many pairs of states are compared for one coalition at most."""
    if isinstance(concept.form, Form) and concept.form.base is Base.ESCAPE:
        return space.size * equilibria  # each has its own answers
    return space.size * min(equilibria, within_reach(space, coalition))


def _answered(space: Space, others: Sequence[int]) -> int:
    """Return among how many pairs of states the improvements of all coalitions of the others can be."""
    if 2 ** len(others) - 1 > MAX_ANSWERING:
        return 0  # refused for that
    reach = np.ones(1, dtype=np.int64)  # for each coalition, none at first
    for j in others:
        reach = np.concatenate([reach, np.minimum(space.size, reach * within_reach(space, [j]))])
    return space.size * int(reach[1:].sum())


def _too_much(
    space: Space, coalitions: Sequence[Coalition], work: Mapping[Concept, int], what: str, limit: int
) -> LimitError:
    most = max(work, key=lambda concept: work[concept])
    first = "+".join(space.decision_makers[j] for j in coalitions[0])
    if len(coalitions) == 1:
        who = f"the coalition {first} is"
        less = f"leave {most.id} out with --concept, or options out of the model"
        advice = less if len(work) > 1 else "leave options out of the model, or add constraints"
    else:
        without = f", or leave {most.id} out with --concept" if len(work) > 1 else ""
        who = f"{len(coalitions):,} coalitions are"
        advice = f"name fewer with --coalition, such as --coalition {first}{without}"
    return LimitError(
        f"{who} too much work: {what}, most of them under {most.id}, and the limit is {limit:,}; {advice}"
    )
