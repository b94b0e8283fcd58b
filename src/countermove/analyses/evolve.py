"""Where a conflict can go from a state: the paths to each equilibrium, what cannot be reached, and why.

A path is any sequence of moves, whoever makes them and in whatever order; along a path of
improvements each mover gains by its own step. Events are steps that happen by themselves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from countermove.analyses.obstacles import Obstacle, obstacles
from countermove.analyses.paths import Reach, Step, follow
from countermove.space import Space
from countermove.stability import Analysis

__all__ = ["Evolution", "NoReturn", "Route", "evolve"]

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Route:
    """A shortest path to an equilibrium.

    Attributes
    ----------
    to : int
        The equilibrium (index).
    steps : tuple of Step
        Empty where the conflict is there already.
    improvements_only : bool
        Whether each step is an improvement for its mover, or an event.
    """

    to: int
    steps: tuple[Step, ...]

    @property
    def improvements_only(self) -> bool:
        """Whether everybody gains by its own steps; events are nobody's."""
        return all(step.improvement or step.event for step in self.steps)


@dataclass(frozen=True)
class NoReturn:
    """The states that can be reached and from which no moves lead back to the start.

    Attributes
    ----------
    states : tuple of int
        Their indices, ascending.
    reached : int
        How many states can be reached at all, the start among them.
    steps : tuple of Step
        The moves into them from states with a way back, one for each mover and set of options it
        changes (in graph form each move).
    """

    states: tuple[int, ...]
    reached: int
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Evolution:
    """Where a conflict can go.

    Attributes
    ----------
    start : int
        The state (index) that it starts from.
    held_by : mapping
        For each equilibrium the ids of the concepts under which it holds.
    routes : tuple of Route
        To each equilibrium that can be reached a shortest path of improvements, where there is
        one, and a shortest path of moves at all, where that is shorter; the shortest first.
    unreachable : tuple of Obstacle
        The equilibria that no moves lead to, and what stands in the way.
    no_return : NoReturn
        From where there is no way back.
    analysis : Analysis
        Whose equilibria these are.
    """

    start: int
    held_by: Mapping[int, tuple[str, ...]]
    routes: tuple[Route, ...]
    unreachable: tuple[Obstacle, ...]
    no_return: NoReturn
    analysis: Analysis = field(repr=False, compare=False)

    def route(self, state: int, *, improvements: bool) -> Route | None:
        """Return the shortest path to an equilibrium, by improvements alone or by moves at all."""
        found = [each for each in self.routes if each.to == state]
        if improvements:
            found = [each for each in found if each.improvements_only]
        return min(found, key=lambda each: len(each.steps), default=None)


def evolve(analysis: Analysis, start: int, targets: Sequence[int] | None = None) -> Evolution:
    """Follow a conflict from a state to its equilibria.

    Parameters
    ----------
    analysis : Analysis
        The conflict and its equilibria.
    start : int
        The state (index) to start from.
    targets : sequence of int, optional
        Where it may go (indices) instead of the equilibria.

    Raises
    ------
    LimitError
        When too many moves come up on the way.
    """
    space = analysis.space
    held = {
        state: tuple(each.id for each in analysis.concepts if analysis.equilibrium(each.id)[state])
        for state in (targets if targets is not None else _equilibria(analysis))
    }
    gaining = follow(space, [start], space.movers, improvements=True, in_turn=False)
    moving = follow(space, [start], space.movers, improvements=False, in_turn=False)
    routes = [route for state in held for route in _routes(state, gaining, moving)]
    routes.sort(key=lambda each: (len(each.steps), not each.improvements_only, each.to))
    return Evolution(
        start,
        held,
        tuple(routes),
        obstacles(space, start, moving.states, [state for state in held if state not in moving.first]),
        _no_return(space, start, moving.states),
        analysis,
    )


def _equilibria(analysis: Analysis) -> list[int]:
    some = np.any([analysis.equilibrium(each.id) for each in analysis.concepts], axis=0)
    return [int(state) for state in np.flatnonzero(some)]


def _routes(state: int, gaining: Reach, moving: Reach) -> list[Route]:
    found = [Route(state, reach.steps(state)) for reach in (gaining, moving) if state in reach.first]
    if len(found) == 2 and len(found[0].steps) == len(found[1].steps):
        return found[:1]
    return found


def _no_return(space: Space, start: int, reached: Sequence[int]) -> NoReturn:
    """Find the states that can be reached and from which the start cannot."""
    sources, movers, targets = _all_steps(space, np.array(sorted(reached), dtype=np.int64))
    back = np.zeros(space.size, dtype=bool)
    back[start] = True
    while (new := sources[back[targets] & ~back[sources]]).size:
        back[new] = True
    final = sorted(state for state in reached if not back[state])
    steps: dict[object, Step] = {}
    leaving = back[sources] & ~back[targets]
    for source, by, target in zip(
        *(each[leaving].tolist() for each in (sources, movers, targets)), strict=True
    ):
        event = by == space.events
        better = not event and bool(space.ranks[by][target] > space.ranks[by][source])
        step = Step(by, source, target, better, event)
        steps.setdefault(_what_changes(space, by, source, target), step)
    return NoReturn(tuple(final), len(reached), tuple(steps.values()))


def _all_steps(space: Space, states: Ints) -> tuple[Ints, Ints, Ints]:
    """Return all steps from some states as sources, movers and targets: state by state, mover by mover."""
    found = [(by, *space.targets_of(by, states)) for by in space.movers]
    places = np.concatenate([places for _, places, _ in found])
    movers = np.concatenate([np.full(len(places), by) for by, places, _ in found])
    targets = np.concatenate([targets for _, _, targets in found])
    order = np.argsort(places, kind="stable")
    return states[places[order]], movers[order], targets[order]


def _what_changes(space: Space, by: int, source: int, target: int) -> object:
    """Tell apart moves by their mover and the options that only go one way; in graph form each one."""
    model = space.model
    if model.graph_form:
        return source, target
    before, after = space.states.values(source), space.states.values(target)
    return by, tuple(
        (option.id, new)
        for option, old, new in zip(model.options, before, after, strict=True)
        if old != new and option.moves != "both"
    )
