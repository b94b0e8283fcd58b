"""Large conflicts are worked on in blocks and by several threads; with tiny blocks, small ones are too.

The conflicts of the sample are small, so here every size from which the engine goes another way is set
so low that they go that way as well: blocks of one row, verdicts shared out among threads, joint answers
one by one, forbidden moves mended rather than listed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from countermove.space import barred, grid, simultaneous, steps
from countermove.stability import explicit
from tests.same_answers.answers import conflict, differences, sampled

# One process for all: the definitions are asked once and shared.
pytestmark = pytest.mark.xdist_group("same answers")
LOOKED_AT = 200
KINDS = ("unranked", "options", "forbidding", "barred", "forcing")
FEWS = {"never": 0, "as ever": grid.FEW, "always": 10**-9}
"""When a sweep goes on with the changed rows alone."""


@pytest.fixture(autouse=True)
def tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    for module, name, value in (
        (steps, "CELLS_AT_ONCE", 2),
        (steps, "ROWS_AT_LEAST", 2),
        (simultaneous, "BLOCK", 2),
        (explicit, "WORTH_SHARING", 1),
        (barred, "WORTH_MENDING", 0),
    ):
        assert getattr(module, name) > value
        monkeypatch.setattr(module, name, value)


@pytest.mark.parametrize("kind", KINDS)
def test_same_answers_in_blocks_and_by_threads(kind: str) -> None:
    for seed in range(LOOKED_AT):
        assert differences("explicit", conflict(kind, seed), sampled(kind, seed)) == [], f"{kind} {seed}"


@pytest.mark.parametrize("few", FEWS.values(), ids=list(FEWS))
def test_same_answers_with_all_or_the_changed_rows_alone(few: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grid, "FEW", few)
    for seed in range(LOOKED_AT // 2):
        assert differences("explicit", conflict("unranked", seed), sampled("unranked", seed)) == []


def test_blocks_and_threads_are_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the other tests are about does happen in the conflicts that they look at."""
    seen: dict[str, int] = {}

    def counted(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*args: Any) -> Any:
            seen[name] = seen.get(name, 0) + 1
            return real(*args)

        return wrapped

    watched = (
        (steps.Order, "improved"),
        (steps.Order, "_reached"),
        (steps.Pairs, "improved"),
        (barred.Bars, "mend"),
        (explicit, "_share_out"),
    )
    for owner, name in watched:
        monkeypatch.setattr(owner, name, counted(f"{owner.__name__}.{name}", getattr(owner, name)))

    def blocks(courses: int, rows: int) -> Iterator[slice]:
        made = list(real(courses, rows))
        if len(made) > 2:
            seen["more than two blocks"] = seen.get("more than two blocks", 0) + 1
        yield from made

    real = steps.row_blocks
    for module in (steps, grid, barred):
        monkeypatch.setattr(module, "row_blocks", blocks)
    for kind in ("unranked", "barred"):
        for seed in range(LOOKED_AT):
            differences("explicit", conflict(kind, seed), sampled(kind, seed))
    assert len(seen) == len(watched) + 1
    assert min(seen.values()) >= 50, seen


# ---------------------------------------------------------------- errors in the handling of blocks
def short(real: Callable[[int, int], Iterator[slice]]) -> Callable[[int, int], Iterator[slice]]:
    """Leave the last row out of each block but the last."""
    return lambda courses, rows: (
        rows_ if rows_.stop == rows else slice(rows_.start, max(rows_.start, rows_.stop - 1))
        for rows_ in real(courses, rows)
    )


def late(real: Callable[[int, int], Iterator[slice]]) -> Callable[[int, int], Iterator[slice]]:
    """Leave the first block out."""
    return lambda courses, rows: (each for each in real(courses, rows) if each.start)


PLANTED: dict[str, tuple[str, tuple[str, ...], Callable[[Any], Any]]] = {
    "the last row of a block is left out where orders are made": ("unranked", ("steps",), short),
    "the first block is left out where orders are made": ("unranked", ("steps",), late),
    "the last row of a block is left out where moves are mended": ("forbidding", ("barred",), short),
    "the first block is left out where moves are mended": ("barred", ("barred",), late),
}


@pytest.mark.parametrize("error", PLANTED)
def test_an_error_in_the_handling_of_blocks_is_caught(error: str, monkeypatch: pytest.MonkeyPatch) -> None:
    kind, modules, wrong = PLANTED[error]
    for name in modules:
        monkeypatch.setattr(f"countermove.space.{name}.row_blocks", wrong(steps.row_blocks))
    assert any(
        differences("explicit", conflict(kind, seed), sampled(kind, seed)) for seed in range(LOOKED_AT)
    )


def test_a_row_marked_in_the_wrong_block_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sweep that goes on with changed rows alone looks each block's rows up among all."""
    real = steps.improve

    def shifted(cells: Any, block: Any, rows: Any) -> None:
        real(cells, block, None if rows is None else np.roll(rows, 1))

    monkeypatch.setattr(grid, "FEW", 10**-9)
    monkeypatch.setattr(grid, "improve", shifted)
    for seed in range(1_000):
        if differences("explicit", conflict("unranked", seed), sampled("unranked", seed)):
            return
    pytest.fail("rows marked in the wrong block change no answer")
