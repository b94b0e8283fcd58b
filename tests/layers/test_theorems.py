"""How a whole stands to its layers where nothing links them: the known theorems, and where they end.

He, Kilgour, Hipel and Bashar (2013) prove relations of this kind for one common and two local decision
makers. Those below are for any number of layers, proved in a line or two each, and tried here:

- Nash: a move in one layer alone shows an improvement there, and a better whole is better in the layer that
  decides. So the whole is stable for somebody just where each of its layers is.
- GMR and SMR for a decision maker of one layer, where moves chain: what the others can reach in that layer
  they can reach in the whole, and nothing else bears on it. Where something is forbidden or required, two
  moves of one of them need not be one move, and a move in another layer can stand between them.
- GMR and SEQ: stable in each layer, stable in the whole, for whoever answers in a layer can do so here.
- GMR for a common decision maker with ordered layers: stable in each layer, stable in the whole; and stable
  in the whole, stable in the layer that it puts first.
- SEQ does not carry over: a common decision maker may pay in one layer for a gain in another, so that it
  answers in a layer where it would not by itself.
- SMR of a common decision maker does not carry over where layers have constraints or one-way options: after
  an answer in one layer it may move in another, where no answer can come before it has moved.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import pytest

import countermove
from countermove.conflict import Conflict
from countermove.conflict.layered import WithLayers
from countermove.space import OptionStates
from tests.layers.conflicts import random_layered

SEEDS = range(120)


def unlinked(seed: int, *, weighted: bool) -> tuple[Conflict, dict[str, object]]:
    drawn = random_layered(Random(f"theorems {seed}"), links=False, weighted=weighted)
    return drawn.conflict, drawn.file


def in_layers(conflict: Conflict, concept: str, label: str, state: int) -> Iterator[tuple[str, bool]]:
    """Yield the layers that a decision maker stands in, and whether a state's part there is stable for it."""
    levels = conflict.space.states.values(state)
    for layer in conflict.model.layers:
        own: WithLayers = conflict.layers[layer.label]
        if label in own.decision_makers:
            states = own.space.states
            assert isinstance(states, OptionStates)
            part = states.index([levels[place] for place in layer.places])
            assert part is not None
            analysis = own.analyze([concept], engine="explicit")
            yield layer.label, analysis.is_stable(concept, own.dm(label), part)


def test_nash_holds_of_the_whole_just_where_it_holds_in_each_layer() -> None:
    for seed in SEEDS:
        conflict, _ = unlinked(seed, weighted=True)
        analysis = conflict.analyze(["nash"], engine="explicit")
        for dm, label in enumerate(conflict.decision_makers):
            for state in range(conflict.state_count):
                parts = [stable for _, stable in in_layers(conflict, "nash", label, state)]
                assert analysis.is_stable("nash", dm, state) == all(parts), (seed, label, state)


def test_gmr_and_smr_of_whoever_stands_in_one_layer_are_decided_there() -> None:
    for seed in SEEDS:
        conflict, _ = unlinked(seed, weighted=True)
        for concept in ("gmr", "smr"):
            analysis = conflict.analyze([concept], engine="explicit")
            for dm, label in enumerate(conflict.decision_makers):
                for state in range(conflict.state_count) if label != "common" else ():
                    ((_, stable),) = in_layers(conflict, concept, label, state)
                    assert analysis.is_stable(concept, dm, state) == stable, (seed, concept, label, state)


def test_gmr_of_a_common_decision_maker_lies_between_every_layer_and_the_first() -> None:
    strict = {"every": 0, "first": 0}
    for seed in SEEDS:
        conflict, file = unlinked(seed, weighted=False)
        first = file["overall"]["common"][0]  # type: ignore[index]
        analysis = conflict.analyze(["gmr"], engine="explicit")
        dm = conflict.dm("common")
        for state in range(conflict.state_count):
            parts = dict(in_layers(conflict, "gmr", "common", state))
            whole = analysis.is_stable("gmr", dm, state)
            assert whole or not all(parts.values()), (seed, state)
            assert parts[first] or not whole, (seed, state)
            strict["every"] += whole and not all(parts.values())
            strict["first"] += parts[first] and not whole
    assert strict["every"], (
        "neither bound is the answer: some state of the whole is stable without every layer"
    )


BOUGHT = """\
countermove: 1
layers:
  first:
    model:
      countermove: 1
      decision_makers: {common: {options: {gain: Gain}}}
      preferences: {common: {prioritize: [gain]}}
  second:
    model:
      countermove: 1
      decision_makers: {common: {options: {punish: Punish}}, local: {options: {dare: Dare}}}
      preferences:
        common: {prioritize: [not punish]}
        local: {prioritize: [not punish, dare]}
overall: {common: [first, second]}
"""


