"""Page furniture: what stands in a page's text without being part of the article's sentences.

Nothing is ever deleted for being furniture: the spans only allow a quote to run past them, and the
finding then says so. The rules are therefore few and narrow. They look at wording (here), at what
pages repeat (`furniture_pages`) and at a saved page's markup (`page`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice

from countermove.evidence.documents.furniture_pages import repeated_lines
from countermove.evidence.documents.paragraphs import paragraphs

__all__ = ["Furniture", "find_furniture"]

_RELATED = re.compile(
    r"(?:related (?:article|story|stories|reading|coverage)s?|read also|also read|read more):", re.IGNORECASE
)
_RELATED_LINES = 3
_RELATED_LENGTH = 300  # characters; longer than any headline
# A URL that ends in a full stop or the like ends a sentence, so that line is part of one.
_LINK = re.compile(r"(?:https?://|www\.)\S*[^\s.,;:!?]", re.IGNORECASE)

_VIEWS = re.compile(r"(?:the )?(?:views|opinions)\b.{0,60}\bexpressed\b", re.IGNORECASE | re.DOTALL)
_NOT_OURS = re.compile(
    r"\bnot\s+necessarily\s+(?:reflect|represent|coincide)|\b(?:those|that)\s+of\s+the\s+authors?\b"
    r"|\bthe\s+authors?['\u2019]s?\s+(?:own|alone)\b",
    re.IGNORECASE,
)
_RIGHTS = re.compile(
    r"(?:\u00a9|\(c\)\s|copyright\s+(?:\u00a9|\(c\)|\d{4}))|.*\ball\s+rights\s+reserved\.?\Z",
    re.IGNORECASE | re.DOTALL,
)
_COOKIES = re.compile(
    r"(?:(?:we|this\s+(?:web)?\s?site|our\s+(?:web)?\s?site)(?:\s+and\s+our\s+partners)?\s+uses?\b.{0,80}\bcookies\b"
    r"|(?:accept|reject|manage)(?:\s+all)?\s+cookies\W*\Z|cookie\s+(?:settings|preferences|policy|notice)\W*\Z)",
    re.IGNORECASE | re.DOTALL,
)
_ADVERTISEMENT = re.compile(
    r"(?:advertisement|(?:story|article)\s+continues\s+below(?:\s+(?:this\s+)?advertisement)?)\W*\Z",
    re.IGNORECASE,
)
_SHORT = 80  # words; a notice is no longer

_APPEAL = re.compile(
    r"(?:a\s+message\s+from\s+.{1,80}|dear\s+readers?|support\s+(?:our|independent)\s+journalism)\s*[:,.!]?\Z",
    re.IGNORECASE,
)
_ASKING = re.compile(
    r"\b(?:(?:support|help)\s+us|your\s+(?:support|help|contribution|donation)|donat(?:e|ion)s?|contribution"
    r"|subscri(?:be|ption)|membership|supporting\s+(?:us|the)|monthly)\b",
    re.IGNORECASE,
)
_LEAVING = re.compile(
    r"(?:remind\s+me\s+later|not\s+now|maybe\s+later|no,?\s+thanks?(?:\s+you)?|donate(?:\s+now)?|support\s+us"
    r"|subscribe(?:\s+now)?|sign\s+up|continue|close)\W*\Z",
    re.IGNORECASE,
)
_OPENING = 200  # characters of the paragraph that an appeal begins with
_OPENINGS = 100  # such paragraphs that are looked at
_ASKED = 2  # different ways of asking, without which it is no appeal
_APPEAL_LENGTH = 400  # words
_APPEAL_GAP = 120  # words between two paragraphs of an appeal that ask

_Paragraph = list[tuple[int, int]]


@dataclass(frozen=True)
class Furniture:
    """A span of the raw text that no sentence of the article needs.

    Attributes
    ----------
    start, end : int
        ``[start, end)`` in characters of the raw text, without white space around it.
    reason : str
        By wording: ``"related-article line"``, ``"link"``, ``"notice"``, ``"cookie notice"``,
        ``"advertisement"`` or ``"appeal"``. By what pages repeat: ``"running head"`` or ``"page number"``.
        By a saved page's markup: ``"menu"``, ``"aside"``, ``"page header"``, ``"page footer"``,
        ``"link list"``, ``"button"`` or ``"cookie notice"``.
    """

    start: int
    end: int
    reason: str


def find_furniture(
    text: str, pages: Sequence[int] = (), known: Iterable[Furniture] = ()
) -> tuple[Furniture, ...]:
    """Find the furniture in a text, in order and without overlap.

    Each rule is about whole lines or paragraphs (see `paragraphs`); the words of the rules are on the page
    "How quotes are matched" of the documentation.

    Parameters
    ----------
    text : str
        The raw text.
    pages : sequence of int, optional
        Where each page begins.
    known : iterable of Furniture, optional
        What is furniture in any case, without overlap, as by a page's markup.
    """
    found = sorted(known, key=lambda each: each.start)
    found += _clear_of(found, [Furniture(*each) for each in repeated_lines(text, pages)])
    found.sort(key=lambda each: each.start)
    free = [part for lines in paragraphs(text, pages) for part in _free(lines, found)]
    asked = _asked(text, free)
    for number, lines in enumerate(free):
        reason = "appeal" if number in asked else _reason(text, lines)
        if reason:
            found.append(Furniture(lines[0][0], lines[-1][1], reason))
        else:
            found += [Furniture(*line, "link") for line in lines if _LINK.fullmatch(text, *line)]
    return tuple(_joined(sorted(found, key=lambda each: each.start)))


def _clear_of(known: Sequence[Furniture], found: Sequence[Furniture]) -> list[Furniture]:
    """Return what was found outside of what is known already; both are in order."""
    return [each for each in found if not _meets(known, each.start, each.end)]


def _meets(known: Sequence[Furniture], start: int, end: int) -> bool:
    before = bisect_left(known, end, key=lambda each: each.start) - 1
    return before >= 0 and known[before].end > start


def _free(lines: _Paragraph, known: Sequence[Furniture]) -> Iterator[_Paragraph]:
    """Yield the parts of a paragraph between its lines that are furniture already."""
    for covered, group in groupby(lines, key=lambda line: _meets(known, *line)):
        if not covered:
            yield list(group)


def _reason(text: str, lines: _Paragraph) -> str:
    """Say why a paragraph is furniture by its wording; empty if it is not."""
    start, end = lines[0][0], lines[-1][1]
    related = len(lines) <= _RELATED_LINES and end - start <= _RELATED_LENGTH
    if related and _RELATED.match(text, start, end):
        return "related-article line"
    if _ADVERTISEMENT.match(text, start, end):
        return "advertisement"
    said = text[start : min(end, start + 20 * _SHORT)]
    if len(said) < end - start or len(said.split()) > _SHORT:
        return ""
    if _COOKIES.match(said):
        return "cookie notice"
    if (_VIEWS.match(said) and _NOT_OURS.search(said)) or _RIGHTS.match(said):
        return "notice"
    return ""


def _asked(text: str, free: Sequence[_Paragraph]) -> frozenset[int]:
    """Return the paragraphs that are appeals for support, by their numbers.

    One begins with a paragraph such as "A message from ...:" or "Dear readers," and goes on to the last
    paragraph that asks for something, or is a button to leave it, with at most 120 words between such
    paragraphs and 400 in all. It asks in at least two ways.
    """
    found: set[int] = set()
    openings = (each for each, lines in enumerate(free) if _opens_appeal(text, lines))
    for first in islice(openings, _OPENINGS):
        if first in found:
            continue
        ways: set[str] = set()
        last = first
        gap = words = 0
        for number in range(first, len(free)):
            said = text[free[number][0][0] : free[number][-1][1]]
            words, gap = words + len(said.split()), gap + len(said.split())
            if words > _APPEAL_LENGTH:
                break
            asking = {each.lower() for each in _ASKING.findall(said)}
            if asking or _LEAVING.match(said):
                ways |= asking
                last, gap = number, 0
            elif gap > _APPEAL_GAP:
                break
        if len(ways) >= _ASKED:
            found.update(range(first, last + 1))
    return frozenset(found)


def _opens_appeal(text: str, lines: _Paragraph) -> bool:
    start, end = lines[0][0], lines[-1][1]
    return end - start <= _OPENING and _APPEAL.match(text, start, end) is not None


def _joined(found: Iterable[Furniture]) -> Iterator[Furniture]:
    """Yield the furniture, the paragraphs of an appeal as one."""
    for reason, group in groupby(found, key=lambda each: each.reason):
        spans = list(group)
        if reason == "appeal":
            yield Furniture(spans[0].start, spans[-1].end, reason)
        else:
            yield from spans
