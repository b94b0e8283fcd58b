"""Coalitions that are too much work together are refused before the work begins."""

from __future__ import annotations

from itertools import combinations
from random import Random

import numpy as np
import pytest

from countermove.analyses import coalition_work
from countermove.analyses.coalition_work import refuse_too_much
from countermove.analyses.coalitions import all_coalitions, survey
from countermove.concepts import pick
from countermove.errors import LimitError
from countermove.model.condition import Is
from countermove.model.elements import Model
from countermove.space import build
from countermove.space.together import Gatherings
from countermove.stability import analyze
from tests.strategies import (
    chicken,
    graph_form,
    option,
    option_form,
    prioritize,
    random_forbidding_model,
    random_graph_model,
    random_option_model,
    ranking,
    with_preferences,
)


def eight() -> Model:
    """Eight decision makers of two options each: 65,536 states, 247 coalitions."""
    names = [f"d{k}" for k in range(8)]
    free = option_form(names, [option(name, f"o{k}") for name in names for k in range(2)])
    return with_preferences(free, {name: prioritize(Is(2 * k, 1)) for k, name in enumerate(names)})


def too_much(asked: list[str]) -> str:
    analysis = analyze(build(eight()), pick(asked))
    with pytest.raises(LimitError) as caught:
        survey(analysis)
    return str(caught.value)


def test_many_coalitions_and_many_equilibria_are_refused_under_smr() -> None:
    states, equilibria = 2**16, 2**8  # everybody's first option is taken, the others are free
    analysis = analyze(build(eight()), pick(["smr"]))
    assert analysis.counts["smr"] == equilibria
    everywhere = dict.fromkeys(pick(["smr"]), np.arange(states))
    with pytest.raises(LimitError) as caught:
        refuse_too_much(analysis.space, all_coalitions(analysis.space), everywhere)
    assert str(caught.value) == (
        f"247 coalitions are too much work: {247 * states**2:,} pairs of states would be compared, most of "
        "them under smr, and the limit is 50,000,000,000; name fewer with --coalition, such as --coalition "
        "d0+d1"
    )


@pytest.mark.parametrize(
    ("asked", "advice"),
    [
        (["smr"], "leave options out of the model, or add constraints"),
        (["nash", "smr"], "leave smr out with --concept, or options out of the model"),
    ],
)
def test_a_single_coalition_is_not_told_to_name_fewer(
    asked: list[str], advice: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(coalition_work, "MAX_COMPARED_IN_ALL", 10**9)
    space = build(eight())
    everywhere = dict.fromkeys(pick(asked), np.arange(space.size))
    with pytest.raises(LimitError) as caught:
        refuse_too_much(space, [(0, 1)], everywhere)
    assert str(caught.value).startswith("the coalition d0+d1 is too much work: ")
    assert str(caught.value).endswith("; " + advice)


def test_many_answering_coalitions_are_refused_under_seq() -> None:
    text = too_much(["nash", "seq"])
    looked_at = sum(
        2**16 * (5 ** (8 - members) - 1) * len(list(combinations(range(8), members)))
        for members in range(2, 9)
    )
    assert f"the others' answers would be looked for among {looked_at:,} pairs of states" in text
    assert text.endswith("such as --coalition d0+d1, or leave seq out with --concept")


def test_one_of_them_by_name_is_tried() -> None:
    analysis = analyze(build(eight()), pick(["nash", "gmr", "smr", "seq"]))
    equilibria = {each: np.flatnonzero(analysis.equilibrium(each.id)) for each in analysis.concepts}
    refuse_too_much(analysis.space, [(0, 1)], equilibria)


def test_what_is_compared_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    analysis = analyze(build(chicken()), pick(["nash", "smr"]))
    assert (analysis.counts["nash"], analysis.counts["smr"]) == (2, 3)
    monkeypatch.setattr(coalition_work, "MAX_COMPARED_IN_ALL", 4 * 2 + 4 * 3)
    survey(analysis)
    monkeypatch.setattr(coalition_work, "MAX_COMPARED_IN_ALL", 4 * 2 + 4 * 3 - 1)
    with pytest.raises(LimitError, match=r"20 pairs .*most of them under smr.* leave smr out"):
        survey(analysis)


def test_in_graph_form_a_coalition_may_reach_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    arcs = {"ann": [(1, 2), (2, 3)], "bob": [(3, 1)], "cat": [(2, 1)]}
    model = with_preferences(graph_form(3, arcs), dict.fromkeys(arcs, ranking(1, 2, 3)))
    analysis = analyze(build(model), pick(["seq"]))
    # Coalitions of two leave one to answer, and that of all nobody: three times nine pairs of states.
    monkeypatch.setattr(coalition_work, "MAX_ANSWERED_IN_ALL", 27)
    survey(analysis)
    monkeypatch.setattr(coalition_work, "MAX_ANSWERED_IN_ALL", 26)
    with pytest.raises(LimitError, match="looked for among 27 pairs of states"):
        survey(analysis)


@pytest.mark.parametrize("seed", range(60))
def test_no_more_pairs_are_looked_at_than_counted(seed: int) -> None:
    rng = Random(seed)
    model = (random_option_model, random_forbidding_model, random_graph_model)[seed % 3](rng)
    space = build(model)
    together = Gatherings(space)
    everybody = range(len(space.decision_makers))
    for number in everybody:
        for others in combinations(everybody, number):
            answering = [
                each for many in range(1, number + 1) for each in combinations(others, many)
            ]  # every coalition of the others
            pairs = sum(
                int(together.of(each).reached(state).sum())
                for each in answering
                for state in range(space.size)
            )
            assert pairs <= coalition_work._answered(space, others)
