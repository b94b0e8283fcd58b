"""What is lost, gained and kept between two models, held against the definitions read literally."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

import pytest

from countermove.analyses import matching
from countermove.analyses.compare import Comparison, compare
from countermove.analyses.turns import Reason
from countermove.concepts import Concept, find
from countermove.model.elements import (
    Model,
)
from countermove.space import build
from countermove.space.literal import LiteralGame, is_true, literal_game
from countermove.stability import analyze
from countermove.views.comparing import following, headline, sections, sentences
from countermove.views.comparing_data import comparison_data
from countermove.views.turning import Telling
from tests.analyses.compare_pairs import Meaning, graph_pair, meaning, option_pair, with_status_quo
from tests.strategies import (
    chance,
    option,
    random_option_model,
    random_preferences,
)

GENERAL = [find(name) for name in ("nash", "gmr", "smr", "seq", "sseq")]


def stable(game: LiteralGame, concept: Concept, dm: str, state: int) -> bool:
    return concept.reference(game, dm, state)


def equilibria(game: LiteralGame, concept: Concept) -> set[int]:
    return {
        state for state in game.states if all(stable(game, concept, dm, state) for dm in game.decision_makers)
    }


def improved(game: LiteralGame, start: int) -> set[int]:
    found, left = {start}, [start]
    while left:
        here = left.pop()
        for dm in game.decision_makers:
            new = {to for to in game.moves(dm, here) if game.prefers(dm, to, here)} - found
            found |= new
            left += new
    return found


def check(before: Model, after: Model, concepts: list[Concept]) -> Comparison:
    """Compare two models and hold everything against the literal games."""
    spaces = build(before), build(after)
    games = literal_game(before), literal_game(after)
    comparison = compare(analyze(spaces[0], concepts), analyze(spaces[1], concepts))
    matched = comparison.matching
    shared = None if before.graph_form else matched.shared
    told = [{state: meaning(game, state, shared) for state in game.states} for game in games]
    firsts = (matched.first_before, matched.first_after)

    def meant(unit: int) -> Meaning:
        (found,) = {told[k][int(firsts[k][unit])] for k in (0, 1) if firsts[k][unit] >= 0}
        return found

    assert (matched.by == "states") == all(len(set(each.values())) == len(each) for each in told)
    for space, units, each in zip(spaces, (matched.before, matched.after), told, strict=True):
        assert [meant(int(unit)) for unit in units] == [each[state] for state in range(space.size)]
    reached = [
        {each[state] for state in improved(game, space.status_quo)} if space.status_quo is not None else None
        for game, space, each in zip(games, spaces, told, strict=True)
    ]
    for difference in comparison.differences:
        concept = difference.concept
        found = [equilibria(game, concept) for game in games]
        held, holds = ({each[state] for state in of} for of, each in zip(found, told, strict=True))
        assert (difference.before, difference.after) == (len(found[0]), len(found[1]))
        for units, expected in (
            (difference.lost, held - holds),
            (difference.gained, holds - held),
            (difference.kept, held & holds),
        ):
            assert len(set(units.tolist())) == len(units)
            assert {meant(unit) for unit in units.tolist()} == expected
        for units, first in ((difference.lost, 0), (difference.gained, 1), (difference.kept, 0)):
            assert firsts[first][units].tolist() == sorted(firsts[first][units].tolist())
        check_leavers(difference, concept, games, firsts)
        if matched.by == "states":
            check_verdicts(comparison, difference.verdicts, concept, games, told)
        if None not in reached:
            one, other = reached
            assert {
                meant(unit) for unit in difference.no_longer_reached.tolist()
            } == held & holds & one - other
            assert {meant(unit) for unit in difference.newly_reached.tolist()} == held & holds & other - one
        for reason in difference.reasons:
            assert reason.unit in (difference.lost if reason.lost else difference.gained)
            check_reason(reason, concept, games, told, found)
    if None not in reached:
        assert comparison.reached is not None
        check_broken(comparison, games, told)
    for files in (True, False):  # words for whatever there is
        telling = Telling(comparison, files)
        comparison_data(telling)
        assert headline(telling)
        assert len(sections(telling)) <= len(concepts)
        sentences(telling)
        following(telling, "a", "b")
    return comparison


def check_leavers(difference: Any, concept: Concept, games: Any, firsts: Any) -> None:
    for side, units, counted in (
        (1, difference.lost, difference.left_by),
        (0, difference.gained, difference.was_left_by),
    ):
        there = [int(firsts[side][unit]) for unit in units if firsts[side][unit] >= 0]
        expected = {
            dm: sum(not stable(games[side], concept, dm, state) for state in there)
            for dm in games[side].decision_makers
        }
        assert dict(counted) == {dm: many for dm, many in expected.items() if many}


def check_verdicts(
    comparison: Comparison, verdicts: Any, concept: Concept, games: Any, told: list[dict[int, Meaning]]
) -> None:
    there = {meant: state for state, meant in told[1].items()}
    for dm in set(games[0].decision_makers) & set(games[1].decision_makers):
        pairs = [
            (stable(games[0], concept, dm, state), stable(games[1], concept, dm, there[meant]))
            for state, meant in told[0].items()
            if meant in there
        ]
        (each,) = (each for each in verdicts if each.dm == dm)
        assert each.became_stable == pairs.count((False, True))
        assert each.no_longer_stable == pairs.count((True, False))
    if comparison.same_verdicts:
        assert set(told[0].values()) == set(there)


def check_reason(
    reason: Reason, concept: Concept, games: Any, told: list[dict[int, Meaning]], found: list[set[int]]
) -> None:
    """What holds the state on one side, and who leaves it on the other."""
    held, other = (0, 1) if reason.lost else (1, 0)
    states = (reason.before, reason.after)
    state, counterpart = states[held], states[other]
    assert state in found[held]
    same = [each for each, meant in told[other].items() if meant == told[held][state]]
    assert reason.sharing == len(same)
    if counterpart is None:
        assert not same
        model = games[other].model
        if not model.graph_form and {each.id for each in model.options} == {
            each.id for each in games[held].model.options
        }:
            named = dict(meaning(games[held], state))
            values = [each.levels.index(named[each.id]) for each in model.options]
            assert list(reason.broken) == [
                k for k, each in enumerate(model.constraints) if not is_true(each.condition, values)
            ]
            assert reason.broken
        return
    assert counterpart in same
    assert counterpart not in found[other]
    assert {turn.dm for turn in reason.turns} == {
        dm for dm in games[other].decision_makers if not stable(games[other], concept, dm, counterpart)
    }
    for turn in reason.turns:
        assert turn.leaving is not None
        target = turn.leaving.telling.improvement
        assert target in games[other].moves(turn.dm, counterpart)
        assert games[other].prefers(turn.dm, target, counterpart)
        if turn.why == "new":
            assert turn.dm not in games[held].decision_makers
            continue
        like = [each for each, meant in told[held].items() if meant == told[other][target]]
        moves = [each for each in like if each in games[held].moves(turn.dm, state)]
        match turn.why:
            case "infeasible":
                assert not like
            case "no-move":
                assert like
                assert not moves
            case "no-gain":
                assert not games[held].prefers(turn.dm, moves[0], state)
            case "answered":
                assert turn.answer.improvement == moves[0]
                assert turn.answer.answers
                assert games[held].prefers(turn.dm, moves[0], state)
                assert concept.id != "nash"
            case _:
                raise AssertionError(turn.why)


def check_broken(comparison: Comparison, games: Any, told: list[dict[int, Meaning]]) -> None:
    there = {meant: state for state, meant in told[1].items()}
    for broken in comparison.reached.broken:
        if broken.step is None:
            assert not comparison.same_today
            continue
        dm = games[0].decision_makers[broken.step.by]
        source, target = (there.get(told[0][state]) for state in (broken.step.source, broken.step.target))
        match broken.why:
            case "infeasible":
                assert target is None
            case "no-move":
                assert target not in games[1].moves(dm, source)
            case _:
                assert target in games[1].moves(dm, source)
                assert not games[1].prefers(dm, target, source)


@pytest.mark.parametrize("part", range(4))
def test_of_two_models_of_options_all_is_as_the_definitions_say(part: int) -> None:
    seen: set[str] = set()
    for seed in range(part * 60, part * 60 + 60):
        comparison = check(*option_pair(Random(f"compare options {seed}")), GENERAL)
        assert comparison.matching.by == "states"
        seen |= {turn.why for each in comparison.differences for it in each.reasons for turn in it.turns}
        seen |= {"same"} if comparison.same_verdicts else set()
    assert {"no-gain", "answered", "same"} <= seen


def test_every_kind_of_reason_comes_up() -> None:
    seen: set[str] = set()
    for seed in range(240):
        for draw in (option_pair, graph_pair):
            before, after = draw(Random(f"kinds {draw.__name__} {seed}"))
            comparison = compare(analyze(build(before), GENERAL), analyze(build(after), GENERAL))
            seen |= {turn.why for each in comparison.differences for it in each.reasons for turn in it.turns}
            seen |= {f"broken: {each.why}" for each in comparison.reached.broken}
    assert seen == {"no-gain", "no-move", "infeasible", "answered"} | {
        f"broken: {why}" for why in ("infeasible", "no-move", "no-gain", "today")
    }


def test_of_two_models_in_graph_form_too() -> None:
    for seed in range(150):
        assert check(*graph_pair(Random(f"compare graphs {seed}")), GENERAL).matching.by == "states"


def test_simultaneous_stability_too() -> None:
    for seed in range(40):
        check(*option_pair(Random(f"compare sim {seed}")), [find("sim")])


def test_an_option_more_is_compared_by_the_options_that_both_have() -> None:
    kinds = set()
    for seed in range(80):
        rng = Random(f"compare more {seed}")
        before = random_option_model(rng)
        dm = rng.choice(before.decision_makers)
        more = replace(
            before,
            decision_makers=tuple(
                replace(each, options=(*each.options, option(each.label, "more"))) if each is dm else each
                for each in before.decision_makers
            ),
            constraints=(),
            forbidden_moves=(),
        )
        after = random_preferences(rng, more)
        one, other = with_status_quo(rng, before), with_status_quo(rng, after)
        if chance(rng, 50):
            one, other = other, one
        comparison = check(one, other, GENERAL)
        kinds.add(comparison.matching.by)
        both = {*comparison.matching.only_before, *comparison.matching.only_after}
        assert both == {f"{dm.label}.more"}
        assert all(not each.verdicts for each in comparison.differences)
    assert kinds == {"conditions"}


def test_more_combinations_than_a_number_holds_are_matched_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matching, "MAX_KEY", 12)
    for seed in range(40):
        check(*option_pair(Random(f"compare many {seed}")), GENERAL[:1])
