"""Dates as a model gives them: a year, a month, a day, or a range from one to another.

Written as in ISO 8601: ``2020``, ``2020-10``, ``2020-10-14``, ``2020-09-27/2020-10-14``. A year or a month
stands for all of its days.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

__all__ = ["DATE_WORDS", "days"]

DATE_WORDS = "write a year, month, day or range, such as 2020, 2020-10, 2020-10-14 or 2020-09-27/2020-10-14"
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


def days(text: str) -> tuple[date, date]:
    """Return the first and the last day of a date.

    Raises
    ------
    ValueError
        When it is none; what is wrong with it, in words.
    """
    first, slash, last = text.partition("/")
    start, end = _days(first), _days(last if slash else first)
    if end[1] < start[0]:
        raise ValueError(f"'{text[:60]}' ends before it begins")
    return start[0], end[1]


def _days(text: str) -> tuple[date, date]:
    found = _DATE.fullmatch(text)
    if found is None:
        raise ValueError(f"'{text[:60]}' is no date")
    year, month, day = (None if part is None else int(part) for part in found.groups())
    assert year is not None, "a date has a year"
    try:
        first = date(year, month or 1, day or 1)
        last = first if day else date(year, month or 12, monthrange(year, month or 12)[1])
    except ValueError:
        raise ValueError(f"'{text[:60]}' is no day of the calendar") from None
    return first, last
