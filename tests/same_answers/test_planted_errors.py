"""The suite can fail: a small error planted in a helper that several concepts share shows in the answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pkgutil import resolve_name
from typing import Any

import numpy as np
import pytest

from tests.same_answers.answers import INSTALLED, by_definition, conflict, differences

# One process for all: the definitions are asked once and shared.
pytestmark = pytest.mark.xdist_group("same answers")
LOOKED_AT = 200


def both_ways(changes: Any) -> None:
    """Every change of a one-way option can be undone."""
    courses, anywhere = np.arange(len(changes.member)), np.ones(1, dtype=bool)
    changes.member = np.zeros_like(courses)
    changes.reaches = [replace(changes.reaches[0], sources=courses, reached=anywhere, member=changes.member)]
    changes.few = False


def after(real: Callable[..., Any], do: Callable[[Any], None]) -> Callable[..., Any]:
    def wrapped(self: Any, *args: Any, **kwargs: Any) -> None:
        real(self, *args, **kwargs)
        do(self)

    return wrapped


PLANTED: dict[str, tuple[str, str, str, Callable[[Any], Any]]] = {
    "one-way options go both ways": (
        "explicit", "unranked", "countermove.space.changes.Changes.__init__",
        lambda real: after(real, both_ways),
    ),
    "a tie is an improvement": (
        "explicit", "unranked", "countermove.space.steps.Order.improved",
        lambda real: lambda self, values, pick: real(replace(self, tied=None), values, pick),
    ),
    "the others improve where they may move": (
        "explicit", "graph", "countermove.space.arcs.ArcMoves.least_answer",
        lambda real: lambda self, dm, base, *, improvements: real(self, dm, base, improvements=True),
    ),
    "the symbolic engine lets options go back": (
        "symbolic", "unranked", "countermove.space.symbolic.options.Bits.allows",
        lambda real: lambda self, source, target: True,
    ),
    "the symbolic engine takes a tie for better": (
        "symbolic", "unranked", "countermove.space.symbolic.stability.above",
        lambda real: lambda one, other, none: ~real(other, one, none),
    ),
    "the definitions let one move twice in a row": (
        "explicit", "graph", "countermove.concepts._literal._legal_sequences",
        lambda real: twice_in_a_row,
    ),
    "the definitions take a tie for better": (
        "explicit", "unranked", "countermove.space.literal.LiteralGame.prefers",
        lambda real: lambda self, dm, one, other: not real(self, dm, other, one),
    ),
}  # fmt: skip


def twice_in_a_row(step: Callable[[str, int], Any], coalition: tuple[str, ...], s: int) -> frozenset[int]:
    found: set[int] = set()
    waiting = [t for j in coalition for t in step(j, s)]
    while waiting:
        t = waiting.pop()
        if t not in found:
            found.add(t)
            waiting += [u for j in coalition for u in step(j, t)]
    return frozenset(found)


@pytest.mark.parametrize("error", PLANTED)
def test_a_planted_error_is_caught(error: str, monkeypatch: pytest.MonkeyPatch) -> None:
    engine, kind, where, wrong = PLANTED[error]
    if not INSTALLED[engine]:
        pytest.skip("the symbolic engine needs the extra countermove[symbolic]")
    monkeypatch.setattr(where, wrong(resolve_name(where)))
    for seed in range(LOOKED_AT):
        model = conflict(kind, seed)
        if differences(engine, model, by_definition(model)):
            return
    pytest.fail(f"{LOOKED_AT} conflicts do not show that {error}")
