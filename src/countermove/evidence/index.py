"""Search for a sequence of words in a document's words, open or by hash.

Each word of the document is written as one character, so that Python's own string search, which is
linear and written in C, finds a sequence of words; what it finds is then compared word by word.
"""

from __future__ import annotations

import hashlib
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import accumulate

__all__ = ["Index"]

_CHARACTERS = 0x110000


class Index:
    """Where sequences of words stand among ``texts``.

    Parameters
    ----------
    texts : tuple of str
        The words of a document, in order.
    """

    def __init__(self, texts: tuple[str, ...]) -> None:
        self._texts = texts
        self._code: dict[str, str] = {}
        for word in texts:
            # Beyond a million different words two may share a character; the comparison sorts that out.
            if word not in self._code:
                self._code[word] = chr(len(self._code) % _CHARACTERS)
        self._coded = "".join([self._code[word] for word in texts])

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How often each word occurs."""
        return Counter(self._texts)

    def places(self, words: tuple[str, ...]) -> Iterator[int]:
        """Yield each number of a word at which the sequence ``words`` begins, in order, overlaps too."""
        if not words or any(word not in self._code for word in words):
            return
        sought = "".join([self._code[word] for word in words])
        place = self._coded.find(sought)
        while place >= 0:
            if self._texts[place : place + len(words)] == words:
                yield place
            place = self._coded.find(sought, place + 1)

    def digests(self, words: int, starts: Iterable[int] | None = None) -> Iterator[tuple[int, str]]:
        """Yield (number of the first word, SHA-256 in hexadecimal) for windows of so many words.

        Parameters
        ----------
        words : int
            The length of a window, at least 1.
        starts : iterable of int, optional
            The windows wanted, by their first words; all of them by default.
        """
        view, begins = self._joined
        for start in range(len(self._texts) - words + 1) if starts is None else starts:
            # A window ends where the word after it begins, less the space between the two.
            window = view[begins[start] : begins[start + words] - 1]
            yield start, hashlib.sha256(window).hexdigest()

    @cached_property
    def _joined(self) -> tuple[memoryview, array[int]]:
        """The words joined by single spaces in UTF-8, and where each begins (and one more would)."""
        encoded = [word.encode() for word in self._texts]
        begins = accumulate((len(word) + 1 for word in encoded), initial=0)
        return memoryview(b" ".join(encoded)), array("q", begins)
