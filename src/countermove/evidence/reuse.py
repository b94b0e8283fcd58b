"""Text reuse: stretches of words that several documents have, and how many voices that leaves."""

from __future__ import annotations

from dataclasses import dataclass

from countermove.evidence.align import Span, read
from countermove.evidence.document import Document
from countermove.evidence.shingles import numbered

__all__ = ["LONG", "Stretch", "stretches"]

LONG = 25
"""From how many words on a stretch that two works have is reuse: whole sentences, not a name or a phrase."""


@dataclass(frozen=True)
class Stretch:
    """Words that two documents have, one after the other and as many as possible.

    Attributes
    ----------
    a, b : Span
        Where they stand.
    words : int
        How many they are.
    text : str
        What they say, as the first document writes it.
    """

    a: Span
    b: Span
    words: int
    text: str


def stretches(a: Document, b: Document, words: int = LONG) -> tuple[Stretch, ...]:
    """Return the longest stretches of so many words or more that the prose of two documents has in common.

    Each is as long as it can be: the words before it and after it differ, or one of the texts ends there.
    """
    one, other = read(a), read(b)
    in_a, in_b = numbered([one.words, other.words], words)
    places: dict[int, list[int]] = {}
    for j, number in enumerate(in_b.tolist()):
        places.setdefault(number, []).append(j)
    found = []
    open_: dict[int, int] = {}  # by the distance of the two places: the length so far, in windows
    for i, number in enumerate([*in_a.tolist(), -1]):
        here = {i - j: open_.get(i - j, 0) + 1 for j in places.get(number, ())}
        for distance, many in open_.items():
            if distance not in here:
                first, length = i - many, many + words - 1
                at = first - distance
                span = one.words_span(first, first + length)
                found.append(Stretch(span, other.words_span(at, at + length), length, one.text(span)))
        open_ = here
    return tuple(sorted(found, key=lambda each: (each.a, each.b)))
