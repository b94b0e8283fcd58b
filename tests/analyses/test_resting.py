"""What decides the comparisons of a verdict, against the ranks and against the definitions."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from itertools import product
from random import Random

import pytest

import countermove
from countermove.analyses.resting import MAX_ENDS, Compared, compared, rests_on
from countermove.analyses.witness import Foresight, Witness, witness
from countermove.concepts import all_concepts
from countermove.conflict import Conflict
from countermove.model.condition import holds
from countermove.model.elements import Model, Prioritize, Weights
from countermove.space import Space, build
from countermove.stability import defined
from tests.events.conflicts import random_event_model
from tests.layers.conflicts import random_layered
from tests.patience.conflicts import drawn
from tests.strategies import random_forcing_model, random_graph_model, random_option_model

KINDS = (random_option_model, random_graph_model, random_event_model, random_forcing_model)
ROLES = {"gain": {1}, "answer": {1}, "hold": {1}, "stay": {0, -1}, "deter": {0, -1}, "escape": {0, -1}}


def pairs(space: Space, rng: Random, most: int = 60) -> list[tuple[int, int]]:
    """Draw pairs of states in which the same has happened, for only those are ever compared."""
    settings = [0] * space.size if space.happenings is None else space.happenings.settings.tolist()
    found = [
        (one, other)
        for one, other in product(range(space.size), repeat=2)
        if one != other and settings[one] == settings[other]
    ]
    return rng.sample(found, min(most, len(found)))


def sign(value: Fraction | int) -> int:
    return (value > 0) - (value < 0)


def check_comparison(space: Space, found: Compared) -> str:
    """Hold one comparison against the ranks, and what decides it against the preference's definition."""
    ranks = space.ranks[found.dm]
    assert found.liked == sign(int(ranks[found.one]) - int(ranks[found.other]))
    label = space.decision_makers[found.dm]
    by = space.model.preferences[label].by
    own = [each for each in found.by if each.statement is not None]
    if space.model.reading != "neutral" or space.model.regimes:
        return "events"
    values = [space.states.values(state) for state in (found.one, found.other)]
    if isinstance(by, Prioritize):
        differing = [
            place
            for place, each in enumerate(by.statements)
            if holds(each.condition, values[0]) != holds(each.condition, values[1])
        ]
        assert [each.place - 1 for each in own] == differing[:1]
        return "order"
    if isinstance(by, Weights) and by.then is None:
        worth = [sum(weight for each, weight in by.items if holds(each.condition, v)) for v in values]
        told = sum((each.weight or 0) * (1 if each.holds_in == found.one else -1) for each in own)
        if any(weight for _, weight in by.each_period):
            assert sign(told) == sign(worth[0] - worth[1])
        else:
            assert told == worth[0] - worth[1]
        return "weights"
    assert all(each.statement is None for each in own) or isinstance(by, Weights)
    return "whole"


def test_what_decides_is_read_off_the_preference_as_the_ranks_are() -> None:
    seen = Counter[str]()
    for seed in range(160):
        rng = Random(f"resting {seed}")
        model: Model = KINDS[seed % len(KINDS)](rng)
        if model.events:
            model = replace(model, reading=rng.choice(("neutral", "cautious", "hopeful")))
        space = build(model)
        for one, other in pairs(space, rng):
            for dm in range(len(space.decision_makers)):
                seen[check_comparison(space, compared(space, dm, one, other))] += 1
    assert min(seen[each] for each in ("order", "weights", "whole", "events")) > 300


@pytest.mark.parametrize("seed", range(12))
def test_of_layers_and_of_what_lasts_too(seed: int) -> None:
    rng = Random(f"resting in layers {seed}")
    conflicts = [random_layered(rng, links=True).conflict, countermove.loads(_yaml(drawn(seed)))]
    for conflict in conflicts:
        known = {path for path, _ in conflict.model.grounds()}
        for one, other in pairs(conflict.space, rng):
            for dm in range(len(conflict.decision_makers)):
                found = compared(conflict.space, dm, one, other)
                check_comparison(conflict.space, found)
                wholes = {f"preferences.{label}" for label in conflict.decision_makers}
                assert {each.element for each in found.by} <= known | wholes


def _yaml(data: object) -> str:
    return json.dumps(data)


