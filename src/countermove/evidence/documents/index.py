"""Search for a sequence of words in a document's words, open or by hash.

Each word of the document is written as one character, so that Python's own string search, which is
linear and written in C, finds a sequence of words; what it finds is then compared word by word.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from hashlib import sha256
from itertools import accumulate

__all__ = ["Index"]

_CHARACTERS = 0x110000
_FEW = 500  # a word that stands no more often is looked up instead of searched for


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

    def places(self, words: tuple[str, ...], windows: range) -> Iterator[int]:
        """Yield each place in ``windows`` at which the sequence ``words`` begins, in order, overlaps too.

        Parameters
        ----------
        words : tuple of str
            At least one word.
        windows : range
            The places wanted, as numbers of the first word, without a step.
        """
        if not all(word in self._code for word in words):
            return
        rarest = min(range(len(words)), key=lambda number: self.counts[words[number]])
        if self.counts[words[rarest]] <= _FEW:
            for at in self._postings[words[rarest]]:
                place = at - rarest
                if place in windows and self._texts[place : place + len(words)] == words:
                    yield place
            return
        sought = "".join([self._code[word] for word in words])
        stop = windows.stop + len(words) - 1
        place = self._coded.find(sought, windows.start, stop)
        while place >= 0:
            if self._texts[place : place + len(words)] == words:
                yield place
            place = self._coded.find(sought, place + 1, stop)

    @cached_property
    def _postings(self) -> Mapping[str, Sequence[int]]:
        """Where each word stands, in order."""
        found: defaultdict[str, array[int]] = defaultdict(lambda: array("q"))
        for place, word in enumerate(self._texts):
            found[word].append(place)
        return found

    def sealed(self, words: int, hashes: Iterable[str], windows: range) -> Iterator[tuple[int, str]]:
        """Yield each place in ``windows`` from which so many words have one of the hashes, and the hash.

        Parameters
        ----------
        words : int
            The number of words that each hash is of.
        hashes : iterable of str
            SHA-256 in hexadecimal, of words joined by single spaces.
        windows : range
            The places wanted, as numbers of the first word.
        """
        wanted = frozenset(map(bytes.fromhex, hashes))
        view, begins = self._joined
        for place in windows:
            # A window ends where the word after it begins, less the space between the two.
            digest = sha256(view[begins[place] : begins[place + words] - 1]).digest()
            if digest in wanted:
                yield place, digest.hex()

    def sealed_anywhere(self, wanted: Mapping[int, Iterable[str]]) -> Iterator[tuple[int, int, str]]:
        """Yield each place of the whole text from which some words have the hash that is wanted of so many.

        Windows that begin with the same word are hashed together, each as the one before it and a few words
        more, which is quicker than each by itself.

        Parameters
        ----------
        wanted : mapping of int to iterable of str
            For each number of words, hashes as in `sealed`.

        Yields
        ------
        tuple of int, int and str
            The number of the first word, the number of words, and the hash.
        """
        lengths = sorted(wanted)
        hashes = {length: frozenset(map(bytes.fromhex, wanted[length])) for length in lengths}
        text, begins = bytes(self._joined[0]), self._joined[1]
        shortest, further = lengths[0], [(length, hashes[length]) for length in lengths[1:]]
        for place in range(len(self._texts) - shortest + 1):
            end = begins[place + shortest] - 1
            window = sha256(text[begins[place] : end])
            if (digest := window.digest()) in hashes[shortest]:
                yield place, shortest, digest.hex()
            if place + lengths[-1] >= len(begins):
                further = [each for each in further if place + each[0] < len(begins)]
            for length, sought in further:
                start, end = end, begins[place + length] - 1
                window.update(text[start:end])
                if (digest := window.digest()) in sought:
                    yield place, length, digest.hex()

    @cached_property
    def _joined(self) -> tuple[memoryview, array[int]]:
        """The words joined by single spaces in UTF-8, and where each begins (and one more would)."""
        encoded = [word.encode() for word in self._texts]
        begins = accumulate((len(word) + 1 for word in encoded), initial=0)
        return memoryview(b" ".join(encoded)), array("q", begins)
