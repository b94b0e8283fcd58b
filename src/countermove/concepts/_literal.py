"""What the references of the concepts share: improvements, and what several decision makers can reach.

Sets and a worklist, nothing clever: each function is meant to be held against its definition in
Fang, Hipel, Kilgour, Interactive Decision Making (Wiley, 1993). It proves the engines; it is not one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from countermove.concepts._concept import Game

__all__ = ["improvements", "others", "reachable", "reachable_by_improvements"]

Step = Callable[[str, int], Collection[int]]


def others(game: Game, dm: str) -> tuple[str, ...]:
    """Return N - i: every decision maker but ``dm``."""
    return tuple(each for each in game.decision_makers if each != dm)


def improvements(game: Game, dm: str, s: int) -> frozenset[int]:
    """Return R_i^+(s): the states ``dm`` can move to from ``s`` in one step and prefers to ``s``."""
    return frozenset(t for t in game.moves(dm, s) if game.prefers(dm, t, s))


def reachable(game: Game, coalition: Iterable[str], s: int) -> frozenset[int]:
    """Return R_H(s): where legal sequences of moves by members of ``coalition`` lead from ``s``.

    The smallest set with

    1. every t in R_j(s), j in H, is in it, and j may have been the last to move into t;
    2. if t is in it, j in H has u in R_j(t), and j is not the only one who may have made the last move
       into t, then u is in it, and j may have been the last to move into u.

    Nobody moves twice in a row, but anybody may move several times. ``s`` itself is in the set only
    where a sequence leads back to it.

    Parameters
    ----------
    game : Game
        The conflict.
    coalition : iterable of str
        H, the labels of those who may move.
    s : int
        Where the sequences start.
    """
    return _legal_sequences(game.moves, tuple(coalition), s)


def reachable_by_improvements(game: Game, coalition: Iterable[str], s: int) -> frozenset[int]:
    """Return R_H^+(s): as `reachable`, each move an improvement for its mover over the state it leaves."""
    return _legal_sequences(lambda dm, state: improvements(game, dm, state), tuple(coalition), s)


def _legal_sequences(step: Step, coalition: tuple[str, ...], s: int) -> frozenset[int]:
    last_movers: dict[int, set[str]] = {}  # Omega_H(s, t): who may have made the last move into t
    found = [(t, j) for j in coalition for t in step(j, s)]  # clause 1
    while found:
        t, mover = found.pop()
        movers = last_movers.setdefault(t, set())
        if mover in movers:
            continue
        movers.add(mover)
        for j in coalition:  # clause 2, looked at again whenever Omega_H(s, t) grows
            if movers != {j}:
                found.extend((u, j) for u in step(j, t))
    return frozenset(last_movers)
