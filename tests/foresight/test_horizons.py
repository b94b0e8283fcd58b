"""From which foresight on states hold: at every horizon there is, from those up to where verdicts repeat."""

from __future__ import annotations

import json
from random import Random
from typing import Any

import numpy as np
import pytest

import countermove
from countermove.analyses import horizons as module
from countermove.analyses.horizons import Profile, horizons
from countermove.concepts import find
from countermove.errors import LimitError
from countermove.space import build
from countermove.stability import stable_states
from countermove.views.foresight import held_line, stays_sentences
from tests.console import call
from tests.foresight.test_maximin import KINDS, drawn
from tests.strategies import random_strict_pair

SEEDS = range(40)


@pytest.mark.parametrize("kind", KINDS)
def test_maximin_at_every_horizon(kind: str) -> None:
    for seed in SEEDS:
        space = build(drawn(kind, seed))
        found = horizons(space)["maximin"]
        for dm in range(len(space.decision_makers)):
            for horizon in (*range(1, found.up_to + 4), 40, 41):
                stable = stable_states(space, find(f"maximin:{horizon}"), dm)
                assert found.holds(dm, horizon).tolist() == stable.tolist(), (seed, dm, horizon)


def test_limited_moves_at_every_horizon() -> None:
    for seed in SEEDS:
        space = build(random_strict_pair(Random(f"horizons {seed}")))
        found = horizons(space)["lh"]
        for horizon in (*range(1, found.up_to + 4), 40):
            both = [stable_states(space, find(f"lh:{horizon}"), dm) for dm in (0, 1)]
            assert found.holds(None, horizon).tolist() == np.all(both, axis=0).tolist(), (seed, horizon)
        for dm in (0, 1):
            for state, forever in enumerate(stable_states(space, find("nm"), dm).tolist()):
                assert (found.profile(dm, state).since is not None) == forever, (seed, dm, state)


def test_limited_moves_only_where_they_are_defined() -> None:
    assert set(horizons(countermove.load("syria-iraq-1975").space)) == {"maximin", "lh"}
    assert set(horizons(countermove.load("karabakh-2020").space)) == {"maximin"}


def test_verdicts_repeat_no_sooner_than_it_is_said() -> None:
    late = 0
    for seed in range(300):
        found = horizons(build(drawn("graph", seed)))["maximin"]
        assert found.every in (1, 2)
        if found.settled > 1:
            before, again = found.settled - 1, found.settled - 1 + found.every
            everybody = range(len(found.stable))
            assert any((found.holds(dm, before) != found.holds(dm, again)).any() for dm in everybody), seed
        if found.every == 2:
            assert (found.stable[:, -1] != found.stable[:, -2]).any()
        late += found.settled > 3
    assert late > 3, "none of these conflicts tells five moves from three"


def test_profiles_say_when_each_state_holds() -> None:
    for seed in SEEDS:
        space = build(drawn("graph", seed))
        found = horizons(space)["maximin"]
        for dm in (None, *range(len(space.decision_makers))):
            told = {state: each for each in found.profiles(dm) for state in each.states}
            for state in range(space.size):
                held = [bool(found.holds(dm, h)[state]) for h in range(1, found.up_to + 5)]
                own = found.profile(dm, state)
                assert (state in told) == any(held)
                assert own.holds_at == tuple(h for h in range(1, found.up_to + 1) if held[h - 1])
                forever = [h for h in range(1, len(held) + 1) if all(held[h - 1 :])]
                repeating = forever and forever[0] <= found.up_to
                assert own.since == (forever[0] if repeating else None), (seed, dm, state)
                ahead = held[found.settled - 1 :]
                assert own.then == ("always" if all(ahead) else "sometimes" if any(ahead) else "never")


def test_only_some_states() -> None:
    found = horizons(countermove.load("syria-iraq-1975").space)["maximin"]
    assert found.profiles(None, [5]) == [Profile((1, 2, 3), 1, "always", (5,))]
    assert found.profiles(None, [1]) == []


def test_more_states_than_can_be_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_STATES", 5)
    conflict = countermove.load("syria-iraq-1975")
    with pytest.raises(LimitError, match="there are 6 states, and up to 5 it is looked at"):
        conflict.horizons()
    data = json.loads(call(["analyze", "syria-iraq-1975", "--json"]).out)
    assert "up to 5 it is looked at" in data["foresight"]["not_looked_at"]
    data = json.loads(call(["explain", "syria-iraq-1975", "--dm", "iraq", "--json"]).out)
    assert "up to 5 it is looked at" in data["foresight"]["not_looked_at"]
    assert "Looking ahead" not in call(["explain", "syria-iraq-1975", "--dm", "iraq"]).out


def test_more_moves_than_can_be_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_HORIZONS", 2)
    with pytest.raises(LimitError, match="do not come to repeat within 2 moves"):
        horizons(countermove.load("syria-iraq-1975").space)


# ---------------------------------------------------------------- in words and as data
@pytest.mark.parametrize(
    ("family", "state", "said"),
    [
        ("maximin", 5, "at every horizon"),
        (
            "maximin",
            0,
            "at every even horizon, where the last move is not the mover's own, and at no odd one",
        ),
        ("lh", 0, "at horizons of 4, and so on every four moves"),
        ("lh", 5, "at horizons of 1, 2, 4 and 5, and so on every four moves"),
    ],
)
def test_horizons_in_words(family: str, state: int, said: str) -> None:
    found = horizons(countermove.load("syria-iraq-1975").space)[family]
    (profile,) = found.profiles(None, [state])
    assert held_line(found, profile) == said


def test_explain_says_from_which_foresight_on_a_side_would_stay() -> None:
    conflict = countermove.load("short-fuse")
    said = stays_sentences(conflict.space, conflict.horizons(), 0, 0)
    assert said == [
        "Looking ahead, the others against it (maximin:H), Raider would stay at horizons of 2 moves or more.",
        "Looking ahead, both sides choosing best (lh:H), Raider would stay at horizons of 2 moves or more.",
    ]
    printed = " ".join(call(["explain", "short-fuse", "--dm", "raider"]).out.split())
    assert all(each in printed for each in said)
    assert "Looking ahead" not in call(["explain", "short-fuse", "--dm", "raider", "--concept", "seq"]).out


def test_the_json_of_analyze_has_each_state() -> None:
    data: dict[str, Any] = json.loads(call(["analyze", "syria-iraq-1975", "--json"]).out)["foresight"]
    assert data["maximin"]["equilibria"] == [
        {"holds_at": [1, 2, 3], "from": 1, "then": "always", "states": [6]},
        {"holds_at": [2], "from": None, "then": "sometimes", "states": [1]},
    ]
    syria = {state for each in data["maximin"]["stable"]["syria"] for state in each["states"]}
    assert syria == set(
        json.loads(call(["analyze", "syria-iraq-1975", "--json"]).out)["stability"]["gmr"]["syria"]
    )
    assert "looks_by" not in data
