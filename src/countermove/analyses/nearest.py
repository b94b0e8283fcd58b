"""What comes nearest to holding where nothing does."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from countermove.concepts import Concept
from countermove.stability import Analysis

__all__ = ["NearMiss", "nearest_miss"]


@dataclass(frozen=True)
class NearMiss:
    """A state that holds for all but a few.

    Attributes
    ----------
    state : int
        The state (index).
    concept : Concept
        Under which notion of stability.
    against : tuple of int
        Those (indices) for whom it is not stable.
    """

    state: int
    concept: Concept
    against: tuple[int, ...]


def nearest_miss(analysis: Analysis, state: int | None = None) -> NearMiss | None:
    """Return the state that fewest leave, under the concept by which that is so; None where one holds.

    Of several the first state under the first concept. With ``state`` (its index) only that one is looked at.
    """
    found: NearMiss | None = None
    for concept in analysis.concepts:
        stable = analysis.stable[concept.id]
        nearest = int(np.argmin((~stable).sum(axis=0))) if state is None else state
        against = tuple(int(dm) for dm in np.flatnonzero(~stable[:, nearest]))
        if found is None or len(against) < len(found.against):
            found = NearMiss(nearest, concept, against)
    return found if found is not None and found.against else None
