"""The dates of a document, each with how it was got; what only its reader could know stays open.

Four ways, from the surest on (`How`). A date is *stated* if its words say all of it. Where they leave out the
year, it is that of the *publication*: of all years the one that brings the date nearest to the publication.
But where the text last stated a day or month of another year, the date is *inferred* to be of that year if
hardly a month lies between, and *open* if more does. What is told by another time is *inferred* where the
words leave one reading ("that day", "two weeks after 14 October", "yesterday"), and *open* otherwise, with
the words that it hangs on ("days before the call").
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import islice
from operator import itemgetter
from typing import Literal

from countermove.evidence.documents.document import Document
from countermove.evidence.telling.quotations import quotations
from countermove.evidence.telling.relative_dates import Direction, Relative, relative_dates
from countermove.evidence.telling.stated_dates import WEEKDAYS, Partial, Stated, stated_dates
from countermove.evidence.telling.when import When, day, month, span, when, year

__all__ = ["NEIGHBOURING", "REACH", "DateMention", "How", "find_dates", "nearest_year"]

NEIGHBOURING = 31
"""At most so many days lie between a date without a year and the dated month or day that gives it one."""

How = Literal["stated", "publication", "inferred", "open"]
Why = Literal["", "no year", "two readings", "weekday", "event", "publication", "earlier date"]

REACH = 1000
"""No "that day" means a date further back than so many."""


@dataclass(frozen=True)
class DateMention:
    """A date in a document.

    Attributes
    ----------
    start, end : int
        ``[start, end)`` in characters of the raw text.
    text : str
        Its words, with single spaces.
    when : When or None
        The time; None where it is open.
    how : str
        How it was got: ``stated``, ``publication`` (the year comes from there), ``inferred`` or ``open``.
    why : str
        By what an inferred or open one is told (``event``, ``publication``, ``earlier date``), or why it is
        open all the same: ``no year``, ``two readings``, ``weekday`` (it does not fit the day). A stated
        date with ``weekday`` stands, and its weekday is another.
    anchor : str
        The words that it is told by: the event's, or those of the earlier date.
    direction : str
        On which side of the anchor: ``before``, ``after``, ``within``; empty where that does not apply.
    """

    start: int
    end: int
    text: str
    when: When | None
    how: How
    why: Why = ""
    anchor: str = ""
    direction: Direction = ""


def find_dates(document: Document, published: str = "") -> tuple[DateMention, ...]:
    """Find the dates in a document's prose, in order, without overlap.

    Parameters
    ----------
    document : Document
        Its furniture is not read.
    published : str, optional
        When it was published: a year, a month or a day (``2020-10-14``). Anything else counts as unknown.
    """
    text = document.prose.text
    issued = when(published)
    quoted = quotations(text)
    mentions: list[DateMention] = []
    spoken: DateMention | None = None
    everything = _without_overlap([*stated_dates(text), *relative_dates(text)])
    for number, found in enumerate(everything):
        if isinstance(found, Stated):
            mention = _stated(found, issued)
            if mention is not None and not all(each.year is not None for each in found.ends):
                mention = _in_context(mention, found, spoken)
        else:
            at = bisect_right(quoted, found.start, key=itemgetter(0)) - 1
            inside = at >= 0 and found.start < quoted[at][1]
            mention = _relative(found, text, mentions, None if inside else issued, issued)
        if mention is not None:
            after = everything[number + 1].start if number + 1 < len(everything) else len(text)
            if after < mention.end and isinstance(found, Relative):
                # What is told by an event whose words hold a date of their own ends where the event begins.
                mention = replace(mention, end=_trim(text, found.start, min(after, found.anchor[0])))
            if (
                mention.how == "stated"
                and mention.when
                and mention.when.precision in ("day", "month", "range")
            ):
                spoken = replace(mention, text=text[mention.start : mention.end])
            mentions.append(replace(mention, text=" ".join(text[mention.start : mention.end].split())))
    raw = document.prose.raw
    return tuple(replace(each, start=raw(each.start), end=raw(each.end - 1) + 1) for each in mentions)


def _without_overlap(found: Iterable[Stated | Relative]) -> list[Stated | Relative]:
    """Keep the longest of those that overlap; a stated date within an event's words is kept beside it."""
    kept: list[tuple[int, int, Stated | Relative]] = []
    for each in sorted(found, key=lambda each: (-_length(each), each.start, isinstance(each, Relative))):
        start, end = each.start, each.start + _length(each)
        at = bisect_left(kept, start, key=itemgetter(0))
        before, after = kept[at - 1 : at] if at else [], kept[at : at + 1]
        if all(other[1] <= start for other in before) and all(end <= other[0] for other in after):
            kept.insert(at, (start, end, each))
    return [each for _, _, each in kept]


