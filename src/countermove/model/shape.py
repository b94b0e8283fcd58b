"""The shape of a model file, format 1: which keys there are and what they hold.

These classes are the one declaration from which both the checking of files and the published
JSON Schema are made. What labels mean, and whether the parts fit together, is `build`'s work.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, model_validator
from pydantic_core import PydanticCustomError

from countermove.model.condition import KEYWORDS, LABEL

__all__ = ["EXPECTATION_KINDS", "FORMAT", "RESERVED", "Document", "json_schema"]

FORMAT = 1
RESERVED = KEYWORDS | {"because", "statement"}
LABEL_PATTERN = rf"^{LABEL}$"

STATUS_QUO_WORDS = "a list of the options taken, a mapping 'option: value', or a state's label"

Label = Annotated[str, Field(pattern=LABEL_PATTERN)]
Level = Annotated[str, Field(pattern=r"^\w+$")] | int
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Closed(BaseModel):
    """A mapping that knows all its keys."""

    model_config = ConfigDict(extra="forbid", strict=True, populate_by_name=True, frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _only_known_keys(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        known = [field.alias or name for name, field in cls.model_fields.items()]
        unknown = [key for key in data if key not in known]
        if unknown:
            raise PydanticCustomError("unknown_keys", "unknown keys", {"unknown": unknown, "known": known})
        required = {field.alias or name for name, field in cls.model_fields.items() if field.is_required()}
        return {key: value for key, value in data.items() if value is not None or key in required}


def _kinds(**of: type | tuple[type, ...]) -> Callable[[Any], str | None]:
    """Pick the branch of a union by the kind of value: text, number, list, mapping, nothing."""

    def branch(value: Any) -> str | None:
        if isinstance(value, Closed):
            return "mapping"
        for kind, types in of.items():
            if isinstance(value, types) and not (isinstance(value, bool) and bool not in _as_tuple(types)):
                return f"<{kind}>"
        return None

    return branch


def _as_tuple(types: type | tuple[type, ...]) -> tuple[type, ...]:
    return types if isinstance(types, tuple) else (types,)


def _expected(branch: Callable[[Any], str | None], words: str) -> Discriminator:
    """Make a discriminator whose error says what was expected."""
    return Discriminator(branch, custom_error_type="wrong_kind", custom_error_message=words)


def _one_of(**of: type | tuple[type, ...]) -> Discriminator:
    words = " or ".join({"text": "text", "number": "a number", "list": "a list", "mapping": "a mapping",
                         "truth": "true or false", "nothing": "nothing"}[kind] for kind in of)  # fmt: skip
    return _expected(_kinds(**of), words)


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
    _expected(_because_branch, "a claim's label, a quote ('source: ..., quote: ...') or 'assumption: ...'"),
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
    _one_of(text=str, mapping=(dict, StatementShape)),
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
    _one_of(text=str, mapping=(dict, OptionShape), nothing=type(None)),
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
    _one_of(text=str, mapping=(dict, DecisionMakerShape), nothing=type(None)),
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
            _one_of(text=str, list=list),
        ]
        | None
    ) = None
    because: Because = Field(default_factory=list)


Preference = Annotated[
    Annotated[Literal["indifferent"], Tag("<text>")] | Annotated[PreferenceShape, Tag("<mapping>")],
    _expected(
        _kinds(text=str, mapping=(dict, PreferenceShape)),
        "'indifferent', or one of prioritize, weights and ranking",
    ),
]

# ---------------------------------------------------------------- expectations
StateRef = int | str
ConceptIds = Annotated[list[str], Field(min_length=1)]


class _Expect(Closed):
    why: Annotated[str, Field(min_length=1)]


class EquilibriaExpect(_Expect):
    """The equilibria of each concept are exactly these states."""

    equilibria: Annotated[dict[str, list[StateRef]], Field(min_length=1)]


class EquilibriumExpect(_Expect):
    """Some state that fits is an equilibrium under each of the concepts."""

    equilibrium: StateRef
    concepts: ConceptIds
    reached: bool = Field(False, description="... and improvements lead to it from the status quo.")


class NoEquilibriumExpect(_Expect):
    """No state that fits is an equilibrium under any of the concepts."""

    no_equilibrium: StateRef
    concepts: ConceptIds


class StableExpect(_Expect):
    """Each state that fits is stable for these decision makers under each of the concepts."""

    stable: StateRef
    for_: list[str] = Field(alias="for")
    concepts: ConceptIds


class UnstableExpect(_Expect):
    """No state that fits is stable for this decision maker under any of the concepts."""

    unstable: StateRef
    for_: Annotated[list[str], Field(alias="for", min_length=1, max_length=1)]
    concepts: ConceptIds


class ReachableExpect(_Expect):
    """The conflict can run to a state that fits."""

    reachable: StateRef
    from_: StateRef | None = Field(None, alias="from")
    by: Literal["improvements", "moves"] = "improvements"


class UnreachableExpect(_Expect):
    """The conflict cannot run to any state that fits."""

    unreachable: StateRef
    from_: StateRef | None = Field(None, alias="from")
    by: Literal["improvements", "moves"] = "improvements"


class StepShape(Closed):
    """A step of one decision maker between states that fit."""

    by: str
    from_: StateRef = Field(alias="from")
    to: StateRef


class ImprovesExpect(_Expect):
    """From each state that fits `from`, `by` has an improvement into a state that fits `to`."""

    improves: StepShape


class NeverImprovesExpect(_Expect):
    """From no state that fits `from` does `by` have an improvement into a state that fits `to`."""

    never_improves: StepShape


class CanMoveExpect(_Expect):
    """From each state that fits `from`, `by` can move to a state that fits `to`, better or not."""

    can_move: StepShape


OptionValues = Annotated[
    Annotated[list[str], Tag("<list>")] | Annotated[dict[str, str | bool], Tag("<mapping>")],
    _one_of(list=list, mapping=dict),
]


class CourseShape(Closed):
    """A course of action and where the others' answers come to rest."""

    by: str
    take: OptionValues
    rests: StateRef
    which: Literal["all", "some", "best", "worst"] = "all"
    from_: StateRef | None = Field(None, alias="from")


