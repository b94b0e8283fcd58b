"""What the desk keeps about a document beside its text: the record, a file format of its own."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from countermove.errors import EvidenceError
from countermove.evidence.documents.document import About, Document
from countermove.evidence.documents.furniture import Furniture

__all__ = ["Record", "read_record", "record_of"]

_Sha256 = Annotated[str, Field(pattern=r"\A[0-9a-f]{64}\z")]
_Offset = Annotated[int, Field(ge=0)]
_Words = Annotated[str, Field(max_length=10_000)]


class _Part(BaseModel):
    # Keys that a later version adds are passed over.
    model_config = ConfigDict(frozen=True, strict=True, extra="ignore")


class _Span(_Part):
    start: _Offset
    end: _Offset
    reason: Annotated[str, Field(min_length=1, max_length=100)]


class Record(_Part):
    """A document's record. Its text is the file of the same name that ends in ``.txt``."""

    schema_: Literal["countermove/document/1"] = Field(alias="schema")
    file: _Words
    sha256: _Sha256
    bytes: _Offset
    format: Literal["text", "html", "pdf"]
    encoding: _Words = ""
    reader: _Words = ""
    text_sha256: _Sha256
    words: _Offset
    pages: list[_Offset] = []
    furniture: list[_Span] = []
    title: _Words = ""
    author: _Words = ""
    publisher: _Words = ""
    published: Annotated[str, Field(pattern=r"\A(?:[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?)?\z")] = ""
    added: Annotated[str, Field(pattern=r"\A(?:[0-9]{4}-[0-9]{2}-[0-9]{2})?\z")] = ""

    @property
    def about(self) -> About:
        """What is known of the work."""
        return About(self.title, self.author, self.publisher, self.published)

    @property
    def spans(self) -> tuple[Furniture, ...]:
        """The furniture."""
        return tuple(Furniture(each.start, each.end, each.reason) for each in self.furniture)

    def faults(self, text: str) -> str:
        """Say what in the record cannot be true of this text; empty if nothing."""
        at = 0
        for span in self.furniture:
            if not at <= span.start < span.end <= len(text):
                return "its furniture does not lie in the text in order"
            at = span.end
        if self.pages and (self.pages[0] != 0 or self.pages != sorted(set(self.pages))):
            return "its pages are not in order"
        if self.pages and self.pages[-1] > len(text):
            return "its pages lie outside the text"
        return ""


def record_of(document: Document, text_sha256: str, reader: str, added: str) -> Record:
    """Make the record of a document."""
    about = document.about
    return Record(
        schema="countermove/document/1",
        file=document.name,
        sha256=document.sha256,
        bytes=document.size,
        format=document.format,  # type: ignore[arg-type]
        encoding=document.encoding,
        reader=reader,
        text_sha256=text_sha256,
        words=len(document.words),
        pages=list(document.pages),
        furniture=[_Span(start=each.start, end=each.end, reason=each.reason) for each in document.furniture],
        title=about.title,
        author=about.author,
        publisher=about.publisher,
        published=about.published,
        added=added,
    )


def read_record(text: str, path: object) -> Record:
    """Read a record.

    Raises
    ------
    EvidenceError
        If it is none, is damaged, or is of a later version.
    """
    try:
        return Record.model_validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        later = re.search(r'"schema"\s*:\s*"countermove/document/(\d{1,9})"', text[:10_000])
        if later and later[1] != "1":
            what = f"{path} was written by a later version; use that one"
            raise EvidenceError(what) from None
        at = ".".join(map(str, first["loc"]))
        raise EvidenceError(
            f"{path} is no whole record of a document ({f'{at}: ' if at else ''}{first['msg']}); "
            "delete it and add the document again"
        ) from None
