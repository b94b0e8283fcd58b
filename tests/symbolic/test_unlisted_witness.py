"""Witnesses and words where no state is listed: the same as where all are, and no slower with many options."""

from __future__ import annotations

from random import Random

import pytest

pytest.importorskip("oxidd", reason="the symbolic engine needs the extra countermove[symbolic]")

from benchmarks.symbolic import large_conflict

from countermove.analyses.witness import Witness, unlisted_witness, witness
from countermove.concepts import find
from countermove.errors import LimitError, ModelError
from countermove.model.condition import And, Count, Iff, Is, Not
from countermove.model.elements import Model
from countermove.space import Space, build
from countermove.space.literal import LiteralGame, literal_game
from countermove.space.symbolic import SymbolicSpace
from countermove.views.explaining import explanation
from tests.analyses.test_witness import answered_in_turn
from tests.strategies import (
    option,
    option_form,
    prioritize,
    random_barred_model,
    random_forcing_model,
    with_preferences,
)
from tests.symbolic.conflicts import NODES, general_concepts, random_symbolic_model

CONCEPTS = general_concepts()


@pytest.mark.parametrize("start", range(0, 300, 100))
def test_witnesses_hold_up_and_agree_with_the_listed_ones(start: int) -> None:
    steps = set()
    for seed in range(start, start + 100):
        model = random_symbolic_model(Random(f"unlisted {seed}"))
        space, game = SymbolicSpace.of(model, nodes=NODES), literal_game(model)
        try:
            listed = build(model)
        except ModelError:  # weights too far apart for the explicit engine alone
            listed = None
        rng = Random(seed)
        for concept in CONCEPTS:
            for dm, name in enumerate(game.decision_makers):
                for state in rng.sample(game.states, min(4, len(game.states))):
                    found = unlisted_witness(space, concept, dm, state)
                    assert found.stable == concept.reference(game, name, state), (seed, concept.id)
                    check(game, found, name)
                    steps |= {len(each.answers or ()) for each in found.improvements}
                    if listed is not None:
                        check_same(space, found, listed, witness(listed, concept, dm, state))
    assert steps >= {0, 1, 2}


def test_witnesses_hold_up_where_moves_do_not_chain() -> None:
    steps = set()
    for seed in range(250):
        draw = (random_barred_model, random_forcing_model)[seed % 2]
        model = draw(Random(f"unlisted barred {seed}"))
        space, game = SymbolicSpace.of(model, nodes=NODES), literal_game(model)
        rng = Random(seed)
        for concept in CONCEPTS:
            for dm, name in enumerate(game.decision_makers):
                for state in rng.sample(game.states, min(3, len(game.states))):
                    found = unlisted_witness(space, concept, dm, state)
                    assert found.stable == concept.reference(game, name, state), (seed, concept.id)
                    check(game, found, name)
                    steps |= {len(each.answers or ()) for each in found.improvements}
    assert steps >= {0, 1, 2}


def check(game: LiteralGame, found: Witness, name: str) -> None:
    """Hold a witness against the literal game."""
    better = {t for t in game.moves(name, found.state) if game.prefers(name, t, found.state)}
    assert found.improvements_count == len(better)
    assert found.can_move == bool(game.moves(name, found.state))
    assert len(found.improvements) == min(1, len(better))
    for each in found.improvements:
        assert each.improvement in better
        answered_in_turn(game, found, each, name)


def check_same(space: SymbolicSpace, found: Witness, listed: Space, other: Witness) -> None:
    """Check that both engines tell the same: of several ways that are as short, the same one."""
    assert found.telling == other.telling
    said, expected = explanation(space, found), explanation(listed, other)
    assert all(each in expected["improvements"] for each in said.pop("improvements"))
    del expected["improvements"]
    assert said == expected


def test_long_answers_are_followed_step_by_step() -> None:
    """Each of the others does what the one before it does; ann likes least that the last one does it."""
    names = ("ann", "b1", "b2", "b3", "b4", "b5")
    model = with_preferences(
        option_form(names, [option(name, "x") for name in names]),
        {
            "ann": prioritize(Is(5, 0), Is(0, 1)),
            **{name: prioritize(Iff(Is(k - 1, 1), Is(k, 1))) for k, name in enumerate(names) if k},
        },
    )
    space, listed, game = SymbolicSpace.of(model), build(model), literal_game(model)
    for concept in CONCEPTS:
        for dm in range(len(names)):
            for state in range(0, listed.size, 3):
                found = unlisted_witness(space, concept, dm, state)
                check(game, found, names[dm])
                check_same(space, found, listed, witness(listed, concept, dm, state))
    telling = unlisted_witness(space, find("seq"), 0, 0).telling
    assert telling is not None
    assert [step.by for step in telling.answers or ()] == [1, 2, 3, 4, 5]
    assert telling.leads_to == listed.size - 1


