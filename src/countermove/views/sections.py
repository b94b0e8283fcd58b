"""What an analysis says of the parts that a model may be made of: layers, each side's view, phases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from countermove.conflict.perceived import USUAL
from countermove.errors import LimitError
from countermove.views.chance import (
    event_lines,
    events_data,
    reading_note,
    readings_found,
    readings_sentences,
)
from countermove.views.layers import layer_sentences, layers_data
from countermove.views.perceptions import perception_sentences, perceptions_data
from countermove.views.phases import phase_sentences, phases_data

if TYPE_CHECKING:
    from countermove.conflict import Conflict
    from countermove.stability import Analysis
    from countermove.stability.symbolic import SymbolicAnalysis

__all__ = ["Section", "sections"]


@dataclass(frozen=True)
class Section:
    """A part of an analysis.

    Attributes
    ----------
    key : str
        Its key in the JSON.
    heading : str
        Its heading.
    data : Any
        What the JSON holds.
    sentences : list of str
        The same in words.
    """

    key: str
    heading: str
    data: Any
    sentences: list[str]


def sections(conflict: Conflict, analysis: Analysis | SymbolicAnalysis) -> Iterator[Section]:
    """Yield a section for each kind of part that the model has."""
    if conflict.model.layers:
        yield _layers(conflict, analysis)
    if conflict.model.perceptions:
        yield _views(conflict, analysis)
    if conflict.model.phases is not None:
        yield _phases(conflict, analysis)
    if conflict.model.events:
        yield _events(conflict, analysis)


def _layers(conflict: Conflict, analysis: Analysis | SymbolicAnalysis) -> Section:
    found = conflict.against_layers(analysis)
    states = {label: each.state_count for label, each in conflict.layers.items()}
    space = analysis.space
    data = layers_data(space, states, found)
    return Section("layers", "Layers", data, layer_sentences(space, states, found))


def _views(conflict: Conflict, analysis: Analysis | SymbolicAnalysis) -> Section:
    heading = "Each side's view"
    try:
        game = conflict.hypergame
        found = conflict.perceived([each.id for each in analysis.concepts if each.id in USUAL] or None)
    except LimitError as error:
        return Section("perceptions", heading, {"not_looked_at": str(error)}, [f"Not looked at: {error}."])
    return Section("perceptions", heading, perceptions_data(game, found), perception_sentences(game, found))


def _events(conflict: Conflict, analysis: Analysis | SymbolicAnalysis) -> Section:
    data = events_data(conflict.model)
    told = [*event_lines(conflict.model), reading_note(conflict.model)]
    concepts = [each.id for each in analysis.concepts if each.id in USUAL]
    if analysis.engine == "explicit" and conflict.model.reading == "neutral" and concepts:
        found = readings_found(conflict, concepts)
        data |= {"equilibria": found} if found else {}
        told += readings_sentences(analysis.space, found)
    return Section("events", "Events", data, told)


def _phases(conflict: Conflict, analysis: Analysis | SymbolicAnalysis) -> Section:
    try:
        found = conflict.carried_out(_for_phases([each.id for each in analysis.concepts]))
    except LimitError as error:
        return Section("phases", "Phases", {"not_looked_at": str(error)}, [f"Not looked at: {error}."])
    data = phases_data(conflict.space, found)
    return Section("phases", "Phases", data, phase_sentences(conflict.space, found))


def _for_phases(asked: list[str]) -> list[str]:
    """Return under which of the concepts asked for leaving is looked at: SSEQ only where it was picked."""
    general = [each for each in asked if each in USUAL or each == "sseq"]
    return general if general and not set(USUAL) <= set(asked) else list(USUAL)
