"""Reading what lasts: what is refused, what is left out with a claim, and what is expected."""

from __future__ import annotations

from fractions import Fraction

import pytest

import countermove
from countermove.model.elements import Weights
from countermove.provenance import grounds
from tests.model.mistakes import only, problems

LOAN = """\
countermove: 1
title: A loan
decision_makers:
  bank: {options: {lend: }}
  town: {options: {build: , repay: }}
status_quo: []
preferences:
  bank: {prioritize: [repay, not lend]}
  town:
    weights: [{when: build and lend, weight: 5, because: [need]}]
    each_period: [{when: repay, weight: -1, because: [debt]}, {when: build, weight: 1/2}]
    patience: 9/10
claims:
  need: {text: It needs a school., quotes: [{source: s, quote: a school}]}
  debt: {text: It must pay., quotes: [{source: s, quote: must pay}]}
sources: {s: {title: A letter}}
"""


def changed(old: str, new: str) -> str:
    assert LOAN.count(old) == 1, old
    return LOAN.replace(old, new)


# ---------------------------------------------------------------- what a file says
def test_a_file_says_what_counts_once_and_what_in_each_period() -> None:
    by = countermove.loads(LOAN).model.preferences["town"].by
    assert isinstance(by, Weights)
    assert [(each.text, weight) for each, weight in by.once] == [("build and lend", 5)]
    assert [(each.text, weight) for each, weight in by.each_period] == [
        ("repay", -1),
        ("build", Fraction(1, 2)),
    ]
    assert by.patience == Fraction(9, 10)
    amounts = [weight for _, weight in by.items]
    assert amounts == [Fraction(1, 2), Fraction(-9, 10), Fraction(9, 20)]


@pytest.mark.parametrize("written", ["0.9", "9/10", "'9/10'", "0.90"])
def test_patience_is_an_exact_number_however_it_is_written(written: str) -> None:
    assert countermove.loads(changed("9/10", written)).patience == {"town": Fraction(9, 10)}


def test_without_weights_only_what_lasts_counts() -> None:
    text = changed("    weights: [{when: build and lend, weight: 5, because: [need]}]\n", "")
    conflict = countermove.loads(text)
    labels = [conflict.space.states.label(state) for state in range(conflict.space.size)]
    best = {label for label, rank in zip(labels, conflict.space.ranks[1], strict=True)
            if rank == conflict.space.ranks[1].max()}  # fmt: skip
    assert best == {"NYN", "YYN"}
    assert conflict.over_patience("town", ["nash"]).changing == [0]
    assert not conflict.patient({"town": 0}).space.ranks[1].any()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "patience: 9/10",
            "patience: 1",
            "model.yaml:12:15: 1 is no patience; write a fraction from 0, where only the present counts, to less "
            "than 1, such as 9/10",
        ),
        (
            "patience: 9/10",
            "patience: -1/2",
            "model.yaml:12:15: -1/2 is no patience; write a fraction from 0",
        ),
        ("patience: 9/10", "patience: much", "'much' is not an exact number of at most 18 digits"),
        (
            "    patience: 9/10\n",
            "",
            "model.yaml:11:5: nothing says how patient 'town' is; add 'patience: ...', a fraction from 0",
        ),
        (
            "weights: [{when: build and lend, weight: 5, because: [need]}]",
            "prioritize: [build and lend]",
            "model.yaml:11:5: how much 'town' likes a state once is not known from 'prioritize', so nothing adds "
            "to it; give it as weights beside each_period",
        ),
        (
            "weights: [{when: build and lend, weight: 5, because: [need]}]",
            "ranking: [1, 2, 3, 4, 5, 6, 7, 8]",
            "is not known from 'ranking', so nothing adds to it",
        ),
        (
            "    each_period: [{when: repay, weight: -1, because: [debt]}, {when: build, weight: 1/2}]\n",
            "",
            "model.yaml:11:5: patience counts only what is worth something in each period; add 'each_period:",
        ),
        ("when: repay,", "when: repai,", "unknown label 'repai'; did you mean 'repay'"),
        ("patience: 9/10", "patiense: 9/10", "did you mean 'patience'"),
        ("weight: 1/2", "weight: 1/999999999999999999", "too far apart to be added up exactly"),
    ],
)
def test_what_does_not_fit_is_told_with_its_line_and_what_to_type(old: str, new: str, told: str) -> None:
    assert any(told in each for each in problems(changed(old, new))), problems(changed(old, new))


def test_weights_too_far_apart_are_told_where_they_stand() -> None:
    text = changed("weight: 1/2", "weight: 1/999999999999999999")
    assert only(changed("weight: 5,", "weight: 99999999,").replace("1/2", "1/999999999999999999")).startswith(
        "model.yaml:11:"
    )
    assert only(text).startswith("model.yaml:11:")


