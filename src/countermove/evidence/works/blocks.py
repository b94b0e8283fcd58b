"""Align two sequences of sentences: which are the same, which differ, and which one side alone has.

Known in computational linguistics as sentence alignment. Every step is exact and says what it takes:

1. Sentences with the same words are matched in order: those that both texts begin with, those that both end
   with, and of the rest a chain that has the most words.
2. In each gap between them, what has the same words although the texts are cut differently (as where a page
   ends in mid-sentence) is matched at its beginning and its end, as far as both are cut at the same word.
3. Of what then remains in a gap, sentences are *versions* of one another if more than `ALIKE` of the words
   of the longer stand in the other in the same order; a chain of these that shares the most words is matched.
   A sentence beside one of two versions is a part of it, if more than `ALIKE` of its words stand there
   besides; should all words be the same then, nothing differs.
4. What is left stands on one side only. Where both sides have something left between two matches, the one
   stands in the place of the other, and they are matched as differing too. Before the first match and after
   the last it may be another wording, or each text's own headline or closing line; this is told apart as
   *replaced*, and a person must judge.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import accumulate, chain, takewhile
from typing import NamedTuple

from countermove.evidence.works.sequences import common, heaviest

__all__ = ["ALIKE", "Block", "Compared", "Unit", "Words", "blocks", "compared", "units"]

ALIKE = Fraction(1, 2)
"""Two versions of a sentence have more than this share of the longer one's words in common, in order."""
MAX_PAIRS = 250_000
"""In a gap with more pairs of sentences than this none is compared; all of it then counts as different."""
MAX_CHAIN = 2_000_000
"""With more pairs of equal sentences than this, those that repeat most are not matched in step 1."""

Words = tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Unit:
    """A sentence as it is compared. `units` makes one for all sentences with the same words.

    Attributes
    ----------
    words : tuple of str
        At least one.
    """

    words: Words

    @cached_property
    def bag(self) -> frozenset[str]:
        """The different words."""
        return frozenset(self.words)

    def __len__(self) -> int:
        return len(self.words)


def units(sentences: Iterable[Words], known: dict[Words, Unit]) -> list[Unit]:
    """Return the units of a text's sentences, where they are ``known`` those; new ones become known."""
    return [known.get(words) or known.setdefault(words, Unit(words)) for words in sentences]


class Block(NamedTuple):
    """Sentences ``[a, a_end)`` of one text beside ``[b, b_end)`` of the other.

    ``kind`` is ``"same"``, ``"changed"``, ``"replaced"``, ``"a"`` (the first text's only) or
    ``"b"``. A changed or replaced block has sentences on both sides; one of one side only has one sentence.
    """

    kind: str
    a: int
    a_end: int
    b: int
    b_end: int


def blocks(a: Sequence[Unit], b: Sequence[Unit]) -> list[Block]:
    """Align two texts.

    Parameters
    ----------
    a, b : sequence of Unit
        The sentences, made by `units` with the same ``known``.

    Returns
    -------
    list of Block
        In the order of both texts; every sentence is in exactly one.
    """
    if backwards(a, b):
        return [_turned(block) for block in blocks(b, a)]
    found: list[Block] = []
    at_a = at_b = 0
    for gap in [*_gaps(a, b), _Gap(len(a), len(a), len(b), len(b), True, True)]:
        found.extend(
            Block("same", i, i + 1, at_b + i - at_a, at_b + i - at_a + 1) for i in range(at_a, gap.a)
        )
        found.extend(_aligned(a, b, gap))
        at_a, at_b = gap.a_end, gap.b_end
    return found


def backwards(a: Sequence[Unit], b: Sequence[Unit]) -> bool:
    """Whether the second text comes first, so that of several chains the same is taken from either side."""
    return [unit.words for unit in a] > [unit.words for unit in b]


def _turned(block: Block) -> Block:
    kind = {"a": "b", "b": "a"}.get(block.kind, block.kind)
    return Block(kind, block.b, block.b_end, block.a, block.a_end)


class Compared(NamedTuple):
    """How many words of ``a`` stand beside nothing or in a replaced block, and whether there is such one."""

    alone: int
    replaced: bool


def compared(a: Sequence[Unit], b: Sequence[Unit]) -> Compared | None:
    """Say how much of ``a`` is not in `blocks` of the kind ``"same"``; None if any block is ``"changed"``.

    This is quicker than to make the blocks, and stops at the first that is changed. The texts are given so
    that they are not `backwards`.
    """
    alone, replaced = 0, False
    for gap in _gaps(a, b):
        if gap.a == gap.a_end or gap.b == gap.b_end:
            alone += sum(len(a[i]) for i in range(gap.a, gap.a_end))
            continue
        _, rest, _ = _cut(a, b, gap)
        if rest.a == rest.a_end or rest.b == rest.b_end:
            alone += sum(len(a[i]) for i in range(rest.a, rest.a_end))
        elif rest.after and rest.before and rest.a_end - rest.a == 1 == rest.b_end - rest.b:
            return None
        else:
            for each in _uncut(a, b, rest):
                if each.kind == "changed":
                    return None
                alone += sum(len(a[i]) for i in range(each.a, each.a_end)) if each.kind != "same" else 0
                replaced = replaced or each.kind == "replaced"
    return Compared(alone, replaced)


