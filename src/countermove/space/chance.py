"""Events between states, and how states are ranked where events change what is wanted or may lead on.

A decision maker ranks a state by what it wants under the regime in which the state stands, that is, after
the events that have happened there. No solution concept compares states of two regimes: it compares a state
with those that its own moves, or legal sequences of moves, lead to from it, no move of anybody changes an
event, and the regime hangs on the events alone.

How events are read in the concepts is our own plainest reading, and follows no published definition.
Neutral: a state counts as it stands. Cautious: as the worst that events by themselves can make of
it, several in a row included; hopeful: as the best. What they make of it is judged by what is wanted before
they happen, in the regime of the state itself. With states ranked so, every concept is what it always is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from countermove.model import Model
from countermove.model.condition import Is
from countermove.model.elements import Preference
from countermove.space.ranks import compact
from countermove.space.states import OptionStates

__all__ = ["Happenings", "Likings", "likings", "regimes_of"]

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
Values = NDArray[np.signedinteger]


@dataclass(frozen=True)
class _Steps:
    """Where one event leads on the grid: rows are the courses of all events, columns those of all others.

    Attributes
    ----------
    rows, to : int arrays, shape (rows,)
        Rows, and for each the one in which this event alone stands otherwise.
    where : bool array, shape (rows, columns)
        Where in these rows it leads there.
    """

    rows: Ints
    to: Ints
    where: Bools


class Happenings:
    """Where events lead; states are indexed from 0.

    Parameters
    ----------
    model : Model
        The conflict, in option form.
    states : OptionStates
        Its states.
    """

    def __init__(self, model: Model, states: OptionStates) -> None:
        self.model = model
        self.states = states
        self.first = len(model.options) - len(model.events)
        self.ids = [event.id for event in model.events]

    def steps(self, state: int) -> list[tuple[int, int]]:
        """Return which events (indices) may happen in a state, or pass, and where each leads."""
        found = []
        for event, targets in enumerate(self.targets):
            if (target := int(targets[state])) >= 0:
                found.append((event, target))
        return found

    def happened(self, event: int) -> Bools:
        """Return in which states an event has happened; shape (size,)."""
        return self.states.where(Is(self.first + event, 1))

    def possible(self, event: int) -> Bools:
        """Return in which states the condition holds under which an event may happen; shape (size,)."""
        given = self.model.events[event].possible
        return np.ones(self.states.size, dtype=bool) if given is None else self.states.where(given.condition)

    @property
    def shape(self) -> tuple[int, int]:
        """The shape of the grid of courses: those of events, and all others'."""
        return self.states.shape[0], int(np.prod(self.states.shape[1:], dtype=np.int64))

    def _turned(self, event: int) -> _Steps:
        """Return where each state would lead if an event alone were to happen, or to pass."""
        feasible = self.states.feasible.reshape(self.shape)
        codes = self._courses @ (1 << np.arange(len(self.ids)))  # ascending, as courses are listed
        wanted = codes ^ (1 << event)
        other = np.searchsorted(codes, wanted).clip(max=len(codes) - 1)
        rows = np.flatnonzero(codes[other] == wanted)
        return _Steps(rows, other[rows], feasible[rows] & feasible[other[rows]])

    @property
    def _courses(self) -> Ints:
        """Which events have happened (1) in each of their courses; shape (courses, events)."""
        return self.states.courses[len(self.model.decision_makers)].astype(np.int64)

    @cached_property
    def leading(self) -> list[_Steps]:
        """For each event where it leads by happening, or passing."""
        found = []
        for number, event in enumerate(self.model.events):
            turned, happened = self._turned(number), self._courses[:, number] == 1
            kept = ~happened[turned.rows] | (not event.lasts)
            rows, to, where = turned.rows[kept], turned.to[kept], turned.where[kept]
            if event.possible is not None:
                may = self.states.on_grid(event.possible.condition).reshape(self.shape)
                where &= may[rows] | happened[rows, np.newaxis]
            found.append(_Steps(rows, to, where))
        return found

    def _targets(self, steps: _Steps) -> Ints:
        """Return where steps lead from each state; -1 where they do not; shape (size,)."""
        number = np.full(self.shape, -1, dtype=np.int64)
        number.reshape(-1)[self.states.cells] = np.arange(self.states.size)
        found = np.full_like(number, -1)
        found[steps.rows] = np.where(steps.where, number[steps.to], -1)
        return found.reshape(-1)[self.states.cells]

    @cached_property
    def others(self) -> list[Ints]:
        """For each event the state that differs from each state in it alone; -1 where it is not feasible."""
        return [self._targets(self._turned(event)) for event in range(len(self.ids))]

    @cached_property
    def targets(self) -> list[Ints]:
        """For each event where it leads from each state by happening, or passing; -1 where it does not."""
        return [self._targets(each) for each in self.leading]

    def what_may_come(self, state: int) -> list[int]:
        """Return a state and all that events alone lead to from it, the nearest first."""
        found = {state: None}
        waiting = [state]
        for here in waiting:
            new = [target for _, target in self.steps(here) if target not in found]
            found |= dict.fromkeys(new)
            waiting += dict.fromkeys(new)
        return list(found)

    def at_worst(self, values: Values) -> Values:
        """Return for each state the smallest value over it and all that events alone lead to."""
        return self._extreme(values, np.minimum)

    def at_best(self, values: Values) -> Values:
        """Return for each state the largest value over it and all that events alone lead to."""
        return self._extreme(values, np.maximum)

    def _extreme(self, values: Values, extreme: np.ufunc) -> Values:
        grid = np.zeros(self.shape, dtype=values.dtype)
        grid.reshape(-1)[self.states.cells] = values
        changed = True
        while changed:
            changed = False
            for steps in self.leading:
                here = grid[steps.rows]
                told = extreme(here, grid[steps.to])
                if not steps.where.all():
                    told = np.where(steps.where, told, here)
                if not np.array_equal(told, here):
                    grid[steps.rows], changed = told, True
        return grid.reshape(-1)[self.states.cells]

    def read(self, values: Values) -> Values:
        """Return how states count that are worth so much, in the model's reading of events."""
        if self.model.reading == "neutral":
            return values
        return self.at_worst(values) if self.model.reading == "cautious" else self.at_best(values)

    @cached_property
    def settings(self) -> Ints:
        """Which events have happened in each state, as one number from 0; no move changes it."""
        return self.states.courses_taken(len(self.model.decision_makers))


