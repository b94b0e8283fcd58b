"""The desk: a folder that keeps the whole text of documents, with a record of each.

``DIR/<work>/<rendition>.txt`` is a document's text and ``DIR/<work>/<rendition>.json`` its record. The record
is written last and in one step, so a text without one was interrupted and does not count.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

import countermove
from countermove.errors import EvidenceError, UsageError, suggest
from countermove.evidence.desk.labels import DECISIONS, check_labels, free, is_label, label_of
from countermove.evidence.desk.record import Record, read_record, record_of
from countermove.evidence.desk.turns import last_turn, turn
from countermove.evidence.documents.document import MAX_BYTES, About, Document
from countermove.evidence.documents.reading import read_bytes
from countermove.evidence.documents.words import split
from countermove.evidence.documents.work import Work
from countermove.files import must_be_plain, write_whole

__all__ = ["DEFAULT", "Desk", "Entry", "desk_beside", "merged_about"]

DEFAULT = "evidence"
"""The desk's folder: in the current folder, or beside a model."""

_FIRST = ("html", "text", "pdf")  # which rendition is read for a work: a PDF's lines are guessed


@dataclass(frozen=True)
class Entry:
    """A document on the desk, whose text has not been read yet.

    Attributes
    ----------
    work, rendition : str
        Its labels.
    record : Record
        What is known of it.
    path : Path
        Its text.
    """

    work: str
    rendition: str
    record: Record
    path: Path

    @property
    def name(self) -> str:
        """What commands call it: ``work/rendition``."""
        return f"{self.work}/{self.rendition}"