def test_seq_may_be_bought_in_another_layer() -> None:
    """Alone, nobody would punish; with a gain in the first layer to pay for it, punishing is credible."""
    conflict = countermove.loads(BOUGHT)
    nothing = conflict.state("not gain and not punish and not dare")
    analysis = conflict.analyze(["seq"], engine="explicit")
    assert analysis.is_stable("seq", conflict.dm("local"), nothing)
    assert dict(in_layers(conflict, "seq", "local", nothing)) == {"second": False}


ESCAPE = """\
countermove: 1
layers:
  first:
    model:
      countermove: 1
      decision_makers: {common: {options: {gain: Gain}}, one: {options: {strike: Strike}}}
      constraints: [strike -> gain]
      preferences: {common: {prioritize: [not strike, gain]}, one: indifferent}
  second:
    model:
      countermove: 1
      decision_makers: {common: {options: {win: Win}}, two: {options: {hit: Hit}}}
      constraints: [hit -> win]
      preferences: {common: {prioritize: [not hit, win]}, two: indifferent}
overall: {common: [first, second]}
"""


@pytest.mark.parametrize(("constraints", "stable"), [(True, False), (False, True)])
def test_smr_in_each_layer_is_not_enough_where_layers_have_constraints(
    constraints: bool, stable: bool
) -> None:
    """A hit answers a win for good; but then there is the gain, which nobody can strike before it is made.

    Where a strike may come first, it leaves nothing to gain.
    """
    text = ESCAPE
    if not constraints:
        text = text.replace("      constraints: [strike -> gain]\n", "").replace(
            "      constraints: [hit -> win]\n", ""
        )
    conflict = countermove.loads(text)
    nothing = conflict.state("not gain and not strike and not win and not hit")
    for engine in ("explicit", "symbolic"):
        analysis = conflict.analyze(["smr"], engine=engine)
        assert analysis.is_stable("smr", conflict.dm("common"), nothing) == stable
    assert dict(in_layers(conflict, "smr", "common", nothing)) == {"first": True, "second": True}


ONE_WAY = """\
countermove: 1
layers:
  first:
    model:
      countermove: 1
      decision_makers: {common: {options: {stay: Stay}}, one: {options: {help: Help}}}
      preferences: {common: {prioritize: [stay and help, not stay]}, one: indifferent}
  second:
    model:
      countermove: 1
      decision_makers:
        common: {options: {join: {moves: forward}}}
        two: {options: {invite: {moves: backward}}}
      preferences: {common: {prioritize: [join <-> invite]}, two: indifferent}
overall: {common: [first, second]}
"""


def test_smr_in_each_layer_is_not_enough_where_options_are_one_way() -> None:
    conflict = countermove.loads(ONE_WAY)
    invited = conflict.state("not stay and help and not join and invite")
    assert not conflict.analyze(["smr"]).is_stable("smr", conflict.dm("common"), invited)
    assert dict(in_layers(conflict, "smr", "common", invited)) == {"first": True, "second": True}


BETWEEN = """\
countermove: 1
layers:
  first:
    model:
      countermove: 1
      decision_makers: {one: {options: {gain: Gain}}, two: {options: {aim: Aim, strike: {requires: aim}}}}
      preferences: {one: {prioritize: [not strike, gain]}, two: {prioritize: [not aim]}}
  second:
    model:
      countermove: 1
      decision_makers: {three: {options: {wait: Wait}}}
      preferences: {three: {prioritize: [wait]}}
"""


def test_a_move_in_another_layer_may_stand_between_two_moves_of_one_side() -> None:
    """Two cannot aim and strike in one move, nor move twice in a row; in the whole three moves in between."""
    conflict = countermove.loads(BETWEEN)
    nothing = conflict.state("not gain and not aim and not strike and not wait")
    for concept in ("gmr", "smr"):
        analysis = conflict.analyze([concept], engine="explicit")
        assert analysis.is_stable(concept, conflict.dm("one"), nothing)
        assert dict(in_layers(conflict, concept, "one", nothing)) == {"first": False}


def test_gmr_and_seq_in_each_layer_are_enough() -> None:
    more = 0
    for seed in SEEDS:
        conflict, _ = unlinked(seed, weighted=True)
        for concept in ("gmr", "seq"):
            analysis = conflict.analyze([concept], engine="explicit")
            for dm, label in enumerate(conflict.decision_makers):
                for state in range(conflict.state_count):
                    whole = analysis.is_stable(concept, dm, state)
                    layers = all(stable for _, stable in in_layers(conflict, concept, label, state))
                    assert whole or not layers, (seed, concept, label, state)
                    more += whole and not layers
    assert more, "it is not the answer: some state is stable in the whole alone"
