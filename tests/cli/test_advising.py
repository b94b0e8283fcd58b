"""``evolve``, ``inverse`` and ``robustness`` as a user meets them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.cli.calling import Call
from tests.models import GRAPH, PENNIES


def data(call: Call, *arguments: str, **more: Any) -> dict[str, Any]:
    code, out, err = call(*arguments, "--json", **more)
    assert (code, err) == (0, "")
    found: dict[str, Any] = json.loads(out)
    return found


def test_evolve_has_the_fixed_keys(call: Call) -> None:
    found = data(call, "evolve", "syria-iraq-1975")
    assert {"from", "paths", "unreachable"} <= set(found)
    (step, *_) = next(path for path in found["paths"] if path["steps"])["steps"]
    assert {"by", "from", "to", "improvement"} <= set(step)
    assert found["paths"][0] == {
        "to": 1, "label": "NNN", "equilibrium": ["gmr"], "improvements_only": True, "steps": [],
        "text": "The conflict is there already.",
    }  # fmt: skip


def test_evolve_says_what_stands_in_the_way(call: Call) -> None:
    text = """
countermove: 1
decision_makers: {a: {name: Ann, options: {x: {name: Burn the bridge, moves: forward}}}, b: {options: {y: }}}
preferences: {a: {prioritize: [not x]}, b: {prioritize: ["y"]}}
status_quo: [x]
"""
    code, out, _ = call("evolve", "-", "--concept", "nash", stdin=text)
    assert code == 0
    assert "One equilibrium cannot be reached (state 3): “Burn the bridge” would have to be undone" in out
    found = data(call, "evolve", "-", "--concept", "nash", stdin=text)
    assert [each["kind"] for each in found["unreachable"]] == ["one-way"]


def test_nothing_holds_and_why(call: Call) -> None:
    for command in ("analyze", "evolve", "robustness"):
        code, out, _ = call(command, "-", "--concept", "nash", stdin=PENNIES)
        assert code == 0
        assert "stable for all but Two" in out
        assert "If Two takes up “Heads too”" in out


def test_evolve_in_graph_form(call: Call) -> None:
    code, out, _ = call("evolve", "-", "--from", "1", stdin=GRAPH)
    assert code == 0
    assert out


def test_inverse_has_the_fixed_keys(call: Call) -> None:
    found = data(call, "inverse", "syria-iraq-1975", "--target", "2", "--vary", "syria")
    assert (found["target"], found["concept"], found["vary"]) == ([2], "nash", ["syria"])
    assert (found["rankings"]["total"], found["rankings"]["satisfying"]) == (720, 240)
    assert [change["verified"] for change in found["changes"]] == [True]
    assert found["changes"][0]["size"] == 3
    assert found["conditions"][0]["clauses"] == [{"move": 1, "any_of": [[1]]}, {"move": 3, "any_of": [[3]]}]


def test_inverse_says_who_stands_in_the_way(call: Call) -> None:
    code, out, _ = call("inverse", "syria-iraq-1975", "--target", "2", "--vary", "iraq")
    assert code == 0
    assert "Syria leaves it whatever the others want" in out
    code, out, _ = call("inverse", "syria-iraq-1975", "--target", "6")
    assert "holds as things are: nothing need change" in out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("inverse", "syria-iraq-1975", "--target", "9"), "there is no state 9"),
        (("inverse", "syria-iraq-1975", "--target", "releas"), "did you mean 'release'"),
        (("inverse", "syria-iraq-1975", "--target", "2", "--vary", "Iran"), "unknown decision maker 'Iran'"),
        (("inverse", "syria-iraq-1975", "--target", "2", "--concept", "nm"), "use nash, gmr, smr, seq or sseq"),
        (("evolve", "syria-iraq-1975", "--from", "release"), "fits 2 states"),
        (("robustness", "syria-iraq-1975", "--state", "7"), "there is no state 7"),
        (("robustness", "syria-iraq-1975", "--concept", "nsah"), "did you mean 'nash'"),
    ],
)  # fmt: skip
def test_wrong_usage(call: Call, arguments: tuple[str, ...], message: str) -> None:
    code, out, err = call(*arguments)
    assert (code, out) == (2, "")
    assert message in err


def test_without_a_status_quo_a_start_is_asked_for(call: Call) -> None:
    text = PENNIES.replace("status_quo: []\n", "")
    code, _, err = call("evolve", "-", stdin=text)
    assert code == 2
    assert "no status quo to start from; add 'status_quo:' or name a state with --from" in err
    assert call("evolve", "-", "--from", "NN", stdin=text)[0] == 0


def test_robustness_says_who_leaves_a_state_that_does_not_hold(call: Call) -> None:
    said = " ".join(call("robustness", "syria-iraq-1975", "--state", "release and attack").out.split())
    assert "Under GMR state 5 is stable for all but Syria. If Syria takes up “Escalate”" in said
    assert "No change of up to three swaps of one side makes it hold." in said
    said = " ".join(call("robustness", "syria-iraq-1975", "--state", "3").out.split())
    assert "It would hold, if Iraq likes state 3 better than state 5 (under GMR)." in said


def test_nobody_whose_preferences_could_vary(call: Call) -> None:
    text = "countermove: 1\ndecision_makers: {a: {options: {x: }}}\npreferences: {a: indifferent}\n"
    said = call("inverse", "-", "--target", "1", stdin=text).out
    assert "nothing need change" in said
    assert "strict rankings" not in said


def test_robustness(call: Call) -> None:
    found = data(call, "robustness", "karabakh-2020", "--state", "1876", "--concept", "nash")
    (standing,) = found["equilibria"]
    assert standing["margin"] == {"nash": 1}
    assert standing["linchpins"] == ["case_built", "attention_won"]
    assert {flip["size"] for flip in standing["upset_by"]} == {1}
    code, out, _ = call("robustness", "syria-iraq-1975")
    assert code == 0
    assert "would hold if" in out
