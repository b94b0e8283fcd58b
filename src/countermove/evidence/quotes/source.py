"""Sources: the renditions of one work, and quotes checked in every rendition there is a document for."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from countermove.errors import EvidenceError, LimitError
from countermove.evidence.desk.desk import Desk
from countermove.evidence.documents.document import Document, read_document
from countermove.evidence.quotes.match import Finding, Status, find_all
from countermove.evidence.quotes.placed import Span, find_placed, words_at
from countermove.evidence.quotes.seal import Seal
from countermove.files import lies_beside

__all__ = ["Notice", "Rendition", "Row", "Source", "inside", "verify"]


@dataclass(frozen=True)
class Rendition:
    """One form of a work, such as the text of its web page or of its PDF.

    Attributes
    ----------
    name : str
        Its name in the model, or ``given-1`` and so on for a document that the model does not know.
    sha256 : str or None
        The hash that was declared for it, in lower case; None if none was. The hash of what was read
        is ``document.sha256``.
    document : Document or None
        None if it is not on this machine.
    """

    name: str
    sha256: str | None
    document: Document | None


@dataclass(frozen=True)
class Notice:
    """Something about a source's documents that the user should know, and that is no error.

    Attributes
    ----------
    kind : str
        ``"other-hash"``, ``"absent-file"``, ``"unreadable"``, ``"unknown-hash"``, ``"given-twice"``, or
        ``"on-desk"``, which tells where a document was found and need not be shown.
    source, rendition : str
        What it is about.
    file : str
        The path, as declared or given.
    text : str
        One sentence that says it, without a full stop.
    """

    kind: str
    source: str
    rendition: str
    file: str
    text: str

    def __str__(self) -> str:
        return f"source {self.source}: {self.text}" if self.source else self.text


@dataclass(frozen=True)
class Row:
    """What became of a quote in one rendition.

    Attributes
    ----------
    rendition : str
        The rendition's name; empty if the source has no renditions at all.
    finding : Finding or None
        None if the rendition has no document.
    """

    rendition: str
    finding: Finding | None

    @property
    def status(self) -> Status:
        """The finding's status, or ``no-source``."""
        return self.finding.status if self.finding else Status.NO_SOURCE


@dataclass(frozen=True)
class Source:
    """One work, in all its renditions.

    Attributes
    ----------
    id : str
        Its name in the model.
    renditions : tuple of Rendition
        Those declared in the model's order, then those given with an unknown hash.
    notices : tuple of Notice
        What the user should know about the documents.
    """

    id: str
    renditions: tuple[Rendition, ...]
    notices: tuple[Notice, ...] = ()

    def check(self, quote: str | Seal) -> tuple[Row, ...]:
        """Look a quote up in every rendition: one row each, and never none."""
        return self.check_all([quote])[0]

    def check_all(
        self,
        quotes: Sequence[str | Seal],
        places: Sequence[Mapping[str, Span]] | None = None,
    ) -> list[tuple[Row, ...]]:
        """Look quotes up in every rendition: for each quote one row for each rendition.

        A source without renditions gives one row too, whose status is ``no-source``, so that no check of
        all rows passes for want of any. A sealed quote that stands in one rendition lends its words where it
        does not stand: there it may be ``changed``, and what is nearest to it is shown.

        Parameters
        ----------
        quotes : sequence of str or Seal
            Open or sealed quotes.
        places : sequence of mapping, optional
            For each quote, where it was found in which rendition.

        Raises
        ------
        UsageError
            If a quote has no words.
        """
        if not self.renditions:
            return [(Row("", None),) for _ in quotes]
        recorded = places if places is not None else [{} for _ in quotes]
        found = {
            each.name: find_placed(
                each.document,
                quotes,
                [spans.get(each.name) for spans in recorded],
                each.sha256 == each.document.sha256,
            )
            for each in self.renditions
            if each.document
        }
        self._lend_words(quotes, found)
        rows = []
        for number in range(len(quotes)):
            findings = (found.get(each.name) for each in self.renditions)
            shown = [each[number] if each else None for each in findings]
            names = (each.name for each in self.renditions)
            rows.append(tuple(map(Row, names, shown)))
        return rows

    def _lend_words(self, quotes: Sequence[str | Seal], found: Mapping[str, list[Finding]]) -> None:
        """Look again, by their words, for sealed quotes whose words stand in another rendition."""
        documents = {each.name: each.document for each in self.renditions if each.document}
        lent: dict[int, str] = {}
        for number, quote in enumerate(quotes):
            here = [(documents[name], findings[number]) for name, findings in found.items()]
            if isinstance(quote, Seal) and any(not finding.places for _, finding in here):
                known = (words_at(document, finding, quote) for document, finding in here)
                words = next((words for words in known if words), None)
                if words:
                    lent[number] = " ".join(words)
        for name, findings in found.items():
            absent = [number for number in lent if not findings[number].places]
            again = find_all(documents[name], [lent[number] for number in absent])
            for number, finding in zip(absent, again, strict=True):
                findings[number] = finding


