"""What a decision maker wants: statements in order, weights, a ranking, or nothing in particular.

The nouns are re-exported by `countermove.model.elements`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from countermove.model.parts import NOWHERE, Because, Statement
from countermove.model.proportions import whole_numbers
from countermove.model.yaml import Place

__all__ = ["Indifferent", "Items", "Preference", "Prioritize", "Ranking", "Weights"]

Items = tuple[tuple[Statement, Fraction], ...]


@dataclass(frozen=True)
class Prioritize:
    """Option prioritizing: statements in order of importance; an earlier one outweighs all later."""

    statements: tuple[Statement, ...]


@dataclass(frozen=True)
class Weights:
    """Exact weights of conditions; a state is worth the sum of those it fulfils.

    Of a state that is worth U once, and u in each period from the next one on, the value over time with
    patience d is U + d u + d^2 u + ..., which orders like (1 - d) U + d u (Samuelson 1937).

    Attributes
    ----------
    once : tuple
        Conditions with what they are worth once.
    each_period : tuple
        Conditions with what they are worth in each period.
    patience : Fraction
        How much a period counts against the one before it: at least 0, and less than 1.
    then : Weights or None
        What decides between states that these find equal; None when nothing does.
    """

    once: Items
    each_period: Items = ()
    patience: Fraction = Fraction(0)
    then: Weights | None = None

    __match_args__ = ("items",)

    @property
    def items(self) -> Items:
        """All as plain weights, at this patience; only their proportions mean anything."""
        told = self.once
        if self.each_period and self.patience:
            told = (
                *((each, weight * (1 - self.patience)) for each, weight in self.once),
                *((each, weight * self.patience) for each, weight in self.each_period),
            )
        if self.then is None:
            return told
        rest = _whole(self.then.items)
        unit = 1 + sum(abs(weight) for _, weight in rest)  # more than all that follows can make up
        return (*((each, weight * unit) for each, weight in _whole(told)), *rest)

    @property
    def parts(self) -> tuple[Weights, ...]:
        """Itself and what decides where it finds states equal, in that order, each by itself."""
        return (replace(self, then=None), *(self.then.parts if self.then else ()))

    @property
    def lasts(self) -> bool:
        """Whether anything in it is worth something in each period."""
        return any(each.each_period for each in self.parts)

    def told(self, change: Callable[[Statement], Statement]) -> Weights:
        """Return the same of changed statements."""
        return replace(
            self,
            once=tuple((change(each), weight) for each, weight in self.once),
            each_period=tuple((change(each), weight) for each, weight in self.each_period),
            then=self.then and self.then.told(change),
        )

    def at(self, patience: Fraction) -> Weights:
        """Return the same with another patience."""
        return replace(self, patience=patience, then=self.then and self.then.at(patience))


def _whole(items: Items) -> Items:
    """Return weights in the same proportions that are whole numbers."""
    amounts = whole_numbers([weight for _, weight in items])
    return tuple((each, Fraction(amount)) for (each, _), amount in zip(items, amounts, strict=True))


@dataclass(frozen=True)
class Ranking:
    """States from the best to the worst, in tiers of states liked equally.

    ``greatly[k]`` says that tier k is greatly preferred to tier k + 1.
    """

    tiers: tuple[tuple[tuple[int | str, Place], ...], ...]
    greatly: tuple[bool, ...] = ()


@dataclass(frozen=True)
class Indifferent:
    """All states are liked equally."""


@dataclass(frozen=True)
class Preference:
    """One decision maker's preference and what it rests on."""

    of: str
    by: Prioritize | Weights | Ranking | Indifferent
    because: Because = ()
    at: Place = NOWHERE

    @property
    def lasts(self) -> bool:
        """Whether anything in it is worth something in each period, so that patience matters."""
        return isinstance(self.by, Weights) and self.by.lasts

    def grounds(self, path: str) -> Iterator[tuple[str, Because]]:
        """Yield the preference's statements, and itself where it says what it rests on, by their paths."""
        here = f"{path}.{self.of}"
        match self.by:
            case Prioritize(statements):
                yield from ((f"{here}.prioritize[{k}]", each.because) for k, each in enumerate(statements))
            case Weights():
                once = [each for part in self.by.parts for each, _ in part.once]
                lasting = [each for part in self.by.parts for each, _ in part.each_period]
                yield from ((f"{here}.weights[{k}]", each.because) for k, each in enumerate(once))
                yield from ((f"{here}.each_period[{k}]", each.because) for k, each in enumerate(lasting))
            case Ranking():
                yield f"{here}.ranking", self.because
            case Indifferent():
                yield here, self.because
        if self.because and not isinstance(self.by, Ranking | Indifferent):
            yield here, self.because
