"""The symbolic engine against the definitions and the explicit engine, on thousands of conflicts."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest

pytest.importorskip("oxidd", reason="the symbolic engine needs the extra countermove[symbolic]")

from countermove.errors import ModelError
from countermove.model import holds
from countermove.model.condition import And, Is
from countermove.model.elements import Model, StatePattern
from countermove.space import build
from countermove.space.literal import LiteralGame, literal_game
from countermove.space.symbolic import SymbolicSpace
from countermove.space.symbolic.stability import form_of
from countermove.stability import stable_states
from countermove.stability.symbolic import SymbolicAnalysis, analyze
from tests.strategies import option, option_form, prioritize, random_condition, weights, with_preferences
from tests.symbolic.conflicts import NODES, general_concepts, random_symbolic_model

CONFLICTS, CHUNK = 2_000, 250
CONCEPTS = general_concepts()


def differences(model: Model) -> list[str]:
    """Return each verdict in which the symbolic engine and the definitions, or the explicit engine, differ."""
    game = literal_game(model)
    try:
        explicit = build(model)
    except ModelError:  # weights too far apart for the explicit engine alone
        explicit = None
    space = SymbolicSpace.of(model, nodes=NODES)
    wrong = [] if space.count == len(game.states) else [f"{space.count} states for {len(game.states)}"]
    values = [game.values(state) for state in game.states]
    if list(space.each(space.feasible)) != values:
        wrong.append("other states")
    for concept in CONCEPTS:
        for number, dm in enumerate(game.decision_makers):
            said = [concept.reference(game, dm, state) for state in game.states]
            stable = space.stable(concept, number)
            if list(space.each(stable)) != [each for each, yes in zip(values, said, strict=True) if yes]:
                wrong.append(f"{concept.id} for {dm}")
            if space.size(stable) != sum(said):
                wrong.append(f"number of {concept.id} for {dm}")
            if explicit is not None and stable_states(explicit, concept, number).tolist() != said:
                wrong.append(f"{concept.id} for {dm}, explicit")
    return wrong


@pytest.mark.parametrize("start", range(0, CONFLICTS, CHUNK))
def test_engine_agrees_with_the_definitions(start: int) -> None:
    for seed in range(start, start + CHUNK):
        assert differences(random_symbolic_model(Random(f"symbolic {seed}"))) == [], seed


def test_weights_that_the_explicit_engine_refuses() -> None:
    model = with_preferences(
        option_form(("ann", "bob"), [option(name, label) for name in ("ann", "bob") for label in "xyz"]),
        {
            "ann": weights(
                (Is(0, 1), Fraction(10**30, 7)),
                (Is(3, 1), Fraction(-(10**30), 7)),
                *((Is(k, 1), Fraction((-2) ** k, 7)) for k in range(6)),
            ),
            "bob": prioritize(*[And(())] * 70, Is(3, 1), Is(0, 0), Is(5, 1)),
        },
    )
    with pytest.raises(ModelError):
        build(model)
    assert differences(model) == []


# ---------------------------------------------------------------- what is asked of the result
def prefers_none(game: LiteralGame, dm: str, state: int, among: list[int]) -> bool:
    return not any(game.prefers(dm, other, state) for other in among)


def check_questions(model: Model, rng: Random) -> None:
    game = literal_game(model)
    space = SymbolicSpace.of(model, nodes=NODES)
    analysis = analyze(space, CONCEPTS)
    values = [game.values(state) for state in game.states]
    levels = [len(each) for each in model.levels]
    for number, each in enumerate(values, start=1):
        assert space.number(each) == number
        assert space.numbered(number) == each
    assert space.numbered(0) is None is space.numbered(len(values) + 1)
    for concept in CONCEPTS:
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
                assert values.index(best) in equilibria
                assert prefers_none(game, label, values.index(best), equilibria)
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
            assert analysis.is_stable(concept.id, dm, values[state]) == (state in stable[label])
            check_witness(analysis, game, concept.id, dm, state, stable=state in stable[label])


def fits(pattern: StatePattern, values: tuple[int, ...]) -> bool:
    return all(level in (None, value) for level, value in zip(pattern.levels, values, strict=True))


def check_patterns(
    analysis: SymbolicAnalysis, concept: str, equilibria: set[tuple[int, ...]], values: list[tuple[int, ...]]
) -> None:
    found = analysis.patterns(concept, 1_000)
    covered = [{each for each in values if fits(pattern, each)} for pattern in found.patterns]
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
    form = form_of(next(each for each in CONCEPTS if each.id == concept))
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
    if form.base.name == "ESCAPE":
        assert not any(game.prefers(label, each, state) for each in game.moves(label, here))


@pytest.mark.parametrize("start", range(0, 300, 100))
def test_questions_are_answered_as_by_listing(start: int) -> None:
    for seed in range(start, start + 100):
        check_questions(random_symbolic_model(Random(f"questions {seed}")), Random(seed))


def test_status_quo() -> None:
    for seed in range(50):
        model = random_symbolic_model(Random(f"questions {seed}"))
        game = literal_game(model)
        state = len(game.states) // 2
        for given in (state + 1, StatePattern(game.values(state))):
            space = SymbolicSpace.of(replace(model, status_quo=given), nodes=NODES)
            assert space.status_quo == game.values(state)
