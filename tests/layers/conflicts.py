"""Random conflicts of layers, as model files: JSON, which is YAML."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

import countermove
from countermove.conflict import Conflict
from countermove.space.literal import literal_game
from tests.layers.literal import LayeredGame

LABELS = ("first", "second", "third")


@dataclass(frozen=True)
class Layered:
    """A whole as its file says it, and as it is defined."""

    file: dict[str, Any]
    conflict: Conflict
    game: LayeredGame


def random_layered(
    rng: Random,
    *,
    links: bool,
    kinds: Sequence[str] = ("prioritize", "weights", "ranking"),
    weighted: bool = True,
    barred: bool = False,
) -> Layered:
    """Draw two or three layers with a decision maker common to all, and one or two of each one's own.

    Parameters
    ----------
    rng : Random
        Where the draws come from.
    links : bool
        Whether constraints may tie the layers to each other.
    kinds : sequence of str
        How preferences may be given.
    weighted : bool
        Whether a common decision maker may weigh layers instead of ordering them.
    barred : bool
        Whether layers forbid moves.
    """
    labels = LABELS[: rng.choice((2, 2, 3))]
    small = len(labels) == 3
    layers = {label: random_layer(rng, label, kinds, small=small) for label in labels}
    for layer in layers.values() if barred else ():
        layer["forbidden_moves"] = random_forbidden(rng, layer["decision_makers"])
    order = rng.sample(labels, len(labels))
    by_factors = weighted and rng.random() < 0.4
    overall = {label: rng.choice((1, 2, "1/3")) for label in order} if by_factors else order
    options = [
        option
        for layer in layers.values()
        for dm in layer["decision_makers"].values()
        for option in dm["options"]
    ]
    constraints = [
        f"not ({' and '.join(rng.sample(options, 2))})" for _ in range(rng.randrange(3) if links else 0)
    ]
    file = {
        "countermove": 1,
        "layers": {label: {"model": layer} for label, layer in layers.items()},
        "overall": {"common": overall},
        "constraints": constraints,
    }
    conflict = countermove.loads(json.dumps(file))
    return Layered(file, conflict, _as_defined(conflict, overall))


def random_layer(rng: Random, label: str, kinds: Sequence[str], *, small: bool) -> dict[str, Any]:
    """Draw a conflict of a layer's own; its options have its label in theirs."""
    owners = ["common", label] if small or rng.random() < 0.7 else ["common", label, f"other_{label}"]
    many = {dm: 1 if small or len(owners) > 2 else rng.choice((1, 1, 2)) for dm in owners}
    options = {
        dm: {
            f"{dm}_{label}_{k}": {"moves": rng.choice(("both", "both", "both", "forward", "backward"))}
            for k in range(many[dm])
        }
        for dm in owners
    }
    everything = [option for own in options.values() for option in own]
    constraints = [f"not ({' and '.join(rng.sample(everything, 2))})"] if rng.random() < 0.2 else []
    states = 2 ** len(everything) - (2 ** (len(everything) - 2) if constraints else 0)
    return {
        "countermove": 1,
        "decision_makers": {dm: {"options": own} for dm, own in options.items()},
        "constraints": constraints,
        "preferences": {dm: random_preference(rng, everything, states, kinds) for dm in owners},
    }


def random_forbidden(rng: Random, dms: dict[str, Any]) -> list[dict[str, str]]:
    """Draw moves that a layer forbids; often some state fits both of a move's ends."""
    everything = [option for body in dms.values() for option in body["options"]]
    ends = ("from", "to")
    return [
        {"by": rng.choice(list(dms)), **{end: random_condition(rng, everything) for end in ends}}
        for _ in range(rng.choice((1, 2)))
    ]


def random_preference(rng: Random, options: Sequence[str], states: int, kinds: Sequence[str]) -> Any:
    """Draw a preference of one of the kinds; now and then indifference."""
    if rng.random() < 0.08:
        return "indifferent"
    kind = rng.choice(kinds)
    if kind == "prioritize":
        return {"prioritize": [random_condition(rng, options) for _ in range(rng.randrange(1, 4))]}
    if kind == "weights":
        items = [
            {"when": random_condition(rng, options), "weight": rng.choice((1, 2, -1, "1/2"))}
            for _ in range(rng.randrange(1, 4))
        ]
        return {"weights": items}
    ranking: list[Any] = rng.sample(range(1, states + 1), states)
    if kind == "ranking" and states > 2 and rng.random() < 0.4:
        ranking[:2] = [ranking[:2]]
    return {"ranking": ranking}


def random_condition(rng: Random, options: Sequence[str]) -> str:
    one, other = rng.choice(options), rng.choice(options)
    return rng.choice(
        (one, f"not {one}", f"{one} and {other}", f"{one} or not {other}", f"{one} <-> {other}")
    )


def _as_defined(conflict: Conflict, overall: Any) -> LayeredGame:
    from fractions import Fraction

    from countermove.space.literal import is_true

    model = conflict.model
    layers = {each.label: literal_game(each.model) for each in model.layers}
    exact = (
        {label: Fraction(str(each)) for label, each in overall.items()}
        if isinstance(overall, dict)
        else overall
    )
    own = [each for each in model.constraints if not each.at.file or each.at.file == model.file]

    def linked(parts: Sequence[tuple[int, ...]]) -> bool:
        levels = [0] * len(model.options)
        for layer, part in zip(model.layers, parts, strict=True):
            for place, level in zip(layer.places, part, strict=True):
                levels[place] = level
        return all(is_true(each.condition, levels) for each in own)

    return LayeredGame(layers, {"common": exact}, linked)
