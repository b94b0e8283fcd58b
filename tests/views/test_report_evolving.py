"""Where it can go, as the report tells it: the ways are those that ``evolve`` finds."""

from __future__ import annotations

from typing import Any

import pytest

import countermove
from countermove.analyses.evolve import Evolution, NoReturn, Route
from countermove.analyses.paths import Step
from countermove.conflict import Conflict
from countermove.views import report_evolving
from countermove.views.evolving import told_first
from tests.models import GRAPH as PEACE
from tests.views.advice import BRIDGE, way
from tests.views.reports import karabakh, of_the_case, told


def test_the_ways_are_those_of_evolve(conflict: Conflict) -> None:
    found, context = conflict.evolve(), way(conflict)
    assert isinstance(found, Evolution)
    first = told_first(found)[: report_evolving.MAX_WAYS]
    assert [each["state"]["number"] for each in context["ways"]] == [f"{state + 1:,}" for state in first]
    for state, each in zip(first, context["ways"], strict=True):
        route = found.route(state, improvements=True) or found.route(state, improvements=False)
        assert route is not None
        assert [(step["dm"], step["to"]) for step in each["steps"]] == [
            (step.by, f"{step.target + 1:,}") for step in route.steps
        ]
        for data, step in zip(each["steps"], route.steps, strict=True):
            if step.event:
                assert data["dm"] == step.by == conflict.space.events
                continue
            liked = conflict.space.ranks[step.by]
            gained = int(liked[step.target]) - int(liked[step.source])
            assert data["sign"] == ("gains" if gained > 0 else "pays" if gained < 0 else "even")
        together: dict[Any, set[str]] = {}
        for act in [*context["shared"], *each["own"]]:
            together.setdefault(act["dm"], set()).update(act["what"])
        assert together == {act["dm"]: set(act["what"]) for act in each["state"]["acts"]}
    assert len(context["unreachable"]) <= len(found.unreachable)
    assert bool(context["unreachable"]) == bool(found.unreachable)


@of_the_case
def test_the_case_shows_steps_movers_and_what_they_have_of_it() -> None:
    text = told(karabakh(), "going")
    for said in (
        "From today moves lead to each of the 2,036 states that hold under some concept, and improvements and events "
        "alone to 754 of them.",
        "In each of the three told here: R Russia Press the Minsk Group's phased plan; Hold Turkey back "
        "M Minsk Group Stand behind the plan",
        "State 1,876 holds under every concept YYNNNNNNNNNNYYNYNN As above, and besides: Ar Armenia Agree to return the "
        "areas; Hand the areas over In six steps, each an improvement for its mover: 1 R Russia takes up “Press the "
        "Minsk Group's phased plan” and “Hold Turkey back” 990 gains 2 T Turkey drops “Back Azerbaijan” 980 gains",
        "5 Az Azerbaijan drops “Take the areas by force” 1,564 gains 6 Ar Armenia takes up “Hand the areas over” 1,876 "
        "gains",
        "In seven steps, each an improvement for its mover or an event: 1 R Russia takes up “Hold Turkey back” and "
        "“Force a deal” 992 gains",
        "B By itself “Leaders fall in Baku and Yerevan” happens 3,478 an event",
        "2,033 more states that hold can be reached, 751 of them by improvements and events alone.",
        "9,984 states can be reached, and from 9,048 of them there is no way back.",
    ):
        assert said in text
    assert text.endswith(
        "Az Azerbaijan “Turn to Turkey” B By itself “Leaders fall in Baku and Yerevan” B By itself “The alliance draws "
        "Russia into the war” Ar Armenia “Hand the areas over”"
    )


COSTLY = """
countermove: 1
decision_makers:
  ann: {name: Ann, options: {a: {name: A, moves: forward}, talk: Talk}}
  bob: {name: Bob, options: {b: {name: B, moves: forward}}}
constraints: [a -> not talk]
status_quo: [talk]
preferences: {ann: {prioritize: [a -> b, talk]}, bob: {prioritize: [not a -> not b, b]}}
"""


def test_who_pays_on_the_way_is_told() -> None:
    text = told(countermove.loads(COSTLY), "going")
    assert "paid for by Ann" in text
    assert " pays" in text


