"""The renditions of a source side by side, passage by passage, with the quotes marked where they stand."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise, zip_longest
from typing import Any, NamedTuple

from countermove.evidence import Document, Passage
from countermove.evidence.works.relation import relation
from countermove.model.elements import Claim, Quote
from countermove.provenance import Evidence
from countermove.views.evidence_works import printable
from countermove.views.report_evidence import STATUS_WORDS

__all__ = ["Marked", "Part", "marked_quotes", "part_of", "text_parts", "told_rows"]

MOST_PART = 40_000
"""So many characters of a document are shown at once."""
MOST_PASSAGE = 4_000
"""So many characters stand in one passage."""
LONGEST_WORD = 200
MOST_ALIGNED = 2_000_000
"""Of longer documents the passages stand side by side as they come."""


class Marked(NamedTuple):
    """A quote where it stands in a rendition, or where what is nearest to it does.

    Attributes
    ----------
    start, end : int
        ``[start, end)`` in characters of the raw text.
    id : str
        The anchor of the place.
    claim : str
        The key of the claim that it is quoted for.
    number : int
        The claim's number in the list.
    status : str
        What became of the quote in this rendition.
    """

    start: int
    end: int
    id: str
    claim: str
    number: int
    status: str


def marked_quotes(
    evidence: Evidence, source: str, keys: Mapping[Claim, tuple[str, int]]
) -> dict[str, list[Marked]]:
    """Return for each rendition of a source where quotes stand, in the order of the text.

    A quote whose words stand at several places is marked at each; of one that has changed, the passage
    that comes nearest to it is marked.

    Parameters
    ----------
    evidence : Evidence
        The quotes, held against the documents.
    source : str
        The source's label.
    keys : mapping
        What each claim is called in addresses, and its number.
    """
    found: dict[str, list[Marked]] = {each.name: [] for each in evidence.sources[source].renditions}
    numbers: dict[tuple[Claim, Quote], int] = {}
    done = set()
    for row in evidence.checked:
        key, number = keys[row.claim]
        places_of = [each for each in row.claim.quotes if each.source == source]
        if row.quote not in places_of or row.finding is None:
            continue
        if (row.claim, row.quote, row.rendition) in done:
            continue  # a quote without a label may stand under several elements
        done.add((row.claim, row.quote, row.rendition))
        quote = numbers.setdefault((row.claim, row.quote), places_of.index(row.quote) + 1)
        places = [*row.finding.places]
        if not places and row.finding.nearest is not None:
            places = [row.finding.nearest.place]
        for at, place in enumerate(places):
            anchor = f"at-{number}-{quote}-{row.rendition}" + (f"~{at + 1}" if at else "")
            status = str(row.status)
            found[row.rendition].append(Marked(place.start, place.end, anchor, key, number, status))
    return {name: sorted(marks) for name, marks in found.items()}


# ---------------------------------------------------------------- side by side
Row = list[list[Passage]]
"""For each document the passages of it that stand there."""


class Part(NamedTuple):
    """Some rows of a text that is shown part by part, from the first of its characters to the last.

    Attributes
    ----------
    rows : list
        The rows; each has the passages of one or two documents.
    spans : tuple of (int, int)
        For each document which characters of it these are; ``(0, 0)`` where none of it stands here.
    """

    rows: list[Row]
    spans: tuple[tuple[int, int], ...]


@lru_cache(maxsize=8)
def text_parts(documents: tuple[Document, ...]) -> list[Part]:
    """Return one or two documents in rows, what both say side by side, cut into parts of bounded length.

    Parameters
    ----------
    documents : tuple of Document
        One or two.

    Returns
    -------
    list of Part
        At least one; none has more than about `MOST_PART` characters of a document.
    """
    parts: list[list[Row]] = [[]]
    room = MOST_PART
    for row in _bounded(_rows(documents)):
        needs = max(sum(each.end - each.start for each in cell) for cell in row)
        if parts[-1] and needs > room:
            parts.append([])
            room = MOST_PART
        parts[-1].append(row)
        room -= needs
    return [Part(rows, tuple(_span(rows, at) for at in range(len(documents)))) for rows in parts]


def part_of(parts: Sequence[Part], document: int, start: int) -> int:
    """Return which part (from 0) a character of a document stands in."""
    for number, part in enumerate(parts):
        if part.spans[document][0] <= start < part.spans[document][1]:
            return number
    return 0


def told_rows(
    part: Part, documents: Sequence[Document], marks: Sequence[Sequence[Marked]]
) -> list[list[list[dict[str, Any]]]]:
    """Return what a part says, with the quotes in it.

    Parameters
    ----------
    part : Part
        The part.
    documents : sequence of Document
        Those that it is of.
    marks : sequence
        For each of them the quotes.

    Returns
    -------
    list of list of list of dict
        For each row and document the passages there: their ``page``, the kind of ``furniture`` that they
        are, if any, and their ``segments``, each a text with the quotes it is part of.
    """
    here = [
        [each for each in own if each.end > start and each.start < end]
        for own, (start, end) in zip(marks, part.spans, strict=True)
    ]
    return [
        [
            [_passage(document, each, own) for each in cell]
            for cell, document, own in zip(row, documents, here, strict=True)
        ]
        for row in part.rows
    ]


def _span(rows: Sequence[Row], at: int) -> tuple[int, int]:
    own = [each for row in rows for each in row[at]]
    return (own[0].start, own[-1].end) if own else (0, 0)


def _rows(documents: Sequence[Document]) -> list[Row]:
    """Return the passages of documents in rows; what only one of two has stands there alone."""
    told = [_cut(each) for each in documents]
    if len(documents) == 1:
        return [[[each]] for each in told[0]]
    a, b = documents
    if max(len(a.text), len(b.text)) > MOST_ALIGNED:
        return [[[one] if one else [], [two] if two else []] for one, two in zip_longest(*told)]
    rows = []
    before = 0, 0
    for one, two in [*_anchors(a, b, *told), (len(told[0]), len(told[1]))]:
        cells = [told[0][before[0] : one], told[1][before[1] : two]]
        if any(cells):
            rows.append(cells)
        before = one, two
    return rows


def _cut(document: Document) -> list[Passage]:
    """Return the passages; one that is long is cut between words, so that no line is without end."""
    found = []
    for each in document.passages:
        start = each.start
        while each.end - start > MOST_PASSAGE:
            end = start + MOST_PASSAGE
            for place in range(end, end - LONGEST_WORD, -1):
                if document.text[place].isspace():
                    end = place
                    break
            found.append(replace(each, start=start, end=end))
            start = end
            while start < each.end and document.text[start].isspace():
                start += 1
        found.append(replace(each, start=start))
    return found


def _bounded(rows: Sequence[Row]) -> Iterator[Row]:
    """Cut rows that are longer than a part."""
    for row in rows:
        while max(sum(each.end - each.start for each in cell) for cell in row) > MOST_PART:
            most = max(1, MOST_PART // MOST_PASSAGE)
            yield [cell[:most] for cell in row]
            row = [cell[most:] for cell in row]
        if any(row):
            yield row


def _anchors(
    a: Document, b: Document, told_a: Sequence[Passage], told_b: Sequence[Passage]
) -> list[tuple[int, int]]:
    """Return which passages begin with the same words, in order in both."""
    found: list[tuple[int, int]] = []
    alignment = relation(a, b).alignment
    if alignment is None:
        return found
    starts_a, starts_b = ([each.start for each in told] for told in (told_a, told_b))
    for pair in sorted((*alignment.same, *alignment.changed), key=lambda each: each.a):
        for start_a, start_b in _common_starts(pair.a, pair.b, a, b):
            one = bisect_right(starts_a, start_a) - 1
            two = bisect_right(starts_b, start_b) - 1
            if not found or (one > found[-1][0] and two > found[-1][1]):
                found.append((one, two))
    return found


def _common_starts(span_a: Any, span_b: Any, a: Document, b: Document) -> list[tuple[int, int]]:
    """Return the start of two spans, and the starts of the passages of one within them, word by word."""
    found = [(span_a.start, span_b.start)]
    one = range(*_words_in(a, span_a))
    two = range(*_words_in(b, span_b))
    if len(one) == len(two):
        starts = {each.start for each in a.passages}
        found += [
            (a.body.starts[x], b.body.starts[y])
            for x, y in zip(one, two, strict=True)
            if a.body.starts[x] in starts and x != one[0]
        ]
    return found


def _words_in(document: Document, span: Any) -> tuple[int, int]:
    starts = document.body.starts
    return bisect_right(starts, span.start - 1), bisect_right(starts, span.end - 1)


def _passage(document: Document, passage: Passage, marks: Sequence[Marked]) -> dict[str, Any]:
    """Return a passage cut where quotes begin and end."""
    # A quote may run past furniture, and that is no part of it.
    among = () if passage.furniture else marks
    here = [each for each in among if each.start < passage.end and each.end > passage.start]
    cuts = {passage.start, passage.end}
    for each in here:
        cuts |= {max(each.start, passage.start), min(each.end, passage.end)}
    places = sorted(cuts)
    return {
        "page": passage.page,
        "furniture": passage.furniture,
        "start": passage.start,
        "line": document.position(passage.start)[0],
        "segments": [
            _segment(document, start, end, [each for each in here if each.start <= start < each.end])
            for start, end in pairwise(places)
        ],
    }


def _segment(document: Document, start: int, end: int, quotes: Sequence[Marked]) -> dict[str, Any]:
    return {
        "text": _flowing(document.text[start:end]),
        "quotes": [
            {
                "claim": each.claim,
                "number": each.number,
                "status": each.status,
                "words": STATUS_WORDS_OF.get(each.status, each.status),
                # The anchor stands once, where the quote begins.
                "id": each.id if each.start == start else "",
                "anchor": each.id,
                "last": each.end == end,
            }
            for each in quotes
        ],
    }


STATUS_WORDS_OF = {str(status): words for status, words in STATUS_WORDS.items()}


def _flowing(text: str) -> str:
    """Return a text on one line, without what a reader would not see."""
    before = " " if text[:1].isspace() else ""
    after = " " if text[-1:].isspace() and text.strip() else ""
    return f"{before}{printable(' '.join(text.split()))}{after}"
