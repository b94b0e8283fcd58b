"""Events between sets of states: where they lead, and from where they lead into a set."""

from __future__ import annotations

from collections.abc import Iterator

from countermove.model import Model
from countermove.space.symbolic.diagrams import Diagram, any_of
from countermove.space.symbolic.options import OptionBits

__all__ = ["SymbolicEvents"]


class SymbolicEvents:
    """The events of a conflict.

    Parameters
    ----------
    model : Model
        The conflict.
    options : OptionBits
        How its states are written.
    feasible : Diagram
        Which states there are.
    """

    def __init__(self, model: Model, options: OptionBits, feasible: Diagram) -> None:
        self.model = model
        self.options = options
        self.feasible = feasible

    def leading_from(self, states: Diagram) -> Diagram:
        """Return where one event leads from a set of states, by happening or passing."""
        changed = (
            self.options.given(states & where, option, before) & self.options.at(option, 1 - before)
            for option, before, where in self._changes()
        )
        return any_of(self.options.manager, changed) & self.feasible

    def leading_into(self, states: Diagram) -> Diagram:
        """Return from where one event leads into a set of states."""
        changed = (
            self.options.given(states, option, 1 - before) & self.options.at(option, before) & where
            for option, before, where in self._changes()
        )
        return any_of(self.options.manager, changed) & self.feasible

    def _changes(self) -> Iterator[tuple[int, int, Diagram]]:
        """Yield for each event its option, the level it leaves, and where it may do so."""
        first = len(self.model.options) - len(self.model.events)
        for option, event in enumerate(self.model.events, first):
            anywhere = self.options.manager.true()
            given = event.possible
            yield option, 0, anywhere if given is None else self.options.where(given.condition)
            if not event.lasts:
                yield option, 1, anywhere
