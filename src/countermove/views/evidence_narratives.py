"""Narratives in words and as data: how often each is voiced, by whom and when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from countermove.evidence.documents.work import Work
from countermove.evidence.telling.narratives import Mention, Narrative, Voice
from countermove.model.elements import Source
from countermove.views.evidence_documents import printable
from countermove.views.evidence_timeline import date_data, how_words, time_words, when_data
from countermove.views.words import count, join, number

__all__ = [
    "JOINABLE",
    "dated_words",
    "mention_text",
    "narrative_sentences",
    "narratives_data",
    "retold",
    "said_words",
    "voice_words",
]

JOINABLE = "Some of these voices are names of one state or organisation; --join counts them together."
_AROUND = 70
"""So many characters of its sentence are shown on either side of a mention; the JSON has all."""
_FOREMOST = 3


def retold(sources: Mapping[str, Source], works: Sequence[Work]) -> list[str]:
    """Say which works say again, in other words, what another one says: they are counted all the same."""
    read = {work.id for work in works}
    return [
        f"{label} retells {each.retells}, so that they are one voice; what it says is counted beside it."
        for label, each in sources.items()
        if each.retells and {label, each.retells} <= read
    ]


def voice_words(voice: Voice) -> str:
    """Name a voice."""
    if voice.kind == "author":
        return f"the author ({printable(voice.name)})"
    return printable(voice.name) if voice.kind == "speaker" else "somebody who is not named"


def narrative_sentences(found: Narrative, works: Sequence[Work]) -> list[str]:
    """Say how often a narrative is voiced, by whom, and what the author's own share is."""
    where = count(len(works), "work")
    total = len(found.mentions)
    if not total:
        return [f"Not voiced in {where}."]
    times = {1: "once", 2: "twice"}.get(total, f"{number(total)} times")
    voicing = len({each.work for each in (*found.mentions, *found.copies)})
    if voicing < len(works):
        where = f"{number(voicing)} of {where}"
    elif voicing > 1:
        where = "both works" if voicing == 2 else f"all {where}"
    said = f"Voiced {times} in {where}"
    author = sum(voice.kind == "author" for each in found.mentions for voice in each.voices)
    if author == total:
        always = f"{said}, always in {'the' if len(works) == 1 else 'an'} author's own words."
        return [always, *_copies_sentence(found)]
    own = (
        "never in an author's own words"
        if not author
        else f"{number(author)} of them in an author's own words"
    )
    sentences = [f"{said}, {own}."]
    speakers = [(voice, times) for voice, times in found.by_voice if voice.kind == "speaker"]
    if speakers:
        most = [f"{voice_words(voice)} ({times})" for voice, times in speakers[:_FOREMOST]]
        rest = len(speakers) - len(most)
        more = [f"{count(rest, 'other')}"] if rest else []
        sentences.append(f"By {join(most + more)}.")
    if any(len(each.voices) > 1 for each in found.mentions):
        sentences.append("What several say together counts for each of them.")
    return sentences + _copies_sentence(found)


def _copies_sentence(found: Narrative) -> list[str]:
    """Say how often it stands in text that is copied, and counts once."""
    if not found.copies:
        return []
    stand = "stands" if len(found.copies) == 1 else "stand"
    works = count(len({each.work for each in found.copies}), "work")
    have = "has" if works.startswith("one ") else "have"
    more = count(len(found.copies), "more mention").capitalize()
    return [f"{more} {stand} in text that {works} {have} word for word from another: it counts once."]


def said_words(found: Mention) -> str:
    """Say how it is known whose words a mention is."""
    if found.speech is None:
        return "in the author's own words"
    speech = found.speech
    quoted = "quoted" if found.quoted else "reported"
    inferred = any(each.inferred for each in speech.speakers)
    verb = f" (\u201c{printable(speech.verb)}\u201d)" if speech.verb else ""
    return f"{quoted}{verb}" + (
        f", inferred from \u201c{printable(speech.speakers[0].text)}\u201d" if inferred else ""
    )


def mention_text(found: Mention, works: Mapping[str, Work]) -> str:
    """Return a mention with what stands around it in its sentence."""
    text = works[found.work].text.text
    before = _end_of(text[found.sentence.start : found.start])
    after = _end_of(text[found.end : found.sentence.end][::-1])[::-1]
    return printable(" ".join(f"{before}{text[found.start : found.end]}{after}".split()))


def _end_of(text: str) -> str:
    """Return the end of a text, whole words, with dots for what is left out."""
    if len(text) <= _AROUND:
        return text
    return f"... {text[-_AROUND:].partition(' ')[2]}"


def dated_words(found: Mention) -> str:
    """Say when a mention is: the sentence's own date, else that of the publication."""
    if found.date is not None and found.here:
        if found.date.when is not None:
            return f"{time_words(found.date.when)}: {how_words(found.date)}"
        return f"\u201c{printable(found.date.text)}\u201d, not dated"
    if found.date is not None and found.date.when is not None:
        return f"last date told: {time_words(found.date.when)}"
    return ""


# ---------------------------------------------------------------- as data
def _mention_data(found: Mention, works: Mapping[str, Work]) -> dict[str, Any]:
    line, column = works[found.work].text.position(found.start)
    data: dict[str, Any] = {
        "work": found.work,
        "published": found.published,
        "words": found.words,
        "term": found.term,
        "start": found.start,
        "end": found.end,
        "line": line,
        "column": column,
        "sentence": found.sentence.text,
        "voices": [_voice_data(each) for each in found.voices],
        "quoted": found.quoted,
        "when": None if found.date is None else when_data(found.date.when),
        "date": None if found.date is None else date_data(found.date) | {"in_sentence": found.here},
    }
    if found.copy_of:
        data["copy_of"] = found.copy_of
    if found.speech is not None:
        speech = found.speech
        data["speech"] = {
            "rule": speech.rule,
            "kind": speech.kind,
            "verb": speech.verb,
            "start": speech.start,
            "end": speech.end,
            "speakers": [
                {
                    "name": each.name,
                    "words": each.text,
                    "start": each.start,
                    "end": each.end,
                    "inferred": each.inferred,
                }
                for each in speech.speakers
            ],
        }
    return data


def _voice_data(voice: Voice) -> dict[str, str]:
    return {"kind": voice.kind, "name": voice.name}


def narratives_data(found: Sequence[Narrative], works: Sequence[Work]) -> dict[str, Any]:
    """Return narratives as the JSON shows them."""
    by_id = {work.id: work for work in works}
    return {
        "works": [
            {"id": work.id, "title": work.title, "published": work.published, "renditions": [*work.documents]}
            for work in works
        ],
        "narratives": [
            {
                "label": each.label,
                "name": each.name,
                "terms": list(each.terms),
                "count": len(each.mentions),
                "by_voice": [_voice_data(voice) | {"count": times} for voice, times in each.by_voice],
                "by_work": [{"work": work, "count": times} for work, times in each.by_work],
                "by_date": [{"when": when_data(time), "count": times} for time, times in each.by_time],
                "mentions": [_mention_data(mention, by_id) for mention in each.mentions],
                "copies": [_mention_data(mention, by_id) for mention in each.copies],
            }
            for each in found
        ],
    }
