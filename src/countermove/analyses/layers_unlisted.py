"""The whole against its layers where the whole's states are too many to list: the layers' are not."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod

import numpy as np
from numpy.typing import NDArray

from countermove.model.elements import Layer
from countermove.space.states import OptionStates
from countermove.space.symbolic import SymbolicSpace
from countermove.space.symbolic.diagrams import Diagram, any_of
from countermove.stability.symbolic import SymbolicAnalysis

__all__ = ["UnlistedSets"]

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
State = tuple[int, ...]


@dataclass(frozen=True)
class UnlistedSets:
    """Sets of the states of a whole as decision diagrams; see `countermove.analyses.layers.Sets`."""

    analysis: SymbolicAnalysis

    @property
    def _space(self) -> SymbolicSpace:
        return self.analysis.space

    def equilibria(self, concept: str) -> Diagram:
        """See `Sets`."""
        return self.analysis.equilibrium(concept)

    def lifted(self, layer: Layer, local: OptionStates, marked: Bools) -> Diagram:
        """See `Sets`."""
        rows = np.array([local.values(state) for state in np.flatnonzero(marked).tolist()])
        return self._one_of(layer, rows, 0) & self._space.feasible

    def _one_of(self, layer: Layer, rows: Ints, option: int) -> Diagram:
        """Return where a layer's options from one on stand as in one of some rows of levels."""
        sizes = [len(each.levels) for each in layer.model.options[option:]]
        if len(rows) == prod(sizes):
            return self._space.options.valid
        parts = (
            self._space.options.at(layer.places[option], level)
            & self._one_of(layer, rows[rows[:, option] == level], option + 1)
            for level in (np.unique(rows[:, option]).tolist() if len(rows) else ())
        )
        return any_of(self._space.manager, parts)

    def both(self, one: Diagram, other: Diagram) -> Diagram:
        """See `Sets`."""
        return one & other

    def without(self, one: Diagram, other: Diagram) -> Diagram:
        """See `Sets`."""
        return one & ~other

    def size(self, states: Diagram) -> int:
        """See `Sets`."""
        return self._space.size(states)

    def first(self, states: Diagram) -> State | None:
        """See `Sets`."""
        return self._space.first(states)

    def index(self, state: State) -> int:
        """See `Sets`."""
        return self._space.number(state) - 1
