"""The paragraphs and the pages of a text, as its line breaks tell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

__all__ = ["page_starts", "paragraphs", "trimmed"]

_MOST_PAGES = 100_000  # a text with more form feeds has no pages
_LONG_LINE = 200  # characters; a text with longer lines is not wrapped, and each line is a paragraph
_LINE = re.compile(r"[^\r\n\f\v\x85\u2028\u2029]*(?:\r\n|[\r\n\f\v\x85\u2028\u2029]|\Z)")
_SENTENCE_END = re.compile(r"[.!?\u2026][\"'\u201d\u2019)\]]*\Z")


def page_starts(text: str) -> tuple[int, ...]:
    """Return where each page of a text begins, as form feeds tell; none without a form feed."""
    if not 0 < text.count("\f") < _MOST_PAGES:
        return ()
    starts = [0, *(each.end() for each in re.finditer("\f", text))]
    while len(starts) > 1 and not text[starts[-1] :].strip():
        starts.pop()
    return tuple(starts) if len(starts) > 1 else ()


def paragraphs(text: str, pages: Sequence[int] = ()) -> Iterator[list[tuple[int, int]]]:
    """Yield each paragraph of a text as the spans of its lines, without the white space around them.

    A paragraph ends at a blank line and at a page's end. In a text that is not wrapped (some line has more
    than 200 characters) each line is a paragraph. In one that is wrapped, a line that ends a sentence ends
    a paragraph too, if it is short (under three quarters of the longest before the next blank line) or the
    next one is indented.
    """
    new_pages = frozenset(pages)
    lines = [(each.start(), each.end()) for each in _LINE.finditer(text) if each.end() > each.start()]
    bare = [next(trimmed(text, start, end), None) for start, end in lines]
    unwrapped = any(
        span is not None and span[1] - span[0] > _LONG_LINE and " " in text[slice(*span)] for span in bare
    )
    block: list[tuple[int, int]] = []
    for (start, _), span in zip(lines, bare, strict=True):
        if block and (span is None or unwrapped or start in new_pages):
            yield from _wrapped(text, block)
            block = []
        if span is not None:
            block.append(span)
    yield from _wrapped(text, block)


def _wrapped(text: str, lines: list[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Yield the paragraphs among lines that no blank line parts."""
    longest = max((end - start for start, end in lines if " " in text[start:end]), default=0)
    begin = 0
    for number, (start, end) in enumerate(lines[:-1], start=1):
        short = 4 * (end - start) < 3 * longest
        indented = text[lines[number][0] - 1] in " \t"
        if (short or indented) and _SENTENCE_END.search(text, max(start, end - 8), end):
            yield lines[begin:number]
            begin = number
    if lines:
        yield lines[begin:]


def trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield a span without the white space at its ends; nothing where nothing is left."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end
