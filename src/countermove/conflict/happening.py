"""Events in a conflict: how they are read, and where they lead in the long run."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Self

from countermove import space
from countermove.conflict.phased import WithPhases
from countermove.errors import LimitError, UsageError, suggest
from countermove.model.elements import READINGS

if TYPE_CHECKING:
    from countermove.analyses.chance import Chance

__all__ = ["WithEvents"]


class WithEvents(WithPhases):
    """A model with what may happen by itself, where anything may."""

    def reading(self, events: str) -> Self:
        """Return the same conflict with events read in a way.

        Parameters
        ----------
        events : str
            ``neutral``: a state counts as it stands; ``cautious``: as the worst that events can make of it;
            ``hopeful``: as the best.

        Raises
        ------
        UsageError
            When there is no such reading, or the model has no events.
        """
        chosen = next((each for each in READINGS if each == events), None)
        if chosen is None:
            hint = suggest(events, READINGS, what="readings")
            raise UsageError(f"unknown reading of events '{events}'; {hint}")
        if not self.model.events:
            raise UsageError("the model has no events to be read; list them under 'events:'")
        layers = tuple(replace(each, model=replace(each.model, reading=chosen)) for each in self.model.layers)
        model = replace(self.model, reading=chosen, layers=layers)
        listed = self._listed if isinstance(self._listed, LimitError) else space.build(model)
        return type(self)(model, listed, self.folder, self.text, self.changed, self.beside)

    def chance(self, start: int | str | None = None) -> Chance:
        """Return where the conflict stays in the long run; see `countermove.analyses.chance`.

        Parameters
        ----------
        start : int or str, optional
            The state to start from; today's by default.

        Raises
        ------
        UsageError
            When no event has a probability.
        LimitError
            When the states cannot be listed, or too many come up.
        """
        from countermove.analyses.chance import chance

        return chance(self.space, self.state(self.today() if start is None else start))
