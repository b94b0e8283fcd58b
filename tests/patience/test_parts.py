"""What lasts within layers, views, after events, and with levers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from fractions import Fraction
from random import Random
from typing import Any

import numpy as np
import pytest

import countermove
from countermove.analyses.patience import worth_from
from countermove.analyses.patience_courses import choice
from countermove.model.applying import Pulled
from countermove.space import build
from tests.patience.conflicts import patience, wanting, weights
from tests.patience.literal import in_plain_weights

SEEDS = range(30)
TRIED = [Fraction(0), Fraction(1, 3), Fraction(1, 2), Fraction(4, 5), Fraction(99, 100)]
INSIDE = [Fraction(k, 13) for k in range(13)]
IDS = ["nash", "gmr", "smr", "seq"]


def load(file: Mapping[str, Any]) -> countermove.Conflict:
    return countermove.loads(json.dumps(file))


def ranked(conflict: countermove.Conflict) -> list[list[int]]:
    return [np.unique(ranks, return_inverse=True)[1].tolist() for ranks in conflict.space.ranks]


# ---------------------------------------------------------------- layers
def layered(seed: int, *, in_order: bool) -> dict[str, Any]:
    """Draw two layers in which ann stands; in one of them, or both, something lasts for her."""
    rng = Random(f"layers and patience {seed}")
    both = rng.random() < 0.5
    d = str(patience(rng))
    layers = {}
    for label, other in (("north", "bob"), ("south", "cat")):
        options = [f"ann_{label}", f"{other}_{label}"]
        own = wanting(rng, options, lasting=both or label == "south")
        if "patience" in own:
            own["patience"] = d
        layers[label] = {
            "model": {
                "countermove": 1,
                "decision_makers": {
                    dm: {"options": {option: None}}
                    for dm, option in zip(("ann", other), options, strict=True)
                },
                "preferences": {"ann": own, other: wanting(rng, options, lasting=False)},
                "status_quo": [],
            }
        }
    overall: Any = ["north", "south"] if in_order else {"north": rng.choice((1, "1/2", 2)), "south": 3}
    return {"countermove": 1, "layers": layers, "overall": {"ann": overall}}


def plain_layers(file: dict[str, Any], d: Fraction | None = None) -> dict[str, Any]:
    """Return the same with plain weights in each layer, of ann's patience."""
    layers = {}
    for label, layer in file["layers"].items():
        model = layer["model"]
        wants = {
            dm: in_plain_weights(each, d if dm == "ann" else None)
            for dm, each in model["preferences"].items()
        }
        layers[label] = {"model": {**model, "preferences": wants}}
    return {**file, "layers": layers}


@pytest.mark.parametrize("in_order", [False, True])
def test_what_lasts_in_a_layer_lasts_in_the_whole(in_order: bool) -> None:
    changed = 0
    for seed in SEEDS:
        file = layered(seed, in_order=in_order)
        conflict = load(file)
        assert ranked(conflict) == ranked(load(plain_layers(file))), seed
        assert list(conflict.patience) == ["ann"]
        for d in TRIED:
            there = load(plain_layers(file, d))
            asked = conflict.patient({"ann": d})
            assert ranked(asked) == ranked(there), (seed, d)
            for label in ("north", "south"):
                assert ranked(asked.layer(label)) == ranked(there.layer(label)), (seed, d, label)
        found = conflict.over_patience("ann", IDS)
        changed += len(found.changing)
        for d in {*(each.middle for each in found.stretches), *INSIDE} if seed < 5 else ():
            analysis = load(plain_layers(file, d)).analyze(IDS, engine="explicit")
            (place,) = (k for k, each in enumerate(found.stretches) if d in each)
            for concept in IDS:
                assert np.array_equal(found.stable[concept][place], analysis.stable[concept]), (seed, d)
    assert changed > 15, "patience matters in many of them"


def test_in_an_order_of_layers_the_patience_is_told_wherever_it_lasts() -> None:
    for seed in SEEDS:
        file = layered(seed, in_order=True)
        said = file["layers"]["south"]["model"]["preferences"]["ann"]["patience"]
        assert load(file).patience == {"ann": Fraction(said)}


