"""The models that are open: where each lies, and what it says now.

The file stays the truth. A model is read again whenever its bytes are others than those that were read
last, so that an edit in any editor appears on the next page that is asked for.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from countermove import cases
from countermove.conflict import Conflict
from countermove.errors import CountermoveError, ModelError, Problem, UsageError, suggest
from countermove.loading import loads
from countermove.provenance import Evidence
from countermove.views.told import Told
from countermove.web.drafts import Draft

__all__ = ["AtHand", "Opened", "Snapshot", "Workspace"]

MAX_BYTES = 20_000_000
MAX_SNAPSHOTS = 40
"""So many versions of a model are kept analysed, for undo and for what an edit changes."""


@dataclass(frozen=True)
class AtHand:
    """Documents on this machine besides those that a model names.

    Attributes
    ----------
    given : mapping of str to sequence of Path
        For each source's label the user's own documents; those of other models' sources are passed over.
    desk : Path or None
        The desk's folder; None for the one beside the model, if there is one.
    """

    given: Mapping[str, Sequence[Path]] = field(default_factory=dict)
    desk: Path | None = None

    def evidence(self, conflict: Conflict) -> Evidence:
        """Hold every quote of a model against the documents at hand."""
        sources = conflict.model.sources
        given = {label: list(paths) for label, paths in self.given.items() if label in sources}
        return conflict.evidence(given, self.desk)


@dataclass(frozen=True)
class Snapshot:
    """A model as its file says it at one moment.

    Attributes
    ----------
    text : str
        The file.
    sha256 : str
        Of its bytes; what a write must name, so that nobody's edit is lost.
    conflict : Conflict or None
        None where the text is no valid model.
    error : CountermoveError or None
        Why it is none.
    at_hand : AtHand
        Documents besides those that the model names.
    """

    text: str = field(repr=False)
    sha256: str
    conflict: Conflict | None
    error: CountermoveError | None = None
    at_hand: AtHand = field(default_factory=AtHand)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The mistakes in the text."""
        return tuple(self.error.problems) if isinstance(self.error, ModelError) else ()

    @cached_property
    def told(self) -> Told:
        """What is told of the conflict and its evidence, worked out part by part when first asked for."""
        if self.conflict is None:
            raise UsageError("the model is not valid; mend it first")
        return Told(self.conflict, self.at_hand.evidence(self.conflict))


