"""The tokens of a sentence: words, with what they own, and single marks."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["Token", "tokens"]

_TOKEN = re.compile(r"(?:[A-Z]\.){2,}|[^\W_]+(?:[-\u2010\u2011'\u2019][^\W_]+)*|\S")
_POSSESSIVE = re.compile(r"['\u2019][sS]\Z")


@dataclass(frozen=True)
class Token:
    """A word or a mark.

    Attributes
    ----------
    text : str
        The word as it is written, without the ``'s`` of a possessive.
    start, end : int
        ``[start, end)`` in the sentence's text, also without it.
    possessive : bool
        Whether it owns what follows.
    """

    text: str
    start: int
    end: int
    possessive: bool = False

    @property
    def low(self) -> str:
        """The word in lower case."""
        return self.text.lower()

    @property
    def is_word(self) -> bool:
        """Whether it is a word or a number."""
        return self.text[0].isalnum()

    @property
    def is_name(self) -> bool:
        """Whether it begins with a capital."""
        return self.text[0].isupper()


def tokens(text: str) -> list[Token]:
    """Split a sentence's text.

    A word may have hyphens, apostrophes and, if it is an abbreviation such as ``U.S.``, full stops.
    """
    result: list[Token] = []
    for found in _TOKEN.finditer(text):
        word = found.group()
        owns = _POSSESSIVE.search(word)
        if owns:
            result.append(Token(word[: owns.start()], found.start(), found.start() + owns.start(), True))
        elif word in "'\u2019" and result and _owned(result[-1], found.start()):
            result[-1] = Token(result[-1].text, result[-1].start, result[-1].end, True)
        else:
            result.append(Token(word, *found.span()))
    return result


def _owned(last: Token, at: int) -> bool:
    return last.text.endswith("s") and last.end == at
