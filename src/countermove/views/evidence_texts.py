"""The renditions of a source side by side, passage by passage, with the quotes marked where they stand."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from countermove.evidence import Document, Passage
from countermove.evidence.works.relation import relation
from countermove.model.elements import Claim, Quote
from countermove.provenance import Evidence
from countermove.views.evidence_works import printable
from countermove.views.report_evidence import STATUS_WORDS

__all__ = ["Marked", "marked_quotes", "rendition_rows"]


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
            anchor = f"at-{number}-{quote}-{row.rendition}" + (f"-{at + 1}" if at else "")
            status = str(row.status)
            found[row.rendition].append(Marked(place.start, place.end, anchor, key, number, status))
    return {name: sorted(marks) for name, marks in found.items()}


# ---------------------------------------------------------------- side by side
def rendition_rows(
    documents: Mapping[str, Document], marks: Mapping[str, Sequence[Marked]]
) -> list[list[list[dict[str, Any]]]]:
    """Return the passages of one or two documents in rows: what both say stands side by side.

    Parameters
    ----------
    documents : mapping of str to Document
        One or two, by the names of their renditions.
    marks : mapping
        For each rendition the quotes in it.

    Returns
    -------
    list of list of list of dict
        For each row and document the passages there: their ``page``, the kind of ``furniture`` that they
        are, if any, and their ``segments``, each a text with the quotes it is part of.
    """
    told = [
        [_passage(document, each, marks[name]) for each in document.passages]
        for name, document in documents.items()
    ]
    if len(told) == 1:
        return [[[each]] for each in told[0]]
    rows = []
    a, b = documents.values()
    at = (0, 0)
    for end in [*_beside(a, b), (len(told[0]), len(told[1]))]:
        cells = [told[side][at[side] : end[side]] for side in (0, 1)]
        if any(cells):
            rows.append(cells)
        at = end
    return rows


def _beside(a: Document, b: Document) -> list[tuple[int, int]]:
    """Return the passages, by their places in either document, at which a row begins.

    Only passages that begin with the same words in both begin one; the order of both texts is kept.
    """
    alignment = relation(a, b).alignment
    if alignment is None:
        return []
    starts_a, starts_b = ([each.start for each in document.passages] for document in (a, b))
    found: list[tuple[int, int]] = []
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
