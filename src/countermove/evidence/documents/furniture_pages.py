"""What the pages of a document repeat at their heads and feet: running heads and page numbers."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import takewhile

from countermove.evidence.documents.paragraphs import trimmed

__all__ = ["repeated_lines"]

_DEPTH = 3  # lines from a page's edge that may be furniture, each only if those before it are
_LONGEST = 150  # characters of a running head
_OFTEN = 3  # pages that repeat a line; of a document of up to four pages, two suffice
_LINE = re.compile(r"[^\r\n\f\v\x85\u2028\u2029]+")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_BARE = re.compile(r"[-\u2013\u2014|\s]*(?:(\d{1,4})|([ivxlc]{1,8}))[-\u2013\u2014|\s]*", re.IGNORECASE)
_NAMED = re.compile(
    r"[-\u2013\u2014|\s]*page\s+(\d{1,4})(?:\s*(?:of|/)\s*\d{1,4})?[-\u2013\u2014|\s]*", re.IGNORECASE
)
_AT_ENDS = re.compile(r"(?:\A(?=\d{1,4}\s)|(?<=\s)(?=\d{1,4}\Z))(\d+)")
_PART = re.compile(r"(\d{1,4})\s*(?:of|/)\s*(\d{1,4})", re.IGNORECASE)

_Line = tuple[int, int]


def repeated_lines(text: str, pages: Sequence[int]) -> Iterator[tuple[int, int, str]]:
    """Yield the lines that the pages repeat, as ``(start, end, reason)``, in order.

    A *running head* is a line at a page's head or foot that stands, figures aside, at that edge of at least
    three pages, and that ends no sentence of four words; two pages suffice where there are no more than four,
    and for a line that begins or ends with a number that runs on with the pages. A *page number* says
    "Page 3" or "3 of 9", or is a number that runs on with the pages. Only the three lines nearest to an edge
    are looked at, and each only if all that are nearer are furniture.
    """
    if len(pages) < 2:
        return
    edges = _edges(text, pages)
    on_pages: defaultdict[tuple[bool, str], set[int]] = defaultdict(set)
    running: defaultdict[int, set[int]] = defaultdict(
        set
    )  # pages by how far their number is from their place
    for page, foot, line in ((page, foot, line) for page, foot, lines in edges for line in lines):
        on_pages[foot, _key(text, line)].add(page)
        for number in _numbers(text, line):
            running[number - page].add(page)

    def reason(page: int, foot: bool, line: _Line) -> str:
        number, key = _number(text, line), _key(text, line)
        if _NAMED.fullmatch(text, *line) or (number is not None and len(running[number - page]) > 1):
            return "page number"
        if line[1] - line[0] > _LONGEST or not re.search(r"[^\W\d_]", key) or _ends_sentence(key):
            return ""
        numbered = any(len(running[each - page]) >= _OFTEN for each in _numbers(text, line))
        often = 2 if numbered or len(pages) <= 4 else _OFTEN
        return "running head" if len(on_pages[foot, key]) >= often else ""

    found: dict[_Line, str] = {}
    for page, foot, lines in edges:
        said = ((line, reason(page, foot, line)) for line in lines)
        found.update(takewhile(lambda each: each[1], said))
    for line in sorted(found):
        yield *line, found[line]


def _ends_sentence(key: str) -> bool:
    return key.endswith((".", "!", "?")) and key.count(" ") > 2


def _edges(text: str, pages: Sequence[int]) -> list[tuple[int, bool, list[_Line]]]:
    """Return the lines at the head of each page, and at its foot from the last one up; none is both."""
    by_page: defaultdict[int, list[_Line]] = defaultdict(list)
    for each in _LINE.finditer(text):
        for line in trimmed(text, each.start(), each.end()):
            by_page[bisect_right(pages, line[0])].append(line)
    return [
        (
            page,
            foot,
            (lines[: (len(lines) - 1) // 2 : -1] if foot else lines[: (len(lines) + 1) // 2])[:_DEPTH],
        )
        for page, lines in by_page.items()
        for foot in (False, True)
    ]


def _key(text: str, line: _Line) -> str:
    return " ".join(re.sub(r"\d+", "#", text[slice(*line)]).casefold().split())


def _numbers(text: str, line: _Line) -> set[int]:
    """Return the numbers that may be the page's: of a whole line, or at an end of one."""
    number = _number(text, line)
    if number is not None:
        return {number}
    return {int(found) for found in _AT_ENDS.findall(text[slice(*line)])}


def _number(text: str, line: _Line) -> int | None:
    """Return the number that a line consists of, if it may be a page's; None else."""
    part = _PART.fullmatch(text, *line)
    if part:
        return int(part[1])
    bare = _BARE.fullmatch(text, *line) or _NAMED.fullmatch(text, *line)
    if bare is None:
        return None
    if bare[1]:
        return int(bare[1])
    values = [_ROMAN[char] for char in bare[2].lower()]
    return sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))
