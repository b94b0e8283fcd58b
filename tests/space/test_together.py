"""What coalitions reach together: the fast forms against moves followed one by one."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from countermove.analyses.coalitions import coalition_improvements
from countermove.analyses.paths import follow
from countermove.space import Space, build, together
from countermove.space.together import Gatherings
from tests.strategies import (
    graph_form,
    random_forbidding_model,
    random_forcing_model,
    random_graph_model,
    random_option_model,
    random_preferences,
)

MODELS = {
    "options": random_option_model,
    "forbidding": random_forbidding_model,
    "forcing": random_forcing_model,
    "graph": random_graph_model,
}


def sparse(seed: int, states: int) -> Space:
    """A graph of many states and few moves, in several parts, none of which is quickly gone through."""
    rng = Random(seed)
    arcs = {
        name: [(a, b) for a, b in rng.sample([(a, b) for a in range(1, states + 1) for b in range(1, states + 1) if a != b and abs(a - b) < 9], states)]
        for name in ("ann", "bob", "cat")
    }  # fmt: skip
    return build(random_preferences(rng, graph_form(states, arcs)))


def assert_together(space: Space) -> None:
    everybody = range(len(space.decision_makers))
    for members in [(j,) for j in everybody] + [tuple(everybody), tuple(everybody)[:2], tuple(everybody)[1:]]:
        made = Gatherings(space).of(members)
        pairs = {(int(s), int(t)) for s, t in made.improvements().T}
        assert pairs == {(s, t) for s in range(space.size) for t in coalition_improvements(space, members, s)}
        assert made.improvements().shape[1] == len(pairs)
        for state in range(0, space.size, 1 + space.size // 12):
            reach = follow(space, [state], members, improvements=False, in_turn=True)
            assert np.flatnonzero(made.reached(state)).tolist() == sorted(reach.states)
            for end in reach.states[1::3]:
                marked = np.arange(space.size) == end
                route = made.route(state, marked)
                assert len(route) == len(reach.steps(end))
                assert_legal(space, members, state, end, route)


def assert_legal(
    space: Space, members: tuple[int, ...], start: int, end: int, route: list[tuple[int, int, int]]
) -> None:
    at, last = start, -1
    for by, source, target in route:
        assert source == at
        assert by in members
        assert by != last
        assert target in space.moves.targets(by, source)
        at, last = target, by
    assert at == end


@pytest.mark.parametrize("kind", list(MODELS))
def test_what_is_reached_together(kind: str) -> None:
    for seed in range(60):
        space = build(MODELS[kind](Random(seed)))
        if space.size <= 48:
            assert_together(space)


@pytest.mark.parametrize("at_once", [1, 2**20])
def test_more_states_than_share_a_word(at_once: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(together, "AT_ONCE", at_once)
    for seed in range(3):
        assert_together(sparse(seed, 150))


def test_a_route_to_the_nearest_of_several() -> None:
    """Of equally short routes the one whose earlier movers come first, and then the lower states."""
    space = build(
        random_preferences(
            Random(0),
            graph_form(6, {"ann": [(1, 2), (1, 3), (4, 5)], "bob": [(1, 4), (2, 6), (3, 6), (3, 5)]}),
        )
    )
    made = Gatherings(space).of((0, 1))
    assert made.route(0, np.isin(np.arange(6), [5])) == [(0, 0, 1), (1, 1, 5)]
    assert made.route(0, np.isin(np.arange(6), [4, 5])) == [(0, 0, 1), (1, 1, 5)]
    assert made.route(0, np.isin(np.arange(6), [3, 5])) == [(1, 0, 3)]
    assert made.route(0, np.isin(np.arange(6), [4])) == [(0, 0, 2), (1, 2, 4)]


def test_what_is_not_kept_is_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    space = sparse(0, 30)
    kept = Gatherings(space)
    wanted = [each.pairs.tolist() for each in kept.gains((0, 1, 2))]
    assert kept.gains((0, 1, 2))[0] is kept.gains((0, 1, 2))[0]
    monkeypatch.setattr(together, "MAX_KEPT", 0)
    thrifty = Gatherings(space)
    for _ in range(2):
        assert [each.pairs.tolist() for each in thrifty.gains((0, 1, 2))] == wanted
    assert not any(each.pairs.size for each in thrifty._gains.values())


def test_who_wants_nothing_joins_nobody() -> None:
    space = sparse(1, 20)
    tied = space.with_ranks([*space.ranks[:2], np.zeros(20, dtype=np.int64)])
    assert Gatherings(tied).wanting == {0, 1}
    assert len(Gatherings(tied).gains((1, 2))) == 1
