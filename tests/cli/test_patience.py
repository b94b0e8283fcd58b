"""Patience as a user meets it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.calling import Call

ANY = ["--patience", "buyer=1/2"]


def words(text: str) -> str:
    return " ".join(text.split())


def test_analyze_says_what_holds_for_which_patience(call: Call) -> None:
    code, out, err = call("analyze", "gas-contract", "--concept", "nash", "--concept", "sim")
    assert (code, err) == (0, "")
    assert "Buyer, patience 9/10: what holds changes at the patience 3/5 and 7/8." in words(out)
    assert "holds at a patience from 7/8 on; state 5" in words(out)
    assert "Buyer likes state 5 better than state 3 at a patience below 7/10, and less above." in words(out)
    assert "plainest reading" in words(out)


def test_the_json_of_analyze_has_exact_stretches(call: Call) -> None:
    _, out, _ = call("analyze", "gas-contract", "--concept", "nash", "--json")
    (buyer,) = json.loads(out)["patience"]["decision_makers"]
    assert (buyer["decision_maker"], buyer["patience"], buyer["tipping"]) == ("buyer", "9/10", ["3/5", "7/8"])
    (nash,) = buyer["equilibria"]
    assert nash["states"][0] == {
        "state": 3,
        "holds": [{"from": "7/8", "to": "1", "from_included": True, "to_included": False}],
    }
    assert {"at": "7/10", "impatient": 5, "patient": 3} in buyer["tips"]


def test_without_a_list_of_states_the_verdicts_stand_and_stretches_are_refused(
    call: Call, tmp_path: Path
) -> None:
    pytest.importorskip("oxidd")
    options = ", ".join(f"x{k}: " for k in range(30))
    model = tmp_path / "large.yaml"
    model.write_text(
        f"countermove: 1\ndecision_makers: {{a: {{options: {{{options}}}}}}}\npreferences:\n"
        "  a: {weights: [{when: x1, weight: 1}], each_period: [{when: x1, weight: -1}], patience: 3/4}\n",
        encoding="utf-8",
    )
    code, out, _ = call("analyze", str(model), "--concept", "nash")
    assert code == 0
    assert "Patience: a 3/4; a state is compared as if it lasted for ever" in words(out)
    assert "Not looked at: " in words(out)
    _, out, _ = call("analyze", str(model), "--concept", "nash", "--json")
    assert "not_looked_at" in json.loads(out)["patience"]
    code, out, _ = call("explain", str(model), "--dm", "a", "--state", "1", "--concept", "nash")
    assert code == 0
    assert "Patience was not looked at" in words(out)


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (["analyze"], "It is state 5"),
        (["explain", "--dm", "buyer", "--concept", "nash"], "Buyer has the patience 1/2; state 1 is stable"),
        (["menu", "--dm", "buyer"], "Best for it is “Sign the contract”"),
        (["evolve", "--concept", "nash"], "State 5 holds under Nash"),
        (["inverse", "--target", "contract and squeeze"], "state 5"),
        (["robustness", "--concept", "nash"], "State 5"),
        (["check"], "FAILS A patient buyer builds"),
        (["compare", "--set", "preferences.supplier=indifferent"], "A gas contract"),
    ],
)
def test_every_command_takes_another_patience(call: Call, command: list[str], told: str) -> None:
    code, out, err = call(command[0], "gas-contract", *command[1:], *ANY)
    assert (code, err) == (1 if command == ["check"] else 0, ""), err
    assert told in words(out), out


@pytest.mark.parametrize(
    "command", [["explain", "--dm", "buyer"], ["menu", "--dm", "buyer"], ["evolve"], ["robustness"]]
)
def test_answers_say_for_which_patience_they_are(call: Call, command: list[str]) -> None:
    _, out, _ = call(command[0], "gas-contract", *command[1:], *ANY)
    assert "Patience: Buyer 1/2; a state is compared as if it lasted for ever" in words(out)
    _, out, _ = call(command[0], "gas-contract", *command[1:], *ANY, "--json")
    assert json.loads(out)["patience"]["decision_makers"] == [{"decision_maker": "buyer", "patience": "1/2"}]


def test_explain_says_for_which_patience_a_state_is_stable(call: Call) -> None:
    _, out, _ = call("explain", "gas-contract", "--dm", "buyer", "--concept", "nash", "--concept", "seq")
    said = "state 1 is stable for it under Nash at no patience and under SEQ at a patience from 3/5 to 4/5."
    assert said in words(out)
    assert "Buyer likes state 1 better than state 3 at a patience below 4/5, and less above." in words(out)
    _, out, _ = call("explain", "gas-contract", "--dm", "supplier", "--concept", "nash", "--json")
    assert "over_patience" not in json.loads(out)


def test_the_json_of_menu_has_each_tipping_patience(call: Call) -> None:
    _, out, _ = call("menu", "gas-contract", "--dm", "buyer", "--json")
    found = json.loads(out)["over_patience"]
    tips = {(*each["courses"], *each["at"]) for each in found["tips"]}
    assert tips == {
        ("Build a terminal", "None of its options", "4/5"),
        ("Build a terminal", "Sign the contract", "7/10"),
        ("None of its options", "Sign the contract", "3/5"),
    }
    assert [each["courses"] for each in found["best"]] == [
        ["Sign the contract"],
        ["None of its options", "Sign the contract"],
        ["None of its options"],
        ["Build a terminal", "None of its options"],
        ["Build a terminal"],
    ]
    _, out, _ = call("menu", "gas-contract", "--dm", "supplier", "--json")
    assert "over_patience" not in json.loads(out)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (
            "buyer",
            "'--patience buyer' does not say whose patience and how much; write --patience DM=FRACTION",
        ),
        ("buyer=1", "'1' is no patience for 'buyer'; give a fraction from 0"),
        ("buyr=1/2", "unknown decision maker 'buyr'; did you mean 'buyer'?"),
        (
            "supplier=1/2",
            "nothing is worth anything to 'supplier' in each period; patience counts for: buyer",
        ),
    ],
)
def test_what_cannot_be_a_patience_is_wrong_usage(call: Call, given: str, told: str) -> None:
    code, out, err = call("analyze", "gas-contract", "--patience", given)
    assert (code, out) == (2, "")
    assert told in err


def test_what_to_type_next_keeps_the_patience(call: Call) -> None:
    _, out, _ = call("analyze", "gas-contract", *ANY)
    assert "Next: countermove menu gas-contract --patience buyer=1/2 --dm buyer" in words(out)


PLEDGED = """
countermove: 1
sources: {letter: {title: A letter}}
claims:
  pledge: {text: The pledge is meant., quotes: [{source: letter, quote: we pledge}]}
decision_makers: {ann: {options: {pay: }}, bob: {options: {wait: }}}
status_quo: []
preferences:
  ann:
    weights: [{when: pay, weight: 3}]
    each_period: [{when: pay, weight: -2, because: [pledge]}]
    patience: 9/10
  bob: {prioritize: [wait]}
"""


def test_compare_leaves_the_patience_out_of_which_nothing_hangs_any_more(call: Call) -> None:
    Path("pledged.yaml").write_text(PLEDGED, encoding="utf-8")
    code, out, err = call("compare", "pledged.yaml", "--without", "pledge", "--patience", "ann=4/5")
    assert (code, err) == (0, "")
    assert "ann left both before" in words(out) or "ann left it before" in words(out)
    code, _, err = call("compare", "pledged.yaml", "--without", "pledge", "--patience", "bob=4/5")
    assert code == 2
    assert "nothing is worth anything to 'bob' in each period" in err


def test_compare_names_the_patience_that_was_asked_in_what_to_type_next(call: Call) -> None:
    out = call("compare", "gas-contract", "--set", "preferences.supplier=indifferent", *ANY).out
    assert "Next: countermove explain gas-contract --patience buyer=1/2 --dm" in words(out)
