"""Over time states compare, and verdicts come out, as the written-out discounted sums say."""

from __future__ import annotations

import json
from fractions import Fraction
from itertools import combinations
from random import Random
from typing import Any

import numpy as np
import pytest

import countermove
from countermove.analyses.patience import Stretch, cut, merged, tip, tipping_points, worth_from
from countermove.analyses.patience_courses import choice
from countermove.concepts import pick
from countermove.errors import LimitError
from countermove.space.ranks import Worth, over_time
from tests.patience.conflicts import drawn, patience
from tests.patience.literal import game, plain, stable, summed

CONCEPTS = pick(["nash", "gmr", "smr", "seq", "sseq"])
SEEDS = range(60)
FAREY = sorted({Fraction(top, bottom) for bottom in range(1, 12) for top in range(bottom)})


def load(file: dict[str, Any]) -> countermove.Conflict:
    return countermove.loads(json.dumps(file))


def names(file: dict[str, Any]) -> list[str]:
    return [dm for dm, each in file["preferences"].items() if "each_period" in each]


def in_order(ranks: Any) -> Any:
    return np.unique(ranks, return_inverse=True)[1]


def test_states_rank_as_their_discounted_sums_do() -> None:
    for seed in SEEDS:
        file = drawn(seed)
        space, literal = load(file).space, game(file)
        for dm, label in enumerate(space.decision_makers):
            for one in literal.states:
                for other in literal.states:
                    better = bool(space.ranks[dm][one] > space.ranks[dm][other])
                    assert better == literal.prefers(label, one, other), (seed, label, one, other)


def test_the_sum_of_ever_more_periods_puts_states_in_this_order() -> None:
    seen = 0
    for seed in range(20):
        file = drawn(seed)
        label = names(file)[0]
        d = Fraction(file["preferences"][label]["patience"])
        ranks = load(file).space.ranks[0]
        long = summed(file, label, d, 300)
        for one, other in combinations(range(len(ranks)), 2):
            gap = long[one] - long[other]
            if abs(gap) > Fraction(1, 10**6):  # what comes after so many periods is less
                assert np.sign(int(ranks[one]) - int(ranks[other])) == (1 if gap > 0 else -1), seed
                seen += 1
            else:
                assert ranks[one] == ranks[other], seed
    assert seen > 500


def test_verdicts_are_those_of_the_plain_weights() -> None:
    for seed in SEEDS:
        file = drawn(seed)
        analysis = load(file).analyze([each.id for each in CONCEPTS], engine="explicit")
        literal = game(file)
        for concept in CONCEPTS:
            found = stable(literal, concept)
            for dm, label in enumerate(literal.decision_makers):
                told = set(np.flatnonzero(analysis.stable[concept.id][dm]).tolist())
                assert told == found[label], (seed, concept.id, label)


def test_with_patience_0_nothing_that_lasts_counts() -> None:
    for seed in SEEDS:
        file = drawn(seed)
        without = {
            **file,
            "preferences": {
                dm: {"weights": each["weights"]}
                if "weights" in each
                else each
                if "prioritize" in each
                else "indifferent"
                for dm, each in file["preferences"].items()
            },
        }
        impatient, plainly = load(file).patient(dict.fromkeys(names(file), 0)), load(without)
        for one, other in zip(impatient.space.ranks, plainly.space.ranks, strict=True):
            assert np.array_equal(in_order(one), in_order(other)), seed
        ids = [each.id for each in CONCEPTS]
        assert impatient.analyze(ids).equilibria == plainly.analyze(ids).equilibria, seed


def test_where_the_same_counts_once_and_in_each_period_patience_changes_nothing() -> None:
    for seed in SEEDS:
        file = drawn(seed)
        label = names(file)[0]
        own = file["preferences"][label]
        own["weights"] = own["each_period"]
        conflict = load(file)
        assert tipping_points(worth_from(conflict.space, conflict.dm(label), None) or ()) == []
        found = conflict.over_patience(label)
        assert not [each for each in found.changing if each], seed


