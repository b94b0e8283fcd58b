"""What would have to change, as the report tells it: each course is asked as ``inverse`` asks."""

from __future__ import annotations

import pytest

import countermove
from countermove.analyses.alterations import dropped, raised, reordered, retiered
from countermove.analyses.every_order import Fulfilled
from countermove.analyses.inverse import inverse
from countermove.concepts import find
from countermove.conflict import Conflict
from countermove.views import report_designing
from countermove.views.report_designing import altered, with_course
from countermove.views.words import count, number
from tests.views.advice import ALONE, GATE, changes
from tests.views.reports import GRAPH, karabakh, of_the_case, told


def test_each_course_in_no_nash_equilibrium_is_asked(conflict: Conflict) -> None:
    space, found = conflict.space, changes(conflict)
    assert found["said"] or found["sides"]
    for side in found["sides"]:
        dm = side["dm"]
        menu = conflict.menu(space.decision_makers[dm])
        lacking = [course for course in menu.courses if not course.equilibria["nash"]]
        assert len(lacking) == len(side["courses"]) + side["more"]
        for course, said in zip(lacking, side["courses"], strict=False):
            states = with_course(space, dm, course)
            assert course.start in states
            vary = [each for each in range(len(space.decision_makers)) if not space.indifferent(each)]
            design = inverse(space, find("nash"), states, vary)
            assert said["state"]["number"] == f"{design.state + 1:,}"
            assert {each["dm"] for each in said["needs"]} == {each for each in vary if not design.met[each]}
            assert bool(said["small"]) == (bool(design.proposals) and design.proposals[0].by_statements)
            first = [*filter(None, [said["small"]]), *said["proposals"]][:1]
            assert [each["then"] for each in first] == [_then(each.states) for each in design.proposals[:1]]
            assert [[each.dm for each in proposal["altered"]] for proposal in first] == [
                [each.dm for each in proposal.alterations] for proposal in design.proposals[:1]
            ]


def _then(states: tuple[int, ...]) -> str:
    numbers = [f"{state + 1:,}" for state in states]
    numbers = numbers[:4] + [f"{len(numbers) - 4:,} more"] * (len(numbers) > 4)
    many = f"{', '.join(numbers[:-1])} and {numbers[-1]}" if len(numbers) > 1 else numbers[0]
    return f"Then {'states' if len(states) > 1 else 'state'} {many} {'hold' if len(states) > 1 else 'holds'}."


def test_what_the_nearest_state_takes_is_its_requirement(conflict: Conflict) -> None:
    space = conflict.space
    for side in changes(conflict)["sides"]:
        for course in side["courses"]:
            state = int(course["state"]["number"].replace(",", "")) - 1
            for each in course["needs"]:
                liked, moves = space.ranks[each["dm"]], space.moves.targets(each["dm"], state)
                better = [move for move in moves if liked[move] > liked[state]]
                assert better
                best = max(better, key=lambda move, liked=liked: (liked[move], -move))  # type: ignore[misc]
                assert f"state {best + 1:,}" in each["must"] + each["today"]
                if len(moves) > 1:
                    assert f"each of the {count(len(moves), 'state')}" in each["must"]
                    some = "each" if len(better) == len(moves) else number(len(better))
                    assert f"likes {some} of them better" in each["today"]


def test_the_bad_courses_of_the_settlement() -> None:
    text = told(countermove.load("karabakh-2020").layer("settlement"), "changing")
    for said in (
        "Of the seven courses of Russia five are in no Nash equilibrium.",
        "No order of Russia’s statements makes any of them hold: whatever the others do, “Press the Minsk Group's "
        "phased plan” fulfils every one that they fulfil, and more.",
        "Hold Turkey back Held by fear of an answer in 184 states under GMR , and in 92 states under SMR , and in 24 "
        "states under SEQ , and in twelve states under SSEQ .",
        "Fight for Armenia Held by fear of an answer in 80 states under GMR , and in 40 states under SMR , and in 16 "
        "states under SEQ , and in eight states under SSEQ .",
        "Russia likes state 444 at least as well as the 48 states that it likes better today",
    ):
        assert said in text, said
    assert "left out of this report" not in text


@of_the_case
def test_each_side_of_the_whole_case_is_told() -> None:
    text = told(karabakh(), "changing")
    assert "Of the ten courses of Russia nine are in no Nash equilibrium." in text
    assert (
        "Three swaps would make it hold: T Turkey puts “Make a separate deal with Turkey” before if" in text
    )
    assert ", and “Entrench itself in the region” before if “Hold Turkey back”, then not “Entrench" in text
    assert "Then state 620 holds. 1 more course was left out of this report. Az Azerbaijan" in text
    assert text.count("left out of this report") == 1  # the last of Russia's nine


