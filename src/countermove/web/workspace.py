"""The models that are open, and the folders in which they lie."""

from __future__ import annotations

import re
import shutil
import threading
from pathlib import Path

from countermove import cases
from countermove.errors import UsageError, suggest
from countermove.web.opened import AtHand, Opened, Snapshot

__all__ = ["AtHand", "Opened", "Snapshot", "Workspace"]

RESERVED = ("jobs", "new", "open", "static")
"""What addresses begin with that lead to no model."""


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
        try:
            path = (self.home / given.strip()).resolve()
            path.exists()
        except (OSError, RuntimeError, ValueError) as error:  # too long, or a link to itself
            why = getattr(error, "strerror", None) or "its links lead nowhere"
            raise UsageError(f"'{given[:60]}' is no name of a file: {why}; name another") from None
        if self._folder_of(path) is None:
            where = "' or '".join(dict.fromkeys(map(str, self.folders())))
            raise UsageError(f"'{given}' lies outside the open folders; name a file in '{where}'")
        return path

    def _folder_of(self, path: Path) -> Path | None:
        return next((each for each in self.folders() if path.is_relative_to(each)), None)

    def _new_place(self, given: str) -> Path:
        """Return where something new is to lie: nothing that is hidden, or cannot be seen as it is."""
        path = self.place(given)
        parts = path.relative_to(self._folder_of(path) or path).parts
        if any(each.startswith(".") or not each.isprintable() for each in parts):
            raise UsageError(
                f"'{given}' begins with a dot or holds letters that cannot be seen; name it such as "
                "'conflict.yaml'"
            )
        return path

    def new(self, given: str, text: str) -> Opened:
        """Write a new model and open it; nothing that is there is replaced."""
        path = self._new_place(given if Path(given).suffix in (".yaml", ".yml") else f"{given}.yaml")
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
        folder = self._new_place(given)
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
            opened = Opened(
                self._free_id(path, name if bundled else ""),
                path,
                bundled=bundled is not None,
                at_hand=self.at_hand,
            )
            self._opened[opened.id] = opened
            return opened

    def _free_id(self, path: Path, case: str) -> str:
        """Return by what addresses name a model: a case's name, the file's, or a model.yaml's folder's.

        The cases' names are kept for them, so that links to them stay true.
        """
        if case:
            return case
        name = path.parent.name if path.stem.lower() == "model" else path.stem
        stem = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "model"
        taken = {*self._opened, *cases.case_names(), *RESERVED}
        numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
        return next(each for each in (stem, *numbered) if each not in taken)

    def get(self, id_: str) -> Opened | None:
        """Return an open model; a bundled case opens when it is first asked for."""
        if id_ not in self._opened and id_ in cases.case_names():
            return self.open(id_)
        return self._opened.get(id_)

    def all(self) -> tuple[Opened, ...]:
        """Return what is open, in the order in which it was opened."""
        return tuple(self._opened.values())

    def close(self) -> None:
        """Let others change what is open; drafts stay, to be found again."""
        for each in self.all():
            each.close()
