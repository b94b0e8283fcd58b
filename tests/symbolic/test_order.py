"""Two decision makers whose many options are tied pair by pair: what the order of the options is for."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from random import Random

import pytest

pytest.importorskip("oxidd", reason="the symbolic engine needs the extra countermove[symbolic]")

from benchmarks.symbolic import large_conflict

from countermove.concepts import find
from countermove.model import read_model
from countermove.model.condition import And, Condition, Iff, Implies, Is, Not, Or
from countermove.model.elements import YES_NO, Model, Prioritize, Weights
from countermove.space import build
from countermove.space.symbolic import SymbolicSpace, order
from countermove.space.symbolic.order import order_of
from countermove.stability import analyze as analyze_listed
from countermove.stability.symbolic import analyze
from tests.strategies import option, option_form, prioritize, weights, with_preferences
from tests.symbolic.conflicts import NODES, general_concepts, random_symbolic_model
from tests.symbolic.test_questions import check_questions

ROOMY = 2**18
"""Nodes for what may come near 2**16 between two sweeps: the library sweeps when it gets a processor for it."""

Partner = Callable[[int, int], int]
"""Which of bob's options goes with one of ann's, and how many there are."""


def same(k: int, number: int) -> int:
    return k


def backwards(k: int, number: int) -> int:
    return number - 1 - k


def mixed(k: int, number: int) -> int:
    return Random(number).sample(range(number), number)[k]


def two(
    number: int,
    ann: Prioritize | Weights,
    bob: Prioritize | Weights,
    constraints: tuple[Condition, ...] = (),
    levels: tuple[str, ...] = YES_NO,
) -> Model:
    options = [option(owner, f"{owner[0]}{k}", levels) for owner in ("ann", "bob") for k in range(number)]
    return with_preferences(option_form(("ann", "bob"), options, constraints), {"ann": ann, "bob": bob})


def pairs(number: int, partner: Partner, level: int = 1) -> list[Condition]:
    return [And((Is(k, level), Is(number + partner(k, number), level))) for k in range(number)]


def some_pair(number: int, partner: Partner) -> Model:
    wanted = Or(tuple(pairs(number, partner)))
    return two(number, prioritize(wanted), prioritize(Not(wanted)))


def equal(number: int, partner: Partner) -> Model:
    wanted = And(tuple(Iff(Is(k, 1), Is(number + partner(k, number), 1)) for k in range(number)))
    return two(number, prioritize(wanted), prioritize(Not(wanted), Is(number, 1)))


def counted(number: int, partner: Partner) -> Model:
    each = pairs(number, partner)
    return two(
        number,
        weights(*((pair, Fraction(1)) for pair in each)),
        weights(*((pair, Fraction(-1)) for pair in each)),
    )


def tied_by_constraints(number: int, partner: Partner) -> Model:
    across = tuple(Implies(Is(k, 1), Is(number + partner(k, number), 1)) for k in range(number))
    return two(
        number,
        prioritize(Is(0, 1), Not(Is(number + 1, 1))),
        prioritize(Is(number, 1), Not(Is(1, 1))),
        across,
    )


def tied_otherwise_by_each(number: int, partner: Partner) -> Model:
    ann, bob = pairs(number, same), pairs(number, partner)
    return two(number, prioritize(Or(tuple(ann))), prioritize(Or(tuple(bob))))


TIED = (some_pair, equal, counted, tied_by_constraints, tied_otherwise_by_each)


@pytest.mark.parametrize("partner", [same, backwards, mixed])
@pytest.mark.parametrize("make", TIED)
def test_twenty_options_each_need_few_nodes(make: Callable[[int, Partner], Model], partner: Partner) -> None:
    analysis = analyze(SymbolicSpace.of(make(20, partner), nodes=ROOMY), general_concepts())
    assert analysis.counts["nash"] <= analysis.counts["gmr"]


@pytest.mark.parametrize("make", TIED)
def test_the_order_changes_no_answer(make: Callable[[int, Partner], Model]) -> None:
    model = make(9, backwards)
    assert len(order_of(model).blocks) == 1
    space = build(model)
    concepts = general_concepts()
    listed, unlisted = analyze_listed(space, concepts), analyze(SymbolicSpace.of(model), concepts)
    for concept in concepts:
        rows = listed.stable[concept.id]
        assert list(unlisted.stable_counts[concept.id].values()) == [int(row.sum()) for row in rows]
        assert unlisted.counts[concept.id] == listed.counts[concept.id]


def test_no_order_changes_any_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    # Here whatever can be put side by side is, in conflicts of all kinds.
    monkeypatch.setattr(order, "NARROW", 0)
    monkeypatch.setattr(order, "GAIN", 0)
    merged = 0
    for seed in range(60):
        rng = Random(f"side by side {seed}")
        model = random_symbolic_model(rng)
        merged += len(order_of(model).blocks) < len(model.decision_makers)
        check_questions(model, rng)
    assert merged > 20


@pytest.mark.parametrize("partner", [same, backwards, mixed])
def test_some_pair_as_counted_by_hand(partner: Partner) -> None:
    # Ann wants a pair taken up, bob wants none. Where bob takes up nothing, neither can do better. Where no
    # pair is taken up bob is content, and any pair that ann takes up is one that bob can undo again.
    counts = analyze(SymbolicSpace.of(some_pair(20, partner), nodes=NODES), general_concepts()).counts
    assert counts["nash"] == 2**20
    assert counts["gmr"] == counts["seq"] == 3**20


def test_levels_tied_to_levels() -> None:
    levels = ("low", "mid", "high")
    alike = Or(tuple(pair for level in range(3) for pair in pairs(20, backwards, level)))
    model = two(20, prioritize(alike), prioritize(Not(alike)), levels=levels)
    counts = analyze(SymbolicSpace.of(model, nodes=NODES), general_concepts()).counts
    # Whatever the other does, ann can be alike in some option and bob in none.
    assert counts["nash"] == 0
    assert counts["gmr"] == 3**40


def test_one_decision_makers_options_are_read_as_they_are_tied() -> None:
    wanted = Or(tuple(And((Is(k, 1), Is(39 - k, 1))) for k in range(20)))
    options = [option("ann", f"a{k}") for k in range(40)] + [option("bob", "b")]
    model = with_preferences(
        option_form(("ann", "bob"), options), {"ann": prioritize(wanted), "bob": prioritize(Not(wanted))}
    )
    analysis = analyze(SymbolicSpace.of(model, nodes=NODES), [find("nash")])
    assert analysis.counts["nash"] == (4**20 - 3**20) * 2  # ann can always have it, and bob can do nothing


@pytest.mark.parametrize("near", ["next", "near", "any"])
def test_else_each_decision_makers_options_lie_together_as_in_the_model(near: str) -> None:
    model = large_conflict(12, near)
    found = order_of(model)
    assert found.at_first() == list(range(48))
    assert found.for_dm(7)[:4] == [28, 29, 30, 31]
    assert sorted(found.for_dm(7)) == list(range(48))


def test_only_those_that_are_tied_share_a_block() -> None:
    tied = some_pair(20, backwards)
    options = [*tied.options, *(option("cat", f"c{k}") for k in range(3))]
    model = with_preferences(
        option_form(("ann", "bob", "cat"), options),
        {name: each.by for name, each in tied.preferences.items()} | {"cat": prioritize(Is(0, 1), Is(40, 1))},
    )
    found = order_of(model)
    assert found.block_of == [0, 0, 1]
    assert found.blocks[1] == [40, 41, 42]
    assert found.for_dm(2)[:3] == [40, 41, 42]
    assert found.for_dm(1) == found.at_first()
    places = {option: place for place, option in enumerate(found.at_first())}
    assert all(abs(places[k] - places[39 - k]) == 1 for k in range(20))


INDEPENDENT = """\
countermove: 1
decision_makers:
  a: {{options: {{{a}}}}}
  b: {{options: {{{b}}}}}
preferences:
  a: {{prioritize: [{wants_a}]}}
  b: {{prioritize: [{wants_b}]}}
"""


@pytest.mark.parametrize("tie", ["x{k}", "x{k} <-> z{k}"])
def test_many_statements_that_have_nothing_to_do_with_each_other(tie: str) -> None:
    """Each threshold is read next to the options that it is compared with; all first, each would be remembered."""
    many = range(40)
    file = INDEPENDENT.format(
        a=", ".join(f"x{k}: X" for k in many),
        b=", ".join(f"z{k}: Z" for k in many),
        wants_a=", ".join(tie.format(k=k) for k in many),
        wants_b=", ".join(f"not z{k}" for k in many),
    )
    space = SymbolicSpace.of(read_model(file).model, nodes=2**17)
    for concept in general_concepts():
        stable = [space.stable(concept, dm) for dm in range(2)]
        assert space.size(stable[0] & stable[1]) >= 1
    assert space.size(space.stable(find("nash"), 1)) == 2**40
