"""What several decision makers can reach together, for many questions at once, a bit for each.

A question marks states; `Together.reaching` says from which states legal sequences of a coalition
lead to a marked one. Sixty-four questions share a word. Where members may change their own options
freely, and on a grid moves chain, that is the same within a connected group of states; otherwise moves
are followed one by one, with the last mover kept apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from countermove.errors import LimitError
from countermove.space import Space
from countermove.space.along_arcs import (
    WIDTH,
    Arcs,
    least_after,
    pack,
    reaching_by_arcs,
    unpack,
    without_own,
)
from countermove.space.arcs import ArcMoves, arcs_of_options
from countermove.space.grid import GridMoves

__all__ = ["MAX_ANSWERING", "MAX_PAIRS", "WIDTH", "Gatherings", "Together", "least_after", "pack", "unpack"]

MAX_PAIRS = 20_000_000
"""How many coalition improvements are listed at most."""
MAX_ANSWERING = 1_023
"""How many coalitions the others can answer in at most, where their improvements are asked for."""
MAX_KEPT = 50_000_000
"""How many numbers are kept at most for coalitions that may come up again."""
AT_ONCE = 2**20
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Words = NDArray[np.uint64]
Values = NDArray[np.signedinteger]


class Gatherings:
    """The coalitions of a conflict; what one has worked out serves the others."""

    def __init__(self, space: Space) -> None:
        self.space = space
        self._made: dict[tuple[int, ...], Together] = {}
        self._gains: dict[tuple[int, ...], Arcs] = {}

    @cached_property
    def arcs(self) -> list[Arcs]:
        """Every decision maker's moves one by one."""
        moves = self.space.moves
        if isinstance(moves, ArcMoves):
            listed = [np.array(each) for each in zip(moves.sources, moves.ends, strict=True)]
        else:
            assert isinstance(moves, GridMoves)
            listed = arcs_of_options(self.space.model, moves.states)
        return [Arcs.of(each) for each in listed]

    @cached_property
    def wanting(self) -> frozenset[int]:
        """Who likes some state better than another; nobody else ever joins a coalition improvement."""
        return frozenset(j for j, ranks in enumerate(self.space.ranks) if (ranks != ranks[0]).any())

    def of(self, members: Sequence[int]) -> Together:
        """Return what these decision makers can reach together."""
        key = tuple(members)
        if key not in self._made:
            if len(self._made) * self.space.size > MAX_KEPT:
                self._made.clear()
            self._made[key] = Together(self, key)
        return self._made[key]

    def gains(self, members: Sequence[int]) -> list[Arcs]:
        """List the improvements of every coalition of some of these members, each coalition's apart.

        Raises
        ------
        LimitError
            When there are too many coalitions or improvements.
        """
        wanting = [j for j in members if j in self.wanting]
        if 2 ** len(wanting) - 1 > MAX_ANSWERING:
            raise LimitError(
                f"under seq the {len(wanting)} other decision makers can answer in "
                f"{2 ** len(wanting) - 1:,} coalitions, and the limit is {MAX_ANSWERING:,}; "
                "ask for --concept nash, gmr or smr, or for a larger coalition"
            )
        found = (
            self._gained(each)
            for number in range(1, len(wanting) + 1)
            for each in combinations(wanting, number)
        )
        return [each for each in found if each.pairs.size]

    def _gained(self, members: tuple[int, ...]) -> Arcs:
        if members in self._gains:
            return self._gains[members]
        found = Arcs.of(self.of(members).improvements())
        if sum(each.pairs.size for each in self._gains.values()) + found.pairs.size <= MAX_KEPT:
            self._gains[members] = found
        return found


