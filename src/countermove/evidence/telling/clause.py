"""What the forms of reported speech share: a sentence with its quotations, and what is said in it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Literal

from countermove.evidence.telling.speakers import Speaker, Token

__all__ = ["CLOSING", "OPENING", "Clause", "Marked", "Marks", "Rule", "made"]

Marks = Sequence[tuple[int, int]]
Rule = Literal[
    "verb",
    "verb after",
    "according to",
    "noun",
    "taken for",
    "card",
    "theme",
    "reports",
    "goes on",
    "quotation",
]
OPENING, CLOSING = '"\u201c\u201e\u00ab', '"\u201d\u201c\u00bb'


@dataclass(frozen=True)
class Clause:
    """What is said, in a text, and who says it; as `Speech`, with places in the prose."""

    start: int
    end: int
    speakers: tuple[Speaker, ...]
    verb: str
    kind: Literal["speech", "view"]
    rule: Rule
    direct: bool = False


@dataclass(frozen=True)
class Marked:
    """A sentence, the quotations of its text, full names by surname, and what was said before it."""

    words: Sequence[Token]
    marks: Marks
    full: dict[str, str]
    before: Sequence[Clause]

    def inside(self, at: int) -> tuple[int, int] | None:
        """Return the quotation that a place of the text is in."""
        found = bisect_right(self.marks, at, key=itemgetter(0)) - 1
        return self.marks[found] if found >= 0 and at < self.marks[found][1] else None

    def quotation(self, at: int) -> tuple[int, int] | None:
        """Return the quotation whose opening mark is the token ``at``."""
        if at < len(self.words) and self.words[at].text in OPENING:
            found = bisect_left(self.marks, self.words[at].end, key=itemgetter(0))
            if found < len(self.marks) and self.marks[found][0] == self.words[at].end:
                return self.marks[found]
        return None

    def low(self, at: int) -> str:
        """Return a token in small letters; empty beyond the ends."""
        return self.words[at].low if 0 <= at < len(self.words) else ""

    def end(self, at: int) -> int:
        """Return where the text ends before token ``at``, without marks, quotation marks aside."""
        last = min(at, len(self.words)) - 1
        while last > 0 and not self.words[last].is_word and self.words[last].text not in ")]%":
            last -= 1
        end = self.words[last].end
        quoted = self.inside(end - 1)
        return max(end, quoted[1]) if quoted else end


def made(
    here: Marked,
    begin: int,
    who: tuple[Speaker, ...],
    verb: str,
    rule: Literal["verb", "noun", "according to", "theme", "reports"],
    until: int | None = None,
) -> Clause | None:
    """Return what is said from the token ``begin`` on, to the quotation's end if it begins with one."""
    quoted = here.quotation(begin)
    if quoted is not None:
        return Clause(*quoted, who, verb, "speech", rule, direct=True)
    if begin >= len(here.words):
        return None
    start, end = here.words[begin].start, here.end(len(here.words) if until is None else until)
    return Clause(start, end, who, verb, "speech", rule) if start < end else None
