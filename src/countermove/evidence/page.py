"""The text of an HTML page, by the standard library's parser.

Nothing that a reader of the page could see is dropped: menus, captions and cookie notices stay, since
leaving out a paragraph by mistake would be worse than keeping a hundred menus.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

__all__ = ["page_text"]

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
_SPACE = re.compile(r"[ \t\r\n\f]+")
_BREAK = re.compile(r" ?\n ?")


def page_text(html: str) -> str:
    """Return the text of a page: block elements apart by blank lines, entities resolved.

    White space is collapsed as a browser does, except in ``pre``; ``br`` is a line break. The content of
    ``script``, ``style``, ``template`` and ``noscript`` is left out, and so is the ``title``, which is not
    on the page. A tag that does not end is text.

    Raises
    ------
    ValueError
        If this cannot be HTML; the message says why.
    """
    parser = _Page()
    parser.feed(html)
    unfinished = 0
    while parser.rawdata.startswith("<") and not parser.cdata_elem:
        # A tag that does not end. HTMLParser.close would take it for text too, but without a limit,
        # and look through all the rest of the page at each.
        unfinished += 1
        if unfinished > _UNFINISHED:
            raise ValueError(f"more than {_UNFINISHED} tags do not end")
        rest = parser.rawdata[1:]
        parser.rawdata = ""
        parser.handle_data("<")
        parser.feed(rest)
    if parser.cdata_elem:  # a script, say, that does not end
        parser.handle_data(parser.rawdata)
    else:
        parser.close()
    parser.end_block()
    return "\n\n".join(parser.blocks)


class _Page(HTMLParser):
    """Collects the blocks of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[str] = []
        self._block: list[str] = []
        self._skipped: list[str] = []
        self._verbatim = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SKIPPED:
            self._skipped.append(tag)
        elif tag == "br":
            self._block.append("\n")
        elif tag in _BLOCKS:
            self.end_block()
            self._verbatim += tag in _VERBATIM

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

    def handle_data(self, data: str) -> None:
        if not self._skipped:
            self._block.append(data if self._verbatim else _SPACE.sub(" ", data))

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
            self.blocks.append(text)
