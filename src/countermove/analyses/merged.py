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
from countermove.errors import LimitError, UsageError
from countermove.space import Space
from countermove.space.merged import merged_arcs
from countermove.space.together import (
    AT_ONCE,
    WIDTH,
    Arcs,
    least_after,
    pack,
    reaching_by_arcs,
    step_back,
    unpack,
)
from countermove.stability import Analysis

__all__ = ["MAX_ASKED", "Merging", "has_merged_version", "merge", "named_players"]

MAX_ASKED = 20_000_000_000
"""Moves times states that are asked about one by one, under SMR and SSEQ, at most."""
DECIDED = tuple(
    Form(answers, base)
    for answers in Answers
    for base in Base
    if (answers, base) != (Answers.NONE, Base.ESCAPE)
)
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
Values = NDArray[np.signedinteger]


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
    _game: _Game | None = field(default=None, repr=False, compare=False)

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
        When a merged player has too many moves.
    """
    concepts = tuple(each for each in analysis.concepts if has_merged_version(each))
    if not concepts:
        names = " and ".join(f"'{each.id}'" for each in analysis.concepts)
        raise UsageError(
            f"{names} cannot be decided for merged players; ask for --concept nash, gmr, smr, seq or sseq"
        )
    game = _Game(analysis.space, tuple(players))
    stable = {
        each.id: np.array([game.stable(player, each.form) for player in range(len(players))])
        for each in concepts
        if isinstance(each.form, Form)
    }
    passed_over = tuple(each for each in analysis.concepts if each not in concepts)
    return Merging(analysis, tuple(players), concepts, stable, passed_over, game)


class _Game:
    """The players, their moves, and what each of them finds stable."""

    def __init__(self, space: Space, players: tuple[Coalition, ...]) -> None:
        self.space = space
        self.arcs = merged_arcs(space, players)
        self.ranks: list[list[Values]] = [[space.ranks[j] for j in each] for each in players]
        self._improving: dict[int, Arcs] = {}

    def improving(self, player: int) -> Arcs:
        """Return the moves of a player that every member gains by."""
        if player not in self._improving:
            sources, ends = self.arcs[player].pairs
            gains = [ranks[ends] > ranks[sources] for ranks in self.ranks[player]]
            self._improving[player] = Arcs.of(self.arcs[player].pairs[:, np.logical_and.reduce(gains)])
        return self._improving[player]

    def answers(self, player: int, form: Form) -> list[Arcs]:
        """Return by which moves the others answer."""
        others = [k for k in range(len(self.arcs)) if k != player]
        if form.answers is Answers.IMPROVEMENTS:
            return [self.improving(k) for k in others]
        return [self.arcs[k] for k in others] if form.answers is Answers.MOVES else []

    def stable(self, player: int, form: Form) -> Bools:
        """Say which states are stable for a player; shape (size,)."""
        if form.base is Base.RANK or len(self.ranks[player]) == 1:
            return ~self._leaves(player, self._left(player, form))
        # Whom nothing tempts nobody has to answer, and an answer that cannot be escaped is one at all.
        tempted = self._leaves(player, self.ranks[player])
        leaving = self._leaves(player, self._left(player, Form(form.answers, Base.RANK)))
        asked = np.flatnonzero(tempted & ~leaving)
        leaving[asked] = self._leaving_for_good(player, form, asked)
        return ~leaving

    def _left(self, player: int, form: Form) -> list[Values]:
        """For each member the least that is left of each state once the others have answered.

        An answer need only be no gain for one member, so each is asked by itself. A single member's base
        value may be what it can escape to.
        """
        left = []
        for ranks in self.ranks[player]:
            base = ranks
            if form.base is Base.ESCAPE:
                base = ranks.copy()
                sources, ends = self.arcs[player].pairs
                np.maximum.at(base, sources, ranks[ends])
            left.append(np.minimum(ranks, least_after(self.answers(player, form), base)))
        return left

    def _leaves(self, player: int, left: Sequence[Values]) -> Bools:
        """Say which states a player leaves, when so much is left of each state for its members."""
        sources, ends = self.arcs[player].pairs
        better = np.logical_and.reduce(
            [value[ends] > ranks[sources] for value, ranks in zip(left, self.ranks[player], strict=True)]
        )
        leaving = np.zeros(self.space.size, dtype=bool)
        leaving[sources[better]] = True
        return leaving

    def _leaving_for_good(self, player: int, form: Form, asked: Ints) -> Bools:
        """Say which of these states a player leaves even when the escape from each answer is weighed."""
        rows = max([self.space.size, *(each.pairs.shape[1] for each in self.arcs)])
        if len(asked) * rows > MAX_ASKED:
            raise LimitError(
                f"each of {len(asked):,} states is held against up to {rows:,} moves of one player, and the "
                f"limit is {MAX_ASKED:,} together; ask for --concept nash, gmr or seq, or merge fewer"
            )
        leaving = np.empty(len(asked), dtype=bool)
        many = WIDTH * max(1, AT_ONCE // rows)
        for low in range(0, len(asked), many):
            some = asked[low : low + many]
            reached = unpack(step_back(self.arcs[player], pack(self._unanswered(player, form, some))))
            leaving[low : low + many] = reached[some, np.arange(len(some))]
        return leaving

    def _unanswered(self, player: int, form: Form, asked: Ints) -> Bools:
        """Mark for each asked state s every t that every member prefers to s and nothing answers.

        Returns
        -------
        bool array, shape (size, questions)
            One question for each asked state, filled up so that they come in words.
        """
        padded = np.concatenate([asked, np.full(-len(asked) % WIDTH, asked[-1])])
        better = np.ones((self.space.size, len(padded)), dtype=bool)
        for ranks in self.ranks[player]:
            better &= ranks[:, None] > ranks[padded]
        answering = pack(~better)
        if form.base is Base.ESCAPE:
            answering &= ~step_back(self.arcs[player], pack(better))
        return better & ~unpack(reaching_by_arcs(self.answers(player, form), answering))

    def unanswered(self, player: int, form: Form, state: int) -> list[int]:
        """Return where a player can move from a state, to every member's gain, and nothing answers."""
        marked = self._unanswered(player, form, np.array([state]))[:, 0]
        sources, ends = self.arcs[player].pairs
        return [int(t) for t in ends[sources == state] if marked[t]]
