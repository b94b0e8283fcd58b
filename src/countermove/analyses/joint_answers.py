"""How the others answer an improvement at once and together: the reasons of simultaneous stability."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import prod

import numpy as np
from numpy.typing import NDArray

from countermove.analyses.paths import Step
from countermove.analyses.reasons import Answered
from countermove.errors import LimitError
from countermove.space import OptionStates, Space
from countermove.space.simultaneous import BLOCK, MAX_ANSWERS

__all__ = ["joint_answers"]

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class _Choice:
    """What one of the others may do: stay (the first entry), or take an improvement from where all stand.

    Attributes
    ----------
    by : int
        Whose choice it is.
    targets : int array
        The state that it would move to alone.
    shifts : int array
        By how many cells of the grid that leads away.
    """

    by: int
    targets: Ints
    shifts: Ints


def joint_answers(space: Space, dm: int, state: int, improvements: Sequence[int]) -> tuple[Answered, ...]:
    """Find for each improvement a joint answer of the others, by as few of them as can be.

    Where there are more than `BLOCK` joint answers, by as few as can be in the first block that has one.

    Parameters
    ----------
    space : Space
        A conflict in option form.
    dm, state : int
        Indices of the decision maker and the state.
    improvements : sequence of int
        Where the decision maker can move from there and be better off.

    Raises
    ------
    LimitError
        When more than `MAX_ANSWERS` joint answers would have to be looked at.
    """
    states, liked = space.states, space.ranks[dm]
    assert isinstance(states, OptionStates)
    if not improvements:
        return ()
    choices = list(_choices(space, states, dm, state))
    no_better = np.zeros(states.feasible.size, dtype=bool)  # an infeasible joint answer is none
    no_better[states.cells] = liked <= liked[state]
    found: dict[int, Answered] = {}
    looked_at = 0
    for numbers in _in_blocks(prod(len(each.targets) for each in choices)):
        waiting = [each for each in improvements if each not in found]
        looked_at += len(waiting) * len(numbers)
        if not waiting:
            break
        if looked_at > MAX_ANSWERS:
            name = space.decision_makers[dm]
            raise LimitError(
                f"for '{name}' more than {MAX_ANSWERS:,} joint answers of the others would have to be looked "
                "at, and that is the limit; add constraints, leave options out, or ask for seq or sseq"
            )
        taken = _decoded(choices, numbers)
        shift = sum((each.shifts[k] for each, k in zip(choices, taken, strict=True)), np.zeros_like(numbers))
        movers = sum((k > 0 for k in taken), np.zeros_like(numbers))
        for improvement in waiting:
            fitting = np.flatnonzero(no_better[states.cells[improvement] + shift])
            if len(fitting):
                best = fitting[movers[fitting].argmin()]
                end = int(np.searchsorted(states.cells, states.cells[improvement] + shift[best]))
                moved = [
                    Step(each.by, state, int(each.targets[k[best]]), True)
                    for each, k in zip(choices, taken, strict=True)
                    if k[best]
                ]
                found[improvement] = Answered(improvement, tuple(moved), end, bool(liked[end] < liked[state]))
    return tuple(found.get(each, Answered(each, None)) for each in improvements)


def _choices(space: Space, states: OptionStates, dm: int, state: int) -> Iterator[_Choice]:
    for j in range(len(space.decision_makers)):
        if j != dm:
            targets = np.array([state, *space.improvements(j, state)], dtype=np.int64)
            yield _Choice(j, targets, states.cells[targets] - states.cells[state])


def _in_blocks(total: int) -> Iterator[Ints]:
    """Yield the numbers of all joint answers, some at a time."""
    for low in range(0, total, BLOCK):
        yield np.arange(low, min(total, low + BLOCK), dtype=np.int64)


def _decoded(choices: Sequence[_Choice], numbers: Ints) -> list[Ints]:
    """Return which entry of each choice the joint answers with these numbers take."""
    taken = []
    for each in choices:
        numbers, digit = np.divmod(numbers, len(each.targets))
        taken.append(digit)
    return taken
