"""Sort many documents into works: renditions together, near-copies beside one another.

The definition is two loops over `works.relation`, and ``tests/evidence`` has it so:

- In the order in which they are given, each document joins the first work to *all* of whose documents it is
  ``same`` or ``renditions``; if there is none, it begins a work of its own. To be a rendition of one document
  of the work is not enough, for that may lack the very sentence in which two others differ.
- Works belong to one *family* if a document of one is a near-copy of a document of the other, or if both are
  of a family with a third.

What follows does the same without aligning half a million pairs: a pair is looked at only if it has enough
shingles in common, which are counted for all pairs at once, and no further than is needed to tell whether
anything differs. Nothing is sampled.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from countermove.evidence.documents.document import Document
from countermove.evidence.works.align import Read, read
from countermove.evidence.works.blocks import Unit, Words, compared, units
from countermove.evidence.works.relation import CONTAINED, SHARED, Kind
from countermove.evidence.works.sets import Sets
from countermove.evidence.works.shingles import SHINGLE, numbered

__all__ = ["Grouping", "find_works"]

_SCREENED = 500  # sentences; longer texts are looked at one by one


@dataclass(frozen=True)
class Grouping:
    """Documents sorted into works.

    Attributes
    ----------
    works : tuple of tuples of int
        The documents of each work, by their number in the order given; works by their first document.
    families : tuple of tuples of int
        The works, by their number, that are near-copies of one another, directly or over others; only
        families of two works or more.
    """

    works: tuple[tuple[int, ...], ...]
    families: tuple[tuple[int, ...], ...]


def find_works(documents: Sequence[Document]) -> Grouping:
    """Sort documents into works.

    Parameters
    ----------
    documents : sequence of Document
        Several thousand of the length of an article are fine; the time grows with the number of pairs that
        have much in common.
    """
    texts = _Texts([read(document) for document in documents])
    works: list[list[int]] = []
    home: list[int] = []  # the work of each text
    families = Sets(len(texts.sentences))
    near = list(texts.near())
    for new, (candidates, differing) in enumerate(near):
        for other in differing:
            families.join(new, other)
        place = _place(texts, new, candidates, works, home, families)
        if place == len(works):
            works.append([])
        works[place].append(new)
        home.append(place)
        families.join(new, works[place][0])
    _join_near_copies(texts, near, families)
    return _grouping(texts, works, families)


def _place(
    texts: _Texts,
    new: int,
    candidates: Sequence[int],
    works: Sequence[Sequence[int]],
    home: Sequence[int],
    families: Sets,
) -> int:
    """Return the number of the first work to which a text belongs, or of the next new one."""
    enough: dict[int, int] = {}
    for other in candidates:
        enough[home[other]] = enough.get(home[other], 0) + 1
    for work in sorted(work for work, many in enough.items() if many == len(works[work])):
        for other in works[work]:
            kind = texts.kind(other, new)
            if kind is Kind.NEAR_COPY:
                families.join(new, other)
            if kind not in (Kind.SAME, Kind.RENDITIONS):
                break
        else:
            return work
    return len(works)


def _join_near_copies(texts: _Texts, near: Sequence[tuple[list[int], list[int]]], families: Sets) -> None:
    """Put near-copies that are of different families so far into one."""
    for new, (candidates, _) in enumerate(near):
        for other in candidates:
            if families.root(new) != families.root(other) and texts.kind(other, new) is Kind.NEAR_COPY:
                families.join(new, other)


def _grouping(texts: _Texts, works: Sequence[Sequence[int]], families: Sets) -> Grouping:
    """Go back from texts to the documents that have them."""
    together: dict[int, list[int]] = {}
    for number, work in enumerate(works):
        together.setdefault(families.root(work[0]), []).append(number)
    return Grouping(
        tuple(
            tuple(sorted(document for text in work for document in texts.documents[text])) for work in works
        ),
        tuple(tuple(family) for family in together.values() if len(family) > 1),
    )


class _Texts:
    """The different texts among some documents, in the order in which they come first.

    Attributes
    ----------
    documents : list of lists of int
        The documents that have each text: those whose prose has the same sentences.
    sentences : list of lists of Unit
        The sentences of each text.
    """

    def __init__(self, reads: Sequence[Read]) -> None:
        known: dict[tuple[Words, ...], int] = {}
        sentences: dict[Words, Unit] = {}
        said: dict[Words, int] = {}
        self.documents: list[list[int]] = []
        self.sentences: list[list[Unit]] = []
        self._words: list[Words] = []
        for number, each in enumerate(reads):
            text = known.setdefault(each.sentences, len(known))
            if text == len(self.documents):
                self.documents.append([])
                self.sentences.append(units(each.sentences, sentences))
                self._words.append(each.words)
            self.documents[text].append(number)
        # Texts with the same words, cut differently, have one number here.
        self._said = [said.setdefault(words, len(said)) for words in self._words]
        # The place of each text in the order that `backwards` goes by.
        self._order = {known[text]: place for place, text in enumerate(sorted(known))}

    def kind(self, a: int, b: int) -> Kind | None:
        """Say how two texts with enough shingles in common relate, as `works.aligned_kind` does."""
        if self._said[a] == self._said[b]:
            return Kind.SAME
        if self._order[a] > self._order[b]:
            a, b = b, a
        found = compared(self.sentences[a], self.sentences[b])
        if found is None:
            return Kind.NEAR_COPY
        many = len(self._words[a])
        shorter = min(many, len(self._words[b]))
        if (many - found.alone) * SHARED.denominator < SHARED.numerator * shorter:
            return None
        return Kind.NEAR_COPY if found.replaced else Kind.RENDITIONS

    def near(self) -> Iterator[tuple[list[int], list[int]]]:
        """Yield for each text the earlier ones that may be one work with it, by `CONTAINED`.

        In the second list are those that `_Screen` has found to be near-copies, in the first the others.
        """
        numbers = _shingles_numbered(self._words)
        shingles = [np.unique(each) for each in numbers]
        sizes = np.array([len(each) for each in shingles], dtype=np.int64)
        held = _Held(shingles)
        screen = _Screen(self.sentences, numbers, held)
        for text, own in enumerate(shingles):
            common = held.counted(own)[:text]
            least = CONTAINED.numerator * np.maximum(sizes[:text], sizes[text])
            may_be = np.flatnonzero(common * CONTAINED.denominator >= least)
            differing = screen.differing(text, may_be)
            yield may_be[~differing].tolist(), may_be[differing].tolist()


Numbers = npt.NDArray[np.int64]


def _shingles_numbered(words: Sequence[Words]) -> list[Numbers]:
    """Give each shingle of the texts a number; a text that is too short for one is one by itself."""
    found = numbered(words, SHINGLE)
    above = max((int(each.max()) for each in found if len(each)), default=-1) + 1
    short: dict[Words, int] = {}
    return [
        each if len(each) else np.array([above + short.setdefault(text, len(short))])
        for each, text in zip(found, words, strict=True)
    ]


class _Held:
    """Which texts have a shingle."""

    def __init__(self, shingles: Sequence[Numbers]) -> None:
        everything = np.concatenate([np.zeros(0, dtype=np.int64), *shingles])
        owners = np.repeat(np.arange(len(shingles)), [len(each) for each in shingles])
        self._texts = len(shingles)
        # The texts that have each shingle, one shingle after the other, and where those of each begin.
        self._owners = owners[np.argsort(everything, kind="stable")]
        self._begins = np.concatenate([[0], np.cumsum(np.bincount(everything))])

    def counted(self, shingles: Numbers) -> Numbers:
        """Return for each text how many of these different shingles it has."""
        parts = [self._owners[self._begins[each] : self._begins[each + 1]] for each in shingles.tolist()]
        return np.bincount(np.concatenate([np.zeros(0, dtype=np.int64), *parts]), minlength=self._texts)


class _Screen:
    """Tells of many pairs of texts at once that they are near-copies, where that is plain to see.

    It is where both begin alike, then sentence ``s`` of one stands beside ``t`` of the other, and both texts
    have the next sentence or the last in common; and neither text has the words of the other's, for it lacks
    one of their shingles. Then ``s`` and ``t`` are matched with nothing that has the same words, and stand
    between two matches; so something differs, by the definition in `blocks`. The same goes from the end. Of
    other pairs it says nothing.
    """

    def __init__(self, texts: Sequence[Sequence[Unit]], shingles: Sequence[Numbers], held: _Held) -> None:
        self._held = held
        longest = min(_SCREENED, max(map(len, texts), default=0))
        # The sentences of each text from the first on, and from the last back; -1 stands after them.
        self._forwards = np.full((len(texts), longest + 2), -1, dtype=np.int64)
        self._backwards = self._forwards.copy()
        self._shingles: list[Numbers] = []  # those of each sentence
        self._holders: dict[int, bytes] = {}
        known: dict[Unit, int] = {}
        for number, (text, own) in enumerate(zip(texts, shingles, strict=True)):
            at = 0
            for unit in text:
                if known.setdefault(unit, len(known)) == len(self._shingles):
                    self._shingles.append(np.unique(own[at : max(at, at + len(unit) - SHINGLE + 1)]))
                at += len(unit)
            if len(text) <= _SCREENED:
                row = [known[unit] for unit in text]
                self._forwards[number, : len(row)] = row
                self._backwards[number, : len(row)] = row[::-1]

    def differing(self, text: int, others: Numbers) -> npt.NDArray[np.bool_]:
        """Say of which other texts this one is a near-copy for certain."""
        plain = self._plain(text, others, self._forwards, self._backwards)
        rest = np.flatnonzero(~plain)
        plain[rest] = self._plain(text, others[rest], self._backwards, self._forwards)
        return plain

    def _plain(self, text: int, others: Numbers, rows: Numbers, from_end: Numbers) -> npt.NDArray[np.bool_]:
        own, theirs = rows[text], rows[others]
        each = np.arange(len(others))
        first = (theirs != own).argmax(axis=1)
        s, t = own[first], theirs[each, first]
        after = (own[first + 1] == theirs[each, first + 1]) & (own[first + 1] >= 0)
        last = (from_end[others, 0] == from_end[text, 0]) & (from_end[text, 0] >= 0)
        plain: npt.NDArray[np.bool_] = (first > 0) & (s >= 0) & (t >= 0) & (after | last)
        for number in np.flatnonzero(plain).tolist():
            in_other = self._may_hold(int(s[number]))[others[number]]
            plain[number] = not in_other and not self._may_hold(int(t[number]))[text]
        return plain

    def _may_hold(self, sentence: int) -> bytes:
        """Return for each text 1 if it has all shingles of a sentence, else 0."""
        if sentence not in self._holders:
            shingles = self._shingles[sentence]
            self._holders[sentence] = (self._held.counted(shingles) == len(shingles)).tobytes()
        return self._holders[sentence]
