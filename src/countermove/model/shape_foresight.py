"""The shape of ``foresight:``: by which concept a decision maker looks ahead."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, Tag

from countermove.model.shape_base import Closed, one_of
from countermove.model.shape_parts import Because

__all__ = ["Foresight", "OutlookShape"]


class OutlookShape(Closed):
    """By which concept a decision maker looks ahead, and what that rests on."""

    concept: str = Field(description="A concept's id, such as nash, smr or maximin:4.")
    because: Because = Field(default_factory=list)


Foresight = Annotated[
    Annotated[str, Tag("<text>")] | Annotated[OutlookShape, Tag("<mapping>")],
    one_of(text=str, mapping=(dict, OutlookShape)),
]