def check_reason(space: Space, found: Witness) -> Counter[str]:
    """Hold what a verdict rests on against the verdict: each comparison says what its role asks for."""
    resting = rests_on(space, found)
    for each in resting.comparisons:
        check_comparison(space, each)
        if each.role != "end":
            assert each.liked in ROLES[each.role], each.role
    if isinstance(found, Foresight):
        ends = [each.liked == 1 for each in resting.comparisons]
        assert any(ends) is not found.stable
    elif found.telling is None:
        targets = space.moves.targets(found.dm, found.state)
        assert [each.one for each in resting.comparisons] == targets
        assert {each.role for each in resting.comparisons} <= {"stay"}
    elif found.stable:
        gains = [each.one for each in resting.comparisons if each.role == "gain"]
        assert gains == list(
            dict.fromkeys([found.telling.improvement, *(i.improvement for i in found.improvements)])
        )
        assert sum(each.role == "deter" for each in resting.comparisons) == len(gains)
    else:
        assert resting.comparisons[0].role == "gain"
        assert {each.role for each in resting.comparisons[1:]} <= {"hold"}
    return Counter(each.role for each in resting.comparisons)


def test_each_comparison_says_what_the_verdict_needs() -> None:
    roles = Counter[str]()
    for seed in range(90):
        rng = Random(f"reasons rest {seed}")
        space = build(KINDS[seed % len(KINDS)](rng))
        concepts = defined(space, all_concepts())[0]
        for state in rng.sample(range(space.size), min(3, space.size)):
            for concept in concepts:
                for dm in range(len(space.decision_makers)):
                    roles += check_reason(space, witness(space, concept, dm, state))
    assert set(roles) == {*ROLES, "end"}
    assert min(roles.values()) > 5


def test_the_moves_are_the_options_that_change_with_what_they_rest_on() -> None:
    conflict = countermove.load("karabakh-2020")
    found = conflict.rests_on(conflict.explain("russia", conflict.today(), "nash"))
    assert [each.element for each in found.moves] == [
        "decision_makers.russia.options.plan",
        "decision_makers.russia.options.hold_turkey",
    ]
    assert all(each.because for each in found.moves)
    assert found.complete


def test_forced_options_rest_on_the_power_to_force_them() -> None:
    conflict = countermove.load("protector")
    found = conflict.rests_on(conflict.explain("protector", conflict.today(), "smr"))
    assert found.moves[0].element == "power[0]"


def test_where_very_much_can_come_of_a_move_that_is_said_and_not_listed() -> None:
    options = {f"o{k}": f"Option {k}" for k in range(9)}
    model = {
        "countermove": 1,
        "decision_makers": {"us": {"options": {"go": "Go"}}, "them": {"options": options}},
        "status_quo": [],
        "preferences": {"us": {"prioritize": ["go"]}, "them": {"prioritize": ["o0"]}},
    }
    conflict = countermove.loads(_yaml(model))
    assert 2 ** len(options) > MAX_ENDS
    found = conflict.rests_on(conflict.explain("us", 1, "gmr"))
    assert [each.role for each in found.comparisons] == ["gain"]
    assert not found.complete
    content = " and ".join(f"not {each}" for each in options)
    model["preferences"]["them"] = {"prioritize": [content]}  # type: ignore[index]
    conflict = countermove.loads(_yaml(model))
    assert conflict.rests_on(conflict.explain("us", 1, "seq")).complete


def test_without_a_list_of_states_the_telling_move_is_compared() -> None:
    pytest.importorskip("oxidd")
    conflict = countermove.load("valley-withdrawal")
    for dm in conflict.decision_makers:
        for concept in ("nash", "gmr", "seq"):
            found = conflict.explain(dm, conflict.today("--state"), concept, "symbolic")
            resting = conflict.rests_on(found, "symbolic")
            for each in resting.comparisons:
                assert check_comparison(conflict.space, each)


def test_a_model_as_it_is_loaded_is_what_is_spoken_of() -> None:
    conflict = Conflict((model := countermove.load("syria-iraq-1975").model), build(model))
    found = conflict.rests_on(conflict.explain("iraq", 1, "nash"))
    assert {each.element for each in found.deciding} == {"preferences.iraq.ranking"}
