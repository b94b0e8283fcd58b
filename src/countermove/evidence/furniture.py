"""Page furniture: what stands in a page's text without being part of the article's sentences.

Nothing is ever deleted for being furniture: the spans only allow a quote to run past them, and the
finding then says so. The rules are therefore few and narrow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Furniture", "find_furniture"]

_RELATED = "related article:"
_RELATED_LINES = 3
_RELATED_LENGTH = 300  # characters; longer than any headline
# A URL that ends in a full stop or the like ends a sentence, so that line is part of one.
_LINK = re.compile(r"(?:https?://|www\.)\S*[^\s.,;:!?]", re.IGNORECASE)


@dataclass(frozen=True)
class Furniture:
    """A span of the raw text that no sentence of the article needs.

    Attributes
    ----------
    start, end : int
        ``[start, end)`` in characters of the raw text, without white space around it.
    reason : str
        ``"related-article line"`` or ``"link"``.
    """

    start: int
    end: int
    reason: str


def find_furniture(text: str) -> tuple[Furniture, ...]:
    """Find the furniture in a text, in order and without overlap.

    A paragraph (between blank lines) of one to three lines and at most 300 characters that starts with
    "Related article:" is furniture, and so is each line that consists of one URL alone.
    """
    found: list[Furniture] = []
    for paragraph in _paragraphs(text):
        if _is_related(text, paragraph):
            found.append(Furniture(paragraph[0][0], paragraph[-1][1], "related-article line"))
        else:
            found.extend(
                Furniture(start, end, "link") for start, end in paragraph if _LINK.fullmatch(text, start, end)
            )
    return tuple(found)


def _is_related(text: str, lines: list[tuple[int, int]]) -> bool:
    start, end = lines[0][0], lines[-1][1]
    begins = text[start : start + len(_RELATED)].casefold() == _RELATED
    return begins and len(lines) <= _RELATED_LINES and end - start <= _RELATED_LENGTH


def _paragraphs(text: str) -> Iterator[list[tuple[int, int]]]:
    """Yield the lines of each paragraph, as spans without the white space around them."""
    lines: list[tuple[int, int]] = []
    at = 0
    for line in text.splitlines(keepends=True):
        if content := line.strip():
            start = at + len(line) - len(line.lstrip())
            lines.append((start, start + len(content)))
        elif lines:
            yield lines
            lines = []
        at += len(line)
    if lines:
        yield lines