def test_states_have_the_numbers_of_the_list() -> None:
    for seed in range(60):
        model = random_symbolic_model(Random(f"unlisted {seed}"))
        states, game = SymbolicSpace.of(model, nodes=NODES).states, literal_game(model)
        for state in game.states:
            for _ in (1, 2):  # found, and remembered
                assert states.values(state) == game.values(state)
                assert states.index(game.values(state)) == state
            assert states.label(state) == game.label(state)
        for beyond in (-1, len(game.states)):
            with pytest.raises(IndexError, match=f"there is no state {beyond + 1}"):
                states.values(beyond)


# ---------------------------------------------------------------- too many to list
def crowd(number: int) -> Model:
    """Ann has many options and would take any of them up; bob fights who does, which ann likes least."""
    quiet = Not(Count(tuple(Is(k, 1) for k in range(number)), 1, True))
    options = [*(option("ann", f"o{k}") for k in range(number)), option("bob", "fight")]
    fight = Is(number, 1)
    return with_preferences(
        option_form(("ann", "bob"), options),
        {"ann": prioritize(Not(fight), Not(quiet), And(())), "bob": prioritize(Iff(fight, Not(quiet)))},
    )


@pytest.mark.parametrize(
    ("number", "improvements"), [(11, "2,047"), (60, f"{2**60 - 1:,}"), (100, f"{2**100 - 1:,}")]
)
def test_all_improvements_are_counted_though_one_is_told(number: int, improvements: str) -> None:
    space = SymbolicSpace.of(crowd(number))
    said = explanation(space, unlisted_witness(space, find("seq"), 0, 0))
    assert said["improvements_count"] == 2**number - 1
    assert said["improvements"] == [said["witness"]]
    assert said["witness"]["improvement"] == 2
    assert said["witness"]["leads_to"] == 2**number + 2
    assert said["labels"][str(2**number + 2)] == "Y" + "N" * (number - 1) + "Y"
    assert said["text"] == (
        "State 1 (Nobody does anything) is stable for ann under SEQ. "
        f"Each of its {improvements} improvements is answered; the most tempting: if ann takes up “o0” (state 2), "
        f"bob takes up “fight” (state {2**number + 2}). That leaves ann in state {2**number + 2}, which it likes "
        "less than state 1."
    )


def test_states_of_a_hundred_options_have_numbers() -> None:
    model = crowd(99)
    states = SymbolicSpace.of(model).states
    rng = Random(1)
    for _ in range(20):
        state = rng.randrange(2**100)
        assert states.values(state) == tuple(state >> k & 1 for k in range(100))
        assert states.index(states.values(state)) == state
    assert states.label(2**100 - 1) == "Y" * 100
    unfeasible = option_form(("ann",), [option("ann", "x"), option("ann", "y")], [Not(Is(0, 1))])
    limited = SymbolicSpace.of(with_preferences(unfeasible, {"ann": prioritize(Is(1, 1))})).states
    assert limited.index((1, 0)) is None
    assert limited.index((0, 1)) == 1


def test_concepts_with_a_rule_of_their_own_are_refused() -> None:
    space = SymbolicSpace.of(crowd(3))
    for concept in ("sim", "lh:2", "nm"):
        with pytest.raises(
            LimitError, match=f"does not decide {concept}; ask for nash, gmr, smr, seq, sseq or"
        ):
            unlisted_witness(space, find(concept), 0, 0)


def test_running_out_of_nodes_is_a_limit_and_nothing_breaks() -> None:
    space = SymbolicSpace.of(large_conflict(25, "near"), nodes=2**17)
    state = space.count // 3
    told = unlisted_witness(space, find("gmr"), 11, state)
    with pytest.raises(LimitError, match=r"its limit of 131,072 decision diagram nodes"):
        [unlisted_witness(space, find("seq"), dm, state) for dm in range(25)]
    assert unlisted_witness(space, find("gmr"), 11, state) == told


def test_sweeping_up_changes_nothing() -> None:
    model = crowd(8)
    space = SymbolicSpace.of(model)
    expected = [unlisted_witness(space, concept, dm, 3) for concept in CONCEPTS for dm in (0, 1)]
    space.nodes = 0  # so that every question comes when more than half of the room is taken
    assert [unlisted_witness(space, concept, dm, 3) for concept in CONCEPTS for dm in (0, 1)] == expected
