"""Moves and improvements between sets of states: from where a decision maker can get into a set.

Changes of one's own options are transitive and any of them may be combined, so a move is the
forgetting of the options that can go both ways, and of each one-way option's way back. Only
improvements need the state that is moved to beside the state that is left.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from countermove.space.symbolic.diagrams import Diagram, all_of, any_of, some_in_both
from countermove.space.symbolic.levels import above
from countermove.space.symbolic.options import OptionBits

__all__ = ["SymbolicMoves"]


class SymbolicMoves:
    """Who can move where, for sets of feasible states.

    Parameters
    ----------
    options : OptionBits
        How states are written.
    feasible : Diagram
        Which states there are.
    levels : sequence of lists of Diagram
        Each decision maker's liking of a state, in bits.
    """

    def __init__(self, options: OptionBits, feasible: Diagram, levels: Sequence[list[Diagram]]) -> None:
        self.options = options
        self.feasible = feasible
        self.levels = levels
        self.manager = options.manager

    def moving_into(self, dm: int, states: Diagram) -> Diagram:
        """Return from where ``dm`` can move into a set of feasible states, or is in it already."""
        for option in self.options.owned[dm]:
            if self.options.of[option].moves != "both":
                states = self._changing_into(option, states)
        return some_in_both(states, self.manager.true(), self.options.free_x[dm]) & self.feasible

    def _changing_into(self, option: int, states: Diagram) -> Diagram:
        """Return from where a one-way option can be changed so as to get into a set, or need not be."""
        levels = range(self.options.of[option].levels)
        forward = self.options.of[option].moves == "forward"
        result = ahead = self.manager.false()
        for level in reversed(levels) if forward else levels:
            ahead |= self.options.given(states, option, level)
            result |= self.options.at(option, level) & ahead
        return result

    def improving_into(self, dm: int, states: Diagram) -> Diagram:
        """Return from where ``dm`` can move into a set of feasible states and be better off."""
        targets = self.options.as_target(dm, states)
        return some_in_both(self._improves[dm], targets, self.options.own_y[dm]) & self.feasible

    def improves(self, dm: int) -> Diagram:
        """Return whether ``dm`` may and likes to go from x to y; where y may be infeasible, too."""
        return self._improves[dm]

    @cached_property
    def _improves(self) -> list[Diagram]:
        """For each decision maker, whether it may and likes to go from x to y."""
        return [
            above([self.options.as_target(dm, bit) for bit in bits], bits, self.manager.false())
            & self._allowed(dm)
            for dm, bits in enumerate(self.levels)
        ]

    def _allowed(self, dm: int) -> Diagram:
        """Return whether the one-way options of ``dm`` can go from x to y."""
        at = self.options.at
        return all_of(
            self.manager,
            (
                any_of(
                    self.manager,
                    (
                        at(option, source) & at(option, target, target=True)
                        for source in range(bits.levels)
                        for target in range(bits.levels)
                        if bits.allows(source, target)
                    ),
                )
                for option in self.options.owned[dm]
                if (bits := self.options.of[option]).moves != "both"
            ),
        )

    def targets(self, dm: int, state: Sequence[int]) -> Diagram:
        """Return the feasible states that ``dm`` can move to from one state, itself among them."""
        at = self.options.at
        own = set(self.options.owned[dm])
        rest = self.options.matching([None if k in own else level for k, level in enumerate(state)])
        reach = all_of(
            self.manager,
            (
                any_of(self.manager, (at(k, to) for to in range(bits.levels) if bits.allows(state[k], to)))
                for k in own
                if (bits := self.options.of[k]).moves != "both"
            ),
        )
        return rest & reach & self.feasible
