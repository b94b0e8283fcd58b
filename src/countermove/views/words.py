"""States, moves and counts in plain words: the one place where the parts of a conflict become prose."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from countermove.analyses.paths import Step
from countermove.model import Model
from countermove.model.elements import EVENTS, YES_NO, Option, Weights
from countermove.model.forcing import forced

__all__ = [
    "Named",
    "NamedStates",
    "acts",
    "alone_words",
    "change",
    "count",
    "dm_name",
    "figure",
    "join",
    "lasting_words",
    "number",
    "option_value",
    "owner_names",
    "state_line",
    "steps_line",
]

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


class NamedStates(Protocol):
    """States by their indices from 0, listed or not."""

    def label(self, state: int) -> str:
        """Return the label of a state."""
        ...

    def values(self, state: int) -> tuple[int, ...]:
        """Return the level number of every option in a state; in graph form they are not asked for."""
        ...


class Named(Protocol):
    """What words need to know of a conflict: whose it is, and what its states look like."""

    @property
    def model(self) -> Model:
        """What the file declares."""
        ...

    @property
    def decision_makers(self) -> tuple[str, ...]:
        """The decision makers' labels."""
        ...

    @property
    def states(self) -> NamedStates:
        """The feasible states."""
        ...


def number(value: int) -> str:
    """Write a count as a word up to twelve, and in figures beyond."""
    return _SMALL[value] if value < len(_SMALL) else f"{value:,}"


def figure(value: int) -> str:
    """Write a number in figures, exactly as long as anybody could read it; the JSON has it exactly."""
    if value < 10**31:
        return f"{value:,}"
    digits = str(value)
    return f"about {digits[0]}.{digits[1]}e{len(digits) - 1}"


def count(value: int, singular: str, plural: str | None = None) -> str:
    """Write a count with its noun: ``one state``, ``12 states``."""
    return f"{number(value)} {singular if value == 1 else plural or singular + 's'}"


def join(parts: Iterable[str], last: str = "and") -> str:
    """Join parts as a sentence does: ``a, b and c``."""
    words = list(parts)
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


BY_ITSELF = "By itself"
"""Who makes the steps that are events: nobody."""


def dm_name(space: Named, dm: int) -> str:
    """Return a decision maker's display name; the index after the last one is that of events."""
    people = space.model.decision_makers
    return BY_ITSELF if dm == len(people) and space.model.events else people[dm].name


def alone_words(space: Named) -> str:
    """Name what paths consist of along which everybody gains by its own steps."""
    return "improvements and events alone" if space.model.events else "improvements alone"


def owner_names(model: Model) -> dict[str, str]:
    """Return the display names of the options' owners, by their labels."""
    return {EVENTS: "Events"} | {dm.label: dm.name for dm in model.decision_makers}


def option_value(option: Option, level: int) -> str | bool:
    """Return an option's value as JSON shows it: true or false, or a level's name."""
    return bool(level) if option.levels == YES_NO else option.levels[level]


def acts(space: Named, state: int) -> list[tuple[str, list[str]]]:
    """Return what is being done in a state: for each decision maker that does anything, its options.

    In graph form there is one entry without a name: the state's own text.
    """
    model = space.model
    if model.graph_form:
        return [("", [model.states[state].text])]
    names = owner_names(model)
    found: dict[str, list[str]] = {}
    for option, level in zip(model.options, space.states.values(state), strict=True):
        if level:
            found.setdefault(names[option.owner], []).append(_taken(option, level))
    return list(found.items())


def _taken(option: Option, level: int) -> str:
    return option.name if option.levels == YES_NO else f"{option.name}: {option.levels[level]}"


def state_line(space: Named, state: int) -> str:
    """Return a state in one line: who does what."""
    parts = [f"{name}: {join(what)}" if name else join(what) for name, what in acts(space, state)]
    return "; ".join(parts) or "Nobody does anything"


def change(space: Named, step: Step) -> str:
    """Say what a move changes, without its mover: ``takes up 'Release water'``.

    Of an event, that it happens or passes; of options of others, that their owners are forced.
    """
    model = space.model
    if model.graph_form:
        return f"moves to {model.states[step.target].text}"
    before, after = space.states.values(step.source), space.states.values(step.target)
    power = model.powers and not step.event
    others = forced(model, space.decision_makers[step.by], before, after) if power else []
    changed = [(k, new) for k, (old, new) in enumerate(zip(before, after, strict=True)) if old != new]
    parts = _done([(model.options[k], new) for k, new in changed if k not in others], "s")
    made: dict[str, list[tuple[Option, int]]] = {}
    for k in others:
        made.setdefault(owner_names(model)[model.options[k].owner], []).append((model.options[k], after[k]))
    parts += [f"forces {name} to {join(_done(what, ''))}" for name, what in made.items()]
    return join(parts) or "does nothing new"


def _done(changed: Sequence[tuple[Option, int]], ending: str) -> list[str]:
    """Say what is done with options that come to stand at other levels; verbs with this ending."""
    up: list[str] = []
    down: list[str] = []
    other: list[str] = []
    for option, new in changed:
        if option.owner == EVENTS:
            other.append(f"“{option.name}” {'happens' if new else 'passes'}")
        elif option.levels != YES_NO:
            other.append(f"set{ending} “{option.name}” to {option.levels[new]}")
        else:
            (up if new else down).append(f"“{option.name}”")
    parts = [f"take{ending} up {join(up)}"] if up else []
    return parts + ([f"drop{ending} {join(down)}"] if down else []) + other


def steps_line(space: Named, steps: Sequence[Step]) -> str:
    """Say a sequence of moves in one line, each with its mover and the state it leads to."""
    return "; then ".join(
        f"{dm_name(space, step.by)} {change(space, step)} (state {step.target + 1})" for step in steps
    )


def lasting_words(by: Weights) -> list[str]:
    """Say what weights are for, what lasts apart from what counts once."""
    once = [f"{weight} for {each.text}" for part in by.parts for each, weight in part.once]
    lasting = [
        f"{weight} in each period for {each.text}" for part in by.parts for each, weight in part.each_period
    ]
    return [*once, *lasting, *([f"patience {by.patience}"] if lasting else [])]