def test_what_cannot_be_reached_is_told_with_the_reason() -> None:
    text = told(countermove.loads(BRIDGE), "going")
    assert "From today moves lead to one of the three states that hold under some concept" in text
    assert (
        "Two equilibria cannot be reached (states 5 and 6): “Burn the bridge” would have to be undone" in text
    )


@pytest.mark.parametrize(
    ("reached", "gaining", "total", "said"),
    [
        (0, 0, 0, "No state holds under any concept, so there is nowhere for the conflict to settle."),
        (0, 0, 1, "From today no moves lead to the one state that holds under some concept."),
        (0, 0, 3, "From today no moves lead to any of the three states that hold under some concept."),
        (1, 0, 1, "From today moves lead to the one state that holds under some concept, but improvements alone "
         "do not."),
        (2, 0, 3, "From today moves lead to two of the three states that hold under some concept, and improvements "
         "alone to none of them."),
        (2, 2, 2, "From today moves lead to each of the two states that hold under some concept, and so do "
         "improvements alone."),
    ],
)  # fmt: skip
def test_headline_of_the_ways(reached: int, gaining: int, total: int, said: str) -> None:
    routes = tuple(Route(state, (Step(0, 9, state, state < gaining),)) for state in range(reached))
    none = NoReturn((), 1, ())
    analysis = countermove.loads(PEACE).analyze(["nash"], engine="explicit")
    found = Evolution(9, dict.fromkeys(range(total), ("nash",)), routes, (), none, analysis)
    assert report_evolving._headline(found, reached) == said


def test_a_way_of_improvements_is_told_before_a_shorter_one() -> None:
    text = """
countermove: 1
decision_makers: {ann: {}, bob: {}}
states: {a: Start, b: Half way, c: End}
moves: {ann: [a -> b, b -> c], bob: [a -> c]}
status_quo: a
preferences: {ann: {ranking: [c, b, a]}, bob: {ranking: [a, b, c]}}
"""
    (found,) = way(countermove.loads(text))["ways"]
    assert [(step["to"], step["sign"]) for step in found["steps"]] == [("2", "gains"), ("3", "gains")]


def test_what_is_shared_is_in_all() -> None:
    acts: list[dict[str, Any]] = [
        {"acts": [{"dm": 0, "what": ["A", "B"]}, {"dm": 1, "what": ["C"]}]},
        {"acts": [{"dm": 0, "what": ["B"]}, {"dm": 1, "what": ["C"]}]},
        {"acts": [{"dm": 0, "what": ["A", "B"]}]},
    ]
    assert report_evolving._shared(acts) == [{"dm": 0, "what": ["B"]}]
    assert report_evolving._shared(acts[:1]) == []
    assert report_evolving._shared([{"acts": [{"dm": None, "what": ["Peace"]}]}] * 2) == []


def test_steps_that_cannot_be_taken_alone_are_named_together() -> None:
    text = """
countermove: 1
decision_makers: {ann: {options: {a: {name: A, moves: forward}, b: {name: B, moves: forward}}}}
constraints: [b -> a]
status_quo: []
preferences: {ann: {prioritize: [a]}}
"""
    assert [each["what"] for each in way(countermove.loads(text))["undone"]] == ["“A”", "“A” and “B”"]


def test_steps_that_only_put_others_together_are_left_out() -> None:
    context = way(countermove.load("karabakh-2020"))
    assert [each["what"] for each in context["undone"]] == [
        "“Turn to Turkey”", "“Leaders fall in Baku and Yerevan”", "“The alliance draws Russia into the war”",
        "“Hand the areas over”",
    ]  # fmt: skip


def test_many_steps_that_cannot_be_undone_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report_evolving, "MAX_UNDONE", 1)
    assert [each["what"] for each in way(countermove.load("karabakh-2020"))["undone"]] == [
        "“Turn to Turkey”", "and 3 more",
    ]  # fmt: skip


def test_in_graph_form_the_move_without_return_is_named() -> None:
    assert [each["what"] for each in way(countermove.loads(PEACE))["undone"]] == ["moves to War"]
