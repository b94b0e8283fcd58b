"""Align two sequences of sentences: which are the same, which differ, and which one side alone has.

Known in computational linguistics as sentence alignment. Every step is exact and says what it takes:

1. Sentences with the same words are matched in order: those that both texts begin with, those that both end
   with, and of the rest a chain that has the most words.
2. In each gap between them, what has the same words although the texts are cut differently (as where a page
   ends in mid-sentence) is matched at its beginning and its end, as far as both are cut at the same word.
3. Of what then remains in a gap, sentences are *versions* of one another if at least `ALIKE` of the words
   of the longer stand in the other in the same order; a chain of these that shares the most words is matched.
4. What is left stands on one side only. Where both sides have something left between two matches, the one
   stands in the place of the other, and they are matched as differing too; before the first match and after
   the last, each text may have a head and an end of its own.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from fractions import Fraction
from itertools import accumulate
from typing import NamedTuple

__all__ = ["ALIKE", "Block", "Words", "blocks", "common", "word_diff"]

ALIKE = Fraction(1, 2)
"""The share of the longer sentence's words that two versions of a sentence have in common, in order."""
MAX_PAIRS = 250_000
"""In a gap with more pairs of sentences than this none is compared; all of it then counts as different."""
_MAX_DIFF = 4_000_000  # pairs of words; above it a difference is shown as one

Words = tuple[str, ...]


class Block(NamedTuple):
    """Sentences ``[a, a_end)`` of one text beside ``[b, b_end)`` of the other.

    ``kind`` is ``"same"``, ``"changed"``, ``"a"`` (the first text's only) or ``"b"``. A changed block has
    sentences on both sides; one of either side only has one sentence.
    """

    kind: str
    a: int
    a_end: int
    b: int
    b_end: int


def blocks(a: Sequence[Words], b: Sequence[Words]) -> list[Block]:
    """Align two texts.

    Parameters
    ----------
    a, b : sequence of tuples of str
        The words of each sentence. A sentence without words belongs to no block.

    Returns
    -------
    list of Block
        In the order of both texts; every sentence with words is in exactly one.
    """
    found: list[Block] = []
    matched = same_sentences(a, b)
    begin_a = begin_b = 0
    for number, (i, j) in enumerate([*matched, (len(a), len(b))]):
        found.extend(_gap(a, b, Block("", begin_a, i, begin_b, j), number > 0, number < len(matched)))
        if number < len(matched):
            found.append(Block("same", i, i + 1, j, j + 1))
        begin_a, begin_b = i + 1, j + 1
    return found


def same_sentences(a: Sequence[Words], b: Sequence[Words]) -> list[tuple[int, int]]:
    """Match sentences with the same words, in order: step 1 of the definition."""
    first, last = same_ends(a, b)
    head = [(number, number) for number in range(first) if a[number]]
    tail = [(len(a) - number, len(b) - number) for number in range(last, 0, -1) if a[-number]]
    between = _chain(a, b, range(first, len(a) - last), range(first, len(b) - last))
    return [*head, *between, *tail]


def same_ends(a: Sequence[Words], b: Sequence[Words]) -> tuple[int, int]:
    """Return how many sentences both begin with, and with how many others both end."""
    shorter = min(len(a), len(b))
    first = next((number for number in range(shorter) if a[number] != b[number]), shorter)
    rest = shorter - first
    last = next((number for number in range(rest) if a[-1 - number] != b[-1 - number]), rest)
    return first, last


def _chain(a: Sequence[Words], b: Sequence[Words], in_a: range, in_b: range) -> list[tuple[int, int]]:
    """Return a chain of equal sentences that has the most words."""
    places: dict[Words, list[int]] = {}
    for j in reversed(in_b):
        places.setdefault(b[j], []).append(j)
    return heaviest((i, j, len(a[i])) for i in in_a if a[i] for j in places.get(a[i], ()))


class _Link(NamedTuple):
    """The end of a chain of pairs."""

    weight: int
    i: int
    j: int
    before: _Link | None


