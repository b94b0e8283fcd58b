"""The text of an HTML page, by the standard library's parser, and what its markup says is no article.

Nothing that a reader of the page could see is dropped: menus, captions and cookie notices stay, since
leaving out a paragraph by mistake would be worse than keeping a hundred menus. They are marked as furniture.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser

from countermove.evidence.documents.furniture import Furniture
from countermove.evidence.documents.page_parts import Outline, Shown, furniture_of

__all__ = ["Page", "page_text", "read_page"]

# The title is in the window's bar, not on the page, where the headline would make it a second place.
_SKIPPED = frozenset({"noscript", "script", "style", "template", "title"})
_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        """
        address article aside blockquote body button caption center dd details dialog dir div dl dt
        fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html
        legend li listing main menu nav ol optgroup option p plaintext pre search section select
        summary table tbody td textarea tfoot th thead tr ul xmp
        """,
    )
)
_VERBATIM = frozenset({"listing", "plaintext", "pre", "textarea", "xmp"})
_UNFINISHED = 100  # tags that do not end; above it the file is no page
_LOOKED_THROUGH = 10_000_000  # characters after tags that do not end, each time all the rest of the page
_MARKS = 300_000  # tags, comments and the like; above it reading could take minutes
_SPACE = re.compile(r"[ \t\r\n\f]+")
_BREAK = re.compile(r" ?\n ?")
_META = {
    "og:title": "title",
    "author": "author",
    "article:author": "author",
    "og:site_name": "publisher",
    "article:published_time": "published",
    "dc.date": "published",
    "date": "published",
}
_DATE = re.compile(r"\s*(\d{4}(?:-\d{2}(?:-\d{2})?)?)(?![\d-])")


@dataclass(frozen=True)
class Page:
    """What was read from a page.

    Attributes
    ----------
    text : str
        Block elements apart by blank lines, entities resolved.
    furniture : tuple of Furniture
        What the markup says is no part of the article, in order and without overlap.
    known : mapping of str to str
        What the page's head says of it, under ``title``, ``author``, ``publisher`` and ``published``.
    """

    text: str
    furniture: tuple[Furniture, ...]
    known: dict[str, str]


def page_text(html: str) -> str:
    """Return the text of a page, as `read_page` reads it."""
    return read_page(html).text


def read_page(html: str) -> Page:
    """Read a page: block elements apart by blank lines, entities resolved.

    White space is collapsed as a browser does, except in ``pre``; ``br`` is a line break. The content of
    ``script``, ``style``, ``template`` and ``noscript`` is left out, and so is the ``title``, which is not
    on the page. A tag that does not end is text.

    Raises
    ------
    ValueError
        If this cannot be HTML; the message says why.
    """
    if html.count("<") > _MARKS:
        raise ValueError(f"it has more than {_MARKS:,} tags")
    parser = _Page()
    parser.feed(html)
    unfinished = again = 0
    while parser.rawdata.startswith("<") and not parser.cdata_elem:
        # A tag that does not end. HTMLParser.close would take it for text too, but without a limit,
        # and look through all the rest of the page at each.
        unfinished, again = unfinished + 1, again + len(parser.rawdata)
        if unfinished > _UNFINISHED or (unfinished > 1 and again > _LOOKED_THROUGH):
            raise ValueError("too many tags do not end")
        rest = parser.rawdata[1:]
        parser.rawdata = ""
        parser.handle_data("<")
        parser.feed(rest)
    if parser.cdata_elem:  # a script, say, that does not end
        parser.handle_data(parser.rawdata)
    else:
        parser.close()
    parser.end_block()
    return parser.page()


class _Page(HTMLParser):
    """Collects the blocks of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._blocks: list[Shown] = []
        self._block: list[str] = []
        self._skipped: list[str] = []
        self._title: list[str] = []
        self._known: dict[str, str] = {}
        self._outline = Outline()
        self._verbatim = 0
        self._tag = ""
        self._linked = self._unlinked = False  # whether the block has letters in links, and outside

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SKIPPED:
            self._skipped.append(tag)
        elif tag == "br":
            self._block.append("\n")
        elif tag == "meta":
            self._note({name: value or "" for name, value in attrs})
        elif tag in _BLOCKS:
            self.end_block()
            self._tag = tag
            self._verbatim += tag in _VERBATIM
        if not self._skipped:
            self._outline.begin(tag, attrs, len(self._blocks))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # `<script/>` opens and closes in XHTML; were it to open only, the rest of the page would be gone.
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _SKIPPED:
            if tag in self._skipped:
                while self._skipped.pop() != tag:
                    pass
        elif tag in _BLOCKS:
            self.end_block()
            self._verbatim = max(0, self._verbatim - (tag in _VERBATIM))
        if not self._skipped:
            self._outline.end(tag, len(self._blocks))

    def handle_data(self, data: str) -> None:
        if not self._skipped:
            self._block.append(data if self._verbatim else _SPACE.sub(" ", data))
            if any(map(str.isalnum, data)):
                linked = self._outline.in_link
                self._linked, self._unlinked = self._linked or linked, self._unlinked or not linked
        elif self._skipped == ["title"] and not self._outline.in_drawing:
            self._title.append(data)

    def parse_marked_section(self, i: int, report: bool = True) -> int:
        # Older versions of html.parser fail on all but a few of these; to a browser all are comments.
        return self.parse_bogus_comment(i, report)

    def end_block(self) -> None:
        """End the block of text that is being read, if there is any."""
        text = "".join(self._block)
        self._block.clear()
        if not self._verbatim:
            # Two pieces of text may each have brought a space, and a break needs none around it.
            text = _BREAK.sub("\n", re.sub(" +", " ", text))
        if text := text.strip(" \t\r\n\f"):
            self._blocks.append(Shown(text, self._tag, self._linked and not self._unlinked))
        self._tag, self._linked, self._unlinked = "", False, False

    def _note(self, meta: dict[str, str]) -> None:
        """Keep what a ``meta`` element says of the work."""
        name = (meta.get("property") or meta.get("name") or "").strip().lower()
        value = " ".join(meta.get("content", "").split())[:500]
        if kind := _META.get(name):
            if kind == "published":
                found = _DATE.match(value)
                value = found[1] if found else ""
            if value and not (kind == "author" and value.startswith(("http:", "https:"))):
                self._known.setdefault(kind, value)

    def page(self) -> Page:
        """Return what was read."""
        if title := " ".join("".join(self._title).split())[:500]:
            self._known.setdefault("title", title)
        text = "\n\n".join(block.text for block in self._blocks)
        return Page(text, furniture_of(self._blocks, self._outline.parts), self._known)
