"""How much a decision maker likes a state, as a number in binary: the higher, the better.

Prioritized statements are its bits as they stand. Exact weights are scaled to whole numbers and
added up, a weight counting where its condition holds.
"""

from __future__ import annotations

from collections.abc import Sequence

from countermove.model.elements import Preference, Prioritize, Weights
from countermove.model.proportions import whole_numbers
from countermove.space.symbolic.diagrams import Diagram
from countermove.space.symbolic.options import OptionBits, bits_for

__all__ = ["Level", "above", "level_bits", "most_bits"]

Level = list[Diagram]
"""The bits of a number, the highest first."""
FEW = 256
"""Up to this many different levels may be renumbered."""


def most_bits(preference: Preference | None) -> int:
    """Return how many bits a preference can take."""
    match preference and preference.by:
        case Prioritize(statements):
            return len(statements)
        case Weights(items):
            return sum(abs(weight) for weight in whole_numbers([weight for _, weight in items])).bit_length()
    return 0


def level_bits(preference: Preference | None, options: OptionBits, feasible: Diagram) -> Level:
    """Return the bits of a decision maker's liking, without those that tell no feasible states apart."""
    match preference and preference.by:
        case Prioritize(statements):
            bits = [options.where(each.condition) for each in statements]
        case Weights(items):
            amounts = whole_numbers([weight for _, weight in items])
            holds = [options.where(statement.condition) for statement, _ in items]
            bits = _sum(amounts, holds, options.manager.false())
        case _:
            return []
    return _renumbered(_telling(bits, feasible), feasible)


def _telling(bits: Level, feasible: Diagram) -> Level:
    """Leave out bits that are the same in all feasible states, or that repeat or deny an earlier one there.

    Where the earlier bit does not decide, neither does such a repetition.
    """
    seen: set[Diagram] = set()
    result = []
    for bit in bits:
        here, elsewhere = bit & feasible, feasible & ~bit
        if here.satisfiable() and elsewhere.satisfiable() and here not in seen:
            seen |= {here, elsewhere}
            result.append(bit)
    return result


def _renumbered(bits: Level, feasible: Diagram) -> Level:
    """Return the bits of numbers without gaps in the same order, where that takes at most half as many.

    A threshold has as many bits as a level, so weights far apart would make it long for nothing.
    """
    levels = [feasible]  # the worst first
    for bit in bits:
        levels = [part for level in levels for part in (level & ~bit, level & bit) if part.satisfiable()]
        if len(levels) > FEW:
            return bits
    few = bits_for(len(levels))
    if 2 * few > len(bits):
        return bits
    none = feasible & ~feasible
    result = []
    for place in reversed(range(few)):
        result.append(none)
        for number, level in enumerate(levels):
            if number >> place & 1:
                result[-1] |= level
    return result


def _sum(amounts: Sequence[int], holds: Sequence[Diagram], none: Diagram) -> Level:
    """Return the bits of the sum of amounts; a negative one counts where its condition fails.

    That adds the same number to every state, and so changes no order.
    """
    total: Level = []  # the lowest bit first
    for amount, where in zip(amounts, holds, strict=True):
        total = _plus(total, abs(amount), where if amount > 0 else ~where, none)
    return total[::-1]


def _plus(total: Level, amount: int, where: Diagram, none: Diagram) -> Level:
    """Add an amount wherever a condition holds, bit by bit with carry; the lowest bits first."""
    result, carry = [], none
    for place in range(max(len(total), amount.bit_length())):
        one = total[place] if place < len(total) else none
        other = where if amount >> place & 1 else none
        result.append(one ^ other ^ carry)
        carry = (one & other) | (carry & (one | other))
    return [*result, carry] if carry.satisfiable() else result


def above(one: Sequence[Diagram], other: Sequence[Diagram], none: Diagram) -> Diagram:
    """Return where the first of two numbers is the greater one."""
    result = none
    for a, b in zip(reversed(one), reversed(other), strict=True):
        result = (a & ~b) | (a.equiv(b) & result)
    return result
