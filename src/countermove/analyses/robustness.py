"""How near each verdict is to tipping: the smallest change of one side's preferences that flips it.

Changes are swaps of neighbouring statements (of neighbouring tiers where there are no statements), one
decision maker's at a time, all of a size before the next size, and no size of which not all are tried. What
an equilibrium rests on is found by leaving each statement out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from countermove.analyses.alterations import (
    Alteration,
    dropped,
    orders_by_swaps,
    reordered,
    retiered,
    statements_of,
    tiers_of,
)
from countermove.concepts import Answers, Concept, Form
from countermove.errors import UsageError
from countermove.model.elements import Claim, Statement
from countermove.space import Space
from countermove.space.comparing import same_improvements
from countermove.stability import Analysis, stable_states

__all__ = ["MAX_CHANGES", "Flip", "Robustness", "Standing", "equilibria_after", "robustness"]

MAX_CHANGES = 160
"""So many changes of one decision maker are tried at most, always all of a size."""
MAX_TRIED = 400
"""Beyond single swaps so many changes are tried in all, and only of whole sizes."""
MAX_FLIPS = 4
WORKERS = 2
WORTH_SHARING = 20_000
"""From this many states on the changes are shared out among threads; below, they wait for each other."""

Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Flip:
    """A change that flips verdicts on a state, and under which concepts (ids)."""

    alteration: Alteration
    concepts: tuple[str, ...]


@dataclass(frozen=True)
class Standing:
    """How firmly one state stands, or how little it lacks.

    Attributes
    ----------
    state : int
        The state (index).
    held : tuple of str
        The ids of the concepts under which it is an equilibrium.
    margin : mapping
        For each of these concepts the size of the smallest change that upsets it; None when all
        that were tried leave it standing.
    upset_by : tuple of Flip
        Changes of the smallest size that upset it, a few of them.
    rests_on : tuple of Flip
        Single statements without which it is no longer an equilibrium under some of the concepts.
    gained_by : tuple of Flip
        Changes of the smallest size that make it an equilibrium under further concepts.
    """

    state: int
    held: tuple[str, ...]
    margin: Mapping[str, int | None]
    upset_by: tuple[Flip, ...]
    rests_on: tuple[Flip, ...]
    gained_by: tuple[Flip, ...]


@dataclass(frozen=True)
class Robustness:
    """How firmly the equilibria of a conflict stand.

    Attributes
    ----------
    space : Space
        The conflict.
    concepts : tuple of Concept
        Those of the general form that were asked.
    standings : tuple of Standing
        The equilibria that hold under the most concepts first.
    near : tuple of Standing
        States that hold under none of the concepts and would after one swap.
    tried : int
        The largest size all changes of which were tried.
    exhausted : bool
        Whether there are no larger changes of one decision maker.
    beyond : tuple of int
        The decision makers (indices) of whom nothing was tried: their statements or tiers are too many, or
        they have tiers, and states count as what events make of them.
    """

    space: Space
    concepts: tuple[Concept, ...]
    standings: tuple[Standing, ...]
    near: tuple[Standing, ...]
    tried: int
    exhausted: bool
    beyond: tuple[int, ...]

    def statement(self, alteration: Alteration) -> Statement:
        """Return the statement that an alteration leaves out."""
        statements = statements_of(self.space, alteration.dm)
        assert statements is not None
        assert alteration.dropped is not None
        return statements.statements[alteration.dropped]

    def linchpins(self, standing: Standing) -> tuple[Claim, ...]:
        """Return the claims behind the statements that an equilibrium rests on, each once."""
        statements = [self.statement(flip.alteration) for flip in standing.rests_on]
        found = [each for statement in statements for each in statement.because if isinstance(each, Claim)]
        return tuple(dict.fromkeys(found))

    def unsupported(self, standing: Standing) -> tuple[Flip, ...]:
        """Return those statements that an equilibrium rests on and for which there is no evidence."""
        return tuple(
            flip
            for flip in standing.rests_on
            if not any(isinstance(each, Claim) for each in self.statement(flip.alteration).because)
        )


def robustness(analysis: Analysis, states: Sequence[int] | None = None) -> Robustness:
    """Find how little would tip each verdict.

    Parameters
    ----------
    analysis : Analysis
        The conflict and its equilibria; concepts that are not of the general form are passed over.
    states : sequence of int, optional
        Only these states (indices), whether they are equilibria or not; by default all equilibria.

    Raises
    ------
    UsageError
        When none of the concepts is of the general form.
    """
    if not any(isinstance(each.form, Form) for each in analysis.concepts):
        names = ", ".join(f"'{each.id}'" for each in analysis.concepts)
        raise UsageError(
            f"how firmly equilibria under {names} stand is not worked out; use nash, gmr, smr, seq or sseq"
        )
    return _Tipping(analysis).result(states)


def equilibria_after(analysis: Analysis, changes: Sequence[Alteration]) -> tuple[Bools, Bools]:
    """Return the equilibria before and after changes, each tried by itself.

    Returns
    -------
    before : bool array, shape (concepts, states)
        One row for each concept of the general form.
    after : bool array, shape (changes, concepts, states)
    """
    tipping = _Tipping(analysis)
    return tipping.held, tipping.tried(list(changes)).after


def everybody_stays(stable: NDArray[np.bool_] | Sequence[Bools]) -> Bools:
    """Return the equilibria from the verdicts of all."""
    return np.asarray(np.all(np.asarray(stable), axis=0))


@dataclass(frozen=True)
class _Tried:
    """Changes, and the equilibria after each; ``after`` has shape (changes, concepts, states)."""

    changes: list[Alteration]
    after: Bools


class _Tipping:
    """Equilibria before and after each change."""

    def __init__(self, analysis: Analysis) -> None:
        self.space = analysis.space
        self.concepts = tuple(each for each in analysis.concepts if isinstance(each.form, Form))
        self.everybody = range(len(self.space.decision_makers))
        self.stable = {each.id: analysis.stable[each.id] for each in self.concepts}
        self.before = {name: everybody_stays(stable) for name, stable in self.stable.items()}
        self.ids = [each.id for each in self.concepts]
        self.held = np.array([self.before[name] for name in self.ids])
        self.levels: list[_Tried] = []
        many = [self._many(dm) for dm in self.everybody]
        self.most = [number * (number - 1) // 2 for number in many]  # so many swaps turn an order round
        self.beyond = tuple(dm for dm in self.everybody if many[dm] - 1 > MAX_CHANGES or self._derived(dm))

    def result(self, states: Sequence[int] | None) -> Robustness:
        """Try the changes, and collect what they flip."""
        exhausted = self._try()
        drops = self.tried([each for dm in self.everybody for each in self._drops(dm)])
        votes = self.held.sum(axis=0)
        if states is None:
            chosen = np.flatnonzero(votes)
            near = self._near()
        else:
            chosen, near = np.array(states), np.array([], dtype=int)
        ordered = sorted(chosen.tolist(), key=lambda state: (-votes[state], state))
        return Robustness(
            self.space,
            self.concepts,
            tuple(self._standing(state, drops) for state in ordered),
            tuple(self._standing(state, drops) for state in near.tolist()),
            len(self.levels),
            exhausted,
            self.beyond,
        )

    # ------------------------------------------------------------ changes
    def _try(self) -> bool:
        """Try all changes of size 1, 2, ... as long as they are few; return whether none is left."""
        waiting = {dm: self._by_size(dm) for dm in self.everybody if dm not in self.beyond}
        tried = 0
        for size in range(1, max((self.most[dm] for dm in waiting), default=0) + 1):
            level: list[Alteration] = []
            for dm in (dm for dm in waiting if self.most[dm] >= size):
                changes = next(waiting[dm], None)
                if changes is None:  # too many: then nothing is known of this size
                    return False
                level += changes
            if self.levels and tried + len(level) > MAX_TRIED // len(self.concepts):
                return False
            tried += len(level)
            self.levels.append(self.tried(level))
        return not self.beyond

    def _many(self, dm: int) -> int:
        """Return how many statements a decision maker has, or how many tiers."""
        statements = statements_of(self.space, dm)
        return len(tiers_of(self.space, dm) if statements is None else statements.statements)

    def _derived(self, dm: int) -> bool:
        """Whether the tiers of a decision maker are not its own, but what events make of them."""
        own = statements_of(self.space, dm) is not None or self.space.indifferent(dm)
        return self.space.model.reading != "neutral" and not own

    def _by_size(self, dm: int) -> Iterator[list[Alteration]]:
        make = retiered if statements_of(self.space, dm) is None else reordered
        for size, orders in enumerate(orders_by_swaps(self._many(dm), MAX_CHANGES), start=1):
            yield [make(self.space, dm, order, size) for order in orders]

    def _drops(self, dm: int) -> list[Alteration]:
        statements = statements_of(self.space, dm)
        many = len(statements.statements) if statements is not None else 0
        return [dropped(self.space, dm, place) for place in range(many)]

    def tried(self, changes: list[Alteration]) -> _Tried:
        if self.space.size < WORTH_SHARING:
            found = [self._equilibria(each) for each in changes]
        else:
            with ThreadPoolExecutor(WORKERS) as workers:
                found = list(workers.map(self._equilibria, changes))
        after = np.array(found, dtype=bool)
        return _Tried(changes, after.reshape(len(changes), *self.held.shape))

    def _equilibria(self, change: Alteration) -> list[Bools]:
        """Return the equilibria after a change.

        Where any moves answer, or its maker improves as before, only its own verdicts change.
        """
        ranks = list(self.space.ranks)
        ranks[change.dm] = change.ranks
        changed = self.space.with_ranks(ranks)
        same = same_improvements(self.space, change.dm, changed.ranks[change.dm])
        found = []
        for concept in self.concepts:
            assert isinstance(concept.form, Form)
            alone = same or concept.form.answers is not Answers.IMPROVEMENTS
            rows = [
                self.stable[concept.id][dm]
                if alone and dm != change.dm
                else stable_states(changed, concept, dm)
                for dm in self.everybody
            ]
            found.append(everybody_stays(rows))
        return found

    # ------------------------------------------------------------ what they flip
    def _near(self) -> NDArray[np.intp]:
        """Return the states that hold under no concept and would after one swap, the likeliest first."""
        if not self.levels:
            return np.array([], dtype=np.intp)
        then = self.levels[0].after.sum(axis=(0, 1))
        then[self.held.any(axis=0)] = 0
        return np.argsort(-then, kind="stable")[: np.count_nonzero(then)]

    def _standing(self, state: int, drops: _Tried) -> Standing:
        held = tuple(each.id for each in self.concepts if self.before[each.id][state])
        margin: dict[str, int | None] = dict.fromkeys(held)
        upset: list[Flip] = []
        gained: list[Flip] = []
        for size, level in enumerate(self.levels, start=1):
            found = self._flips(state, level, lost=True)
            for flip in found:
                for concept in flip.concepts:
                    margin[concept] = margin[concept] or size
            upset = upset or found
            gained = gained or self._flips(state, level, lost=False)
        return Standing(
            state,
            held,
            margin,
            tuple(upset[:MAX_FLIPS]),
            tuple(self._flips(state, drops, lost=True)),
            tuple(gained[:MAX_FLIPS]),
        )

    def _flips(self, state: int, tried: _Tried, *, lost: bool) -> list[Flip]:
        before = self.held[:, state]
        flipped = before & ~tried.after[:, :, state] if lost else ~before & tried.after[:, :, state]
        return [
            Flip(tried.changes[row], tuple(self.ids[k] for k in np.flatnonzero(flipped[row])))
            for row in np.flatnonzero(flipped.any(axis=1)).tolist()
        ]
