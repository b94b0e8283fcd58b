"""The shapes of ``expect:``: each kind of check that a model can ask of itself."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, Tag

from countermove.model.shape_attitudes import Beside
from countermove.model.shape_base import Closed, expected, one_of
from countermove.model.shape_parts import Number

__all__ = ["EXPECTATION_KINDS", "Expectation"]

StateRef = int | str
ConceptIds = Annotated[list[str], Field(min_length=1)]


class _Expect(Closed):
    why: Annotated[str, Field(min_length=1)]
    layer: str | None = Field(None, description="Check it of this layer by itself.")
    view: str | None = Field(
        None, description="Check it of the conflict that this decision maker sees; `a/b` is b in a's eyes."
    )
    events: Literal["neutral", "cautious", "hopeful"] | None = Field(
        None, description="Check it with events read in this way; neutral by default."
    )
    patience: dict[str, Number] = Field(
        default_factory=dict, description="Check it for decision makers that are so patient."
    )
    power: Literal[False] | None = Field(
        None, description="`false`: check it as if nobody had power over options of others."
    )


class _Verdict(_Expect):
    attitudes: Beside | None = Field(
        None, description="Check it under the model's attitudes (`true`), or under those given here."
    )
    merged: list[str] = Field(
        default_factory=list,
        description="Check it with these decision makers merged into one player each, such as a+b.",
    )


class EquilibriaExpect(_Verdict):
    """The equilibria of each concept are exactly these states."""

    equilibria: Annotated[dict[str, list[StateRef]], Field(min_length=1)]


class EquilibriumExpect(_Verdict):
    """Some state that fits is an equilibrium under each of the concepts."""

    equilibrium: StateRef
    concepts: ConceptIds
    reached: bool = Field(False, description="... and improvements lead to it from the status quo.")


class NoEquilibriumExpect(_Verdict):
    """No state that fits is an equilibrium under any of the concepts."""

    no_equilibrium: StateRef
    concepts: ConceptIds


class StableExpect(_Verdict):
    """Each state that fits is stable for these decision makers under each of the concepts."""

    stable: StateRef
    for_: list[str] = Field(alias="for")
    concepts: ConceptIds


class UnstableExpect(_Verdict):
    """No state that fits is stable for this decision maker under any of the concepts."""

    unstable: StateRef
    for_: Annotated[list[str], Field(alias="for", min_length=1, max_length=1)]
    concepts: ConceptIds


class HoldsExpect(_Expect):
    """Some state that fits is stable for each side in its own view, under each of the concepts."""

    holds: StateRef
    concepts: ConceptIds
    corrected: list[str] = Field(
        default_factory=list,
        description="... when these are seen as they are, such as turkey.preferences.russia.",
    )


class NeverHoldsExpect(_Expect):
    """No state that fits is stable for each side in its own view, under any of the concepts."""

    never_holds: StateRef
    concepts: ConceptIds
    corrected: list[str] = Field(default_factory=list)


class SurvivesExpect(_Expect):
    """Each state that fits is an equilibrium under each of the concepts, and no coalition would leave it."""

    survives: StateRef
    concepts: ConceptIds
    coalitions: list[str] = Field(
        default_factory=list, description="Which coalitions are tried, such as a+b; all by default."
    )


class UpsetExpect(_Expect):
    """Each state that fits is an equilibrium that a coalition would leave, under each of the concepts."""

    upset: StateRef
    by: str = Field(description="Who leaves it together, such as a+b.")
    to: StateRef | None = Field(None, description="... for a state that fits this.")
    can_hold: bool | None = Field(
        None, description="... of which one is such that no part of the coalition breaks away (or none is)."
    )
    concepts: ConceptIds


class ReachableExpect(_Expect):
    """The conflict can run to a state that fits."""

    reachable: StateRef
    from_: StateRef | None = Field(None, alias="from")
    by: Literal["improvements", "moves"] = "improvements"
    coalitions: list[str] = Field(
        default_factory=list, description="... and by steps of these coalitions, such as a+b."
    )


class UnreachableExpect(_Expect):
    """The conflict cannot run to any state that fits."""

    unreachable: StateRef
    from_: StateRef | None = Field(None, alias="from")
    by: Literal["improvements", "moves"] = "improvements"
    coalitions: list[str] = Field(
        default_factory=list, description="... and by steps of these coalitions, such as a+b."
    )


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
    one_of(list=list, mapping=dict),
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


class TipsShape(Closed):
    """Two courses of action or states, and the patience up to which the first one is better."""

    by: str
    courses: Annotated[list[OptionValues], Field(min_length=2, max_length=2)] | None = None
    states: Annotated[list[StateRef], Field(min_length=2, max_length=2)] | None = None
    at: Number = Field(json_schema_extra={"type": ["number", "string"]})
    from_: StateRef | None = Field(None, alias="from")


class TipsExpect(_Expect):
    """A choice tips at this patience: the first is better below it, and the second above."""

    tips: TipsShape


_EXPECTS: dict[str, type[_Expect]] = {
    "equilibria": EquilibriaExpect,
    "equilibrium": EquilibriumExpect,
    "no_equilibrium": NoEquilibriumExpect,
    "stable": StableExpect,
    "unstable": UnstableExpect,
    "holds": HoldsExpect,
    "never_holds": NeverHoldsExpect,
    "survives": SurvivesExpect,
    "upset": UpsetExpect,
    "reachable": ReachableExpect,
    "unreachable": UnreachableExpect,
    "improves": ImprovesExpect,
    "never_improves": NeverImprovesExpect,
    "can_move": CanMoveExpect,
    "course": CourseExpect,
    "ranks": RanksExpect,
    "tips": TipsExpect,
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
    | Annotated[HoldsExpect, Tag("<holds>")]
    | Annotated[NeverHoldsExpect, Tag("<never_holds>")]
    | Annotated[SurvivesExpect, Tag("<survives>")]
    | Annotated[UpsetExpect, Tag("<upset>")]
    | Annotated[ReachableExpect, Tag("<reachable>")]
    | Annotated[UnreachableExpect, Tag("<unreachable>")]
    | Annotated[ImprovesExpect, Tag("<improves>")]
    | Annotated[NeverImprovesExpect, Tag("<never_improves>")]
    | Annotated[CanMoveExpect, Tag("<can_move>")]
    | Annotated[CourseExpect, Tag("<course>")]
    | Annotated[RanksExpect, Tag("<ranks>")]
    | Annotated[TipsExpect, Tag("<tips>")],
    expected(_expect_branch, "a mapping with 'why' and one of " + ", ".join(EXPECTATION_KINDS)),
]
