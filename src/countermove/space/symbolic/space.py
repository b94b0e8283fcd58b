"""A conflict whose states are never listed: sets of them are conditions on option variables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from countermove.errors import LimitError, ModelError, Problem
from countermove.model import Model, holds, pattern_of
from countermove.model.elements import StatePattern, StateRef
from countermove.model.yaml import Place
from countermove.space.symbolic.chance import SymbolicEvents
from countermove.space.symbolic.diagrams import (
    MAX_NODES,
    Diagram,
    all_of,
    limited,
    limited_at,
    new_manager,
    sweep,
    with_room,
)
from countermove.space.symbolic.levels import Level, level_bits, most_bits
from countermove.space.symbolic.memory import nodes_within_memory
from countermove.space.symbolic.moves import SymbolicMoves
from countermove.space.symbolic.numbers import NumberedStates
from countermove.space.symbolic.options import OptionBits
from countermove.space.symbolic.order import order_of
from countermove.space.symbolic.order_layers import LayeredOrder
from countermove.space.symbolic.singly import SingleMoves
from countermove.space.symbolic.stability import form_of, stable_states
from countermove.space.symbolic.stages import constraining, deciding, reading
from countermove.space.unlisted import refusal

if TYPE_CHECKING:
    from countermove.concepts import Concept

__all__ = ["State", "SymbolicSpace"]

State = tuple[int, ...]
"""The level number of each option, in the model's order."""


