"""Where the terms of a narrative stand in a text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from countermove.errors import EvidenceError
from countermove.evidence.documents.document import Document
from countermove.evidence.documents.words import HYPHENS, Words, split

__all__ = ["Occurrence", "Term", "occurrences", "term"]

MAX_TERMS = 100
"""So many terms a narrative may have."""

# A hyphen between letters of one line; one at a line's end may only divide a word.
_HYPHEN = re.compile(rf"(?<=[^\W_])[{HYPHENS}](?=[^\W_])")


@dataclass(frozen=True)
class Term:
    """A word or phrase that is looked for.

    Attributes
    ----------
    text : str
        As it was given.
    words : tuple of str
        Its words, as `countermove.evidence.documents.words` has them.
    open_start, open_end : bool
        Whether the first word may begin, and the last one end, in any way.
    """

    text: str
    words: tuple[str, ...]
    open_start: bool
    open_end: bool

    def fits(self, words: Sequence[str]) -> bool:
        """Say whether so many words are the term's."""
        first, last = words[0], words[-1]
        if len(words) == 1 and self.open_start and self.open_end:
            return self.words[0] in first
        if self.words[1:-1] != tuple(words[1:-1]):
            return False
        begins = first.endswith(self.words[0]) if self.open_start else None
        ends = last.startswith(self.words[-1]) if self.open_end else None
        if len(words) == 1:
            fitting = [each for each in (begins, ends) if each is not None]
            return fitting[0] if fitting else first == self.words[0]
        first_fits = first == self.words[0] if begins is None else begins
        return first_fits and (last == self.words[-1] if ends is None else ends)


@dataclass(frozen=True)
class Occurrence:
    """A term in a text: ``[start, end)`` in characters of the raw text."""

    start: int
    end: int
    term: Term


def term(text: str) -> Term:
    """Read a term; a ``*`` before it or after it leaves its beginning or ending open.

    Raises
    ------
    EvidenceError
        If it has no letters, or a ``*`` within it.
    """
    bare = text.strip()
    inner = bare.removeprefix("*").removesuffix("*")
    words = split(inner).texts
    if not words or "*" in inner:
        raise EvidenceError(
            f"'{text.strip()}' is no term; write a word or a phrase, with * where its ending is open: flood*"
        )
    return Term(bare, words, bare.startswith("*"), bare.endswith("*") and len(bare) > 1)


def occurrences(document: Document, terms: Sequence[Term]) -> list[Occurrence]:
    """Find the terms in a document's prose, in order; where two overlap, the one that begins first counts.

    A word with a hyphen is looked at as one word and as its parts, so that ``counter-move`` is found by
    ``countermove``, by ``counter move`` and by ``move``.
    """
    prose = document.prose
    readings = [split(prose.text), split(_HYPHEN.sub(" ", prose.text))]
    found = {each for words in readings for each in _found(words, terms)}
    kept: list[Occurrence] = []
    for start, end, which in sorted(found, key=lambda each: (each[0], -each[1], each[2])):
        if not kept or prose.raw(start) >= kept[-1].end:
            kept.append(Occurrence(prose.raw(start), prose.raw(end - 1) + 1, terms[which]))
    return kept


def _found(words: Words, terms: Sequence[Term]) -> Iterator[tuple[int, int, int]]:
    """Yield the places at which each term fits; a term is tried only where its first word can be."""
    at: Mapping[str, list[int]] = _places(words)
    for number, each in enumerate(terms):
        closed = not each.open_start and not (each.open_end and len(each.words) == 1)
        starts = (
            at.get(each.words[0], ())
            if closed
            else (place for word, places in at.items() if _may_begin(each, word) for place in places)
        )
        for place in starts:
            after = place + len(each.words)
            if after <= len(words) and each.fits(words.texts[place:after]):
                yield words.starts[place], words.ends[after - 1], number


def _may_begin(each: Term, word: str) -> bool:
    return each.words[0] in word


def _places(words: Words) -> Mapping[str, list[int]]:
    found: defaultdict[str, list[int]] = defaultdict(list)
    for place, word in enumerate(words.texts):
        found[word].append(place)
    return found
