"""Events together with layers, views, levers and changes of a model."""

from __future__ import annotations

import json
from random import Random
from typing import Any

import numpy as np
import pytest

import countermove
from countermove.conflict import Conflict
from countermove.model.applying import Pulled
from countermove.space.literal import literal_game
from tests.layers.conflicts import LABELS, random_layer


# ---------------------------------------------------------------- layers
def random_layered_events(rng: Random) -> Conflict:
    """Draw a whole of two layers, each with one or two events that may change what somebody wants there."""
    layers: dict[str, Any] = {}
    for label in LABELS[:2]:
        layer = random_layer(rng, label, ("prioritize", "weights"), small=True)
        options = [each for dm in layer["decision_makers"].values() for each in dm["options"]]
        events = {}
        for number in range(rng.choice((1, 2))):
            event: dict[str, Any] = {"possible": rng.choice(options), "lasts": rng.random() < 0.7}
            event["preferences"] = {
                dm: {"prioritize": rng.sample(options, len(options))}
                for dm in layer["decision_makers"]
                if rng.random() < 0.7
            }
            events[f"e_{label}_{number}"] = event
        layers[label] = layer | {"events": events}
    file = {
        "countermove": 1,
        "layers": {label: {"model": layer} for label, layer in layers.items()},
        "overall": {"common": rng.sample(LABELS[:2], 2)},
    }
    return countermove.loads(json.dumps(file))


@pytest.mark.parametrize("seed", range(25))
def test_what_is_wanted_over_all_follows_the_events_of_each_layer(seed: int) -> None:
    rng = Random(seed)
    conflict = random_layered_events(rng)
    space, model = conflict.space, conflict.model
    games = {layer.label: literal_game(layer.model) for layer in model.layers}
    text = {layer.label: layer.places for layer in model.layers}
    order = json.loads(conflict.text or "")["overall"]["common"]

    def part(label: str, state: int) -> int:
        wanted = tuple(space.states.values(state)[place] for place in text[label])
        return next(each for each in games[label].states if games[label].values(each) == wanted)

    parts = {label: [part(label, state) for state in range(space.size)] for label in games}
    for dm, name in enumerate(space.decision_makers):
        own = [label for label in order if name in games[label].decision_makers]
        for here in rng.sample(range(space.size), min(space.size, 24)):
            worth = [
                tuple(
                    games[label].worth(games[label].wanted(name, parts[label][here]), parts[label][state])
                    for label in own
                )
                for state in range(space.size)
            ]
            order_of = {each: k for k, each in enumerate(sorted(set(worth)))}
            liked = space.liked_from(dm, here)
            ranks = np.unique(liked, return_inverse=True)[1]
            assert ranks.tolist() == [order_of[each] for each in worth]


@pytest.mark.parametrize("seed", range(25))
def test_without_links_nash_of_the_whole_is_nash_in_each_layer_events_or_not(seed: int) -> None:
    conflict = random_layered_events(Random(seed))
    for reading in ("neutral", "cautious", "hopeful"):
        read = conflict.reading(reading)
        (found,) = read.against_layers(read.analyze(["nash"], engine="explicit"))
        assert found.whole == found.layered == found.both


SHARED = """
countermove: 1
layers:
  one:
    model:
      countermove: 1
      decision_makers: {ann: {options: {a: A}}}
      events: {storm: {possible: a, probability: 1/2, preferences: {ann: {prioritize: [not a]}}}}
      status_quo: [a]
      preferences: {ann: {prioritize: [a]}}
  two:
    model:
      countermove: 1
      decision_makers: {bob: {options: {b: B}}}
      events: {storm: {possible: not b, probability: 1/2}, drought: {}}
      status_quo: [drought]
      preferences: {bob: {prioritize: [b <-> drought]}}
shared: [events.storm]
decision_makers: {ann: {options: {more: More}}, cat: {options: {c: C}}}
events: {end: {possible: storm and c}}
constraints: [not (more and drought)]
preferences: {cat: {prioritize: [storm -> c]}}
"""


def test_a_shared_event_happens_where_it_may_in_each_of_its_layers() -> None:
    conflict = countermove.loads(SHARED)
    model = conflict.model
    ids = ["ann.a", "ann.more", "bob.b", "cat.c", "events.storm", "events.drought", "events.end"]
    assert [option.id for option in model.options] == ids
    assert conflict.space.states.label(conflict.today() - 1) == "YNNNNYN"
    happenings = conflict.space.happenings
    assert happenings is not None
    may = conflict.states("a and not b and not storm")
    storm = [state for state in range(conflict.state_count) if happenings.targets[0][state] >= 0]
    assert storm == may
    assert [each.after for each in model.regimes] == [("events.storm",)]
    after = conflict.space.liked_from(0, conflict.states("storm")[0])
    assert after[conflict.states("a")].max() < after[conflict.states("not a")].min()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("shared: [events.storm]\n", "", "the layers 'one' and 'two' both have an option 'events.storm'"),
        ("not b, probability: 1/2", "not b, probability: 1/3", "has another probability in 'two'"),
        ("not b, probability: 1/2", "not b, probability: 1/2, lasts: false", "has other levels or moves"),
        ("events: {end:", "events: {drought: {}, end:", "a layer has an event 'drought' already"),
    ],
)
def test_events_of_layers_that_do_not_fit_together_are_refused(old: str, new: str, message: str) -> None:
    assert SHARED.count(old) == 1
    with pytest.raises(countermove.ModelError, match=message):
        countermove.loads(SHARED.replace(old, new))


