"""Conflicts to measure on, made from a seed."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Literal

import numpy as np

from countermove.model.condition import And, Condition, Count, Iff, Implies, Is, Not, Or
from countermove.model.elements import (
    NOWHERE,
    YES_NO,
    DecisionMaker,
    ForbiddenMove,
    Indifferent,
    Model,
    Option,
    Power,
    Preference,
    Prioritize,
    Statement,
)
from countermove.space import Space, build

__all__ = ["KINDS", "NEIGHBOURHOODS", "large_conflict", "number_of_states", "random_ranks"]

KINDS = {
    "free": "",
    "one-way": "one-way options",
    "levels": "three levels each",
    "constraints": "constraints",
    "forbidden": "a forbidden move",
    "power": "power over an option",
}
"""What options are like: yes/no and free; one-way, every second decision maker's backward; with three
levels; free, and an option of every second decision maker implies one of the next; free, but a move of the
first decision maker is forbidden where the second has taken its first option; free, and the first decision
maker can force the first option of the second where it has taken its own."""

NEIGHBOURHOODS = {"next": (-1, 1), "near": (-2, -1, 1, 2), "any": tuple(range(1, 100))}
"""Whose options a decision maker cares about, as distances around a circle."""


def number_of_states(options: int, decision_makers: int, kind: str = "free") -> int:
    """Return how many states `random_ranks` makes."""
    if kind == "constraints":
        pairs = decision_makers // 2  # each leaves three of the four settings of two options
        return int(3**pairs) << (options - 2 * pairs)
    return int(3**options) if kind == "levels" else 1 << options


def random_ranks(options: int, decision_makers: int, seed: int = 1, kind: str = "free") -> Space:
    """Return a conflict whose ranks are random permutations of its states.

    Parameters
    ----------
    options : int
        Options in all, dealt out as evenly as they go.
    decision_makers : int
        How many decision makers.
    seed : int
        The same seed gives the same conflict.
    kind : str
        One of `KINDS`.
    """
    shares = [options // decision_makers + (dm < options % decision_makers) for dm in range(decision_makers)]
    levels = ("none", "some", "all") if kind == "levels" else YES_NO

    def moves(dm: int) -> Literal["both", "forward", "backward"]:
        if kind != "one-way":
            return "both"
        return "backward" if dm % 2 else "forward"

    dms = tuple(
        DecisionMaker(
            f"d{dm}",
            f"d{dm}",
            "",
            tuple(Option(f"o{k}", f"d{dm}", f"o{k}", "", levels, moves(dm)) for k in range(n)),
        )
        for dm, n in enumerate(shares)
    )
    first = [Is(sum(shares[:dm]), 1) for dm in range(decision_makers)]
    constraints = [Implies(one, other) for one, other in zip(first[::2], first[1::2], strict=False)]
    forbidden = ForbiddenMove("d0", And((first[0], first[1])), Not(first[0]))
    model = Model(
        "benchmark", "", "", "", "", dms,
        tuple(Statement("", each) for each in constraints) if kind == "constraints" else (),
        (forbidden,) if kind == "forbidden" else (),
        (), {}, None, (), NOWHERE, {dm.label: Preference(dm.label, Indifferent()) for dm in dms},
    )  # fmt: skip
    if kind == "power":
        model = replace(model, powers=(Power("d0", "d1.o0", None, Statement("", first[0])),))
    space = build(model)
    chance = np.random.default_rng(seed)
    return space.with_ranks([chance.permutation(space.size) for _ in dms])


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
    title = f"{decision_makers} decision makers with {options} options each"
    return Model(
        "benchmark", "", title, "", "", dms, constraints, (), (), {}, None, (), NOWHERE, preferences
    )  # fmt: skip
