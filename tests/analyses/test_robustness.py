"""How near verdicts are to tipping, held against changing the model and asking the definitions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import permutations, product
from random import Random

import pytest

import countermove
from countermove.analyses import robustness as module
from countermove.analyses.alterations import Alteration
from countermove.analyses.robustness import Robustness, robustness
from countermove.concepts import Concept, Form, all_concepts
from countermove.model.elements import Model, Preference, Prioritize
from countermove.space import build
from countermove.space.literal import LiteralGame, literal_game
from countermove.stability import analyze
from countermove.views.tipping import grouped, headline, robustness_data, standing_sentences
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
    if not isinstance(by, Prioritize):
        return with_preference(model, label, ranking(*tiers(change.ranks.tolist())))
    assert isinstance(by, Prioritize)
    kept = change.order or [place for place in range(len(by.statements)) if place != change.dropped]
    return with_preference(model, label, Prioritize(tuple(by.statements[place] for place in kept)))


def swaps(order: tuple[int, ...]) -> int:
    return sum(a > b for place, a in enumerate(order) for b in order[place + 1 :])


def tiers(ranks: Sequence[int]) -> list[list[int]]:
    """Return the numbers of the states by how they are liked, the best first."""
    return [[s + 1 for s, rank in enumerate(ranks) if rank == level] for level in sorted(set(ranks))[::-1]]


def reorderings(model: Model, dm: int) -> Iterator[tuple[int, Model]]:
    """Put a decision maker's statements, or the tiers of its ranking, into every order; with the swaps."""
    label = model.decision_makers[dm].label
    by = model.preferences[label].by
    parts = by.statements if isinstance(by, Prioritize) else tiers(build(model).ranks[dm].tolist())
    for order in permutations(range(len(parts))):
        put = [parts[k] for k in order]
        other = Prioritize(tuple(put)) if isinstance(by, Prioritize) else ranking(*put)  # type: ignore[arg-type]
        yield swaps(order), with_preference(model, label, other)


def least_upsetting(model: Model, concept: Concept, state: int) -> int | None:
    """Try every order of every decision maker's statements or tiers."""
    sizes = [
        size
        for dm in range(len(model.decision_makers))
        for size, other in reorderings(model, dm)
        if state not in equilibria(literal_game(other), concept)
    ]
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
    upset = firm = of_rankings = 0
    for seed in range(120):
        rng = Random(f"margins {seed}")
        model = stated_model(rng)
        if len(literal_game(model).states) > 12:
            continue
        orders = [each.by for each in model.preferences.values()]
        stated = all(isinstance(each, Prioritize) for each in orders)
        space = build(model)
        if not stated and max(len(set(ranks.tolist())) for ranks in space.ranks) > 4:
            continue
        concept = GENERAL[seed % len(GENERAL)]
        found = robustness(analyze(space, [concept]))
        assert found.exhausted
        for standing in found.standings:
            least = least_upsetting(model, concept, standing.state)
            assert standing.margin == {concept.id: least}, seed
            assert [flip.alteration.size for flip in standing.upset_by] == [least] * len(standing.upset_by)
            upset += least is not None
            firm += least is None
            of_rankings += least is not None and not stated
    assert min(upset, firm) > 20
    assert of_rankings > 5


def test_what_is_said_to_be_tried_was_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing that was not tried of everybody is passed off as tried."""
    further = 0
    for most, seed in product((0, 2, 3, 8), range(200)):
        monkeypatch.setattr(module, "MAX_CHANGES", most)
        model = stated_model(Random(f"tried {seed}"))
        space = build(model)
        if space.size > 8 or max(len(set(ranks.tolist())) for ranks in space.ranks) > 5:
            continue
        found = robustness(analyze(space, GENERAL[:1]))
        everything = [
            (size, other)
            for dm in range(len(space.decision_makers))
            if dm not in found.beyond
            for size, other in reorderings(model, dm)
        ]
        assert found.exhausted == (not found.beyond and max(size for size, _ in everything) == found.tried)
        for standing in found.standings:
            sizes = [
                size
                for size, other in everything
                if standing.state not in equilibria(literal_game(other), GENERAL[0])
            ]
            least = min(sizes, default=None)
            assert standing.margin == {"nash": least if least and least <= found.tried else None}, (
                most,
                seed,
            )
            further += least is not None and least > found.tried
    assert further > 2


def test_a_ranking_is_tried_as_far_as_statements_are() -> None:
    """Iraq's ranking upsets the outcome by three swaps; of Syria's statements no order does."""
    found = countermove.load("syria-iraq-1975").robustness(6)
    assert (found.tried, found.exhausted, found.beyond) == (3, False, ())
    (standing,) = found.standings
    assert standing.margin == dict.fromkeys(("nash", "gmr", "smr", "seq", "sseq"), 3)
    said = " ".join(standing_sentences(found, standing))
    assert "It takes three swaps to upset it: Iraq likes states 1, 5 and 3 better than state 6; or" in said


def test_a_ranking_of_too_many_tiers_is_left_out_and_named() -> None:
    options = ", ".join(f"o{k}: " for k in range(8))
    worth = ", ".join(f"{{when: o{k}, weight: {2**k}}}" for k in range(8))
    text = f"""
countermove: 1
decision_makers: {{a: {{options: {{{options}}}}}, b: {{options: {{y: }}}}}}
preferences: {{a: {{weights: [{worth}]}}, b: {{prioritize: ["y", o1]}}}}
"""
    found = countermove.loads(text).robustness()
    assert (found.tried, found.exhausted, found.beyond) == (1, False, (0,))
    assert headline(found).endswith(
        "All single changes of any side but a were tried. Those of a were not, for its 256 tiers are too many."
    )
    assert robustness_data(found)["not_tried"] == ["a"]
    (standing,) = found.standings
    assert "No change of up to one swap of any side but a upsets it." in standing_sentences(found, standing)
    alone = countermove.loads(text.replace('["y", o1]', "[y]")).robustness()
    assert headline(alone) == (
        "One equilibrium, and no small change of preferences to try. Those of a were not, for its 256 tiers are "
        "too many."
    )


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
        "plan and hold_turkey and endorse and hand_over and not (back or advance or align)", ["seq"]
    )
    standing = next(each for each in found.standings if each.held)
    assert standing.margin == {"seq": 1}
    assert {claim.label for claim in found.linchpins(standing)} == {"case_built", "attention_won"}
    assert not found.unsupported(standing)
    said = " ".join(standing_sentences(found, standing))
    assert (
        "It takes one swap to upset it: Turkey puts “back” before “not back if hold_turkey or deal”." in said
    )
    assert "Behind them: “If Turkey goes on escalating" in said


def test_the_claims_behind_statements_that_change_places_are_named() -> None:
    found = countermove.load("karabakh-2020").robustness(1876, ["seq"])
    first = robustness_data(found)["equilibria"][0]["upset_by"][0]
    assert first["text"] == "Turkey puts “back” before “not back if hold_turkey or deal”"
    assert {"turkey_is_a_party", "attention_won"} <= set(first["claims"])


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
