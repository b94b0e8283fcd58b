"""The feasible states of a conflict: which there are, their numbers, labels, and what holds in them.

States are indexed from 0 in the order of their published numbers, which count from 1. In option
form that order sorts combinations with the first option as the least significant digit.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from countermove.errors import LimitError
from countermove.model import Model, evaluate, pattern_of, split_pattern
from countermove.model.condition import Condition, Is, atoms
from countermove.model.elements import StatePattern, StateRef
from countermove.space.courses import MAX_COMBINATIONS, list_courses

__all__ = ["MAX_COMBINATIONS", "GraphStates", "OptionStates", "States", "list_states"]

MAX_DECISION_MAKERS = 63
"""How many decision makers a list of states can have; NumPy indexes arrays of no more dimensions."""
MAX_CODE = 2**62
"""Up to so much a state's levels are counted as one number of 64 bits."""

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]


class States(Protocol):
    """The feasible states of one model, in the order of their numbers."""

    @property
    def size(self) -> int:
        """How many there are."""
        ...

    def label(self, state: int) -> str:
        """Return the label of a state index."""
        ...

    def values(self, state: int) -> tuple[int, ...]:
        """Return the level number of every option in a state; in graph form the state's index alone."""
        ...

    def named(self, label: str) -> int | None:
        """Return the index of the state with this label, or None."""
        ...

    def where(self, condition: Condition) -> Bools:
        """Return, for every state, whether the condition holds; shape (size,)."""
        ...

    def select(self, ref: StateRef) -> Bools:
        """Return the states that a number, pattern or condition means; shape (size,)."""
        ...


class _Common:
    size: int

    def where(self, condition: Condition) -> Bools:
        raise NotImplementedError

    def matching(self, pattern: StatePattern) -> Bools:
        raise NotImplementedError

    def select(self, ref: StateRef) -> Bools:
        if isinstance(ref, int):
            chosen = np.zeros(self.size, dtype=bool)
            if 1 <= ref <= self.size:
                chosen[ref - 1] = True
            return chosen
        return self.matching(ref) if isinstance(ref, StatePattern) else self.where(ref)


class GraphStates(_Common):
    """States listed one by one."""

    def __init__(self, labels: Sequence[str]) -> None:
        self.labels = tuple(labels)
        self.size = len(self.labels)
        self._numbers = {label: state for state, label in enumerate(self.labels)}

    def label(self, state: int) -> str:
        """See `States`."""
        return self.labels[state]

    def values(self, state: int) -> tuple[int, ...]:
        """See `States`."""
        return (state,)

    def named(self, label: str) -> int | None:
        """See `States`."""
        return self._numbers.get(label)

    def matching(self, pattern: StatePattern) -> Bools:
        """Return no state: a graph form has no patterns."""
        return np.zeros(self.size, dtype=bool)

    def where(self, condition: Condition) -> Bools:
        """See `States`."""
        numbers = np.arange(self.size)
        return _evaluate(condition, lambda leaf: numbers == leaf.level, np.ones(self.size, dtype=bool))


