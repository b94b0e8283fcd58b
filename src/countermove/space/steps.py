"""One step of one decision maker on the grid of courses: the best answers it gives, a block at a time.

A row is a group of states that differ in the mover's course alone. What a state of a row can improve
to lies in the same row, so rows are worked on side by side, as many as stay in the processor's cache.
There are two ways. In order of liking, the best first, what a course can improve to is what stands before
it; with one-way options, what stands before it and can be reached. Where few courses can be reached
from each, they are compared one by one, and nothing is sorted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from countermove.space.changes import Changes

__all__ = [
    "Block",
    "Order",
    "Pairs",
    "cells_in_rows",
    "hidden",
    "improve",
    "none_of",
    "orders",
    "pairs",
    "row_blocks",
    "two_least",
]

Ints = NDArray[np.int64]
Places = NDArray[np.intp]
Bools = NDArray[np.bool_]
Values = NDArray[np.signedinteger]
Pick = slice | Bools
CELLS_AT_ONCE = 2**17
"""Cells in one block: larger blocks leave the processor's cache, smaller ones cost calls."""
ROWS_AT_LEAST = 64
"""Rows in one block, however many courses each has."""


class Block(Protocol):
    """Some rows of one decision maker."""

    @property
    def rows(self) -> slice:
        """Which rows."""
        ...

    @property
    def cells(self) -> Places:
        """Flat grid cells, shape (courses, rows); a column is a row of the grid."""
        ...

    def improved(self, values: Values, pick: Pick) -> Values:
        """Return the least value over what each cell can improve to, the largest number where nothing is.

        Parameters
        ----------
        values : int array, shape (courses, picked rows)
            The values of the block's cells, none negative.
        pick : slice or bool array
            Which of the block's rows.
        """
        ...


def none_of(values: Values) -> int:
    """Return what stands for no value: the largest number, of which every bit but the sign is set."""
    return int(np.iinfo(values.dtype).max)


def hidden(where: Bools, values: Values) -> Values:
    """Return values, none negative, without those that are to be hidden, shape as ``where``.

    The ``or`` with "no value" chooses without a branch, which the processor would guess wrong.
    """
    mask = where.astype(values.dtype)
    mask *= none_of(values)
    mask |= values
    return mask


def two_least(values: Values) -> tuple[Values, Values]:
    """Return the smallest value of each column and the next one, the same where it stands there twice."""
    least, second = np.full((2, values.shape[1]), none_of(values), dtype=values.dtype)
    for value in values:
        np.minimum(second, np.maximum(least, value), out=second)
        np.minimum(least, value, out=least)
    return least, second


def cells_in_rows(courses: int, inner: int, rows: Ints) -> Places:
    """Return the flat cells of some rows, shape (courses, rows); ``inner`` cells lie between two courses."""
    first = rows // inner * (courses * inner) + rows % inner
    return (np.arange(courses)[:, None] * inner + first).astype(np.intp, copy=False)


