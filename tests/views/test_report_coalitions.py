"""The report's section on coalitions: what it shows, and where it tries nothing."""

from __future__ import annotations

from functools import partial

import pytest

import countermove
from countermove.analyses import coalitions, joint_paths
from countermove.views import report_coalitions
from countermove.views.report_coalitions import coalitions_told
from tests.models import FLEETS
from tests.strategies import chicken, dilemma
from tests.views.reports import TINY, of_model, rendered
from tests.views.reports import told as told_in

told = partial(told_in, name="coalitions")


def test_the_case_shows_what_survives_and_who_leaves() -> None:
    text = told(countermove.load("karabakh-2020").layer("settlement"))
    assert (
        "Of the 44 states that hold most widely, four would be left by some coalition: 2298, 2300, 2305 and 2307."
        in text
    )
    for row in ("Nash 44 40", "GMR 1,216 736", "SMR 596 368", "SEQ 220 108"):
        assert row in text
    assert "Azerbaijan Ar Armenia leave under Nash and SEQ" in text
    assert "(a mere move)" in text
    assert "They could leave for 11 other states as well." in text
    assert text.count("leave under") == 3 == report_coalitions.MAX_WAYS
    assert "489 more states hold for everybody under some concept and are left by some coalition." in text


def test_the_main_outcome_may_be_left() -> None:
    text = told(countermove.loads(FLEETS))
    assert "The state that holds most widely, state 4, would be left by some coalition." in text
    assert "They could leave" not in text


@pytest.mark.parametrize(
    ("main", "left", "said"),
    [
        ([3], [], "The state that holds most widely, state 4, survives every coalition."),
        ([3, 4], [3, 4], "Each of the two states that hold most widely would be left by some coalition."),
        ([3, 4, 5], [4], "Of the three states that hold most widely, one would be left by some coalition: 5."),
    ],
)  # fmt: skip
def test_what_becomes_of_the_main_outcomes(main: list[int], left: list[int], said: str) -> None:
    assert report_coalitions._main_said(main, left) == said


def test_where_nothing_is_upset_there_is_no_table() -> None:
    found = coalitions_told(of_model(chicken()).analyze(["nash"], engine="explicit"), [1, 2])
    assert found == report_coalitions.Told(
        ("row and column would leave no equilibrium together under Nash.",)
    )
    html = rendered(of_model(chicken()))
    assert 'class="verdicts survivors"' in rendered(of_model(dilemma()))
    assert html.count('<section id="coalitions"') == 1


def test_one_decision_maker_has_nobody_to_join() -> None:
    assert told(countermove.loads(TINY)).endswith(
        "There is one decision maker, so there is nobody to form a coalition with."
    )


def test_what_would_take_long_is_not_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report_coalitions, "MAX_WORK", 4 * 8 - 1)
    monkeypatch.setattr(report_coalitions, "MAX_MAIN_WORK", 4 * 8 - 1)
    text = told(countermove.loads(FLEETS))
    assert text.endswith(
        "With 8 states the four coalitions that could form among three decision makers were not tried for this "
        "report; “countermove analyze” tries those that are named with --coalition."
    )


def test_where_all_would_take_long_the_main_outcomes_are_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    for model in (countermove.loads(FLEETS), of_model(dilemma())):
        found = report_coalitions.coalitions_told(analysis := model.analyze(engine="explicit"), main := [3])
        monkeypatch.setattr(report_coalitions, "MAX_WORK", 0)
        partly = report_coalitions.coalitions_told(analysis, main)
        monkeypatch.undo()
        assert not found.partly
        assert partly.partly.startswith(
            "Every coalition was tried on this state alone; “countermove analyze”"
        )
        assert not partly.verdicts
        assert {each.departure.state for each in partly.ways} <= set(main)
        left = any(by for each in coalitions.survey(analysis).upset_by.values() for by in [each.get(3)])
        assert partly.said == (
            "The state that holds most widely, state 4, "
            + ("would be left by some coalition." if left else "survives every coalition."),
        )
        assert bool(partly.ways) == left


def test_a_limit_does_not_stop_the_report(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coalitions, "MAX_COMPARED", 0)
    assert "were not tried for this report" in told(countermove.loads(FLEETS))


# ---------------------------------------------------------------- what can hold, and the way there
def test_elmira_shows_that_the_agreement_can_hold_and_the_way_to_it() -> None:
    text = told(countermove.load("elmira-1991"))
    assert "State 8 can hold." in text
    assert "is our own reading." in text
    assert "Where steps taken together lead With joint steps of four coalitions 3 of the 5 equilibria" in text
    assert "MoE and Uniroyal together: MoE moves to delay under insistence" in text


def test_the_fleets_cannot_keep_what_they_agree_on() -> None:
    text = told(countermove.loads(FLEETS))
    assert "State 1 cannot hold: North or South would break away." in text


def test_without_a_state_of_today_no_way_is_told() -> None:
    text = told(countermove.loads(FLEETS.replace("status_quo: [north.fish, south.fish]\n", "")))
    assert "Who would leave together" in text
    assert "Where steps taken together lead" not in text


def test_too_many_steps_do_not_stop_the_report(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(joint_paths, "MAX_SOUGHT", 0)
    text = told(countermove.loads(FLEETS))
    assert "Who would leave together" in text
    assert "Where steps taken together lead" not in text


def test_where_all_would_take_long_paths_of_pairs_are_told_and_said_to_be(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    analysis = countermove.load("elmira-1991").analyze(engine="explicit")
    monkeypatch.setattr(report_coalitions, "MAX_WORK", 0)
    gained = report_coalitions.coalitions_told(analysis, [4, 7, 8]).gained
    assert gained.startswith("With joint steps of three coalitions 3 of the 5 equilibria")
    assert gained.endswith("Coalitions of more than two were not tried for this.")


def test_coalitions_that_expectations_name_are_tried_on_all_equilibria() -> None:
    analysis = countermove.load("karabakh-2020").analyze(["nash", "seq"], engine="explicit")
    assert isinstance(analysis, countermove.Analysis)
    one, other = coalitions_told(analysis, [state - 1 for state in analysis.equilibria["nash"]]).named
    assert one.startswith("Under Nash all eleven equilibria survive the coalition of Russia and Armenia")
    assert other == "Turkey and Azerbaijan would leave no equilibrium together under Nash or SEQ."
