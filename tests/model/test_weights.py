"""Weights have to stay exact when they are added up: one rule, told when the file is read."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import pytest

from countermove import ModelError, loads
from countermove.model.proportions import MAX_SUM, first_too_far, too_far_apart, whole_numbers


def text(weights: Sequence[str], options: int = 2) -> str:
    """Write a conflict in which ann has these weights; with 30 options it is too large to list."""
    own = ", ".join(f"a{k}: A" for k in range(options))
    lines = [
        "countermove: 1",
        "title: Weights",
        "decision_makers:",
        f"  ann: {{options: {{{own}}}}}",
        "  bob: {options: {b: B}}",
        "preferences:",
        "  bob: {prioritize: [b]}",
        "  ann:",
        "    weights:",
        *(
            f"      - {{when: {'b' if k % 2 else 'a1'}, weight: {weight}}}"
            for k, weight in enumerate(weights)
        ),
    ]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("options", [2, 30])
@pytest.mark.parametrize(
    ("weights", "line"),
    [
        (["1", "100000000", "1/3", "1/999999999999999989"], 13),
        (["1/999999999999999989", "5/999999999999999967"], 11),
        (["1", "999999999999999999", "999999999999999999", "999999999999999999", "999999999999999999", "999999999999999999"], 15),
    ],
)  # fmt: skip
def test_weights_too_far_apart_are_refused_at_their_line(weights: list[str], line: int, options: int) -> None:
    written = text(weights, options)
    column = written.splitlines()[line - 1].index("weight: ") + len("weight: ") + 1
    with pytest.raises(ModelError) as caught:
        loads(written, "model.yaml")
    assert str(caught.value) == (
        f"model.yaml:{line}:{column}: with this weight those of 'ann' are too far apart to be added up exactly; use "
        "rounder weights, such as 0.33 for 1/3 (as whole numbers they may add up to 4,611,686,018,427,387,903), "
        "or prioritize"
    )


@pytest.mark.parametrize("engine", ["explicit", "symbolic"])
def test_proportions_count_and_not_digits(engine: str) -> None:
    if engine == "symbolic":
        pytest.importorskip("oxidd", reason="the symbolic engine needs the extra countermove[symbolic]")
    large = loads(text(["999999999999999999"] * 9))  # as many ones
    small = loads(text(["1/999999999999999999"] * 9))
    plain = loads(text(["1"] * 9))
    for each in (large, small):
        assert (
            each.analyze(engine=engine).to_dict()["counts"]
            == plain.analyze(engine=engine).to_dict()["counts"]
        )


def test_the_largest_sum() -> None:
    assert not too_far_apart([Fraction(MAX_SUM - 1), Fraction(1)])
    assert too_far_apart([Fraction(MAX_SUM), Fraction(-1)])
    assert not too_far_apart([Fraction(10**50), Fraction(2 * 10**50)])
    assert too_far_apart([Fraction(10**50), Fraction(1, 7)])
    assert first_too_far([Fraction(1), Fraction(10**50), Fraction(1)]) == 1
    assert first_too_far([]) is None


def test_whole_numbers_keep_the_proportions() -> None:
    assert whole_numbers([Fraction(1, 2), Fraction(-1, 3), Fraction(0)]) == [3, -2, 0]
    assert whole_numbers([Fraction(10), Fraction(4)]) == [5, 2]
    assert whole_numbers([Fraction(0)]) == [0]
    assert whole_numbers([]) == []
