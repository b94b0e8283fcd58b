"""The shape of a model file, format 1: which keys there are and what they hold.

These classes are the one declaration from which both the checking of files and the published
JSON Schema are made. What labels mean, and whether the parts fit together, is `build`'s work.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, Tag

from countermove.model.shape_attitudes import AttitudesShape
from countermove.model.shape_base import Closed, expected, kinds
from countermove.model.shape_events import EventShape
from countermove.model.shape_expect import EXPECTATION_KINDS, Expectation
from countermove.model.shape_foresight import Foresight
from countermove.model.shape_layers import Layer, Overall
from countermove.model.shape_parts import (
    Because,
    ClaimShape,
    DecisionMaker,
    DocumentLabel,
    ForbiddenMoveShape,
    Label,
    NarrativeShape,
    Number,
    OptionShape,
    Preference,
    Ref,
    SourceShape,
    Statement,
)
from countermove.model.shape_perceptions import PerceptionShape
from countermove.model.shape_phases import PhasesShape
from countermove.model.shape_power import PowerShape

__all__ = ["EXPECTATION_KINDS", "FORMAT", "Document", "json_schema"]

FORMAT = 1
STATUS_QUO_WORDS = "a list of the options taken, a mapping 'option: value', or a state's label"


# ---------------------------------------------------------------- what a third party could add
class LeverOptionShape(OptionShape):
    """An option that a lever adds, with its owner."""

    by: str = Field(description="Label of the decision maker whose option it is.")
    label: Label


class AllowedMoveShape(ForbiddenMoveShape):
    """A move that a lever lets a decision maker make by its own options, whatever they allow."""


class IncentiveShape(Closed):
    """A reward or penalty: with `weight` where preferences are weights, with `before` where statements."""

    to: str = Field(description="Label of a decision maker.")
    when: str
    weight: Number | None = Field(
        None,
        description="More than 0; a penalty counts against the state.",
        json_schema_extra={"anyOf": [{"type": ["number", "string"]}, {"type": "null"}]},
    )
    before: Annotated[int, Field(ge=1)] | None = Field(
        None, description="Its place among the statements; 1, the most important, by default."
    )
    because: Because = Field(default_factory=list)


class LeverShape(Closed):
    """What a third party could add to the conflict, as a whole or not at all."""

    name: str | None = None
    description: str = ""
    option: LeverOptionShape | None = None
    forbid: list[ForbiddenMoveShape] = Field(default_factory=list)
    allow: list[AllowedMoveShape] = Field(default_factory=list)
    reward: list[IncentiveShape] = Field(default_factory=list)
    penalty: list[IncentiveShape] = Field(default_factory=list)
    because: Because = Field(default_factory=list)


# ---------------------------------------------------------------- the whole
class StatusQuoValues(BaseModel):
    """`option: value` for each option that does not stand at its first level."""

    model_config = ConfigDict(extra="allow", strict=True, frozen=True)
    __pydantic_extra__: dict[str, str | bool | int]
    because: Because = Field(default_factory=list)


class StatusQuoLong(Closed):
    """The status quo with what it rests on."""

    statement: Annotated[
        Annotated[Ref, Tag("<state>")]
        | Annotated[list[str], Tag("<list>")]
        | Annotated[dict[str, str | bool | int], Tag("<mapping>")],
        expected(kinds(state=(str, int), list=list, mapping=dict), STATUS_QUO_WORDS),
    ]
    because: Because = Field(default_factory=list)


def _status_quo_branch(value: Any) -> str | None:
    if isinstance(value, dict):
        return "<long>" if "statement" in value else "<values>"
    return kinds(state=(str, int), list=list)(value)


StatusQuo = Annotated[
    Annotated[Ref, Tag("<state>")]
    | Annotated[list[str], Tag("<list>")]
    | Annotated[StatusQuoValues, Tag("<values>")]
    | Annotated[StatusQuoLong, Tag("<long>")],
    expected(_status_quo_branch, STATUS_QUO_WORDS),
]


class Document(Closed):
    """A conflict model, format 1."""

    countermove: Literal[1] = Field(description="The version of this format.")
    title: str = ""
    summary: str = ""
    notes: str = Field("", description="What a reader should know about the model: its origin, its limits.")
    sources: dict[DocumentLabel, SourceShape] = Field(default_factory=dict)
    claims: dict[Label, ClaimShape] = Field(default_factory=dict)
    narratives: Annotated[dict[Label, NarrativeShape], Field(max_length=100)] = Field(
        default_factory=dict, description="Ways of telling things, each known by its terms."
    )
    layers: Annotated[dict[Label, Layer], Field(max_length=20)] = Field(
        default_factory=dict, description="Conflicts that this one combines, by label."
    )
    overall: dict[str, Overall] = Field(
        default_factory=dict,
        description="How a decision maker that stands in several layers weighs them: a list of layers, the "
        "most important first, or `layer: factor`.",
    )
    shared: list[str] = Field(
        default_factory=list, description="Options that are one and the same in several layers."
    )
    decision_makers: Annotated[dict[Label, DecisionMaker], Field(max_length=50)] = Field(
        default_factory=dict, description="Required, but for a model of layers."
    )
    constraints: list[Statement] = Field(default_factory=list)
    forbidden_moves: list[ForbiddenMoveShape] = Field(default_factory=list)
    power: list[PowerShape] = Field(
        default_factory=list, description="Who can force whose option, as if it were its own."
    )
    states: dict[Annotated[str, Field(pattern=r"^\w+$")], str | None] = Field(default_factory=dict)
    moves: dict[str, list[str]] = Field(default_factory=dict)
    status_quo: StatusQuo | None = None
    preferences: dict[str, Preference] = Field(default_factory=dict)
    perceptions: dict[str, PerceptionShape] = Field(
        default_factory=dict, description="How decision makers see the conflict where they see it otherwise."
    )
    attitudes: dict[str, AttitudesShape] = Field(
        default_factory=dict, description="How decision makers look upon each other."
    )
    phases: PhasesShape | None = Field(None, description="A settlement that is carried out step by step.")
    events: Annotated[dict[Label, EventShape], Field(max_length=20)] = Field(
        default_factory=dict, description="What may happen by itself, by label."
    )
    foresight: dict[str, Foresight] = Field(
        default_factory=dict, description="By which concept each decision maker looks ahead; nash by default."
    )
    levers: dict[Label, LeverShape] = Field(default_factory=dict)
    expect: list[Expectation] = Field(default_factory=list)


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft-07) of the model file, for editors."""
    schema = Document.model_json_schema(by_alias=True, ref_template="#/definitions/{model}")
    schema["definitions"] = schema.pop("$defs")
    return {"$schema": "http://json-schema.org/draft-07/schema#", "title": "countermove model, format 1"} | {
        key: value for key, value in schema.items() if key != "title"
    }
