"""Sealed quotes: the length and the hash of a quote's words, in place of a text that may not be shared."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from countermove.errors import UsageError
from countermove.evidence.documents.words import split

__all__ = ["MAX_SEALED_WORDS", "Seal", "seal", "seal_of"]

MAX_SEALED_WORDS = 1000
"""The longest quote that can be sealed. Each window of a document is hashed, so that the work grows with
the length of the quote times that of the document; a model file must not be able to ask for hours."""


@dataclass(frozen=True)
class Seal:
    """A quote without its text: enough to verify it for whoever has the document.

    Attributes
    ----------
    words : int
        The number of the quote's words, 1 to `MAX_SEALED_WORDS`.
    sha256 : str
        SHA-256 of the words joined by single spaces, in UTF-8; 64 hexadecimal digits, lower case.

    Raises
    ------
    UsageError
        If either value cannot be that of a quote.
    """

    words: int
    sha256: str

    def __post_init__(self) -> None:
        if not isinstance(self.words, int) or isinstance(self.words, bool) or self.words < 1:
            raise UsageError(f"a sealed quote has {self.words!r} words; give a whole number from 1")
        _check_length(self.words)
        if not isinstance(self.sha256, str) or not re.fullmatch(r"[0-9a-fA-F]{64}", self.sha256):
            raise UsageError(
                f"{self.sha256!r} is not a SHA-256; give the 64 hexadecimal digits that sealing printed"
            )
        object.__setattr__(self, "sha256", self.sha256.lower())


def seal(text: str) -> Seal:
    """Seal a quote.

    Parameters
    ----------
    text : str
        The quote, in any typography: only its words count.

    Raises
    ------
    UsageError
        If the quote has no words, or more than `MAX_SEALED_WORDS`.
    """
    words = split(text).texts
    if not words:
        raise UsageError("the quote to seal has no words; give at least one letter or digit")
    _check_length(len(words))
    return seal_of(words)


def seal_of(words: Sequence[str]) -> Seal:
    """Seal words that are split already, at least one and at most `MAX_SEALED_WORDS`."""
    return Seal(len(words), hashlib.sha256(" ".join(words).encode()).hexdigest())


def _check_length(words: int) -> None:
    if words > MAX_SEALED_WORDS:
        raise UsageError(
            f"a sealed quote has at most {MAX_SEALED_WORDS:,} words, this one has {words:,}; "
            "seal it in several parts"
        )
