"""Levers in the model file: what they mean, and every mistake with its place and what to type."""

from __future__ import annotations

from fractions import Fraction

import jsonschema
import pytest

import countermove
from countermove import loads
from countermove.model import Model
from countermove.model.condition import And, Is, Not
from countermove.model.elements import Assumption, Lever, Option
from countermove.model.shape import json_schema
from countermove.model.yaml import parse
from countermove.provenance import grounds
from countermove.views.report_elements import element
from tests.model.mistakes import only, problems
from tests.models import GRAPH, SYRIA_IRAQ, change

BASE = """\
countermove: 1
decision_makers:
  russia: {options: {plan: , hold: {moves: forward}}}
  turkey: {options: {advance: }}
  armenia: {options: {concede: }}
  politics: {preferences: indifferent}
preferences:
  russia: {prioritize: [plan, not hold]}
  turkey: {prioritize: [advance, not hold]}
  armenia: {weights: [{when: concede, weight: -1/2}]}
status_quo: []
"""
LEVERS = """\
levers:
  guarantee:
    name: Guarantee the returned areas
    description: By somebody whom both sides trust.
    because: [{assumption: Armenia would believe it.}]
    option: {by: russia, label: pledge, name: Pledge help, moves: both, levels: [none, some, full], because: [{assumption: It can.}]}
    forbid: [{by: turkey, from: not advance, to: advance, because: [{assumption: It obeys.}]}]
    allow: [{by: russia, from: hold, to: not hold and pledge = none}]
    reward: [{to: armenia, when: concede and pledge = full, weight: 3}]
    penalty: [{to: turkey, when: advance and seat, before: 2}]
  table:
    option: {by: turkey, label: seat}
  hope: {reward: [{to: politics, when: concede, weight: 0.5, because: [{assumption: So they say.}]}]}
"""
WHOLE = BASE + LEVERS


def levers(text: str) -> tuple[Lever, ...]:
    return loads(text, "model.yaml").model.levers


# ---------------------------------------------------------------- what a lever means
def test_a_lever_has_all_that_its_file_says() -> None:
    guarantee, table, hope = levers(WHOLE)
    assert (guarantee.label, guarantee.name) == ("guarantee", "Guarantee the returned areas")
    assert guarantee.description == "By somebody whom both sides trust."
    assert [each.text for each in guarantee.because if isinstance(each, Assumption)] == [
        "Armenia would believe it."
    ]
    option = guarantee.option
    assert isinstance(option, Option)
    assert (option.id, option.name, option.levels, option.moves) == (
        "russia.pledge", "Pledge help", ("none", "some", "full"), "both",
    )  # fmt: skip
    (forbid,), (allow,) = guarantee.forbid, guarantee.allow
    assert (forbid.by, forbid.source, forbid.target) == ("turkey", Not(Is(2, 1)), Is(2, 1))
    # Conditions speak of the model's four options, and then of all levers'.
    assert (allow.by, allow.source, allow.target) == ("russia", Is(1, 1), And((Not(Is(1, 1)), Is(4, 0))))
    reward, penalty = guarantee.incentives
    assert (reward.kind, reward.to, reward.weight, reward.when.text) == (
        "reward", "armenia", Fraction(3), "concede and pledge = full",
    )  # fmt: skip
    assert (penalty.kind, penalty.to, penalty.weight, penalty.before) == ("penalty", "turkey", None, 2)
    assert penalty.when.condition == And((Is(2, 1), Is(5, 1)))
    assert (table.name, table.option and table.option.name) == ("table", "seat")
    assert hope.incentives[0].weight == Fraction(1, 2)


def test_levers_leave_the_conflict_as_it_is() -> None:
    assert [each.id for each in loads(WHOLE).model.options] == [each.id for each in loads(BASE).model.options]
    assert loads(WHOLE).space.size == loads(BASE).space.size
    assert levers(BASE) == ()
    assert levers(BASE + "levers:\n") == ()


def test_what_levers_rest_on_is_known_and_said_in_words() -> None:
    model = loads(WHOLE).model
    own = [each for each in grounds(model) if each.element.startswith("levers")]
    assert [(each.element, [one.text for one in each.assumptions]) for each in own] == [
        ("levers.guarantee", ["Armenia would believe it."]),
        ("levers.guarantee.option", ["It can."]),
        ("levers.guarantee.forbid[0]", ["It obeys."]),
        ("levers.table", []),
        ("levers.hope", []),
        ("levers.hope.reward[0]", ["So they say."]),
    ]
    for each in own[:3]:
        assert element(model, each.element).says == "“Guarantee the returned areas”"


def test_the_schema_takes_levers_and_nothing_else_for_them() -> None:
    validator = jsonschema.Draft7Validator(json_schema())
    data, _ = parse(WHOLE, "model.yaml")
    assert list(validator.iter_errors(data)) == []
    for old, new in (
        ("label: pledge, ", ""), ("to: armenia", "for: armenia"), ("before: 2", "before: 0"), ("allow:", "permit:"),
        ("weight: 3", "weight: [3]"),
    ):  # fmt: skip
        data, _ = parse(change(WHOLE, old, new), "model.yaml")
        assert list(validator.iter_errors(data)), new


