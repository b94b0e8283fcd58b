"""Layers: conflicts of their own that share decision makers, and the whole that they make together.

A hierarchical graph model (He, Kilgour, Hipel 2013) joins local conflicts by decision makers that stand
in several of them. The whole's options are those of all layers, its states the combinations that the
layers' constraints and the links between them allow, and a common decision maker moves in several layers
at once. So the whole is a conflict in option form like any other, and this module puts it together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import TypeVar

from countermove.errors import Problem, suggest
from countermove.model.check_shape import Path
from countermove.model.condition import And
from countermove.model.elements import (
    EVENTS,
    NOWHERE,
    Claim,
    Constraint,
    DecisionMaker,
    Event,
    ForbiddenMove,
    Layer,
    Model,
    Narrative,
    Option,
    Preference,
    Regime,
    Source,
    Statement,
    StatePattern,
    together,
)
from countermove.model.overall import forbidden, moved, over_all, wanted_in
from countermove.model.reading import Reading
from countermove.model.shape_layers import LayerShape
from countermove.model.shape_parts import DecisionMakerShape
from countermove.model.yaml import Map

__all__ = ["Whole", "check_names", "read_layers"]

Named = TypeVar("Named")


@dataclass(frozen=True)
class Whole:
    """What the layers of a model hold together; empty for a model without layers.

    Attributes
    ----------
    decision_makers : tuple of DecisionMaker
        In the order in which the layers name them, each with its options in the order of the layers.
    layers : tuple of Layer
        The layers, in the order of the file.
    events : tuple of Event
        Those of all layers, their conditions said of the whole.
    size : int
        How many options the whole has, those that its own file adds and events among them.
    """

    decision_makers: tuple[DecisionMaker, ...]
    layers: tuple[Layer, ...]
    events: tuple[Event, ...] = ()
    size: int = 0

    # ------------------------------------------------------------ what the layers say, said of the whole
    def sources(self) -> dict[str, Source]:
        """Return the sources that the layers quote; the first to name one tells of it."""
        return _first(layer.model.sources for layer in self.layers)

    def claims(self) -> dict[str, Claim]:
        """Return the layers' claims; where two use one label, the first keeps it."""
        return _first(layer.model.claims for layer in self.layers)

    def narratives(self) -> dict[str, Narrative]:
        """Return the layers' narratives; where two use one label, the first keeps it."""
        return _first(layer.model.narratives for layer in self.layers)

    def constraints(self) -> list[Constraint]:
        """Return the constraints of all layers."""
        return [moved(each, layer) for layer in self.layers for each in layer.model.constraints]

    def forbidden_moves(self) -> list[ForbiddenMove]:
        """Return the forbidden moves of all layers."""
        return [forbidden(each, layer) for layer in self.layers for each in layer.model.forbidden_moves]

    def today(self, reading: Reading) -> StatePattern | None:
        """Return the status quo of all layers together; None when a layer has none.

        What the layers say of a shared option must agree, and a layer's status quo must be given by its
        options, for its states are not listed here.
        """
        levels: dict[int, int] = {}
        for layer in self.layers:
            given = layer.model.status_quo
            if given is None:
                return None
            if not isinstance(given, StatePattern):
                hint = "write the options that are taken, there or in a status quo of the whole"
                reading.problem(layer.at, f"the status quo of layer '{layer.label}' is a number", hint)
                return None
            for place, level in zip(layer.places, given.levels, strict=True):
                if levels.setdefault(place, level or 0) != level:
                    option = layer.model.options[layer.places.index(place)]
                    hint = "change it in one of them"
                    reading.problem(layer.at, f"the layers disagree on '{option.id}' today", hint)
                    return None
        return StatePattern(tuple(levels.get(place, 0) for place in range(self.size)))

    def preferences(self, reading: Reading) -> dict[str, Preference]:
        """Return what each decision maker wants over all, but for those whose preference the whole gives."""
        found = {}
        for dm in self.decision_makers:
            own = {
                layer.label: wanted_in(reading, layer, layer.model.preferences[dm.label])
                for layer in self.layers
                if dm.label in layer.model.preferences
            }
            if dm.label in reading.document.preferences or not own:
                continue
            found[dm.label] = over_all(reading, dm.label, own)
        return found

    def regimes(self, reading: Reading) -> tuple[Regime, ...]:
        """Return what each decision maker wants over all once layers' events have happened.

        In each layer it wants what it does there after that layer's events, so there is a regime for each
        combination of the layers' regimes, those later in a layer later here, too.
        """
        found: list[Regime] = []
        for dm in self.decision_makers if not reading.problems else ():
            own = [layer for layer in self.layers if dm.label in layer.model.preferences]
            if dm.label in reading.document.preferences:
                continue
            for wanted in product(*(_regimes_in(layer, dm.label) for layer in own)):
                after = tuple(dict.fromkeys(event for each in wanted for event in each.after))
                parts = {
                    layer.label: wanted_in(reading, layer, each.preference)
                    for layer, each in zip(own, wanted, strict=True)
                }
                if after:
                    found.append(Regime(after, over_all(reading, dm.label, parts)))
        return tuple(found)


