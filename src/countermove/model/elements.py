"""The nouns of a conflict, as a model file declares them.

Everything here is immutable and plain: no states are listed, no verdict is reached. ``at`` is
where an element stands in its file, so that whoever finds a mistake later can say where.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Literal

from countermove.model.attitudes import ATTITUDES, Attitudes
from countermove.model.events import EVENTS, READINGS, Event, EventReading, Regime
from countermove.model.expected import (
    Course,
    EquilibriaAre,
    Expectation,
    Holds,
    Improves,
    LeadsTo,
    Ranks,
    Reaches,
    Stable,
    Survives,
    Tips,
    Upset,
)
from countermove.model.outlooks import Outlook
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
    Narrative,
    Option,
    Power,
    Quote,
    Reliability,
    Rendition,
    Source,
    Stance,
    State,
    Statement,
    StatePattern,
    StateRef,
    together,
)
from countermove.model.wants import Indifferent, Preference, Prioritize, Ranking, Weights
from countermove.model.yaml import Place

__all__ = [
    "ATTITUDES",
    "EVENTS",
    "NOWHERE",
    "READINGS",
    "YES_NO",
    "AllowedMove",
    "Arc",
    "Assumption",
    "Attitudes",
    "Because",
    "Claim",
    "Constraint",
    "Course",
    "DecisionMaker",
    "EquilibriaAre",
    "Event",
    "EventReading",
    "Expectation",
    "ForbiddenMove",
    "Holds",
    "Improves",
    "Incentive",
    "Indifferent",
    "Layer",
    "LeadsTo",
    "Lever",
    "Model",
    "Narrative",
    "Option",
    "Outlook",
    "Perception",
    "Phases",
    "Power",
    "Preference",
    "Prioritize",
    "Quote",
    "Ranking",
    "Ranks",
    "Reaches",
    "Regime",
    "Reliability",
    "Rendition",
    "Source",
    "Stable",
    "Stance",
    "State",
    "StatePattern",
    "StateRef",
    "Statement",
    "Survives",
    "Tips",
    "Upset",
    "Weights",
    "together",
]


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


# ---------------------------------------------------------------- how a decision maker sees it
@dataclass(frozen=True)
class Perception:
    """How a decision maker sees a conflict, where it sees it otherwise than it is.

    Conditions speak of the model's options and, numbered on after those and the ones that levers add, of
    the options that somebody imagines.

    Attributes
    ----------
    of : str
        Its label.
    unaware : tuple of str
        The ids of options that it does not know of.
    imagines : tuple of Option
        Options that it wrongly believes somebody to have.
    preferences : mapping
        What it believes decision makers to want, where that is not what they want.
    perceptions : mapping
        How it believes decision makers to see the conflict.
    """

    of: str
    unaware: tuple[str, ...] = ()
    imagines: tuple[Option, ...] = ()
    preferences: Mapping[str, Preference] = field(default_factory=dict)
    perceptions: Mapping[str, Perception] = field(default_factory=dict)
    because: Because = ()
    at: Place = NOWHERE

    def grounds(self, path: str) -> Iterator[tuple[str, Because]]:
        """Yield each part that says what it rests on, by its path."""
        here = f"{path}.{self.of}"
        yield here, self.because
        yield from ((f"{here}.imagines.{each.id}", each.because) for each in self.imagines)
        for each in self.preferences.values():
            yield from each.grounds(f"{here}.preferences")
        for perception in self.perceptions.values():
            yield from perception.grounds(f"{here}.perceptions")


# ---------------------------------------------------------------- a settlement step by step
@dataclass(frozen=True)
class Phases:
    """A settlement that is carried out step by step.

    Attributes
    ----------
    steps : tuple of Statement
        In the order in which they are to be done: the name of each as its text, and the condition that
        holds where it is done.
    kept : Statement or None
        What all keep to while the settlement goes on.
    """

    steps: tuple[Statement, ...]
    kept: Statement | None = None
    at: Place = NOWHERE

    def grounds(self) -> Iterator[tuple[str, Because]]:
        """Yield the steps and what is kept to, each with what it rests on."""
        if self.kept is not None:
            yield "phases.kept", self.kept.because
        yield from ((f"phases.steps[{k}]", each.because) for k, each in enumerate(self.steps))


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
    ``powers`` say who can change whose options.
    A model of layers holds what they hold together, so it is a conflict like any other; ``layers`` says
    what it was put together from. ``imagined_options`` are those that perceptions speak of, each once.
    ``regimes`` say what decision makers want once events have happened; of those that name a decision maker
    and whose events have all happened, the last one counts. ``reading`` says how a state counts from which
    events may lead on. ``foresight`` says by which concept decision makers look ahead.
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
    perceptions: Mapping[str, Perception] = field(default_factory=dict)
    attitudes: Mapping[str, Attitudes] = field(default_factory=dict)
    imagined_options: tuple[Option, ...] = ()
    phases: Phases | None = None
    events: tuple[Event, ...] = ()
    regimes: tuple[Regime, ...] = ()
    reading: EventReading = "neutral"
    powers: tuple[Power, ...] = ()
    foresight: Mapping[str, Outlook] = field(default_factory=dict)
    narratives: Mapping[str, Narrative] = field(default_factory=dict)

    @cached_property
    def options(self) -> tuple[Option, ...]:
        """All options, in the order that state labels and numbers use; those that events are come last."""
        owned = (option for dm in self.decision_makers for option in dm.options)
        return (*owned, *(event.option for event in self.events))

    @property
    def lever_options(self) -> tuple[Option, ...]:
        """The options that levers would add, in the order of the levers."""
        return tuple(lever.option for lever in self.levers if lever.option is not None)

    @property
    def looking(self) -> dict[str, str]:
        """The id of the concept by which each decision maker looks ahead that ``foresight`` names."""
        return {label: each.concept for label, each in self.foresight.items()}

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
            if not forbidden.option:  # what an option requires rests on what the option does
                yield f"forbidden_moves[{index}]", forbidden.because
        for index, power in enumerate(self.powers):
            yield f"power[{index}]", power.because
        if self.status_quo is not None:
            yield "status_quo", self.status_quo_because
        for preference in self.preferences.values():
            yield from preference.grounds("preferences")
        for perception in self.perceptions.values():
            yield from perception.grounds("perceptions")
        phases = () if self.phases is None else (self.phases,)
        beside = (*self.attitudes.values(), *self.events, *self.regimes, *self.foresight.values())
        for part in (*beside, *self.levers, *phases):
            yield from part.grounds()

    def decision_maker(self, label: str) -> DecisionMaker:
        """Return the decision maker with this label; raise KeyError."""
        for dm in self.decision_makers:
            if dm.label == label:
                return dm
        raise KeyError(label)
