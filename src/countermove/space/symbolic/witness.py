"""Why one state is or is not stable: an improvement, and the others' answers to it step by step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from countermove.space.symbolic.diagrams import Diagram
from countermove.space.symbolic.space import State, SymbolicSpace
from countermove.space.symbolic.stability import starting

if TYPE_CHECKING:
    from countermove.concepts import Form

__all__ = ["Answer", "SymbolicWitness", "explain"]


@dataclass(frozen=True)
class Answer:
    """One step of the others' answers: who moves, and where that leads."""

    mover: int
    state: State


@dataclass(frozen=True)
class SymbolicWitness:
    """The reason of one verdict.

    Attributes
    ----------
    dm : int
        Whose verdict it is.
    state : tuple of int
        The state in question.
    stable : bool
        Whether every improvement is answered.
    improvement : tuple of int, or None
        The improvement to speak of: the best liked one that nobody answers, else the best liked
        one; None when there is no improvement.
    answers : tuple of Answer
        A shortest legal sequence of answers to it; empty when nobody answers it.
    """

    dm: int
    state: State
    stable: bool
    improvement: State | None
    answers: tuple[Answer, ...]


def explain(space: SymbolicSpace, form: Form, dm: int, state: Sequence[int]) -> SymbolicWitness:
    """Find the reason why a state is, or is not, stable for a decision maker.

    Here the threshold is the state's own level, so that sets of states alone are needed.
    """
    here = tuple(state)
    better = space.above(dm, here)
    improvements = space.moves.targets(dm, here) & better
    if form.answers.name == "NONE" or not improvements.satisfiable():
        best = space.first(space.best(dm, improvements))
        return SymbolicWitness(dm, here, best is None, best, ())
    layers = _layers(space, form, dm, starting(space.moves, form, dm, better), improvements)
    unanswered = improvements & ~layers[-1]
    stable = not unanswered.satisfiable()
    chosen = space.first(space.best(dm, improvements if stable else unanswered))
    assert chosen is not None
    return SymbolicWitness(
        dm, here, stable, chosen, _way_down(space, form, dm, chosen, layers) if stable else ()
    )


def _layers(
    space: SymbolicSpace, form: Form, dm: int, start: Diagram, improvements: Diagram
) -> list[Diagram]:
    """Return from where at most 0, 1, 2, ... answers reach the start, until all improvements are answered."""
    step = space.moves.improving_into if form.answers.name == "IMPROVEMENTS" else space.moves.moving_into
    layers = [start]
    while (improvements & ~layers[-1]).satisfiable():
        more = layers[-1]
        for other in range(len(space.decision_makers)):
            if other != dm:
                more |= step(other, layers[-1])
        if more == layers[-1]:
            break
        layers.append(more)
    return layers


def _way_down(
    space: SymbolicSpace, form: Form, dm: int, state: State, layers: list[Diagram]
) -> tuple[Answer, ...]:
    """Follow the others from an answered improvement, one layer nearer to the start with each step.

    Nobody moves twice in a row: two steps of one mover would be one, and the way not a shortest.
    """
    answers: list[Answer] = []
    here = space.only(state)
    depth = next(k for k, layer in enumerate(layers) if (here & layer).satisfiable())
    for nearer in reversed(layers[:depth]):
        for mover in range(len(space.decision_makers)):
            targets = space.moves.targets(mover, state) & nearer
            if form.answers.name == "IMPROVEMENTS":
                targets &= space.above(mover, state)
            found = None if mover == dm else space.first(targets)
            if found is not None:
                answers.append(Answer(mover, found))
                state = found
                break
    return tuple(answers)
