"""Pairs of models of one conflict, and what their states mean."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from random import Random
from typing import Any

from countermove.model.condition import And, Condition, Count, Iff, Implies, Is, Not, Or
from countermove.model.elements import (
    Arc,
    ForbiddenMove,
    Model,
    Prioritize,
    Ranking,
    State,
    Statement,
    StatePattern,
    Weights,
)
from countermove.space import build
from countermove.space.literal import LiteralGame, is_true, literal_game
from tests.strategies import (
    chance,
    random_condition,
    random_forbidding_model,
    random_graph_model,
    random_option_model,
    random_preferences,
    ranking,
)

Meaning = Any


def meaning(game: LiteralGame, state: int, shared: Collection[str] | None = None) -> Meaning:
    if game.model.graph_form:
        return game.label(state)
    pairs = zip(game.model.options, game.values(state), strict=True)
    return frozenset(
        (each.id, each.levels[level]) for each, level in pairs if shared is None or each.id in shared
    )


def renumbered(condition: Condition, to: dict[tuple[int, int], tuple[int, int]]) -> Condition:
    """The same condition where options and levels stand elsewhere."""

    def again(parts: Collection[Condition]) -> tuple[Condition, ...]:
        return tuple(renumbered(part, to) for part in parts)

    match condition:
        case Is(at, level):
            return Is(*to[at, level])
        case Not(part):
            return Not(renumbered(part, to))
        case And(parts):
            return And(again(parts))
        case Or(parts):
            return Or(again(parts))
        case Implies(one, other):
            return Implies(*again((one, other)))
        case Iff(one, other):
            return Iff(*again((one, other)))
        case Count(parts, low, many):
            return Count(again(parts), low, many)


def shuffled(rng: Random, model: Model) -> Model:
    """The same conflict with its decision makers, options and levels in another order."""
    dms = [
        replace(dm, options=tuple(rng.sample(dm.options, len(dm.options)))) for dm in model.decision_makers
    ]
    rng.shuffle(dms)
    dms = [
        replace(
            dm,
            options=tuple(
                replace(each, levels=tuple(rng.sample(each.levels, len(each.levels))))
                if each.moves == "both" and len(each.levels) > 2
                else each
                for each in dm.options
            ),
        )
        for dm in dms
    ]
    made = replace(model, decision_makers=tuple(dms))
    places = {each.id: (index, each) for index, each in enumerate(made.options)}
    to = {
        (index, level): (places[each.id][0], places[each.id][1].levels.index(name))
        for index, each in enumerate(model.options)
        for level, name in enumerate(each.levels)
    }

    def moved(statement: Statement) -> Statement:
        return replace(statement, condition=renumbered(statement.condition, to))

    preferences = {}
    for label, preference in model.preferences.items():
        by = preference.by
        if isinstance(by, Prioritize):
            by = Prioritize(tuple(map(moved, by.statements)))
        elif isinstance(by, Weights):
            by = Weights(tuple((moved(each), weight) for each, weight in by.items))
        preferences[label] = replace(preference, by=by)
    forbidden = [
        ForbiddenMove(each.by, renumbered(each.source, to), renumbered(each.target, to))
        for each in model.forbidden_moves
    ]
    return ranked_anew(
        rng,
        model,
        replace(
            made,
            preferences=preferences,
            constraints=tuple(map(moved, model.constraints)),
            forbidden_moves=tuple(forbidden),
        ),
    )


def ranked_anew(rng: Random, model: Model, made: Model) -> Model:
    """Rank the states that there are now in the order of those that mean the same, others somewhere."""
    before, after = literal_game(model), literal_game(made)
    preferences = dict(made.preferences)
    for label, preference in made.preferences.items():
        if isinstance(preference.by, Ranking):
            worth = {meaning(before, state): before._worth[label][state] for state in before.states}
            default = rng.choice(list(worth.values()))
            tiers: dict[Any, list[int | str]] = {}
            for state in after.states:
                tiers.setdefault(worth.get(meaning(after, state), default), []).append(state + 1)
            preferences[label] = replace(
                preference, by=ranking(*(tiers[each] for each in sorted(tiers)[::-1]))
            )
    return replace(made, preferences=preferences)


def constrained(rng: Random, model: Model) -> Model:
    """The conflict with a constraint more or less."""
    if model.constraints and chance(rng, 50):
        made = replace(model, constraints=model.constraints[1:])
    else:
        game = literal_game(model)
        values = game.values(rng.choice(list(game.states)))
        drawn = random_condition(rng, [len(each.levels) for each in model.options])
        sound = drawn if is_true(drawn, values) else Not(drawn)
        made = replace(model, constraints=(*model.constraints, Statement("a new one", sound)))
    return ranked_anew(rng, model, made)


def preferring(rng: Random, model: Model) -> Model:
    """The conflict with other preferences of one decision maker."""
    label = rng.choice(model.decision_makers).label
    other = random_preferences(rng, model).preferences[label]
    return replace(model, preferences={**model.preferences, label: other})


def with_status_quo(rng: Random, model: Model, like: Model | None = None) -> Model:
    """The conflict with a state of today, where ``like`` has one mostly the same."""
    game = literal_game(model)
    chosen = rng.choice(list(game.states))
    if like is not None and chance(rng, 80):
        there = literal_game(like)
        same = [
            state
            for state in game.states
            if meaning(game, state) == meaning(there, build(like).status_quo or 0)
        ]
        chosen = (same or [chosen])[0]
    status_quo = chosen + 1 if model.graph_form else StatePattern(game.values(chosen))
    return replace(model, status_quo=status_quo)


def option_pair(rng: Random) -> tuple[Model, Model]:
    before = with_status_quo(rng, rng.choice((random_option_model, random_forbidding_model))(rng))
    after = before
    if chance(rng, 60):
        after = shuffled(rng, after)
    if chance(rng, 50):
        after = constrained(rng, after)
    if chance(rng, 60):
        after = preferring(rng, after)
    return before, with_status_quo(rng, after, before)


def graph_pair(rng: Random) -> tuple[Model, Model]:
    before = with_status_quo(rng, random_graph_model(rng))
    number = len(before.states)
    order = rng.sample(range(number), number)
    place = {old: new for new, old in enumerate(order)}
    arcs = {
        dm: tuple(Arc(place[arc.source], place[arc.target]) for arc in listed if chance(rng, 85))
        for dm, listed in before.arcs.items()
    }
    states = tuple(before.states[old] for old in order)
    if chance(rng, 30):
        states = (*states[:-1], State("another", ""))
    after = random_preferences(rng, replace(before, states=states, arcs=arcs))
    return before, with_status_quo(rng, after, before)
