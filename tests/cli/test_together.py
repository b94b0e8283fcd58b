"""Merged players and steps taken together as a user meets them: results, messages, exit codes."""

from __future__ import annotations

import json

import pytest

from tests.cli.calling import Call
from tests.models import FLEETS


def words(text: str) -> str:
    return " ".join(text.split())


def test_merged_players_are_told_with_the_reading(call: Call) -> None:
    code, out, err = call("analyze", "elmira-1991", "--merged", "ur+moe")
    told = words(out.partition("\nMerged players\n")[2])
    assert (code, err) == (0, "")
    assert told.startswith(
        "MoE and Uniroyal play as one. Under Nash states 7, 8 and 9 hold, state 7 new and state 5 no longer "
        "holding. Under GMR and SMR states 1, 3, 4, 7, 8 and 9 hold, states 3 and 7 new and state 5 no longer "
        "holding. Under SEQ and SSEQ states 1, 7, 8 and 9 hold, states 1 and 7 new and state 5 no longer holding."
    )
    assert "MoE and Uniroyal as one player would move to state 8 (acceptance of a modified order" in told
    assert "prefers what every member prefers. That is the plainest reading" in told
    assert "Merged players" not in call("analyze", "elmira-1991").out


def test_merged_players_as_data(call: Call) -> None:
    plain = json.loads(call("analyze", "elmira-1991", "--json").out)
    found = json.loads(call("analyze", "elmira-1991", "--merged", "moe+ur", "--json").out)
    merged = found.pop("merged")
    assert found == plain
    assert merged["players"] == [["moe", "ur"], ["lg"]]
    assert merged["equilibria"]["nash"] == [7, 8, 9]
    assert merged["equilibria_in_all"] == {"nash": 3, "gmr": 6, "smr": 6, "seq": 4, "sseq": 4}
    assert merged["stability"]["nash"]["moe+ur"] == [1, 3, 4, 7, 8, 9]
    assert merged["stability"]["nash"]["lg"] == found["stability"]["nash"]["lg"]
    assert merged["gained"]["seq"] == [1, 7]
    assert merged["lost"]["seq"] == [{"state": 5, "by": ["moe", "ur"], "to": [8]}]
    assert merged["lost_in_all"] == {"nash": 1, "gmr": 1, "smr": 1, "seq": 1, "sseq": 1}
    assert merged["left_out"] == {}


def test_two_players_may_be_merged_and_some_concepts_are_passed_over(call: Call) -> None:
    found = json.loads(
        call("analyze", "karabakh-2020", "--merged", "russia+armenia", "--merged", "turkey+azerbaijan",
             "--concept", "nash", "--concept", "mixed", "--json").out
    )["merged"]  # fmt: skip
    assert found["players"] == [["russia", "armenia"], ["turkey", "azerbaijan"], ["minsk"]]
    assert found["left_out"] == {"mixed": "it is not decided for merged players"}
    assert found["equilibria_in_all"]["nash"] == len(found["equilibria"]["nash"])


def test_nothing_that_changes_is_said_in_a_word(call: Call) -> None:
    text = """
countermove: 1
decision_makers: {a: {options: {x: }}, b: {options: {y: }}}
preferences: {a: {prioritize: [x, y]}, b: {prioritize: [x, y]}}
"""
    out = call("analyze", "-", "--merged", "a+b", "--concept", "nash", stdin=text).out
    assert "a and b play as one. Under Nash state 4 alone holds, as before." in words(out)
    assert "is left under" not in out


def test_steps_together_come_after_the_paths(call: Call) -> None:
    code, out, err = call("evolve", "elmira-1991", "--coalition", "moe+ur", "--concept", "nash")
    told = words(out.partition("\nTogether\n")[2])
    assert (code, err) == (0, "")
    assert told.startswith(
        "With steps of MoE and Uniroyal together 2 of the 3 equilibria can be reached, each"
    )
    assert "2. MoE and Uniroyal together: MoE moves to delay under insistence with the order" in told
    assert "Together" not in call("evolve", "elmira-1991").out


def test_steps_together_as_data(call: Call) -> None:
    plain = json.loads(call("evolve", "elmira-1991", "--json").out)
    found = json.loads(call("evolve", "elmira-1991", "--all-coalitions", "--json").out)
    together = found.pop("together")
    assert found == plain
    assert together["coalitions"] == [["moe", "ur"], ["moe", "lg"], ["ur", "lg"], ["moe", "ur", "lg"]]
    assert together["reached"] == [{"state": 1, "in": 0}, {"state": 5, "in": 1}, {"state": 8, "in": 2}]
    assert (together["gained"], together["unreached"], together["paths_not_shown"]) == ([8], [4, 9], 0)
    (path,) = together["paths"]
    assert (path["to"], path["label"]) == (8, "s8")
    assert [(step["by"], step["from"], step["to"]) for step in path["steps"]] == [
        (["lg"], 1, 5),
        (["moe", "ur"], 5, 8),
    ]
    assert path["steps"][1]["moves"] == [
        {"by": "moe", "from": 5, "to": 6, "improvement": False},
        {"by": "ur", "from": 6, "to": 8, "improvement": True},
    ]


def test_where_steps_together_add_nothing_that_is_said(call: Call) -> None:
    out = words(call("evolve", "-", "--coalition", "north+port", "--concept", "nash", stdin=FLEETS).out)
    assert "With steps of North and The port together no more of the one equilibrium can be reached." in out


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["analyze", "elmira-1991", "--merged", "moe"], 2, "'--merged moe' merges nobody; name two at least"),
        (["analyze", "elmira-1991", "--merged", "moe+urr"], 2, "has no decision maker 'urr'; did you mean 'ur'?"),
        (
            ["analyze", "elmira-1991", "--merged", "moe+ur", "--merged", "lg+ur"],
            2,
            "'ur' stands in two merged players; put it into one of them",
        ),
        (
            ["analyze", "syria-iraq-1975", "--merged", "syria+iraq", "--concept", "sim"],
            2,
            "'sim' cannot be decided for merged players; ask for --concept nash, gmr, smr, seq or sseq",
        ),
        (
            ["analyze", "karabakh-2020", "--merged", "russia+turkey+azerbaijan+armenia+minsk"],
            5,
            "and the limit is 20,000,000; merge fewer, add constraints, or ask for --coalition",
        ),
        (["evolve", "elmira-1991", "--coalition", "moe"], 2, "the coalition 'moe' has one member"),
        (
            ["evolve", "elmira-1991", "--coalition", "moe+ur", "--all-coalitions"],
            2,
            "'--all-coalitions' tries those of '--coalition' too; give one of the two",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_said(call: Call, arguments: list[str], code: int, said: str) -> None:
    result = call(*arguments)
    assert (result.code, result.out) == (code, "")
    assert said in words(result.err)


@pytest.mark.parametrize("question", [["analyze", "--merged", "a+b"], ["evolve", "--coalition", "a+b"]])
def test_too_many_states_to_list_are_refused(call: Call, question: list[str]) -> None:
    own = ", ".join(f"o{k}: " for k in range(26))
    text = (
        f"countermove: 1\ndecision_makers: {{a: {{options: {{{own}}}}}, b: {{options: {{y: }}}}}}\n"
        "status_quo: []\npreferences: {a: {prioritize: [o1]}, b: {prioritize: [y]}}\n"
    )
    result = call(question[0], "-", *question[1:], stdin=text)
    assert (result.code, result.out) == (5, "")
    assert "need the explicit engine" in result.err
