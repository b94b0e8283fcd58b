"""A work and its documents: what everything that reads texts, and not only quotes, is asked about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from countermove.evidence.documents.document import Document

__all__ = ["Work"]


@dataclass(frozen=True)
class Work:
    """One work, such as an article, in every rendition that there is a document for.

    Attributes
    ----------
    id : str
        Its label: that of a model's source, or the desk's.
    documents : mapping of str to Document
        The documents by the name of their rendition; at least one. All say the same, so whatever counts or
        lists what a work says reads `text` alone: a work is one voice, in however many files it comes.
    title, author, publisher, published : str
        As the model or the desk has them; empty where it says nothing. ``published`` is a year, a month
        (``2020-10``) or a day (``2020-10-14``), as it was written there.
    """

    id: str
    documents: Mapping[str, Document]
    title: str = ""
    author: str = ""
    publisher: str = ""
    published: str = ""

    @property
    def text(self) -> Document:
        """The document that is read for the work: the first one."""
        return next(iter(self.documents.values()))
