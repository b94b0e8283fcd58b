"""The shape of a model file, format 1: which keys there are and what they hold.

These classes are the one declaration from which both the checking of files and the published
JSON Schema are made. What labels mean, and whether the parts fit together, is `build`'s work.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, Tag

from countermove.model.parsing import KEYWORDS, LABEL
from countermove.model.shape_base import Closed, expected, kinds, one_of
from countermove.model.shape_expect import EXPECTATION_KINDS, Expectation
from countermove.model.shape_layers import Layer, Overall

__all__ = ["EXPECTATION_KINDS", "FORMAT", "RESERVED", "Document", "json_schema"]

FORMAT = 1
RESERVED = KEYWORDS | {"because", "statement"}
LABEL_PATTERN = rf"^{LABEL}$"

STATUS_QUO_WORDS = "a list of the options taken, a mapping 'option: value', or a state's label"

Label = Annotated[str, Field(pattern=LABEL_PATTERN)]
Level = Annotated[str, Field(pattern=r"^\w+$")] | int
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


# ---------------------------------------------------------------- evidence
class SealedShape(Closed):
    """A sealed quote: its number of words and the SHA-256 of its words."""

    words: Annotated[int, Field(ge=1, le=1000)]
    sha256: Sha256


class QuoteShape(Closed):
    """Words of a source that speak for or against an element."""

    source: str = Field(description="Label of a source.")
    quote: str | None = Field(None, description="The words, as they stand in the source.")
    sealed: SealedShape | None = Field(None, description="Instead of the words: their number and hash.")
    stance: Literal["supports", "contradicts"] = "supports"
    note: str = Field("", description="What the quote says, in the analyst's words.")


class AssumptionShape(Closed):
    """What the model needs and no source says."""

    assumption: str


def _because_branch(value: Any) -> str | None:
    if isinstance(value, str):
        return "<claim>"
    if isinstance(value, AssumptionShape) or (isinstance(value, dict) and "assumption" in value):
        return "<assumption>"
    return "<quote>" if isinstance(value, dict | QuoteShape) else None


BecauseItem = Annotated[
    Annotated[Label, Tag("<claim>")]
    | Annotated[AssumptionShape, Tag("<assumption>")]
    | Annotated[QuoteShape, Tag("<quote>")],
    expected(_because_branch, "a claim's label, a quote ('source: ..., quote: ...') or 'assumption: ...'"),
]
Because = list[BecauseItem]


class ClaimShape(Closed):
    """What a source says, in the analyst's words, with the quotes that show it."""

    text: str
    quotes: Annotated[list[QuoteShape], Field(min_length=1)]


class RenditionShape(Closed):
    """One form of a source; `file` is relative to the model."""

    file: str | None = None
    sha256: Sha256 | None = None


class SourceShape(Closed):
    """A document that quotes are taken from."""

    title: str = ""
    publisher: str = ""
    published: str | int = ""
    author: str = ""
    note: str = ""
    renditions: dict[Label, RenditionShape] = Field(default_factory=dict)


# ---------------------------------------------------------------- who, what and when
class StatementShape(Closed):
    """A condition with what it rests on."""

    statement: str
    because: Because = Field(default_factory=list)


Statement = Annotated[
    Annotated[str, Tag("<text>")] | Annotated[StatementShape, Tag("<mapping>")],
    one_of(text=str, mapping=(dict, StatementShape)),
]


class OptionShape(Closed):
    """Something a decision maker may do."""

    name: str | None = None
    description: str = ""
    levels: Annotated[list[Level], Field(min_length=2, max_length=20)] | None = None
    moves: Literal["both", "forward", "backward"] = "both"
    because: Because = Field(default_factory=list)


Option = Annotated[
    Annotated[str, Tag("<text>")]
    | Annotated[OptionShape, Tag("<mapping>")]
    | Annotated[None, Tag("<nothing>")],
    one_of(text=str, mapping=(dict, OptionShape), nothing=type(None)),
]


class DecisionMakerShape(Closed):
    """Somebody who decides."""

    name: str | None = None
    description: str = ""
    options: dict[Label, Option] = Field(default_factory=dict)
    preferences: Literal["indifferent"] | None = Field(
        None, description="`indifferent`, as an alternative to an entry under the top-level `preferences`."
    )
    because: Because = Field(default_factory=list)


DecisionMaker = Annotated[
    Annotated[str, Tag("<text>")]
    | Annotated[DecisionMakerShape, Tag("<mapping>")]
    | Annotated[None, Tag("<nothing>")],
    one_of(text=str, mapping=(dict, DecisionMakerShape), nothing=type(None)),
]


class ForbiddenMoveShape(Closed):
    """A move that a decision maker cannot make although its options would allow it."""

    by: str
    from_: str = Field(alias="from")
    to: str
    because: Because = Field(default_factory=list)


# ---------------------------------------------------------------- what each side wants
Number = int | Decimal | str
Ref = int | str


class WeightShape(Closed):
    """A weight that counts when the condition holds; an exact number such as 2, -0.5 or 3/4."""

    when: str
    weight: Number = Field(json_schema_extra={"type": ["number", "string"]})
    because: Because = Field(default_factory=list)


class PreferenceShape(Closed):
    """One of `prioritize`, `weights` and `ranking`."""

    prioritize: Annotated[list[Statement], Field(min_length=1, max_length=500)] | None = None
    weights: Annotated[list[WeightShape], Field(min_length=1, max_length=500)] | None = None
    ranking: (
        Annotated[
            Annotated[str, Tag("<text>")] | Annotated[list[Ref | list[Ref]], Tag("<list>")],
            one_of(text=str, list=list),
        ]
        | None
    ) = None
    because: Because = Field(default_factory=list)


Preference = Annotated[
    Annotated[Literal["indifferent"], Tag("<text>")] | Annotated[PreferenceShape, Tag("<mapping>")],
    expected(
        kinds(text=str, mapping=(dict, PreferenceShape)),
        "'indifferent', or one of prioritize, weights and ranking",
    ),
]


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
    sources: dict[Annotated[str, Field(pattern=r"^[^\W_][\w.-]*$")], SourceShape] = Field(
        default_factory=dict
    )
    claims: dict[Label, ClaimShape] = Field(default_factory=dict)
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
    states: dict[Annotated[str, Field(pattern=r"^\w+$")], str | None] = Field(default_factory=dict)
    moves: dict[str, list[str]] = Field(default_factory=dict)
    status_quo: StatusQuo | None = None
    preferences: dict[str, Preference] = Field(default_factory=dict)
    levers: dict[Label, LeverShape] = Field(default_factory=dict)
    expect: list[Expectation] = Field(default_factory=list)


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft-07) of the model file, for editors."""
    schema = Document.model_json_schema(by_alias=True, ref_template="#/definitions/{model}")
    schema["definitions"] = schema.pop("$defs")
    return {"$schema": "http://json-schema.org/draft-07/schema#", "title": "countermove model, format 1"} | {
        key: value for key, value in schema.items() if key != "title"
    }
