"""Where a model's file names an option or a decision maker, and the edits that follow when it goes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from countermove.model.changes import Steps
from countermove.model.editing import Delete, Edit, Put, Rename

__all__ = ["called", "gone_too", "mentions", "renamed"]

Data = Mapping[str, Any]
_PROSE = frozenset({"title", "summary", "notes", "sources", "claims", "narratives", "because", "why", "name"})
_TEXTS = ("constraints", "preferences", "status_quo", "forbidden_moves", "power", "expect", "phases")
_OPTIONS_AS_KEYS = frozenset({"status_quo", "take", "values"})


def called(data: Data, dm: str, option: str = "") -> str:
    """Return the name of a decision maker, or of an option of its; the label where it has none."""
    body = (data.get("decision_makers") or {}).get(dm)
    if option:
        body = (body.get("options") or {}).get(option) if isinstance(body, dict) else None
    name = body.get("name") if isinstance(body, dict) else body
    return name if isinstance(name, str) and name else option or dm


def mentions(data: Data, dm: str, option: str = "") -> list[Steps]:
    """Return the paths of the values and keys that name an option, or else a decision maker.

    The place where it is declared, and a decision maker's own preferences, are not among them.
    """
    found = []
    for path, text, is_key in _named(data):
        if is_key:
            there = text == dm and path[:-1] != ("preferences",) if not option else False
            there = there or (bool(option) and _key_names(path, text, dm, option))
        else:
            there = _rewritten(text, dm, option, "") is not None or (not option and text == dm)
        if there:
            found.append(path)
    return [path for path in found if option or path[:2] != ("preferences", dm)]


def gone_too(data: Data, dm: str, option: str = "") -> list[tuple[Edit, str]]:
    """Return what must go with an option or a decision maker: edits in order, each with its place in words.

    Numbers and patterns of states mean nothing any more where the options are others: rankings become
    indifferent, and expectations go.
    """
    parts: set[Steps] = {_part(path) for path in mentions(data, dm, option)}
    rankings = {
        ("preferences", one)
        for one, body in (data.get("preferences") or {}).items()
        if isinstance(body, dict) and "ranking" in body and (option or one != dm)
    }
    parts = {path for path in parts if path[:2] not in rankings and path[0] != "expect"}
    found: list[tuple[Edit, str]] = [
        (Put(path, "indifferent"), f"the ranking of {called(data, str(path[1]))}, which names states")
        for path in sorted(rankings)
    ]
    if data.get("expect"):
        found.append((Delete(("expect",)), "the expected results, which name states"))
    if isinstance(data.get("status_quo"), int | str):
        found.append((Put(("status_quo",), []), "today’s state"))
        parts = {path for path in parts if path[0] != "status_quo"}
    left = _emptied(data, parts)
    for path in sorted(parts, key=_order, reverse=True):
        if path[:3] in left:
            continue
        found.append((Delete(path), _words(data, path)))
    found += [
        (Put(path[:2], "indifferent"), f"all that {called(data, str(path[1]))} wants")
        for path in sorted(left)
    ]
    return found


def renamed(data: Data, dm: str, option: str, new: str) -> list[Edit]:
    """Return the edits that give an option, or without one a decision maker, another label everywhere."""
    texts: list[Edit] = []
    keys: list[Rename] = []
    for path, text, is_key in _named(data):
        if is_key:
            if not option and text == dm:
                keys.append(Rename(path, new))
            elif option and _key_names(path, text, dm, option):
                keys.append(Rename(path, new if text == option else f"{dm}.{new}"))
        elif (written := _rewritten(text, dm, option, new)) is not None:
            texts.append(Put(path, written))
        elif not option and text == dm:
            texts.append(Put(path, new))
    own: Steps = ("decision_makers", dm, "options", option) if option else ("decision_makers", dm)
    keys.append(Rename(own, new))
    # The deepest first, for a renamed key changes the paths below it.
    return [*texts, *sorted(keys, key=lambda edit: -len(edit.path))]


def _named(data: Data) -> Iterator[tuple[Steps, str, bool]]:
    """Give every text and key, with its path, in the parts that may name options or decision makers."""
    for root in _TEXTS:
        if root in data:
            yield from _walk(data[root], (root,))
    for dm, body in (data.get("decision_makers") or {}).items():
        if isinstance(body, dict) and "preferences" in body:
            yield from _walk(body["preferences"], ("decision_makers", dm, "preferences"))


def _walk(part: Any, path: Steps) -> Iterator[tuple[Steps, str, bool]]:
    if isinstance(part, str):
        yield path, part, False
    elif isinstance(part, list):
        for at, each in enumerate(part):
            yield from _walk(each, (*path, at))
    elif isinstance(part, dict):
        for key, each in part.items():
            if key not in _PROSE:
                yield (*path, key), str(key), True
                yield from _walk(each, (*path, key))


def _key_names(path: Steps, key: str, dm: str, option: str) -> bool:
    above = path[-2] if len(path) > 1 else ""
    return key in (option, f"{dm}.{option}") and above in _OPTIONS_AS_KEYS


def _rewritten(text: str, dm: str, option: str, new: str) -> str | None:
    """Return a condition with another label; None where it does not name this one."""
    many = 0

    def put(match: re.Match[str]) -> str:
        nonlocal many
        if text[: match.start()].rstrip().endswith("="):
            return match[0]  # a level of that name
        many += 1
        return f"{match[1] or ''}{new}" if option else f"{new}."

    own = rf"(?<![\w.])({re.escape(dm)}\.)?{re.escape(option)}(?![\w.])"
    written = re.sub(own if option else rf"(?<![\w.]){re.escape(dm)}\.(?=\w)", put, text)
    return written if many else None


def _part(path: Steps) -> Steps:
    """Return the item of a list that a path leads into; the path itself where there is none."""
    last = max((at for at, step in enumerate(path) if isinstance(step, int)), default=len(path) - 1)
    if path[0] in ("constraints", "expect", "forbidden_moves", "power"):
        last = min(1, len(path) - 1)
    return path[: last + 1]


def _order(path: Steps) -> tuple[tuple[str, int], ...]:
    return tuple((step, 0) if isinstance(step, str) else ("", step) for step in path)


def _emptied(data: Data, parts: set[Steps]) -> set[Steps]:
    """Return the lists of statements or weights of which nothing would be left."""
    lists = {path[:3] for path in parts if path[0] == "preferences" and len(path) > 3}
    return {
        path
        for path in lists
        if len(data["preferences"][path[1]][path[2]]) == sum(each[:3] == path for each in parts)
    }


def _words(data: Data, path: Steps) -> str:
    there: Any = data
    for step in path:
        there = there[step]
    said = there.get("statement", there.get("when", "")) if isinstance(there, dict) else there
    quoted = f" “{said}”" if isinstance(said, str) and said else ""
    match path:
        case ("constraints", int(at)):
            return f"constraint {at + 1}{quoted}"
        case ("preferences", dm, "prioritize", int(at)):
            return f"statement {at + 1} of {called(data, str(dm))}{quoted}"
        case ("preferences", dm, "weights", int(at)):
            return f"weight {at + 1} of {called(data, str(dm))}{quoted}"
        case ("status_quo", *_):
            return "today’s state"
    return f"{path[0].replace('_', ' ')}{quoted}" if isinstance(path[0], str) else ""
