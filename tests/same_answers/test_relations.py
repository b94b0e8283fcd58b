"""What follows from what: each implication that a concept declares holds and is strict, and there is no other.

Asked of the definitions alone, on the conflicts on which the engines are held against them; once of
each decision maker's verdicts, and once of the equilibria.
"""

from __future__ import annotations

from functools import cache
from itertools import permutations

import pytest

from countermove.concepts import find
from tests.same_answers.answers import CONCEPTS, GENERAL, SEEDS, equilibria, sampled

# One process for all: the definitions are asked once and shared.
pytestmark = pytest.mark.xdist_group("same answers")
Pair = tuple[str, str]
PAIRS = list(permutations((concept.id for concept in CONCEPTS), 2))
SAME = {("nash", "lh:1"), ("nm", "maximin:5")}
"""Looking one move ahead is Nash stability where it is defined at all, so Nash cannot declare it. That without
end does not imply five moves ahead is shown by a conflict of its own, in the tests of maximin stability."""
OF_WHOM = ["each decision maker", "everybody"]


FAMILIES = {"smr": ("maximin:5",), "lh:4": ("maximin:4",), "nm": ("maximin:4",)}
"""What follows for a member of a family, of which there are too many for single concepts to declare."""


@cache
def implied(concept: str) -> frozenset[str]:
    """Return the ids of what a concept implies, at first or at second hand."""
    implies = (*find(concept).implies, *FAMILIES.get(concept, ()))
    return frozenset(implies).union(*map(implied, implies))


@cache
def separated(kind: str, of_whom: str) -> dict[Pair, str]:
    """Return the pairs of concepts of which the first holds in a state where the second fails, and where."""
    found: dict[Pair, str] = {}
    for seed in range(SEEDS[kind]):
        answers = sampled(kind, seed)
        if of_whom == "everybody":
            answers = {concept: (stable,) for concept, stable in equilibria(answers).items()}
        for one, other in permutations(answers, 2):
            if any(a & ~b for a, b in zip(answers[one], answers[other], strict=True)):
                found.setdefault((one, other), f"{kind} {seed}")
    return found


def anywhere(of_whom: str) -> dict[Pair, str]:
    return {pair: where for kind in SEEDS for pair, where in separated(kind, of_whom).items()}


@pytest.mark.parametrize("of_whom", OF_WHOM)
@pytest.mark.parametrize(("stronger", "weaker"), [(a, b) for a, b in PAIRS if b in implied(a)])
def test_what_is_declared_to_follow_follows_and_is_strict(stronger: str, weaker: str, of_whom: str) -> None:
    found = anywhere(of_whom)
    assert (stronger, weaker) not in found, f"against it stands {found[stronger, weaker]}"
    assert ((weaker, stronger) in found) == ((weaker, stronger) not in SAME)


@pytest.mark.parametrize("of_whom", OF_WHOM)
@pytest.mark.parametrize(("one", "other"), [(a, b) for a, b in PAIRS if b not in implied(a)])
def test_nothing_else_follows(one: str, other: str, of_whom: str) -> None:
    """A pair that nothing separates is an implication to be declared, or asks for more conflicts."""
    assert ((one, other) in anywhere(of_whom)) == ((one, other) not in SAME)


@pytest.mark.parametrize("of_whom", OF_WHOM)
@pytest.mark.parametrize("kind", ["unranked", "options", "forbidding", "graph", "strict"])
def test_every_kind_of_conflict_tells_the_concepts_of_the_general_form_apart(kind: str, of_whom: str) -> None:
    pairs = {(a, b) for a, b in permutations((concept.id for concept in GENERAL), 2) if b not in implied(a)}
    assert pairs <= separated(kind, of_whom).keys()
