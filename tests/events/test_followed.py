"""Events among the others' answers, and on the ways to equilibria."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

import countermove
from countermove.analyses.evolve import evolve
from countermove.analyses.menu import menu
from countermove.conflict import Conflict
from countermove.model.condition import Is, Not
from countermove.model.elements import DecisionMaker, ForbiddenMove, Indifferent, Model, Preference
from countermove.space import build
from tests.events.conflicts import random_event_model
from tests.strategies import chance


def by_somebody(model: Model) -> Model:
    """Give a model's one event to a decision maker who likes all states equally and may bring it about."""
    (event,) = model.events
    option = replace(event.option, owner="nobody")
    nobody = DecisionMaker("nobody", "nobody", "", (option,))
    barred: tuple[ForbiddenMove, ...] = ()
    if event.possible is not None:
        place = len(model.options) - 1
        barred = (ForbiddenMove("nobody", Not(event.possible.condition), Is(place, 1)),)
    return replace(
        model,
        events=(),
        decision_makers=(*model.decision_makers, nobody),
        forbidden_moves=(*model.forbidden_moves, *barred),
        preferences={**model.preferences, "nobody": Preference("nobody", Indifferent())},
    )


def random_pair(seed: int) -> tuple[Conflict, Conflict]:
    """Draw a conflict with one event, and the same with somebody who may bring it about."""
    rng = Random(seed)
    while len((model := random_event_model(rng, regimes=False)).events) != 1:
        pass
    return tuple(Conflict(each, build(each)) for each in (model, by_somebody(model)))  # type: ignore[return-value]


@pytest.mark.parametrize("seed", range(60))
def test_a_menu_follows_events_as_moves_of_one_who_wants_nothing(seed: int) -> None:
    ours, theirs = random_pair(seed)
    start = Random(seed).randrange(ours.state_count)
    for dm in range(len(ours.decision_makers)):
        found, wanted = (
            menu(each.analyze(["nash"], engine="explicit"), dm, start) for each in (ours, theirs)
        )
        for one, other in zip(found.courses, wanted.courses, strict=True):
            assert (one.start, one.rests, one.circles) == (other.start, other.rests, other.circles)
            assert (one.rank, one.best, one.worst) == (other.rank, other.best, other.worst)


@pytest.mark.parametrize("seed", range(60))
def test_moves_and_events_lead_where_they_would_if_somebody_brought_them_about(seed: int) -> None:
    ours, theirs = random_pair(seed)
    start = Random(seed).randrange(ours.state_count)
    found, wanted = (
        evolve(each.analyze(["nash"], engine="explicit"), start, range(ours.state_count))
        for each in (ours, theirs)
    )
    assert found.no_return.reached == wanted.no_return.reached
    assert found.no_return.states == wanted.no_return.states
    for state in range(ours.state_count):
        one, other = (each.route(state, improvements=False) for each in (found, wanted))
        assert (one is None) == (other is None)
        assert one is None or other is None or len(one.steps) == len(other.steps)
    people = len(ours.decision_makers)
    for route in found.routes:
        assert all(step.event == (step.by == people) for step in route.steps)
        assert not any(step.event and step.improvement for step in route.steps)


@pytest.mark.parametrize("seed", range(60))
def test_a_menu_is_judged_by_what_is_wanted_where_it_starts(seed: int) -> None:
    rng = Random(seed)
    model = random_event_model(rng)
    conflict = Conflict(model, build(model))
    space = conflict.space
    start = rng.randrange(space.size)
    analysis = conflict.analyze(["nash"], engine="explicit")
    for dm in range(len(space.decision_makers)):
        liked = space.liked_from(dm, start)
        for course in menu(analysis, dm, start).courses:
            assert liked[course.worst] == min(liked[state] for state in course.rests)
            assert liked[course.best] == max(liked[state] for state in course.rests)
    if chance(rng, 50):
        space = replace(space, status_quo=start)
        best = replace(analysis, space=space).best("nash", 0)
        held = [state for state in range(space.size) if analysis.equilibrium("nash")[state]]
        liked = space.liked_from(0, start)
        assert (best is None) == (not held)
        assert best is None or liked[best] == max(liked[state] for state in held)


STUCK = """
countermove: 1
decision_makers: {one: {options: {a: {moves: forward}}}, two: {options: {b: B}}}
events: {e: {name: Rain, possible: not b}}
constraints: [not (b and a)]
status_quo: [b]
preferences: {one: {prioritize: [e]}, two: {prioritize: [b]}}
"""


def test_an_event_that_cannot_happen_on_the_way_is_named() -> None:
    text = STUCK.replace("possible: not b", "possible: a and b").replace("status_quo: [b]", "status_quo: []")
    conflict = countermove.loads(text)
    found = evolve(conflict.analyze(["nash"], engine="explicit"), 0, conflict.states("e and not a and not b"))
    assert [(each.kind, each.elements) for each in found.unreachable] == [("event", (0,))]


def test_an_event_that_lasts_is_not_undone() -> None:
    conflict = countermove.loads(STUCK.replace("status_quo: [b]", "status_quo: [e]"))
    found = conflict.evolve(concepts=["nash"])
    assert {each.kind for each in found.unreachable} == {"one-way"}  # type: ignore[union-attr]
