"""Passages: the paragraphs of a document, cut where pages end and where furniture begins and ends."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from countermove.evidence.documents.furniture import Furniture
from countermove.evidence.documents.paragraphs import paragraphs, trimmed

__all__ = ["Passage", "split_passages"]


@dataclass(frozen=True)
class Passage:
    """A paragraph of a document, or the part of one on this page or on this side of furniture.

    Attributes
    ----------
    start, end : int
        ``[start, end)`` in characters of the raw text, without white space around it.
    page : int or None
        The page it stands on, from 1; None where the document has no pages.
    furniture : str
        Why it is furniture; empty for a passage of the document itself.
    """

    start: int
    end: int
    page: int | None = None
    furniture: str = ""


def split_passages(
    text: str, furniture: Sequence[Furniture] = (), pages: Sequence[int] = ()
) -> tuple[Passage, ...]:
    """Split a text into passages, in order; all characters but white space are in exactly one.

    See `paragraphs` for where a paragraph ends.

    Parameters
    ----------
    text : str
        The raw text.
    furniture : sequence of Furniture, optional
        In order and without overlap.
    pages : sequence of int, optional
        Where each page begins.
    """
    found: list[Passage] = []
    at = 0  # the first furniture that may still lie ahead
    for lines in paragraphs(text, pages):
        start, end = lines[0][0], lines[-1][1]
        page = bisect_right(pages, start) if pages else None
        begin = start
        while begin < end:
            while at < len(furniture) and furniture[at].end <= begin:
                at += 1
            span = furniture[at] if at < len(furniture) else None
            if span is None or span.start >= end:
                stop, reason = end, ""
            elif span.start > begin:
                stop, reason = span.start, ""
            else:
                stop, reason = min(span.end, end), span.reason
            found.extend(Passage(*each, page, reason) for each in trimmed(text, begin, stop))
            begin = stop
    return tuple(found)
