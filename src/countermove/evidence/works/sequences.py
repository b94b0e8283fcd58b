"""Two sequences beside one another: the heaviest chain of pairs, the words in common, the differences."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

__all__ = ["common", "heaviest", "word_diff"]

_MAX_DIFF = 4_000_000  # pairs of words; above it a difference is shown as one


class _Link(NamedTuple):
    """The end of a chain of pairs."""

    weight: int
    i: int
    j: int
    before: _Link | None


def heaviest(pairs: Iterable[tuple[int, int, int]]) -> list[tuple[int, int]]:
    """Return the heaviest chain of pairs (i, j), both rising.

    Parameters
    ----------
    pairs : iterable of (i, j, weight)
        With rising i, and falling j for each i; weights above 0.
    """
    # The best chains by where they end: the later the end, the heavier the chain, or it is not kept.
    ends: list[int] = []
    links: list[_Link] = []
    for i, j, weight in pairs:
        place = bisect_left(ends, j)
        before = links[place - 1] if place else None
        link = _Link(weight + (before.weight if before else 0), i, j, before)
        if place < len(ends) and ends[place] == j and links[place].weight >= link.weight:
            continue
        beaten = place
        while beaten < len(ends) and links[beaten].weight <= link.weight:
            beaten += 1
        ends[place:beaten] = [j]
        links[place:beaten] = [link]
    chain: list[tuple[int, int]] = []
    at = links[-1] if links else None
    while at is not None:
        chain.append((at.i, at.j))
        at = at.before
    return chain[::-1]


def common(x: Sequence[str], y: Sequence[str]) -> int:
    """Return the length of the longest common subsequence of two sequences of words.

    Source: H. Hyyrö, "Bit-parallel LCS-length computation revisited", 15th Australasian Workshop on
    Combinatorial Algorithms, 2004.
    """
    places: dict[str, int] = {}
    for number, word in enumerate(x):
        places[word] = places.get(word, 0) | 1 << number
    everything = (1 << len(x)) - 1
    row = everything
    for word in y:
        found = row & places.get(word, 0)
        row = (row + found | row - found) & everything
    return len(x) - row.bit_count()


def word_diff(x: Sequence[str], y: Sequence[str]) -> list[tuple[str, int, int, int, int]]:
    """Say how two sequences of words differ, as `difflib.SequenceMatcher.get_opcodes` does.

    Returns
    -------
    list of (op, x, x_end, y, y_end)
        ``op`` is ``"equal"``, ``"replace"``, ``"delete"`` or ``"insert"``; the stretches are all of both.
    """
    if len(x) * len(y) > _MAX_DIFF:
        return [("replace", 0, len(x), 0, len(y))]
    return [tuple(code) for code in SequenceMatcher(None, x, y, autojunk=False).get_opcodes()]  # type: ignore[misc]
