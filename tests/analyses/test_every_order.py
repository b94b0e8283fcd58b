"""What is better in every order of the statements, against all orders that there are."""

from __future__ import annotations

from itertools import permutations
from random import Random

import pytest

from countermove.analyses.alterations import reordered, statements_of
from countermove.analyses.every_order import Fulfilled
from countermove.analyses.inverse import inverse
from countermove.concepts import find
from countermove.model import Model
from countermove.space import Space, build
from tests.strategies import (
    dilemma,
    prioritize,
    random_condition,
    random_forbidding_model,
    random_graph_model,
    random_option_model,
    with_preferences,
)


def with_statements(rng: Random, model: Model) -> Model:
    """Give everybody up to four statements instead of its preferences."""
    graph = model.graph_form
    atoms = [len(model.states)] if graph else [len(option.levels) for option in model.options]
    drawn = {
        dm.label: prioritize(*(random_condition(rng, atoms, graph=graph) for _ in range(rng.randint(0, 4))))
        for dm in model.decision_makers
    }
    return with_preferences(model, drawn)


def check(space: Space) -> int:
    """Hold the answer against every order; return how many states are left in each of them."""
    left = 0
    for dm in range(len(space.decision_makers)):
        fulfilled = Fulfilled(space, dm)
        found = statements_of(space, dm)
        assert found is not None
        orders = list(permutations(range(len(found.statements))))
        ranks = [reordered(space, dm, order, 0).ranks for order in orders]
        for state in range(space.size):
            better = fulfilled.always_better(state)
            moves = space.moves.targets(dm, state)
            assert better == [move for move in moves if all(each[move] > each[state] for each in ranks)]
            stays = any(all(each[move] <= each[state] for move in moves) for each in ranks)
            assert stays == (not better)
            left += bool(better)
    return left


@pytest.mark.parametrize("kind", [random_option_model, random_forbidding_model, random_graph_model])
def test_against_all_orders(kind) -> None:  # type: ignore[no-untyped-def]
    left = 0
    for seed in range(40):
        rng = Random(seed)
        model = with_statements(rng, kind(rng))
        left += check(build(model))
    assert left > 20


def test_a_preference_without_statements_fulfils_nothing() -> None:
    assert Fulfilled(build(dilemma()), 0).always_better(0) == []


def test_the_search_of_orders_agrees() -> None:
    """Where the search for changes tried every order in vain, one state is always better."""
    seen = 0
    for seed in range(60):
        rng = Random(seed)
        space = build(with_statements(rng, random_option_model(rng)))
        vary = list(range(len(space.decision_makers)))
        for state in range(space.size):
            design = inverse(space, find("nash"), [state], vary)
            hopeless = [dm for dm in vary if Fulfilled(space, dm).always_better(state)]
            assert set(design.unordered) == set(hopeless)
            seen += bool(hopeless)
    assert seen