class Opened:
    """One open model.

    Attributes
    ----------
    id : str
        Its part of the address.
    path : Path
        The file.
    bundled : bool
        Whether it is a case of the package, which is never written to.
    """

    def __init__(self, id_: str, path: Path, *, bundled: bool, at_hand: AtHand | None = None) -> None:
        self.id = id_
        self.at_hand = at_hand or AtHand()
        self.path = path
        self.bundled = bundled
        self._lock = threading.RLock()
        self._kept: OrderedDict[tuple[str, str], Snapshot] = OrderedDict()
        self._draft = None if bundled else Draft.found(path)
        self.recovered = self._draft is not None

    @property
    def name(self) -> str:
        """What to call it on the command line: the case's name, or the file."""
        return self.path.parent.name if self.bundled else str(self.path)

    def now(self) -> Snapshot:
        """Return what is shown: the draft where there is one, else the file, read when it changes."""
        with self._lock:
            draft = self.draft
            return self._of(self._content() if draft is None else _encoded(draft.text))

    def before(self, *, saved: bool = False) -> Snapshot | None:
        """Return the version before the last edit, or the saved one; None where there is none."""
        with self._lock:
            draft = self.draft
            if draft is None or (not saved and not draft.at):
                return None
            return self._of(_encoded(draft.base if saved else draft.texts[draft.at - 1]))

    # ------------------------------------------------------------ the draft
    @property
    def draft(self) -> Draft | None:
        """The draft; one with nothing to save gives way to a file that has changed."""
        with self._lock:
            draft = self._draft
            if draft is not None and _encoded(draft.base) != (found := self._content()):
                if _encoded(draft.text) == found:
                    # Saved, and stopped before the journal was removed; or edited to the same elsewhere.
                    draft.base = draft.text
                    draft.forget()
                elif not draft.changed:
                    draft.forget()
                    draft = self._draft = None
            return draft

    @property
    def mark(self) -> str:
        """By what the draft, and the files beside, are told from what they were."""
        with self._lock:
            draft = self.draft
            beside = self._beside(self._content() if draft is None else _encoded(draft.text))
            if draft is None:
                return beside
            return f"{beside}/{draft.at}/{len(draft.texts)}/{draft.changed}/{self.overtaken}/{self.recovered}"

    @property
    def overtaken(self) -> bool:
        """Whether the file is no longer the one that the draft began from."""
        draft = self.draft
        return draft is not None and _encoded(draft.base) != self._content()

    def change(self, text: str, what: str, seen: str) -> None:
        """Edit the draft; it begins with the first edit.

        Raises
        ------
        StaleError
            When ``seen``, the SHA-256 of what the writer saw, is not what is shown.
        UsageError
            When the model is a bundled case.
        """
        if self.bundled:
            raise UsageError("a bundled case is not changed; save a copy of it in the workshop first")
        with self._lock:
            draft = self.draft or Draft(self.path, [self._content().decode("utf-8")])
            draft.edit(text, what, seen)
            self._draft, self.recovered = draft, False

    def known(self, sha256: str) -> str:
        """Return the text of a version that was shown; empty where it is not known any more."""
        with self._lock:
            return next((kept.text for key, kept in self._kept.items() if key[0] == sha256), "")

    def step(self, by: int, seen: str) -> None:
        """Undo (-1) or redo (1) one edit."""
        with self._lock:
            if (draft := self.draft) is None:
                raise UsageError("there is nothing to undo or to do again")
            draft.step(by, seen)

    def save(self, seen: str, over: str = "") -> None:
        """Write the draft into the file.

        Parameters
        ----------
        seen, over : str
            The SHA-256 of the draft that the writer saw, and, where the file has changed meanwhile, of the
            file that the writer has seen and wants to replace.
        """
        with self._lock:
            if (draft := self.draft) is None:
                raise UsageError("there is nothing to save")
            draft.step(0, seen)
            content = self._content()
            if over and hashlib.sha256(content).hexdigest() == over:
                draft.onto(content.decode("utf-8"))
            draft.save()
            self.recovered = False

    def discard(self, seen: str) -> None:
        """Forget the draft."""
        with self._lock:
            if (draft := self.draft) is not None:
                draft.step(0, seen)
                draft.forget()
            self._draft, self.recovered = None, False

    # ------------------------------------------------------------ the file
    def _content(self) -> bytes:
        try:
            with self.path.open("rb") as stream:
                return stream.read(MAX_BYTES + 1)
        except OSError as error:
            raise UsageError(f"'{self.path}' cannot be read: {error.strerror}; put it back") from None

    def _of(self, content: bytes) -> Snapshot:
        sha256 = hashlib.sha256(content).hexdigest()
        key = sha256, self._beside(content)
        if key not in self._kept:
            self._kept[key] = _snapshot(content, sha256, self.name, self.path.parent, self.at_hand)
            if len(self._kept) > MAX_SNAPSHOTS:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return self._kept[key]

    def _beside(self, content: bytes) -> str:
        """Tell the models beside this one, which may be its layers, from what they were."""
        if self.bundled or b"layers" not in content:
            return ""
        found = (each.stat() for each in sorted(self.path.parent.glob("*.y*ml")) if each != self.path)
        return " ".join(f"{each.st_mtime_ns}.{each.st_size}.{each.st_ino}" for each in found)


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _snapshot(content: bytes, sha256: str, name: str, folder: Path, at_hand: AtHand) -> Snapshot:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        problem = Problem(name, line, 1, "the file is not UTF-8 text", "save it as UTF-8")
        return Snapshot("", sha256, None, ModelError([problem]))
    try:
        return Snapshot(text, sha256, loads(text, name, folder), at_hand=at_hand)
    except CountermoveError as error:
        return Snapshot(text, sha256, None, error)


