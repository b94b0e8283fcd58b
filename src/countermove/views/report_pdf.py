"""The report as a PDF: its page's own content, set by Typst as a tagged, accessible document.

The page is ours and well formed, so it is read as it stands: headings, paragraphs, lists, tables and
definition lists become the same in Typst's markup. Every text is passed as a string, never as markup, so
that no model can run anything. It carries no date and takes the fonts that Typst brings along, so that the
same report gives the same bytes on every machine; only where a text has letters that these lack are the
machine's own fonts asked too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from importlib import import_module
from typing import Any

from countermove.errors import UsageError
from countermove.views.report_pdf_picture import COLOURS, ON_DARK, picture, signs
from countermove.views.report_pdf_style import ALONE, HEAD, SWATCHES

__all__ = ["pdf", "typst_source"]

INSTALL = "install it with: pip install 'countermove[pdf]'"
_VOID = frozenset({"meta", "br", "link", "use", "path", "circle", "rect", "img"})
_SKIPPED = frozenset({"style", "nav", "svg", "head"})
_UNPRINTED = frozenset({"skip", "hidden", "narrow", "wide-only", "claims", "screen"})
"""Classes of what a printed page does not show."""
_BLOCKS = frozenset(
    {"p", "h1", "h2", "h3", "h4", "li", "dt", "dd", "div", "section", "summary", "blockquote", "header"}
)
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4}
_PICTURE = re.compile(r'<svg class="map map-wide".*?</svg>', re.DOTALL)
_UNMARKED = frozenset(
    {"courses", "evidence", "states", "standings", "doing", "legend", "assumptions", "checks"}
)
"""Classes of lists whose items say by a sign, badge or number of their own where they begin."""


@dataclass
class _List:
    """A list whose end is not read yet."""

    kind: str
    items: list[str] = field(default_factory=list)
    outer: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    """Turns the page into Typst's code, block by block."""

    def __init__(self, wanted: Set[str] = frozenset(), pictures: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(convert_charrefs=True)
        self.wanted = wanted
        self.pictures = pictures
        self.placed: set[str] = set()
        self.ids: list[str] = []
        self.links: list[tuple[str, int]] = []
        self.out: list[str] = []
        self.line: list[str] = []
        self.skipped = 0
        self.lists: list[_List] = []
        self.badge = ""
        self.outlined = self.stroke = False
        self.speaks: list[str] = []
        self.title = ""
        self.in_title = False
        self.bold = 0
        self.heading = 0
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
            self.sign(given.get("href", "").removeprefix("#sign-"))
        if tag == "svg":
            self.stroke = "stroke" in classes
        if tag == "path" and self.skipped == 1 and self.stroke:
            kind = "1.8pt" if "better" in classes else '(thickness: 0.9pt, dash: "dashed")'
            self.line.append(f"pdf.artifact(box(baseline: -0.25em, line(length: 2em, stroke: {kind})))")
        if "swatch" in classes and not self.skipped:
            kind = next((SWATCHES[each] for each in SWATCHES if each in classes), "stroke: 0.5pt")
            self.line.append(f"pdf.artifact(box(width: 1.2em, height: 0.75em, {kind}))")
        if tag == "img" and not self.skipped and "picture" in classes:
            self.flush()
            self.out.append(self.picture(int(given["data-number"])))
        if tag in _VOID:
            return
        if self.skipped or tag in _SKIPPED or _UNPRINTED & classes:
            self.skipped += 1
            return
        if given.get("id") in self.wanted - self.placed:
            self.ids.append(given["id"])
            self.placed.add(given["id"])
        self.begin(tag, given, classes)

    def begin(self, tag: str, given: dict[str, str], classes: set[str]) -> None:
        """Begin an element that is shown."""
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
            kind = "plain" if _UNMARKED & classes else "enum" if classes & {"steps", "numbered"} else "list"
            self.lists.append(_List(kind))
        elif tag in _BLOCKS:
            self.flush()
            if tag == "li" and self.lists and self.cells is None:
                self.lists[-1].outer, self.out = self.out, []
            self.heading = _HEADINGS.get(tag, 0)
            self.named = tag == "dt" or "rank" in classes
            self.bold += self.named
        elif tag in ("strong", "b"):
            self.bold += 1
        elif tag == "a":
            self.links.append((given.get("href", ""), len(self.line)))
        elif tag == "span" and "mark" in classes:
            self.badge = next((each[3:] for each in classes if each.startswith("dm-")), "")
        elif tag == "span" and "lang" in given:
            self.speaks.append(given["lang"])
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
        if tag in _BLOCKS:
            self.end_block(tag)
        elif tag in ("strong", "b"):
            self.bold -= 1
        elif tag == "span":
            self.end_span()
        else:
            self.end(tag)

    def end(self, tag: str) -> None:
        """End a table, a part of one, a list or a link."""
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
            self.list()
        elif tag == "a" and self.links:
            self.link(*self.links.pop())

    def end_block(self, tag: str) -> None:
        """End a paragraph, a heading, a term or an item of a list."""
        if self.named:
            self.bold -= 1
            self.named = False
            self.term = self.taken() if self.line else self.term
        self.flush()
        if tag == "li" and self.lists and self.cells is None:
            inside, self.out = self.out, self.lists[-1].outer
            self.lists[-1].items.append(" + ".join(_tight(inside)))

    def end_span(self) -> None:
        """End a badge, words in another language, or a name."""
        if self.badge:
            self.badge = ""
        elif self.speaks:
            self.speaks.pop()
        elif self.colon:
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
            if self.badge:
                on = "white" if int(self.badge) in ON_DARK else "black"
                self.line.append(f'badge({_string(text.strip())}, {self.badge}, {on}) + text(" ")')
                return
            lang = f"lang: {_string(self.speaks[-1])}, " if self.speaks else ""
            code = f"text({lang}{_string(text)})"
            self.line.append(f"strong({code})" if self.bold and text.strip() else code)

    def taken(self) -> str:
        """Return the line at hand as code, and begin another."""
        code = " + ".join(self.line) or "[]"
        self.line = []
        self.links = [(where, 0) for where, _ in self.links]
        if self.ids and not self.heading:
            code = " + ".join([*(f"[#metadata(none)#label({_string(each)})]" for each in self.ids), code])
            self.ids = []
        return code

    def sign(self, name: str) -> None:
        """Draw a sign of the page; one that stands in a table may stand there without words."""
        if self.cells is None:
            self.line.append(f"pdf.artifact(sign({_string(name)}, none))")
        else:
            self.line.append(f"sign({_string(name)}, {_string(ALONE.get(name, name))})")

    def link(self, where: str, start: int) -> None:
        """Make what was said since a link began one that can be followed."""
        body = " + ".join(self.line[start:])
        if not body:
            return
        if where.startswith("#"):
            self.line[start:] = [f"to({_string(where[1:])}, {body})"]
        elif where.startswith(("https://", "http://")):
            self.line[start:] = [f"link({_string(where)}, {body})"]

    def picture(self, number: int) -> str:
        """Return a drawing, as wide as it is but no wider than the page, with its words."""
        drawn, told = self.pictures[number]
        image = f'image(bytes({_string(drawn)}), format: "svg", alt: {_string(told)}, width: 100%)'
        return f"figure({image})"

    def list(self) -> None:
        """Write the list that has ended."""
        ended = self.lists.pop()
        items = ", ".join(each for each in ended.items if each)
        if any("par(" in each or "enum(" in each for each in ended.items):
            items = f"tight: false, spacing: 1.4em, {items}"
        if items and ended.kind == "enum":
            self.out.append(f"enum({items})")
        elif items:
            self.out.append(
                f"list({'marker: none, body-indent: 0pt, ' if ended.kind == 'plain' else ''}{items})"
            )

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
            *before, last = self.ids or [""]
            code = " + ".join([*(f"[#metadata(none)#label({_string(each)})]" for each in before), code])
            if self.heading == 2 and not self.outlined:
                self.out.append('outline(title: "Contents", target: heading.where(level: 2))')
                self.outlined = True
            code = f"heading(level: {self.heading}, {code})"
            self.out.append(f"[#{code}#label({_string(last)})]" if last else code)
            self.heading, self.ids = 0, []
        else:
            self.out.append(f"par({code})")

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
        self.out.append(f"table(columns: ({columns},), {head}{cells(self.rows[self.head_rows :])})")


def _tight(blocks: Sequence[str]) -> Sequence[str]:
    """Return the blocks of a list's item; one that is a single paragraph is set as a line."""
    one = len(blocks) == 1 and blocks[0].startswith("par(")
    return [blocks[0].removeprefix("par(")[:-1]] if one else blocks


def typst_source(page: str) -> str:
    """Return a report's page as the source of a Typst document."""
    pictures: list[tuple[str, str]] = []

    def kept(found: re.Match[str]) -> str:
        drawn, told = picture(found[0])
        pictures.append((drawn, unescape(told)))
        return f'<img class="picture" data-number="{len(pictures) - 1}">'

    page = _PICTURE.sub(kept, page)
    reader = _Reader(frozenset(re.findall(r'href="#([^"]+)"', page)), pictures)
    reader.feed(page)
    reader.close()
    reader.flush()
    there = "".join(f"{_string(each)}, " for each in sorted(reader.placed))
    colours = ", ".join(map(_string, COLOURS))
    drawn = "".join(f"{_string(name)}: {_string(each)}, " for name, each in signs(page).items())
    head = f"#let signs = ({drawn or ':'})\n#let there = ({there})\n" + HEAD.format(
        title=_string(reader.title or "Report"), colours=colours
    )
    return head + "\n".join(f"#{each}" for each in reader.out) + "\n"


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
    source = typst_source(page).encode()

    def made(*, bundled: bool) -> bytes:
        return bytes(
            typst.compile(
                source, format="pdf", pdf_standards=["ua-1"], ignore_system_fonts=bundled, timestamp=0
            )
        )

    try:
        try:
            return made(bundled=True)
        except typst.TypstError as error:
            if "font" not in str(error):
                raise
            return made(bundled=False)
    except typst.TypstError as error:
        raise UsageError(f"the PDF could not be set: {error}; download the HTML page instead") from None


def _string(text: str) -> str:
    """Write a text as a Typst string: the escapes that both languages share, and no others."""
    made = json.dumps(text, ensure_ascii=False)
    return re.sub(r"\\u([0-9a-f]{4})|\\[bf]", lambda found: f"\\u{{{found[1]}}}" if found[1] else " ", made)
