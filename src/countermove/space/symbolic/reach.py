"""Where moves lead from a set of states, layer by layer, and a shortest way to one of them."""

from __future__ import annotations

from countermove.space.symbolic.diagrams import Diagram, any_of, limited, some_in_both, variable_set
from countermove.space.symbolic.singly import SingleMoves
from countermove.space.symbolic.space import State, SymbolicSpace

__all__ = ["Forward", "Hop"]

Hop = tuple[int, State, State]
"""Who moves, from where and to where; the index after the last decision maker's is that of events."""


class Forward:
    """What can be reached from a set of states by moves, or improvements alone, of anybody, and by events.

    Parameters
    ----------
    space : SymbolicSpace
        The conflict.
    start : Diagram
        Where it starts.
    improvements : bool
        Whether each step must be an improvement for its mover.

    Attributes
    ----------
    layers : list of Diagram
        What is reached in at most 0, 1, 2, ... steps; the last is all that is reached.
    """

    def __init__(self, space: SymbolicSpace, start: Diagram, *, improvements: bool) -> None:
        self.space = space
        self.nodes = space.nodes
        self.improvements = improvements
        self.layers = self._layers(start)

    @limited
    def _layers(self, start: Diagram) -> list[Diagram]:
        layers = [start]
        step = self._improving_from if self.improvements else self._moving_from
        while True:
            everybody = range(len(self.space.decision_makers))
            more = layers[-1] | any_of(self.space.manager, (step(dm, layers[-1]) for dm in everybody))
            more |= self.space.events.leading_from(layers[-1])
            if more == layers[-1]:
                return layers
            layers.append(more)

    def _moving_from(self, dm: int, states: Diagram) -> Diagram:
        """Return where ``dm`` can move to from a set of states, itself among it."""
        space = self.space
        if isinstance(space.moves, SingleMoves):
            return space.moves.moving_from(dm, states)
        for option in space.options.owned[dm]:
            if space.options.of[option].moves != "both":
                states = self._changed(option, states)
        return some_in_both(states, space.manager.true(), space.options.free_x[dm]) & space.feasible

    def _changed(self, option: int, states: Diagram) -> Diagram:
        """Return what a one-way option can be changed into from a set of states, staying included."""
        options = self.space.options
        levels = range(options.of[option].levels)
        forward = options.of[option].moves == "forward"
        result = behind = self.space.manager.false()
        for level in levels if forward else reversed(levels):
            behind |= options.given(states, option, level)
            result |= options.at(option, level) & behind
        return result

    def _improving_from(self, dm: int, states: Diagram) -> Diagram:
        """Return where ``dm`` can move to from a set of states so as to be better off."""
        space = self.space
        own = [xy for option in space.options.moved[dm] for xy in space.options.of[option].xy]
        leaving = variable_set(space.manager, (x for x, _ in own))
        moved: Diagram = some_in_both(states, space.moves.improves(dm), leaving)
        renaming = Diagram.make_substitution((y, space.manager.var(x)) for x, y in own)
        return moved.substitute(renaming) & space.feasible

    @property
    def states(self) -> Diagram:
        """All that is reached, the start among it."""
        return self.layers[-1]

    @limited
    def way_to(self, targets: Diagram) -> list[Hop] | None:
        """Return a shortest way to a nearest one of some states; None when none is reached."""
        space = self.space
        depth = next((k for k, layer in enumerate(self.layers) if (layer & targets).satisfiable()), None)
        if depth is None:
            return None
        state = space.first(self.layers[depth] & targets)
        assert state is not None
        hops: list[Hop] = []
        for layer in reversed(self.layers[:depth]):
            hop = self._hop_into(state, layer)
            hops.append(hop)
            state = hop[1]
        return hops[::-1]

    def _hop_into(self, state: State, layer: Diagram) -> Hop:
        """Return a step from a layer into a state."""
        space = self.space
        into = space.moves.improving_into if self.improvements else space.moves.moving_into
        for dm in range(len(space.decision_makers)):
            source = space.first(into(dm, space.only(state)) & layer)
            if source is not None:
                return dm, source, state
        source = space.first(space.events.leading_into(space.only(state)) & layer)
        if source is not None:
            return len(space.decision_makers), source, state
        raise AssertionError("a state of a layer is reached from the layer before")
