"""What is asked of a symbolic result is answered as by listing the states; the verdicts are the shared suite's."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

pytest.importorskip("oxidd", reason="the symbolic engine needs the extra countermove[symbolic]")

from countermove.concepts._maximin import secured
from countermove.model import holds
from countermove.model.elements import Model, StatePattern
from countermove.space.literal import LiteralGame, literal_game
from countermove.space.symbolic import SymbolicSpace
from countermove.space.symbolic.stability import form_of
from countermove.stability.symbolic import SymbolicAnalysis, analyze
from tests.same_answers.answers import GENERAL, conflict
from tests.strategies import random_condition
from tests.symbolic.conflicts import NODES


def prefers_none(game: LiteralGame, dm: str, state: int, among: list[int]) -> bool:
    return not any(game.prefers(dm, other, state) for other in among)


def check_questions(model: Model, rng: Random) -> None:
    game = literal_game(model)
    space = SymbolicSpace.of(model, nodes=NODES)
    analysis = analyze(space, GENERAL)
    values = [game.values(state) for state in game.states]
    levels = [len(each) for each in model.levels]
    for number, each in enumerate(values, start=1):
        assert space.number(each) == number
        assert space.numbered(number) == each
    assert space.numbered(0) is None is space.numbered(len(values) + 1)
    for concept in GENERAL:
        stable = {
            dm: {state for state in game.states if concept.reference(game, dm, state)}
            for dm in game.decision_makers
        }
        equilibria = sorted(set(game.states).intersection(*stable.values()))
        assert analysis.counts[concept.id] == len(equilibria)
        assert analysis.stable_counts[concept.id] == {dm: len(states) for dm, states in stable.items()}
        assert list(analysis.states(concept.id)) == [values[state] for state in equilibria]
        check_patterns(analysis, concept.id, {values[state] for state in equilibria}, values)
        for dm, label in enumerate(game.decision_makers):
            best = analysis.best(concept.id, dm)
            assert (best is None) == (not equilibria)
            if best is not None:
                assert best in equilibria
                assert prefers_none(game, label, best, equilibria)
        condition = random_condition(rng, levels)
        pattern = StatePattern(tuple(rng.choice((None, rng.randrange(n))) for n in levels))
        fitting = {
            condition: {k for k, each in enumerate(values) if holds(condition, each)},
            pattern: {k for k, each in enumerate(values) if fits(pattern, each)},
        }
        for ref, states in fitting.items():
            for dm_or_all in (None, *range(len(game.decision_makers))):
                yes = set(equilibria) if dm_or_all is None else stable[game.decision_makers[dm_or_all]]
                said = "none" if not states & yes else "all" if states <= yes else "some"
                assert analysis.holds(concept.id, dm_or_all, ref) == said
        state = rng.choice(list(game.states))
        for dm, label in enumerate(game.decision_makers):
            assert analysis.is_stable(concept.id, dm, state) == (state in stable[label])
            check_witness(analysis, game, concept.id, dm, state, stable=state in stable[label])


def fits(pattern: StatePattern, values: tuple[int, ...]) -> bool:
    return all(level in (None, value) for level, value in zip(pattern.levels, values, strict=True))


def check_patterns(
    analysis: SymbolicAnalysis, concept: str, equilibria: set[tuple[int, ...]], values: list[tuple[int, ...]]
) -> None:
    found = analysis.patterns(concept, 1_000)
    covered = [
        {each for each in values if (fits if isinstance(pattern, StatePattern) else holds)(pattern, each)}
        for pattern in found.patterns
    ]
    assert set().union(*covered) == equilibria
    assert [len(each) for each in covered] == list(found.sizes) == sorted(found.sizes, reverse=True)
    assert (found.cut, found.covered, found.total) == (False, len(equilibria), len(equilibria))
    if equilibria:
        common = [
            levels.pop() if len(levels) == 1 else None for levels in map(set, zip(*equilibria, strict=True))
        ]
        assert found.fixed == StatePattern(tuple(common))
    short = analysis.patterns(concept, 1)
    assert len(short.patterns) == min(1, len(equilibria))
    assert short.cut == (short.covered < len(equilibria))
    assert short.covered == sum(short.sizes)


def check_witness(
    analysis: SymbolicAnalysis, game: LiteralGame, concept: str, dm: int, state: int, *, stable: bool
) -> None:
    """Re-check every step with the literal game."""
    form = form_of(next(each for each in GENERAL if each.id == concept))
    number = {game.values(each): each for each in game.states}
    label = game.decision_makers[dm]
    found = analysis.witness(concept, dm, game.values(state))
    better = {each for each in game.moves(label, state) if game.prefers(label, each, state)}
    assert found.stable == stable
    if found.improvement is None:
        assert stable
        assert not better
        return
    here = number[found.improvement]
    assert here in better
    if not stable:
        assert not found.answers
        return
    assert all(not game.prefers(label, each, here) for each in better)
    last = dm
    assert found.answers
    for answer in found.answers:
        mover, after = game.decision_makers[answer.mover], number[answer.state]
        assert answer.mover not in (dm, last)
        assert after in game.moves(mover, here)
        assert form.answers.name == "MOVES" or game.prefers(mover, after, here)
        here, last = after, answer.mover
    assert not game.prefers(label, here, state)
    if form.rounds:
        assert found.escape is None
        assert not game.prefers(label, secured(game, label, form.further)[here], state)
    elif form.base.name == "ESCAPE":
        assert not any(game.prefers(label, each, state) for each in game.moves(label, here))


@pytest.mark.parametrize("start", range(0, 300, 100))
def test_questions_are_answered_as_by_listing(start: int) -> None:
    for seed in range(start, start + 100):
        check_questions(conflict("far", seed), Random(seed))


def test_status_quo() -> None:
    for seed in range(50):
        model = conflict("far", seed)
        game = literal_game(model)
        state = len(game.states) // 2
        for given in (state + 1, StatePattern(game.values(state))):
            space = SymbolicSpace.of(replace(model, status_quo=given), nodes=NODES)
            assert space.status_quo == game.values(state)
