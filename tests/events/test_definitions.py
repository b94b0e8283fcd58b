"""Events in the solution concepts: held against all sequences of events, and against the plain conflict."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

import numpy as np
import pytest

from countermove.concepts import Concept, all_concepts
from countermove.conflict import Conflict
from countermove.errors import LimitError
from countermove.model.elements import READINGS, Event, EventReading, Model, Ranking
from countermove.model.weighing import in_statements
from countermove.space import build
from countermove.space.literal import LiteralGame, literal_game
from countermove.stability import unmet
from countermove.stability.explicit import stable_states
from tests.events.conflicts import random_event_model
from tests.strategies import By, random_forbidding_model, random_option_model
from tests.symbolic.conflicts import general_concepts

CONCEPTS = all_concepts()
EXTREMES: tuple[tuple[EventReading, Any], ...] = (("cautious", min), ("hopeful", max))


def stable(model: Model, concept: Concept) -> dict[str, list[int]]:
    space = build(model)
    return {
        dm: np.flatnonzero(stable_states(space, concept, k)).tolist()
        for k, dm in enumerate(space.decision_makers)
    }


class Watched(LiteralGame):
    """A conflict in which states are never compared where other events have happened."""

    def prefers(self, dm: str, one: int, other: int) -> bool:
        assert self.happened[one] == self.happened[other]
        return super().prefers(dm, one, other)


def by_definition(game: LiteralGame, concept: Concept) -> dict[str, list[int]]:
    return {dm: [s for s in game.states if concept.reference(game, dm, s)] for dm in game.decision_makers}


# ---------------------------------------------------------------- against the definitions
@pytest.mark.parametrize("reading", READINGS)
@pytest.mark.parametrize("seed", range(40))
def test_every_concept_is_as_defined_in_each_reading(seed: int, reading: EventReading) -> None:
    """None compares states with other events but those that ask first whether all preferences are strict."""
    model = replace(random_event_model(Random(seed)), reading=reading)
    space = build(model)
    for concept in CONCEPTS:
        if not unmet(space, concept):
            strict = "strict-preferences" in concept.needs
            game = LiteralGame(model) if strict else Watched(model)
            assert stable(model, concept) == by_definition(game, concept), concept.id


@pytest.mark.parametrize("mended", [False, True])
@pytest.mark.parametrize("seed", range(40))
def test_forbidden_moves_may_hang_on_events(seed: int, mended: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if mended:
        monkeypatch.setattr("countermove.space.barred.WORTH_MENDING", 0)
    model = random_event_model(Random(seed), forbid=True)
    game = Watched(model)
    for concept in general_concepts():
        assert stable(model, concept) == by_definition(game, concept), concept.id


@pytest.mark.parametrize("seed", range(60))
def test_a_state_counts_as_what_events_can_make_of_it(seed: int) -> None:
    model = random_event_model(Random(seed))
    game = literal_game(model)
    spaces = {reading: build(replace(model, reading=reading)) for reading in READINGS}
    for dm, name in enumerate(game.decision_makers):
        for state in game.states:
            values = [game.values(each) for each in game.states]
            come = [values.index(each) for each in game._events.what_may_come(values[state])]
            wanted = game.wanted(name, state)
            worth = {each: game.worth(wanted, each) for each in game.states}
            plain = spaces["neutral"].liked_from(dm, state)
            for reading, extreme in EXTREMES:
                counted = spaces[reading].counts_as(dm, state)
                assert counted in come
                assert worth[counted] == extreme(worth[each] for each in come)
                assert counted == state or worth[counted] != worth[state]
                liked = spaces[reading].liked_from(dm, state)
                for other in game.states:
                    assert (liked[state] < liked[other]) == (
                        extreme(worth[each] for each in come)
                        < extreme(
                            worth[values.index(each)] for each in game._events.what_may_come(values[other])
                        )
                    )
                    assert (plain[state] < plain[other]) == (worth[state] < worth[other])


# ---------------------------------------------------------------- against the plain conflict
@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize("draw", [random_option_model, random_forbidding_model])
def test_without_events_the_readings_are_the_plain_conflict(draw: object, seed: int) -> None:
    model = draw(Random(seed))  # type: ignore[operator]
    for reading in READINGS:
        read = build(replace(model, reading=reading))
        assert all(map(np.array_equal, read.ranks, build(model).ranks))


@pytest.mark.parametrize("reading", READINGS)
@pytest.mark.parametrize("seed", range(40))
def test_an_event_that_nobody_cares_about_changes_no_verdict(seed: int, reading: EventReading) -> None:
    rng = Random(seed)
    plain = rng.choice((random_option_model, random_forbidding_model))(rng)
    named = {label: _by_label(plain, each.by) for label, each in plain.preferences.items()}
    plain = replace(
        plain, preferences={label: replace(plain.preferences[label], by=by) for label, by in named.items()}
    )
    events = (Event("e1", "e1", lasts=bool(seed % 2)), Event("e2", "e2"))
    model = replace(plain, events=events, reading=reading)
    before, after = build(plain), build(model)
    assert after.size == 4 * before.size
    for concept in CONCEPTS:
        assert bool(unmet(before, concept)) == bool(unmet(after, concept))
        if not unmet(before, concept):
            for dm in range(len(before.decision_makers)):
                verdict = stable_states(before, concept, dm)
                assert stable_states(after, concept, dm).tolist() == [*verdict] * 4, concept.id


def _by_label(model: Model, by: By) -> By:
    """Return a ranking as statements, so that it can speak of more states; all else as it is."""
    return in_statements(model, by, "") or by if isinstance(by, Ranking) else by


# ---------------------------------------------------------------- both engines
@pytest.mark.parametrize("seed", range(60))
def test_both_engines_agree_on_what_happens_by_itself(seed: int) -> None:
    pytest.importorskip("oxidd", reason="the symbolic engine needs the extra countermove[symbolic]")
    model = random_event_model(Random(seed), regimes=False, rankings=False)
    conflict = Conflict(replace(model, status_quo=1), build(replace(model, status_quo=1)))
    ids = [each.id for each in general_concepts()]
    explicit, symbolic = (conflict.analyze(ids, engine) for engine in ("explicit", "symbolic"))
    assert {name: explicit.equilibria[name] for name in ids} == {
        name: symbolic.equilibria[name] for name in ids
    }
    assert explicit.stability == {name: symbolic.stability[name] for name in ids}


@pytest.mark.parametrize("seed", range(40))
def test_both_engines_follow_events(seed: int) -> None:
    pytest.importorskip("oxidd", reason="the symbolic engine needs the extra countermove[symbolic]")
    from countermove.analyses.evolve import evolve
    from countermove.analyses.evolve_unlisted import evolve_unlisted

    model = random_event_model(Random(seed), regimes=False, rankings=False)
    conflict = Conflict(model, build(model))
    ids = [each.id for each in general_concepts()]
    listed = evolve(conflict.analyze(ids, engine="explicit"), 0)
    unlisted = evolve_unlisted(conflict.analyze(ids, "symbolic"), conflict.space.states.values(0))  # type: ignore[arg-type]
    assert unlisted.moving.states == listed.no_return.reached
    assert unlisted.no_return == len(listed.no_return.states)
    gaining = {route.to for route in listed.routes if route.improvements_only}
    for name in ids:
        held = {state for state, concepts in listed.held_by.items() if name in concepts}
        assert unlisted.gaining.equilibria[name] == len(held & gaining)


def test_the_symbolic_engine_says_what_of_events_it_does_not_read() -> None:
    pytest.importorskip("oxidd", reason="the symbolic engine needs the extra countermove[symbolic]")
    model = random_event_model(Random(3), rankings=False)
    assert model.regimes
    with pytest.raises(LimitError, match="once an event has happened; use the explicit engine"):
        Conflict(model, build(model)).analyze(["nash"], "symbolic")
    cautious = replace(model, regimes=(), reading="cautious")
    with pytest.raises(LimitError, match="not the cautious reading; ask for the neutral one"):
        Conflict(cautious, build(cautious)).analyze(["nash"], "symbolic")
