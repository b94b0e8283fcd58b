"""Limited-move and non-myopic stability: what the shared suite does not ask of them."""

from __future__ import annotations

from random import Random

import pytest

from countermove.concepts import find, nash, nm
from countermove.concepts.lh import make
from countermove.errors import LimitError, UsageError
from countermove.space import build
from countermove.space import limited as limited_module
from countermove.space.limited import limited
from countermove.space.literal import LiteralGame, literal_game
from countermove.stability import stable_states
from tests.same_answers.answers import conflict, states
from tests.strategies import (
    dilemma,
    graph_form,
    option,
    option_form,
    random_preferences,
    ranking,
    with_preferences,
)


def test_horizons_beyond_those_of_the_shared_suite() -> None:
    for seed in range(100):
        model = conflict("strict", seed)
        space, game = build(model), literal_game(model)
        for horizon in (5, 6, 11):
            for number, dm in enumerate(space.decision_makers):
                stable = [make(horizon).reference(game, dm, state) for state in game.states]
                assert limited(space, number, horizon).tolist() == stable, (seed, dm, horizon)


@pytest.mark.parametrize("horizon", [4, 5, 6, 11])
def test_a_far_horizon_implies_gmr_alone(horizon: int) -> None:
    assert make(horizon).implies == ("gmr",)
    for seed in range(150):
        space = build(conflict("strict", seed))
        for dm in (0, 1):
            stable, gmr = limited(space, dm, horizon), stable_states(space, find("gmr"), dm)
            assert not states(stable) & ~states(gmr), (seed, dm)


def recursive(game: LiteralGame, i: str, s: int, h: int) -> int:
    """G_h(i, s) once more, by the recursion as it is printed, without a table."""
    (j,) = (each for each in game.decision_makers if each != i)
    if h == 0 or not game.moves(i, s):
        return s
    ends = {t: recursive(game, j, t, h - 1) for t in game.moves(i, s)}
    (best,) = {
        end for end in ends.values() if not any(game.prefers(i, other, end) for other in ends.values())
    }
    return best if game.prefers(i, best, s) else s


def test_the_table_is_the_printed_recursion() -> None:
    for seed in range(40):
        game = literal_game(conflict("strict", seed))
        for dm in game.decision_makers if len(game.states) <= 8 else ():
            for horizon in (1, 2, 3, 4):
                plain = [recursive(game, dm, state, horizon) == state for state in game.states]
                table = [make(horizon).reference(game, dm, state) for state in game.states]
                assert plain == table, (seed, dm, horizon)


def test_anticipations_can_go_round_for_ever() -> None:
    """Some state is stable for every second horizon alone, and so not non-myopically stable."""
    for seed in range(300):
        space = build(conflict("strict", seed))
        for dm in (0, 1):
            late = [limited(space, dm, horizon) for horizon in (40, 41, 42, 43)]
            forever = limited(space, dm, None)
            assert not (forever & ~late[0]).any()
            if (late[0] != late[1]).any() and (late[0] == late[2]).all() and (late[1] == late[3]).all():
                return
    pytest.fail("none of these conflicts has anticipations that go round")


@pytest.mark.parametrize("horizon", [0, -1, 1_001])
def test_horizons_have_bounds(horizon: int) -> None:
    with pytest.raises(UsageError, match="the horizon is 1 to 1000"):
        make(horizon)


def test_three_decision_makers_are_refused() -> None:
    names = ("ann", "bob", "cat")
    model = random_preferences(Random(1), option_form(names, [option(name, "go") for name in names]))
    message = "for two decision makers"
    with pytest.raises(UsageError, match=message + r", and there are 3 \(ann, bob, cat\).*rival definitions"):
        limited(build(model), 0, 2)
    with pytest.raises(UsageError, match=message):
        make(2).reference(literal_game(model), "ann", 0)


def test_indifference_is_refused_and_named() -> None:
    model = with_preferences(dilemma(), {"row": ranking(2, 1, [4, 3]), "column": ranking(3, 1, 4, 2)})
    with pytest.raises(UsageError, match=r"'row' is indifferent between state 3 \(NY\) and state 4 \(YY\)"):
        limited(build(model), 1, None)
    with pytest.raises(UsageError, match="'row' is indifferent between states 3 and 4"):
        nm.CONCEPT.reference(literal_game(model), "column", 0)


def test_foresight_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limited_module, "MAX_STEPS", 1)
    with pytest.raises(LimitError, match="does not settle or repeat within 1 moves; ask for a horizon"):
        limited(build(dilemma()), 0, None)


def test_who_looks_ahead_may_leave_a_nash_stable_state() -> None:
    """Nash implies neither L_2 nor non-myopia: one may give something up to be given more."""
    #     a       b       c    row moves from a to b, column from b to c, and there it ends.
    # row likes c > a > b, column c > b > a: at a row has no improvement, but b leads to c.
    model = with_preferences(
        graph_form(3, {"row": [(1, 2)], "column": [(2, 3)]}),
        {"row": ranking(3, 1, 2), "column": ranking(3, 2, 1)},
    )
    space = build(model)
    assert stable_states(space, nash.CONCEPT, 0).tolist() == [True, True, True]
    assert limited(space, 0, 1).tolist() == [True, True, True]
    assert limited(space, 0, 2).tolist() == [False, True, True]
    assert limited(space, 0, None).tolist() == [False, True, True]
