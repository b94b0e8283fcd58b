"""Conflicts that look like real ones with too many states to list, and how long the symbolic engine takes."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from random import Random
from time import perf_counter

from countermove.concepts import find
from countermove.model.condition import And, Condition, Count, Iff, Implies, Is, Not, Or
from countermove.model.elements import (
    NOWHERE,
    YES_NO,
    DecisionMaker,
    Model,
    Option,
    Preference,
    Prioritize,
    Statement,
)
from countermove.space.symbolic import SymbolicSpace
from countermove.stability.symbolic import analyze

__all__ = ["NEIGHBOURHOODS", "ROWS", "Row", "Timing", "large_conflict", "measure"]

NEIGHBOURHOODS = {"next": (-1, 1), "near": (-2, -1, 1, 2), "any": tuple(range(1, 100))}
"""Whose options a decision maker cares about, as distances around a circle."""


@dataclass(frozen=True)
class Row:
    """What to measure, and how many seconds it may take."""

    decision_makers: int
    neighbourhood: str
    concepts: tuple[str, ...]
    target: float | None


ROWS = (
    Row(10, "next", ("nash", "gmr", "smr", "seq"), 10),
    Row(15, "next", ("nash", "gmr", "smr"), 5),
    Row(15, "next", ("nash", "gmr", "smr", "seq"), 90),
    Row(25, "next", ("nash", "gmr"), 60),
    Row(25, "next", ("nash", "gmr", "smr", "seq"), None),
    Row(10, "near", ("nash", "gmr", "smr", "seq"), None),
    Row(15, "near", ("nash", "gmr", "smr"), None),
    Row(15, "near", ("nash", "gmr", "smr", "seq"), None),
    Row(25, "near", ("nash", "gmr"), None),
    Row(10, "any", ("nash", "gmr", "smr", "seq"), None),
)


@dataclass(frozen=True)
class Timing:
    """What was measured: seconds, the number of states, and that of equilibria by concept."""

    row: Row
    seconds: float
    states: int
    equilibria: dict[str, int]


def large_conflict(
    decision_makers: int, neighbourhood: str = "next", *, options: int = 4, statements: int = 6, seed: int = 1
) -> Model:
    """Return a conflict whose decision makers care about their own and their neighbours' options.

    Parameters
    ----------
    decision_makers, options, statements : int
        How many there are; options and statements for each decision maker.
    neighbourhood : str
        One of `NEIGHBOURHOODS`.
    seed : int
        The same seed gives the same conflict.
    """
    rng = Random(f"{neighbourhood} {decision_makers} {seed}")
    near = NEIGHBOURHOODS[neighbourhood][: decision_makers - 1]
    names = [f"d{k}" for k in range(decision_makers)]

    def atom(dm: int) -> Condition:
        owner = dm if rng.random() < 0.5 else (dm + rng.choice(near)) % decision_makers
        leaf = Is(owner * options + rng.randrange(options), 1)
        return leaf if rng.random() < 0.6 else Not(leaf)

    def statement(dm: int) -> Condition:
        one, other, third = atom(dm), atom(dm), atom(dm)
        return rng.choice(
            (
                And((one, other)),
                Or((one, other)),
                Iff(one, other),
                Implies(one, other),
                Or((And((one, other)), third)),
                And((Or((one, other)), third)),
            )
        )

    def constraint(dm: int) -> Condition:
        first, second = (Is(dm * options + k, 1) for k in rng.sample(range(options), 2))
        if rng.random() < 0.5:
            return Count((first, second), 0, False)
        return Implies(first, Is((dm + 1) % decision_makers * options + rng.randrange(options), 1))

    def stated(condition: Condition) -> Statement:
        return Statement("", condition)

    dms = tuple(
        DecisionMaker(
            name, name, "", tuple(Option(f"o{k}", name, f"o{k}", "", YES_NO, "both") for k in range(options))
        )
        for name in names
    )
    preferences = {
        name: Preference(name, Prioritize(tuple(stated(statement(dm)) for _ in range(statements))))
        for dm, name in enumerate(names)
    }
    constraints = tuple(stated(constraint(dm)) for dm in range(0, decision_makers, 2))
    return Model(
        "benchmark", "", "", "", "", dms, constraints, (), (), {}, None, (), NOWHERE, preferences
    )  # fmt: skip


def measure(row: Row, seed: int = 1) -> Timing:
    """Build a conflict's space and decide the concepts, all of it measured."""
    model = large_conflict(row.decision_makers, row.neighbourhood, seed=seed)
    start = perf_counter()
    space = SymbolicSpace.of(model)
    analysis = analyze(space, [find(concept) for concept in row.concepts])
    counts = analysis.counts
    return Timing(row, perf_counter() - start, space.count, counts)


def main() -> None:
    """Print a line for each row and for each of the seeds given (1 by default)."""
    for row in ROWS:
        for seed in map(int, sys.argv[1:] or ["1"]):
            timing = measure(row, seed)
            target = "" if row.target is None else f"  (at most {row.target} s)"
            print(
                f"{row.decision_makers} x 4, {row.neighbourhood:4}, {'+'.join(row.concepts):16} seed {seed}: "
                f"{timing.seconds:7.2f} s{target}  {timing.states:.1e} states, {timing.equilibria}",
                flush=True,
            )


if __name__ == "__main__":
    main()
