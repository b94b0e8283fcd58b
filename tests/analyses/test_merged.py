"""Decision makers merged into one player: against the definitions, by hand, and what is refused."""

from __future__ import annotations

from contextlib import suppress
from itertools import combinations
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings

from countermove.analyses.merged import has_merged_version, merge, named_players, players_of
from countermove.concepts import all_concepts, gmr, nash, seq, sim, smr, sseq
from countermove.errors import LimitError, UsageError
from countermove.model.condition import And, Is, Not, Or
from countermove.model.elements import ForbiddenMove, Model
from countermove.space import build
from countermove.space import merged as merged_moves
from countermove.space.literal import literal_game
from countermove.space.literal_merged import MergedGame
from countermove.stability import analyze, several_orders
from tests.events.conflicts import random_event_model
from tests.same_answers.answers import conflict
from tests.strategies import (
    dilemma,
    option,
    option_form,
    option_models,
    prioritize,
    random_forcing_model,
    ranking,
    with_preferences,
)

CONCEPTS = [each.CONCEPT for each in (nash, gmr, smr, seq, sseq)]
search = settings(
    max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)


def assert_merged(model: Model, name: str = "") -> int:
    """Hold every way to merge one group of a conflict against the references; say how many were merged."""
    game, space = literal_game(model), build(model)
    analysis = analyze(space, CONCEPTS)
    everybody = range(len(space.decision_makers))
    several = 0
    for size in (1, *everybody[2:], len(everybody)):
        for group in combinations(everybody, size):
            players = players_of(space, [group])
            found = merge(analysis, players)
            literal = MergedGame(game, [tuple(space.decision_makers[j] for j in each) for each in players])
            assert found.labels == literal.decision_makers
            several += size > 1
            for concept in CONCEPTS:
                for player, label in enumerate(found.labels):
                    expected = [concept.reference(literal, label, state) for state in game.states]
                    assert found.stable[concept.id][player].tolist() == expected, (name, concept.id, label)
                    leaves = [bool(found.leaves_for(concept.id, player, state)) for state in game.states]
                    assert leaves == [not each for each in expected], (name, concept.id, label)
    return several


@pytest.mark.parametrize(
    ("kind", "number"), [("options", 40), ("forbidding", 40), ("barred", 40), ("graph", 60)]
)
def test_merged_players_agree_with_the_definitions(kind: str, number: int) -> None:
    models = {seed: conflict(kind, seed) for seed in range(number)}
    small = {seed: model for seed, model in models.items() if len(literal_game(model).states) <= 24}
    assert sum(assert_merged(model, f"{kind} {seed}") for seed, model in small.items())


def test_merged_players_force_what_a_member_could_alone() -> None:
    models = {seed: random_forcing_model(Random(f"merged power {seed}")) for seed in range(60)}
    small = {seed: model for seed, model in models.items() if len(literal_game(model).states) <= 24}
    assert sum(assert_merged(model, f"power {seed}") for seed, model in small.items())


@search
@given(option_models())
def test_merged_players_agree_on_any_options(model: Model) -> None:
    if len(literal_game(model).states) <= 16:
        assert_merged(model)


def test_merged_players_agree_with_the_definitions_where_events_happen() -> None:
    models = [random_event_model(Random(f"merged {seed}"), forbid=seed % 2 == 1) for seed in range(30)]
    small = [model for model in models if len(literal_game(model).states) <= 24]
    assert sum(map(assert_merged, small))


@pytest.mark.parametrize("kind", ["options", "barred", "graph"])
def test_a_merged_player_of_one_is_that_decision_maker(kind: str) -> None:
    for seed in range(100):
        space = build(conflict(kind, seed))
        analysis = analyze(space, CONCEPTS)
        found = merge(analysis, players_of(space, [(0,)]))
        assert found.labels == space.decision_makers
        assert all((found.stable[each.id] == analysis.stable[each.id]).all() for each in CONCEPTS)


