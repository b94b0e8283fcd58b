"""What hangs on single claims and what a change changes, as the report tells it: as ``compare`` has it."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

import pytest

import countermove
from countermove.conflict import Conflict
from countermove.views import report_comparing
from countermove.views.comparing import headline, sections, sentences
from countermove.views.report import COMPARED, SECTIONS, report_html
from countermove.views.report_comparing import compared_context, hanging_context, main_said, read_alike
from countermove.views.report_evidence import claims
from countermove.views.report_tipping import Firmness, firmness
from countermove.views.summary import summary
from countermove.views.turning import Telling
from tests.models import change
from tests.views.advice import GATE, shown
from tests.views.reports import Page, karabakh, of_model, of_the_case, section, told


def main_of(conflict: Conflict) -> tuple[int, ...]:
    return summary(conflict.analyze(engine="explicit")).strongest


def hangs(conflict: Conflict) -> dict[str, Any]:
    rows = claims(conflict.evidence())
    return hanging_context(conflict, firmness(shown(conflict)), main_of(conflict), rows)


# ---------------------------------------------------------------- what hangs on a claim
@pytest.mark.parametrize("conflict", [countermove.load("karabakh-2020"), countermove.loads(GATE)])
def test_each_linchpin_is_taken_away_and_the_verdicts_compared(
    conflict: Conflict, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report_comparing, "MAX_WORK", 20 * 9216)
    monkeypatch.setattr(report_comparing, "MAX_CLAIMS", 20)
    found, firm = hangs(conflict), firmness(shown(conflict)).found
    assert firm is not None
    pins = {claim for standing in firm.standings for claim in firm.linchpins(standing)}
    rows = [*found["rows"], *found["idle"]]
    assert {row["claim"]["claim"] for row in rows} == pins
    assert (found["many"], found["tried"], found["left"]) == (len(pins), len(rows), [])
    labels = {claim: label for label, claim in conflict.model.claims.items()}
    for row in rows:
        other = countermove.changed(conflict, without=[labels[row["claim"]["claim"]]])
        assert other.changed is not None
        comparison = conflict.compare(other)
        assert row["changes"] != comparison.same_verdicts
        gone = [each for each in other.changed.changes if each.kind == "left-out"]
        assert len(row["left_out"]) == len(gone)
        if row["changes"]:
            assert row["said"] == headline(Telling(comparison, files=False))
            assert row["main"] == main_said(comparison, main_of(conflict))
            assert len(row["sections"]) == len(sections(Telling(comparison, files=False)))
        elif not gone:
            assert row["said"] == "Nothing rests on it alone, so nothing falls with it."
            assert row["stays"]


def test_a_claim_on_which_an_outcome_hangs() -> None:
    conflict = countermove.loads(GATE)
    (row,) = hangs(conflict)["rows"]
    assert row["said"].startswith("Under ")
    assert "lost" in row["said"] or "gained" in row["said"]
    assert [each.says for each in row["left_out"]] == ["if “Shut the gate”, then “Sue”"]


@of_the_case
def test_the_case_tells_what_falls_and_what_becomes_of_the_main_outcomes() -> None:
    text = told(karabakh(), "hangs")
    for said in (
        "The offensive will hardly stop unless Baku gets a political solution worth returning to diplomacy for, or "
        "Moscow intervenes with arms for Armenia. Under Nash one equilibrium is lost; under GMR 776 are lost and 372 "
        "are gained; under SMR 343 are lost and 150 are gained; under SEQ 17 are lost and 72 are gained; under SSEQ "
        "nine are lost and 40 are gained; under Mixed 31 are lost and 18 are gained. One of the eleven main outcomes "
        "is lost under some concept.",
        "Falls with it What Azerbaijan wants, 1 of 9: not both “Take the areas by force” and (“Fight for Armenia” or "
        "“The alliance draws Russia into the war”) What Azerbaijan wants, 1 of 6, after “Leaders fall in Baku and "
        "Yerevan”: not both “Take the areas by force” and “Fight for Armenia”",
        "Of those lost, Azerbaijan leaves all 776 now.",
        "Claims that carry no verdict by themselves",
        "Nothing rests on it alone, so nothing falls with it. What Turkey wants, 5 of 6, if “Hold Turkey back” "
        "or “Make a separate deal with Turkey”, then not “Back Azerbaijan”, has other grounds too.",
    ):
        assert said in text, said
    part = Page(section(karabakh(), "hangs"))
    ids = {f"#{attrs['id']}" for attrs in Page(karabakh()).all("li") if attrs.get("id")}
    assert {str(attrs["href"]) for attrs in part.all("a")} <= ids


def test_what_is_not_tried_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    conflict = countermove.load("karabakh-2020")
    rows = claims(conflict.evidence())
    said = hanging_context(conflict, Firmness(None, "too large"), (), rows)["said"]
    assert "“countermove compare --without CLAIM” takes one away" in said
    monkeypatch.setattr(report_comparing, "MAX_WORK", 3 * 9984)
    found = hangs(conflict)
    assert (len(found["rows"]) + len(found["idle"]), found["many"], found["tried"]) == (3, 10, 3)
    told = [*found["rows"], *found["idle"], *found["left"]]
    assert len({row["claim"]["claim"] for row in told}) == 10
    labels = conflict.model.claims
    assert all(labels[each["label"]] == each["claim"]["claim"] for each in found["left"])
    monkeypatch.setattr(report_comparing, "MAX_WORK", 9983)
    assert hangs(conflict)["said"].startswith("With 9,984 states no claim was taken away for this report")


@of_the_case
def test_the_page_says_how_many_claims_there_are_and_lists_the_rest() -> None:
    text = told(karabakh(), "hangs")
    assert (
        "Equilibria rest on ten claims. Five of them, those behind the main outcomes first, were each taken"
        in text
    )
    assert "The other five are listed at the end." in text
    assert text.count("--without") == 6  # five claims, and how it is typed
    assert "--without own_vision" in text


def test_a_claim_is_taken_away_under_the_same_reading_of_events() -> None:
    conflict = countermove.load("karabakh-2020").reading("cautious")
    other = read_alike(conflict, countermove.changed(conflict, without=["case_built"]))
    assert other.model.reading == "cautious"
    assert other.changed is not None
    assert read_alike(conflict, countermove.load("red-line")).model.reading == "neutral"


IMPATIENT = """
countermove: 1
title: What a pledge carries
sources: {letter: {title: A letter}}
claims:
  pledge: {text: The pledge is meant., quotes: [{source: letter, quote: we pledge}]}
