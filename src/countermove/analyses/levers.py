"""What a third party could add for a target to hold: the smallest sets of levers that do it, all sets tried.

A set does it when a state that fits the target is an equilibrium of the conflict with these levers pulled,
and moves lead to it from today's state there. Every set is tried by the engine on the conflict as it would
be, so nothing is returned that was not found to do it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np
from numpy.typing import NDArray

from countermove.analyses.obstacles import Obstacle, obstacles
from countermove.analyses.paths import Reach, follow
from countermove.analyses.pulled_conflicts import PulledConflicts
from countermove.analyses.witness import Witness, witness
from countermove.concepts import Concept
from countermove.errors import LimitError, UsageError
from countermove.model import Model
from countermove.model.applying import Pulled
from countermove.model.elements import Lever, StatePattern, StateRef
from countermove.space import Space

__all__ = ["MAX_SETS", "MAX_STATES", "Held", "LeverSet", "Mediation", "NearMiss", "mediation", "mediations"]

MAX_SETS = 4_096
"""So many sets of levers are tried at most: all of twelve."""
MAX_STATES = 100_000_000
"""So many states are listed at most for all sets together."""


Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Held:
    """A state that holds and can be reached once levers are pulled.

    Attributes
    ----------
    state : int
        Its index in the changed conflict, where states are numbered anew.
    label : str
        Its label there, with the options that the levers add.
    values : tuple of int
        The level of each option there.
    improvements_only : bool
        Whether improvements alone lead to it from today.
    """

    state: int
    label: str
    values: tuple[int, ...]
    improvements_only: bool


@dataclass(frozen=True)
class LeverSet:
    """Levers that together make a target hold.

    Attributes
    ----------
    levers : tuple of Lever
        In the model's order; empty when none is needed.
    model : Model
        The conflict with them pulled.
    held : tuple of Held
        The targets that hold and can be reached then, ascending; one at least.
    """

    levers: tuple[Lever, ...]
    model: Model
    held: tuple[Held, ...]


@dataclass(frozen=True)
class NearMiss:
    """The levers and the target that come nearest where no set does it.

    Attributes
    ----------
    levers : tuple of Lever
        In the model's order.
    space : Space
        The conflict with them pulled.
    state : int
        The target (index in ``space``).
    against : tuple of Witness
        For each decision maker that would leave the target, why; empty when it is stable for all.
    reachable : bool
        Whether moves lead there from today.
    obstacle : Obstacle or None
        What stands in the way, if they do not; None also where that is not known.
    """

    levers: tuple[Lever, ...]
    space: Space
    state: int
    against: tuple[Witness, ...]
    reachable: bool
    obstacle: Obstacle | None


@dataclass(frozen=True)
class Mediation:
    """What a third party could do about a target.

    Attributes
    ----------
    model : Model
        What the file declares.
    concept : Concept
        Under which notion of stability.
    targets : tuple of int
        The states (indices, as the file declares the conflict) that fit the target.
    sets : tuple of LeverSet
        All sets of the smallest size that do it.
    miss : NearMiss or None
        The nearest miss, where no set does it.
    tried : int
        How many sets were tried.
    largest : int
        Up to how many levers together all sets were tried, unless smaller ones did it.
    """

    model: Model
    concept: Concept
    targets: tuple[int, ...]
    sets: tuple[LeverSet, ...]
    miss: NearMiss | None
    tried: int
    largest: int

    @property
    def complete(self) -> bool:
        """Whether no set was left out that could be among the answers."""
        return bool(self.sets) or self.largest == len(self.model.levers)


def mediation(space: Space, concept: Concept, target: StateRef) -> Mediation:
    """Find the smallest sets of levers after which a target holds and can be reached from today.

    Parameters
    ----------
    space : Space
        The conflict as its file declares it.
    concept : Concept
        Under which notion of stability it is to hold.
    target : int, StatePattern or Condition
        A state's number, or which states are meant; of several that fit, one is enough. The options that
        levers add are left open, unless a condition speaks of them.

    Raises
    ------
    UsageError
        When the model has no levers or no status quo, no state fits the target, or the concept is not
        defined for the conflict with some levers.
    LimitError
        When the conflict with some levers is too large, or there are too many moves to follow.
    """
    (found,) = mediations(space, concept, [target])
    return found


def mediations(space: Space, concept: Concept, targets: Sequence[StateRef]) -> list[Mediation]:
    """Return the answer for each of several targets; the conflicts with levers are made once for all."""
    pulled = PulledConflicts(space, concept)
    return [_Search(pulled, target).run() for target in targets]


@dataclass(frozen=True)
class _Trial:
    """The conflict with some levers pulled, and how the targets stand there."""

    levers: tuple[Lever, ...]
    space: Space
    wanted: Bools
    against: NDArray[np.int64]
    unstable: Bools

    @property
    def least(self) -> int:
        """How many decision makers are against the target that fewest are against."""
        return int(self.against[self.wanted].min())


@dataclass(frozen=True)
class _Near:
    """A trial, those targets there that fewest are against, and one of them, reachable if any is."""

    trial: _Trial
    nearest: Bools
    state: int
    reachable: bool

    @property
    def distance(self) -> tuple[int, bool]:
        """What is compared: how many are against it, and then whether it is out of reach."""
        return self.trial.least, not self.reachable


class _Search:
    """Tries all sets of levers, the small ones first."""

    def __init__(self, conflicts: PulledConflicts, target: StateRef) -> None:
        self.conflicts = conflicts
        self.space, self.concept, self.before = conflicts.space, conflicts.concept, conflicts.before
        space = self.space
        if isinstance(target, int) and 1 <= target <= space.size and not space.model.graph_form:
            target = StatePattern(space.states.values(target - 1))
        if isinstance(target, int) and not 1 <= target <= space.size:
            raise UsageError(f"there is no state {target}; the states are numbered 1 to {space.size:,}")
        self.target = target
        self.miss: _Near | None = None

    def run(self) -> Mediation:
        """Try the sets, size by size, until some of a size do it."""
        levers, largest = self.before.levers, _largest(self.space, self.before.levers)
        tried = 0
        for size in range(largest + 1):
            found = []
            for chosen in combinations(levers, size):
                tried += 1
                trial = self._try(chosen)
                if trial is None:
                    continue
                held = self._held(trial)
                if held:
                    found.append(LeverSet(chosen, trial.space.model, held))
                elif not found:
                    self._look_nearer(trial)
            if found:
                return self._answer(found, tried, largest)
        if not largest:
            raise LimitError(
                f"trying {len(levers):,} levers one by one takes too long: at most {MAX_SETS:,} sets are "
                f"tried, and {MAX_STATES:,} states listed for all together; leave levers or options out"
            )
        if self.miss is None:
            raise UsageError(
                "no feasible state fits the target, whatever levers are pulled; 'countermove analyze' lists "
                "the states"
            )
        return self._answer([], tried, largest)

    def _answer(self, found: Sequence[LeverSet], tried: int, largest: int) -> Mediation:
        targets = np.flatnonzero(self.space.states.select(Pulled(self.before, ()).state_ref(self.target)))
        miss = None if found else self._nearest()
        return Mediation(
            self.space.model, self.concept, tuple(map(int, targets)), tuple(found), miss, tried, largest
        )

    def _try(self, levers: tuple[Lever, ...]) -> _Trial | None:
        """Pull some levers and decide all states; None when no state fits the target then."""
        pulled = Pulled(self.before, levers)
        space, unstable = self.conflicts.conflict(pulled)
        wanted = space.states.select(pulled.state_ref(self.target))
        if not wanted.any():
            return None
        return _Trial(levers, space, wanted, unstable.sum(axis=0), unstable)

    def _held(self, trial: _Trial) -> tuple[Held, ...]:
        """Return the targets that are stable for all and that moves lead to from today."""
        space = trial.space
        stable = [int(state) for state in np.flatnonzero(trial.wanted & (trial.against == 0))]
        reached = _reached(space, stable, improvements=False) if stable else set()
        gaining = _reached(space, reached, improvements=True) if reached else set()
        return tuple(
            Held(state, space.states.label(state), space.states.values(state), state in gaining)
            for state in sorted(reached)
        )

    # ------------------------------------------------------------ the nearest miss
    def _look_nearer(self, trial: _Trial) -> None:
        """Keep a set when fewer are against its best target than before, or as many and it can be reached."""
        if self.miss is not None and (trial.least, False) >= self.miss.distance:
            return
        nearest = trial.wanted & (trial.against == trial.least)
        near = _Near(trial, nearest, int(np.argmax(nearest)), reachable=False)
        if trial.least:  # a target that nobody is against could not be reached
            last = _follow(trial.space, nearest).states[-1]
            if nearest[last]:
                near = _Near(trial, nearest, last, reachable=True)
        if self.miss is None or near.distance < self.miss.distance:
            self.miss = near

    def _nearest(self) -> NearMiss:
        """Say of the nearest miss who is against it, or what stands in the way."""
        assert self.miss is not None
        trial, state = self.miss.trial, self.miss.state
        space = trial.space
        against = tuple(
            witness(space, self.concept, dm, state)
            for dm in range(len(space.decision_makers))
            if trial.unstable[dm, state]
        )
        obstacle = None
        # An added move may undo what options alone cannot: then the cause is not looked for.
        if not self.miss.reachable and not space.model.allowed_moves:
            assert space.status_quo is not None
            reached = _follow(space, self.miss.nearest).states
            (obstacle,) = obstacles(space, space.status_quo, reached, [state])
        return NearMiss(trial.levers, space, state, against, self.miss.reachable, obstacle)


def _follow(space: Space, until: Bools) -> Reach:
    """Follow all moves from today until one of some states is reached, or to the end."""
    assert space.status_quo is not None
    return follow(
        space,
        [space.status_quo],
        space.movers,
        improvements=False,
        in_turn=False,
        until=lambda state: bool(until[state]),
    )


def _reached(space: Space, states: Collection[int], *, improvements: bool) -> set[int]:
    """Return those of some states that moves, or improvements, lead to from today."""
    assert space.status_quo is not None
    left = set(states)

    def all_found(state: int) -> bool:
        left.discard(state)
        return not left

    follow(space, [space.status_quo], space.movers, improvements=improvements, in_turn=False, until=all_found)
    return set(states) - left


def _largest(space: Space, levers: Sequence[Lever]) -> int:
    """Return up to how many levers together all sets fit the limits."""
    times = [1]  # by the number of levers, how often today's states are listed for all sets of so many
    for lever in levers:
        levels = 1 if lever.option is None else len(lever.option.levels)
        times = [without + levels * one for without, one in zip([*times, 0], [0, *times], strict=True)]
    sets = listed = 0
    for size, often in enumerate(times):
        sets += comb(len(levers), size)
        listed += often * space.size
        if size and (sets > MAX_SETS or listed > MAX_STATES):
            return size - 1
    return len(levers)
