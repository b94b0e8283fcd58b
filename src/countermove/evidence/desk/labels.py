"""What works and renditions are called on the desk: names of folders and files, that are typed again."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from countermove.errors import UsageError

__all__ = ["DECISIONS", "check_labels", "free", "is_label", "label_of"]

DECISIONS = "decisions"
"""The file in a work's folder that is no record: what became of suggestions."""

_LABEL = re.compile(r"[^\W_]+(?:[-._][^\W_]+)*")
_LONGEST = 60  # characters of a label


def is_label(name: str) -> bool:
    """Say whether a work or a rendition may be called so, and a folder or a file named so."""
    return len(name) <= _LONGEST and name == name.lower() and _LABEL.fullmatch(name) is not None


def check_labels(*names: str | None) -> None:
    """Refuse what cannot be a label, where one is given.

    Raises
    ------
    UsageError
        If a name is no label.
    """
    for name in names:
        if name and (not is_label(name) or name == DECISIONS):
            raise UsageError(
                f"'{name[:60]}' cannot be a label on the desk; write small letters, figures and hyphens, "
                f"such as '{label_of(name)}'"
            )


def label_of(file: str) -> str:
    """Make a work's label of a file's name or of any other words."""
    stem = file.rpartition(".")[0] or file
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFC", stem).lower())
    label = "-".join(words)[:_LONGEST].strip("-")
    return label if is_label(label) else "document"


def free(name: str, taken: Iterable[str]) -> Iterator[str]:
    """Yield a name and its numbered forms, those that are not taken."""
    there = set(taken)
    number = 1
    while True:
        numbered = name if number == 1 else f"{name[: _LONGEST - 8]}-{number}"
        if numbered not in there:
            yield numbered
        number += 1