class Desk:
    """A folder of documents; `Desk.open` reads its records, and texts are read when asked for.

    Attributes
    ----------
    path : Path
        The folder; it is made when the first document is added.
    entries : tuple of Entry
        Every document, by work and, within one, the rendition that is read for it first.
    """

    def __init__(self, path: Path, entries: Iterable[Entry], turn: str = "") -> None:
        self.path = path
        self._turn = turn  # the last one whose changes are among the entries
        self._held = False
        self.entries = tuple(sorted(entries, key=_order))

    @classmethod
    def open(cls, path: Path) -> Desk:
        """Open a desk; a folder that is not there, or has no records, is an empty one.

        Raises
        ------
        EvidenceError
            If it is no folder, cannot be read, or a record in it is damaged.
        """
        if not path.is_dir():
            if path.exists() or path.is_symlink():
                raise EvidenceError(f"{path} is no folder; name the desk's folder with --desk")
            return cls(path, ())
        last = last_turn(path)  # before the records, so that who adds meanwhile is noticed
        try:
            # Not by a pattern: that passes over a folder that cannot be read.
            works = [each for each in path.iterdir() if is_label(each.name) and each.is_dir()]
            records = sorted(each for work in works for each in work.iterdir() if each.suffix == ".json")
        except OSError as error:
            unread = error.filename or path
            raise EvidenceError(f"{unread} cannot be read ({error.strerror}); make it readable") from None
        return cls(
            path,
            [
                Entry(each.parent.name, each.stem, record, each.with_suffix(".txt"))
                for each in records
                if each.stem != DECISIONS and is_label(each.stem)
                if (record := _record(each)) is not None
            ],
            last,
        )

    @contextmanager
    def hold(self) -> Iterator[bool]:
        """Keep other programs from adding, and take up what they have added since.

        Yields
        ------
        bool
            Whether there was anything, so that what is known of the desk may be out of date.

        Raises
        ------
        UsageError
            If the folder cannot be made or written to.
        EvidenceError
            If another program holds the desk and does not end, or has left it damaged.
        """
        if self._held:
            yield False
            return
        with ExitStack() as stack:
            try:
                self.path.mkdir(parents=True, exist_ok=True)
                last, this = stack.enter_context(turn(self.path))
            except OSError as error:
                raise UsageError(
                    f"'{self.path}' cannot be made: {error.strerror}; name another desk"
                ) from None
            changed = not last or last != self._turn
            if changed:
                self._put(Desk.open(self.path).entries)
            self._turn, self._held = this, True
            try:
                yield changed
            finally:
                self._held = False

    @cached_property
    def _by_hash(self) -> Mapping[str, Entry]:
        return {each.record.sha256: each for each in reversed(self.entries)}

    def by_hash(self) -> Mapping[str, Entry]:
        """Return the documents by the SHA-256 of the files that they were read from."""
        return self._by_hash

    def read(self, entry: Entry) -> Document:
        """Read a document of the desk.

        Raises
        ------
        EvidenceError
            If its text is not there, or is not the one that was added.
        """
        again = "delete both and add the document again"
        content = read_bytes(entry.path, 4 * MAX_BYTES)
        if hashlib.sha256(content).hexdigest() != entry.record.text_sha256:
            raise EvidenceError(f"{entry.path} is not the text that its record was made for; {again}")
        record = entry.record
        if record.format == "text" and record.encoding == "utf-8" and record.text_sha256 != record.sha256:
            # A text's bytes are its own file's, so a record cannot lend another's hash to it.
            raise EvidenceError(f"{entry.path} has not the hash that its record says; {again}")
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError:
            raise EvidenceError(f"{entry.path} is not UTF-8; {again}") from None
        if fault := record.faults(text):
            raise EvidenceError(f"the record beside {entry.path} is damaged: {fault}; {again}")
        return Document(
            record.file,
            record.sha256,
            text,
            split(text),
            record.spans,
            format=record.format,
            pages=tuple(record.pages),
            about=record.about,
            reader=record.reader.partition(", ")[2],
            size=record.bytes,
            encoding=record.encoding,
        )

    def works(self) -> tuple[Work, ...]:
        """Read all works of the desk, in the order of their labels."""
        grouped: dict[str, list[Entry]] = {}
        for entry in self.entries:
            grouped.setdefault(entry.work, []).append(entry)
        return tuple(self._work(work, entries) for work, entries in grouped.items())

    def work(self, label: str) -> Work:
        """Read one work.

        Raises
        ------
        UsageError
            If the desk has none of that label.
        """
        entries = [each for each in self.entries if each.work == label]
        if not entries:
            hint = suggest(label, dict.fromkeys(each.work for each in self.entries), what="works there")
            raise UsageError(f"the desk {self.path} has no work '{label}'; {hint}")
        return self._work(label, entries)

    def _work(self, label: str, entries: list[Entry]) -> Work:
        documents = {each.rendition: self.read(each) for each in entries}
        about = merged_about(each.record.about for each in entries)
        return Work(label, documents, about.title, about.author, about.publisher, about.published)

    def entry(self, name: str) -> Entry:
        """Return the document of a name: ``work/rendition``, or ``work`` for the one that is read for it.

        Raises
        ------
        UsageError
            If there is none.
        """
        for each in self.entries:
            if name in (each.name, each.work):
                return each
        names = dict.fromkeys(name for each in self.entries for name in (each.work, each.name))
        raise UsageError(f"the desk {self.path} has no '{name}'; {suggest(name, names, what='it has')}")

    def document(self, name: str) -> Document:
        """Read the document of a name, as `entry` finds it."""
        return self.read(self.entry(name))

    def add(self, document: Document, work: str | None = None, rendition: str | None = None) -> Entry:
        """Keep a document; one that is there already, by its file's hash, is there once.

        It stays where it is, unless another work or rendition is named, to which it is then moved. What is
        not known yet of one that is there (title, author, publisher, date) is added to its record, and where
        ``document.about`` says otherwise, that counts.

        Parameters
        ----------
        document : Document
            Whose whole text is kept.
        work : str, optional
            The work's label, new or not; one made of the file's name by default, and a new one.
        rendition : str, optional
            The rendition's label; by default ``web``, ``text`` or ``pdf``, with a number where it is taken.

        Raises
        ------
        UsageError
            If a label is not one, the rendition is taken, or the place cannot be written to.
        """
        check_labels(work, rendition)
        with self.hold():
            return self._add(document, work, rendition)

    def _add(self, document: Document, work: str | None, rendition: str | None) -> Entry:
        there = self._by_hash.get(document.sha256)
        if there is not None and work in (None, there.work) and rendition in (None, there.rendition):
            return self._again(there, document.about)
        entry = self._new_entry(document, work or (there.work if there else None), rendition)
        must_be_plain(entry.path.parent)
        try:
            entry.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError(
                f"'{entry.path.parent}' cannot be made: {error.strerror}; name another desk"
            ) from None
        write_whole(entry.path, document.text)
        self._keep(entry)
        if there is not None:
            self._remove(there)
        return entry

    def _new_entry(self, document: Document, work: str | None, rendition: str | None) -> Entry:
        """Return a document's place on the desk and its record."""
        taken = {each.name for each in self.entries}
        works = {each.work for each in self.entries}
        work = work or next(free(label_of(document.name), works))
        if rendition:
            if f"{work}/{rendition}" in taken:
                raise UsageError(
                    f"the desk has '{work}/{rendition}' already; give it another name with --rendition"
                )
        else:
            others = {name.partition("/")[2] for name in taken if name.startswith(f"{work}/")}
            rendition = next(free({"html": "web"}.get(document.format, document.format), others))
        sha256 = hashlib.sha256(document.text.encode("utf-8")).hexdigest()
        record = record_of(document, sha256, _reader(document), f"{datetime.now(UTC).date()}")
        return Entry(work, rendition, record, self.path / work / f"{rendition}.txt")

    def remove(self, entry: Entry) -> None:
        """Take a document away again; its work too, if it has no other.

        Raises
        ------
        UsageError, EvidenceError
            As `hold`.
        """
        with self.hold():
            self._remove(entry)

    def _remove(self, entry: Entry) -> None:
        """Take a document away: its record first, for a text without one does not count."""
        entry.path.with_suffix(".json").unlink(missing_ok=True)
        entry.path.unlink(missing_ok=True)
        with suppress(OSError):
            entry.path.parent.rmdir()  # unless something is left in it
        self._put(each for each in self.entries if each.name != entry.name)

    def _put(self, entries: Iterable[Entry]) -> None:
        self.entries = tuple(sorted(entries, key=_order))
        self.__dict__.pop("_by_hash", None)

    def _again(self, there: Entry, about: About) -> Entry:
        about = merged_about([about, there.record.about])
        if about == there.record.about:
            return there
        record = there.record.model_copy(
            update={
                "title": about.title,
                "author": about.author,
                "publisher": about.publisher,
                "published": about.published,
            }
        )
        entry = Entry(there.work, there.rendition, record, there.path)
        self._keep(entry)
        return entry

    def _keep(self, entry: Entry) -> None:
        must_be_plain(entry.path.parent)
        text = entry.record.model_dump_json(by_alias=True, indent=2)
        write_whole(entry.path.with_suffix(".json"), text + "\n")
        self._put([*(each for each in self.entries if each.name != entry.name), entry])


