"""The sentences of a document, without its furniture, each with its place in the raw text."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from countermove.evidence.documents.document import Document, Prose

__all__ = ["Sentence", "sentences"]

# A sentence ends at its mark and what closes with it, where the next one opens; a blank line ends one too.
_END = re.compile(r"[.!?\u2026][\"'\u201d\u2019)\]]*(?=\s+[\"'\u201c\u2018(\[]*[^\W_a-z])|\n[ \t]*\n")
_SHORTENED = re.compile(
    r"(?:\b(?:[A-Z]|Mr|Mrs|Ms|Dr|St|Gen|Col|Lt|Sgt|Capt|Sen|Rep|Gov|Prof|Adm|Maj|Brig|Inc|Ltd|Co|Corp|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?"
    r"|Oct|Nov|Dec|No|vs|[Ee]\.g|[Ii]\.e|etc|cf))\.\Z"
)
_WORD = re.compile(r"\S+")
_BROKEN = re.compile(r"(?<=\S[-\u00ad\u2010])\s*\n\s*")


@dataclass(frozen=True)
class Sentence:
    """A sentence of a document.

    Attributes
    ----------
    start, end : int
        ``[start, end)`` in characters of the raw text; furniture may stand between.
    text : str
        What it says, without furniture and with single spaces; a hyphen at a line's end has none after it.
    """

    start: int
    end: int
    text: str
    _prose: Prose | None = field(default=None, repr=False, compare=False)
    _span: tuple[int, int] = field(default=(0, 0), repr=False, compare=False)

    @cached_property
    def places(self) -> Sequence[int]:
        """Where each character of ``text`` stands in the raw text; few ask, so it is made when they do."""
        return _places(self._prose, *self._span) if self._prose is not None else ()

    def raw(self, start: int, end: int) -> tuple[int, int]:
        """Return where ``text[start:end]``, which is not empty, stands in the raw text."""
        return self.places[start], self.places[end - 1] + 1


def sentences(document: Document) -> tuple[Sentence, ...]:
    """Split a document's prose into sentences, in order; a line alone may be one, such as a headline."""
    prose = document.prose
    return tuple(_sentence(prose, start, end) for start, end in _spans(prose.text))


def _sentence(prose: Prose, start: int, end: int) -> Sentence:
    text = " ".join(_BROKEN.sub("", prose.text[start:end]).split())
    return Sentence(prose.raw(start), prose.raw(end - 1) + 1, text, prose, (start, end))


def _places(prose: Prose, start: int, end: int) -> Sequence[int]:
    """Return where each character of a sentence's text stands, the spaces between its words among them."""
    first = prose.raw(start)
    whole = prose.raw(end - 1) - first == end - 1 - start  # nothing is left out within it

    def raw(one: int, other: int) -> Iterable[int]:
        return (
            range(first + one - start, first + other - start) if whole else map(prose.raw, range(one, other))
        )

    places = array("q")
    at = start
    for word in _WORD.finditer(prose.text, start, end):
        if at > start and not _BROKEN.fullmatch(prose.text, at, word.start()):
            places.extend(raw(word.start() - 1, word.start()))
        places.extend(raw(word.start(), word.end()))
        at = word.end()
    return places


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield the span of each sentence, without white space around it."""
    begin = 0
    for found in _END.finditer(text):
        if found.group()[0] == "." and _SHORTENED.search(text[max(0, found.start() - 8) : found.start() + 1]):
            continue
        yield from _trimmed(text, begin, found.end())
        begin = found.end()
    yield from _trimmed(text, begin, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end