def row_blocks(courses: int, rows: int) -> Iterator[slice]:
    """Part rows into blocks."""
    together = max(ROWS_AT_LEAST, CELLS_AT_ONCE // courses)
    for start in range(0, rows, together):
        yield slice(start, min(rows, start + together))


def improve(cells: Values, block: Block, rows: Bools | None) -> None:
    """Let the owner of a block improve once, in all its rows or in those that are marked."""
    if rows is not None and not rows.any():
        return
    pick = slice(None) if rows is None else rows
    at = block.cells[:, pick].astype(np.intp, copy=False)
    values = cells.take(at)
    np.minimum(values, block.improved(values, pick), out=values)
    cells[at] = values


# ---------------------------------------------------------------- in order of liking
@dataclass(frozen=True)
class Order:
    """Rows in their owner's order of liking, the best first; see `Block`.

    Attributes
    ----------
    tied : bool array, shape (courses, rows), or None
        Whether a cell is liked just as the one before it; None when nothing is tied.
    profile : int array, shape (courses, rows), or None
        The number of the `Reach` of which each cell is a source; None when there is one.
    within : bool array, shape (reaches, reaches)
        Whether in a reach (first) the sources of another (second) are reached.
    """

    rows: slice
    cells: Places
    tied: Bools | None
    profile: NDArray[np.int32] | None
    within: Bools

    def improved(self, values: Values, pick: Pick) -> Values:
        """See `Block`."""
        tied = None if self.tied is None else self.tied[:, pick]
        if self.profile is not None:
            return self._reached(values, self.profile[:, pick], tied)
        result = np.empty_like(values)
        result[0] = none_of(values)
        if tied is None:
            for place in range(1, len(values)):
                np.minimum(result[place - 1], values[place - 1], out=result[place])
            return result
        best = result[0].copy()  # over all places so far; result: over those liked strictly better
        for place in range(1, len(values)):
            np.minimum(best, values[place - 1], out=best)
            _choose(tied[place], result[place - 1], best, result[place])
        return result

    def _reached(self, values: Values, profile: NDArray[np.int32], tied: Bools | None) -> Values:
        """With one-way options: for each reach what stood before in it, asked by the reach of each cell."""
        result = np.empty_like(values)
        hides = hidden(~self.within, np.zeros((), dtype=values.dtype))
        best = np.full((len(hides), values.shape[1]), none_of(values), dtype=values.dtype)
        before = best if tied is None else best.copy()
        columns = np.arange(values.shape[1])
        for place, (value, start) in enumerate(zip(values, profile, strict=True)):
            if tied is not None:
                _choose(tied[place], before, best, before)
            before.reshape(-1).take(start * len(columns) + columns, out=result[place])
            np.minimum(best, hides.take(start, axis=1) | value, out=best)
        return result


def _choose(which: Bools, yes: Values, no: Values, out: Values) -> None:
    """Take the one value or the other, without a branch."""
    mask = -which.astype(no.dtype)
    np.bitwise_xor(yes, no, out=out)
    out &= mask
    out ^= no


def orders(ranks: Values, inner: int, changes: Changes) -> Iterator[Order]:
    """Yield the rows of a decision maker in its order of liking, block by block.

    Parameters
    ----------
    ranks : int array, shape (cells,)
        How it likes each cell.
    inner : int
        How many cells lie between two of its courses.
    changes : Changes
        Which courses it has, and which it can change into which.
    """
    courses, member = len(changes.member), changes.member.astype(np.int32)
    best, bits = int(ranks.max()), max(1, int(courses - 1).bit_length())
    within = np.array([reach.reached for reach in changes.reaches])
    for rows in row_blocks(courses, len(ranks) // courses):
        at = cells_in_rows(courses, inner, np.arange(rows.start, rows.stop))
        # Sort liking and course together, as one number.
        keys = (best - ranks.take(at).astype(np.int64)) << bits
        keys |= np.arange(courses)[:, None]
        keys.sort(axis=0)
        course = keys & ((1 << bits) - 1)
        keys >>= bits
        tied = np.zeros(keys.shape, dtype=bool)
        np.equal(keys[1:], keys[:-1], out=tied[1:])
        profile = None if len(within) == 1 else member[course]
        course *= inner
        course += at[0]
        yield Order(
            rows,
            course.astype(np.int32),  # kept for long, and no grid has more cells
            tied if tied.any() else None,
            profile,
            within,
        )


# ---------------------------------------------------------------- one by one
@dataclass(frozen=True)
class Pairs:
    """Rows of an owner from each of whose courses few can be reached; see `Block`.

    Attributes
    ----------
    ranks : int array, shape (courses, rows)
        How the owner likes each cell.
    reaches : sequence of (int array, int array)
        Courses, and what can be reached from each of them.
    """

    rows: slice
    cells: Places
    ranks: Values
    reaches: Sequence[tuple[Ints, Ints]]

    def improved(self, values: Values, pick: Pick) -> Values:
        """See `Block`."""
        result, ranks = np.empty_like(values), self.ranks[:, pick]
        for sources, targets in self.reaches:
            liked, ends = ranks[targets], values[targets]
            for source in sources:
                hidden(liked <= ranks[source], ends).min(axis=0, out=result[source])
        return result


def pairs(ranks: Values, inner: int, changes: Changes) -> Iterator[Pairs]:
    """Yield the rows of a decision maker as they are, block by block; parameters as for `orders`."""
    courses = len(changes.member)
    reaches = [(reach.sources, reach.targets) for reach in changes.reaches]
    for rows in row_blocks(courses, len(ranks) // courses):
        at = cells_in_rows(courses, inner, np.arange(rows.start, rows.stop))
        yield Pairs(rows, at, ranks.take(at), reaches)
