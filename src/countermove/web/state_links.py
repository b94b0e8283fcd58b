"""Where our sentences speak of states by their numbers: which words become links to the states' pages."""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["numbered"]

_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?!\w|,\d)"
# “and 12 more” says how many, and so do “of 9,984 states 12”.
_LIST = rf"{_NUMBER}(?:(?:, and |, or |, | and | or ){_NUMBER}(?! more\b))*"
_SAID = re.compile(rf"(?<!\d )\b[Ss]tates? (?P<list>{_LIST})(?! more\b)")
_QUOTED = re.compile(r"“[^”]*”")


def numbered(text: str) -> Iterator[tuple[str, int]]:
    """Cut a sentence into pieces, each with the number of the state that it is; 0 for all else.

    What stands between quotation marks is an author's and is left alone.

    Examples
    --------
    >>> list(numbered("It likes states 2 and 1,304 best."))
    [('It likes states ', 0), ('2', 2), (' and ', 0), ('1,304', 1304), (' best.', 0)]
    """
    quoted = [each.span() for each in _QUOTED.finditer(text)]
    at = 0
    for said in _SAID.finditer(text):
        if any(start <= said.start() < end for start, end in quoted):
            continue
        for found in re.finditer(_NUMBER, said["list"]):
            start = said.start("list") + found.start()
            yield text[at:start], 0
            yield found[0], int(found[0].replace(",", ""))
            at = start + len(found[0])
    if text[at:]:
        yield text[at:], 0
