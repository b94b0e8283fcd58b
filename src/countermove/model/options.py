"""Reading an option, wherever it is declared, and the labels of what is declared."""

from __future__ import annotations

import re

from countermove.model.check_shape import Path
from countermove.model.condition import And, Is, Not
from countermove.model.elements import YES_NO, ForbiddenMove, Option
from countermove.model.reading import Reading
from countermove.model.shape_parts import RESERVED, OptionShape

__all__ = ["check_label", "read_option", "read_requirement"]


def check_label(reading: Reading, label: str, path: Path, *, key: bool = True) -> None:
    """Note a label that means something else; it stands at ``path`` as a key, or else as a value."""
    if label in RESERVED:
        reading.problem(path, f"'{label}' is a word of the language", "choose another label", key=key)
    elif re.fullmatch("[YN]+", label):
        reading.problem(
            path, f"'{label}' reads like a state's label", "write it out, in small letters", key=key
        )


def read_option(reading: Reading, owner: str, label: str, shape: OptionShape, path: Path) -> Option:
    """Read the option at ``path``; its label has been checked."""
    levels = tuple(map(str, shape.levels or YES_NO))
    for index, level in enumerate(levels):
        if level in levels[:index]:
            reading.problem((*path, "levels", index), f"level '{level}' stands twice", "keep one")
        if level in RESERVED:
            reading.problem(
                (*path, "levels", index), f"'{level}' is a word of the language", "choose another level"
            )
    because = reading.because(shape.because, (*path, "because"))
    name = shape.name or label.replace("_", " ")
    return Option(
        label, owner, name, shape.description, levels, shape.moves, because, reading.place(path, key=True)
    )


def read_requirement(
    reading: Reading, option: Option, index: int, shape: OptionShape, path: Path
) -> ForbiddenMove | None:
    """Read what the option at ``path`` requires; conditions speak of it by ``index``.

    Returns
    -------
    ForbiddenMove or None
        From where it is not taken and the condition does not hold, to where it is taken.
    """
    if shape.requires is None:
        return None
    here: Path = (*path, "requires")
    needed = reading.condition(shape.requires, here)
    if needed is None:
        return None
    untaken = Is(index, 0)
    source = And((untaken, Not(needed)))
    return ForbiddenMove(option.owner, source, Not(untaken), (), reading.place(here), option.id)
