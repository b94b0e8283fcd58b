"""What holds when each side judges by its own view, what each expects, and what a corrected view changes.

A state really holds when it is stable for each side in the conflict that this side sees; these are the
equilibria of a hypergame (Wang, Hipel, Fraser 1988). Each side expects what holds in its own view, views of
views included. The literature also sorts equilibria by who foresees them (Aljefri, Bashar, Fang, Hipel
2017); since its names could not be checked against the paper, the plainest reading is taken here: a state
that a side expects and that does not hold, or that holds and that it does not expect, is its surprise.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from countermove import space as spaces
from countermove.analyses.misperceptions import Item, corrected, items
from countermove.concepts import Concept
from countermove.errors import LimitError, ModelError
from countermove.model import Model
from countermove.model.elements import Perception, StatePattern
from countermove.model.perceiving import View
from countermove.space import OptionStates, Space
from countermove.stability.explicit import stable_states

__all__ = [
    "Correction",
    "Hypergame",
    "Perceived",
    "Surprise",
    "corrections",
    "hypergame",
    "perceived",
    "surprises",
    "unplacing",
]

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
MAX_TOGETHER = 10
"""So many misperceptions are put right in every combination; of more, each alone and every two."""


@dataclass(frozen=True)
class Seen:
    """The conflict as one decision maker sees it.

    Attributes
    ----------
    game : Hypergame
        What it sees, with how it believes the others to see that.
    states : int array, shape (states of the conflict,)
        Which state it takes each state for; -1 where it sees none that fits.
    """

    game: Hypergame
    states: Ints


class Hypergame:
    """A conflict, and how its decision makers see it.

    Parameters
    ----------
    space : Space
        The conflict as it is.
    """

    def __init__(self, space: Space) -> None:
        self.space = space
        self._stable: dict[tuple[str, int], Bools] = {}
        self._seeing: dict[frozenset[Item], Hypergame] = {}

    @property
    def model(self) -> Model:
        """What the conflict was made from, its status quo in levels."""
        return self.space.model

    @cached_property
    def views(self) -> Mapping[int, Seen]:
        """The views of those decision makers (by index) that see it otherwise than it is."""
        labels = self.space.decision_makers
        return {
            labels.index(dm): _seen(self.space, perception)
            for dm, perception in self.model.perceptions.items()
        }

    def check(self) -> None:
        """Raise ModelError where somebody's view, or a view in it, is no conflict."""
        for each in self.views.values():
            each.game.check()

    def plainly_stable(self, concept: Concept, dm: int) -> Bools:
        """Return the states that are stable for a decision maker who sees the conflict as it is."""
        key = concept.id, dm
        if key not in self._stable:
            self._stable[key] = stable_states(self.space, concept, dm)
        return self._stable[key]

    def stable(self, concept: Concept, dm: int) -> Bools:
        """Return the states that are stable for a decision maker in its own view.

        A state that it takes for none that it sees is not stable for it: it cannot be sure of it.
        """
        seen = self.views.get(dm)
        if seen is None:
            return self.plainly_stable(concept, dm)
        return _where(seen.game.plainly_stable(concept, dm), seen.states)

    def holding(self, concept: Concept) -> Bools:
        """Return the states that are stable for each side in its own view."""
        everybody = range(len(self.space.decision_makers))
        held: Bools = np.all([self.stable(concept, dm) for dm in everybody], axis=0)
        return held

    def informed(self, concept: Concept) -> Bools:
        """Return the equilibria there would be if everybody saw the conflict as it is."""
        everybody = range(len(self.space.decision_makers))
        held: Bools = np.all([self.plainly_stable(concept, dm) for dm in everybody], axis=0)
        return held

    def seeing(self, put_right: Collection[Item]) -> Hypergame:
        """Return what this would be if some things were seen as they are."""
        key = frozenset(put_right)
        if key not in self._seeing:
            perceptions = corrected(self.model.perceptions, set(key))
            found = Hypergame(replace(self.space, model=replace(self.model, perceptions=perceptions)))
            found._stable = self._stable  # what is so stays, and with it who sees it
            self._seeing[key] = found
        return self._seeing[key]

    def placed(self, dm: int) -> Bools:
        """Return the states that a decision maker can take for one that it sees."""
        seen = self.views.get(dm)
        return np.ones(self.space.size, dtype=bool) if seen is None else seen.states >= 0

    def expected(self, concept: Concept, dm: int) -> Bools:
        """Return the states that a decision maker takes for such as hold in what it sees."""
        seen = self.views.get(dm)
        if seen is None:
            return self.holding(concept)
        return _where(seen.game.holding(concept), seen.states)


