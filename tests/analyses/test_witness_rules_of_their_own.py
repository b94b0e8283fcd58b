"""Witnesses of simultaneous, limited-move and non-myopic stability, held against the definitions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from random import Random

import pytest

from countermove.analyses import foresight as foresight_module
from countermove.analyses import joint_answers as joint_module
from countermove.analyses.witness import Answered, Foresight, Way, Witness, witness
from countermove.concepts import find
from countermove.concepts._limited import Anticipated, anticipated, next_anticipated
from countermove.concepts.sim import _joint_answers
from countermove.errors import LimitError, UsageError
from countermove.model.elements import Model
from countermove.space import build
from countermove.space.literal import LiteralGame, literal_game
from tests.strategies import (
    graph_form,
    option,
    option_form,
    random_forbidding_model,
    random_option_model,
    random_preferences,
    random_strict_pair,
    ranking,
    with_preferences,
)

SIM, NM = find("sim"), find("nm")
KINDS: dict[str, Callable[[Random], Model]] = {
    "options": random_option_model,
    "forbidding": random_forbidding_model,
}


# ---------------------------------------------------------------- simultaneous stability
def check_joint(game: LiteralGame, found: Witness, each: Answered) -> None:
    """Check who acts, that each gains by it from the first state, and what all of it brings about."""
    state, name = found.state, game.decision_makers[found.dm]
    possible = _joint_answers(game, name, state, each.improvement)
    if each.answers is None:
        assert all(game.prefers(name, end, state) for end in possible)
        return
    moved = {name: each.improvement}
    for step in each.answers:
        mover = game.decision_makers[step.by]
        assert mover not in moved
        assert (step.source, step.improvement) == (state, True)
        assert step.target in game.moves(mover, state)
        assert game.prefers(mover, step.target, state)
        moved[mover] = step.target
    assert len(moved) > 1
    assert each.leads_to is not None
    assert each.leads_to == game.joint(state, moved)
    assert each.leads_to in possible
    assert not game.prefers(name, each.leads_to, state)
    assert each.worse == game.prefers(name, state, each.leads_to)
    assert each.escape is None


def fewest(game: LiteralGame, name: str, state: int, improvement: int) -> int:
    """Return how many of the others an answer takes at least, by trying all of their joint answers."""
    rest = [each for each in game.decision_makers if each != name]
    choices = [[None, *(t for t in game.moves(j, state) if game.prefers(j, t, state))] for j in rest]
    sizes = []
    for chosen in product(*choices):
        moved = {j: t for j, t in zip(rest, chosen, strict=True) if t is not None}
        end = game.joint(state, {name: improvement, **moved})
        if end is not None and not game.prefers(name, end, state):
            sizes.append(len(moved))
    return min(sizes, default=0)


def check_sim(model: Model, seed: str, *, at_once: bool = True) -> set[tuple[bool, int]]:
    """Check every state's witness; return which verdicts came up, with how many movers answering."""
    space, game = build(model), literal_game(model)
    met = set()
    for dm, name in enumerate(game.decision_makers):
        for state in game.states:
            found = witness(space, SIM, dm, state)
            assert found.stable == SIM.reference(game, name, state), (seed, name, state)
            better = {t for t in game.moves(name, state) if game.prefers(name, t, state)}
            assert {each.improvement for each in found.improvements} == better
            assert (found.improvements_count, found.can_move) == (len(better), bool(game.moves(name, state)))
            for each in found.improvements:
                check_joint(game, found, each)
                if at_once:
                    assert len(each.answers or ()) == fewest(game, name, state, each.improvement)
                met.add((found.stable, len(each.answers or ())))
    return met


@pytest.mark.parametrize("kind", ["options", "forbidding"])
def test_joint_answers_hold_up_and_agree_with_the_definition(kind: str) -> None:
    met: set[tuple[bool, int]] = set()
    for seed in range(150):
        met |= check_sim(KINDS[kind](Random(f"joint {kind} {seed}")), f"{kind} {seed}")
    assert {(True, 1), (True, 2), (False, 0), (False, 1)} <= met


def test_joint_answers_are_the_same_in_small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(joint_module, "BLOCK", 3)
    for seed in range(40):
        check_sim(random_option_model(Random(f"joint options {seed}")), f"{seed}", at_once=False)


