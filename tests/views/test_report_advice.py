"""The report's advice together: the head of the page, what is missing, and what is too large."""

from __future__ import annotations

from typing import Any

import pytest

import countermove
from countermove.errors import LimitError
from countermove.views import report_designing, report_evolving, report_tipping
from countermove.views.report_designing import with_course
from countermove.views.report_evolving import going, going_context, going_said
from countermove.views.report_states import Shown
from countermove.views.report_tipping import firmness, firmness_context, firmness_said
from countermove.views.summary import summary
from tests.views.advice import CASES, changes, shown
from tests.views.reports import TINY, karabakh, of_the_case, told


@of_the_case
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("karabakh-2020", "The nearest of them, state 1,876, lies six steps away, each a gain for its mover; the first "
         "is that Russia takes up “Press the Minsk Group's phased plan” and “Hold Turkey back”. A single change of one "
         "side’s preferences would upset each of the eleven."),
        ("syria-iraq-1975", "It lies two steps away, each a gain for its mover; the first is that Iraq takes up “Attack "
         "the dam”. A change of three swaps of Iraq’s preferences would upset it under some concept."),
        ("alone", "It lies one step away, a gain for its mover: ann takes up “Go”."),
    ],
)  # fmt: skip
def test_the_head_says_where_it_goes_and_how_firmly(name: str, said: str) -> None:
    assert said in told(karabakh() if name == "karabakh-2020" else CASES[name](), "says")


def test_the_head_names_who_pays() -> None:
    conflict = countermove.load("karabakh-2020")
    found = shown(conflict)
    assert going_said(found.space, going(found), [120]) == ("It lies two steps away, paid for by Armenia.")


def test_the_head_counts_those_that_fall() -> None:
    found = shown(countermove.load("karabakh-2020"))
    tried = firmness(found)
    assert tried.found is not None
    firmest = next(each.state for each in tried.found.standings if 1 not in each.margin.values())
    assert firmness_said(tried, [1875, firmest]) == (
        "A single change of one side’s preferences would upset one of the two."
    )
    assert firmness_said(tried, [firmest]) == (
        "No single change of the preferences of any side but Russia upsets it."
    )
    assert firmness_said(tried, [120]).endswith("would upset it under some concept.")
    assert firmness_said(tried, [1875, 0]) == ""


def test_the_head_is_silent_on_what_was_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report_evolving, "MAX_FOLLOWED", 0)
    monkeypatch.setattr(report_tipping, "MAX_WORK", 0)
    conflict = countermove.load("syria-iraq-1975")
    text = told(conflict, "says")
    assert "steps away" not in text
    assert "upset" not in text
    assert summary(conflict.analyze(engine="explicit")).sentences[0] in text


@pytest.mark.parametrize(
    ("name", "text"),
    [("going", "so there is nowhere to go from"), ("changing", "No courses of action were followed")],
)
def test_without_a_status_quo_it_says_so(name: str, text: str) -> None:
    assert text in told(countermove.loads(TINY), name)


def test_without_an_equilibrium() -> None:
    text = "\n".join(
        [
            "countermove: 1",
            "decision_makers: {ann: {options: {x: X}}, bob: {options: {y: Y}}}",
            "status_quo: []",
            "preferences: {ann: {prioritize: [x <-> y]}, bob: {prioritize: [not (x <-> y)]}}",
        ]
    )
    conflict = countermove.loads(text)
    nash = conflict.analyze(["nash"], engine="explicit")
    assert not nash.equilibria["nash"]
    found = Shown(nash)
    assert going_context(found, going(found))["said"].startswith("No state holds under any concept")
    assert firmness_context(found, firmness(found), [])["said"] == "There is no equilibrium to upset."
    assert firmness_said(firmness(found), ()) == going_said(found.space, going(found), ()) == ""
    assert "No Nash equilibrium has any of the two courses of ann." in told(conflict, "changing")
    assert told(conflict, "firmness")


@pytest.mark.parametrize(
    ("module", "limit", "name", "said"),
    [
        (report_evolving, "MAX_FOLLOWED", "going", "the conflict was not followed from today’s for this report; "
         "“countermove evolve” follows it."),
        (report_designing, "MAX_WORK", "changing", "it was not worked out for this report what a course would take; "
         "“countermove inverse” works it out."),
        (report_tipping, "MAX_WORK", "firmness", "no changes of preferences were tried for this report; “countermove "
         "robustness” tries them."),
    ],
)  # fmt: skip
def test_what_would_take_long_is_not_tried(
    monkeypatch: pytest.MonkeyPatch, module: Any, limit: str, name: str, said: str
) -> None:
    monkeypatch.setattr(module, limit, 10)
    assert told(countermove.load("syria-iraq-1975"), name).endswith(said)


@pytest.mark.parametrize(
    ("module", "function", "name", "said"),
    [
        (
            report_evolving,
            "evolve",
            "going",
            "was not followed from today’s state: too much; leave options out.",
        ),
        (
            report_designing,
            "_course",
            "changing",
            "what a course would take; “countermove inverse” works it out.",
        ),
        (report_tipping, "robustness", "firmness", "preferences were tried: too much; leave options out."),
    ],
)
def test_a_limit_becomes_a_sentence(
    monkeypatch: pytest.MonkeyPatch, module: Any, function: str, name: str, said: str
) -> None:
    def reached(*_: object) -> None:
        raise LimitError("too much; leave options out")

    monkeypatch.setattr(module, function, reached)
    text = told(countermove.load("syria-iraq-1975"), name)
    assert text.endswith(said)


def test_the_first_side_is_told_where_not_all_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    conflict = countermove.load("syria-iraq-1975")
    asked = [
        len(with_course(conflict.space, 0, course))
        for course in conflict.menu("syria").courses
        if not course.equilibria["nash"]
    ]
    monkeypatch.setattr(report_designing, "MAX_ASKED", sum(asked))
    found = changes(conflict)
    assert [side["dm"] for side in found["sides"]] == [0]
    assert found["sides"][0]["more"] == 0
    monkeypatch.setattr(report_designing, "MAX_ASKED", sum(asked) - 1)
    assert [(side["dm"], side["more"]) for side in changes(conflict)["sides"]] == [(0, 1)]
    assert found["left"].startswith("The courses of Iraq were left out of this report")
