"""The whole against its layers, as data and in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from countermove.analyses.layers import Against, Example
from countermove.concepts import find
from countermove.model.elements import Layer, Model
from countermove.views.words import Named, count, figure, join, state_line

__all__ = ["layer_sentences", "layers_data"]


def layers_data(space: Named, states: Mapping[str, int], found: Sequence[Against]) -> dict[str, Any]:
    """Return the JSON of the layers.

    Parameters
    ----------
    space : Named
        The whole.
    states : mapping
        For each layer's label how many states it has.
    found : sequence of Against
        Concept by concept.
    """
    return {
        "layers": [
            {
                "label": layer.label,
                "name": layer.name,
                "decision_makers": [dm.label for dm in layer.model.decision_makers],
                "options": [space.model.options[place].id for place in layer.places],
                "states": states[layer.label],
                "equilibria": {each.concept: each.local[layer.label] for each in found},
            }
            for layer in space.model.layers
        ],
        "concepts": {each.concept: _against_data(space, each) for each in found},
    }


def _against_data(space: Named, against: Against) -> dict[str, Any]:
    return {
        "whole": against.whole,
        "each_layer": against.layered,
        "both": against.both,
        "bought": _example_data(space, against.bought),
        "broken": _example_data(space, against.broken),
    }


def _example_data(space: Named, example: Example | None) -> dict[str, Any] | None:
    if example is None:
        return None
    upset = {label or "whole": list(dms) for label, dms in example.upset.items()}
    return {
        "state": example.state + 1,
        "label": space.states.label(example.state),
        "not_stable_for": upset,
    }


# ---------------------------------------------------------------- in words
def layer_sentences(space: Named, states: Mapping[str, int], found: Sequence[Against]) -> list[str]:
    """Say what the layers are, who stands in several, and how the whole's equilibria stand to theirs."""
    said = [_layer_line(layer, states[layer.label], found) for layer in space.model.layers]
    said += _common(space.model)
    agreeing = [each for each in found if each.bought is None and each.broken is None]
    if agreeing:
        names = join(find(each.concept).short for each in agreeing)
        said.append(f"{names}: the whole's equilibria are the states that are equilibria in each layer.")
    told: dict[str, list[str]] = {}
    for each in found:
        if each not in agreeing:
            told.setdefault(" ".join(_differing(space, each)), []).append(find(each.concept).short)
    return [*said, *(f"{join(names)}: {what}" for what, names in told.items())]


def _layer_line(layer: Layer, states: int, found: Sequence[Against]) -> str:
    counts = ", ".join(f"{find(each.concept).short} {figure(each.local[layer.label])}" for each in found)
    return f"{layer.name} ({layer.label}): {count(states, 'state')}. Equilibria of its own: {counts}."


def _common(model: Model) -> list[str]:
    """Say which decision makers stand in several layers."""
    said = []
    for dm in model.decision_makers:
        where = [
            each.name for each in model.layers if dm.label in {d.label for d in each.model.decision_makers}
        ]
        if len(where) > 1:
            many = "both" if len(where) == 2 else "several"
            said.append(f"{dm.name} stands in {join(where)}, and can move in {many} at once.")
    return said


def _differing(space: Named, against: Against) -> list[str]:
    both, whole = against.both, against.whole
    if not whole:
        said = ["the whole has no equilibrium."]
    else:
        many = "all" if both == whole else "none" if not both else figure(both)
        are = "is one" if both == 1 else "are equilibria"
        said = [f"{many} of the whole's {count(whole, 'equilibrium', 'equilibria')} {are} in each layer too."]
    if against.bought is not None:
        state = against.bought.state
        names = {each.label: each.name for each in space.model.layers}
        where = join(
            f"for {join(_names(space.model, dms))} in {names[label]}"
            for label, dms in against.bought.upset.items()
        )
        said.append(
            f"State {state + 1} ({state_line(space, state)}) is one of the whole alone, for by itself it is "
            f"not stable {where}: what could be gained there is ruled out, outweighed or answered in another "
            "layer."
        )
    if against.broken is not None:
        state, only = against.broken.state, against.layered - both
        who = join(_names(space.model, against.broken.upset[""]))
        are = "is an equilibrium" if only == 1 else "are equilibria"
        said.append(
            f"{count(only, 'state').capitalize()} {are} in each layer and not of the whole: "
            f"state {state + 1} ({state_line(space, state)}) is not stable for {who}, who can do better by "
            "moving in several layers, or whom the others cannot answer there."
        )
    return said


def _names(model: Model, labels: Sequence[str]) -> list[str]:
    return [model.decision_maker(label).name for label in labels]
