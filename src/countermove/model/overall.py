"""What a layer says, said of the whole: its conditions, its forbidden moves, and what is wanted over all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from countermove.errors import suggest
from countermove.model.check_shape import Path
from countermove.model.condition import Condition, Is, rewritten
from countermove.model.elements import (
    ForbiddenMove,
    Indifferent,
    Layer,
    Preference,
    Prioritize,
    Ranking,
    Statement,
    Weights,
    together,
)
from countermove.model.lasting import check_one_patience
from countermove.model.preferences import exact_weight
from countermove.model.reading import Reading
from countermove.model.weighing import in_order, in_statements, weighed

__all__ = ["forbidden", "moved", "over_all", "wanted_in"]


def _of_whole(condition: Condition, layer: Layer) -> Condition:
    return rewritten(condition, lambda leaf: Is(layer.places[leaf.option], leaf.level))


def forbidden(move: ForbiddenMove, layer: Layer) -> ForbiddenMove:
    """Return what a layer forbids; whoever changes nothing there may still move in other layers."""
    changing = tuple(
        Is(place, level)
        for place, option in enumerate(layer.model.options)
        for level in range(1, len(option.levels))
        if option.owner == move.by and not move.option  # to take an option is a change
    )
    told = replace(move, changing=changing).told(lambda condition: _of_whole(condition, layer))
    return replace(told, at=move.at._replace(file=layer.model.file))


def moved(statement: Statement, layer: Layer) -> Statement:
    """Return a statement of a layer as one of the whole; its place names the layer's file."""
    return replace(
        statement,
        condition=_of_whole(statement.condition, layer),
        at=statement.at._replace(file=layer.model.file),
    )


def wanted_in(reading: Reading, layer: Layer, preference: Preference) -> Preference:
    """Return a layer's preference as statements or weights about the whole."""
    by = preference.by
    if isinstance(by, Ranking):
        ranked = in_statements(layer.model, by, layer.label)
        by = ranked or Indifferent()
        if ranked is None:
            what = f"layer '{layer.label}' is too large for a ranking to be put together with others"
            reading.problem(layer.at, what, f"give '{preference.of}' as prioritize or weights there")
    match by:
        case Prioritize(statements):
            by = Prioritize(tuple(moved(each, layer) for each in statements))
        case Weights():
            by = by.told(lambda each: moved(each, layer))
    return replace(preference, by=by, at=preference.at._replace(file=layer.model.file))


def over_all(reading: Reading, dm: str, own: Mapping[str, Preference]) -> Preference:
    """Return the preference of a decision maker over all layers that it stands in."""
    wanting = {label: each for label, each in own.items() if not isinstance(each.by, Indifferent)}
    given, path = reading.document.overall.get(dm), ("overall", dm)
    if given is None:
        if len(wanting) > 1:
            labels = ", ".join(wanting)
            hint = f"add 'overall: {{{dm}: [{labels}]}}', the most important layer first, or factors"
            what = f"'{dm}' stands in several layers, and nothing says how it weighs them"
            reading.problem(("layers",), what, hint, key=True)
        return next(iter(wanting.values() or own.values()))
    named = list(given)
    for index, label in enumerate(named):
        here: Path = (*path, label) if isinstance(given, Mapping) else (*path, index)
        if label not in own:
            reading.problem(
                here, f"'{dm}' does not stand in a layer '{label}'", suggest(label, own, what="layers")
            )
    if twice := next((label for k, label in enumerate(named) if label in named[:k]), None):
        reading.problem(path, f"layer '{twice}' stands here twice", "name each layer once", key=True)
    missing = [label for label in wanting if label not in named]
    if missing:
        what = f"this leaves out layer '{missing[0]}', in which '{dm}' stands too"
        reading.problem(path, what, "name every layer it stands in", key=True)
    check_one_patience(reading, dm, own, path)
    at = reading.place(path, key=True)
    sound = [label for label in dict.fromkeys(named) if label in own]
    if isinstance(given, Mapping):
        factors = {label: exact_weight(reading, given[label], (*path, label)) for label in sound}
        for label in (each for each, factor in factors.items() if factor is not None and factor <= 0):
            what = f"'{dm}' would not want in layer '{label}' what it wants there"
            reading.problem((*path, label), what, "write a factor above 0")
        by = weighed([(own[label].by, factor) for label, factor in factors.items() if factor is not None])
    else:
        by = in_order([own[label].by for label in sound])
    because = together(*(each.because for each in own.values()))
    return Preference(dm, by, because, at)
