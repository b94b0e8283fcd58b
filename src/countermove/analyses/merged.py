"""Some decision makers merged into one player: what is stable in the conflict of the players that are left.

A merged player changes all its members' options at once, and prefers a state to another when every
member does; nothing is offset between them. The concepts are those for single decision makers, read
word for word (the references with `countermove.space.literal_merged`). This is not a coalition, which
keeps its members apart and must each find their state stable as well: see `countermove.analyses.coalitions`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from countermove.analyses.coalition_choice import Coalition, named_coalition
from countermove.concepts import Answers, Base, Concept, Form
from countermove.errors import UsageError
from countermove.space import Space
from countermove.space.merged import merged_arcs
from countermove.stability import Analysis
from countermove.stability.several_orders import Order, Player, Several

__all__ = ["Merging", "has_merged_version", "merge", "named_players", "players_of"]

DECIDED = tuple(
    Form(answers, base)
    for answers in Answers
    for base in Base
    if (answers, base) != (Answers.NONE, Base.ESCAPE)
)
Bools = NDArray[np.bool_]


# ---------------------------------------------------------------- who is merged
def named_players(space: Space, names: Sequence[str]) -> tuple[Coalition, ...]:
    """Return the players when the members of each of these coalitions, such as ``a+b``, are merged.

    Returns
    -------
    tuple of tuple of int
        Every decision maker's index once; a merged player stands where its first member stood.

    Raises
    ------
    UsageError
        When a name has an unknown member or not two, or somebody stands in two of them.
    """
    merged: list[Coalition] = []
    for text in names:
        members = named_coalition(space, text)
        if len(members) < 2:
            other = next((label for label in space.decision_makers if label != text), "other")
            raise UsageError(f"'--merged {text}' merges nobody; name two at least, such as {text}+{other}")
        for j in members:
            if any(j in each for each in merged):
                raise UsageError(
                    f"'{space.decision_makers[j]}' stands in two merged players; put it into one of them"
                )
        merged.append(members)
    return players_of(space, merged)


def players_of(space: Space, merged: Sequence[Coalition]) -> tuple[Coalition, ...]:
    """Return the merged players and everybody else, in the order of their first members."""
    alone = [(j,) for j in range(len(space.decision_makers)) if not any(j in each for each in merged)]
    return tuple(sorted([*merged, *alone]))


def has_merged_version(concept: Concept) -> bool:
    """Whether the concept is one of Nash, GMR, SMR, SEQ and SSEQ, which are decided for merged players."""
    return isinstance(concept.form, Form) and concept.form in DECIDED


# ---------------------------------------------------------------- what is stable
@dataclass(frozen=True)
class Merging:
    """The verdicts of a conflict in which some decision makers are merged; states are indices from 0.

    Attributes
    ----------
    analysis : Analysis
        The conflict as it is, with its own verdicts.
    players : tuple of tuple of int
        The players, each the indices of its members.
    concepts : tuple of Concept
        Those that are decided for merged players.
    stable : mapping
        For each concept id the stable states of each player; bool array, shape (players, size).
    passed_over : tuple of Concept
        Those of the analysis that are not decided for merged players.
    """

    analysis: Analysis
    players: tuple[Coalition, ...]
    concepts: tuple[Concept, ...]
    stable: Mapping[str, Bools]
    passed_over: tuple[Concept, ...] = ()
    _game: Several | None = field(default=None, repr=False, compare=False)

    @property
    def space(self) -> Space:
        """The conflict of the decision makers."""
        return self.analysis.space

    @property
    def labels(self) -> tuple[str, ...]:
        """The players' labels; a merged one's are its members', joined by ``+``."""
        return tuple("+".join(self.space.decision_makers[j] for j in each) for each in self.players)

    def equilibrium(self, concept: str) -> Bools:
        """Say which states are stable for every player; shape (size,)."""
        return np.asarray(self.stable[concept].all(axis=0))

    def leaves_for(self, concept: str, player: int, state: int) -> list[int]:
        """Return the improvements that take a player from a state for good, ascending; none where stable."""
        (asked,) = (each for each in self.concepts if each.id == concept)
        assert isinstance(asked.form, Form)
        assert self._game is not None
        return self._game.unanswered(player, asked.form, state)


def merge(analysis: Analysis, players: Sequence[Coalition]) -> Merging:
    """Decide the concepts of an analysis for players, some of whom are several decision makers.

    Parameters
    ----------
    analysis : Analysis
        The conflict with its verdicts; concepts that are not decided for merged players are passed over.
    players : sequence of tuple of int
        Each decision maker's index once, as `named_players` gives them.

    Raises
    ------
    UsageError
        When no concept of the analysis is decided for merged players.
    LimitError
        When a merged player has too many moves, or SMR and SSEQ take too much work.
    """
    concepts = tuple(each for each in analysis.concepts if has_merged_version(each))
    if not concepts:
        names = " and ".join(f"'{each.id}'" for each in analysis.concepts)
        raise UsageError(
            f"{names} cannot be decided for merged players; ask for --concept nash, gmr, smr, seq or sseq"
        )
    space = analysis.space
    orders = [tuple(Order(space.ranks[j]) for j in members) for members in players]
    moves = merged_arcs(space, players)
    game = Several(space.size, [Player(*each) for each in zip(moves, orders, strict=True)])
    stable = {
        each.id: np.array([game.stable(player, each.form) for player in range(len(players))])
        for each in concepts
        if isinstance(each.form, Form)
    }
    passed_over = tuple(each for each in analysis.concepts if each not in concepts)
    return Merging(analysis, tuple(players), concepts, stable, passed_over, game)
