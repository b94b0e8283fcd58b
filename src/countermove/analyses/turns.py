"""Why an equilibrium of one model is none of another: who leaves it there, and what is different."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from countermove.analyses.matching import Matching
from countermove.analyses.paths import Step
from countermove.analyses.witness import Answered, Foresight, Witness, witness
from countermove.concepts import Concept
from countermove.errors import LimitError
from countermove.model import holds
from countermove.space import Space
from countermove.stability import Analysis

__all__ = ["Broken", "Reason", "Turn", "Why", "broken_step", "reason"]

Why = Literal["no-gain", "no-move", "infeasible", "answered", "foresight", "new", "too-long"]


@dataclass(frozen=True)
class Turn:
    """Why one decision maker leaves a state in one model and not in the other.

    Attributes
    ----------
    dm : str
        The decision maker's label.
    leaving : Witness or None
        In the model in which it leaves; None when the reason takes too long to find.
    staying : Witness or None
        In the other model; None also when it does not decide anything there.
    why : str
        What holds it in the other model: ``no-gain`` (it likes no better there what it moves to), ``no-move``
        (it cannot move there), ``infeasible`` (there is no such state), ``answered`` (the others answer),
        ``foresight`` (it anticipates another end), ``new`` (it is no decision maker there) or ``too-long``
        (the reason takes too long to find).
    answer : Answered or None
        In the other model's states, how the same improvement is answered there.
    """

    dm: str
    leaving: Witness | None
    staying: Witness | None
    why: Why
    answer: Answered | None = None


@dataclass(frozen=True)
class Reason:
    """Why an equilibrium is lost or gained.

    Attributes
    ----------
    unit : int
        What it means (`Matching`).
    lost : bool
        Whether it holds in the first model alone; gained ones hold in the second alone.
    before, after : int or None
        A state of each model that means it: in the model where it holds one that does. None where there is
        none.
    sharing : int
        How many states of the model where it does not hold mean it.
    broken : tuple of int
        Where there is none, the constraints of that model that each such state breaks.
    turns : tuple of Turn
        Who leaves the state in the model where it does not hold.
    """

    unit: int
    lost: bool
    before: int | None
    after: int | None
    sharing: int
    broken: tuple[int, ...]
    turns: tuple[Turn, ...]


def reason(
    before: Analysis, after: Analysis, matching: Matching, concept: Concept, unit: int, *, lost: bool
) -> Reason:
    """Find out why a state holds in one model and not in the other.

    Parameters
    ----------
    before, after : Analysis
        The two models.
    matching : Matching
        Which of their states mean the same.
    concept : Concept
        Under which concept.
    unit : int
        What the state means.
    lost : bool
        Whether it holds in the first model, and not in the second.
    """
    held, other = (before, after) if lost else (after, before)
    equilibria = held.equilibrium(concept.id)
    state = next(each for each in matching.sharing(unit, after=not lost) if equilibria[each])
    there = matching.sharing(unit, after=lost)
    counterpart = there[0] if there else None
    turns: tuple[Turn, ...] = ()
    if counterpart is not None:
        one, two = _Side(held, matching, not lost), _Side(other, matching, lost)
        turns = tuple(
            _turn(one, two, concept, dm, state, counterpart)
            for dm in range(len(other.space.decision_makers))
            if not other.is_stable(concept.id, dm, counterpart)
        )
    broken = () if there else _broken(held.space, other.space, state)
    pair = (state, counterpart) if lost else (counterpart, state)
    return Reason(unit, lost, pair[0], pair[1], len(there), broken, turns)


@dataclass(frozen=True)
class _Side:
    """One of two models whose states are matched."""

    analysis: Analysis
    matching: Matching
    after: bool

    @property
    def space(self) -> Space:
        return self.analysis.space

    def meaning(self, state: int) -> int:
        return int((self.matching.after if self.after else self.matching.before)[state])

    def like(self, unit: int, among: Sequence[int]) -> int | None:
        """Return the first of some states with a meaning."""
        return next((state for state in among if self.meaning(state) == unit), None)


def _turn(held: _Side, other: _Side, concept: Concept, dm: int, state: int, counterpart: int) -> Turn:
    label = other.space.decision_makers[dm]
    known = label in held.space.decision_makers
    try:
        leaving = witness(other.space, concept, dm, counterpart)
        same = held.space.decision_makers.index(label) if known else -1
        staying = witness(held.space, concept, same, state) if known else None
    except LimitError:
        return Turn(label, None, None, "too-long")
    if staying is None:
        return Turn(label, leaving, None, "new")
    target = _leaves_for(leaving)
    unit = other.meaning(target)
    moves = held.space.moves.targets(staying.dm, state)
    move = held.like(unit, moves)
    if move is None:
        feasible = held.matching.sharing(unit, after=held.after)
        return Turn(label, leaving, staying, "no-move" if feasible else "infeasible")
    if isinstance(staying, Foresight):
        return Turn(label, leaving, staying, "foresight")
    if held.space.ranks[staying.dm][move] <= held.space.ranks[staying.dm][state]:
        return Turn(label, leaving, staying, "no-gain")
    answer = next(each for each in staying.improvements if each.improvement == move)
    return Turn(label, leaving, staying, "answered", answer)


def _leaves_for(leaving: Witness) -> int:
    """Return the state that a decision maker leaves for."""
    if isinstance(leaving, Foresight):
        assert leaving.telling_way is not None
        return leaving.telling_way.move
    assert leaving.telling is not None
    return leaving.telling.improvement


def _broken(held: Space, other: Space, state: int) -> tuple[int, ...]:
    """Return the constraints of one model that a state of the other breaks, where it can be told."""
    levels = {
        option.id: option.levels[level]
        for option, level in zip(held.model.options, held.states.values(state), strict=False)
    }
    options = other.model.options
    if held.model.graph_form or any(levels.get(each.id) not in each.levels for each in options):
        return ()
    values = [each.levels.index(levels[each.id]) for each in options]
    return tuple(
        index for index, each in enumerate(other.model.constraints) if not holds(each.condition, values)
    )


@dataclass(frozen=True)
class Broken:
    """What has become of the way by which improvements led to an equilibrium that is kept.

    Attributes
    ----------
    unit : int
        What the equilibrium means (`Matching`).
    step : Step or None
        The first step of the way, in the first model's states, that no longer leads on; None when it is
        today's state that differs.
    why : str
        ``infeasible`` (it leads to a state that there no longer is), ``no-move`` (it can no longer be made),
        ``no-gain`` (its mover gains nothing by it) or ``today``.
    """

    unit: int
    step: Step | None
    why: Literal["infeasible", "no-move", "no-gain", "today"]


def broken_step(
    before: Analysis, after: Analysis, matching: Matching, steps: Sequence[Step], unit: int
) -> Broken:
    """Find the first step of a way of improvements that is none in the other model.

    Parameters
    ----------
    before, after : Analysis
        The two models, their states matched one to one.
    matching : Matching
        Which of their states mean the same.
    steps : sequence of Step
        The way, in the first model's states.
    unit : int
        What the equilibrium that it led to means.
    """
    labels = after.space.decision_makers
    start = before.space.status_quo
    assert start is not None
    if matching.first_after[matching.before[start]] != after.space.status_quo:
        return Broken(unit, None, "today")
    for step in steps:
        source, target = (
            int(matching.first_after[matching.before[state]]) for state in (step.source, step.target)
        )
        label = before.space.decision_makers[step.by]
        if target < 0:
            return Broken(unit, step, "infeasible")
        if label not in labels or target not in after.space.moves.targets(labels.index(label), source):
            return Broken(unit, step, "no-move")
        ranks = after.space.ranks[labels.index(label)]
        if ranks[target] <= ranks[source]:
            return Broken(unit, step, "no-gain")
    raise AssertionError("each step leads on, so the state is reached")
