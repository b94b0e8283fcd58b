"""By which concept each decision maker looks ahead; re-exported by `countermove.model.elements`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from countermove.model.parts import NOWHERE, Because
from countermove.model.yaml import Place

__all__ = ["Outlook"]


@dataclass(frozen=True)
class Outlook:
    """How a decision maker looks ahead.

    Attributes
    ----------
    of : str
        Its label.
    concept : str
        The id of the concept by which it judges whether to stay.
    """

    of: str
    concept: str
    because: Because = ()
    at: Place = NOWHERE

    def grounds(self) -> Iterator[tuple[str, Because]]:
        """Yield it with what it rests on, where it says so."""
        if self.because:
            yield f"foresight.{self.of}", self.because
