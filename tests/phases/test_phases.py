"""A settlement in phases is what the literal one is; where it is trivial, so is what is said of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from random import Random
from types import SimpleNamespace

import numpy as np
import pytest

import countermove
from countermove.analyses.phase_orders import Carried, Carrying, carry_out, weak_stages
from countermove.analyses.phases import Security, Settlement
from countermove.concepts import Concept, Form, all_concepts, pick
from countermove.errors import LimitError
from countermove.model import Model
from countermove.model.condition import And, Condition, Is, Not, Or
from countermove.model.elements import ForbiddenMove, Option, Phases, Statement
from countermove.space import build
from countermove.views.phases import weak_line
from tests.events.conflicts import random_event_model
from tests.phases.literal import LiteralSettlement
from tests.strategies import (
    random_condition,
    random_forbidding_model,
    random_graph_model,
    random_option_model,
)

CONCEPTS = [each for each in all_concepts() if isinstance(each.form, Form)]
SEEDS = range(60)
ALWAYS: Condition = And(())


def with_phases(model: Model, steps: Sequence[Condition], kept: Condition | None = None) -> Model:
    named = tuple(Statement(f"Step {k + 1}", each) for k, each in enumerate(steps))
    return replace(model, phases=Phases(named, None if kept is None else Statement("kept", kept)))


def requiring(rng: Random, model: Model) -> Model:
    """Let some options require something."""
    levels = [len(each.levels) for each in model.options]
    moves = []
    for place, option in enumerate(model.options):
        if rng.random() < 0.5:
            moves.append(requirement(option, place, random_condition(rng, levels, depth=1)))
    return replace(model, forbidden_moves=(*model.forbidden_moves, *moves))


def requirement(option: Option, place: int, needed: Condition) -> ForbiddenMove:
    untaken = Is(place, 0)
    return ForbiddenMove(option.owner, And((untaken, Not(needed))), Not(untaken), option=option.id)


def drawn(seed: int) -> Model:
    """Draw a conflict of any kind with one to three steps; each is often what one option does."""
    rng = Random(f"phases {seed}")
    draw = rng.choice((random_option_model, random_option_model, random_forbidding_model, random_graph_model))
    while True:
        model = draw(rng)
        if 4 <= build(model).size <= 40:
            break
    if model.graph_form:
        numbers = range(len(model.states))

        def some() -> Condition:
            return Or(tuple(Is(-1, state) for state in numbers if rng.random() < 0.6))

        return with_phases(model, [some() for _ in range(rng.randint(1, 3))], rng.choice((None, some())))
    if rng.random() < 0.6:
        model = requiring(rng, model)
    levels = [len(each.levels) for each in model.options]
    places = rng.sample(range(len(levels)), min(len(levels), rng.randint(1, 3)))
    steps: list[Condition] = [Is(place, levels[place] - 1) for place in places]
    if rng.random() < 0.3:
        steps[0] = random_condition(rng, levels)
    kept = random_condition(rng, levels) if rng.random() < 0.4 else None
    return with_phases(model, steps, kept)


def drawn_with_events(seed: int) -> Model:
    """Draw a conflict with events, in any reading; a step may be one that an event does."""
    rng = Random(f"phases and events {seed}")
    while True:
        model = random_event_model(rng)
        if 4 <= build(model).size <= 40:
            break
    model = replace(model, reading=rng.choice(("neutral", "cautious", "hopeful")))
    levels = [len(each.levels) for each in model.options]
    places = rng.sample(range(len(levels)), min(len(levels), rng.randint(1, 3)))
    kept = random_condition(rng, levels) if rng.random() < 0.4 else None
    return with_phases(model, [Is(place, levels[place] - 1) for place in places], kept)


def carried(model: Model, concepts: Sequence[Concept] = CONCEPTS) -> Carried:
    return carry_out(build(model), concepts)


@pytest.mark.parametrize("draw", [drawn, drawn_with_events])
def test_stages_and_orders_are_those_of_the_literal_settlement(draw: Callable[[int], Model]) -> None:
    some_gain = some_stand = no_way = partly = 0
    for seed in SEEDS:
        model = draw(seed)
        literal, found = LiteralSettlement(model), carried(model)
        assert isinstance(found.orders, tuple)
        for concept, written, orders in zip(CONCEPTS, found.as_written, found.orders, strict=True):
            assert written.concept is orders.concept is concept
            for number, stage in enumerate(written.stages):
                done = frozenset(range(number))
                assert stage.states == len(literal.stage(done)), seed
                assert list(stage.secure) == literal.secure(concept, done), (seed, concept.id, number)
                gaining = {
                    dm: sum(literal.gains(concept, label, state) for state in literal.stage(done))
                    for dm, label in enumerate(literal.game.decision_makers)
                }
                assert {each.dm: each.states for each in stage.leaving} == {
                    dm: many for dm, many in gaining.items() if many
                }
                some_gain += bool(stage.leaving)
                partly += 0 < len(stage.secure) < stage.states
            stand = literal.standing(concept)
            assert list(orders.stand) == stand, (seed, concept.id)
            assert (written.broken is None) == (tuple(range(len(literal.steps))) in stand)
            assert sum(many for _, many in orders.breaks) + len(stand) == orders.tried
            some_stand += bool(stand)
            no_way += any(broken.kind == "no-way" for broken, _ in orders.breaks)
    assert min(some_gain, some_stand, no_way, partly) > 15, (some_gain, some_stand, no_way, partly)


def test_an_example_of_leaving_is_a_gain_that_is_not_answered() -> None:
    seen = 0
    for seed in SEEDS:
        model = drawn(seed)
        literal = LiteralSettlement(model)
        for written in carried(model).as_written:
            for number, stage in enumerate(written.stages):
                done = frozenset(range(number))
                for each in stage.leaving:
                    move, label = each.example, literal.game.decision_makers[each.dm]
                    assert move.target in literal.leaving(done) & literal.game.moves(label, move.source)
                    assert literal.game.prefers(label, move.target, move.source)
                    assert literal.gains(written.concept, label, move.source)
                    assert not any(
                        literal.gains(written.concept, label, state)
                        for state in literal.stage(done)
                        if state < move.source
                    )
                    seen += 1
    assert seen > 50


def test_ways_lead_from_secure_state_to_secure_state_within_the_settlement() -> None:
    seen = 0
    for seed in SEEDS:
        model = drawn(seed)
        literal = LiteralSettlement(model)
        for written in carried(model).as_written:
            for number, way in enumerate(written.ways):
                before, after = frozenset(range(number)), frozenset(range(number + 1))
                within = {*literal.stage(before), *literal.stage(after)}
                assert way[0].source in literal.secure(written.concept, before)
                assert way[-1].target in literal.secure(written.concept, after)
                for step in way:
                    assert step.target in literal.game.moves(
                        literal.game.decision_makers[step.by], step.source
                    )
                    assert {step.source, step.target} <= within
                    seen += 1
    assert seen > 50


# ---------------------------------------------------------------- the trivial cases
def test_one_step_that_is_one_state_is_secure_where_the_state_is_an_equilibrium() -> None:
    both = set()
    for seed in SEEDS:
        model = replace(drawn(seed), phases=None)
        space = build(model)
        state = Random(seed).randrange(space.size)
        leaf = (
            Is(-1, state)
            if model.graph_form
            else And(tuple(Is(place, level) for place, level in enumerate(space.states.values(state))))
        )
        literal = LiteralSettlement(with_phases(model, [leaf]))
        for written in carried(with_phases(model, [leaf])).as_written:
            held = all(
                written.concept.reference(literal.game, dm, state) for dm in literal.game.decision_makers
            )
            assert written.stages[1].secure == ((state,) if held else ()), (seed, written.concept.id)
            both.add(held)
    assert both == {True, False}


def test_a_step_that_is_always_done_and_nothing_to_keep_to_is_left_by_nobody() -> None:
    for seed in SEEDS:
        model = drawn(seed)
        if model.graph_form:
            continue
        for written in carried(with_phases(model, [ALWAYS])).as_written:
            nothing, all_done = written.stages
            assert (nothing.states, all_done.states) == (0, len(all_done.secure))
            assert written.broken is not None
            assert written.broken.kind == "no-state"


def test_the_order_of_the_file_does_not_matter_for_which_orders_stand() -> None:
    for seed in SEEDS:
        model = drawn(seed)
        assert model.phases is not None
        steps = [each.condition for each in model.phases.steps]
        kept = model.phases.kept.condition if model.phases.kept else None
        turned = carried(with_phases(model, steps[::-1], kept))
        found = carried(model)
        assert isinstance(turned.orders, tuple)
        assert isinstance(found.orders, tuple)
        last = len(steps) - 1
        for one, other in zip(found.orders, turned.orders, strict=True):
            assert set(one.stand) == {tuple(last - step for step in each) for each in other.stand}, seed


# ---------------------------------------------------------------- requirements
def test_a_requirement_that_always_holds_changes_nothing_and_one_that_never_does_forbids() -> None:
    for seed in SEEDS:
        model = drawn(seed)
        if model.graph_form:
            continue
        place = Random(seed).randrange(len(model.options))
        option = model.options[place]
        plain = build(model)
        free = build(
            replace(model, forbidden_moves=(*model.forbidden_moves, requirement(option, place, ALWAYS)))
        )
        barred = build(
            replace(model, forbidden_moves=(*model.forbidden_moves, requirement(option, place, Or(()))))
        )
        owner = plain.decision_makers.index(option.owner)
        for state in range(plain.size):
            for dm in range(len(plain.decision_makers)):
                targets = plain.moves.targets(dm, state)
                assert free.moves.targets(dm, state) == targets
                taken = [
                    target
                    for target in targets
                    if dm == owner
                    and not plain.states.values(state)[place]
                    and plain.states.values(target)[place]
                ]
                assert barred.moves.targets(dm, state) == [each for each in targets if each not in taken]


# ---------------------------------------------------------------- the weak stage, and limits
def test_the_weak_stage_is_secure_under_the_fewest_concepts_and_then_in_the_smallest_share() -> None:
    ties = 0
    for seed in SEEDS:
        written = carried(drawn(seed)).as_written
        weak = weak_stages(written)
        rows = {}
        for place in range(len(written[0].stages)):
            stages = [each.stages[place] for each in written]
            if stages[0].states:
                secure = sum(len(each.secure) for each in stages)
                rows[place] = (
                    sum(1 for each in stages if each.secure),
                    Fraction(secure, len(stages) * stages[0].states),
                )
        if weak:
            least = rows[weak[0]]
            assert all(rows[place] == least for place in weak), seed
            assert all(each > least for place, each in rows.items() if place not in weak), seed
        else:
            assert len(set(rows.values())) <= 1, seed
        ties += len(weak) > 1
    assert ties > 0


def test_what_is_too_much_is_refused_and_the_order_as_written_told_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    model = next(each for each in map(drawn, SEEDS) if each.phases and len(each.phases.steps) == 3)
    space = build(model)
    stages = space.size * len(space.decision_makers) * len(CONCEPTS)
    monkeypatch.setattr("countermove.analyses.phase_orders.MAX_VERDICTS", 4 * stages)
    found = carry_out(space, CONCEPTS)
    assert isinstance(found.orders, LimitError)
    assert "the limit is" in str(found.orders)
    assert found.as_written
    monkeypatch.setattr("countermove.analyses.phase_orders.MAX_VERDICTS", 4 * stages - 1)
    with pytest.raises(LimitError, match="4 stages"):
        carry_out(space, CONCEPTS)


def test_stages_part_the_states_that_keep_to_the_settlement() -> None:
    for seed in SEEDS:
        model = drawn(seed)
        assert model.phases is not None
        settled = Settlement(build(model), model.phases)
        stages = [settled.states(stage) for stage in range(1 << len(model.phases.steps))]
        assert np.array_equal(np.sum(stages, axis=0), settled.kept), seed


@pytest.mark.parametrize(
    ("secure", "said"),
    [
        ({"nash": (2, 1), "seq": (3, 3)}, "It is weakest when “One” is done: each stage has secure states "
         "under Nash and SEQ, and this stage has the smallest share of them."),
        ({"nash": (0, 2), "seq": (2, 0)}, "No stage is weaker than another."),
        ({"nash": (0, 3), "seq": (2, 0)}, "It is weakest before the first step: each stage has secure states "
         "under as many concepts, and this stage has the smallest share of them."),
        ({"nash": (0, 3), "seq": (2, 2)}, "It is weakest before the first step: this stage has secure states "
         "under the fewest concepts."),
        ({"nash": (3, 0), "seq": (3, 0)}, "It is weakest when “One” is done: this stage has no secure states "
         "under Nash or SEQ."),
        ({"nash": (1, 2, 3), "seq": (0, 0, 3)}, "It is weakest before the first step: this stage has secure "
         "states under the fewest concepts, and of stages alike in this the smallest share of them."),
        ({"nash": (1, 1, 3), "seq": (0, 0, 3)}, "It is weakest before the first step and after “One”: these "
         "stages have secure states under the fewest concepts."),
    ],
)  # fmt: skip
def test_in_what_the_weakest_stage_is_weaker_is_said_as_it_is(
    secure: dict[str, tuple[int, ...]], said: str
) -> None:
    """Of three states in each stage so many are secure under each concept."""
    names = ("One", "Two")[: len(secure["nash"]) - 1]
    settled = SimpleNamespace(phases=Phases(tuple(Statement(each, ALWAYS) for each in names)))
    written = tuple(
        Carrying(
            concept,
            tuple(
                Security((1 << place) - 1, concept, 3, tuple(range(many)), ())
                for place, many in enumerate(secure[concept.id])
            ),
            None,
        )
        for concept in pick(list(secure))
    )
    assert weak_line(Carried(settled, written, ())) == said  # type: ignore[arg-type]


def test_an_order_goes_on_from_the_states_that_it_gets_to() -> None:
    """The second step can be taken from a state that nothing leads to in the order of the steps."""
    conflict = countermove.loads("""
        countermove: 1
        decision_makers:
          ann:
            options:
              first: {moves: forward}
              other: {moves: forward, requires: second}
              second: {moves: forward, requires: other}
            preferences: indifferent
        status_quo: []
        phases:
          kept: first or not other
          steps: [{name: First, done: first}, {name: Second, done: second}]
    """)
    found = conflict.carried_out(["nash"])
    assert [len(each.secure) for each in found.as_written[0].stages] == [1, 2, 2]
    assert isinstance(found.orders, tuple)
    assert found.orders[0].stand == ()
    assert found.as_written[0].broken is not None
    assert (found.as_written[0].broken.stage, found.as_written[0].broken.kind) == (3, "no-way")


@pytest.mark.parametrize(
    ("options", "forbidden", "requires", "one_way"),
    [
        ("{ready: , act: {requires: ready}}", "{by: ann, from: not act, to: act}", 0, ()),
        ("{ready: , act: {requires: ready and act}}", "{by: ann, from: act, to: not act}", 1, ()),
        ("{ready: , act: {moves: backward}}", "{by: ann, from: act, to: ready}", 0, (1,)),
    ],
    ids=["met on the way", "never met", "backward"],
)
def test_what_bars_the_way_is_what_is_not_met_or_cannot_be_undone(
    options: str, forbidden: str, requires: int, one_way: tuple[int, ...]
) -> None:
    conflict = countermove.loads(f"""
        countermove: 1
        decision_makers: {{ann: {{preferences: indifferent, options: {options}}}}}
        forbidden_moves: [{forbidden}]
        phases: {{steps: [{{name: Act, done: act}}]}}
    """)
    (written,) = conflict.carried_out(["nash"]).as_written
    assert written.broken is not None
    assert (written.broken.kind, written.broken.one_way) == ("no-way", one_way)
    assert len(written.broken.requires) == requires
