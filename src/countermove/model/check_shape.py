"""Hold plain data against the shape of a model file, and report every mistake in a reader's words.

Validation stops at the first fault of a mapping, so what is wrong is reported, taken out, and
the rest validated again, until nothing is wrong: all mistakes of a file come out at once, and
what is right in it can be checked for meaning too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from countermove.errors import Problem, suggest
from countermove.model.shape import EXPECTATION_KINDS, Document
from countermove.model.yaml import Map, Place, Seq

__all__ = ["Path", "check_shape", "place_of"]

Path = tuple[str | int, ...]
MAX_ROUNDS = 50
EXPECTATION_KEYS = {
    *EXPECTATION_KINDS,
    *("why", "layer", "view", "for", "concepts", "reached", "corrected", "from", "by"),
    *("merged", "coalitions", "to", "can_hold"),
}
_EXPECTED = {
    "string_type": "text",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "list_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
    "none_required": "nothing",
}
_PATTERNS = {
    "sha256": ("is not a SHA-256", "write its 64 hexadecimal digits in small letters"),
    "document": ("is not a label", "write letters, digits, _, - and ., such as moscow-times"),
    "": ("is not a label", "labels are words of letters, digits and _, such as phased_return"),
}


def place_of(data: Any, path: Sequence[str | int], *, key: bool = False) -> Place:
    """Return where the value (or the key) at ``path`` stands, or the nearest enclosing place."""
    at = Place(1, 1)
    for position, step in enumerate(path):
        last = position == len(path) - 1
        if isinstance(data, Map) and step in data:
            at = data.keys_at[step] if last and key else data.values_at[step]
            if data[step] is None:
                at = data.keys_at[step]
        elif isinstance(data, Seq) and isinstance(step, int) and step < len(data):
            at = data.values_at[step]
        else:
            break
        data = data[step]
    return at


def kind_of(value: Any) -> str:
    """Name what a value is, in a reader's words."""
    match value:
        case None:
            return "nothing"
        case bool():
            return "true or false"
        case int() | Decimal():
            return f"the number {value}"
        case str():
            return f"the text '{value[:40]}'"
        case Seq():
            return "a list"
        case _:
            return "a mapping"


def check_shape(data: Map, file: str) -> tuple[Document | None, list[Problem], frozenset[Path]]:
    """Validate a document.

    Returns
    -------
    tuple
        The document without its faulty parts (None when too little is left), the problems, and
        the paths of the parts that were taken out.
    """
    problems: list[Problem] = []
    removed: set[Path] = set()
    for _ in range(MAX_ROUNDS):
        try:
            return Document.model_validate(data), problems, frozenset(removed)
        except ValidationError as error:
            faults = list(_faults(data, error.errors(include_url=False, include_input=False)))
            for path, details in faults:
                if not _emptied(path, details, removed):
                    problems += _describe(data, path, details, file)
            taken_out = [_remove(data, path, details) for path, details in faults]
            removed.update(path for paths in taken_out for path in paths)
            if not all(taken_out):
                return None, problems, frozenset(removed)
    return None, problems, frozenset(removed)


def _faults(data: Any, errors: Sequence[ErrorDetails]) -> Iterator[tuple[Path, list[ErrorDetails]]]:
    """Group what pydantic reports by the part of the file it speaks of."""
    groups: dict[Path, list[ErrorDetails]] = {}
    for error in errors:
        groups.setdefault(_path(data, error["loc"]), []).append(error)
    # The deepest and last first, so that taking one out moves none of the others.
    for path in sorted(
        groups, key=lambda path: [(isinstance(step, str), str(step).zfill(9)) for step in path], reverse=True
    ):
        yield path, groups[path]


def _emptied(path: Path, errors: Sequence[ErrorDetails], removed: Collection[Path]) -> bool:
    """Say whether something is missing only because it was at fault, reported, and taken out."""
    if errors[0]["type"] == "missing":
        return all((*path, _missing_key(error)) in removed for error in errors)
    return errors[0]["type"] in ("too_short", "wrong_kind") and any(
        each[: len(path)] == path for each in removed
    )


def _missing_key(error: ErrorDetails) -> str | int:
    """Return the key that an error about a missing key speaks of."""
    return error["loc"][-1]


def _path(data: Any, location: tuple[str | int, ...]) -> Path:
    """Drop from a location what is not in the file (names of union branches, missing keys)."""
    path: list[str | int] = []
    for step in location:
        inside = (isinstance(data, Map) and step in data) or (
            isinstance(data, Seq) and isinstance(step, int) and step < len(data)
        )
        if inside:
            path.append(step)
            data = data[step]
    return tuple(path)


