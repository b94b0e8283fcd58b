"""The states of a conflict, who can move where, and who likes what, ready for analysis."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from countermove.errors import Problem
from countermove.model import Model
from countermove.model.elements import StatePattern
from countermove.model.yaml import Place
from countermove.space.arcs import ArcMoves, arcs_of_graph, arcs_of_options
from countermove.space.grid import GridMoves
from countermove.space.moves import Moves
from countermove.space.ranks import rank
from countermove.space.states import GraphStates, OptionStates, list_states

__all__ = ["OptionStates", "Space", "build", "check"]


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
    """

    model: Model
    states: GraphStates | OptionStates
    moves: Moves
    ranks: tuple[NDArray[np.int64], ...]
    status_quo: int | None

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

    def indifferent(self, dm: int) -> bool:
        """Whether a decision maker likes all states equally."""
        return bool((self.ranks[dm] == self.ranks[dm][0]).all())


def build(model: Model, report: Callable[[Place, str, str], None] | None = None) -> Space:
    """List the states of a model and rank them.

    Parameters
    ----------
    model : Model
        A model without mistakes of its own.
    report : callable, optional
        Takes (place, what is wrong, what to type) for each mistake that only the list of states
        shows.

    Raises
    ------
    LimitError
        When the conflict is too large to be listed.
    """
    note = report or (lambda at, what, hint: None)
    states = list_states(model)
    if states.size == 0:
        at = model.constraints[0].at if model.constraints else Place(1, 1)
        note(at, "no state is feasible: the constraints exclude each other", "weaken or remove one of them")
    status_quo = _status_quo(model, states, note) if states.size else None
    ranks = tuple(_rank(model, dm.label, states, note) for dm in model.decision_makers) if states.size else ()
    moves: Moves
    if isinstance(states, GraphStates):
        moves = ArcMoves(states.size, arcs_of_graph(model))
    elif model.forbidden_moves:
        moves = ArcMoves(states.size, arcs_of_options(model, states))
    else:
        moves = GridMoves(model, states)
    return Space(model, states, moves, ranks, status_quo)


def _rank(
    model: Model, dm: str, states: GraphStates | OptionStates, note: Callable[[Place, str, str], None]
) -> NDArray[np.int64]:
    """Rank the states; a preference that could not be read has been reported, and counts as indifferent."""
    preference = model.preferences.get(dm)
    return np.zeros(states.size, dtype=np.int64) if preference is None else rank(preference, states, note)


def check(model: Model) -> tuple[Space, Sequence[Problem]]:
    """Build the space of a model and return it with the mistakes that only the list of states shows."""
    problems: list[Problem] = []

    def report(at: Place, what: str, hint: str) -> None:
        problems.append(Problem(model.file, at.line, at.column, what, hint))

    return build(model, report), problems


def _status_quo(
    model: Model, states: GraphStates | OptionStates, note: Callable[[Place, str, str], None]
) -> int | None:
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
