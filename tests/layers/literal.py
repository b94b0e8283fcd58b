"""A hierarchical graph model as it is defined, from the literal games of its layers.

He, Kilgour, Hipel and Bashar, INFOR 51 (2013) 103-119, and, with weights, He, Kilgour and Hipel, Journal of
Environmental Informatics (2017): a state is one state of each layer; a decision maker moves in one layer or
in several at once, everybody else staying; it compares states by its layers, in the order of their
importance or by a weighted sum. Links between layers leave combinations out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from itertools import product

from countermove.space.literal import LiteralGame

Worth = tuple[Fraction | int, ...]


class LayeredGame:
    """The whole that layers make: satisfies ``countermove.concepts.Game``.

    Parameters
    ----------
    layers : mapping
        The literal game of each layer; no option stands in two of them.
    overall : mapping
        For each decision maker that stands in several layers, either their labels, the most important
        first, or the factor of each.
    linked : callable
        Takes the values of a state's parts, layer by layer, and says whether there is such a state.
    """

    def __init__(
        self,
        layers: Mapping[str, LiteralGame],
        overall: Mapping[str, Sequence[str] | Mapping[str, Fraction]],
        linked: Callable[[Sequence[tuple[int, ...]]], bool],
    ) -> None:
        self.layers = list(layers.values())
        self.names = list(layers)
        self.overall = overall
        parts = product(*(layer.states for layer in self.layers))
        self.parts = [state for state in parts if linked(self.values(state))]
        self.states = range(len(self.parts))
        self.decision_makers = tuple(
            dict.fromkeys(dm for layer in self.layers for dm in layer.decision_makers)
        )
        self._known: dict[tuple[str, int], frozenset[int]] = {}

    def values(self, state: Sequence[int]) -> list[tuple[int, ...]]:
        return [layer.values(part) for layer, part in zip(self.layers, state, strict=True)]

    def moves(self, dm: str, state: int) -> frozenset[int]:
        if (dm, state) not in self._known:
            self._known[dm, state] = frozenset(
                other for other in self.states if other != state and self._can_move(dm, state, other)
            )
        return self._known[dm, state]

    def _can_move(self, dm: str, source: int, target: int) -> bool:
        return all(
            before == after or (dm in layer.decision_makers and after in layer.moves(dm, before))
            for layer, before, after in zip(self.layers, self.parts[source], self.parts[target], strict=True)
        )

    def joint(self, state: int, moves: Mapping[str, int]) -> int | None:
        raise NotImplementedError("simultaneous stability is not tried here")

    def prefers(self, dm: str, one: int, other: int) -> bool:
        return self.worth(dm, one) > self.worth(dm, other)

    def worth(self, dm: str, state: int) -> Worth:
        own = {
            name: self.worth_in(layer, dm, part)
            for name, layer, part in zip(self.names, self.layers, self.parts[state], strict=True)
            if dm in layer.decision_makers
        }
        overall = self.overall.get(dm)
        if overall is None:
            (alone,) = own.values()
            return alone
        if isinstance(overall, Mapping):
            return (sum(factor * as_sum(own[name]) for name, factor in overall.items()),)
        return tuple(item for name in overall for item in own[name])

    @staticmethod
    def worth_in(layer: LiteralGame, dm: str, part: int) -> Worth:
        found: Worth = layer._worth[dm][part]
        return found


def as_sum(worth: Worth) -> Fraction | int:
    """Return prioritized statements as the binary number that they spell, weights as they are."""
    if len(worth) == 1 and not isinstance(worth[0], bool):
        return worth[0]
    spelt = [1 << place for place, holds in enumerate(reversed(worth)) if holds]
    return sum(spelt)
