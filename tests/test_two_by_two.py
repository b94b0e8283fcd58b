"""The prisoner's dilemma and chicken under every concept, worked by hand; nothing was copied from an output."""

from __future__ import annotations

import pytest

from countermove.concepts import find
from countermove.model.elements import Model
from countermove.space import build
from countermove.stability import analyze
from tests.strategies import chicken, dilemma


def equilibria(model: Model, concept: str) -> list[int]:
    return analyze(build(model), [find(concept)]).equilibria[concept]


@pytest.mark.parametrize(
    ("concept", "expected"),
    [
        # NN: row gains by fighting alone (YN), but column gains by fighting back (YY), worse for row than
        # NN, and all that row can do from there is stop and be fought, its worst. So too for column.
        # YN: column gains by fighting back (YY), and row could only stop (NY), column's best: nothing
        # answers it. NY in the same way. YY: who stops is fought, the worst.
        ("nash", [4]),
        ("gmr", [1, 4]),
        ("smr", [1, 4]),
        ("seq", [1, 4]),
        ("sseq", [1, 4]),
        # Both fight at once: from NN that is YY, worse than NN for both.
        ("sim", [1, 4]),
        # Two moves: from NN row's YN makes column fight back (YY), so it stays; from YY row's NY would be
        # the end, as column likes nothing better, so it stays. Three moves: at YN column expects row to
        # stay at YY, at NY it expects row to fight if it stopped; so it acts as before. Nothing changes
        # from here on.
        ("lh:1", [4]),
        ("lh:2", [1, 4]),
        ("lh:3", [1, 4]),
        ("lh:4", [1, 4]),
        ("nm", [1, 4]),
    ],
)
def test_prisoners_dilemma(concept: str, expected: list[int]) -> None:
    assert equilibria(dilemma(), concept) == expected


@pytest.mark.parametrize(
    ("concept", "expected"),
    [
        # YN and NY: whoever fights has the best, and whoever is fought would only make it worse for
        # itself by fighting back.
        ("nash", [2, 3]),
        # NN: after row's YN column can answer YY, the worst for row, but from there row can return to
        # NY, which it likes less than NN. So GMR and SMR hold, while YY is no improvement for column.
        ("gmr", [1, 2, 3]),
        ("smr", [1, 2, 3]),
        ("seq", [2, 3]),
        ("sseq", [2, 3]),
        # NN: should both fight at once, that is YY, the worst. YY: should both give way at once, that is
        # NN, which both prefer: no answer.
        ("sim", [1, 2, 3]),
        ("lh:1", [2, 3]),
        # YN: column sees that row would give way at YY, so it fights back, worse at first, to get NY.
        # NN: row sees that column, looking one move ahead, would stay at YN.
        ("lh:2", []),
        # NN: row now sees column fight back at YN, and itself give way: NY, worse than NN. It stays.
        ("lh:3", [1]),
        ("lh:4", [1]),
        ("nm", [1]),
    ],
)
def test_chicken(concept: str, expected: list[int]) -> None:
    assert equilibria(chicken(), concept) == expected
