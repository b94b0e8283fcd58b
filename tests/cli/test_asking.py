"""States, concepts, engines and options that are asked for wrongly: what is there instead, and what to type."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

import countermove
from countermove.conflict import Conflict
from countermove.errors import LimitError, UsageError
from tests.cli.calling import Call
from tests.models import GRAPH, LEVELS, SYRIA_IRAQ

LARGE = """\
countermove: 1
decision_makers: {a: {options: {OPTIONS}}, b: {options: {y: , z: }}}
constraints: [not (y and z), x0 or x1 or not x2]
status_quo: []
preferences: {a: {prioritize: [x0, x1]}, b: {prioritize: ["y"]}}
""".replace("OPTIONS", ", ".join(f"x{k}: " for k in range(30)))


# ---------------------------------------------------------------- states that there are not
@pytest.mark.parametrize(
    ("text", "state", "message"),
    [
        (SYRIA_IRAQ, "0", "there is no state 0; the states are numbered 1 to 6"),
        (SYRIA_IRAQ, "7", "there is no state 7; the states are numbered 1 to 6"),
        (SYRIA_IRAQ, "YYN", "no feasible state fits 'YYN': the constraint 'not (release and escalate)' excludes it"),
        (SYRIA_IRAQ, "YY-", "no feasible state fits 'YY-': the constraint 'not (release and escalate)' excludes it"),
        (SYRIA_IRAQ, "release and escalate", "the constraint 'not (release and escalate)' excludes it"),
        (SYRIA_IRAQ, "attack and not attack", "no feasible state fits 'attack and not attack': no combination of options does"),
        (LEVELS, "13", "the states are numbered 1 to 12"),
        (LEVELS, "water = none and water = full", "no combination of options does"),
        (GRAPH, "5", "there is no state 5; the states are numbered 1 to 4"),
        (GRAPH, "s1 and s2", "no feasible state fits 's1 and s2'; 'countermove analyze' lists the states"),
        (LARGE, "0", "there is no state 0; the states are numbered 1 to 2,818,572,288"),
        (LARGE, "2818572289", "the states are numbered 1 to 2,818,572,288"),
        (LARGE, "y and z", "the constraint 'not (y and z)' excludes it"),
        (LARGE, "x2 and not x0 and not x1 and y", "the constraint 'x0 or x1 or not x2' excludes it"),
        (LARGE, "y and (z or x2 and not x0 and not x1)", "the constraints together exclude it"),
    ],
)  # fmt: skip
def test_states_that_there_are_not(call: Call, text: str, state: str, message: str) -> None:
    result = call("analyze", "-", "--state", state, "--concept", "nash", stdin=text)
    assert (result.code, result.out) == (2, "")
    assert message in result.err
    result = call("explain", "-", "--dm", next(iter(countermove.loads(text).decision_makers)), "--state", state, stdin=text)  # fmt: skip
    assert (result.code, result.out) == (2, "")
    assert message in result.err


def test_states_that_there_are(call: Call) -> None:
    for text, state in ((SYRIA_IRAQ, "6"), (LARGE, "2818572288"), (LARGE, "y"), (GRAPH, "s1 or s2")):
        assert call("analyze", "-", "--state", state, "--concept", "nash", stdin=text).code == 0


# ---------------------------------------------------------------- advice that can be followed
def test_an_engine_that_does_not_do_it_is_left_out(call: Call) -> None:
    result = call("analyze", "-", "--engine", "explicit", stdin=LARGE)
    assert result.code == 5
    assert "leave '--engine explicit' out" in result.err
    result = call("explain", "-", "--engine", "explicit", "--dm", "a", stdin=LARGE)
    assert result.code == 5
    assert "leave '--engine explicit' out" in result.err
    result = call("explain", "-", "--engine", "symbolic", "--dm", "us", stdin=GRAPH)
    assert result.code == 5
    assert result.err.endswith("and this one lists its states; leave '--engine symbolic' out\n")
    result = call("analyze", "-", "--engine", "symbolic", "--concept", "sim", stdin=LEVELS)
    assert result.code == 5
    assert "leave '--engine symbolic' out" in result.err
    result = call("menu", "-", "--dm", "a", stdin=LARGE)
    assert result.code == 5
    assert "--engine" not in result.err


def test_an_engine_that_would_not_do_it_is_not_advised(call: Call) -> None:
    for command in (["analyze"], ["evolve"], ["explain", "--dm", "a"]):
        result = call(*command[:1], "-", *command[1:], stdin=LARGE)
        assert result.code == 0
        assert "--engine" not in result.out
        result = call(*command[:1], "-", *command[1:], "--concept", "sim", stdin=LARGE)
        assert result.code == 5
        assert "--engine" not in result.err


def test_all_states_need_the_json(call: Call) -> None:
    result = call("analyze", "syria-iraq-1975", "--all-states")
    assert (result.code, result.out) == (2, "")
    assert result.err == "'--all-states' lists the states in the JSON; add --json\n"
    assert "states" in json.loads(call("analyze", "syria-iraq-1975", "--all-states", "--json").out)


@pytest.mark.parametrize(
    ("command", "option"),
    [(["explain", "--dm", "us"], "--state"), (["evolve"], "--from"), (["menu", "--dm", "us"], "--from")],
)
def test_without_a_status_quo_the_option_that_there_is_is_named(
    call: Call, command: list[str], option: str
) -> None:
    text = LEVELS.replace("status_quo: {water: partial}\n", "")
    result = call(command[0], "-", *command[1:], stdin=text)
    assert (result.code, result.out) == (2, "")
    assert f"name a state with {option}\n" in result.err
    assert call(command[0], "-", *command[1:], option, "1", stdin=text).code == 0


# ---------------------------------------------------------------- from Python
@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda made: made.analyze("nash"), r"concepts are a list of ids, such as \['nash'\]"),
        (lambda made: made.analyze([3]), "unknown concept '3'; concepts: nash, gmr"),
        (lambda made: made.analyze(["nahs"]), "did you mean 'nash'"),
        (lambda made: made.analyze(engine=None), "unknown engine 'None'; engines: auto"),
        (lambda made: made.explain("siria", 1, "nash"), "unknown decision maker 'siria'; did you mean 'syria'"),
        (lambda made: made.explain(0, 1, "nash"), "unknown decision maker '0'; decision makers: syria, iraq"),
        (lambda made: made.explain(None, 1, "nash"), "unknown decision maker 'None'"),
        (lambda made: made.explain("syria", 1, ["nash"]), r"unknown concept '\['nash'\]'"),
        (lambda made: made.explain("syria", None, "nash"), "'None' is no state; give a number, a label"),
        (lambda made: made.explain("syria", 1.5, "nash"), "'1.5' is no state; give a number, a label"),
        (lambda made: made.menu(1), "unknown decision maker '1'"),
        (lambda made: made.inverse(2, "nash", "syria"), r"decision makers are a list of labels, such as \['syria'\]"),
        (lambda made: made.inverse(2, "nash", ["iran"]), "unknown decision maker 'iran'"),
        (lambda made: made.inverse(2, "nahs"), "did you mean 'nash'"),
        (lambda made: made.robustness(9), "there is no state 9"),
        (lambda made: made.levers("x", "nahs"), "did you mean 'nash'"),
        (lambda made: made.coalitions("syria+iraq"), r"coalitions are a list, such as \['syria\+iraq'\]"),
        (lambda made: made.coalitions(["syria+iran"]), "has no decision maker 'iran'; did you mean 'iraq'"),
        (lambda made: made.analyze(["nash"]).holds("gmr", None, 1), "'gmr' was not decided here; decided are nash"),
        (lambda made: made.analyze(["nash"]).best("gmr", 0), "'gmr' was not decided here"),
        (lambda made: made.analyze(["nash"]).is_stable("gmr", 0, 0), "'gmr' was not decided here"),
        (lambda made: made.compare("karabakh-2020"), "'karabakh-2020' is no conflict; load it"),
    ],
)  # fmt: skip
def test_wrong_ids_from_python(ask: Callable[[Conflict], Any], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        ask(countermove.load("syria-iraq-1975"))


def test_the_library_says_which_states_there_are() -> None:
    large = countermove.loads(LARGE)
    with pytest.raises(UsageError, match="numbered 1 to 2,818,572,288"):
        large.explain("a", 2**40, "nash")
    with pytest.raises(LimitError, match="lists at most"):
        large.menu("a")


@pytest.mark.parametrize("options", [22, 30])
def test_more_states_than_are_listed_are_refused_before_the_work_begins(
    options: int, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    def decided(*_args: object, **_kwargs: object) -> None:
        raise AssertionError("the work has begun")

    monkeypatch.setattr(Conflict, "analyze", decided)
    names = ", ".join(f"x{k}: " for k in range(options))
    text = (
        f"countermove: 1\ndecision_makers: {{a: {{options: {{{names}}}}}}}\npreferences: {{a: indifferent}}\n"
    )
    result = call("analyze", "-", "--json", "--all-states", stdin=text)
    assert (result.code, result.out) == (5, "")
    assert result.err == (
        f"there are {2**options:,} states, and at most 2,097,152 are listed; leave '--all-states' out, and "
        "ask for some of them with --state\n"
    )
