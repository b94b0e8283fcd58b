"""Find quotes in a document by their words, exactly.

Nothing fuzzy is ever accepted. A quote whose words differ has the status ``changed`` at best, which
means that it is not verified; its nearest place is shown so that a person can see what differs.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from countermove.errors import UsageError
from countermove.evidence.documents.document import Document
from countermove.evidence.documents.words import Words, split
from countermove.evidence.quotes.nearest import Difference, nearest_words
from countermove.evidence.quotes.seal import Seal

__all__ = [
    "MAX_PLACES",
    "Finding",
    "Interruption",
    "Nearest",
    "Place",
    "Status",
    "find",
    "find_all",
    "standing",
]

MAX_PLACES = 20
"""The most places that a finding lists."""


class Status(StrEnum):
    """What can become of a quote. Its words stand where they should if ``exact``, elsewhere if ``moved``.

    Only these two are verified. `find`, which knows of no recorded place, never gives ``moved``, nor
    ``no-source``, which is said where there is no document.
    """

    EXACT = "exact"
    AMBIGUOUS = "ambiguous"
    CHANGED = "changed"
    MISSING = "missing"
    MOVED = "moved"
    NO_SOURCE = "no-source"


@dataclass(frozen=True, order=True)
class Place:
    """A span of a document's raw text.

    Attributes
    ----------
    start, end : int
        ``[start, end)`` in characters, from the quote's first word to its last.
    line, column : int
        Where the span starts, both from 1.
    """

    start: int
    end: int
    line: int
    column: int


@dataclass(frozen=True)
class Interruption:
    """Page furniture within the found place, which the quote runs past.

    Attributes
    ----------
    start, end : int
        ``[start, end)`` in characters of the raw text.
    text : str
        What stands there.
    reason : str
        Why it counts as furniture.
    """

    start: int
    end: int
    text: str
    reason: str


@dataclass(frozen=True)
class Nearest:
    """Where a changed quote may have been, and how the words differ there.

    Attributes
    ----------
    place : Place
        The nearest place.
    differences : tuple of Difference
        Stretches in the order of the quote, those that are equal included.
    """

    place: Place
    differences: tuple[Difference, ...]


@dataclass(frozen=True)
class Finding:
    """What became of a quote in one document.

    Attributes
    ----------
    status : Status
        Anything but ``no-source``.
    places : tuple of Place
        Every place where the words stand, in order, at most `MAX_PLACES`: one if ``exact`` or
        ``moved``, more if ``ambiguous``, none otherwise.
    complete : bool
        Whether ``places`` has all places there are.
    interruptions : tuple of Interruption
        The furniture that the quote runs past in its places, in order.
    nearest : Nearest or None
        Where a quote that is not there may have been: always if ``changed``, and if ``missing`` where at
        least some rare word of it stands. For an ``ambiguous`` one of a source, the place nearest to the
        recorded one, or the first. None otherwise.
    """

    status: Status
    places: tuple[Place, ...] = ()
    complete: bool = True
    interruptions: tuple[Interruption, ...] = ()
    nearest: Nearest | None = None

    @property
    def verified(self) -> bool:
        """Whether the quote's words stand in the document, at one place that is known."""
        return self.status in (Status.EXACT, Status.MOVED)


def find(document: Document, quote: str | Seal) -> Finding:
    """Find one quote; `find_all` says more, and is much quicker for many sealed quotes."""
    return find_all(document, [quote])[0]


def find_all(document: Document, quotes: Sequence[str | Seal]) -> list[Finding]:
    """Find quotes in a document by their words.

    The words of a quote are sought among all words of the document and among its words without page
    furniture; both count, so that a quote which stands once in a sentence and once across a page's end
    is ambiguous.

    Parameters
    ----------
    document : Document
        Where to look.
    quotes : sequence of str or Seal
        Open or sealed quotes. A sealed quote is never ``changed``: without its text nothing can be near.

    Returns
    -------
    list of Finding
        One for each quote, in their order.

    Raises
    ------
    UsageError
        If a quote has no words.
    """
    sought = [quote if isinstance(quote, Seal) else words_of(quote) for quote in quotes]
    spans = _spans(document, sought)
    found = {one: _finding(document, one, spans[one]) for one in spans}
    return [found[one] for one in sought]


def standing(document: Document, quotes: Sequence[str | Seal]) -> list[bool]:
    """Say of each quote whether its words stand anywhere in a document, without looking what is nearest."""
    sought = [quote if isinstance(quote, Seal) else words_of(quote) for quote in quotes]
    spans = _spans(document, sought)
    return [bool(spans[one]) for one in sought]


