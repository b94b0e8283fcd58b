"""Layers whose product nobody could list, by the symbolic engine, layer by layer."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import product
from random import Random

import countermove
from tests.layers.conflicts import random_condition


def large(seed: int, layers: int, own: int) -> str:
    """Return a model file of layers, each with a common decision maker and three of its own."""
    rng = Random(f"large layers {seed}")
    found = {}
    for k in range(layers):
        options = {dm: [f"{dm}_{k}_{j}" for j in range(own)] for dm in ("common", f"a{k}", f"b{k}", f"c{k}")}
        everything = [option for each in options.values() for option in each]
        found[f"layer{k}"] = {
            "model": {
                "countermove": 1,
                "decision_makers": {
                    dm: {"options": {option: option for option in each}} for dm, each in options.items()
                },
                "preferences": {
                    dm: {
                        "prioritize": [
                            random_condition(rng, [*each, rng.choice(everything)]) for _ in range(5)
                        ]
                    }
                    for dm, each in options.items()
                },
            }
        }
    links = ["not (common_0_0 and common_1_0)"]
    overall = {"common": list(found)}
    return json.dumps({"countermove": 1, "layers": found, "overall": overall, "constraints": links})


def test_four_layers_of_4096_states_each() -> None:
    conflict = countermove.loads(large(1, layers=4, own=3))
    assert conflict.state_count == 2**48 * 3 // 4
    assert all(each.state_count == 4096 for each in conflict.layers.values())
    analysis = conflict.analyze(["nash", "seq"])
    assert analysis.engine == "symbolic"
    for each in conflict.against_layers(analysis):
        assert each.both <= min(each.whole, each.layered)
        assert each.layered <= of_all(each.local.values())


def of_all(counts: Iterable[int]) -> int:
    result = 1
    for each in counts:
        result *= each
    return result


def test_without_links_the_equilibria_under_nash_are_those_of_every_layer() -> None:
    file = json.loads(large(2, layers=4, own=3))
    file["constraints"] = []
    conflict = countermove.loads(json.dumps(file))
    (nash,) = conflict.against_layers(conflict.analyze(["nash"]))
    assert nash.whole == nash.layered == nash.both == of_all(nash.local.values())


def test_smaller_ones_are_the_same_by_both_engines() -> None:
    for seed, concept in product(range(3), ("nash", "gmr", "smr", "seq", "sseq")):
        conflict = countermove.loads(large(seed, layers=3, own=1))
        one, other = (conflict.analyze([concept], engine=engine) for engine in ("explicit", "symbolic"))
        assert one.counts == other.counts, (seed, concept)
        assert conflict.against_layers(one) == conflict.against_layers(other), (seed, concept)
