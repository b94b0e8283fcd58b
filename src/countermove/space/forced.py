"""Moves that change options of others: what power adds to a decision maker's own.

Such a move sets some options that its maker can force, and any of its own besides. Those that the maker
could make by its own options alone are not among them; see `countermove.space.arcs`.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from math import prod

import numpy as np
from numpy.typing import NDArray

from countermove.errors import LimitError
from countermove.model import Model
from countermove.space.changes import Changes
from countermove.space.states import OptionStates
from countermove.space.steps import hidden

__all__ = ["MAX_ARCS", "MAX_FORCED", "Forces", "forced_arcs"]

MAX_ARCS = 40_000_000
"""How many moves are listed one by one at most."""
MAX_FORCED = 2**28
"""How many pairs of a state and a setting of the options that somebody can force are looked at."""

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Values = NDArray[np.signedinteger]


def forced_arcs(model: Model, states: OptionStates, dm: int, changes: Changes) -> Ints:
    """Return the moves by which a decision maker changes options of others; shape (2, arcs).

    Parameters
    ----------
    model : Model
        In option form.
    states : OptionStates
        Its states.
    dm : int
        Whose moves.
    changes : Changes
        What it can do with its own options.

    Raises
    ------
    LimitError
        When there are more than can be held, or looked at.
    """
    label = model.decision_makers[dm].label
    if not any(each.by == label for each in model.powers):
        return np.empty((2, 0), dtype=np.int64)
    forced = _Forced(model, states, dm)
    found = [np.empty((2, 0), dtype=np.int64)]
    listed = 0
    for setting in product(*(range(len(states.levels[option])) for option in forced.options)):
        arcs = forced.leaving(setting, changes)
        listed += arcs.shape[1]
        if listed > MAX_ARCS:
            raise LimitError(
                f"by its power '{label}' has more than {MAX_ARCS:,} moves, which is what is listed at most; "
                "say 'to' or 'when' it can force something, or add constraints"
            )
        found.append(arcs)
    return forced.not_barred(np.concatenate(found, axis=1))


class _Forced:
    """What one decision maker can force from each state.

    Attributes
    ----------
    options : list of int
        The options that it can force somewhere, ascending.
    """

    def __init__(self, model: Model, states: OptionStates, dm: int) -> None:
        self.model, self.states, self.dm = model, states, dm
        self.label = model.decision_makers[dm].label
        self.powers = [each for each in model.powers if each.by == self.label]
        self.ids = {each.option for each in self.powers}
        self.options = [k for k, option in enumerate(model.options) if option.id in self.ids]
        ways = prod(len(states.levels[option]) for option in self.options)
        if ways * states.size > MAX_FORCED:
            raise LimitError(
                f"the {len(self.options)} options that '{self.label}' can force have {ways:,} settings, and "
                f"with {states.size:,} states that is more than {MAX_FORCED:,} pairs, the limit; leave some "
                "out of 'power', or add constraints"
            )
        self.where = np.array(np.unravel_index(states.cells, states.shape))
        self.levels = {option: self._level(option) for option in self.options}
        self.may = {option: self._may(option) for option in self.options}

    def _place(self, option: int) -> tuple[int, int]:
        """Return whose an option is, and its place among its owner's."""
        owner = self.states.owners[option]
        return owner, option - self.states.owners.index(owner)

    def _level(self, option: int) -> Ints:
        owner, column = self._place(option)
        taken = self.where[self.states.axis(owner)]
        levels: Ints = self.states.courses[owner][:, column][taken].astype(np.int64)
        return levels

    def _may(self, option: int) -> list[Bools]:
        """Say for each level of an option from which states it can be forced to it; shape (size,) each."""
        declared = self.model.options[option]
        own = [each for each in self.powers if each.option == declared.id]
        found = []
        for level in range(len(declared.levels)):
            can = np.zeros(self.states.size, dtype=bool)
            for each in own:
                if each.to in (None, level):
                    can |= True if each.when is None else self.states.where(each.when.condition)
            if declared.moves == "forward":
                can &= self.levels[option] < level
            elif declared.moves == "backward":
                can &= self.levels[option] > level
            found.append(can)
        return found

    def leaving(self, setting: tuple[int, ...], changes: Changes) -> Ints:
        """Return the moves that force this setting, from where it is not there already; shape (2, moves)."""
        size, states = self.states.size, self.states
        able, moving = np.ones(size, dtype=bool), np.zeros(size, dtype=bool)
        for option, level in zip(self.options, setting, strict=True):
            changed = self.levels[option] != level
            able &= ~changed | self.may[option][level]
            moving |= changed
        sources = np.flatnonzero(able & moving)
        if not len(sources):
            return np.empty((2, 0), dtype=np.int64)
        moved = self.where[:, sources].copy()
        for owner, course in self._courses(dict(zip(self.options, setting, strict=True))).items():
            axis = states.axis(owner)
            moved[axis] = course[moved[axis]]
        kept = (moved >= 0).all(axis=0)  # elsewhere the owner's options do not go together
        sources, moved = sources[kept], moved[:, kept]
        return self._with_own(sources, moved, changes)

    def _courses(self, setting: Mapping[int, int]) -> dict[int, Ints]:
        """Return for each owner of forced options what its courses become; -1 for none."""
        found = {}
        for owner in {self._place(option)[0] for option in setting}:
            courses = self.states.courses[owner]
            wanted = courses.copy()
            for option, level in setting.items():
                if self._place(option)[0] == owner:
                    wanted[:, self._place(option)[1]] = level
            same = np.unique(np.concatenate([courses, wanted]), axis=0, return_inverse=True)[1].reshape(-1)
            known = np.full(len(same), -1, dtype=np.int64)
            known[same[: len(courses)]] = np.arange(len(courses))
            found[owner] = known[same[len(courses) :]]
        return found

    def _with_own(self, sources: Ints, moved: Ints, changes: Changes) -> Ints:
        """Return the moves from these states, once others' options are set, to any own course."""
        states, axis = self.states, self.states.axis(self.dm)
        feasible = states.feasible.reshape(-1)
        found = []
        for target in range(len(states.courses[self.dm])):
            may = changes.allowed(moved[axis], np.array(target))
            there = moved[:, may].copy()
            there[axis] = target
            cells = np.ravel_multi_index(tuple(there), states.shape)
            inside = feasible[cells]
            found.append([sources[may][inside], np.searchsorted(states.cells, cells[inside])])
        return np.concatenate([np.array(each, dtype=np.int64) for each in found], axis=1)

    def not_barred(self, arcs: Ints) -> Ints:
        """Return those moves that are not forbidden to the mover, nor by what a forced option requires."""
        for each in self.model.forbidden_moves:
            for source, target in each.ends if each.by == self.label or each.option in self.ids else ():
                from_here, to_there = self.states.where(source), self.states.where(target)
                arcs = arcs[:, ~(from_here[arcs[0]] & to_there[arcs[1]])]
        return arcs


