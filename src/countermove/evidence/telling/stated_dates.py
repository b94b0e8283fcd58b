"""Dates that a text states in figures and names: where they stand, and what they leave open."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from countermove.evidence.telling.when import When, day, decade, month, year

__all__ = ["MONTHS", "WEEKDAYS", "Partial", "Stated", "stated_dates"]

MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True)
class Partial:
    """A day or month as it is told, perhaps without its year."""

    year: int | None
    month: int | None = None
    day: int | None = None
    part: str = ""
    weekday: int | None = None

    def of(self, number: int) -> When | None:
        """Return the time in the year ``number``; None if that year has no such day."""
        if self.month is None:
            return year(number, self.part)
        if self.day is None:
            return month(number, self.month, self.part)
        try:
            return day(date(number, self.month, self.day))
        except ValueError:
            return None


@dataclass(frozen=True)
class Stated:
    """A date in a text.

    Attributes
    ----------
    start, end : int
        Where it stands in the text that was searched.
    ends : tuple of Partial
        One for a day, month or year; two for a range.
    known : When or None
        The time where the words alone say it and it is no day, month, year or range, such as a decade.
    open : str
        Why it can mean two things: ``order`` (04/05/2020), ``century`` (the '90s); else empty.
    """

    start: int
    end: int
    ends: tuple[Partial, ...] = ()
    known: When | None = None
    open: str = ""


def _names(names: tuple[str, ...] | list[str], letters: int) -> str:
    """Match names, capitalised or in capitals, whole or shortened."""
    forms = [form for each in names for form in (each, each.upper())]
    short = sorted({form[:letters] for form in forms} | ({"Sept", "SEPT"} if letters == 3 else set()))
    return rf"(?:{'|'.join(forms)}|(?:{'|'.join(reversed(short))})\b\.?)"


_M = _names(MONTHS, 3)
_W = rf"(?:(?P<weekday>{'|'.join(WEEKDAYS)}|(?:Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun)\b\.?),?\s+(?:the\s+)?)?"
_COUNTED = (
    r"(?!\d|[.,]\d|\s*%|\s+(?:percent|per\s+cent|troops|soldiers|men|women|people|persons|civilians|fighters"
    r"|members|times|tons?|tonnes|km|kilomet\w+|miles?|met\w+|feet|dollars|euros|rubles|GMT|UTC|hours?|hrs|a\.m"
    r"|p\.m|am|pm|villages|houses|vehicles|tanks|refugees|deaths|dead|cases|years?|days?|weeks?|months?|million"
    r"|billion|thousand)\b)"
)
_DAY = rf"\d{{1,2}}(?:st|nd|rd|th)?\b{_COUNTED}"
_YEAR = rf"\b(?:1[0-9]|20)\d\d\b{_COUNTED}"
_PART = r"(?:(?P<part>early|mid|middle|late|beginning|start|end)(?:\s+of)?(?:\s+in)?[\s-]+(?:the\s+)?)?"
_DASH = r"\s*[-\u2010\u2011\u2012\u2013\u2014]\s*"
_TO = rf"(?:{_DASH}|\s+(?:to|until|till|through)\s+(?:the\s+)?)"
_AND = r"\s+and\s+(?:the\s+)?"
_LEAD = r"(?<![\w.,/-])"
_END = r"(?![\w/]|-\d)"
_IN = r"\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Tt]ill|[Bb]y|[Ff]rom|[Dd]uring|[Bb]efore|[Aa]fter|[Tt]hrough|[Oo]f)\s+"
_SEASON = r"(?P<part>spring|summer|autumn|fall|winter)"


def _month_of(name: str) -> int:
    short = [each[:3].lower() for each in MONTHS]
    return short.index(name[:3].lower()) + 1


def _weekday_of(name: str | None) -> int | None:
    return None if not name else [each[:3].lower() for each in WEEKDAYS].index(name[:3].lower())


def _number(text: str | None) -> int | None:
    return int(re.sub(r"\D", "", text)) if text else None


def _partial(found: re.Match[str], suffix: str = "") -> Partial:
    groups = found.groupdict()
    name = groups.get(f"m{suffix}")
    part = (groups.get("part") or "").lower()
    part = {"middle": "mid", "beginning": "early", "start": "early", "end": "late"}.get(part, part)
    return Partial(
        _number(groups.get(f"y{suffix}")),
        _month_of(name) if name else None,
        _number(groups.get(f"d{suffix}")),
        part,
        _weekday_of(groups.get("weekday")),
    )


def _single(found: re.Match[str]) -> Stated:
    return Stated(*found.span("date"), (_partial(found),))


def _range(found: re.Match[str]) -> Stated:
    """Read both ends; what the first leaves out, the second has, and the other way about for a month."""
    first, last = _partial(found), _partial(found, "2")
    if last.month is None:
        last = Partial(last.year, first.month, last.day)
    if last.year is None:
        last = Partial(first.year, last.month, last.day)
    if first.month is None:
        first = Partial(first.year, last.month, first.day)
    if first.year is None and last.year is not None and last.month is not None:
        # From December to January the year turns.
        turned = first.month is not None and first.month > last.month
        first = Partial(last.year - turned, first.month, first.day)
    return Stated(*found.span("date"), (first, last))


def _years(found: re.Match[str]) -> Stated:
    first, last = int(found["y"]), found["y2"]
    whole = int(found["y"][: 4 - len(last)] + last)
    return Stated(*found.span("date"), (Partial(first), Partial(whole)))


def _decade(found: re.Match[str]) -> Stated:
    part = (found["part"] or "").lower()
    number = int(found["decade"])
    if len(found["decade"]) == 2:
        return Stated(*found.span("date"), open="century")
    return Stated(*found.span("date"), known=decade(number, part))


def _figures(found: re.Match[str]) -> Stated:
    """Read 14.10.2020 with the day first, as is the habit; with slashes only where one cannot be a month."""
    one, two, number = int(found["a"]), int(found["b"]), int(found["y"])
    if found["sep"] == "." or one > 12:
        return Stated(*found.span("date"), (Partial(number, two, one),))
    if two > 12 or one == two:
        return Stated(*found.span("date"), (Partial(number, one, two),))
    return Stated(*found.span("date"), open="order")


def _iso(found: re.Match[str]) -> Stated:
    return Stated(*found.span("date"), (Partial(int(found["y"]), int(found["iso"]), _number(found["d"])),))


def _days(found: re.Match[str]) -> Stated:
    return Stated(
        *found.span("d2"), (Partial(_number(found["y"]), _month_of(found["m"]), _number(found["d2"])),)
    )


_Y = rf"(?:,?\s+(?:of\s+)?(?P<y>{_YEAR}))"
_Y2 = rf"(?:,?\s+(?:of\s+)?(?P<y2>{_YEAR}))"
_MD, _DM = rf"(?P<m>{_M})\s*(?P<d>{_DAY})", rf"(?P<d>{_DAY})(?:\s+of)?\s+(?P<m>{_M})"
_MD2, _DM2 = rf"(?P<m2>{_M})\s*(?P<d2>{_DAY})", rf"(?P<d2>{_DAY})(?:\s+of)?\s+(?P<m2>{_M})"
_TIME = rf"{_LEAD}(?:{_IN}(?:the\s+)?)"

_Reader = Callable[[re.Match[str]], Stated]


def _ranges(lead: str, to: str) -> tuple[tuple[str, _Reader], ...]:
    forms = (
        rf"{_MD}{to}(?P<d2>{_DAY}){_Y2}?",
        rf"(?P<d>\d{{1,2}}){to}{_DM2}{_Y2}?",
        rf"{_MD}{_Y}?{to}{_MD2}{_Y2}?",
        rf"{_DM}{_Y}?{to}{_DM2}{_Y2}?",
        rf"(?P<m>{_M}){_Y}?{to}(?P<m2>{_M}){_Y2}",
    )
    return tuple((rf"{lead}(?P<date>{each}){_END}", _range) for each in forms)


_RULES: tuple[tuple[str, _Reader], ...] = (
    # A day, perhaps with its weekday, perhaps without its year.
    (rf"{_LEAD}(?P<date>{_W}{_MD}{_Y}?){_END}", _single),
    (rf"{_LEAD}(?P<date>{_W}{_DM}{_Y}?){_END}", _single),
    (rf"{_LEAD}(?P<date>(?P<y>(?:1\d|20)\d\d)-(?P<iso>\d\d)(?:-(?P<d>\d\d))?){_END}", _iso),
    (rf"{_LEAD}(?P<date>(?P<a>\d\d?)(?P<sep>[./])(?P<b>\d\d?)(?P=sep)(?P<y>(?:1\d|20)\d\d)){_END}", _figures),
    # From one day to another.
    *_ranges(_LEAD, _TO),
    *_ranges(r"\b[Bb]etween\s+(?:the\s+)?", _AND),
    # A month.
    (rf"{_LEAD}(?P<date>{_PART}(?P<m>{_M}){_Y}){_END}", _single),
    (rf"{_TIME}(?P<date>{_PART}(?P<m>{_M}))(?!\s*\d){_END}", _single),
    # A decade, a season, a year.
    (rf"{_LEAD}(?P<date>{_PART}(?:the\s+)?['\u2019]?(?P<decade>(?:1\d|20)?\d0)['\u2019]?s){_END}", _decade),
    (rf"\b(?P<date>{_SEASON}(?:\s+of|,)?\s+(?P<y>{_YEAR})){_END}", _single),
    (rf"{_LEAD}(?P<date>(?P<y>{_YEAR}){_DASH}(?P<y2>(?:(?:1\d|20)\d\d|\d\d)\b{_COUNTED})){_END}", _years),
    (
        rf"\b(?:[Ff]rom|[Bb]etween)\s+(?P<date>(?P<y>{_YEAR})\s+(?:to|until|and)\s+(?P<y2>{_YEAR})){_END}",
        _years,
    ),
    (rf"{_TIME}(?P<date>{_PART}(?P<y>{_YEAR}))(?!\s+(?:to|and|or)\s+\d){_END}", _single),
    (rf"\b(?P<date>(?P<part>[Ee]arly|[Mm]id|[Ll]ate)[\s-]+(?P<y>{_YEAR})){_END}", _single),
    (rf"\(\s*(?P<date>(?P<y>{_YEAR}))\s*\)", _single),
    (rf"\b[Tt]he\s+(?P<date>(?P<y>{_YEAR}))(?=\s+[^\W\d])", _single),
)
_COMPILED = tuple((re.compile(pattern), read) for pattern, read in _RULES)
# "Oct. 14 and 16": the second day alone says no month.
_LISTED = re.compile(
    rf"{_LEAD}(?P<m>{_M})\s*\d{{1,2}}(?:st|nd|rd|th)?(?:\s*,\s*\d{{1,2}})*,?\s+(?:and|or)\s+(?P<d2>{_DAY}){_Y}?{_END}"
)


def stated_dates(text: str) -> Iterator[Stated]:
    """Yield all that the rules find, with overlaps: of two that overlap the longer one is meant."""
    for pattern, read in _COMPILED:
        for found in pattern.finditer(text):
            stated = read(found)
            if all(each.month is None or 1 <= each.month <= 12 for each in stated.ends):
                yield stated
    for found in _LISTED.finditer(text):
        yield _days(found)
