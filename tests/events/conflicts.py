"""Random conflicts in which things happen by themselves."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from random import Random

from countermove.model.condition import Not
from countermove.model.elements import Event, ForbiddenMove, Model, Ranking, Regime
from countermove.space.literal import is_true, literal_game
from tests.strategies import (
    chance,
    option_form,
    random_condition,
    random_names,
    random_options,
    random_preferences,
    statement,
)

MOST_STATES = 48


def random_events(rng: Random, levels: list[int]) -> tuple[Event, ...]:
    """Draw one to three events, whose conditions speak of options and events alike."""
    many = rng.choice((1, 1, 2, 2, 3))
    return tuple(
        Event(
            f"e{k}",
            f"event {k}",
            possible=statement(random_condition(rng, levels + [2] * many)) if chance(rng, 70) else None,
            lasts=not chance(rng, 30),
            probability=Fraction(rng.randint(1, 4), 4) if chance(rng, 70) else None,
        )
        for k in range(1, many + 1)
    )


def random_bars(rng: Random, names: tuple[str, ...], levels: list[int]) -> tuple[ForbiddenMove, ...]:
    """Draw one or two forbidden moves, whose conditions speak of events too."""
    return tuple(
        ForbiddenMove(
            rng.choice(names), random_condition(rng, levels), random_condition(rng, levels, depth=1)
        )
        for _ in range(rng.choice((1, 2)))
    )


def random_event_model(
    rng: Random, *, regimes: bool = True, rankings: bool = True, forbid: bool = False
) -> Model:
    """Draw a conflict in option form with events, and with what they change of what is wanted."""
    while True:
        names = random_names(rng)
        plain = option_form(names, random_options(rng, names))
        levels = [len(each.levels) for each in plain.options]
        model = replace(plain, events=random_events(rng, levels))
        levels += [2] * len(model.events)
        allowed = [rng.randrange(number) for number in levels]
        drawn = [random_condition(rng, levels) for _ in range(rng.choice((0, 0, 1, 1, 2)))]
        sound = [each if is_true(each, allowed) else Not(each) for each in drawn]
        model = replace(model, constraints=tuple(map(statement, sound)))
        if forbid:
            model = replace(model, forbidden_moves=random_bars(rng, names, levels))
        if 1 < len(literal_game(model).states) <= MOST_STATES:
            break
    while True:
        model = random_preferences(rng, model)
        if rankings or not any(isinstance(each.by, Ranking) for each in model.preferences.values()):
            break
    if not regimes:
        return model
    found: list[Regime] = []
    for event in model.events:
        later = random_preferences(rng, model).preferences
        found += [Regime((event.id,), later[name]) for name in names if chance(rng, 50)]
    return replace(model, regimes=tuple(found))
