"""How long four linked layers of 4,096 states each take, 2.8e14 together, under Nash and SEQ.

``python -m benchmarks.layers [SEED ...]`` measures a common decision maker that orders its layers, with and
without links between them, and one that adds them up, and prints each time as a multiple of the first.
"""

from __future__ import annotations

import json
import sys
from random import Random
from time import process_time
from typing import Any

import countermove

__all__ = ["layered", "main"]

LAYERS, OPTIONS, STATEMENTS = 4, 3, 6
KINDS = ("ordered", "ordered and linked", "added up")


def layered(seed: int, kind: str) -> str:
    """Return a model file: in each layer everybody's statements are about all options of the layer."""
    rng = Random(f"layers {seed}")
    names = [f"layer_{k}" for k in range(LAYERS)]
    layers = {name: {"model": _layer(rng, k)} for k, name in enumerate(names)}
    factors = {name: k for k, name in enumerate(names, 1)}
    links = [f"not (common_{k}_0 and common_{k + 1}_1)" for k in range(LAYERS - 1)]
    whole = {
        "countermove": 1,
        "layers": layers,
        "overall": {"common": factors if kind == "added up" else names},
        "constraints": links if kind == "ordered and linked" else [],
    }
    return json.dumps(whole)


def _layer(rng: Random, k: int) -> dict[str, Any]:
    owners = ["common", *(f"{letter}_{k}" for letter in "abc")]
    labels = {dm: [f"{dm.split('_')[0]}_{k}_{j}" for j in range(OPTIONS)] for dm in owners}
    everything = [label for own in labels.values() for label in own]

    def statement() -> str:
        one, other, third = rng.sample(everything, 3)
        forms = ("{0}", "not {0}", "{0} and not {1}", "{0} or {1}", "{0} <-> {1}", "{0} if {1} and {2}")
        return rng.choice(forms).format(one, other, third)

    return {
        "countermove": 1,
        "decision_makers": {dm: {"options": {label: label for label in own}} for dm, own in labels.items()},
        "preferences": {dm: {"prioritize": [statement() for _ in range(STATEMENTS)]} for dm in owners},
    }


def main(seeds: list[int]) -> None:
    """Print a line for each kind and seed."""
    for seed in seeds or [1]:
        first = 0.0
        for kind in KINDS:
            start = process_time()
            conflict = countermove.loads(layered(seed, kind))
            found = conflict.against_layers(conflict.analyze(["nash", "seq"]))
            taken = process_time() - start
            first = first or taken
            holding = ", ".join(f"{each.concept} {each.whole:,}" for each in found)
            states = f"{conflict.state_count:.1e} states"
            print(
                f"{kind:18} seed {seed}: {taken:6.2f} s, {taken / first:6.1f}  {states}, {holding}",
                flush=True,
            )


if __name__ == "__main__":
    main([int(each) for each in sys.argv[1:]])
