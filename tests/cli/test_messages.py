"""What the command line says when it cannot do what it is asked, and its exit codes."""

from __future__ import annotations

import pytest

from countermove.cases import case_names
from countermove.cli import analyzing, checking, learning
from tests.cli.calling import Call


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["analyze", "nope"], 2, f"'nope' is no file or bundled case; the cases are: {', '.join(case_names()[:8])}, ..."),
        (["analyze", "syria-iraq-1976"], 2, "did you mean 'syria-iraq-1975'?"),
        (["analyze", "a" * 5000], 2, "is no file name"),
        (["explain", "syria-iraq-1975", "--dm", "syria", "--state", "9" * 30], 2, "there is no state 9999"),
        (["analyze", "."], 2, "'.' is a folder"),
        (["analyze"], 2, "Missing argument 'MODEL'"),
        (["analize"], 2, "No such command 'analize'"),
        (["analyze", "syria-iraq-1975", "--concept", "nahs"], 2, "unknown concept 'nahs'; did you mean 'nash'?"),
        (["analyze", "syria-iraq-1975", "--engine", "fast"], 2, "unknown engine 'fast'; engines: auto, explicit"),
        (["menu", "syria-iraq-1975", "--dm", "siria"], 2, "unknown decision maker 'siria'; did you mean 'syria'?"),
        (["explain", "syria-iraq-1975", "--dm", "syria", "--state", "7"], 2, "there is no state 7; the states are numbered 1 to 6"),
        (["explain", "syria-iraq-1975", "--dm", "syria", "--state", "attack"], 2, "'attack' fits 3 states (4, 5, 6); name one of them"),
        (["explain", "syria-iraq-1975", "--dm", "syria", "--state", "atack"], 2, "did you mean 'attack'?"),
        (["explain", "syria-iraq-1975", "--dm", "syria", "--state", "YYN"], 2, "no feasible state fits 'YYN'"),
        (["check", "syria-iraq-1975", "--source", "x=y"], 2, "the model has no source 'x'"),
        (["check", "karabakh-2020", "--source", "moscow-times"], 2, "write --source ID=PATH"),
        (["check", "karabakh-2020", "--source", "moscow-times=nope.txt"], 4, "nope.txt"),
        (["cases", "nope"], 2, "there is no case 'nope'"),
    ],
)  # fmt: skip
def test_wrong_usage(call: Call, arguments: list[str], code: int, message: str) -> None:
    result = call(*arguments)
    assert (result.code, result.out) == (code, "")
    assert message in " ".join(result.err.split())


def test_a_limit_ends_with_5(call: Call) -> None:
    options = "".join(f"      o{k}: x\n" for k in range(40))
    text = f"countermove: 1\ndecision_makers:\n  a:\n    options:\n{options}preferences: {{a: {{prioritize: [o1]}}}}\n"
    result = call("analyze", "-", "--engine", "explicit", stdin=text)
    assert (result.code, result.out) == (5, "")
    assert "16,777,216" in result.err
    assert call("analyze", "-", stdin=text).code == 0
    assert call("menu", "-", "--dm", "a", stdin=text).code == 5


def test_invalid_models_end_with_3(call: Call) -> None:
    result = call("analyze", "-", stdin="countermove: 1\n")
    assert (result.code, result.out) == (3, "")
    assert result.err.startswith("<stdin>:")
    result = call("menu", "-", "--dm", "x", stdin="x: [")
    assert result.code == 3


def test_an_interrupt_ends_with_130(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*asked: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(analyzing, "open_conflict", interrupted)
    result = call("analyze", "syria-iraq-1975")
    assert (result.code, result.out, result.err) == (130, "", "interrupted\n")


def test_every_command_leads_its_help_with_an_example(call: Call) -> None:
    for module in (analyzing, checking, learning):
        for command in module.COMMANDS:
            text = " ".join(call(command.__name__, "--help").out.split())
            assert f"Example: countermove {command.__name__}" in text
