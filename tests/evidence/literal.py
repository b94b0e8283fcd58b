"""Definitions of works, alignment and reuse, transcribed the slow way."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations, pairwise

from countermove.evidence import Document
from countermove.evidence.works.blocks import Block
from countermove.evidence.works.relation import Kind, relation
from countermove.evidence.works.reuse import LONG, VOICE

Text = Sequence[tuple[str, ...]]


def lcs(x: Sequence[object], y: Sequence[object], weight: object = None) -> int:
    """The heaviest common subsequence; each element weighs 1, or its length."""
    row = [0] * (len(y) + 1)
    for one in x:
        before, row = row, [0]
        for j, other in enumerate(y):
            heavy = (len(one) if weight else 1) if one == other else 0  # type: ignore[arg-type]
            row.append(max(before[j + 1], row[j], before[j] + heavy))
    return row[-1]


def heaviest_weight(pairs: Sequence[tuple[int, int, int]]) -> int:
    """The weight of the heaviest chain of pairs, by trying every one as the last."""
    best: dict[tuple[int, int], int] = {}
    for i, j, weight in sorted(pairs):
        best[i, j] = weight + max((total for (k, m), total in best.items() if k < i and m < j), default=0)
    return max(best.values(), default=0)


def versions(x: Sequence[str], y: Sequence[str]) -> int:
    """How many words two versions of a sentence share; 0 if they are none."""
    shared = lcs(x, y)
    return shared if Fraction(shared, max(len(x), len(y))) > Fraction(1, 2) else 0


def flat(text: Text, begin: int, end: int) -> list[str]:
    return [word for sentence in text[begin:end] for word in sentence]


def check_blocks(a: Text, b: Text, found: Sequence[Block]) -> None:
    """Hold an alignment against its definition, step by step."""
    at_a = at_b = 0
    for block in found:  # every sentence is in exactly one block, in order
        assert (block.a, block.b) == (at_a, at_b)
        at_a, at_b = block.a_end, block.b_end
        sizes = block.a_end - block.a, block.b_end - block.b
        assert {"a": sizes == (1, 0), "b": sizes == (0, 1)}.get(block.kind, min(sizes) >= 1)
        words = flat(a, block.a, block.a_end), flat(b, block.b, block.b_end)
        assert (words[0] == words[1]) == (block.kind == "same")
    assert (at_a, at_b) == (len(a), len(b))
    matched = [(each.a, each.b) for each in found if each.kind == "same" and a[each.a] == b[each.b]]
    _check_step_1(a, b, matched)
    edges = [(-1, -1), *matched, (len(a), len(b))]
    for number, ((i, j), (i_end, j_end)) in enumerate(pairwise(edges)):
        within = [each for each in found if i < each.a <= i_end and j < each.b <= j_end]
        within = [each for each in within if (each.a, each.b) != (i_end, j_end) or each.kind in "ab"]
        within = [each for each in within if not (each.a == each.a_end == i_end + 1)]
        _check_gap(a, b, within, number > 0, number < len(edges) - 2)


def _check_step_1(a: Text, b: Text, matched: list[tuple[int, int]]) -> None:
    first = next((k for k, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    rest = min(len(a), len(b)) - first
    last = next((k for k in range(rest) if a[-1 - k] != b[-1 - k]), rest)
    assert set(matched) >= {(k, k) for k in range(first)}
    assert set(matched) >= {(len(a) - k, len(b) - k) for k in range(1, last + 1)}
    weight = sum(len(a[i]) for i, _ in matched)
    ends = sum(map(len, a[:first])) + sum(map(len, a[len(a) - last :]))
    # What step 2 matches one to one is counted too, so the chain has at least the most that a chain can have.
    assert weight >= ends + lcs(a[first : len(a) - last], b[first : len(b) - last], weight=True)


def _check_gap(a: Text, b: Text, found: Sequence[Block], after: bool, before: bool) -> None:
    """Steps 2 to 4 in one gap."""
    inner = list(found)
    while inner and inner[0].kind == "same":
        inner, after = inner[1:], True
    while inner and inner[-1].kind == "same":
        inner, before = inner[:-1], True
    if not inner:
        return
    gap_a, gap_b = range(inner[0].a, inner[-1].a_end), range(inner[0].b, inner[-1].b_end)
    # Step 2: nothing more could be cut off at either end.
    for size_a in range(1, len(gap_a) + 1):
        for size_b in range(1, len(gap_b) + 1):
            head_a, head_b = flat(a, gap_a[0], gap_a[0] + size_a), flat(b, gap_b[0], gap_b[0] + size_b)
            tail_a, tail_b = (
                flat(a, gap_a.stop - size_a, gap_a.stop),
                flat(b, gap_b.stop - size_b, gap_b.stop),
            )
            assert head_a != head_b
            assert tail_a != tail_b
    # Step 3: the versions share as many words as a chain of versions can.
    pairs = [(i, j, weight) for i in gap_a for j in gap_b if (weight := versions(a[i], b[j]))]
    known = {(i, j): weight for i, j, weight in pairs}
    within = [
        [
            (i, j, known[i, j])
            for i in range(each.a, each.a_end)
            for j in range(each.b, each.b_end)
            if (i, j) in known
        ]
        for each in inner
    ]
    assert sum(map(heaviest_weight, within)) == heaviest_weight(pairs)
    # Step 4: nowhere is something left on both sides; what is put for the other is changed between two matches.
    matches = [bool(each) for each in within]
    ends = [number for number, match in enumerate(matches) if match]
    for number, each in enumerate(inner):
        between = (after or any(end < number for end in ends)) and (
            before or any(end > number for end in ends)
        )
        assert each.kind != "same" or matches[number]
        if not matches[number] and each.kind not in "ab":
            assert each.kind == ("changed" if between else "replaced")
        if matches[number]:
            assert each.kind in ("changed", "same")
        if each.kind in "ab":
            begin = max((end for end in ends if end < number), default=-1)
            end = min((end for end in ends if end > number), default=len(inner))
            assert {other.kind for other in inner[begin + 1 : end]} == {each.kind}


def literal_compared(found: Sequence[Block], a: Text) -> tuple[int, bool] | None:
    if any(block.kind == "changed" for block in found):
        return None
    alone = [block for block in found if block.kind in ("a", "replaced")]
    words = sum(len(sentence) for block in alone for sentence in a[block.a : block.a_end])
    return words, any(block.kind == "replaced" for block in alone)


def literal_works(documents: Sequence[Document]) -> tuple[list[list[int]], list[set[int]]]:
    """The two loops of the definition."""
    kinds = {
        (i, j): relation(documents[i], documents[j]).kind for i, j in combinations(range(len(documents)), 2)
    }
    works: list[list[int]] = []
    for new in range(len(documents)):
        for work in works:
            if all(kinds[other, new] in (Kind.SAME, Kind.RENDITIONS) for other in work):
                work.append(new)
                break
        else:
            works.append([new])
    families: list[set[int]] = [{number} for number in range(len(works))]
    for i, one in enumerate(works):
        for j, other in enumerate(works):
            if any(kinds.get((min(p, q), max(p, q))) is Kind.NEAR_COPY for p in one for q in other if p != q):
                joined = families[i] | families[j]
                for number in joined:
                    families[number] = joined
    return works, [each for each in families if len(each) > 1]


def literal_stretches(a: Sequence[str], b: Sequence[str], words: int) -> set[tuple[int, int, int]]:
    """Every pair of places from which so many words or more are the same, as far as they go."""
    found = set()
    for i in range(len(a)):
        for j in range(len(b)):
            if i and j and a[i - 1] == b[j - 1]:
                continue
            length = 0
            while i + length < len(a) and j + length < len(b) and a[i + length] == b[j + length]:
                length += 1
            if length >= words:
                found.add((i, j, length))
    return found


def literal_voices(texts: Sequence[Sequence[str]]) -> set[frozenset[int]]:
    """Works of which at least half of the words of each stand in long stretches of the other."""

    def in_other(one: Sequence[str], other: Sequence[str]) -> Fraction:
        covered = {i + k for i, _, length in literal_stretches(one, other, LONG) for k in range(length)}
        return Fraction(len(covered), max(1, len(one)))

    voices = [{number} for number in range(len(texts))]
    for i, j in combinations(range(len(texts)), 2):
        one, other = in_other(texts[i], texts[j]), in_other(texts[j], texts[i])
        if min(one, other) >= VOICE:
            joined = voices[i] | voices[j]
            for number in joined:
                voices[number] = joined
    return {frozenset(each) for each in voices}


def literal_carried(texts: Sequence[Sequence[str]]) -> set[tuple[tuple[int, ...], tuple[str, ...]]]:
    """The texts that carry each window of `LONG` words, and the window; only where two or more do."""
    holders: dict[tuple[str, ...], set[int]] = {}
    for number, words in enumerate(texts):
        for begin in range(len(words) - LONG + 1):
            holders.setdefault(tuple(words[begin : begin + LONG]), set()).add(number)
    return {(tuple(sorted(held)), window) for window, held in holders.items() if len(held) > 1}
