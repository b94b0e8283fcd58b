"""How the verdicts of one model differ from those of another: what is lost, gained and kept, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from countermove.analyses.matching import Matching, match_states
from countermove.analyses.paths import Reach, follow
from countermove.analyses.turns import Broken, Reason, broken_step, reason
from countermove.concepts import Concept
from countermove.errors import LimitError, UsageError
from countermove.model.changes import Changed
from countermove.space import Space
from countermove.stability import Analysis

__all__ = ["Comparison", "Difference", "Reached", "Verdicts", "compare"]

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

MAX_FOLLOWED = 1_000_000
"""Above this many moves of a model improvements are not followed from today's state."""
MAX_REASONED = 20
"""For so many lost and so many gained equilibria of a concept the reasons are given ..."""
MAX_REASONING = 200_000
"""... and for fewer in large models: for so many that they times the states are this, and one at least."""


@dataclass(frozen=True)
class Verdicts:
    """How one decision maker's verdicts differ on the states that both models have.

    Attributes
    ----------
    dm : str
        The decision maker's label.
    became_stable, no_longer_stable : int
        How many states.
    """

    dm: str
    became_stable: int
    no_longer_stable: int


@dataclass(frozen=True)
class Difference:
    """What is different under one concept.

    Attributes
    ----------
    concept : Concept
        The notion of stability.
    before, after : int
        How many equilibria each model has, in its own states.
    lost, gained, kept : int arrays
        The meanings (`Matching`) that hold for everybody in the first model alone, in the second alone, in
        both; in the order of the states' numbers. Where states share a meaning, it holds when one of them
        does. Empty where nothing can be matched.
    verdicts : tuple of Verdicts
        For each decision maker that both models have; empty unless states are matched one to one.
    left_by, was_left_by : mapping
        How many of the lost equilibria each decision maker of the second model leaves there, and how many of
        the gained ones each of the first leaves there. Several may leave one.
    reasons : tuple of Reason
        For some of the lost and the gained ones, those first to which improvements lead from today's state.
    no_longer_reached, newly_reached : int arrays
        Of the kept ones, those to which improvements led from today's state and do no longer, and the other
        way round.
    """

    concept: Concept
    before: int
    after: int
    lost: Ints
    gained: Ints
    kept: Ints
    verdicts: tuple[Verdicts, ...]
    left_by: Mapping[str, int]
    was_left_by: Mapping[str, int]
    reasons: tuple[Reason, ...]
    no_longer_reached: Ints
    newly_reached: Ints

    @property
    def changed(self) -> bool:
        """Whether an equilibrium is lost or gained."""
        return bool(len(self.lost) or len(self.gained))


@dataclass(frozen=True)
class Reached:
    """Where improvements lead from today's state in each model.

    Attributes
    ----------
    before, after : int
        How many states, today's among them.
    broken : tuple of Broken
        For some equilibria that are kept and no longer reached, what has become of a way there.
    """

    before: int
    after: int
    broken: tuple[Broken, ...]


@dataclass(frozen=True)
class Comparison:
    """How the verdicts of one model differ from those of another.

    Attributes
    ----------
    before, after : Analysis
        The two, each with its own states.
    matching : Matching
        Which of their states mean the same.
    differences : tuple of Difference
        One for each concept.
    left_out : mapping
        The concepts that are defined for one of the two alone, or for neither, and why.
    reached : Reached or None
        None where a model has no status quo, or too many moves (`MAX_FOLLOWED`).
    changed : Changed or None
        What was done to the first model to make the second.
    """

    before: Analysis
    after: Analysis
    matching: Matching
    differences: tuple[Difference, ...]
    left_out: Mapping[str, str]
    reached: Reached | None
    changed: Changed | None = None

    @cached_property
    def today(self) -> tuple[int | None, int | None]:
        """Today's state of each model (index), or None."""
        return self.before.space.status_quo, self.after.space.status_quo

    @property
    def same_today(self) -> bool:
        """Whether both mean the same by today's state."""
        one, other = self.today
        if one is None or other is None:
            return one is other
        return bool(self.matching.before[one] == self.matching.after[other])

    @property
    def same_states(self) -> bool:
        """Whether each state of one model has a counterpart in the other, and only one."""
        return self.matching.by == "states" and bool(self.matching.in_both.all())

    @property
    def same_verdicts(self) -> bool:
        """Whether nothing differs: the same states, and everybody's verdict on each under each concept."""
        same = self.before.space.decision_makers == self.after.space.decision_makers
        return same and self.same_states and not self.equilibria_changed and not self.verdicts_changed

    @property
    def equilibria_changed(self) -> bool:
        """Whether an equilibrium is lost or gained under some concept."""
        return any(each.changed for each in self.differences)

    @property
    def verdicts_changed(self) -> int:
        """How many verdicts of single decision makers differ, all concepts together."""
        return sum(
            each.became_stable + each.no_longer_stable
            for difference in self.differences
            for each in difference.verdicts
        )


def compare(
    before: Analysis, after: Analysis, changed: Changed | None = None, *, reasons: int = MAX_REASONED
) -> Comparison:
    """Compare the verdicts of two models.

    Parameters
    ----------
    before, after : Analysis
        Each by the explicit engine. The concepts that both hold are compared.
    changed : Changed, optional
        What was done to the first model to make the second.
    reasons : int
        For so many lost and so many gained equilibria of a concept the reasons are given at most.

    Raises
    ------
    UsageError
        When they have no concept in common.
    """
    decided = {each.id for each in after.concepts}
    concepts = [each for each in before.concepts if each.id in decided]
    both = {each.id for each in concepts}
    # Of those decided for one alone, mixed foresight may have no reason; in the models' order, not a set's.
    alone = [each.id for each in (*before.concepts, *after.concepts) if each.id not in both]
    left_out = dict.fromkeys(alone, "in the other nothing says how far each side looks ahead")
    left_out |= {**after.left_out, **before.left_out}
    if not concepts:
        raise UsageError("no concept is decided for both models; ask for one with --concept")
    matching = match_states(before.space, after.space)
    ways = None
    if matching.by != "nothing":
        was, now = _ways(before.space), _ways(after.space)
        ways = None if was is None or now is None else (was, now)
    pair = _Pair(before, after, matching, ways, min(reasons, MAX_REASONED))
    differences = tuple(pair.difference(concept) for concept in concepts)
    return Comparison(before, after, matching, differences, left_out, pair.reached(differences), changed)


