"""What a decision maker wants: statements in order, weights, a ranking, or nothing in particular.

The nouns are re-exported by `countermove.model.elements`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from countermove.model.parts import NOWHERE, Because, Statement
from countermove.model.yaml import Place

__all__ = ["Indifferent", "Preference", "Prioritize", "Ranking", "Weights"]


@dataclass(frozen=True)
class Prioritize:
    """Option prioritizing: statements in order of importance; an earlier one outweighs all later."""

    statements: tuple[Statement, ...]


@dataclass(frozen=True)
class Weights:
    """Exact weights of conditions; a state is worth the sum of those it fulfils."""

    items: tuple[tuple[Statement, Fraction], ...]


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

    def grounds(self, path: str) -> Iterator[tuple[str, Because]]:
        """Yield the preference's statements, and itself where it says what it rests on, by their paths."""
        here = f"{path}.{self.of}"
        match self.by:
            case Prioritize(statements):
                yield from ((f"{here}.prioritize[{k}]", each.because) for k, each in enumerate(statements))
            case Weights(items):
                yield from ((f"{here}.weights[{k}]", each.because) for k, (each, _) in enumerate(items))
            case Ranking():
                yield f"{here}.ranking", self.because
            case Indifferent():
                yield here, self.because
        if self.because and not isinstance(self.by, Ranking | Indifferent):
            yield here, self.because
