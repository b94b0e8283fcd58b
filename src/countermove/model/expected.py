"""What the analyst expects of a model: the checks that it must meet.

The nouns are re-exported by `countermove.model.elements`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from countermove.model.attitudes import Attitudes
from countermove.model.parts import NOWHERE, StateRef
from countermove.model.yaml import Place

__all__ = [
    "Course",
    "EquilibriaAre",
    "Expectation",
    "Holds",
    "Improves",
    "LeadsTo",
    "Players",
    "Ranks",
    "Reaches",
    "Stable",
    "Survives",
    "Tips",
    "Upset",
]

Players = tuple[tuple[str, ...], ...]
"""Coalitions, each the labels of its members."""


@dataclass(frozen=True)
class EquilibriaAre:
    """The equilibria of each concept are exactly these states."""

    states: Mapping[str, tuple[StateRef, ...]]


@dataclass(frozen=True)
class Stable:
    """States are stable, or are not, for some decision makers under some concepts.

    ``every`` asks it of each state that fits; otherwise one state that fits is enough. For a
    set of states to be unstable, each of them must be unstable for one of ``dms``, which for the
    equilibria of all decision makers is what it means to be none.
    ``reached`` asks in addition that such a state can be reached from the status quo.
    """

    states: StateRef
    stable: bool
    every: bool
    dms: tuple[str, ...]
    concepts: tuple[str, ...]
    reached: bool = False


@dataclass(frozen=True)
class Holds:
    """Some state that fits is stable for each side in its own view, or none is.

    ``corrected`` names what is then seen as it is: whose view, its part, and what, such as
    ``turkey.preferences.russia``.
    """

    states: StateRef
    concepts: tuple[str, ...]
    possible: bool
    corrected: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reaches:
    """From the given states (by default the status quo) the conflict can, or cannot, run to others.

    With ``coalitions`` their joint steps count as well, each a gain for every member.
    """

    target: StateRef
    source: StateRef | None
    improvements: bool
    possible: bool
    coalitions: Players = ()


@dataclass(frozen=True)
class Survives:
    """Each state that fits is an equilibrium, and none of the coalitions (of none: of all) would leave it."""

    states: StateRef
    coalitions: Players
    concepts: tuple[str, ...]


@dataclass(frozen=True)
class Upset:
    """Each state that fits is an equilibrium that a coalition would leave, for a state that fits ``target``.

    ``can_hold`` asks whether from one of those states no part of the coalition breaks away.
    """

    states: StateRef
    coalition: tuple[str, ...]
    target: StateRef | None
    can_hold: bool | None
    concepts: tuple[str, ...]


@dataclass(frozen=True)
class Improves:
    """From each state that fits ``source``, ``by`` has an improvement (or move) into ``target``, or none."""

    by: str
    source: StateRef
    target: StateRef
    possible: bool
    improvement: bool


@dataclass(frozen=True)
class Course:
    """One decision maker's options, set to the given levels (one entry per own option)."""

    dm: str
    levels: tuple[int, ...]


@dataclass(frozen=True)
class LeadsTo:
    """Once a course is taken, the others' answers come to rest in states that fit.

    ``quantifier``: all resting states, some, or the best or the worst one for the course's taker.
    """

    course: Course
    source: StateRef | None
    rests: StateRef
    quantifier: Literal["all", "some", "best", "worst"]


@dataclass(frozen=True)
class Ranks:
    """In the menu of a decision maker, each course ranks strictly before the next."""

    courses: tuple[Course, ...]
    source: StateRef | None


@dataclass(frozen=True)
class Tips:
    """The choice of a decision maker between two courses or states tips at a patience.

    The first is better below it, the second above; without ``source``, courses are taken from the status quo.
    """

    by: str
    at: Fraction
    courses: tuple[Course, ...]
    states: tuple[StateRef, ...]
    source: StateRef | None


@dataclass(frozen=True)
class Expectation:
    """A check that the model must meet, and why.

    ``layer`` and ``view`` name the part of the model that it is about; without them, the whole.
    ``events`` says how events are read there, ``patience`` how patient decision makers are, and ``attitudes``
    how sides look upon each other, where that is to count; without ``power`` nobody can force options of
    others. ``merged`` names all players where some are merged.
    """

    why: str
    check: EquilibriaAre | Stable | Holds | Survives | Upset | Reaches | Improves | LeadsTo | Ranks | Tips
    at: Place = NOWHERE
    layer: str = ""
    view: str = ""
    events: str = ""
    patience: Mapping[str, Fraction] = field(default_factory=dict)
    attitudes: Mapping[str, Attitudes] | None = None
    power: bool = True
    merged: tuple[str, ...] = ()

    @property
    def about_a_part(self) -> bool:
        """Whether it is about a part of the model, or about what is so otherwise than the model says."""
        return bool(self.layer or self.view or self.events or self.patience or not self.power)

    @property
    def concepts(self) -> tuple[str, ...]:
        """The concepts that the check names."""
        match self.check:
            case EquilibriaAre(states):
                return tuple(states)
            case Stable() | Holds() | Survives() | Upset():
                return self.check.concepts
            case _:
                return ()
