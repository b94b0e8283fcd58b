"""Where moves lead without a list of states, held against a search over the literal moves."""

from __future__ import annotations

from random import Random

import pytest

pytest.importorskip("oxidd", reason="the symbolic engine needs the extra countermove[symbolic]")

from countermove.analyses.evolve_unlisted import evolve_unlisted
from countermove.concepts import find
from countermove.space.literal import LiteralGame, literal_game
from countermove.space.symbolic import SymbolicSpace
from countermove.space.symbolic.reach import Forward
from countermove.stability.symbolic import analyze
from tests.strategies import random_barred_model, random_forcing_model
from tests.symbolic.conflicts import NODES, random_symbolic_model


def layers(game: LiteralGame, start: int, *, improving: bool) -> list[set[int]]:
    found = [{start}]
    while True:
        more = {
            target
            for source in found[-1]
            for dm in game.decision_makers
            for target in game.moves(dm, source)
            if not improving or game.prefers(dm, target, source)
        }
        if more <= found[-1]:
            return found
        found.append(found[-1] | more)


def test_layers_and_ways() -> None:
    far = reached = 0
    for seed in range(300):
        rng = Random(f"reach {seed}")
        model = (random_symbolic_model, random_barred_model, random_forcing_model)[seed % 3](rng)
        game, space = literal_game(model), SymbolicSpace.of(model, nodes=NODES)
        number = {game.values(state): state for state in game.states}
        start = rng.choice(list(game.states))
        for improving in (True, False):
            expected = layers(game, start, improving=improving)
            forward = Forward(space, space.only(game.values(start)), improvements=improving)
            assert [{number[s] for s in space.each(layer)} for layer in forward.layers] == expected, seed
            target = rng.choice(list(game.states))
            way = forward.way_to(space.only(game.values(target)))
            assert (way is None) == (target not in expected[-1])
            if way is None:
                continue
            assert len(way) == next(k for k, layer in enumerate(expected) if target in layer)
            here = start
            for dm, source, to in way:
                assert number[source] == here
                label = game.decision_makers[dm]
                assert number[to] in game.moves(label, here)
                assert not improving or game.prefers(label, number[to], here)
                here = number[to]
            assert here == target
            far += len(way) > 2
            reached += 1
        check_evolution(model, game, space, start)
    assert far > 20
    assert reached > 200


def check_evolution(model, game: LiteralGame, space: SymbolicSpace, start: int) -> None:  # type: ignore[no-untyped-def]
    concepts = [find("nash"), find("gmr")]
    found = evolve_unlisted(analyze(space, concepts), game.values(start))
    equilibria = {
        each.id: {s for s in game.states if all(each.reference(game, dm, s) for dm in game.decision_makers)}
        for each in concepts
    }
    assert found.totals == {name: len(states) for name, states in equilibria.items()}
    everything = layers(game, start, improving=False)[-1]
    for reached, improving in ((found.gaining, True), (found.moving, False)):
        expected = layers(game, start, improving=improving)
        assert reached.states == len(expected[-1])
        for name, states in equilibria.items():
            assert reached.equilibria[name] == len(states & expected[-1])
            way = reached.nearest[name]
            nearest = next((k for k, layer in enumerate(expected) if layer & states), None)
            assert (None if way is None else len(way)) == nearest
            for step in way or ():
                assert step.improvement == game.prefers(
                    game.decision_makers[step.by], step.target, step.source
                )
    back = {state for state in everything if start in layers(game, state, improving=False)[-1]}
    assert found.no_return == len(everything - back)
