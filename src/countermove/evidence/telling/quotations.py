"""What stands between quotation marks in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["quotations"]

_PAIRS = {"\u201c": "\u201d", "\u201e": "\u201c\u201d", "\u00ab": "\u00bb", '"': '"'}
_MARKS = re.compile(r"[\u201c\u201d\u201e\u00ab\u00bb\"]|\n[ \t]*\n")


def quotations(text: str) -> tuple[tuple[int, int], ...]:
    """Return the spans between quotation marks, without the marks, in order and without overlap.

    Double marks only, since a single one is mostly an apostrophe. A quotation ends where its paragraph
    does: a mark that is never closed takes in nothing.
    """
    return tuple(_spans(text))


def _spans(text: str) -> Iterator[tuple[int, int]]:
    begin, opened, closing = -1, "", ""
    for mark in _MARKS.finditer(text):
        if closing and mark[0] in closing:
            if mark.start() > begin:
                yield begin, mark.start()
            closing = ""
        elif mark[0].isspace():  # a blank line
            closing = ""
        elif mark[0] in _PAIRS and (not closing or mark[0] == opened):
            # One of another kind within a quotation is part of it.
            begin, opened, closing = mark.end(), mark[0], _PAIRS[mark[0]]
