"""Passages: the paragraphs of a document, cut where pages end and where furniture begins and ends."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from countermove.evidence.furniture import Furniture

__all__ = ["Passage", "page_starts", "split_passages"]

_LONG_LINE = 200  # characters; a text with longer lines is not wrapped, and each line is a paragraph
_LINE = re.compile(r"[^\r\n\f\v\x85\u2028\u2029]*(?:\r\n|[\r\n\f\v\x85\u2028\u2029]|\Z)")
_SENTENCE_END = re.compile(r"[.!?\u2026][\"'\u201d\u2019)\]]*\Z")


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


def page_starts(text: str) -> tuple[int, ...]:
    """Return where each page of a text begins, as form feeds tell; none without a form feed."""
    breaks = [place + 1 for place, char in enumerate(text) if char == "\f"] if "\f" in text else []
    starts = [0, *breaks]
    while len(starts) > 1 and not text[starts[-1] :].strip():
        starts.pop()
    return tuple(starts) if len(starts) > 1 else ()


def split_passages(
    text: str, furniture: Sequence[Furniture] = (), pages: Sequence[int] = ()
) -> tuple[Passage, ...]:
    """Split a text into passages, in order; all characters but white space are in exactly one.

    A paragraph ends at a blank line and at a page's end. In a text that is not wrapped (some line has more
    than 200 characters) each line is a paragraph. In one that is wrapped, a line that ends a sentence ends
    a paragraph too, if it is short (under three quarters of the longest before the next blank line) or the
    next one is indented.

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
    for start, end in _paragraphs(text, pages):
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
            found.extend(Passage(*each, page, reason) for each in _trimmed(text, begin, stop))
            begin = stop
    return tuple(found)


def _paragraphs(text: str, pages: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the span of each paragraph, with white space at its ends perhaps."""
    block: list[tuple[int, int]] = []
    new_pages = frozenset(pages)
    lines = [(each.start(), each.end()) for each in _LINE.finditer(text) if each.end() > each.start()]
    unwrapped = any(
        len(line) > _LONG_LINE and " " in line for line in (text[start:end].strip() for start, end in lines)
    )
    for start, end in lines:
        blank = not text[start:end].strip()
        if block and (blank or unwrapped or start in new_pages):
            yield from _wrapped(text, block)
            block = []
        if not blank:
            block.append((start, end))
    yield from _wrapped(text, block)


def _wrapped(text: str, lines: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the paragraphs among lines that no blank line parts."""
    if not lines:
        return
    contents = [text[start:end].strip() for start, end in lines]
    longest = max((len(each) for each in contents if " " in each), default=0)
    begin = lines[0][0]
    for number, content in enumerate(contents[:-1]):
        ends = _SENTENCE_END.search(content)
        if ends and (4 * len(content) < 3 * longest or text[lines[number + 1][0]] in " \t"):
            yield begin, lines[number][1]
            begin = lines[number + 1][0]
    yield begin, lines[-1][1]


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end
