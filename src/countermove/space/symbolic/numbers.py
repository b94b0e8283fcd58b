"""States that nobody lists, by the numbers that they would have in the list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from countermove.model import pattern_of

if TYPE_CHECKING:
    from countermove.space.symbolic.space import State, SymbolicSpace

__all__ = ["NumberedStates"]


class NumberedStates:
    """The states of a space by their indices from 0, as `countermove.space.States` has those it lists.

    An index is the state's published number less one, and may have many digits. What was asked for
    once is remembered.
    """

    def __init__(self, space: SymbolicSpace) -> None:
        self._space = space
        self._values: dict[int, State] = {}
        self._indices: dict[State, int] = {}

    def values(self, state: int) -> State:
        """Return the level number of every option in a state; raise IndexError when there is none."""
        if state not in self._values:
            found = self._space.numbered(state + 1)
            if found is None:
                raise IndexError(f"there is no state {state + 1}")
            self._remember(state, found)
        return self._values[state]

    def index(self, values: Sequence[int]) -> int | None:
        """Return the state with these levels, or None when it is not feasible."""
        levels = tuple(values)
        if levels not in self._indices:
            if not self._space.only(levels).satisfiable():
                return None
            self._remember(self._space.number(levels) - 1, levels)
        return self._indices[levels]

    def label(self, state: int) -> str:
        """Return the label of a state."""
        return pattern_of(self.values(state), self._space.model.levels)

    def _remember(self, state: int, levels: State) -> None:
        self._values[state] = levels
        self._indices[levels] = state
