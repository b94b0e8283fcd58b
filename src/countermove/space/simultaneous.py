"""Simultaneous stability: all joint answers of the others, looked at in blocks.

A joint answer is a number: its digits, one for each of the others, say which of the mover's own
choices (staying, or an improvement from the state in question) is taken. So the answers of all
states form one long row, of which a block at a time is decoded into cells of the grid.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from countermove.errors import LimitError, UsageError
from countermove.space import Space
from countermove.space.arcs import ArcMoves
from countermove.space.grid import GridMoves
from countermove.space.states import OptionStates
from countermove.space.stopping import go_on

__all__ = ["MAX_ANSWERS", "simultaneous"]

MAX_ANSWERS = 400_000_000
"""How many joint answers are looked at for one decision maker at most."""
FIRST = 8
"""How many joint answers to each improvement are looked at first."""
BLOCK = 2**20
"""How many joint answers, or pairs of a state and a course, are held at once."""

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
Values = NDArray[np.signedinteger]
Shifts = tuple[Ints, Ints, Ints]


def simultaneous(space: Space, dm: int) -> Bools:
    """Say which states are simultaneously stable for a decision maker.

    Parameters
    ----------
    space : Space
        A conflict in option form.
    dm : int
        The decision maker's index.

    Returns
    -------
    bool array, shape (size,)
        In the order of the state numbers.

    Raises
    ------
    UsageError
        When the conflict is in graph form.
    LimitError
        When there are more than `MAX_ANSWERS` joint answers to look at.
    """
    states = space.states
    if not isinstance(states, OptionStates):
        raise UsageError(
            "simultaneous stability (sim) combines moves by their options, and this conflict is in graph "
            "form; ask for seq or sseq, or write the conflict with options"
        )
    if space.model.powers:
        raise UsageError(
            "simultaneous stability (sim) combines what each does with its own options, and in this conflict "
            "options of others can be forced; ask for seq or sseq, or leave 'power' out"
        )
    liked = np.full(states.feasible.size, np.iinfo(space.ranks[dm].dtype).max, dtype=space.ranks[dm].dtype)
    liked[states.cells] = space.ranks[dm]  # an infeasible joint answer leaves nobody worse off
    stable = np.ones(states.size, dtype=bool)
    budget = MAX_ANSWERS
    together = max(1, BLOCK // max(states.shape))
    for low in range(0, states.size, together):
        go_on()
        high = min(states.size, low + together)
        improving, others = _choices(space, states, dm, low, high)
        block = _Block(improving, others, states.cells[low:high], space.ranks[dm][low:high], liked)
        stable[low:high], budget = block.stable(budget)
        if budget < 0:
            name = space.decision_makers[dm]
            raise LimitError(
                f"for '{name}' more than {MAX_ANSWERS:,} joint answers of the others would have to be looked "
                "at, and that is the limit; add constraints, leave options out, or ask for seq or sseq"
            )
    return stable


@dataclass(frozen=True)
class Choice:
    """What one or several decision makers may do at each state of a block.

    Attributes
    ----------
    count : int array, shape (states,)
        How many choices there are.
    shifts : tuple of (int array, int array, int array)
        For each decision maker: how many choices it has at each state, the place of the first, and
        for every choice by how many cells of the grid it leads away from the state.
    """

    count: Ints
    shifts: tuple[Shifts, ...]

    def cell(self, state: Ints, number: Ints) -> Ints:
        """Return by how many cells the choices with these numbers lead away from these states."""
        shift = np.zeros(len(state), dtype=np.int64)
        for count, first, shifts in self.shifts:
            number, digit = np.divmod(number, count[state])
            shift += shifts[first[state] + digit]
        return shift


def _choices(space: Space, states: OptionStates, dm: int, low: int, high: int) -> tuple[Choice, Choice]:
    """Return the improvements of ``dm``, and the others' joint choices, for a block of states."""
    where = np.unravel_index(states.cells[low:high], states.shape)
    own: list[Shifts] = []
    rest: list[Shifts] = []
    total = np.ones(high - low, dtype=np.int64)
    for j in range(len(space.decision_makers)):
        axis = states.axis(j)
        better = _improvements(space, states, j, low, high)
        if j != dm:
            better[np.arange(high - low), where[axis]] = True  # staying
        state, course = np.nonzero(better)
        count = np.bincount(state, minlength=high - low)
        stride = int(np.prod(states.shape[axis + 1 :], dtype=np.int64))
        entry = (count, np.cumsum(count) - count, (course - where[axis][state]) * stride)
        (own if j == dm else rest).append(entry)
        if j != dm:
            total *= count
    return Choice(own[0][0], tuple(own)), Choice(total, tuple(rest))


