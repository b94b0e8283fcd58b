"""Where the choice between two states tips for a decision maker, with its patience.

Where events are read in the cautious or the hopeful way a state counts as the worst or the best of several,
another one at another patience. Then a choice may turn more than once, or both may count alike for a while;
it is said to tip where it turns once and the two differ everywhere else.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from countermove.analyses.patience import MAX_WORK, Stretch, Tip, cut, points_between, tip, worth_from
from countermove.errors import LimitError
from countermove.space import Space
from countermove.space.ranks import Worth

__all__ = ["tips_of"]


def tips_of(space: Space, dm: int, pairs: Sequence[tuple[int, int]]) -> list[Tip | None]:
    """Return for pairs of states where the choice between them tips, by what is wanted in the first.

    Parameters
    ----------
    space : Space
        The conflict; events count as it reads them.
    dm : int
        Whose choice.
    pairs : sequence of (int, int)
        Indices of states.

    Raises
    ------
    LimitError
        When events are not read in the neutral way and too many choices tip for so many states.
    """
    if space.likings and space.model.reading != "neutral":
        return _as_events_are_read(space, dm, pairs) if pairs else []
    worths: dict[int, tuple[Worth, ...] | None] = {}
    told = []
    for one, other in pairs:
        regime = space.regime(dm, one)
        if regime not in worths:
            worths[regime] = worth_from(space, dm, one)
        wanted = worths[regime]
        told.append(tip(wanted, one, other) if wanted else None)
    return told


def _as_events_are_read(space: Space, dm: int, pairs: Sequence[tuple[int, int]]) -> list[Tip | None]:
    stretches = [each for each in cut(sorted(points_between(space, dm))) if each.low < each.high]
    if len(stretches) * space.size > MAX_WORK:
        what = f"some choice of '{space.decision_makers[dm]}' tips at {len(stretches) - 1:,} patiences"
        raise LimitError(f"{what}, too many for {space.size:,} states; use fewer or rounder weights")
    ones, others = np.array(pairs, dtype=np.int64).T
    ahead = []
    for each in stretches:
        likings = space.at_patience(dm, each.middle).likings[dm]
        ranks, regimes = np.array(likings.ranks, dtype=np.int64), likings.regime[ones]
        ahead.append(np.sign(ranks[regimes, ones] - ranks[regimes, others]))
    columns = np.array(ahead).T
    return [_turning(pair, stretches, column) for pair, column in zip(pairs, columns, strict=True)]


def _turning(pair: tuple[int, int], stretches: Sequence[Stretch], ahead: NDArray[np.int64]) -> Tip | None:
    """Return where it turns, if once, which of two states is ahead (1 or -1, and 0 where neither is)."""
    turns = np.flatnonzero(ahead[1:] != ahead[:-1])
    if len(turns) != 1 or not ahead.all():
        return None
    at: Fraction = stretches[int(turns[0]) + 1].low
    impatient, patient = pair if ahead[0] > 0 else pair[::-1]
    return Tip(at, impatient, patient)
