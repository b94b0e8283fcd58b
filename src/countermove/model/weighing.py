"""One preference out of several: in order of importance, or by factors; exact in both.

Prioritized statements count as the binary number that they spell, the most important first, which keeps
their order and is the usual score of option prioritizing (Fang, Hipel, Kilgour, Peng 2003).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import product
from math import lcm, prod

from countermove.model.condition import And, Condition, Is, Or, holds
from countermove.model.elements import (
    Indifferent,
    Model,
    Prioritize,
    Ranking,
    Statement,
    Weights,
)
from countermove.model.reading import pattern_of

__all__ = ["in_order", "in_statements", "weighed"]

By = Prioritize | Weights | Ranking | Indifferent
MAX_RANKED = 2**14
"""Combinations of a layer whose ranking is turned into statements."""


def in_order(parts: Sequence[By]) -> By:
    """Return the lexicographic preference over parts, the most important first."""
    telling = [each for each in parts if not isinstance(each, Indifferent)]
    if not telling:
        return Indifferent()
    prioritized = [each for each in telling if isinstance(each, Prioritize)]
    if len(prioritized) == len(telling):
        return Prioritize(tuple(statement for each in prioritized for statement in each.statements))
    if any(isinstance(each, Weights) and each.lasts for each in telling):
        rest: Weights | None = None
        for each in reversed(telling):
            rest = replace(
                _as_weights(each), then=rest
            )  # weights equal at one patience may differ at another
        patience = next(each.patience for each in telling if isinstance(each, Weights) and each.lasts)
        assert rest is not None
        return rest.at(patience)
    items: list[tuple[Statement, Fraction]] = []
    unit = Fraction(1)
    for part in reversed(telling):
        own = _whole(_amounts(part))
        items = [(statement, weight * unit) for statement, weight in own] + items
        unit *= 1 + sum(abs(weight) for _, weight in own)  # more than all less important parts can make up
    return Weights(tuple(items))


def weighed(parts: Sequence[tuple[By, Fraction]]) -> By:
    """Return the sum of parts, each counted so many times; those that last have one patience."""
    once: list[tuple[Statement, Fraction]] = []
    each_period: list[tuple[Statement, Fraction]] = []
    patience = Fraction(0)
    for part, factor in parts:
        own = _as_weights(part)
        once += [(statement, weight * factor) for statement, weight in own.once]
        each_period += [(statement, weight * factor) for statement, weight in own.each_period]
        patience = own.patience if own.lasts else patience
    if not once and not each_period:
        return Indifferent()
    return Weights(tuple(once), tuple(each_period), patience)


def in_statements(model: Model, ranking: Ranking, what: str) -> Prioritize | None:
    """Return a ranking of a model's states as statements: the bits of a state's rank, the highest first.

    What it ranks that is no state is passed over; None when the model's options combine in more than
    `MAX_RANKED` ways.
    """
    if prod(map(len, model.levels)) > MAX_RANKED:
        return None
    states = list(_feasible(model))
    number = {pattern_of(state, model.levels): index for index, state in enumerate(states)}
    ranked: list[tuple[int, tuple[int, ...]]] = []
    for rank, tier in enumerate(reversed(ranking.tiers)):
        for ref, _ in tier:
            index = ref - 1 if isinstance(ref, int) else number.get(ref, -1)
            if 0 <= index < len(states):
                ranked.append((rank, states[index]))
    bits = (len(ranking.tiers) - 1).bit_length()
    return Prioritize(
        tuple(
            Statement(
                f"part {bits - bit} of the ranking of layer {what}",
                Or(tuple(_exactly(state) for rank, state in ranked if rank >> bit & 1)),
            )
            for bit in reversed(range(bits))
        )
    )


def _exactly(state: Sequence[int]) -> Condition:
    return And(tuple(Is(option, level) for option, level in enumerate(state)))


def _feasible(model: Model) -> Iterator[tuple[int, ...]]:
    """Yield the feasible states in the order of their numbers: the first option varies fastest."""
    for levels in product(*(range(len(each)) for each in reversed(model.levels))):
        state = levels[::-1]
        if all(holds(each.condition, state) for each in model.constraints):
            yield state


def _amounts(by: By) -> list[tuple[Statement, Fraction]]:
    """Return a preference as weights."""
    match by:
        case Prioritize(statements):
            last = len(statements) - 1
            return [(each, Fraction(2 ** (last - place))) for place, each in enumerate(statements)]
        case Weights(items):
            return list(items)
    return []


def _as_weights(by: By) -> Weights:
    """Return a preference as weights, those that last kept apart; statements count once."""
    return by if isinstance(by, Weights) else Weights(tuple(_amounts(by)))


def _whole(items: Sequence[tuple[Statement, Fraction]]) -> list[tuple[Statement, Fraction]]:
    """Return weights in the same proportions that are whole numbers."""
    scale = lcm(*(weight.denominator for _, weight in items))
    return [(statement, weight * scale) for statement, weight in items]
