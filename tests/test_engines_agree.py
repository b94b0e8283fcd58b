"""The fast engine against the definitions: every decision maker, state and concept of thousands of conflicts.

Numbered seeds make the bulk, the same conflicts in every run; Hypothesis adds conflicts of its own
choice and shrinks what fails. The relations between concepts are tested on the definitions alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import count, permutations
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings

from countermove import ModelError
from countermove.concepts import Concept, Form, all_concepts, find
from countermove.model.condition import Is, Or
from countermove.model.elements import YES_NO, Model
from countermove.space import build
from countermove.space.literal import literal_game
from countermove.stability import stable_states
from tests.strategies import (
    forbidding_models,
    graph_models,
    option,
    option_form,
    option_models,
    prioritize,
    random_forbidding_model,
    random_graph_model,
    random_option_model,
    ranking,
    weights,
    with_preferences,
)

KINDS: dict[str, Callable[[Random], Model]] = {
    "options": random_option_model,
    "forbidding": random_forbidding_model,
    "graph": random_graph_model,
}
SEEDS = {"options": 2_500, "forbidding": 1_500, "graph": 2_000}
CHUNK = 500
GENERAL = [concept for concept in all_concepts() if isinstance(concept.form, Form)]
CONCEPTS = [concept.id for concept in GENERAL]
Verdicts = dict[tuple[str, str], list[bool]]


def verdicts(model: Model) -> Verdicts:
    """Return what the definitions say, by concept and decision maker, one entry per state."""
    game = literal_game(model)
    return {
        (concept.id, dm): [concept.reference(game, dm, state) for state in game.states]
        for concept in GENERAL
        for dm in game.decision_makers
    }


def fast_verdicts(model: Model) -> Verdicts:
    space = build(model)
    return {
        (concept.id, dm): stable_states(space, concept, number).tolist()
        for concept in GENERAL
        for number, dm in enumerate(space.decision_makers)
    }


def differences(model: Model) -> list[str]:
    """Return each verdict in which the engine and the definitions differ."""
    defined, fast = verdicts(model), fast_verdicts(model)
    assert fast.keys() == defined.keys()
    label = literal_game(model).label
    return [
        f"{concept} for {dm} at {label(state)}: {said} by definition"
        for (concept, dm), listed in defined.items()
        for state, (said, engine) in enumerate(zip(listed, fast[concept, dm], strict=True))
        if said != engine
    ]


def seeded(kind: str, seeds: range | count[int]) -> Iterator[tuple[str, Model]]:
    for seed in seeds:
        name = f"{kind} {seed}"
        yield name, KINDS[kind](Random(name))


# ---------------------------------------------------------------- the engine and the definitions
@pytest.mark.parametrize(
    ("kind", "start"), [(kind, start) for kind, number in SEEDS.items() for start in range(0, number, CHUNK)]
)
def test_engine_agrees_with_the_definitions(kind: str, start: int) -> None:
    for name, model in seeded(kind, range(start, start + CHUNK)):
        assert differences(model) == [], name


search = settings(
    max_examples=200, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)


@search
@given(option_models())
def test_engine_agrees_on_any_options(model: Model) -> None:
    assert differences(model) == []


@search
@given(forbidding_models())
def test_engine_agrees_on_any_forbidden_moves(model: Model) -> None:
    assert differences(model) == []


@search
@given(graph_models())
def test_engine_agrees_on_any_graph(model: Model) -> None:
    assert differences(model) == []


def test_engine_agrees_on_more_states_than_a_byte_counts() -> None:
    rng = Random(0)
    three = ("a", "b", "c")
    options = [option(name, label, three) for name in ("ann", "bob", "cat") for label in "xy"]
    options = [replace(each, levels=YES_NO) if each.id in ("bob.y", "cat.y") else each for each in options]
    model = option_form(("ann", "bob", "cat"), options)
    game = literal_game(model)
    assert len(game.states) == 324
    orders = [rng.sample(range(1, 325), 324) for _ in range(3)]
    rankings = {dm: ranking(*order) for dm, order in zip(game.decision_makers, orders, strict=True)}
    assert differences(with_preferences(model, rankings)) == []


EVERYWHERE = Or((Is(0, 0), Is(0, 1)))


def far_apart(digits: int) -> Model:
    """Build a conflict with a hundred statements, and weights that many digits apart."""
    rng = Random(0)
    names = ("ann", "bob")
    tail = [Is(rng.randrange(6), rng.randrange(2)) for _ in range(30)]
    small = [(Is(k, 1), Fraction((-2) ** k, 7)) for k in range(6)]
    return with_preferences(
        option_form(names, [option(name, label) for name in names for label in "xyz"]),
        {
            "ann": prioritize(Is(3, 1), *[EVERYWHERE] * 70, *tail),
            "bob": weights((EVERYWHERE, Fraction(10**digits, 7)), *small),
        },
    )


def test_engine_keeps_preferences_exact() -> None:
    assert differences(far_apart(17)) == []  # no float tells these weights' sums apart


def test_weights_too_far_apart_are_reported() -> None:
    with pytest.raises(ModelError, match="the weights of 'bob' need more than 18 digits"):
        build(far_apart(30))


def test_there_are_enough_conflicts() -> None:
    assert sum(SEEDS.values()) >= 5_000
    assert all(number % CHUNK == 0 for number in SEEDS.values())


# ---------------------------------------------------------------- the concepts among themselves
def implied(concept: Concept) -> set[str]:
    """Return what a concept implies, at first or at second hand."""
    return set(concept.implies).union(*(implied(find(each)) for each in concept.implies))


@pytest.mark.parametrize("kind", KINDS)
def test_declared_implications_hold(kind: str) -> None:
    for name, model in seeded(kind, range(400)):
        table = verdicts(model)
        for (concept, dm), holds in table.items():
            for weaker in implied(find(concept)) & set(CONCEPTS):
                broken = [k for k, (a, b) in enumerate(zip(holds, table[weaker, dm], strict=True)) if a > b]
                assert not broken, (name, concept, weaker, dm, broken)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_else_is_implied(kind: str) -> None:
    """For every other pair some conflict has a state where the one holds and the other fails."""
    missing = {(a, b) for a, b in permutations(CONCEPTS, 2) if b not in implied(find(a))}
    for _, model in seeded(kind, range(400)):
        table = verdicts(model)
        missing = {
            (a, b)
            for a, b in missing
            if not any(
                one > other
                for dm in model.preferences
                for one, other in zip(table[a, dm], table[b, dm], strict=True)
            )
        }
        if not missing:
            break
    assert not missing, f"no conflict separates {sorted(missing)}: declare these implications or search on"
