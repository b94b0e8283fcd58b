"""Where a conflict can go, held against a search over the literal moves."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from countermove.analyses.evolve import Evolution, evolve
from countermove.concepts import find
from countermove.model.elements import Indifferent, Model
from countermove.space import build
from countermove.space.literal import LiteralGame, literal_game
from countermove.stability import Analysis, analyze
from countermove.views import evolving
from tests.strategies import (
    random_forbidding_model,
    random_graph_model,
    random_option_model,
    with_preferences,
)

CONCEPTS = [find("nash"), find("seq")]


def distances(game: LiteralGame, start: int, *, improving: bool) -> dict[int, int]:
    """How many moves it takes at least to each state that can be reached."""
    far = {start: 0}
    for length in range(1, len(game.states) + 1):
        for source in [state for state, known in far.items() if known == length - 1]:
            for dm in game.decision_makers:
                for target in game.moves(dm, source):
                    if not improving or game.prefers(dm, target, source):
                        far.setdefault(target, length)
    return far


def check(analysis: Analysis, game: LiteralGame, start: int) -> Evolution:
    found = evolve(analysis, start)
    gaining, moving = (distances(game, start, improving=each) for each in (True, False))
    equilibria = {state for each in analysis.concepts for state in analysis.equilibria[each.id]}
    assert {state + 1 for state in found.held_by} == equilibria
    for state in found.held_by:
        for far, improvements in ((gaining, True), (moving, False)):
            route = found.route(state, improvements=improvements)
            assert (len(route.steps) if route else None) == far.get(state)
        assert (state in {each.state for each in found.unreachable}) == (state not in moving)
    for route in found.routes:
        here = start
        for step in route.steps:
            dm = game.decision_makers[step.by]
            assert step.source == here
            assert step.target in game.moves(dm, here)
            assert step.improvement == game.prefers(dm, step.target, here)
            here = step.target
        assert here == route.to
    lengths = [len(route.steps) for route in found.routes]
    assert lengths == sorted(lengths)
    back = {state for state in moving if start in distances(game, state, improving=False)}
    assert set(found.no_return.states) == set(moving) - back
    assert found.no_return.reached == len(moving)
    assert bool(found.no_return.steps) == bool(found.no_return.states)
    for step in found.no_return.steps:
        assert step.source in back
        assert step.target in set(moving) - back
        assert step.target in game.moves(game.decision_makers[step.by], step.source)
    return found


def with_indifference(model: Model) -> Model:
    """A ranking would not name the states that there are now."""
    return with_preferences(model, {dm.label: Indifferent() for dm in model.decision_makers})


def check_obstacles(game: LiteralGame, found: Evolution) -> None:
    """Take each cause away: only then do moves lead there."""
    model = game.model
    for each in found.unreachable:
        label = game.label(each.state)
        for index in each.elements:
            key = {"forbidden": "forbidden_moves", "constraint": "constraints"}[each.kind]
            elements = getattr(model, key)
            opened = literal_game(
                with_indifference(replace(model, **{key: elements[:index] + elements[index + 1 :]}))
            )
            named = {opened.label(state): state for state in opened.states}
            far = distances(opened, named[game.label(found.start)], improving=False)
            assert named[label] in far
        for option in each.options:
            here, there = (game.values(state)[option] for state in (found.start, each.state))
            assert (here < there) == (model.options[option].moves == "backward")
            assert here != there


@pytest.mark.parametrize("draw", [random_option_model, random_forbidding_model, random_graph_model])
def test_paths_obstacles_and_returns_are_those_of_the_literal_moves(draw) -> None:  # type: ignore[no-untyped-def]
    kinds: dict[str, int] = {}
    for seed in range(150):
        rng = Random(f"evolve {draw.__name__} {seed}")
        model = draw(rng)
        game = literal_game(model)
        analysis = analyze(build(model), CONCEPTS)
        found = check(analysis, game, rng.choice(list(game.states)))
        if not model.graph_form:
            check_obstacles(game, found)
        for each in found.unreachable:
            kinds[each.kind] = kinds.get(each.kind, 0) + 1
        evolving.evolution_data(analysis.space, found)  # words for whatever there is
    expected = {
        "random_option_model": {"one-way", "constraint"},
        "random_forbidding_model": {"one-way", "forbidden"},
        "random_graph_model": {"no-move"},
    }
    assert expected[draw.__name__] <= set(kinds)
