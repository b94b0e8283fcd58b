"""Stability for coalitions: who could leave an equilibrium together, to everybody's gain, and for where.

A coalition H leaves a state s for a state t that legal sequences of its members' moves lead to and
every member prefers to s. Under the coalition versions of GMR, SMR and SEQ the others' answers hold it
back: an answer is any state that some member does not prefer to s. This is not the same as merging
the members into one decision maker.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from countermove.analyses.paths import Step, follow
from countermove.concepts import Answers, Base, Concept, Form
from countermove.errors import LimitError, UsageError, suggest
from countermove.space import Space
from countermove.space.together import WIDTH, Together, coalition_arcs, least_after, pack, unpack
from countermove.stability import Analysis

__all__ = [
    "MAX_COMPARED",
    "Coalition",
    "Departure",
    "Survey",
    "all_coalitions",
    "coalition_improvements",
    "coalition_stable",
    "departure",
    "has_coalition_version",
    "named_coalition",
    "survey",
]

MAX_COMPARED = 12_000_000_000
"""How many pairs of states one coalition's improvements are looked for among, at most."""
AT_ONCE = 2**20

Coalition = tuple[int, ...]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
Words = NDArray[np.uint64]
Values = NDArray[np.signedinteger]


# ---------------------------------------------------------------- which coalitions
def named_coalition(space: Space, text: str) -> Coalition:
    """Return the coalition that labels joined by ``+`` name, such as ``russia+armenia``.

    Raises
    ------
    UsageError
        When a label is unknown or named twice.
    """
    known = space.decision_makers
    labels = [label.strip() for label in text.split("+")]
    for label in labels:
        if label not in known:
            raise UsageError(
                f"the coalition '{text}' has no decision maker '{label}'; "
                + suggest(label, known, what="decision makers")
            )
        if labels.count(label) > 1:
            raise UsageError(f"the coalition '{text}' names '{label}' twice; name each member once")
    return tuple(sorted(known.index(label) for label in labels))


def all_coalitions(space: Space) -> tuple[Coalition, ...]:
    """Return every coalition with at least two members, the small ones first."""
    everybody = range(len(space.decision_makers))
    return tuple(each for number in range(2, len(everybody) + 1) for each in combinations(everybody, number))


def has_coalition_version(concept: Concept) -> bool:
    """Whether the concept is one of Nash, GMR, SMR and SEQ, for which coalition versions are published."""
    form = concept.form
    return isinstance(form, Form) and form != Form(Answers.IMPROVEMENTS, Base.ESCAPE)


# ---------------------------------------------------------------- one coalition
def coalition_improvements(space: Space, coalition: Coalition, state: int) -> list[int]:
    """Return what the members can reach together from a state and all prefer to it, nearest first."""
    reached = follow(space, [state], coalition, improvements=False, in_turn=True).states
    return [t for t in reached if all(space.ranks[i][t] > space.ranks[i][state] for i in coalition)]


def coalition_stable(space: Space, concept: Concept, coalition: Coalition) -> Bools:
    """Say which states are stable for a coalition; shape (size,).

    Parameters
    ----------
    space : Space
        The conflict.
    concept : Concept
        Nash, GMR, SMR or SEQ.
    coalition : tuple of int
        The members' indices; for a single one the verdicts are those of the concept itself.

    Raises
    ------
    UsageError
        When the concept has no coalition version, or the coalition no members.
    LimitError
        When the conflict is too large.
    """
    return _Judge(space, concept, coalition).stable(np.arange(space.size))


