"""Times as documents tell them: a day, a month, a year, a decade, or from one day to another."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Literal

__all__ = ["Precision", "When", "dated", "day", "decade", "month", "span", "when", "year"]

Precision = Literal["day", "month", "year", "decade", "range"]

_PARTS = ("", "winter", "early", "spring", "mid", "summer", "autumn", "fall", "late")
_WRITTEN = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


@dataclass(frozen=True)
class When:
    """A time, no more exact than it was told.

    Attributes
    ----------
    first, last : date
        All days of it: the one day twice, or a month's, year's or decade's first and last day.
    precision : str
        ``day``, ``month``, ``year``, ``decade`` or ``range``.
    part : str
        The part of it that was meant, such as ``early`` or ``spring``; empty for the whole. Where a part
        begins and ends nobody says, so ``first`` and ``last`` are those of the whole.
    """

    first: date
    last: date
    precision: Precision
    part: str = ""

    @property
    def written(self) -> str:
        """The time as models write it: ``2020-10-14``, ``2020-10``, ``2020``, ``1990s``, ``DAY/DAY``."""
        match self.precision:
            case "day":
                return self.first.isoformat()
            case "month":
                return self.first.isoformat()[:7]
            case "year":
                return self.first.isoformat()[:4]
            case "decade":
                return f"{self.first.isoformat()[:4]}s"
            case _:
                return f"{self.first.isoformat()}/{self.last.isoformat()}"

    @property
    def order(self) -> tuple[date, date, int]:
        """What times are sorted by: their first day, their last, and the whole before its parts."""
        return self.first, self.last, _PARTS.index(self.part) if self.part in _PARTS else 0


def day(value: date) -> When:
    """Return one day."""
    return When(value, value, "day")


def month(number: int, of: int, part: str = "") -> When:
    """Return the month ``of`` (1 to 12) of the year ``number``."""
    return When(date(number, of, 1), date(number, of, monthrange(number, of)[1]), "month", part)


def year(number: int, part: str = "") -> When:
    """Return a year."""
    return When(date(number, 1, 1), date(number, 12, 31), "year", part)


def decade(number: int, part: str = "") -> When:
    """Return the ten years from ``number`` on."""
    return When(date(number, 1, 1), date(number + 9, 12, 31), "decade", part)


def span(first: When, last: When) -> When | None:
    """Return the time from the first day of one to the last day of another; None if that is before it."""
    return When(first.first, last.last, "range") if first.first <= last.last else None


def dated(text: str) -> bool:
    """Say whether a text is a date as sources and claims have it: ``2020``, ``2020-10`` or ``2020-10-14``."""
    found = when(text)
    return found is not None and found.precision in ("day", "month", "year") and found.written == text


def when(text: str) -> When | None:
    """Read a year, month or day (``2020``, ``2020-10``, ``2020-10-14``) or two with ``/`` between.

    Returns
    -------
    When or None
        None if the text is not written like that, or there is no such day.
    """
    ends = [_one(each) for each in text.strip().split("/")]
    match ends:
        case [only]:
            return only
        case [When() as first, When() as last]:
            return span(first, last)
        case _:
            return None


def _one(text: str) -> When | None:
    written = _WRITTEN.fullmatch(text.strip())
    if written is None:
        return None
    numbers = [int(each) for each in written.groups() if each]
    try:
        match numbers:
            case [only]:
                return year(only)
            case [of_year, number]:
                return month(of_year, number)
            case _:
                return day(date(*numbers))
    except ValueError:  # there is no such month or day
        return None