@dataclass(frozen=True)
class Likings:
    """How one decision maker likes states under each regime.

    Attributes
    ----------
    regime : int array, shape (size,)
        Under which regime each state stands; 0 before any event that changes what it wants.
    ranks : tuple of int arrays, shape (size,)
        For each regime how all states are liked under it.
    settings : int array, shape (size,)
        Which events have happened in each state, as one number.
    """

    regime: Ints
    ranks: tuple[Values, ...]
    settings: Ints

    @property
    def combined(self) -> Values:
        """Each state as it is liked under its own regime; only states with the same events compare.

        Those with other events are put apart, so that no tie is seen where nothing is ever compared.
        """
        found = np.array(self.ranks[0], dtype=np.int64)
        for number, ranks in enumerate(self.ranks):
            found = np.where(self.regime == number, ranks, found)
        return compact(found + self.settings * (int(found.max()) + 1))

    def from_state(self, state: int) -> Values:
        """Return how all states are liked under the regime of one."""
        return self.ranks[int(self.regime[state])]

    def with_first(self, ranks: Values) -> Values:
        """Return the combined ranks with others before any event that changes what is wanted."""
        return replace(self, ranks=(ranks, *self.ranks[1:])).combined


def likings(happenings: Happenings, of: str, preferences: Sequence[Values]) -> Likings:
    """Return how a decision maker likes the states.

    Parameters
    ----------
    happenings : Happenings
        Where events lead.
    of : str
        The decision maker's label.
    preferences : sequence of int arrays, shape (size,)
        The ranks by what it wants at first, and by what it wants under each of the regimes that name it.
    """
    regime = np.zeros(happenings.states.size, dtype=np.int64)
    own = [each for each in happenings.model.regimes if each.preference.of == of]
    for number, each in enumerate(own, start=1):
        events = [happenings.ids.index(event) for event in each.after]
        regime[np.all([happenings.happened(event) for event in events], axis=0)] = number
    return Likings(regime, tuple(happenings.read(ranks) for ranks in preferences), happenings.settings)


def regimes_of(model: Model, dm: str) -> list[Preference]:
    """Return what a decision maker wants under each of the regimes that name it."""
    return [each.preference for each in model.regimes if each.preference.of == dm]
