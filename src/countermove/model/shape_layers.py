"""The shapes of ``layers:`` and of how a decision maker weighs them."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, Tag

from countermove.model.shape_base import Closed, one_of
from countermove.model.shape_parts import Number

__all__ = ["Layer", "LayerShape", "Overall"]


class LayerShape(Closed):
    """A conflict that is a layer of this one: a model file beside it, or the model itself."""

    name: str | None = None
    file: str | None = Field(None, description="A model file in the folder of this one.")
    model: dict[str, Any] | None = Field(None, description="Instead of a file: the model.")


Layer = Annotated[
    Annotated[str, Tag("<text>")] | Annotated[LayerShape, Tag("<mapping>")],
    one_of(text=str, mapping=(dict, LayerShape)),
]

Overall = Annotated[
    Annotated[list[str], Tag("<list>")] | Annotated[dict[str, Number], Tag("<mapping>")],
    one_of(list=list, mapping=dict),
]
