"""Events: what may happen by itself, and what it changes of what decision makers want.

The nouns are re-exported by `countermove.model.elements`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from countermove.model.parts import NOWHERE, YES_NO, Because, Option, Statement
from countermove.model.wants import Preference
from countermove.model.yaml import Place

__all__ = ["EVENTS", "READINGS", "Event", "EventReading", "Regime"]

EVENTS = "events"
"""The owner's label of the options that events are."""

EventReading = Literal["neutral", "cautious", "hopeful"]
READINGS: tuple[EventReading, ...] = ("neutral", "cautious", "hopeful")
"""A state counts as it stands; as the worst that events can make of it; as the best."""


@dataclass(frozen=True)
class Event:
    """Something that may happen and that no decision maker decides on.

    Attributes
    ----------
    label, name, description : str
        What it is called, and what it is.
    possible : Statement or None
        Where it may happen; anywhere when it is None.
    lasts : bool
        Whether it stays once it has happened; otherwise it may pass again, anywhere.
    probability : Fraction or None
        How likely it is, where it may happen, to happen in one period: more than 0, at most 1.
    """

    label: str
    name: str
    description: str = ""
    possible: Statement | None = None
    lasts: bool = True
    probability: Fraction | None = None
    because: Because = ()
    at: Place = NOWHERE

    @property
    def id(self) -> str:
        """The id of the option that it is."""
        return f"{EVENTS}.{self.label}"

    @property
    def option(self) -> Option:
        """The yes/no option that it is: yes where it has happened."""
        moves: Literal["forward", "both"] = "forward" if self.lasts else "both"
        return Option(self.label, EVENTS, self.name, self.description, YES_NO, moves, self.because, self.at)

    def told(self, statement: Callable[[Statement], Statement]) -> Event:
        """Return the event as another model tells of it, whose conditions number the options otherwise."""
        return self if self.possible is None else replace(self, possible=statement(self.possible))

    def grounds(self) -> Iterator[tuple[str, Because]]:
        """Yield the event, and where it may happen, with what they rest on."""
        yield self.id, self.because
        if self.possible is not None and self.possible.because:
            yield f"{self.id}.possible", self.possible.because


@dataclass(frozen=True)
class Regime:
    """What a decision maker wants once events have happened.

    Attributes
    ----------
    after : tuple of str
        The ids of the events, all of which have happened.
    preference : Preference
        What it wants from then on.
    """

    after: tuple[str, ...]
    preference: Preference

    def grounds(self) -> Iterator[tuple[str, Because]]:
        """Yield each part that says what it rests on; of a regime of several events none, for they repeat."""
        if len(self.after) == 1:
            yield from self.preference.grounds(f"{self.after[0]}.preferences")