def test_what_holds_at_each_patience_is_what_the_plain_weights_say() -> None:
    changed = 0
    for seed in range(25):
        file = drawn(seed)
        conflict, label = load(file), names(file)[0]
        dm = conflict.dm(label)
        found = conflict.over_patience(label, ["nash", "seq", "smr"])
        changed += len(found.changing)
        points = [each.low for each in found.stretches if each.low == each.high]
        near = [point + Fraction(sign, 10**9) for point in points for sign in (-1, 1)]
        tried = {each for each in (*points, *near, *FAREY[:: 1 + seed % 5]) if 0 <= each < 1}
        for d in sorted(tried):
            literal = game(file, {label: d})
            (place,) = (k for k, each in enumerate(found.stretches) if d in each)
            for concept in pick(["nash", "seq", "smr"]):
                there = stable(literal, concept)
                for other, name in enumerate(literal.decision_makers):
                    told = set(np.flatnonzero(found.stable[concept.id][place, other]).tolist())
                    assert told == there[name], (seed, concept.id, name, d)
                for state in literal.states:
                    held = all(state in each for each in there.values())
                    assert held == any(d in each for each in found.holds(concept.id, state)), (seed, state, d)
                    own = any(d in each for each in found.holds(concept.id, state, dm))
                    assert own == (state in there[label])
    assert changed > 25


def test_changing_names_the_patiences_at_which_an_equilibrium_comes_or_goes_and_no_other() -> None:
    for seed in range(25):
        file = drawn(seed)
        conflict, label = load(file), names(file)[0]
        found = conflict.over_patience(label, ["nash", "gmr"])
        ends = {
            end
            for concept in found.stable
            for state in found.ever(concept)
            for each in found.holds(concept, state)
            for end in (each.low, each.high)
        }
        # 0 is an end of all that holds there, and a change only where something else holds just above it.
        assert set(found.changing) - {0} == ends - {0, 1}, seed


def test_two_states_tip_where_their_sums_are_equal_and_the_order_turns() -> None:
    tipped = 0
    for seed in SEEDS:
        file = drawn(seed)
        conflict, label = load(file), names(file)[0]
        dm = conflict.dm(label)
        worths = worth_from(conflict.space, dm, None)
        assert worths is not None
        points = set()
        for one, other in combinations(range(conflict.space.size), 2):
            told = tip(worths, one, other)
            signs = {d: order(worths, one, other, d) for d in FAREY[1:]}
            if told is None:
                assert len(set(signs.values())) == 1, (seed, one, other)
                continue
            tipped += 1
            points.add(told.at)
            assert 0 < told.at < 1
            assert order(worths, one, other, told.at) == 0
            assert order(worths, told.impatient, told.patient, told.at / 2) > 0
            assert order(worths, told.impatient, told.patient, (1 + told.at) / 2) < 0
            assert tip(worths, other, one) == told
        assert sorted(points) == tipping_points(worths), seed
    assert tipped > 200


def order(worths: Any, one: int, other: int, d: Fraction) -> int:
    ranks = over_time(worths, d)
    return int(np.sign(int(ranks[one]) - int(ranks[other])))


def test_patience_of_many_digits_is_compared_exactly() -> None:
    once = np.array([10**15, 0, 10**15], dtype=np.int64)
    lasting = np.array([-(10**15), 1, 1 - 10**15], dtype=np.int64)
    worths = (Worth(once, lasting),)
    told = tip(worths, 0, 1)
    assert told is not None
    assert told.at == Fraction(10**15, 2 * 10**15 + 1)
    assert order(worths, 0, 1, told.at) == 0
    assert order(worths, 0, 1, told.at - Fraction(1, 10**18)) > 0
    assert order(worths, 0, 1, told.at + Fraction(1, 10**18)) < 0


def test_what_decides_where_states_are_equal_tips_only_there() -> None:
    first = Worth(np.array([1, 1, 0]), np.array([-1, -1, 0]))
    then = Worth(np.array([3, 0, 1]), np.array([-1, 0, 0]))
    worths = (first, then)
    assert tip(worths, 0, 1) == tip((then,), 0, 1), "the first finds these equal at any patience"
    assert tip(worths, 0, 2) == tip((first,), 0, 2)
    half = Fraction(1, 2)
    assert [order(worths, 0, 2, d) for d in (half / 2, half, 1 - half / 2)] == [1, 1, -1]
    assert tipping_points(worths) == [half, Fraction(3, 4)]


