"""What holds when sides care how others fare: relational stability (Inohara, Hipel, Walker 2007).

Who is positive to somebody wants what that one wants, who is negative wants the opposite, and a state is
better for a decision maker when that is so for all whom it is not neutral to, together. So its preference
is of several orders, of which some are turned round; see `countermove.stability.several_orders`, and
`countermove.concepts._attitudes` for the definitions and for what is made of ties.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from countermove.concepts import Concept, Form
from countermove.errors import LimitError, UsageError
from countermove.model.elements import Attitudes
from countermove.space import Space
from countermove.space.along_arcs import Arcs
from countermove.stability import Analysis
from countermove.stability.several_orders import Order, Player, Several, moves_of

__all__ = [
    "Related",
    "Table",
    "orders",
    "plain",
    "related",
    "relational",
    "table_of",
    "with_attitudes",
]

Bools = NDArray[np.bool_]
Row = tuple[int, ...]
Table = tuple[Row, ...]
"""Each decision maker's attitude to each, by index: 1 positive, 0 neutral, -1 negative."""


def plain(people: int) -> Table:
    """Return the table of those who look to themselves alone."""
    return tuple(tuple(int(i == j) for j in range(people)) for i in range(people))


def orders(space: Space, row: Row) -> tuple[Order, ...]:
    """Return the orders that a decision maker with these attitudes goes by.

    One alone must rise. Of several none may fall, and one must rise: then so does their sum, and where
    none falls the sum tells that.
    """
    ranks = [
        attitude * np.asarray(liked, dtype=np.int64)
        for attitude, liked in zip(row, space.ranks, strict=True)
        if attitude
    ]
    if len(ranks) < 2:
        return tuple(Order(each) for each in ranks)
    together = np.sum(ranks, axis=0)
    return (*(Order(each, strict=False) for each in ranks), Order(together))


def relational(space: Space, table: Table, moves: Sequence[Arcs] | None = None) -> Several:
    """Return the players of a conflict whose decision makers have these attitudes.

    Raises
    ------
    LimitError
        When there are too many moves to be listed.
    """
    listed = moves_of(space) if moves is None else moves
    players = [Player(own, orders(space, row)) for own, row in zip(listed, table, strict=True)]
    return Several(space.size, players)


def table_of(space: Space, attitudes: Mapping[str, Attitudes]) -> Table:
    """Return the attitudes of a model, or those that stand in their place, by index."""
    labels = space.decision_makers
    return tuple(tuple(attitudes[i].to(j) if i in attitudes else int(i == j) for j in labels) for i in labels)


def with_attitudes(concepts: Sequence[Concept]) -> tuple[Concept, ...]:
    """Return the concepts that are defined with attitudes: those of the general form without further rounds.

    Raises
    ------
    UsageError
        When there are none among them.
    """
    found = tuple(each for each in concepts if isinstance(each.form, Form) and not each.form.rounds)
    if not found:
        ids = ", ".join(each.id for each in concepts)
        raise UsageError(f"'{ids}' is not defined with attitudes; use nash, gmr, smr, seq or sseq")
    return found


@dataclass(frozen=True)
class Related:
    """What holds with attitudes, beside what holds without.

    Attributes
    ----------
    space : Space
        The conflict.
    table : Table
        Who looks how upon whom.
    analysis : Analysis
        The plain verdicts.
    stable : mapping
        For each concept id the verdicts with attitudes, shape (decision makers, states).
    several : Several
        The decision makers with their attitudes.
    left_out : mapping
        Concepts by id that take too much work with attitudes, and why.
    """

    space: Space
    table: Table
    analysis: Analysis
    stable: Mapping[str, Bools]
    several: Several
    left_out: Mapping[str, str] = field(default_factory=dict)

    @property
    def concepts(self) -> tuple[Concept, ...]:
        """The concepts that were decided with attitudes."""
        return tuple(each for each in self.analysis.concepts if each.id in self.stable)

    def holding(self, concept: str) -> list[int]:
        """Return the states that are stable for everybody with attitudes, ascending."""
        return _indices(self._held(concept))

    def plain(self, concept: str) -> list[int]:
        """Return the equilibria without attitudes, ascending."""
        return _indices(self.analysis.equilibrium(concept))

    def gained(self, concept: str) -> list[int]:
        """Return the states that hold with attitudes alone, ascending."""
        return _indices(self._held(concept) & ~self.analysis.equilibrium(concept))

    def lost(self, concept: str) -> list[int]:
        """Return the states that hold without attitudes alone, ascending."""
        return _indices(~self._held(concept) & self.analysis.equilibrium(concept))

    def _held(self, concept: str) -> Bools:
        return np.asarray(self.stable[concept].all(axis=0))

    def turned(self, concept: str, state: int) -> list[int]:
        """Return for whom a state is stable in one of the two and not in the other."""
        differ = self.stable[concept][:, state] ^ self.analysis.stable[concept][:, state]
        return [int(dm) for dm in np.flatnonzero(differ)]

    @property
    def related(self) -> Analysis:
        """The verdicts with attitudes, to be asked as the plain ones are."""
        return replace(self.analysis, stable=self.stable, concepts=self.concepts)


def related(analysis: Analysis, table: Table, *, leave_out: bool = False) -> Related:
    """Decide every state with attitudes, under the concepts of an analysis that are defined with them.

    Parameters
    ----------
    analysis : Analysis
        The plain verdicts.
    table : Table
        Who looks how upon whom.
    leave_out : bool
        Leave out concepts that take too much work, instead of raising.

    Raises
    ------
    UsageError
        When no concept of the analysis is defined with attitudes.
    LimitError
        When the conflict is too large.
    """
    space, people = analysis.space, range(len(table))
    several = relational(space, table)
    stable, left_out = {}, {}
    for concept in with_attitudes(analysis.concepts):
        assert isinstance(concept.form, Form)
        try:
            stable[concept.id] = np.array([several.stable(dm, concept.form) for dm in people])
        except LimitError as error:
            if not leave_out:
                raise
            left_out[concept.id] = str(error)
    return Related(space, table, analysis, stable, several, left_out)


def _indices(states: Bools) -> list[int]:
    return [int(each) for each in np.flatnonzero(states)]
