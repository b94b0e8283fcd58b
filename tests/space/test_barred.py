"""Forbidden and added moves mended on the grid, against the same moves listed one by one."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import numpy as np
import pytest

from countermove import LimitError
from countermove.model.elements import Model
from countermove.space import Space, arcs, barred, build
from countermove.space.arcs import ArcMoves
from countermove.space.barred import BarredMoves
from countermove.space.states import OptionStates
from tests.strategies import random_barred_model, random_forbidding_model, random_forcing_model

DRAW: dict[str, Callable[[Random], Model]] = {
    "forbidding": random_forbidding_model,
    "barred": random_barred_model,
    "forcing": random_forcing_model,
}
SEEDS = 60


def both(model: Model) -> tuple[Space, BarredMoves, ArcMoves]:
    space = build(model)
    assert isinstance(space.states, OptionStates)
    listed = ArcMoves(space.size, arcs.arcs_of_options(model, space.states), space.ranks)
    return space, BarredMoves(model, space.states, space.ranks), listed


@pytest.mark.parametrize("kind", DRAW)
@pytest.mark.parametrize("worth_listing", [0, barred.WORTH_LISTING])
def test_the_same_moves_from_every_state(
    kind: str, worth_listing: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(barred, "WORTH_LISTING", worth_listing)
    for seed in range(SEEDS):
        space, mended, listed = both(DRAW[kind](Random(seed)))
        for dm in range(len(space.decision_makers)):
            for state in range(space.size):
                assert mended.targets(dm, state) == listed.targets(dm, state)
            assert np.array_equal(mended.sources[dm], listed.sources[dm])
            assert np.array_equal(mended.ends[dm], listed.ends[dm])
        assert mended.count() >= listed.count()


@pytest.mark.parametrize("kind", DRAW)
def test_the_same_values_with_other_ranks(kind: str) -> None:
    for seed in range(SEEDS):
        space, mended, listed = both(DRAW[kind](Random(seed)))
        chance = np.random.default_rng(seed)
        ranks = [chance.integers(5, size=space.size).astype(np.int16) for _ in space.decision_makers]
        mended, listed = mended.with_ranks(ranks), listed.with_ranks(ranks)
        for dm, rank in enumerate(ranks):
            assert np.array_equal(mended.best(dm, rank), listed.best(dm, rank))
            for improvements in (False, True):
                assert np.array_equal(
                    mended.least_answer(dm, rank, improvements=improvements),
                    listed.least_answer(dm, rank, improvements=improvements),
                )


def test_a_list_is_made_once_for_all_ranks() -> None:
    space, mended, _ = both(random_forbidding_model(Random(1)))
    assert mended.with_ranks(space.ranks).listed is mended.with_ranks(space.ranks).listed


def test_what_is_too_large_says_what_to_ask_for(monkeypatch: pytest.MonkeyPatch) -> None:
    model = next(
        model for model in (random_forbidding_model(Random(seed)) for seed in range(SEEDS))
        if both(model)[1].bars
    )  # fmt: skip
    _, mended, _ = both(model)
    monkeypatch.setattr(arcs, "MAX_ARCS", 0)
    with pytest.raises(
        LimitError, match=r"list every move, here up to .*; ask for nash, gmr, smr, seq or sseq"
    ):
        assert mended.listed
    monkeypatch.setattr(barred, "WORTH_MENDING", 0)
    monkeypatch.setattr(barred, "MAX_COMPARED", 0)
    with pytest.raises(LimitError, match="forbid and add moves in fewer states"):
        build(model)
