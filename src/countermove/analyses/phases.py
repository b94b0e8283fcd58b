"""A settlement in phases: who gains by leaving it at each stage, which stage is weak, which orders stand.

A stage is what has been done so far: the states in which all keep to what they are to keep to, the steps
done so far are done, and no other is. A decision maker leaves by a move to a state where that is no longer
kept, or where a step that is done is undone; to do a further step is not to leave. It gains by leaving under
a concept if such a move is an improvement that the concept leaves unanswered, and a state is secure when
nobody gains by leaving it. So where every move would be one of leaving, the secure states are the equilibria.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from countermove.analyses.paths import Step
from countermove.concepts import Concept, Form
from countermove.model.elements import Phases
from countermove.space import Space
from countermove.space.limited import best_elsewhere
from countermove.stability.explicit import answered_values

__all__ = ["Leaving", "Reached", "Security", "Settlement", "Stage", "general"]

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
Stage = int
"""The steps that are done, as the sum of 2**k over their places k from 0."""
Reached = Mapping[int, tuple[int, int] | None]
"""States, each with who made the last move there and from where; None for where the moves start."""


# ---------------------------------------------------------------- stages
@dataclass(frozen=True)
class Leaving:
    """A decision maker that gains by leaving a settlement at some stage; all are indices from 0.

    Attributes
    ----------
    dm : int
        Who.
    states : int
        From how many states of the stage it gains.
    example : Step
        A move by which it does, from the first of these states: of several the one that leaves it best off.
    """

    dm: int
    states: int
    example: Step


@dataclass(frozen=True)
class Security:
    """How a stage stands under one concept.

    Attributes
    ----------
    stage : int
        Which steps are done; see `Stage`.
    concept : Concept
        The notion of stability.
    states : int
        How many states the stage has.
    secure : tuple of int
        Those (indices) that nobody gains by leaving.
    leaving : tuple of Leaving
        Those who gain by leaving some state, in the model's order.
    """

    stage: Stage
    concept: Concept
    states: int
    secure: tuple[int, ...]
    leaving: tuple[Leaving, ...]


class Settlement:
    """A conflict with a settlement in phases.

    Parameters
    ----------
    space : Space
        The conflict.
    phases : Phases
        The settlement.
    """

    def __init__(self, space: Space, phases: Phases) -> None:
        self.space = space
        self.phases = phases
        self._worth: dict[tuple[str, int], Ints] = {}
        self._stages: dict[tuple[str, Stage], Security] = {}
        self._onward: dict[int, list[tuple[int, int]]] = {}

    @cached_property
    def kept(self) -> Bools:
        """In which states all keep to what they are to keep to; shape (states,)."""
        states, kept = self.space.states, self.phases.kept
        return np.ones(states.size, dtype=bool) if kept is None else states.where(kept.condition)

    @cached_property
    def done(self) -> Ints:
        """For each state the steps that are done in it; shape (states,)."""
        codes = np.zeros(self.space.size, dtype=np.int64)
        for place, step in enumerate(self.phases.steps):
            codes[self.space.states.where(step.condition)] += 1 << place
        return codes

    def states(self, stage: Stage) -> Bools:
        """Return the states of a stage; shape (states,)."""
        return np.asarray(self.kept & (self.done == stage))

    @property
    def as_written(self) -> tuple[Stage, ...]:
        """The stages in the order of the file, from nothing done to all done."""
        return tuple((1 << many) - 1 for many in range(len(self.phases.steps) + 1))

    def worth(self, concept: Concept, dm: int) -> Ints:
        """Return the rank that each state is worth to somebody who moves there, answers reckoned with."""
        key = concept.id, dm
        if key not in self._worth:
            assert isinstance(concept.form, Form)
            answered = answered_values(self.space, concept.form, dm)
            self._worth[key] = np.minimum(self.space.ranks[dm], answered).astype(np.int64)
        return self._worth[key]

    def security(self, concept: Concept, stage: Stage) -> Security:
        """Return how a stage stands under a concept of the general form."""
        key = concept.id, stage
        if key not in self._stages:
            self._stages[key] = self._security(concept, stage)
        return self._stages[key]

    def _security(self, concept: Concept, stage: Stage) -> Security:
        here = self.states(stage)
        left = ~self.kept | ((self.done & stage) != stage)
        secure, leaving = here.copy(), []
        for dm in range(len(self.space.decision_makers)) if here.any() else ():
            worth = np.where(left, self.worth(concept, dm), -1)
            gains = here & (best_elsewhere(self.space, dm, worth) > self.space.ranks[dm])
            secure &= ~gains
            if gains.any():
                example = self._best_move(dm, int(gains.argmax()), worth)
                leaving.append(Leaving(dm, int(gains.sum()), example))
        states = tuple(np.flatnonzero(secure).tolist())
        return Security(stage, concept, int(here.sum()), states, tuple(leaving))

    def _best_move(self, dm: int, state: int, worth: Ints) -> Step:
        """Return the move that leaves a decision maker best off, of equals the one to the best state."""
        liked = self.space.ranks[dm]
        target = max(self.space.moves.targets(dm, state), key=lambda each: (worth[each], liked[each], -each))
        return Step(dm, state, target, improvement=True)

    # ------------------------------------------------------------ from stage to stage
    def moves(self, state: int) -> list[tuple[int, int]]:
        """Return who can move where from a state, in the order of the model."""
        if state not in self._onward:
            moves, people = self.space.moves, range(len(self.space.decision_makers))
            self._onward[state] = [(by, target) for by in people for target in moves.targets(by, state)]
        return self._onward[state]

    def way(self, starts: Sequence[int], stage: Stage, following: Stage) -> Reached:
        """Return the states that anybody's moves within two stages lead to, the nearest first."""
        within = self.kept & ((self.done == stage) | (self.done == following))
        found: dict[int, tuple[int, int] | None] = dict.fromkeys(starts)
        waiting = deque(starts)
        while waiting:
            state = waiting.popleft()
            for by, target in self.moves(state):
                if within[target] and target not in found:
                    found[target] = by, state
                    waiting.append(target)
        return found


def general(concepts: Sequence[Concept]) -> list[Concept]:
    """Return the concepts under which leaving a settlement is looked at: those of the general form."""
    return [each for each in concepts if isinstance(each.form, Form)]
