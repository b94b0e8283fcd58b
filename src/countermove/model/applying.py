"""Pulling levers: the conflict that a model becomes when a third party adds what its levers list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import product
from typing import TypeVar

from countermove.model.condition import And, Condition, Is, Not, Or, holds, rewritten
from countermove.model.elements import (
    AllowedMove,
    Arc,
    DecisionMaker,
    ForbiddenMove,
    Incentive,
    Indifferent,
    Lever,
    Model,
    Option,
    Preference,
    Prioritize,
    Ranking,
    Statement,
    StatePattern,
    StateRef,
    Weights,
)
from countermove.model.phasing import rewritten_phases

__all__ = ["Pulled"]

AnyMove = TypeVar("AnyMove", ForbiddenMove, AllowedMove)


@dataclass(frozen=True)
class Pulled:
    """A model with some of its levers pulled.

    Attributes
    ----------
    before : Model
        What the file declares. In option form its status quo is a pattern, for numbers change.
    levers : tuple of Lever
        Those that are pulled, in the model's order.
    """

    before: Model
    levers: tuple[Lever, ...]

    @cached_property
    def model(self) -> Model:
        """The conflict as it is then, without levers and expectations.

        Options are added after their owners' own; what stands in the conflict stays as it was. An added
        option stands at its first level today. An allowed move wins over a forbidden one.
        """
        before, levers = self.before, self.levers
        changed = replace(
            before,
            decision_makers=tuple(map(self._with_options, before.decision_makers)),
            constraints=tuple(map(self._statement, before.constraints)),
            status_quo=self._today(),
            preferences={dm: self._preference(each) for dm, each in before.preferences.items()},
            phases=rewritten_phases(before.phases, self.condition),
            events=tuple(each.told(self._statement) for each in before.events),
            regimes=tuple(
                replace(each, preference=self._preference(each.preference)) for each in before.regimes
            ),
            expectations=(),
            levers=(),
        )
        if before.graph_form:
            return replace(changed, arcs={dm.label: self._arcs(dm.label) for dm in before.decision_makers})
        forbidden = [*before.forbidden_moves, *(each for lever in levers for each in lever.forbid)]
        allowed = [*before.allowed_moves, *(each for lever in levers for each in lever.allow)]
        return replace(changed, forbidden_moves=self._moves(forbidden), allowed_moves=self._moves(allowed))

    # ------------------------------------------------------------ options and states
    @cached_property
    def _place(self) -> Mapping[str, int]:
        """The index of each option that there is now."""
        options = [option for dm in self.before.decision_makers for option in self._with_options(dm).options]
        ids = [*(each.id for each in options), *(each.id for each in self.before.events)]
        return {option: index for index, option in enumerate(ids)}

    def _with_options(self, dm: DecisionMaker) -> DecisionMaker:
        added = [each.option for each in self.levers if each.option and each.option.owner == dm.label]
        return replace(dm, options=(*dm.options, *added))

    def _today(self) -> StatePattern | int | None:
        given = self.before.status_quo
        if not isinstance(given, StatePattern):
            assert given is None or self.before.graph_form, "states are renumbered; give their levels"
            return given
        return self._pattern(given, 0)

    def _pattern(self, pattern: StatePattern, added: int | None) -> StatePattern:
        levels: list[int | None] = [added] * len(self._place)
        for option, level in zip(self.before.options, pattern.levels, strict=True):
            levels[self._place[option.id]] = level
        return StatePattern(tuple(levels))

    def state_ref(self, ref: StateRef) -> StateRef:
        """Return what means the same states now, the added options left open.

        In option form ``ref`` is no number. A condition may speak of options that levers add.
        """
        if isinstance(ref, int):
            assert self.before.graph_form, "states are renumbered; give their levels"
            return ref
        return self._pattern(ref, None) if isinstance(ref, StatePattern) else self.condition(ref)

    # ------------------------------------------------------------ conditions
    @cached_property
    def _spoken_of(self) -> Sequence[Option]:
        """The options in the order in which conditions number them: the model's, then all levers'."""
        return (*self.before.options, *self.before.lever_options)

    def condition(self, condition: Condition) -> Condition:
        """Return a condition of the model or of a lever as one of the model that it has become.

        An option whose lever is not pulled stands at its first level.
        """

        def leaf(node: Is) -> Condition:
            if node.option < 0:
                return node
            place = self._place.get(self._spoken_of[node.option].id)
            if place is None:
                return And(()) if node.level == 0 else Or(())
            return Is(place, node.level)

        return rewritten(condition, leaf)

    def _statement(self, statement: Statement) -> Statement:
        return replace(statement, condition=self.condition(statement.condition))

    # ------------------------------------------------------------ moves
    def _moves(self, moves: Sequence[AnyMove]) -> tuple[AnyMove, ...]:
        return tuple(each.told(self.condition) for each in moves)

    def _arcs(self, dm: str) -> tuple[Arc, ...]:
        """Return the moves of a decision maker in graph form."""
        states = range(len(self.before.states))
        forbidden = [each for lever in self.levers for each in lever.forbid if each.by == dm]
        allowed = [each for lever in self.levers for each in lever.allow if each.by == dm]
        kept = {
            arc: None
            for arc in self.before.arcs.get(dm, ())
            if not any(holds(e.source, [arc.source]) and holds(e.target, [arc.target]) for e in forbidden)
        }
        for each in allowed:
            sources = [state for state in states if holds(each.source, [state])]
            targets = [state for state in states if holds(each.target, [state])]
            kept |= {Arc(one, other): None for one, other in product(sources, targets) if one != other}
        return tuple(kept)

    # ------------------------------------------------------------ preferences
    def _preference(self, preference: Preference) -> Preference:
        promised = [each for lever in self.levers for each in lever.incentives if each.to == preference.of]
        match preference.by:
            case Ranking():
                assert not promised, "a ranking takes no reward or penalty"
                return preference
            case Indifferent():
                if not promised:
                    return preference
                weighted = promised[0].weight is not None
                empty = Weights(()) if weighted else Prioritize(())
                return self._preference(replace(preference, by=empty))
            case Weights(items):
                own = [(self._statement(each), weight) for each, weight in items]
                added = [(self._statement(each.when), _signed(each)) for each in promised]
                return replace(preference, by=Weights((*own, *added)))
            case Prioritize(statements):
                return replace(preference, by=Prioritize(tuple(self._in_order(statements, promised))))

    def _in_order(self, statements: Sequence[Statement], promised: Sequence[Incentive]) -> list[Statement]:
        """Put each promise before the statement whose place it names, several of them in their order."""
        found = []
        for place in range(1, len(statements) + 2):
            found += [self._statement(_wanted(each)) for each in promised if each.before == place]
            found += [self._statement(each) for each in statements[place - 1 : place]]
        return found


def _signed(incentive: Incentive) -> Fraction:
    assert incentive.weight is not None
    return incentive.weight if incentive.kind == "reward" else -incentive.weight


def _wanted(incentive: Incentive) -> Statement:
    """Return what a promise makes its addressee want."""
    when = incentive.when
    if incentive.kind == "reward":
        return when
    return replace(when, text=f"not ({when.text})", condition=Not(when.condition))
