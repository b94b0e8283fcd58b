"""The shape of ``phases:``: a settlement that is carried out step by step."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from countermove.model.shape_base import Closed
from countermove.model.shape_parts import Because, Statement

__all__ = ["MAX_STEPS", "PhasesShape", "StepShape"]

MAX_STEPS = 7
"""Their orders are all looked at: 7! = 5,040."""


class StepShape(Closed):
    """A step of a settlement."""

    name: str
    done: str = Field(description="A condition: in which states the step is done.")
    because: Because = Field(default_factory=list)


class PhasesShape(Closed):
    """A settlement in phases."""

    kept: Statement | None = Field(None, description="What all keep to while the settlement goes on.")
    steps: Annotated[list[StepShape], Field(min_length=1, max_length=MAX_STEPS)] = Field(
        description="In the order in which they are to be done."
    )
