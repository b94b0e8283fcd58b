"""The whole against its layers: which of its equilibria are equilibria in each layer, and which are not.

A state of the whole has a part in each layer. An equilibrium of the whole whose part in some layer is
none is *bought* in another layer; a state that is an equilibrium in each layer and not of the whole is
*broken* by what ties the layers together. In a hierarchical graph model without links the two agree under
Nash stability, whether a common decision maker orders its layers or weighs them (He, Kilgour, Hipel 2013
and 2017); with answers, or with links between layers, they need not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from countermove.model.elements import Layer
from countermove.space.states import OptionStates
from countermove.stability import Analysis

if TYPE_CHECKING:
    from countermove.stability.symbolic import SymbolicAnalysis

__all__ = ["Against", "Example", "ListedSets", "Sets", "against_layers"]

Bools = NDArray[np.bool_]
SetT = TypeVar("SetT")
State = tuple[int, ...]


@dataclass(frozen=True)
class Example:
    """A state of the whole, and who upsets it where.

    Attributes
    ----------
    state : int
        Its index from 0.
    upset : mapping
        For a layer's label, or the empty text for the whole, the decision makers it is not stable for.
    """

    state: int
    upset: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Against:
    """The equilibria of the whole and of its layers under one concept.

    Attributes
    ----------
    concept : str
        Its id.
    local : mapping
        For each layer how many of its own states are equilibria there.
    whole : int
        How many states are equilibria of the whole.
    layered : int
        How many states of the whole are equilibria in each layer.
    both : int
        How many are both.
    bought, broken : Example or None
        One equilibrium of the whole alone, and one of the layers alone; the first of each by number.
    """

    concept: str
    local: Mapping[str, int]
    whole: int
    layered: int
    both: int
    bought: Example | None
    broken: Example | None


class Sets(Protocol[SetT]):
    """Sets of states of the whole, listed or not."""

    @property
    def analysis(self) -> Analysis | SymbolicAnalysis:
        """The verdicts of the whole."""
        ...

    def equilibria(self, concept: str) -> SetT:
        """Return the equilibria of the whole."""
        ...

    def lifted(self, layer: Layer, local: OptionStates, marked: Bools) -> SetT:
        """Return the states of the whole whose part in a layer is marked among the layer's own."""
        ...

    def both(self, one: SetT, other: SetT) -> SetT:
        """Return what is in both sets."""
        ...

    def without(self, one: SetT, other: SetT) -> SetT:
        """Return what is in the first set alone."""
        ...

    def size(self, states: SetT) -> int:
        """Return how many states a set has."""
        ...

    def first(self, states: SetT) -> State | None:
        """Return the state with the lowest number, or None when there is none."""
        ...

    def index(self, state: State) -> int:
        """Return the index of a state, from 0."""
        ...


def against_layers(
    concepts: Sequence[str], layers: Sequence[Layer], local: Mapping[str, Analysis], sets: Sets[SetT]
) -> list[Against]:
    """Hold the equilibria of a whole against those of its layers.

    Parameters
    ----------
    concepts : sequence of str
        Ids; decided for the whole and for each layer.
    layers : sequence of Layer
        What the whole is put together from.
    local : mapping
        Each layer's own analysis, by its label.
    sets : Sets
        The states of the whole.
    """
    return [_against(concept, layers, local, sets) for concept in concepts]


def _against(
    concept: str, layers: Sequence[Layer], local: Mapping[str, Analysis], sets: Sets[SetT]
) -> Against:
    whole = sets.equilibria(concept)
    layered = None
    for layer in layers:
        analysis = local[layer.label]
        here = sets.lifted(layer, own_states(analysis), analysis.equilibrium(concept))
        layered = here if layered is None else sets.both(layered, here)
    assert layered is not None, "a whole has layers"
    both = sets.both(whole, layered)
    bought = sets.first(sets.without(whole, layered))
    broken = sets.first(sets.without(layered, whole))
    return Against(
        concept,
        {label: int(each.equilibrium(concept).sum()) for label, each in local.items()},
        sets.size(whole),
        sets.size(layered),
        sets.size(both),
        None
        if bought is None
        else Example(sets.index(bought), _upset_in_layers(concept, bought, layers, local)),
        None if broken is None else _broken(concept, sets.index(broken), sets.analysis),
    )


def _upset_in_layers(
    concept: str, state: State, layers: Sequence[Layer], local: Mapping[str, Analysis]
) -> dict[str, tuple[str, ...]]:
    found = {}
    for layer in layers:
        analysis = local[layer.label]
        part = own_states(analysis).index([state[place] for place in layer.places])
        assert part is not None, "the whole keeps every constraint of its layers"
        if upset := _upset(concept, part, analysis):
            found[layer.label] = upset
    return found


def _broken(concept: str, state: int, whole: Analysis | SymbolicAnalysis) -> Example:
    return Example(state, {"": _upset(concept, state, whole)})


def _upset(concept: str, state: int, analysis: Analysis | SymbolicAnalysis) -> tuple[str, ...]:
    labels = analysis.space.decision_makers
    return tuple(label for dm, label in enumerate(labels) if not analysis.is_stable(concept, dm, state))


def own_states(analysis: Analysis) -> OptionStates:
    """Return the states of a layer, or of a whole that is listed."""
    states = analysis.space.states
    assert isinstance(states, OptionStates), "layers are in option form"
    return states


@dataclass(frozen=True)
class ListedSets:
    """Sets of the states of a whole that is listed, as arrays of truth values."""

    analysis: Analysis

    @property
    def _states(self) -> OptionStates:
        return own_states(self.analysis)

    def equilibria(self, concept: str) -> Bools:
        """See `Sets`."""
        return self.analysis.equilibrium(concept)

    def lifted(self, layer: Layer, local: OptionStates, marked: Bools) -> Bools:
        """See `Sets`."""
        return marked[self._states.parts_in(layer.places, local)]

    def both(self, one: Bools, other: Bools) -> Bools:
        """See `Sets`."""
        return one & other

    def without(self, one: Bools, other: Bools) -> Bools:
        """See `Sets`."""
        return one & ~other

    def size(self, states: Bools) -> int:
        """See `Sets`."""
        return int(np.count_nonzero(states))

    def first(self, states: Bools) -> State | None:
        """See `Sets`."""
        found = np.flatnonzero(states)
        return self._states.values(int(found[0])) if len(found) else None

    def index(self, state: State) -> int:
        """See `Sets`."""
        found = self._states.index(state)
        assert found is not None
        return found
