"""Random conflicts that the symbolic engine takes, and its answers as lists of states."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from random import Random

from countermove.concepts import Concept, Form, all_concepts
from countermove.model.elements import Indifferent, Model, Preference, Prioritize, Ranking, Weights
from countermove.space.symbolic import Diagram, SymbolicSpace
from tests.strategies import prioritize, random_condition, random_option_model, weights

NODES = 2**16


def general_concepts() -> tuple[Concept, ...]:
    return tuple(each for each in all_concepts() if isinstance(each.form, Form))


def random_symbolic_model(rng: Random) -> Model:
    """Draw a conflict with prioritized statements, exact weights (some far apart) and indifference."""
    model = random_option_model(rng)
    levels = [len(each.levels) for each in model.options]

    def by() -> Prioritize | Weights | Indifferent:
        conditions = [random_condition(rng, levels) for _ in range(rng.randint(1, 5))]
        if rng.random() < 0.5:
            return prioritize(*conditions)
        far = rng.choice((1, 1, 1, 10**20))
        return weights(
            *(
                (each, Fraction(rng.randint(-4, 4) * far + rng.randint(-2, 2), rng.choice((1, 2, 3))))
                for each in conditions
            )
        )

    def without_ranking(each: Preference) -> Preference:
        return replace(each, by=by()) if isinstance(each.by, Ranking) or rng.random() < 0.3 else each

    return replace(
        model, preferences={name: without_ranking(each) for name, each in model.preferences.items()}
    )


def listed(space: SymbolicSpace, states: Diagram) -> list[tuple[int, ...]]:
    return list(space.each(states))
