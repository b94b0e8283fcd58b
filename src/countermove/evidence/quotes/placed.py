"""Where a quote was found once, and whether it stands there still."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from countermove.evidence.documents.document import Document
from countermove.evidence.quotes.match import (
    Finding,
    Nearest,
    Status,
    find_all,
    interruptions_in,
    place_of,
    words_of,
)
from countermove.evidence.quotes.nearest import Difference
from countermove.evidence.quotes.seal import Seal, seal_of

__all__ = ["Span", "find_placed", "words_at"]

Span = tuple[int, int]
"""``[start, end)`` in characters of a document's raw text."""


def find_placed(
    document: Document, quotes: Sequence[str | Seal], recorded: Sequence[Span | None], pinned: bool
) -> list[Finding]:
    """Find quotes in a document, some of which have been found in it before.

    Words that stand once, but elsewhere than it was recorded, are ``moved``. Words that stand several times
    are ``exact`` if one of these is the recorded place and the document is the very one it was recorded in;
    else the nearest is shown, or the first where no place was recorded.

    Parameters
    ----------
    document : Document
        Where to look.
    quotes : sequence of str or Seal
        Open or sealed quotes.
    recorded : sequence of tuple or None
        For each quote where it was found. What is no word may stand at either end.
    pinned : bool
        Whether the document has the hash that was declared for it.

    Returns
    -------
    list of Finding
        One for each quote, in their order.

    Raises
    ------
    UsageError
        If a quote has no words.
    """
    there = [
        None if span is None else _found_at(document, quote, span)
        for quote, span in zip(quotes, recorded, strict=True)
    ]
    sought = [number for number, found in enumerate(there) if found is None or not pinned]
    findings = dict(zip(sought, find_all(document, [quotes[number] for number in sought]), strict=True))
    return [
        _settled(document, quotes[number], findings[number], span, found)
        if number in findings
        else found or Finding(Status.MISSING)
        for number, (span, found) in enumerate(zip(recorded, there, strict=True))
    ]


def _settled(
    document: Document, quote: str | Seal, finding: Finding, span: Span | None, there: Finding | None
) -> Finding:
    """Say what a finding is, given where the words were found before and whether they are there."""
    if finding.status is Status.EXACT:
        return finding if span is None or there is not None else replace(finding, status=Status.MOVED)
    if finding.status is Status.AMBIGUOUS:
        before = span[0] if span is not None else 0
        nearest = min(finding.places, key=lambda place: (abs(place.start - before), place.start))
        words = words_of(quote) if isinstance(quote, str) else words_at(document, finding, quote) or ()
        return replace(finding, nearest=Nearest(nearest, (Difference("equal", words, words),)))
    return finding


def _found_at(document: Document, quote: str | Seal, span: Span) -> Finding | None:
    """Return the finding of a quote whose words are those between two characters; None if they are not."""
    sought = quote if isinstance(quote, Seal) else words_of(quote)
    for words in (document.words, document.body):
        first, last = bisect_left(words.starts, span[0]), bisect_right(words.ends, span[1]) - 1
        texts = words.texts[first : last + 1]
        if not texts or len(texts) != (sought.words if isinstance(sought, Seal) else len(sought)):
            continue
        if (seal_of(texts) if isinstance(sought, Seal) else texts) == sought:
            start, end = words.starts[first], words.ends[last]
            past = () if words is document.words else tuple(interruptions_in(document, start, end))
            return Finding(Status.EXACT, (place_of(document, start, end),), interruptions=past)
    return None


def words_at(document: Document, finding: Finding, sealed: Seal) -> tuple[str, ...] | None:
    """Return the words of a sealed quote that was found; None if it was not."""
    for place in finding.places[:1]:
        for table in (document.words, document.body):
            first = bisect_left(table.starts, place.start)
            while first < len(table) and table.starts[first] == place.start:
                texts = table.texts[first : first + sealed.words]
                if seal_of(texts) == sealed:
                    return texts
                first += 1  # words that one character stands for share its place
    return None
