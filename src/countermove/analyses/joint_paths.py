"""Where a conflict can go when coalitions move together: paths of improvements and of joint steps.

In a step of a coalition its members move one after the other, nobody twice in a row, and each likes
the state that they end in better than the one that they left together: a coalition improvement
(`countermove.analyses.coalitions`). A member may pay on the way. All other steps are the improvements
of single decision makers, and events. The shortest paths are told, a joint step counting as one.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from countermove.analyses.coalition_choice import Coalition
from countermove.analyses.coalition_work import within_reach
from countermove.analyses.paths import Step, follow
from countermove.errors import LimitError
from countermove.space import Space
from countermove.space.along_arcs import Arcs
from countermove.space.together import MAX_PAIRS, Gatherings
from countermove.stability import Analysis

__all__ = ["MAX_SOUGHT", "JointEvolution", "JointStep", "joint_evolution", "reached_together"]

MAX_SOUGHT = 2_000_000_000
"""Pairs of states that the joint steps of all coalitions are looked for among, at most."""
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class JointStep:
    """One step of a path; decision makers and states are indices from 0.

    Attributes
    ----------
    by : tuple of int
        Who takes it together: one decision maker, a coalition, or events (`Space.events`).
    source, target : int
        From where it leads where to.
    moves : tuple of Step
        The moves that it is made of, a legal sequence; a single one where one alone moves.
    """

    by: Coalition
    source: int
    target: int
    moves: tuple[Step, ...]


@dataclass(frozen=True)
class JointEvolution:
    """Where improvements and joint steps lead from a state.

    Attributes
    ----------
    start : int
        Where they start.
    coalitions : tuple of tuple of int
        Who may move together.
    held_by : mapping
        For each equilibrium the ids of the concepts under which it holds.
    reached : mapping
        For each equilibrium that is reached how many steps lead there at least, the nearest first.
    alone : frozenset of int
        The equilibria that improvements alone lead to.
    analysis : Analysis
        Whose equilibria these are.
    """

    start: int
    coalitions: tuple[Coalition, ...]
    held_by: Mapping[int, tuple[str, ...]]
    reached: Mapping[int, int]
    alone: frozenset[int]
    analysis: Analysis = field(repr=False, compare=False)
    _steps: _Steps = field(repr=False, compare=False)
    _came_from: Mapping[int, tuple[int, Coalition]] = field(repr=False, compare=False)

    @property
    def unreached(self) -> list[int]:
        """The equilibria that these steps do not lead to, ascending."""
        return [state for state in self.held_by if state not in self.reached]

    @property
    def gained(self) -> list[int]:
        """The equilibria that are reached and that improvements alone do not lead to, the nearest first."""
        return [state for state in self.reached if state not in self.alone]

    def path(self, state: int) -> tuple[JointStep, ...]:
        """Return a shortest path to an equilibrium that is reached; found when it is asked for."""
        return self._steps.path(self._came_from, state)


def joint_evolution(analysis: Analysis, start: int, coalitions: Sequence[Coalition]) -> JointEvolution:
    """Follow improvements and the joint steps of coalitions from a state to the equilibria.

    Parameters
    ----------
    analysis : Analysis
        The conflict and its equilibria.
    start : int
        The state (index) to start from.
    coalitions : sequence of tuple of int
        Who may move together.

    Raises
    ------
    LimitError
        When there are too many joint steps, or moves, to look at.
    """
    space = analysis.space
    held = {
        int(state): tuple(each.id for each in analysis.concepts if analysis.equilibrium(each.id)[state])
        for state in np.flatnonzero(np.any([analysis.equilibrium(each.id) for each in analysis.concepts], 0))
    }
    alone = set(follow(space, [start], space.movers, improvements=True, in_turn=False).states)
    steps = _Steps(space, coalitions)
    came_from: dict[int, tuple[int, Coalition]] = {}
    far, missing = {start: 0}, set(held) - {start}
    queue = deque([start])
    while queue and missing:
        state = queue.popleft()
        for by, target in steps.of(state):
            if target not in far:
                far[target] = far[state] + 1
                missing.discard(target)
                came_from[target] = state, by
                queue.append(target)
    reached = {state: many for state, many in far.items() if state in held}
    alone &= set(held)
    return JointEvolution(
        start, tuple(coalitions), held, reached, frozenset(alone), analysis, steps, came_from
    )


def reached_together(
    space: Space, starts: Sequence[int], coalitions: Sequence[Coalition], *, improvements: bool
) -> NDArray[np.bool_]:
    """Mark the states that a conflict can run to when coalitions may move together; shape (size,).

    Parameters
    ----------
    space : Space
        The conflict.
    starts : sequence of int
        Where it may start.
    coalitions : sequence of tuple of int
        Who may move together, each to the gain of every member.
    improvements : bool
        Whether a single decision maker must gain by its steps too.
    """
    steps = _Steps(space, coalitions)
    seen = np.zeros(space.size, dtype=bool)
    seen[list(starts)] = True
    queue = deque(starts)
    while queue:
        state = queue.popleft()
        found = [target for _, target in steps.of(state)]
        if not improvements:
            found += [t for j in range(len(space.decision_makers)) for t in space.moves.targets(j, state)]
        new = [target for target in dict.fromkeys(found) if not seen[target]]
        seen[new] = True
        queue.extend(new)
    return seen


class _Steps:
    """The steps that lead on from each state."""

    def __init__(self, space: Space, coalitions: Sequence[Coalition]) -> None:
        self.space = space
        self.gatherings = Gatherings(space)
        self._made: dict[int, JointStep] = {}
        sought = sum(space.size * within_reach(space, each) for each in coalitions)
        if sought > MAX_SOUGHT:
            raise _too_many(space, coalitions, f"up to {sought:,} pairs of states", MAX_SOUGHT)
        self.joint: dict[Coalition, Arcs] = {}
        for each in coalitions:
            if self.gatherings.wanting.issuperset(each):
                self.joint[each] = Arcs.of(self._improvements(coalitions, each))
            if sum(arcs.pairs.shape[1] for arcs in self.joint.values()) > MAX_PAIRS:
                raise _too_many(space, coalitions, f"more than {MAX_PAIRS:,} joint steps", MAX_PAIRS)

    def _improvements(self, coalitions: Sequence[Coalition], coalition: Coalition) -> Ints:
        try:
            return self.gatherings.of(coalition).improvements()
        except LimitError:
            what = f"more than {MAX_PAIRS:,} joint steps"
            raise _too_many(self.space, coalitions, what, MAX_PAIRS) from None

    def of(self, state: int) -> Iterator[tuple[Coalition, int]]:
        """Yield who can step from a state to where: single decision makers and events first."""
        for dm in range(len(self.space.decision_makers)):
            yield from (((dm,), target) for target in self.space.improvements(dm, state))
        if (events := self.space.events) is not None:
            yield from (((events,), target) for target in self.space.targets(events, state))
        for coalition, arcs in self.joint.items():
            low, high = np.searchsorted(arcs.pairs[0], [state, state + 1])
            yield from ((coalition, target) for target in arcs.pairs[1, low:high].tolist())

    def path(self, came_from: Mapping[int, tuple[int, Coalition]], state: int) -> tuple[JointStep, ...]:
        """Return the steps that led to a state."""
        steps: list[JointStep] = []
        while state in came_from:
            source, by = came_from[state]
            if state not in self._made:
                self._made[state] = JointStep(by, source, state, tuple(self._moves(by, source, state)))
            steps.append(self._made[state])
            state = source
        return tuple(reversed(steps))

    def _moves(self, by: Coalition, source: int, target: int) -> Iterator[Step]:
        if len(by) == 1:
            event = by[0] == self.space.events
            yield Step(by[0], source, target, improvement=not event, event=event)
            return
        marked = np.zeros(self.space.size, dtype=bool)
        marked[target] = True
        for dm, one, other in self.gatherings.of(by).route(source, marked):
            liked = self.space.ranks[dm]
            yield Step(dm, one, other, bool(liked[other] > liked[one]))


def _too_many(space: Space, coalitions: Sequence[Coalition], what: str, limit: int) -> LimitError:
    first = "+".join(space.decision_makers[j] for j in coalitions[0])
    if len(coalitions) == 1:
        who, advice = f"the coalition {first} has", "leave options out of the model, or add constraints"
    else:
        who, advice = f"{len(coalitions):,} coalitions have", f"name fewer, such as --coalition {first}"
    return LimitError(f"{who} {what} to look at for joint steps, and the limit is {limit:,}; {advice}")
