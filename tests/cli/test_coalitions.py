"""``analyze --coalition`` and ``--all-coalitions``: results, messages, exit codes."""

from __future__ import annotations

import json
from functools import partial

import pytest

from countermove.analyses import coalitions
from countermove.cli import analyzing
from tests.cli.calling import Call
from tests.models import FLEETS, GRAPH, LEVELS, SYRIA_IRAQ
from tests.same_answers.answers import INSTALLED


@pytest.fixture
def call(call: Call) -> Call:
    """Run the command line with a model on its standard input."""
    return partial(call, stdin=FLEETS)


def ring(people: int, options: int = 1) -> str:
    """A conflict in which each wants its neighbour to act first and itself to rest."""
    names = [f"d{k}" for k in range(people)]
    own = ", ".join(f"x{k}: " for k in range(options))
    lines = ["countermove: 1", "decision_makers:"]
    lines += [f"  {name}: {{options: {{{own}}}}}" for name in names]
    lines += ["preferences:"]
    lines += [
        f"  {name}: {{prioritize: [{after}.x0, not {name}.x0]}}"
        for name, after in zip(names, [*names[1:], names[0]], strict=True)
    ]
    return "\n".join(lines) + "\n"


def test_a_coalition_is_told_after_the_board(call: Call) -> None:
    result = call("analyze", "-", "--coalition", "south+north")
    assert (result.code, result.err) == (0, "")
    board, heading, told = result.out.partition("\nCoalitions\n")
    assert heading
    assert "Let foreign boats in" in board
    assert told.startswith(
        "Under Nash the only equilibrium, state 4, does not survive the coalition of North"
    )
    assert "From state 4 (North: Fish without limit; South: Fish without limit) North and South" in told
    assert "\nEngine: explicit" in told
    assert "Coalitions" not in call("analyze", "-").out


def test_the_terminal_is_given_about_a_screen(call: Call) -> None:
    result = call("analyze", "karabakh-2020", "--all-coalitions")
    told = result.out.partition("\nCoalitions\n")[2].partition("\nLayers\n")[0]
    assert 10 < len(told.splitlines()) < 30
    assert all(len(line) <= 100 for line in told.splitlines())
    assert "1,118 more equilibria that a coalition would leave are not told here" in told


def test_the_json_has_one_key_more(call: Call) -> None:
    plain = json.loads(call("analyze", "-", "--json").out)
    data = json.loads(call("analyze", "-", "--json", "--all-coalitions").out)
    assert set(data) - set(plain) == {"coalitions"}
    assert {key: data[key] for key in plain} == plain
    assert data["coalitions"]["survivors"]["seq"] == [1, 4, 5]
    assert data["coalitions"]["upset"]["nash"] == [{"state": 4, "by": [["north", "south"]]}]
    assert data["coalitions"]["complete"]


def test_several_coalitions_each_once(call: Call) -> None:
    named = ("--coalition", "north+south", "--coalition", "port + north", "--coalition", "south+north")
    data = json.loads(call("analyze", "-", "--json", *named).out)["coalitions"]
    assert data["tried"] == [["north", "south"], ["north", "port"]]


def test_concepts_are_those_asked_for(call: Call) -> None:
    asked = ("--concept", "nash", "--concept", "sseq", "--all-coalitions")
    data = json.loads(call("analyze", "-", "--json", *asked).out)["coalitions"]
    assert list(data["survivors"]) == list(data["upset"]) == list(data["departures"]) == ["nash"]
    assert data["left_out"] == {"sseq": "it has no coalition version"}


