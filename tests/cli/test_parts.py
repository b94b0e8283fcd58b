"""Layers and views as a user meets them."""

from __future__ import annotations

import json

import pytest

from tests.cli.calling import Call


def test_analyze_holds_the_whole_against_its_layers(call: Call) -> None:
    code, out, err = call("analyze", "two-plants")
    words = " ".join(out.split())
    assert (code, err) == (0, "")
    assert "Company stands in Northern plant and Southern plant" in words
    assert "GMR and SMR: 2 of the whole's four equilibria are equilibria in each layer too." in words
    assert "not stable for Company in Southern plant" in words


@pytest.mark.parametrize("engine", ["explicit", "symbolic"])
def test_both_engines_say_the_same_of_the_layers(call: Call, engine: str) -> None:
    code, out, _ = call("analyze", "two-plants", "--json", "--engine", engine, "--concept", "gmr")
    found = json.loads(out)["layers"]
    assert code == 0
    assert [each["equilibria"]["gmr"] for each in found["layers"]] == [2, 1]
    bought = {"state": 3, "label": "YYNN", "not_stable_for": {"south": ["company"]}}
    assert found["concepts"]["gmr"] == {
        "whole": 4,
        "each_layer": 2,
        "both": 2,
        "bought": bought,
        "broken": None,
    }


def test_a_layer_is_asked_by_itself(call: Call) -> None:
    code, out, _ = call("analyze", "two-plants", "--layer", "south", "--json", "--concept", "nash")
    found = json.loads(out)
    assert (code, found["options"]) == (0, ["company.raise_south", "union_south.strike_south"])
    assert "layers" not in found


def test_analyze_tells_views_surprises_and_what_a_signal_is_worth(call: Call) -> None:
    code, out, _ = call("analyze", "red-line", "--concept", "seq")
    words = " ".join(out.split())
    assert code == 0
    assert "Rival believes that Guard wants not answer, then not cross." in words
    assert (
        "Rival expects state 3 (Rival: Cross the line), which does not hold: it is not stable for Guard."
        in words
    )
    assert "If Rival saw what Guard really wants, state 1 (Nobody does anything) would hold." in words
    assert "plainest reading" in words


def test_views_have_the_documented_keys(call: Call) -> None:
    _, out, _ = call("analyze", "red-line", "--concept", "seq", "--json")
    found = json.loads(out)["perceptions"]["concepts"]["seq"]
    assert (found["holds"], found["informed"]) == ([4], [1, 4])
    assert found["surprises"] == {
        "rival": {
            "expected": [3],
            "does_not_hold": [{"state": 3, "not_stable_for": ["guard"]}],
            "unexpected": [4],
            "imagined": [],
        }
    }
    item = {"of": ["rival"], "kind": "preferences", "what": "guard"}
    assert found["corrections"] == [
        {
            "items": [item],
            "gained": [1],
            "lost": [],
            "unplaced": [],
            "better_for": [],
            "worse_for": [],
        }
    ]
    assert found["unplacing"] == []


@pytest.mark.parametrize(
    "command", [["menu", "--dm", "rival"], ["evolve"], ["robustness"], ["explain", "--dm", "rival"]]
)
def test_what_somebody_sees_can_be_asked_whatever_a_conflict_can(call: Call, command: list[str]) -> None:
    code, out, err = call(command[0], "red-line", *command[1:], "--view", "rival")
    assert (code, err) == (0, "")
    assert out


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (
            ["red-line", "--view", "guard"],
            "'guard' sees the conflict as it is; other views are given there for rival",
        ),
        (["red-line", "--view", "rivl"], "unknown decision maker 'rivl'; did you mean 'rival'?"),
        (["red-line", "--view", "rival/guard"], "'guard' sees the conflict as it is in the eyes of 'rival'"),
        (["red-line", "--layer", "north"], "unknown layer 'north'; the model has none"),
        (["two-plants", "--layer", "nort"], "unknown layer 'nort'; did you mean 'north'?"),
    ],
)
def test_what_is_not_there_is_said(call: Call, asked: list[str], said: str) -> None:
    code, out, err = call("analyze", *asked)
    assert (code, out) == (2, "")
    assert said in " ".join(err.split())


def test_what_to_type_next_asks_of_the_same_part(call: Call) -> None:
    _, out, _ = call("analyze", "two-plants", "--layer", "south")
    assert out.splitlines()[-1] == "Next: countermove menu two-plants --layer south --dm company"
    _, out, _ = call("evolve", "two-plants", "--layer", "south")
    assert out.splitlines()[-1] == "Next: countermove menu two-plants --layer south --dm company"
    _, out, _ = call("evolve", "forced-deal", "--events", "hopeful")
    assert out.splitlines()[-1] == "Next: countermove menu forced-deal --events hopeful --dm strong"


@pytest.mark.parametrize(("asked", "told"), [("sseq", ["sseq"]), ("sim", ["nash", "gmr", "smr", "seq"])])
def test_a_settlement_is_judged_under_what_was_asked(call: Call, asked: str, told: list[str]) -> None:
    _, out, _ = call("analyze", "valley-withdrawal", "--concept", asked, "--json")
    assert list(json.loads(out)["phases"]["concepts"]) == told
