"""Following moves one by one, for many questions at once, a bit for each, and for the least value reached.

Nobody moves twice in a row, so the last mover is kept apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "WIDTH",
    "Arcs",
    "least_after",
    "pack",
    "reaching_by_arcs",
    "step_back",
    "unpack",
    "without_own",
]

WIDTH = 64
"""How many questions share a word."""
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Words = NDArray[np.uint64]
Values = NDArray[np.signedinteger]


def pack(marks: Bools) -> Words:
    """Pack marks, shape (states, questions), 64 questions to a word; the questions come in 64s."""
    return np.packbits(marks, axis=1, bitorder="little").view(np.uint64)


def unpack(words: Words) -> Bools:
    """Undo `pack`."""
    return np.unpackbits(words.view(np.uint8), axis=1, bitorder="little").astype(bool)


@dataclass(frozen=True)
class Arcs:
    """Some moves one by one, sorted by where they start.

    Attributes
    ----------
    pairs : int array, shape (2, moves)
        Where each starts and where it leads.
    starts : int array
        The first move of each state that any starts from.
    """

    pairs: Ints
    starts: Ints

    @classmethod
    def of(cls, pairs: Ints) -> Arcs:
        """Sort moves."""
        inorder = pairs[:, np.lexsort((pairs[1], pairs[0]))]
        return cls(inorder, np.flatnonzero(np.diff(inorder[0], prepend=-1)))

    @property
    def sources(self) -> Ints:
        """The states that any move starts from, ascending."""
        return np.asarray(self.pairs[0][self.starts])


def least_after(arcs: Sequence[Arcs], values: Values) -> Values:
    """Return for each state the smallest value over it and all that arcs lead to, nobody's twice in a row."""
    # after[k][t]: the least value over t, entered by k, and all that can follow.
    after = np.tile(values, (len(arcs), 1))
    while len(arcs):
        next_by = np.full_like(after, np.iinfo(values.dtype).max)
        for k, each in enumerate(arcs):
            if len(each.starts):
                next_by[k, each.sources] = np.minimum.reduceat(after[k][each.pairs[1]], each.starts)
        new = np.minimum(values, without_own(next_by))
        if np.array_equal(new, after):
            least: Values = np.minimum(values, next_by.min(axis=0))
            return least
        after = new
    return values


def without_own(rows: Values) -> Values:
    """Return for each row and column the smallest value that the other rows have there."""
    if len(rows) == 1:
        return np.full_like(rows, np.iinfo(rows.dtype).max)
    two = np.partition(rows, 1, axis=0)
    lowest = np.argmin(rows, axis=0)
    return np.asarray(np.where(np.arange(len(rows))[:, None] == lowest, two[1], two[0]))


def reaching_by_arcs(arcs: Sequence[Arcs], marks: Words) -> Words:
    """Say from which states a marked one is reached, by no move or along arcs, nobody's twice in a row."""
    if not arcs:
        return marks
    # after[k][t]: what is reached from t, itself included, when k has made the move into t.
    after = [marks] * len(arcs)
    while True:
        next_by = [step_back(each, reached) for each, reached in zip(arcs, after, strict=True)]
        new = [
            np.bitwise_or.reduce([marks, *(by for j, by in enumerate(next_by) if j != k)])
            for k in range(len(arcs))
        ]
        if all(np.array_equal(one, other) for one, other in zip(after, new, strict=True)):
            reached: Words = np.bitwise_or.reduce([marks, *next_by])
            return reached
        after = new


def step_back(arcs: Arcs, reached: Words) -> Words:
    """Return for each state what is reached from where its arcs lead."""
    result = np.zeros_like(reached)
    if len(arcs.starts):
        result[arcs.sources] = np.bitwise_or.reduceat(reached[arcs.pairs[1]], arcs.starts, axis=0)
    return result
