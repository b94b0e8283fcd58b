"""What a solution concept declares about itself, and what its literal reference may ask of a conflict."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

__all__ = [
    "Answers",
    "Base",
    "Concept",
    "Disimprovements",
    "Form",
    "Game",
    "Knowledge",
    "LimitedMove",
    "Mixed",
    "Simultaneous",
]


class Knowledge(Enum):
    """Whose preferences a decision maker reckons with."""

    OWN = "its own"
    ALL = "everybody's"


class Disimprovements(Enum):
    """Who is taken to move to what it likes less on the way."""

    NEVER = "nobody"
    SANCTIONERS = "the sanctioners"
    STRATEGIC = "anybody, if it pays"


class Answers(Enum):
    """What the others may do once a decision maker has moved."""

    NONE = "none"
    MOVES = "any of their moves"
    IMPROVEMENTS = "their improvements alone"


class Base(Enum):
    """What an answer leaves the decision maker with."""

    RANK = "the state it leads to"
    ESCAPE = "the best it can still move to from there"


@dataclass(frozen=True)
class Form:
    """The general form of which most concepts are instances; each engine interprets it once.

    A state s is stable for i iff P(s) >= the largest min(P(t), V(t)) over s and all t that i can
    move to, where P ranks states for i and V(t) is the smallest base value over t and all that
    the others' answers reach from t. Without answers V = P.

    Each round looks one move of i and one answer further: the base value of a state is then what i can
    make sure of from it, the larger of P there and of the largest min(P(t), V(t)) over all t that i can move
    to, with V of the round before.
    """

    answers: Answers
    base: Base
    rounds: int = 0

    @property
    def further(self) -> int:
        """How many moves are looked at after the others' first answer."""
        return 2 * self.rounds + (self.base is Base.ESCAPE)


@dataclass(frozen=True)
class Simultaneous:
    """The others answer at once and together, each by one of its own improvements from the first state."""


@dataclass(frozen=True)
class LimitedMove:
    """Two decision makers move in turn, each anticipating the rest; ``horizon`` None means without end."""

    horizon: int | None


@dataclass(frozen=True)
class Mixed:
    """Each decision maker has a concept of its own, which the model names."""


class Game(Protocol):
    """A conflict as the definitions see it; states are numbered from 0, and it is one object for ever."""

    def __hash__(self) -> int:
        """Tell it from other conflicts."""
        ...

    @property
    def decision_makers(self) -> Sequence[str]:
        """Their labels, in the model's order."""
        ...

    @property
    def states(self) -> Sequence[int]:
        """All feasible states."""
        ...

    @property
    def looking(self) -> Mapping[str, str]:
        """The id of the concept by which each decision maker looks ahead, where the model names any."""
        ...

    def moves(self, dm: str, state: int) -> Collection[int]:
        """R_i(s): the states ``dm`` can move to from ``state`` in one step, never ``state`` itself."""
        ...

    def joint(self, state: int, moves: Mapping[str, int]) -> int | None:
        """Return the state in which several decision makers each take the course of their own target state.

        None when it is not feasible, or the conflict has no options.
        """
        ...

    def prefers(self, dm: str, one: int, other: int) -> bool:
        """Whether ``dm`` strictly prefers ``one`` to ``other``."""
        ...


@dataclass(frozen=True)
class Concept:
    """One notion of stability.

    Attributes
    ----------
    id : str
        The name in YAML, Python, command line and JSON.
    name, short : str
        The field's name and its usual abbreviation.
    question : str
        What it asks about a state, in one sentence.
    definition : str
        The definition, in the field's notation.
    citation : str
        Where it comes from.
    foresight : str
        How far ahead the decision maker looks.
    answers_seen : str
        What it reckons the others will do.
    horizon : int or None
        How many moves are looked at; None for any number, or for what each side's own concept says.
    knowledge : Knowledge or None
        Whose preferences it reckons with; None for what each side's own concept says.
    disimprovements : Disimprovements or None
        Who may be worse off on the way; None likewise.
    implies : tuple of str
        Ids of the concepts that hold wherever this one holds.
    form : Form, Simultaneous, LimitedMove or Mixed
        The instance of the general form that the engines interpret, or a rule of its own.
    needs : tuple of str
        What a conflict must have: ``option-form``, ``two-decision-makers``, ``strict-preferences``.
    reference : callable
        ``reference(game, dm, state) -> bool``: the definition transcribed, for proofs, not for speed.
    """

    id: str
    name: str
    short: str
    question: str
    definition: str
    citation: str
    foresight: str
    answers_seen: str
    horizon: int | None
    knowledge: Knowledge | None
    disimprovements: Disimprovements | None
    implies: tuple[str, ...]
    form: Form | Simultaneous | LimitedMove | Mixed
    reference: Callable[[Game, str, int], bool]
    needs: tuple[str, ...] = ()
