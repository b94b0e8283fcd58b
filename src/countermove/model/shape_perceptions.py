"""The shape of ``perceptions:``: how a decision maker sees the conflict where it sees it otherwise."""

from __future__ import annotations

from pydantic import Field

from countermove.model.shape_base import Closed
from countermove.model.shape_parts import Because, Label, Option, Preference

__all__ = ["PerceptionShape"]


class PerceptionShape(Closed):
    """What a decision maker does not know of, imagines, and believes of others' preferences."""

    unaware: list[str] = Field(default_factory=list, description="Options that it does not know of.")
    imagines: dict[str, dict[Label, Option]] = Field(
        default_factory=dict, description="Options that it wrongly believes a decision maker to have."
    )
    preferences: dict[str, Preference] = Field(
        default_factory=dict, description="What it believes a decision maker to want."
    )
    perceptions: dict[str, PerceptionShape] = Field(
        default_factory=dict, description="How it believes a decision maker to see the conflict."
    )
    because: Because = Field(default_factory=list)