def _first(named: Iterable[Mapping[str, Named]]) -> dict[str, Named]:
    """Join mappings in their order; where several have a label, the first one's stays."""
    found: dict[str, Named] = {}
    for each in named:
        found |= {label: one for label, one in each.items() if label not in found}
    return found


# ---------------------------------------------------------------- reading
def read_layers(reading: Reading, read: Callable[[Map, str], Model]) -> Whole:
    """Read a model's layers and what they make together.

    Parameters
    ----------
    reading : Reading
        The file at hand; mistakes in a layer are noted with the layer's own file.
    read : callable
        Takes a layer's parsed document and its file's name, and returns its model.
    """
    models = {
        label: model
        for label, shape in reading.document.layers.items()
        if (model := _layer_model(reading, label, shape, read)) is not None
    }
    if len(models) < len(reading.document.layers):
        reading.miss_layers()
    if not models:
        _nothing_without_layers(reading)
        return Whole((), ())
    decision_makers = _decision_makers(reading, models)
    ids = _option_ids(reading, decision_makers, models)
    places = {option: place for place, option in enumerate(ids)}
    layers = tuple(
        Layer(
            label,
            _name(reading.document.layers[label]) or model.title or label.replace("_", " "),
            model,
            tuple(places[option.id] for option in model.options),
            reading.place(("layers", label), key=True),
        )
        for label, model in models.items()
    )
    return Whole(decision_makers, layers, _events(reading, layers), len(ids))


def _name(shape: str | LayerShape) -> str | None:
    return None if isinstance(shape, str) else shape.name


def _nothing_without_layers(reading: Reading) -> None:
    if reading.document.layers or any(path[:1] == ("layers",) for path in reading.removed):
        return
    for key in ("overall", "shared"):
        if getattr(reading.document, key):
            hint = "leave it out, or add 'layers: {label: FILE}'"
            reading.problem((key,), f"'{key}' speaks of layers, and there are none", hint, key=True)


def _layer_model(
    reading: Reading, label: str, shape: str | LayerShape, read: Callable[[Map, str], Model]
) -> Model | None:
    path: Path = ("layers", label)
    entry = reading.data["layers"][label]
    document = entry.get("model") if isinstance(entry, Map) else None
    if not isinstance(document, Map):
        # A file that could not be read has been reported when the tree was put together.
        if isinstance(shape, LayerShape) and shape.file is None:
            reading.problem(
                path, f"layer '{label}' has no model", "write 'file: ...' or 'model: ...'", key=True
            )
        return None
    file = shape.file if isinstance(shape, LayerShape) and shape.file else f"{reading.file}"
    if "layers" in document:
        at = document.keys_at["layers"]
        what = "a layer has no layers of its own"
        reading.problems.append(Problem(file, at.line, at.column, what, "list them all in the whole"))
        return None
    model = read(document, file)
    if model.states:
        reading.problem(
            path, f"layer '{label}' is in graph form", "give a layer's moves by options", key=True
        )
        return None
    return model


def _decision_makers(reading: Reading, models: Mapping[str, Model]) -> tuple[DecisionMaker, ...]:
    """Put the layers' decision makers together, and note the options that several layers name."""
    found: dict[str, DecisionMaker] = {}
    first: dict[str, str] = {}
    shared = set(reading.document.shared)
    for label, model in models.items():
        for dm in model.decision_makers:
            known = found.get(dm.label, replace(dm, options=(), because=()))
            options = {option.id: option for option in known.options}
            for option in dm.options:
                if option.id not in first:
                    first[option.id] = label
                    options[option.id] = option
                else:
                    there = models[first[option.id]]
                    _check_shared(reading, option, (first[option.id], there), label, shared)
                    own = options[option.id]
                    options[option.id] = replace(own, because=together(own.because, option.because))
            because = together(known.because, dm.because)
            found[dm.label] = replace(known, options=tuple(options.values()), because=because)
    for index, name in enumerate(reading.document.shared if reading.labels_known else ()):
        often = [label for label, model in models.items() if name in {each.id for each in model.options}]
        if len(often) < 2:
            hint = suggest(name, [each for each in first if each != name], what="options")
            hint = "write its owner and label, such as russia.plan; " + hint if "." not in name else hint
            reading.problem(("shared", index), f"no two layers have an option '{name}'", hint)
    return tuple(found.values())


