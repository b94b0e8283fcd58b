"""The report as a PDF: its page's own content, set by Typst as a tagged, accessible document.

The page is ours and well formed, so it is read as it stands: headings, paragraphs, lists, tables and
definition lists become the same in Typst's markup. Every text is passed as a string, never as markup, so
that no model can run anything. Pictures are told in the words that the page has beneath them.
"""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from importlib import import_module
from typing import Any

from countermove.errors import UsageError

__all__ = ["pdf", "typst_source"]

INSTALL = "install it with: pip install 'countermove[pdf]'"
_VOID = frozenset({"meta", "br", "link", "use", "path", "circle", "rect", "img"})
_SKIPPED = frozenset({"style", "nav", "svg", "figure", "head"})
_UNPRINTED = frozenset({"skip", "hidden", "mark", "narrow", "wide-only", "claims", "screen"})
"""Classes of what a printed page does not show, or shows as a coloured badge beside the same name."""
_BLOCKS = frozenset(
    {"p", "h1", "h2", "h3", "h4", "li", "dt", "dd", "div", "section", "summary", "blockquote", "header"}
)
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4}
_SIGNS = {"sign-all": "◆ ", "sign-some": "◈ ", "sign-none": "◇ "}

HEAD = """#set document(title: {title}, date: none)
#set page(paper: "a4", margin: (x: 20mm, y: 20mm), numbering: "1")
#set text(font: ("DejaVu Sans", "Noto Sans", "Liberation Sans", "Libertinus Serif"), size: 9.5pt, lang: "en")
#set par(leading: 0.65em)
#set table(stroke: (x, y) => (bottom: 0.4pt + luma(180)), inset: 4pt)
#show heading.where(level: 1): set text(size: 20pt)
#show heading.where(level: 2): it => block(above: 2.2em, below: 1em, text(size: 14pt, it.body))
#show heading: set block(sticky: true)
#show list: set block(above: 0.55em, below: 0.55em)
"""


