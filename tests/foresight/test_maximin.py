"""Maximin stability: up to three moves ahead it is Nash, GMR and SMR, and further on what is made sure of."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest

import countermove
from countermove.analyses.reasons import Witness
from countermove.analyses.witness import witness
from countermove.concepts import Concept, Form, compared, find
from countermove.concepts._literal import others, reachable
from countermove.concepts._maximin import conceded, secured
from countermove.concepts.maximin import MAX_HORIZON, make
from countermove.errors import UsageError
from countermove.model.elements import Model
from countermove.space import build
from countermove.space.literal import LiteralGame, literal_game
from countermove.stability import stable_states
from tests.strategies import (
    graph_form,
    random_forbidding_model,
    random_graph_model,
    random_option_model,
    ranking,
    with_preferences,
)

KINDS: dict[str, Callable[[Random], Model]] = {
    "options": random_option_model,
    "forbidding": random_forbidding_model,
    "graph": random_graph_model,
}
SEEDS = range(60)
HORIZONS = (1, 2, 3, 4, 5, 6, 7, 12, 13)


def drawn(kind: str, seed: int) -> Model:
    return KINDS[kind](Random(f"maximin {kind} {seed}"))


def by_definition(game: LiteralGame, concept: Concept, dm: str) -> list[bool]:
    return [concept.reference(game, dm, state) for state in game.states]


@pytest.mark.parametrize("kind", KINDS)
def test_the_engine_says_what_the_definition_says(kind: str) -> None:
    for seed in SEEDS:
        model = drawn(kind, seed)
        space, game = build(model), literal_game(model)
        for number, dm in enumerate(space.decision_makers):
            for horizon in HORIZONS:
                stable = stable_states(space, make(horizon), number).tolist()
                assert stable == by_definition(game, make(horizon), dm), (seed, dm, horizon)


@pytest.mark.parametrize("kind", KINDS)
def test_one_two_and_three_moves_ahead_are_nash_gmr_and_smr(kind: str) -> None:
    """With ties, and any number of decision makers."""
    for seed in SEEDS:
        game = literal_game(drawn(kind, seed))
        for dm in game.decision_makers:
            for horizon, name in ((1, "nash"), (2, "gmr"), (3, "smr")):
                same = by_definition(game, make(horizon), dm) == by_definition(game, find(name), dm)
                assert same, (seed, dm, name)


@pytest.mark.parametrize(("horizon", "name"), [(1, "nash"), (2, "gmr"), (3, "smr")])
def test_they_are_the_same_instance_of_the_general_form(horizon: int, name: str) -> None:
    assert make(horizon).form == find(name).form


def test_a_longer_odd_horizon_asks_less_a_longer_even_one_more_and_any_odd_one_more_than_any_even() -> None:
    for seed in SEEDS:
        for kind in KINDS:
            space = build(drawn(kind, seed))
            for dm in range(len(space.decision_makers)):
                stable = {h: stable_states(space, make(h), dm) for h in range(1, 9)}
                assert not any((stable[h] & ~stable[h + 2]).any() for h in (1, 3, 5))
                assert not any((stable[h + 2] & ~stable[h]).any() for h in (2, 4, 6))
                assert not any((stable[odd] & ~stable[even]).any() for odd in (1, 7) for even in (2, 8))


def printed(game: LiteralGame, i: str, s: int, h: int, *, own: bool) -> int:
    """W_h and O_h once more, by the recursion as it is printed, without a table; the worth of states as ranks."""

    def worth(state: int) -> int:
        return sum(game.prefers(i, state, each) for each in game.states)

    if h == 0:
        return worth(s)
    if own:
        return max([worth(s), *(printed(game, i, t, h - 1, own=False) for t in game.moves(i, s))])
    answers = reachable(game, others(game, i), s)
    return min([worth(s), *(printed(game, i, u, h - 1, own=True) for u in answers)])


def test_the_table_is_the_printed_recursion() -> None:
    for seed in range(40):
        game = literal_game(drawn("graph", seed))
        for dm in game.decision_makers if len(game.states) <= 5 else ():
            for horizon in (1, 2, 3, 4):
                for state in game.states:
                    plain = printed(game, dm, state, horizon, own=True)
                    value = printed(game, dm, secured(game, dm, horizon)[state], 0, own=True)
                    assert plain == value, (seed, dm, horizon, state)


def chain() -> Model:
    """Ann leaves 3 for 1, Bob answers by 4, and from there Ann gets to 2, where Bob has no move."""
    return with_preferences(
        graph_form(4, {"ann": [(3, 1), (4, 2)], "bob": [(1, 4)]}),
        {"ann": ranking(2, 1, 3, 4), "bob": ranking(1, 2, 3, 4)},
    )


def test_by_hand() -> None:
    space = build(chain())
    verdicts = [bool(stable_states(space, make(h), 0)[2]) for h in (1, 2, 3, 4, 5, 6)]
    assert verdicts == [False, True, False, False, False, False]


def test_five_moves_ahead_can_hold_what_three_do_not() -> None:
    arcs = {
        "ann": [(1, 2), (1, 5), (2, 4), (3, 1), (4, 5)],
        "bob": [(1, 2), (3, 1), (3, 2), (4, 1), (4, 3), (5, 3)],
    }
    orders = {"ann": ranking(5, 1, 4, 2, 3), "bob": ranking(5, 1, 4, 2, 3)}
    space = build(with_preferences(graph_form(5, arcs), orders))
    assert [bool(stable_states(space, make(h), 0)[3]) for h in (1, 2, 3, 4, 5)] == [
        False, True, False, True, True,
    ]  # fmt: skip


def test_looking_ahead_without_end_implies_no_odd_horizon_in_particular() -> None:
    """Non-myopic stability implies every even one; of the odd ones only those that are long enough."""
    arcs = {
        "ann": [(1, 5), (2, 1), (2, 4), (2, 7), (3, 4), (3, 7), (4, 2), (4, 6), (5, 3), (5, 7), (6, 2),
                (6, 3), (7, 2), (7, 3), (7, 6)],
        "bob": [(1, 4), (1, 7), (2, 5), (3, 4), (4, 5), (4, 7), (5, 2), (5, 3), (5, 4), (6, 2), (7, 1),
                (7, 4)],
    }  # fmt: skip
    orders = {"ann": ranking(6, 3, 7, 5, 2, 1, 4), "bob": ranking(4, 2, 1, 5, 6, 7, 3)}
    space = build(with_preferences(graph_form(7, arcs), orders))
    forever, five = (stable_states(space, find(name), 0)[4] for name in ("nm", "maximin:5"))
    assert forever
    assert not five


@pytest.mark.parametrize("horizon", [0, MAX_HORIZON + 1])
def test_horizons_have_bounds(horizon: int) -> None:
    with pytest.raises(
        UsageError, match=f"'maximin:{horizon}' looks {horizon} moves ahead, and the horizon is 1"
    ):
        find(f"maximin:{horizon}")


def test_a_long_horizon_is_no_more_work_once_nothing_changes() -> None:
    space = build(chain())
    assert (stable_states(space, make(MAX_HORIZON), 0) == stable_states(space, make(6), 0)).all()


# ---------------------------------------------------------------- why
def check_witness(game: LiteralGame, found: Witness, horizon: int) -> None:
    """Re-check every step, and what can be made sure of, with the definitions."""
    dm, s = game.decision_makers[found.dm], found.state
    better = {t for t in game.moves(dm, s) if game.prefers(dm, t, s)}
    assert {each.improvement for each in found.improvements} == better
    for each in found.improvements:
        left = conceded(game, dm, horizon - 1)[each.improvement]
        assert (each.answers is None) == game.prefers(dm, left, s)
        if each.answers is None:
            continue
        here, last = each.improvement, dm
        for step in each.answers:
            mover = game.decision_makers[step.by]
            assert mover not in (dm, last)
            assert step.source == here
            assert step.target in game.moves(mover, here)
            here, last = step.target, mover
        assert here == each.leads_to
        assert each.escape is not None
        sure = secured(game, dm, horizon - 2)[here]
        assert not game.prefers(dm, sure, s)
        assert not game.prefers(dm, sure, each.escape)
        assert not game.prefers(dm, each.escape, sure)


def test_reasons_can_be_checked_step_by_step() -> None:
    seen = 0
    for kind in KINDS:
        for seed in SEEDS:
            model = drawn(kind, seed)
            space, game = build(model), literal_game(model)
            for dm in range(len(space.decision_makers)):
                for state in list(game.states)[:8]:
                    for horizon in (4, 5, 6):
                        found = witness(space, make(horizon), dm, state)
                        check_witness(game, found, horizon)
                        seen += any(each.escape not in (None, each.leads_to) for each in found.improvements)
    assert seen > 20


GRAPH = """\
countermove: 1
title: A chain
decision_makers: {ann: Ann, bob: Bob}
states: {a: Better, b: Best, c: Here, d: Worst}
moves:
  ann: ["c -> a", "d -> b"]
  bob: ["a -> d", "d -> a"]
