"""A conflict asked through either engine: which one answers, and that what they say is the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

import pytest

pytest.importorskip("oxidd", reason="the symbolic engine needs the extra countermove[symbolic]")

from countermove import loading
from countermove.analyses.expectations import examine
from countermove.analyses.expectations_unlisted import examine_unlisted
from countermove.concepts import Form, all_concepts
from countermove.conflict import Conflict
from countermove.errors import LimitError, ModelError, UsageError
from countermove.model.elements import (
    NOWHERE,
    Course,
    EquilibriaAre,
    Expectation,
    Improves,
    LeadsTo,
    Reaches,
    Stable,
    StateRef,
)
from countermove.space import build
from countermove.stability import Analysis
from countermove.stability.symbolic import SymbolicAnalysis
from countermove.views.asking import asked_data, best_data
from tests.strategies import random_condition
from tests.symbolic.conflicts import random_symbolic_model

FORMS = [each.id for each in all_concepts() if isinstance(each.form, Form)]


def large(more: str = "", decision_makers: int = 8, options: int = 4) -> str:
    """Write a model with 2^32 states, in which everybody wants its own first option and the next one's not."""
    dms = [f"d{k}" for k in range(decision_makers)]
    lines = ["countermove: 1", "title: Large", "status_quo: []", "decision_makers:"]
    for dm in dms:
        lines += [f"  {dm}:", f"    options: {{{', '.join(f'{dm}o{k}: {dm} {k}' for k in range(options))}}}"]
    lines += ["preferences:"]
    for dm, following in zip(dms, dms[1:] + dms[:1], strict=True):
        lines += [f"  {dm}:", "    prioritize:", f"      - {dm}o0", f"      - not {following}o1"]
    return "\n".join([*lines, more, ""])


def random_conflict(rng: Random) -> Conflict:
    """Draw a conflict that both engines take: weights may be too far apart for the explicit one."""
    while True:
        model = random_symbolic_model(rng)
        model = replace(model, status_quo=1) if rng.random() < 0.8 else model
        try:
            return Conflict(model, build(model))
        except ModelError:
            continue


def both(conflict: Conflict, concepts: Sequence[str] = FORMS) -> tuple[Analysis, SymbolicAnalysis]:
    symbolic = conflict.analyze(concepts, "symbolic")
    assert isinstance(symbolic, SymbolicAnalysis)
    return conflict.analyze(concepts, engine="explicit"), symbolic


# ---------------------------------------------------------------- which engine
def test_auto_lists_where_it_can_and_says_why() -> None:
    listed = loading.loads(large(decision_makers=3))
    assert listed.engine() == ("explicit", "up to 16,777,216 combinations of courses every state is listed")
    unlisted = loading.loads(large())
    assert unlisted.engine() == (
        "symbolic",
        "the options combine in 4,294,967,296 ways, and the explicit engine lists at most 16,777,216",
    )
    analysis = unlisted.analyze()
    assert (analysis.engine, analysis.because, analysis.complete) == (*unlisted.engine(), True)
    assert set(analysis.left_out) == {"sim", "nm"}
    # Everybody's first option is taken for certain, and each would rather that the next one's second is not.
    assert analysis.counts["nash"] == 2 ** (8 * 3)
    assert loading.loads(large(decision_makers=3)).analyze(engine="symbolic").because == (
        "it was asked for by name"
    )


def test_forbidden_moves_need_no_list() -> None:
    free = loading.loads(large())
    barred = loading.loads(large("forbidden_moves: [{by: d0, from: not d0o0, to: d0o0}]"))
    # d0 can no longer take up what it wants, so that it need not have done so.
    assert barred.analyze(["nash"]).counts["nash"] == 2 * free.analyze(["nash"]).counts["nash"]


def test_what_needs_a_list_of_states_is_refused_without_one() -> None:
    conflict = loading.loads(large())
    for ask in (
        lambda: conflict.menu("d0"),
        lambda: conflict.space,
        lambda: conflict.analyze(engine="explicit"),
    ):
        with pytest.raises(
            LimitError, match=r"lists at most 16,777,216.*'explain' and 'evolve' still answer"
        ):
            ask()
    with pytest.raises(LimitError, match="'sim' cannot be decided here: the symbolic engine does not"):
        conflict.analyze(["nash", "sim"])
    with pytest.raises(UsageError, match="unknown engine 'symbol'; did you mean 'symbolic'"):
        conflict.analyze(engine="symbol")


def test_a_model_that_fits_neither_engine() -> None:
    ranked = large().replace("    prioritize:\n      - d0o0\n      - not d1o1", "    ranking: [1, 2]")
    with pytest.raises(LimitError, match=r"lists at most.*does not read the ranking of 'd0'.*prioritize or"):
        loading.loads(ranked)


def test_without_the_library_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "installed", lambda: False)
    with pytest.raises(LimitError, match=r"pip install 'countermove\[symbolic\]'"):
        loading.loads(large())


def test_mistakes_are_found_without_a_list_of_states() -> None:
    with pytest.raises(ModelError, match="no state is feasible"):
        loading.loads(large("constraints: [d0o0, not d0o0 or d1o1, not d1o1]"))
    with pytest.raises(ModelError, match="the status quo is not feasible: it breaks 'd0o0 or d1o1'"):
        loading.loads(large("constraints: [d0o0 or d1o1]"))
    with pytest.raises(ModelError, match="unknown label 'd1o9'"):
        loading.loads(large("constraints: [d0o0 or d1o9]"))


