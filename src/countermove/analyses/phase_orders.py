"""The order of a settlement's steps: where the one of the file breaks and is weak, and which others stand.

An order stands under a concept when each of its stages has states that nobody gains by leaving, and moves of
anybody lead on from such states of one stage to such states of the next, all the way, each time without
leaving these two stages. What an option requires, and what cannot be undone, matters here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from math import factorial

import numpy as np

from countermove.analyses.paths import MAX_MOVES, Step
from countermove.analyses.phases import Reached, Security, Settlement, Stage, general
from countermove.concepts import Concept
from countermove.errors import LimitError
from countermove.space import Space

__all__ = [
    "MAX_FOLLOWED",
    "MAX_VERDICTS",
    "Broken",
    "Carried",
    "Carrying",
    "Orders",
    "carry_out",
    "secure_under",
    "weak_stages",
]

MAX_VERDICTS = 400_000_000
"""States times decision makers, concepts and stages that are looked at."""
MAX_FOLLOWED = 5_000_000
"""Moves that are followed while all orders are tried under one concept."""


@dataclass(frozen=True)
class Broken:
    """Where an order of the steps breaks, and why.

    Attributes
    ----------
    stage : int
        The stage that it does not get to; see `Stage`.
    kind : str
        ``no-state``: the stage has no states. ``leaving``: from each somebody gains by leaving. ``no-way``:
        no moves lead to a state of it that nobody gains by leaving.
    step : int or None
        For ``no-way`` the step (its place from 0) that would lead there.
    requires : tuple of int
        For ``no-way`` the forbidden moves (indices) by which an option requires what is nowhere fulfilled on
        the way, and would have to be taken.
    one_way : tuple of int
        For ``no-way`` the options (indices) that would have to be undone and cannot be.
    """

    stage: Stage
    kind: str
    step: int | None = None
    requires: tuple[int, ...] = ()
    one_way: tuple[int, ...] = ()


@dataclass(frozen=True)
class Orders:
    """Which orders of the steps stand under one concept.

    Attributes
    ----------
    concept : Concept
        The notion of stability.
    tried : int
        How many orders there are.
    stand : tuple of tuple of int
        Those that stand, each the places of the steps in its order, sorted.
    breaks : tuple of (Broken, int)
        Where the others break first, and how many orders break there; most first.
    """

    concept: Concept
    tried: int
    stand: tuple[tuple[int, ...], ...]
    breaks: tuple[tuple[Broken, int], ...]


@dataclass(frozen=True)
class Carrying:
    """The order of the file under one concept.

    Attributes
    ----------
    concept : Concept
        The notion of stability.
    stages : tuple of Security
        From nothing done to all done.
    broken : Broken or None
        Where it breaks first.
    ways : tuple of tuple of Step
        For each step up to there shortest moves from a secure state of the stage before to one of the next.
    """

    concept: Concept
    stages: tuple[Security, ...]
    broken: Broken | None
    ways: tuple[tuple[Step, ...], ...] = field(default=())


@dataclass(frozen=True)
class Carried:
    """A settlement carried out in the order of the file, and in every other.

    Attributes
    ----------
    settlement : Settlement
        Ready to be asked about other stages.
    as_written : tuple of Carrying
        The order of the file, concept by concept.
    orders : tuple of Orders, or LimitError
        All orders, concept by concept, or why they are not looked at.
    """

    settlement: Settlement
    as_written: tuple[Carrying, ...]
    orders: tuple[Orders, ...] | LimitError


def carry_out(space: Space, concepts: Sequence[Concept]) -> Carried:
    """Carry a settlement out in the order of the file, and in every other.

    Parameters
    ----------
    space : Space
        A conflict whose model has phases.
    concepts : sequence of Concept
        Those that are not of the general form are passed over.

    Raises
    ------
    LimitError
        When even the order as written is too much work.
    """
    phases = space.model.phases
    assert phases is not None, "the model has phases"
    settled, chosen = Settlement(space, phases), general(concepts)
    _check_work(space, chosen, len(phases.steps) + 1)
    as_written = tuple(_as_written(settled, each) for each in chosen)
    try:
        _check_work(space, chosen, 1 << len(phases.steps))
        return Carried(settled, as_written, tuple(_orders(settled, each) for each in chosen))
    except LimitError as error:
        return Carried(settled, as_written, error)


def _check_work(space: Space, concepts: Sequence[Concept], stages: int) -> None:
    work = space.size * len(space.decision_makers) * len(concepts) * stages
    if work > MAX_VERDICTS:
        what = f"{stages} stages of a settlement in {space.size:,} states are {work:,} verdicts"
        hint = "name a concept, put steps together, or leave options out"
        raise LimitError(f"{what}, and the limit is {MAX_VERDICTS:,}; {hint}")
    if space.moves.count() > MAX_MOVES:
        what = f"a settlement follows every move, here up to {space.moves.count():,}"
        raise LimitError(f"{what}, and the limit is {MAX_MOVES:,}; leave options out, or add constraints")


def _as_written(settled: Settlement, concept: Concept) -> Carrying:
    stages = settled.as_written
    secure = tuple(settled.security(concept, stage) for stage in stages)
    ways: list[tuple[Step, ...]] = []
    starts: tuple[int, ...] = secure[0].secure
    broken = _unsecured(secure[0])
    for step, (before, after) in enumerate(pairwise(secure)):
        if broken is not None:
            break
        broken = _unsecured(after)
        if broken is None:
            reached = settled.way(starts, before.stage, after.stage)
            starts = tuple(state for state in after.secure if state in reached)
            if not starts:
                broken = _no_way(settled, reached, after, step)
                break
            nearest = next(state for state in reached if state in set(starts))
            ways.append(_steps(settled.space, reached, nearest))
    return Carrying(concept, secure, broken, tuple(ways))


def _unsecured(stage: Security) -> Broken | None:
    """Say why a stage cannot be one of any order; None when it can."""
    return None if stage.secure else Broken(stage.stage, "leaving" if stage.states else "no-state")


def _steps(space: Space, reached: Reached, state: int) -> tuple[Step, ...]:
    steps: list[Step] = []
    while (last := reached[state]) is not None:
        by, source = last
        better = bool(space.ranks[by][state] > space.ranks[by][source])
        steps.append(Step(by, source, state, better))
        state = source
    return tuple(reversed(steps))


def _no_way(settled: Settlement, reached: Reached, after: Security, step: int) -> Broken:
    """Say what keeps moves from the secure states of a stage: requirements not met, and one-way options."""
    space, model = settled.space, settled.space.model
    if model.graph_form:
        return Broken(after.stage, "no-way", step)
    here = np.array([space.states.values(state) for state in reached])
    there = np.array([space.states.values(state) for state in after.secure])
    places = {option.id: place for place, option in enumerate(model.options)}
    on_the_way = np.zeros(space.size, dtype=bool)
    on_the_way[list(reached)] = True
    requires = tuple(
        index
        for index, each in enumerate(model.forbidden_moves)
        if each.option
        and not here[:, places[each.option]].any()
        and there[:, places[each.option]].all()
        and not (space.states.where(each.requires) & on_the_way).any()
    )
    one_way = tuple(
        place
        for place, option in enumerate(model.options)
        if (option.moves == "forward" and here[:, place].min() > there[:, place].max())
        or (option.moves == "backward" and here[:, place].max() < there[:, place].min())
    )
    return Broken(after.stage, "no-way", step, requires, one_way)


@dataclass
class _Search:
    """All orders of the steps under one concept, those with a common beginning together."""

    settled: Settlement
    concept: Concept
    stand: list[tuple[int, ...]] = field(default_factory=list)
    breaks: dict[Broken, int] = field(default_factory=dict)
    known: dict[tuple[Stage, int, tuple[int, ...]], tuple[int, ...] | Broken] = field(default_factory=dict)
    looked_at: int = 0

    def go_on(self, order: tuple[int, ...], stage: Stage, starts: tuple[int, ...]) -> None:
        """Add every step that is left to an order whose stages so far stand."""
        steps = len(self.settled.phases.steps)
        if len(order) == steps:
            self.stand.append(order)
            return
        for step in range(steps):
            if not stage >> step & 1:
                found = self._next(stage, step, starts)
                if isinstance(found, Broken):
                    self._note(found, steps - len(order) - 1)
                else:
                    self.go_on((*order, step), stage | 1 << step, found)

    def _note(self, broken: Broken, left: int) -> None:
        self.breaks[broken] = self.breaks.get(broken, 0) + factorial(left)

    def _next(self, stage: Stage, step: int, starts: tuple[int, ...]) -> tuple[int, ...] | Broken:
        """Return the secure states of the next stage that moves lead to, or why there are none."""
        key = stage, step, starts
        if key not in self.known:
            after = self.settled.security(self.concept, stage | 1 << step)
            broken = _unsecured(after)
            self.known[key] = broken if broken is not None else self._reached(stage, step, starts, after)
        return self.known[key]

    def _reached(
        self, stage: Stage, step: int, starts: tuple[int, ...], after: Security
    ) -> tuple[int, ...] | Broken:
        reached = self.settled.way(starts, stage, after.stage)
        self.looked_at += sum(len(self.settled.moves(state)) for state in reached)
        if self.looked_at > MAX_FOLLOWED:
            under = f"while the orders are tried under {self.concept.short}"
            what = f"more than {MAX_FOLLOWED:,} moves come up {under}"
            raise LimitError(f"{what}; put steps together, or leave options out")
        ends = tuple(state for state in after.secure if state in reached)
        return ends or _no_way(self.settled, reached, after, step)


def _orders(settled: Settlement, concept: Concept) -> Orders:
    steps = len(settled.phases.steps)
    first = settled.security(concept, 0)
    search = _Search(settled, concept)
    broken = _unsecured(first)
    if broken is None:
        search.go_on((), 0, first.secure)
    else:
        search._note(broken, steps)
    breaks = sorted(search.breaks.items(), key=lambda each: (-each[1], each[0].stage, each[0].step or 0))
    return Orders(concept, factorial(steps), tuple(search.stand), tuple(breaks))


# ---------------------------------------------------------------- the weak stage
def weak_stages(carried: Sequence[Carrying]) -> list[int]:
    """Return the weakest stages of the order as written, by their places from 0.

    The weakest has states that nobody gains by leaving under the fewest concepts; of several the one with
    the smallest share of such states, over all concepts. Stages without states are left out. Empty when all
    stand alike.
    """
    strength: dict[int, tuple[int, Fraction]] = {}
    for place, holding in secure_under(carried).items():
        stage = [each.stages[place] for each in carried]
        secure = sum(len(each.secure) for each in stage)
        strength[place] = holding, Fraction(secure, sum(each.states for each in stage))
    if len(set(strength.values())) < 2:
        return []
    return [place for place, each in strength.items() if each == min(strength.values())]


def secure_under(carried: Sequence[Carrying]) -> dict[int, int]:
    """Return for each stage that has states (its place from 0) under how many concepts some are secure."""
    return {
        place: sum(bool(each.stages[place].secure) for each in carried)
        for place, stage in enumerate(carried[0].stages if carried else ())
        if stage.states
    }
