"""The sentences of explanations, word for word, for the bundled conflict that fits on a page."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest

import countermove
from countermove.analyses.witness import witness
from countermove.concepts import find
from countermove.model.condition import And, Is, Not
from countermove.model.elements import Model
from countermove.space import build
from countermove.views.explaining import explanation, grouped_reasons
from tests.strategies import graph_form, option, option_form, prioritize, ranking, with_preferences

SENTENCES = {
    ("syria", 3, "sim"): (
        "State 3 (Syria: Escalate) is stable for Syria under SIM. Its only improvement is answered: if Syria "
        "drops “Escalate” (state 1), Iraq takes up “Attack the dam” at the same time, which alone would be an "
        "improvement for Iraq. Together that leaves Syria in state 4, which it likes less than state 3."
    ),
    ("syria", 4, "sim"): (
        "State 4 (Iraq: Attack the dam) is not stable for Syria under SIM. If Syria takes up “Escalate” "
        "(state 6), it is better off, and nothing that Iraq would gain by doing at the same time leaves it no "
        "better off than here."
    ),
    ("iraq", 6, "sim"): (
        "State 6 (Syria: Escalate; Iraq: Attack the dam) is stable for Iraq under SIM. Iraq cannot do better "
        "at once: it likes none of the states it can move to better."
    ),
    ("iraq", 4, "lh:1"): (
        "State 4 (Iraq: Attack the dam) is stable for Iraq under L1. Iraq looks one move ahead, and its only "
        "move would not pay. If Iraq drops “Attack the dam” (state 1), that is as far as it looks. It would "
        "end in state 1, which it likes less than state 4."
    ),
    ("syria", 3, "lh:2"): (
        "State 3 (Syria: Escalate) is stable for Syria under L2. Syria looks two moves ahead, and neither of "
        "its two moves would pay. Take the one that is best for it at once: if Syria drops “Escalate” (state 1), "
        "it is better off at first, but it anticipates that Iraq takes up “Attack the dam” (state 4), and looks "
        "no further. It would end in state 4, which it likes less than state 3."
    ),
    ("iraq", 3, "lh:2"): (
        "State 3 (Syria: Escalate) is not stable for Iraq under L2. Iraq looks two moves ahead, and moving "
        "would pay. If Iraq takes up “Attack the dam” (state 6), it anticipates that Syria leaves it at that. "
        "It would end in state 6, which it likes better than state 3."
    ),
    ("syria", 1, "nm"): (
        "State 1 (Nobody does anything) is stable for Syria under NM. Syria looks ahead without end; from a "
        "horizon of two moves on what is anticipated repeats every four moves, and neither of its two moves "
        "would pay. Take the one that is best for it at once, with a horizon of three moves: if Syria takes up "
        "“Escalate” (state 3), it anticipates that Iraq takes up “Attack the dam” (state 6), and that Syria "
        "leaves it at that. It would end in state 6, which it likes less than state 1."
    ),
    ("syria", 6, "nm"): (
        "State 6 (Syria: Escalate; Iraq: Attack the dam) is not stable for Syria under NM. Syria looks ahead "
        "without end; from a horizon of two moves on what is anticipated repeats every four moves, and at one "
        "of every four of these horizons moving would pay. With a horizon of three moves: if Syria takes up "
        "“Release water” and drops “Escalate” (state 5), it is worse off at first, but it anticipates that Iraq "
        "drops “Attack the dam” (state 2); then Syria drops “Release water” (state 1), and looks no further. "
        "It would end in state 1, which it likes better than state 6."
    ),
    ("iraq", 3, "nm"): (
        "State 3 (Syria: Escalate) is not stable for Iraq under NM. Iraq looks ahead without end; from a "
        "horizon of two moves on what is anticipated repeats every four moves, and at each of these horizons "
        "moving would pay. With a horizon of three moves: if Iraq takes up “Attack the dam” (state 6), it "
        "anticipates that Syria leaves it at that. It would end in state 6, which it likes better than state 3."
    ),
}  # fmt: skip


@pytest.mark.parametrize(("dm", "state", "concept"), SENTENCES)
def test_sentences(dm: str, state: int, concept: str) -> None:
    space = countermove.load("syria-iraq-1975").space
    found = witness(space, find(concept), space.decision_makers.index(dm), state - 1)
    assert explanation(space, found)["text"] == SENTENCES[dm, state, concept]


def said(model: Model, dm: int, state: int, concept: str) -> str:
    space = build(model)
    return str(explanation(space, witness(space, find(concept), dm, state - 1))["text"])


def relay(number: int) -> Model:
    """Each side in turn can move one state on, and both like each state better than the one before."""
    arcs = {
        "row": [(k, k + 1) for k in range(1, number, 2)],
        "column": [(k, k + 1) for k in range(2, number, 2)],
    }
    best_last = ranking(*range(number, 0, -1))
    return with_preferences(named(graph_form(number, arcs)), {"row": best_last, "column": best_last})


def named(model: Model) -> Model:
    return replace(model, states=tuple(replace(each, text=each.label) for each in model.states))


def test_of_a_long_way_the_first_moves_and_the_last_are_told() -> None:
    assert said(relay(12), 0, 1, "lh:20") == (
        "State 1 (s1) is not stable for row under L20. row looks 20 moves ahead, and moving would pay. If row "
        "moves to s2 (state 2), it anticipates that column moves to s3 (state 3); then row moves to s4 (state 4); "
        "then column moves to s5 (state 5); then row moves to s6 (state 6); then come five moves more; at last "
        "row moves to s12 (state 12), and that column leaves it at that. It would end in state 12, which it likes "
        "better than state 1."
    )


def test_what_is_anticipated_may_settle_and_there_may_be_no_move() -> None:
    assert said(relay(3), 0, 1, "nm").endswith(
        "row looks ahead without end; from a horizon of two moves on what is anticipated stays the same, and "
        "moving would pay. With a horizon of three moves: if row moves to s2 (state 2), it anticipates that column "
        "moves to s3 (state 3), and that row leaves it at that. It would end in state 3, which it likes better "
        "than state 1."
    )
    assert said(relay(3), 0, 2, "nm") == (
        "State 2 (s2) is stable for row under NM. row cannot do better at once: it has no move to make."
    )
    assert said(relay(3), 0, 2, "lh:2") == said(relay(3), 0, 2, "nm").replace("NM", "L2")


def test_a_move_may_be_undone() -> None:
    model = with_preferences(
        named(graph_form(2, {"row": [(1, 2)], "column": [(2, 1)]})),
        {"row": ranking(2, 1), "column": ranking(1, 2)},
    )
    assert said(model, 0, 1, "lh:2").endswith(
        "its only move would not pay. If row moves to s2 (state 2), it is better off at first, but it anticipates "
        "that column moves to s1 (state 1), and looks no further. It would end where it began, in state 1."
    )


def test_several_may_answer_at_once_and_the_others_are_named_when_they_are_few() -> None:
    names = ("ann", "bob", "cat", "dan", "eve", "fay", "gus", "hal")
    everybody = option_form(names, [option(name, "go") for name in names])
    goes = {name: Is(k, 1) for k, name in enumerate(names)}
    both = And((goes["bob"], goes["cat"]))
    wants = {name: prioritize(goes[name]) for name in names}
    model = with_preferences(everybody, {**wants, "ann": prioritize(Not(both), goes["ann"])})
    assert said(model, 0, 1, "sim") == (
        "State 1 (Nobody does anything) is stable for ann under SIM. Its only improvement is answered: if ann takes "
        "up “go” (state 2), bob takes up “go” and cat takes up “go” at the same time, which alone would be an "
        "improvement for each of them. Together that leaves ann in state 8, which it likes less than state 1."
    )
    assert said(model, 3, 1, "sim").endswith(
        "it is better off, and nothing that the others would gain by doing at the same time leaves it no better "
        "off than here."
    )
    few = with_preferences(option_form(names[:3], [option(name, "go") for name in names[:3]]), wants)
    assert " nothing that bob or cat would gain by doing at the same time " in said(few, 0, 1, "sim")


def test_equal_reasons_are_said_once() -> None:
    space = countermove.load("syria-iraq-1975").space
    concepts = [find(each) for each in ("nash", "gmr", "smr", "seq", "sseq", "sim", "nm")]
    texts = grouped_reasons(space, [witness(space, each, 1, 5) for each in concepts])
    assert [text.partition(" under ")[2].partition(".")[0] for text in texts] == [
        "Nash, GMR, SMR, SEQ, SSEQ and SIM", "NM",
    ]  # fmt: skip


def test_the_json_holds_what_the_sentences_say() -> None:
    space = countermove.load("syria-iraq-1975").space
    data = explanation(space, witness(space, find("nm"), 0, 5))
    assert data["witness"] == {
        "improvement": None, "answers": [], "leads_to": None, "escape": None,
        "move": 5, "ends_in": 1, "better": True,
        "anticipated": [
            {"by": "syria", "from": 6, "to": 5, "improvement": False},
            {"by": "iraq", "from": 5, "to": 2, "improvement": True},
            {"by": "syria", "from": 2, "to": 1, "improvement": True},
        ],
    }  # fmt: skip
    assert data["improvements"] == []
    assert [each["move"] for each in data["moves"]] == [4, 5]
    assert (data["horizon"], data["recurring"]) == (3, {"from_horizon": 2, "every": 4, "moving_at": [3]})
    assert data["labels"] == {"1": "NNN", "2": "YNN", "5": "YNY", "6": "NYY"}
    joint = explanation(space, witness(space, find("sim"), 0, 2))
    assert joint["witness"] == {
        "improvement": 1, "leads_to": 4, "escape": None,
        "answers": [{"by": "iraq", "from": 3, "to": 6, "improvement": True}],
    }  # fmt: skip
    assert (joint["at_once"], joint["improvements_count"]) == (True, 1)
    assert (data["at_once"], data["improvements_count"]) == (False, 0)
    assert "moves" not in joint


def test_words_need_no_symbolic_engine() -> None:
    names = "countermove.analyses.witness, countermove.views.explaining, countermove.views.report_reasons"
    program = f"import sys, {names}; sys.exit('oxidd' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
