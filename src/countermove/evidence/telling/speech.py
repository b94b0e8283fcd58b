"""Whose words a document's are: what somebody is reported or quoted to say, and who that is.

Everything that is in no such span the author says. The rules read the form of a sentence and know no names:
a verb of saying with its subject ("the ministry said that", "..., the envoy told reporters"), "according to",
a noun with its owner ("the envoy's claim that"), what somebody takes a thing for ("describes it as"), a theme
and where it is told ("talk of a threat in the newspapers"), and quotation marks. What is not, or not yet,
said is left out ("did not say", "would claim"). Each span names the rule that found it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from countermove.evidence.documents.document import Document
from countermove.evidence.documents.sentences import sentences
from countermove.evidence.telling.clause import Clause, Rule
from countermove.evidence.telling.clauses import clauses
from countermove.evidence.telling.quotations import quotations
from countermove.evidence.telling.speakers import Speaker, full_names, tokens

__all__ = ["Speaker", "Speech", "said_by"]

MAX_SENTENCE = 400
"""A longer one, in words and marks, is no sentence (a table, say) and is read in parts."""
MAX_MEMORY = 400
"""After so many characters without anybody's words, no pronoun means who spoke last."""


@dataclass(frozen=True)
class Speech:
    """What somebody is reported or quoted to say.

    Attributes
    ----------
    start, end : int
        What is said: ``[start, end)`` in characters of the raw text, quotation marks not included.
    text : str
        Its words, with single spaces.
    speakers : tuple of Speaker
        Who says it; more than one if they say it together, none if the text does not name anybody.
    verb : str
        The word that says so, as it stands; empty for a quotation alone.
    kind : str
        ``speech``, or ``view`` for what somebody is said to believe.
    direct : bool
        Whether all of it stands between quotation marks.
    quoted : tuple of (int, int)
        The parts of it that do, in characters of the raw text.
    rule : str
        Which form it has.
    sentence : tuple of int
        The sentence in which it begins, in characters of the raw text.
    """

    start: int
    end: int
    text: str
    speakers: tuple[Speaker, ...]
    verb: str
    kind: Literal["speech", "view"]
    direct: bool
    quoted: tuple[tuple[int, int], ...]
    rule: Rule
    sentence: tuple[int, int]


def said_by(document: Document) -> tuple[Speech, ...]:
    """Find what others than the author say in a document's prose, by where it begins.

    Spans may lie within each other, as where a minister says what a rival claims; the shortest that
    holds a word is the nearest to its voice.
    """
    text = document.prose.text
    marks = quotations(text)
    full = full_names(text)
    found: list[tuple[Clause, tuple[int, int]]] = []
    before: list[Clause] = []
    for start, end in _sentence_spans(document):
        words = tokens(text, start, end)
        for part in range(0, len(words), MAX_SENTENCE):
            here = [*clauses(words[part : part + MAX_SENTENCE], marks, full, before)]
            before = here or ([] if _far(before, start) else before)
            found += ((each, (start, end)) for each in here)
    found += _going_on(text, marks, found)
    found += _unattributed(marks, found, [*_sentence_spans(document)])
    return tuple(sorted(_speeches(document, marks, found), key=lambda each: (each.start, -each.end)))


def _sentence_spans(document: Document) -> Iterator[tuple[int, int]]:
    """Yield the sentences as spans of the prose."""
    prose = document.prose
    everywhere = range(len(prose.text))
    for each in sentences(document):
        start = bisect_left(everywhere, each.start, key=prose.raw)
        yield start, bisect_left(everywhere, each.end - 1, lo=start, key=prose.raw) + 1


def _far(before: Sequence[Clause], start: int) -> bool:
    """Whether a pronoun here hardly means who spoke last."""
    return bool(before) and start - before[-1].end > MAX_MEMORY


def _going_on(
    text: str, marks: Sequence[tuple[int, int]], found: Sequence[tuple[Clause, tuple[int, int]]]
) -> Iterator[tuple[Clause, tuple[int, int]]]:
    """Yield the quotations that follow right upon the sentence of somebody's quotation."""
    ends = {sentence[1]: clause for clause, sentence in found if clause.direct}
    starts = {clause.start for clause, _ in found}
    for start, end in marks:
        at = start - 1
        while at > 0 and text[at - 1].isspace():
            at -= 1
        clause = ends.get(at)
        if clause is not None and start not in starts:
            speakers = tuple(replace(each, inferred=True) for each in clause.speakers)
            following = Clause(start, end, speakers, clause.verb, clause.kind, "goes on", direct=True)
            ends[end + 1] = following
            yield following, (start - 1, end + 1)


def _unattributed(
    marks: Sequence[tuple[int, int]],
    found: Sequence[tuple[Clause, tuple[int, int]]],
    spans: Sequence[tuple[int, int]],
) -> Iterator[tuple[Clause, tuple[int, int]]]:
    """Yield the quotations that are in nobody's speech."""
    taken = sorted((clause.start, clause.end) for clause, _ in found)
    reach, at = 0, 0
    for start, end in marks:
        while at < len(taken) and taken[at][0] <= start:
            reach = max(reach, taken[at][1])
            at += 1
        if reach <= start:
            place = bisect_left(spans, start, key=lambda each: each[1])
            inside = spans[place] if place < len(spans) else (start, end)
            yield Clause(start, end, (), "", "speech", "quotation", direct=True), inside


def _speeches(
    document: Document,
    marks: Sequence[tuple[int, int]],
    found: Sequence[tuple[Clause, tuple[int, int]]],
) -> Iterator[Speech]:
    """Yield what was found with its places in the raw text."""
    text, raw = document.prose.text, document.prose.raw

    def placed(start: int, end: int) -> tuple[int, int]:
        return raw(start), raw(end - 1) + 1

    for clause, sentence in found:
        first = bisect_left(marks, clause.start, key=lambda each: each[1])
        quoted = []
        while first < len(marks) and marks[first][0] < clause.end:
            start, end = marks[first]
            quoted.append(placed(max(start, clause.start), min(end, clause.end)))
            first += 1
        speakers = []
        for each in clause.speakers:
            start, end = placed(each.start, each.end)
            speakers.append(replace(each, start=start, end=end))
        yield Speech(
            *placed(clause.start, clause.end),
            " ".join(text[clause.start : clause.end].split()),
            tuple(speakers),
            clause.verb,
            clause.kind,
            clause.direct,
            tuple(quoted),
            clause.rule,
            placed(*sentence),
        )
