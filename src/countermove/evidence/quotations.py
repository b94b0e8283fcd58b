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
    begin, closing = -1, ""
    for mark in _MARKS.finditer(text):
        if closing and mark[0] in closing:
            if mark.start() > begin:
                yield begin, mark.start()
            closing = ""
        else:  # a mark that opens, or a blank line, which closes without a quotation
            begin, closing = mark.end(), _PAIRS.get(mark[0], "")
