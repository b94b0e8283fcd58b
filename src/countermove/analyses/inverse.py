"""What would have to change for a state to hold: conditions on the rankings, and the smallest change.

Every change that is returned has been applied, and the engine has found the state to hold then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from math import factorial

import numpy as np
from numpy.typing import NDArray

from countermove.analyses.alterations import (
    Alteration,
    raised,
    raising_size,
    reordered,
    statements_of,
    swaps_in,
)
from countermove.analyses.designs import Design, Proposal
from countermove.analyses.every_order import Fulfilled
from countermove.analyses.known_orders import KnownOrders, Tried, with_changes
from countermove.analyses.requirements import Requirement, Requirements, satisfying_share
from countermove.concepts import Answers, Base, Concept, Form
from countermove.errors import UsageError
from countermove.space import Space
from countermove.stability import stable_states

__all__ = ["Design", "Inverse", "Proposal", "inverse"]

MAX_TRIED = 300
"""So many changes of several decision makers together are tried under SEQ and SSEQ."""
MAX_PROPOSALS = 5
MAX_RAISED = 5_000
"""For so many of the nearest targets the least change is worked out that raises them in rankings."""
MAX_VERIFIED = 12
"""So many of these changes, the smallest, are applied and decided."""
MAX_COUNTED = 20
"""Up to so many states the rankings are counted in full, beyond only their share."""

Bools = NDArray[np.bool_]
NEVER = 10**9
NASH = Form(Answers.NONE, Base.RANK)


def inverse(space: Space, concept: Concept, targets: Sequence[int], vary: Sequence[int]) -> Design:
    """Find what would make one of some states an equilibrium.

    Parameters
    ----------
    space : Space
        The conflict as it is.
    concept : Concept
        Nash, GMR, SMR, SEQ or SSEQ.
    targets : sequence of int
        States (indices), of which one is to hold.
    vary : sequence of int
        Whose preferences may change (indices).

    Raises
    ------
    UsageError
        When the concept is not of the general form, or looks more than three moves ahead.
    LimitError
        When the answers are too many to follow.
    """
    return Inverse(space, concept, vary).design(targets)


class Inverse:
    """Finds what would make states equilibria, target after target; see `inverse`.

    What has been tried for one target is not tried again for the next.
    """

    def __init__(self, space: Space, concept: Concept, vary: Sequence[int]) -> None:
        if not isinstance(concept.form, Form) or concept.form.rounds:
            raise UsageError(
                f"what '{concept.id}' takes to hold is not worked out; use nash, gmr, smr, seq or sseq"
            )
        self.space, self.concept, self.form, self.vary = space, concept, concept.form, vary
        self._known = KnownOrders(space, _necessary(concept, concept.form))

    def design(self, targets: Sequence[int]) -> Design:
        """Return what would make one of some states (indices) an equilibrium."""
        return _Search(self.space, self.concept, self.form, targets, self.vary, self._known).design()


def _necessary(concept: Concept, form: Form) -> Concept:
    """Return the concept itself where a side's verdicts hang on its own ranking alone.

    Where the others' answers are improvements, the concept with moves instead is necessary, and of that kind.
    """
    if form.answers is not Answers.IMPROVEMENTS:
        return concept
    return replace(concept, form=Form(Answers.MOVES, form.base))


@dataclass(frozen=True)
class _Least:
    """The least change of one ranking: its size, and how it is made once it is among the smallest."""

    size: int
    made: Callable[[], Alteration]

    @classmethod
    def of(cls, alteration: Alteration) -> _Least:
        """Take one that is made already."""
        return cls(alteration.size, lambda: alteration)


class _Search:
    """Tries changes, the small ones first."""

    def __init__(
        self,
        space: Space,
        concept: Concept,
        form: Form,
        targets: Sequence[int],
        vary: Sequence[int],
        known: KnownOrders | None = None,
    ) -> None:
        self.space = space
        self.concept = concept
        self.form = form
        self.vary = tuple(sorted(set(vary)))
        self.targets = tuple(targets)
        self.wanted = np.zeros(space.size, dtype=bool)
        self.wanted[list(targets)] = True
        self.separable = form.answers is not Answers.IMPROVEMENTS
        self.requirements = Requirements(space, form)
        self.necessary = _necessary(concept, form)
        self.known = known or KnownOrders(space, self.necessary)
        self.everybody = range(len(space.decision_makers))
        self.untried = NEVER  # from so many swaps on, orders that might do it were not all tried
        self.tried = [self._orders(dm) for dm in self.everybody]

    def design(self) -> Design:
        """Put together what was found."""
        now = np.array([stable_states(self.space, self.concept, dm) for dm in self.everybody])
        holding = np.flatnonzero(now.all(axis=0) & self.wanted)
        lower = self._lower_bounds()
        proposals, smallest = ((), True) if len(holding) else self._proposals(lower)
        if len(holding):
            state = int(holding[0])
        elif proposals:
            state = proposals[0].states[0]
        else:
            failing = np.where(self.wanted, (~now).sum(axis=0), NEVER)
            state = int(np.argmin(failing))
        needs = {dm: self.requirements.of(dm, state) for dm in self.vary}
        total, share = self._count(state, needs, now)
        return Design(
            self.concept, self.targets, self.vary, state, needs,
            {dm: bool(now[dm, state]) for dm in self.everybody},
            share, total, proposals, smallest, self._unordered(state), self._blocked(),
        )  # fmt: skip

    # ------------------------------------------------------------ one decision maker's changes
    def _orders(self, dm: int) -> list[Tried]:
        """Try the orders of a decision maker's statements, nearest first, until every target is stable."""
        found = [Tried(None, stable_states(self.space, self.necessary, dm))]
        statements = statements_of(self.space, dm)
        if dm not in self.vary or statements is None:
            return found
        settled = found[0].stable | ~self.wanted
        levels = self.known.levels(dm, len(statements.statements))
        swaps = 0
        while not (settled.all() and self.separable) and (level := next(levels, None)) is not None:
            swaps += 1
            found += level
            settled |= np.any([each.stable for each in level], axis=0)
        if len(found) < factorial(len(statements.statements)) and not (settled.all() and self.separable):
            self.untried = min(self.untried, swaps + 1)
        return found

    def _fulfilled(self, dm: int) -> Fulfilled:
        return self.known.fulfilled(dm)

    @cache  # noqa: B019 - a search is thrown away with its answer
    def _sorted(self, dm: int) -> NDArray[np.signedinteger]:
        return np.sort(self.space.ranks[dm])

    @cache  # noqa: B019
    def _reordered(self, dm: int, order: tuple[int, ...]) -> Alteration:
        return reordered(self.space, dm, order, swaps_in(order))

    @cache  # noqa: B019
    def _stable_after(self, dm: int) -> Bools:
        """Return where the necessary concept holds after each change tried; shape (changes, states)."""
        return np.array([each.stable for each in self.tried[dm]])

    def _verified(self, alterations: Sequence[Alteration]) -> Bools:
        """Return which targets hold after a change."""
        changed = with_changes(self.space, alterations)
        held = self.wanted.copy()
        for dm in self.everybody:
            if not held.any():
                break
            held &= stable_states(changed, self.concept, dm)
        return held

    def _lower_bounds(self) -> NDArray[np.int64]:
        """Return for each target how many swaps it takes at least; NEVER where no order tried does it."""
        total = np.where(self.wanted, 0, NEVER)
        for tried in self.tried:
            own = np.full(self.space.size, NEVER)
            for each in reversed(tried):
                own[each.stable] = each.size
            total = np.minimum(total + own, NEVER)
        return total

    # ------------------------------------------------------------ changes of several
    def _proposals(self, lower: NDArray[np.int64]) -> tuple[tuple[Proposal, ...], bool]:
        found, smallest = self._by_statements(lower)
        ranked = {dm for dm in self.vary if statements_of(self.space, dm) is None}
        # A state that counts as another is not raised: its rank is what events make of others' ranks.
        if self.space.model.reading != "neutral":
            return tuple(found), smallest and bool(found)
        # Of one target that statements alone make hold, no ranking has to change.
        if found and smallest and (not ranked or (self.separable and len(self.targets) == 1)):
            return tuple(found), True
        raising = self._state_by_state()
        if found:  # statements come first, so that only who has none has states raised beside
            raising = [each for each in raising if all(a.order or a.dm in ranked for a in each.alterations)]
        both = {each.changes: each for each in (*found, *raising)}.values()
        ordered = sorted(both, key=lambda each: (each.size, not each.by_statements, each.states))
        # Of a few targets every level has been looked at, and every order up to that size.
        few = self.separable and len(self.targets) <= MAX_RAISED
        least = ordered[0].size if ordered else NEVER
        return tuple(ordered[:MAX_PROPOSALS]), few and least <= self.untried

    def _by_statements(self, lower: NDArray[np.int64]) -> tuple[list[Proposal], bool]:
        """Try all combinations of orders by their size, as far as the bounds allow."""
        if lower.min() >= NEVER:
            return [], True
        looked_at = 0
        found: list[Proposal] = []
        for size in range(int(lower.min()), sum(tried[-1].size for tried in self.tried) + 1):
            for chosen in self._combinations(size, 0, self.wanted & (lower <= size)):
                if looked_at == MAX_TRIED:
                    return found or self._by_nash(), bool(found) and size <= self.untried
                looked_at += 1
                alterations = tuple(each.alteration for each in chosen if each.alteration is not None)
                held = self._verified(alterations)
                if held.any():
                    found.append(Proposal(_indices(held), alterations))
                if len(found) == MAX_PROPOSALS:
                    break
            if found:
                return found, size <= self.untried
        return self._by_nash(), False

    def _combinations(self, size: int, first: int, possible: Bools) -> Iterator[tuple[Tried, ...]]:
        """Yield each way to share a size out, from a decision maker on, after which some target may hold."""
        if first == len(self.tried):
            if size == 0:
                yield ()
            return
        for each in self.tried[first]:
            if each.size <= size:
                left = possible & each.stable
                if left.any():
                    for rest in self._combinations(size - each.size, first + 1, left):
                        yield each, *rest

    def _by_nash(self) -> list[Proposal]:
        """Return the smallest changes after which nobody has an improvement, so that no answer is needed."""
        found = _Search(self.space, _nash(self.concept), NASH, self.targets, self.vary)
        proposals, _ = found._proposals(found._lower_bounds())
        verified = [(self._verified(each.alterations), each.alterations) for each in proposals]
        return [Proposal(_indices(held), alterations) for held, alterations in verified if held.any()]

    def _state_by_state(self) -> list[Proposal]:
        """Raise a target in the ranking of whoever leaves it, where no order of statements helps."""
        own = [np.any([each.stable for each in tried], axis=0) for tried in self.tried]
        fixed = [dm for dm in self.everybody if dm not in self.vary]
        open_ = self.wanted & np.all([own[dm] for dm in fixed], axis=0) if fixed else self.wanted
        lacking = np.sum([~each for each in own], axis=0)
        nearest = sorted(np.flatnonzero(open_).tolist(), key=lambda state: (lacking[state], state))
        changes = [
            tuple(each for dm in self.everybody if (each := self._least(dm, state)) is not None)
            for state in nearest[:MAX_RAISED]
        ]
        found = [] if self.separable else self._by_nash()
        for least in sorted(changes, key=lambda each: sum(one.size for one in each))[:MAX_VERIFIED]:
            alterations = tuple(each.made() for each in least)
            held = self._verified(alterations)
            if held.any():
                found.append(Proposal(_indices(held), alterations))
        return found

    def _least(self, dm: int, state: int) -> _Least | None:
        """Return the least change of one ranking after which a state is stable for it; None when it is so.

        Where answers are improvements, the others' rankings are taken to stay as they are.
        """
        needed = None if self.separable else self.requirements.of(dm, state)
        for place in np.flatnonzero(self._stable_after(dm)[:, state]):
            each = self.tried[dm][place]
            ranks = self.space.ranks[dm] if each.alteration is None else each.alteration.ranks
            if needed is None or needed.met_by(ranks <= ranks[state]):
                return None if each.alteration is None else _Least.of(each.alteration)
        if dm not in self.vary:
            return None
        if (order := self._fulfilled(dm).order_for(state)) is not None:
            return _Least.of(self._reordered(dm, order))
        level = self._level(dm, state, needed)
        return _Least(
            raising_size(self._sorted(dm), self.space.ranks[dm][state], level),
            lambda: raised(self.space, dm, state, level),
        )

    def _level(self, dm: int, state: int, needed: Requirement | None) -> int:
        """Return the rank that a state must be raised to in order to be stable."""
        liked = self.space.ranks[dm]
        if self.form == NASH:
            return int(liked[self.space.moves.targets(dm, state)].max())
        return (needed or self.requirements.of(dm, state)).least_level(liked)

    # ------------------------------------------------------------ what can be said beside
    def _unordered(self, state: int) -> tuple[int, ...]:
        def tried_all(dm: int) -> bool:
            statements = statements_of(self.space, dm)
            return statements is not None and len(self.tried[dm]) == factorial(len(statements.statements))

        def hopeless(dm: int) -> bool:
            if (
                self.form == NASH
                and statements_of(self.space, dm)
                and self._fulfilled(dm).always_better(state)
            ):
                return True
            return tried_all(dm) and not any(each.stable[state] for each in self.tried[dm])

        return tuple(dm for dm in self.vary if hopeless(dm))

    def _blocked(self) -> tuple[int, ...]:
        """Return those who may not change and leave every target even if answers by any move counted."""
        return tuple(
            dm
            for dm in self.everybody
            if dm not in self.vary and not (self.tried[dm][0].stable & self.wanted).any()
        )

    def _count(
        self, state: int, needs: Mapping[int, Requirement], now: Bools
    ) -> tuple[int | None, Fraction | None]:
        """Count the strict rankings of those who may change under which a state holds.

        Not where states count as others: then what is required is required of what they count as.
        """
        if self.space.model.reading != "neutral":
            return None, None
        total = factorial(self.space.size) ** len(self.vary) if self.space.size <= MAX_COUNTED else None
        nash = [stable_states(self.space, _nash(self.concept), dm) for dm in self.everybody]
        fixed = [dm for dm in self.everybody if dm not in self.vary]
        if self.separable:
            if not all(now[dm, state] for dm in fixed):
                return total, Fraction(0)
        elif len(self.vary) > 1 or not all(nash[dm][state] for dm in fixed):
            return total, None  # then the verdicts of one side hang on the ranking of another
        shares = [satisfying_share(each) for each in needs.values()]
        share = Fraction(1)
        for each in shares:
            if each is None:
                return total, None
            share *= each
        return total, share


def _indices(states: Bools) -> tuple[int, ...]:
    return tuple(int(state) for state in np.flatnonzero(states))


def _nash(concept: Concept) -> Concept:
    return replace(concept, form=NASH)