def test_layers_that_differ_on_a_patience_are_refused() -> None:
    file = layered(1, in_order=False)
    for label, d in (("north", "1/2"), ("south", "2/3")):
        own = {"weights": [{"when": f"ann_{label}", "weight": 1}]}
        own |= {"each_period": [{"when": f"ann_{label}", "weight": -1}], "patience": d}
        file["layers"][label]["model"]["preferences"]["ann"] = own
    with pytest.raises(countermove.ModelError) as caught:
        load(file)
    said = "'ann' has the patience 1/2 in layer 'north' and 2/3 in layer 'south'; give it the same in both"
    assert [said in str(each) for each in caught.value.problems] == [True]


def test_a_layer_that_lasts_is_asked_by_itself_where_the_whole_wants_something_else() -> None:
    file = layered(2, in_order=False)
    file["preferences"] = {"ann": {"prioritize": ["ann_south"]}}
    del file["overall"]
    conflict = load(file)
    assert conflict.patience == {}
    assert conflict.patient({"ann": "1/7"}).layer("south").patience == {"ann": Fraction(1, 7)}


# ---------------------------------------------------------------- views
def seen(seed: int) -> dict[str, Any]:
    """Draw a conflict in which bob believes that something lasts for ann, who wants something like it."""
    rng = Random(f"views and patience {seed}")
    options = ["a", "b", "c"]
    return {
        "countermove": 1,
        "decision_makers": {"ann": {"options": {"a": None, "b": None}}, "bob": {"options": {"c": None}}},
        "preferences": {
            "ann": wanting(rng, options, lasting=True),
            "bob": wanting(rng, options, lasting=True),
        },
        "perceptions": {"bob": {"preferences": {"ann": wanting(rng, options, lasting=True)}}},
    }


def plain_views(file: dict[str, Any], given: Mapping[str, Fraction]) -> dict[str, Any]:
    wants = {dm: in_plain_weights(each, given.get(dm)) for dm, each in file["preferences"].items()}
    believed = in_plain_weights(file["perceptions"]["bob"]["preferences"]["ann"])
    return {**file, "preferences": wants, "perceptions": {"bob": {"preferences": {"ann": believed}}}}


def test_what_lasts_may_be_believed_and_another_patience_leaves_beliefs_alone() -> None:
    for seed in SEEDS:
        file = seen(seed)
        for given in ({}, {"ann": Fraction(1, 4)}, {"ann": Fraction(8, 9), "bob": Fraction(2, 5)}):
            one, other = load(file).patient(given), load(plain_views(file, given))
            assert ranked(one.view("bob")) == ranked(other.view("bob")), (seed, given)
            found = [each.holding for each in one.perceived(IDS)]
            assert found == [each.holding for each in other.perceived(IDS)], (seed, given)
        own = load(file).view("bob")
        believed = file["perceptions"]["bob"]["preferences"]["ann"]["patience"]
        assert own.patience["ann"] == Fraction(believed)


def test_a_view_without_an_option_has_what_lasts_without_it() -> None:
    file = seen(3)
    file["preferences"]["bob"]["each_period"] = [{"when": "a", "weight": 2}, {"when": "c", "weight": -1}]
    file["perceptions"] = {"bob": {"unaware": ["ann.a"]}}
    view = load(file).view("bob")
    worths = worth_from(view.space, 1, None)
    assert worths is not None
    assert set(worths[0].each_period.tolist()) == {0, -1 * int(abs(worths[0].each_period).max())}


# ---------------------------------------------------------------- events
def happening(seed: int) -> dict[str, Any]:
    """Draw a conflict in which an event changes what ann wants, before and after it something that lasts."""
    rng = Random(f"events and patience {seed}")
    options = ["a", "b", "c"]
    return {
        "countermove": 1,
        "decision_makers": {"ann": {"options": {"a": None, "b": None}}, "bob": {"options": {"c": None}}},
        "events": {
            "storm": {
                "possible": rng.choice(("a", "c", "not b")),
                "lasts": rng.random() < 0.5,
                "preferences": {"ann": wanting(rng, [*options, "storm"], lasting=rng.random() < 0.7)},
            }
        },
        "preferences": {
            "ann": wanting(rng, options, lasting=True),
            "bob": wanting(rng, options, lasting=False),
        },
        "status_quo": [],
    }


def plain_events(file: dict[str, Any], d: Fraction | None) -> dict[str, Any]:
    storm = file["events"]["storm"]
    later = {"ann": in_plain_weights(storm["preferences"]["ann"], d)}
    wants = {**file["preferences"], "ann": in_plain_weights(file["preferences"]["ann"], d)}
    return {**file, "preferences": wants, "events": {"storm": {**storm, "preferences": later}}}