def test_too_many_joint_answers_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(joint_module, "MAX_ANSWERS", 1)
    with pytest.raises(LimitError, match=r"for 'row' more than 1 joint answers.*ask for seq or sseq"):
        witness(build(dilemma()), SIM, 0, 0)


# ---------------------------------------------------------------- looking ahead
def strict_pairs(number: int) -> Iterator[tuple[str, Model]]:
    """Yield conflicts of two decision makers who are never indifferent, of every kind."""
    for seed in range(number):
        yield f"ahead {seed}", random_strict_pair(Random(f"ahead {seed}"), 16)


class Tables:
    """G_h of the literal game for every h, one after the other."""

    def __init__(self, game: LiteralGame) -> None:
        self.game = game
        self.known: list[Anticipated] = [{(i, s): s for i in game.decision_makers for s in game.states}]

    def __getitem__(self, horizon: int) -> Anticipated:
        while horizon >= len(self.known):
            self.known.append(next_anticipated(self.game, self.known[-1]))
        return self.known[horizon]


def check_foresight(game: LiteralGame, tables: Tables, found: Witness) -> None:
    assert isinstance(found, Foresight)
    name, state = game.decision_makers[found.dm], found.state
    assert sorted(way.move for way in found.ways) == sorted(game.moves(name, state))
    assert found.can_move == bool(found.ways)
    for way in found.ways:
        check_way(game, tables, found, way)
    better = {t for t in game.moves(name, state) if game.prefers(name, t, state)}
    ways = {way.move: way for way in found.ways}
    assert {each.improvement for each in found.improvements} == better
    assert found.improvements_count == len(better)
    for each in found.improvements:
        way = ways[each.improvement]
        assert each.answers == (None if way.better else way.steps[1:])
        assert each.leads_to == (None if way.better else way.end)
        assert each.worse == game.prefers(name, state, way.end)
    told = found.telling_way
    if told is None:
        assert not found.ways
    elif found.stable:  # the move that is liked best at once
        assert not any(game.prefers(name, way.move, told.move) for way in found.ways)
    else:
        assert told.better
        assert told.end == tables[found.horizon][name, state]


def check_way(game: LiteralGame, tables: Tables, found: Foresight, way: Way) -> None:
    """Check that both move in turn, by real moves, each to where the same end is anticipated."""
    at = found.state
    assert 1 <= len(way.steps) <= found.horizon
    for turn, step in enumerate(way.steps):
        mover, other = (game.decision_makers[(found.dm + turn + k) % 2] for k in (0, 1))
        left = found.horizon - turn
        assert game.decision_makers[step.by] == mover
        assert step.source == at
        assert step.target in game.moves(mover, at)
        assert step.improvement == game.prefers(mover, step.target, at)
        assert tables[left - 1][other, step.target] == way.end
        assert not turn or tables[left][mover, at] == way.end != at
        at = step.target
    assert at == way.end
    other = game.decision_makers[1 - found.dm]
    assert len(way.steps) == 1 + shortest(game, tables, other, way.move, found.horizon - 1)
    following = game.decision_makers[(found.dm + len(way.steps)) % 2]
    assert tables[found.horizon - len(way.steps)][following, at] == at
    name = game.decision_makers[found.dm]
    assert way.better == game.prefers(name, way.end, found.state)


def shortest(game: LiteralGame, tables: Tables, mover: str, state: int, left: int) -> int:
    """Return how many moves it takes at least until whoever is in turn stays."""
    end = tables[left][mover, state]
    (other,) = (each for each in game.decision_makers if each != mover)
    turn, here = 0, {state}
    while end not in here:
        turn, left = turn + 1, left - 1
        here = {t for s in here for t in game.moves(mover, s) if tables[left][other, t] == end}
        mover, other = other, mover
    return turn


def test_anticipated_ways_hold_up_and_agree_with_the_definition() -> None:
    longest = 0
    for seed, model in strict_pairs(120):
        space, game = build(model), literal_game(model)
        tables = Tables(game)
        for horizon in (1, 2, 3, 4):
            concept = find(f"lh:{horizon}")
            for dm, name in enumerate(game.decision_makers):
                for state in game.states:
                    found = witness(space, concept, dm, state)
                    assert isinstance(found, Foresight)
                    assert (found.horizon, found.recurring) == (horizon, None)
                    assert found.stable == (tables[horizon][name, state] == state), (seed, name, state)
                    check_foresight(game, tables, found)
                    longest = max([longest, *(len(way.steps) for way in found.ways)])
    assert longest == 4


