"""Which documents are renditions of one work: a stand-in that knows equal words only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from countermove.evidence.document import Document
from countermove.evidence.work import Work

__all__ = ["Kind", "Relation", "same_work"]


class Kind(StrEnum):
    """How two documents relate, the nearest first."""

    SAME = "same"
    RENDITIONS = "renditions"
    NEAR_COPY = "near-copy"
    REUSE = "reuse"
    APART = "apart"


@dataclass(frozen=True)
class Relation:
    """How a document relates to the works that are known."""

    kind: Kind
    alignment: Any = None
    work: str = ""
    rendition: str = ""

    @property
    def joins(self) -> bool:
        """Whether the documents are renditions of one work, without anybody being asked."""
        return self.kind in (Kind.SAME, Kind.RENDITIONS)


def same_work(document: Document, works: Iterable[Work]) -> Relation:
    """Say to which of the works that are known a document belongs."""
    for work in works:
        for rendition, other in work.documents.items():
            if other.body.texts == document.body.texts:
                return Relation(Kind.SAME, None, work.id, rendition)
    return Relation(Kind.APART)
