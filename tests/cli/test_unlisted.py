"""``evolve`` and ``check`` on conflicts without a list of states; every answer says how it was made."""

from __future__ import annotations

import json
import re

import pytest

import countermove
from countermove import __version__, conflict
from tests.cli.calling import Call

pytest.importorskip("oxidd", reason="the symbolic engine needs the extra countermove[symbolic]")

EACH = ", ".join(f"x{k}: " for k in range(30))
LARGE = f"""\
countermove: 1
title: Large
decision_makers:
  a: {{options: {{{EACH}}}}}
  b: {{options: {{y: {{name: Burn the bridge, moves: forward}}}}}}
status_quo: ["y"]
preferences: {{a: {{prioritize: [x0]}}, b: indifferent}}
"""
BECAUSE = "the options combine in 2,147,483,648 ways, and the explicit engine lists at most 16,777,216"


# ---------------------------------------------------------------- evolve
def test_evolve_says_which_engine_and_why(call: Call) -> None:
    code, out, _ = call("evolve", "-", stdin=LARGE)
    assert code == 0
    assert f"Engine: symbolic ({BECAUSE}); complete." in " ".join(out.split())
    assert "Not decided: SIM and NM; " in out


def test_what_cannot_be_reached_is_told_as_patterns(call: Call) -> None:
    nash, every = "Y" + 29 * "-" + "N", 30 * "-" + "N"
    code, out, _ = call("evolve", "-", "--concept", "nash", stdin=LARGE)
    assert code == 0
    assert f"No moves lead to 536,870,912 of the equilibria under Nash, which fit {nash}." in " ".join(
        out.split()
    )
    found = json.loads(
        call("evolve", "-", "--concept", "nash", "--concept", "gmr", "--json", stdin=LARGE).out
    )
    assert "unreachable" not in found
    assert {name: each["total"] for name, each in found["not_reached"].items()} == {
        "nash": 2**29,
        "gmr": 2**29,
    }
    assert found["not_reached"]["nash"]["patterns"] == [{"pattern": nash, "states": 2**29}]
    found = json.loads(call("evolve", "-", "--concept", "nash", "--from", every.replace("-", "N"), "--json", stdin=LARGE).out)  # fmt: skip
    assert found["not_reached"] == {}


def test_where_nobody_can_move_no_state_is_counted(call: Call) -> None:
    stuck = re.sub(r"(x\d+): ", r"\1: {moves: forward}", LARGE)
    assert stuck.count("moves: forward") == 31
    end = 31 * "Y"
    code, out, _ = call("evolve", "-", "--concept", "nash", "--from", end, stdin=stuck)
    assert code == 0
    assert "Moves lead to no other state; " in out
    assert "1 states" not in out
    assert "way back" not in out


def test_many_moves_are_not_followed_one_by_one(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conflict, "MAX_MOVES", 20)
    text = LARGE.replace(EACH, "x0: , x1: ")
    out = " ".join(call("evolve", "-", "--concept", "nash", stdin=text).out.split())
    assert (
        "Engine: symbolic (up to 48 moves come up, and at most 20 are followed one by one); complete." in out
    )
    found = json.loads(call("evolve", "-", "--json", stdin=text).out)
    assert (found["engine"], found["because"]) == ("symbolic", "up to 48 moves come up, and at most 20 are followed one by one")  # fmt: skip


# ---------------------------------------------------------------- how it was made
@pytest.mark.parametrize(
    "command",
    [
        ["explain", "--dm", "syria"],
        ["explain", "--dm", "syria", "--concept", "nash"],
        ["menu", "--dm", "syria"],
        ["evolve"],
        ["inverse", "--target", "2"],
        ["inverse", "--target", "2", "--concept", "nash", "--concept", "gmr"],
        ["robustness"],
    ],
    ids=" ".join,
)
def test_every_answer_says_how_it_was_made(call: Call, command: list[str]) -> None:
    model = "syria-iraq-1975"
    engine, because = "explicit", "up to 16,777,216 combinations of courses every state is listed"
    code, out, _ = call(command[0], model, *command[1:])
    assert code == 0
    assert f"\nEngine: {engine} ({because}); complete.\n" in out
    assert "\n\n\n" not in out
    found = json.loads(call(command[0], model, *command[1:], "--json").out)
    made = countermove.load(model).analyze(["nash"]).to_dict()
    for key in ("version", "model", "engine", "because", "complete"):
        assert found[key] == made[key]
    assert (found["version"], found["engine"], found["because"]) == (__version__, engine, because)


# ---------------------------------------------------------------- check
@pytest.mark.parametrize(
    ("expected", "shown"),
    [
        ("unreachable: x1, by: moves", "NY" + 28 * "N" + "Y"),
        ("unreachable: x1 and x2, from: 'y and not x3', by: moves", "NYY" + 27 * "N" + "Y"),
        ("unreachable: x0 and x1", "YY" + 28 * "N" + "Y"),
    ],
)
def test_an_unreachable_state_that_is_reached_is_shown(call: Call, expected: str, shown: str) -> None:
    result = call("check", "-", stdin=LARGE + f"expect: [{{why: No way there., {expected}}}]\n")
    assert result.code == 1
    assert "FAILS  No way there." in result.out
    assert "no state shows it" not in result.out
    assert shown in result.out


def test_a_reachable_state_that_is_not_reached_shows_none(call: Call) -> None:
    result = call("check", "-", stdin=LARGE + "expect: [{why: A way there., reachable: not y}]\n")
    assert result.code == 1
    assert "no state shows it" in result.out
