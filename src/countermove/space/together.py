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
from countermove.space.arcs import ArcMoves, arcs_of_options
from countermove.space.grid import GridMoves

__all__ = ["MAX_PAIRS", "WIDTH", "Together", "coalition_arcs", "least_after", "pack", "unpack"]

MAX_PAIRS = 20_000_000
"""How many coalition improvements are listed at most."""
WIDTH = 64
"""How many questions share a word."""
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Words = NDArray[np.uint64]
Values = NDArray[np.signedinteger]


def pack(marks: Bools) -> Words:
    """Pack marks, shape (states, questions), 64 questions to a word; the questions come in 64s."""
    return np.packbits(marks, axis=1, bitorder="little").view(np.uint64)


def unpack(words: Words) -> Bools:
    """Undo `pack`."""
    return np.unpackbits(words.view(np.uint8), axis=1, bitorder="little").astype(bool)


class Together:
    """What one coalition can reach from each state by legal sequences.

    Parameters
    ----------
    space : Space
        The conflict.
    members : sequence of int
        Indices of the decision makers; may be none.
    """

    def __init__(self, space: Space, members: Sequence[int]) -> None:
        self.space = space
        self.members = tuple(members)

    @cached_property
    def group(self) -> Ints | None:
        """The number of each state's group, within which all reach each other; None where it is not so."""
        moves, size = self.space.moves, self.space.size
        if not isinstance(moves, GridMoves) or not all(moves.free[j] for j in self.members):
            return None
        inside = moves.lay_out(np.ones(size, dtype=np.int64), 0) > 0
        label = moves.lay_out(np.arange(size, dtype=np.int64), -1)
        settled = 0
        while settled < len(self.members):
            for j in self.members:
                better = np.where(inside, moves.best(j, label), -1)
                settled = settled + 1 if np.array_equal(better, label) else 0
                label = better
        last = label if moves.everything else label[moves.states.cells]
        return np.unique(last, return_inverse=True)[1].reshape(-1).astype(np.int64)

    @cached_property
    def sorted_groups(self) -> tuple[Ints, Ints]:
        """The states group by group, and where each group starts."""
        assert self.group is not None
        order = np.argsort(self.group, kind="stable")
        starts = np.flatnonzero(np.diff(self.group[order], prepend=-1))
        return order, starts

    @cached_property
    def arcs(self) -> list[Ints]:
        """The members' moves one by one, shape (2, moves) each, sorted by where they start."""
        moves = self.space.moves
        if isinstance(moves, ArcMoves):
            return [np.array([moves.sources[j], moves.ends[j]]) for j in self.members]
        assert isinstance(moves, GridMoves)
        listed = arcs_of_options(self.space.model, moves.states)
        return [listed[j][:, np.lexsort((listed[j][1], listed[j][0]))] for j in self.members]

    @property
    def most(self) -> int:
        """How many rows of words are held at once at most."""
        arcs = [] if self.group is not None else [int(each.shape[1]) for each in self.arcs]
        return max([self.space.size, *arcs])

    def reaching(self, marks: Words) -> Words:
        """Say from which states a marked one is reached, by no move or by a legal sequence."""
        if not self.members:
            return marks
        if self.group is None:
            return _reaching_by_arcs(self.arcs, marks)
        order, starts = self.sorted_groups
        anywhere: Words = np.bitwise_or.reduceat(marks[order], starts, axis=0)
        return anywhere[self.group]

    def least(self, values: Values) -> Values:
        """Return for each state the smallest value over it and all that legal sequences reach."""
        if not self.members:
            return values
        if self.group is None:
            return least_after(self.space.size, self.arcs, values)
        order, starts = self.sorted_groups
        least: Values = np.minimum.reduceat(values[order], starts)
        return least[self.group]

    def improvements(self) -> Ints:
        """List the coalition improvements, shape (2, pairs): what is reached and each member prefers.

        Raises
        ------
        LimitError
            When there are more than `MAX_PAIRS`.
        """
        if len(self.members) == 1 and self.group is None:
            sources, ends = self.arcs[0]
            return self.arcs[0][:, self._preferred(ends, sources)]
        found: list[Ints] = []
        listed = 0
        for source, target in self._pairs():
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

    def _pairs(self) -> Iterator[tuple[Ints, Ints]]:
        """Yield pairs of a state and one that is reached from it, some at a time."""
        size = self.space.size
        if self.group is not None:
            order, starts = self.sorted_groups
            largest = int(np.diff(starts, append=size).max())
            for apart in range(1, largest):
                one, other = order[:-apart], order[apart:]
                same = self.group[one] == self.group[other]
                yield one[same], other[same]
                yield other[same], one[same]
            return
        for low in range(0, size, WIDTH):
            targets = np.arange(low, min(size, low + WIDTH))
            marks = np.zeros((size, WIDTH), dtype=bool)
            marks[targets, targets - low] = True
            source, column = np.nonzero(unpack(self.reaching(pack(marks))))
            yield source, column + low


def coalition_arcs(space: Space, members: Sequence[int]) -> list[Ints]:
    """List the improvements of every coalition of some of these members, each coalition's apart."""
    return [
        Together(space, each).improvements()
        for number in range(1, len(members) + 1)
        for each in combinations(members, number)
    ]


def least_after(size: int, arcs: Sequence[Ints], values: Values) -> Values:
    """Return for each state the smallest value over it and all that arcs lead to, nobody's twice in a row."""
    nobody = np.empty((2, 0), dtype=np.int64)
    moves = ArcMoves(size, [nobody, *arcs], [values] * (len(arcs) + 1))
    return moves.least_answer(0, values, improvements=False)


def _reaching_by_arcs(arcs: Sequence[Ints], marks: Words) -> Words:
    # after[k][t]: what is reached from t, itself included, when k has made the move into t.
    after = [marks] * len(arcs)
    while True:
        next_by = [_step_back(each, reached) for each, reached in zip(arcs, after, strict=True)]
        new = [
            np.bitwise_or.reduce([marks, *(by for j, by in enumerate(next_by) if j != k)])
            for k in range(len(arcs))
        ]
        if all(np.array_equal(one, other) for one, other in zip(after, new, strict=True)):
            reached: Words = np.bitwise_or.reduce([marks, *next_by])
            return reached
        after = new


def _step_back(arcs: Ints, reached: Words) -> Words:
    """Return for each state what is reached from where its arcs lead."""
    sources, ends = arcs
    result = np.zeros_like(reached)
    starts = np.flatnonzero(np.diff(sources, prepend=-1))
    if len(starts):
        result[sources[starts]] = np.bitwise_or.reduceat(reached[ends], starts, axis=0)
    return result