class OptionStates(_Common):
    """States as combinations of each decision maker's courses (settings of its own options).

    A course that breaks a constraint on its owner's options alone is left out before anything is
    combined (`countermove.space.courses`). The combinations form a grid with one axis for each
    decision maker, the last decision maker first, so that the grid's flat order is the order of the
    states' numbers. Events, which nobody decides on, are settings like a last decision maker's.

    Attributes
    ----------
    courses : tuple of int8 arrays
        For each decision maker, and for the events where there are any, its admissible settings, shape
        (courses, own options), with the first option varying fastest.
    owners : list of int
        For each option the index of its decision maker; for an event the next index after all of theirs.
    shape : tuple of int
        The grid's shape: the number of courses, last decision maker first.
    cells : int array, shape (size,)
        The grid cell of each state, ascending.
    """

    def __init__(self, model: Model) -> None:
        if len(model.decision_makers) > MAX_DECISION_MAKERS:
            raise LimitError(
                f"there are {len(model.decision_makers)} decision makers, and the states of at most "
                f"{MAX_DECISION_MAKERS} can be listed; leave out those without options that matter"
            )
        self.levels = [option.levels for option in model.options]
        people = len(model.decision_makers)
        self.owners = [index for index, dm in enumerate(model.decision_makers) for _ in dm.options]
        self.owners += [people for _ in model.events]
        groups = range(people + bool(model.events))
        own = [[k for k, owner in enumerate(self.owners) if owner == group] for group in groups]
        shared: list[Condition] = []
        private: list[list[Condition]] = [[] for _ in own]
        for condition in (constraint.condition for constraint in model.constraints):
            concerned = {self.owners[leaf.option] for leaf in atoms(condition)}
            (private[concerned.pop()] if len(concerned) == 1 else shared).append(condition)
        self.courses: tuple[NDArray[np.int8], ...] = list_courses(
            own, [len(levels) for levels in self.levels], private
        )
        self.shape = tuple(len(courses) for courses in reversed(self.courses))
        self._place = {
            option: (dm, column) for dm, options in enumerate(own) for column, option in enumerate(options)
        }
        feasible = np.ones(self.shape, dtype=bool)
        for condition in shared:
            feasible &= _evaluate(condition, self._grid_leaf, np.ones((1,) * len(self.shape), dtype=bool))
        self.feasible: Bools = feasible
        self.cells: Ints = np.flatnonzero(feasible)
        self.size = len(self.cells)

    def axis(self, dm: int) -> int:
        """Return the grid axis of a decision maker."""
        return len(self.shape) - 1 - dm

    def _grid_leaf(self, leaf: Is) -> Bools:
        """Whether an option stands at a level, along its owner's axis and broadcast over the others."""
        dm, column = self._place[leaf.option]
        shape = [1] * len(self.shape)
        shape[self.axis(dm)] = -1
        result: Bools = (self.courses[dm][:, column] == leaf.level).reshape(shape)
        return result

    def where(self, condition: Condition) -> Bools:
        """See `States`."""
        return self.on_grid(condition).reshape(-1)[self.cells]

    def on_grid(self, condition: Condition) -> Bools:
        """Return, for every cell of the grid, whether the condition holds."""
        result = _evaluate(condition, self._grid_leaf, np.ones((1,) * len(self.shape), dtype=bool))
        return np.broadcast_to(result, self.shape)

    def matching(self, pattern: StatePattern) -> Bools:
        """Return the states with the levels of a pattern; shape (size,)."""
        chosen = np.ones(self.shape, dtype=bool)
        for option, level in enumerate(pattern.levels):
            if level is not None:
                chosen &= self._grid_leaf(Is(option, level))
        return chosen.reshape(-1)[self.cells]

    def courses_taken(self, dm: int, states: Ints | None = None) -> Ints:
        """Return which of its courses a decision maker takes in every state, or in some of them."""
        cells = self.cells if states is None else self.cells[states]
        return np.asarray(np.unravel_index(cells, self.shape)[self.axis(dm)])

    def course(self, state: int, dm: int) -> int:
        """Return which of its courses a decision maker takes in a state."""
        return int(np.unravel_index(self.cells[state], self.shape)[self.axis(dm)])

    def values(self, state: int) -> tuple[int, ...]:
        """Return the level number of every option in a state."""
        where = np.unravel_index(self.cells[state], self.shape)
        return tuple(
            int(level) for dm, courses in enumerate(self.courses) for level in courses[where[self.axis(dm)]]
        )

    def label(self, state: int) -> str:
        """See `States`."""
        return pattern_of(self.values(state), self.levels)

    def named(self, label: str) -> int | None:
        """See `States`."""
        pattern = split_pattern(label, self.levels)
        if pattern is None or None in pattern.levels:
            return None
        return self.index(tuple(level for level in pattern.levels if level is not None))

    def index(self, values: Sequence[int]) -> int | None:
        """Return the state with these levels, or None when it is not feasible."""
        where = []
        for dm in range(len(self.courses)):
            own = [level for level, owner in zip(values, self.owners, strict=True) if owner == dm]
            found = self._course_number[dm].get(tuple(own))
            if found is None:
                return None
            where.append(found)
        cell = int(np.ravel_multi_index(tuple(reversed(where)), self.shape))
        position = int(np.searchsorted(self.cells, cell))
        return position if position < self.size and self.cells[position] == cell else None

    def parts_in(self, places: Sequence[int], other: OptionStates) -> Ints:
        """Return for every state the one of other states in which options stand as they do in it.

        Parameters
        ----------
        places : sequence of int
            For each option of the other states which option it is here; -1 for one that stands at its
            first level there.
        other : OptionStates
            The other states.

        Returns
        -------
        int array, shape (size,)
            Indices; -1 where there is no such state.
        """
        codes = np.zeros(self.size + other.size, dtype=np.int64)  # of the states here, then of the others
        unit = 1
        for option, place in enumerate(places):
            levels = len(other.levels[option])
            if unit * levels > MAX_CODE:
                known, codes = np.unique(codes, return_inverse=True)
                unit = len(known)
            for level in range(1, levels):
                codes[self.size :] += unit * level * other.where(Is(option, level))
                if place >= 0:
                    codes[: self.size] += unit * level * self.where(Is(place, level))
            unit *= levels
        mine, theirs = codes[: self.size], codes[self.size :]  # theirs ascend, as numbers of states do
        found = np.searchsorted(theirs, mine)
        there = (found < other.size) & (theirs[np.minimum(found, other.size - 1)] == mine)
        return np.where(there, found, -1)

    @cached_property
    def _course_number(self) -> list[dict[tuple[int, ...], int]]:
        return [
            {tuple(map(int, row)): number for number, row in enumerate(courses)} for courses in self.courses
        ]


def _evaluate(condition: Condition, leaf: object, true: Bools) -> Bools:
    """Evaluate a condition over arrays of truth values."""
    result: Bools = evaluate(condition, leaf, true, np.logical_not, np.logical_and, np.logical_or)  # type: ignore[arg-type]
    return result


def list_states(model: Model) -> GraphStates | OptionStates:
    """List the feasible states of a model.

    Raises
    ------
    LimitError
        When there are more combinations than the explicit engine lists.
    """
    return GraphStates([state.label for state in model.states]) if model.graph_form else OptionStates(model)