decision_makers: {ann: {options: {pay: }}, bob: {options: {wait: }}}
events:
  flood: {preferences: {ann: {each_period: [{when: pay, weight: 1}], patience: 1/5}}}
status_quo: []
preferences:
  ann:
    weights: [{when: pay, weight: 3}, {when: wait, weight: 1, because: [pledge]}]
    each_period: [{when: pay, weight: -2}]
    patience: 9/10
  bob: {prioritize: [{statement: pay -> wait, because: [pledge]}, not wait]}
"""


def test_a_claim_is_taken_away_from_sides_that_are_as_patient_as_was_asked() -> None:
    conflict = countermove.loads(IMPATIENT).patient({"ann": "1/2"})
    (row,) = hangs(conflict)["rows"]
    other = countermove.changed(conflict, without=["pledge"])
    assert other.patience == {"ann": Fraction(9, 10)}
    other = other.patient({"ann": "1/2"})
    said = [
        [line for part in sections(Telling(conflict.compare(each), files=False)) for line in part.lines]
        for each in (other, countermove.changed(conflict, without=["pledge"]))
    ]
    assert [line for part in row["sections"] for line in part["lines"]] == said[0] != said[1]


def test_a_claim_is_taken_away_from_sides_whose_patience_events_change() -> None:
    conflict = countermove.loads(IMPATIENT)
    other = countermove.changed(conflict, without=["pledge"]).as_patient_as(conflict)
    assert other.model.regimes[0].preference == conflict.model.regimes[0].preference


def test_a_comparison_with_another_model_leaves_its_patience_alone() -> None:
    before = countermove.loads(IMPATIENT)
    context = compared_context(before, countermove.changed(before, set=["preferences.ann.patience=1/2"]), [])
    assert context is not None
    assert "gained" in context["said"]


def test_without_claims_or_without_a_file_nothing_hangs() -> None:
    nothing = "No equilibrium rests on a claim that could be taken away by itself."
    assert hangs(countermove.load("syria-iraq-1975"))["said"] == nothing
    assert hangs(of_model(countermove.loads(GATE).model))["said"] == nothing


def test_a_claim_that_cannot_be_taken_away_is_told_with_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> Conflict:
        raise countermove.LimitError("too many states")

    monkeypatch.setattr("countermove.loading.changed", refused)
    (row,) = hangs(countermove.loads(GATE))["idle"]
    assert row["said"] == "It cannot be taken away: too many states."


def test_the_main_outcomes_are_followed_to_the_other_model() -> None:
    conflict = countermove.loads(GATE)
    main = main_of(conflict)
    same = countermove.changed(conflict, set=["title=Another"])
    assert main_said(conflict.compare(same), main) == "The main outcome holds all the same."
    barred = countermove.changed(conflict, set=["constraints[0]=not (sue and shut)"])
    comparison = conflict.compare(barred)
    assert main_said(comparison, main) == "The main outcome is lost under some concept."
    assert main_said(comparison, ()) == ""


# ---------------------------------------------------------------- another model, or changes
def test_changes_to_the_model_stand_after_what_the_report_says() -> None:
    conflict = countermove.loads(GATE)
    other = countermove.changed(conflict, swap=["mill:1,2"])
    html = report_html(conflict, conflict.evidence(), command="x", against=other)
    headings = [data for where, data in Page(html).texts if where == "h2"]
    first, *others = SECTIONS.values()
    assert headings == [first, *COMPARED.values(), *others]
    assert Page(html).wrong == []
    text = told(html, "compared")
    telling = Telling(conflict.compare(other), files=False)
    assert "The conflict with one change: --swap mill:1,2" in text
    for said in [headline(telling), *sentences(telling), *(each.heading for each in sections(telling))]:
        assert said.partition(" ")[2] in re.sub(" (?=[:,.])", "", text), said


def test_two_models_are_a_and_b() -> None:
    one = countermove.loads(GATE)
    two = countermove.loads(
        change(GATE, "title: The gate", "title: The <gate>").replace("talk, not shut", "talk")
    )
    found = compared_context(one, two, main_of(one))
    assert found["what"] == "A is this conflict, B is “The <gate>”."
    html = report_html(one, one.evidence(), command="x", against=two)
    assert "B is “The &lt;gate&gt;”" in html
    assert found["said"].partition(" ")[2] in re.sub(" (?=[:,.])", "", told(html, "compared"))


@of_the_case
def test_a_report_without_a_comparison_has_no_section_for_one() -> None:
    assert 'id="compared"' not in karabakh()
