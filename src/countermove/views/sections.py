"""What an analysis says of the parts that a model may be made of: layers, each side's view, phases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from countermove.concepts import Form
from countermove.conflict.perceived import USUAL
from countermove.errors import LimitError, UsageError
from countermove.views.attitudes import attitudes_data, attitudes_sentences
from countermove.views.chance import (
    event_lines,
    events_data,
    reading_note,
    readings_found,
    readings_sentences,
)
from countermove.views.foresight import foresight_data, foresight_sentences
from countermove.views.layers import layer_sentences, layers_data
from countermove.views.patience import (
    READING,
    all_swept,
    patience_data,
    patience_note,
    swept_data,
    swept_sentences,
)
from countermove.views.perceptions import perception_sentences, perceptions_data
from countermove.views.phases import phase_sentences, phases_data
from countermove.views.power import power_data, power_lines, power_sentences

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
        The same in words; without any it is in the JSON alone.
    """

    key: str
    heading: str
    data: Any
    sentences: list[str]


def sections(conflict: Conflict, analysis: Analysis | SymbolicAnalysis) -> Iterator[Section]:
    """Yield a section for each kind of part that the model has, and one on foresight."""
    if conflict.model.layers:
        yield _layers(conflict, analysis)
    if conflict.model.perceptions:
        yield _views(conflict, analysis)
    if conflict.model.attitudes:
        yield _attitudes(conflict, analysis)
    if conflict.model.phases is not None:
        yield _phases(conflict, analysis)
    if conflict.model.events:
        yield _events(conflict, analysis)
    if conflict.patience:
        yield _patience(conflict, analysis)
    if conflict.model.powers:
        yield _power(conflict, analysis)
    if analysis.engine == "explicit" or conflict.model.foresight:
        data, told = foresight_data(conflict, analysis), foresight_sentences(conflict, analysis)
        yield Section("foresight", "How far each side looks", data, told)


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


def _attitudes(conflict: Conflict, analysis: Analysis | SymbolicAnalysis) -> Section:
    concepts = [each.id for each in analysis.concepts if isinstance(each.form, Form)]
    try:
        if analysis.concepts and not concepts:
            conflict.related([each.id for each in analysis.concepts])
        found = conflict.related(concepts or None, leave_out=True)
        data, told = attitudes_data(found), attitudes_sentences(found)
    except (LimitError, UsageError) as error:
        return Section("attitudes", "Attitudes", {"not_looked_at": str(error)}, [f"Not looked at: {error}."])
    return Section("attitudes", "Attitudes", data, told)


def _events(conflict: Conflict, analysis: Analysis | SymbolicAnalysis) -> Section:
    data = events_data(conflict.model)
    told = [*event_lines(conflict.model), reading_note(conflict.model)]
    concepts = [each.id for each in analysis.concepts if each.id in USUAL]
    if analysis.engine == "explicit" and conflict.model.reading == "neutral" and concepts:
        found = readings_found(conflict, concepts)
        data |= {"equilibria": found} if found else {}
        told += readings_sentences(analysis.space, found)
    return Section("events", "Events", data, told)


def _patience(conflict: Conflict, analysis: Analysis | SymbolicAnalysis) -> Section:
    data, note = patience_data(conflict.model), patience_note(conflict.model)
    try:
        found = all_swept(conflict, [each.id for each in analysis.concepts if each.id in USUAL] or None)
    except LimitError as error:
        told = [note, f"Not looked at: {error}."]
        return Section("patience", "Patience", data | {"not_looked_at": str(error)}, told)
    space = conflict.space
    data |= {"decision_makers": [swept_data(space, each) for each in found.values()]}
    said = [line for each in found.values() for line in swept_sentences(space, each)]
    return Section("patience", "Patience", data, [*said, f"Here {READING}."])


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


def _power(conflict: Conflict, analysis: Analysis | SymbolicAnalysis) -> Section:
    try:
        found = conflict.force([each.id for each in analysis.concepts if each.id in USUAL] or None)
    except LimitError as error:
        told = [*power_lines(conflict.model), f"What it changes is not looked at: {error}."]
        return Section("power", "Power", {"not_looked_at": str(error)}, told)
    return Section(
        "power", "Power", power_data(conflict.space, found), power_sentences(conflict.space, found)
    )
