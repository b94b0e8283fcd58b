"""Which parts of a saved page its markup says are no article: menus, asides, link lists, cookie notices."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby

from countermove.evidence.documents.furniture import Furniture

__all__ = ["Outline", "Part", "Shown", "furniture_of"]

_DEEPEST = 2_000  # elements in one another; beyond it the outline says nothing
_BY_TAG = {"nav": "menu", "menu": "menu", "aside": "aside", "header": "page header", "footer": "page footer"}
_BY_ROLE = {
    "navigation": "menu",
    "menubar": "menu",
    "banner": "page header",
    "contentinfo": "page footer",
    "complementary": "aside",
}
_SECTIONS = frozenset({"article", "aside", "blockquote", "figure", "main", "nav", "section", "td"})
# Elements whose end tag may not be left out, so that what stands between the tags is theirs.
_NESTED = frozenset({"a", "button", "dialog", "div", "footer", "form", "header", "menu", "ol", "svg", "ul"})
_NESTED |= _SECTIONS
_COOKIE = re.compile(r"cookie|consent|gdpr", re.IGNORECASE)
_RELATED = re.compile(
    r"(?:related|recommended|read more|read also|see also|more (?:on|from|stories|news)|most read|latest"
    r"|trending)\b",
    re.IGNORECASE,
)
_LINK_WORDS = 30  # words of a link in a list; a longer one may be a paragraph
_NOTICE_WORDS = 300  # words of a cookie notice


@dataclass(frozen=True)
class Shown:
    """A block of text: what it says, the tag before it, and whether all words are in links."""

    text: str
    tag: str
    linked: bool


@dataclass(frozen=True)
class Part:
    """Blocks ``[first, last)`` that are an element's, and the reason why they may be furniture."""

    first: int
    last: int
    reason: str


@dataclass
class _Open:
    tag: str
    first: int
    reason: str = ""
    holds_article: bool = False


class Outline:
    """The elements that are open while a page is read, and the `parts` that were closed properly.

    An element that is never closed says nothing: were a menu to lack its end tag, the article after it would
    be taken for a part of the menu.
    """

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self._open: list[_Open] = []
        self._count: Counter[str] = Counter()
        self._too_deep = False

    @property
    def in_link(self) -> bool:
        """Whether text that comes now is a link's."""
        return self._count["a"] > 0

    @property
    def in_drawing(self) -> bool:
        """Whether what comes now is in a drawing, which may have a title of its own."""
        return self._count["svg"] > 0

    def begin(self, tag: str, attrs: Sequence[tuple[str, str | None]], block: int) -> None:
        """Open an element before the block of that number."""
        if tag in ("article", "main", "h1"):
            for each in reversed(self._open):
                if each.holds_article:
                    break  # and so do all that it stands in
                each.holds_article = True
        if tag not in _NESTED or self._too_deep:
            return
        if tag == "a" and self._count["a"]:
            self.end("a", block)
        if len(self._open) >= _DEEPEST:
            self._too_deep = True
            self.parts.clear()
            self._open.clear()
            self._count.clear()
            return
        self._open.append(_Open(tag, block, self._reason(tag, dict(attrs))))
        self._count[tag] += 1

    def _reason(self, tag: str, attrs: dict[str, str | None]) -> str:
        named = " ".join(attrs.get(name) or "" for name in ("id", "class", "aria-label"))[:1000]
        if tag in ("div", "section", "aside", "dialog", "form", "footer") and _COOKIE.search(named):
            return "cookie notice"
        if tag == "button":
            return "button"
        reason = _BY_ROLE.get((attrs.get("role") or "").lower()) or _BY_TAG.get(tag, "")
        if reason in ("page header", "page footer") and any(self._count[each] for each in _SECTIONS):
            return ""  # the head of an article is part of it, and so is the foot of a quotation
        return reason

    def end(self, tag: str, block: int) -> None:
        """Close the innermost element of a tag, and with it what is left open in it."""
        if not self._count[tag]:
            return
        while self._open:
            closed = self._open.pop()
            self._count[closed.tag] -= 1
            if closed.tag == tag:
                if closed.reason and not closed.holds_article and closed.first < block:
                    self.parts.append(Part(closed.first, block, closed.reason))
                return


def furniture_of(blocks: Sequence[Shown], parts: Sequence[Part]) -> tuple[Furniture, ...]:
    """Return the furniture among a page's blocks, which stand in the text with a blank line between.

    An outer part comes before those in it (but a menu stays one, also in a page's header), and every part
    before lists of links. Were nothing left, nothing is furniture.
    """
    reasons = [""] * len(blocks)
    for part in sorted(parts, key=lambda part: (part.first, -part.last)):
        inside = blocks[part.first : part.last]
        if part.reason != "cookie notice" or _is_cookie_notice(inside):
            for number in range(part.first, part.last):
                reasons[number] = part.reason if part.reason == "menu" else reasons[number] or part.reason
    for first, last in _link_lists(blocks, reasons):
        reasons[first:last] = ["link list"] * (last - first)
    if all(reasons):
        return ()
    ends = list(accumulate(len(block.text) + 2 for block in blocks))
    found: list[Furniture] = []
    for reason, group in groupby(range(len(blocks)), key=lambda number: reasons[number]):
        numbers = list(group)
        if reason:
            start = ends[numbers[0]] - len(blocks[numbers[0]].text) - 2
            found.append(Furniture(start, ends[numbers[-1]] - 2, reason))
    return tuple(found)


def _is_cookie_notice(blocks: Sequence[Shown]) -> bool:
    words = sum(len(block.text.split()) for block in blocks)
    return words <= _NOTICE_WORDS and any("cookie" in block.text.lower() for block in blocks)


def _link_lists(blocks: Sequence[Shown], reasons: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the runs of at least two blocks that are links alone, with the heading that announces them."""

    def is_link(number: int) -> bool:
        block = blocks[number]
        return not reasons[number] and block.linked and len(block.text.split()) <= _LINK_WORDS

    for linked, group in groupby(range(len(blocks)), key=is_link):
        numbers = list(group)
        if linked and len(numbers) > 1:
            first = numbers[0]
            before = blocks[first - 1] if first and not reasons[first - 1] else None
            announced = (
                before is not None and re.fullmatch("h[1-6]", before.tag) and _RELATED.match(before.text)
            )
            yield first - bool(announced), numbers[-1] + 1
