"""A conflict asked through either engine: which one answers, and that what they say is the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

import pytest

pytest.importorskip("oxidd", reason="the symbolic engine needs the extra countermove[symbolic]")

from countermove import loading
from countermove.analyses.expectations import examine
from countermove.analyses.expectations_unlisted import SHOWN, examine_unlisted
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
from countermove.stability import MAX_LISTED, Analysis
from countermove.stability.result import Result
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
    with pytest.raises(LimitError, match="'sim' cannot be decided here: that takes the explicit engine"):
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
            if isinstance(expectation.check, Reaches):
                # Explicit: the nearest that is reached. Symbolic: the first few by number, or none where it holds.
                assert not found.states or len(found.states) == SHOWN or {*expected.states} <= {*found.states}
            else:
                unlisted = getattr(expectation.check, "reached", False)
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


# ---------------------------------------------------------------- the same questions
def test_both_engines_are_asked_in_the_same_way() -> None:
    asked = {name for name in dir(Result) if not name.startswith("_")}
    assert {"counts", "stable_counts", "equilibria", "stability", "is_stable", "best", "labels"} <= asked
    for seed in range(60):
        rng = Random(f"asked alike {seed}")
        conflict = random_conflict(rng)
        explicit, symbolic = both(conflict)
        assert symbolic.counts == explicit.counts
        assert symbolic.stable_counts == explicit.stable_counts
        assert dict(symbolic.equilibria) == explicit.equilibria
        assert {name: dict(each) for name, each in symbolic.stability.items()} == explicit.stability
        some = rng.sample(range(conflict.state_count), min(5, conflict.state_count))
        for concept in FORMS:
            assert list(symbolic.labels(concept)) == list(explicit.labels(concept))
            for dm in range(len(conflict.decision_makers)):
                stable = [
                    [each.is_stable(concept, dm, state) for state in some] for each in (explicit, symbolic)
                ]
                assert stable[0] == stable[1]
                liked = conflict.space.ranks[dm]
                found = (each.best(concept, dm) for each in (explicit, symbolic))
                assert len({None if state is None else liked[state] for state in found}) == 1


def test_what_an_engine_cannot_be_asked_is_said() -> None:
    explicit, symbolic = both(loading.loads(large(decision_makers=2)), ["nash"])
    for analysis in (explicit, symbolic):
        for ask in (
            lambda analysis=analysis: analysis.is_stable("seq", 0, 0),
            lambda analysis=analysis: analysis.holds("seq", 0, 1),
            lambda analysis=analysis: analysis.holds("seq", None, 1),
            lambda analysis=analysis: analysis.best("seq", 0),
            lambda analysis=analysis: analysis.labels("seq"),
        ):
            with pytest.raises(UsageError, match="'seq' was not decided here; decided are nash"):
                ask()
    with pytest.raises(UsageError, match=r"only the symbolic engine.*engine='symbolic'"):
        explicit.patterns("nash")
    many = loading.loads(large()).analyze(["nash"])
    assert list(many.equilibria) == ["nash"]
    assert "nash" in repr(many.equilibria)
    with pytest.raises(KeyError):
        many.equilibria["seq"]
    with pytest.raises(
        LimitError, match="16,777,216 such states, and at most 2,097,152 are listed; read the"
    ):
        many.equilibria["nash"]
    assert next(many.labels("nash")) == "YNNNYNNNYNNNYNNNYNNNYNNNYNNNYNNN"


# ---------------------------------------------------------------- lists in the JSON
def test_equilibria_are_listed_where_they_are_few_however_many_states() -> None:
    constraint = f"constraints: [{', '.join(f'd{dm}o1 and d{dm}o2 if d{dm}o0' for dm in range(4))}]"
    conflict = loading.loads(large(constraint, decision_makers=4))
    assert conflict.state_count == 10**4 == MAX_LISTED
    for analysis in both(conflict):
        assert {"states", "stability", "equilibria"} <= set(analysis.to_dict())
        assert "listed" not in analysis.to_dict()
    conflict = loading.loads(
        large(constraint.replace("d0o1 and d0o2 if d0o0", "d0o1 if d0o0"), decision_makers=4)
    )
    assert conflict.state_count == 12_000
    explicit, symbolic = both(conflict)
    one, other = explicit.to_dict(), symbolic.to_dict()
    assert one["listed"] == other["listed"]
    assert one["listed"] == {
        name: [{"number": number, "label": conflict.space.states.label(number - 1)} for number in numbers]
        for name, numbers in explicit.equilibria.items()
    }
    assert any(one["listed"].values())
    for data in (one, other):
        assert not {"states", "stability", "equilibria"} & set(data)
    whole = [each.to_dict(all_states=True) for each in (explicit, symbolic)]
    assert "listed" not in whole[0]
    assert whole[0]["stability"] == whole[1]["stability"] == explicit.stability
    assert whole[0]["equilibria"] == whole[1]["equilibria"] == explicit.equilibria


def test_equilibria_are_not_listed_where_they_are_many() -> None:
    wants = "\n".join(f"  d{k}: {{prioritize: [{'not ' * (k == 0)}d{(k + 1) % 4}o0]}}" for k in range(4))
    conflict = loading.loads(large(decision_makers=4).split("preferences:")[0] + f"preferences:\n{wants}\n")
    for analysis in both(conflict, ["nash"]):
        assert analysis.counts["nash"] == 2**16
        assert analysis.to_dict()["listed"] == {}
        assert len(analysis.to_dict(all_states=True)["equilibria"]["nash"]) == 2**16
    mixed = loading.loads(
        large(decision_makers=4).replace("- not d1o1", "- d0o1").replace("- not d2o1", "- d1o1")
    )
    for analysis in both(mixed, ["nash", "gmr"]):
        few = [name for name, many in analysis.counts.items() if many <= MAX_LISTED]
        assert list(analysis.to_dict()["listed"]) == few


def test_few_equilibria_of_a_conflict_that_is_never_listed() -> None:
    wants = "\n".join(
        f"  d{k}: {{prioritize: [{', '.join(f'd{k}o{j}' for j in range(4))}]}}" for k in range(8)
    )
    conflict = loading.loads(large().split("preferences:")[0] + "preferences:\n" + wants + "\n")
    data = conflict.analyze(["nash"]).to_dict()
    assert data["listed"] == {"nash": [{"number": 2**32, "label": "Y" * 32}]}
    assert not {"states", "equilibria"} & set(data)
