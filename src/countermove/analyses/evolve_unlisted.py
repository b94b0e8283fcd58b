"""Where a conflict can go whose states are too many to list or to follow one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from countermove.analyses.paths import Step
from countermove.space.symbolic.patterns import Patterns, cover
from countermove.space.symbolic.reach import Forward, Hop
from countermove.stability.symbolic import SymbolicAnalysis

__all__ = ["Reached", "UnlistedEvolution", "evolve_unlisted"]

MAX_PATTERNS = 20


@dataclass(frozen=True)
class Reached:
    """What can be reached by improvements alone, or by moves at all.

    Attributes
    ----------
    improvements : bool
        By which of the two.
    states : int
        How many states, the start among them.
    equilibria : mapping
        For each concept id how many of its equilibria.
    nearest : mapping
        For each concept id a shortest path to a nearest one of them; None when none is reached.
    """

    improvements: bool
    states: int
    equilibria: Mapping[str, int]
    nearest: Mapping[str, tuple[Step, ...] | None]


@dataclass(frozen=True)
class UnlistedEvolution:
    """Where a conflict can go from a state.

    Attributes
    ----------
    start : int
        The index of the state that it starts from.
    totals : mapping
        For each concept id how many equilibria there are.
    gaining, moving : Reached
        By improvements alone, and by moves at all.
    no_return : int
        From how many of the states that moves lead to no moves lead back.
    unreachable : mapping
        For each concept id the equilibria that no moves lead to; concepts without any are left out.
    analysis : SymbolicAnalysis
        Whose equilibria these are.
    """

    start: int
    totals: Mapping[str, int]
    gaining: Reached
    moving: Reached
    no_return: int
    unreachable: Mapping[str, Patterns]
    analysis: SymbolicAnalysis = field(repr=False, compare=False)


def evolve_unlisted(analysis: SymbolicAnalysis, start: Sequence[int]) -> UnlistedEvolution:
    """Follow a conflict from a state to its equilibria, layer by layer.

    Parameters
    ----------
    analysis : SymbolicAnalysis
        The conflict and its equilibria.
    start : sequence of int
        The state (levels) to start from.

    Raises
    ------
    LimitError
        When there are not nodes enough.
    """
    space = analysis.space
    here = space.only(start)
    gaining, moving = (Forward(space, here, improvements=each) for each in (True, False))
    back = space.reaching(here, improvements=False)
    return UnlistedEvolution(
        space.number(start) - 1,
        analysis.counts,
        _reached(analysis, gaining),
        _reached(analysis, moving),
        space.size(moving.states & ~back),
        _unreachable(analysis, moving),
        analysis,
    )


def _unreachable(analysis: SymbolicAnalysis, moving: Forward) -> dict[str, Patterns]:
    space = analysis.space
    left = {each.id: analysis.equilibrium(each.id) & ~moving.states for each in analysis.concepts}
    return {name: cover(space, states, MAX_PATTERNS) for name, states in left.items() if states.satisfiable()}


def _reached(analysis: SymbolicAnalysis, forward: Forward) -> Reached:
    space = analysis.space
    equilibria = {each.id: analysis.equilibrium(each.id) for each in analysis.concepts}
    ways = {name: forward.way_to(states) for name, states in equilibria.items()}
    return Reached(
        forward.improvements,
        space.size(forward.states),
        {name: space.size(states & forward.states) for name, states in equilibria.items()},
        {name: None if way is None else _steps(analysis, way) for name, way in ways.items()},
    )


def _steps(analysis: SymbolicAnalysis, way: Sequence[Hop]) -> tuple[Step, ...]:
    space = analysis.space
    people = len(space.decision_makers)
    return tuple(
        Step(
            by,
            space.number(source) - 1,
            space.number(target) - 1,
            by < people and (space.only(target) & space.above(by, source)).satisfiable(),
            event=by == people,
        )
        for by, source, target in way
    )
