"""A model's states, moves and preferences, listed one by one as the definitions describe them.

Slow and plain on purpose: every other form of the space is proved against this one, so it shares no
code with them, nor with the evaluation of conditions in `countermove.model.condition`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import product

from countermove.model.condition import And, Condition, Count, Iff, Implies, Is, Not, Or
from countermove.model.elements import (
    YES_NO,
    AllowedMove,
    ForbiddenMove,
    Indifferent,
    Model,
    Option,
    Preference,
    Prioritize,
    Ranking,
    Weights,
)
from countermove.space.literal_events import LiteralEvents

__all__ = ["LiteralGame", "is_true", "literal_game"]

Worth = tuple[int | Fraction, ...]


def is_true(condition: Condition, state: Sequence[int]) -> bool:
    """Say whether a condition is true of a state, from the meaning of each kind of condition.

    Parameters
    ----------
    condition : Condition
        What to evaluate.
    state : sequence of int
        The level number of each option, or, in graph form, the state's number from 0 alone.
    """
    match condition:
        case Is(option, level):
            return state[0 if option == -1 else option] == level
        case Not(part):
            return not is_true(part, state)
        case And(parts):
            return all(is_true(part, state) for part in parts)
        case Or(parts):
            return any(is_true(part, state) for part in parts)
        case Implies(premise, conclusion):
            return is_true(conclusion, state) if is_true(premise, state) else True
        case Iff(left, right):
            return is_true(left, state) == is_true(right, state)
        case Count(parts, low, many):
            number = sum(1 for part in parts if is_true(part, state))
            return low <= number and (many or number <= 1)


def _may_change(option: Option, source: int, target: int) -> bool:
    """Say whether the owner of an option can take it from one level to another (or leave it)."""
    if option.moves == "forward":
        return target >= source
    if option.moves == "backward":
        return target <= source
    return True


class LiteralGame:
    """A conflict as the definitions see it: satisfies ``countermove.concepts.Game``.

    Parameters
    ----------
    model : Model
        The conflict, in option or in graph form.

    Attributes
    ----------
    model : Model
        What was given.
    states : range
        The feasible states, numbered from 0: in option form sorted with the first option as the least
        significant digit, in graph form as written.
    """

    def __init__(self, model: Model) -> None:
        self.model = model
        self._values = _listed_states(model) if model.graph_form else _feasible_states(model)
        self.states = range(len(self._values))

    @cached_property
    def decision_makers(self) -> tuple[str, ...]:
        """The labels of the decision makers, in the model's order."""
        return tuple(dm.label for dm in self.model.decision_makers)

    def values(self, state: int) -> tuple[int, ...]:
        """Return the level number of each option; in graph form the state's own number from 0."""
        return self._values[state]

    def label(self, state: int) -> str:
        """Return the state's label: ``NYN``, ``N.partial.Y``, or the one that the graph form gives it."""
        if self.model.graph_form:
            return self.model.states[state].label
        options = self.model.options
        all_yes_no = all(option.levels == YES_NO for option in options)
        words = [
            "NY"[level] if option.levels == YES_NO else option.levels[level]
            for option, level in zip(options, self._values[state], strict=True)
        ]
        return ("" if all_yes_no else ".").join(words)

    def moves(self, dm: str, state: int) -> frozenset[int]:
        """Return R_i(s): the states ``dm`` can move to from ``state`` in one step, never ``state`` itself."""
        return self._moves[dm][state]

    def joint(self, state: int, moves: Mapping[str, int]) -> int | None:
        """Return the state in which each decision maker of ``moves`` has its options as in its target state.

        None when that is not a feasible state, and in graph form, where there are no options to combine.
        """
        if self.model.graph_form:
            return None
        combined = tuple(
            self._values[moves.get(option.owner, state)][k] for k, option in enumerate(self.model.options)
        )
        return next((other for other in self.states if self._values[other] == combined), None)

    def prefers(self, dm: str, one: int, other: int) -> bool:
        """Say whether ``dm`` strictly prefers ``one`` to ``other``.

        Where different events have happened in the two no concept compares them, but those for strict
        preferences ask whether any two are tied; these are not.
        """
        if self.happened[one] != self.happened[other]:
            return self.happened[one] > self.happened[other]
        return self._worth[dm][one] > self._worth[dm][other]

    def wanted(self, dm: str, state: int) -> Preference:
        """Return what ``dm`` wants in a state."""
        return self._events.wanted(dm, self._values[state])

    def fulfils(self, condition: Condition, state: int) -> bool:
        """Say whether a condition is true of a state."""
        return is_true(condition, self._values[state])

    @cached_property
    def _moves(self) -> dict[str, list[frozenset[int]]]:
        can = self._has_arc if self.model.graph_form else self._can_move
        return {
            dm: [frozenset(t for t in self.states if t != s and can(dm, s, t)) for s in self.states]
            for dm in self.decision_makers
        }

    def _has_arc(self, dm: str, source: int, target: int) -> bool:
        return any((arc.source, arc.target) == (source, target) for arc in self.model.arcs.get(dm, ()))

    def _can_move(self, dm: str, source: int, target: int) -> bool:
        before_and_after = zip(self.model.options, self._values[source], self._values[target], strict=True)
        changes = [(option, old, new) for option, old, new in before_and_after if old != new]
        if any(option.owner != dm for option, _, _ in changes):
            return False
        if self._is_one_of(self.model.allowed_moves, dm, source, target):
            return True
        if not all(_may_change(option, old, new) for option, old, new in changes):
            return False
        return not self._is_one_of(self.model.forbidden_moves, dm, source, target)

    def _is_one_of(
        self, moves: Sequence[ForbiddenMove] | Sequence[AllowedMove], dm: str, source: int, target: int
    ) -> bool:
        return any(
            move.by == dm and self.fulfils(before, source) and self.fulfils(after, target)
            for move in moves
            for before, after in move.ends
        )

    @cached_property
    def _worth(self) -> dict[str, list[Worth]]:
        return {dm: [self._worth_read(dm, state) for state in self.states] for dm in self.decision_makers}

    @cached_property
    def _events(self) -> LiteralEvents:
        return LiteralEvents(self.model, self._values, is_true)

    @cached_property
    def happened(self) -> list[tuple[int, ...]]:
        """For each state which events have happened there."""
        first = len(self.model.options) - len(self.model.events)
        return [values[first:] if self.model.events else () for values in self._values]

    def _worth_read(self, dm: str, state: int) -> Worth:
        """Return what a state counts in the reading of events, judged by what ``dm`` wants in it."""
        wanted = self.wanted(dm, state)
        if self.model.reading == "neutral":
            return self.worth(wanted, state)
        come = [self._values.index(each) for each in self._events.what_may_come(self._values[state])]
        worths = [self.worth(wanted, each) for each in come]
        return min(worths) if self.model.reading == "cautious" else max(worths)

    def worth(self, wanted: Preference, state: int) -> Worth:
        """Return what somebody with a preference compares states by: more is better, equal is a tie.

        Tuples compare by their first difference, as prioritized statements do: the first statement
        that is true of one state alone decides.
        """
        match wanted.by:
            case Prioritize(statements):
                return tuple(self.fulfils(statement.condition, state) for statement in statements)
            case Weights(items):
                return (
                    sum(weight for statement, weight in items if self.fulfils(statement.condition, state)),
                )
            case Ranking(tiers):
                names = (state + 1, self.label(state))
                (place,) = (k for k, tier in enumerate(tiers) for ref, _ in tier if ref in names)
                return (-place,)
            case Indifferent():
                return ()


def literal_game(model: Model) -> LiteralGame:
    """Return the conflict of a model as the definitions see it."""
    return LiteralGame(model)


def _listed_states(model: Model) -> list[tuple[int, ...]]:
    return [(number,) for number in range(len(model.states))]


def _feasible_states(model: Model) -> list[tuple[int, ...]]:
    combinations = product(*(range(len(option.levels)) for option in model.options))
    feasible = [
        values
        for values in combinations
        if all(is_true(constraint.condition, values) for constraint in model.constraints)
    ]
    return sorted(feasible, key=lambda values: values[::-1])
