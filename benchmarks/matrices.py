"""The textbook's matrix form of the concepts (Xu, Hipel, Kilgour 2009), to measure against, for nothing else.

States are rows and columns of Boolean matrices: J_i says where i can move, J_i+ where it improves, and M_H
where legal sequences of a coalition lead. The time grows with the square of the states and more.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from countermove.space import Space

__all__ = ["equilibria"]

Bools = NDArray[np.bool_]


def _product(a: Bools, b: Bools) -> Bools:
    """Boolean matrix product."""
    return np.asarray((a.astype(np.float32) @ b.astype(np.float32)) > 0)


def _joint(moves: list[Bools]) -> Bools:
    """Where legal sequences (nobody twice in a row) of some decision makers lead from each state."""
    last = [each.copy() for each in moves]
    while True:
        grown = []
        for j, own in enumerate(moves):
            others = [each for k, each in enumerate(last) if k != j]
            reached = np.logical_or.reduce(others) if others else np.zeros_like(own)
            grown.append(own | _product(reached, own))
        if all((a == b).all() for a, b in zip(grown, last, strict=True)):
            return np.asarray(np.logical_or.reduce(last))
        last = [a | b for a, b in zip(grown, last, strict=True)]


def equilibria(space: Space) -> dict[str, list[int]]:
    """Return the numbers of the Nash, GMR, SMR and SEQ equilibria."""
    size, dms = space.size, range(len(space.decision_makers))
    moves = [np.zeros((size, size), dtype=bool) for _ in dms]
    for dm in dms:
        for state in range(size):
            moves[dm][state, space.moves.targets(dm, state)] = True
    better = [space.ranks[dm][None, :] > space.ranks[dm][:, None] for dm in dms]
    improving = [moves[dm] & better[dm] for dm in dms]
    stable = {concept: np.ones(size, dtype=bool) for concept in ("nash", "gmr", "smr", "seq")}
    for dm in dms:
        others = [k for k in dms if k != dm]
        no_better = ~better[dm]
        answered = _joint([moves[k] for k in others])
        wanted = _joint([improving[k] for k in others])
        # Row s, column s2: s2 is no better than s, and nothing i can move to from s2 is.
        inescapable = no_better & ~_product(better[dm], moves[dm].T)
        stable["nash"] &= ~improving[dm].any(axis=1)
        for concept, reach, good in (
            ("gmr", answered, no_better),
            ("smr", answered, inescapable),
            ("seq", wanted, no_better),
        ):
            sanctioned = _product(good, reach.T)  # row s, column s1: some answer to s1 is good against s
            stable[concept] &= ~(improving[dm] & ~sanctioned).any(axis=1)
    return {concept: [int(state) + 1 for state in np.flatnonzero(held)] for concept, held in stable.items()}