def test_a_graph_form_takes_moves_and_wishes() -> None:
    text = change(GRAPH, "them: {ranking: [s4, [s1, s3], s2]}", "them: {prioritize: [s4]}")
    (lever,) = levers(
        text + "levers: {x: {forbid: [{by: us, from: s1, to: s2}], reward: [{to: them, when: s3}]}}\n"
    )
    assert lever.forbid[0].source == Is(-1, 0)
    assert lever.incentives[0].when.condition == Is(-1, 2)


# ---------------------------------------------------------------- mistakes
MISTAKES = [
    ("by: russia, label: pledge", "by: rusia, label: pledge", "model.yaml:17:18: unknown decision maker 'rusia'; did you mean 'russia'?"),
    ("by: turkey, from: not advance", "by: turky, from: not advance", "unknown decision maker 'turky'; did you mean 'turkey'?"),
    ("to: armenia", "to: armenai", "unknown decision maker 'armenai'; did you mean 'armenia'?"),
    ("by: turkey, label: seat", "by: turkey, label: advance", "model.yaml:23:33: there is an option 'turkey.advance' already, on line 4; choose another label"),
    ("label: seat", "label: not", "'not' is a word of the language; choose another label"),
    ("label: seat", "label: YN", "model.yaml:23:33: 'YN' reads like a state's label; write it out, in small letters"),
    ("label: seat", "label: a-b", "'a-b' is not a label"),
    ("label: seat", "name: Seat", "'option' has no 'label'; add 'label: ...'"),
    ("[none, some, full]", "[none, full, none]", "level 'none' stands twice; keep one"),
    ("moves: both", "moves: bothways", "did you mean 'both'?"),
    ("from: hold,", "from: held,", "unknown label 'held'; did you mean 'hold'?"),
    ("not hold and pledge = none", "not hold and pledge = nothing", "model.yaml:19:55: unknown level 'nothing'; levels: none, some, full"),
    ("not hold and pledge = none", "not hold and pledge", "option 'pledge' has the levels none, some, full; write 'pledge = full'"),
    ("advance and seat", "advance and seet", "model.yaml:21:46: unknown label 'seet'; did you mean 'seat'?"),
    ("    option: {by: turkey, label: seat}", "    name: A seat", "lever 'table' does nothing; give it option, forbid, allow, reward or penalty"),
    (", weight: 3}", "}", "model.yaml:20:19: 'armenia' has weights, and this reward has none; add 'weight: ...'"),
    ("weight: 3}", "before: 1}", "model.yaml:20:61: 'armenia' has weights, which have no order; write 'weight: ...'"),
    ("weight: 3}", "weight: 3, before: 1}", "'armenia' has weights, which have no order"),
    ("weight: 3}", "weight: -3}", "a reward weighs more than 0; write a number above 0; what counts the other way is a penalty"),
    ("weight: 3}", "weight: 0}", "model.yaml:20:69: a reward weighs more than 0"),
    ("weight: 3}", "weight: three}", "'three' is not an exact number"),
    ("before: 2", "weight: 2", "model.yaml:21:52: 'turkey' has statements, which have no weights; write 'before: 1' instead, for the most important one"),
    ("before: 2", "before: 4", "model.yaml:21:52: 'turkey' has 2 statements; write a place from 1 to 3"),
    ("before: 2", "before: 0", "'before' has the wrong size; it should be greater than or equal to 1"),
    ("before: 2", "before: first", "'before' holds the text 'first'; write a whole number"),
    ("weight: 0.5", "weight: 0.5, before: 1", "'weight' and 'before' stand together; keep one"),
    ("weight: 0.5", "before: 2", "'politics' has no statements; write 1, or leave it out"),
    ("reward: [{to: politics", "rewards: [{to: politics", "unknown key 'rewards'; did you mean 'reward'?"),
    ("before: 2", "before: 2, if: hold", "unknown key 'if'; the keys here are: to, when, weight, before, because"),
    ("forbid: [{by: turkey, from: not advance, to: advance,", "forbid: [{by: turkey, from: not advance,", "this item has no 'to'; add 'to: ...'"),
    ("forbid: [{by: turkey, from: not advance, to: advance, because: [{assumption: It obeys.}]}]", "forbid: {by: turkey}", "'forbid' holds a mapping; write a list"),
    ("{assumption: It obeys.}", "nope", "unknown claim 'nope'"),
    ("{assumption: Armenia would believe it.}", "nope", "unknown claim 'nope'"),
    ("  table:\n", "  a-table:\n", "'a-table' is not a label"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "message"), MISTAKES)
def test_each_mistake_gives_its_message(old: str, new: str, message: str) -> None:
    text = change(WHOLE, old, new)
    if "label: seat" not in text:
        text = text.replace("advance and seat", "advance")
    assert message in only(text)


