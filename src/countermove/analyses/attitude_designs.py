"""Which attitudes would make a target hold: the fewest changes of the table first, each tried.

What a decision maker makes of itself stays as it is; its attitudes to the others may change. Its own
verdicts under Nash, GMR and SMR hang on its own row of the table alone, so rows are tried one decision
maker after the other. Under SEQ and SSEQ they hang on the others' rows, too; there a row must do under
GMR or SMR, and tables are tried as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product
from math import comb

import numpy as np
from numpy.typing import NDArray

from countermove.analyses.attitudes import Row, Table, orders, relational, with_attitudes
from countermove.concepts import Answers, Base, Concept, Form
from countermove.errors import LimitError
from countermove.space import Space
from countermove.space.along_arcs import WIDTH
from countermove.stability.several_orders import Player, Several, moves_of

__all__ = ["MAX_PROPOSALS", "MAX_TABLES", "AttitudeChange", "AttitudeDesign", "attitude_design"]

MAX_ROWS = 2_187
"""Up to so many rows of one decision maker are tried, all of them with eight; else those of few changes."""
MAX_READ = 60_000_000
"""So many moves are read at most for the rows of one decision maker; else those of few changes are tried."""
MAX_TABLES = 300
"""So many tables are decided as a whole, at most."""
MAX_DECIDED = 500_000_000
"""So many moves are read for all these at most."""
MAX_LOOKED = 200_000
"""So many rows are looked at while they are put together."""
MAX_PROPOSALS = 5
NEVER = 10**9
ATTITUDES = (1, 0, -1)

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class AttitudeChange:
    """One table of attitudes that does it.

    Attributes
    ----------
    states : tuple of int
        The targets that hold then.
    changes : tuple of (int, int, int, int)
        Who, to whom, from which attitude and to which.
    """

    states: tuple[int, ...]
    changes: tuple[tuple[int, int, int, int], ...]

    @property
    def size(self) -> int:
        """How many attitudes change."""
        return len(self.changes)


@dataclass(frozen=True)
class AttitudeDesign:
    """What was found.

    Attributes
    ----------
    concept : Concept
        Under which the target is to hold.
    targets : tuple of int
        States of which one is to hold.
    vary : tuple of int
        Whose attitudes may change.
    table : Table
        The attitudes as they are.
    holding : tuple of int
        The targets that hold with these.
    proposals : tuple of AttitudeChange
        The smallest changes found, fewest first; each was tried.
    certain : bool
        Whether no smaller change does it, and without proposals none at all; otherwise not all were tried.
    refusing : tuple of int
        Those who leave every target whatever their own attitudes are, as far as these were tried.
    """

    concept: Concept
    targets: tuple[int, ...]
    vary: tuple[int, ...]
    table: Table
    holding: tuple[int, ...]
    proposals: tuple[AttitudeChange, ...]
    certain: bool
    refusing: tuple[int, ...]


def attitude_design(
    space: Space, table: Table, concept: Concept, targets: Sequence[int], vary: Sequence[int]
) -> AttitudeDesign:
    """Find the smallest changes of attitudes that make one of some states hold.

    Parameters
    ----------
    space : Space
        The conflict.
    table : Table
        The attitudes as they are.
    concept : Concept
        Nash, GMR, SMR, SEQ or SSEQ.
    targets : sequence of int
        States (indices), of which one is to hold.
    vary : sequence of int
        Whose attitudes may change (indices).

    Raises
    ------
    UsageError
        When the concept is not defined with attitudes.
    LimitError
        When the conflict is too large.
    """
    with_attitudes([concept])
    assert isinstance(concept.form, Form)
    return _Search(space, table, concept, concept.form, np.array(sorted(set(targets))), vary).design()


@dataclass(frozen=True)
class _Tried:
    """A row of a decision maker, how many attitudes it changes, and for which targets it does."""

    row: Row
    size: int
    stable: Bools


class _Search:
    def __init__(
        self, space: Space, table: Table, concept: Concept, form: Form, targets: Ints, vary: Sequence[int]
    ) -> None:
        self.space, self.table, self.concept, self.form = space, table, concept, form
        self.targets = targets
        self.vary = tuple(sorted(set(vary)))
        self.people = range(len(table))
        self.several = relational(space, table, moves_of(space))
        self.separable = form.answers is not Answers.IMPROVEMENTS
        self.necessary = form if self.separable else replace(form, answers=Answers.MOVES)
        self.left = MAX_LOOKED

    def design(self) -> AttitudeDesign:
        now = self._held(self.table)
        tried: list[list[_Tried]] = [[] for _ in self.people]
        proposals, certain = ([], True) if now.any() else self._proposals(tried)
        return AttitudeDesign(
            self.concept,
            tuple(self.targets.tolist()),
            self.vary,
            self.table,
            tuple(self.targets[now].tolist()),
            tuple(proposals),
            certain,
            tuple(dm for dm, own in enumerate(tried) if own and not _settled(own).any()),
        )

    # ------------------------------------------------------------ rows
    def _most(self, dm: int) -> int:
        """Return how many attitudes of a decision maker are changed at most."""
        if dm not in self.vary:
            return 0
        others = len(self.table) - 1
        words = -(-len(self.targets) // WIDTH) if self.form.base is Base.ESCAPE else 0
        each, rows = (1 + words) * self.space.moves.count(), 1
        for size in range(1, others + 1):
            rows += comb(others, size) * 2**size
            if rows > MAX_ROWS or rows * each > MAX_READ:
                if size == 1:
                    raise LimitError(
                        f"to change one attitude of a decision maker at a time takes {rows * each:,} moves "
                        f"to read, and the limit is {MAX_READ:,}; ask for fewer states, or add constraints"
                    )
                return size - 1
        return others

    def _rows(self, dm: int, size: int) -> Iterator[_Tried]:
        """Try the rows of a decision maker in which so many attitudes change."""
        now = self.table[dm]
        for places in combinations([j for j in self.people if j != dm], size):
            others = [[each for each in ATTITUDES if each != now[place]] for place in places]
            for attitudes in product(*others):
                changed = dict(zip(places, attitudes, strict=True))
                row = tuple(changed.get(j, own) for j, own in enumerate(now))
                yield _Tried(row, size, self._stable(dm, row))

    def _stable(self, dm: int, row: Row) -> Bools:
        """Say which targets are stable for a decision maker with a row, as far as that is necessary."""
        players = list(self.several.players)
        players[dm] = Player(players[dm].moves, orders(self.space, row))
        return Several(self.space.size, players).stable(dm, self.necessary, self.targets)[self.targets]

    def _held(self, table: Table) -> Bools:
        """Say which targets hold with a table."""
        players = [
            Player(own.moves, orders(self.space, row))
            for own, row in zip(self.several.players, table, strict=True)
        ]
        several = Several(self.space.size, players)
        held = np.ones(len(self.targets), dtype=bool)
        for dm in self.people:
            if held.any():
                held &= several.stable(dm, self.form, self.targets)[self.targets]
        return held

    # ------------------------------------------------------------ tables
    def _proposals(self, tried: list[list[_Tried]]) -> tuple[list[AttitudeChange], bool]:
        """Put rows together, the smallest changes first, and decide the tables that they make."""
        found: list[AttitudeChange] = []
        most = [self._most(dm) for dm in self.people]
        moves = max(1, self.space.moves.count() * len(self.table))
        tables = max(MAX_PROPOSALS, min(MAX_TABLES, MAX_DECIDED // moves))
        decided = 0
        for size in range(sum(most) + 1):
            for dm in self.people:
                # A row that does for all targets makes larger changes needless, but for others' sake.
                if size <= most[dm] and not (self.separable and tried[dm] and _settled(tried[dm]).all()):
                    tried[dm] += self._rows(dm, size)
            least = np.sum([np.min([_sizes(each) for each in rows], axis=0) for rows in tried], axis=0)
            if size >= max(most) and least.min() >= NEVER:
                break
            for chosen in self._combinations(tried, size, least <= size):
                decided += 1
                held = self._held(tuple(each.row for each in chosen))
                if held.any():
                    found.append(AttitudeChange(tuple(self.targets[held].tolist()), self._changes(chosen)))
                if decided == tables or len(found) == MAX_PROPOSALS:
                    break
            if found or decided == tables or self.left <= 0:
                break
        untried = min((most[dm] + 1 for dm in self.vary if most[dm] < len(self.table) - 1), default=NEVER)
        if found:
            return found, found[0].size <= untried
        return found, untried == NEVER and decided < tables and self.left > 0

    def _combinations(
        self, tried: Sequence[Sequence[_Tried]], size: int, possible: Bools
    ) -> Iterator[tuple[_Tried, ...]]:
        """Yield each way to share a number of changes out after which some target may hold."""
        if not tried:
            if size == 0:
                yield ()
            return
        for each in tried[0]:
            self.left -= 1
            if self.left <= 0:
                return
            if each.size <= size and (left := possible & each.stable).any():
                for rest in self._combinations(tried[1:], size - each.size, left):
                    yield each, *rest

    def _changes(self, chosen: Sequence[_Tried]) -> tuple[tuple[int, int, int, int], ...]:
        return tuple(
            (i, j, before, after)
            for i, each in enumerate(chosen)
            for j, (before, after) in enumerate(zip(self.table[i], each.row, strict=True))
            if before != after
        )


def _settled(tried: Sequence[_Tried]) -> Bools:
    """Say for which targets some row does."""
    return np.asarray(np.any([each.stable for each in tried], axis=0))


def _sizes(tried: _Tried) -> Ints:
    """Return for each target how many attitudes change with a row that does for it."""
    return np.where(tried.stable, tried.size, NEVER)
