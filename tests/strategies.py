"""Random conflicts: models built as objects, without YAML.

Each kind is a plain function from a `random.Random` to a Model, so that a numbered seed gives the
same conflict for ever, and a Hypothesis strategy around it that shrinks: a smaller draw is always
the plainer conflict (fewer options, no constraint, free moves, indifference).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from random import Random

from hypothesis import strategies as st

from countermove.model.condition import And, Condition, Count, Iff, Implies, Is, Not, Or
from countermove.model.elements import (
    NOWHERE,
    YES_NO,
    Arc,
    DecisionMaker,
    ForbiddenMove,
    Indifferent,
    Model,
    Option,
    Preference,
    Prioritize,
    Ranking,
    State,
    Statement,
    Weights,
)
from countermove.space.literal import LiteralGame, is_true, literal_game

NAMES = ("ann", "bob", "cat", "dan")
LEVELS = (YES_NO, YES_NO, YES_NO, ("none", "partial", "full"), ("low", "high"), ("a", "b", "c", "d"))
MOVES = ("both", "both", "both", "forward", "backward")
SIZES = (8, 16, 16, 24, 32, 96)  # how many combinations of levels a conflict may have

Atoms = list[int]
"""How many levels each option has; in graph form the number of states alone."""


def chance(rng: Random, in_hundred: int) -> bool:
    """Draw a yes; a small draw is a no, so that shrinking leaves things out."""
    return rng.randrange(100) >= 100 - in_hundred


# ---------------------------------------------------------------- conditions
def random_atom(rng: Random, levels: Atoms, *, graph: bool) -> Condition:
    option = rng.randrange(len(levels))
    return Is(-1 if graph else option, rng.randrange(levels[option]))


def random_condition(rng: Random, levels: Atoms, *, graph: bool = False, depth: int = 2) -> Condition:
    """Draw a condition of any kind, nested at most ``depth`` deep."""
    kind = rng.randrange(10) if depth else 0
    if kind < 3:
        return random_atom(rng, levels, graph=graph)

    def part() -> Condition:
        return random_condition(rng, levels, graph=graph, depth=depth - 1)

    match kind:
        case 3 | 4:
            return Not(part())
        case 5:
            return And(tuple(part() for _ in range(rng.choice((2, 2, 3, 1, 0)))))
        case 6:
            return Or(tuple(part() for _ in range(rng.choice((2, 2, 3, 1, 0)))))
        case 7:
            return Implies(part(), part())
        case 8:
            return Iff(part(), part())
    low, many = rng.choice(((0, False), (1, False), (1, True)))
    return Count(tuple(part() for _ in range(rng.randint(1, 4))), low, many)


def statement(condition: Condition) -> Statement:
    return Statement("(random)", condition)


# ---------------------------------------------------------------- preferences
def random_preferences(rng: Random, model: Model) -> Model:
    """Give each decision maker of a model a preference of any kind, with ties."""
    graph = model.graph_form
    levels = [len(model.states)] if graph else [len(option.levels) for option in model.options]
    game = literal_game(model)

    def preference() -> Indifferent | Prioritize | Weights | Ranking:
        kind = rng.randrange(10)
        if kind == 0:
            return Indifferent()
        if kind < 4:
            wanted = [random_condition(rng, levels, graph=graph) for _ in range(rng.randint(1, 5))]
            return Prioritize(tuple(map(statement, wanted)))
        if kind < 6:
            return Weights(
                tuple(
                    (
                        statement(random_condition(rng, levels, graph=graph, depth=1)),
                        Fraction(rng.randint(-6, 6), rng.choice((1, 1, 2, 3))),
                    )
                    for _ in range(rng.randint(1, 5))
                )
            )
        return random_ranking(rng, game)

    return replace(
        model,
        preferences={dm.label: Preference(dm.label, preference()) for dm in model.decision_makers},
    )


def random_ranking(rng: Random, game: LiteralGame) -> Ranking:
    """Draw a ranking of all states, by number or by label, with few ties or many."""
    order = list(game.states)
    rng.shuffle(order)
    ties = rng.choice((0, 20, 50))
    tiers: list[list[int | str]] = []
    for state in order:
        ref = game.label(state) if chance(rng, 30) else state + 1
        if tiers and chance(rng, ties):
            tiers[-1].append(ref)
        else:
            tiers.append([ref])
    greatly = tuple(chance(rng, 20) for _ in tiers[1:]) if chance(rng, 20) else ()
    return Ranking(tuple(tuple((ref, NOWHERE) for ref in tier) for tier in tiers), greatly)


# ---------------------------------------------------------------- option form
def random_options(rng: Random) -> tuple[DecisionMaker, ...]:
    """Draw two to four decision makers with one to three options each."""
    names = NAMES[: 2 + rng.choice((0, 0, 1, 1, 2))]
    drawn: dict[str, list[Option]] = {name: [] for name in names}
    room = rng.choice(SIZES)
    one_way = chance(rng, 50)
    for number in range(3):
        for name in names:
            levels = rng.choice(LEVELS)
            if number == 0:
                room = max(room, 2)
                levels = levels if len(levels) * 2 <= room else YES_NO
            elif len(levels) > room or not chance(rng, 70):
                continue
            room //= len(levels)
            moves = rng.choice(MOVES) if one_way else "both"
            drawn[name].append(Option(f"o{number + 1}", name, "", "", levels, moves))
    return tuple(DecisionMaker(name, name, "", tuple(options)) for name, options in drawn.items())


def empty_model(decision_makers: tuple[DecisionMaker, ...]) -> Model:
    return Model(
        file="random.yaml", sha256="", title="Random", summary="", notes="",
        decision_makers=decision_makers, constraints=(), forbidden_moves=(), states=(), arcs={},
        status_quo=None, status_quo_because=(), status_quo_at=NOWHERE, preferences={},
    )  # fmt: skip


def random_option_model(rng: Random, *, forbid: bool = False) -> Model:
    """Draw a conflict in option form; one combination of levels at least is feasible."""
    model = empty_model(random_options(rng))
    levels = [len(option.levels) for option in model.options]
    allowed = [rng.randrange(number) for number in levels]
    constraints = []
    for _ in range(rng.choice((0, 0, 1, 1, 2, 3))):
        condition = random_condition(rng, levels)
        constraints.append(statement(condition if is_true(condition, allowed) else Not(condition)))
    model = replace(model, constraints=tuple(constraints))
    if forbid:
        names = [dm.label for dm in model.decision_makers]
        forbidden = tuple(
            ForbiddenMove(
                rng.choice(names),
                random_condition(rng, levels, depth=rng.randrange(2)),
                random_condition(rng, levels, depth=rng.randrange(2)),
            )
            for _ in range(rng.randint(1, 3))
        )
        model = replace(model, forbidden_moves=forbidden)
    return random_preferences(rng, model)


def random_forbidding_model(rng: Random) -> Model:
    """Draw a conflict in option form with forbidden moves."""
    return random_option_model(rng, forbid=True)


# ---------------------------------------------------------------- graph form
def random_graph_model(rng: Random) -> Model:
    """Draw a conflict in graph form, its moves in general neither transitive nor reversible."""
    names = NAMES[: 2 + rng.choice((0, 0, 1, 1, 2))]
    number = rng.randint(2, 8)
    density = rng.choice((15, 30, 50))
    arcs = {
        name: tuple(
            Arc(source, target)
            for source in range(number)
            for target in range(number)
            if source != target and chance(rng, density)
        )
        for name in names
    }
    model = replace(
        empty_model(tuple(DecisionMaker(name, name, "", ()) for name in names)),
        states=tuple(State(f"s{k + 1}", "") for k in range(number)),
        arcs=arcs,
    )
    return random_preferences(rng, model)


# ---------------------------------------------------------------- Hypothesis
def _strategy(draw: Callable[[Random], Model]) -> st.SearchStrategy[Model]:
    return st.randoms(use_true_random=False).map(draw)


def option_models() -> st.SearchStrategy[Model]:
    """Conflicts in option form: one-way and many-valued options, constraints, all kinds of preference."""
    return _strategy(random_option_model)


def forbidding_models() -> st.SearchStrategy[Model]:
    """The same with one to three forbidden moves."""
    return _strategy(random_forbidding_model)


def graph_models() -> st.SearchStrategy[Model]:
    """Conflicts in graph form, with up to eight states and arbitrary moves."""
    return _strategy(random_graph_model)


def any_models() -> st.SearchStrategy[Model]:
    """Conflicts of all three kinds."""
    return st.one_of(option_models(), forbidding_models(), graph_models())
