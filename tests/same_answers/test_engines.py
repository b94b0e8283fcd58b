"""The literal references, the explicit and the symbolic engine give the same answers on thousands of conflicts.

Compared is every decision maker, state and concept, and the equilibria. Numbered seeds make the bulk,
the same conflicts in every run; Hypothesis adds conflicts of its own choice and shrinks what fails.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from countermove import ModelError
from countermove.model.condition import Is, Or
from countermove.model.elements import YES_NO, Indifferent, Model, Prioritize, Weights
from countermove.space import build
from countermove.space.literal import literal_game
from tests.same_answers.answers import (
    INSTALLED,
    SEEDS,
    TAKES,
    by_definition,
    conflict,
    differences,
    sampled,
    ties,
)
from tests.strategies import (
    forbidding_models,
    graph_models,
    option,
    option_form,
    option_models,
    prioritize,
    random_strict_pair,
    random_unranked_model,
    ranking,
    weights,
    with_preferences,
)

# One process for all: the definitions are asked once and shared.
pytestmark = pytest.mark.xdist_group("same answers")
CHUNK = 250
needs_extra = pytest.mark.skipif(
    not INSTALLED["symbolic"], reason="the symbolic engine needs the extra countermove[symbolic]"
)
ENGINES = ["explicit", pytest.param("symbolic", marks=needs_extra)]


@pytest.mark.parametrize(
    ("engine", "kind", "start"),
    [
        pytest.param(engine, kind, start, marks=[needs_extra] if engine == "symbolic" else [])
        for engine, kinds in TAKES.items()
        for kind in kinds
        for start in range(0, SEEDS[kind], CHUNK)
    ],
)
def test_same_answers(engine: str, kind: str, start: int) -> None:
    for seed in range(start, start + CHUNK):
        wrong = differences(engine, conflict(kind, seed), sampled(kind, seed))
        assert not wrong, f"{kind} {seed}, {len(wrong)} answers of the {engine} engine, first {wrong[0]}"


def features(model: Model) -> set[str]:
    game = literal_game(model)
    kinds = {Prioritize: "statements", Weights: "weights", Indifferent: "indifference"}
    return {
        f"{len(model.decision_makers)} decision makers",
        *(kinds[type(each.by)] for each in model.preferences.values()),
        *({"constraints"} if model.constraints else ()),
        *({"ties"} if any(ties(game, dm) for dm in game.decision_makers) else ()),
        *({"levels"} if any(len(each.levels) > 2 for each in model.options) else ()),
        *(each.moves for each in model.options if each.moves != "both"),
    }


def test_the_sample_is_large_and_varied() -> None:
    assert SEEDS["unranked"] >= 5_000
    assert all(number % CHUNK == 0 for number in SEEDS.values())
    looked_at = 400
    found = Counter(each for seed in range(looked_at) for each in features(conflict("unranked", seed)))
    wanted = {"2 decision makers", "3 decision makers", "4 decision makers", "statements", "weights"}
    wanted |= {"indifference", "constraints", "ties", "levels", "forward", "backward"}
    assert found.keys() == wanted
    assert min(found.values()) >= looked_at // 10, found


# ---------------------------------------------------------------- conflicts of Hypothesis's own choice
search = settings(
    max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
RANDOMS = st.randoms(use_true_random=False)


@pytest.mark.parametrize("engine", ENGINES)
@search
@given(RANDOMS.map(random_unranked_model))
def test_same_answers_without_rankings(engine: str, model: Model) -> None:
    assert differences(engine, model, by_definition(model)) == []


@search
@given(st.one_of(option_models(), forbidding_models(), graph_models()))
def test_same_answers_of_any_kind(model: Model) -> None:
    assert differences("explicit", model, by_definition(model)) == []


@search
@given(RANDOMS.map(lambda rng: random_strict_pair(rng, states=9)))
def test_same_answers_of_any_strict_pair(model: Model) -> None:
    assert differences("explicit", model, by_definition(model)) == []


# ---------------------------------------------------------------- the ends of the range
def test_same_answers_with_more_states_than_a_byte_counts() -> None:
    rng = Random(0)
    names = ("ann", "bob", "cat")
    options = [option(name, label, ("a", "b", "c")) for name in names for label in "xy"]
    options = [replace(each, levels=YES_NO) if each.id in ("bob.y", "cat.y") else each for each in options]
    orders = {name: ranking(*rng.sample(range(1, 325), 324)) for name in names}
    model = with_preferences(option_form(names, options), orders)
    assert len(literal_game(model).states) == 324
    assert differences("explicit", model, by_definition(model)) == []


def far_apart(digits: int) -> Model:
    """Build a conflict with a hundred statements, and with weights that many digits apart."""
    rng = Random(0)
    names = ("ann", "bob")  # and cat, for whom the rules for two decision makers are not asked
    everywhere = Or((Is(0, 0), Is(0, 1)))
    tail = [Is(rng.randrange(6), rng.randrange(2)) for _ in range(30)]
    small = [(Is(k, 1), Fraction((-2) ** k, 7)) for k in range(6)]
    return with_preferences(
        option_form((*names, "cat"), [option(name, label) for name in names for label in "xyz"]),
        {
            "cat": Indifferent(),
            "ann": prioritize(Is(3, 1), *[everywhere] * 70, *tail),
            "bob": weights((everywhere, Fraction(10**digits, 7)), *small),
        },
    )


@pytest.mark.parametrize("engine", ENGINES)
def test_preferences_are_kept_exact(engine: str) -> None:
    model = far_apart(17)  # no float tells these weights' sums apart
    assert differences(engine, model, by_definition(model)) == []


@needs_extra
def test_weights_too_far_apart_for_the_explicit_engine() -> None:
    far = far_apart(30)
    with pytest.raises(ModelError, match="the weights of 'bob' are too far apart"):
        build(far)
    assert differences("symbolic", far, by_definition(far)) == []