def verify(
    source_id: str,
    declared: Mapping[str, str | None],
    given: Sequence[Path] = (),
    files: Mapping[str, str] | None = None,
    *,
    folder: Path,
    desk: Desk | None = None,
    unread: bool = False,
) -> Source:
    """Read a source's documents and say which rendition each one is.

    Parameters
    ----------
    source_id : str
        The source's name in the model.
    declared : mapping of str to str or None
        The SHA-256 of each rendition of the model, None where it is not known.
    given : sequence of Path
        The user's own documents (``--source ID=PATH``); they may lie anywhere.
    files : mapping of str to str, optional
        The ``file`` of each rendition that has one, as the model gives it.
    folder : Path
        The model's folder, which declared files are relative to and must lie in.
    desk : Desk, optional
        Where a rendition that has no document else is looked for by its hash.
    unread : bool, optional
        Whether a document that cannot be read is told in a notice, and no error.

    Returns
    -------
    Source
        A given document takes the place of each rendition with its hash, also before that rendition's
        declared file; one with an unknown hash is a further rendition. Documents with one hash count once.

    Raises
    ------
    EvidenceError
        If a declared file lies outside the folder, or a document cannot be read. A declared file that is
        not there is none of these: that rendition has no document.
    LimitError
        If a document is too large.
    """
    files = files or {}
    hashes = {name: declared.get(name) for name in dict.fromkeys([*declared, *files])}
    known = {name: sha256.lower() if sha256 else None for name, sha256 in hashes.items()}
    notices: list[Notice] = []

    def reading(name: str, file: str) -> AbstractContextManager[None]:
        return _noticed(notices, source_id, name, file) if unread else nullcontext()

    own: dict[str, Document] = {}
    for name, file in files.items():
        with reading(name, file):
            path = inside(folder, file)
            if os.path.lexists(path):
                own[name] = read_document(path)
                notices.extend(_hash_notices(source_id, name, file, known[name], own[name]))
            else:
                text = f"the file {file} of rendition {name} is not there"
                notices.append(Notice("absent-file", source_id, name, file, text))

    renditions = {name: Rendition(name, known[name], own.get(name)) for name in known}
    for path in given:
        document = None
        with reading("", str(path)):
            document = read_document(path)
        if document is None:
            continue
        same = [each.name for each in renditions.values() if _has(each, document)]
        wanted = [name for name in known if known[name] == document.sha256]
        if same:
            text = f"{path} is the document of rendition {same[0]} again; it counts once"
            notices.append(Notice("given-twice", source_id, same[0], str(path), text))
        for name in wanted:
            renditions[name] = Rendition(name, known[name], document)
        if not same and not wanted:
            name = next(_free_names(renditions))
            renditions[name] = Rendition(name, document.sha256, document)
            text = f"{path} is none of the renditions the model knows; it is verified as rendition {name}"
            notices.append(Notice("unknown-hash", source_id, name, str(path), text))
    for name in [name for name, each in renditions.items() if each.document is None] if desk else ():
        entry = desk.by_hash().get(known[name] or "") if desk else None
        if entry is not None and desk is not None:
            with reading(name, str(entry.path)):
                renditions[name] = Rendition(name, known[name], desk.read(entry))
                notices[:] = [
                    each for each in notices if (each.kind, each.rendition) != ("absent-file", name)
                ]
                text = f"rendition {name} is {entry.name} on the desk {desk.path}"
                notices.append(Notice("on-desk", source_id, name, str(entry.path), text))
    return Source(source_id, tuple(renditions.values()), tuple(notices))


@contextmanager
def _noticed(notices: list[Notice], source_id: str, name: str, file: str) -> Iterator[None]:
    """Tell in a notice that a document cannot be read."""
    try:
        yield
    except (EvidenceError, LimitError) as error:
        notices.append(Notice("unreadable", source_id, name, file, str(error)))


def _has(rendition: Rendition, document: Document) -> bool:
    return rendition.document is not None and rendition.document.sha256 == document.sha256


def _free_names(taken: Mapping[str, object]) -> Iterator[str]:
    number = 1
    while True:
        if (name := f"given-{number}") not in taken:
            yield name
        number += 1


def _hash_notices(
    source_id: str, name: str, file: str, sha256: str | None, document: Document
) -> Iterator[Notice]:
    if sha256 is not None and sha256 != document.sha256:
        text = (
            f"the file {file} of rendition {name} is not the one the model was made with: "
            f"its SHA-256 is {document.sha256}, the model says {sha256}"
        )
        yield Notice("other-hash", source_id, name, file, text)


def inside(folder: Path, file: str) -> Path:
    """Return the path of a file that a model declares, which must lie in the model's folder.

    A model may come from anybody, and must not make us read (and then quote) other files of this machine.

    Parameters
    ----------
    folder : Path
        The model's folder.
    file : str
        The path as the model gives it, with ``/``; links within the folder are followed.

    Raises
    ------
    EvidenceError
        If the path is absolute, goes up with ``..``, or leads out of the folder by a link.
    """
    if not file.strip() or "\0" in file:
        raise EvidenceError(f"a source's file is {file!r}; give a path relative to the model's folder")
    if not lies_beside(file):
        raise EvidenceError(
            f"the file {file} of a source lies outside the model's folder; put it there and give "
            "its path from there, or give it with --source"
        )
    try:
        root = folder.resolve()
        path = (root / file).resolve()
    except (OSError, RuntimeError) as error:
        raise EvidenceError(
            f"the file {file} of a source cannot be found ({error}); check its links"
        ) from error
    if not path.is_relative_to(root):
        raise EvidenceError(
            f"the file {file} of a source is a link out of the model's folder; "
            "put the document itself there, or give it with --source"
        )
    return path
