"""The documents at hand, and by what a file is told from what it was."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from countermove.conflict import Conflict
from countermove.errors import UsageError
from countermove.evidence.desk.desk import DEFAULT
from countermove.provenance import Evidence
from countermove.web.drafts import place_of

__all__ = ["AtHand", "stamp"]


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
        """Hold every quote of a model against the documents at hand; those that cannot be read are told."""
        sources = conflict.model.sources
        given = {label: list(paths) for label, paths in self.given.items() if label in sources}
        return conflict.evidence(given, self.desk, unread=True)

    def mark(self, conflict: Conflict) -> str:
        """Tell the documents from what they were, by when they were written and how long they are."""
        folder = conflict.folder or Path()
        return " ".join(stamp(each) for each in self._documents(conflict, folder))

    def _documents(self, conflict: Conflict, folder: Path) -> Iterator[Path]:
        for label, source in conflict.model.sources.items():
            yield from self.given.get(label, ())
            for rendition in source.renditions:
                with suppress(UsageError):
                    if rendition.file is not None:
                        yield place_of(folder, rendition.file)
        desk = self.desk or folder / DEFAULT
        yield desk
        with suppress(OSError):  # a work's folder changes with each record that is put into it
            yield from sorted(each for each in desk.iterdir() if each.is_dir())


def stamp(path: Path) -> str:
    """Tell a file from what it was; one that is not there has none."""
    try:
        found = path.stat()
    except OSError:
        return "-"
    # The change time tells of what may be read now and could not be before.
    return f"{found.st_mtime_ns}.{found.st_ctime_ns}.{found.st_size}.{found.st_ino}"