_Sought = tuple[str, ...] | Seal
_Spans = dict[tuple[int, int], bool]  # a raw span, and whether the quote runs past furniture in it


def words_of(quote: str) -> tuple[str, ...]:
    """Return the words of an open quote, and refuse one that has none."""
    words = split(quote).texts
    if not words:
        raise UsageError(f"the quote {quote[:40]!r} has no words; quote at least one letter or digit")
    return words


def _spans(document: Document, sought: Iterable[_Sought]) -> Mapping[_Sought, _Spans]:
    """Return the first places of each quote, one more than are listed."""
    spans: dict[_Sought, _Spans] = {one: {} for one in sought}
    opened: defaultdict[int, list[tuple[str, ...]]] = defaultdict(list)
    sealed: defaultdict[int, dict[str, Seal]] = defaultdict(dict)
    for one in spans:
        if isinstance(one, Seal):
            sealed[one.words][one.sha256] = one
        else:
            opened[len(one)].append(one)

    def add(one: _Sought, words: Words, place: int, length: int) -> bool:
        """Add a place, unless there are more than enough already."""
        if len(spans[one]) <= MAX_PLACES:
            span = words.starts[place], words.ends[place + length - 1]
            spans[one][span] = words is not document.words
        return len(spans[one]) <= MAX_PLACES

    if sealed:
        for place, length, sha256 in document.words.index.sealed_anywhere(sealed):
            add(sealed[length][sha256], document.words, place, length)
    for length in {**opened, **sealed}:
        for words, windows in _windows(document, length):
            for quote in opened[length]:
                for place in words.index.places(quote, windows):
                    if not add(quote, words, place, length):
                        break
            if sealed[length] and words is not document.words:
                for place, sha256 in words.index.sealed(length, sealed[length], windows):
                    add(sealed[length][sha256], words, place, length)
    return spans


def _windows(document: Document, length: int) -> Iterator[tuple[Words, range]]:
    """Yield the windows of so many words in which a quote may stand, by the number of the first word.

    They are all windows of the whole text, and those of the text without furniture that run past some or
    touch it. The others are windows of the whole text too; one that touches furniture may not be, where a
    hyphen at a line's end has joined its last word to a link on the next line.
    """
    yield document.words, range(len(document.words) - length + 1)
    body = document.body
    begin = 0
    for span in document.furniture:
        before = bisect_left(body.starts, span.start)  # so many words begin before the furniture
        after = bisect_right(body.ends, span.end)  # the first word that ends after it
        windows = range(max(begin, before - length), min(after, len(body) - length) + 1)
        if windows:
            yield body, windows
            begin = windows.stop


def _finding(document: Document, sought: _Sought, spans: _Spans) -> Finding:
    """Say what the places of a quote amount to."""
    if not spans:
        return Finding(Status.MISSING) if isinstance(sought, Seal) else _not_found(document, sought)
    shown = sorted(spans)[:MAX_PLACES]
    return Finding(
        Status.EXACT if len(spans) == 1 else Status.AMBIGUOUS,
        tuple(place_of(document, *span) for span in shown),
        complete=len(spans) <= MAX_PLACES,
        interruptions=tuple(
            each for span in shown if spans[span] for each in interruptions_in(document, *span)
        ),
    )


def interruptions_in(document: Document, start: int, end: int) -> Iterator[Interruption]:
    """Yield the furniture within a span of the raw text."""
    first = bisect_left(document.furniture, start, key=lambda span: span.start)
    for span in islice(document.furniture, first, None):
        if span.end > end:
            return
        yield Interruption(span.start, span.end, document.text[span.start : span.end], span.reason)


def place_of(document: Document, start: int, end: int) -> Place:
    """Return a span of the raw text with its line and column."""
    return Place(start, end, *document.position(start))


def _not_found(document: Document, sought: tuple[str, ...]) -> Finding:
    """Say that an open quote is changed, if more than half of it stands somewhere in order, or missing."""
    tables = [document.body, document.words] if document.furniture else [document.words]
    found = [(near, words) for words in tables if (near := nearest_words(words, sought))]
    if not found:
        return Finding(Status.MISSING)
    near, words = max(found, key=lambda each: each[0].equal)
    place = place_of(document, words.starts[near.first], words.ends[near.last])
    status = Status.CHANGED if 2 * near.equal > len(sought) else Status.MISSING
    return Finding(status, nearest=Nearest(place, near.differences))
