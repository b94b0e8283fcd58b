"""Stability for coalitions: who could leave an equilibrium together, to everybody's gain, and for where.

A coalition H leaves a state s for a state t that legal sequences of its members' moves lead to and
every member prefers to s. Under the coalition versions of GMR, SMR and SEQ the others' answers hold it
back: an answer is any state that some member does not prefer to s. This is not the same as merging
the members into one decision maker.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from countermove.analyses.coalition_choice import (
    MAX_COALITIONS,
    Coalition,
    all_coalitions,
    chosen_coalitions,
    has_coalition_version,
    named_coalition,
    with_coalitions,
)
from countermove.analyses.coalition_work import refuse_too_much
from countermove.analyses.paths import Step, follow
from countermove.concepts import Answers, Base, Concept, Form
from countermove.errors import LimitError, UsageError
from countermove.space import Space
from countermove.space.together import AT_ONCE, WIDTH, Gatherings, Together, least_after, pack, unpack
from countermove.stability import Analysis

__all__ = [
    "MAX_COALITIONS",
    "MAX_COMPARED",
    "Coalition",
    "Departure",
    "Survey",
    "all_coalitions",
    "chosen_coalitions",
    "coalition_improvements",
    "coalition_stable",
    "departure",
    "has_coalition_version",
    "named_coalition",
    "stable_for",
    "survey",
    "with_coalitions",
]

MAX_COMPARED = 12_000_000_000
"""How many pairs of states one coalition's improvements are looked for among, at most."""
NASH = Form(Answers.NONE, Base.RANK)
GMR = Form(Answers.MOVES, Base.RANK)
SMR = Form(Answers.MOVES, Base.ESCAPE)

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
Words = NDArray[np.uint64]
Values = NDArray[np.signedinteger]


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
    form = _form(concept)
    return _Judge(Gatherings(space), coalition).stable(form, np.arange(space.size))


def _form(concept: Concept) -> Form:
    if not has_coalition_version(concept):
        raise UsageError(f"'{concept.id}' has no coalition version; use nash, gmr, smr or seq")
    assert isinstance(concept.form, Form)
    return concept.form


