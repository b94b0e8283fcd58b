"""What the definitions and the engines say of a conflict, in one form that can be held side by side.

A set of states is one whole number: bit k is set where state k belongs to it. So equal answers are
equal numbers, and ``one & ~other`` are the states in which the one holds and the other fails.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, reduce
from importlib.util import find_spec
from itertools import combinations
from operator import and_
from random import Random

from countermove.concepts import Concept, Form, all_concepts, families
from countermove.model.elements import Model
from countermove.space import build
from countermove.space.literal import LiteralGame, literal_game
from countermove.stability import analyze, unmet
from tests.strategies import (
    random_barred_model,
    random_forbidding_model,
    random_forcing_model,
    random_graph_model,
    random_option_model,
    random_strict_pair,
    random_unranked_model,
)

HORIZONS = {"lh": (1, 2, 3, 4), "maximin": (4, 5)}
"""Of each family the members that are compared; maximin stability up to three moves ahead is GMR and SMR."""
CONCEPTS: tuple[Concept, ...] = (
    *all_concepts(),
    *(make(horizon) for name, make in families().items() for horizon in HORIZONS[name]),
)
GENERAL = tuple(concept for concept in CONCEPTS if isinstance(concept.form, Form))
"""The concepts that both engines decide."""

States = int
Answers = Mapping[str, tuple[States, ...]]
"""For each concept the states that are stable, for one decision maker after the other."""


# ---------------------------------------------------------------- the sample
def random_far_weights_model(rng: Random) -> Model:
    """Draw a conflict whose weights may be too far apart for the explicit engine, which then says so."""
    return random_unranked_model(rng, far=10**20)


KINDS: dict[str, Callable[[Random], Model]] = {
    "unranked": random_unranked_model,
    "far": random_far_weights_model,
    "options": random_option_model,
    "forbidding": random_forbidding_model,
    "barred": random_barred_model,
    "forcing": random_forcing_model,
    "graph": random_graph_model,
    "strict": random_strict_pair,
}
SEEDS = {
    "unranked": 5_000,
    "far": 250,
    "options": 500,
    "forbidding": 500,
    "barred": 500,
    "forcing": 500,
    "graph": 750,
    "strict": 500,
}
"""How many conflicts of each kind the sample holds."""


def conflict(kind: str, seed: int) -> Model:
    """Return a conflict of the sample, the same for the same seed for ever."""
    return KINDS[kind](Random(f"same answers {kind} {seed}"))


# ---------------------------------------------------------------- the definitions
def states(belongs: Iterable[bool]) -> States:
    """Return the set of those states of which it is said that they belong to it."""
    return sum(1 << state for state, yes in enumerate(belongs) if yes)


def defined(game: LiteralGame) -> tuple[Concept, ...]:
    """Return the concepts that are defined for a conflict, by what they say they need."""
    pair = len(game.decision_makers) == 2
    has = {
        "option-form": not game.model.graph_form and not game.model.powers,
        "two-decision-makers": pair,
        "strict-preferences": pair and not any(ties(game, dm) for dm in game.decision_makers),
    }
    return tuple(concept for concept in CONCEPTS if all(has[need] for need in concept.needs))


def ties(game: LiteralGame, dm: str) -> bool:
    """Say whether a decision maker likes two states equally."""
    return any(
        not game.prefers(dm, one, other) and not game.prefers(dm, other, one)
        for one, other in combinations(game.states, 2)
    )


def by_definition(model: Model) -> Answers:
    """Return what the literal references say, by each concept that is defined."""
    game = literal_game(model)
    return {
        concept.id: tuple(
            states(concept.reference(game, dm, state) for state in game.states) for dm in game.decision_makers
        )
        for concept in defined(game)
    }


@cache
def sampled(kind: str, seed: int) -> Answers:
    """Return what the definitions say of a conflict of the sample; worked out once for all tests."""
    return by_definition(conflict(kind, seed))


def equilibria(answers: Answers) -> dict[str, States]:
    """Return for each concept the states that are stable for everybody."""
    return {concept: reduce(and_, stable) for concept, stable in answers.items()}


# ---------------------------------------------------------------- the engines
@dataclass(frozen=True)
class Said:
    """What an engine says of a conflict: how many states there are, the answers, and the equilibria."""

    states: int
    answers: Answers
    equilibria: Mapping[str, States]


def explicit(model: Model) -> Said:
    """Return what the explicit engine says, by every concept that it finds defined."""
    space = build(model)
    analysis = analyze(space, [concept for concept in CONCEPTS if not unmet(space, concept)])
    return Said(
        space.size,
        {name: tuple(map(states, rows)) for name, rows in analysis.stable.items()},
        {name: states(analysis.equilibrium(name)) for name in analysis.stable},
    )


def symbolic(model: Model) -> Said:
    """Return what the symbolic engine says; the states that it lists are those of the definitions."""
    from countermove.space.symbolic import Diagram, SymbolicSpace
    from countermove.stability.symbolic import analyze

    space = SymbolicSpace.of(model, nodes=2**16)
    analysis = analyze(space, GENERAL)
    game = literal_game(model)
    number = {game.values(state): state for state in game.states}
    assert list(space.each(space.feasible)) == list(number)

    def listed(diagram: Diagram) -> States:
        return sum(1 << number[values] for values in space.each(diagram))

    return Said(
        space.count,
        {name: tuple(map(listed, diagrams)) for name, diagrams in analysis.stable.items()},
        {name: listed(analysis.equilibrium(name)) for name in analysis.stable},
    )


ENGINES: dict[str, Callable[[Model], Said]] = {"explicit": explicit, "symbolic": symbolic}
INSTALLED = {"explicit": True, "symbolic": find_spec("oxidd") is not None}
TAKES = {
    "explicit": ("unranked", "options", "forbidding", "barred", "forcing", "graph", "strict"),
    "symbolic": ("unranked", "far", "barred", "forcing"),
}
"""Which kinds of conflict an engine takes; the unranked and the barred ones are compared three ways."""


def differences(engine: str, model: Model, right: Answers) -> list[str]:
    """Return each answer of an engine that is not what the definitions say of a conflict."""
    game, said = literal_game(model), ENGINES[engine](model)
    asked = list(right) if engine == "explicit" else [concept.id for concept in GENERAL]
    wrong = []
    if said.states != len(game.states):
        wrong.append(f"{said.states} states, and by definition {len(game.states)}")
    if list(said.answers) != asked:
        return [*wrong, f"decides {list(said.answers)}, and defined are {asked}"]
    for concept, everybody in equilibria({concept: right[concept] for concept in asked}).items():
        for dm, stable, found in (
            *zip(game.decision_makers, right[concept], said.answers[concept], strict=True),
            ("everybody", everybody, said.equilibria[concept]),
        ):
            wrong += [
                f"{concept} for {dm} at {game.label(state)}: {bool(stable >> state & 1)} by definition"
                for state in game.states
                if (stable ^ found) >> state & 1
            ]
    return wrong
