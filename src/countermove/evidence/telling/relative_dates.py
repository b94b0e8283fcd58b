"""Times that a text tells by another time: days before something, that day, yesterday, the past weeks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from countermove.evidence.telling.stated_dates import MONTHS, WEEKDAYS

__all__ = ["Direction", "Kind", "Relative", "relative_dates"]

Direction = Literal["before", "after", "within", ""]
Kind = Literal["event", "publication", "earlier date"]


@dataclass(frozen=True)
class Relative:
    """A time told by another.

    Attributes
    ----------
    start, end : int
        Where it stands in the text that was searched.
    kind : str
        By what it is told: an ``event`` that the text names, the ``publication`` of the text, or an
        ``earlier date`` of the text.
    anchor : tuple of int
        Where the event's words stand; ``(0, 0)`` without.
    direction : str
        On which side of it.
    amount : int or None
        How many, where the words give a whole number and nothing such as "almost" before it.
    unit : str
        ``hour``, ``day``, ``week``, ``month``, ``year``, ``decade``, a weekday's name, or empty.
    """

    start: int
    end: int
    kind: Kind
    anchor: tuple[int, int] = (0, 0)
    direction: Direction = ""
    amount: int | None = None
    unit: str = ""


_SMALL = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_ROUGHLY = r"almost|nearly|about|around|just|only|barely|over|more\s+than|less\s+than|at\s+least|roughly|some"
_ABOUT = rf"(?:(?:{_ROUGHLY})\s+)"
_SOME = r"a\s+few|a\s+couple\s+of|a\s+number\s+of|several|many|some|dozens\s+of|few"
_TENS = rf"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[-\s](?:{'|'.join(_SMALL[:9])}))?"
_MANY = rf"(?:(?P<number>\d{{1,4}}|an?|{'|'.join(_SMALL)})|{_SOME}|{_TENS}|a\s+hundred)"
_UNIT = r"(?P<unit>minute|hour|day|night|week|fortnight|month|year|decade|centur(?:y|ie))s?"
_AMOUNT = rf"(?:(?P<about>{_ABOUT})?(?:{_MANY}\s+)?)"
_BEFORE, _AFTER = r"before|prior\s+to|ahead\s+of", r"after|following|since|into"
_W = "|".join(WEEKDAYS)
_MONTH = "|".join(MONTHS)
_SINCE_NOW = r"past|last|previous|recent|preceding"
_FROM_NOW = r"next|coming|following"

# What an event is called: up to eight words, to where something else begins.
_STOP = (
    r"in|on|at|by|from|with|to|between|that|which|who|whom|whose|when|where|while|as|and|but|or|if|was|were"
    r"|had|has|have|is|are|will|would|for|because|although|over|against|near|into|under|it|he|she|they|we|there"
)
_WORD = r"[\w'\u2019-]+"
_EVENT = re.compile(
    rf"\s+(?P<event>(?!(?:{_STOP})\b){_WORD}"
    rf"(?:\s+(?:of\s+(?:the|an?|its|their)\s+)?(?!(?:{_STOP}|the|an?|this|that)\b){_WORD}){{0,7}})"
)
# "After thirty years of war Turkey ...": the event has its name without a comma before what follows.
_NEXT_CLAUSE = re.compile(r"(?<!\bthe)(?<!\bof)(?<=[a-z])\s+(?=[A-Z])")


@dataclass(frozen=True)
class _Rule:
    pattern: re.Pattern[str]
    kind: Kind
    direction: Direction = ""


def _rule(pattern: str, kind: Kind, direction: Direction = "") -> _Rule:
    return _Rule(re.compile(rf"\b{pattern}", re.IGNORECASE), kind, direction)


_RULES = (
    # By an event that follows.
    _rule(rf"{_AMOUNT}{_UNIT}\s+(?:{_BEFORE})\b", "event", "before"),
    _rule(rf"{_AMOUNT}{_UNIT}\s+(?:{_AFTER})\b", "event", "after"),
    _rule(rf"after\s+{_AMOUNT}{_UNIT}\s+of\b", "event", "after"),
    _rule(rf"within\s+{_AMOUNT}{_UNIT}\s+of\b", "event", "within"),
    # By an earlier date.
    _rule(rf"{_AMOUNT}{_UNIT}\s+(?:earlier|before)\b(?!\s+\w)", "earlier date", "before"),
    _rule(rf"{_AMOUNT}{_UNIT}\s+(?:later|after|afterwards)\b(?!\s+than)", "earlier date", "after"),
    _rule(
        r"(?:(?:earlier|later|late|early|on)\s+)?(?:that\s+(?:very\s+|same\s+)?|the\s+(?:very\s+)?same\s+)"
        r"(?P<same>day|morning|afternoon|evening|night|week|month|year)\b(?!['\u2019]s)",
        "earlier date",
        "within",
    ),
    _rule(
        r"the\s+(?P<next>next|following)\s+(?P<unit>day|morning|week|month|year)\b", "earlier date", "after"
    ),
    _rule(
        r"the\s+(?P<next>previous|preceding)\s+(?P<unit>day|evening|week|month|year)\b",
        "earlier date",
        "before",
    ),
    _rule(r"the\s+(?P<next>day)\s+before\b(?!\s+\w)", "earlier date", "before"),
    _rule(r"(?:since|by|until|before|after)\s+then\b(?!\s+the\b)", "earlier date", ""),
    _rule(
        r"(?:at|during|in|over)\s+(?:that|this|the\s+same)\s+(?:time|period|moment)\b",
        "earlier date",
        "within",
    ),
    # By the publication.
    _rule(rf"{_AMOUNT}{_UNIT}\s+ago\b", "publication", "before"),
    _rule(
        rf"(?:(?:over|in|during|for|within|throughout)\s+)?(?:the|these|this)?\s*(?:{_SINCE_NOW})\s+{_AMOUNT}"
        r"(?P<unit2>minutes|hours|days|weeks|months|years|decades)\b",
        "publication",
        "before",
    ),
    _rule(
        rf"(?:(?:over|in|during|for|within)\s+)?(?:the|these)?\s*(?:{_FROM_NOW})\s+{_AMOUNT}"
        r"(?P<unit2>minutes|hours|days|weeks|months|years|decades)\b",
        "publication",
        "after",
    ),
    _rule(
        r"(?:for\s+)?(?:many\s+|several\s+)?(?:days|weeks|months|years|decades)\s+to\s+come\b",
        "publication",
        "after",
    ),
    _rule(
        r"(?P<said>yesterday|today|tomorrow|tonight|the\s+day\s+before\s+yesterday|the\s+day\s+after\s+tomorrow)\b",
        "publication",
    ),
    _rule(
        r"(?P<this>this|last|next)\s+(?P<period>week|month|year|spring|summer|autumn|fall|winter)\b",
        "publication",
    ),
    _rule(rf"(?P<this>this|last|next)\s+(?P<weekday>{_W})\b", "publication"),
    _rule(rf"(?P<this>last|next)\s+(?P<named>{_MONTH})\b(?!\s*\d)", "publication"),
    _rule(
        rf"(?:on\s+)?(?P<weekday>{_W})\b(?!['\u2019]s|,?\s+(?:the\s+)?\d|,?\s+(?:{_MONTH}))", "publication"
    ),
)


def relative_dates(text: str) -> Iterator[Relative]:
    """Yield all that the rules find, with overlaps: of two that overlap the longer one is meant."""
    for rule in _RULES:
        for found in rule.pattern.finditer(text):
            relative = _read(rule, found, text)
            if relative is not None:
                yield relative


def _read(rule: _Rule, found: re.Match[str], text: str) -> Relative | None:
    groups = found.groupdict()
    unit = _unit(groups)
    if (
        unit in ("weekday", "named")
        and not (groups.get("weekday") or groups.get("named") or "x")[0].isupper()
    ):
        return None
    start, end = found.span()
    kind, anchor = rule.kind, (0, 0)
    if kind == "event":
        event = _EVENT.match(text, end)
        if event is None:
            kind = "earlier date"
        else:
            named = event["event"]
            if text[:end].endswith("of") and (after := _NEXT_CLAUSE.search(named)):
                named = named[: after.start()]
            anchor = (event.start("event"), event.start("event") + len(named))
            end = anchor[1]
    return Relative(start, end, kind, anchor, rule.direction, _amount(groups), unit)


def _unit(groups: dict[str, str | None]) -> str:
    """Return the unit, or what stands for one: the day that is said, the period, the weekday's name."""
    for name in ("unit", "unit2", "same"):
        if told := groups.get(name):
            word = told.lower().rstrip("s")
            return {
                "centurie": "century",
                "morning": "day",
                "afternoon": "day",
                "evening": "day",
                "night": "day",
            }.get(word, word)
    if said := groups.get("said"):
        return " ".join(said.lower().split())
    for name in ("period", "weekday", "named"):
        if told := groups.get(name):
            which = (groups.get("this") or "").lower()
            return f"{which} {told if name != 'period' else told.lower()}".strip()
    return "day" if groups.get("next") == "day" else ""


def _amount(groups: dict[str, str | None]) -> int | None:
    """Return how many, if the words say so exactly."""
    if groups.get("next"):
        return 1
    number = groups.get("number")
    if not number or groups.get("about"):
        return None
    word = number.lower()
    if word in ("a", "an"):
        return 1
    return _SMALL.index(word) + 1 if word in _SMALL else int(word)
