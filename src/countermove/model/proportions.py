"""Exact weights as whole numbers: only their proportions mean anything, and these have to stay exact."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import gcd, lcm

__all__ = ["MAX_SUM", "first_too_far", "too_far_apart", "whole_numbers"]

MAX_SUM = 2**62 - 1
"""What the weights of one preference add up to at most, as whole numbers and all signs apart."""


def whole_numbers(weights: Sequence[Fraction]) -> list[int]:
    """Return the smallest whole numbers in the same proportions."""
    scale = lcm(*(weight.denominator for weight in weights))
    scaled = [int(weight * scale) for weight in weights]
    unit = gcd(*scaled) or 1
    return [amount // unit for amount in scaled]


def too_far_apart(weights: Sequence[Fraction]) -> bool:
    """Say whether weights add up to too much; those among them alone never add up to more."""
    return sum(map(abs, whole_numbers(weights))) > MAX_SUM


def first_too_far(weights: Iterable[Fraction]) -> int | None:
    """Return the place of the first weight that is too far apart from those before it, or None."""
    seen: list[Fraction] = []
    for place, weight in enumerate(weights):
        seen.append(weight)
        if too_far_apart(seen):
            return place
    return None
