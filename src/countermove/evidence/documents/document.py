"""Documents: the raw text of a file, its words, and the furniture of its pages."""

from __future__ import annotations

import hashlib
import re
from array import array
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from countermove.errors import EvidenceError
from countermove.evidence.documents.furniture import Furniture, find_furniture
from countermove.evidence.documents.page import Page, read_page
from countermove.evidence.documents.paragraphs import page_starts
from countermove.evidence.documents.passages import Passage, split_passages
from countermove.evidence.documents.pdf import Paged, is_pdf, read_pdf
from countermove.evidence.documents.reading import decoded, read_bytes
from countermove.evidence.documents.words import Words, split

__all__ = ["MAX_BYTES", "About", "Document", "Prose", "document_from_text", "read_document"]

MAX_BYTES = 50_000_000
"""The largest file that is read, in bytes."""

_HTML_SUFFIXES = frozenset({".html", ".htm", ".xhtml"})
_HEAD = r"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html)\b"
_HTML_TEXT = re.compile(_HEAD, re.IGNORECASE)
_HTML_HEAD = re.compile(rb"(?:\xef\xbb\xbf)?" + _HEAD.encode(), re.IGNORECASE)
_LINE_BREAK = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True)
class About:
    """What a file says of the work in it; empty where it says nothing.

    Attributes
    ----------
    title, author, publisher : str
        As they are written there.
    published : str
        A year, a month (``2020-10``) or a day (``2020-10-14``).
    """

    title: str = ""
    author: str = ""
    publisher: str = ""
    published: str = ""


@dataclass(frozen=True)
class Document:
    """A text that quotes are looked up in. Nothing in it is ever deleted or corrected.

    Attributes
    ----------
    name : str
        What to call it in messages, for a file its name.
    sha256 : str
        SHA-256 of the file's bytes, hexadecimal; for a text that came without a file, of its UTF-8.
    text : str
        The raw text. All places are offsets in it, in characters from 0.
    words : Words
        All words of the text, furniture included.
    furniture : tuple of Furniture
        Spans that are no part of the article, in order and without overlap.
    format : str
        ``"text"``, ``"html"`` or ``"pdf"``: what the text was read from.
    pages : tuple of int
        Where in the text each page begins; empty where there are no pages.
    about : About
        What the file says of the work.
    reader : str
        The program besides this one that read the file, with its version; empty if none did.
    size : int
        The file's length in bytes.
    encoding : str
        The encoding that was read; empty for a PDF.
    """

    name: str
    sha256: str
    text: str = field(repr=False)
    words: Words = field(repr=False, compare=False)
    furniture: tuple[Furniture, ...] = field(repr=False, compare=False)
    format: str = field(default="text", compare=False)
    pages: tuple[int, ...] = field(default=(), repr=False, compare=False)
    about: About = field(default=About(), repr=False, compare=False)
    reader: str = field(default="", repr=False, compare=False)
    size: int = field(default=0, repr=False, compare=False)
    encoding: str = field(default="utf-8", repr=False, compare=False)

    @cached_property
    def body(self) -> Words:
        """The words of the text without its furniture, with their places in the whole raw text.

        Furniture and the white space around it count as one line break, so that a word that is broken
        by a hyphen at a page's end comes out right.
        """
        if not self.furniture:
            return self.words
        words = split(self.prose.text)
        starts = array("q", map(self.prose.raw, words.starts))
        ends = array("q", (self.prose.raw(end - 1) + 1 for end in words.ends))
        return Words(words.texts, starts, ends)

    @cached_property
    def prose(self) -> Prose:
        """The text without its furniture, which knows where each character of it stands in the raw text."""
        kept = tuple(_kept(self.text, self.furniture))
        return Prose("\n".join(self.text[part.start : part.end] for part in kept), kept)

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """The paragraphs of the text, in order, cut where pages end and furniture begins and ends."""
        return split_passages(self.text, self.furniture, self.pages)

    def page(self, offset: int) -> int | None:
        """Return the page, from 1, that a character of the text stands on; None without pages."""
        return bisect_right(self.pages, offset) if self.pages else None

    @cached_property
    def _lines(self) -> Sequence[int]:
        """The offset at which each line of the text begins."""
        return array("q", [0, *(found.end() for found in _LINE_BREAK.finditer(self.text))])

    def position(self, offset: int) -> tuple[int, int]:
        """Return the line and the column of a character of the text, both counted from 1.

        A line ends at LF, CR or CRLF, as in a text editor; a column is one character.
        """
        line = bisect_right(self._lines, offset)
        return line, offset - self._lines[line - 1] + 1


