"""What comes nearest to holding where nothing does."""

from __future__ import annotations

from random import Random

import countermove
from countermove.analyses.nearest import nearest_miss
from countermove.concepts import find
from countermove.space import build
from countermove.space.literal import literal_game
from countermove.stability import analyze
from countermove.views.summary import none_holds
from tests.models import PENNIES
from tests.strategies import random_graph_model


def test_the_nearest_miss_has_the_fewest_against_it() -> None:
    missed = 0
    for seed in range(400):
        model = random_graph_model(Random(f"nearest {seed}"))
        game = literal_game(model)
        concepts = [find("nash")]
        against = {
            (concept.id, state): [
                number
                for number, dm in enumerate(game.decision_makers)
                if not concept.reference(game, dm, state)
            ]
            for concept in concepts
            for state in game.states
        }
        found = nearest_miss(analyze(build(model), concepts))
        fewest = min(map(len, against.values()))
        assert (found is None) == (fewest == 0)
        if found is not None:
            missed += 1
            assert against[found.concept.id, found.state] == list(found.against)
            assert len(found.against) == fewest
    assert missed > 5


def test_it_is_told_with_the_reason() -> None:
    analysis = countermove.loads(PENNIES).analyze(["nash"], engine="explicit")
    assert none_holds(analysis) == [
        "No state holds for everybody under Nash.",
        "Nearest to it comes state 1 (Nobody does anything), under Nash stable for all but Two.",
        "If Two takes up “Heads too” (state 3), it is better off, and no answer is asked for.",
    ]
