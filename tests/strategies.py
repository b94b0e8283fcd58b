"""Random conflicts: models built as objects, without YAML.

Each kind is a plain function from a `random.Random` to a Model, so that a numbered seed gives the
same conflict for ever, and a Hypothesis strategy around it that shrinks: a smaller draw is always
the plainer conflict (fewer options, no constraint, free moves, indifference).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from random import Random
from typing import Any

from hypothesis import strategies as st

from countermove.model.condition import And, Condition, Count, Iff, Implies, Is, Not, Or
from countermove.model.elements import (
    NOWHERE,
    YES_NO,
    AllowedMove,
    Arc,
    DecisionMaker,
    ForbiddenMove,
    Indifferent,
    Model,
    Option,
    Power,
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

By = Prioritize | Weights | Ranking | Indifferent
Atoms = list[int]
"""How many levels each option has; in graph form the number of states alone."""


# ---------------------------------------------------------------- models by hand
def model_with(names: Iterable[str]) -> Model:
    """Build a model that has decision makers and nothing else."""
    return Model(
        file="model.yaml", sha256="", title="", summary="", notes="",
        decision_makers=tuple(DecisionMaker(name, name, "", ()) for name in names),
        constraints=(), forbidden_moves=(), states=(), arcs={}, preferences={},
        status_quo=None, status_quo_because=(), status_quo_at=NOWHERE,
    )  # fmt: skip


def with_preferences(model: Model, preferences: Mapping[str, By]) -> Model:
    return replace(model, preferences={name: Preference(name, by) for name, by in preferences.items()})


def option(owner: str, label: str, levels: Sequence[str] = YES_NO, moves: Any = "both") -> Option:
    return Option(label, owner, label, "", tuple(levels), moves)


def option_form(
    names: Iterable[str],
    options: Sequence[Option],
    constraints: Iterable[Condition] = (),
    forbidden: Iterable[ForbiddenMove] = (),
) -> Model:
    """Build a model in option form, still without preferences."""
    model = model_with(names)
    own = {dm: tuple(each for each in options if each.owner == dm.label) for dm in model.decision_makers}
    return replace(
        model,
        decision_makers=tuple(replace(dm, options=listed) for dm, listed in own.items()),
        constraints=tuple(map(statement, constraints)),
        forbidden_moves=tuple(forbidden),
    )


def graph_form(number: int, arcs: Mapping[str, Iterable[tuple[int, int]]]) -> Model:
    """Build a model in graph form, still without preferences; states are numbered from 1, as published."""
    return replace(
        model_with(arcs),
        states=tuple(State(f"s{k}", "") for k in range(1, number + 1)),
        arcs={name: tuple(Arc(a - 1, b - 1) for a, b in listed) for name, listed in arcs.items()},
    )


def statement(condition: Condition) -> Statement:
    return Statement("", condition)


def prioritize(*conditions: Condition) -> Prioritize:
    return Prioritize(tuple(map(statement, conditions)))


def ranking(*tiers: int | str | Sequence[int | str]) -> Ranking:
    """Rank the best first; a list is a tie."""
    lists: list[Sequence[int | str]] = [[tier] if isinstance(tier, int | str) else tier for tier in tiers]
    return Ranking(tuple(tuple((ref, NOWHERE) for ref in each) for each in lists))


def weights(*items: tuple[Condition, Fraction]) -> Weights:
    return Weights(tuple((statement(condition), weight) for condition, weight in items))


def two_by_two(row: list[int], column: list[int]) -> Model:
    """Build a game of two yes/no options; states 1 NN, 2 YN, 3 NY, 4 YY, each side's ranking from the best."""
    model = option_form(("row", "column"), [option("row", "fight"), option("column", "fight")])
    return with_preferences(model, {"row": ranking(*row), "column": ranking(*column)})


def dilemma() -> Model:
    """The prisoner's dilemma: each side would rather fight alone, then peace, then both, then be fought."""
    return two_by_two([2, 1, 4, 3], [3, 1, 4, 2])


def chicken() -> Model:
    """As the dilemma, but that both fight is the worst for both."""
    return two_by_two([2, 1, 3, 4], [3, 1, 2, 4])


# ---------------------------------------------------------------- random conditions
def chance(rng: Random, in_hundred: int) -> bool:
    """Draw a yes; a small draw is a no, so that shrinking leaves things out."""
    return rng.randrange(100) >= 100 - in_hundred


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


# ---------------------------------------------------------------- random preferences
def random_preferences(rng: Random, model: Model) -> Model:
    """Give each decision maker of a model a preference of any kind, with ties."""
    graph = model.graph_form
    levels = [len(model.states)] if graph else [len(each.levels) for each in model.options]
    game = literal_game(model)

    def preference() -> By:
        kind = rng.randrange(10)
        if kind == 0:
            return Indifferent()
        if kind < 4:
            return prioritize(*(random_condition(rng, levels, graph=graph) for _ in range(rng.randint(1, 5))))
        if kind < 6:
            conditions = [
                random_condition(rng, levels, graph=graph, depth=1) for _ in range(rng.randint(1, 5))
            ]
            return weights(
                *((each, Fraction(rng.randint(-6, 6), rng.choice((1, 1, 2, 3)))) for each in conditions)
            )
        return random_ranking(rng, game)

    return with_preferences(model, {dm.label: preference() for dm in model.decision_makers})


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
    return replace(ranking(*tiers), greatly=greatly)


# ---------------------------------------------------------------- random conflicts
def random_names(rng: Random) -> tuple[str, ...]:
    return NAMES[: rng.choice((2, 2, 3, 3, 4))]


