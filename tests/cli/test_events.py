"""Events as a user meets them: on the command line, in the JSON and in the report."""

from __future__ import annotations

import json

import pytest

import countermove
from countermove import conflict
from tests.cli.calling import Call
from tests.views.reports import TINY, rendered, told

OWN = "our own plainest reading, not a published definition"


@pytest.mark.parametrize(
    "command",
    [
        ["analyze"],
        ["explain", "--dm", "strong", "--state", "4", "--concept", "nash"],
        ["menu", "--dm", "weak"],
        ["evolve", "--concept", "nash"],
        ["inverse", "--target", "not press"],
        ["robustness", "--concept", "nash"],
    ],
)
@pytest.mark.parametrize("reading", ["neutral", "cautious", "hopeful"])
def test_every_answer_says_how_events_were_read(call: Call, command: list[str], reading: str) -> None:
    name, *rest = command
    code, out, err = call(name, "forced-deal", *rest, "--events", reading)
    assert (code, err) == (0, "")
    words = " ".join(out.split())
    assert f"Events are read in the {reading} way: a state counts as" in words
    assert OWN in words
    _, out, _ = call(name, "forced-deal", *rest, "--events", reading, "--json")
    found = json.loads(out)["events"]
    assert found["reading"] == reading
    assert OWN in found["meaning"]
    assert [each["id"] for each in found["events"]] == ["events.fall", "events.force"]


def test_a_verdict_may_differ_from_reading_to_reading(call: Call) -> None:
    asked = ("explain", "forced-deal", "--dm", "strong", "--state", "4", "--concept", "nash", "--json")
    stable = {
        each: json.loads(call(*asked, "--events", each)[1])["stable"] for each in ("neutral", "cautious")
    }
    assert stable == {"neutral": True, "cautious": False}
    _, out, _ = call("analyze", "forced-deal", "--concept", "nash", "--json")
    found = json.loads(out)
    assert found["events"]["equilibria"] == {
        "neutral": {"nash": [4, 6, 12, 14]},
        "cautious": {"nash": [6, 12, 14]},
        "hopeful": {"nash": [4, 6, 12, 14]},
    }
    assert found["equilibria"]["nash"] == [4, 6, 12, 14]


def test_an_explanation_says_as_what_a_state_counts(call: Call) -> None:
    asked = ("explain", "forced-deal", "--dm", "strong", "--state", "1", "--concept", "seq")
    words = " ".join(call(*asked, "--events", "cautious").out.split())
    what = "Strong side: Press; Weak side: Give in; Events: The leaders of the weak side fall"
    assert f"State 4 counts for Strong side as state 8 ({what})." in words
    assert json.loads(call(*asked, "--events", "cautious", "--json").out)["counts_as"] == {"4": 8}
    assert json.loads(call(*asked, "--json").out)["counts_as"] == {}
    assert "counts for" not in call(*asked).out


def test_steps_that_are_events_are_marked(call: Call) -> None:
    _, out, _ = call("evolve", "forced-deal", "--concept", "nash", "--json")
    found = json.loads(out)
    (path,) = (each for each in found["paths"] if each["to"] == 6)
    assert [step["by"] for step in path["steps"]] == ["strong", "weak", "events", "weak"]
    assert path["improvements_only"]
    assert "By itself “The leaders of the weak side fall” happens (state 8), an event." in path["text"]


def test_the_long_run_is_told_exactly(call: Call) -> None:
    _, out, _ = call("evolve", "forced-deal", "--concept", "nash", "--json")
    found = json.loads(out)["chance"]
    assert {each["label"]: each["share"] for each in found["long_run"]} == {
        "YYNY": "3/5",
        "YNYN": "1/5",
        "YNYY": "1/5",
    }
    assert [each["probability"] for each in found["ends"]] == ["3/5", "1/5", "1/5"]
    assert (found["first_rest"][0]["label"], found["never_rests"]) == ("YYNN", "0")
    assert OWN in found["reading"]
    _, out, _ = call("evolve", "forced-deal", "--from", "press and not give and fall and force", "--json")
    assert [each["share"] for each in json.loads(out)["chance"]["long_run"]] == ["1"]


