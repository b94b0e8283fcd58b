"""In which order the variables of decision makers lie: the one thing that a diagram's size hangs on.

Whoever the verdicts are for comes first: its own options stand still while the others answer, so
that below them the diagrams speak of the others alone. Then follows each time whoever has most to
do with those placed last.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations

from countermove.model import Model
from countermove.model.condition import Condition, atoms
from countermove.model.elements import Prioritize, Weights

__all__ = ["concerns", "order_for"]

Ties = list[list[int]]
"""For each two decision makers, how many statements concern both."""


def concerns(model: Model) -> Ties:
    """Count for each two decision makers the statements and constraints that concern both."""
    number = range(len(model.decision_makers))
    owners = [dm for dm in number for _ in model.decision_makers[dm].options]
    ties = [[0] * len(number) for _ in number]

    def count(condition: Condition, concerned: set[int]) -> None:
        for one, other in permutations(concerned | {owners[leaf.option] for leaf in atoms(condition)}, 2):
            ties[one][other] += 1

    for each in model.constraints:
        count(each.condition, set())
    for dm in number:
        for condition in _stated(model, dm):
            count(condition, {dm})
    return ties


def _stated(model: Model, dm: int) -> Iterator[Condition]:
    preference = model.preferences.get(model.decision_makers[dm].label)
    match preference and preference.by:
        case Prioritize(statements):
            yield from (each.condition for each in statements)
        case Weights(items):
            yield from (each.condition for each, _ in items)


def order_for(dm: int, ties: Ties) -> list[int]:
    """Return the decision makers in the order of their variables for the verdicts of one of them."""
    placed, left = [dm], [other for other in range(len(ties)) if other != dm]

    def nearness(other: int) -> float:
        return sum(ties[other][each] / away for away, each in enumerate(reversed(placed), start=2))

    while left:
        following: int = max(left, key=nearness)
        placed.append(following)
        left.remove(following)
    return placed
