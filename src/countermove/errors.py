"""The errors a user can meet: what is wrong, where, and what to type next.

Every error carries the exit code of the command line, so that no other part decides it.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

__all__ = [
    "CountermoveError",
    "EvidenceError",
    "LimitError",
    "ModelError",
    "Problem",
    "UsageError",
    "nearest",
    "suggest",
]


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake in a file.

    Attributes
    ----------
    file : str
        The path or case name as the user gave it.
    line, column : int
        Counted from 1; 0 when the mistake belongs to the file as a whole.
    what : str
        What is wrong, without a full stop.
    hint : str
        What to type, or an empty string.
    """

    file: str
    line: int
    column: int
    what: str
    hint: str = ""

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        return f"{where}: {self.what}" + (f"; {self.hint}" if self.hint else "")


class CountermoveError(Exception):
    """Base of all errors that are meant for the user; the message says what to type next."""

    exit_code = 1


class UsageError(CountermoveError):
    """A command or function was called with something it cannot take."""

    exit_code = 2


class ModelError(CountermoveError):
    """A model file is not valid; ``problems`` holds every mistake in the order of the file."""

    exit_code = 3

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class EvidenceError(CountermoveError):
    """A document cannot be read, or a quote did not verify."""

    exit_code = 4


class LimitError(CountermoveError):
    """A stated limit was reached; nothing is half-answered."""

    exit_code = 5


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that is most like ``word``, or None when none is close."""
    found = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return found[0] if found else None


def suggest(word: str, known: Iterable[str], *, what: str = "known") -> str:
    """Say what to type instead of ``word``: the nearest known word, or the first few there are."""
    words = list(known)
    close = nearest(word, words)
    if close is not None:
        return f"did you mean '{close}'?"
    if not words:
        return f"there are no {what} names yet"
    shown = ", ".join(words[:8]) + (", ..." if len(words) > 8 else "")
    return f"{what}: {shown}"