def _value(data: Any, path: Path) -> Any:
    for step in path:
        data = data[step]
    return data


def _describe(data: Any, path: Path, errors: Sequence[ErrorDetails], file: str) -> Iterator[Problem]:
    value = _value(data, path)
    name = f"'{path[-1]}'" if path and isinstance(path[-1], str) else "this item" if path else "the model"
    expected = list(dict.fromkeys(_EXPECTED[error["type"]] for error in errors if error["type"] in _EXPECTED))
    if any(error["type"] == "is_instance_of" for error in errors):
        expected = ["a number", "text"]
    at = place_of(data, path)
    if expected:
        hint = "write " + " or ".join(expected)
        if expected == ["text"] and isinstance(value, int | Decimal):
            hint = f"put it in quotes: '{str(value).lower()}'"
        yield Problem(file, at.line, at.column, f"{name} holds {kind_of(value)}", hint)
        return
    for error in errors:
        context = error.get("ctx", {})
        match error["type"]:
            case "unknown_keys":
                for key in context["unknown"]:
                    at = place_of(data, (*path, key), key=True)
                    hint = suggest(str(key), context["known"], what="the keys here are")
                    yield Problem(file, at.line, at.column, f"unknown key '{str(key)[:60]}'", hint)
            case "missing":
                key = str(error["loc"][-1])
                yield Problem(file, at.line, at.column, f"{name} has no '{key}'", f"add '{key}: ...'")
            case "wrong_kind" if path[:1] == ("expect",) and isinstance(value, Map) and len(path) == 2:
                unknown = [key for key in value if key not in EXPECTATION_KEYS]
                at = place_of(data, (*path, unknown[0]), key=True) if unknown else at
                what = f"unknown key '{unknown[0]}'" if unknown else f"{name} says nothing to check"
                hint = suggest(unknown[0] if unknown else "", EXPECTATION_KINDS, what="write one of")
                yield Problem(file, at.line, at.column, what, hint)
            case "wrong_kind":
                yield Problem(
                    file, at.line, at.column, f"{name} holds {kind_of(value)}", f"write {error['msg']}"
                )
            case "literal_error" if path[-1] == "preferences" and isinstance(value, Map):
                hint = f"write them at the top level, under 'preferences: {path[1]}:'"
                yield Problem(file, at.line, at.column, "preferences do not stand here", hint)
            case "literal_error":
                held, hint = _choice(value, context["expected"])
                yield Problem(file, at.line, at.column, f"{name} holds {held}", hint)
            case "string_pattern_mismatch":
                is_key = "[key]" in error["loc"]
                at = place_of(data, path, key=is_key)
                of = "document" if {"sources", "places"}.intersection(path) else ""
                what, hint = _PATTERNS["sha256" if path[-1] == "sha256" else of]
                text = path[-1] if is_key else value
                yield Problem(file, at.line, at.column, f"'{str(text)[:60]}' {what}", hint)
            case "too_short" | "too_long" | "string_too_short" | "greater_than_equal" | "less_than_equal":
                said = (
                    error["msg"]
                    .replace("Input should", "it should")
                    .replace("Dictionary should", "it should")
                )
                said = said.replace("List should", "it should").replace(" after validation", "")
                yield Problem(file, at.line, at.column, f"{name} has the wrong size", said)
            case _:
                yield Problem(file, at.line, at.column, f"{name} is not as expected", error["msg"])


def _choice(value: Any, expected: str) -> tuple[str, str]:
    """Say what stands where one of a few words should, and what to write instead."""
    choices = [choice.strip("'") for choice in expected.replace(" or ", ", ").split(", ")]
    if choices == ["False"]:
        return "true" if value is True else kind_of(value), "write false, or leave it out"
    return kind_of(value), suggest(str(value), choices, what="write one of")


def _remove(data: Any, path: Path, errors: Sequence[ErrorDetails]) -> list[Path]:
    """Take the faulty part out and return what went; nothing when it cannot be done without."""
    unknown = [key for error in errors if error["type"] == "unknown_keys" for key in error["ctx"]["unknown"]]
    if unknown:
        part = _value(data, path)
        for key in unknown:
            del part[key]
        return [(*path, key) for key in unknown]
    if not path or path == ("decision_makers",) or path == ("countermove",):
        return []
    parent, step = _value(data, path[:-1]), path[-1]
    is_option = len(path) == 4 and path[0] == "decision_makers" and path[2] == "options"
    if is_option and parent[step] is not None and not any("[key]" in error["loc"] for error in errors):
        parent[step] = None  # the option stays known by its label
        return [(*path, "")]
    if isinstance(parent, Seq) and isinstance(step, int):
        del parent.values_at[step]
    del parent[step]
    return [path]
