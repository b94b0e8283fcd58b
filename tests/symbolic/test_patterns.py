"""Patterns are exactly the set, of exactly their sizes, and the biggest comes first."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, combinations, product
from random import Random

import numpy as np
import pytest

pytest.importorskip("oxidd", reason="the symbolic engine needs the extra countermove[symbolic]")

from benchmarks.conflicts import large_conflict

from countermove.concepts import find
from countermove.model import holds
from countermove.model.condition import And, Condition, Implies, Is, Not, Or
from countermove.model.elements import Model, StatePattern
from countermove.model.reading import parse_ref
from countermove.space.symbolic import SymbolicSpace, patterns
from countermove.space.symbolic.cubes import Cube, biggest, common, narrowed, states_of
from countermove.space.symbolic.diagrams import Diagram, any_of
from countermove.space.symbolic.patterns import Patterns, cover
from countermove.stability.symbolic import analyze
from countermove.views.unlisted import described
from tests.strategies import option, option_form, prioritize, with_preferences
from tests.symbolic.conflicts import NODES, random_symbolic_model

Values = tuple[int, ...]
TROOPS = ("none", "some", "many")


def yes_no(options: int, *constraints: Condition) -> Model:
    """Build a conflict of so many yes/no options that all belong to one side."""
    return option_form(("ann",), [option("ann", f"o{k}") for k in range(options)], constraints)


def space_of(model: Model, nodes: int = NODES) -> SymbolicSpace:
    return SymbolicSpace.of(model, nodes=nodes)


def all_states(space: SymbolicSpace) -> list[Values]:
    return list(space.each(space.feasible))


def set_of(space: SymbolicSpace, states: Iterable[Values]) -> Diagram:
    return any_of(space.manager, map(space.only, states))


def every(space: SymbolicSpace) -> Cube:
    return tuple(tuple(range(bits.levels)) for bits in space.options.of)


def in_cube(cube: Cube, state: Values) -> bool:
    return all(level in levels for level, levels in zip(state, cube, strict=True))


def biggest_by_listing(space: SymbolicSpace, inside: set[Values]) -> int:
    """Return how many feasible states the biggest cube inside has, from a table of all cubes.

    One axis after the other is replaced by one with an entry for each set of its levels.
    """
    shape = [bits.levels for bits in space.options.of]
    feasible = np.zeros(shape, dtype=np.int64)
    for state in all_states(space):
        feasible[state] = 1
    fits = feasible == 0
    for state in inside:
        fits[state] = True
    for axis, levels in enumerate(shape):
        some = chain.from_iterable(combinations(range(levels), k) for k in range(1, levels + 1))
        parts = [list(each) for each in some]
        fits = np.stack([fits.take(part, axis).all(axis) for part in parts], axis)
        feasible = np.stack([feasible.take(part, axis).sum(axis) for part in parts], axis)
    return int(feasible[fits].max())


def random_set(rng: Random, states: list[Values], shape: Cube) -> set[Values]:
    """Draw some of the states, or all that lie in some random cubes; one at least."""
    chosen = set(rng.sample(states, rng.randint(1, len(states))))
    for _ in range(rng.randrange(4)):
        cube = tuple(tuple(rng.sample(levels, rng.randint(1, len(levels)))) for levels in shape)
        chosen |= {state for state in states if in_cube(cube, state)}
    return chosen


def check(space: SymbolicSpace, inside: set[Values], found: Patterns) -> None:
    """Check all that is said of patterns, state by state."""
    states = all_states(space)
    covered: set[Values] = set()
    for pattern, cube, size, text in zip(found.patterns, found.levels, found.sizes, found.texts, strict=True):
        fitting = {state for state in states if in_cube(cube, state)}
        assert len(fitting) == size
        assert fitting <= inside
        assert set(space.each(space.select(pattern))) == fitting
        read, problems = parse_ref(space.model, text)
        assert not problems
        assert read is not None
        assert set(space.each(space.select(read))) == fitting
        if isinstance(pattern, StatePattern):
            assert read == pattern
        else:
            assert {state for state in states if holds(pattern, state)} == fitting
        assert fitting - covered  # no pattern is there that those before it leave nothing to say
        covered |= fitting
        for k, (known, levels) in enumerate(zip(found.fixed.levels, cube, strict=True)):
            assert known is None or levels == (known,)
            for level in every(space)[k] if known is None else ():
                wider = (*cube[:k], (level,), *cube[k + 1 :])
                assert level in levels or not {state for state in states if in_cube(wider, state)} <= inside
    assert list(found.sizes) == sorted(found.sizes, reverse=True)
    assert (found.covered, found.total) == (len(covered), len(inside))
    assert found.cut == (covered != inside)
    together = [set(levels) for levels in zip(*inside, strict=True)]
    assert found.fixed == StatePattern(tuple(min(each) if len(each) == 1 else None for each in together))


# ---------------------------------------------------------------- against listing
@pytest.mark.parametrize("start", range(0, 400, 100))
def test_random_sets_are_described_exactly_and_the_biggest_is_first(start: int) -> None:
    for seed in range(start, start + 100):
        rng = Random(f"patterns {seed}")
        space = space_of(random_symbolic_model(rng))
        states = all_states(space)
        inside = random_set(rng, states, every(space))
        found = cover(space, set_of(space, inside), 1_000)
        assert not found.cut
        check(space, inside, found)
        assert found.biggest
        assert found.sizes[0] == biggest_by_listing(space, inside)


def test_a_list_that_is_cut_off_begins_with_the_biggest_too() -> None:
    for seed in range(60):
        rng = Random(f"cut {seed}")
        space = space_of(yes_no(6))
        inside = random_set(rng, all_states(space), every(space))
        for limit in (0, 1, 3):
            found = cover(space, set_of(space, inside), limit)
            assert len(found.patterns) <= limit
            check(space, inside, found)
            if limit:
                assert found.sizes[0] == biggest_by_listing(space, inside)


@pytest.mark.parametrize(("options", "missed"), [(9, 0), (11, 0)])
def test_larger_random_sets(options: int, missed: int) -> None:
    """Sets without any structure are the worst for the search; there it leaves possibilities out."""
    smaller = 0
    for seed in range(6):
        rng = Random(f"larger {seed}")
        space = space_of(yes_no(options), 2**20)
        states = all_states(space)
        inside = set(rng.sample(states, rng.choice((len(states) // 2, len(states) * 9 // 10))))
        found = cover(space, set_of(space, inside), 1)
        most = biggest_by_listing(space, inside)
        assert found.sizes[0] <= most
        assert found.sizes[0] == most or not found.biggest
        smaller += found.sizes[0] < most
    assert smaller <= missed


def test_a_search_that_leaves_possibilities_out_says_so_and_stays_inside() -> None:
    smaller = 0
    for seed in range(200):
        rng = Random(f"few {seed}")
        space = space_of(random_symbolic_model(rng))
        inside = random_set(rng, all_states(space), every(space))
        cube, best = biggest(space, set_of(space, inside), every(space), 1)
        size = space.size(states_of(space, cube))
        assert {state for state in all_states(space) if in_cube(cube, state)} <= inside
        most = biggest_by_listing(space, inside)
        assert size == most if best else size <= most
        smaller += size < most
    assert smaller  # so that the word of a search that leaves nothing out is worth something


def test_of_a_large_diagram_a_part_is_searched_and_the_list_is_as_exact(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(patterns, "MAX_SEARCHED", 4)
    unsure = 0
    for seed in range(60):
        rng = Random(f"part {seed}")
        space = space_of(random_symbolic_model(rng))
        inside = random_set(rng, all_states(space), every(space))
        part = narrowed(space, set_of(space, inside), 4)
        assert part.satisfiable()
        assert set(space.each(part)) <= inside
        found = cover(space, set_of(space, inside), 1_000)
        assert not found.cut
        check(space, inside, found)
        unsure += not found.biggest
    assert unsure


def test_what_states_have_in_common() -> None:
    for seed in range(200):
        rng = Random(f"common {seed}")
        space = space_of(random_symbolic_model(rng))
        states = all_states(space)
        some = rng.sample(states, min(rng.randint(1, 4), len(states)))
        together = [set(levels) for levels in zip(*some, strict=True)]
        assert common(space, set_of(space, some)) == tuple(
            min(each) if len(each) == 1 else None for each in together
        )


def test_the_empty_set_and_all_states() -> None:
    space = space_of(yes_no(3, Or((Is(0, 1), Is(1, 1)))))
    nothing = cover(space, space.none, 5)
    assert (nothing.patterns, nothing.sizes, nothing.total, nothing.cut) == ((), (), 0, False)
    assert nothing.fixed_text == "---"
    everything = cover(space, space.feasible, 5)
    assert (everything.texts, everything.sizes, everything.covered) == (("---",), (6,), 6)


# ---------------------------------------------------------------- planted
def planted(rng: Random, options: int, fixed: int) -> StatePattern:
    levels: list[int | None] = [None] * options
    for option_number in rng.sample(range(options), fixed):
        levels[option_number] = rng.randrange(2)
    return StatePattern(tuple(levels))


def planted_set(space: SymbolicSpace, some: Iterable[StatePattern]) -> Diagram:
    return any_of(space.manager, map(space.select, some))


@pytest.mark.parametrize(
    ("options", "big", "small", "many"),
    [(24, 7, 22, 2_000), (24, 10, 20, 2_000), (40, 9, 24, 300), (60, 20, 44, 300)],
)
def test_a_big_pattern_among_very_many_small_ones(options: int, big: int, small: int, many: int) -> None:
    for seed in range(2):
        rng = Random(f"planted {seed}")
        space = space_of(yes_no(options), 2**22)
        wanted = planted(rng, options, big)
        others = [planted(rng, options, small) for _ in range(many)]
        found = cover(space, planted_set(space, [*others, wanted]), 3)
        assert found.patterns[0] == wanted
        assert found.sizes[0] == 2 ** (options - big)
        assert found.sizes[1] < found.sizes[0]


@pytest.mark.parametrize("seed", range(8))
def test_overlapping_patterns_are_found_again(seed: int) -> None:
    rng = Random(f"overlapping {seed}")
    space = space_of(yes_no(26), 2**20)
    some = [planted(rng, 26, fixed) for fixed in (4, 6, 8, 10)]
    found = cover(space, planted_set(space, some), 100)
    assert found.biggest
    assert found.sizes[0] >= 2**22  # two may together hold a bigger one still
    assert not found.cut
    assert space.size(planted_set(space, some)) == found.total
    assert (planted_set(space, found.patterns) ^ planted_set(space, some)).satisfiable() is False


def test_infeasible_states_make_no_pattern_bigger() -> None:
    # Where the first is taken, so must the next seven be: 'Y---------' has four states, not 512.
    rest = And(tuple(Is(k, 1) for k in range(1, 8)))
    space = space_of(yes_no(10, Implies(Is(0, 1), rest)))
    states = space.select(Or((Is(0, 1), And((Is(8, 1), Is(1, 0))))))
    found = cover(space, states, 10)
    assert (found.texts, found.sizes) == (("-N------Y-", "Y---------"), (128, 4))


# ---------------------------------------------------------------- several levels
def troops(*constraints: Condition) -> Model:
    model = option_form(
        ("ann", "bob"),
        [option("ann", "troops", TROOPS), option("bob", "troops", (*TROOPS, "all")), option("bob", "pay")],
        constraints,
    )
    return with_preferences(model, {"ann": prioritize(Not(Is(0, 0))), "bob": prioritize(Is(2, 1))})


@pytest.mark.parametrize(
    ("condition", "texts"),
    [
        (Not(Is(0, 0)), ["ann.troops != none"]),
        (And((Not(Is(0, 0)), Is(2, 0))), ["ann.troops != none and not pay"]),
        (Or((Is(1, 1), Is(1, 3))), ["(bob.troops = some or bob.troops = all)"]),
        (Not(Is(1, 2)), ["bob.troops != many"]),
        (And((Not(Is(0, 1)), Is(1, 0))), ["ann.troops != some and bob.troops = none"]),
        (And((Is(0, 0), Is(2, 1))), ["none.-.Y"]),
        (Or((Not(Is(0, 0)), Is(2, 1))), ["ann.troops != none", "-.-.Y"]),
    ],
)
def test_several_levels_are_one_pattern(condition: Condition, texts: list[str]) -> None:
    space = space_of(troops())
    found = cover(space, space.select(condition), 10)
    assert list(found.texts) == texts
    check(space, {state for state in all_states(space) if holds(condition, state)}, found)


def test_options_with_many_levels_that_all_differ() -> None:
    """With so many levels not all sets of them are tried, and the search does not say that it is sure."""
    six = tuple(f"m{k}" for k in range(6))
    space = space_of(option_form(("ann",), [option("ann", "first", six), option("ann", "second", six)]))
    ahead = [state for state in product(range(6), repeat=2) if state[0] < state[1]]
    found = cover(space, set_of(space, ahead), 1_000)
    assert not found.cut
    check(space, set(ahead), found)
    assert found.sizes[0] <= biggest_by_listing(space, set(ahead)) == 9
    assert not found.biggest


# ---------------------------------------------------------------- as they are shown
def test_conditions_are_shown_where_no_pattern_says_it() -> None:
    analysis = analyze(space_of(troops()), [find("nash")])
    (told,) = described(analysis)
    assert told.headline == "Nash: 8 equilibria, in all of them pay."
    assert told.rows == (("8", "ann.troops != none"),)
    assert analysis.patterns("nash").texts == ("ann.troops != none and pay",)


def test_what_is_shown_is_cut_off_earlier_than_the_json() -> None:
    analysis = analyze(space_of(large_conflict(6), 2**20), [find("gmr")])
    (told,) = described(analysis)
    listed = analysis.patterns("gmr").to_dict()
    assert told.more.endswith("more equilibria fit none of these patterns; --json has more")
    assert len(told.rows) < len(listed["patterns"]) <= 20
    shown = analysis.patterns("gmr", len(told.rows))
    assert shown.covered < listed["covered"]
    assert listed["total"] == analysis.counts["gmr"]
    assert listed["patterns"][0]["states"] == shown.sizes[0]