def heaviest(pairs: Iterator[tuple[int, int, int]]) -> list[tuple[int, int]]:
    """Return the heaviest chain of pairs (i, j), both rising.

    Parameters
    ----------
    pairs : iterator of (i, j, weight)
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


def _gap(a: Sequence[Words], b: Sequence[Words], gap: Block, after: bool, before: bool) -> Iterator[Block]:
    """Align what stands between two matches, or ``after`` one only, or ``before`` one only."""
    head = _cut_alike(a, b, gap)
    yield from head
    if head:
        gap, after = gap._replace(a=head[-1].a_end, b=head[-1].b_end), True
    tail = _cut_alike_at_end(a, b, gap)
    if tail:
        gap = gap._replace(a_end=tail[0].a, b_end=tail[0].b)
    inside = before or bool(tail)
    pairs, too_large = _versions(a, b, gap)
    if too_large:
        yield gap._replace(kind="changed")
    else:
        at_a, at_b = gap.a, gap.b
        for number, (i, j) in enumerate([*pairs, (gap.a_end, gap.b_end)]):
            between = (after or number > 0) and (inside or number < len(pairs))
            yield from _left(a, b, Block("", at_a, i, at_b, j), between)
            if number < len(pairs):
                yield Block("changed", i, i + 1, j, j + 1)
            at_a, at_b = i + 1, j + 1
    yield from tail


def _left(a: Sequence[Words], b: Sequence[Words], gap: Block, between: bool) -> Iterator[Block]:
    """Say what becomes of sentences that match nothing: step 4 of the definition."""
    alone_a = [i for i in range(gap.a, gap.a_end) if a[i]]
    alone_b = [j for j in range(gap.b, gap.b_end) if b[j]]
    if between and alone_a and alone_b:
        yield Block("changed", alone_a[0], alone_a[-1] + 1, alone_b[0], alone_b[-1] + 1)
        return
    yield from (Block("a", i, i + 1, gap.b, gap.b) for i in alone_a)
    yield from (Block("b", gap.a_end, gap.a_end, j, j + 1) for j in alone_b)


def _cut_alike(a: Sequence[Words], b: Sequence[Words], gap: Block) -> list[Block]:
    """Match what the sentences of a gap begin with, up to the last word at which both are cut."""
    return [
        Block("same", gap.a + i, gap.a + i_end, gap.b + j, gap.b + j_end)
        for i, i_end, j, j_end in _cuts(a[gap.a : gap.a_end], b[gap.b : gap.b_end])
    ]


def _cut_alike_at_end(a: Sequence[Words], b: Sequence[Words], gap: Block) -> list[Block]:
    """Match what the sentences of a gap end with, likewise."""
    backwards = [
        [sentence[::-1] for sentence in reversed(side)]
        for side in (a[gap.a : gap.a_end], b[gap.b : gap.b_end])
    ]
    return [
        Block("same", gap.a_end - i_end, gap.a_end - i, gap.b_end - j_end, gap.b_end - j)
        for i, i_end, j, j_end in reversed(_cuts(*backwards))
    ]


def _cuts(a: Sequence[Words], b: Sequence[Words]) -> list[tuple[int, int, int, int]]:
    """Return what both begin with, piece by piece, as sentences [i, i_end) and [j, j_end)."""
    if not a or not b:
        return []
    words_a, words_b = ([word for sentence in side for word in sentence] for side in (a, b))
    shorter = min(len(words_a), len(words_b))
    alike = next((k for k in range(shorter) if words_a[k] != words_b[k]), shorter)
    ends_b = {end: number for number, end in enumerate(accumulate(map(len, b)), 1)}
    pieces: list[tuple[int, int, int, int]] = []
    i = j = reached = 0
    for number, end in enumerate(accumulate(map(len, a)), 1):
        if end > alike:
            break
        if end > reached and end in ends_b:
            pieces.append((i, number, j, ends_b[end]))
            i, j, reached = number, ends_b[end], end
    return pieces


def _versions(a: Sequence[Words], b: Sequence[Words], gap: Block) -> tuple[list[tuple[int, int]], bool]:
    """Match the versions of sentences in a gap, step 3; or say that there are too many to compare."""
    if (gap.a_end - gap.a) * (gap.b_end - gap.b) > MAX_PAIRS:
        return [], True
    weights = (
        (i, j, weight)
        for i in range(gap.a, gap.a_end)
        for j in range(gap.b_end - 1, gap.b - 1, -1)
        if (weight := _shared_by_versions(a[i], b[j]))
    )
    return heaviest(weights), False


def _shared_by_versions(x: Words, y: Words) -> int:
    """Return how many words two versions of a sentence share; 0 if they are no versions."""
    needed = ALIKE * max(len(x), len(y))
    if min(len(x), len(y)) < needed or len(set(x) & set(y)) == 0:
        return 0
    if sum((Counter(x) & Counter(y)).values()) < needed:
        return 0
    shared = common(x, y)
    return shared if shared >= needed else 0


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


def word_diff(x: Words, y: Words) -> list[tuple[str, int, int, int, int]]:
    """Say how two sequences of words differ, as `difflib.SequenceMatcher.get_opcodes` does.

    Returns
    -------
    list of (op, x, x_end, y, y_end)
        ``op`` is ``"equal"``, ``"replace"``, ``"delete"`` or ``"insert"``; the stretches are all of both.
    """
    if len(x) * len(y) > _MAX_DIFF:
        return [("replace", 0, len(x), 0, len(y))]
    return [tuple(code) for code in SequenceMatcher(None, x, y, autojunk=False).get_opcodes()]  # type: ignore[misc]