def _improvements(space: Space, states: OptionStates, j: int, low: int, high: int) -> Bools:
    """Say for each state of a block and each course of ``j`` whether taking it improves on the state."""
    moves, liked, axis = space.moves, space.ranks[j], states.axis(j)
    better = np.zeros((high - low, states.shape[axis]), dtype=bool)
    if isinstance(moves, ArcMoves):
        first, last = np.searchsorted(moves.sources[j], [low, high])
        sources, ends = moves.sources[j][first:last], moves.ends[j][first:last]
        good = liked[ends] > liked[sources]
        better[sources[good] - low, states.courses_taken(j)[ends[good]]] = True
        return better
    assert isinstance(moves, GridMoves)
    where = np.unravel_index(states.cells[low:high], states.shape)[axis][:, None]
    courses = np.arange(states.shape[axis])
    stride = int(np.prod(states.shape[axis + 1 :], dtype=np.int64))
    cells = states.cells[low:high, None] + (courses - where) * stride
    by_cell = moves.ranks[j]  # infeasible cells hold less than any state
    better[:] = by_cell[cells] > liked[low:high, None]
    if not moves.free[j]:
        better &= moves.changes[j].allowed(where, courses)
    return better


@dataclass(frozen=True)
class _Block:
    """Some states, what can be done at each, and how the mover likes them and all cells of the grid."""

    improving: Choice
    others: Choice
    cells: Ints
    ranks: Values
    liked: Values

    def stable(self, budget: int) -> tuple[Bools, int]:
        """Say for each state whether every improvement meets a joint answer that is no better.

        A few answers settle most improvements, so they are looked at in portions that grow, and only
        for what is still open. Returns the verdicts and what is left of the number of answers that may
        be looked at; when that is negative the verdicts are not complete.
        """
        states = np.arange(len(self.ranks))
        state, number = _numbered(states, self.improving.count)
        moved = self.cells[state] + self.improving.cell(state, number)
        stable = np.ones(len(states), dtype=bool)
        waiting = np.arange(len(state))
        seen, portion = 0, FIRST
        while len(waiting):
            looking = np.minimum(self.others.count[state[waiting]] - seen, portion)
            budget -= int(looking.sum())
            if budget < 0:
                break
            waiting = waiting[~self._answered(state[waiting], moved[waiting], looking, seen)]
            seen, portion = seen + portion, portion * 4
            unanswered = self.others.count[state[waiting]] <= seen
            stable[state[waiting[unanswered]]] = False
            waiting = waiting[stable[state[waiting]]]
        return stable, budget

    def _answered(self, state: Ints, moved: Ints, looking: Ints, seen: int) -> Bools:
        """Say which improvements meet an answer among so many, those already seen passed over."""
        answered = np.zeros(len(state), dtype=bool)
        for improvement, answer in _in_blocks(looking):
            go_on()
            at = state[improvement]
            end = moved[improvement] + self.others.cell(at, answer + seen)
            answered[improvement[self.liked[end] <= self.ranks[at]]] = True
        return answered


def _numbered(items: Ints, counts: Ints) -> tuple[Ints, Ints]:
    """Return each item as often as its count says, and numbers from 0 for its copies."""
    ends = np.cumsum(counts)
    owner = np.repeat(items, counts)
    return owner, np.arange(len(owner)) - (ends - counts)[owner]


def _in_blocks(counts: Ints) -> Iterator[tuple[Ints, Ints]]:
    """Yield every k with each number below ``counts[k]``, some pairs at a time."""
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    if total <= BLOCK:
        if total:
            yield _numbered(np.arange(len(counts)), counts)
        return
    for low in range(0, total, BLOCK):
        items = np.arange(low, min(total, low + BLOCK))
        owner = np.searchsorted(ends, items, side="right")
        yield owner, items - (ends - counts)[owner]
