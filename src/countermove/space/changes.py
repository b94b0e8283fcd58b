"""Which of its courses a decision maker can change into which: what its one-way options leave it."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod

import numpy as np
from numpy.typing import NDArray

from countermove.errors import LimitError
from countermove.model import Model
from countermove.model.elements import Option
from countermove.space.states import OptionStates

__all__ = ["MAX_CHANGES", "Changes", "Reach"]

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
MAX_CHANGES = 2**22
"""How many pairs of settings of one decision maker's one-way options are looked at."""


@dataclass(frozen=True)
class Reach:
    """Courses from which the same courses can be reached; without one-way options there is one such set.

    Attributes
    ----------
    sources : int array
        Courses of one decision maker, ascending.
    reached : bool array, shape (reaches,)
        Of which reaches the sources can be reached.
    member : int array, shape (courses,)
        The number of the reach of which each course is a source.
    """

    sources: Ints
    reached: Bools
    member: Ints

    @property
    def targets(self) -> Ints:
        """The courses that can be reached, the sources included, ascending; made anew, for they are many."""
        return np.flatnonzero(self.reached[self.member])


class Changes:
    """Which of its courses a decision maker can change into which, staying included.

    Attributes
    ----------
    one_way : int array, shape (courses, one-way options)
        How far each course has gone with each one-way option; a change can only go on.
    member : int array, shape (courses,)
        The number of the reach of which each course is a source.
    reaches : list of Reach
        The courses, grouped by what can be reached from them.
    levels : list of int or None
        How many levels each option has, the last option first; None when not all settings are courses.
    few : bool
        Whether from most courses fewer courses can be reached than there are reaches.
    """

    def __init__(self, model: Model, states: OptionStates, dm: int) -> None:
        courses, options = states.courses[dm], model.decision_makers[dm].options
        pairs = prod(_pairs(option) for option in options)
        if pairs > MAX_CHANGES:
            label = model.decision_makers[dm].label
            raise LimitError(
                f"the one-way options of '{label}' allow up to {pairs:,} changes, and the limit is "
                f"{MAX_CHANGES:,}; leave some out, or let them move both ways"
            )
        signs = {"forward": 1, "backward": -1}
        columns = [
            courses[:, k] * signs[option.moves] for k, option in enumerate(options) if option.moves in signs
        ]
        self.one_way = np.array(columns, dtype=np.int8).reshape(len(columns), len(courses)).T
        profiles, member = np.unique(self.one_way, axis=0, return_inverse=True)
        self.member: Ints = member.reshape(-1).astype(np.int64)
        sizes = np.bincount(self.member)
        sources = np.split(np.argsort(self.member, kind="stable"), np.cumsum(sizes)[:-1])
        self.reaches = [
            Reach(each, (profiles >= profile).all(axis=1), self.member)
            for each, profile in zip(sources, profiles, strict=True)
        ]
        levels = [len(option.levels) for option in reversed(options)]
        self.levels = levels if prod(levels) == len(courses) else None
        compared = sum(
            int(size) * int(sizes[reach.reached].sum())
            for size, reach in zip(sizes, self.reaches, strict=True)
        )
        self.few = len(sizes) > 1 and compared < len(courses) * len(sizes)

    def allowed(self, source: Ints, target: Ints) -> Bools:
        """Say for each pair of courses whether the change is allowed; the arrays broadcast."""
        return np.asarray((self.one_way[target] >= self.one_way[source]).all(axis=-1))


def _pairs(option: Option) -> int:
    """Return from how many levels to how many a one-way option can change; 1 for any other option."""
    levels = len(option.levels)
    return 1 if option.moves == "both" else levels * (levels + 1) // 2
