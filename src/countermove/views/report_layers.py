"""The layers of a whole in the report: each by itself, and in which of them the main outcomes hold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from countermove.conflict import Conflict
from countermove.space import OptionStates
from countermove.views.layers import layer_sentences
from countermove.views.report_states import Shown

__all__ = ["layers_context"]

MAX_SAID = 3
"""Sentences beyond these are folded away."""


def layers_context(conflict: Conflict, shown: Shown, main: Sequence[int]) -> dict[str, Any]:
    """Return what the template shows of the layers.

    Parameters
    ----------
    conflict : Conflict
        The whole; without layers nothing is shown.
    shown : Shown
        Its states.
    main : sequence of int
        The outcomes that hold most widely.
    """
    analysis = shown.analysis
    found = conflict.against_layers(analysis)
    states = {label: each.state_count for label, each in conflict.layers.items()}
    told = layer_sentences(shown.space, states, found)
    names = {dm.label: dm.name for dm in conflict.model.decision_makers}
    short = {each.id: each.short for each in analysis.concepts}
    return {
        "concepts": [short[each.concept] for each in found],
        "rows": [
            {
                "name": layer.name,
                "who": [names[dm.label] for dm in layer.model.decision_makers],
                "states": f"{states[layer.label]:,}",
                "counts": [f"{each.local[layer.label]:,}" for each in found],
            }
            for layer in conflict.model.layers
        ],
        "states": f"{shown.space.size:,}",
        "first": MAX_SAID,
        "whole": [f"{each.whole:,}" for each in found],
        "said": told[len(conflict.model.layers) :],
        "outcomes": [
            {"state": shown.state(state), "layers": _in_layers(conflict, shown, state, short)}
            for state in main
        ],
    }


def _in_layers(conflict: Conflict, shown: Shown, state: int, short: dict[str, str]) -> list[dict[str, Any]]:
    """Return for each layer under which concepts a state's part is an equilibrium there."""
    levels = shown.space.states.values(state)
    rows = []
    for layer in conflict.model.layers:
        own = conflict.layer(layer.label)
        analysis, states = own.analyze(engine="explicit"), own.space.states
        assert isinstance(states, OptionStates), "layers are in option form"
        part = states.index([levels[place] for place in layer.places])
        assert part is not None
        held = [
            short[each.id]
            for each in analysis.concepts
            if analysis.equilibrium(each.id)[part] and each.id in short
        ]
        rows.append({"name": layer.name, "part": states.label(part), "held": held})
    return rows
