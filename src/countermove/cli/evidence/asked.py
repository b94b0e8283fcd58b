"""Which documents a command of the desk is about: a file, a name on the desk, or all of a project."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from countermove.cli.common import open_conflict, sources_given
from countermove.errors import EvidenceError, UsageError
from countermove.evidence import Desk as _Desk
from countermove.evidence import Document, Entry, Work, read_document
from countermove.evidence.desk.desk import DEFAULT
from countermove.evidence.desk.labels import label_of

if TYPE_CHECKING:
    from countermove.conflict import Conflict

__all__ = [
    "Desk",
    "DocumentName",
    "desk_given",
    "document_asked",
    "evidence_works",
    "opened_desk",
    "work_asked",
    "works_asked",
]

Desk = Annotated[
    Path | None,
    typer.Option(
        "--desk", metavar="DIR", help="The desk's folder; by default 'evidence', here or beside the model."
    ),
]
DocumentName = Annotated[
    str, typer.Argument(metavar="DOCUMENT", help="A file, or a name on the desk: WORK or WORK/RENDITION.")
]


def opened_desk(desk: Path | None) -> _Desk:
    """Open the desk that was asked for, or the one in the current folder; it may be empty.

    Raises
    ------
    EvidenceError
        If a folder was named and is not there, or the desk is damaged.
    """
    if desk is not None and not desk.exists():
        raise EvidenceError(
            f"there is no desk {desk}; begin one with: countermove evidence add FILE --desk {desk}"
        )
    return _Desk.open(desk or Path(DEFAULT))


def works_asked(model: str | None, sources: list[str] | None, desk: Path | None) -> tuple[Work, ...]:
    """Return the works that a command over all documents of a project is about.

    Parameters
    ----------
    model : str or None
        A model, whose sources' documents are meant: those beside it, those given, and those on the desk
        beside it.
    sources : list of str or None
        ``--source ID=PATH`` options as they were typed.
    desk : Path or None
        The desk. Beside a model its further works count too; without both it is the current folder's.

    Returns
    -------
    tuple of Work
        Empty only where a model is given and none of its documents is on this machine.

    Raises
    ------
    EvidenceError
        If the desk is empty, or a document cannot be read.
    """
    if model is not None:
        return evidence_works(open_conflict(model), sources, desk_given(model, desk))
    if sources:
        given = sources_given(sources)
        return tuple(
            Work(label, {path.stem: read_document(path) for path in paths}) for label, paths in given.items()
        )
    works = opened_desk(desk).works()
    if not works:
        at = f" --desk {desk}" if desk is not None else ""
        raise EvidenceError(f"the desk has no documents; begin with: countermove evidence add FILE{at}")
    return works


def evidence_works(conflict: Conflict, sources: list[str] | None, desk: Path | None) -> tuple[Work, ...]:
    """Return a model's sources as works, those whose documents are at hand, then the rest of the desk.

    Parameters
    ----------
    conflict : Conflict
        Whose sources.
    sources : list of str or None
        ``--source ID=PATH`` options as they were typed.
    desk : Path or None
        Only a desk that was asked for adds works of its own.
    """
    evidence = conflict.evidence(sources_given(sources), desk)
    works = []
    for label, source in evidence.sources.items():
        documents = {each.name: each.document for each in source.renditions if each.document is not None}
        if documents:
            declared = conflict.model.sources[label]
            works.append(
                Work(
                    label,
                    documents,
                    declared.title,
                    declared.author,
                    declared.publisher,
                    declared.published,
                )
            )
    if desk is not None:
        seen = {document.sha256 for work in works for document in work.documents.values()}
        works += [
            work
            for work in opened_desk(desk).works()
            if not any(document.sha256 in seen for document in work.documents.values())
        ]
    return tuple(works)


def desk_given(model: str, desk: Path | None) -> Path | None:
    """Return the desk for a model's documents: the one named; for a model that is no file, the one here.

    None stands for the one beside the model, if there is one.
    """
    if desk is None and not Path(model).is_file() and Path(DEFAULT).is_dir():
        return Path(DEFAULT)
    return desk


def document_asked(name: str, desk: Path | None) -> Document:
    """Return the document of a name: a file, or ``work`` or ``work/rendition`` on the desk.

    Raises
    ------
    UsageError, EvidenceError
        If it is neither, or cannot be read.
    """
    if Path(name).is_file():
        return read_document(Path(name))
    entries = opened_desk(desk)
    if not entries.entries or Path(name).exists():
        return read_document(Path(name))  # says what is wrong with it
    return entries.document(_entry(entries, name).name)


def _entry(entries: _Desk, name: str) -> Entry:
    """Return the document of a name that is no file's."""
    try:
        return entries.entry(name)
    except UsageError as error:
        raise UsageError(f"there is no file '{name}', and {error}") from None


def work_asked(name: str, desk: Path | None) -> Work:
    """Return the work of a name: with all renditions for ``work``, with one for the others."""
    path = Path(name)
    entries = opened_desk(desk)
    if path.exists() or not entries.entries:
        document = read_document(path)
        about = document.about
        return Work(
            label_of(path.name),
            {document.format: document},
            about.title,
            about.author,
            about.publisher,
            about.published,
        )
    entry = _entry(entries, name)
    whole = entries.work(entry.work)
    if name == entry.work:
        return whole
    return Work(
        whole.id,
        {entry.rendition: whole.documents[entry.rendition]},
        whole.title,
        whole.author,
        whole.publisher,
        whole.published,
    )
