"""Events as the definitions see them, for `countermove.space.literal`: sequences of them, one by one.

Slow and plain on purpose, and apart from `countermove.space.chance`, which is proved against it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from countermove.model.condition import Condition
from countermove.model.elements import Event, Model, Preference

__all__ = ["LiteralEvents"]

Levels = tuple[int, ...]


class LiteralEvents:
    """The events of a conflict.

    Parameters
    ----------
    model : Model
        The conflict.
    feasible : sequence of tuples of int
        Its states: the level number of each option.
    is_true : callable
        Says whether a condition is true of a state.
    """

    def __init__(
        self,
        model: Model,
        feasible: Sequence[Levels],
        is_true: Callable[[Condition, Levels], bool],
    ) -> None:
        self.model = model
        self.feasible = set(feasible)
        self.is_true = is_true

    def place(self, event: Event) -> int:
        """Return the place of an event among the options."""
        return [option.id for option in self.model.options].index(event.id)

    def next_by(self, event: Event, state: Levels) -> Levels | None:
        """Return the state that an event leads to by happening, or passing; None where it cannot."""
        place = self.place(event)
        if state[place]:
            may = not event.lasts
        else:
            may = event.possible is None or self.is_true(event.possible.condition, state)
        after = (*state[:place], 1 - state[place], *state[place + 1 :])
        return after if may and after in self.feasible else None

    def sequences(self, state: Levels, seen: tuple[Levels, ...] = ()) -> Iterator[tuple[Levels, ...]]:
        """Yield every sequence of states that events alone lead along from a state, none of them twice."""
        here = (*seen, state)
        yield here
        for event in self.model.events:
            after = self.next_by(event, state)
            if after is not None and after not in here:
                yield from self.sequences(after, here)

    def what_may_come(self, state: Levels) -> set[Levels]:
        """Return where sequences of events end that begin in a state, itself among them."""
        return {sequence[-1] for sequence in self.sequences(state)}

    def wanted(self, dm: str, state: Levels) -> Preference:
        """Return what a decision maker wants in a state, after all events that have happened there."""
        found = self.model.preferences[dm]
        happened = {event.id for event in self.model.events if state[self.place(event)]}
        for regime in self.model.regimes:
            if regime.preference.of == dm and happened.issuperset(regime.after):
                found = regime.preference
        return found
