"""Power: reading who can change whose options, and telling it in other models that one is made into.

From where its condition holds a decision maker may change an option of somebody else as if it were its own,
together with its own; nobody loses a move by it. That is a reading of our own. The power asymmetry of Yu,
Kilgour, Hipel and Zhao (Water Resources Research 51, 2015) is another thing: there the more powerful decision
maker has additional options, by which it influences what others prefer. A model says that as it says all
preferences, by conditions that speak of such options.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from countermove.model.check_shape import Path
from countermove.model.condition import Is, rewritten
from countermove.model.elements import EVENTS, Layer, Model, Option, Power, Statement
from countermove.model.reading import Reading
from countermove.model.shape_power import PowerShape

__all__ = ["forced", "powers_of_layers", "read_powers", "told_powers"]


def read_powers(reading: Reading, options: Sequence[Option]) -> tuple[Power, ...]:
    """Read the file's own power; what has mistakes is left out.

    Parameters
    ----------
    reading : Reading
        The file at hand.
    options : sequence of Option
        The model's, in order, those that events are included.
    """
    shapes = reading.document.power
    if shapes and reading.state_labels:
        hint = "list what somebody can force under 'moves'"
        reading.problem(("power",), "a model in graph form has no options to be forced", hint, key=True)
        return ()
    found = [_read(reading, options, shape, ("power", index)) for index, shape in enumerate(shapes)]
    return tuple(each for each in found if each is not None)


def _read(reading: Reading, options: Sequence[Option], shape: PowerShape, path: Path) -> Power | None:
    known = reading.known_dm(shape.by, (*path, "by"))
    when = None
    if shape.when is not None:
        condition = reading.condition(shape.when, (*path, "when"))
        known = known and condition is not None
        if condition is not None:
            when = Statement(shape.when.strip(), condition, (), reading.place((*path, "when")))
    because = reading.because(shape.because, (*path, "because"))
    try:
        index = reading.option(shape.option)
    except LookupError as error:
        if reading.labels_known:  # else the declaration is itself at fault, and reported
            what, hint = error.args
            reading.problem((*path, "option"), what, hint)
        return None
    option = options[index]
    if option.owner == shape.by:
        what = f"'{option.id}' is an option of '{shape.by}' itself"
        reading.problem((*path, "option"), what, "leave it out, or name another's option")
        return None
    if option.owner == EVENTS:
        what = f"'{option.label}' happens by itself, so nobody can force it"
        reading.problem((*path, "option"), what, "name a decision maker's option")
        return None
    level = None
    if shape.to is not None:
        try:
            level = reading.level_of(index, shape.to)
        except LookupError as error:
            reading.problem((*path, "to"), *error.args)
            return None
        if (option.moves == "forward" and level == 0) or (
            option.moves == "backward" and level == len(option.levels) - 1
        ):
            what = (
                f"'{option.id}' moves {option.moves} only, so nobody can force it to '{option.levels[level]}'"
            )
            reading.problem((*path, "to"), what, "name another level, or let it move both ways")
            return None
    return Power(shape.by, option.id, level, when, because, reading.place(path)) if known else None


def powers_of_layers(layers: Sequence[Layer]) -> tuple[Power, ...]:
    """Return the power that stands in layers, said of the whole: there it is power, too."""

    def told(statement: Statement, layer: Layer) -> Statement:
        places, at = layer.places, statement.at._replace(file=layer.model.file)
        condition = rewritten(statement.condition, lambda leaf: Is(places[leaf.option], leaf.level))
        return replace(statement, condition=condition, at=at)

    return tuple(
        replace(
            each,
            when=None if each.when is None else told(each.when, layer),
            at=each.at._replace(file=layer.model.file),
        )
        for layer in layers
        for each in layer.model.powers
    )


def told_powers(powers: Sequence[Power], told: Callable[[Statement], Statement]) -> tuple[Power, ...]:
    """Return power with its conditions said of other options."""
    return tuple(replace(each, when=None if each.when is None else told(each.when)) for each in powers)


def forced(model: Model, by: str, before: Sequence[int], after: Sequence[int]) -> list[int]:
    """Return the options (indices) of others that a move changes.

    Parameters
    ----------
    model : Model
        In option form.
    by : str
        Whose move it is.
    before, after : sequence of int
        The level of each option in the state that it leaves, and in the one that it leads to.
    """
    changed = zip(model.options, before, after, strict=True)
    mine = {by, EVENTS}
    return [k for k, (option, old, new) in enumerate(changed) if old != new and option.owner not in mine]