class _Judge:
    """Decides one concept for one coalition, many states at once."""

    def __init__(self, space: Space, concept: Concept, coalition: Coalition) -> None:
        if not has_coalition_version(concept):
            raise UsageError(f"'{concept.id}' has no coalition version; use nash, gmr, smr or seq")
        if not coalition:
            raise UsageError("a coalition needs members; name them as 'russia+armenia'")
        assert isinstance(concept.form, Form)
        self.space = space
        self.form = concept.form
        self.ranks = [space.ranks[i] for i in coalition]
        self.members = Together(space, coalition)
        self.rest = Together(space, [j for j in range(len(space.decision_makers)) if j not in coalition])

    def stable(self, asked: Ints) -> Bools:
        """Say which of these states are stable: no unanswered improvement can be reached."""
        if len(asked) * self.space.size > MAX_COMPARED:
            raise LimitError(
                f"for a coalition each of {len(asked):,} states is compared with all {self.space.size:,}, "
                f"and the limit is {MAX_COMPARED:,} comparisons; add constraints or leave options out"
            )
        many = WIDTH * max(1, AT_ONCE // max(self.members.most, self.rest.most))
        stable = np.empty(len(asked), dtype=bool)
        for low in range(0, len(asked), many):
            some = asked[low : low + many]
            leaving = unpack(self.members.reaching(self.unanswered(some))[some])
            stable[low : low + many] = ~leaving[np.arange(len(some)), np.arange(len(some))]
        return stable

    def unanswered(self, asked: Ints) -> Words:
        """Mark, for each asked state s, every t that is better than s for all members even when answered.

        One question for each asked state. Whether t can be reached from s is not looked at.
        """
        if self.form != Form(Answers.MOVES, Base.ESCAPE):
            return self._better(self.after_answers, asked)
        better = self._better(self.ranks, asked)
        answering = ~self.members.reaching(better)  # neither better itself nor a way on to something better
        return better & ~self.rest.reaching(answering)

    @cached_property
    def after_answers(self) -> list[Values]:
        """For each member the least that is left of each state once the others have answered."""
        if self.form.answers is Answers.NONE:
            return self.ranks
        if self.form.answers is Answers.MOVES:
            return [self.rest.least(each) for each in self.ranks]
        arcs = coalition_arcs(self.space, self.rest.members)
        return [least_after(self.space.size, arcs, each) for each in self.ranks]

    def _better(self, values: Sequence[Values], asked: Ints) -> Words:
        """Mark for each asked state s every t whose values exceed the ranks of s for all members."""
        padded = np.concatenate([asked, np.full(-len(asked) % WIDTH, asked[-1])])
        better = np.ones((self.space.size, len(padded)), dtype=bool)
        for value, ranks in zip(values, self.ranks, strict=True):
            better &= value[:, None] > ranks[padded]
        return pack(better)


# ---------------------------------------------------------------- leaving an equilibrium
@dataclass(frozen=True)
class Departure:
    """How a coalition would leave a state; states and decision makers are indices from 0.

    Attributes
    ----------
    coalition : tuple of int
        Who leaves.
    state : int
        What is left.
    target : int
        For where: among the improvements that the others do not answer, one with the fewest moves.
    steps : tuple of Step
        The members' moves, a legal sequence; each may cost its mover something on the way.
    targets : tuple of int
        All improvements that the others do not answer, the nearest first.
    """

    coalition: Coalition
    state: int
    target: int
    steps: tuple[Step, ...]
    targets: tuple[int, ...]


def departure(space: Space, concept: Concept, coalition: Coalition, state: int) -> Departure | None:
    """Return how a coalition would leave a state, or None where the state is stable for it."""
    marked = unpack(_Judge(space, concept, coalition).unanswered(np.array([state])))[:, 0]
    reach = follow(space, [state], coalition, improvements=False, in_turn=True)
    targets = tuple(t for t in reach.states if marked[t])
    if not targets:
        return None
    return Departure(coalition, state, targets[0], reach.steps(targets[0]), targets)


@dataclass(frozen=True)
class Survey:
    """Which equilibria survive which coalitions.

    Attributes
    ----------
    space : Space
        The conflict.
    concepts : tuple of Concept
        Those of the analysis that have a coalition version.
    coalitions : tuple
        The coalitions that were tried, as indices of decision makers.
    upset_by : mapping
        For each concept id and each of its equilibria the coalitions that would leave it.
    """

    space: Space
    concepts: tuple[Concept, ...]
    coalitions: tuple[Coalition, ...]
    upset_by: Mapping[str, Mapping[int, tuple[Coalition, ...]]]

    def survivors(self, concept: str) -> list[int]:
        """Return the equilibria of a concept (by id) that no coalition would leave, ascending."""
        return [state for state, coalitions in self.upset_by[concept].items() if not coalitions]

    def departures(self, concept: str, state: int) -> tuple[Departure, ...]:
        """Return how each coalition that would leave an equilibrium does it."""
        (asked,) = (each for each in self.concepts if each.id == concept)
        found = (departure(self.space, asked, each, state) for each in self.upset_by[concept][state])
        return tuple(each for each in found if each is not None)


def survey(analysis: Analysis, coalitions: Sequence[Coalition] | None = None) -> Survey:
    """Try coalitions on the equilibria of an analysis.

    Parameters
    ----------
    analysis : Analysis
        The conflict with its equilibria; concepts without a coalition version are passed over.
    coalitions : sequence of tuple of int, optional
        Which to try; every one with at least two members by default.

    Raises
    ------
    LimitError
        When the conflict is too large.
    """
    space = analysis.space
    tried = all_coalitions(space) if coalitions is None else tuple(coalitions)
    concepts = tuple(each for each in analysis.concepts if has_coalition_version(each))
    upset_by: dict[str, dict[int, tuple[Coalition, ...]]] = {}
    for concept in concepts:
        equilibria = np.flatnonzero(analysis.equilibrium(concept.id))
        upset: dict[int, tuple[Coalition, ...]] = {int(state): () for state in equilibria}
        for coalition in tried if len(equilibria) else ():
            stable = _Judge(space, concept, coalition).stable(equilibria)
            for state in equilibria[~stable].tolist():
                upset[state] += (coalition,)
        upset_by[concept.id] = upset
    return Survey(space, concepts, tried, upset_by)
