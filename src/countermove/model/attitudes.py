"""How decision makers look upon each other: what each makes of how the others fare.

Re-exported by `countermove.model.elements`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from countermove.model.parts import NOWHERE, Because
from countermove.model.yaml import Place

__all__ = ["ATTITUDES", "Attitudes"]

ATTITUDES = {"positive": 1, "neutral": 0, "negative": -1}
"""The attitudes, as a file names them."""


@dataclass(frozen=True)
class Attitudes:
    """How one decision maker looks upon some, itself perhaps among them.

    Attributes
    ----------
    of : str
        Its label.
    toward : mapping
        1 for positive, 0 for neutral, -1 for negative. To itself it is positive, and to others neutral,
        where this does not say otherwise.
    """

    of: str
    toward: Mapping[str, int]
    because: Because = ()
    at: Place = NOWHERE

    def to(self, other: str) -> int:
        """Return the attitude to a decision maker."""
        return self.toward.get(other, int(other == self.of))

    def grounds(self) -> Iterator[tuple[str, Because]]:
        """Yield the attitudes with what they rest on, by their path."""
        yield f"attitudes.{self.of}", self.because
