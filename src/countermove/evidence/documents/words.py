"""The words of a text: what quotes are compared by, and where each word stands in the raw text.

The definition, which ``tests/evidence`` also transcribes literally: normalise the whole text to NFKC,
fold case, drop hyphens (with the line break that follows one) and apostrophes, and split at every
character that is neither letter nor digit (``str.isalnum``). No step is fuzzy, and the hash of a sealed
quote depends on every one of them, so the definition is as fixed as a file format.

Hyphens, dropped
    U+002D hyphen-minus, U+00AD soft hyphen, U+058A Armenian hyphen, U+1806 Mongolian soft hyphen,
    U+2010 hyphen; by NFKC also U+2011 non-breaking, U+FE63 small and U+FF0D full-width hyphen. Dashes
    (U+2012 to U+2015) and the minus sign (U+2212) are not hyphens: they split words.
Apostrophes, dropped
    U+0027, U+2018 and U+2019 quotation marks (also where they open or close a quotation), U+201B,
    U+02BB and U+02BC modifier letters, U+055A Armenian apostrophe; by NFKC also U+FF07 full-width.
    Double quotation marks, primes and the grave accent are not apostrophes: they split words.
The line break that follows a hyphen
    One break, with the spaces and tabs on either side of it: LF, CR, CRLF, VT, NEL (U+0085), U+2028 or
    U+2029, each with a form feed directly after it (a page's end), or a form feed alone. A blank line
    is two breaks, so it still splits.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import groupby
from typing import NamedTuple

from countermove.evidence.documents.index import Index

__all__ = ["APOSTROPHES", "HYPHENS", "Words", "split"]

HYPHENS = "-\u00ad\u058a\u1806\u2010\u2011"
APOSTROPHES = "'\u2018\u2019\u201b\u02bb\u02bc\u055a\uff07"

_BREAK = r"(?:(?:\r\n|[\n\r\v\x85\u2028\u2029])\f?|\f)"
_DROPPED = re.compile(rf"[{HYPHENS}](?:[ \t]*{_BREAK}[ \t]*)?|[{APOSTROPHES}]")
# To Python's re, a word character is str.isalnum or the underscore. Some apostrophes are letters to Unicode.
_RUN = re.compile(rf"[^\W_{APOSTROPHES}]+")
_TOKEN = re.compile(r" +|[^ ]+")


@dataclass(frozen=True, eq=False)
class Words:
    """The words of a text, in columns of one length.

    Attributes
    ----------
    texts : tuple of str
        The words, normalised, in the order of the text.
    starts, ends : sequence of int
        Word ``i`` stands in the raw text at ``[starts[i], ends[i])``, in characters, hyphens and line
        breaks within the word included. Where a normalisation cluster cannot be cut (a fraction, a
        ligature, a letter with combining marks that change), the word gets the whole cluster; so two
        words may share one, and both columns are non-decreasing.
    """

    texts: tuple[str, ...]
    starts: Sequence[int]
    ends: Sequence[int]

    def __len__(self) -> int:
        return len(self.texts)

    @cached_property
    def index(self) -> Index:
        """The index that sequences of words are searched in, built when first asked for."""
        return Index(self.texts)


def split(text: str) -> Words:
    """Split a text into its words, with the place of each in the raw text.

    Takes time linear in the length of the text (sorting long runs of combining marks apart), whatever
    the text is.

    Parameters
    ----------
    text : str
        The raw text, as it was extracted.

    Returns
    -------
    Words
        The words of the definition at the head of this module, no more and no fewer.
    """
    folded, pieces = _fold(text)
    begins = [piece.at for piece in pieces]
    shared: dict[str, str] = {}  # a word that occurs a thousand times is kept once
    texts: list[str] = []
    starts, ends = array("q"), array("q")
    for word, start, end in _runs(folded):
        texts.append(shared.setdefault(word, word))
        starts.append(pieces[bisect_right(begins, start) - 1].raw(start)[0])
        ends.append(pieces[bisect_right(begins, end - 1) - 1].raw(end - 1)[1])
    return Words(tuple(texts), starts, ends)


def _runs(folded: str) -> Iterator[tuple[str, int, int]]:
    """Yield each word of a folded text with its span: runs of letters with only dropped text between."""
    parts: list[str] = []
    start = end = 0
    for run in _RUN.finditer(folded):
        if parts and not _DROPPED.sub("", folded[end : run.start()]):
            parts.append(run.group())
        else:
            if parts:
                yield "".join(parts), start, end
            parts, start = [run.group()], run.start()
        end = run.end()
    if parts:
        yield "".join(parts), start, end


class _Piece(NamedTuple):
    """A stretch of the folded text that begins ``at`` and comes from ``[start, end)`` of the raw text."""

    at: int
    start: int
    end: int
    one_to_one: bool

    def raw(self, place: int) -> tuple[int, int]:
        """Return the raw span of the folded character at ``place``."""
        if not self.one_to_one:
            return self.start, self.end
        start = self.start + place - self.at
        return start, start + 1


def _fold(text: str) -> tuple[str, list[_Piece]]:
    """Return ``NFKC(text).casefold()`` and the pieces that say where each part of it comes from."""
    folded: list[str] = []
    pieces: list[_Piece] = []
    at = start = 0
    for raw, new, one_to_one in _stretches(text):
        end = start + len(raw)
        if one_to_one and pieces and pieces[-1].one_to_one:
            pieces[-1] = pieces[-1]._replace(end=end)
        else:
            pieces.append(_Piece(at, start, end, one_to_one))
        folded.append(new)
        at, start = at + len(new), end
    return "".join(folded), pieces


def _stretches(text: str) -> Iterator[tuple[str, str, bool]]:
    """Cut a text where NFKC allows it, as coarsely as possible: (raw, folded, one to one).

    A line break or a space neither composes nor reorders with a neighbour, so both sides of it may be
    normalised apart.
    """
    for line in [text] if _is_plain(text) else text.splitlines(keepends=True):
        for token in [line] if _is_plain(line) else _TOKEN.findall(line):
            for cluster in [token] if _is_plain(token) else _clusters(token):
                folded = _nfkc(cluster).casefold()
                yield cluster, folded, len(cluster) == len(folded) == 1 or _is_plain(cluster)


def _is_plain(text: str) -> bool:
    """Whether folding maps the characters one to one: NFKC already, and case folding adds none.

    Case folding works character by character and never drops one, so equal lengths suffice.
    """
    return unicodedata.is_normalized("NFKC", text) and len(text.casefold()) == len(text)


def _clusters(text: str) -> Iterator[str]:
    """Cut a text before each character that NFKC can neither compose with nor move past the one before."""
    start = 0
    for place in range(1, len(text)):
        if _opens(text[place]):
            yield text[start:place]
            start = place
    yield text[start:]


@lru_cache(maxsize=1 << 16)
def _opens(character: str) -> bool:
    """Whether the text may be cut before this character without changing its NFKC form."""
    first = unicodedata.normalize("NFKD", character)[0]
    return not unicodedata.combining(first) and first not in _second_halves()


@cache
def _second_halves() -> frozenset[str]:
    """Return the characters that NFKC can compose with the character before them.

    Every canonical composition lies below U+20000 (a test holds this); Hangul composes by rule.
    """
    pairs = (unicodedata.decomposition(chr(code)).split() for code in range(0x20000))
    seconds = (chr(int(pair[1], 16)) for pair in pairs if len(pair) == 2 and pair[0][0] != "<")
    return frozenset(seconds) | frozenset(map(chr, range(0x1160, 0x1200)))


def _nfkc(cluster: str) -> str:
    """Return NFKC of a cluster, in good time also for a million combining marks.

    ``unicodedata.normalize`` sorts marks by insertion, which is quadratic; marks that are already in
    canonical order cost it nothing.
    """
    if len(cluster) <= 32 or unicodedata.is_normalized("NFKC", cluster):
        return unicodedata.normalize("NFKC", cluster)
    decomposed = (part for character in cluster for part in unicodedata.normalize("NFKD", character))
    ordered: list[str] = []
    for _, run in groupby(decomposed, key=lambda part: unicodedata.combining(part) > 0):
        ordered.extend(sorted(run, key=unicodedata.combining))  # changes nothing where all are 0
    return unicodedata.normalize("NFKC", "".join(ordered))
