"""The nouns of a conflict, as a model file declares them.

Everything here is immutable and plain: no states are listed, no verdict is reached. ``at`` is
where an element stands in its file, so that whoever finds a mistake later can say where.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from countermove.model.parts import (
    NOWHERE,
    YES_NO,
    AllowedMove,
    Arc,
    Assumption,
    Because,
    Claim,
    Constraint,
    DecisionMaker,
    ForbiddenMove,
    Option,
    Quote,
    Rendition,
    Source,
    State,
    Statement,
    StatePattern,
    StateRef,
)
from countermove.model.yaml import Place

__all__ = [
    "NOWHERE",
    "YES_NO",
    "AllowedMove",
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
    "Incentive",
    "Indifferent",
    "Layer",
    "LeadsTo",
    "Lever",
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


# ---------------------------------------------------------------- what a third party could add
@dataclass(frozen=True)
class Incentive:
    """A reward or a penalty that a lever promises ``to`` somebody when a condition holds.

    ``weight`` (more than 0) counts with weights, for a penalty against it. Without one the condition, or
    for a penalty its opposite, becomes a statement ``before`` that place among the prioritized ones (from
    1, the most important).
    """

    kind: Literal["reward", "penalty"]
    to: str
    when: Statement
    weight: Fraction | None = None
    before: int = 1


@dataclass(frozen=True)
class Lever:
    """What a third party could add to a conflict, to be pulled or left alone as a whole.

    Its conditions speak of the model's options and, numbered on after them in the order of the levers,
    of the options that levers add; one whose lever is not pulled stands at its first level.
    """

    label: str
    name: str
    description: str
    option: Option | None = None
    forbid: tuple[ForbiddenMove, ...] = ()
    allow: tuple[AllowedMove, ...] = ()
    incentives: tuple[Incentive, ...] = ()
    because: Because = ()
    at: Place = NOWHERE

    def grounds(self) -> Iterator[tuple[str, Because]]:
        """Yield the lever, and each part of it that says by itself what it rests on, by its path."""
        path = f"levers.{self.label}"
        yield path, self.because
        parts: list[tuple[str, Because]] = [] if self.option is None else [("option", self.option.because)]
        parts += [(f"forbid[{k}]", each.because) for k, each in enumerate(self.forbid)]
        parts += [(f"allow[{k}]", each.because) for k, each in enumerate(self.allow)]
        for kind in ("reward", "penalty"):
            own = [each for each in self.incentives if each.kind == kind]
            parts += [(f"{kind}[{k}]", each.when.because) for k, each in enumerate(own)]
        yield from ((f"{path}.{part}", because) for part, because in parts if because)


# ---------------------------------------------------------------- the whole
@dataclass(frozen=True)
class Layer:
    """A conflict that is a layer of a whole.

    Attributes
    ----------
    label, name : str
        What it is called.
    model : Model
        As its own file declares it.
    places : tuple of int
        For each of its options, in its own order, the index of the same option in the whole.
    """

    label: str
    name: str
    model: Model
    places: tuple[int, ...]
    at: Place = NOWHERE


@dataclass(frozen=True)
class Model:
    """A conflict as its file declares it.

    In option form ``states`` and ``arcs`` are empty; in graph form no decision maker has
    options and ``arcs`` lists each decision maker's moves. ``allowed_moves`` come from levers alone.
    A model of layers holds what they hold together, so it is a conflict like any other; ``layers`` says
    what it was put together from.
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
    levers: tuple[Lever, ...] = ()
    allowed_moves: tuple[AllowedMove, ...] = ()
    layers: tuple[Layer, ...] = ()

    @property
    def options(self) -> tuple[Option, ...]:
        """All options, in the order that state labels and numbers use."""
        return tuple(option for dm in self.decision_makers for option in dm.options)

    @property
    def lever_options(self) -> tuple[Option, ...]:
        """The options that levers would add, in the order of the levers."""
        return tuple(lever.option for lever in self.levers if lever.option is not None)

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
        for lever in self.levers:
            yield from lever.grounds()

    def decision_maker(self, label: str) -> DecisionMaker:
        """Return the decision maker with this label; raise KeyError."""
        for dm in self.decision_makers:
            if dm.label == label:
                return dm
        raise KeyError(label)
