"""Text reuse: stretches of words that several documents have, and how many voices that leaves.

An agency report that five papers carry is one voice, not five. Two works are one *voice* if at least
`VOICE` of the words of each stand in stretches of `LONG` words or more that both have, or if both are one
voice with a third. Works that only carry the same passage speak with one voice there (`count_voices`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from countermove.evidence.documents.document import Document
from countermove.evidence.documents.work import Work
from countermove.evidence.works.align import Read, Span, read
from countermove.evidence.works.sets import Sets
from countermove.evidence.works.shingles import Numbers, numbered

__all__ = ["LONG", "VOICE", "Carried", "Reuse", "Stretch", "count_voices", "reuse", "stretches"]

LONG = 25
"""From how many words on a stretch that two works have is reuse: whole sentences, not a name or a phrase."""
VOICE = Fraction(1, 2)
"""The share of the words of each of two works that both have in long stretches, if they are one voice."""


MAX_PLACES = 20
"""So many places of a stretch that repeats are told."""


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


@dataclass(frozen=True)
class Carried:
    """A passage that several works carry, word for word.

    Attributes
    ----------
    words : int
        How many words it has, at least `LONG`.
    text : str
        What it says, as the first of the works writes it.
    places : tuple of (str, Span)
        The works that carry it and where it stands first in the text of each; two works or more.
    """

    words: int
    text: str
    places: tuple[tuple[str, Span], ...]


@dataclass(frozen=True)
class Reuse:
    """What several works have in common, word for word.

    Attributes
    ----------
    passages : tuple of Carried
        Each as long as it can be for the works that carry it, in the order of the first of them. Where some
        of them go on together and others do not, the longer passage of those is one more.
    voices : tuple of tuples of str
        Every work, those together that are one voice.
    """

    passages: tuple[Carried, ...]
    voices: tuple[tuple[str, ...], ...]


def reuse(works: Sequence[Work]) -> Reuse:
    """Find what is said by several works in the same words.

    Parameters
    ----------
    works : sequence of Work
        With different ids. Each is read in its first document alone, without furniture.
    """
    reads = [read(work.text) for work in works]
    windows = numbered([each.words for each in reads], LONG)
    passages = tuple(
        _carried(works, reads, places, length)
        for places, length in _passages([each.tolist() for each in windows])
    )
    voices = tuple(tuple(works[number].id for number in voice) for voice in _voices(reads, windows))
    return Reuse(passages, voices)


def count_voices(found: Reuse, places: Iterable[tuple[str, int, int]]) -> int:
    """Count the voices that stand behind some places, such as those of a claim's quotes.

    Parameters
    ----------
    found : Reuse
        Of all the works.
    places : iterable of (work, start, end)
        Where something is said, in characters of the raw text of the work's first document.
    """
    known = list(places)
    sets = Sets(len(known))
    groups: dict[tuple[str, int], int] = {}
    voice = {work: number for number, works in enumerate(found.voices) for work in works}
    for number, (work, start, end) in enumerate(known):
        here = [("voice", voice[work])] if work in voice else [(work, -1)]
        for passage, each in enumerate(found.passages):
            if any(
                holder == work and span.start <= start and end <= span.end for holder, span in each.places
            ):
                here.append(("passage", passage))
        for group in here:
            sets.join(number, groups.setdefault(group, number))
    return len(sets.all())


_Place = tuple[int, int]  # the number of a text, and that of a word
_Holders = dict[int, int]  # the texts that have a window, and where each has it first


def _passages(windows: Sequence[Sequence[int]]) -> Iterator[tuple[tuple[_Place, ...], int]]:
    """Yield each passage that several texts carry: where it begins in each, and how many words it has."""
    first: dict[int, _Holders] = {}
    for text, numbers in enumerate(windows):
        for place, number in enumerate(numbers):
            first.setdefault(number, {}).setdefault(text, place)
    for text, numbers in enumerate(windows):
        holders = [first[number] for number in numbers]
        told = set()
        for run in _runs(text, holders):
            carriers = holders[run.start]
            wide = _widened(holders, carriers, run)
            passage = tuple((each, at - run.start + wide.start) for each, at in carriers.items())
            if passage not in told:
                told.add(passage)
                yield passage, len(wide) + LONG - 1


def _runs(text: int, holders: Sequence[_Holders]) -> Iterator[range]:
    """Yield the runs of windows that the same texts have side by side, in the text that has them first."""
    begin = 0
    while begin < len(holders):
        end = begin + 1
        if len(holders[begin]) > 1 and next(iter(holders[begin].items())) == (text, begin):
            while end < len(holders) and holders[end] == _moved(holders[begin], end - begin):
                end += 1
            yield range(begin, end)
        begin = end


def _moved(holders: _Holders, words: int) -> _Holders:
    return {text: place + words for text, place in holders.items()}


def _widened(holders: Sequence[_Holders], carriers: _Holders, run: range) -> range:
    """Add the windows before and after a run that its texts have too, among others."""

    def carried(at: int) -> bool:
        here = holders[at]
        return all(here.get(text) == place + at - run.start for text, place in carriers.items())

    begin, end = run.start, run.stop
    while begin > 0 and carried(begin - 1):
        begin -= 1
    while end < len(holders) and carried(end):
        end += 1
    return range(begin, end)


def _carried(
    works: Sequence[Work], reads: Sequence[Read], places: tuple[_Place, ...], length: int
) -> Carried:
    spans = tuple((works[text].id, reads[text].words_span(at, at + length)) for text, at in places)
    first, _ = places[0]
    return Carried(length, reads[first].text(spans[0][1]), spans)


def _voices(reads: Sequence[Read], windows: Sequence[Numbers]) -> tuple[tuple[int, ...], ...]:
    """Return the texts that are one voice."""
    sizes = np.array([len(each.words) for each in reads], dtype=np.int64)
    holders: dict[int, list[int]] = {}
    for text, numbers in enumerate(windows):
        for number in np.unique(numbers).tolist():
            holders.setdefault(number, []).append(text)
    shared = {number: np.array(texts) for number, texts in holders.items() if len(texts) > 1}
    sets = Sets(len(reads))
    for text, numbers in enumerate(windows):
        # Whether two texts are one voice need not be known where they are by way of others.
        asked = np.array([sets.root(other) != sets.root(text) for other in range(len(reads))])
        if not asked.any():
            continue
        for other in np.flatnonzero(_enough(_covered_by(numbers, shared, asked), sizes[text])).tolist():
            if sets.root(other) != sets.root(text) and _enough(
                _covered(windows[other], numbers), sizes[other]
            ):
                sets.join(text, other)
    return sets.all()


def _enough(covered: Any, words: Any) -> Any:
    """Whether so many words are `VOICE` of all; not if they are none."""
    return (covered > 0) & (covered * VOICE.denominator >= VOICE.numerator * words)


def _covered_by(numbers: Numbers, shared: Mapping[int, Numbers], asked: npt.NDArray[np.bool_]) -> Numbers:
    """Count the words of a text that stand in windows which each of the texts asked for has."""
    covered = np.zeros(len(asked), dtype=np.int64)
    reached = np.zeros(len(asked), dtype=np.int64)  # up to which word the text is covered, by each other
    for place, number in enumerate(numbers.tolist()):
        if (holders := shared.get(number)) is not None:
            others = holders[asked[holders]]
            covered[others] += place + LONG - np.maximum(reached[others], place)
            reached[others] = place + LONG
    return covered


def _covered(numbers: Numbers, other: Numbers) -> int:
    """Count the words of a text that stand in windows that one other text has."""
    places = np.flatnonzero(np.isin(numbers, other))
    return int(np.minimum(np.diff(places), LONG).sum()) + LONG * bool(len(places))


def stretches(a: Document, b: Document, words: int = LONG) -> tuple[Stretch, ...]:
    """Return the longest stretches of so many words or more that the prose of two documents has in common.

    Each is as long as it can be: the words before it and after it differ, or one of the texts ends there. Of
    words that stand in the second one more than `MAX_PLACES` times, the first places are told.
    """
    one, other = read(a), read(b)
    in_a, in_b = numbered([one.words, other.words], words)
    places: dict[int, list[int]] = {}
    for j, number in enumerate(in_b.tolist()):
        known = places.setdefault(number, [])
        if len(known) < MAX_PLACES:
            known.append(j)
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