def _option_ids(
    reading: Reading, decision_makers: Sequence[DecisionMaker], models: Mapping[str, Model]
) -> list[str]:
    """Return the ids of the whole's options in their order, with those that its own file adds."""
    layered = {dm.label: [option.label for option in dm.options] for dm in decision_makers}
    own = {
        label: list(body.options) if isinstance(body, DecisionMakerShape) else []
        for label, body in reading.document.decision_makers.items()
    }
    events = [each.label for model in models.values() for each in model.events]
    listed = {label: [*layered.get(label, ()), *own.get(label, ())] for label in {**layered, **own}}
    listed[EVENTS] = [*events, *reading.document.events]
    return list(dict.fromkeys(f"{owner}.{label}" for owner, labels in listed.items() for label in labels))


def _events(reading: Reading, layers: Sequence[Layer]) -> tuple[Event, ...]:
    """Put the layers' events together; a shared one may happen where it may in each of its layers."""
    found: dict[str, tuple[Event, Layer]] = {}
    for layer in layers:
        for own in layer.model.events:
            event = own.told(lambda each, layer=layer: moved(each, layer))  # type: ignore[misc]
            if own.label not in found:
                found[own.label] = event, layer
                continue
            known, first = found[own.label]
            _check_shared(reading, event.option, (first.label, first.model), layer.label,
                          set(reading.document.shared))  # fmt: skip
            if known.probability != event.probability:
                what = f"'{event.id}' has another probability in '{layer.label}' than in '{first.label}'"
                reading.problem(layer.at, what, "a shared event is the same in both")
            both = [each for each in (known.possible, event.possible) if each is not None]
            if len(both) == 2:
                text = " and ".join(f"({each.text})" for each in both)
                grounds = together(*(each.because for each in both))
                both = [Statement(text, And(tuple(each.condition for each in both)), grounds, both[0].at)]
            because = together(known.because, event.because)
            found[own.label] = replace(known, possible=both[0] if both else None, because=because), first
    return tuple(event for event, _ in found.values())


def _regimes_in(layer: Layer, dm: str) -> list[Regime]:
    """Return what a decision maker wants in a layer: to begin with, and after events there."""
    after = [each for each in layer.model.regimes if each.preference.of == dm]
    return [Regime((), layer.model.preferences[dm]), *after]


def _check_shared(
    reading: Reading, option: Option, first: tuple[str, Model], label: str, shared: set[str]
) -> None:
    where, model = first
    path: Path = ("layers", label)
    if option.id not in shared:
        what = f"the layers '{where}' and '{label}' both have an option '{option.id}'"
        hint = f"add 'shared: [{option.id}]' if it is one and the same, or rename one"
        reading.problem(path, what, hint, key=True)
        return
    other = next(each for each in model.options if each.id == option.id)
    if (other.levels, other.moves) != (option.levels, option.moves):
        what = f"'{option.id}' has other levels or moves in '{label}' than in '{where}'"
        reading.problem(path, what, "a shared option is the same in both", key=True)


def check_names(reading: Reading, layers: Sequence[Layer]) -> None:
    """Note claims of layers, or of one and the whole, that differ under one label."""
    seen: dict[str, tuple[str, Claim]] = {
        label: ("the whole", each) for label, each in reading.claims.items()
    }
    for layer in layers:
        for label, claim in layer.model.claims.items():
            where, other = seen.setdefault(label, (f"layer '{layer.label}'", claim))
            if _content(other) != _content(claim):
                what = f"{where} and layer '{layer.label}' call different claims '{label}'"
                reading.problem(layer.at, what, "rename one")


def _content(claim: Claim) -> tuple[Claim, str]:
    quotes = tuple(replace(each, at=NOWHERE) for each in claim.quotes)
    return replace(claim, quotes=quotes, at=NOWHERE), claim.stance