# ---------------------------------------------------------------- stretches
def test_stretches_cover_every_patience_once() -> None:
    rng = Random("stretches")
    for _ in range(50):
        stretches = cut([patience(rng) for _ in range(rng.randrange(5))])
        for d in FAREY:
            assert sum(d in each for each in stretches) == 1
        among = [rng.random() < 0.5 for _ in stretches]
        joined = merged(stretches, among)
        for d in FAREY:
            (place,) = (k for k, each in enumerate(stretches) if d in each)
            assert sum(d in each for each in joined) == among[place]
        assert len(joined) == sum(
            chosen and not before for before, chosen in zip([False, *among], among, strict=False)
        )


def test_a_stretch_is_whole_only_with_both_its_ends() -> None:
    assert merged(cut([]), [True, True])[0].whole
    assert not merged(cut([]), [False, True])[0].whole
    assert 1 not in Stretch(Fraction(0), Fraction(1), True, False)


# ---------------------------------------------------------------- courses
def test_courses_rank_at_each_patience_as_the_menu_of_the_plain_weights() -> None:
    tipped = 0
    for seed in range(30):
        file = drawn(seed)
        conflict, label = load(file), names(file)[0]
        menu = conflict.menu(label)
        found = choice(conflict.space, menu.dm, menu.courses)
        assert found is not None
        for stretch, ranks in zip(found.stretches, found.ranks, strict=True):
            for d in {stretch.middle, *(each for each in FAREY[1::6] if each in stretch)}:
                there = load(plain(file, {label: d})).menu(label)
                told = {course.start: course.rank for course in there.courses}
                told_here = dict(zip((course.start for course in menu.courses), ranks, strict=True))
                assert told == told_here, (seed, d)
        for one, other in combinations(range(len(menu.courses)), 2):
            for point in found.tips(one, other):
                tipped += 1
                below, above = (
                    next(r for s, r in zip(found.stretches, found.ranks, strict=True) if point + e in s)
                    for e in (Fraction(-1, 10**9), Fraction(1, 10**9))
                )
                assert (below[one] - below[other]) * (above[one] - above[other]) <= 0
        assert [each for each, _ in found.best()] == sorted(
            (each for each, _ in found.best()), key=lambda each: (each.low, each.high)
        )
        for d in FAREY:
            assert sum(d in each for each, _ in found.best()) == 1
    assert tipped > 10


# ---------------------------------------------------------------- asking
def test_another_patience_is_that_of_the_file_with_it() -> None:
    for seed in SEEDS:
        file = drawn(seed)
        label = names(file)[0]
        written = json.loads(json.dumps(file))
        written["preferences"][label]["patience"] = "3/7"
        for one, other in zip(
            load(file).patient({label: "3/7"}).space.ranks, load(written).space.ranks, strict=True
        ):
            assert np.array_equal(in_order(one), in_order(other))


@pytest.mark.parametrize("given", [1, -1, "1/0", "x", 0.5, True, "9/", "1" * 50])
def test_what_is_no_patience_is_refused(given: Any) -> None:
    with pytest.raises(countermove.UsageError, match="is no patience for 'buyer'; give a fraction from 0"):
        countermove.load("gas-contract").patient({"buyer": given})


def test_somebody_for_whom_nothing_lasts_has_no_patience() -> None:
    conflict = countermove.load("gas-contract")
    with pytest.raises(countermove.UsageError, match="'supplier' in each period; patience counts for: buyer"):
        conflict.patient({"supplier": "1/2"})
    with pytest.raises(countermove.UsageError, match="unknown decision maker 'bayer'"):
        conflict.patient({"bayer": "1/2"})
    with pytest.raises(countermove.UsageError, match="add 'each_period:' to its preference"):
        conflict.over_patience("supplier")


def test_too_much_work_is_refused_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    conflict = countermove.load("gas-contract")
    monkeypatch.setattr("countermove.analyses.patience.MAX_WORK", 100)
    with pytest.raises(LimitError, match="at most 100 are; use fewer or rounder weights"):
        conflict.over_patience("buyer")
    monkeypatch.setattr("countermove.analyses.patience.MAX_DIFFERENT", 3)
    with pytest.raises(LimitError, match="4 different amounts, and at most 3 are compared"):
        conflict.over_patience("buyer")


def test_the_symbolic_engine_decides_the_same() -> None:
    pytest.importorskip("oxidd")
    for seed in range(20):
        file = drawn(seed)
        conflict = load(file)
        ids = ["nash", "gmr", "seq"]
        one = conflict.analyze(ids, engine="explicit")
        other = conflict.analyze(ids, engine="symbolic")
        assert one.stable_counts == other.stable_counts, seed
        assert one.counts == other.counts, seed