class CourseExpect(_Expect):
    """Where a course of action leads."""

    course: CourseShape


class RanksShape(Closed):
    """Courses of action, each strictly better for their taker than the next."""

    by: str
    courses: Annotated[list[OptionValues], Field(min_length=2)]
    from_: StateRef | None = Field(None, alias="from")


class RanksExpect(_Expect):
    """How a decision maker's menu ranks."""

    ranks: RanksShape


_EXPECTS: dict[str, type[_Expect]] = {
    "equilibria": EquilibriaExpect,
    "equilibrium": EquilibriumExpect,
    "no_equilibrium": NoEquilibriumExpect,
    "stable": StableExpect,
    "unstable": UnstableExpect,
    "reachable": ReachableExpect,
    "unreachable": UnreachableExpect,
    "improves": ImprovesExpect,
    "never_improves": NeverImprovesExpect,
    "can_move": CanMoveExpect,
    "course": CourseExpect,
    "ranks": RanksExpect,
}


EXPECTATION_KINDS = tuple(_EXPECTS)


def _expect_branch(value: Any) -> str | None:
    if isinstance(value, _Expect):
        return next(f"<{kind}>" for kind, shape in _EXPECTS.items() if isinstance(value, shape))
    if not isinstance(value, dict):
        return None
    kinds = [kind for kind in _EXPECTS if kind in value]
    return f"<{kinds[0]}>" if kinds else None


Expectation = Annotated[
    Annotated[EquilibriaExpect, Tag("<equilibria>")]
    | Annotated[EquilibriumExpect, Tag("<equilibrium>")]
    | Annotated[NoEquilibriumExpect, Tag("<no_equilibrium>")]
    | Annotated[StableExpect, Tag("<stable>")]
    | Annotated[UnstableExpect, Tag("<unstable>")]
    | Annotated[ReachableExpect, Tag("<reachable>")]
    | Annotated[UnreachableExpect, Tag("<unreachable>")]
    | Annotated[ImprovesExpect, Tag("<improves>")]
    | Annotated[NeverImprovesExpect, Tag("<never_improves>")]
    | Annotated[CanMoveExpect, Tag("<can_move>")]
    | Annotated[CourseExpect, Tag("<course>")]
    | Annotated[RanksExpect, Tag("<ranks>")],
    _expected(_expect_branch, "a mapping with 'why' and one of " + ", ".join(EXPECTATION_KINDS)),
]


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
        _expected(_kinds(state=(str, int), list=list, mapping=dict), STATUS_QUO_WORDS),
    ]
    because: Because = Field(default_factory=list)


def _status_quo_branch(value: Any) -> str | None:
    if isinstance(value, dict):
        return "<long>" if "statement" in value else "<values>"
    return _kinds(state=(str, int), list=list)(value)


StatusQuo = Annotated[
    Annotated[Ref, Tag("<state>")]
    | Annotated[list[str], Tag("<list>")]
    | Annotated[StatusQuoValues, Tag("<values>")]
    | Annotated[StatusQuoLong, Tag("<long>")],
    _expected(_status_quo_branch, STATUS_QUO_WORDS),
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
    decision_makers: Annotated[dict[Label, DecisionMaker], Field(min_length=1, max_length=50)]
    constraints: list[Statement] = Field(default_factory=list)
    forbidden_moves: list[ForbiddenMoveShape] = Field(default_factory=list)
    states: dict[Annotated[str, Field(pattern=r"^\w+$")], str | None] = Field(default_factory=dict)
    moves: dict[str, list[str]] = Field(default_factory=dict)
    status_quo: StatusQuo | None = None
    preferences: dict[str, Preference] = Field(default_factory=dict)
    expect: list[Expectation] = Field(default_factory=list)


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft-07) of the model file, for editors."""
    schema = Document.model_json_schema(by_alias=True, ref_template="#/definitions/{model}")
    schema["definitions"] = schema.pop("$defs")
    return {"$schema": "http://json-schema.org/draft-07/schema#", "title": "countermove model, format 1"} | {
        key: value for key, value in schema.items() if key != "title"
    }
