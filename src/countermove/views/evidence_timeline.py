"""The timeline in words and as data: what happened when, and how each date was got."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from countermove.evidence.documents.work import Work
from countermove.evidence.telling.dates import DateMention
from countermove.evidence.telling.timeline import Event, Timeline
from countermove.evidence.telling.when import When
from countermove.views.evidence_documents import printable
from countermove.views.words import count, join

__all__ = [
    "date_data",
    "event_text",
    "how_words",
    "origin_words",
    "time_words",
    "timeline_data",
    "timeline_sentences",
    "when_data",
]

_MONTHS = "January February March April May June July August September October November December".split()  # noqa: SIM905
_SHOWN = 240
"""So many characters of a sentence are shown; the JSON has all."""
_OPEN = {
    "no year": "no year is told, nor when the work was published",
    "two readings": "it can be read in two ways",
    "weekday": "its weekday fits no year near the publication",
    "publication": "it is told by when this was written or said",
    "earlier date": "it is told by an earlier date",
}
_SAY = (
    "say when the work was published: with 'evidence add FILE --published DATE', or 'published' in the model"
)
_ELSE = "is told by something else and stays open", "are told by something else and stay open"
_OPEN_WHY = {
    "no year": (f"is without a year; {_SAY}", f"are without a year; {_SAY}"),
    "two readings": ("can be read in two ways and stays open", "can be read in two ways and stay open"),
    "weekday": (
        "has a weekday that fits no year near the publication, and stays open",
        "have a weekday that fits no year near the publication, and stay open",
    ),
}
_OPEN_ORDER = [_ELSE, *_OPEN_WHY.values()]


def time_words(time: When) -> str:
    """Say a time: ``14 October 2020``, ``early 1990s``, ``27 September to 14 October 2020``."""
    first, last = time.first, time.last
    match time.precision:
        case "day":
            words = _day(first)
        case "month":
            words = f"{_MONTHS[first.month - 1]} {first.year}"
        case "year":
            words = str(first.year)
        case "decade":
            words = f"{first.year}s"
        case _:
            words = _range(first, last)
    return f"{time.part} {words}" if time.part else words


def _day(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _range(first: date, last: date) -> str:
    """Say a range; whole years and months as such."""
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return f"{first.year} to {last.year}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {_day(last)}"
    begins = f"{first.day} {_MONTHS[first.month - 1]}"
    return f"{begins} to {_day(last)}" if first.year == last.year else f"{_day(first)} to {_day(last)}"


def how_words(found: DateMention) -> str:
    """Say how a date was got, and what it is told by."""
    said = f"\u201c{printable(found.text)}\u201d"
    anchor = printable(found.anchor)
    if found.how == "stated":
        return f"{said}, though that day was another weekday" if found.why == "weekday" else said
    if found.how == "publication":
        return f"{said}; the year is the one nearest to the publication"
    if found.how == "inferred":
        from_what = f"\u201c{anchor}\u201d" if anchor else "when this was published"
        return f"{said}, inferred from {from_what}"
    if found.why == "event":
        return f"told by \u201c{anchor}\u201d"
    if found.why == "earlier date" and anchor:
        return f"told by \u201c{anchor}\u201d"
    return _OPEN[found.why]


def event_text(event: Event) -> str:
    """Return what happened, short enough to be read in a list."""
    text = printable(event.text)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN].rsplit(' ', 1)[0]} ..."


def origin_words(event: Event, works: Mapping[str, Work]) -> str:
    """Say where an event comes from: a work and the line, or a claim."""
    if event.date is None:
        return f"claim {event.claim}" + (", as reported" if event.kind == "reported" else "")
    line, _ = works[event.work].text.position(event.date.start)
    return f"{event.work}, line {line:,}"


def timeline_sentences(found: Timeline, works: Sequence[Work], claims: int) -> list[str]:
    """Say what the timeline holds."""
    where = [count(len(works), "work")] if works else []
    where += [count(claims, "dated claim")] if claims else []
    if not found.dated and not found.open:
        return [f"No date is told in {join(where) or 'no work'}."]
    first = f"{count(len(found.dated), 'dated event').capitalize()} in {join(where)}"
    if found.dated:
        begins, ends = found.dated[0].when, max((each.when for each in found.dated if each.when), key=_last)
        if begins is not None and begins != ends:
            first += f", from {_with_article(begins)} to {_with_article(ends)}"
        elif begins is not None:
            first += f", of {_with_article(begins)}"
    sentences = [f"{first}."]
    return sentences + _open_sentences(found.open)


def _open_sentences(events: Sequence[Event]) -> list[str]:
    """Say how many times stay open, and why: what each reason asks of the reader is another thing."""
    whys = Counter(_OPEN_WHY.get(each.date.why, _ELSE) if each.date else _ELSE for each in events)
    found = []
    for (one, more), many in sorted(whys.items(), key=lambda each: _OPEN_ORDER.index(each[0])):
        times = f"{count(many, 'more time').capitalize()} {one if many == 1 else more}"
        found.append(f"{times}.")
    return found


def _last(time: When) -> date:
    return time.last


def _with_article(time: When) -> str:
    return f"the {time_words(time)}" if time.precision == "decade" else time_words(time)


# ---------------------------------------------------------------- as data
def when_data(time: When | None) -> dict[str, Any] | None:
    """Return a time as the JSON shows it."""
    if time is None:
        return None
    data = {
        "written": time.written,
        "first": time.first.isoformat(),
        "last": time.last.isoformat(),
        "precision": time.precision,
    }
    return data | ({"part": time.part} if time.part else {})


def date_data(found: DateMention) -> dict[str, Any]:
    """Return a date of a document as the JSON shows it."""
    return {
        "words": found.text,
        "start": found.start,
        "end": found.end,
        "how": found.how,
        "told_by": found.why,
        "anchor": found.anchor,
        "direction": found.direction,
    }


def _event_data(event: Event, works: Mapping[str, Work]) -> dict[str, Any]:
    data: dict[str, Any] = {"kind": event.kind, "when": when_data(event.when), "text": event.text}
    if event.date is None:
        return data | {"claim": event.claim}
    line, column = works[event.work].text.position(event.date.start)
    place = {"work": event.work, "start": event.start, "end": event.end, "line": line, "column": column}
    return data | place | {"date": date_data(event.date)}


def timeline_data(found: Timeline, works: Sequence[Work]) -> dict[str, Any]:
    """Return the timeline as the JSON shows it."""
    by_id = {work.id: work for work in works}
    return {
        "works": [
            {"id": work.id, "title": work.title, "published": work.published, "renditions": [*work.documents]}
            for work in works
        ],
        "events": [_event_data(each, by_id) for each in found.dated],
        "open": [_event_data(each, by_id) for each in found.open],
    }
