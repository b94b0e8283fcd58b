"""The shape of ``events:``: what may happen and is nobody's decision."""

from __future__ import annotations

from pydantic import Field

from countermove.model.shape_base import Closed
from countermove.model.shape_parts import Because, Number, Preference, Statement

__all__ = ["EventShape"]


class EventShape(Closed):
    """What may happen by itself, where, and what decision makers want from then on."""

    name: str | None = None
    description: str = ""
    possible: Statement | None = Field(None, description="Where it may happen; anywhere by default.")
    lasts: bool = Field(True, description="Whether it stays once it has happened; if not, it may pass again.")
    probability: Number | None = Field(
        None,
        description="How likely it is in one period, where it may happen: more than 0, at most 1.",
        json_schema_extra={"anyOf": [{"type": ["number", "string"]}, {"type": "null"}]},
    )
    preferences: dict[str, Preference] = Field(
        default_factory=dict, description="What decision makers want from then on."
    )
    because: Because = Field(default_factory=list)