class _Gap(NamedTuple):
    """Sentences ``[a, a_end)`` and ``[b, b_end)``, ``after`` a match or not, ``before`` one or not."""

    a: int
    a_end: int
    b: int
    b_end: int
    after: bool
    before: bool


def _gaps(a: Sequence[Unit], b: Sequence[Unit]) -> Iterator[_Gap]:
    """Match the sentences with the same words, step 1 of the definition, and yield the gaps that are left.

    Between two gaps all sentences of both are matched, one to one.
    """
    first, last = same_ends(a, b)
    end_a, end_b = len(a) - last, len(b) - last
    at_a = at_b = first
    for i, j in [*_chain(a, b, range(first, end_a), range(first, end_b)), (end_a, end_b)]:
        if i > at_a or j > at_b:
            yield _Gap(at_a, i, at_b, j, at_a > 0 and at_b > 0, i < len(a) and j < len(b))
        at_a, at_b = i + 1, j + 1


def same_ends(a: Sequence[Unit], b: Sequence[Unit]) -> tuple[int, int]:
    """Return how many sentences both begin with, and with how many others both end."""
    shorter = min(len(a), len(b))
    first = 0
    while first < shorter and a[first] == b[first]:
        first += 1
    last = 0
    while last < shorter - first and a[-1 - last] == b[-1 - last]:
        last += 1
    return first, last


def _chain(a: Sequence[Unit], b: Sequence[Unit], in_a: range, in_b: range) -> list[tuple[int, int]]:
    """Return a chain of equal sentences that has the most words."""
    known = {*a[in_a.start : in_a.stop]}.intersection(b[in_b.start : in_b.stop])
    both_a, both_b = [i for i in in_a if a[i] in known], [j for j in in_b if b[j] in known]
    if [a[i] for i in both_a] == [b[j] for j in both_b]:
        return list(zip(both_a, both_b, strict=True))  # all that can be matched is
    places: dict[Unit, list[int]] = {}
    for j in reversed(both_b):
        places.setdefault(b[j], []).append(j)
    too_many = _too_many(Counter(a[i] for i in both_a), places)
    return heaviest((i, j, len(a[i])) for i in both_a if a[i] not in too_many for j in places[a[i]])


def _too_many(in_a: Mapping[Unit, int], in_b: Mapping[Unit, Sequence[int]]) -> frozenset[Unit]:
    """Return the sentences that repeat so often that all pairs of equal ones are more than `MAX_CHAIN`."""
    pairs = sorted(((many * len(in_b[unit]), unit) for unit, many in in_a.items()), key=lambda each: each[0])
    so_far = accumulate(many for many, _ in pairs)
    return frozenset(unit for (_, unit), many in zip(pairs, so_far, strict=True) if many > MAX_CHAIN)


def _aligned(a: Sequence[Unit], b: Sequence[Unit], gap: _Gap) -> Iterator[Block]:
    """Align what stands in a gap."""
    head, rest, tail = _cut(a, b, gap)
    yield from head
    yield from _uncut(a, b, rest)
    yield from tail


def _cut(a: Sequence[Unit], b: Sequence[Unit], gap: _Gap) -> tuple[list[Block], _Gap, list[Block]]:
    """Match what a gap begins and ends with, step 2, and return what is left between."""
    head = _cut_alike(a, b, gap)
    if head:
        gap = gap._replace(a=head[-1].a_end, b=head[-1].b_end, after=True)
    tail = _cut_alike_at_end(a, b, gap)
    if tail:
        gap = gap._replace(a_end=tail[0].a, b_end=tail[0].b, before=True)
    return head, gap, tail


def _uncut(a: Sequence[Unit], b: Sequence[Unit], gap: _Gap) -> Iterator[Block]:
    """Align what does not begin or end alike: steps 3 and 4."""
    if (gap.a_end - gap.a) * (gap.b_end - gap.b) > MAX_PAIRS:
        yield Block("changed", gap.a, gap.a_end, gap.b, gap.b_end)
        return
    at_a, at_b, after = gap.a, gap.b, gap.after
    pairs = _versions(a, b, gap)
    for number, (i, j) in enumerate(pairs):
        next_a, next_b = pairs[number + 1] if number + 1 < len(pairs) else (gap.a_end, gap.b_end)
        found = _widened(a, b, Block("changed", i, i + 1, j, j + 1), range(at_a, next_a), range(at_b, next_b))
        yield from _left(_Gap(at_a, found.a, at_b, found.b, after, True))
        yield found
        at_a, at_b, after = found.a_end, found.b_end, True
    yield from _left(_Gap(at_a, gap.a_end, at_b, gap.b_end, after, gap.before))


