"""How often a narrative is voiced, by whom and when.

A narrative is a named set of terms. Each place where one of them stands in a work's prose is a *mention*;
its voice is who is reported or quoted to say it (see `speech` beside this), and the author where nobody is. A
work is read once, however many renditions it has, and furniture is not counted.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from operator import attrgetter
from typing import Literal, Protocol

from countermove.errors import EvidenceError
from countermove.evidence.documents.sentences import Sentence, sentences
from countermove.evidence.documents.work import Work
from countermove.evidence.telling.dates import DateMention, find_dates
from countermove.evidence.telling.speech import Speech, said_by
from countermove.evidence.telling.terms import MAX_TERMS, Occurrence, Term, occurrences, term
from countermove.evidence.telling.when import When
from countermove.evidence.works.reuse import reuse

__all__ = ["Mention", "Named", "Narrative", "Voice", "narratives", "of_model"]


class Named(Protocol):
    """A narrative as a model declares it."""

    @property
    def label(self) -> str:
        """Its label."""
        ...

    @property
    def name(self) -> str:
        """What to call it."""
        ...

    @property
    def terms(self) -> tuple[str, ...]:
        """Its terms."""
        ...


@dataclass(frozen=True)
class Voice:
    """Who voices something.

    Attributes
    ----------
    kind : str
        ``author``, ``speaker``, or ``unnamed`` where it is reported or quoted and nobody is named.
    name : str
        The speaker's or the author's; for an author without a name that of the work. Empty for nobody.
    """

    kind: Literal["author", "speaker", "unnamed"]
    name: str = ""


@dataclass(frozen=True)
class Mention:
    """One place where a narrative is voiced.

    Attributes
    ----------
    work : str
        The work's id.
    start, end : int
        The term's words, in characters of the raw text of the work's first document.
    words, term : str
        The words as they stand, and the term that they are found by.
    voices : tuple of Voice
        Who says it; several if they say it together.
    speech : Speech or None
        How that is known; None for the author.
    quoted : bool
        Whether it stands between quotation marks.
    sentence : Sentence
        Where it stands.
    date : DateMention or None
        The last known date of the sentence; else one of it that is open; else the last known one before it.
    here : bool
        Whether that date is in the sentence itself.
    published : str
        When the work was published, as it is written there.
    copy_of : str
        The work that the passage it stands in is from; empty where no work before carries that.
    """

    work: str
    start: int
    end: int
    words: str
    term: str
    voices: tuple[Voice, ...]
    speech: Speech | None
    quoted: bool
    sentence: Sentence
    date: DateMention | None
    here: bool
    published: str
    copy_of: str = ""


@dataclass(frozen=True)
class Narrative:
    """A narrative and every mention of it, by work and place.

    Attributes
    ----------
    label, name : str
        What it is called.
    terms : tuple of str
        What it is found by.
    mentions : tuple of Mention
        Each place that counts.
    copies : tuple of Mention
        Those in passages that a work before carries word for word: one voice, however many print it.
    """

    label: str
    name: str
    terms: tuple[str, ...]
    mentions: tuple[Mention, ...]
    copies: tuple[Mention, ...] = ()

    @property
    def by_voice(self) -> tuple[tuple[Voice, int], ...]:
        """How often each voice mentions it, most first; a mention by several counts for each of them."""
        counts = Counter(voice for each in self.mentions for voice in each.voices)
        return tuple(sorted(counts.items(), key=lambda found: (-found[1], found[0].kind, found[0].name)))

    @property
    def by_work(self) -> tuple[tuple[str, int], ...]:
        """How often each work mentions it, in the order of the works; those that do not are left out."""
        return tuple(Counter(each.work for each in self.mentions).items())

    @property
    def by_time(self) -> tuple[tuple[When | None, int], ...]:
        """How often it is mentioned with each date, in order; last those without any."""
        counts = Counter(None if each.date is None else each.date.when for each in self.mentions)
        dated = sorted((time.order, time, number) for time, number in counts.items() if time is not None)
        without = [(None, counts[None])] if None in counts else []
        return (*((time, number) for _, time, number in dated), *without)


def of_model(name: str, given: str) -> Narrative:
    """Return a narrative of terms that were given with commas between, without mentions."""
    return Narrative(name, name.replace("_", " "), tuple(each.strip() for each in given.split(",")), ())


def narratives(works: Iterable[Work], asked: Sequence[Named]) -> tuple[Narrative, ...]:
    """Find every mention of narratives in works.

    Parameters
    ----------
    works : iterable of Work
        Each is read in the document that is read for it.
    asked : sequence of Named
        The narratives.

    Raises
    ------
    EvidenceError
        If a narrative has no terms, too many, or one that is none.
    """
    read = [_terms(each) for each in asked]
    found: list[list[Mention]] = [[] for _ in asked]
    voicing: list[Work] = []
    for work in works:
        places = [occurrences(work.text, terms) for terms in read]
        if any(places):  # else there is nobody to be heard
            voicing.append(work)
            reading = _Reading.of(work)
            for mentions, here in zip(found, places, strict=True):
                mentions += map(reading.mention, here)
    carried = _carried(voicing)
    told = [[_as_copy(each, carried.get(each.work, ())) for each in mentions] for mentions in found]
    return tuple(
        Narrative(
            each.label,
            each.name,
            each.terms,
            tuple(mention for mention in mentions if not mention.copy_of),
            tuple(mention for mention in mentions if mention.copy_of),
        )
        for each, mentions in zip(asked, told, strict=True)
    )


_Copied = tuple[int, int, str]
"""``[start, end)`` in a work, and the work before it that carries the same words."""


def _carried(works: Sequence[Work]) -> dict[str, list[_Copied]]:
    """Return for each work the passages that one before it carries word for word."""
    order = {work.id: place for place, work in enumerate(works)}
    found: dict[str, list[_Copied]] = {}
    for passage in reuse(works).passages if len(works) > 1 else ():
        first = min((work for work, _ in passage.places), key=order.__getitem__)
        for work, span in passage.places:
            if work != first:
                found.setdefault(work, []).append((span.start, span.end, first))
    return found


def _as_copy(mention: Mention, copied: Sequence[_Copied]) -> Mention:
    first = next((work for start, end, work in copied if start <= mention.start and mention.end <= end), "")
    return replace(mention, copy_of=first) if first else mention


def _terms(asked: Named) -> list[Term]:
    if not 0 < len(asked.terms) <= MAX_TERMS:
        raise EvidenceError(
            f"the narrative '{asked.label}' has {len(asked.terms)} terms; give 1 to {MAX_TERMS}, "
            f"as in --narrative '{asked.label}=flood*,high water'"
        )
    return [term(each) for each in asked.terms]


@dataclass(frozen=True)
class _Reading:
    """A work with its sentences, its dates that are known, and what others say in it."""

    work: Work
    sentences: Sequence[Sentence]
    dates: Sequence[DateMention]
    speech: Sequence[Speech]

    @classmethod
    def of(cls, work: Work) -> _Reading:
        document = work.text
        return cls(work, sentences(document), find_dates(document, work.published), said_by(document))

    def mention(self, found: Occurrence) -> Mention:
        sentence = self.sentences[bisect_right(self.sentences, found.start, key=attrgetter("start")) - 1]
        date = self._dated(sentence)
        speech = self._spoken(found.start)
        return Mention(
            self.work.id,
            found.start,
            found.end,
            " ".join(self.work.text.text[found.start : found.end].split()),
            found.term.text,
            _voices(self.work, speech),
            speech,
            speech is not None and any(start <= found.start < end for start, end in speech.quoted),
            sentence,
            date,
            date is not None and date.start >= sentence.start,
            self.work.published,
        )

    def _dated(self, sentence: Sentence) -> DateMention | None:
        last = bisect_right(self.dates, sentence.end, key=attrgetter("start"))
        first = bisect_left(self.dates, sentence.start, key=attrgetter("start"))
        known = (each for each in reversed(self.dates[first:last]) if each.when is not None)
        opened = reversed(self.dates[first:last])
        return next(known, None) or next(opened, None) or (self._known[first - 1] if first else None)

    @cached_property
    def _known(self) -> Sequence[DateMention | None]:
        """For each date the last known one up to it."""
        found: list[DateMention | None] = []
        for each in self.dates:
            found.append(each if each.when is not None else found[-1] if found else None)
        return found

    def _spoken(self, at: int) -> Speech | None:
        """Return the shortest speech that a place is in."""
        last = bisect_right(self.speech, at, key=attrgetter("start"))
        around = [each for each in self.speech[max(last - NEAR, 0) : last] if at < each.end]
        return min(around, key=lambda each: each.end - each.start, default=None)


NEAR = 200
"""A place is in none of the speeches before these: so many in one another there are in no text."""


def _voices(work: Work, speech: Speech | None) -> tuple[Voice, ...]:
    if speech is None:
        return (Voice("author", work.author or work.id),)
    named = tuple(dict.fromkeys(Voice("speaker", each.name) for each in speech.speakers))
    return named or (Voice("unnamed"),)
