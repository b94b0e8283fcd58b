"""How near verdicts are to tipping, held against changing the model and asking the definitions."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from random import Random

import countermove
from countermove.analyses.alterations import Alteration
from countermove.analyses.robustness import Robustness, robustness
from countermove.concepts import Concept, Form, all_concepts
from countermove.model.elements import Model, Preference, Prioritize
from countermove.space import build
from countermove.space.literal import LiteralGame, literal_game
from countermove.stability import analyze
from countermove.views.tipping import grouped, robustness_data, standing_sentences
from tests.strategies import prioritize, random_condition, random_option_model, ranking

GENERAL = [each for each in all_concepts() if isinstance(each.form, Form)]


def with_preference(model: Model, dm: str, by: object) -> Model:
    return replace(model, preferences={**model.preferences, dm: Preference(dm, by)})  # type: ignore[arg-type]


def stated_model(rng: Random) -> Model:
    """Draw a conflict in which most decision makers have statements, up to four of them."""
    model = random_option_model(rng)
    levels = [len(each.levels) for each in model.options]
    for dm in model.decision_makers:
        if rng.random() < 0.8:
            statements = [random_condition(rng, levels, depth=1) for _ in range(rng.randint(1, 4))]
            model = with_preference(model, dm.label, prioritize(*statements))
    return model


def equilibria(game: LiteralGame, concept: Concept) -> set[int]:
    return {
        state
        for state in game.states
        if all(concept.reference(game, dm, state) for dm in game.decision_makers)
    }


def changed(model: Model, change: Alteration) -> Model:
    """Make a change in the model itself."""
    label = model.decision_makers[change.dm].label
    by = model.preferences[label].by
    if change.exchanged is not None:
        ranks = change.ranks.tolist()
        tiers = [[s + 1 for s, r in enumerate(ranks) if r == level] for level in sorted(set(ranks))[::-1]]
        return with_preference(model, label, ranking(*tiers))
    assert isinstance(by, Prioritize)
    kept = change.order or [place for place in range(len(by.statements)) if place != change.dropped]
    return with_preference(model, label, Prioritize(tuple(by.statements[place] for place in kept)))


def swaps(order: tuple[int, ...]) -> int:
    return sum(a > b for place, a in enumerate(order) for b in order[place + 1 :])


def least_upsetting(model: Model, concept: Concept, state: int) -> int | None:
    """Try every order of every decision maker's statements."""
    sizes = []
    for dm in model.decision_makers:
        by = model.preferences[dm.label].by
        if isinstance(by, Prioritize):
            for order in permutations(range(len(by.statements))):
                other = with_preference(model, dm.label, Prioritize(tuple(by.statements[k] for k in order)))
                if state not in equilibria(literal_game(other), concept):
                    sizes.append(swaps(order))
    return min(sizes, default=None)


def check_flips(model: Model, found: Robustness) -> int:
    checked = 0
    before = {each.id: equilibria(literal_game(model), each) for each in found.concepts}
    for standing in (*found.standings, *found.near):
        assert standing.held == tuple(name for name, states in before.items() if standing.state in states)
        for flips, lost in (
            (standing.upset_by, True),
            (standing.rests_on, True),
            (standing.gained_by, False),
        ):
            for flip in flips:
                game = literal_game(changed(model, flip.alteration))
                for concept in found.concepts:
                    held_before = standing.state in before[concept.id]
                    held_after = standing.state in equilibria(game, concept)
                    flipped = held_before == lost != held_after
                    assert flipped == (concept.id in flip.concepts)
                    checked += flipped
    return checked


def test_flips_are_those_of_the_changed_model() -> None:
    checked = 0
    for seed in range(60):
        model = stated_model(Random(f"robustness {seed}"))
        if len(literal_game(model).states) > 16:
            continue
        found = robustness(analyze(build(model), GENERAL))
        checked += check_flips(model, found)
        robustness_data(found)
        assert sum(len(members) for members, _ in grouped(found)) == len(found.standings)
    assert checked > 300


def test_the_margin_is_the_smallest_change_that_upsets() -> None:
    upset = firm = 0
    for seed in range(120):
        rng = Random(f"margins {seed}")
        model = stated_model(rng)
        if len(literal_game(model).states) > 12 or not all(
            isinstance(each.by, Prioritize) for each in model.preferences.values()
        ):
            continue
        concept = GENERAL[seed % len(GENERAL)]
        found = robustness(analyze(build(model), [concept]))
        assert found.exhausted
        for standing in found.standings:
            least = least_upsetting(model, concept, standing.state)
            assert standing.margin == {concept.id: least}, seed
            assert [flip.alteration.size for flip in standing.upset_by] == [least] * len(standing.upset_by)
            upset += least is not None
            firm += least is None
    assert min(upset, firm) > 20


def test_statements_left_out_are_all_tried() -> None:
    for seed in range(40):
        model = stated_model(Random(f"drops {seed}"))
        if len(literal_game(model).states) > 12:
            continue
        found = robustness(analyze(build(model), GENERAL[:1]))
        for standing in found.standings:
            rests = {(flip.alteration.dm, flip.alteration.dropped) for flip in standing.rests_on}
            for dm, label in enumerate(each.label for each in model.decision_makers):
                by = model.preferences[label].by
                for place in range(len(by.statements)) if isinstance(by, Prioritize) else ():
                    left = tuple(each for k, each in enumerate(by.statements) if k != place)
                    game = literal_game(with_preference(model, label, Prioritize(left)))
                    held = standing.state in equilibria(game, GENERAL[0])
                    assert held == ((dm, place) not in rests)


def test_the_settlement_hangs_on_what_turkey_is_held_to_be_deterred_by() -> None:
    conflict = countermove.load("karabakh-2020")
    found = conflict.robustness(
        "plan and hold_turkey and concede and not (back or advance or align)", ["seq"]
    )
    standing = next(each for each in found.standings if each.held)
    assert standing.margin == {"seq": 1}
    assert {claim.label for claim in found.linchpins(standing)} == {"case_built", "attention_won"}
    assert not found.unsupported(standing)
    said = " ".join(standing_sentences(found, standing))
    assert "It takes one swap to upset it: Turkey puts “advance” before “not advance if hold_turkey”" in said
    assert "Behind them: “If Turkey goes on escalating" in said


def test_an_assumption_that_an_equilibrium_rests_on_is_flagged() -> None:
    text = """
countermove: 1
decision_makers: {a: {options: {x: }}, b: {options: {y: }}}
preferences:
  a: {prioritize: [{statement: x, because: [{assumption: It wants x.}]}, not x]}
  b: {prioritize: ["y", "not y"]}
"""
    found = countermove.loads(text).robustness("YY", ["nash"])
    (standing,) = found.standings
    assert [found.statement(flip.alteration).text for flip in found.unsupported(standing)] == ["x", "y"]
    data = robustness_data(found)["equilibria"][0]
    assert data["unsupported"] == ["x", "y"]
    assert [each["assumptions"] for each in data["rests_on"]] == [["It wants x."], []]