class Workspace:
    """The open models, and the folders that the workbench may read and write in: theirs, and no others."""

    def __init__(self, home: Path | None = None, at_hand: AtHand | None = None) -> None:
        self.at_hand = at_hand or AtHand()
        self.home = (home or Path.cwd()).resolve()
        self._opened: dict[str, Opened] = {}
        self._lock = threading.RLock()

    def folders(self) -> list[Path]:
        """Return the folders in which files may be read and written, the workbench's own first."""
        return [self.home, *(each.path.parent for each in self.all() if not each.bundled)]

    def place(self, given: str) -> Path:
        """Return the path that somebody asked for on a page.

        Raises
        ------
        UsageError
            When it leads, links followed, out of the folder of an open model and of ``home``.
        """
        if not given.strip() or "\0" in given:
            raise UsageError("no file is named; name one, such as 'conflict.yaml'")
        path = (self.home / given.strip()).resolve()
        folders = self.folders()
        if not any(path.is_relative_to(folder) for folder in folders):
            where = "' or '".join(sorted(map(str, folders)))
            raise UsageError(f"'{given}' lies outside the open folders; name a file in '{where}'")
        return path

    def new(self, given: str, text: str) -> Opened:
        """Write a new model and open it; nothing that is there is replaced."""
        path = self.place(given if Path(given).suffix in (".yaml", ".yml") else f"{given}.yaml")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8", newline="") as stream:
                stream.write(text)
        except FileExistsError:
            raise UsageError(f"'{given}' is there already; open it, or name another") from None
        except OSError as error:
            raise UsageError(f"'{given}' cannot be written: {error.strerror}; name another") from None
        return self.open(str(path))

    def copy(self, opened: Opened, given: str) -> Opened:
        """Copy a bundled case, with the files beside it, into a new folder, and open the copy."""
        if not opened.bundled:
            raise UsageError("only bundled cases are copied; copy the file itself")
        folder = self.place(given)
        if folder.exists():
            raise UsageError(f"'{given}' is there already; name a new folder")
        try:
            shutil.copytree(opened.path.parent, folder, ignore=shutil.ignore_patterns("__pycache__", "*.py"))
        except OSError as error:
            raise UsageError(f"'{given}' cannot be written: {error.strerror}; name another") from None
        return self.open(str(folder / opened.path.name))

    def open(self, name: str) -> Opened:
        """Open a model by its path or a case by its name; one that is open already stays as it is."""
        given = Path(name)
        bundled = cases.case_path(name) if not given.is_file() else None
        if bundled is None and not given.is_file():
            hint = suggest(name, cases.case_names(), what="the cases are")
            raise UsageError(f"'{name}' is no file or bundled case; {hint}")
        path = (bundled or given).resolve()
        with self._lock:
            for each in self._opened.values():
                if each.path == path:
                    return each
            id_ = self._free_id(name if bundled else given.stem)
            opened = Opened(id_, path, bundled=bundled is not None, at_hand=self.at_hand)
            self._opened[opened.id] = opened
            return opened

    def _free_id(self, name: str) -> str:
        stem = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "model"
        taken = self._opened.keys()
        return (
            stem
            if stem not in taken
            else next(
                f"{stem}-{number}" for number in range(2, len(taken) + 3) if f"{stem}-{number}" not in taken
            )
        )

    def get(self, id_: str) -> Opened | None:
        """Return an open model; a bundled case opens when it is first asked for."""
        if id_ not in self._opened and id_ in cases.case_names():
            return self.open(id_)
        return self._opened.get(id_)

    def all(self) -> tuple[Opened, ...]:
        """Return what is open, in the order in which it was opened."""
        return tuple(self._opened.values())