@pytest.mark.parametrize("text", [SYRIA_IRAQ, LEVELS, GRAPH])
def test_every_form_of_model_can_be_asked(call: Call, text: str) -> None:
    for extra in ([], ["--json"]):
        result = call("analyze", "-", "--all-coalitions", *extra, stdin=text)
        assert result.code == 0, result.err


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["--coalition", "north"], 2, "the coalition 'north' has one member, and what one does alone is tested anyway; name two at least, such as north+south"),
        (["--coalition", "north+suoth"], 2, "the coalition 'north+suoth' has no decision maker 'suoth'; did you mean 'south'?"),
        (["--coalition", "north+"], 2, "has no decision maker ''; decision makers: north, south, port"),
        (["--coalition", ""], 2, "has no decision maker ''"),
        (["--coalition", "north+north"], 2, "the coalition 'north+north' names 'north' twice"),
        (["--coalition", "north+south", "--all-coalitions"], 2, "'--all-coalitions' tries those of '--coalition' too; give one of the two"),
        (["--concept", "sseq", "--all-coalitions"], 2, "'sseq' has no coalition version; ask for --concept nash, gmr, smr or seq"),
        (["--concept", "sseq", "--concept", "sim", "--all-coalitions"], 2, "'sseq' and 'sim' have no coalition version"),
        (["--engine", "symbolic", "--all-coalitions"], 5, "coalitions need the explicit engine; leave '--engine symbolic' out"),
    ],
)  # fmt: skip
def test_wrong_usage(call: Call, arguments: list[str], code: int, message: str) -> None:
    result = call("analyze", "-", *arguments)
    assert (result.code, result.out) == (code, "")
    assert message in " ".join(result.err.split())


def test_one_decision_maker_has_nobody_to_join(call: Call) -> None:
    text = (
        "countermove: 1\ndecision_makers: {ann: {options: {go: }}}\npreferences: {ann: {prioritize: [go]}}\n"
    )
    for asked in (["--all-coalitions"], ["--coalition", "ann"]):
        result = call("analyze", "-", *asked, stdin=text)
        assert result.code == 2
        assert "a coalition needs two members, and 'ann' is the only decision maker" in result.err


# ---------------------------------------------------------------- limits
def test_too_many_coalitions_are_refused(call: Call) -> None:
    asked = ("analyze", "-", "--concept", "nash")
    result = call(*asked, "--all-coalitions", stdin=ring(20))
    assert (result.code, result.out) == (5, "")
    assert "20 decision makers can form 1,048,555 coalitions, and the limit is 1,013" in result.err
    assert "name those to try with --coalition, such as --coalition d0+d1" in result.err
    result = call("analyze", "-", "--coalition", "d0+d1+d2", "--concept", "nash", stdin=ring(12))
    assert result.code == 0
    assert "d0, d1 and d2 would leave no equilibrium together under Nash." in result.out


def test_too_many_answering_coalitions_are_refused_under_seq_alone(call: Call) -> None:
    lone = ring(14).replace(
        "{prioritize: [d1.x0, not d0.x0]}", "{prioritize: [d1.x0 and d0.x0, d1.x0, not d0.x0]}"
    )
    lone = lone.replace(
        "{prioritize: [d2.x0, not d1.x0]}", "{prioritize: [d1.x0 and d0.x0, d2.x0, not d1.x0]}"
    )
    result = call("analyze", "-", "--coalition", "d0+d1", "--concept", "seq", stdin=lone)
    assert (result.code, result.out) == (5, "")
    assert "under seq the 12 other decision makers can answer in 4,095 coalitions" in result.err
    assert (
        "and the limit is 1,023; ask for --concept nash, gmr or smr, or for a larger coalition" in result.err
    )
    result = call("analyze", "-", "--coalition", "d0+d1", "--concept", "nash", stdin=lone)
    assert result.code == 0


@pytest.mark.skipif(not INSTALLED, reason="needs the extra 'symbolic'")
def test_without_a_list_of_states_there_are_no_coalitions(call: Call) -> None:
    for asked in (["--all-coalitions"], ["--coalition", "d0+d1"]):
        result = call("analyze", "-", *asked, stdin=ring(5, 8))
        assert (result.code, result.out) == (5, "")
        assert result.err.startswith("coalitions need the explicit engine: ")
        assert "leave options out, or add constraints" in result.err


def test_an_interrupt_ends_with_130(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(coalitions._Judge, "stable", interrupted)
    result = call("analyze", "-", "--all-coalitions", "--json")
    assert (result.code, result.out, result.err) == (130, "", "interrupted\n")


def test_long_work_shows_how_far_it_is(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[int] = []
    real = analyzing.progress_shown
    monkeypatch.setattr(analyzing, "progress_shown", lambda work: shown.append(work) or real(work))
    call("analyze", "-", "--all-coalitions")
    call("analyze", "-")
    assert shown == [8 * 9, 8]
