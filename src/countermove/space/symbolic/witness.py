"""Why one state is or is not stable: an improvement, and the others' answers to it step by step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from countermove.space.symbolic.diagrams import Diagram, any_of, limited, sweep
from countermove.space.symbolic.singly import SingleMoves
from countermove.space.symbolic.space import State, SymbolicSpace
from countermove.space.symbolic.stability import starting

if TYPE_CHECKING:
    from countermove.concepts import Form

__all__ = ["Answer", "SymbolicWitness", "explain"]


@dataclass(frozen=True)
class Answer:
    """One step of the others' answers: who moves, where to, and whether that is an improvement for it."""

    mover: int
    state: State
    improvement: bool


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
    can_move : bool
        Whether the decision maker has a move at all.
    improvements : int
        How many improvements there are, exactly.
    improvement : tuple of int, or None
        The improvement to speak of: the best liked one that nobody answers, else the best liked
        one; of several the first. None when there is no improvement.
    answers : tuple of Answer
        A shortest legal sequence of answers to it; empty when nobody answers it.
    worse : bool
        Whether the decision maker likes where the answers lead less than the state in question.
    escape : tuple of int, or None
        For concepts that let it move once more: the best it could still move to after the answers.
    """

    dm: int
    state: State
    stable: bool
    can_move: bool
    improvements: int
    improvement: State | None
    answers: tuple[Answer, ...] = ()
    worse: bool = False
    escape: State | None = None


@limited
def explain(space: SymbolicSpace, form: Form, dm: int, state: Sequence[int]) -> SymbolicWitness:
    """Find the reason why a state is, or is not, stable for a decision maker.

    Here the threshold is the state's own level, so that sets of states alone are needed.

    Parameters
    ----------
    space : SymbolicSpace
        The conflict.
    form : Form
        Which answers count, and what they leave the decision maker with.
    dm : int
        The decision maker's index.
    state : sequence of int
        A feasible state.

    Raises
    ------
    LimitError
        When there are not nodes enough.
    """
    if space.manager.approx_num_inner_nodes() > space.nodes // 2:
        sweep(space.manager)
    here = tuple(state)
    better = space.above(dm, here)
    targets = space.moves.targets(dm, here)
    improvements = targets & better
    if isinstance(space.moves, SingleMoves):
        return _in_turn(space, form, dm, here, targets)
    layers = [space.manager.false()]
    if form.answers.name != "NONE" and improvements.satisfiable():
        layers = _layers(space, form, dm, starting(space.moves, form, dm, better), improvements)
    unanswered = improvements & ~layers[-1]
    stable = not unanswered.satisfiable()
    chosen = space.first(space.best(dm, improvements if stable else unanswered))
    found = SymbolicWitness(dm, here, stable, space.size(targets) > 1, space.size(improvements), chosen)
    if not stable or chosen is None:
        return found
    return _with_answers(space, form, found, _way_down(space, form, dm, chosen, layers))


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


def _with_answers(
    space: SymbolicSpace, form: Form, found: SymbolicWitness, answers: tuple[Answer, ...]
) -> SymbolicWitness:
    """Add how the chosen improvement is answered."""
    dm = found.dm
    end = answers[-1].state
    escape = None
    if form.base.name == "ESCAPE" and not form.rounds:
        best = space.best(dm, space.moves.targets(dm, end))
        escape = end if (best & space.only(end)).satisfiable() else space.first(best)
    return replace(found, answers=answers, worse=_prefers(space, dm, found.state, end), escape=escape)


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
                answers.append(Answer(mover, found, _prefers(space, mover, found, state)))
                state = found
                break
    return tuple(answers)


# ---------------------------------------------------------------- where moves do not chain
def _in_turn(space: SymbolicSpace, form: Form, dm: int, here: State, targets: Diagram) -> SymbolicWitness:
    """Find the reason where who moved last makes a difference."""
    assert isinstance(space.moves, SingleMoves)
    better = space.above(dm, here)
    improvements = targets & better
    start = starting(space.moves, form, dm, better)
    rounds: list[list[Diagram]] = []
    answered = space.manager.false()
    if form.answers.name != "NONE" and improvements.satisfiable():
        rounds = _rounds(space, space.moves, form, dm, start, improvements)
        answered = start | any_of(space.manager, rounds[-1])
    unanswered = improvements & ~answered
    stable = not unanswered.satisfiable()
    chosen = space.first(space.best(dm, improvements if stable else unanswered))
    found = SymbolicWitness(dm, here, stable, space.size(targets) > 1, space.size(improvements), chosen)
    if not stable or chosen is None:
        return found
    return _with_answers(space, form, found, _turns(space, form, chosen, start, rounds))


def _rounds(
    space: SymbolicSpace, moves: SingleMoves, form: Form, dm: int, start: Diagram, improvements: Diagram
) -> list[list[Diagram]]:
    """Return for 0, 1, 2, ... answers, and for each first mover, from where they reach the start."""
    step = moves.improving_into if form.answers.name == "IMPROVEMENTS" else moves.leaving_into
    none = space.manager.false()
    everybody = range(len(space.decision_makers))
    rounds = [[none for _ in everybody]]
    while (improvements & ~start & ~any_of(space.manager, rounds[-1])).satisfiable():
        last = rounds[-1]
        after = [start | any_of(space.manager, (last[k] for k in everybody if k != j)) for j in everybody]
        more = [none if mover == dm else step(mover, after[mover]) for mover in everybody]
        if more == last:
            break
        rounds.append(more)
    return rounds


def _turns(
    space: SymbolicSpace, form: Form, state: State, start: Diagram, rounds: list[list[Diagram]]
) -> tuple[Answer, ...]:
    """Follow legal answers from an answered improvement: each round one fewer is left."""
    everybody = range(len(space.decision_makers))
    here = space.only(state)
    left = next(k for k, first in enumerate(rounds) if (here & any_of(space.manager, first)).satisfiable())
    answers: list[Answer] = []
    last = -1
    while not (space.only(state) & start).satisfiable():
        movers = (k for k in everybody if k != last and (space.only(state) & rounds[left][k]).satisfiable())
        last = next(movers)
        left -= 1
        following = start | any_of(space.manager, (rounds[left][k] for k in everybody if k != last))
        reached = space.moves.targets(last, state) & ~space.only(state) & following
        if form.answers.name == "IMPROVEMENTS":
            reached &= space.above(last, state)
        found = space.first(reached & start) or space.first(reached)
        assert found is not None
        answers.append(Answer(last, found, _prefers(space, last, found, state)))
        state = found
    return tuple(answers)


def _prefers(space: SymbolicSpace, dm: int, one: State, other: State) -> bool:
    """Say whether a decision maker likes one state better than another."""
    return (space.above(dm, other) & space.only(one)).satisfiable()
