"""Stability for players whose preference is several orders at once, so that not all states compare.

One may go by how others like states beside how it likes them itself (attitudes), or be several merged
into one. To such a player one state is better than another when all of its orders agree: each that is
strict rises, and no other falls. Everything else is as for single orders: what is not better, the state
itself among them, is a sanction, and nobody moves twice in a row.

Moves are followed one by one. Where an answer counts by the state it leads to, that all orders agree
wherever the others can lead is asked of one order after another, so no pair of states is formed. Where
the way out of it counts too (SMR, SSEQ), that is so for a single order alone; for several each state that
is left to be decided is a question, and sixty-four questions share a word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from countermove.concepts import Answers, Base, Form
from countermove.errors import LimitError
from countermove.space import Space
from countermove.space.along_arcs import (
    WIDTH,
    Arcs,
    least_after,
    pack,
    reaching_by_arcs,
    step_back,
    unpack,
)
from countermove.space.together import Gatherings

__all__ = ["MAX_MOVES", "MAX_WORK", "Order", "Player", "Several", "moves_of"]

MAX_MOVES = 5_000_000
"""How many moves are listed one by one at most."""
MAX_WORK = 200_000_000
"""How many words are read at most where ways out count: moves, times the words that the questions take."""
AT_ONCE = 2**17
"""How many words are held at once at most, but for a single column of them."""

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
Words = NDArray[np.uint64]
Values = NDArray[np.signedinteger]


@dataclass(frozen=True)
class Order:
    """One of the orders that a player goes by.

    Attributes
    ----------
    values : int array, shape (size,)
        The higher, the better.
    strict : bool
        Whether it must rise for a state to be better; otherwise it must not fall.
    """

    values: Values
    strict: bool = True

    def agrees(self, reached: Values, at: Ints) -> Bools:
        """Say whether values reached are enough above those of states (indices)."""
        own = self.values[at]
        return np.asarray(reached > own if self.strict else reached >= own)


@dataclass(frozen=True)
class Player:
    """Who moves, and by which orders.

    Attributes
    ----------
    moves : Arcs
        Where it can move in one step; never from a state to itself.
    orders : tuple of Order
        What it goes by. Without any, every other state is better.
    """

    moves: Arcs
    orders: tuple[Order, ...]

    def better(self, one: Ints, other: Ints) -> Bools:
        """Say, pair by pair, whether the one state is better than the other."""
        agreeing = [order.agrees(order.values[one], other) for order in self.orders]
        return np.asarray(np.logical_and.reduce([one != other, *agreeing]))

    @property
    def goes_by_one(self) -> bool:
        """Whether a single order decides, so that all states compare."""
        return len(self.orders) == 1 and self.orders[0].strict

    @cached_property
    def improvements(self) -> Arcs:
        """Those of its moves that lead to something better."""
        sources, ends = self.moves.pairs
        return Arcs.of(self.moves.pairs[:, self.better(ends, sources)])


def best_way_out(moves: Arcs, values: Values) -> Values:
    """Return for each state the best value over it and all that moves lead to."""
    best = values.copy()
    if len(moves.starts):
        ahead = np.maximum.reduceat(values[moves.pairs[1]], moves.starts)
        best[moves.sources] = np.maximum(best[moves.sources], ahead)
    return best


def moves_of(space: Space) -> list[Arcs]:
    """List every decision maker's moves one by one.

    Raises
    ------
    LimitError
        When there are more than `MAX_MOVES`.
    """
    many = space.moves.count()
    if many > MAX_MOVES:
        raise LimitError(
            f"where preferences are of several orders moves are followed one by one, here up to {many:,}, "
            f"and the limit is {MAX_MOVES:,}; add constraints or leave options out"
        )
    return Gatherings(space).arcs


class Several:
    """The players of a conflict; decides states for one of them.

    Parameters
    ----------
    size : int
        The number of states.
    players : sequence of Player
        All who move.
    """

    def __init__(self, size: int, players: Sequence[Player]) -> None:
        self.size = size
        self.players = tuple(players)

    def stable(self, player: int, form: Form, asked: Ints | None = None) -> Bools:
        """Say which states are stable for a player; shape (size,).

        Parameters
        ----------
        player : int
            Whose verdicts, by its place among the players.
        form : Form
            Which answers count, and what they leave the player with.
        asked : int array, optional
            The states that are asked about; what is said of others may be wrong. All by default.

        Raises
        ------
        LimitError
            When ways out of answers count and there is too much to read; see `MAX_WORK`.
        """
        if not self.players[player].orders:
            every = np.arange(self.size) if asked is None else asked
            return ~self._leaving_for_good(player, form, every)
        if form.base is Base.ESCAPE and self.players[player].goes_by_one:
            return ~self._leaving(player, form.answers, ways_out=True)
        leaving = self._leaving(player, form.answers)
        if form.base is Base.ESCAPE:
            # Whom nothing tempts nobody has to answer, and what fails without ways out fails with them.
            tempted = np.flatnonzero(self._leaving(player, Answers.NONE) & ~leaving)
            left = tempted if asked is None else np.intersect1d(tempted, asked)
            leaving[left] = self._leaving_for_good(player, form, left)[left]
        return ~leaving

    def answers(self, player: int, answers: Answers) -> list[Arcs]:
        """Return what each of the others may do once a player has moved."""
        others = [each for k, each in enumerate(self.players) if k != player]
        match answers:
            case Answers.NONE:
                return []
            case Answers.MOVES:
                found = [each.moves for each in others]
            case Answers.IMPROVEMENTS:
                found = [each.improvements for each in others]
        return [each for each in found if each.pairs.size]

    def _leaving(self, player: int, answers: Answers, *, ways_out: bool = False) -> Bools:
        """Say from which states it has an improvement after which all orders still agree, come what may.

        With ``ways_out`` an answer leaves it with the best that it can still move to, as a single order does.
        """
        sources, ends = self.players[player].improvements.pairs
        others = self.answers(player, answers)
        worth = np.ones(len(sources), dtype=bool)
        for order in self.players[player].orders:
            left_with = best_way_out(self.players[player].moves, order.values) if ways_out else order.values
            worth &= order.agrees(least_after(others, left_with)[ends], sources)
        leaving = np.zeros(self.size, dtype=bool)
        leaving[sources[worth]] = True
        return leaving

    # ------------------------------------------------------------ a question for each state
    def _leaving_for_good(self, player: int, form: Form, asked: Ints) -> Bools:
        """Say which of some states it leaves, for an improvement that nothing answers; shape (size,)."""
        leaving = np.zeros(self.size, dtype=bool)
        moves, others = self.players[player].moves, self.answers(player, form.answers)
        most = max([self.size, *(int(each.pairs.shape[1]) for each in (moves, *others))])
        words = -(-len(asked) // WIDTH) * sum(int(each.pairs.shape[1]) for each in (moves, *others))
        if words > MAX_WORK:
            raise LimitError(
                f"for a preference of several orders the ways out of answers to {len(asked):,} states take "
                f"{words:,} words to read, and the limit is {MAX_WORK:,}; ask for --concept nash, gmr or "
                "seq, or add constraints"
            )
        many = WIDTH * max(1, AT_ONCE // most)
        for low in range(0, len(asked), many):
            some = asked[low : low + many]
            better = self._better(player, some)
            sanctions = ~(better | step_back(moves, better)) if form.base is Base.ESCAPE else ~better
            unanswered = better & ~reaching_by_arcs(others, sanctions)
            left = unpack(step_back(moves, unanswered)[some])
            leaving[some] = left[np.arange(len(some)), np.arange(len(some))]
        return leaving

    def unanswered(self, player: int, form: Form, state: int) -> list[int]:
        """Return the improvements from a state that nothing answers, ascending; none where it is stable."""
        better = self._better(player, np.array([state]))
        moves = self.players[player].moves
        sanctions = ~(better | step_back(moves, better)) if form.base is Base.ESCAPE else ~better
        left = unpack(better & ~reaching_by_arcs(self.answers(player, form.answers), sanctions))[:, 0]
        sources, ends = moves.pairs
        return [int(target) for target in ends[sources == state] if left[target]]

    def _better(self, player: int, asked: Ints) -> Words:
        """Mark for each asked state the states that are better; one question for each, in whole words."""
        asked = np.concatenate([asked, np.full(-len(asked) % WIDTH, asked[-1])])
        better = np.arange(self.size)[:, None] != asked
        for order in self.players[player].orders:
            better &= order.agrees(order.values[:, None], asked)
        return pack(better)
