"""Attitudes as a user meets them."""

from __future__ import annotations

import json

import pytest

from tests.cli.calling import Call


def test_analyze_says_what_attitudes_change_and_for_whom_that_is_why(call: Call) -> None:
    code, out, err = call("analyze", "old-debt")
    words = " ".join(out.split())
    assert (code, err) == (0, "")
    assert "Patron is positive to Ally." in words
    assert (
        "SEQ and SSEQ: three states (2, 3, 5) hold with these attitudes; without them, two states (3, 5) would "
        "hold. State 2 (Patron: Back the ally) is gained: Patron no longer leaves it for state 1, where it drops "
        "“Back the ally”, worse for Ally."
    ) in words
    assert "plainest reading" in words


def test_the_json_has_every_attitude_and_what_changes(call: Call) -> None:
    code, out, _ = call("analyze", "old-debt", "--concept", "nash", "--json")
    found = json.loads(out)["attitudes"]
    assert code == 0
    assert {"of": "patron", "to": "ally", "attitude": "positive"} in found["table"]
    assert {"of": "ally", "to": "patron", "attitude": "neutral"} in found["table"]
    assert len(found["table"]) == 9
    nash = found["concepts"]["nash"]
    assert (nash["holds"], nash["plain"], nash["gained"], nash["lost"]) == ([2, 5], [5], [2], [])
    (change,) = nash["changes"]
    (turn,) = change["by"]
    assert (change["state"], nash["changes_not_shown"]) == (2, 0)
    assert turn.pop("text").startswith("Patron no longer leaves it for state 1")
    assert turn == {
        "decision_maker": "patron",
        "stays": True,
        "move": 1,
        "why": "not-wanted",
        "worse_for": ["ally"],
        "better_for": [],
        "answers": [],
    }


def test_analyze_under_a_concept_without_attitudes_says_so(call: Call) -> None:
    code, out, _ = call("analyze", "old-debt", "--concept", "sim")
    assert code == 0
    assert "Not looked at: 'sim' is not defined with attitudes; use nash, gmr, smr, seq or sseq." in out


def test_the_symbolic_engine_leaves_attitudes_to_the_explicit_one(call: Call) -> None:
    code, _, err = call("explain", "old-debt", "--dm", "patron", "--attitudes", "--engine", "symbolic")
    assert code == 5
    assert "attitudes need the explicit engine; leave '--engine symbolic' out" in err


@pytest.mark.parametrize(
    ("state", "dm", "said"),
    [
        ("YNN", "patron", "In its eyes no move is better: it can go to state 1, worse for Ally."),
        ("NNN", "ally", "In its eyes no move is better: it can go to state 3, worse for itself."),
        ("NNN", "rival", "If Rival takes up “Press the ally” (state 5), that is better for itself"),
    ],
)
def test_explain_in_the_eyes_of_a_side(call: Call, state: str, dm: str, said: str) -> None:
    code, out, _ = call(
        "explain", "old-debt", "--dm", dm, "--state", state, "--attitudes", "--concept", "nash"
    )
    assert code == 0
    assert said in " ".join(out.split())


def test_explain_has_the_documented_keys(call: Call) -> None:
    _, out, _ = call("explain", "old-debt", "--dm", "patron", "--state", "2", "--attitudes", "--json")
    found = json.loads(out)
    assert [each["concept"] for each in found["explanations"]] == ["nash", "gmr", "smr", "seq", "sseq"]
    assert {"to": "ally", "attitude": "positive"} in found["attitudes"]
    assert found["stable"] is True


def test_inverse_finds_the_fewest_attitudes(call: Call) -> None:
    code, out, _ = call("inverse", "old-debt", "--target", "back and press", "--attitudes", "--json")
    found = json.loads(out)
    assert (code, found["holds"], found["smallest"]) == (0, False, True)
    assert [each["attitudes"] for each in found["changes"]] == [
        [{"of": "rival", "to": "patron", "before": "neutral", "after": "negative"}],
        [{"of": "rival", "to": "ally", "before": "neutral", "after": "negative"}],
    ]
    code, out, _ = call("inverse", "old-debt", "--target", "2", "--attitudes")
    assert (code, "State 2 (Patron: Back the ally) holds under Nash" in out) == (0, True)
    asked = ("--target", "back and press", "--attitudes", "--vary", "ally")
    code, out, _ = call("inverse", "old-debt", *asked, "--concept", "nash", "--concept", "gmr")
    assert "Nor would it with any other attitudes of Ally to others." in out
    assert "Rival would leave it in any case." in out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["inverse", "old-debt", "--target", "2", "--attitudes", "--levers"],
            "'--attitudes' and '--levers' are two questions; give one of the two",
        ),
        (
            ["explain", "red-line", "--dm", "guard", "--attitudes"],
            "the model gives no attitudes; list them under 'attitudes:'",
        ),
        (
            ["inverse", "old-debt", "--target", "2", "--attitudes", "--vary", "aly"],
            "unknown decision maker 'aly'; did you mean 'ally'?",
        ),
    ],
)
def test_mistakes_say_what_to_type(call: Call, arguments: list[str], message: str) -> None:
    code, out, err = call(*arguments)
    assert (code, out) == (2, "")
    assert message in err


@pytest.mark.parametrize("concept", ["maximin:4", "mixed", "sim"])
def test_concepts_that_have_no_version_with_attitudes_are_refused(concept: str, call: Call) -> None:
    more = ("--foresight", "patron=smr") if concept == "mixed" else ()
    code, _, err = call("explain", "old-debt", "--dm", "patron", "--attitudes", "--concept", concept, *more)
    assert code == 2
    assert f"'{concept}' is not defined with attitudes; use nash, gmr, smr, seq or sseq" in err


@pytest.mark.parametrize("setting", ["attitudes={}", "attitudes.rival={patron: negative}"])
def test_compare_says_that_it_leaves_attitudes_aside(call: Call, setting: str) -> None:
    code, out, err = call("compare", "old-debt", "--set", setting)
    assert (code, err) == (0, "")
    assert "The verdicts compared here leave attitudes aside; 'countermove analyze'" in " ".join(out.split())


def test_compare_takes_foresight_away(call: Call) -> None:
    code, out, err = call("compare", "short-fuse", "--set", "foresight={}")
    assert (code, err) == (0, "")
    assert "Left out by --set 'foresight={}': expect" in " ".join(out.split())
    why = "in the other nothing says how far each side looks ahead."
    assert f"Mixed is decided on one side alone: {why}" in " ".join(out.split())


PATIENT = """
countermove: 1
decision_makers: {a: {options: {x: }}, b: {options: {y: }}}
status_quo: []
preferences:
  a: {weights: [{when: x, weight: 3}], each_period: [{when: x, weight: -1}], patience: 9/10}
  b: {prioritize: [not y, not x]}
attitudes: {b: {a: positive}}
"""


def test_inverse_attitudes_asks_of_a_side_that_is_so_patient(call: Call) -> None:
    """A patient a shuns x, and an impatient one wants it."""
    asked = ("inverse", "-", "--target", "not x and not y", "--attitudes", "--json")
    held = [json.loads(call(*asked, "--patience", f"a={d}", stdin=PATIENT).out) for d in ("0", "9/10")]
    assert [each["patience"]["decision_makers"][0]["patience"] for each in held] == ["0", "9/10"]
    assert [each["holds"] for each in held] == [False, True]
