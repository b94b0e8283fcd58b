"""What a condition is, and one way to evaluate it anywhere; `parsing` reads the language."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

__all__ = [
    "And",
    "Condition",
    "Count",
    "Iff",
    "Implies",
    "Is",
    "Not",
    "Or",
    "atoms",
    "evaluate",
    "holds",
    "rewritten",
]


@dataclass(frozen=True)
class Is:
    """Option number ``option`` stands at level number ``level`` (graph form: the state is ``level``).

    Both are indices from 0 into the model; in graph form ``option`` is -1.
    """

    option: int
    level: int


@dataclass(frozen=True)
class Not:
    """``not a``."""

    part: Condition


@dataclass(frozen=True)
class And:
    """``a and b and ...``; without parts it is always true."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class Or:
    """``a or b or ...``; without parts it is never true."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class Implies:
    """``a -> b``, also written ``b if a``."""

    premise: Condition
    conclusion: Condition


@dataclass(frozen=True)
class Iff:
    """``a <-> b``."""

    left: Condition
    right: Condition


@dataclass(frozen=True)
class Count:
    """At least ``low`` and at most one of the parts, where ``many`` lifts the upper bound."""

    parts: tuple[Condition, ...]
    low: int
    many: bool


Condition = Is | Not | And | Or | Implies | Iff | Count
T = TypeVar("T")


def evaluate(
    condition: Condition,
    leaf: Callable[[Is], T],
    true: T,
    invert: Callable[[T], T],
    both: Callable[[T, T], T],
    either: Callable[[T, T], T],
) -> T:
    """Evaluate a condition in any Boolean algebra: truth values, arrays of them, decision diagrams.

    Parameters
    ----------
    condition : Condition
        What to evaluate.
    leaf : callable
        The value of an ``Is``.
    true : T
        The algebra's top.
    invert, both, either : callable
        Its negation, conjunction and disjunction.
    """

    def walk(node: Condition) -> T:
        match node:
            case Is():
                return leaf(node)
            case Not(part):
                return invert(walk(part))
            case And(parts):
                return _fold(map(walk, parts), true, both)
            case Or(parts):
                return _fold(map(walk, parts), invert(true), either)
            case Implies(premise, conclusion):
                return either(invert(walk(premise)), walk(conclusion))
            case Iff(left, right):
                a, b = walk(left), walk(right)
                return either(both(a, b), both(invert(a), invert(b)))
            case Count(parts, low, many):
                none, one = true, invert(true)
                some = invert(true)
                for value in map(walk, parts):
                    one = either(both(one, invert(value)), both(none, value))
                    none = both(none, invert(value))
                    some = either(some, value)
                upper = some if many else one
                return upper if low else either(none, upper)

    return walk(condition)


def _fold(values: Iterator[T], start: T, combine: Callable[[T, T], T]) -> T:
    result = start
    for value in values:
        result = combine(result, value)
    return result


def holds(condition: Condition, values: Sequence[int]) -> bool:
    """Say whether a condition is true of one state, given as the level number of each option."""
    return evaluate(
        condition,
        lambda leaf: values[leaf.option] == leaf.level,
        True,
        lambda a: not a,
        lambda a, b: a and b,
        lambda a, b: a or b,
    )


def atoms(condition: Condition) -> Iterator[Is]:
    """Yield every ``Is`` in a condition, in the order of its text."""
    match condition:
        case Is():
            yield condition
        case Not(part):
            yield from atoms(part)
        case And(parts) | Or(parts) | Count(parts, _, _):
            for part in parts:
                yield from atoms(part)
        case Implies(a, b) | Iff(a, b):
            yield from atoms(a)
            yield from atoms(b)


def rewritten(condition: Condition, leaf: Callable[[Is], Condition]) -> Condition:
    """Return a condition with each ``Is`` in it replaced."""

    def walk(node: Condition) -> Condition:
        match node:
            case Is():
                return leaf(node)
            case Not(part):
                return Not(walk(part))
            case And(parts):
                return And(tuple(map(walk, parts)))
            case Or(parts):
                return Or(tuple(map(walk, parts)))
            case Implies(premise, conclusion):
                return Implies(walk(premise), walk(conclusion))
            case Iff(left, right):
                return Iff(walk(left), walk(right))
            case Count(parts, low, many):
                return Count(tuple(map(walk, parts)), low, many)

    return walk(condition)
