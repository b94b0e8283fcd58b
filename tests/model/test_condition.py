"""The condition language: binding, meaning, and where its mistakes are."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermove.model.condition import Count, holds
from countermove.model.parsing import parse_condition
from countermove.model.vocabulary import OptionVocabulary, StateVocabulary

YES_NO = ("no", "yes")
WORDS = OptionVocabulary(
    [("x", "a", YES_NO), ("x", "b", YES_NO), ("y", "c", YES_NO), ("y", "water", ("none", "partial", "full"))]
)
TRUTH = list(itertools.product((0, 1), (0, 1), (0, 1), (0, 1, 2)))


def table(text: str) -> list[bool]:
    condition, problems = parse_condition(text, WORDS)
    assert condition is not None, problems
    return [holds(condition, values) for values in TRUTH]


@pytest.mark.parametrize(
    ("short", "explicit"),
    [
        ("not a and b", "(not a) and b"),
        ("a or b and c", "a or (b and c)"),
        ("not a or b", "(not a) or b"),
        ("a if b or c", "(b or c) -> a"),
        ("a or b if c", "c -> (a or b)"),
        ("a -> b -> c", "a -> (b -> c)"),
        ("a if b -> c", "(a if b) -> c"),
        ("a -> b <-> c", "(a -> b) <-> c"),
        ("a <-> b or c", "a <-> (b or c)"),
        ("not not a", "a"),
        ("a -> b", "not a or b"),
        ("a <-> b", "(a and b) or (not a and not b)"),
        ("not water = full", "not (water = full)"),
        ("water != full", "water = none or water = partial"),
        ("x.a and y.c", "a and c"),
        (
            "exactly_one(a, b, c)",
            "(a and not b and not c) or (not a and b and not c) or (not a and not b and c)",
        ),
        ("at_most_one(a, b, c)", "not (a and b) and not (a and c) and not (b and c)"),
        ("at_least_one(a, b)", "a or b"),
        ("a = yes", "a"),
        ("a = no", "not a"),
    ],
)
def test_binding_and_meaning(short: str, explicit: str) -> None:
    assert table(short) == table(explicit)
    assert len(set(table(short))) == 2, "a comparison of constants would prove nothing"


def test_the_words_say_what_they_say() -> None:
    assert table("a and b") == [bool(a and b) for a, b, _, _ in TRUTH]
    assert table("a or b") == [bool(a or b) for a, b, _, _ in TRUTH]
    assert table("not a") == [not a for a, _, _, _ in TRUTH]
    assert table("a if b") == [bool(a or not b) for a, b, _, _ in TRUTH]
    assert table("water = partial") == [water == 1 for *_, water in TRUTH]
    assert table("at_most_one(a, b, c)") == [a + b + c <= 1 for a, b, c, _ in TRUTH]


expressions = st.recursive(
    st.sampled_from(["a", "b", "c"]),
    lambda inner: st.one_of(
        inner.map(lambda x: f"not ({x})"),
        st.tuples(inner, st.sampled_from(["and", "or", "=="]), inner).map(
            lambda t: f"({t[0]}) {t[1]} ({t[2]})"
        ),
    ),
    max_leaves=12,
)


@given(expressions)
def test_it_reads_what_python_reads(text: str) -> None:
    ours = table(text.replace("==", "<->"))
    assert ours == [bool(eval(text, {}, {"a": bool(a), "b": bool(b), "c": bool(c)})) for a, b, c, _ in TRUTH]


@pytest.mark.parametrize(
    ("text", "offset", "what", "hint"),
    [
        ("a and bb", 6, "unknown label 'bb'", "did you mean 'b'?"),
        ("a and watr = full", 6, "unknown label 'watr'", "did you mean 'water'?"),
        ("a and x.q", 6, "unknown label 'x.q'", "did you mean 'x."),
        ("water", 0, "has the levels none, partial, full", "write 'water = full'"),
        ("water = ful", 0, "unknown level 'ful'", "did you mean 'full'?"),
        ("a = maybe", 0, "unknown level 'maybe'", "no, yes"),
        ("a and", 5, "ends too early", "missing"),
        ("(a or b", 0, "never closed", "')'"),
        ("a) or b", 1, "')' is not expected", ""),
        ("a AND b", 2, "not in small letters", "'and'"),
        ("a & b", 2, "'&' is not expected", "'and'"),
        ("a iff b", 2, "'iff'", "'<->'"),
        ("a if b if c", 7, "two ways", "parentheses"),
        ("", 0, "empty", "label"),
        ("at_most_one a", 12, "needs a list", "at_most_one(a, b, ...)"),
        ("water =", 7, "a level is missing", "water = LEVEL"),
        ("a b", 2, "'b' is not expected", "join"),
        ("__import__('os')", 0, "unknown label '__import__'", "labels"),
    ],
)
def test_mistakes(text: str, offset: int, what: str, hint: str) -> None:
    condition, problems = parse_condition(text, WORDS)
    assert condition is None
    assert len(problems) >= 1
    assert what in problems[0].what
    assert hint in problems[0].hint
    assert problems[0].offset == offset


def test_several_unknown_labels_come_out_at_once() -> None:
    _, problems = parse_condition("aa and bb or cc", WORDS)
    assert [problem.offset for problem in problems] == [0, 7, 13]


def test_a_label_of_two_owners_must_say_whose() -> None:
    shared = OptionVocabulary([("x", "a", YES_NO), ("y", "a", YES_NO)])
    _, problems = parse_condition("a", shared)
    assert "several decision makers" in problems[0].what
    assert problems[0].hint == "write x.a or y.a"
    condition, problems = parse_condition("y.a and not x.a", shared)
    assert condition is not None
    assert not problems
    assert holds(condition, (0, 1))
    assert not holds(condition, (1, 1))


@pytest.mark.parametrize(
    "text",
    ["(" * 5000 + "a", "not " * 20_000 + "a", "a -> " * 3000 + "a", "a <-> " * 3000 + "a", "a" * 30_000],
)
def test_hostile_text_is_refused_or_read_in_bounded_time(text: str) -> None:
    condition, problems = parse_condition(text, WORDS)
    assert (condition is None) == bool(problems)


def test_long_chains_are_read() -> None:
    condition, problems = parse_condition(" or ".join(["a", "b"] * 500), WORDS)
    assert not problems
    assert condition is not None
    assert holds(condition, (0, 1, 0, 0))


def test_states_are_labels_in_graph_form() -> None:
    states = StateVocabulary(["s1", "s2"])
    condition, _ = parse_condition("s2 or s1", states)
    assert condition is not None
    assert "unknown state 's3'" in parse_condition("s3", states)[1][0].what
    assert "no levels" in parse_condition("s1 = 3", states)[1][0].what


def test_counts_of_nothing_are_as_declared() -> None:
    assert holds(Count((), 0, False), ())
    assert not holds(Count((), 1, False), ())
    assert not holds(Count((), 1, True), ())
