"""Phases: reading a settlement that is carried out step by step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from countermove.model.check_shape import Path
from countermove.model.condition import Condition
from countermove.model.elements import Phases, Statement
from countermove.model.reading import Reading

__all__ = ["read_phases", "rewritten_phases"]


def read_phases(reading: Reading) -> Phases | None:
    """Read the steps and what is kept to; None for a model without phases.

    Parameters
    ----------
    reading : Reading
        The file at hand, its own options or states known.
    """
    shape = reading.document.phases
    if shape is None:
        return None
    kept = None if shape.kept is None else reading.statement(shape.kept, ("phases", "kept"))
    steps: list[Statement] = []
    lines: dict[str, int] = {}  # where each name stands
    for index, each in enumerate(shape.steps):
        path: Path = ("phases", "steps", index)
        if each.name in lines:
            what = f"there is a step '{each.name}' already, on line {lines[each.name]}"
            reading.problem((*path, "name"), what, "give each step a name of its own")
        lines.setdefault(each.name, reading.place((*path, "name")).line)
        done = reading.condition(each.done, (*path, "done"))
        because = reading.because(each.because, (*path, "because"))
        if done is not None:
            steps.append(Statement(each.name, done, because, reading.place(path)))
    return Phases(tuple(steps), kept, reading.place(("phases",), key=True))


def rewritten_phases(phases: Phases | None, told: Callable[[Condition], Condition]) -> Phases | None:
    """Return a settlement with its conditions told of another model."""
    if phases is None:
        return None

    def of(statement: Statement) -> Statement:
        return replace(statement, condition=told(statement.condition))

    kept = None if phases.kept is None else of(phases.kept)
    return replace(phases, steps=tuple(map(of, phases.steps)), kept=kept)