class _Reader(HTMLParser):
    """Turns the page into Typst's code, block by block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.line: list[str] = []
        self.skipped = 0
        self.lists = 0
        self.title = ""
        self.in_title = False
        self.bold = 0
        self.heading = 0
        self.item = False
        self.term = ""
        self.named = self.colon = False
        self.cells: list[tuple[bool, int, str]] | None = None
        self.rows: list[list[tuple[bool, int, str]]] = []
        self.head_rows = 0

    # ------------------------------------------------------------ tags
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element."""
        given = {name: value or "" for name, value in attrs}
        classes = set(given.get("class", "").split())
        if tag == "title":
            self.in_title = True
            return
        if tag == "use" and self.skipped == 1:
            self.text(_SIGNS.get(given.get("href", "").removeprefix("#"), ""))
        if tag in _VOID:
            return
        if self.skipped or tag in _SKIPPED or _UNPRINTED & classes:
            self.skipped += 1
            return
        if tag == "table":
            self.flush()
            self.rows, self.head_rows = [], 0
        elif tag == "tr":
            self.cells = []
        elif tag in ("td", "th"):
            self.line = []
            assert self.cells is not None
            self.cells.append((tag == "th", int(given.get("colspan", "1")), ""))
        elif tag in ("ul", "ol") and self.cells is None:
            self.flush()
            self.lists += 1
        elif tag in _BLOCKS:
            self.flush()
            self.heading = _HEADINGS.get(tag, 0)
            self.item = self.item or tag == "li"
            self.named = tag == "dt" or "rank" in classes
            self.bold += self.named
        elif tag in ("strong", "b"):
            self.bold += 1
        elif tag == "span":
            self.text(" → " if "to" in classes else " ")
            self.colon = "name" in classes and self.cells is None

    def handle_endtag(self, tag: str) -> None:
        """End an element."""
        if tag == "title":
            self.in_title = False
            return
        if tag in _VOID:
            return
        if self.skipped:
            self.skipped -= 1
            return
        if tag in ("td", "th") and self.cells:
            strong, span, _ = self.cells[-1]
            self.cells[-1] = (strong, span, self.taken())
        elif tag == "tr" and self.cells is not None:
            self.rows.append(self.cells)
            self.cells = None
        elif tag == "thead":
            self.head_rows = len(self.rows)
        elif tag == "table":
            self.table()
        elif tag in ("ul", "ol") and self.cells is None:
            self.flush()
            self.lists -= 1
        elif tag in _BLOCKS:
            if self.named:
                self.bold -= 1
                self.named = False
                self.term = self.taken() if self.line else self.term
            self.flush()
        elif tag in ("strong", "b"):
            self.bold -= 1
        elif tag == "span" and self.colon:
            self.text(":")
            self.colon = False

    def handle_data(self, data: str) -> None:
        """Take text."""
        if self.in_title:
            self.title += data
        elif not self.skipped:
            self.text(re.sub(r"\s+", " ", data))

    # ------------------------------------------------------------ what they become
    def text(self, text: str) -> None:
        """Add words to the line at hand."""
        if text and (text.strip() or self.line):
            code = f"text({_string(text)})"
            self.line.append(f"strong({code})" if self.bold and text.strip() else code)

    def taken(self) -> str:
        """Return the line at hand as code, and begin another."""
        code = " + ".join(self.line) or "[]"
        self.line = []
        return code

    def flush(self) -> None:
        """End the line at hand; inside a table its words go on in the same cell."""
        if self.cells is not None:
            if self.line:
                self.line.append('text(" ")')
            return
        if not self.line:
            return
        code = self.taken()
        if self.term:
            code, self.term = f'{self.term} + text("  ") + {code}', ""
        if self.heading:
            self.out.append(f"#heading(level: {self.heading}, {code})")
        elif self.item:
            self.out.append(f"#list({code})" if self.lists < 2 else f"#pad(left: 1em, list({code}))")
        else:
            self.out.append(f"#par({code})")
        self.heading, self.item = 0, False

    def table(self) -> None:
        """Write the table that has ended."""
        wide = max((sum(span for _, span, _ in row) for row in self.rows), default=0)
        if not wide:
            return

        def cells(rows: list[list[tuple[bool, int, str]]]) -> str:
            return ", ".join(
                f"table.cell(colspan: {span}, {f'strong({code})' if strong else code})"
                for row in rows
                for strong, span, code in [
                    *row,
                    *[(False, 1, "[]")] * (wide - sum(span for _, span, _ in row)),
                ]
            )

        head = f"table.header({cells(self.rows[: self.head_rows])}), " if self.head_rows else ""
        columns = ", ".join(["3fr" if wide > 4 else "1fr", *["1fr"] * (wide - 1)])
        self.out.append(f"#table(columns: ({columns},), {head}{cells(self.rows[self.head_rows :])})")


def typst_source(page: str) -> str:
    """Return a report's page as the source of a Typst document."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    reader.flush()
    return HEAD.replace("{title}", _string(reader.title or "Report")) + "\n".join(reader.out) + "\n"


def pdf(page: str) -> bytes:
    """Return a report's page as a PDF that is tagged for screen readers (PDF/UA-1).

    Raises
    ------
    UsageError
        Where Typst is not installed, or cannot set the page.
    """
    try:
        typst: Any = import_module("typst")
    except ModuleNotFoundError:
        raise UsageError(f"a PDF needs 'typst'; {INSTALL}") from None
    try:
        made = typst.compile(typst_source(page).encode(), format="pdf", pdf_standards=["ua-1"], timestamp=0)
    except typst.TypstError as error:
        raise UsageError(f"the PDF could not be set: {error}; download the HTML page instead") from None
    assert isinstance(made, bytes)
    return made


def _string(text: str) -> str:
    """Write a text as a Typst string: the escapes that both languages share, and no others."""
    made = json.dumps(text, ensure_ascii=False)
    return re.sub(r"\\u([0-9a-f]{4})|\\[bf]", lambda found: f"\\u{{{found[1]}}}" if found[1] else " ", made)