def _where(holds: Bools, states: Ints) -> Bools:
    return (states >= 0) & holds[states]


def hypergame(space: Space) -> Hypergame:
    """Return a conflict with its perceptions, ready to be asked."""
    model = space.model
    if space.status_quo is not None and not model.graph_form:
        model = replace(model, status_quo=StatePattern(space.states.values(space.status_quo)))
        space = replace(space, model=model)
    return Hypergame(space)


def _seen(space: Space, perception: Perception) -> Seen:
    view = View(space.model, perception)
    try:
        made, problems = spaces.check(view.model)
    except LimitError as error:
        raise LimitError(f"the conflict as '{perception.of}' sees it: {error}") from None
    if problems:
        raise ModelError(
            [replace(each, what=f"in what '{perception.of}' sees, {each.what}") for each in problems]
        )
    return Seen(Hypergame(made), _taken_for(space, made, view.part))


def _taken_for(space: Space, seen: Space, part: Sequence[int]) -> Ints:
    """Return which seen state each state is taken for: imagined options stand at their first level there."""
    states, theirs = space.states, seen.states
    if not isinstance(states, OptionStates) or not isinstance(theirs, OptionStates):
        return np.arange(space.size)
    return states.parts_in(part, theirs)


# ---------------------------------------------------------------- surprises
@dataclass(frozen=True)
class Surprise:
    """What a decision maker expects under a concept, beside what holds; states by index.

    Attributes
    ----------
    dm : int
        Whose.
    expected : tuple of int
        What it expects to hold.
    upset : mapping
        Of these, the ones that do not hold, with those for whom they are not stable.
    unexpected : tuple of int
        What holds and is not expected.
    imagined : tuple of int
        States of its own view, by their indices there, that it expects and takes no real state for, such as
        those in which an option that it imagines is taken.
    """

    dm: int
    expected: tuple[int, ...]
    upset: Mapping[int, tuple[int, ...]]
    unexpected: tuple[int, ...]
    imagined: tuple[int, ...]


def surprises(game: Hypergame, concept: Concept) -> list[Surprise]:
    """Return for each decision maker with a view of its own what it expects, and where it is surprised."""
    holding = game.holding(concept)
    everybody = range(len(game.space.decision_makers))
    found = []
    for dm, seen in game.views.items():
        expected = game.expected(concept, dm)
        imagined = seen.game.holding(concept)
        imagined[seen.states[seen.states >= 0]] = False
        upset = {
            int(state): tuple(each for each in everybody if not game.stable(concept, each)[state])
            for state in np.flatnonzero(expected & ~holding)
        }
        found.append(
            Surprise(dm, _indices(expected), upset, _indices(holding & ~expected), _indices(imagined))
        )
    return found


def _indices(states: Bools) -> tuple[int, ...]:
    return tuple(np.flatnonzero(states).tolist())


# ---------------------------------------------------------------- corrections
@dataclass(frozen=True)
class Correction:
    """What holds when some things are seen as they are.

    Attributes
    ----------
    items : tuple of Item
        What is put right.
    gained, lost : tuple of int
        The states that hold then and did not before, and the other way round.
    worst : mapping
        For each decision maker (index) the ranks of the worst state that holds, before and then; a higher
        rank is better. Empty where nothing held, or holds. What is lost by being unplaced counts as held.
    unplaced : mapping
        The lost states that nobody who sees a state like them leaves, with those (indices) who saw one before
        and, knowing only a part of what it did not know, no longer do. What these want there nothing tells.
    """

    items: tuple[Item, ...]
    gained: tuple[int, ...]
    lost: tuple[int, ...]
    worst: Mapping[int, tuple[int, int]]
    unplaced: Mapping[int, tuple[int, ...]] = field(default_factory=dict)

    @property
    def left(self) -> tuple[int, ...]:
        """The lost states that somebody leaves."""
        return tuple(state for state in self.lost if state not in self.unplaced)

    @property
    def changes(self) -> bool:
        """Whether the outcome changes: a state is gained, or somebody leaves one."""
        return bool(self.gained or self.left)


