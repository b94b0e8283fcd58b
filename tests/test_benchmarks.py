"""A conflict that the benchmarks make can be written as a model file, and says the same when it is read."""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks.conflicts import (
    KINDS,
    NEIGHBOURHOODS,
    large_conflict,
    number_of_states,
    random_ranks,
)
from benchmarks.matrices import equilibria
from benchmarks.model_text import condition_text, model_text

from countermove import load, loads
from countermove.concepts import Form, all_concepts
from countermove.space import build
from countermove.stability import analyze

GENERAL = [concept for concept in all_concepts() if isinstance(concept.form, Form)]


@pytest.mark.parametrize("seed", range(1, 9))
@pytest.mark.parametrize("neighbourhood", NEIGHBOURHOODS)
def test_a_written_conflict_gives_the_same_answers(neighbourhood: str, seed: int) -> None:
    model = large_conflict(3, neighbourhood, options=3, seed=seed)
    made = analyze(build(model), GENERAL)
    read = loads(model_text(model)).analyze([concept.id for concept in GENERAL], engine="explicit")
    assert read.to_dict()["stability"] == made.stability
    assert read.to_dict()["equilibria"] == made.equilibria


def test_options_are_named_with_their_owners() -> None:
    model = large_conflict(4, seed=2)
    written = loads(model_text(model)).model
    assert [each.condition for each in written.constraints] == [each.condition for each in model.constraints]
    assert [each.condition for each in written.preferences["d3"].by.statements] == [  # type: ignore[union-attr]
        each.condition
        for each in model.preferences["d3"].by.statements  # type: ignore[union-attr]
    ]
    text = condition_text(model, model.constraints[0].condition)
    assert text in model_text(model)
    assert ".o" in text


def test_a_conflict_is_written_to_a_file(tmp_path: Path) -> None:
    pytest.importorskip("oxidd", reason="the symbolic engine needs the extra countermove[symbolic]")
    from benchmarks.symbolic import main

    file = tmp_path / "conflict.yaml"
    main(["--write", "10", str(file)])
    analysis = load(file).analyze(["nash", "gmr"], engine="symbolic")
    assert analysis.counts["nash"] == 134_048


@pytest.mark.parametrize("kind", KINDS)
def test_a_conflict_of_each_kind_has_the_states_that_it_is_said_to_have(kind: str) -> None:
    space = random_ranks(5, 3, seed=2, kind=kind)
    assert space.size == number_of_states(5, 3, kind)
    model = space.model
    assert bool(model.constraints) == (kind == "constraints")
    assert bool(model.forbidden_moves) == (kind == "forbidden")
    assert {option.moves for option in model.options} == (
        {"forward", "backward"} if kind == "one-way" else {"both"}
    )
    found = analyze(space, [concept for concept in GENERAL if concept.id != "sseq"]).equilibria
    assert found == equilibria(space)
