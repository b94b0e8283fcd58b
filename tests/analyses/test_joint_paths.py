"""Paths with joint steps: each step against the definitions, the shortest, and what is refused."""

from __future__ import annotations

from collections import deque
from itertools import pairwise

import pytest

import countermove
from countermove.analyses import joint_paths
from countermove.analyses.coalitions import all_coalitions
from countermove.analyses.evolve import evolve
from countermove.analyses.joint_paths import joint_evolution, reached_together
from countermove.concepts import all_concepts
from countermove.concepts._coalitions import coalition_improvements, coalitions_of
from countermove.errors import LimitError
from countermove.model.elements import Model
from countermove.space import Space, build
from countermove.space.literal import literal_game
from countermove.stability import Analysis, analyze
from tests.same_answers.answers import conflict
from tests.strategies import dilemma

CONCEPTS = [each for each in all_concepts() if each.id in ("nash", "gmr", "smr", "seq")]


def analyzed(space: Space) -> Analysis:
    return analyze(space, CONCEPTS)


def distances(model: Model, start: int) -> dict[int, int]:
    """By how few steps of any coalition, the single ones among them, each state is reached."""
    game = literal_game(model)
    far = {start: 0}
    queue = deque([start])
    while queue:
        state = queue.popleft()
        for coalition in coalitions_of(game.decision_makers):
            for target in coalition_improvements(game, coalition, state):
                if target not in far:
                    far[target] = far[state] + 1
                    queue.append(target)
    return far


def assert_paths(model: Model) -> int:
    space, game = build(model), literal_game(model)
    tried = all_coalitions(space)
    labels = space.decision_makers
    several = 0
    for start in range(0, space.size, 5):
        found = joint_evolution(analyzed(space), start, tried)
        expected = distances(model, start)
        assert dict(found.reached) == {state: expected[state] for state in found.held_by if state in expected}
        assert found.unreached == [state for state in found.held_by if state not in expected]
        together = reached_together(space, [start], tried, improvements=True)
        assert set(together.nonzero()[0].tolist()) == set(expected)
        for state in found.reached:
            path = found.path(state)
            assert [start, *(step.target for step in path)][-1] == state
            assert all(one.target == other.source for one, other in pairwise(path))
            assert len(path) == found.reached[state]
            for step in path:
                members = tuple(labels[j] for j in step.by)
                assert step.target in coalition_improvements(game, members, step.source)
                at, last = step.source, -1
                for move in step.moves:
                    assert move.source == at
                    assert move.by in step.by
                    assert move.by != last
                    assert move.target in game.moves(labels[move.by], at)
                    assert move.improvement == game.prefers(labels[move.by], move.target, at)
                    at, last = move.target, move.by
                assert at == step.target
                several += len(step.by) > 1
    return several


@pytest.mark.parametrize(("kind", "number"), [("options", 60), ("barred", 60), ("graph", 120)])
def test_each_step_is_an_improvement_and_no_path_is_shorter(kind: str, number: int) -> None:
    assert sum(
        assert_paths(model)
        for model in (conflict(kind, seed) for seed in range(number))
        if len(model.decision_makers) > 1 and len(literal_game(model).states) <= 24
    )


@pytest.mark.parametrize("kind", ["options", "graph"])
def test_coalitions_of_one_add_nothing_to_improvements(kind: str) -> None:
    for seed in range(60):
        space = build(conflict(kind, seed))
        analysis = analyzed(space)
        alone = [(j,) for j in range(len(space.decision_makers))]
        for coalitions in ([], alone):
            found = joint_evolution(analysis, 0, coalitions)
            plain = evolve(analysis, 0)
            routes = {each.to: each.steps for each in plain.routes if each.improvements_only}
            assert dict(found.reached) == {state: len(steps) for state, steps in routes.items()}
            assert found.gained == []
            assert found.alone == set(routes)


def test_the_two_of_elmira_go_on_where_each_alone_stops() -> None:
    conflict = countermove.load("elmira-1991")
    found = conflict.evolve_together(coalitions=["moe+ur"], concepts=["nash"])
    assert (sorted(found.held_by), dict(found.reached), found.alone) == ([4, 7, 8], {4: 1, 7: 2}, {4})
    assert found.unreached == [8]
    first, second = found.path(7)
    assert (first.by, first.target, len(first.moves)) == ((2,), 4, 1)
    assert (second.by, second.source, second.target) == ((0, 1), 4, 7)
    assert [(each.by, each.target, each.improvement) for each in second.moves] == [
        (0, 5, False),
        (1, 7, True),
    ]
    assert found.path(4) == (first,)


def test_events_are_steps_as_well() -> None:
    conflict = countermove.load("forced-deal")
    space = conflict.space
    assert space.events is not None
    found = conflict.evolve_together()
    plain = conflict.evolve()
    alone = {each.to for each in plain.routes if each.improvements_only}  # type: ignore[union-attr]
    assert found.alone == alone
    assert alone <= set(found.reached)
    steps = [step for state in found.reached for step in found.path(state)]
    assert any(move.event for step in steps for move in step.moves)
    assert all(step.by == (space.events,) for step in steps if step.moves[0].event)


def test_by_moves_everybody_may_go_anywhere() -> None:
    space = build(dilemma())
    assert reached_together(space, [3], [], improvements=True).tolist() == [False, False, False, True]
    assert reached_together(space, [3], [(0, 1)], improvements=True).tolist() == [True, True, True, True]
    assert reached_together(space, [3], [], improvements=False).all()


def test_what_is_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    made = countermove.load("elmira-1991")
    monkeypatch.setattr(joint_paths, "MAX_SOUGHT", 80)
    with pytest.raises(LimitError, match=r"the coalition moe\+ur has up to 81 pairs of states to look at"):
        made.evolve_together(coalitions=["moe+ur"])
    with pytest.raises(LimitError, match=r"4 coalitions have .* name fewer, such as --coalition moe\+ur"):
        made.evolve_together()
    monkeypatch.setattr(joint_paths, "MAX_SOUGHT", 81)
    monkeypatch.setattr(joint_paths, "MAX_PAIRS", 1)
    with pytest.raises(LimitError, match="has more than 1 joint steps to look at"):
        made.evolve_together(coalitions=["moe+ur"])