def _anchored(found: Stated | Relative) -> int:
    """Return how much of it at the end is an event's name."""
    return found.end - found.anchor[0] if isinstance(found, Relative) and found.anchor != (0, 0) else 0


def _length(found: Stated | Relative) -> int:
    return found.end - _anchored(found) - found.start


def nearest_year(partial: Partial, issued: When) -> When | None:
    """Return the date in the year that brings it nearest to the publication; None if two are as near.

    A date within the publication's own month or year has no distance from it.
    """
    years = range(issued.first.year - 4, issued.last.year + 5)  # a leap day is never further off, but in 1900
    read = [found for number in years if 1 <= number <= 9999 and (found := partial.of(number)) is not None]
    away = {each: _distance(each, issued) for each in read}
    near = [each for each in read if away[each] == min(away.values())]
    return near[0] if len(near) == 1 else None


def _distance(found: When, issued: When) -> int:
    return max((found.first - issued.last).days, (issued.first - found.last).days, 0)


def _stated(found: Stated, issued: When | None) -> DateMention | None:
    """Return the mention with what its words say, and the publication's year where they lack one."""
    if found.known is not None:
        return DateMention(found.start, found.end, "", found.known, "stated")
    if found.open:
        return DateMention(found.start, found.end, "", None, "open", "two readings")
    how: How = "stated" if all(each.year is not None for each in found.ends) else "publication"
    if not all(_exists(each) for each in found.ends):
        return None  # the 31st of June is no date
    if how == "publication" and issued is None:
        return DateMention(found.start, found.end, "", None, "open", "no year")
    read = [each.of(each.year) if each.year is not None else _at(each, issued) for each in found.ends]
    if len(read) == 2 and read[0] and read[1] and how == "publication" and read[0].first > read[1].first:
        read[0] = found.ends[0].of(read[1].first.year - (found.ends[0].month != found.ends[1].month))
    known = [each for each in read if each is not None]
    result = None if len(known) < len(read) else known[0] if len(known) == 1 else span(*known)
    if result is None:
        return DateMention(found.start, found.end, "", None, "open", "two readings")
    if found.ends[0].weekday not in (None, known[0].first.weekday()):
        if how == "stated":
            return DateMention(found.start, found.end, "", result, how, "weekday")
        return DateMention(found.start, found.end, "", None, "open", "weekday")
    return DateMention(found.start, found.end, "", result, how)


def _in_context(mention: DateMention, found: Stated, spoken: DateMention | None) -> DateMention:
    """Hold a date without a year against the last day or month that the text stated with one."""
    settled = len(found.ends) != 1 or mention.why in ("two readings", "weekday")
    if spoken is None or spoken.when is None or settled:
        return mention
    there = nearest_year(found.ends[0], spoken.when)
    if there is None or there == mention.when:
        return mention
    if _distance(there, spoken.when) <= NEIGHBOURING:
        return replace(
            mention, when=there, how="inferred", why="earlier date", anchor=" ".join(spoken.text.split())
        )
    return mention if mention.when is None else replace(mention, when=None, how="open", why="two readings")


def _at(partial: Partial, issued: When | None) -> When | None:
    return None if issued is None else nearest_year(partial, issued)


def _exists(partial: Partial) -> bool:
    """Whether there is such a day, in its year or in a leap year."""
    return partial.of(2000 if partial.year is None else partial.year) is not None


