"""Reading the status quo, and the settings of options that courses of action name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from countermove.errors import suggest
from countermove.model.check_shape import Path
from countermove.model.elements import YES_NO, Because, StatePattern
from countermove.model.reading import Reading
from countermove.model.shape import StatusQuoLong, StatusQuoValues
from countermove.model.yaml import Place

__all__ = ["read_settings", "read_status_quo"]


def read_status_quo(reading: Reading) -> tuple[StatePattern | int | None, Because, Place]:
    """Read the status quo: options taken, ``option: value``, or a state; evidence may stand beside it."""
    taken: Any = reading.document.status_quo
    path: Path = ("status_quo",)
    at = reading.place(path, key=True)
    because: Because = ()
    if isinstance(taken, StatusQuoLong | StatusQuoValues):
        because = reading.because(taken.because, (*path, "because"))
    if isinstance(taken, StatusQuoValues):
        taken = taken.model_extra or {}
    elif isinstance(taken, StatusQuoLong):
        path, taken = (*path, "statement"), taken.statement
    if taken is None:
        return None, because, at
    if isinstance(taken, str | int):
        return _state(reading, taken, path), because, at
    if reading.state_labels:
        what = "the status quo of a graph form is one state"
        reading.problem(path, what, f"write 'status_quo: {reading.state_labels[0]}'")
        return None, because, at
    settings = read_settings(reading, taken, path)
    if settings is None:
        return None, because, at
    return StatePattern(tuple(settings.get(option, 0) for option in range(len(reading.levels)))), because, at


def _state(reading: Reading, taken: str | int, path: Path) -> StatePattern | int | None:
    text = str(taken).strip()
    if reading.state_labels:
        if text in reading.state_labels:
            return reading.state_labels.index(text) + 1
        reading.problem(path, f"unknown state '{text}'", suggest(text, reading.state_labels, what="states"))
        return None
    before = len(reading.problems)
    ref = reading.state_ref(taken, path)
    if isinstance(ref, int) or (isinstance(ref, StatePattern) and None not in ref.levels):
        return ref
    if len(reading.problems) == before:
        what = f"'{text[:40]}' is not one state"
        reading.problem(path, what, "list the options taken, such as [release, attack]")
    return None


def read_settings(
    reading: Reading, given: Sequence[str] | Mapping[str, Any], path: Path
) -> dict[int, int] | None:
    """Read which options stand where: a list of yes/no options taken, or ``option: value``.

    Returns
    -------
    dict or None
        The level of each option that is named, or None when something is wrong.
    """
    settings: dict[int, int] = {}
    sound = True
    for position, item in enumerate(given):
        where = (*path, item) if isinstance(given, Mapping) else (*path, position)
        try:
            option = reading.option(item)
            if option in settings:
                raise LookupError(f"option '{item}' stands here twice", "keep one")
            settings[option] = (
                reading.level_of(option, given[item])
                if isinstance(given, Mapping)
                else _taken(reading, option, item)
            )
        except LookupError as error:
            sound = False
            what, hint = error.args
            if reading.labels_known or not what.startswith("unknown label"):
                reading.problem(where, what, hint, key=isinstance(given, Mapping))
    return settings if sound else None


def _taken(reading: Reading, option: int, item: str) -> int:
    levels = reading.levels[option]
    if levels == YES_NO:
        return 1
    hint = f"write a mapping such as '{item}: {levels[-1]}'"
    raise LookupError(f"option '{item}' has the levels {', '.join(levels)}", hint)
