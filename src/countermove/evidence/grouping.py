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

from countermove.evidence.align import Read, read
from countermove.evidence.blocks import Unit, Words, compared, units
from countermove.evidence.document import Document
from countermove.evidence.sets import Sets
from countermove.evidence.shingles import SHINGLE, numbered
from countermove.evidence.works import CONTAINED, SHARED, Kind

__all__ = ["Grouping", "find_works"]


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
    near = [list(each) for each in texts.near()]
    for new, candidates in enumerate(near):
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
            if kind is not Kind.RENDITIONS:
                break
        else:
            return work
    return len(works)


def _join_near_copies(texts: _Texts, near: Sequence[Sequence[int]], families: Sets) -> None:
    """Put near-copies that are of different families so far into one."""
    for new, candidates in enumerate(near):
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
        The documents that have each text: those whose prose has the same words.
    sentences : list of lists of Unit
        The sentences of each text, as its first document is cut.
    """

    def __init__(self, reads: Sequence[Read]) -> None:
        known: dict[Words, int] = {}
        sentences: dict[Words, Unit] = {}
        self.documents: list[list[int]] = []
        self.sentences: list[list[Unit]] = []
        self._words: list[Words] = []
        for number, each in enumerate(reads):
            text = known.setdefault(each.words, len(known))
            if text == len(self.documents):
                self.documents.append([])
                self.sentences.append(units(each.sentences, sentences))
                self._words.append(each.words)
            self.documents[text].append(number)

    def kind(self, a: int, b: int) -> Kind | None:
        """Say how two different texts with enough shingles in common relate, as `works.aligned_kind` does."""
        alone = compared(self.sentences[a], self.sentences[b])
        if alone is None:
            return Kind.NEAR_COPY
        many = len(self._words[a])
        shorter = min(many, len(self._words[b]))
        return Kind.RENDITIONS if many - alone >= SHARED * shorter else None

    def near(self) -> Iterator[list[int]]:
        """Yield for each text the earlier ones that may be one work with it, by `CONTAINED`."""
        shingles = [np.unique(each) for each in _shingles_numbered(self._words)]
        sizes = np.array([len(each) for each in shingles], dtype=np.int64)
        holders, begins = _holders(shingles)
        for text, own in enumerate(shingles):
            parts = [holders[begins[each] : begins[each + 1]] for each in own.tolist()]
            common = np.bincount(np.concatenate(parts), minlength=len(sizes))[:text]
            enough = common * CONTAINED.denominator >= CONTAINED.numerator * np.maximum(
                sizes[:text], sizes[text]
            )
            yield np.flatnonzero(enough).tolist()


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


def _holders(shingles: Sequence[Numbers]) -> tuple[Numbers, Numbers]:
    """Return the texts that have each shingle, one shingle after the other, and where those of each begin."""
    everything = np.concatenate(shingles) if shingles else np.zeros(0, dtype=np.int64)
    owners = np.repeat(np.arange(len(shingles)), [len(each) for each in shingles])
    order = np.argsort(everything, kind="stable")
    many = np.bincount(everything) if len(everything) else np.zeros(0, dtype=np.int64)
    return owners[order], np.concatenate([[0], np.cumsum(many)])
