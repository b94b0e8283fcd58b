"""What a decision maker can make sure of in h moves, transcribed; the reference of maximin stability.

After Rêgo and Vieira (2021). A value is written as a state that is worth it, so that nothing but preference
between states is used, and ties need no care.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from countermove.concepts._concept import Game
from countermove.concepts._literal import others, reachable

__all__ = ["secured"]

Table = dict[int, int]


@lru_cache(maxsize=64)
def secured(game: Game, i: str, h: int) -> Table:
    """Return W_h: for each state one as good for i as what it can make sure of, having the first of h moves.

    W_0(s) = s. W_h(s) is the best for i of s, where it stays, and of O_(h-1)(t) for every t in R_i(s).
    """
    if h == 0:
        return {s: s for s in game.states}
    left = conceded(game, i, h - 1)
    return {s: _best(game, i, s, (left[t] for t in game.moves(i, s))) for s in game.states}


@lru_cache(maxsize=64)
def conceded(game: Game, i: str, h: int) -> Table:
    """Return O_h: the same where the others have the first of h moves, and wish i ill.

    O_0(t) = t. O_h(t) is the worst for i of t, where they stay, and of W_(h-1)(u) for every u in R_{N-i}(t).
    """
    if h == 0:
        return {t: t for t in game.states}
    left = secured(game, i, h - 1)
    answers = _answers(game, i)
    return {t: _worst(game, i, t, (left[u] for u in answers[t])) for t in game.states}


@lru_cache(maxsize=16)
def _answers(game: Game, i: str) -> dict[int, frozenset[int]]:
    """Return R_{N-i}(t) for every t."""
    return {t: reachable(game, others(game, i), t) for t in game.states}


def _best(game: Game, i: str, first: int, more: Iterable[int]) -> int:
    for each in more:
        if game.prefers(i, each, first):
            first = each
    return first


def _worst(game: Game, i: str, first: int, more: Iterable[int]) -> int:
    for each in more:
        if game.prefers(i, first, each):
            first = each
    return first
