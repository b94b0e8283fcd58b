"""The shapes of the parts of a model file: evidence, who decides on what, and what each side wants."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field, Tag

from countermove.model.parsing import KEYWORDS, LABEL
from countermove.model.parts import Reliability, Stance
from countermove.model.shape_base import Closed, expected, kinds, one_of

__all__ = [
    "ONE_WORD",
    "RESERVED",
    "AssumptionShape",
    "Because",
    "BecauseItem",
    "ClaimRefShape",
    "ClaimShape",
    "DecisionMaker",
    "DecisionMakerShape",
    "ForbiddenMoveShape",
    "Label",
    "NarrativeShape",
    "Number",
    "Option",
    "OptionShape",
    "Preference",
    "PreferenceShape",
    "QuoteShape",
    "Ref",
    "SourceShape",
    "Statement",
    "StatementShape",
    "WeightShape",
]

RESERVED = KEYWORDS | {"because", "statement"}
LABEL_PATTERN = rf"^{LABEL}$"

Label = Annotated[str, Field(pattern=LABEL_PATTERN)]
DocumentLabel = Annotated[str, Field(pattern=r"^[^\W_][\w.-]*$")]
"""What a source or a rendition is called: no condition names it, so it may have hyphens and dots."""
Level = Annotated[str, Field(pattern=r"^\w+$")] | int
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Date = Annotated[
    str | int,
    Field(
        json_schema_extra={
            "examples": ["2020", "2020-10", "2020-10-14", "2020-09-27/2020-10-14"],
        }
    ),
]
ONE_WORD = r"^[^\W\d_]+(?:-[^\W\d_]+)*$"


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
    stance: Stance = "supports"
    note: str = Field("", description="What the quote says, in the analyst's words.")
    places: dict[
        DocumentLabel, Annotated[list[Annotated[int, Field(ge=0)]], Field(min_length=2, max_length=2)]
    ] = Field(
        default_factory=dict,
        description="Rendition to [start, end]: where the words were found in its text, in characters.",
    )


class AssumptionShape(Closed):
    """What the model needs and no source says."""

    assumption: str


class ClaimRefShape(Closed):
    """A claim that an element rests on, with its stance there."""

    claim: Label
    stance: Stance | None = Field(None, description="As the claim itself says by default.")


def _because_branch(value: Any) -> str | None:
    if isinstance(value, str):
        return "<claim>"
    if isinstance(value, ClaimRefShape) or (isinstance(value, dict) and "claim" in value):
        return "<reference>"
    if isinstance(value, AssumptionShape) or (isinstance(value, dict) and "assumption" in value):
        return "<assumption>"
    return "<quote>" if isinstance(value, dict | QuoteShape) else None


BecauseItem = Annotated[
    Annotated[Label, Tag("<claim>")]
    | Annotated[ClaimRefShape, Tag("<reference>")]
    | Annotated[AssumptionShape, Tag("<assumption>")]
    | Annotated[QuoteShape, Tag("<quote>")],
    expected(
        _because_branch,
        "a claim's label, a quote ('source: ..., quote: ...'), 'claim: ...' or 'assumption: ...'",
    ),
]
Because = list[BecauseItem]


class ClaimShape(Closed):
    """What a source says, in the analyst's words, with the quotes that show it."""

    text: str
    quotes: Annotated[list[QuoteShape], Field(min_length=1)]
    stance: Stance = Field("supports", description="Whether it supports what rests on it, or contradicts it.")
    happened: Date = Field("", description="When what it says happened.")
    reported: Date = Field("", description="When that was said.")
    said_by: str = Field(
        "",
        description="Who says it, where that is not the source's author: a decision maker's label, or text.",
    )
    reliability: Reliability = Field("unknown", description="How far it can be relied on.")
    reason: Annotated[str, Field(json_schema_extra={"pattern": f"^$|{ONE_WORD}"})] = Field(
        "", description="One word why, such as first-hand, official, expert, interested or second-hand."
    )
    analyst: str = Field("", description="Who claims this of the sources.")


class NarrativeShape(Closed):
    """A way of telling things, known by its terms."""

    name: str | None = None
    terms: Annotated[list[str], Field(min_length=1, max_length=500)] = Field(
        description="Words or phrases; a trailing * leaves an ending open."
    )
    note: str = ""


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
    retells: str = Field(
        "", description="Label of the source that this one only says again: the two are one voice."
    )
    renditions: dict[DocumentLabel, RenditionShape] = Field(default_factory=dict)


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
    requires: str | None = Field(
        None, description="A condition: the option can be taken only from a state where it holds."
    )
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
    """One of `prioritize`, `weights` and `ranking`; with weights, what lasts, and for how much it counts."""

    prioritize: Annotated[list[Statement], Field(min_length=1, max_length=500)] | None = None
    weights: Annotated[list[WeightShape], Field(min_length=1, max_length=500)] | None = None
    ranking: (
        Annotated[
            Annotated[str, Tag("<text>")] | Annotated[list[Ref | list[Ref]], Tag("<list>")],
            one_of(text=str, list=list),
        ]
        | None
    ) = None
    each_period: Annotated[list[WeightShape], Field(min_length=1, max_length=500)] | None = Field(
        None, description="What a state is worth in each period that it lasts, beside its weights."
    )
    patience: Number | None = Field(
        None,
        description="How much a period counts against the one before: from 0 to less than 1, such as 9/10.",
        json_schema_extra={"anyOf": [{"type": ["number", "string"]}, {"type": "null"}]},
    )
    because: Because = Field(default_factory=list)


Preference = Annotated[
    Annotated[Literal["indifferent"], Tag("<text>")] | Annotated[PreferenceShape, Tag("<mapping>")],
    expected(
        kinds(text=str, mapping=(dict, PreferenceShape)),
        "'indifferent', or one of prioritize, weights and ranking",
    ),
]