preferences:
  ann: {ranking: [b, a, c, d]}
  bob: {ranking: [a, b, c, d]}
status_quo: c
"""


def test_reasons_in_words() -> None:
    from countermove.views.explaining import reason_text

    conflict = countermove.loads(GRAPH)
    why = {h: reason_text(conflict.space, conflict.explain("ann", "c", f"maximin:{h}")) for h in (2, 4)}
    assert why[2].startswith("Its only improvement is answered: if Ann moves to Better (state 1), Bob moves")
    assert why[4] == (
        "If Ann moves to Better (state 1), it is better off, and whatever Bob can do next, Ann can within two more moves "
        "make sure of something better than here."
    )


# ---------------------------------------------------------------- what is refused, and what is declared
def test_what_looks_further_has_no_coalition_version_and_no_inverse() -> None:
    conflict = countermove.load("syria-iraq-1975")
    with pytest.raises(UsageError, match="'maximin:4' has no coalition version"):
        conflict.coalitions(concepts=["maximin:4"])
    with pytest.raises(UsageError, match="what 'maximin:4' takes to hold is not worked out; use nash"):
        conflict.inverse(1, "maximin:4")
    assert conflict.inverse(1, "maximin:2").holds == conflict.inverse(1, "gmr").holds


def test_robustness_tells_of_it() -> None:
    found = countermove.load("syria-iraq-1975").robustness(concepts=["maximin:4"])
    assert {standing.held for standing in found.standings} == {("maximin:4",)}


def test_limited_moves_of_three_are_refused_and_maximin_is_offered() -> None:
    with pytest.raises(UsageError, match=r"rival definitions exist; .* 'maximin:3'"):
        countermove.load("karabakh-2020").analyze(["lh:3"])


def test_every_concept_is_in_the_comparison() -> None:
    rows = {each.id: (each.horizon, each.knowledge, each.disimprovements) for each in compared()}
    assert rows["nash"] == ("1", "its own", "nobody")
    assert rows["seq"] == ("2", "everybody's", "nobody")
    assert rows["smr"] == ("3", "its own", "the sanctioners")
    assert rows["maximin:H"] == ("H", "its own", "the sanctioners")
    assert rows["nm"] == ("any", "everybody's", "anybody, if it pays")
    assert list(rows) == ["nash", "gmr", "smr", "seq", "sseq", "sim", "maximin:H", "lh:H", "nm"]


def test_a_member_declares_its_own_horizon() -> None:
    assert [make(h).horizon for h in (1, 4, 9)] == [1, 4, 9]
    assert all(isinstance(make(h).form, Form) for h in (1, 4, 9))
    assert [make(h).form.further for h in (2, 3, 4, 5, 8)] == [0, 1, 2, 3, 6]  # type: ignore[union-attr]
