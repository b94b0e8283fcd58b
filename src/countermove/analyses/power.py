"""What power changes: which states hold with it and without, where it is used, and who would have refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from countermove.analyses.compare import Comparison, compare
from countermove.analyses.paths import Step
from countermove.space import OptionStates, Space
from countermove.space.changes import Changes
from countermove.space.forced import forced_arcs
from countermove.stability import Analysis

__all__ = ["MAX_ALONE", "MAX_STATES", "Force", "Use", "change_of", "uses"]

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
MAX_ALONE = 6
"""Up to so many elements of power are each left out alone."""
MAX_STATES = 2**17
"""Up to so many states the conflict is set beside the one without power."""
REASONS = 3


@dataclass(frozen=True)
class Use:
    """Where one element of power is used by whoever has it.

    Attributes
    ----------
    power : int
        Its place in the model.
    gaining : int
        From how many states its holder gains by a move that makes use of it.
    refused : int
        In how many of them the owner of the forced option likes what the best such move leads to less than
        where it is: by itself it would not have gone along.
    example : Step or None
        The best such move from today's state where there is one, or else from the first state that has one.
    example_refused : bool
        Whether the owner likes the end of the example less than its start.
    """

    power: int
    gaining: int
    refused: int
    example: Step | None
    example_refused: bool


@dataclass(frozen=True)
class Force:
    """What power changes.

    Attributes
    ----------
    comparison : Comparison
        The conflict without any power, against the conflict.
    alone : tuple of Comparison
        The same with one element of power alone left out, for each; empty where there is one, or many.
    uses : tuple of Use
        One for each element of power.
    """

    comparison: Comparison
    alone: tuple[Comparison, ...]
    uses: tuple[Use, ...]


def change_of(without: Analysis, with_power: Analysis) -> Comparison:
    """Compare a conflict without some of its power to the conflict; both hold the same concepts."""
    return compare(without, with_power, reasons=REASONS)


def uses(space: Space) -> Iterator[Use]:
    """Yield for each element of a conflict's power where it is used."""
    states = space.states
    assert isinstance(states, OptionStates), "a model in graph form has no power"
    labels = space.decision_makers
    gains = {}
    for dm in {labels.index(each.by) for each in space.model.powers}:
        sources, ends = forced_arcs(space.model, states, dm, Changes(space.model, states, dm))
        better = space.ranks[dm][ends] > space.ranks[dm][sources]
        gains[dm] = sources[better], ends[better]
    for index in range(len(space.model.powers)):
        yield _use(space, states, index, *gains[labels.index(space.model.powers[index].by)])


def _use(space: Space, states: OptionStates, index: int, sources: Ints, ends: Ints) -> Use:
    power = space.model.powers[index]
    dm = space.decision_makers.index(power.by)
    place = [option.id for option in space.model.options].index(power.option)
    owner = states.owners[place]
    column = place - states.owners.index(owner)
    levels = states.courses[owner][:, column][states.courses_taken(owner)]
    used = levels[sources] != levels[ends]
    if power.to is not None:
        used &= levels[ends] == power.to
    if power.when is not None:
        used &= states.where(power.when.condition)[sources]
    sources, ends = sources[used], ends[used]
    if not len(sources):
        return Use(index, 0, 0, None, False)
    # Of each state's moves the one that its maker likes best, of equals the one to the lowest number.
    order = np.lexsort((ends, -space.ranks[dm][ends], sources))
    sources, ends = sources[order], ends[order]
    first = np.flatnonzero(np.diff(sources, prepend=-1))
    sources, ends = sources[first], ends[first]
    refused = space.ranks[owner][ends] < space.ranks[owner][sources]
    today = np.flatnonzero(sources == space.status_quo) if space.status_quo is not None else first[:0]
    at = int(today[0]) if len(today) else 0
    example = Step(dm, int(sources[at]), int(ends[at]), True)
    return Use(index, len(sources), int(refused.sum()), example, bool(refused[at]))