def test_a_long_run_that_is_too_much_says_so(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("countermove.analyses.chance.MAX_STATES", 1)
    code, out, _ = call("evolve", "forced-deal", "--concept", "nash")
    assert code == 0
    assert "Not worked out: more than 1 states come up" in out
    _, out, _ = call("evolve", "forced-deal", "--concept", "nash", "--json")
    assert "more than 1 states" in json.loads(out)["chance"]["not_worked_out"]


TIDE = """
countermove: 1
title: A tide
decision_makers: {ann: {options: {sail: , rest: }}}
events: {tide: {probability: 1/3, lasts: false}}
status_quo: []
preferences: {ann: {prioritize: [sail <-> tide, rest]}}
"""


def test_the_long_run_is_told_where_moves_are_too_many_to_follow(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("oxidd", reason="the symbolic engine needs the extra countermove[symbolic]")
    exact = json.loads(call("evolve", "-", "--json", stdin=TIDE).out)
    monkeypatch.setattr(conflict, "MAX_MOVES", 1)
    found = json.loads(call("evolve", "-", "--json", stdin=TIDE).out)
    assert (exact["engine"], found["engine"]) == ("explicit", "symbolic")
    assert found["chance"] == exact["chance"]
    assert {each["share"] for each in found["chance"]["long_run"]} == {"1/3", "2/3"}
    assert "In the long run\nIt first rests" in call("evolve", "-", stdin=TIDE).out


def test_a_menu_says_that_events_may_happen(call: Call) -> None:
    _, out, _ = call("menu", "forced-deal", "--dm", "strong")
    words = " ".join(out.split())
    assert (
        "“The leaders of the weak side fall” and “A peace force comes” may happen among the answers" in words
    )


def test_a_menu_says_that_other_ends_are_liked_as_well(call: Call) -> None:
    _, out, _ = call(
        "menu", "forced-deal", "--dm", "weak", "--from", "press and give and not fall and not force"
    )
    assert "ends in 4: Strong side: Press; Weak side: Give in\n    three more resting states are liked just as well" in out  # fmt: skip
    _, out, _ = call("menu", "syria-iraq-1975", "--dm", "syria")
    assert "liked just as well" not in out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["forced-deal", "--events", "gloomy"], "unknown reading of events 'gloomy'"),
        (["red-line", "--events", "cautious"], "the model has no events to be read; list them under 'events:'"),
        (["forced-deal", "--events", "hopeful", "--engine", "symbolic"], "not the hopeful reading; ask for the neutral"),
        (["forced-deal", "--engine", "symbolic"], "does not read what 'weak' wants once an event has happened"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_says_what_can(call: Call, arguments: list[str], message: str) -> None:
    code, out, err = call("analyze", *arguments)
    assert code in (2, 5)
    assert out == ""
    assert message in err


def test_the_report_has_the_events_what_sets_them_off_and_the_long_run() -> None:
    text = told(rendered(countermove.load("forced-deal")), "events")
    assert "The leaders of the weak side fall" in text
    assert "“Press”, “Give in” and not “A peace force comes”" in text
    assert "Weak side wants something else" in text
    assert "Weak side, after “The leaders of the weak side fall” not “Give in”" in " ".join(text.split())
    assert "In the cautious way, against the neutral one" in text
    assert "3/5 (60%)" in text
    assert OWN in text
    assert 'id="events"' not in rendered(countermove.loads(TINY))


def test_a_report_reads_events_as_asked(call: Call) -> None:
    pages = {
        each: call("report", "forced-deal", "--events", each, "--output", "-").out
        for each in ("neutral", "cautious")
    }
    assert "Events are read in the cautious way" in told(pages["cautious"], "says")
    assert "Events are read" not in told(pages["neutral"], "says")
    assert "countermove report forced-deal --events cautious" in pages["cautious"]
    plain = call("report", "forced-deal", "--output", "-").out
    assert told(plain, "says") == told(pages["neutral"], "says") != told(pages["cautious"], "says")
    assert told(plain, "expected") == told(pages["cautious"], "expected")
    code, _, err = call("report", "red-line", "--events", "cautious", "--output", "-")
    assert code == 2
    assert "the model has no events to be read" in err
