"""How a decision maker ranks its courses of action as a function of its patience, exactly.

Where a course comes to rest depends on the others alone, so patience changes only how the resting states are
liked. Courses are ranked by the worst one, then by the best, as in the menu.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from countermove.analyses.menu import Course
from countermove.analyses.patience import Stretch, cut, merged, tipping_points, worth_from
from countermove.errors import LimitError
from countermove.space import Space

__all__ = ["MAX_LOOKED_AT", "Choice", "choice"]

MAX_LOOKED_AT = 50_000_000
"""States times the patiences at which they are ranked."""


@dataclass(frozen=True)
class Choice:
    """The ranks of some courses as a function of their taker's patience.

    Attributes
    ----------
    stretches : tuple of Stretch
        Each tipping point and each stretch between two; the ranks are the same throughout each.
    ranks : tuple of tuples of int
        For each stretch the rank of each course from 1, in the order in which they were given.
    """

    stretches: tuple[Stretch, ...]
    ranks: tuple[tuple[int, ...], ...]

    def ahead(self, one: int, other: int) -> list[Stretch]:
        """Return for which patiences one course (by its place) ranks strictly before another."""
        return merged(self.stretches, [ranks[one] < ranks[other] for ranks in self.ranks])

    def tips(self, one: int, other: int) -> list[Fraction]:
        """Return the patiences at which the choice between two courses tips: one is ahead on each side."""
        found: list[tuple[bool, Fraction]] = []
        for stretch, ranks in zip(self.stretches, self.ranks, strict=True):
            if stretch.low < stretch.high and ranks[one] != ranks[other]:
                found.append((ranks[one] < ranks[other], stretch.low))
        return [low for (before, _), (after, low) in pairwise(found) if before != after]

    def best(self) -> list[tuple[Stretch, tuple[int, ...]]]:
        """Return the courses that rank first, for which patiences, in ascending order."""
        firsts = [tuple(k for k, rank in enumerate(ranks) if rank == 1) for ranks in self.ranks]
        told: list[tuple[Stretch, tuple[int, ...]]] = []
        for first in dict.fromkeys(firsts):
            told += [(each, first) for each in merged(self.stretches, [first == other for other in firsts])]
        return sorted(told, key=lambda each: (each[0].low, each[0].high))


def choice(space: Space, dm: int, courses: Sequence[Course]) -> Choice | None:
    """Return how courses rank at each patience of their taker; None where nothing lasts for it.

    Parameters
    ----------
    space : Space
        The conflict.
    dm : int
        Whose courses.
    courses : sequence of Course
        From one state.

    Raises
    ------
    LimitError
        When too many choices tip for so many states.
    """
    if not courses:
        return None
    start = courses[0].start  # its own move changes no event, and so nothing that it wants
    worths = worth_from(space, dm, start)
    if worths is None:
        return None
    rests = sorted({state for course in courses for state in course.rests})
    # What events may make of a state is a state that need not be among those where a course rests.
    plain = space.model.reading == "neutral"
    stretches = cut(tipping_points(worths, rests if plain else None))
    if len(stretches) * space.size > MAX_LOOKED_AT:
        what = f"some choice of '{space.decision_makers[dm]}' tips at {len(stretches) // 2:,} patiences"
        raise LimitError(f"{what}, too many for {space.size:,} states; use fewer or rounder weights")
    ranks = []
    for stretch in stretches:
        liked = space.at_patience(dm, stretch.middle).liked_from(dm, start)
        values = []
        for course in courses:
            rested = liked[list(course.rests)]
            values.append((int(rested.min()), int(rested.max())))
        order = sorted(set(values), reverse=True)
        ranks.append(tuple(order.index(each) + 1 for each in values))
    return Choice(tuple(stretches), tuple(ranks))
