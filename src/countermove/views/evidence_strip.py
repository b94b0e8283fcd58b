"""The timeline at one sight: every dated event as a sign above a line of years."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from markupsafe import Markup

from countermove.evidence.telling.timeline import Event, Timeline
from countermove.evidence.telling.when import When
from countermove.views.diagram_text import text_width
from countermove.views.evidence_plot import MARGIN, SIGNS, Sheet, put_mark, sign_of
from countermove.views.words import count

__all__ = ["timeline_strip"]

STEP = 13.0
"""How far apart signs stand that fall together."""
MOST_HIGH = 24
"""So many stand above each other; the number of the others is written on top."""
WITH_MONTHS = 150.0
"""Where a year is so long, its months are marked, and its quarters named."""
GAP = 34.0
"""How long the line is where it is broken."""
DECADE = 90.0
QUARTERS = {4: "Apr", 7: "Jul", 10: "Oct"}


def timeline_strip(found: Timeline, title: str, width: float) -> str:
    """Draw when things happened, left to right; those of one time stand above each other.

    What is told of a month or a year stands in its middle. Long times in which nothing is told are left out
    where the line is broken.

    Parameters
    ----------
    found : Timeline
        Those without a date are not drawn.
    title : str
        Of the whole.
    width : float
        Of the picture.
    """
    sheet = Sheet(width)
    dated = [(each.when, each) for each in found.dated if each.when is not None]
    if not dated:
        sheet.text("Nothing is dated.", "soft")
        return sheet.svg(title, ["Nothing is dated."])
    line = _Line([when for when, _ in dated], width)
    stacks: dict[int, list[Event]] = {}
    for when, each in dated:
        stacks.setdefault(round(line.at(when) / STEP), []).append(each)
    high = min(MOST_HIGH, max(map(len, stacks.values())))
    top = MARGIN + high * STEP + 14
    for place, events in sorted(stacks.items()):
        for level, each in enumerate(events[:MOST_HIGH]):
            put_mark(sheet, sign_of(each), place * STEP, top - 10 - level * STEP)
        if len(events) > MOST_HIGH:
            sheet.words("soft", place * STEP - 8, top - 8 - MOST_HIGH * STEP, f"{len(events):,}")
    line.draw(sheet, top)
    sheet.y = top + 40
    _legend(sheet, {sign_of(each) for each in found.dated}, width)
    return sheet.svg(title, [f"{count(len(dated), 'dated event').capitalize()}."])


class _Unit(NamedTuple):
    """A piece of the line: a year, or a decade of which no more is told."""

    first: int
    label: str

    @property
    def year(self) -> bool:
        """Whether it is one year."""
        return self.label == str(self.first)


def _unit(when: When) -> _Unit:
    if when.precision == "decade":
        return _Unit(when.first.year, f"{when.first.year}s")
    year = _middle(when).year
    return _Unit(year, str(year))


def _middle(when: When) -> date:
    return date.fromordinal((when.first.toordinal() + when.last.toordinal()) // 2)


class _Line:
    """Years on a line: runs of years that follow each other, with a gap between runs."""

    def __init__(self, times: Sequence[When], width: float) -> None:
        self.runs: list[list[_Unit]] = []
        for unit in sorted(set(map(_unit, times)), key=lambda each: (each.first, each.year)):
            last = self.runs[-1][-1] if self.runs else None
            if last is not None and last.year and unit.year and unit.first - last.first <= 2:
                self.runs[-1] += [_Unit(year, str(year)) for year in range(last.first + 1, unit.first + 1)]
            else:
                self.runs.append([unit])
        left = MARGIN + 4
        years = sum(each.year for run in self.runs for each in run)
        decades = sum(not each.year for run in self.runs for each in run)
        room = width - 2 * left - GAP * (len(self.runs) - 1)
        self.decade = min(DECADE, room / (years + decades))
        self.year = (room - decades * self.decade) / years if years else 0.0
        self.starts: dict[_Unit, float] = {}
        x = left
        for run in self.runs:
            for unit in run:
                self.starts[unit] = x
                x += self.year if unit.year else self.decade
            x += GAP

    def at(self, when: When) -> float:
        """Return where a time stands: in the middle of what is known of it."""
        unit = _unit(when)
        if not unit.year:
            return self.starts[unit] + self.decade / 2
        middle = _middle(when)
        return self.starts[unit] + (middle - date(middle.year, 1, 1)).days / 366 * self.year

    def draw(self, sheet: Sheet, y: float) -> None:
        """Draw the line with its years."""
        before, room = 0.0, 0.0
        for run in self.runs:
            start = self.starts[run[0]]
            end = self.starts[run[-1]] + (self.year if run[-1].year else self.decade)
            if before:
                sheet.add(Markup('<path class="axis gap" d="M{:.1f} {:.1f}H{:.1f}"/>'), before, y, start)
            sheet.add(Markup('<path class="axis" d="M{:.1f} {:.1f}H{:.1f}"/>'), start, y, end)
            before = end
            for unit in run:
                room = self._named(sheet, unit, y, room)

    def _named(self, sheet: Sheet, unit: _Unit, y: float, room: float) -> float:
        """Name a year or decade where there is room, and its quarters where it is long."""
        x = self.starts[unit]
        sheet.add(Markup('<path class="axis" d="M{:.1f} {:.1f}v6"/>'), x, y)
        for month in range(2, 13) if unit.year and self.year >= WITH_MONTHS else ():
            at = x + (month - 1) * self.year / 12
            sheet.add(Markup('<path class="axis" d="M{:.1f} {:.1f}v3"/>'), at, y)
            if month in QUARTERS:
                sheet.words("soft", at, y + 20, QUARTERS[month])
        if x < room:
            return room
        sheet.words("strong", x, y + 20, unit.label)
        return x + text_width(unit.label) + 8


def _legend(sheet: Sheet, signs: set[str], width: float) -> None:
    """Say what the signs mean, as many in a row as there is room for."""
    x = MARGIN + 4
    for sign in (each for each in SIGNS if each in signs):
        wide = 14 + text_width(SIGNS[sign]) + 18
        if x > MARGIN + 4 and x + wide > width:
            x = MARGIN + 4
            sheet.y += 20
        put_mark(sheet, sign, x, sheet.y + 6)
        sheet.words("soft", x + 12, sheet.y + 10.5, SIGNS[sign])
        x += wide
    sheet.y += 12