def desk_beside(folder: Path | None, desk: Path | None = None) -> Desk | None:
    """Return the desk that belongs to a model: the one named, else the one in its folder, if any is there.

    Raises
    ------
    EvidenceError
        If the one named is not there, or a desk is damaged.
    """
    if desk is not None and not desk.exists():
        raise EvidenceError(
            f"there is no desk {desk}; begin one with: countermove evidence add FILE --desk {desk}"
        )
    path = desk or (folder / DEFAULT if folder is not None else None)
    return Desk.open(path) if path is not None and path.is_dir() else None


def _order(entry: Entry) -> tuple[str, int, str]:
    return entry.work, _FIRST.index(entry.record.format), entry.rendition


def _record(path: Path) -> Record | None:
    """Read a record; None for another file, as a folder may have that was never a desk."""
    content = read_bytes(path, MAX_BYTES)
    if b'"countermove/' not in content and not path.with_suffix(".txt").exists():
        return None
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        raise EvidenceError(f"{path} is not UTF-8; delete it and add the document again") from None
    return read_record(text, path)


def _reader(document: Document) -> str:
    own = f"countermove {countermove.__version__}"
    return f"{own}, {document.reader}" if document.reader else own


def merged_about(known: Iterable[About]) -> About:
    """Put together what several say of one work; the first that says something counts."""
    every = list(known)

    def first(name: str) -> str:
        return next((value for each in every if (value := getattr(each, name))), "")

    return About(first("title"), first("author"), first("publisher"), first("published"))