def corrections(
    game: Hypergame, concept: Concept, progress: Callable[[int, int], None] | None = None
) -> list[Correction]:
    """Return the smallest corrections that change the outcome: none of them contains another.

    One after which somebody merely sees no state like some that held is not among them: see `unplacing`.

    Parameters
    ----------
    game : Hypergame
        The conflict and its perceptions.
    concept : Concept
        Under which states hold.
    progress : callable, optional
        Takes (corrections tried, corrections to try).
    """
    return _searched(game, concept, progress)[0]


def unplacing(game: Hypergame, concept: Concept) -> list[Correction]:
    """Return the smallest corrections after which somebody merely sees no state like some that held.

    So it is when an option that it comes to know of stands, in all that is feasible, with another that it
    still does not know of: then there is no state in its view to judge by, and no change of outcome.
    """
    return _searched(game, concept)[1]


def _searched(
    game: Hypergame, concept: Concept, progress: Callable[[int, int], None] | None = None
) -> tuple[list[Correction], list[Correction]]:
    """Return the smallest corrections that change the outcome, and those that only leave states unplaced."""
    wrong = items(game.model.perceptions)
    sizes = range(1, len(wrong) + 1 if len(wrong) <= MAX_TOGETHER else 3)
    tried = [each for size in sizes for each in combinations(wrong, size)]
    before = game.holding(concept)
    found: list[Correction] = []
    unplaced: list[Correction] = []
    for number, put_right in enumerate(tried, start=1):
        if any(set(each.items) <= set(put_right) for each in found):
            continue
        try:
            each = _correction(game, concept, put_right, before)
        except ModelError:  # a ranking of the states that are seen cannot stay when others are seen
            continue
        if each.changes:
            found.append(each)
        elif each.lost and not any(set(other.items) <= set(put_right) for other in unplaced):
            unplaced.append(each)
        if progress is not None:
            progress(number, len(tried))
    return found, unplaced


def _correction(game: Hypergame, concept: Concept, put_right: tuple[Item, ...], before: Bools) -> Correction:
    """Return what becomes of the states that held when some things are seen as they are."""
    other = game.seeing(put_right)
    then = other.holding(concept)
    lost = before & ~then
    unplaced = {}
    if lost.any():
        everybody = range(len(game.space.decision_makers))
        away = {dm: game.placed(dm) & ~other.placed(dm) for dm in everybody}
        stays = np.all([other.stable(concept, dm) | away[dm] for dm in everybody], axis=0)
        for state in _indices(lost & stays):
            unplaced[state] = tuple(dm for dm in everybody if away[dm][state])
    kept = then.copy()
    kept[list(unplaced)] = True
    worst = _worst(game.space, before, kept)
    return Correction(put_right, _indices(then & ~before), _indices(lost), worst, unplaced)


def _worst(space: Space, before: Bools, then: Bools) -> dict[int, tuple[int, int]]:
    if not before.any() or not then.any():
        return {}
    everybody = [space.liked_from(dm, space.status_quo) for dm in range(len(space.decision_makers))]
    return {dm: (int(ranks[before].min()), int(ranks[then].min())) for dm, ranks in enumerate(everybody)}


# ---------------------------------------------------------------- all of it
@dataclass(frozen=True)
class Perceived:
    """What was found under one concept; states by index.

    Attributes
    ----------
    concept : Concept
        Which.
    holding : tuple of int
        The states that are stable for each side in its own view.
    informed : tuple of int
        The equilibria there would be if everybody saw the conflict as it is.
    surprises : tuple of Surprise
        For each decision maker with a view of its own.
    corrections : tuple of Correction
        The smallest that change the outcome.
    unplacing : tuple of Correction
        The smallest that change nothing else than that somebody sees no state like some that held.
    """

    concept: Concept
    holding: tuple[int, ...]
    informed: tuple[int, ...]
    surprises: tuple[Surprise, ...]
    corrections: tuple[Correction, ...]
    unplacing: tuple[Correction, ...] = ()


def perceived(
    game: Hypergame, concept: Concept, progress: Callable[[int, int], None] | None = None
) -> Perceived:
    """Return what really holds, what is expected, and what corrections would change."""
    changing, unplaced = _searched(game, concept, progress)
    return Perceived(
        concept,
        _indices(game.holding(concept)),
        _indices(game.informed(concept)),
        tuple(surprises(game, concept)),
        tuple(changing),
        tuple(unplaced),
    )
