"""The whole against its layers where the whole's states are too many to list: the layers' are not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from countermove.model.elements import Layer
from countermove.space.symbolic import SymbolicSpace
from countermove.space.symbolic.diagrams import Diagram, any_of
from countermove.stability.symbolic import SymbolicAnalysis

__all__ = ["UnlistedSets"]

Bools = NDArray[np.bool_]
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

    def lifted(self, layer: Layer, table: Bools) -> Diagram:
        """See `Sets`."""
        return self._marked(layer, table, 0) & self._space.feasible

    def _marked(self, layer: Layer, table: Bools, option: int) -> Diagram:
        """Return where the options from one on stand as a table of them marks."""
        if not table.any():
            return self._space.none
        if table.all():
            return self._space.options.valid
        parts = (
            self._space.options.at(layer.places[option], level) & self._marked(layer, part, option + 1)
            for level, part in enumerate(table)
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
