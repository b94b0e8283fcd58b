"""YAML 1.2 text into plain data that knows where each part stands.

The text is read as a stream of events, so that depth, size and anchors are refused before
anything is built, and nothing in a file can name a Python object.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from countermove.errors import Problem

__all__ = ["MAX_BYTES", "Map", "Place", "Seq", "YamlProblem", "parse"]

MAX_BYTES = 2_000_000
MAX_NODES = 200_000
MAX_DEPTH = 30

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_NULL = re.compile(r"(?:~|null|Null|NULL|)\Z")
_BOOL = re.compile(r"(?:true|True|TRUE|false|False|FALSE)\Z")
_INT = re.compile(r"[-+]?[0-9]{1,18}\Z")
_DECIMAL = re.compile(r"[-+]?(?:[0-9]{1,18}\.[0-9]{0,18}|\.[0-9]{1,18})\Z")


class Place(NamedTuple):
    """A position in a text, both counted from 1; ``inner`` says where a text's own characters start.

    ``file`` names the file where that is not the model's own.
    """

    line: int
    column: int
    inner: int = 0
    file: str = ""


class Map(dict[Any, Any]):
    """A mapping that knows the places of its keys and values."""

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place
        self.keys_at: dict[Any, Place] = {}
        self.values_at: dict[Any, Place] = {}


class Seq(list[Any]):
    """A list that knows the places of its items."""

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place
        self.values_at: list[Place] = []


class YamlProblem(Exception):  # noqa: N818 - carries problems on; not an error of its own
    """The text is not YAML that can be read; ``problems`` says why and where."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


_HINTS = {
    "found character '\\t'": "indent with spaces, not tabs",
    "mapping values are not allowed here": "put the text in quotes if it holds a colon and a space",
    "found undefined alias": "put the text in quotes if it starts with '*'",
    "found unexpected end of stream": "close the quotation mark",
    "found character '@'": "put the text in quotes",
    "found character '`'": "put the text in quotes",
    "but found another document": "keep one model a file",
}


class _Builder:
    """Follow the events once and build the data."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.nodes = 0
        self.problems: list[Problem] = []

    def fail(self, mark: Any, what: str, hint: str = "") -> YamlProblem:
        line, column = (mark.line + 1, mark.column + 1) if mark is not None else (0, 0)
        return YamlProblem(Problem(self.file, line, column, what, hint))

    def node(self, event: Any, events: Iterator[Any], depth: int) -> tuple[Any, Place]:
        self.nodes += 1
        mark = event.start_mark
        if self.nodes > MAX_NODES:
            raise self.fail(mark, f"the file holds more than {MAX_NODES:,} values", "split the model")
        if depth > MAX_DEPTH:
            raise self.fail(mark, f"values are nested more than {MAX_DEPTH} deep", "a model needs six or so")
        if isinstance(event, AliasEvent) or event.anchor is not None:
            raise self.fail(mark, "anchors and aliases (& and *) are not part of the format", "write it out")
        place = Place(mark.line + 1, mark.column + 1)
        if isinstance(event, ScalarEvent):
            return self.scalar(event), place._replace(inner=_inner(event))
        if event.tag not in (None, "!"):
            raise self.fail(
                mark, f"tags such as {str(event.tag)[:40]!r} are not part of the format", "leave it out"
            )
        if isinstance(event, SequenceStartEvent):
            return self.sequence(events, place, depth), place
        return self.mapping(events, place, depth), place

    def scalar(self, event: ScalarEvent) -> Any:
        value: str = event.value
        if _CONTROL.search(value):
            raise self.fail(event.start_mark, "the text holds a control character", "write plain text")
        if event.tag not in (None, "!", "tag:yaml.org,2002:str"):
            what = f"tags such as {str(event.tag)[:40]!r} are not part of the format"
            raise self.fail(event.start_mark, what, "leave it out")
        if event.tag is not None or event.style in ("'", '"', "|", ">"):
            return value
        if _NULL.match(value):
            return None
        if _BOOL.match(value):
            return value.lower() == "true"
        if _INT.match(value):
            return int(value)
        if _DECIMAL.match(value):
            return Decimal(value)
        return value

    def sequence(self, events: Iterator[Any], place: Place, depth: int) -> Seq:
        result = Seq(place)
        for event in events:
            if isinstance(event, SequenceEndEvent):
                break
            value, at = self.node(event, events, depth + 1)
            result.append(value)
            result.values_at.append(at)
        return result

    def mapping(self, events: Iterator[Any], place: Place, depth: int) -> Map:
        result = Map(place)
        for event in events:
            if isinstance(event, MappingEndEvent):
                break
            if not isinstance(event, ScalarEvent):
                raise self.fail(event.start_mark, "a key is no plain word", "write keys as words")
            _, key_at = self.node(event, events, depth + 1)
            key = event.value  # a key is a word, also where a value would be read as a number
            value, value_at = self.node(next(events), events, depth + 1)
            if key in result:
                first = result.keys_at[key].line
                what = f"key '{key}' stands twice here, first on line {first}"
                self.problems.append(
                    Problem(self.file, key_at.line, key_at.column, what, "keep one of the two")
                )
                continue
            result[key] = value
            result.keys_at[key] = key_at
            result.values_at[key] = value_at
        return result


def _inner(event: ScalarEvent) -> int:
    """Columns from the start of a scalar to its first character; -1 when it has several lines."""
    if event.end_mark.line != event.start_mark.line:
        return -1
    return 1 if event.style in ("'", '"') else 0


@lru_cache(maxsize=32)
def sound(text: str) -> tuple[Any] | None:
    """Return the data of a document alone in a tuple; None where anything is wrong with it.

    A text is read again and again, to be shown, edited and analysed. The data is the same each time, and is
    never changed.
    """
    try:
        data, problems = parse(text, "")
    except YamlProblem:
        return None
    return None if problems else (data,)


def parse(text: str, file: str) -> tuple[Any, list[Problem]]:
    """Read one YAML document.

    Parameters
    ----------
    text : str
        The document.
    file : str
        The name that messages give.

    Returns
    -------
    tuple
        The data (``Map``, ``Seq``, str, int, Decimal, bool, None) and the problems that did not
        stop the reading (keys that stand twice).

    Raises
    ------
    YamlProblem
        When the text cannot be read as YAML, or is larger or deeper than any model.
    """
    builder = _Builder(file)
    if len(text) > MAX_BYTES:
        raise builder.fail(
            None, f"the file is larger than {MAX_BYTES:,} characters", "a model is far smaller"
        )
    try:
        events = iter(YAML(typ="safe", pure=True).parse(unicodedata.normalize("NFC", text)))
        for event in events:
            if isinstance(event, DocumentStartEvent):
                data, _ = builder.node(next(events), events, 0)
                for rest in events:
                    if isinstance(rest, DocumentStartEvent):
                        raise builder.fail(
                            rest.start_mark, "a second document starts here", "keep one model a file"
                        )
                return data, builder.problems
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = str(error.problem or error.context or "this is not YAML")
        hint = next((hint for start, hint in _HINTS.items() if start in what), "")
        raise builder.fail(mark, f"not readable as YAML: {what}", hint) from None
    except YAMLError as error:
        what = " ".join(str(error).split())[:120]
        raise builder.fail(
            None, f"not readable as YAML: {what}", "save the file as plain UTF-8 text"
        ) from None
    except (RecursionError, ValueError, IndexError, AttributeError) as error:
        # The library's scanner lets some of these through on malformed text.
        raise builder.fail(
            None, f"not readable as YAML ({type(error).__name__})", "check the brackets"
        ) from None
    return None, builder.problems
