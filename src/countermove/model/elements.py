"""The nouns of a conflict, as a model file declares them.

Everything here is immutable and plain: no states are listed, no verdict is reached. ``at`` is
where an element stands in its file, so that whoever finds a mistake later can say where.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from countermove.model.condition import Condition
from countermove.model.yaml import Place

__all__ = [
    "YES_NO",
    "Arc",
    "Assumption",
    "Because",
    "Claim",
    "Constraint",
    "Course",
    "DecisionMaker",
    "EquilibriaAre",
    "Expectation",
    "ForbiddenMove",
    "Improves",
    "Indifferent",
    "LeadsTo",
    "Model",
    "Option",
    "Preference",
    "Prioritize",
    "Quote",
    "Ranking",
    "Ranks",
    "Reaches",
    "Rendition",
    "Source",
    "Stable",
    "State",
    "StatePattern",
    "StateRef",
    "Statement",
    "Weights",
]

YES_NO = ("no", "yes")
NOWHERE = Place(0, 0)


# ---------------------------------------------------------------- where an element comes from
@dataclass(frozen=True)
class Rendition:
    """One form in which a source exists: a file beside the model, or only the hash of one."""

    name: str
    file: str | None
    sha256: str | None


@dataclass(frozen=True)
class Source:
    """A document that claims rest on."""

    label: str
    title: str
    publisher: str
    published: str
    author: str
    note: str
    renditions: tuple[Rendition, ...]
    at: Place = NOWHERE


@dataclass(frozen=True)
class Quote:
    """Words of a source: open (``text``) or sealed (their number and hash)."""

    source: str
    text: str | None
    seal: tuple[int, str] | None
    stance: Literal["supports", "contradicts"]
    note: str
    at: Place = NOWHERE


@dataclass(frozen=True)
class Claim:
    """What the analyst says a source says, in the analyst's own words, with the quotes that show it.

    A quote that stands directly under an element is a claim without a label.
    """

    label: str
    text: str
    quotes: tuple[Quote, ...]
    at: Place = NOWHERE


@dataclass(frozen=True)
class Assumption:
    """What the model needs and no source says."""

    text: str
    at: Place = NOWHERE


Because = tuple[Claim | Assumption, ...]


# ---------------------------------------------------------------- who, what and when
@dataclass(frozen=True)
class Option:
    """Something a decision maker may do.

    ``levels`` runs from the first to the last level; a yes/no option has ``("no", "yes")``.
    ``moves`` says which changes of level its owner can make.
    """

    label: str
    owner: str
    name: str
    description: str
    levels: tuple[str, ...]
    moves: Literal["both", "forward", "backward"]
    because: Because = ()
    at: Place = NOWHERE

    @property
    def id(self) -> str:
        """Owner and label, unique in the model."""
        return f"{self.owner}.{self.label}"


@dataclass(frozen=True)
class DecisionMaker:
    """Somebody who decides."""

    label: str
    name: str
    description: str
    options: tuple[Option, ...]
    because: Because = ()
    at: Place = NOWHERE


@dataclass(frozen=True)
class Statement:
    """A condition with its own text, and why it is held to be so."""

    text: str
    condition: Condition
    because: Because = ()
    at: Place = NOWHERE


Constraint = Statement


@dataclass(frozen=True)
class State:
    """A state of a model in graph form."""

    label: str
    text: str
    at: Place = NOWHERE


@dataclass(frozen=True)
class Arc:
    """A move of a model in graph form, between state indices from 0."""

    source: int
    target: int


@dataclass(frozen=True)
class ForbiddenMove:
    """A move that ``by`` cannot make, although its options would allow it."""

    by: str
    source: Condition
    target: Condition
    because: Because = ()
    at: Place = NOWHERE


@dataclass(frozen=True)
class StatePattern:
    """Levels that a state must have, one entry per option; None leaves the option open."""

    levels: tuple[int | None, ...]


StateRef = int | StatePattern | Condition
"""A state number from 1, a pattern, or a condition."""


# ---------------------------------------------------------------- what each side wants
@dataclass(frozen=True)
class Prioritize:
    """Option prioritizing: statements in order of importance; an earlier one outweighs all later."""

    statements: tuple[Statement, ...]


@dataclass(frozen=True)
class Weights:
    """Exact weights of conditions; a state is worth the sum of those it fulfils."""

    items: tuple[tuple[Statement, Fraction], ...]


@dataclass(frozen=True)
class Ranking:
    """States from the best to the worst, in tiers of states liked equally.

    ``greatly[k]`` says that tier k is greatly preferred to tier k + 1.
    """

    tiers: tuple[tuple[tuple[int | str, Place], ...], ...]
    greatly: tuple[bool, ...] = ()


@dataclass(frozen=True)
class Indifferent:
    """All states are liked equally."""


@dataclass(frozen=True)
class Preference:
    """One decision maker's preference and what it rests on."""

    of: str
    by: Prioritize | Weights | Ranking | Indifferent
    because: Because = ()
    at: Place = NOWHERE


