"""Moves that do not chain: where some are forbidden or added, two in a row by one owner need not be one move.

Then a move is a relation between the state that is left and the one that is moved to, and answers
are followed for each mover apart, since nobody moves twice in a row.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from countermove.model import Model
from countermove.space.symbolic.diagrams import Diagram, all_of, any_of, some_in_both, variable_set
from countermove.space.symbolic.moves import SymbolicMoves
from countermove.space.symbolic.options import OptionBits

__all__ = ["SingleMoves", "answered_in_turn"]


class SingleMoves(SymbolicMoves):
    """Who can move where when not every change of one's own options is a move.

    Parameters
    ----------
    options, feasible, levels
        As for `SymbolicMoves`.
    model : Model
        With its forbidden and added moves.
    """

    def __init__(
        self, options: OptionBits, feasible: Diagram, levels: Sequence[list[Diagram]], model: Model
    ) -> None:
        super().__init__(options, feasible, levels)
        self.model = model

    @cached_property
    def _relations(self) -> list[Diagram]:
        """For each decision maker, whether it can move from x to y; staying is no move."""
        return [self._allowed(dm) & ~self._same(dm) for dm in range(len(self.levels))]

    def _same(self, dm: int) -> Diagram:
        """Return whether the options of ``dm`` stand in y as they do in x."""
        var = self.manager.var
        return all_of(self.manager, (var(x).equiv(var(y)) for x, y in self._own(dm)))

    def _own(self, dm: int) -> list[tuple[int, int]]:
        return [xy for option in self.options.owned[dm] for xy in self.options.of[option].xy]

    def _allowed(self, dm: int) -> Diagram:
        label = self.model.decision_makers[dm].label
        forbidden, added = (
            any_of(
                self.manager,
                (
                    self.options.where(source) & self.options.as_target(dm, self.options.where(target))
                    for each in moves
                    if each.by == label
                    for source, target in each.ends
                ),
            )
            for moves in (self.model.forbidden_moves, self.model.allowed_moves)
        )
        return (super()._allowed(dm) & ~forbidden) | added

    def leaving_into(self, dm: int, states: Diagram) -> Diagram:
        """Return from where ``dm`` can move into a set of feasible states; staying is no move."""
        targets = self.options.as_target(dm, states)
        return some_in_both(self._relations[dm], targets, self.options.own_y[dm]) & self.feasible

    def moving_into(self, dm: int, states: Diagram) -> Diagram:
        """Return from where ``dm`` can move into a set of feasible states, or is in it already."""
        return self.leaving_into(dm, states) | states

    def moving_from(self, dm: int, states: Diagram) -> Diagram:
        """Return where ``dm`` can move to from a set of feasible states, itself among it."""
        own = self._own(dm)
        leaving = variable_set(self.manager, (x for x, _ in own))
        moved: Diagram = some_in_both(states, self._relations[dm], leaving)
        back = Diagram.make_substitution((y, self.manager.var(x)) for x, y in own)
        return (moved.substitute(back) & self.feasible) | states

    def targets(self, dm: int, state: Sequence[int]) -> Diagram:
        """Return the feasible states that ``dm`` can move to from one state, itself among them."""
        return self.moving_from(dm, self.options.matching(state) & self.feasible)


def answered_in_turn(moves: SingleMoves, dm: int, start: Diagram, *, improvements: bool) -> list[Diagram]:
    """Return for each decision maker from where its move, and legal answers after it, reach a start.

    ``dm`` takes no part; its own set is empty. Nobody moves twice in a row.
    """
    step = moves.improving_into if improvements else moves.leaving_into
    none = moves.manager.false()
    everybody = range(len(moves.levels))
    first = [none for _ in everybody]
    while True:
        changed = False
        for mover in everybody:
            if mover == dm:
                continue
            after = start | any_of(moves.manager, (first[k] for k in everybody if k != mover))
            found = step(mover, after)
            if found != first[mover]:
                first[mover], changed = found, True
        if not changed:
            return first
