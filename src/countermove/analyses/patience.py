"""Verdicts as a function of one decision maker's patience, and where its choices tip.

With patience d a state that is worth U once and u in each period is worth (1 - d) U + d u over time. So two
states compare alike on each side of one patience at most, where they are worth the same: U + u d / (1 - d)
(Samuelson 1937) is linear in d / (1 - d). Between two neighbouring tipping points nothing changes, so the
verdicts at one patience between them, and at each of them, are those of all; nothing is sampled.

A state is compared as if it lasted for ever, and what is passed on the way to it counts nothing: the plainest
reading, for the literature on stability knows of one-time preferences alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from countermove.concepts import Answers, Concept, Form
from countermove.errors import LimitError
from countermove.model.elements import Preference, Weights
from countermove.space import Space
from countermove.space.chance import regimes_of
from countermove.space.ranks import Worth, worth
from countermove.stability.explicit import stable_states

__all__ = [
    "MAX_DIFFERENT",
    "MAX_WORK",
    "Stretch",
    "Swept",
    "Tip",
    "cut",
    "merged",
    "points_between",
    "swept",
    "tip",
    "tipping_points",
    "worth_from",
]

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
MAX_DIFFERENT = 3_000
"""Different worths of states that are compared with each other."""
MAX_WORK = 50_000_000
"""Verdicts reached at all patiences together."""


# ---------------------------------------------------------------- stretches of patience
@dataclass(frozen=True)
class Stretch:
    """All patiences between two, each of these among them or not.

    Attributes
    ----------
    low, high : Fraction
        From 0 to 1.
    with_low, with_high : bool
        Whether they belong to it; 1 never does.
    """

    low: Fraction
    high: Fraction
    with_low: bool
    with_high: bool

    def __contains__(self, patience: Fraction) -> bool:
        above = self.low < patience or (self.with_low and self.low == patience)
        return above and (patience < self.high or (self.with_high and self.high == patience))

    @property
    def middle(self) -> Fraction:
        """A patience in it."""
        return (self.low + self.high) / 2

    @property
    def whole(self) -> bool:
        """Whether it is every patience there is."""
        return self.with_low and self.low == 0 and self.high == 1


def cut(points: Sequence[Fraction]) -> list[Stretch]:
    """Cut all patiences at some of them: each point, and each stretch between two, in ascending order."""
    ends = [*sorted({Fraction(0), *points}), Fraction(1)]
    found = []
    for low, high in pairwise(ends):
        found += [Stretch(low, low, True, True), Stretch(low, high, False, False)]
    return found


def merged(stretches: Sequence[Stretch], among: Sequence[bool]) -> list[Stretch]:
    """Put those stretches together that are chosen and meet; ``stretches`` are what `cut` returns."""
    found: list[Stretch] = []
    joins = False
    for each, chosen in zip(stretches, among, strict=True):
        if chosen and joins:
            found[-1] = Stretch(found[-1].low, each.high, found[-1].with_low, each.with_high)
        elif chosen:
            found.append(each)
        joins = chosen
    return found


# ---------------------------------------------------------------- two states
@dataclass(frozen=True)
class Tip:
    """Where the choice between two states tips.

    Attributes
    ----------
    at : Fraction
        The patience at which both are worth the same.
    impatient, patient : int
        The one that is better below it, and the one that is better above.
    """

    at: Fraction
    impatient: int
    patient: int


def worth_from(space: Space, dm: int, state: int | None) -> tuple[Worth, ...] | None:
    """Return what states are worth by what a decision maker wants in one; None when nothing there lasts."""
    label = space.decision_makers[dm]
    wanted = [space.model.preferences[label], *regimes_of(space.model, label)]
    regime = 0 if state is None or not space.likings else int(space.likings[dm].regime[state])
    return _worth(space, wanted[regime])


def _worth(space: Space, preference: Preference) -> tuple[Worth, ...] | None:
    if not isinstance(preference.by, Weights) or not preference.by.lasts:
        return None
    found = worth(preference.by, space.states)
    assert found is not None, "weights that were read can be added up"
    return found


def tip(worths: Sequence[Worth], one: int, other: int) -> Tip | None:
    """Return where the choice between two states tips; None where one is better, or neither, throughout.

    At patience 0 alone two states may be worth the same that differ everywhere else; that is no tipping.
    """
    for each in worths:
        once = int(each.once[one]) - int(each.once[other])
        lasting = int(each.each_period[one]) - int(each.each_period[other])
        if once or lasting:
            if once * lasting >= 0:
                return None
            impatient, patient = (one, other) if once > 0 else (other, one)
            return Tip(Fraction(once, once - lasting), impatient, patient)
    return None


def tipping_points(worths: Sequence[Worth], states: Sequence[int] | None = None) -> list[Fraction]:
    """Return all patiences at which the choice between some two states tips, ascending.

    Parameters
    ----------
    worths : sequence of Worth
        What states are worth.
    states : sequence of int, optional
        Which states are compared; all by default.

    Raises
    ------
    LimitError
        When more than `MAX_DIFFERENT` different worths would be compared.
    """
    columns = [column for each in worths for column in (each.once, each.each_period)]
    chosen = [column if states is None else column[list(states)] for column in columns]
    rows = np.unique(np.stack(chosen, axis=1), axis=0)
    if len(rows) > MAX_DIFFERENT:
        raise LimitError(
            f"states are worth {len(rows):,} different amounts, and at most {MAX_DIFFERENT:,} are compared; "
            "use fewer or rounder weights"
        )
    found: set[Fraction] = set()
    for place in range(len(rows) - 1):
        found |= _met(rows[place + 1 :] - rows[place])
    return sorted(found)


def _met(differences: Ints) -> set[Fraction]:
    """Return where pairs are worth the same; shape (pairs, 2 * parts), each part once and in each period."""
    met: set[tuple[int, int]] = set()
    for part in range(0, differences.shape[1], 2):
        once, lasting = differences[:, part], differences[:, part + 1]
        opposite = (np.sign(once) * np.sign(lasting)) < 0
        tops, bottoms = np.abs(once[opposite]), np.abs(once[opposite]) + np.abs(lasting[opposite])
        common = np.gcd(tops, bottoms)
        met |= set(zip((tops // common).tolist(), (bottoms // common).tolist(), strict=True))
        differences = differences[(once == 0) & (lasting == 0)]
    return {Fraction(top, bottom) for top, bottom in met}


# ---------------------------------------------------------------- all verdicts
@dataclass(frozen=True)
class Swept:
    """Every verdict as a function of one decision maker's patience.

    Attributes
    ----------
    dm : int
        Whose patience varies.
    patience : Fraction
        What it is in the model.
    stretches : tuple of Stretch
        Each tipping point, and each stretch between two; the verdicts are the same throughout each.
    stable : mapping
        For each concept id a bool array of shape (stretches, decision makers, states).
    """

    dm: int
    patience: Fraction
    stretches: tuple[Stretch, ...]
    stable: Mapping[str, Bools]

    def holds(self, concept: str, state: int, dm: int | None = None) -> list[Stretch]:
        """Return for which patiences a state is an equilibrium, or stable for one decision maker."""
        stable = self.stable[concept][:, :, state]
        told: list[bool] = (np.all(stable, axis=1) if dm is None else stable[:, dm]).tolist()
        return merged(self.stretches, told)

    def ever(self, concept: str) -> list[int]:
        """Return the states that are equilibria at some patience."""
        return [int(each) for each in np.flatnonzero(self.stable[concept].all(axis=1).any(axis=0))]

    @property
    def changing(self) -> list[Fraction]:
        """The patiences at which any equilibrium comes or goes."""
        found = set()
        for stable in self.stable.values():
            held = np.asarray(stable.all(axis=1))
            for place in np.flatnonzero((held[1:] != held[:-1]).any(axis=1)).tolist():
                found.add(self.stretches[place + 1].low)  # where it meets the one before it
        return sorted(found)


def swept(
    space: Space,
    dm: int,
    concepts: Sequence[Concept],
    progress: Callable[[int, int], None] | None = None,
) -> Swept:
    """Decide every state for every patience of one decision maker; the others keep theirs.

    Parameters
    ----------
    space : Space
        The conflict.
    dm : int
        Whose patience; something lasts for it.
    concepts : sequence of Concept
        Under which states are decided.
    progress : callable, optional
        Takes (patiences tried, patiences to try).

    Raises
    ------
    LimitError
        When there are too many tipping points for so many states.
    """
    label = space.decision_makers[dm]
    wanted = [space.model.preferences[label], *regimes_of(space.model, label)]
    lasting = [each.by for each in wanted if isinstance(each.by, Weights) and each.by.lasts]
    points = points_between(space, dm)
    stretches = cut(sorted(points))
    everybody = range(len(space.decision_makers))
    hanging = [(each, other) for each in concepts for other in everybody if _hangs(each, dm, other)]
    work = len(stretches) * space.size * len(hanging)
    if work > MAX_WORK:
        raise LimitError(
            f"at {len(points):,} patiences of '{label}' some choice tips, which makes {work:,} verdicts to "
            f"reach, and at most {MAX_WORK:,} are; use fewer or rounder weights, or name one --concept"
        )
    stable = {
        each.id: np.zeros((len(stretches), len(everybody), space.size), dtype=np.bool_) for each in concepts
    }
    for each in concepts:
        for other in everybody:
            if (each, other) not in hanging:
                stable[each.id][:, other] = stable_states(space, each, other)
    for place, at in enumerate(_tried(space, dm, stretches)):
        for each, other in hanging:
            stable[each.id][place, other] = stable_states(at, each, other)
        if progress is not None:
            progress(place + 1, len(stretches))
    return Swept(dm, lasting[0].patience, tuple(stretches), stable)


def points_between(space: Space, dm: int) -> set[Fraction]:
    """Return where choices between states tip that are ever compared, by what is wanted in each regime."""
    label = space.decision_makers[dm]
    wanted = [space.model.preferences[label], *regimes_of(space.model, label)]
    worths = [_worth(space, each) for each in wanted]
    if not space.likings or space.model.reading != "neutral":
        return {point for each in worths if each for point in tipping_points(each)}
    found: set[Fraction] = set()
    liked = space.likings[dm]
    for setting in np.unique(liked.settings).tolist():  # as things stand, no move changes what has happened
        states = np.flatnonzero(liked.settings == setting).tolist()
        there = worths[int(liked.regime[states[0]])]
        found |= set(tipping_points(there, states)) if there else set()
    return found


def _hangs(concept: Concept, dm: int, other: int) -> bool:
    """Whether what is stable for somebody may hang on what ``dm`` likes.

    It does not for others who reckon with whatever move is made in answer, or with none.
    """
    form = concept.form
    return other == dm or not isinstance(form, Form) or form.answers is Answers.IMPROVEMENTS


def _tried(space: Space, dm: int, stretches: Sequence[Stretch]) -> Iterator[Space]:
    return (space.at_patience(dm, each.middle) for each in stretches)
