"""Put documents on the desk: each into the work that it is a rendition of, or into one of its own."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property

from countermove.evidence.desk.desk import Desk, Entry
from countermove.evidence.desk.labels import check_labels
from countermove.evidence.documents.document import Document
from countermove.evidence.documents.work import Work
from countermove.evidence.works.relation import Kind, Relation, same_work

__all__ = ["Filed", "Filing"]

_RUN = 5  # words; documents that share few runs of so many words are not compared any further
_NEAREST = 20  # works that a document is compared with, those that share most with it
_PART = 4  # a work is compared if it has a quarter of the document's runs
_CROWD = 30  # works that are noted for one run; what more works share tells none of them apart


@dataclass(frozen=True)
class Filed:
    """What became of a document.

    Attributes
    ----------
    document : Document
        As it was read.
    entry : Entry
        Where it is on the desk.
    relation : Relation
        How it relates to the works that were there; ``apart`` where it has nothing to do with them.
    again : bool
        Whether the file had been added before.
    new_work : bool
        Whether its work was begun with it.
    """

    document: Document
    entry: Entry
    relation: Relation
    again: bool
    new_work: bool


class Filing:
    """Adds documents to a desk, one after the other; it reads the works that are there once.

    Parameters
    ----------
    desk : Desk
        Where to.
    """

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    @cached_property
    def _works(self) -> dict[str, Work]:
        return {work.id: work for work in self.desk.works()}

    @cached_property
    def _index(self) -> _Index:
        """Which works have which runs of words."""
        index = _Index()
        for label, work in self._works.items():
            for document in work.documents.values():
                index.add(document, label)
        return index

    def add(self, document: Document, work: str | None = None, rendition: str | None = None) -> Filed:
        """Add a document.

        Parameters
        ----------
        document : Document
            What to add.
        work : str, optional
            The work it is to join, or to begin; else it joins the one that it is a rendition of, and a copy
            with changed words begins its own.
        rendition : str, optional
            What to call it there.

        Raises
        ------
        UsageError, EvidenceError
            As `Desk.add`.
        """
        check_labels(work, rendition)
        with self.desk.hold() as changed:
            if changed:
                self._forget()
            return self._add(document, work, rendition)

    def _forget(self) -> None:
        """Have what is known of the desk's works read again when it is asked for."""
        self.__dict__.pop("_works", None)
        self.__dict__.pop("_index", None)

    def _add(self, document: Document, work: str | None, rendition: str | None) -> Filed:
        there = self.desk.by_hash().get(document.sha256)
        if there is not None and work in (None, there.work):
            return Filed(document, self.desk.add(document, work, rendition), Relation(Kind.SAME), True, False)
        index = self._index
        relation = self._relation(document, work)
        joined = work or (relation.work if relation.joins else None)
        entry = self.desk.add(document, joined, rendition)
        known = self._works.get(entry.work)
        if known is None:
            about = document.about
            self._works[entry.work] = Work(
                entry.work,
                {entry.rendition: document},
                about.title,
                about.author,
                about.publisher,
                about.published,
            )
        else:
            self._works[entry.work] = replace(known, documents={**known.documents, entry.rendition: document})
        index.add(document, entry.work)
        if there is not None:
            self._forget()  # it was moved out of another work
        return Filed(document, entry, relation, False, known is None)

    def _relation(self, document: Document, work: str | None) -> Relation:
        """Say how a document relates to a work, or to those that are near."""
        if work is not None:
            return same_work(document, [self._works[work]] if work in self._works else [])
        return same_work(document, [self._works[label] for label in self._index.near(document)])


class _Index:
    """Which works share runs of words with a document, without comparing it with each of them."""

    def __init__(self) -> None:
        self._words: dict[tuple[str, ...], str] = {}
        self._works: dict[int, tuple[str, ...]] = {}

    def add(self, document: Document, work: str) -> None:
        """Note that a work has a document."""
        self._words.setdefault(document.body.texts, work)
        for run in _runs(document):
            there = self._works.get(run, ())
            if len(there) < _CROWD and work not in there:
                self._works[run] = (*there, work)

    def near(self, document: Document) -> list[str]:
        """Return the works to compare a document with: one with the same words, or those that share most."""
        if document.body.texts in self._words:
            return [self._words[document.body.texts]]
        own = _runs(document)
        shared = Counter(work for run in own for work in self._works.get(run, ()))
        nearest = sorted((-many, work) for work, many in shared.items() if _PART * many >= len(own))
        return [work for _, work in nearest[:_NEAREST]]


def _runs(document: Document) -> frozenset[int]:
    """Return the runs of words of a document's prose, as hashes; a short one is one run."""
    words = document.body.texts
    return frozenset(hash(words[at : at + _RUN]) for at in range(max(1, len(words) - _RUN + 1)))
