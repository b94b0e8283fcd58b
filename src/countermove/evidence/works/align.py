"""Align two documents sentence by sentence: what both say, what differs, and what stands in one only.

What counts is the prose, the text without page furniture; furniture that stands in one document only is
listed as well, as such. Nothing is decided by likeness: see `blocks` for the definition.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from countermove.evidence.documents.document import Document
from countermove.evidence.documents.furniture import Furniture
from countermove.evidence.documents.sentences import Sentence, sentences
from countermove.evidence.documents.words import HYPHENS, split
from countermove.evidence.works.blocks import Block, Unit, Words, blocks, units
from countermove.evidence.works.sequences import word_diff
from countermove.evidence.works.shingles import SHINGLE

__all__ = ["Alignment", "Change", "Only", "Pair", "Read", "Span", "align", "align_read", "read"]

REPEATED = "repeated"
MOVED = "moved"
FURNITURE_THERE = "furniture there"


@dataclass(frozen=True, order=True)
class Span:
    """A passage of a document.

    Attributes
    ----------
    start, end : int
        ``[start, end)`` in characters of the raw text.
    line : int
        The line on which it starts, from 1.
    """

    start: int
    end: int
    line: int


@dataclass(frozen=True)
class Change:
    """A stretch of two passages in which their words differ.

    Attributes
    ----------
    a, b : Span or None
        Where the words stand in either document; None where it has none.
    a_text, b_text : str
        The words as they are written there, without furniture; empty where there are none.
    """

    a: Span | None
    b: Span | None
    a_text: str
    b_text: str


@dataclass(frozen=True)
class Pair:
    """A passage of one document beside the same passage, or another version of it, in the other.

    Attributes
    ----------
    a, b : Span
        Where it stands.
    a_text, b_text : str
        What it says, without furniture and with single spaces.
    shared : int
        How many words both have, in order; all of them where nothing differs.
    changes : tuple of Change
        Every stretch in which the words differ; none if they are the same.
    diff : tuple of (str, str)
        All that both say, in order, as the first and as the second document write it; a stretch with the same
        words has the first one's text on both sides, and what only one has is empty on the other. None if the
        words are the same.
    a_interrupted, b_interrupted : tuple of Furniture
        The furniture that stands within the passage.
    replaced : bool
        Whether it is what either document has before the first passage that both have, or after the last,
        and the one is no version of the other.
    """

    a: Span
    b: Span
    a_text: str
    b_text: str
    shared: int
    changes: tuple[Change, ...] = ()
    diff: tuple[tuple[str, str], ...] = ()
    a_interrupted: tuple[Furniture, ...] = ()
    b_interrupted: tuple[Furniture, ...] = ()
    replaced: bool = False


@dataclass(frozen=True)
class Only:
    """A passage that nothing in the other document stands beside.

    Attributes
    ----------
    span : Span
        Where it stands.
    text : str
        What it says.
    words : int
        How many words it has.
    furniture : str
        Which kind of furniture it is; empty for a sentence of the prose.
    again : str
        Empty if its words stand in this document only. ``"repeated"`` if they stand in the other too, beside
        another passage of this one; ``"moved"`` if they stand elsewhere in the other, and beside nothing;
        ``"furniture there"`` if they are furniture in the other.
    other : Span or None
        Where in the other document its words stand again.
    """

    span: Span
    text: str
    words: int
    furniture: str = ""
    again: str = ""
    other: Span | None = None


@dataclass(frozen=True)
class Alignment:
    """Two documents side by side.

    Attributes
    ----------
    same : tuple of Pair
        The passages with the same words, in order; mostly sentences.
    changed : tuple of Pair
        The passages whose words differ.
    only_a, only_b : tuple of Only
        What stands in the first document beside nothing, and in the second; furniture included.
    a_words, b_words : int
        How many words the prose of each has.
    """

    same: tuple[Pair, ...]
    changed: tuple[Pair, ...]
    only_a: tuple[Only, ...]
    only_b: tuple[Only, ...]
    a_words: int
    b_words: int

    @property
    def shared(self) -> int:
        """How many words of the prose stand beside the same words."""
        return sum(pair.shared for pair in (*self.same, *self.changed))


@dataclass(frozen=True, eq=False)
class Read:
    """A document's prose, cut into sentences.

    Attributes
    ----------
    document : Document
    cuts : sequence of int
        The number of the word at which each sentence begins, and of words in all.
    sentences : tuple of tuples of str
        The words of each sentence; none has no words.
    written : tuple of Sentence
        The same sentences as they are written.
    """

    document: Document
    cuts: Sequence[int]
    sentences: tuple[Words, ...]
    written: tuple[Sentence, ...]

    @property
    def words(self) -> Words:
        """The words of the prose."""
        return self.document.body.texts

    @cached_property
    def known(self) -> frozenset[Words]:
        """The different sentences."""
        return frozenset(self.sentences)

    @cached_property
    def joined(self) -> str:
        """The words between single spaces, in which `within` looks."""
        return f" {' '.join(self.words)} "

    def within(self, words: Words) -> bool:
        """Whether the prose has these words, one after the other."""
        return f" {' '.join(words)} " in self.joined

    def passage(self, first: int, end: int) -> Span:
        """Return where the sentences from ``first`` to before ``end`` stand; at least one."""
        return self._span(self.written[first].start, self.written[end - 1].end)

    def words_span(self, first: int, end: int) -> Span:
        """Return where the words from ``first`` to before ``end`` stand; at least one."""
        body = self.document.body
        return self._span(body.starts[first], body.ends[end - 1])

    def run(self, first: int, end: int, passage: Span) -> str:
        """Return the words from ``first`` to before ``end``, with the marks up to the next in a passage."""
        starts = self.document.body.starts
        after = starts[end] if end < len(starts) else passage.end
        return self.text(self._span(starts[first], min(after, passage.end)))

    def _span(self, start: int, end: int) -> Span:
        return Span(start, end, self.document.position(start)[0])

    def text(self, span: Span) -> str:
        """Return what a passage says, without furniture and with single spaces."""
        parts = []
        at = span.start
        for each in self.furniture(span):
            parts.append(self.document.text[at : each.start])
            at = each.end
        return _one_line("\n".join([*parts, self.document.text[at : span.end]]))

    def furniture(self, span: Span) -> tuple[Furniture, ...]:
        """Return the furniture that stands within a passage."""
        everything = self.document.furniture
        first = bisect_left(everything, span.start, key=lambda each: each.start)
        after = bisect_left(everything, span.end, key=lambda each: each.start)
        return tuple(everything[first:after])


_BROKEN = re.compile(rf"(?<=[{HYPHENS}])[ \t]*(?:\r\n|[\n\r\v\x85\u2028\u2029\f])\f?[ \t]*(?=\S)")


def _one_line(text: str) -> str:
    """Write a passage on one line; a word that a line's end breaks after a hyphen stays one word."""
    return " ".join(_BROKEN.sub("", text).split())


