"""Menus against a search over the literal moves."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from countermove import UsageError, loads
from countermove.analyses.graph import closure, terminal_components
from countermove.analyses.menu import menu
from countermove.concepts import all_concepts
from countermove.model import Model
from countermove.model.elements import Indifferent
from countermove.space import build
from countermove.space.literal import LiteralGame, literal_game
from countermove.stability import analyze
from countermove.views.menus import menu_data
from tests.models import GRAPH, SYRIA_IRAQ, change
from tests.strategies import any_models


def all_liked_equally(game: LiteralGame, name: str) -> bool:
    return isinstance(game.model.preferences[name].by, Indifferent)


def literal_rests(game: LiteralGame, name: str, start: int) -> set[int]:
    """Follow the others' improvements from a state, and keep the states they cannot leave for good."""
    others = [other for other in game.decision_makers if other != name]
    drifting = [other for other in others if all_liked_equally(game, other)]

    def wanted(state: int) -> set[int]:
        return {t for other in others for t in game.moves(other, state) if game.prefers(other, t, state)}

    def possible(state: int) -> set[int]:
        return wanted(state) | {t for other in drifting for t in game.moves(other, state)}

    def spread(state: int, nexts: object) -> set[int]:
        found, todo = {state}, [state]
        while todo:
            for t in nexts(todo.pop()):  # type: ignore[operator]
                if t not in found:
                    found.add(t)
                    todo.append(t)
        return found

    return {s for s in spread(start, possible) if all(s in spread(t, wanted) for t in spread(s, wanted))}


@settings(max_examples=300, deadline=None)
@given(any_models())
def test_menus_agree_with_a_literal_search(model: Model) -> None:
    space, game = build(model), literal_game(model)
    analysis = analyze(space, all_concepts()[:1])
    for dm, name in enumerate(space.decision_makers):
        start = dm % space.size
        found = menu(analysis, dm, start)
        assert {course.start for course in found.courses} == {start, *game.moves(name, start)}
        for course in found.courses:
            assert set(course.rests) == literal_rests(game, name, course.start)
            assert not any(game.prefers(name, t, course.best) for t in course.rests)
            assert not any(game.prefers(name, course.worst, t) for t in course.rests)
            for rest, steps in course.steps.items():
                at = course.start
                for step in steps:
                    assert step.source == at
                    assert step.target in game.moves(game.decision_makers[step.by], at)
                    at = step.target
                assert at == rest
        for better, worse in zip(found.courses, found.courses[1:], strict=False):
            assert better.rank <= worse.rank <= better.rank + 1
            assert not game.prefers(name, worse.worst, better.worst)
            alike = not game.prefers(name, better.worst, worse.worst) and not game.prefers(
                name, better.best, worse.best
            )
            assert (better.rank == worse.rank) == alike


def test_terminal_components() -> None:
    edges = {0: [1], 1: [2], 2: [1, 3], 3: [4], 4: [3], 5: [0, 6], 6: []}
    assert sorted(map(sorted, terminal_components(edges))) == [[3, 4], [6]]
    assert closure({1}, edges) == {1, 2, 3, 4}


CIRCLE = """\
countermove: 1
decision_makers: {me: Me, a: A, b: B}
states: {s1: start, s2: one, s3: two, s4: three}
moves: {me: [s1 -> s2], a: [s2 -> s3], b: [s3 -> s2]}
status_quo: s1
preferences:
  me: {ranking: [s1, s2, s3, s4]}
  a: {ranking: [s3, s2, s1, s4]}
  b: {ranking: [s2, s3, s1, s4]}
"""


def test_improvements_that_never_rest_are_told_as_a_circle() -> None:
    found = menu_data(loads(CIRCLE).space, loads(CIRCLE).menu("me"))
    stay, go = sorted(found["courses"], key=lambda course: course["state"])
    assert (stay["rests"], stay["circles"]) == ([1], False)
    assert (go["rests"], go["circles"]) == ([2, 3], True)


def test_a_menu_needs_a_place_to_start_from() -> None:
    text = change(GRAPH, "status_quo: s1\n", "")
    with pytest.raises(UsageError, match="--from"):
        loads(text).menu("us")
    assert loads(text).menu("us", "s1").start == 0


def test_the_json_of_a_menu() -> None:
    conflict = loads(SYRIA_IRAQ)
    data = menu_data(conflict.space, conflict.menu("syria"))
    assert data["decision_maker"] == "syria"
    assert [course["options"] for course in data["courses"]] == [
        {"syria.release": False, "syria.escalate": True},
        {"syria.release": True, "syria.escalate": False},
        {"syria.release": False, "syria.escalate": False},
    ]
    escalate, release, stay = data["courses"]
    assert (escalate["rests"], release["rests"], stay["rests"]) == ([6], [2], [4])
    assert [course["rank"] for course in data["courses"]] == [1, 2, 3]
    assert {name: escalate["equilibria"][name] for name in ("nash", "gmr", "nm")} == {
        "nash": [6],
        "gmr": [6],
        "nm": [],
    }
    assert data["unavailable"] == [], "what its own constraints exclude is no course"


def test_a_menu_says_what_stands_in_the_way() -> None:
    text = change(
        SYRIA_IRAQ, "escalate: {name: Escalate, moves: both}", "escalate: {name: Escalate, moves: forward}"
    )
    text = change(
        text, "not (release and escalate)", "not (release and escalate)\n  - not (release and attack)"
    )
    text = change(text, "ranking: [2, 4, 6, 1, 5, 3]", "prioritize: [attack]")
    conflict = loads(text + "forbidden_moves: [{by: syria, from: not attack, to: escalate}]\n")
    why = {
        (start, each["name"]): each["why"]
        for start in ("NNY", "NYN", "NNN")
        for each in menu_data(conflict.space, conflict.menu("syria", start))["unavailable"]
    }
    assert why == {
        ("NNY", "Release water"): "it breaks 'not (release and attack)'",
        ("NYN", "None of its options"): "'escalate' can only go forward",
        ("NYN", "Release water"): "'escalate' can only go forward",
        ("NNN", "Escalate"): "the move is forbidden",
    }


UNPREDICTABLE = """
countermove: 1
decision_makers:
  state: {name: State, options: {force: Force a deal}}
  politics: {name: Domestic politics, options: {fall: Leaders fall}}
constraints: [fall -> force]
status_quo: []
preferences: {state: {prioritize: [not fall, force]}, politics: indifferent}
"""


def test_who_wants_nothing_may_do_anything() -> None:
    conflict = loads(UNPREDICTABLE)
    found = conflict.menu("state")
    assert [conflict.space.decision_makers[dm] for dm in found.drifting] == ["politics"]
    (forced,) = (course for course in found.courses if course.start)
    assert sorted(forced.rests) == [1, 2], "leaders fall or stay, though nobody gains by either"
