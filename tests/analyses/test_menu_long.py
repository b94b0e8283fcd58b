"""A menu of many courses: how far it is, and in which equilibria each course is taken."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from countermove.analyses.menu import menu
from countermove.concepts import pick
from countermove.space import OptionStates, build
from countermove.stability import analyze
from tests.strategies import random_forbidding_model, random_graph_model, random_option_model


@pytest.mark.parametrize("seed", range(30))
def test_a_menu_says_how_far_it_is(seed: int) -> None:
    model = (random_option_model, random_graph_model)[seed % 2](Random(seed))
    analysis = analyze(build(model), pick(["nash"]))
    seen: list[tuple[int, int]] = []
    found = menu(analysis, 0, 0, lambda reached, asked: seen.append((reached, asked)))
    assert seen == [(number, len(found.courses)) for number in range(1, len(found.courses) + 1)]
    assert found == menu(analysis, 0, 0)


@pytest.mark.parametrize("seed", range(60))
def test_each_course_has_the_equilibria_in_which_it_is_taken(seed: int) -> None:
    model = (random_option_model, random_graph_model, random_forbidding_model)[seed % 3](Random(seed))
    space = build(model)
    analysis = analyze(space, pick(["nash", "gmr"]))
    for course in menu(analysis, 0, 0).courses:
        for concept in ("nash", "gmr"):
            expected = []
            for state in np.flatnonzero(analysis.equilibrium(concept)).tolist():
                if isinstance(space.states, OptionStates):
                    own = [k for k, owner in enumerate(space.states.owners) if owner == 0]
                    taken = tuple(space.states.values(state)[k] for k in own) == course.levels
                else:
                    taken = state == course.start
                expected += [state] * taken
            assert list(course.equilibria[concept]) == expected
