"""Sentences that read badly once: what they say now, and that it is so."""

from __future__ import annotations

import pytest

import countermove
from countermove.errors import UsageError
from countermove.stability import unmet
from countermove.views.asking import asked_data, asked_sentences
from countermove.views.menus import course_lines, menu_data, menu_notes
from tests.models import GRAPH, LEVELS, SYRIA_IRAQ

ALONE = """\
countermove: 1
decision_makers: {us: {options: {go: Go, stay: Stay}}}
status_quo: []
preferences: {us: {prioritize: [go]}}
"""


# ---------------------------------------------------------------- patterns of a wrong length
@pytest.mark.parametrize(
    ("text", "ref", "message"),
    [
        (SYRIA_IRAQ, "Y-", "a pattern has one letter for each of the 3 options, and this has 2"),
        (SYRIA_IRAQ, "-Y-Y", "a pattern has one letter for each of the 3 options, and this has 4"),
        (SYRIA_IRAQ, "y--", "a pattern is written in capital letters; write 'Y--'"),
        (ALONE, "Y", "a pattern has one letter for each of the 2 options, and this has 1"),
        (LEVELS, "-.N", "one part for each of the 3 options and full stops between them, and this has 2"),
    ],
)
def test_a_pattern_of_a_wrong_length_is_said_to_be_one(text: str, ref: str, message: str) -> None:
    with pytest.raises(UsageError) as error:
        countermove.loads(text).state(ref)
    assert message in str(error.value)
    assert "unknown label" not in str(error.value)


@pytest.mark.parametrize(
    ("text", "ref", "message"),
    [
        (SYRIA_IRAQ, "relase", "unknown label 'relase'"),
        (SYRIA_IRAQ, "not Y", "unknown label 'Y'"),
        (GRAPH, "Y-", "unknown"),
    ],
)
def test_what_is_no_pattern_is_not_said_to_be_one(text: str, ref: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        countermove.loads(text).state(ref)


def test_a_label_of_an_option_is_no_pattern() -> None:
    named = countermove.loads(SYRIA_IRAQ.replace("escalate", "y"))
    assert named.state("y and attack") == 5
    assert named.states("y") == [2, 5]
    leveled = countermove.loads(LEVELS.replace("pay", "full").replace("them", "none"))
    assert len(leveled.states("none.full")) == 6


# ---------------------------------------------------------------- what is not decided
def test_one_decision_maker_is_not_told_of_more() -> None:
    alone = countermove.loads(ALONE).analyze(engine="explicit")
    assert alone.left_out["nm"] == "it is defined for two decision makers, and here is one"
    karabakh = countermove.load("karabakh-2020").analyze(engine="explicit")
    assert (
        karabakh.left_out["nm"] == "it is defined for two decision makers; for more, rival definitions exist"
    )


def test_what_is_not_defined_is_not_offered_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("countermove.stability.which.MAX_SIMULTANEOUS", 3)
    found = countermove.loads(GRAPH).analyze(engine="explicit")
    sim = countermove.concepts.find("sim")
    assert found.left_out["sim"] == unmet(found.space, sim) != ""


# ---------------------------------------------------------------- what was asked
def asked(ref: str, dm: str | None = None) -> str:
    conflict = countermove.load("syria-iraq-1975")
    analysis = conflict.analyze()
    return " ".join(asked_sentences(conflict, analysis, asked_data(conflict, analysis, ref, dm)))


def test_what_was_asked_reads_well() -> None:
    assert asked("2") == "State 2 is an equilibrium under none of the concepts."
    assert asked("NYY") == (
        "The state that fits 'NYY' is an equilibrium under Nash, GMR, SMR, SEQ, SSEQ and SIM; not under NM."
    )
    assert asked("release", "syria") == (
        "Two states fit 'release': none of them is stable for Syria under Nash, GMR, SMR, SEQ, SSEQ, SIM or NM."
    )
    assert asked("N--") == (
        "Four states fit 'N--': some are equilibria under Nash, GMR, SMR, SEQ, SSEQ and SIM; none of them is an "
        "equilibrium under NM."
    )


def test_equal_numbers_of_equilibria_are_told_together() -> None:
    conflict = countermove.load("karabakh-2020")
    data = menu_data(conflict.space, conflict.menu("russia"))
    lines = [line for course in data["courses"] for line in course_lines(course)[1]]
    assert (
        "equilibria with this course: 11 under Nash and Mixed; 120 under GMR; 56 under SMR; 13 under SEQ and SSEQ"
        in lines
    )
    assert "seven more resting states lie between" in lines


def test_several_who_want_nothing_are_spoken_of_as_several() -> None:
    text = ALONE.replace("}}}\n", "}}, one: {options: {a: A}}, other: {options: {b: B}}}\n").replace(
        "{us: {prioritize: [go]}}", "{us: {prioritize: [go]}, one: indifferent, other: indifferent}"
    )
    conflict = countermove.loads(text)
    assert "one and other want nothing, so their moves are followed" in " ".join(
        menu_notes(conflict.space, menu_data(conflict.space, conflict.menu("us")))
    )
