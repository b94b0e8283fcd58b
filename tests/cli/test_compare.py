"""``countermove compare``: sentences, JSON, messages, exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from tests.cli.calling import Call
from tests.models import GRAPH, SYRIA_IRAQ, change

OTHERWISE = """\
countermove: 1
title: Syria and Iraq, seen otherwise
decision_makers:
  iraq: {name: Iraq, options: {attack: {name: Attack the dam}}}
  syria: {name: Syria, options: {escalate: Escalate, release: Release water}}
constraints:
  - not (release and escalate)
  - not (escalate and attack)
status_quo: [attack]
preferences:
  syria: {prioritize: [escalate, not release]}
  iraq: {prioritize: [release, not attack]}
"""


@pytest.fixture
def call(call: Call) -> Call:
    """Run ``compare`` in a folder with three models."""
    for name, text in (("a.yaml", SYRIA_IRAQ), ("b.yaml", OTHERWISE), ("graph.yaml", GRAPH)):
        Path(name).write_text(text, encoding="utf-8")
    return partial(call, "compare")


def test_a_swap_is_told_with_its_reason(call: Call) -> None:
    result = call("a.yaml", "--swap", "syria:1,3", "--concept", "seq", "--concept", "nash")
    assert (result.code, result.err) == (0, "")
    assert result.out == (
        """\
Syria and Iraq, 1975, with --swap syria:1,3
Under SEQ one equilibrium is gained; under Nash none is lost or gained.

SEQ: 1 gained, 1 kept
  State 2 (Syria: Release water) is gained: Syria left it before for state 3, where it takes up
    “Escalate” and drops “Release water”, and no longer does, for now the answer to that is: iraq
    takes up “Attack the dam” (state 6).

Improvements lead from today's state to three states before and to four now, today's among them.
In all, three verdicts of single decision makers differ: Syria's.
Swapped: 1 (“not release and not escalate and not attack”) and 3 (“not attack”) of
preferences.syria.prioritize.
Next: countermove explain a.yaml --dm syria --state 2 --concept seq
"""
    )


def test_two_models_are_told_apart_as_a_and_b(call: Call) -> None:
    result = call("a.yaml", "b.yaml", "--concept", "gmr")
    assert (result.code, result.err) == (0, "")
    assert result.out == (
        """\
A: Syria and Iraq, 1975 (a.yaml). B: Syria and Iraq, seen otherwise (b.yaml)
Under GMR two equilibria are lost and one is gained.

GMR: 2 lost, 1 gained
  Of those lost, Syria leaves one and one is not feasible in B.
  State 1 in A (Nobody does anything) is lost: Syria leaves it in B for state 3, where it takes up
    “Escalate”, which it likes no better in A.
  State 6 in A (Syria: Escalate; iraq: Attack the dam) is lost: it is not feasible in B, for it
    breaks “not (escalate and attack)”.
  State 3 in B (Syria: Escalate) is gained: iraq leaves it in A for state 6, where it takes up
    “Attack the dam”, and not in B, for that is not feasible in B.

