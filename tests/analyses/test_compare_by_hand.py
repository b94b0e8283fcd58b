"""Comparisons of small models, what is said of them, and what cannot be compared."""

from __future__ import annotations

from dataclasses import replace

import pytest

from countermove.analyses.compare import Comparison, compare
from countermove.concepts import find
from countermove.errors import UsageError
from countermove.model.condition import Is
from countermove.model.elements import (
    Model,
)
from countermove.space import build
from countermove.stability import analyze
from countermove.views.comparing import headline, sentences
from countermove.views.comparing_data import comparison_data
from countermove.views.turning import Telling
from tests.strategies import (
    dilemma,
    graph_form,
    option,
    option_form,
    prioritize,
    ranking,
    with_preferences,
)


def of(before: Model, after: Model, *names: str) -> Comparison:
    concepts = [find(name) for name in names or ("nash", "seq")]
    return compare(analyze(build(before), concepts), analyze(build(after), concepts))


def test_a_model_is_the_same_as_itself() -> None:
    comparison = of(dilemma(), dilemma())
    assert comparison.same_verdicts
    assert comparison.same_states
    assert comparison.same_today
    assert not comparison.verdicts_changed
    assert (
        headline(Telling(comparison, False))
        == "The verdicts are the same on all 4 states under Nash and SEQ."
    )


def test_levels_that_one_side_alone_has_leave_states_without_a_counterpart() -> None:
    def with_levels(*levels: str) -> Model:
        model = option_form(("a", "b"), [option("a", "x", levels), option("b", "y")])
        return with_preferences(model, {"a": prioritize(Is(0, 0)), "b": prioritize(Is(1, 1))})

    comparison = of(with_levels("low", "middle", "high"), with_levels("high", "low", "huge"))
    assert comparison.matching.by == "states"
    assert comparison.matching.levels == {"a.x": (("middle",), ("huge",))}
    assert int(comparison.matching.in_both.sum()) == 4
    said = " ".join(sentences(Telling(comparison, True)))
    assert "“a.x” has levels on one side alone: middle in A and huge in B." in said
    assert "Two states in A have no counterpart in B and two states in B have none in A." in said
    (reason,) = comparison.differences[0].reasons[:1]
    assert [each.why for each in reason.turns] == ["no-gain"]


def test_nothing_in_common_leaves_the_counts() -> None:
    graph = with_preferences(
        graph_form(2, {"row": [(1, 2)], "column": []}), {"row": ranking(1, 2), "column": ranking(1, 2)}
    )
    comparison = of(dilemma(), graph, "nash")
    assert comparison.matching.by == "nothing"
    assert (comparison.differences[0].before, comparison.differences[0].after) == (1, 2)
    assert not comparison.equilibria_changed
    assert comparison.reached is None
    assert headline(Telling(comparison, True)) == (
        "The two models have no option or state in common; their equilibria are 1 and 2 under Nash."
    )
    other = option_form(("row",), [option("row", "talk")])
    assert of(dilemma(), with_preferences(other, {"row": ranking(1, 2)})).matching.by == "nothing"


def test_a_decision_maker_that_one_side_alone_has() -> None:
    alone = option_form(("row",), [option("row", "fight")])
    before = with_preferences(alone, {"row": ranking(1, 2)})
    comparison = of(before, dilemma(), "nash")
    assert comparison.matching.by == "conditions"
    (reason,) = (each for each in comparison.differences[0].reasons if each.lost)
    assert [(turn.dm, turn.why) for turn in reason.turns] == [("row", "no-gain"), ("column", "new")]
    said = " ".join(sentences(Telling(comparison, True)))
    assert "Only in B there is the decision maker “column”." in said
    assert "Only in B there is the option “column.fight”." in said
    assert "Equilibria in A and in B: 1 and 1 under Nash." in said


def test_looking_ahead_has_its_own_reasons() -> None:
    changed = with_preferences(dilemma(), {"row": ranking(1, 2, 4, 3), "column": ranking(3, 1, 4, 2)})
    comparison = of(dilemma(), changed, "lh:2")
    whys = {turn.why for each in comparison.differences for it in each.reasons for turn in it.turns}
    assert whys <= {"foresight", "no-gain", "no-move"}
    assert whys
    assert "looking ahead" in str(comparison_data(Telling(comparison, False)))


def test_a_concept_of_one_side_alone_is_left_out_with_the_reason() -> None:
    tied = with_preferences(dilemma(), {"row": ranking([1, 2], 4, 3), "column": ranking(3, 1, 4, 2)})
    one = analyze(build(dilemma()), [find("nash"), find("nm")])
    other = replace(
        analyze(build(tied), [find("nash")]), left_out={"nm": "it is defined for strict preferences"}
    )
    comparison = compare(one, other)
    assert [each.concept.id for each in comparison.differences] == ["nash"]
    assert "NM is decided on one side alone: it is defined for strict preferences." in sentences(
        Telling(comparison, False)
    )
    with pytest.raises(UsageError, match="no concept is decided for both models"):
        compare(one, analyze(build(tied), [find("seq")]))
