"""The shape of ``power:``: who can force whose option."""

from __future__ import annotations

from pydantic import Field

from countermove.model.shape_base import Closed
from countermove.model.shape_parts import Because

__all__ = ["PowerShape"]


class PowerShape(Closed):
    """An option of somebody else that a decision maker can change as if it were its own."""

    by: str = Field(description="Label of the decision maker that has the power.")
    option: str = Field(description="An option of another decision maker.")
    to: str | bool | int | None = Field(
        None, description="The level that it can be forced to; any by default."
    )
    when: str | None = Field(None, description="A condition on the state that is left; any by default.")
    because: Because = Field(default_factory=list)
