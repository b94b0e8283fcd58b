"""Where the choice between two states tips, where events may make something else of them."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest

import countermove
from countermove.views.patience import explained_patience, swept_data

STORM: dict[str, Any] = {
    "countermove": 1,
    "decision_makers": {"ann": {"options": {"sail": None}}, "bob": {"options": {"wait": None}}},
    "events": {"storm": {"possible": "sail"}},
    "status_quo": [],
    "preferences": {
        "ann": {
            "weights": [{"when": "sail", "weight": 3}],
            "each_period": [{"when": "sail", "weight": -1}, {"when": "storm", "weight": -11}],
            "patience": "1/2",
        },
        "bob": "indifferent",
    },
}
TIPS_AT = {"neutral": Fraction(3, 4), "cautious": Fraction(1, 5), "hopeful": Fraction(3, 4)}


def load(**more: Any) -> countermove.Conflict:
    return countermove.loads(json.dumps({**STORM, **more}))


@pytest.mark.parametrize("reading", TIPS_AT)
def test_a_choice_tips_where_states_are_worth_the_same_as_events_are_read(reading: str) -> None:
    conflict = load().reading(reading)
    leaves = "YNN" if reading == "cautious" else "NNN"
    data, lines = explained_patience(conflict, [conflict.explain("ann", leaves, "nash")])
    (told,) = data["over_patience"]["tips"]
    at = TIPS_AT[reading]
    assert told == {"at": str(at), "impatient": 2, "patient": 1}
    assert lines[-1] == f"ann likes state 2 better than state 1 at a patience below {at}, and less above."
    below, above = (
        conflict.patient({"ann": at + step}).analyze(["nash"], engine="explicit").stable["nash"][0]
        for step in (Fraction(-1, 100), Fraction(1, 100))
    )
    assert below[1]
    assert not below[0]
    assert above[0]
    assert not above[1]


@pytest.mark.parametrize("reading", TIPS_AT)
def test_only_states_with_the_same_events_are_set_beside_each_other(reading: str) -> None:
    conflict = load().reading(reading)
    tips = swept_data(conflict.space, conflict.over_patience("ann", ["nash"]))["tips"]
    stormy = {5, 6, 7, 8}
    assert {each["at"] for each in tips if each["impatient"] not in stormy} == {str(TIPS_AT[reading])}
    assert all((each["impatient"] in stormy) == (each["patient"] in stormy) for each in tips)


@pytest.mark.parametrize("reading", TIPS_AT)
@pytest.mark.parametrize("at", ["1/5", "3/4"])
def test_an_expectation_on_two_states_reads_events_as_it_says(reading: str, at: str) -> None:
    tips = {"by": "ann", "states": ["YNN", "NNN"], "at": at}
    (outcome,) = load(expect=[{"why": "x", "tips": tips, "events": reading}]).expectations()
    assert outcome.holds == (Fraction(at) == TIPS_AT[reading])


def test_a_choice_that_turns_more_than_once_is_said_to_tip_nowhere() -> None:
    """Sailing is worth 2 - 4d, or -1 + 6d where the wind turns; between 1/4 and 1/3 both fall short of 1."""
    ann = {
        "weights": [
            {"when": "sail and not wind", "weight": 2},
            {"when": "sail and wind", "weight": -1},
            {"when": "not sail", "weight": 1},
        ],
        "each_period": [
            {"when": "sail and not wind", "weight": -2},
            {"when": "sail and wind", "weight": 5},
            {"when": "not sail", "weight": 1},
        ],
        "patience": "1/2",
    }
    conflict = load(
        events={"wind": {"possible": "sail"}}, preferences={"ann": ann, "bob": "indifferent"}
    ).reading("hopeful")
    data, _ = explained_patience(conflict, [conflict.explain("ann", "NNN", "nash")])
    (nash,) = data["over_patience"]["stable"]
    assert [(each["from"], each["to"]) for each in nash["holds"]] == [("1/4", "1/3")]
    assert data["over_patience"]["tips"] == []