def test_more_states_than_share_a_word(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = {}
    for rows in (2**17, 1):
        monkeypatch.setattr(several_orders, "AT_ONCE", rows)
        space = build(conflict("options", 3))
        found = merge(analyze(space, CONCEPTS), players_of(space, [(0, 1)]))
        whole[rows] = {name: rows.tolist() for name, rows in found.stable.items()}
    assert whole[1] == whole[2**17]


# ---------------------------------------------------------------- by hand
def test_two_who_both_want_peace_no_longer_fight() -> None:
    """Merged, the prisoners move to peace at once; apart, only fighting is Nash stable."""
    space = build(dilemma())
    analysis = analyze(space, CONCEPTS)
    found = merge(analysis, named_players(space, ["row+column"]))
    assert analysis.equilibrium("nash").tolist() == [False, False, False, True]
    assert found.equilibrium("nash").tolist() == [True, True, True, False]
    assert found.leaves_for("nash", 0, 3) == [0]


def test_a_joint_change_may_pass_over_what_is_infeasible() -> None:
    """Neither can act alone, for both or none must; merged they act at once, a coalition cannot."""
    both = Or((And((Is(0, 1), Is(1, 1))), And((Is(0, 0), Is(1, 0)))))
    model = option_form(("ann", "bob"), [option("ann", "x"), option("bob", "x")], [both])
    model = with_preferences(model, {name: prioritize(Is(0, 1)) for name in ("ann", "bob")})
    space = build(model)
    found = merge(analyze(space, CONCEPTS), named_players(space, ["ann+bob"]))
    assert found.analysis.equilibrium("nash").tolist() == [True, True]
    assert found.equilibrium("nash").tolist() == [False, True]


def test_what_is_forbidden_to_a_member_is_forbidden_to_the_player() -> None:
    """Bob may act only once ann has; a joint change is judged by the state before it, and ann's goes on."""
    options = [option("ann", "x"), option("bob", "y")]
    barred = ForbiddenMove("bob", And((Not(Is(0, 1)), Not(Is(1, 1)))), Is(1, 1))
    model = option_form(("ann", "bob"), options, forbidden=[barred])
    model = with_preferences(model, dict.fromkeys(("ann", "bob"), ranking(4, 2, 1, 3)))
    space = build(model)
    found = merge(analyze(space, CONCEPTS), named_players(space, ["ann+bob"]))
    assert found.leaves_for("nash", 0, 0) == [1]  # not 3, which both like best
    assert found.leaves_for("nash", 0, 1) == [3]


# ---------------------------------------------------------------- names and limits
def test_players_stand_where_their_first_members_stood() -> None:
    space = build(with_preferences(option_form("abcd", [option(name, "x") for name in "abcd"]), WANTS))
    assert named_players(space, ["d+b"]) == ((0,), (1, 3), (2,))
    assert named_players(space, ["d+b", "c+a"]) == ((0, 2), (1, 3))


WANTS = {name: prioritize(Is(k, 1)) for k, name in enumerate("abcd")}


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["a"], "merges nobody; name two at least, such as a+b"),
        (["a+b", "b+c"], "'b' stands in two merged players"),
        (["a+e"], "has no decision maker 'e'"),
        (["a+a"], "names 'a' twice"),
    ],
)
def test_names_that_merge_nobody_or_somebody_twice(names: list[str], said: str) -> None:
    space = build(with_preferences(option_form("abcd", [option(name, "x") for name in "abcd"]), WANTS))
    with pytest.raises(UsageError, match=said.replace("+", r"\+")):
        named_players(space, names)


def test_concepts_that_are_not_decided_for_merged_players() -> None:
    assert [each.id for each in all_concepts() if has_merged_version(each)] == [
        "nash", "gmr", "smr", "seq", "sseq",
    ]  # fmt: skip
    space = build(dilemma())
    analysis = analyze(space, [nash.CONCEPT, sim.CONCEPT])
    assert merge(analysis, ((0, 1),)).passed_over == (sim.CONCEPT,)
    with pytest.raises(UsageError, match="'sim' cannot be decided for merged players"):
        merge(analyze(space, [sim.CONCEPT]), ((0, 1),))


def test_too_many_moves_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    space = build(dilemma())
    analysis = analyze(space, CONCEPTS)
    monkeypatch.setattr(merged_moves, "MAX_MERGED", 15)
    with pytest.raises(LimitError, match=r"up to 16 moves, and the limit is 15; .* --coalition row\+column"):
        merge(analysis, ((0, 1),))
    monkeypatch.setattr(merged_moves, "MAX_MERGED", 16)
    assert merge(analysis, ((0, 1),)).labels == ("row+column",)


def test_too_many_questions_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(several_orders, "MAX_WORK", 0)
    refused = 0
    for seed in range(20):
        space = build(conflict("options", seed))
        if len(space.decision_makers) > 2:
            with suppress(LimitError):
                merge(analyze(space, CONCEPTS), players_of(space, [(0, 1)]))
                continue
            refused += 1
            with pytest.raises(LimitError, match="ask for --concept nash, gmr or seq"):
                merge(analyze(space, CONCEPTS), players_of(space, [(0, 1)]))
    assert refused