def test_no_order_does_it_where_it_is_said() -> None:
    conflict = countermove.load("syria-iraq-1975")
    (syria, iraq) = changes(conflict)["sides"]
    (release, nothing) = syria["courses"]
    assert release["never"] == (
        "No order of Syria’s statements makes it hold: whatever the others do, “Escalate” fulfils every one that it "
        "fulfils, and more."
    )
    wishes = Fulfilled(conflict.space, 0)
    assert all(wishes.always_better(state) for state in conflict.states("release"))
    assert not all(wishes.always_better(state) for state in conflict.states("not release and not escalate"))
    assert nothing["never"] == "None of the orders of statements that were tried makes it hold."
    assert release["held"] == ["No state with it holds under any concept."]
    assert nothing["held"] == ["Held by fear of an answer in one state under GMR."]
    assert iraq["said"] == ["Of the two courses of Iraq one is in no Nash equilibrium."]


def test_what_is_always_better_may_be_now_this_now_that() -> None:
    text = """
countermove: 1
decision_makers: {ann: {options: {p: P, q: Q}}, bob: {options: {y: Y}}}
constraints: [not (p and q)]
status_quo: []
preferences: {ann: {prioritize: [p if y, q if not y]}, bob: {prioritize: [y]}}
"""
    side = next(each for each in changes(countermove.loads(text))["sides"] if each["dm"] == 0)
    said = {course["name"]: course["never"] for course in side["courses"]}
    assert said["None of its options"] == (
        "No order of ann’s statements makes it hold: from each state with it ann can move to one that fulfils all "
        "the same, and more."
    )


def test_a_change_of_statements_alone_is_told_at_once() -> None:
    conflict = countermove.loads(GATE)
    text = told(conflict, "changing")
    assert "Talk" in text
    assert "One swap would make it hold: T Town puts “Talk” before if “Shut the gate”, then “Sue”" in text
    town = next(side for side in changes(conflict)["sides"] if side["dm"] == 1)
    (talk,) = [course for course in town["courses"] if course["name"] == "Talk"]
    assert talk["never"] == ""
    assert talk["small"]["then"] == "Then state 6 holds."


def test_the_states_of_a_course_are_those_of_its_condition() -> None:
    conflict = countermove.load("karabakh-2020").layer("settlement")
    courses = {course.levels: course for course in conflict.menu("russia").courses}
    for levels, condition in {
        (0, 0, 1, 0): "coerce and not hold_turkey",
        (0, 0, 0, 1): "fight",
        (0, 0, 0, 0): "not (plan or hold_turkey or coerce or fight)",
    }.items():
        assert with_course(conflict.space, 0, courses[levels]) == conflict.states(condition)


def test_in_graph_form_a_course_is_a_state() -> None:
    conflict = countermove.loads(GRAPH)
    course = conflict.menu("ann").courses[0]
    assert with_course(conflict.space, 0, course) == [course.start]
    assert "Ann has left" in told(conflict, "changing")


def test_one_decision_maker_has_no_others_to_speak_of() -> None:
    text = told(countermove.loads(ALONE), "changing")
    assert (
        "No order of ann’s statements makes it hold: “Go” fulfils every one that it fulfils, and more."
        in text
    )


def test_where_nobody_wants_anything_there_is_nothing_to_change() -> None:
    idle = "{countermove: 1, decision_makers: {ann: {options: {go: Go}}}, preferences: {ann: indifferent}, status_quo: []}"
    assert "Nobody wants anything in this model" in told(countermove.loads(idle), "changing")


def test_every_course_may_be_in_an_equilibrium() -> None:
    text = "{countermove: 1, decision_makers: {ann: {options: {go: Go}}}, preferences: {ann: {prioritize: [go or not go]}}, status_quo: []}"
    assert "Each of its two courses is part of some Nash equilibrium." in told(
        countermove.loads(text), "changing"
    )


def test_many_courses_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report_designing, "MAX_COURSES", 1)
    text = told(countermove.load("syria-iraq-1975"), "changing")
    assert "1 more course was left out of this report." in text


@pytest.mark.parametrize(
    ("statements", "said"),
    [
        ((1, 0, 2), "puts shut before not “Sue”"),
        ((2, 0, 1), "puts “Talk” before not “Sue” and “Shut the gate”"),
        ((2, 1, 0), "puts “Talk” before “Shut the gate” and not “Sue”, and “Shut the gate” before not “Sue”"),
    ],
)
def test_orders_in_words(statements: tuple[int, ...], said: str) -> None:
    space = countermove.loads(GATE).space
    found = altered(space, reordered(space, 0, statements, 1))
    assert "".join(text for _, text in found.parts) == said.replace("shut", "“Shut the gate”")
    assert {text for kind, text in found.parts if kind == "statement"} <= {
        "not “Sue”",
        "“Shut the gate”",
        "“Talk”",
    }


def test_other_changes_in_words() -> None:
    space = countermove.loads(GATE).space
    low = int(space.ranks[1].argmin())
    ranks = sorted(set(space.ranks[1].tolist()))
    said = [
        altered(space, each).parts[0][1]
        for each in (
            raised(space, 1, low, ranks[1]),
            raised(space, 1, low, ranks[-1]),
            retiered(space, 1, (*range(len(ranks) - 2), len(ranks) - 1, len(ranks) - 2), 1),
            dropped(space, 1, 1),
        )
    ]
    assert said == [
        "likes state 2 at least as well as state 6, which it likes better today",
        "likes state 2 at least as well as the five states that it likes better today",
        "likes state 2 better than state 6",
        "does not care for “talk”",
    ]
