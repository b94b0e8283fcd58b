"""Plain data as YAML text: in brackets on one line, or in lines of its own, whatever reads more easily.

What `countermove.model.yaml.parse` would read back otherwise is put in quotation marks.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from countermove.errors import UsageError

__all__ = ["WIDTH", "in_brackets", "in_lines", "key_text", "plain_data", "plain_text"]

WIDTH = 110
"""Lines are not longer than this, unless a single word is."""

_OPENS = r"[^\W_]|[(\u201c\u2018]"
_BLOCK = re.compile(rf"(?:{_OPENS})(?: ?(?:[^\s:#]|:(?=[\w/])|(?<! )#))*\Z")
_FLOW = re.compile(rf"(?:{_OPENS})(?: ?(?:[^\s:#,\[\]{{}}]|:(?=[\w/])|(?<! )#))*\Z")
_NUMBER = re.compile(r"[0-9][0-9_.,:eExXoO+]*\Z")  # as the many dialects of YAML have them
_ANOTHER = re.compile(r"(?:~|null|true|false|yes|no|on|off|y|n)\Z", re.IGNORECASE)
_ESCAPED = re.compile(
    "[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_SPACE = re.compile(r"(?<=[^ ]) (?=[^ ])")


def plain_text(text: str) -> str:
    """Return a text in one line, without the control characters that the format has no way to write."""
    return " ".join(_CONTROL.sub(lambda found: " " if found[0].isspace() else "", text).split())


def plain_data(value: Any) -> Any:
    """Return data as it is read back from YAML: mappings, lists, text in NFC, int, Decimal, bool and None.

    Raises
    ------
    UsageError
        When the format has no way to write it.
    """
    if isinstance(value, str):
        if _CONTROL.search(value):
            raise UsageError(f"the text {value[:40]!r} holds a control character; write plain text")
        return unicodedata.normalize("NFC", value)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int) and abs(value) < 10**18:
        return int(value)
    if isinstance(value, Decimal) and value.is_finite() and len(format(value, "f")) < 36:
        return value
    if isinstance(value, Mapping) and all(isinstance(key, str) for key in value):
        return {plain_data(key): plain_data(part) for key, part in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return [plain_data(part) for part in value]
    raise UsageError(f"{value!r:.60} cannot be written into a model; give text, whole numbers or decimals")


def _scalar(value: Any, *, flow: bool, quoted: bool = False) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Decimal):
        text = format(value, "f")
        return text if "." in text else f"{text}.0"
    wordy = (_FLOW if flow else _BLOCK).match(value) and not (_ANOTHER.match(value) or _NUMBER.match(value))
    if wordy and not quoted and not _ESCAPED.search(value):
        return str(value)
    written = json.dumps(value, ensure_ascii=False)
    return _ESCAPED.sub(lambda found: f"\\U{ord(found[0]):08x}", written)


def key_text(key: str, *, quoted: bool = False) -> str:
    """Return a key as it is written, in quotation marks where it must be."""
    wordy = not quoted and re.fullmatch(r"\w(?:[\w-]*\w)?", key)
    return key if wordy else _scalar(key, flow=True, quoted=True)


def in_brackets(value: Any, *, flow: bool = True, quoted: bool = False) -> str:
    """Return data on one line; ``flow`` says whether it stands within brackets already.

    ``quoted`` puts every text in quotation marks, as in JSON, which reads back whatever it is.
    """
    if isinstance(value, dict):
        parts = (
            f"{key_text(key, quoted=quoted)}: {in_brackets(part, quoted=quoted)}"
            for key, part in value.items()
        )
        return f"{{{', '.join(parts)}}}"
    if isinstance(value, list):
        return f"[{', '.join(in_brackets(part, quoted=quoted) for part in value)}]"
    return _scalar(value, flow=flow, quoted=quoted)


def in_lines(head: str, value: Any, indent: int) -> list[str]:
    """Return the lines of a block's entry.

    Parameters
    ----------
    head : str
        What comes before the value: ``key:`` or ``-``.
    value
        Data as `plain_data` returns it.
    indent : int
        The column of the head.
    """
    margin = " " * indent
    if not isinstance(value, dict | list):
        return _wrapped(f"{margin}{head} ", _scalar(value, flow=False), " " * (indent + 2))
    whole = f"{margin}{head} {in_brackets(value)}"
    if not value or (_depth(value) <= 2 and len(whole) <= WIDTH):
        return [whole]
    parts = value.items() if isinstance(value, dict) else ((None, part) for part in value)
    lines = [
        line
        for key, part in parts
        for line in in_lines("-" if key is None else f"{key_text(key)}:", part, indent + 2)
    ]
    if head == "-":
        return [f"{margin}- {lines[0][indent + 2 :]}", *lines[1:]]
    return [margin + head, *lines]


def _depth(value: Any) -> int:
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return 0 if parts is None else 1 + max(map(_depth, parts), default=0)


def _wrapped(head: str, text: str, margin: str) -> list[str]:
    """Break a text at single spaces, which is how YAML joins its lines again."""
    if len(head) + len(text) <= WIDTH:
        return [head + text]
    lines = [head]
    for word in _SPACE.split(text):
        if lines[-1] not in (head, margin) and len(lines[-1]) + 1 + len(word) > WIDTH:
            lines.append(margin)
        lines[-1] += word if lines[-1] in (head, margin) else f" {word}"
    return lines