# ---------------------------------------------------------------- the same answers
def random_refs(rng: Random, conflict: Conflict) -> list[StateRef]:
    levels = [len(each) for each in conflict.model.levels]
    return [random_condition(rng, levels), 1 + rng.randrange(conflict.state_count)]


@pytest.mark.parametrize("start", range(0, 200, 50))
def test_json_is_the_same_from_both_engines(start: int) -> None:
    for seed in range(start, start + 50):
        rng = Random(f"both engines {seed}")
        conflict = random_conflict(rng)
        explicit, symbolic = both(conflict)
        one, other = explicit.to_dict(), symbolic.to_dict()
        assert one.pop("engine") == "explicit"
        assert other.pop("engine") == "symbolic"
        patterns = other.pop("patterns")
        assert {name: found["total"] for name, found in patterns.items()} == symbolic.counts
        assert one == other, seed
        for dm in conflict.decision_makers:
            said = [best_data(conflict, each, dm)["equilibria"] for each in (explicit, symbolic)]
            liked = conflict.space.ranks[conflict.dm(dm)]
            for concept in FORMS:
                a, b = (each[concept] and int(liked[each[concept]["number"] - 1]) for each in said)
                assert a == b, seed
        for ref in random_refs(rng, conflict):
            for number in (None, *range(len(conflict.decision_makers))):
                for concept in FORMS:
                    assert explicit.holds(concept, number, ref) == symbolic.holds(concept, number, ref)
            assert explicit.how_many(ref) == symbolic.how_many(ref)


def random_expectation(rng: Random, conflict: Conflict) -> Expectation:
    first, second = (rng.choice(random_refs(rng, conflict)) for _ in range(2))
    dms = tuple(dm for dm in conflict.decision_makers if rng.random() < 0.6) or conflict.decision_makers[:1]
    concepts = tuple(rng.sample(FORMS, 2))
    yes, improving = rng.random() < 0.5, rng.random() < 0.7
    check = rng.choice(
        (
            EquilibriaAre({concepts[0]: (first, second)}),
            Stable(first, yes, True, dms, concepts),
            Stable(first, True, False, dms, concepts, reached=yes),
            Reaches(first, rng.choice((None, second)), improving, yes),
            Improves(dms[0], first, second, yes, improving),
        )
    )
    return Expectation("why", check, NOWHERE)


def test_expectations_are_met_or_not_by_both_engines() -> None:
    met = refused = 0
    for seed in range(150):
        rng = Random(f"expectations {seed}")
        conflict = random_conflict(rng)
        explicit, symbolic = both(conflict)
        for expectation in (random_expectation(rng, conflict) for _ in range(8)):
            expected = examine(explicit, expectation)
            try:
                found = examine_unlisted(symbolic, expectation)
            except LimitError:
                assert isinstance(expectation.check, Improves)
                refused += 1
                continue
            assert (found.holds, found.problem) == (expected.holds, expected.problem), (seed, expectation)
            unlisted = isinstance(expectation.check, Reaches) or getattr(expectation.check, "reached", False)
            assert found.states == (() if unlisted and not found.states else expected.states)
            met += found.holds
    assert 200 < met < 1_000
    assert refused < 80


def test_expectations_of_a_large_model() -> None:
    expect = """expect:
  - {why: all are content, equilibrium: d0o0 and d1o0 and d2o0, concepts: [nash]}
  - {why: nobody gives in, no_equilibrium: not d0o0, concepts: [nash, seq]}
  - {why: it goes there, reachable: d0o0 and d1o0, by: improvements}
  - {why: not by itself, unreachable: d0o3 and not d0o0, by: improvements}
"""
    assert [each.holds for each in loading.loads(large(expect)).expectations()] == [True, True, True, True]
    wrong = loading.loads(large(expect.replace("no_equilibrium: not d0o0", "no_equilibrium: d0o0")))
    held = wrong.expectations()[1]
    assert not held.holds
    assert held.states
    course = Expectation("a course", LeadsTo(Course("d0", (1, 0, 0, 0)), None, 1, "all"), NOWHERE)
    with pytest.raises(LimitError, match="'a course' speaks of courses of action"):
        examine_unlisted(both(loading.loads(large(decision_makers=2)))[1], course)


def test_states_are_named_in_the_same_way() -> None:
    conflict = loading.loads(large())
    assert conflict.state("N" * 32) == 0
    assert conflict.state(2**32) == 2**32 - 1
    assert conflict.today() == 1
    with pytest.raises(UsageError, match="'d0o0' fits 2,147,483,648 states; name one"):
        conflict.state("d0o0")
    with pytest.raises(UsageError, match="no feasible state fits 'd0o0 and not d0o0'"):
        conflict.state("d0o0 and not d0o0")
    asked = asked_data(conflict, conflict.analyze(["nash"]), "Y" + "-" * 31, "d0")
    assert asked == {
        "state": "Y" + "-" * 31, "states": 2**31, "decision_maker": "d0", "stable": {"nash": "all"},
    }  # fmt: skip
