"""Limited-move and non-myopic stability of two decision makers, for all states at once.

With strict preferences an anticipated state is known by its rank. So G_h(i, .) is an array of
i's ranks: for each state the larger of its own rank and the best that i expects of the states it
can move to, where it is the other's turn.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from countermove.errors import LimitError, UsageError
from countermove.space import Space
from countermove.space.arcs import ArcMoves
from countermove.space.grid import GridMoves
from countermove.space.ranks import all_apart
from countermove.space.stopping import go_on

__all__ = ["MAX_STEPS", "Anticipation", "best_elsewhere", "limited", "refuse_unless_two_and_strict"]

MAX_STEPS = 10_000
"""How far ahead non-myopic stability looks for anticipations to repeat themselves."""

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Pair = tuple[Ints, Ints]


def limited(space: Space, dm: int, horizon: int | None) -> Bools:
    """Say which states are limited-move stable, or non-myopically stable, for a decision maker.

    Parameters
    ----------
    space : Space
        A conflict of two decision makers with strict preferences.
    dm : int
        The decision maker's index.
    horizon : int or None
        How many moves are looked ahead; None for non-myopic stability: stable for every horizon
        from some point on.

    Returns
    -------
    bool array, shape (size,)
        In the order of the state numbers.

    Raises
    ------
    UsageError
        When there are not two decision makers, or one is indifferent between two states.
    LimitError
        When, without a horizon, anticipations do not repeat within `MAX_STEPS` moves.
    """
    refuse_unless_two_and_strict(space)
    foresight = Anticipation(space)
    if horizon is None:
        return foresight.stable_for_ever(dm)
    expected = foresight.nothing_moves
    for _ in range(horizon):
        expected = foresight.one_more(expected)
    return foresight.stays(expected, dm)


def refuse_unless_two_and_strict(space: Space) -> None:
    """Refuse a conflict for which rival definitions of limited-move stability exist; say why."""
    names = space.decision_makers
    if len(names) != 2:
        raise UsageError(
            f"limited-move (lh) and non-myopic (nm) stability are for two decision makers, and there are "
            f"{len(names)} ({', '.join(names)}); with another number of them rival definitions exist, so "
            "none is chosen: ask for nash, gmr, smr, seq, sseq or maximin:H"
        )
    for name, ranks in zip(names, space.ranks, strict=True):
        if not all_apart(ranks):
            order = np.argsort(ranks, kind="stable")
            tied = np.flatnonzero(ranks[order][1:] == ranks[order][:-1])
            one, other = (int(order[tied[0] + k]) for k in (0, 1))
            raise UsageError(
                f"limited-move (lh) and non-myopic (nm) stability need strict preferences, and '{name}' is "
                f"indifferent between state {one + 1} ({space.states.label(one)}) and state {other + 1} "
                f"({space.states.label(other)}); with ties rival definitions exist, so none is chosen: say "
                f"which of the two '{name}' prefers, or ask for nash, gmr, smr, seq, sseq or maximin:H"
            )


class Anticipation:
    """G_h of both decision makers as arrays of states, one step of h at a time."""

    def __init__(self, space: Space) -> None:
        self.space = space
        # With strict preferences the order of liking tells the state of each rank.
        self.state_at = [np.argsort(ranks, kind="stable") for ranks in space.ranks]
        self.ranks: list[Ints] = []
        for order in self.state_at:
            rank = np.empty_like(order)
            rank[order] = np.arange(len(order))
            self.ranks.append(rank)

    @cached_property
    def nothing_moves(self) -> Pair:
        """G_0: each state is its own end."""
        states = np.arange(self.space.size)
        return states, states

    def one_more(self, expected: Pair) -> Pair:
        """Return G_h of both from G_{h-1} of both."""
        go_on()
        return self._choose(0, expected[1]), self._choose(1, expected[0])

    def _choose(self, i: int, ends: Ints) -> Ints:
        """Return for each state the best for i among it and the ends of the states i can move to."""
        best = best_elsewhere(self.space, i, self.ranks[i][ends])
        return self.state_at[i][np.maximum(self.ranks[i], best)]

    def stays(self, expected: Pair, dm: int) -> Bools:
        """Say where a decision maker expects to end where it is."""
        return np.asarray(expected[dm] == self.nothing_moves[dm])

    def stable_for_ever(self, dm: int) -> Bools:
        """Say where a decision maker stays for every horizon from some point on.

        G_h follows from G_{h-1} alone, so it comes to repeat itself for ever. Brent's method finds a
        G_h in that cycle and the cycle's length, holding two of them at a time.
        """
        mark = self.nothing_moves
        power = length = 1
        expected = self.one_more(mark)
        steps = 1
        while not all(np.array_equal(one, other) for one, other in zip(mark, expected, strict=True)):
            if power == length:
                mark, power, length = expected, 2 * power, 0
            expected = self.one_more(expected)
            length += 1
            steps += 1
            if steps > MAX_STEPS:
                raise LimitError(
                    f"what the decision makers anticipate does not settle or repeat within {MAX_STEPS:,} "
                    "moves; ask for a horizon, such as lh:20"
                )
        stable = np.ones(self.space.size, dtype=bool)
        for _ in range(length):
            stable &= self.stays(expected, dm)
            expected = self.one_more(expected)
        return stable


def best_elsewhere(space: Space, dm: int, values: Ints) -> Ints:
    """Return the largest value over the states ``dm`` can move to, the state itself left out; else -1."""
    moves = space.moves
    if isinstance(moves, ArcMoves):
        best = np.full(space.size, -1, dtype=np.int64)
        np.maximum.at(best, moves.sources[dm], values[moves.ends[dm]])
        return best
    assert isinstance(moves, GridMoves)
    states = moves.states
    cells = np.full(states.feasible.size, -1, dtype=np.int64)
    cells[states.cells] = values
    axis = states.axis(dm)
    rows = np.moveaxis(cells.reshape(states.shape), axis, 0)
    best = np.empty_like(rows)
    for reach in moves.reaches[dm]:
        within = rows[reach.targets]
        first = within.argmax(axis=0)[None]
        top = np.take_along_axis(within, first, axis=0)
        np.put_along_axis(within, first, -1, axis=0)
        second = within.max(axis=0, keepdims=True)
        own = np.searchsorted(reach.targets, reach.sources).reshape(-1, *(1,) * (rows.ndim - 1))
        best[reach.sources] = np.where(own == first, second, top)
    return np.asarray(np.moveaxis(best, 0, axis).reshape(-1)[states.cells])