# ---------------------------------------------------------------- views
def test_who_is_unaware_of_an_event_sees_the_conflict_without_it() -> None:
    text = (countermove.load("forced-deal").text or "").partition("expect:")[0]
    blind = countermove.loads(text + "perceptions: {strong: {unaware: [events.fall]}}\n")
    view = blind.view("strong")
    start, end = text.index("  fall:"), text.index("  force:")
    without = text[:start] + text[end:]
    without = without.replace(
        "      - not fall                # what comes after the leaders is worse than no deal\n", ""
    )
    plain = countermove.loads(without)
    assert [option.id for option in view.model.options] == [option.id for option in plain.model.options]
    assert view.model.regimes == ()
    for reading in ("neutral", "cautious"):
        assert view.reading(reading).analyze().equilibria == plain.reading(reading).analyze().equilibria


def test_a_view_is_read_as_the_conflict_is() -> None:
    text = (countermove.load("forced-deal").text or "").partition("expect:")[0]
    conflict = countermove.loads(
        text + "perceptions: {weak: {preferences: {strong: {prioritize: [press]}}}}\n"
    )
    assert conflict.reading("cautious").view("weak").model.reading == "cautious"


# ---------------------------------------------------------------- levers, changes
LEVERED = """
countermove: 1
decision_makers: {one: {options: {a: A}}}
events: {e: {preferences: {one: {prioritize: [not a]}}}}
status_quo: []
preferences: {one: {prioritize: [not a]}}
levers: {pay: {reward: [{to: one, when: a}], option: {by: one, label: more}}}
"""


def test_what_a_lever_promises_counts_before_and_after_an_event() -> None:
    conflict = countermove.loads(LEVERED)
    model = Pulled(conflict.space.model, ())
    assert [option.id for option in model.model.options] == ["one.a", "events.e"]
    pulled = countermove.loads(LEVERED).levers("a and e")
    assert [[lever.label for lever in each.levers] for each in pulled.sets] == [["pay"]]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("e: {preferences: {one: {prioritize: [not a]}}}", "e: {preferences: {one: {ranking: [1, 2, 3, 4]}}}",
         "an option adds states, and after 'events.e' a ranking lists them all"),
        ("e: {preferences: {one: {prioritize: [not a]}}}",
         "e: {preferences: {one: {weights: [{when: a, weight: 1}]}}}",
         "after 'events.e' the preference of 'one' cannot take this"),
    ],
)  # fmt: skip
def test_what_a_lever_promises_must_fit_after_each_event(old: str, new: str, message: str) -> None:
    assert LEVERED.count(old) == 1
    with pytest.raises(countermove.ModelError, match=message):
        countermove.loads(LEVERED.replace(old, new))


CLAIMED = """
countermove: 1
sources: {s: {}}
claims: {c: {text: C, quotes: [{source: s, quote: Words}]}}
decision_makers: {one: {options: {a: A}}}
events: {e: {because: [c], preferences: {one: {prioritize: [{statement: not a, because: [c]}]}}}}
status_quo: []
preferences: {one: {ranking: [YN, NN, [YY, NY]]}}
"""


def test_without_a_claim_what_is_wanted_after_an_event_goes_with_it() -> None:
    conflict = countermove.loads(CLAIMED)
    changed = countermove.changed(conflict, without=["c"])
    (regime,) = changed.model.regimes
    assert type(regime.preference.by).__name__ == "Indifferent"
    assert [each.element for each in changed.changed.changes] == [  # type: ignore[union-attr]
        "events.e.preferences.one.prioritize[0]",
        "events.e.preferences.one",
    ]


def test_a_ranking_after_an_event_is_carried_over_when_states_go() -> None:
    text = CLAIMED.replace("{prioritize: [{statement: not a, because: [c]}]}", "{ranking: [1, 2, 3, 4]}")
    changed = countermove.changed(countermove.loads(text), set=["constraints=[not (a and e)]"])
    (regime,) = changed.model.regimes
    assert [ref for tier in regime.preference.by.tiers for ref, _ in tier] == ["NN", "YN", "NY"]  # type: ignore[union-attr]


def test_setting_an_event_leaves_expectations_out_and_setting_its_chance_does_not() -> None:
    conflict = countermove.load("forced-deal")
    likelier = countermove.changed(conflict, set=["events.fall.probability=1/2"])
    assert len(likelier.model.expectations) == len(conflict.model.expectations)
    fewer = countermove.changed(conflict, set=["events.quake={}"])
    assert not fewer.model.expectations