# ---------------------------------------------------------------- what it rests on
def test_each_weight_that_lasts_says_what_it_rests_on() -> None:
    told = {
        each.element: [claim.label for claim in each.claims]
        for each in grounds(countermove.loads(LOAN).model)
    }
    assert told["preferences.town.weights[0]"] == ["need"]
    assert told["preferences.town.each_period[0]"] == ["debt"]


def test_what_lasts_falls_with_its_claim() -> None:
    conflict = countermove.loads(LOAN)
    by = countermove.changed(conflict, without=["debt"]).model.preferences["town"].by
    assert isinstance(by, Weights)
    assert [each.text for each, _ in by.each_period] == ["build"]
    by = countermove.changed(conflict, without=["need"]).model.preferences["town"].by
    assert isinstance(by, Weights)
    assert (by.once, len(by.each_period)) == ((), 2)


def test_where_all_that_lasts_falls_so_does_patience() -> None:
    text = changed(", {when: build, weight: 1/2}", "")
    without = countermove.changed(countermove.loads(text), without=["debt"])
    assert without.patience == {}
    assert isinstance(without.model.preferences["town"].by, Weights)
    both = countermove.changed(countermove.loads(text), without=["debt", "need"])
    assert both.space.indifferent(1)
    assert [each.kind for each in both.changed.changes if both.changed] == [
        "left-out",
        "left-out",
        "indifferent",
    ]


def test_patience_can_be_set() -> None:
    conflict = countermove.changed(countermove.loads(LOAN), set=["preferences.town.patience=1/3"])
    assert conflict.patience == {"town": Fraction(1, 3)}


# ---------------------------------------------------------------- what is expected
def expected(what: str) -> bool:
    (outcome,) = countermove.loads(f"{LOAN}expect:\n  - {{why: W., {what}}}\n").expectations()
    return outcome.holds


@pytest.mark.parametrize(
    ("what", "holds"),
    [
        ("tips: {by: town, states: [build and repay and lend, not build and not repay and lend], at: 10/11}", True),
        ("tips: {by: town, states: [build and repay and lend, not build and not repay and lend], at: 9/11}", False),
        ("tips: {by: town, states: [not build and not repay and lend, build and repay and lend], at: 10/11}", False),
        ("tips: {by: town, states: [build and lend, not build and lend and not repay], at: 10/11}", False),
        ("tips: {by: bank, states: [lend, not lend], at: 1/2}", False),
        ("tips: {by: town, from: lend and not build and not repay, courses: [[build, repay], []], at: 10/11}", False),
        ("patience: {town: 0}, stable: not repay and build, for: [town], concepts: [nash]", True),
        ("patience: {town: 0}, stable: not build and lend, for: [town], concepts: [nash]", False),
        ("patience: {town: 0}, stable: not build and not lend, for: [town], concepts: [nash]", True),
        ("patience: {town: 1/100}, stable: not build and not lend, for: [town], concepts: [nash]", False),
    ],
)  # fmt: skip
def test_what_tips_and_what_is_so_at_another_patience_is_expected(what: str, holds: bool) -> None:
    assert expected(what) == holds


@pytest.mark.parametrize(
    ("what", "told"),
    [
        (
            "tips: {by: town, at: 1/2}",
            "nothing says between what it tips; write two courses of 'by', or two states",
        ),
        (
            "tips: {by: town, courses: [[], [build]], states: [1, 2], at: 1/2}",
            "'courses' and 'states' stand together",
        ),
        ("tips: {by: town, states: [1], at: 1/2}", "2"),
        ("tips: {by: twon, states: [1, 2], at: 1/2}", "unknown decision maker 'twon'"),
        ("tips: {by: town, states: [1, 2], at: soon}", "'soon' is not an exact number"),
        ("patience: {town: 2}, reachable: build", "2 is no patience"),
        (
            "patience: {bank: 1/2}, reachable: build",
            "nothing is worth anything to 'bank' in each period; patience counts for: town",
        ),
        ("patience: {tawn: 1/2}, reachable: build", "unknown decision maker 'tawn'"),
    ],
)
def test_an_expectation_with_a_mistake_is_told(what: str, told: str) -> None:
    found = problems(f"{LOAN}expect:\n  - {{why: W., {what}}}\n")
    assert any(told in each for each in found), found


def test_the_first_course_is_the_one_for_the_impatient() -> None:
    text = countermove.load("gas-contract").text
    assert text is not None
    turned = text.replace("courses: [[], [terminal]], at: 4/5", "courses: [[terminal], []], at: 4/5")
    assert turned != text
    assert [each.holds for each in countermove.loads(turned).expectations()].count(False) == 1


def test_too_many_pairs_of_states_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("countermove.analyses.expectations.MAX_PAIRS", 3)
    with pytest.raises(
        countermove.LimitError, match="more than 3 pairs of states; name states that fewer fit"
    ):
        expected("tips: {by: town, states: [build, not build], at: 1/2}")