def test_the_tables_are_those_of_the_definition() -> None:
    for _, model in strict_pairs(10):
        game = literal_game(model)
        tables = Tables(game)
        for concept in (find("lh:1"), find("lh:3")):
            for name in game.decision_makers:
                for state in game.states:
                    horizon = int(concept.id[3:])
                    assert anticipated(game, name, state, horizon) == tables[horizon][name, state]
                    assert concept.reference(game, name, state) == (tables[horizon][name, state] == state)


def test_horizons_without_end_hold_up_and_agree_with_the_definition() -> None:
    rounds = set()
    for seed, model in strict_pairs(120):
        space, game = build(model), literal_game(model)
        tables = Tables(game)
        for dm, name in enumerate(game.decision_makers):
            for state in game.states:
                found = witness(space, NM, dm, state)
                assert found.stable == NM.reference(game, name, state), (seed, name, state)
                check_foresight(game, tables, found)
                assert isinstance(found, Foresight)
                recurring = found.recurring
                assert recurring is not None
                since, every = recurring.since, recurring.every
                assert tables[since] == tables[since + every]
                assert since == 1 or tables[since - 1] != tables[since - 1 + every]
                assert all(tables[since] != tables[since + k] for k in range(1, every))
                moving = [h for h in range(since, since + every) if tables[h][name, state] != state]
                assert len(recurring.moving_at) == len(moving)
                assert all(tables[h][name, state] != state for h in recurring.moving_at)
                assert since <= found.horizon <= since + every
                assert found.stable or found.horizon in recurring.moving_at
                rounds.add((every > 1, bool(moving), len(moving) == every))
    assert len(rounds) == 5, "settled or not; moving never, at some horizons, at all"


def test_a_distant_horizon_is_as_near_as_one_of_its_round() -> None:
    """What is anticipated repeats, so a horizon of 1,000 moves takes no more tables than a near one."""
    concept = find("lh:1000")
    for _, model in strict_pairs(25):
        space, game = build(model), literal_game(model)
        tables = Tables(game)
        for dm, name in enumerate(game.decision_makers):
            for state in game.states:
                found = witness(space, concept, dm, state)
                assert found.stable == (tables[1000][name, state] == state)
                check_foresight(game, tables, found)


# ---------------------------------------------------------------- what is refused
def dilemma() -> Model:
    model = option_form(("row", "column"), [option("row", "fight"), option("column", "fight")])
    return with_preferences(model, {"row": ranking(2, 1, 4, 3), "column": ranking(3, 1, 4, 2)})


def test_concepts_that_are_not_defined_are_refused() -> None:
    listed = random_preferences(Random(0), graph_form(2, {"ann": [(1, 2)], "bob": []}))
    with pytest.raises(UsageError, match=r"'sim' cannot be explained here: .*lists its states; ask for nash"):
        witness(build(listed), SIM, 0, 0)
    names = ("ann", "bob", "cat")
    three = random_preferences(Random(1), option_form(names, [option(name, "go") for name in names]))
    with pytest.raises(UsageError, match="'lh:2' cannot be explained here: it is defined for two decision"):
        witness(build(three), find("lh:2"), 0, 0)
    tied = with_preferences(dilemma(), {"row": ranking(2, 1, [4, 3]), "column": ranking(3, 1, 4, 2)})
    with pytest.raises(UsageError, match=r"'nm' cannot be explained here: .*'row' likes some states equally"):
        witness(build(tied), NM, 1, 0)


@pytest.mark.parametrize(
    ("limit", "suggested"), [("MAX_HELD", "lh:1"), ("MAX_STEPS", "lh:1"), ("MAX_MOVES", "lh:2")]
)
def test_looking_ahead_has_bounds(limit: str, suggested: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(foresight_module, limit, 0)
    with pytest.raises(LimitError, match=f"ask for a shorter horizon, such as {suggested}"):
        witness(build(dilemma()), NM, 1, 0)
