"""Which documents are renditions of one work, which are near-copies, and which only share text.

Five kinds, the first that applies:

same
    The prose, the text without page furniture, has the same words.
renditions
    Whole sentences stand in one only, or are repeated or moved, and nothing else differs; what both share is
    at least `SHARED` of the shorter.
near-copy
    Words differ within a passage; or one begins or ends otherwise than the other, and what both share is as
    much as with renditions. Such a document is never joined to a work silently.
reuse
    A stretch of `reuse.LONG` words or more stands in both.
apart
    None of these.

For the first three at least `CONTAINED` of the shingles of each must stand in the other. Shares are
fractions of whole counts; nothing is sampled or rounded.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from countermove.evidence.documents.document import Document
from countermove.evidence.documents.work import Work
from countermove.evidence.works.align import Alignment, Read, align_read, read
from countermove.evidence.works.reuse import Stretch, stretches
from countermove.evidence.works.shingles import shingles

__all__ = ["CONTAINED", "SHARED", "Kind", "Relation", "relation", "same_work"]

CONTAINED = Fraction(1, 2)
"""The share of the shingles of each of two documents that stand in the other, if they may be one work."""
SHARED = Fraction(4, 5)
"""The share of the shorter document's words that both have, if one is a rendition of the other."""


class Kind(StrEnum):
    """How two documents relate, the nearest first."""

    SAME = "same"
    RENDITIONS = "renditions"
    NEAR_COPY = "near-copy"
    REUSE = "reuse"
    APART = "apart"


@dataclass(frozen=True)
class Relation:
    """How a document relates to another, or to the works that are known.

    Attributes
    ----------
    kind : Kind
        See the head of this module.
    in_a, in_b : Fraction
        The share of the first document's shingles that stand in the second, and of the second's in the first.
    alignment : Alignment or None
        What stands where, for ``same``, ``renditions`` and ``near-copy``.
    stretches : tuple of Stretch
        The stretches that both have, for ``reuse``.
    work, rendition : str
        Of which work the second document is which rendition, where works were asked about; empty if there
        is none.
    """

    kind: Kind
    in_a: Fraction = Fraction(0)
    in_b: Fraction = Fraction(0)
    alignment: Alignment | None = None
    stretches: tuple[Stretch, ...] = ()
    work: str = ""
    rendition: str = ""

    @property
    def joins(self) -> bool:
        """Whether the documents are renditions of one work, without anybody being asked."""
        return self.kind in (Kind.SAME, Kind.RENDITIONS)


def relation(a: Document, b: Document) -> Relation:
    """Say how two documents relate.

    Parameters
    ----------
    a, b : Document
        In this order in everything that is returned.
    """
    return relation_read(read(a), read(b))


def relation_read(a: Read, b: Read) -> Relation:
    """Say how two documents relate that are cut into sentences."""
    in_a, in_b = contained(a, b)
    if a.words == b.words or min(in_a, in_b) >= CONTAINED:
        alignment = align_read(a, b)
        kind = aligned_kind(a, b, alignment)
        if kind is not None:
            return Relation(kind, in_a, in_b, alignment)
    found = stretches(a.document, b.document)
    return Relation(Kind.REUSE if found else Kind.APART, in_a, in_b, stretches=found)


def contained(a: Read, b: Read) -> tuple[Fraction, Fraction]:
    """Return which share of either's shingles stands in the other."""
    in_a, in_b = shingles(a.words), shingles(b.words)
    both = len(in_a & in_b)
    return Fraction(both, len(in_a)), Fraction(both, len(in_b))


def aligned_kind(a: Read, b: Read, alignment: Alignment) -> Kind | None:
    """Return what two aligned documents with so many shingles in common are; None if they only share text."""
    if a.words == b.words:
        return Kind.SAME
    if not all(pair.replaced for pair in alignment.changed):
        return Kind.NEAR_COPY
    shorter = min(alignment.a_words, alignment.b_words)
    if sum(pair.shared for pair in alignment.same) < SHARED * shorter:
        return None
    return Kind.NEAR_COPY if alignment.changed else Kind.RENDITIONS


def same_work(document: Document, works: Iterable[Work]) -> Relation:
    """Say to which of the works that are known a document belongs.

    Parameters
    ----------
    document : Document
        The new one; the first in the relation.
    works : iterable of Work
        Those that are known.

    Returns
    -------
    Relation
        To the rendition that the document is nearest to, of the work it is nearest to, the earlier one if
        two are as near. A document that is a rendition of one and a near-copy of another rendition of the
        same work is a near-copy: to join it would join the two. ``apart`` and without a work, if there is
        none that it has anything to do with.
    """
    new = read(document)
    best = Relation(Kind.APART)
    for work in works:
        found = _to_work(new, work)
        if found is not None and _rank(found.kind) < _rank(best.kind):
            best = found
        if best.kind is Kind.SAME:
            break
    return best


def _to_work(new: Read, work: Work) -> Relation | None:
    """Return how a document relates to a work."""
    found: list[Relation] = []
    for rendition, document in work.documents.items():
        each = replace(relation_read(new, read(document)), work=work.id, rendition=rendition)
        if each.kind is Kind.SAME:
            return each
        found.append(each)
    near = [each for each in found if each.kind is Kind.NEAR_COPY]
    return min(near or found, key=lambda each: _rank(each.kind), default=None)


def _rank(kind: Kind) -> int:
    return list(Kind).index(kind)