def random_options(rng: Random, names: tuple[str, ...]) -> list[Option]:
    """Draw one to three options for each decision maker."""
    drawn: list[Option] = []
    room = rng.choice(SIZES)
    one_way = chance(rng, 50)
    for number in range(1, 4):
        for name in names:
            levels = rng.choice(LEVELS)
            if number == 1 and len(levels) * 2 > room:
                levels = YES_NO
            elif number > 1 and (len(levels) > room or not chance(rng, 70)):
                continue
            room //= len(levels)
            drawn.append(option(name, f"o{number}", levels, rng.choice(MOVES) if one_way else "both"))
    return drawn


def random_option_model(rng: Random, *, forbid: bool = False) -> Model:
    """Draw a conflict in option form; one combination of levels at least is feasible."""
    names = random_names(rng)
    options = random_options(rng, names)
    levels = [len(each.levels) for each in option_form(names, options).options]
    allowed = [rng.randrange(number) for number in levels]
    drawn = [random_condition(rng, levels) for _ in range(rng.choice((0, 0, 1, 1, 2, 3)))]
    constraints = [each if is_true(each, allowed) else Not(each) for each in drawn]
    forbidden = [
        ForbiddenMove(
            rng.choice(names),
            random_condition(rng, levels, depth=rng.randrange(2)),
            random_condition(rng, levels, depth=rng.randrange(2)),
        )
        for _ in range(rng.randint(1, 3) if forbid else 0)
    ]
    return random_preferences(rng, option_form(names, options, constraints, forbidden))


def random_forbidding_model(rng: Random) -> Model:
    """Draw a conflict in option form with forbidden moves."""
    return random_option_model(rng, forbid=True)


def random_graph_model(rng: Random) -> Model:
    """Draw a conflict in graph form, its moves in general neither transitive nor reversible."""
    names = random_names(rng)
    number = rng.randint(2, 8)
    density = rng.choice((15, 30, 50))
    pairs = [(a, b) for a in range(1, number + 1) for b in range(1, number + 1) if a != b]
    arcs = {name: [pair for pair in pairs if chance(rng, density)] for name in names}
    return random_preferences(rng, graph_form(number, arcs))


def random_unranked_model(rng: Random, far: int = 10**12) -> Model:
    """Draw a conflict in option form that ranks no states one by one, as both engines take it.

    Its preferences are statements, exact weights (some of them as far apart as ``far``) or indifference.
    """
    model = random_option_model(rng)
    levels = [len(each.levels) for each in model.options]

    def by() -> Prioritize | Weights:
        conditions = [random_condition(rng, levels) for _ in range(rng.randint(1, 5))]
        if rng.random() < 0.5:
            return prioritize(*conditions)
        apart = rng.choice((1, 1, 1, far))
        return weights(
            *(
                (each, Fraction(rng.randint(-4, 4) * apart + rng.randint(-2, 2), rng.choice((1, 2, 3))))
                for each in conditions
            )
        )

    drawn = {
        name: by() if isinstance(each.by, Ranking) or rng.random() < 0.3 else each.by
        for name, each in model.preferences.items()
    }
    return with_preferences(model, drawn)


def random_strict_pair(rng: Random, states: int = 24) -> Model:
    """Draw a conflict of two decision makers who are never indifferent, of any kind, with so many states."""
    while True:
        model = rng.choice((random_option_model, random_forbidding_model, random_graph_model))(rng)
        number = len(literal_game(model).states)
        if len(model.decision_makers) == 2 and number <= states:
            orders = {
                dm.label: ranking(*rng.sample(range(1, number + 1), number)) for dm in model.decision_makers
            }
            return with_preferences(model, orders)


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


def random_barred_model(rng: Random) -> Model:
    """Draw a conflict that ranks no states one by one, with forbidden and added moves."""
    model = random_unranked_model(rng)
    levels = [len(each.levels) for each in model.options]
    names = [dm.label for dm in model.decision_makers]

    def place() -> Condition:
        return random_condition(rng, levels, depth=rng.randrange(2))

    forbidden = tuple(ForbiddenMove(rng.choice(names), place(), place()) for _ in range(rng.randint(1, 3)))
    allowed = tuple(AllowedMove(rng.choice(names), place(), place()) for _ in range(rng.choice((0, 0, 1))))
    return replace(model, forbidden_moves=forbidden, allowed_moves=allowed)


def random_forcing_model(rng: Random) -> Model:
    """Draw a conflict as `random_barred_model` does, in which decision makers can force options of others."""
    model = random_barred_model(rng) if chance(rng, 60) else random_unranked_model(rng)
    levels = [len(each.levels) for each in model.options]

    def power() -> Power:
        option = rng.choice(model.options)
        by = rng.choice([dm.label for dm in model.decision_makers if dm.label != option.owner])
        to = rng.randrange(len(option.levels)) if chance(rng, 50) else None
        when = statement(random_condition(rng, levels, depth=rng.randrange(2))) if chance(rng, 50) else None
        return Power(by, option.id, to, when)

    required = [
        ForbiddenMove(each.owner, And((Is(k, 0), Not(needed))), Not(Is(k, 0)), option=each.id)
        for k, each in enumerate(model.options)
        if chance(rng, 30)
        for needed in [random_condition(rng, levels, depth=1)]
    ]
    return replace(
        model,
        forbidden_moves=(*model.forbidden_moves, *required),
        powers=tuple(power() for _ in range(rng.randint(1, 4))),
    )
