"""How wide text is, and where it breaks, when nobody has drawn it yet.

Widths of letters are estimated from the widest of the usual system fonts, so that text never outgrows
the box that was made for it.
"""

from __future__ import annotations

from unicodedata import east_asian_width

__all__ = ["text_width", "wrap"]

FONT = 13

_NARROW = frozenset("iljtfrI.,:;'’‘|!()[] -")
_WIDE = frozenset("mwMWQO@%&—…“”")


def text_width(text: str, size: float = FONT) -> float:
    """Estimate how wide a text is, rather too wide than too narrow."""
    return size * sum(_em(each) for each in text)


def _em(char: str) -> float:
    if char in _NARROW:
        return 0.41
    if char in _WIDE or east_asian_width(char) in "WF":
        return 1.0
    return 0.72 if char.isupper() or ord(char) > 0x2FF else 0.635


def wrap(text: str, width: float, most: int) -> list[str]:
    """Break a text into at most ``most`` lines; what is too long ends in an ellipsis."""
    lines: list[str] = []
    words = text.split()
    while words:
        line = words.pop(0)
        while words and text_width(f"{line} {words[0]}") <= width:
            line += f" {words.pop(0)}"
        if len(lines) == most - 1 and words:
            return [*lines, _cut(f"{line} {words[0]}", width)]
        lines.append(_cut(line, width))
    return lines or [""]


def _cut(text: str, width: float) -> str:
    """Cut a text where it outgrows a width; each letter is looked at once, for there may be a million."""
    used, kept = 0.0, 0
    for at, each in enumerate(text, start=1):
        used += _em(each)
        if FONT * used > width:
            return f"{text[:kept].rstrip()}…"
        if FONT * (used + _em("…")) <= width:
            kept = at
    return text
