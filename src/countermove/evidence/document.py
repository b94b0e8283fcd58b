"""Documents: the raw text of a file, its words, and the furniture of its pages."""

from __future__ import annotations

import codecs
import hashlib
import os
import re
import stat
from array import array
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from countermove.errors import EvidenceError, LimitError
from countermove.evidence.furniture import Furniture, find_furniture
from countermove.evidence.page import page_text
from countermove.evidence.words import Words, split

__all__ = ["MAX_BYTES", "Document", "Prose", "document_from_text", "read_document"]

MAX_BYTES = 50_000_000
"""The largest file that is read, in bytes."""

_HTML_SUFFIXES = frozenset({".html", ".htm", ".xhtml"})
_HTML_HEAD = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_LINE_BREAK = re.compile(r"\r\n|\r|\n")


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
        Spans that interrupt the page's sentences, in order.
    """

    name: str
    sha256: str
    text: str = field(repr=False)
    words: Words = field(repr=False, compare=False)
    furniture: tuple[Furniture, ...] = field(repr=False, compare=False)

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


def _document(name: str, content: bytes, text: str) -> Document:
    sha256 = hashlib.sha256(content).hexdigest()
    return Document(name, sha256, text, split(text), find_furniture(text))


def read_document(path: Path) -> Document:
    """Read a text or HTML file.

    Text is UTF-8 (with or without a byte order mark) or UTF-16 with one. A file is HTML if its name ends
    in ``.html``, ``.htm`` or ``.xhtml``, or if it begins like a page; see `page_text` for what is kept.

    Parameters
    ----------
    path : Path
        The file; links are followed.

    Raises
    ------
    EvidenceError
        If it is missing, no regular file, not to be read, empty, binary, or in another encoding.
    LimitError
        If it has more than `MAX_BYTES` bytes.
    """
    content = _content(path)
    text = _decoded(path, content)
    if path.suffix.lower() in _HTML_SUFFIXES or _HTML_HEAD.match(text):
        try:
            text = page_text(text)
        except ValueError as error:
            raise EvidenceError(f"{path} is not valid HTML ({error}); save the page as plain text") from error
    document = _document(path.name, content, text)
    if not document.words.texts:
        raise EvidenceError(f"{path} has no words; give a file with the document's text")
    return document


def _content(path: Path) -> bytes:
    """Read the bytes of a regular file, without hanging on what only looks like one."""
    try:
        _check_regular(path, path.stat().st_mode)
        # Should a FIFO have taken the file's place since, opening it without O_NONBLOCK would hang.
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        with open(os.open(path, flags), "rb") as file:  # noqa: PTH123 - it is open already
            _check_regular(path, os.fstat(file.fileno()).st_mode)
            content = file.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise EvidenceError(f"{path} does not exist; check the path, or give another file") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise EvidenceError(f"{path} cannot be read ({reason}); make it a readable file") from error
    if len(content) > MAX_BYTES:
        raise LimitError(
            f"{path} has more than {MAX_BYTES // 1_000_000} MB; give the part of the document that is quoted"
        )
    if not content.strip():
        raise EvidenceError(f"{path} is empty; give a file with the document's text")
    return content


def _check_regular(path: Path, mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise EvidenceError(f"{path} is a directory; give a file in it")
    if not stat.S_ISREG(mode):
        raise EvidenceError(
            f"{path} is no regular file but a device, pipe or socket; save it to a file first"
        )


def _decoded(path: Path, content: bytes) -> str:
    """Decode the bytes of a text file strictly: a wrong guess would change words."""
    if content.lstrip().startswith(b"%PDF-"):
        raise EvidenceError(
            f"{path} is a PDF, which is not read yet; save its text, as with 'pdftotext {path.name}', "
            "and give that file"
        )
    utf16 = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = content.decode("utf-16" if utf16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        encoding = "UTF-16, as its first two bytes promise" if utf16 else "UTF-8"
        raise EvidenceError(
            f"{path} is not {encoding} (byte {error.start}: {error.reason}); "
            "if it is text, open it in an editor and save it as UTF-8"
        ) from error
    if "\0" in text:
        raise EvidenceError(
            f"{path} is binary (it has NUL bytes); if it is a text, save it as plain text in UTF-8"
        )
    return text
