"""Which agreements of a coalition can hold: no part of it gains by breaking away from what was agreed.

The reading is ours, and the plainest: a coalition's agreed state holds when it is stable, under the
concept that is asked, for each member alone (the usual verdict) and for each smaller coalition of
members (`countermove.analyses.coalitions`). Whether the whole coalition would go on from there
together, or somebody outside would leave, is not asked: it is internal stability and no more.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from countermove.analyses.coalition_choice import Coalition
from countermove.analyses.coalition_work import refuse_too_much
from countermove.analyses.coalitions import Survey, stable_for
from countermove.concepts import Concept
from countermove.errors import LimitError
from countermove.stability import stable_states

__all__ = ["MAX_HELD", "Holding", "parts"]

MAX_HELD = 10_000_000_000
"""Pairs of states that the parts of coalitions are tried on, at most."""


def parts(coalition: Coalition) -> tuple[Coalition, ...]:
    """Return the proper parts of a coalition, each member alone first; a coalition of one has none."""
    return tuple(each for size in range(1, len(coalition)) for each in combinations(sorted(coalition), size))


class Holding:
    """Whether agreements hold; what is worked out for one serves the others.

    Parameters
    ----------
    survey : Survey
        The coalitions with the equilibria that they would leave.
    """

    def __init__(self, survey: Survey) -> None:
        self.survey = survey
        self._concepts = {each.id: each for each in survey.concepts}
        self._known: dict[tuple[str, Coalition], NDArray[np.int8]] = {}

    def broken_by(
        self, concept: str, coalition: Coalition, states: Sequence[int]
    ) -> dict[int, tuple[Coalition, ...]]:
        """Return for each agreed state the parts of a coalition that would break away, the smallest first.

        Parameters
        ----------
        concept : str
            The concept's id.
        coalition : tuple of int
            Who agrees.
        states : sequence of int
            On what; for a state without an entry nobody breaks away.

        Raises
        ------
        LimitError
            When that is too much work.
        """
        asked = np.array(sorted(set(states)), dtype=np.int64)
        self._refuse(self._concepts[concept], coalition, asked)
        found: dict[int, tuple[Coalition, ...]] = {int(state): () for state in asked}
        for part in parts(coalition):
            for state in asked[~self._stable(concept, part, asked)].tolist():
                found[state] += (part,)
        return {state: by for state, by in found.items() if by}

    def _stable(self, concept: str, part: Coalition, asked: NDArray[np.int64]) -> NDArray[np.bool_]:
        size = self.survey.space.size
        known = self._known.setdefault((concept, part), np.full(size, -1, dtype=np.int8))
        new = asked[known[asked] < 0]
        if len(new) and len(part) == 1:
            known[:] = stable_states(self.survey.space, self._concepts[concept], part[0])
        elif len(new):
            known[new] = stable_for(self.survey, self._concepts[concept], part, new)
        return np.asarray(known[asked] > 0)

    def _refuse(self, concept: Concept, coalition: Coalition, asked: NDArray[np.int64]) -> None:
        several = [each for each in parts(coalition) if len(each) > 1]
        if len(several) * len(asked) * self.survey.space.size > MAX_HELD:
            raise LimitError(
                f"the {len(several):,} smaller coalitions of a coalition are too many to try on "
                f"{len(asked):,} states; name a smaller one with --coalition"
            )
        refuse_too_much(self.survey.space, several, {concept: asked})