def read(document: Document) -> Read:
    """Cut a document's prose into sentences."""
    body = document.body
    written = sentences(document)
    begins = [0, *(bisect_left(body.starts, each.start) for each in written[1:])]
    parts = [
        (begin, each)
        for begin, end, each in zip(begins, [*begins[1:], len(body)], written, strict=False)
        if begin < end
    ]
    cuts = [*(begin for begin, _ in parts), len(body)]
    words = tuple(body.texts[begin:end] for begin, end in pairwise(cuts))
    return Read(document, cuts, words, tuple(each for _, each in parts))


def align(a: Document, b: Document) -> Alignment:
    """Align two documents.

    Parameters
    ----------
    a, b : Document
        In this order in everything that is returned.
    """
    return align_read(read(a), read(b))


def align_read(a: Read, b: Read) -> Alignment:
    """Align two documents that are cut into sentences."""
    known: dict[Words, Unit] = {}
    found = blocks(units(a.sentences, known), units(b.sentences, known))
    beside_a = [(block.a, block.a_end) for block in found if block.kind == "same"]
    beside_b = [(block.b, block.b_end) for block in found if block.kind == "same"]
    alone_a = [block.a for block in found if block.kind == "a"]
    alone_b = [block.b for block in found if block.kind == "b"]
    return Alignment(
        tuple(_pair(a, b, block) for block in found if block.kind == "same"),
        tuple(_pair(a, b, block) for block in found if block.kind in ("changed", "replaced")),
        _alone(a, alone_a, b, beside_b),
        _alone(b, alone_b, a, beside_a),
        len(a.words),
        len(b.words),
    )