class _Judge:
    """Decides for one coalition, many states at once."""

    def __init__(self, gatherings: Gatherings, coalition: Coalition) -> None:
        if not coalition:
            raise UsageError("a coalition needs members; name them as 'russia+armenia'")
        self.space = gatherings.space
        self.gatherings = gatherings
        self.coalition = coalition
        self.ranks = [self.space.ranks[i] for i in coalition]
        everybody = range(len(self.space.decision_makers))
        self.others = tuple(j for j in everybody if j not in coalition)
        self._after: dict[Form, list[Values]] = {}
        self._known: dict[Form, NDArray[np.int8]] = {}

    @property
    def members(self) -> Together:
        """What the members reach together."""
        return self.gatherings.of(self.coalition)

    @property
    def rest(self) -> Together:
        """What the others reach together."""
        return self.gatherings.of(self.others)

    def stable(self, form: Form, asked: Ints) -> Bools:
        """Say which of these states are stable: no unanswered improvement can be reached."""
        if len(asked) * self.space.size > MAX_COMPARED:
            raise LimitError(
                f"for a coalition each of {len(asked):,} states is compared with all {self.space.size:,}, "
                f"and the limit is {MAX_COMPARED:,} comparisons; add constraints or leave options out"
            )
        leaving = np.zeros(len(asked), dtype=bool)
        if self.gatherings.wanting.issuperset(self.coalition):
            # Whom nothing tempts nobody has to answer, and what is stable under SMR is so under GMR.
            leaving = self._leaves(NASH, asked)
            if form == SMR:
                tempted = np.flatnonzero(leaving)
                answered = ~self._leaves(GMR, asked[tempted])
                leaving[tempted[answered]] = self._leaving_for_good(asked[tempted[answered]])
            elif form != NASH:
                leaving[leaving] = self._leaves(form, asked[leaving])
        return ~leaving

    def _leaves(self, form: Form, asked: Ints) -> Bools:
        """Say which of these states the coalition leaves under a concept other than SMR."""
        known = self._known.setdefault(form, np.full(self.space.size, -1, dtype=np.int8))
        new = asked[known[asked] < 0]
        if len(new):
            known[new] = self._leaving(self.after_answers(form), new)
        return np.asarray(known[asked] > 0)

    def _leaving(self, values: Sequence[Values], asked: Ints) -> Bools:
        """Say from which of these states one can be reached whose values exceed its ranks for all members.

        The members stay within a group, so that one question serves an asked state of each group.
        """
        group = self.members.group
        order = np.argsort(group[asked], kind="stable")
        first = np.flatnonzero(np.diff(group[asked][order], prepend=-1))
        place = np.empty(len(asked), dtype=np.int64)
        place[order] = np.arange(len(asked)) - np.repeat(first, np.diff(first, append=len(asked)))
        leaving = np.zeros(len(asked), dtype=bool)
        many = self._many(self.members.most)
        for low in range(0, int(place.max(initial=-1)) + 1, many):
            some = np.flatnonzero((place >= low) & (place < low + many))
            width = -(-(int(place[some].max()) - low + 1) // WIDTH) * WIDTH
            of_group = np.full((self.space.size, width), -1)
            of_group[group[asked[some]], place[some] - low] = asked[some]
            questions = of_group[group]
            better = questions >= 0
            for value, ranks in zip(values, self.ranks, strict=True):
                better &= value[:, None] > ranks[questions]
            reached = self.members.reaching(pack(better))[asked[some]]
            leaving[some] = unpack(reached)[np.arange(len(some)), place[some] - low]
        return leaving

    def _leaving_for_good(self, asked: Ints) -> Bools:
        """Say which of these states the coalition leaves under SMR."""
        leaving = np.empty(len(asked), dtype=bool)
        many = self._many(max(self.members.most, self.rest.most))
        for low in range(0, len(asked), many):
            some = asked[low : low + many]
            reached = unpack(self.members.reaching(pack(self.unanswered(SMR, some)))[some])
            leaving[low : low + many] = reached[np.arange(len(some)), np.arange(len(some))]
        return leaving

    def unanswered(self, form: Form, asked: Ints) -> Bools:
        """Mark, for each asked state s, every t that is better than s for all members even when answered.

        Whether t can be reached from s is not looked at.

        Returns
        -------
        bool array, shape (size, questions)
            One question for each asked state; under SMR more, so that they come in words.
        """
        if form != SMR:
            return self._better(self.after_answers(form), asked)
        better = self._better(self.ranks, np.concatenate([asked, np.full(-len(asked) % WIDTH, asked[-1])]))
        # What answers is neither better itself nor a way on to something better.
        answering = ~self.members.reaching(pack(better))
        return better & ~unpack(self.rest.reaching(answering))

    def after_answers(self, form: Form) -> list[Values]:
        """For each member the least that is left of each state once the others have answered."""
        if form not in self._after:
            match form.answers:
                case Answers.NONE:
                    self._after[form] = self.ranks
                case Answers.MOVES:
                    self._after[form] = [self.rest.least(each) for each in self.ranks]
                case Answers.IMPROVEMENTS:
                    gains = self.gatherings.gains(self.others)
                    self._after[form] = [least_after(gains, each) for each in self.ranks]
        return self._after[form]

    def _better(self, values: Sequence[Values], asked: Ints) -> Bools:
        """Mark for each asked state s every t whose values exceed the ranks of s for all members."""
        better = np.ones((self.space.size, len(asked)), dtype=bool)
        for value, ranks in zip(values, self.ranks, strict=True):
            better &= value[:, None] > ranks[asked]
        return better

    @staticmethod
    def _many(rows: int) -> int:
        return WIDTH * max(1, AT_ONCE // rows)

    def departure(self, form: Form, state: int) -> Departure | None:
        """Return how the coalition leaves a state, or None where the state is stable for it."""
        marked = self.unanswered(form, np.array([state]))[:, 0] & self.members.reached(state)
        if not marked.any():
            return None
        ranks = self.space.ranks
        steps = tuple(
            Step(by, source, target, bool(ranks[by][target] > ranks[by][source]))
            for by, source, target in self.members.route(state, marked)
        )
        further = [int(t) for t in np.flatnonzero(marked) if t != steps[-1].target]
        return Departure(self.coalition, state, steps[-1].target, steps, (steps[-1].target, *further))


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
        All improvements that the others do not answer: the target, and then the others, ascending.
    """

    coalition: Coalition
    state: int
    target: int
    steps: tuple[Step, ...]
    targets: tuple[int, ...]


def departure(space: Space, concept: Concept, coalition: Coalition, state: int) -> Departure | None:
    """Return how a coalition would leave a state, or None where the state is stable for it."""
    return _Judge(Gatherings(space), coalition).departure(_form(concept), state)


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
        For each concept id and each of its equilibria, ascending, the coalitions that would leave it.
    passed_over : tuple of Concept
        Those of the analysis that have none.
    """

    space: Space
    concepts: tuple[Concept, ...]
    coalitions: tuple[Coalition, ...]
    upset_by: Mapping[str, Mapping[int, tuple[Coalition, ...]]]
    passed_over: tuple[Concept, ...] = ()
    _judges: Mapping[Coalition, _Judge] = field(default_factory=dict, repr=False, compare=False)

    def survivors(self, concept: str) -> list[int]:
        """Return the equilibria of a concept (by id) that no coalition would leave, ascending."""
        return [state for state, coalitions in self.upset_by[concept].items() if not coalitions]

    def departures(self, concept: str, state: int) -> tuple[Departure, ...]:
        """Return how each coalition that would leave an equilibrium does it."""
        found = (self.departure(concept, state, each) for each in self.upset_by[concept][state])
        return tuple(each for each in found if each is not None)

    def departure(self, concept: str, state: int, coalition: Coalition) -> Departure | None:
        """Return how a coalition would leave a state, or None where the state is stable for it."""
        (asked,) = (each for each in self.concepts if each.id == concept)
        return self._judges[coalition].departure(_form(asked), state)


def survey(
    analysis: Analysis,
    coalitions: Sequence[Coalition] | None = None,
    progress: Callable[[int, int], None] | None = None,
    states: Sequence[int] | None = None,
) -> Survey:
    """Try coalitions on the equilibria of an analysis.

    Parameters
    ----------
    analysis : Analysis
        The conflict with its equilibria; concepts without a coalition version are passed over.
    coalitions : sequence of tuple of int, optional
        Which to try; every one with at least two members by default.
    progress : callable, optional
        Takes (coalitions tried, coalitions to try) as the work goes on.
    states : sequence of int, optional
        Those equilibria (indices) that alone are asked about; all by default.

    Raises
    ------
    UsageError
        When no concept of the analysis has a coalition version.
    LimitError
        When the conflict is too large, or the coalitions are too many or too much work together.
    """
    space = analysis.space
    tried = all_coalitions(space) if coalitions is None else tuple(coalitions)
    concepts = with_coalitions(analysis.concepts)
    asked = np.ones(space.size, dtype=bool) if states is None else np.isin(np.arange(space.size), states)
    equilibria = {each.id: np.flatnonzero(analysis.equilibrium(each.id) & asked) for each in concepts}
    refuse_too_much(space, tried, {each: equilibria[each.id] for each in concepts})
    upset: dict[str, dict[int, tuple[Coalition, ...]]] = {
        name: dict.fromkeys(states.tolist(), ()) for name, states in equilibria.items()
    }
    gatherings = Gatherings(space)
    judges = {coalition: _Judge(gatherings, coalition) for coalition in tried}
    for number, (coalition, judge) in enumerate(judges.items(), start=1):
        for concept in concepts:
            stable = judge.stable(_form(concept), equilibria[concept.id])
            for state in equilibria[concept.id][~stable].tolist():
                upset[concept.id][state] += (coalition,)
        if progress is not None:
            progress(number, len(judges))
    passed_over = tuple(each for each in analysis.concepts if each not in concepts)
    return Survey(space, concepts, tuple(judges), upset, passed_over, judges)


def stable_for(survey: Survey, concept: Concept, coalition: Coalition, asked: Ints) -> Bools:
    """Say which of some states are stable for a coalition; what the survey has worked out serves it."""
    judge = next(iter(survey._judges.values()))
    return _Judge(judge.gatherings, coalition).stable(_form(concept), asked)
