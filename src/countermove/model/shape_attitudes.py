"""The shape of ``attitudes:``: how decision makers look upon each other."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, Tag

from countermove.model.shape_base import one_of
from countermove.model.shape_parts import Because

__all__ = ["AttitudesShape", "Beside", "Toward"]

Toward = Literal["positive", "neutral", "negative"]


class AttitudesShape(BaseModel):
    """A decision maker's attitude to others, and to itself, by their labels."""

    model_config = ConfigDict(extra="allow", strict=True, frozen=True)
    __pydantic_extra__: dict[str, Toward]
    because: Because = Field(default_factory=list)

    @property
    def toward(self) -> dict[str, Any]:
        """The attitudes alone."""
        return dict(self.__pydantic_extra__)


Beside = Annotated[
    Annotated[bool, Tag("<truth>")] | Annotated[dict[str, dict[str, Toward]], Tag("<mapping>")],
    one_of(truth=bool, mapping=dict),
]
"""What stands beside an expectation: the model's own attitudes, or others in their place."""
