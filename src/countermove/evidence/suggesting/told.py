"""What a text tells of: events with their dates, and what somebody is reported to have said."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from countermove.evidence.documents.sentences import Sentence
from countermove.evidence.suggesting.lexicon import base, listed
from countermove.evidence.suggesting.suggestion import Suggestion, found_in
from countermove.evidence.suggesting.tokens import Token
from countermove.evidence.telling.dates import DateMention
from countermove.evidence.telling.quotations import quotations
from countermove.evidence.telling.speech import Speech

__all__ = ["events", "speeches"]

ALIKE = listed("alike")

_PARTS = re.compile(r";\s+|,\s+(?:and|but|while|whereas)\s+")
_STATE = re.compile(r"\b(?:since|until|till)\s+(?:the\s+)?\Z", re.IGNORECASE)
_TO_BE = re.compile(r"\b(?:is|are)\s+(?:due\s+)?to\b")
_SUPPOSED = re.compile(r"\A[\"\u201c\u2018']?(?:If|Unless|Should|Were|Had|Whether|When|What|Why|Who|How)\b")
NO_STATEMENT = ("taken for", "card")
"""Forms of speech that state nothing: what somebody takes a thing for, or plays as his card."""


def events(
    sentences: Sequence[Sentence],
    read: Sequence[Sequence[Token]],
    dates: Sequence[DateMention],
) -> list[Suggestion]:
    """Suggest each sentence, or part of one, that has a date and a verb that tells what happened or will.

    What has been so since a date, or is only supposed, is no event.
    """
    found: list[Suggestion] = []
    starts = [each.start for each in dates]
    for sentence, words in zip(sentences, read, strict=True):
        here = dates[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
        quoted = quotations(sentence.text)
        placed = [(_place(sentence, each), each) for each in here]
        placed = [
            (place, each)
            for place, each in placed
            if not any(start <= place < end for start, end in quoted)
            and not (_STATE.search(sentence.text[max(0, place - 20) : place]) and _goes_on(words))
        ]
        for start, end, (_, date) in _parted(sentence, placed):
            inside = [word for word in words if start <= word.start < end]
            happens = any(map(_happens, inside)) or _TO_BE.search(sentence.text, start, end)
            if _SUPPOSED.match(sentence.text[start:end]) or not happens:
                continue
            content = {"date": date.when.written if date.when is not None else "", "words": date.text}
            content["got"] = date.how
            if date.how == "open":
                content["open"] = date.why
            if date.anchor:
                content["anchor"] = date.anchor
            found.append(found_in(sentence, "event", start, end, date.how, date.text, content))
    return found


def _place(sentence: Sentence, date: DateMention) -> int:
    return bisect_left(sentence.places, date.start)


def _parted(
    sentence: Sentence, dates: Sequence[tuple[int, DateMention]]
) -> Iterator[tuple[int, int, tuple[int, DateMention]]]:
    """Yield the parts of a sentence with a date each: cut between two dates where a clause begins."""
    if not dates:
        return
    cuts, ends = [(0, dates[0])], []
    for one, other in pairwise(dates):
        marks = list(_PARTS.finditer(sentence.text, one[0], other[0]))
        if marks:
            ends.append(marks[-1].start())
            cuts.append((marks[-1].end(), other))
    for mark in _PARTS.finditer(sentence.text):
        if mark.group().startswith(";") and cuts[0][0] < mark.end() <= cuts[0][1][0]:
            cuts[0] = mark.end(), cuts[0][1]
    for (start, date), end in zip(cuts, [*ends, len(sentence.text)], strict=True):
        part = sentence.text[start:end].rstrip().rstrip(",;")
        semicolon = part.find(";", max(0, date[0] - start))
        yield start, start + (semicolon if semicolon >= 0 else len(part)), date


def _happens(word: Token) -> bool:
    """Whether a word is a verb in the past, or one that says what will be."""
    low = word.low
    if low in ("will", "would", "has", "have", "was", "were", "had"):
        return True
    verb = base(low)
    past = verb is not None and low != verb and not low.endswith(("s", "ing"))
    return past or (low.endswith("ed") and len(low) > 4) or low in ALIKE


def _goes_on(words: Sequence[Token]) -> bool:
    """Whether something has been so, or has not, up to now."""
    return any(word.low[:4] in ("has", "hasn", "have", "had", "hadn") for word in words)


def speeches(
    sentences: Sequence[Sentence], said: Sequence[Speech], actors: Sequence[Suggestion]
) -> list[Suggestion]:
    """Suggest each sentence that says who said what; one suggestion for all that the same people say in it.

    Words in quotation marks that are nobody's speech are taken only where they are most of a sentence.
    """
    found: list[Suggestion] = []
    by_start = {each.start: each for each in sentences}
    named = sorted(
        (start, end, actor.content["name"]) for actor in actors for _, start, end in actor.mentions
    )
    seen: set[tuple[int, str]] = set()
    for each in said:
        sentence = by_start.get(each.sentence[0]) or _around(sentences, each)
        if sentence is None or each.kind != "speech" or each.rule in NO_STATEMENT:
            continue
        if not each.speakers and 2 * (each.end - each.start) < sentence.end - sentence.start:
            continue
        who = ", ".join(speaker.name for speaker in each.speakers)
        if (sentence.start, who) in seen:
            continue
        seen.add((sentence.start, who))
        content = {
            "who": who,
            "verb": each.verb,
            "what": each.text,
            "direct": "yes" if each.direct else "no",
        }
        content["actor"] = ", ".join(dict.fromkeys(_actors(each, named)))
        content = {key: value for key, value in content.items() if value}
        found.append(
            found_in(sentence, "speech", 0, len(sentence.text), each.rule, each.verb or each.rule, content)
        )
    return found


def _actors(said: Speech, named: Sequence[tuple[int, int, str]]) -> Iterator[str]:
    """Yield the suggested actors whose names stand in those of the speakers."""
    for speaker in said.speakers:
        first = bisect_left(named, (speaker.start, 0, ""))
        if first < len(named) and named[first][1] <= speaker.end:
            yield named[first][2]


def _around(sentences: Sequence[Sentence], said: Speech) -> Sentence | None:
    at = bisect_left(sentences, said.start, key=lambda each: each.end - 1)
    return sentences[at] if at < len(sentences) and sentences[at].start <= said.start else None
