"""The states of two models matched by what they mean: the levels of the options that both have.

Numbers and labels depend on which options there are and in what order. What is done in a state does not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from countermove.model.elements import Option
from countermove.space import OptionStates, Space
from countermove.space.states import GraphStates

__all__ = ["Matching", "match_states"]

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
MAX_KEY = 2**62


@dataclass(frozen=True)
class Matching:
    """Which states of two models mean the same.

    Attributes
    ----------
    by : str
        ``states`` where no two states of one model mean the same, so that each has at most one counterpart;
        ``conditions`` where one model has options that tell apart what is one state of the other;
        ``nothing`` where no option is shared, or one model is in graph form and the other is not.
    units : int
        How many different meanings there are; they are numbered from 0.
    before, after : int arrays, one entry for each state
        What each state means.
    shared : tuple of str
        The options that both have, with a level in common, as ``owner.label`` in the order of the first.
    only_before, only_after : tuple of str
        The options of one model alone.
    levels : mapping
        For each shared option whose levels differ, those of the first model alone and of the second alone.
    """

    by: Literal["states", "conditions", "nothing"]
    units: int
    before: Ints
    after: Ints
    shared: tuple[str, ...] = ()
    only_before: tuple[str, ...] = ()
    only_after: tuple[str, ...] = ()
    levels: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] | None = None

    @cached_property
    def first_before(self) -> Ints:
        """For each meaning the first state of the first model that has it, or -1."""
        return _first(self.before, self.units)

    @cached_property
    def first_after(self) -> Ints:
        """For each meaning the first state of the second model that has it, or -1."""
        return _first(self.after, self.units)

    @cached_property
    def in_both(self) -> Bools:
        """Which meanings have a state in both models; shape (units,)."""
        return np.asarray((self.first_before >= 0) & (self.first_after >= 0))

    def meant(self, states: Bools, *, after: bool) -> Bools:
        """Say which meanings some of the given states of a model have; shape (units,)."""
        found = np.zeros(self.units, dtype=bool)
        found[(self.after if after else self.before)[states]] = True
        return found

    def sharing(self, unit: int, *, after: bool) -> list[int]:
        """Return the states of a model that have a meaning, ascending."""
        return [int(state) for state in np.flatnonzero((self.after if after else self.before) == unit)]


def _first(units: Ints, number: int) -> Ints:
    found = np.full(number, -1, dtype=np.int64)
    found[units[::-1]] = np.arange(len(units) - 1, -1, -1)
    return found


def match_states(before: Space, after: Space) -> Matching:
    """Match the states of two models by what they mean.

    Parameters
    ----------
    before, after : Space
        The two conflicts.

    Returns
    -------
    Matching
        In graph form states mean the same when they have the same label.
    """
    if isinstance(before.states, GraphStates) and isinstance(after.states, GraphStates):
        labels = dict.fromkeys([*before.states.labels, *after.states.labels])
        unit = {label: number for number, label in enumerate(labels)}
        one, other = (
            np.array([unit[label] for label in states.labels], dtype=np.int64)
            for states in (before.states, after.states)
        )
        return Matching("states", len(labels), one, other)
    if isinstance(before.states, GraphStates) or isinstance(after.states, GraphStates):
        return _unmatched(before, after)
    return _by_options(before, after)


def _unmatched(before: Space, after: Space) -> Matching:
    one, other = (np.zeros(each.size, dtype=np.int64) for each in (before, after))
    options = [tuple(option.id for option in each.model.options) for each in (before, after)]
    return Matching("nothing", 1, one, other, (), options[0], options[1])


def _by_options(before: Space, after: Space) -> Matching:
    ours = {option.id: option for option in before.model.options}
    theirs = {option.id: option for option in after.model.options}
    shared = [name for name in ours if name in theirs and {*ours[name].levels} & {*theirs[name].levels}]
    if not shared:
        return _unmatched(before, after)
    keys = np.zeros(before.size + after.size, dtype=np.int64)
    size = 1
    for name in reversed(shared):  # the first option counts least, as in the numbers of the states
        levels = list(dict.fromkeys([*ours[name].levels, *theirs[name].levels]))
        if size * len(levels) > MAX_KEY:
            keys = np.unique(keys, return_inverse=True)[1].astype(np.int64)
            size = int(keys.max()) + 1
        keys *= len(levels)
        size *= len(levels)
        keys[: before.size] += _levels(before, ours[name], levels)
        keys[before.size :] += _levels(after, theirs[name], levels)
    meanings, units = np.unique(keys, return_inverse=True)
    one, other = units[: before.size].astype(np.int64), units[before.size :].astype(np.int64)
    apart = len(np.unique(one)) == before.size and len(np.unique(other)) == after.size
    differing = {
        name: (
            tuple(level for level in ours[name].levels if level not in theirs[name].levels),
            tuple(level for level in theirs[name].levels if level not in ours[name].levels),
        )
        for name in shared
        if {*ours[name].levels} != {*theirs[name].levels}
    }
    return Matching(
        "states" if apart else "conditions",
        len(meanings),
        one,
        other,
        tuple(shared),
        tuple(name for name in ours if name not in shared),
        tuple(name for name in theirs if name not in shared),
        differing,
    )


def _levels(space: Space, option: Option, levels: list[str]) -> Ints:
    """Return for every state where an option stands, as an index into ``levels``."""
    assert isinstance(space.states, OptionStates)
    place = [each.id for each in space.model.options].index(option.id)
    owner = space.states.owners[place]
    names = np.array([levels.index(level) for level in option.levels], dtype=np.int64)
    stands = space.states.courses[owner][:, place - space.states.owners.index(owner)]
    return np.asarray(names[stands][space.states.courses_taken(owner)])
