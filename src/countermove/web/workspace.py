"""The models that are open: where each lies, and what it says now.

The file stays the truth. A model is read again whenever its bytes are others than those that were read
last, so that an edit in any editor appears on the next page that is asked for.
"""

from __future__ import annotations

import hashlib
import re
import threading
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

__all__ = ["AtHand", "Opened", "Snapshot", "Workspace"]

MAX_BYTES = 20_000_000


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
        self._lock = threading.Lock()
        self._now: Snapshot | None = None

    @property
    def name(self) -> str:
        """What to call it on the command line: the case's name, or the file."""
        return self.path.parent.name if self.bundled else str(self.path)

    def now(self) -> Snapshot:
        """Return what the file says, read again only if its bytes have changed."""
        try:
            with self.path.open("rb") as stream:
                content = stream.read(MAX_BYTES + 1)
        except OSError as error:
            raise UsageError(f"'{self.path}' cannot be read: {error.strerror}; put it back") from None
        sha256 = hashlib.sha256(content).hexdigest()
        with self._lock:
            if self._now is None or self._now.sha256 != sha256:
                self._now = _snapshot(content, sha256, self.name, self.path.parent, self.at_hand)
            return self._now


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

    def __init__(self, at_hand: AtHand | None = None) -> None:
        self.at_hand = at_hand or AtHand()
        self._opened: dict[str, Opened] = {}
        self._lock = threading.Lock()

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
