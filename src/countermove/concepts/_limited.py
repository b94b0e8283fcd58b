"""Looking h moves ahead, transcribed: what the references of limited-move stability share."""

from __future__ import annotations

from itertools import combinations

from countermove.concepts._concept import Game
from countermove.errors import UsageError

__all__ = ["anticipated", "limited", "next_anticipated", "non_myopic", "opponent"]

Anticipated = dict[tuple[str, int], int]


def opponent(game: Game, dm: str) -> str:
    """Return j, the other of two decision makers; refuse ties, and any other number of decision makers."""
    if len(game.decision_makers) != 2:
        raise UsageError(
            "limited-move stability is for two decision makers: with more, rival definitions exist"
        )
    for i in game.decision_makers:
        for s, t in combinations(game.states, 2):
            if not game.prefers(i, s, t) and not game.prefers(i, t, s):
                raise UsageError(
                    f"limited-move stability needs strict preferences, and '{i}' is indifferent between "
                    f"states {s + 1} and {t + 1}: with ties, rival definitions exist"
                )
    return next(j for j in game.decision_makers if j != dm)


def limited(game: Game, dm: str, state: int, horizon: int) -> bool:
    """G_h(i, s) = s."""
    opponent(game, dm)
    return anticipated(game, dm, state, horizon) == state


def anticipated(game: Game, i: str, s: int, h: int) -> int:
    """Return G_h(i, s), where i expects to end when it may move from s and h moves are looked at.

    G_0(i, s) = s. With R_i(s) empty, G_h(i, s) = s. Else i picks the t in R_i(s) with the best
    G_{h-1}(j, t) and moves there if that is better than s; else it stays, and that is the end.
    """
    table = {(k, state): state for k in game.decision_makers for state in game.states}
    for _ in range(h):
        table = next_anticipated(game, table)
    return table[i, s]


def next_anticipated(game: Game, table: Anticipated) -> Anticipated:
    """Return G_h(i, s) for both decision makers and every s, from G_{h-1}."""
    return {
        (i, s): _choice(game, i, s, [table[opposite, t] for t in game.moves(i, s)])
        for i, opposite in _both(game)
        for s in game.states
    }


def _both(game: Game) -> list[tuple[str, str]]:
    one, other = game.decision_makers
    return [(one, other), (other, one)]


def _choice(game: Game, i: str, s: int, ends: list[int]) -> int:
    """Return the end that i likes best if it is better than s, else s."""
    best = s
    for end in ends:
        if game.prefers(i, end, best):
            best = end
    return best


def non_myopic(game: Game, dm: str, state: int) -> bool:
    """G_h(i, s) = s for every h from some point on.

    G_h follows from G_{h-1}, so once a table comes up again, those since then come up for ever.
    """
    opponent(game, dm)
    table = {(k, s): s for k in game.decision_makers for s in game.states}
    seen: list[Anticipated] = []
    while table not in seen:
        seen.append(table)
        table = next_anticipated(game, table)
    for_ever = seen[seen.index(table) :]
    return all(each[dm, state] == state for each in for_ever)