One state in A has no counterpart in B.
Today's state differs: in A it is state 1 (Nobody does anything) and in B it is state 2 (Iraq:
Attack the dam).
In all, four verdicts of single decision makers differ: two of Syria and two of iraq.
Next: countermove explain b.yaml --dm syria --state 1 --concept gmr
"""
    )


def test_nothing_different_is_an_answer_too(call: Call) -> None:
    same = call("a.yaml", "--set", "title=Another title")
    assert "The verdicts are the same on all 6 states under every concept." in same.out
    assert "Set: title (line 2) from “Syria and Iraq, 1975” to “Another title”." in same.out
    assert same.out.endswith("Next: countermove menu a.yaml --dm syria\n")
    near = call("a.yaml", "--swap", "syria:1,2", "--concept", "nash", "--concept", "smr")
    assert (
        "No equilibrium is lost or gained under Nash or SMR, though three verdicts of single decision makers do "
        "change: Syria's."
    ) in " ".join(near.out.split())
    one = call("a.yaml", "--swap", "iraq:5,6", "--concept", "seq")
    assert (
        "No equilibrium is lost or gained under SEQ, though one verdict of single decision makers does change: "
        "iraq's."
    ) in " ".join(one.out.split())


def test_a_case_and_one_of_its_claims(call: Call) -> None:
    result = call("karabakh-2020", "--without", "lesser_evil")
    assert (result.code, result.err) == (0, "")
    headline = " ".join(result.out.partition("\n\n")[0].splitlines()[1:])
    assert headline == (
        "Under Nash two equilibria are gained; under GMR 46 are lost; under SMR 23 are lost and 21 are gained; "
        "under SEQ 30 are lost and two are gained; under SSEQ 16 are lost and two are gained; under Mixed 18 "
        "are gained."
    )
    assert "State 2268 is gained as under Nash." in result.out
    own = "layers.settlement.model.preferences.armenia.prioritize"
    assert f"Left out by --without lesser_evil: {own}[1] (“not offensive”, line " in (
        " ".join(result.out.split())
    )
    assert len(result.out.splitlines()) < 70
    assert all(len(line) <= 100 for line in result.out.splitlines())


def test_a_case_whose_statements_change_places(call: Call) -> None:
    result = call("karabakh-2020", "--swap", "armenia:1,2")
    assert "The verdicts are the same on all 9,984 states under every concept." in result.out


def test_a_case_with_an_option_more(call: Call) -> None:
    own = "layers.settlement.model.decision_makers.armenia.options"
    result = call("karabakh-2020", "--set", f"{own}.sue=Sue", "--concept", "seq")
    assert result.code == 0
    assert "Only now there is the option “armenia.sue”." in result.out
    assert "States are compared by the 18 options that both models have" in result.out
    assert "Equilibria before and now: 87 and 174 under SEQ." in result.out


def test_the_json_has_the_same(call: Call) -> None:
    result = call("a.yaml", "b.yaml", "--concept", "gmr", "--json")
    data = json.loads(result.out)
    assert (result.code, result.err) == (0, "")
    assert data["same"] is False
    assert data["changes"] == []
    (gmr,) = data["concepts"]
    assert gmr["counts"] == {"before": 2, "after": 1, "lost": 2, "gained": 1, "kept": 0}
    assert gmr["lost"] == [
        {"before": 1, "after": 1, "label": "NNN"},
        {"before": 6, "after": None, "label": "NYY"},
    ]
    assert gmr["gained"] == [{"before": 3, "after": 3, "label": "NYN"}]
    assert gmr["lost_to"] == [{"decision_maker": "syria", "states": 1}]
    first = gmr["reasons"][0]["turns"][0]
    assert (first["decision_maker"], first["why"]) == ("syria", "no-gain")
    assert (first["before"]["stable"], first["after"]["stable"]) == (True, False)
    assert gmr["reasons"][1]["breaks"] == ["not (escalate and attack)"]
    assert data["today"] == {"before": 1, "after": 2, "same": False}
    assert data["matched"]["in_both"] == 5
    assert data["before"]["sha256"] != data["after"]["sha256"]
    assert data["text"].startswith(
        "Under GMR two equilibria are lost and one is gained. Of those lost, Syria"
    )
    changed = json.loads(call("a.yaml", "--set", "constraints[1]=not (release and attack)", "--json").out)
    assert [each["kind"] for each in changed["changes"]] == ["set", "ranking"]
    assert changed["changes"][0]["option"] == "--set 'constraints[1]=not (release and attack)'"


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (
            ["a.yaml"],
            2,
            "name a second model, or change this one: --set PATH=VALUE, --without CLAIM or --swap DM:I,J",
        ),
        (["a.yaml"], 2, "'countermove compare a.yaml --swap DM:1,2'"),
        (
            ["a.yaml", "b.yaml", "--swap", "syria:1,2"],
            2,
            "changes are made to one model; leave the second one out",
        ),
        (["a.yaml", "c.yaml"], 2, "'c.yaml' is no file or bundled case"),
        (["a.yaml", "--swap", "syria:1,9"], 2, "there is no 9 among the statements of 'syria'"),
        (["a.yaml", "--without", "it"], 2, "the model declares no claims"),
        (["a.yaml", "--set", "preferences.iraq=x"], 3, "--set preferences.iraq=x: 'iraq' holds the text 'x'"),
        (["a.yaml", "b.yaml", "--concept", "nahs"], 2, "did you mean 'nash'?"),
    ],
)
def test_what_cannot_be_compared_is_told(call: Call, arguments: list[str], code: int, message: str) -> None:
    result = call(*arguments)
    assert (result.code, result.out) == (code, "")
    assert message in result.err


def test_states_too_many_to_list_are_refused(call: Call, tmp_path: Path) -> None:
    options = ", ".join(f"o{k}: " for k in range(13))
    sides = "\n".join(f"  {dm}: {{options: {{{options}}}}}" for dm in ("x", "y"))
    text = f"countermove: 1\ndecision_makers:\n{sides}\n"
    text += "preferences: {x: {prioritize: [y.o0, not x.o0]}, y: {prioritize: [x.o0, y.o1]}}\n"
    (tmp_path / "many.yaml").write_text(text, encoding="utf-8")
    result = call("many.yaml", "--swap", "x:1,2")
    assert (result.code, result.out) == (5, "")
    assert "67,108,864" in result.err


def test_concepts_of_one_side_alone_are_told_in_one_order() -> None:
    asked = [sys.executable, "-m", "countermove", "compare", "elmira-1991", "syria-iraq-1975"]
    seeds = ("1", "2")  # with which a set of their ids has two orders
    told = [
        subprocess.run(
            asked, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in seeds
    ]
    assert b"SIM is decided on one side alone" in told[0]
    assert told[0] == told[1]


def test_a_concept_of_one_side_alone_is_mentioned(call: Call, tmp_path: Path) -> None:
    tied = change(SYRIA_IRAQ, "[2, 4, 6, 1, 5, 3]", "[2, [4, 6], 1, 5, 3]")
    (tmp_path / "tied.yaml").write_text(tied, encoding="utf-8")
    result = call("a.yaml", "tied.yaml")
    assert "SIM: " not in result.out
    assert "NM is decided on one side alone: it is defined for strict preferences" in " ".join(
        result.out.split()
    )
