"""Random conflicts that the symbolic engine takes, and its answers as lists of states."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from random import Random

from countermove.concepts import Answers, Base, Concept, Form, Game, all_concepts, find
from countermove.concepts._literal import improvements, others, reachable_by_improvements
from countermove.model.elements import Indifferent, Model, Preference, Prioritize, Ranking, Weights
from countermove.space.symbolic import Diagram, SymbolicSpace
from tests.strategies import prioritize, random_condition, random_option_model, weights

NODES = 2**16


def sequential_and_symmetric(game: Game, dm: str, state: int) -> bool:
    """SSEQ by its definition, for as long as no file of the concepts declares it."""
    return all(
        any(
            not game.prefers(dm, s2, state)
            and not any(game.prefers(dm, s3, state) for s3 in game.moves(dm, s2))
            for s2 in reachable_by_improvements(game, others(game, dm), s1)
        )
        for s1 in improvements(game, dm, state)
    )


def general_concepts() -> tuple[Concept, ...]:
    listed = tuple(each for each in all_concepts() if isinstance(each.form, Form))
    if any(each.id == "sseq" for each in listed):
        return listed
    form = Form(Answers.IMPROVEMENTS, Base.ESCAPE)
    return (*listed, replace(find("seq"), id="sseq", form=form, reference=sequential_and_symmetric))


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
