"""Where a model's file names states by number, and the same states under other numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeGuard

from countermove.errors import UsageError
from countermove.model.changes import Steps
from countermove.model.editing import Delete, Edit, Put

__all__ = ["are_numbered", "renumbered", "without_states"]

Data = Mapping[str, Any]
_STATES = frozenset(
    {"equilibrium", "no_equilibrium", "stable", "unstable", "holds", "never_holds", "survives", "upset"}
    | {"to", "from", "reachable", "unreachable", "rests", "states"}
)


def are_numbered(data: Data) -> bool:
    """Whether a model's file names any state."""
    named = data.get("status_quo")
    return bool(data.get("expect")) or isinstance(named, int) or any(True for _ in _rankings(data))


def without_states(data: Data) -> list[Edit]:
    """Return the edits that leave out whatever names a state, so that the states can be listed."""
    edits: list[Edit] = [Put(path[:-1], "indifferent") for path, _ in _rankings(data)]
    return [*edits, *(Delete((key,)) for key in ("expect", "status_quo") if key in data)]


def renumbered(data: Data, now: Callable[[int], int | None]) -> tuple[list[Edit], list[int]]:
    """Return the edits that keep the meaning of numbers, and which states went out of rankings.

    Parameters
    ----------
    data : mapping
        The model's file, as plain data.
    now : callable
        The new number of a state by its old one; None for one that is feasible no more.

    Raises
    ------
    UsageError
        When an expectation or today's state names a state that is feasible no more.
    """
    gone: list[int] = []
    edits: list[Edit] = []
    for path, ranking in _rankings(data):
        new = _text_kept(ranking, now, gone) if isinstance(ranking, str) else _kept(ranking, now, gone)
        if new != ranking:
            edits.append(Put(path, new))
    for path, number in _numbers(data):
        other = now(number)
        if other is None:
            what = "today’s state" if path[0] == "status_quo" else f"expected result {int(path[1]) + 1}"
            raise UsageError(f"state {number} would vanish, and {what} names it; change that first")
        if other != number:
            edits.append(Put(path, other))
    return edits, list(dict.fromkeys(gone))


def _rankings(data: Data) -> Iterator[tuple[Steps, Any]]:
    for label, body in (data.get("preferences") or {}).items():
        if isinstance(body, dict) and "ranking" in body:
            yield ("preferences", label, "ranking"), body["ranking"]
    for label, own in (data.get("decision_makers") or {}).items():
        body = own.get("preferences") if isinstance(own, dict) else None
        if isinstance(body, dict) and "ranking" in body:
            yield ("decision_makers", label, "preferences", "ranking"), body["ranking"]


def _kept(ranking: list[Any], now: Callable[[int], int | None], gone: list[int]) -> list[Any]:
    found: list[Any] = []
    for tier in ranking:
        new = _kept(tier, now, gone) if isinstance(tier, list) else now(tier) if _is_number(tier) else tier
        if new is None:
            gone.append(tier)
        elif new != []:
            found.append(new)
    return found


def _text_kept(ranking: str, now: Callable[[int], int | None], gone: list[int]) -> str:
    """Renumber ``4 > 1 ~ 2 >> 3``; where states go, so does what stands between."""
    text, signs = "", []
    for sign, ref in re.findall(r"([>~]*)\s*([^>~\s]+)", ranking):
        signs.append(sign)
        new = now(int(ref)) if ref.isascii() and ref.isdigit() else ref
        if new is None:
            gone.append(int(ref))
            continue
        # Of all that stood between two states that stay, the strongest: >> over > over ~.
        strongest = max(signs, key=lambda each: (each.count(">"), each))
        text += f" {strongest} {new}" if text else str(new)
        signs = []
    return text


def _numbers(data: Data) -> Iterator[tuple[Steps, int]]:
    named = data.get("status_quo")
    if _is_number(named):
        yield ("status_quo",), named
    elif isinstance(named, dict) and _is_number(named.get("statement")):
        yield ("status_quo", "statement"), named["statement"]
    for at, each in enumerate(data.get("expect") or []):
        yield from _in(each, ("expect", at), is_state=False)


def _in(part: Any, path: Steps, *, is_state: bool) -> Iterator[tuple[Steps, int]]:
    if _is_number(part):
        if is_state:
            yield path, part
    elif isinstance(part, list):
        for at, each in enumerate(part):
            yield from _in(each, (*path, at), is_state=is_state)
    elif isinstance(part, dict):
        for key, each in part.items():
            inside = key in _STATES or key == "equilibria" or (is_state and path[-1] == "equilibria")
            yield from _in(each, (*path, key), is_state=inside)


def _is_number(value: Any) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)