class _Part(NamedTuple):
    """A part of the text that is kept: raw ``[start, end)``, which comes to stand at ``at``."""

    at: int
    start: int
    end: int


@dataclass(frozen=True)
class Prose:
    """A document's text without its furniture.

    Attributes
    ----------
    text : str
        What stays, with one line break for each furniture that was left out and the space around it.
    """

    text: str = field(repr=False)
    _kept: Sequence[_Part] = field(repr=False)

    def raw(self, offset: int) -> int:
        """Return where a character of ``text`` stands in the document's raw text."""
        part = self._kept[bisect_right(self._kept, offset, key=lambda part: part.at) - 1]
        return part.start + offset - part.at


def _kept(text: str, furniture: Sequence[Furniture]) -> list[_Part]:
    """Return what stays when the furniture and the white space around it are cut out."""
    parts: list[_Part] = []
    at = begin = 0
    for span in furniture:
        if span.start > begin:
            end = span.start
            while end > begin and text[end - 1].isspace():
                end -= 1
            parts.append(_Part(at, begin, end))
            at += end - begin + 1
        begin = span.end
        while begin < len(text) and text[begin].isspace():
            begin += 1
    return [*parts, _Part(at, begin, len(text))]


def document_from_text(text: str, name: str = "text") -> Document:
    """Make a document of a text that is at hand.

    Parameters
    ----------
    text : str
        Plain text; it is taken as it is.
    name : str, optional
        What to call it.
    """
    return _document(name, text.encode("utf-8", "surrogatepass"), text)


def _document(
    name: str, content: bytes, text: str, read: Page | Paged | None = None, encoding: str = "utf-8"
) -> Document:
    """Make a document of what was read: of a text, of what a page shows, or of a PDF's pages."""
    text = read.text if read else text
    pages = read.starts if isinstance(read, Paged) else page_starts(text)
    known = read.furniture if isinstance(read, Page) else ()
    return Document(
        name,
        hashlib.sha256(content).hexdigest(),
        text,
        split(text),
        find_furniture(text, pages, known),
        format={Page: "html", Paged: "pdf"}.get(type(read), "text"),
        pages=pages,
        about=About(**read.known) if read else About(),
        reader=read.reader if isinstance(read, Paged) else "",
        size=len(content),
        encoding=encoding,
    )


def read_document(path: Path, encoding: str | None = None) -> Document:
    """Read a file: text, HTML, or a PDF (see `read_pdf`).

    Text is UTF-8 (with or without a byte order mark) or UTF-16 with one; a page may declare another encoding.
    A file is HTML if its name ends in ``.html``, ``.htm`` or ``.xhtml``, or if it begins like a page; see
    `page_text` for what is kept.

    Parameters
    ----------
    path : Path
        The file; links are followed.
    encoding : str, optional
        The encoding of its text, where it is another and the file does not say so.

    Raises
    ------
    EvidenceError
        If it is missing, no regular file, not to be read, empty, binary, in another encoding, or a PDF
        without text, encrypted or broken.
    LimitError
        If it has more than `MAX_BYTES` bytes, or reading a PDF takes too much time or memory.
    UsageError
        If there is no such encoding.
    """
    content = read_bytes(path, MAX_BYTES)
    if is_pdf(content):
        return _document(path.name, content, "", read_pdf(path, content), "")
    page = path.suffix.lower() in _HTML_SUFFIXES or _HTML_HEAD.match(content) is not None
    text, encoding = decoded(path, content, encoding, page)
    shown: Page | None = None
    if page or _HTML_TEXT.match(text):
        try:
            shown = read_page(text)
        except ValueError as error:
            raise EvidenceError(f"{path} is not valid HTML ({error}); save the page as plain text") from error
    document = _document(path.name, content, text, shown, encoding)
    if not document.words.texts:
        raise EvidenceError(f"{path} has no words; give a file with the document's text")
    return document