def test_a_table_is_no_lever() -> None:
    assert "'levers' holds a list; write a mapping" in only(BASE + "levers: [guarantee]\n")
    assert "'x' holds the text 'y'; write a mapping" in only(BASE + "levers: {x: y}\n")
    assert "lever 'x' does nothing" in only(BASE + "levers: {x: {}}\n")


def test_all_mistakes_of_levers_come_out_at_once() -> None:
    text = change(WHOLE, "by: turkey, from: not advance", "by: turky, from: not advanc")
    text = change(text, "weight: 3}", "weight: -3}")
    text = change(text, "before: 2", "before: 9")
    text = change(text, "seat}", "seat, movs: both}")
    assert len(problems(text)) == 5


def test_a_ranking_takes_no_reward_and_no_option() -> None:
    option = "levers: {pay: {option: {by: iraq, label: pay}}}\n"
    assert only(SYRIA_IRAQ + option) == (
        "model.yaml:24:16: an option adds states, and the ranking of 'iraq' lists them all; "
        "give it as prioritize or weights"
    )
    reward = "levers: {pay: {penalty: [{to: iraq, when: attack}]}}\n"
    assert only(SYRIA_IRAQ + reward) == (
        "model.yaml:24:31: the ranking of 'iraq' takes no penalty; give it as prioritize or weights"
    )
    fine = "levers: {pay: {reward: [{to: syria, when: release}], forbid: [{by: iraq, from: release, to: attack}]}}\n"
    assert len(levers(SYRIA_IRAQ + fine)) == 1


def test_a_graph_form_takes_no_option() -> None:
    found = only(GRAPH + "levers: {x: {option: {by: us, label: y}, forbid: [{by: us, from: y, to: s1}]}}\n")
    assert "a model in graph form takes no option; write forbid, allow, reward or penalty there" in found


def test_what_an_indifferent_decision_maker_is_given_is_of_one_kind() -> None:
    text = WHOLE + "  fear: {penalty: [{to: politics, when: advance}]}\n"
    assert only(text) == (
        "model.yaml:25:20: 'politics' has no preference, and on line 24 it is given a weight; "
        "give all of them a weight, or none"
    )
    text = change(text, ", weight: 0.5", "")
    assert len(levers(text)) == 4
    assert "it is given no weight" in only(change(text, "when: advance}", "when: advance, weight: 1}"))


def test_weights_must_stay_exact_together() -> None:
    text = change(WHOLE, "weight: -1/2", "weight: 1/999999999999999989")
    assert only(change(text, "weight: 3}", "weight: 999999999999999999}")) == (
        "model.yaml:20:69: with the levers the weights of 'armenia' are too far apart to be added up exactly; "
        "use rounder weights"
    )
    assert len(levers(change(text, "weight: 3}", "weight: 1}"))) == 3


def test_a_mistake_in_a_preference_is_told_once() -> None:
    text = change(
        WHOLE, "turkey: {prioritize: [advance, not hold]}", "turkey: {prioritize: [advance, not hol]}"
    )
    assert "unknown label 'hol'" in only(text)
    assert "'three' is not an exact number" in only(change(WHOLE, "-1/2", "three"))
    assert "unknown key 'prioritise'" in only(change(WHOLE, "turkey: {prioritize", "turkey: {prioritise"))


def test_conditions_of_the_model_do_not_speak_of_levers_options() -> None:
    assert "unknown label 'seat'" in only(change(WHOLE, "prioritize: [plan,", "prioritize: [seat,"))
    twice = change(WHOLE, "label: seat", "label: plan").replace("advance and seat", "advance and turkey.plan")
    assert levers(twice)[0].incentives[1].when.condition == And((Is(2, 1), Is(5, 1)))
    assert "label 'plan' belongs to several decision makers; write russia.plan or turkey.plan" in only(
        change(twice, "when: concede, weight: 0.5", "when: plan, weight: 0.5")
    )


def test_a_place_among_statements_stays_where_it_was_when_one_is_left_out() -> None:
    conflict = countermove.load("karabakh-2020")
    less = countermove.changed(conflict, without=["what_stops_baku"]).model
    assert len(less.preferences["azerbaijan"].by.statements) == 8  # type: ignore[union-attr]
    assert places(conflict.model) == {"seat": [1], "restraint": [2], "observers": [1], "process": [7]}
    assert places(less) == {**places(conflict.model), "process": [6]}


def test_a_place_among_layers_stays_whatever_is_left_out_of_one() -> None:
    conflict = countermove.load("karabakh-2020")
    less = countermove.changed(conflict, without=["two_blows", "standing_aside"]).model
    settlement, contest = less.preferences["russia"].by.parts  # type: ignore[union-attr]
    assert "not karabakh" not in {each.text for each, _ in settlement.once}
    assert "not advance" in {each.text for each, _ in contest.once}
    assert places(less)["restraint"] == places(conflict.model)["restraint"] == [2]


def places(model: Model) -> dict[str, list[int]]:
    """Return where each lever's promises stand among what those to whom they are made want."""
    return {each.label: [one.before for one in each.incentives] for each in model.levers}
