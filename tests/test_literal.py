"""The literal definitions against conflicts small enough to work out by hand, and one published case.

The workings stand beside each conflict; nothing here was copied from a program's output.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from random import Random

import pytest

from countermove.concepts import Game, find
from countermove.concepts._literal import improvements, reachable, reachable_by_improvements
from countermove.model.condition import And, Condition, Count, Iff, Implies, Is, Not, Or, holds
from countermove.model.elements import ForbiddenMove, Indifferent, Option, Ranking
from countermove.space.literal import LiteralGame, is_true, literal_game
from tests.strategies import (
    By,
    graph_form,
    option,
    option_form,
    prioritize,
    random_condition,
    ranking,
    weights,
    with_preferences,
)

Arcs = Mapping[str, Iterable[tuple[int, int]]]
CLASSICS = ("nash", "gmr", "smr", "seq")


def conflict(
    options: Sequence[Option],
    preferences: Mapping[str, By],
    constraints: Iterable[Condition] = (),
    forbidden: Iterable[ForbiddenMove] = (),
) -> LiteralGame:
    model = option_form(preferences, options, constraints, forbidden)
    return literal_game(with_preferences(model, preferences))


def graph(number: int, arcs: Arcs, preferences: Mapping[str, By]) -> LiteralGame:
    return literal_game(with_preferences(graph_form(number, arcs), preferences))


def numbers(states: Sequence[int] | frozenset[int]) -> list[int]:
    return sorted(state + 1 for state in states)


def stable(game: Game, concept: str, dm: str) -> list[int]:
    return [s + 1 for s in game.states if find(concept).reference(game, dm, s)]


def equilibria(game: Game, concept: str) -> list[int]:
    return [
        s + 1 for s in game.states if all(find(concept).reference(game, dm, s) for dm in game.decision_makers)
    ]


def arcs_of(game: LiteralGame, dm: str) -> list[tuple[str, str]]:
    return [(game.label(s), game.label(t)) for s in game.states for t in sorted(game.moves(dm, s))]


# ---------------------------------------------------------------- a published case
RELEASE, ESCALATE, ATTACK = Is(0, 1), Is(1, 1), Is(2, 1)
SYRIA_IRAQ = conflict(
    [option("syria", "release"), option("syria", "escalate"), option("iraq", "attack")],
    {
        "syria": prioritize(Not(Or((RELEASE, ESCALATE, ATTACK))), ESCALATE, Not(ATTACK), Not(RELEASE)),
        "iraq": ranking(2, 4, 6, 1, 5, 3),
    },
    constraints=[Not(And((RELEASE, ESCALATE)))],
)


def test_syria_and_iraq_1975() -> None:
    game = SYRIA_IRAQ
    assert " ".join(map(game.label, game.states)) == "NNN YNN NYN NNY YNY NYY"
    # Syria's statements are true of: 1 TFTT, 2 FFTF, 3 FTTT, 4 FFFT, 5 FFFF, 6 FTFT: 1 > 3 > 6 > 2 > 4 > 5.
    order = [1, 3, 6, 2, 4, 5]
    assert all(game.prefers("syria", a - 1, b - 1) for a, b in pairwise(order))
    assert {c: equilibria(game, c) for c in CLASSICS} == {"nash": [6], "gmr": [1, 6], "smr": [6], "seq": [6]}
    # Syria moves within 123 and 456, Iraq within 14, 25, 36. Syria at 3 would move to 1, but Iraq goes on to
    # 4, an improvement for Iraq, and Syria's best way out of it, 6, is below 3. Iraq at 1 would move to 4;
    # 5 answers it, but Iraq escapes to 2, and it is no improvement for Syria. At 5 Iraq would move to 2;
    # Syria's improvement 3 answers it, but Iraq escapes to 6.
    assert {c: stable(game, c, "syria") for c in CLASSICS} == {
        "nash": [1, 6], "gmr": [1, 3, 6], "smr": [1, 3, 6], "seq": [1, 3, 6],
    }  # fmt: skip
    assert {c: stable(game, c, "iraq") for c in CLASSICS} == {
        "nash": [2, 4, 6], "gmr": [1, 2, 4, 5, 6], "smr": [2, 4, 6], "seq": [2, 4, 5, 6],
    }  # fmt: skip


# ---------------------------------------------------------------- two and three decision makers
def test_chicken() -> None:
    # 1 NN both swerve, 2 YN ann drives on, 3 NY bob does, 4 YY crash.
    game = conflict(
        [option("ann", "drive"), option("bob", "drive")],
        {"ann": ranking(2, 1, 3, 4), "bob": ranking("NY", "NN", "YN", "YY")},
    )
    # At 1 ann would move to 2; bob could answer by 4, which ann can only leave for 3, below 1: GMR, SMR. But
    # that is no improvement for bob: not SEQ. At 4 ann moves to 3, and bob's answer 1 is better still.
    assert stable(game, "nash", "ann") == [2, 3]
    assert stable(game, "gmr", "ann") == stable(game, "smr", "ann") == [1, 2, 3]
    assert {c: equilibria(game, c) for c in CLASSICS} == {
        "nash": [2, 3], "gmr": [1, 2, 3], "smr": [1, 2, 3], "seq": [2, 3],
    }  # fmt: skip


def test_three_contributors() -> None:
    # Each contribution is worth 2 to each of the others and costs its giver 1 (here in thirds).
    names = ("ann", "bob", "cat")
    worth = {
        name: weights(*((Is(k, 1), Fraction(-1 if k == own else 2, 3)) for k in range(3)))
        for own, name in enumerate(names)
    }
    game = conflict([option(name, "give") for name in names], worth)
    # Ann at 8 YYY (3) would move to 7 NYY (4). Bob's improvement leads to 5 NNY (2): SEQ; from the answer
    # 1 NNN (0) she can only go to 2 YNN (-1): SMR. A lone giver (-1) leaves for 1, where nothing the others
    # do is below -1: unstable. With two givers each is held by the other (1 -> 2 -> 0).
    assert equilibria(game, "nash") == [1]
    for concept in ("gmr", "smr", "seq"):
        assert equilibria(game, concept) == [1, 4, 6, 7, 8]
    assert numbers(reachable(game, ("bob", "cat"), 6)) == [1, 3, 5, 7]  # from NYY, and back to it
    assert numbers(reachable_by_improvements(game, ("bob", "cat"), 6)) == [1, 3, 5]


# ---------------------------------------------------------------- nobody moves twice in a row
BLOCKED = {"ann": [(1, 2)], "bob": [(2, 3), (3, 4)], "cat": []}
PREFERENCES = {"ann": ranking(2, 3, 1, 4), "bob": ranking(4, 3, 2, 1), "cat": ranking(4, 3, 2, 1)}


@pytest.mark.parametrize(
    ("cat", "reached", "held"),
    [
        ([], [3], False),  # bob alone can have moved to 3, so he cannot go on to 4, ann's only fear
        ([(2, 3)], [3, 4], True),  # cat may have moved to 3, and then bob goes on
        ([(3, 4)], [3, 4], True),  # bob moves to 3, cat to 4
    ],
)
def test_only_last_mover_cannot_go_on(cat: list[tuple[int, int]], reached: list[int], held: bool) -> None:
    game = graph(4, {**BLOCKED, "cat": cat}, PREFERENCES)
    assert numbers(reachable(game, ("bob", "cat"), 1)) == reached
    assert numbers(reachable_by_improvements(game, ("bob", "cat"), 1)) == reached
    # From 4 nobody moves, so where the answer exists it cannot be escaped either.
    assert [find(concept).reference(game, "ann", 0) for concept in CLASSICS] == [False, held, held, held]


@pytest.mark.parametrize("names", [("bob", "cat"), ("cat", "bob")])
def test_last_movers_found_later_reopen_a_state(names: tuple[str, str]) -> None:
    # Bob moves to 2 at once. Only the detour 1 -cat- 3 -bob- 4 -cat- 2 shows that cat, too, may have made the
    # last move into 2; then bob goes on to 5.
    arcs = {"bob": [(1, 2), (3, 4), (2, 5)], "cat": [(1, 3), (4, 2)]}
    nobody_cares = {"bob": Indifferent(), "cat": Indifferent()}
    game = graph(5, arcs, nobody_cares)
    assert numbers(reachable(game, names, 0)) == [2, 3, 4, 5]
    assert reachable_by_improvements(game, names, 0) == frozenset()
    assert numbers(reachable(graph(5, {**arcs, "cat": [(1, 3)]}, nobody_cares), names, 0)) == [2, 3, 4]


def test_one_decision_maker_moves_once_and_the_start_needs_a_way_back() -> None:
    arcs = {"bob": [(1, 2), (2, 3)], "cat": [(2, 1)]}
    game = graph(3, arcs, {"bob": ranking(3, 2, 1), "cat": ranking(1, 2, 3)})
    assert numbers(reachable(game, ["bob"], 0)) == [2]
    assert numbers(reachable(game, ["bob", "cat"], 0)) == [1, 2]
    assert reachable(game, [], 0) == frozenset()


def test_an_improvement_is_measured_from_the_state_it_leaves() -> None:
    # Cat likes 3 less than 1, where bob starts, but more than 2, which it leaves.
    arcs = {"bob": [(1, 2)], "cat": [(2, 3), (1, 3)]}
    game = graph(3, arcs, {"bob": ranking(2, 1, 3), "cat": ranking(1, 3, 2)})
    assert numbers(improvements(game, "cat", 0)) == []
    assert numbers(reachable_by_improvements(game, ["bob", "cat"], 0)) == [2, 3]


# ---------------------------------------------------------------- ties
@pytest.mark.parametrize(
    ("ann", "verdicts"),
    [
        (ranking([1, 2, 3, 4]), [True, True, True, True]),  # a tie is not an improvement
        (ranking(2, [1, 3, 4]), [False, True, True, True]),  # an answer that leads to a tie is a sanction,
        (ranking(2, 4, [1, 3]), [False, True, False, True]),  # from which only something better is an escape
        (ranking(2, 3, 1, 4), [False, False, False, False]),  # the answer is still better
    ],
)
def test_ties(ann: Ranking, verdicts: list[bool]) -> None:
    bob = ranking("s3", "s2", "s1", "s4")
    game = graph(4, {"ann": [(1, 2), (3, 4)], "bob": [(2, 3)]}, {"ann": ann, "bob": bob})
    assert [find(concept).reference(game, "ann", 0) for concept in CLASSICS] == verdicts


def test_an_answer_that_undoes_the_move_is_a_sanction() -> None:
    game = graph(2, {"ann": [(1, 2)], "bob": [(2, 1)]}, {"ann": ranking(2, 1), "bob": ranking(1, 2)})
    # The state itself is no better than itself, but from it ann escapes to 2 again: GMR and SEQ, not SMR.
    assert [find(concept).reference(game, "ann", 0) for concept in CLASSICS] == [False, True, False, True]


# ---------------------------------------------------------------- moves
def test_one_way_options() -> None:
    game = conflict(
        [option("ann", "x", moves="forward"), option("bob", "w", ["none", "partial", "full"], "backward")],
        {"ann": Indifferent(), "bob": prioritize(Is(1, 1))},
    )
    labels = [game.label(s) for s in game.states]
    assert labels == ["N.none", "Y.none", "N.partial", "Y.partial", "N.full", "Y.full"]
    assert game.values(4) == (0, 2)
    assert arcs_of(game, "ann") == [("N.none", "Y.none"), ("N.partial", "Y.partial"), ("N.full", "Y.full")]
    # Bob likes partial alone: he leaves full for it, but cannot get to it from none.
    assert stable(game, "nash", "bob") == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("moves", "arcs"),
    [("both", "a-b a-c b-a b-c c-a c-b"), ("forward", "a-b a-c b-c"), ("backward", "b-a c-a c-b")],
)
def test_many_levels(moves: str, arcs: str) -> None:
    game = conflict([option("ann", "x", "abc", moves)], {"ann": Indifferent()})
    assert " ".join(map("-".join, arcs_of(game, "ann"))) == arcs


def test_several_own_options_change_at_once_past_infeasible_states() -> None:
    # Exactly one of x, y, so that ann must swap both in one move; z may only be put up, y only down.
    x, y = Is(0, 1), Is(1, 1)
    game = conflict(
        [option("ann", "x"), option("ann", "y", moves="backward"), option("ann", "z", moves="forward")],
        {"ann": Indifferent()},
        constraints=[Count((x, y), 1, False)],
    )
    assert [game.label(s) for s in game.states] == ["YNN", "NYN", "YNY", "NYY"]
    # A move that turns y on or z off is impossible, even as a part of a change of several options.
    moves = " ".join(map("-".join, arcs_of(game, "ann")))
    assert moves == "YNN-YNY NYN-YNN NYN-YNY NYN-NYY NYY-YNY"


def test_forbidden_moves() -> None:
    # Bob may not change his option from a state with x to one with y; moving back stays possible.
    x, y = Is(0, 1), Is(1, 1)
    options = [option("ann", "x"), option("bob", "y")]
    preferences: dict[str, By] = {"ann": ranking("YN", "NN", "NY", "YY"), "bob": prioritize(y)}
    free = conflict(options, preferences)
    bound = conflict(options, preferences, forbidden=[ForbiddenMove("bob", x, y)])
    assert arcs_of(free, "bob") == [("NN", "NY"), ("YN", "YY"), ("NY", "NN"), ("YY", "YN")]
    assert arcs_of(bound, "bob") == [("NN", "NY"), ("NY", "NN"), ("YY", "YN")]
    assert arcs_of(bound, "ann") == arcs_of(free, "ann")
    # At NN ann would move to YN; bob's answer YY is what holds her there.
    assert stable(free, "seq", "ann") == [1, 2, 3]
    assert stable(bound, "seq", "ann") == [2, 3]
    assert stable(bound, "nash", "bob") == [2, 3, 4]


# ---------------------------------------------------------------- conditions and preferences
A, B, C = Is(0, 1), Is(1, 1), Is(2, 1)


@pytest.mark.parametrize(
    ("condition", "true_of"),
    [
        (A, "YNN YYN YNY YYY"),
        (Not(A), "NNN NYN NNY NYY"),
        (And((A, B)), "YYN YYY"),
        (Or((B, C)), "NYN YYN NNY YNY NYY YYY"),
        (And(()), "NNN YNN NYN YYN NNY YNY NYY YYY"),
        (Or(()), ""),
        (Implies(A, B), "NNN NYN YYN NNY NYY YYY"),
        (Iff(A, B), "NNN YYN NNY YYY"),
        (Count((A, B, C), 0, False), "NNN YNN NYN NNY"),
        (Count((A, B, C), 1, False), "YNN NYN NNY"),
        (Count((A, B, C), 1, True), "YNN NYN YYN NNY YNY NYY YYY"),
        (Count((A, A), 0, False), "NNN NYN NNY NYY"),  # each part counts, a repeated one too
    ],
)
def test_conditions(condition: Condition, true_of: str) -> None:
    states = [(a, b, c) for c in (0, 1) for b in (0, 1) for a in (0, 1)]
    label = ["".join("NY"[level] for level in state) for state in states]
    assert [label[k] for k, state in enumerate(states) if is_true(condition, state)] == true_of.split()


def test_conditions_mean_the_same_to_the_model() -> None:
    rng = Random(0)
    for _ in range(3_000):
        levels = [rng.randint(2, 3) for _ in range(3)]
        condition = random_condition(rng, levels, depth=3)
        state = [rng.randrange(number) for number in levels]
        assert is_true(condition, state) == holds(condition, state), (condition, state)


def test_conditions_name_states_in_graph_form() -> None:
    wanted: dict[str, By] = {"ann": prioritize(Is(-1, 2), Not(Is(-1, 1))), "bob": Indifferent()}
    game = graph(3, {"ann": [(1, 2), (1, 3)], "bob": []}, wanted)
    # 3 first, then all but 2: 3 > 1 > 2.
    better = [(s, t) for s in game.states for t in game.states if game.prefers("ann", s, t)]
    assert better == [(0, 1), (2, 0), (2, 1)]
    assert numbers(improvements(game, "ann", 0)) == [3]
    assert not any(game.prefers("bob", s, t) for s in game.states for t in game.states)