class Together:
    """What one coalition can reach from each state by legal sequences.

    Parameters
    ----------
    gatherings : Gatherings
        The coalitions of the conflict.
    members : tuple of int
        Indices of the decision makers; may be none.
    """

    def __init__(self, gatherings: Gatherings, members: tuple[int, ...]) -> None:
        self.gatherings = gatherings
        self.space = gatherings.space
        self.members = members

    @cached_property
    def free(self) -> bool:
        """Whether moves chain and can be undone, so that legal sequences lead anywhere in a group."""
        moves = self.space.moves
        return isinstance(moves, GridMoves) and all(moves.free[j] for j in self.members)

    @cached_property
    def group(self) -> Ints:
        """The number of each state's group, which no member's move leads out of; shape (size,).

        Where the coalition is `free`, all states of a group reach each other.
        """
        moves, size = self.space.moves, self.space.size
        if self.free and isinstance(moves, GridMoves):
            inside = moves.lay_out(np.ones(size, dtype=np.int64), 0) > 0
            label = moves.lay_out(np.arange(size, dtype=np.int64), -1)
            settled = 0
            while settled < len(self.members):
                for j in self.members:
                    better = np.where(inside, moves.best(j, label), -1)
                    settled = settled + 1 if np.array_equal(better, label) else 0
                    label = better
            last = label if moves.everything else label[moves.states.cells]
        else:
            last = _connected(size, self.arcs)
        return np.unique(last, return_inverse=True)[1].reshape(-1).astype(np.int64)

    @cached_property
    def sorted_groups(self) -> tuple[Ints, Ints]:
        """The states group by group, and where each group starts."""
        order = np.argsort(self.group, kind="stable")
        starts = np.flatnonzero(np.diff(self.group[order], prepend=-1))
        return order, starts

    @property
    def arcs(self) -> list[Arcs]:
        """The members' moves one by one."""
        return [self.gatherings.arcs[j] for j in self.members]

    @property
    def most(self) -> int:
        """How many rows of words are held at once at most."""
        moves = [] if self.free else [int(each.pairs.shape[1]) for each in self.arcs]
        return max([self.space.size, *moves])

    def reaching(self, marks: Words) -> Words:
        """Say from which states a marked one is reached, by no move or by a legal sequence."""
        if not self.members:
            return marks
        if not self.free:
            return reaching_by_arcs(self.arcs, marks)
        order, starts = self.sorted_groups
        anywhere: Words = np.bitwise_or.reduceat(marks[order], starts, axis=0)
        return anywhere[self.group]

    def least(self, values: Values) -> Values:
        """Return for each state the smallest value over it and all that legal sequences reach."""
        if not self.members:
            return values
        if not self.free:
            return least_after(self.arcs, values)
        order, starts = self.sorted_groups
        least: Values = np.minimum.reduceat(values[order], starts)
        return least[self.group]

    def reached(self, state: int) -> Bools:
        """Mark what legal sequences reach from one state, itself included; shape (size,)."""
        if self.free:
            return np.asarray(self.group == self.group[state])
        start = np.zeros(self.space.size, dtype=bool)
        start[state] = True
        entered = np.zeros((len(self.members), self.space.size), dtype=bool)
        while True:
            # A move by k may follow any but k's own, and the start.
            leave = [start | np.delete(entered, k, axis=0).any(axis=0) for k in range(len(self.members))]
            new = np.zeros_like(entered)
            for k, each in enumerate(self.arcs):
                sources, ends = each.pairs
                new[k, ends[leave[k][sources]]] = True
            if np.array_equal(new, entered):
                return np.asarray(start | entered.any(axis=0))
            entered = new

    def route(self, state: int, marked: Bools) -> list[tuple[int, int, int]]:
        """Return a shortest legal sequence from a state to a marked one, as (mover, from, to) each.

        Of several, the one in which the earlier members come first, and then the lower state numbers.
        There must be one, and the state itself must not be marked.
        """
        far = self.space.size * len(self.members) + 1
        # left[k][t]: how many moves are left from t when k has made the move into t.
        left = np.where(marked, 0, np.full((len(self.members), self.space.size), far))
        while True:
            next_by = np.array([self._least_next(k, left[k], far) for k in range(len(self.members))])
            if next_by[:, state].min() < far:
                return self._walk(state, left)
            new = np.minimum(left, np.minimum(without_own(next_by), far) + 1)
            assert not np.array_equal(new, left), "no marked state can be reached"
            left = new

    def _least_next(self, k: int, left: Values, far: int) -> Values:
        """Return for each state the least of what is left where the k-th member can move to."""
        if self.free:
            return self.gatherings.of((self.members[k],)).least(left)
        result = np.full(len(left), far)
        each = self.arcs[k]
        if len(each.starts):
            result[each.sources] = np.minimum.reduceat(left[each.pairs[1]], each.starts)
        return result

    def _walk(self, state: int, left: Values) -> list[tuple[int, int, int]]:
        steps: list[tuple[int, int, int]] = []
        at, last = state, -1
        while not steps or left[last, at]:
            options = [
                (int(left[k, target]), k, target)
                for k, j in enumerate(self.members)
                if k != last
                for target in self.space.moves.targets(j, at)
            ]
            _, last, target = min(options)
            steps.append((self.members[last], at, target))
            at = target
        return steps

    def improvements(self) -> Ints:
        """List the coalition improvements, shape (2, pairs): what is reached and each member prefers.

        Raises
        ------
        LimitError
            When there are more than `MAX_PAIRS`.
        """
        if len(self.members) == 1 and not self.free:
            sources, ends = self.arcs[0].pairs
            return self.arcs[0].pairs[:, self._preferred(ends, sources)]
        found: list[Ints] = []
        listed = 0
        for source, target in self.pairs():
            better = self._preferred(target, source)
            found.append(np.array([source[better], target[better]]))
            listed += found[-1].shape[1]
            if listed > MAX_PAIRS:
                names = ", ".join(self.space.decision_makers[j] for j in self.members)
                raise LimitError(
                    f"{names} together have more than {MAX_PAIRS:,} improvements, which is what is listed at "
                    "most; ask for nash, gmr or smr, for a larger coalition, or add constraints"
                )
        return np.concatenate([np.empty((2, 0), dtype=np.int64), *found], axis=1)

    def _preferred(self, one: Ints, other: Ints) -> Bools:
        """Say for each pair of states whether every member prefers the one to the other."""
        ranks = self.space.ranks
        preferred = [ranks[j][one] > ranks[j][other] for j in self.members]
        return np.asarray(np.logical_and.reduce(preferred))

    def pairs(self) -> Iterator[tuple[Ints, Ints]]:
        """Yield pairs of a state and one that is reached from it, some at a time."""
        order, starts = self.sorted_groups
        sizes = np.diff(starts, append=self.space.size)
        if self.free:
            for apart in range(1, int(sizes.max())):
                one, other = order[:-apart], order[apart:]
                same = self.group[one] == self.group[other]
                yield one[same], other[same]
                yield other[same], one[same]
            return
        # No sequence leads from one group to another, so the k-th states of all groups share a question.
        place = np.empty(self.space.size, dtype=np.int64)
        place[order] = np.arange(self.space.size) - starts[self.group[order]]
        many = WIDTH * max(1, AT_ONCE // self.most)
        for low in range(0, int(sizes.max()), many):
            width = min(many, -(-(int(sizes.max()) - low) // WIDTH) * WIDTH)
            asked = np.flatnonzero((place >= low) & (place < low + width))
            marks = np.zeros((self.space.size, width), dtype=bool)
            marks[asked, place[asked] - low] = True
            source, column = np.nonzero(unpack(self.reaching(pack(marks))))
            yield source, order[starts[self.group[source]] + column + low]


def _connected(size: int, arcs: Sequence[Arcs]) -> Ints:
    """Return a label for each state, the same for states that moves connect in either direction."""
    label = np.arange(size)
    sources, ends = np.concatenate([np.empty((2, 0), dtype=np.int64), *(each.pairs for each in arcs)], axis=1)
    while True:
        new = label.copy()
        np.minimum.at(new, sources, label[ends])
        np.minimum.at(new, ends, label[sources])
        new = new[new]
        if np.array_equal(new, label):
            return label
        label = new
