"""Stability of a state for a coalition, transcribed from the definitions.

Kilgour, Hipel, Fang, Peng, Group Decision and Negotiation 10 (2001) for coalition improvements and
Nash stability; Inohara, Hipel, Systems Engineering 11 (2008) for the sanctions. A coalition is not one
player: its members still move one by one, and it leaves only for what each member prefers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import combinations

from countermove.concepts._concept import Game
from countermove.concepts._literal import reachable

__all__ = ["REFERENCES", "coalition_improvements", "coalitions_of", "reachable_by_coalitions"]

Coalition = tuple[str, ...]


def coalitions_of(members: Iterable[str]) -> tuple[Coalition, ...]:
    """Return every coalition of some of these decision makers, the single ones among them."""
    listed = tuple(members)
    return tuple(each for size in range(1, len(listed) + 1) for each in combinations(listed, size))


def prefer(game: Game, coalition: Coalition, one: int, other: int) -> bool:
    """Say whether every member prefers ``one`` to ``other``."""
    return all(game.prefers(i, one, other) for i in coalition)


def coalition_improvements(game: Game, coalition: Coalition, s: int) -> frozenset[int]:
    """Return R_H^++(s): each t in R_H(s) with t >_i s for every i in H."""
    return frozenset(t for t in reachable(game, coalition, s) if prefer(game, coalition, t, s))


def reachable_by_coalitions(game: Game, members: Iterable[str], s: int) -> frozenset[int]:
    """Return where legal sequences of coalition improvements by subsets of ``members`` lead from ``s``.

    No coalition moves twice in a row, but any may move several times.
    """
    coalitions = coalitions_of(members)
    last_movers: dict[int, set[Coalition]] = {}
    found = [(t, each) for each in coalitions for t in coalition_improvements(game, each, s)]
    while found:
        t, mover = found.pop()
        movers = last_movers.setdefault(t, set())
        if mover in movers:
            continue
        movers.add(mover)
        for each in coalitions:
            if movers != {each}:
                found.extend((u, each) for u in coalition_improvements(game, each, t))
    return frozenset(last_movers)


def _rest(game: Game, coalition: Coalition) -> Coalition:
    return tuple(j for j in game.decision_makers if j not in coalition)


def nash(game: Game, coalition: Coalition, state: int) -> bool:
    """H has no coalition improvement from s."""
    return not coalition_improvements(game, coalition, state)


def gmr(game: Game, coalition: Coalition, state: int) -> bool:
    """Each s1 in R_H^++(s) is answered by some s2 in R_{N-H}(s1) that not every member prefers to s."""
    rest = _rest(game, coalition)
    return all(
        any(not prefer(game, coalition, s2, state) for s2 in reachable(game, rest, s1))
        for s1 in coalition_improvements(game, coalition, state)
    )


def smr(game: Game, coalition: Coalition, state: int) -> bool:
    """As GMR, and there is no s3 in R_H(s2) that every member prefers to s."""
    rest = _rest(game, coalition)
    return all(
        any(
            not prefer(game, coalition, s2, state)
            and not any(prefer(game, coalition, s3, state) for s3 in reachable(game, coalition, s2))
            for s2 in reachable(game, rest, s1)
        )
        for s1 in coalition_improvements(game, coalition, state)
    )


def seq(game: Game, coalition: Coalition, state: int) -> bool:
    """As GMR, with s2 reached by coalition improvements of subsets of N-H."""
    rest = _rest(game, coalition)
    return all(
        any(not prefer(game, coalition, s2, state) for s2 in reachable_by_coalitions(game, rest, s1))
        for s1 in coalition_improvements(game, coalition, state)
    )


REFERENCES: dict[str, Callable[[Game, Coalition, int], bool]] = {
    "nash": nash,
    "gmr": gmr,
    "smr": smr,
    "seq": seq,
}
