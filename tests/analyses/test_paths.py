"""Sequences in any order, followed many states at a time, against following them step by step."""

from __future__ import annotations

from collections import deque
from random import Random

import pytest

from countermove import LimitError
from countermove.analyses import in_turn, paths
from countermove.analyses.in_turn import InTurn
from countermove.analyses.paths import follow
from countermove.space import Space, build
from tests.strategies import random_barred_model, random_graph_model, random_option_model

DRAW = (random_option_model, random_barred_model, random_graph_model)
SEEDS = 30


def step_by_step(space: Space, start: int, improvements: bool) -> dict[int, list[tuple[int, int]]]:
    """For each state reached the movers and states on a shortest way, in the order in which they are reached."""
    found: dict[int, list[tuple[int, int]]] = {start: []}
    queue = deque([start])
    while queue:
        here = queue.popleft()
        for by in space.movers:
            targets = space.improvements(by, here) if improvements else space.targets(by, here)
            for target in targets:
                if target not in found:
                    found[target] = [*found[here], (by, target)]
                    queue.append(target)
    return found


@pytest.mark.parametrize("at_once", [1, 3, paths.AT_ONCE])
def test_the_same_ways_in_the_same_order(at_once: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "AT_ONCE", at_once)
    for seed in range(SEEDS):
        for draw in DRAW:
            space = build(draw(Random(seed)))
            for improvements in (False, True):
                start = Random(seed).randrange(space.size)
                expected = step_by_step(space, start, improvements)
                reach = follow(space, [start], space.movers, improvements=improvements, in_turn=False)
                assert reach.states == list(expected)
                for state, way in expected.items():
                    assert [(step.by, step.target) for step in reach.steps(state)] == way
                last = list(expected)[len(expected) // 2]
                cut = follow(
                    space,
                    [start],
                    space.movers,
                    improvements=improvements,
                    in_turn=False,
                    until=last.__eq__,
                )
                assert cut.states == list(expected)[: len(expected) // 2 + 1]


@pytest.mark.parametrize("in_turn", [False, True])
def test_too_many_moves_are_refused_unless_the_end_comes_before(
    in_turn: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    space = build(random_option_model(Random(4)))
    start = 0
    everything = follow(space, [start], space.movers, improvements=False, in_turn=in_turn).states
    assert len(everything) > 2
    monkeypatch.setattr(paths, "MAX_MOVES", 1)
    with pytest.raises(LimitError, match="more than 1 moves come up"):
        follow(space, [start], space.movers, improvements=False, in_turn=in_turn)
    found = follow(
        space, [start], space.movers, improvements=False, in_turn=in_turn, until=everything[1].__eq__
    )
    assert found.states[-1] == everything[1]


@pytest.mark.parametrize("kept", [3, in_turn.MAX_KEPT])
def test_many_starts_lead_where_each_alone_leads(kept: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(in_turn, "MAX_KEPT", kept)
    turns = 0
    for seed in range(SEEDS):
        for draw in DRAW:
            space = build(draw(Random(seed)))
            movers = [by for by in range(len(space.decision_makers)) if by != seed % 2]
            for improvements in (False, True):
                made = InTurn(space, movers, improvements=improvements)
                for start in range(space.size):
                    alone = follow(space, [start], movers, improvements=improvements, in_turn=True).states
                    assert made.ends(start) == set(alone)
                    any_order = follow(
                        space, [start], movers, improvements=improvements, in_turn=False
                    ).states
                    turns += set(any_order) != set(alone)
    assert turns, "whose turn it is makes a difference somewhere"


def test_too_many_moves_in_turn_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    space = build(random_option_model(Random(4)))
    monkeypatch.setattr(in_turn, "MAX_MOVES", 1)
    with pytest.raises(LimitError, match="moves come up"):
        InTurn(space, range(len(space.decision_makers)), improvements=False).ends(0)