class Forces:
    """One decision maker's moves by power, on the grid.

    Parameters
    ----------
    states : OptionStates
        The states.
    arcs : int array, shape (2, arcs)
        The moves, between states.

    Attributes
    ----------
    sources, ends : int array, shape (arcs,)
        The cells in which the moves start, ascending, and to which they lead.
    """

    def __init__(self, states: OptionStates, arcs: Ints) -> None:
        order = np.lexsort((arcs[1], arcs[0]))
        self.cells = states.cells
        self.sources, self.ends = (states.cells[each[order]] for each in arcs)
        self.starts = np.flatnonzero(np.diff(self.sources, prepend=-1))

    def targets(self, state: int) -> list[int]:
        """Return where the moves from one state lead, ascending."""
        cell = self.cells[state]
        first, last = np.searchsorted(self.sources, [cell, cell + 1])
        found: list[int] = np.searchsorted(self.cells, self.ends[first:last]).tolist()
        return found

    def mend(self, least: Values, values: Values, ranks: Values | None) -> None:
        """Lower the least values over what the owner can move to by what it can force.

        Parameters
        ----------
        least : int array, shape (cells,)
            The least values over moves by its own options; mended in place.
        values : int array, shape (cells,)
            The values themselves; none negative.
        ranks : int array, shape (cells,), or None
            How the owner likes each cell, where its steps must improve.
        """
        found = values.take(self.ends)
        if ranks is not None:
            found = hidden(ranks.take(self.ends) <= ranks.take(self.sources), found)
        starts = self.sources[self.starts]
        least[starts] = np.minimum(least[starts], np.minimum.reduceat(found, self.starts))