class SymbolicSpace:
    """A conflict in option form as decision diagrams; make it with `SymbolicSpace.of`.

    Sets of states are diagrams over the x variables of `options`. Decision makers are indexed
    from 0; a state is a tuple with the level number of each option.

    Attributes
    ----------
    model : Model
        What it was made from.
    nodes : int
        How many nodes its diagrams may have together.
    options : OptionBits
        How states are written.
    feasible : Diagram
        All states.
    moves : SymbolicMoves
        Who can move where, and how it is liked.
    events : SymbolicEvents
        Where events lead.
    """

    def __init__(self, model: Model, nodes: int) -> None:
        self.model = model
        self.nodes = nodes_within_memory(nodes)
        preferences = [model.preferences.get(dm.label) for dm in model.decision_makers]
        thresholds = max(map(most_bits, preferences), default=0)
        bits = sum((len(levels) - 1).bit_length() for levels in model.levels)
        self.manager = new_manager(thresholds + 2 * bits, self.nodes)
        self.options = OptionBits(model, self.manager, thresholds)
        self.order = order_of(model)
        self.options.arrange(self.order.at_first())
        self.layered = LayeredOrder(model) if model.layers else None
        self._arranged_for: int | None = None
        self.feasible = self._constrained()
        self.events = SymbolicEvents(model, self.options, self.feasible)
        levels = [self._level(dm) for dm in range(len(model.decision_makers))]
        if model.forbidden_moves or model.allowed_moves or model.powers:
            self.moves: SymbolicMoves = SingleMoves(self.options, self.feasible, levels, model)
        else:
            self.moves = SymbolicMoves(self.options, self.feasible, levels)

    @classmethod
    def of(cls, model: Model, *, nodes: int = MAX_NODES) -> SymbolicSpace:
        """Return the space of a model.

        Parameters
        ----------
        model : Model
            In option form, without rankings.
        nodes : int
            How many nodes its diagrams may have together.

        Raises
        ------
        LimitError
            When the symbolic engine does not take such a model, or it does not fit.
        ModelError
            When no state is feasible, or the status quo is not.
        """
        why = refusal(model)
        if why is not None:
            raise LimitError(why)
        space = cls(model, nodes)
        problem = space._problem()
        if problem is not None:
            raise ModelError([problem])
        return space

    @limited_at(constraining)
    def _constrained(self) -> Diagram:
        where = self.options.where
        return self.options.valid & all_of(
            self.manager, (where(each.condition) for each in self.model.constraints)
        )

    @limited_at(reading)
    def _level(self, dm: int) -> Level:
        preference = self.model.preferences.get(self.decision_makers[dm])
        return level_bits(preference, self.options, self.feasible)

    def _problem(self) -> Problem | None:
        """Return the mistake that only the states show."""
        given, file = self.model.status_quo, self.model.file
        if not self.feasible.satisfiable():
            at = self.model.constraints[0].at if self.model.constraints else Place(1, 1)
            what = "no state is feasible: the constraints exclude each other"
            return Problem(at.file or file, at.line, at.column, what, "weaken or remove one of them")
        if given is None or self.status_quo is not None:
            return None
        at = self.model.status_quo_at
        if isinstance(given, int):
            what, hint = f"the status quo is state {given}, which there is not", "use a smaller number"
        else:
            levels = [level or 0 for level in given.levels]
            broken = [each.text for each in self.model.constraints if not holds(each.condition, levels)]
            what = "the status quo is not feasible" + (f": it breaks '{broken[0]}'" if broken else "")
            hint = "change the status quo or the constraint"
        return Problem(file, at.line, at.column, what, hint)

    # ------------------------------------------------------------ states and sets of them
    @property
    def decision_makers(self) -> tuple[str, ...]:
        """The decision makers' labels."""
        return tuple(dm.label for dm in self.model.decision_makers)

    @cached_property
    def states(self) -> NumberedStates:
        """The states by their indices from 0, each found when it is asked for."""
        return NumberedStates(self)

    @property
    def count(self) -> int:
        """How many states there are."""
        return self.size(self.feasible)

    @property
    def status_quo(self) -> State | None:
        """Today's state."""
        given = self.model.status_quo
        return None if given is None else self.first(self.select(given))

    def size(self, states: Diagram) -> int:
        """Return how many states a set has, exactly."""
        variables = self.manager.num_vars()
        return states.sat_count(variables) >> (variables - self.options.size)

    @limited
    def select(self, ref: StateRef) -> Diagram:
        """Return the states that a number, pattern or condition means."""
        if isinstance(ref, int):
            state = self.numbered(ref)
            return self.manager.false() if state is None else self.only(state)
        if isinstance(ref, StatePattern):
            return self.options.matching(ref.levels) & self.feasible
        return self.options.where(ref) & self.feasible

    def only(self, state: Sequence[int]) -> Diagram:
        """Return the set of one state, empty when it is not feasible."""
        return self.options.matching(state) & self.feasible

    def label(self, state: Sequence[int]) -> str:
        """Return the label of a state."""
        return pattern_of(state, self.model.levels)

    def each(self, states: Diagram) -> Iterator[State]:
        """Yield the states of a set in the order of their numbers: the last option counts most."""
        return self._from(states, len(self.options.of), ())

    def _from(self, states: Diagram, option: int, after: State) -> Iterator[State]:
        if not states.satisfiable():
            return
        if option == 0:
            yield after
            return
        for level in range(self.options.of[option - 1].levels):
            yield from self._from(self._at(states, option - 1, level), option - 1, (level, *after))

    @limited
    def _at(self, states: Diagram, option: int, level: int) -> Diagram:
        return self.options.given(states, option, level)

    def first(self, states: Diagram) -> State | None:
        """Return the state with the lowest number, or None when there is none."""
        return next(self.each(states), None)

    @limited
    def numbered(self, number: int) -> State | None:
        """Return the state with a number counted from 1, or None when there is none."""
        states, left, state = self.feasible, number - 1, list[int]()
        if not 0 <= left < self.count:
            return None
        for option in reversed(range(len(self.options.of))):
            for level in range(self.options.of[option].levels):
                here = states & self.options.at(option, level)
                if left < (size := self.size(here)):
                    break
                left -= size
            states = here
            state.insert(0, level)
        return tuple(state)

    @limited
    def number(self, state: Sequence[int]) -> int:
        """Return the number of a feasible state, counted from 1."""
        states, before = self.feasible, 0
        for option in reversed(range(len(self.options.of))):
            at = [states & self.options.at(option, level) for level in range(state[option] + 1)]
            before += sum(map(self.size, at[:-1]))
            states = at[-1]
        return before + 1

    @property
    def none(self) -> Diagram:
        """The empty set."""
        return self.manager.false()

    @limited
    def reaching(self, targets: Diagram, *, improvements: bool) -> Diagram:
        """Return from where moves, or improvements alone, and events lead into a set, itself among them."""
        step = self.moves.improving_into if improvements else self.moves.moving_into
        found = targets
        while True:
            more = found | self.events.leading_into(found)
            for dm in range(len(self.decision_makers)):
                more |= step(dm, more)
            if more == found:
                return found
            found = more

    # ------------------------------------------------------------ preferences and stability
    @limited
    def best(self, dm: int, states: Diagram) -> Diagram:
        """Return those states of a set that a decision maker likes best."""
        for bit in self.moves.levels[dm]:
            better = states & bit
            states = better if better.satisfiable() else states
        return states

    @limited
    def above(self, dm: int, state: Sequence[int]) -> Diagram:
        """Return the states that a decision maker likes better than this one."""
        better, tied = self.manager.false(), self.feasible
        here = self.only(state)
        for bit in self.moves.levels[dm]:
            if (here & bit).satisfiable():
                tied &= bit
            else:
                better |= tied & bit
                tied &= ~bit
        return better

    @limited_at(deciding)
    def stable(self, concept: Concept, dm: int) -> Diagram:
        """Return the states that are stable for a decision maker (index) under a concept.

        Raises
        ------
        LimitError
            When the concept is not of the general form, or there are not nodes enough.
        """
        form = form_of(concept)
        if self.manager.approx_num_inner_nodes() > self.nodes // 2:
            sweep(self.manager)
        if self._arranged_for != dm:
            self.options.arrange(self._order_for(dm), self.moves.levels[dm])
            self._arranged_for = dm
        return with_room(self.manager, stable_states, self.moves, form, dm)

    def _order_for(self, dm: int) -> list[int]:
        if self.layered is None:
            return self.order.for_dm(dm)
        return self.layered.for_dm(dm, self.moves.levels[dm], self.options)
