"""The smallest change: of several targets, with many statements, and where answers are improvements."""

from __future__ import annotations

from random import Random

import pytest

import countermove
from countermove.analyses import known_orders as module
from countermove.analyses.alterations import swaps_in
from countermove.analyses.every_order import Fulfilled
from countermove.analyses.inverse import Inverse, inverse
from countermove.concepts import find
from countermove.model.elements import Prioritize
from countermove.space import build
from countermove.space.literal import literal_game
from tests.analyses.test_inverse import (
    changed_pairs,
    check_proposals,
    holds,
    least_swaps,
    small_models,
    stated_model,
    with_preference,
)
from tests.strategies import prioritize, random_condition, random_option_model, ranking

MANY = """
countermove: 1
decision_makers: {a: {options: {x: }}, b: {options: {y: , w: }}}
preferences:
  a: {prioritize: [not x, y, w, y or w, x, y and w, y -> w, w -> y]}
  b: {prioritize: [not y, not w, x, "y", w]}
"""


def test_of_many_statements_none_moves_further_than_it_must() -> None:
    design = countermove.loads(MANY).inverse("x and not y and not w")
    assert [each.size for each in design.proposals] == [4]
    assert design.smallest


def test_another_target_by_more_swaps_than_were_tried_is_not_passed_over() -> None:
    """Of a's orders those of up to three swaps are tried, and four do it; b needs five for its target."""
    design = countermove.loads(MANY).inverse("x and not y and not w or y and w and not x")
    assert [each.size for each in design.proposals] == [4, 5, 5, 5]
    assert design.proposals[0].states == (1,)


def test_who_has_a_ranking_is_asked_even_where_statements_would_do() -> None:
    text = """
countermove: 1
decision_makers: {a: {options: {x: , z: }}, b: {options: {y: }}}
preferences:
  a: {prioritize: [not x, x or z, y, z, not z]}
  b: {ranking: [1, 2, 3, 7, 4, 5, 6, 8]}
"""
    design = countermove.loads(text).inverse("x or y")
    (one,) = design.proposals[0].alterations
    assert (one.dm, one.raised, one.over, one.size) == (1, 6, (2,), 1)
    assert design.smallest


def test_no_smaller_change_of_statements_exists_where_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_ORDERS", 6)
    cut = 0
    for seed in range(160):
        rng = Random(f"smallest {seed}")
        model = random_option_model(rng)
        levels = [len(each.levels) for each in model.options]
        for dm in model.decision_makers:
            drawn = [random_condition(rng, levels, depth=1) for _ in range(rng.choice((3, 3, 4)))]
            model = with_preference(model, dm.label, prioritize(*drawn))
        space = build(model)
        if space.size > 16:
            continue
        concept = find(("nash", "gmr", "smr", "seq", "sseq")[seed % 5])
        vary = sorted(rng.sample(range(len(space.decision_makers)), 2))
        targets = sorted(rng.sample(range(space.size), min(space.size, rng.choice((1, 2, 3)))))
        design = inverse(space, concept, targets, vary)
        check_proposals(model, design)
        if design.smallest and design.proposals and design.proposals[0].by_statements:
            labels = [space.decision_makers[dm] for dm in vary]
            size = design.proposals[0].size
            assert least_swaps(model, concept, targets, labels, size) == size, seed
            cut += size > 1
    assert cut > 3


def test_an_order_for_a_state_is_one_under_which_it_is_stable() -> None:
    shorter = 0
    for seed in range(60):
        model = stated_model(Random(f"order {seed}"))
        space = build(model)
        for dm, label in enumerate(space.decision_makers):
            by = model.preferences[label].by
            assert isinstance(by, Prioritize)
            fulfilled = Fulfilled(space, dm)
            for state in range(min(space.size, 8)):
                order = fulfilled.order_for(state)
                assert (order is None) == bool(fulfilled.always_better(state))
                if order is not None:
                    game = literal_game(
                        with_preference(model, label, Prioritize(tuple(by.statements[k] for k in order)))
                    )
                    assert find("nash").reference(game, label, state)
                    first = sorted(range(fulfilled.many), key=lambda k: not fulfilled.holds(k, state))
                    assert swaps_in(order) <= swaps_in(tuple(first))
                    shorter += swaps_in(order) < swaps_in(tuple(first))
    assert shorter > 10


@pytest.mark.parametrize("name", ["seq", "sseq"])
def test_a_state_is_raised_where_answers_are_improvements_too(name: str) -> None:
    concept, found = find(name), 0
    for seed, model in small_models("graph", 6):
        if seed > 500:
            break
        space = build(model)
        state = seed % space.size
        for dm, label in enumerate(space.decision_makers):
            design = inverse(space, concept, [state], [dm])
            check_proposals(model, design)
            if design.met[dm] or isinstance(model.preferences[label].by, Prioritize):
                continue
            ranks = space.ranks[dm].tolist()
            for level in sorted({rank for rank in ranks if rank > ranks[state]}):
                other = [level if s == state else rank for s, rank in enumerate(ranks)]
                tiers = [
                    [s + 1 for s, rank in enumerate(other) if rank == each]
                    for each in sorted(set(other))[::-1]
                ]
                game = literal_game(with_preference(model, label, ranking(*tiers)))
                if concept.reference(game, label, state):
                    if holds(game, concept, state):
                        assert design.proposals, seed
                        assert design.proposals[0].size <= changed_pairs(ranks, other)
                        found += not all(
                            find("nash").reference(game, who, state) for who in game.decision_makers
                        )
                    break
    assert found > 2, found


def test_of_many_targets_the_one_that_takes_least_is_found() -> None:
    """The nearest by number, or by how many sides leave it, need not be the one whose change is least."""
    conflict = countermove.load("karabakh-2020").layer("settlement")
    targets = conflict.states("coerce")
    assert len(targets) > 100
    design = conflict.inverse("coerce")
    alone = [conflict.inverse(target + 1) for target in targets[:: len(targets) // 12]]
    sizes = [each.proposals[0].size for each in alone if each.proposals]
    assert len(sizes) > 6
    assert min(sizes) < max(sizes)
    assert design.proposals[0].size <= min(sizes)


@pytest.mark.parametrize("concept", ["nash", "gmr", "smr", "seq"])
def test_what_was_tried_for_one_target_serves_the_next(concept: str) -> None:
    """Asked one after the other, targets get the answers that each gets by itself."""
    changed = 0
    for seed in range(25):
        space = build(random_option_model(Random(seed)))
        vary = range(len(space.decision_makers))
        shared = Inverse(space, find(concept), vary)
        for target in Random(seed).sample(range(space.size), min(3, space.size)):
            together = shared.design([target])
            assert together == inverse(space, find(concept), [target], vary)
            changed += bool(together.proposals)
    assert changed > 10
