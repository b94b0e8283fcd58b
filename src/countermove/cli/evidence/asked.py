"""Which documents a command of the desk is about; files alone, until there is a desk."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from countermove.errors import EvidenceError
from countermove.evidence import Document, read_document
from countermove.evidence.work import Work

__all__ = ["Desk", "DocumentName", "document_asked", "works_asked"]

Desk = Annotated[
    Path | None,
    typer.Option("--desk", metavar="DIR", help="The desk's folder; 'evidence' here by default."),
]
DocumentName = Annotated[
    str, typer.Argument(metavar="DOCUMENT", help="A file, or a name on the desk: WORK or WORK/RENDITION.")
]


def works_asked(model: str | None, sources: list[str] | None, desk: Path | None) -> tuple[Work, ...]:
    """Return the works that a command over all documents of a project is about."""
    raise EvidenceError("the desk has no documents; name files")


def document_asked(name: str, desk: Path | None) -> Document:
    """Return the document of a name: a file."""
    return read_document(Path(name))
