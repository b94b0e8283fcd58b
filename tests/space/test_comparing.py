"""Moves of many states looked up together, and rankings with the same improvements, against one by one."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import numpy as np
import pytest

from countermove.model.elements import Model
from countermove.space import Space, barred, build
from countermove.space.arcs import ArcMoves
from countermove.space.barred import BarredMoves
from countermove.space.comparing import same_improvements
from countermove.space.grid import GridMoves
from tests.events.conflicts import random_event_model
from tests.strategies import random_barred_model, random_graph_model, random_option_model

DRAW: dict[str, Callable[[Random], Model]] = {
    "options": random_option_model,
    "barred": random_barred_model,
    "graph": random_graph_model,
    "events": random_event_model,
}
SEEDS = 40


def spaces(kind: str, monkeypatch: pytest.MonkeyPatch) -> list[Space]:
    monkeypatch.setattr(barred, "WORTH_MENDING", 0)
    monkeypatch.setattr(barred, "WORTH_LISTING", 0)
    return [build(DRAW[kind](Random(seed))) for seed in range(SEEDS)]


@pytest.mark.parametrize("kind", DRAW)
def test_many_states_at_once_as_one_by_one(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for seed, space in enumerate(spaces(kind, monkeypatch)):
        states = np.random.default_rng(seed).permutation(space.size)
        for by in space.movers:
            places, targets = space.targets_of(by, states)
            one_by_one = [(at, t) for at, state in enumerate(states) for t in space.targets(by, int(state))]
            assert list(zip(places.tolist(), targets.tolist(), strict=True)) == one_by_one


@pytest.mark.parametrize("kind", DRAW)
def test_improvements_that_differ_are_never_said_to_be_the_same(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[bool] = []
    for seed, space in enumerate(spaces(kind, monkeypatch)):
        chance = np.random.default_rng(seed)
        for dm in range(len(space.decision_makers)):
            before = space.ranks[dm]
            coarser = np.maximum(before, int(chance.integers(before.max() + 1)))
            for ranks in (before, before * 3 + 1, coarser, chance.permutation(before)):
                other = space.with_ranks([ranks if each == dm else r for each, r in enumerate(space.ranks)])
                same = all(
                    other.improvements(dm, state) == space.improvements(dm, state)
                    for state in range(space.size)
                )
                found = same_improvements(space, dm, other.ranks[dm])
                said.append(found)
                assert same or not found
                if kind == "graph":
                    assert found == same
            assert same_improvements(space, dm, before)
    assert len(set(said)) == 2


def test_the_routes_are_those_meant() -> None:
    kinds = {kind: {type(build(DRAW[kind](Random(seed))).moves) for seed in range(SEEDS)} for kind in DRAW}
    assert GridMoves in kinds["options"]
    assert kinds["graph"] == {ArcMoves}
    assert kinds["barred"] <= {ArcMoves, BarredMoves, GridMoves}
