"""Shingles: the stretches of so many words of a text, and how many of them two texts have in common.

Source: A. Z. Broder, "On the resemblance and containment of documents", Proceedings of Compression and
Complexity of Sequences 1997, pages 21-29. There shingles are sampled; here all of them are compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate

import numpy as np
import numpy.typing as npt

__all__ = ["SHINGLE", "numbered", "shingles"]

SHINGLE = 3
"""How many words a shingle has. One changed word costs three shingles, so that a text with every sixth word
changed still has half of them; unrelated texts of the same language never come near that."""

Numbers = npt.NDArray[np.int64]


def shingles(words: Sequence[str]) -> frozenset[tuple[str, ...]]:
    """Return the different stretches of `SHINGLE` words; of a shorter text, the text."""
    if len(words) < SHINGLE:
        return frozenset({tuple(words)})
    return frozenset(zip(*(words[number:] for number in range(SHINGLE)), strict=False))


def numbered(texts: Sequence[Sequence[str]], length: int) -> list[Numbers]:
    """Give the stretches of so many words in several texts a number each.

    Two stretches, of whichever texts, have the same number if and only if they have the same words. A stretch
    of 2n words is numbered by its two halves, and one of a length between by two that overlap, so no hash
    decides.

    Parameters
    ----------
    texts : sequence of sequences of str
        The words of each text.
    length : int
        How many words; at least 1.

    Returns
    -------
    list of array of int, shape (words - length + 1,)
        The numbers for each text, in the order of its stretches; empty for a text that is too short.
    """
    ends = list(accumulate(map(len, texts)))
    numbers = _words_numbered(texts)
    # All texts stand in one row. Stretches that run from one text into the next are numbered with the others
    # and left out at the end.
    reached = 1
    while reached < length:
        step = min(reached, length - reached)
        numbers = _paired(numbers[:-step], numbers[step:])
        reached += step
    begins = [0, *ends]
    return [numbers[begin : max(begin, end - length + 1)] for begin, end in zip(begins, ends, strict=False)]


def _words_numbered(texts: Iterable[Sequence[str]]) -> Numbers:
    code: dict[str, int] = {}
    return np.fromiter(
        (code.setdefault(word, len(code)) for words in texts for word in words), dtype=np.int64
    )


def _paired(first: Numbers, second: Numbers) -> Numbers:
    """Give each pair of two columns a number."""
    if not len(first):
        return first
    # Both are below the number of words in all, so that their product fits for 3 thousand million words.
    pairs = first * (int(second.max()) + 1) + second
    paired: Numbers = np.unique(pairs, return_inverse=True)[1].reshape(-1).astype(np.int64)
    return paired