def _ways(space: Space) -> Reach | None:
    """Follow improvements from today's state, where there is one and the moves are not too many."""
    if space.status_quo is None or space.moves.count() > MAX_FOLLOWED:
        return None
    everybody = range(len(space.decision_makers))
    try:
        return follow(space, [space.status_quo], everybody, improvements=True, in_turn=False)
    except LimitError:
        return None


@dataclass(frozen=True)
class _Pair:
    """Two analyses whose states are matched, and where improvements lead from today in each."""

    before: Analysis
    after: Analysis
    matching: Matching
    ways: tuple[Reach, Reach] | None
    most: int

    def difference(self, concept: Concept) -> Difference:
        one, other = self.before.equilibrium(concept.id), self.after.equilibrium(concept.id)
        nothing = np.zeros(self.matching.units, dtype=bool)
        matched = self.matching.by != "nothing"
        held = self.matching.meant(one, after=False) if matched else nothing
        holds = self.matching.meant(other, after=True) if matched else nothing
        lost, kept = (self._ordered(each, after=False) for each in (held & ~holds, held & holds))
        gained = self._ordered(holds & ~held, after=True)
        return Difference(
            concept,
            int(one.sum()),
            int(other.sum()),
            lost,
            gained,
            kept,
            self._verdicts(concept),
            self._leaving(concept, lost, after=True),
            self._leaving(concept, gained, after=False),
            self._reasons(concept, lost, gained),
            *self._reach_differs(kept),
        )

    def _ordered(self, units: Bools, *, after: bool) -> Ints:
        """Return meanings in the order of a model's states."""
        first = self.matching.first_after if after else self.matching.first_before
        found = np.flatnonzero(units)
        return found[np.argsort(first[found], kind="stable")]

    def _verdicts(self, concept: Concept) -> tuple[Verdicts, ...]:
        if self.matching.by != "states":
            return ()
        units = np.flatnonzero(self.matching.in_both)
        here, there = self.matching.first_before[units], self.matching.first_after[units]
        theirs = self.after.space.decision_makers
        found = []
        for dm, label in enumerate(self.before.space.decision_makers):
            if label in theirs:
                was = self.before.stable[concept.id][dm][here]
                stable = self.after.stable[concept.id][theirs.index(label)][there]
                found.append(Verdicts(label, int((stable & ~was).sum()), int((was & ~stable).sum())))
        return tuple(found)

    def _leaving(self, concept: Concept, units: Ints, *, after: bool) -> dict[str, int]:
        """Count for each decision maker of a model how many of the states there it does not find stable.

        Where states share a meaning, it counts for the first of them.
        """
        analysis = self.after if after else self.before
        states = (self.matching.first_after if after else self.matching.first_before)[units]
        there = states[states >= 0]
        counts = (~analysis.stable[concept.id][:, there]).sum(axis=1)
        labels = analysis.space.decision_makers
        return {label: int(many) for label, many in zip(labels, counts, strict=True) if many}

    def _reasons(self, concept: Concept, lost: Ints, gained: Ints) -> tuple[Reason, ...]:
        size = max(self.before.space.size, self.after.space.size)
        limit = max(1, min(self.most, MAX_REASONING // size))
        return tuple(
            reason(self.before, self.after, self.matching, concept, int(unit), lost=is_lost)
            for units, is_lost in ((lost, True), (gained, False))
            for unit in self._reached_first(units, after=not is_lost)[:limit]
        )

    def _reached_first(self, units: Ints, *, after: bool) -> Ints:
        if self._led_to is None:
            return units
        return units[np.argsort(~self._led_to[after][units], kind="stable")]

    @cached_property
    def _led_to(self) -> tuple[Bools, Bools] | None:
        """The meanings to which improvements lead from today's state, before and after."""
        if self.ways is None:
            return None
        led = []
        for later, (reach, analysis) in enumerate(zip(self.ways, (self.before, self.after), strict=True)):
            states = np.zeros(analysis.space.size, dtype=bool)
            states[reach.states] = True
            led.append(self.matching.meant(states, after=bool(later)))
        return led[0], led[1]

    def _reach_differs(self, kept: Ints) -> tuple[Ints, Ints]:
        """Return those of the kept meanings that are no longer reached, and that newly are."""
        if self._led_to is None:
            return kept[:0], kept[:0]
        was, now = (led[kept] for led in self._led_to)
        return kept[was & ~now], kept[now & ~was]

    def reached(self, differences: Sequence[Difference]) -> Reached | None:
        """Compare how far improvements lead, and find out what broke the ways there were."""
        if self.ways is None:
            return None
        was, now = self.ways
        units = dict.fromkeys(int(unit) for each in differences for unit in each.no_longer_reached)
        broken: tuple[Broken, ...] = ()
        if self.matching.by == "states":
            first = self.matching.first_before
            broken = tuple(
                broken_step(self.before, self.after, self.matching, was.steps(int(first[unit])), unit)
                for unit in list(units)[: self.most]
            )
        return Reached(len(was.states), len(now.states), broken)