@pytest.mark.parametrize("reading", ["neutral", "cautious", "hopeful"])
def test_what_is_wanted_from_an_event_on_may_last(reading: str) -> None:
    for seed in SEEDS:
        file = happening(seed)
        conflict = load(file).reading(reading)
        for d in (None, Fraction(0), Fraction(5, 7)):
            one = conflict if d is None else conflict.patient({"ann": d})
            other = load(plain_events(file, d)).reading(reading)
            made, expected = (each.analyze(IDS, engine="explicit") for each in (one, other))
            for concept in IDS:
                assert np.array_equal(made.stable[concept], expected.stable[concept]), (seed, d)
        if seed < 10:
            found = conflict.over_patience("ann", IDS)
            for d in {*(each.middle for each in found.stretches), *INSIDE}:
                there = load(plain_events(file, d)).reading(reading).analyze(IDS, "explicit")
                (place,) = (k for k, each in enumerate(found.stretches) if d in each)
                for concept in IDS:
                    assert np.array_equal(found.stable[concept][place], there.stable[concept]), (seed, d)
            menu = conflict.menu("ann")
            ranks = choice(conflict.space, menu.dm, menu.courses)
            assert ranks is not None
            for stretch, told in zip(ranks.stretches, ranks.ranks, strict=True):
                plainly = load(plain_events(file, stretch.middle)).reading(reading).menu("ann").courses
                by_start = {course.start: course.rank for course in plainly}
                assert [by_start[course.start] for course in menu.courses] == list(told), (seed, stretch)


# ---------------------------------------------------------------- levers
def test_a_reward_counts_once() -> None:
    rng = Random("levers and patience")
    for _ in range(10):
        lasting = weights(rng, ["a", "c"])
        own = {"weights": weights(rng, ["a", "c"]), "each_period": lasting, "patience": "2/3"}
        file = {
            "countermove": 1,
            "decision_makers": {"ann": {"options": {"a": None}}, "bob": {"options": {"c": None}}},
            "preferences": {"ann": own, "bob": "indifferent"},
            "status_quo": [],
            "levers": {"aid": {"reward": [{"to": "ann", "when": "a and c", "weight": 5}]}},
        }
        model = load(file).model
        pulled = build(Pulled(model, model.levers).model)
        own["weights"] = [*own["weights"], {"when": "a and c", "weight": 5}]
        told = ranked(load({**file, "levers": {}}))
        assert [np.unique(each, return_inverse=True)[1].tolist() for each in pulled.ranks] == told


def test_where_an_order_of_layers_lasts_a_promise_counts_in_its_place_among_them() -> None:
    """It decides where all before it finds states equal, and all after it decides where it does."""
    told_apart = 0
    for seed in SEEDS:
        file = layered(seed, in_order=True)
        whole = load(file)
        north = file["layers"]["north"]["model"]["preferences"]["ann"]
        first = load({**file, "preferences": {"ann": north}}).space.ranks[0].tolist()
        both = whole.space.ranks[0].tolist()
        states = whole.space.states
        kept = [states.label(state)[0] == "Y" for state in range(len(both))]
        expected = {1: (kept, both), 2: (first, kept, both), 3: (both, kept)}
        found = {}
        for place, keys in expected.items():
            promised = {"to": "ann", "when": "ann_north", "before": place}
            model = load({**file, "levers": {"aid": {"reward": [promised]}}}).model
            found[place] = np.unique(build(Pulled(model, model.levers).model).ranks[0], return_inverse=True)[
                1
            ]
            worth = list(zip(*keys, strict=True))
            assert found[place].tolist() == [sorted(set(worth)).index(each) for each in worth], (seed, place)
        told_apart += len({tuple(each.tolist()) for each in found.values()}) == 3
    assert told_apart > 3


def test_where_an_order_of_layers_lasts_a_promise_has_no_weight() -> None:
    for promised, said in (
        (
            {"weight": 1},
            "'ann' puts layers in order, so that a weight has no measure; write 'before: 1' instead",
        ),
        ({"before": 4}, "'ann' puts 2 layers in order; write a place from 1 to 3"),
    ):
        file = layered(4, in_order=True)
        file["levers"] = {"aid": {"reward": [{"to": "ann", "when": "ann_north", **promised}]}}
        with pytest.raises(countermove.ModelError) as caught:
            load(file)
        (problem,) = caught.value.problems
        assert said in str(problem)
