"""Where each part of a YAML text stands, and what to write where so that one of them is another.

Nothing here knows whether the result says what it should: `countermove.model.editing` reads it again.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from ruamel.yaml import YAML
from ruamel.yaml.events import MappingEndEvent, ScalarEvent, SequenceEndEvent, SequenceStartEvent

from countermove.model.changes import Steps
from countermove.model.writing import WIDTH, in_brackets, in_lines, key_text

__all__ = ["NotWritable", "Splice", "Text"]

_BREAK = re.compile(r"\r\n|\r|\n")
_COLON = re.compile(r"[ \t]*:")


class NotWritable(Exception):  # noqa: N818 - never shown; says that a place is written in a rare form
    """A place is written in a form that nothing is spliced into."""


class Splice(NamedTuple):
    """What to write in place of ``[start, end)``, in characters."""

    start: int
    end: int
    new: str


@dataclass(frozen=True)
class _Node:
    """A part of the text, ``[start, end)``, from its first character to its last.

    Attributes
    ----------
    kind : str
        ``scalar``, ``map`` or ``list``.
    value : str
        What a scalar says.
    column : int
        Of a block, where its keys or dashes stand.
    flow : bool
        Whether it is a collection in brackets.
    """

    kind: str
    start: int
    end: int
    value: str = ""
    column: int = 0
    flow: bool = False
    parts: tuple[_Part, ...] = ()


class _Part(NamedTuple):
    """A part of a collection, which begins at ``start`` with its key or, in a block's list, its dash.

    ``sign`` is the end of its colon or dash; None where it has none.
    """

    start: int
    sign: int | None
    name: str | None
    key: _Node | None
    value: _Node


class Text:
    """A YAML text and its parts.

    Parameters
    ----------
    text : str
        One document, which can be read, and is not empty.
    surest : bool
        Whether to edit in the surest way, not in the fairest: written in brackets and with quotation marks,
        and deleted with the comments below that stand deeper, which a text in lines above would take up.
    """

    def __init__(self, text: str, surest: bool) -> None:
        self.text = text
        self.surest = surest
        found = _BREAK.search(text)
        self.newline = found[0] if found else "\n"
        events = iter(YAML(typ="safe", pure=True).parse(text))
        next(events)  # the stream's start, then the document's
        next(events)
        self.root = self._node(next(events), events)

    # ------------------------------------------------------------ reading
    def _node(self, event: Any, events: Iterator[Any]) -> _Node:
        start, end = event.start_mark.index, event.end_mark.index
        if isinstance(event, ScalarEvent):
            said = unicodedata.normalize("NFC", event.value)
            return _Node("scalar", start, self._scalar_end(event), said)
        flow, column = bool(event.flow_style), event.start_mark.column
        kind = "list" if isinstance(event, SequenceStartEvent) else "map"
        parts: list[_Part] = []
        for each in events:
            if isinstance(each, SequenceEndEvent | MappingEndEvent):
                end = each.end_mark.index if flow else parts[-1].value.end
                break
            if kind == "map":
                parts.append(self._keyed(self._node(each, events), self._node(next(events), events)))
            else:
                dash = None
                if not flow:
                    dash = self._dash(self._next_line(parts[-1].value.end)) + column if parts else start
                parts.append(self._item(dash, self._node(each, events)))
        return _Node(kind, start, end, "", column, flow, tuple(parts))

    def _keyed(self, key: _Node, value: _Node) -> _Part:
        colon = _COLON.match(self.text, key.end)
        if not self.text[value.start : value.end].strip():  # a value that is not written
            at = colon.end() if colon else key.end
            value = replace(value, start=at, end=at)
        return _Part(key.start, colon.end() if colon else None, key.value, key, value)

    def _item(self, dash: int | None, value: _Node) -> _Part:
        if dash is None:
            return _Part(value.start, None, None, None, value)
        if not self.text[value.start : value.end].strip():
            value = replace(value, start=dash + 1, end=dash + 1)
        return _Part(dash, dash + 1 if self.text[dash : dash + 1] == "-" else None, None, None, value)

    def _scalar_end(self, event: ScalarEvent) -> int:
        start, end = event.start_mark.index, event.end_mark.index
        if event.style not in ("|", ">"):
            return int(end)
        written = self.text[start:end]
        if "+" in _BREAK.split(written, maxsplit=1)[0].partition("#")[0]:
            return int(start) + len(written.removesuffix("\n").removesuffix("\r"))
        return int(start) + len(written.rstrip(" \t\r\n"))

    def _dash(self, place: int) -> int:
        """Return where the next line begins that is neither blank nor a comment."""
        while place < len(self.text) and self.text[place : self._line_end(place)].strip()[:1] in ("", "#"):
            place = self._next_line(place)
        return place

    def _line_start(self, place: int) -> int:
        return max(self.text.rfind("\n", 0, place), self.text.rfind("\r", 0, place)) + 1

    def _line_end(self, place: int) -> int:
        """Return where the line of a place ends, before its line break."""
        found = _BREAK.search(self.text, place)
        return found.start() if found else len(self.text)

    def _next_line(self, place: int) -> int:
        found = _BREAK.search(self.text, place)
        return found.end() if found else len(self.text)

    def _comment(self, place: int, column: int) -> int:
        """Return where a line ends that is a comment from some column on; 0 where this line is none."""
        end = self._next_line(place)
        line = self.text[place:end]
        words = line.lstrip(" ")
        return end if words.startswith("#") and len(line) - len(words) >= column else 0

    def _at(self, path: Steps) -> tuple[_Node, int]:
        """Return the collection a path leads into, and the number of its part, one more for a new one."""
        node = self.root
        for step in path[:-1]:
            node = node.parts[_number(node, step)].value
        return node, _number(node, path[-1])

    # ------------------------------------------------------------ writing
    def _lines(self, head: str, value: Any, indent: int) -> str:
        if self.surest:
            return f"{' ' * indent}{head} {in_brackets(value, quoted=True)}"
        return self.newline.join(in_lines(head, value, indent))

    def _pair(self, key: str | None, value: Any) -> str:
        """Return an entry as it is written in brackets."""
        written = in_brackets(value, quoted=self.surest)
        return written if key is None else f"{key_text(key, quoted=self.surest)}: {written}"

    def put(self, path: Steps, value: Any) -> Splice:
        """Write a value in place of another, or after the last."""
        node, number = self._at(path)
        if number < len(node.parts):
            return self._replace(node, number, value)
        step = path[-1]
        key = step if isinstance(step, str) else None
        if not node.parts:
            return self._fill(path[:-1], {key: value} if key is not None else [value])
        return self._after(node, len(node.parts) - 1, key, value)

    def insert(self, path: Steps, value: Any) -> Splice:
        """Write an item before another."""
        node, number = self._at(path)
        if number >= len(node.parts):
            return self.put(path, value)
        if number:
            return self._after(node, number - 1, None, value)
        start = node.parts[0].start
        if node.flow:
            return Splice(start, start, self._pair(None, value) + ", ")
        lines = self._lines("-", value, node.column)[node.column :]
        return Splice(start, start, lines + self.newline + " " * node.column)

    def rename(self, path: Steps, key: str) -> Splice:
        """Write another key."""
        node, number = self._at(path)
        old = node.parts[number].key
        assert old is not None
        quoted = self.surest or self.text[old.start] in "'\""
        return Splice(old.start, old.end, key_text(key, quoted=quoted))

    def delete(self, path: Steps) -> Splice:
        """Take an entry away."""
        node, number = self._at(path)
        if len(node.parts) == 1:
            return self._fill(path[:-1], {} if node.kind == "map" else [])
        start, value = node.parts[number].start, node.parts[number].value
        if node.flow and number:
            return Splice(node.parts[number - 1].value.end, value.end, "")
        if node.flow:
            return Splice(start, node.parts[1].start, "")
        if not self.text[self._line_start(start) : start].strip(" "):
            end = self._next_line(value.end)
            while self.surest and (deeper := self._comment(end, node.column + 1)):
                end = deeper
            return Splice(self._line_start(start), end, "")
        # It stands beside a dash, which stays; what comes next is drawn up to it if nothing is between.
        following = node.parts[1].start
        between = self.text[value.end : following]
        return Splice(start, value.end if between.strip() else following, "")

    def move(self, path: Steps, to: int) -> Splice:
        """Write an item at another position of its list, in a block with what else is on its lines."""
        node, at = self._at(path)
        starts = [self._line_start(part.start) for part in node.parts]
        beside = any(
            self.text[start : part.start].strip(" ") for start, part in zip(starts, node.parts, strict=True)
        )
        if node.flow or beside:
            return self._reordered(node, at, to)
        end = self._next_line(node.parts[max(at, to)].value.end)
        own, own_end = starts[at], self._next_line(node.parts[at].value.end)
        line, rest = self.text[own:own_end], self.text[starts[min(at, to)] : own] + self.text[own_end:end]
        first, then = (line, rest) if to < at else (rest, line)
        if first and not _BREAK.search(first, len(first) - 1):  # the text's last line
            first, then = first + self.newline, then.removesuffix(self.newline)
        return Splice(starts[min(at, to)], end, first + then)

    def _reordered(self, node: _Node, at: int, to: int) -> Splice:
        """Write items in another order, with what stands between them, such as comments, in its place."""
        values = [self.text[part.value.start : part.value.end] for part in node.parts]
        values.insert(to, values.pop(at))
        new = values[0]
        for one, other, value in zip(node.parts, node.parts[1:], values[1:], strict=False):
            new += self.text[one.value.end : other.value.start] + value
        return Splice(node.parts[0].value.start, node.parts[-1].value.end, new)

    def _fill(self, path: Steps, value: Any) -> Splice:
        """Write a whole collection anew: one that was empty, or is to be."""
        if path:
            return self._replace(*self._at(path), value)
        end = self.root.end if self.root.flow else self._line_end(self.root.end)
        return Splice(self.root.start, end, self._pair(None, value))

    def _after(self, node: _Node, number: int, key: str | None, value: Any) -> Splice:
        """Write a new entry after one that there is."""
        end = node.parts[number].value.end
        if node.flow:
            written = self._pair(key, value)
            comma = " ," if self.text[end - 1] == ":" else ","  # after a key without a value
            if self._line_end(end) - self._line_start(end) + len(written) + 2 <= WIDTH:
                return Splice(end, end, f"{comma} {written}")
            first = node.parts[0].start
            return Splice(
                end, end, f"{comma}{self.newline}{' ' * (first - self._line_start(first))}{written}"
            )
        at = self._line_end(end)
        head = "-" if key is None else f"{key_text(key, quoted=self.surest)}:"
        return Splice(at, at, self.newline + self._lines(head, value, node.column))

    def _replace(self, node: _Node, number: int, value: Any) -> Splice:
        """Write a value in place of one that there is."""
        part, old = node.parts[number], node.parts[number].value
        if node.flow:
            written = in_brackets(value, quoted=self.surest)
            missing = ": " if part.sign is None and part.key else " "
            return Splice(old.start, old.end, missing + written if old.start == old.end else written)
        if part.sign is None:
            raise NotWritable("a key is written with '?'")
        head = "-" if part.key is None else "key:"
        new = self._lines(head, value, node.column)[node.column + len(head) :]
        below = new.startswith(self.newline)
        if _BREAK.search(self.text, part.sign, old.start):
            # The old value stands on lines of its own. What is said beside and below the key stays there.
            end = self._line_end(old.end)
            said = self.text[part.sign : self._line_start(old.start)].removesuffix("\n").removesuffix("\r")
            return Splice(part.sign, end, said + new if below else new + said)
        block = old.kind != "scalar" and not old.flow and _BREAK.search(self.text, old.start, old.end)
        end = self._line_end(old.end) if block else old.end
        if below:
            line_end = self._line_end(end)
            return Splice(part.sign, line_end, self.text[end:line_end] + new)
        return Splice(part.sign, end, new)


def _number(node: _Node, step: str | int) -> int:
    if isinstance(step, int):
        return step
    names = [part.name for part in node.parts]
    return names.index(step) if step in names else len(names)
