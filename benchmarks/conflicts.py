"""Conflicts to measure on, made from a seed."""

from __future__ import annotations

import numpy as np

from countermove.model.elements import YES_NO, DecisionMaker, Indifferent, Model, Option, Preference
from countermove.model.yaml import Place
from countermove.space import Space, build

__all__ = ["random_ranks"]


def random_ranks(options: int, decision_makers: int, seed: int = 1) -> Space:
    """Return a conflict without constraints whose ranks are random permutations of its states.

    Parameters
    ----------
    options : int
        Yes/no options in all, dealt out as evenly as they go; there are ``2**options`` states.
    decision_makers : int
        How many decision makers.
    seed : int
        The same seed gives the same conflict.
    """
    shares = [options // decision_makers + (dm < options % decision_makers) for dm in range(decision_makers)]
    dms = tuple(
        DecisionMaker(
            f"d{dm}",
            f"d{dm}",
            "",
            tuple(Option(f"o{k}", f"d{dm}", f"o{k}", "", YES_NO, "both") for k in range(n)),
        )
        for dm, n in enumerate(shares)
    )
    nowhere = Place(0, 0)
    model = Model(
        "benchmark", "", "", "", "", dms, (), (), (), {}, None, (), nowhere,
        {dm.label: Preference(dm.label, Indifferent()) for dm in dms},
    )  # fmt: skip
    space = build(model)
    chance = np.random.default_rng(seed)
    return space.with_ranks([chance.permutation(space.size) for _ in dms])