def _pair(a: Read, b: Read, block: Block) -> Pair:
    span_a, span_b = a.passage(block.a, block.a_end), b.passage(block.b, block.b_end)
    both = span_a, span_b, a.text(span_a), b.text(span_b)
    interrupted = a.furniture(span_a), b.furniture(span_b)
    at_a, end_a = a.cuts[block.a], a.cuts[block.a_end]
    at_b, end_b = b.cuts[block.b], b.cuts[block.b_end]
    if block.kind == "same":
        return Pair(*both, end_a - at_a, (), (), *interrupted)
    codes = word_diff(a.words[at_a:end_a], b.words[at_b:end_b])
    changes: list[Change] = []
    diff: list[tuple[str, str]] = []
    for op, i, i_end, j, j_end in codes:
        if op == "equal":
            diff.append((a.run(at_a + i, at_a + i_end, span_a),) * 2)
        else:
            changes.append(_change(a, at_a + i, at_a + i_end, b, at_b + j, at_b + j_end))
            diff.append((changes[-1].a_text, changes[-1].b_text))
    shared = sum(i_end - i for op, i, i_end, _, _ in codes if op == "equal")
    return Pair(*both, shared, tuple(changes), tuple(diff), *interrupted, block.kind == "replaced")


def _change(a: Read, i: int, i_end: int, b: Read, j: int, j_end: int) -> Change:
    """Show the words from ``i`` to ``i_end`` of one document against those from ``j`` to ``j_end``."""
    (span_a, text_a), (span_b, text_b) = _part(a, i, i_end), _part(b, j, j_end)
    return Change(span_a, span_b, text_a, text_b)


def _part(side: Read, first: int, end: int) -> tuple[Span | None, str]:
    if first == end:
        return None, ""
    span = side.words_span(first, end)
    return span, side.text(span)


def _alone(side: Read, alone: list[int], other: Read, beside: list[tuple[int, int]]) -> tuple[Only, ...]:
    """List what stands on one side only, the furniture among it."""
    prose = [_only(side, number, other, beside) for number in alone]
    furniture = [
        only
        for each in side.document.furniture
        if (only := _only_furniture(side.document, each, other.document))
    ]
    return tuple(sorted([*prose, *furniture], key=lambda only: only.span))


def _only(side: Read, number: int, other: Read, beside: list[tuple[int, int]]) -> Only:
    """Describe a sentence that stands beside nothing, and look whether the other document has its words."""
    words = side.sentences[number]
    span = side.passage(number, number + 1)
    again, place = "", None
    if words in other.known or (len(words) >= SHINGLE and other.within(words)):
        first = _place_within(other, words)
        place = other.words_span(first, first + len(words))
        sentence = bisect_right(other.cuts, first) - 1
        at = bisect_right(beside, sentence, key=lambda each: each[0]) - 1
        again = REPEATED if at >= 0 and sentence < beside[at][1] else MOVED
    elif len(words) >= SHINGLE and (place := _in_whole(other.document, words)):
        again = FURNITURE_THERE
    return Only(span, side.text(span), len(words), "", again, place)


def _place_within(other: Read, words: Words) -> int:
    """Return where the prose of the other has these words: as a sentence, or as they come."""
    if words in other.known:
        return other.cuts[other.sentences.index(words)]
    index = other.document.body.index
    return next(index.places(words, range(len(other.words) - len(words) + 1)))


def _in_whole(document: Document, words: Words) -> Span | None:
    """Return where words stand in the whole text of a document, furniture included."""
    table = document.words
    for place in table.index.places(words, range(len(table) - len(words) + 1)):
        start = table.starts[place]
        return Span(start, table.ends[place + len(words) - 1], document.position(start)[0])
    return None


def _only_furniture(document: Document, furniture: Furniture, other: Document) -> Only | None:
    """Describe furniture, unless its words stand in the other document too."""
    text = _one_line(document.text[furniture.start : furniture.end])
    words = split(document.text[furniture.start : furniture.end]).texts
    if len(words) >= SHINGLE and _in_whole(other, words):
        return None
    if any(words == split(other.text[each.start : each.end]).texts for each in other.furniture):
        return None
    span = Span(furniture.start, furniture.end, document.position(furniture.start)[0])
    return Only(span, text, len(words), furniture.reason)
