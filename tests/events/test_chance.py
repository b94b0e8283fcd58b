"""The chain of resting states: worked by hand, and held between bounds that following it step by step gives."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest

import countermove
from countermove.analyses import chance as chances
from countermove.analyses.chance import Chance, chance
from countermove.analyses.graph import closure
from countermove.errors import LimitError, UsageError
from countermove.space import Space, build
from countermove.space.literal import LiteralGame, literal_game
from tests.events.conflicts import random_event_model
from tests.events.literal import one_draw, resting

STEPS = 40
ONE = Fraction(1)

SWITCH = """
countermove: 1
decision_makers: {one: {options: {a: A}}}
events: {e: {lasts: false, probability: 1/3, preferences: {one: {prioritize: [not a]}}}}
status_quo: []
preferences: {one: {prioritize: [a]}}
"""

DEAL = """
countermove: 1
decision_makers:
  strong: {options: {press: Press}}
  weak: {options: {give: Give in}}
events:
  fall: {possible: give, probability: 1/4, preferences: {weak: {prioritize: [not give]}}}
  relief: {possible: press, probability: 1/2, preferences: {strong: {prioritize: [not press]}}}
status_quo: [press]
preferences:
  strong: {prioritize: [press]}
  weak: {prioritize: [give <-> press]}
"""


def shares(space: Space, found: Chance) -> dict[str, Fraction]:
    return {space.states.label(state): share for state, share in found.shares.items()}


# ---------------------------------------------------------------- by hand
def test_an_event_that_comes_and_goes() -> None:
    """With e (a third of the periods) it rests in not a, otherwise in a."""
    space = countermove.loads(SWITCH).space
    found = chance(space, 0)
    assert {space.states.label(state): share for state, share in found.first.items()} == {"YN": ONE}
    assert shares(space, found) == {"YN": Fraction(2, 3), "NY": Fraction(1, 3)}
    assert [(end.probability, len(end.states)) for end in found.ends] == [(ONE, 2)]


def test_a_deal_that_may_fall() -> None:
    """The order of the options is press, give, fall, relief.

    Rest comes first in YYNN. There, in each period: neither event with 3/8, and it stays; fall alone with
    1/8, the weak takes back what it gave: YNYN; relief alone with 3/8, the strong stops pressing and the weak
    giving in: NNNY; both with 1/8: the weak drops, the strong drops: NNYY. In YNYN relief comes at last: NNYY.
    In NNNY and NNYY nothing is pressed and nothing given, so that no event can come. So NNNY ends with
    (3/8) / (5/8) = 3/5, NNYY with 2/5.
    """
    space = countermove.loads(DEAL).space
    found = chance(space, space.status_quo or 0)
    assert {space.states.label(state): share for state, share in found.first.items()} == {"YYNN": ONE}
    assert shares(space, found) == {"NNNY": Fraction(3, 5), "NNYY": Fraction(2, 5)}
    assert not found.circling


def test_improvements_that_go_on_for_ever_have_no_rest() -> None:
    text = """
countermove: 1
decision_makers: {one: {options: {a: A}}, two: {options: {b: B}}}
events: {stop: {probability: 1/2, possible: not a}}
status_quo: []
preferences: {one: {prioritize: [a <-> b]}, two: {prioritize: [not (a <-> b)]}}
"""
    found = chance(countermove.loads(text).space, 0)
    assert (found.first, found.shares, found.circling) == ({}, {}, ONE)


def test_an_event_without_probability_does_not_happen_there() -> None:
    text = SWITCH.replace("probability: 1/3, ", "").replace("events: {", "events: {f: {probability: 1}, ")
    space = countermove.loads(text).space
    found = chance(space, 0)
    assert found.left_out == ("e",)
    assert shares(space, found) == {"YYN": ONE}
    with pytest.raises(UsageError, match="no event has a probability; write 'probability: 1/4'"):
        chance(countermove.loads(SWITCH.replace("probability: 1/3, ", "")).space, 0)


@pytest.mark.parametrize(
    ("text", "limit", "value", "said"),
    [
        (DEAL, "MAX_STATES", 2, "more than 2 states come up; start from a state nearer the end"),
        (DEAL, "MAX_DRAWN", 1, "more than 1 events are open in one state; leave probabilities out"),
        (SWITCH, "MAX_TOGETHER", 1, "2 states lead to each other in a circle"),
    ],
)
def test_what_is_too_much_is_refused(
    monkeypatch: pytest.MonkeyPatch, text: str, limit: str, value: int, said: str
) -> None:
    space = countermove.loads(text).space
    monkeypatch.setattr(chances, limit, value)
    with pytest.raises(LimitError, match=said):
        chance(space, space.status_quo or 0)


# ---------------------------------------------------------------- between bounds
def random_chain(seed: int) -> tuple[Space, LiteralGame]:
    rng = Random(seed)
    model = random_event_model(rng)
    if all(event.probability is None for event in model.events):
        model = replace(model, events=(replace(model.events[0], probability=ONE / 3), *model.events[1:]))
    return build(model), literal_game(model)


@pytest.mark.parametrize("seed", range(80))
def test_the_first_rest_lies_between_what_has_come_and_what_may_come(seed: int) -> None:
    space, game = random_chain(seed)
    start = Random(seed).randrange(space.size)
    found = chance(space, start)
    least, open_ = resting(game, {start: ONE}, STEPS)
    assert set(found.first) >= set(least)
    for state, share in found.first.items():
        assert least.get(state, 0) <= share <= least.get(state, 0) + open_
    circling = 1 - sum(found.first.values())
    assert 0 <= circling <= open_


@pytest.mark.parametrize("seed", range(80))
def test_long_run_shares_are_those_that_another_period_leaves_as_they_are(seed: int) -> None:
    """In each end the shares reproduce themselves, between bounds, and no period leads out of it."""
    space, game = random_chain(seed)
    found = chance(space, Random(seed).randrange(space.size))
    assert sum((end.probability for end in found.ends), found.circling) == 1
    for end in found.ends:
        assert sum(end.states.values()) == 1
        assert min(end.states.values()) > 0
        after = {state: resting(game, one_draw(game, state), STEPS) for state in end.states}
        assert {state for least, _ in after.values() for state in least} <= set(end.states)
        nexts = {state: set(least) for state, (least, _) in after.items()}
        assert all(closure([state], nexts) == set(end.states) for state in end.states)
        for state, share in end.states.items():
            least = sum(end.states[each] * rest.get(state, 0) for each, (rest, _) in after.items())
            under_way = sum(end.states[each] * open_ for each, (_, open_) in after.items())
            assert least <= share <= least + under_way


@pytest.mark.parametrize("seed", range(80))
def test_ends_are_as_likely_as_following_many_periods_says(seed: int) -> None:
    space, game = random_chain(seed)
    start = Random(seed).randrange(space.size)
    found = chance(space, start)
    here, lost = resting(game, {start: ONE}, STEPS)
    periods = {}
    for _ in range(12):
        following: dict[int, Fraction] = {}
        for state, share in here.items():
            if state not in periods:
                periods[state] = resting(game, one_draw(game, state), STEPS)
            rest, open_ = periods[state]
            lost += share * open_
            for target, part in rest.items():
                following[target] = following.get(target, Fraction(0)) + share * part
        here = following
    inside = {state for end in found.ends for state in end.states}
    undecided = lost + sum(share for state, share in here.items() if state not in inside)
    for end in found.ends:
        least = sum(here.get(state, Fraction(0)) for state in end.states)
        assert least <= end.probability <= least + undecided
