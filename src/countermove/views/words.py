"""States, moves and counts in plain words: the one place where the parts of a conflict become prose."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from countermove.analyses.paths import Step
from countermove.model.elements import YES_NO, Option
from countermove.space import OptionStates, Space

__all__ = ["acts", "change", "count", "dm_name", "join", "number", "option_value", "state_line", "steps_line"]

_SMALL = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)


def number(value: int) -> str:
    """Write a count as a word up to twelve, and in figures beyond."""
    return _SMALL[value] if value < len(_SMALL) else f"{value:,}"


def count(value: int, singular: str, plural: str | None = None) -> str:
    """Write a count with its noun: ``one state``, ``12 states``."""
    return f"{number(value)} {singular if value == 1 else plural or singular + 's'}"


def join(parts: Iterable[str], last: str = "and") -> str:
    """Join parts as a sentence does: ``a, b and c``."""
    words = list(parts)
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def dm_name(space: Space, dm: int) -> str:
    """Return a decision maker's display name."""
    return space.model.decision_makers[dm].name


def option_value(option: Option, level: int) -> str | bool:
    """Return an option's value as JSON shows it: true or false, or a level's name."""
    return bool(level) if option.levels == YES_NO else option.levels[level]


def acts(space: Space, state: int) -> list[tuple[str, list[str]]]:
    """Return what is being done in a state: for each decision maker that does anything, its options.

    In graph form there is one entry without a name: the state's own text.
    """
    model = space.model
    if not isinstance(space.states, OptionStates):
        return [("", [model.states[state].text])]
    values = space.states.values(state)
    found: dict[str, list[str]] = {}
    for option, level, owner in zip(model.options, values, space.states.owners, strict=True):
        if level:
            found.setdefault(dm_name(space, owner), []).append(_taken(option, level))
    return list(found.items())


def _taken(option: Option, level: int) -> str:
    return option.name if option.levels == YES_NO else f"{option.name}: {option.levels[level]}"


def state_line(space: Space, state: int) -> str:
    """Return a state in one line: who does what."""
    parts = [f"{name}: {join(what)}" if name else join(what) for name, what in acts(space, state)]
    return "; ".join(parts) or "Nobody does anything"


def change(space: Space, step: Step) -> str:
    """Say what a move changes, without its mover: ``takes up 'Release water'``."""
    model = space.model
    if not isinstance(space.states, OptionStates):
        return f"moves to {model.states[step.target].text}"
    before, after = space.states.values(step.source), space.states.values(step.target)
    up: list[str] = []
    down: list[str] = []
    other: list[str] = []
    for option, old, new in zip(model.options, before, after, strict=True):
        if old == new:
            continue
        if option.levels != YES_NO:
            other.append(f"sets “{option.name}” to {option.levels[new]}")
        else:
            (up if new else down).append(f"“{option.name}”")
    parts = [f"takes up {join(up)}"] if up else []
    parts += [f"drops {join(down)}"] if down else []
    return join(parts + other) or "does nothing new"


def steps_line(space: Space, steps: Sequence[Step]) -> str:
    """Say a sequence of moves in one line, each with its mover and the state it leads to."""
    return "; then ".join(
        f"{dm_name(space, step.by)} {change(space, step)} (state {step.target + 1})" for step in steps
    )
