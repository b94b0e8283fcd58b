"""A whole is what the definition of a hierarchical graph model says, by both engines."""

from __future__ import annotations

import json
from random import Random

import pytest

import countermove
from countermove.analyses.layers import Against, Example
from countermove.concepts import Concept, Form, Game, all_concepts
from countermove.space import OptionStates
from countermove.stability import unmet
from tests.layers.conflicts import Layered, random_layer, random_layered

SEEDS = range(50)


def drawn(seed: int, *, links: bool, barred: bool = False) -> Layered:
    return random_layered(Random(f"layers {links} {seed}"), links=links, barred=barred)


def state_of(layered: Layered, state: int) -> int:
    """Return the index in the conflict of a state of the defined game."""
    model = layered.conflict.model
    levels = [0] * len(model.options)
    for layer, part in zip(model.layers, layered.game.values(layered.game.parts[state]), strict=True):
        for place, level in zip(layer.places, part, strict=True):
            levels[place] = level
    states = layered.conflict.space.states
    assert isinstance(states, OptionStates)
    found = states.index(levels)
    assert found is not None
    return found


@pytest.mark.parametrize(("links", "barred"), [(False, False), (True, False), (False, True), (True, True)])
def test_a_whole_is_the_game_that_the_definition_describes(links: bool, barred: bool) -> None:
    """What a layer forbids, too, it forbids of moves in that layer alone."""
    decided = 0
    for seed in SEEDS:
        layered = drawn(seed, links=links, barred=barred)
        conflict, game = layered.conflict, layered.game
        assert tuple(conflict.decision_makers) == game.decision_makers
        assert conflict.state_count == len(game.states), seed
        to_state = {state: state_of(layered, state) for state in game.states}
        concepts = [
            each for each in all_concepts() if isinstance(each.form, Form) and not unmet(conflict.space, each)
        ]
        explicit = conflict.analyze([each.id for each in concepts], engine="explicit")
        symbolic = conflict.analyze([each.id for each in concepts], engine="symbolic")
        for concept in concepts:
            for dm, label in enumerate(game.decision_makers):
                for state in game.states:
                    expected = concept.reference(game, label, state)
                    said = [each.is_stable(concept.id, dm, to_state[state]) for each in (explicit, symbolic)]
                    assert said == [expected, expected], (seed, concept.id, label, state)
                    decided += 1
    assert decided > 5_000


def test_a_layer_may_have_more_options_than_an_array_has_axes() -> None:
    labels = [f"plan_{k}" for k in range(70)]
    layer = {
        "countermove": 1,
        "decision_makers": {"common": {"options": {label: label for label in labels}}},
        "constraints": [f"at_most_one({', '.join(labels)})"],
        "preferences": {"common": {"prioritize": ["plan_3"]}},
    }
    other = random_layer(Random("small"), "other", ("prioritize",), small=True)
    layers = {"many": {"model": layer}, "other": {"model": other}}
    whole = countermove.loads(
        json.dumps({"countermove": 1, "layers": layers, "overall": {"common": ["many", "other"]}})
    )
    for engine in ("explicit", "symbolic"):
        (nash,) = whole.against_layers(whole.analyze(["nash"], engine=engine))
        assert nash.local["many"] == 1
        assert nash.whole == nash.layered == nash.both == nash.local["other"]


def test_a_whole_of_one_layer_is_that_layer() -> None:
    for seed in SEEDS:
        layer = random_layer(
            Random(f"one layer {seed}"), "only", ("prioritize", "weights", "ranking"), small=False
        )
        whole = countermove.loads(json.dumps({"countermove": 1, "layers": {"only": {"model": layer}}}))
        alone = countermove.loads(json.dumps(layer))
        asked = [each.id for each in alone.analyze().concepts]
        one, other = whole.analyze(asked).to_dict(), alone.analyze(asked).to_dict()
        assert (one["stability"], one["equilibria"]) == (other["stability"], other["equilibria"]), seed


@pytest.mark.parametrize(
    ("links", "seeds"), [(False, (11, 24, 31, 49, 83)), (True, (8, 20, 22, 38, 45, 53, 104))]
)  # where the whole and its layers differ
def test_the_whole_stands_to_its_layers_as_the_defined_games_do(links: bool, seeds: tuple[int, ...]) -> None:
    """What is an equilibrium of the whole alone or of the layers alone, the first of each, and for whom not."""
    bought = broken = 0
    for seed in seeds:
        layered = drawn(seed, links=links)
        conflict, game = layered.conflict, layered.game
        number = {state: state_of(layered, state) for state in game.states}
        for concept in (each for each in all_concepts() if each.id in ("nash", "gmr", "seq")):

            def upset(one: Game, state: int, concept: Concept = concept) -> tuple[str, ...]:
                return tuple(dm for dm in one.decision_makers if not concept.reference(one, dm, state))

            own = {
                label: {part: upset(layer, part) for part in layer.states}
                for label, layer in zip(game.names, game.layers, strict=True)
            }
            of_whole = {number[each]: upset(game, each) for each in game.states}
            of_layers = {
                number[each]: {
                    label: own[label][part]
                    for label, part in zip(game.names, game.parts[each], strict=True)
                    if own[label][part]
                }
                for each in game.states
            }
            whole = {each for each, dms in of_whole.items() if not dms}
            layers = {each for each, where in of_layers.items() if not where}
            alone, others = min(whole - layers, default=None), min(layers - whole, default=None)
            expected = Against(
                concept.id,
                {label: sum(not dms for dms in each.values()) for label, each in own.items()},
                len(whole),
                len(layers),
                len(whole & layers),
                None if alone is None else Example(alone, of_layers[alone]),
                None if others is None else Example(others, {"": of_whole[others]}),
            )
            for engine in ("explicit", "symbolic"):
                found = conflict.against_layers(conflict.analyze([concept.id], engine=engine))
                assert found == [expected], (seed, concept.id, engine)
            bought, broken = bought + (alone is not None), broken + (others is not None)
    assert bought > 4
    assert broken > 4 or not links


SWAPPED = """\
countermove: 1
layers:
  one:
    model:
      countermove: 1
      decision_makers: {common: {options: {x: X}}, own: {options: {y: Y}}}
      preferences: {common: {prioritize: [x]}, own: {prioritize: [y]}}
  two:
    model:
      countermove: 1
      decision_makers: {own: {options: {z: Z}}, common: {options: {w: W}}}
      constraints: [z -> w]
      preferences: {own: {prioritize: [not z]}, common: {prioritize: [w]}}
overall: {common: [one, two], own: [one, two]}
constraints: [not (x and y)]
"""


def test_a_layer_may_name_its_decision_makers_in_another_order() -> None:
    """Own would like Y beside X, as in layer one by itself; the whole does not allow it."""
    conflict = countermove.loads(SWAPPED)
    assert [each.id for each in conflict.model.options] == ["common.x", "common.w", "own.y", "own.z"]
    assert [layer.places for layer in conflict.model.layers] == [(0, 2), (3, 1)]
    for engine in ("explicit", "symbolic"):
        (found,) = conflict.against_layers(conflict.analyze(["nash"], engine=engine))
        assert (found.local, found.whole, found.layered, found.both) == ({"one": 1, "two": 1}, 2, 0, 0)
        assert found.bought == Example(3, {"one": ("own",)})
