"""Simultaneous stability: what the shared suite does not ask of it."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from countermove.concepts import gmr, sim
from countermove.errors import LimitError, UsageError
from countermove.space import build, simultaneous
from countermove.space.literal import literal_game
from tests.same_answers.answers import conflict
from tests.strategies import dilemma, graph_form, random_preferences


def test_blocks_may_be_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(simultaneous, "BLOCK", 7)
    monkeypatch.setattr(simultaneous, "FIRST", 1)
    for kind in ("options", "forbidding"):
        for seed in range(60):
            model = conflict(kind, seed)
            space, game = build(model), literal_game(model)
            for number, dm in enumerate(space.decision_makers):
                stable = [sim.CONCEPT.reference(game, dm, state) for state in game.states]
                assert simultaneous.simultaneous(space, number).tolist() == stable, (kind, seed, dm)


def test_too_much_to_look_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(simultaneous, "MAX_ANSWERS", 1)
    with pytest.raises(LimitError, match=r"more than 1 joint answers.*add constraints"):
        simultaneous.simultaneous(build(dilemma()), 0)


def test_options_are_needed() -> None:
    model = random_preferences(Random(0), graph_form(2, {"ann": [(1, 2)], "bob": []}))
    with pytest.raises(UsageError, match="this conflict is in graph form; ask for seq or sseq"):
        simultaneous.simultaneous(build(model), 0)
    assert literal_game(model).joint(0, {"ann": 1}) is None


def test_joint_answers_are_answers_where_everything_is_feasible() -> None:
    """Without constraints and forbidden moves the joint state can also be reached in turn: SIM implies GMR."""
    for seed in range(250):
        free = replace(conflict("options", seed), constraints=())
        game = literal_game(random_preferences(Random(seed), free))
        for dm in game.decision_makers if len(game.states) <= 32 else ():
            for state in game.states:
                if sim.CONCEPT.reference(game, dm, state):
                    assert gmr.CONCEPT.reference(game, dm, state), (seed, dm, state)
