"""What an address asks of the map."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from countermove.errors import UsageError
from countermove.space import Space
from countermove.views.told import Told

__all__ = ["MAX_STATES", "Wanted"]

MAX_STATES = 40
"""So many states fit on one map."""


@dataclass(frozen=True)
class Wanted:
    """What an address asks of the map; all of it stands in the query.

    Attributes
    ----------
    at : int
        The state (index) that it begins with.
    opened : tuple of int or None
        The states whose moves are drawn, in the order in which they were opened; None for the first
        alone, or for none where a path is played. One that is named again has all its moves drawn.
    gaining : bool
        Whether only improvements are shown.
    to : int or None
        The end of the path that is played.
    any_way : bool
        Whether the path may cost its movers something, where one of improvements is longer or missing.
    step : int
        How many of its steps are done.
    ends : bool
        Whether all ends of paths are listed.
    """

    at: int
    opened: tuple[int, ...] | None = None
    gaining: bool = False
    to: int | None = None
    any_way: bool = False
    step: int = 0
    ends: bool = False

    @classmethod
    def read(cls, told: Told, query: Mapping[str, str]) -> Wanted:
        """Read an address's query; raise UsageError with what to write where it asks for no state."""
        today = told.space.status_quo
        at = told.conflict.state(query["at"]) if query.get("at") else (today or 0)
        to = told.conflict.state(query["to"]) if query.get("to") else None
        return cls(
            at=at,
            opened=_numbers(told.space, "open", query) if "open" in query else None,
            gaining=query.get("moves") == "improvements",
            to=to,
            any_way=query.get("by") == "moves",
            step=_whole(query.get("step", "0")),
            ends=query.get("ends") == "all",
        )

    def address(self, **changed: Any) -> str:
        """Return the query of this view with some of it changed."""
        wanted = Wanted(**{**vars(self), **changed})
        asked: dict[str, str] = {"at": str(wanted.at + 1)}
        if wanted.opened is not None:
            asked["open"] = ",".join(str(state + 1) for state in wanted.opened)
        if wanted.gaining:
            asked["moves"] = "improvements"
        if wanted.to is not None:
            asked["to"] = str(wanted.to + 1)
            asked["step"] = str(wanted.step)
            if wanted.any_way:
                asked["by"] = "moves"
        if wanted.ends:
            asked["ends"] = "all"
        return "?" + urlencode(asked, safe=",")


def _numbers(space: Space, field: str, query: Mapping[str, str]) -> tuple[int, ...]:
    """Read a list of states' numbers."""
    found: list[int] = []
    for part in filter(None, query.get(field, "").split(",")):
        if not part.isascii() or not part.isdigit() or not 1 <= int(part[:12]) <= space.size:
            hint = f"give numbers from 1 to {space.size:,}, such as {field}=1,2"
            raise UsageError(f"'{part}' in '{field}' is no state; {hint}")
        found.append(int(part[:12]) - 1)
    return tuple(found[: 2 * MAX_STATES])


def _whole(given: str) -> int:
    if not given.isascii() or not given.isdigit():
        raise UsageError(f"'{given}' is no number of steps; give a whole number, such as step=1")
    return int(given[:6])
