"""What was done to a model, element by element, in a reader's words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

__all__ = ["Change", "Changed", "Kept", "Steps", "brief", "path_text"]

Steps = tuple[str | int, ...]
MAX_TEXT = 80


@dataclass(frozen=True)
class Change:
    """One element of a model that was changed.

    Attributes
    ----------
    kind : str
        ``set``, ``left-out`` (it rested on a claim that was taken away), ``swapped``, ``indifferent`` (no
        statement of a decision maker is left) or ``ranking`` (states that are no longer feasible left it).
    option : str
        The option that asked for it, as on the command line.
    element : str
        Its path in the file, positions counted from 0, such as ``preferences.russia.prioritize[0]``.
    line : int
        Where it stands in the file; 0 for what is new.
    before, after : str
        What it said and says; empty where there was or is nothing. Of a swap, what stood at the two places.
    other : str
        The path of the element that it changed places with.
    """

    kind: Literal["set", "left-out", "swapped", "indifferent", "ranking"]
    option: str
    element: str
    line: int
    before: str = ""
    after: str = ""
    other: str = ""


@dataclass(frozen=True)
class Kept:
    """An element that rested on a claim that was taken away, and is still there.

    Attributes
    ----------
    element : str
        Its path in the file.
    line : int
        Where it stands in the file.
    why : str
        ``other-grounds`` when it rests on something else too, or ``never-left-out`` when it is no constraint,
        forbidden move, element of power, statement or weight, which alone are left out.
    """

    element: str
    line: int
    why: Literal["other-grounds", "never-left-out"]


@dataclass(frozen=True)
class Changed:
    """What was done to a model.

    Attributes
    ----------
    options : tuple of str
        The changes as they are written on the command line, in the order in which they were made.
    changes : tuple of Change
        What was set, left out and swapped.
    kept : tuple of Kept
        What rested on a claim that was taken away and is still there.
    """

    options: tuple[str, ...]
    changes: tuple[Change, ...]
    kept: tuple[Kept, ...]


def path_text(path: Sequence[str | int]) -> str:
    """Write a path as it is typed: ``preferences.russia.prioritize[0]``."""
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return text.removeprefix(".")


def brief(value: Any, longest: int = MAX_TEXT) -> str:
    """Write a value of a model file in one line, a statement by its condition alone."""
    text = _flow(value, outermost=True)
    return text if len(text) <= longest else text[: longest - 3] + "..."


def _flow(value: Any, *, outermost: bool = False) -> str:
    match value:
        case None:
            return "nothing"
        case bool():
            return str(value).lower()
        case {"statement": said} if outermost:
            return _flow(said, outermost=True)
        case {"when": when, "weight": weight} if outermost:
            return f"{when}: {weight}"
        case {"by": by, "from": before, "to": after} if outermost:
            return f"{by} from {before} to {after}"
        case dict():
            return "{" + ", ".join(f"{key}: {_flow(part)}" for key, part in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(_flow, value)) + "]"
    return " ".join(str(value).split())