# ---------------------------------------------------------------- what the analyst expects
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
class Reaches:
    """From the given states (by default the status quo) the conflict can, or cannot, run to others."""

    target: StateRef
    source: StateRef | None
    improvements: bool
    possible: bool


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
class Expectation:
    """A check that the model must meet, and why."""

    why: str
    check: EquilibriaAre | Stable | Reaches | Improves | LeadsTo | Ranks
    at: Place = NOWHERE

    @property
    def concepts(self) -> tuple[str, ...]:
        """The concepts that the check names."""
        match self.check:
            case EquilibriaAre(states):
                return tuple(states)
            case Stable():
                return self.check.concepts
            case _:
                return ()


# ---------------------------------------------------------------- the whole
@dataclass(frozen=True)
class Model:
    """A conflict as its file declares it.

    In option form ``states`` and ``arcs`` are empty; in graph form no decision maker has
    options and ``arcs`` lists each decision maker's moves.
    """

    file: str
    sha256: str
    title: str
    summary: str
    notes: str
    decision_makers: tuple[DecisionMaker, ...]
    constraints: tuple[Constraint, ...]
    forbidden_moves: tuple[ForbiddenMove, ...]
    states: tuple[State, ...]
    arcs: Mapping[str, tuple[Arc, ...]]
    status_quo: StatePattern | int | None
    status_quo_because: Because
    status_quo_at: Place
    preferences: Mapping[str, Preference]
    sources: Mapping[str, Source] = field(default_factory=dict)
    claims: Mapping[str, Claim] = field(default_factory=dict)
    expectations: tuple[Expectation, ...] = ()

    @property
    def options(self) -> tuple[Option, ...]:
        """All options, in the order that state labels and numbers use."""
        return tuple(option for dm in self.decision_makers for option in dm.options)

    @property
    def graph_form(self) -> bool:
        """Whether states and moves are listed one by one."""
        return bool(self.states)

    @property
    def levels(self) -> tuple[tuple[str, ...], ...]:
        """The levels of every option."""
        return tuple(option.levels for option in self.options)

    def grounds(self) -> Iterator[tuple[str, Because]]:
        """Yield every element that may carry evidence, by its path in the file, with what it rests on."""
        for dm in self.decision_makers:
            yield f"decision_makers.{dm.label}", dm.because
            for option in dm.options:
                yield f"decision_makers.{dm.label}.options.{option.label}", option.because
        for index, constraint in enumerate(self.constraints):
            yield f"constraints[{index}]", constraint.because
        for index, forbidden in enumerate(self.forbidden_moves):
            yield f"forbidden_moves[{index}]", forbidden.because
        if self.status_quo is not None:
            yield "status_quo", self.status_quo_because
        for dm_label, preference in self.preferences.items():
            path = f"preferences.{dm_label}"
            match preference.by:
                case Prioritize(statements):
                    yield from (
                        (f"{path}.prioritize[{k}]", each.because) for k, each in enumerate(statements)
                    )
                case Weights(items):
                    yield from ((f"{path}.weights[{k}]", each.because) for k, (each, _) in enumerate(items))
                case Ranking():
                    yield f"{path}.ranking", preference.because
                case Indifferent():
                    yield path, preference.because
            if preference.because and not isinstance(preference.by, Ranking | Indifferent):
                yield path, preference.because

    def decision_maker(self, label: str) -> DecisionMaker:
        """Return the decision maker with this label; raise KeyError."""
        for dm in self.decision_makers:
            if dm.label == label:
                return dm
        raise KeyError(label)
