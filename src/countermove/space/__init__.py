"""The states of a conflict, who can move where, and who likes what, ready for analysis."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from countermove.errors import ModelError, Problem
from countermove.model import Model
from countermove.model.elements import Indifferent, Preference, StatePattern
from countermove.model.lasting import with_patience
from countermove.model.yaml import Place
from countermove.space.arcs import ArcMoves, arcs_of_graph
from countermove.space.barred import barred_moves
from countermove.space.chance import Happenings, Likings, likings, regimes_of
from countermove.space.grid import GridMoves
from countermove.space.moves import Moves
from countermove.space.ranks import compact, rank
from countermove.space.states import GraphStates, OptionStates, list_states

__all__ = ["OptionStates", "Space", "build", "check"]

Note = Callable[[Place, str, str], None]


@dataclass(frozen=True)
class Space:
    """A conflict with its states listed; states and decision makers are indexed from 0.

    Attributes
    ----------
    model : Model
        What it was made from.
    states : GraphStates or OptionStates
        The feasible states.
    moves : Moves
        Who can move where.
    ranks : tuple of int arrays, shape (size,)
        For each decision maker, how it likes each state; only the order counts.
    status_quo : int or None
        Today's state.
    likings : tuple of Likings
        For each decision maker how it likes states under each regime; empty without events, and where
        `with_ranks` replaced what is liked.
    """

    model: Model
    states: GraphStates | OptionStates
    moves: Moves
    ranks: tuple[NDArray[np.signedinteger], ...]
    status_quo: int | None
    likings: tuple[Likings, ...] = ()

    @property
    def size(self) -> int:
        """The number of feasible states."""
        return self.states.size

    @property
    def decision_makers(self) -> tuple[str, ...]:
        """The decision makers' labels."""
        return tuple(dm.label for dm in self.model.decision_makers)

    def improvements(self, dm: int, state: int) -> list[int]:
        """R_i^+(s): the states that ``dm`` can move to and likes better."""
        liked = self.ranks[dm]
        return [target for target in self.moves.targets(dm, state) if liked[target] > liked[state]]

    def with_ranks(self, ranks: Sequence[NDArray[np.signedinteger]]) -> Space:
        """Return the same conflict with other preferences, one array of shape (size,) per decision maker."""
        compacted = tuple(compact(np.asarray(rank)) for rank in ranks)
        return replace(self, moves=self.moves.with_ranks(compacted), ranks=compacted, likings=())

    def indifferent(self, dm: int) -> bool:
        """Whether a decision maker is declared to like all states equally, whatever happens."""
        label = self.decision_makers[dm]
        wanted = [self.model.preferences[label], *regimes_of(self.model, label)]
        return all(isinstance(each.by, Indifferent) for each in wanted)

    def at_patience(self, dm: int, patience: Fraction) -> Space:
        """Return the same conflict with a decision maker that is more or less patient."""
        label = self.decision_makers[dm]
        model = with_patience(self.model, {label: patience})
        ranked = [
            rank(each, self.states, _sound) for each in (model.preferences[label], *regimes_of(model, label))
        ]
        ranks, liked = list(self.ranks), list(self.likings)
        ranks[dm] = ranked[0]
        if self.likings and self.happenings is not None:
            liked[dm] = replace(self.likings[dm], ranks=tuple(map(self.happenings.read, ranked)))
            ranks[dm] = liked[dm].combined
        moves = self.moves.with_ranks(tuple(ranks))
        return replace(self, model=model, moves=moves, ranks=tuple(ranks), likings=tuple(liked))

    # ------------------------------------------------------------ events
    @cached_property
    def happenings(self) -> Happenings | None:
        """Where events lead; None in a conflict without any."""
        if not self.model.events or not isinstance(self.states, OptionStates):
            return None
        return Happenings(self.model, self.states)

    @property
    def events(self) -> int | None:
        """The index that events have beside the decision makers'; None without events."""
        return None if self.happenings is None else len(self.decision_makers)

    @property
    def movers(self) -> range:
        """The indices of all whose steps change the state: the decision makers', and that of events."""
        return range(len(self.decision_makers) + (self.events is not None))

    def targets(self, by: int, state: int) -> list[int]:
        """Return where a decision maker can move to from a state, or events may lead."""
        if by == self.events and self.happenings is not None:
            return [target for _, target in self.happenings.steps(state)]
        return self.moves.targets(by, state)

    def targets_of(self, by: int, states: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return `targets` of many states at once: for each step the place of its source, and its target."""
        if by == self.events and self.happenings is not None:
            led = np.array([targets[states] for targets in self.happenings.targets]).T
            places, events = np.nonzero(led >= 0)
            return places, led[places, events]
        return self.moves.targets_of(by, states)

    def liked_from(self, dm: int, state: int | None) -> NDArray[np.signedinteger]:
        """Return how a decision maker likes all states by what it wants in one; shape (size,).

        Without a state, by what it wants before any event.
        """
        if not self.likings:
            return self.ranks[dm]
        return self.likings[dm].ranks[0] if state is None else self.likings[dm].from_state(state)

    def regime(self, dm: int, state: int) -> int:
        """Return by which of its preferences a decision maker likes a state: 0 before events change it."""
        return int(self.likings[dm].regime[state]) if self.likings else 0

    def counts_as(self, dm: int, state: int) -> int:
        """Return as which state one counts for a decision maker: what events, as they are read, make of it.

        The state itself where nothing that may come is worse, or in the hopeful reading better.
        """
        happenings, reading = self.happenings, self.model.reading
        if happenings is None or reading == "neutral" or not self.likings:
            return state
        label = self.decision_makers[dm]
        wanted = [self.model.preferences[label], *regimes_of(self.model, label)]
        liked = rank(wanted[self.regime(dm, state)], self.states, _sound)
        choose = min if reading == "cautious" else max
        found = choose(happenings.what_may_come(state), key=lambda each: int(liked[each]))
        return state if liked[found] == liked[state] else found

    def ranked(self, dm: int, preference: Preference) -> NDArray[np.signedinteger]:
        """Return a decision maker's ranks if it wanted something else, before any event that changes that."""
        found = rank(preference, self.states, _sound)
        if not self.likings or self.happenings is None:
            return found
        return self.likings[dm].with_first(self.happenings.read(found))


def _sound(*problem: object) -> None:
    raise AssertionError(f"a preference that was sound is not: {problem}")


def build(model: Model) -> Space:
    """List the states of a model and rank them.

    Raises
    ------
    ModelError
        When the list of states shows a mistake in the model.
    LimitError
        When the conflict is too large to be listed.
    """
    space, problems = check(model)
    if problems:
        raise ModelError(problems)
    return space


def check(model: Model) -> tuple[Space, list[Problem]]:
    """Build the space of a model together with the mistakes that only the list of states shows.

    With mistakes, the space is only good for finding them: a preference that could not be ranked
    counts as indifferent.

    Raises
    ------
    LimitError
        When the conflict is too large to be listed.
    """
    problems: list[Problem] = []

    def note(at: Place, what: str, hint: str) -> None:
        problems.append(Problem(at.file or model.file, at.line, at.column, what, hint))

    states = list_states(model)
    if states.size == 0:
        at = model.constraints[0].at if model.constraints else Place(1, 1)
        note(at, "no state is feasible: the constraints exclude each other", "weaken or remove one of them")
        return Space(model, states, ArcMoves(0, [], ()), (), None), problems
    liked = _likings(model, states, note)
    ranks = tuple(each.combined for each in liked) or tuple(
        _rank(model, dm.label, states, note) for dm in model.decision_makers
    )
    moves: Moves
    if isinstance(states, GraphStates):
        moves = ArcMoves(states.size, arcs_of_graph(model), ranks)
    elif model.forbidden_moves or model.allowed_moves or model.powers:
        moves = barred_moves(model, states, ranks)
    else:
        moves = GridMoves(model, states, ranks)
    return Space(model, states, moves, ranks, _status_quo(model, states, note), liked), problems


def _likings(model: Model, states: GraphStates | OptionStates, note: Note) -> tuple[Likings, ...]:
    """Return how each decision maker likes states under each regime; nothing without events."""
    if not model.events or not isinstance(states, OptionStates):
        return ()
    happenings = Happenings(model, states)
    found = []
    for dm in model.decision_makers:
        later = [rank(each, states, note) for each in regimes_of(model, dm.label)]
        first = _rank(model, dm.label, states, note)
        found.append(likings(happenings, dm.label, [first, *later]))
    return tuple(found)


def _rank(model: Model, dm: str, states: GraphStates | OptionStates, note: Note) -> NDArray[np.signedinteger]:
    """Rank the states; a preference that could not be read has been reported already."""
    preference = model.preferences.get(dm)
    return np.zeros(states.size, dtype=np.int64) if preference is None else rank(preference, states, note)


def _status_quo(model: Model, states: GraphStates | OptionStates, note: Note) -> int | None:
    given = model.status_quo
    if given is None:
        return None
    found = np.flatnonzero(states.select(given))
    if len(found) == 1:
        return int(found[0])
    if isinstance(given, int):
        hint = f"the states are numbered 1 to {states.size}"
        note(model.status_quo_at, f"the status quo is state {given}, which there is not", hint)
    else:
        broken = _broken(model, given)
        why = f": it breaks '{broken}'" if broken else ""
        note(
            model.status_quo_at,
            f"the status quo is not feasible{why}",
            "change the status quo or the constraint",
        )
    return None


def _broken(model: Model, state: StatePattern) -> str | None:
    """Return the text of the first constraint that a state breaks."""
    from countermove.model import holds

    levels = [level or 0 for level in state.levels]
    return next((each.text for each in model.constraints if not holds(each.condition, levels)), None)