def _widened(a: Sequence[Unit], b: Sequence[Unit], found: Block, in_a: range, in_b: range) -> Block:
    """Add to two versions the sentences beside them that are a part of the other, at the end of step 3."""
    best, tried = found, [found]
    while tried:
        best = tried[0]
        wider = (
            (best._replace(a=best.a - 1), best.a > in_a.start, a, best.a - 1),
            (best._replace(a_end=best.a_end + 1), best.a_end < in_a.stop, a, best.a_end),
            (best._replace(b=best.b - 1), best.b > in_b.start, b, best.b - 1),
            (best._replace(b_end=best.b_end + 1), best.b_end < in_b.stop, b, best.b_end),
        )
        shared = _shared(a, b, best)
        tried = [
            each
            for each, there, side, at in wider
            if there and _enough(_shared(a, b, each) - shared, len(side[at]))
        ]
    in_both = _words(a[best.a : best.a_end]), _words(b[best.b : best.b_end])
    return best._replace(kind="same") if in_both[0] == in_both[1] else best


def _shared(a: Sequence[Unit], b: Sequence[Unit], block: Block) -> int:
    """Return how many words the sentences of a block have in common, in order."""
    return common(_words(a[block.a : block.a_end]), _words(b[block.b : block.b_end]))


def _words(part: Sequence[Unit]) -> list[str]:
    return [word for unit in part for word in unit.words]


def _left(gap: _Gap) -> Iterator[Block]:
    """Say what becomes of sentences that match nothing, step 4."""
    if gap.a < gap.a_end and gap.b < gap.b_end:
        kind = "changed" if gap.after and gap.before else "replaced"
        yield Block(kind, gap.a, gap.a_end, gap.b, gap.b_end)
        return
    yield from (Block("a", i, i + 1, gap.b, gap.b) for i in range(gap.a, gap.a_end))
    yield from (Block("b", gap.a_end, gap.a_end, j, j + 1) for j in range(gap.b, gap.b_end))


def _cut_alike(a: Sequence[Unit], b: Sequence[Unit], gap: _Gap) -> list[Block]:
    """Match what the sentences of a gap begin with, up to the last word at which both are cut."""
    in_a, in_b = a[gap.a : gap.a_end], b[gap.b : gap.b_end]
    if not _may_be_alike(in_a, in_b) or in_a[0].words[0] != in_b[0].words[0]:
        return []
    pieces = _cuts([unit.words for unit in in_a], [unit.words for unit in in_b])
    return [
        Block("same", gap.a + i, gap.a + i_end, gap.b + j, gap.b + j_end) for i, i_end, j, j_end in pieces
    ]


def _cut_alike_at_end(a: Sequence[Unit], b: Sequence[Unit], gap: _Gap) -> list[Block]:
    """Match what the sentences of a gap end with, likewise."""
    in_a, in_b = a[gap.a : gap.a_end][::-1], b[gap.b : gap.b_end][::-1]
    if not _may_be_alike(in_a, in_b) or in_a[0].words[-1] != in_b[0].words[-1]:
        return []
    pieces = _cuts([unit.words[::-1] for unit in in_a], [unit.words[::-1] for unit in in_b])
    return [
        Block("same", gap.a_end - i_end, gap.a_end - i, gap.b_end - j_end, gap.b_end - j)
        for i, i_end, j, j_end in reversed(pieces)
    ]


def _may_be_alike(in_a: Sequence[Unit], in_b: Sequence[Unit]) -> bool:
    """Whether one sentence may have the words of several: two that differ cannot."""
    return bool(in_a and in_b) and len(in_a) + len(in_b) > 2


def _cuts(a: Sequence[Words], b: Sequence[Words]) -> list[tuple[int, int, int, int]]:
    """Return what both begin with, piece by piece, as sentences [i, i_end) and [j, j_end)."""
    words_a, words_b = chain.from_iterable(a), chain.from_iterable(b)
    alike = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(words_a, words_b, strict=False)))
    ends_b = {end: number for number, end in enumerate(accumulate(map(len, b)), 1)}
    pieces: list[tuple[int, int, int, int]] = []
    i = j = 0
    for number, end in enumerate(accumulate(map(len, a)), 1):
        if end > alike:
            break
        if end in ends_b:
            pieces.append((i, number, j, ends_b[end]))
            i, j = number, ends_b[end]
    return pieces


def _versions(a: Sequence[Unit], b: Sequence[Unit], gap: _Gap) -> list[tuple[int, int]]:
    """Match the versions of sentences in a gap, step 3."""
    return heaviest(
        (i, j, weight)
        for i in range(gap.a, gap.a_end)
        for j in range(gap.b_end - 1, gap.b - 1, -1)
        if (weight := _shared_by_versions(a[i], b[j]))
    )


def _shared_by_versions(x: Unit, y: Unit) -> int:
    """Return how many words two versions of a sentence share; 0 if they are no versions."""
    longer, shorter = max(len(x), len(y)), min(len(x), len(y))
    # They cannot share more than the shorter has, nor than the different words they share and the repeats.
    repeats = min(len(x) - len(x.bag), len(y) - len(y.bag))
    if not _enough(shorter, longer) or not _enough(len(x.bag & y.bag) + repeats, longer):
        return 0
    shared = common(x.words, y.words)
    return shared if _enough(shared, longer) else 0


def _enough(shared: int, words: int) -> bool:
    return shared * ALIKE.denominator > ALIKE.numerator * words
