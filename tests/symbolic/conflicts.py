"""Random conflicts that the symbolic engine takes, and what it is asked of them."""

from __future__ import annotations

from random import Random

from countermove.concepts import Concept, Form, all_concepts
from countermove.model.elements import Model
from tests.strategies import random_unranked_model

NODES = 2**16


def general_concepts() -> tuple[Concept, ...]:
    return tuple(each for each in all_concepts() if isinstance(each.form, Form))


def random_symbolic_model(rng: Random) -> Model:
    """Draw a conflict without rankings, some of its weights too far apart for the explicit engine."""
    return random_unranked_model(rng, far=10**20)