def _relative(
    found: Relative, text: str, earlier: list[DateMention], issued: When | None, whole: When | None
) -> DateMention:
    """Resolve what has one reading. ``issued`` is not known within a quotation, which was said before."""
    told = DateMention(found.start, found.end, "", None, "open", found.kind, "", found.direction)
    match found.kind:
        case "event":
            words = " ".join(text[slice(*found.anchor)].split())
            told = replace(told, anchor=words)
            dated = next(_stated_within(found.anchor, text, whole), None)
            result = None if dated is None else _counted(dated.when, found) if dated.when else None
            if dated is not None:  # the date is a mention of its own, which comes next
                date_words = " ".join(text[found.anchor[0] : found.anchor[0] + dated.end].split())
                told = replace(told, anchor=date_words, end=_trim(text, found.start, found.anchor[0]))
        case "earlier date":
            before = _last(earlier, found)
            told = replace(told, anchor=before.text if before else "")
            result = _counted(before.when, found) if before and before.when else None
        case _:
            result = _since_publication(found, text, issued)
    return told if result is None else replace(told, when=result, how="inferred")


def _trim(text: str, start: int, end: int) -> int:
    return start + len(text[start:end].rstrip())


def _stated_within(anchor: tuple[int, int], text: str, issued: When | None) -> Iterator[DateMention]:
    """Yield the day that an event is named by, if it is."""
    for each in stated_dates(text[anchor[0] : anchor[1] + 20]):
        if each.start == 0 and len(each.ends) == 1:
            mention = _stated(each, issued)
            if mention is not None and mention.when is not None and mention.when.precision == "day":
                yield mention


def _last(earlier: list[DateMention], found: Relative) -> DateMention | None:
    """Return the last date that is exact enough to be counted from or to be the same as."""
    if not found.unit:  # "during this time": whatever time was told last
        return earlier[-1] if earlier else None
    fine = {"day": ("day",), "week": ("day",), "month": ("day", "month"), "year": ("day", "month", "year")}
    enough = fine.get(found.unit, ("day",))
    near = islice(reversed(earlier), REACH)
    known = (each for each in near if each.when is not None and each.when.precision in enough)
    return next(known, None)


def _counted(at: When, found: Relative) -> When | None:
    """Return the time so many whole units away from another, or the unit that it lies in."""
    first = at.first
    if found.direction == "within" and found.amount is None:
        return {"day": day(first), "month": month(first.year, first.month), "year": year(first.year)}.get(
            found.unit
        )
    if found.amount is None or not found.direction or found.direction == "within":
        return None
    away = found.amount if found.direction == "after" else -found.amount
    return _moved(first, away, found.unit)


def _moved(first: date, away: int, unit: str) -> When | None:
    try:
        match unit:
            case "day":
                return day(first + timedelta(days=away))
            case "week":
                return day(first + timedelta(weeks=away))
            case "month":
                number = first.year * 12 + first.month - 1 + away
                return month(number // 12, number % 12 + 1)
            case "year":
                return year(first.year + away)
    except (ValueError, OverflowError):  # before the year 1, or after 9999
        pass
    return None


_SAID = {
    "yesterday": -1,
    "today": 0,
    "tonight": 0,
    "tomorrow": 1,
    "the day before yesterday": -2,
    "the day after tomorrow": 2,
}
_TURN = {"last": -1, "this": 0, "next": 1}
_TO_COME = (
    " will ",
    " would ",
    " shall ",
    " to ",
    " is due ",
    " are due ",
    " may ",
    " could ",
    " until ",
    " by ",
)


def _since_publication(found: Relative, text: str, issued: When | None) -> When | None:
    """Resolve what is told by the publication, as far as that is known exactly enough."""
    if issued is None:
        return None
    which, _, name = found.unit.rpartition(" ")
    if found.unit in _SAID:
        return _moved(issued.first, _SAID[found.unit], "day") if issued.precision == "day" else None
    if name in ("month", "year") and which in _TURN:
        exact = issued.precision in (("day", "month") if name == "month" else ("day", "month", "year"))
        return _moved(issued.first, _TURN[which], name) if exact else None
    if found.unit in WEEKDAYS and issued.precision == "day":
        # A report's weekday is the last one, unless the sentence looks ahead.
        begin = max(text.rfind(mark, 0, found.start) for mark in (".", "!", "?", "\n\n"))
        if any(word in f" {' '.join(text[begin + 1 : found.start].split())} " for word in _TO_COME):
            return None
        return _moved(issued.first, -((issued.first.weekday() - WEEKDAYS.index(found.unit)) % 7), "day")
    ago = text[found.start : found.end].lower().endswith("ago")
    counted = ago and found.unit in ("day", "week") and issued.precision == "day"
    return _counted(issued, found) if counted else None
