"""What the report says why: true of every concept that it names, and no longer than a reader will read."""

from __future__ import annotations

import re
from dataclasses import replace
from random import Random
from typing import Any

import pytest

import countermove
from countermove.analyses import foresight
from countermove.conflict import Conflict
from countermove.space import build
from countermove.stability import Analysis
from countermove.views.report_reasons import reasons
from countermove.views.summary import summary
from tests.strategies import random_graph_model, random_option_model


def named(under: str, shorts: list[str]) -> set[str]:
    """Return the concepts that a text names."""
    every, _, but = under.partition(" but ")
    names = {each for each in re.split(", | and ", but or under) if each != "every concept"}
    assert names <= set(shorts)
    return set(shorts) - names if every == "every concept" else names


def check(conflict: Conflict) -> list[dict[str, Any]]:
    """Hold each text's verdict against the analysis; return what is said."""
    analysis = conflict.analyze(engine="explicit")
    assert isinstance(analysis, Analysis)
    said = reasons(conflict, summary(analysis))
    ids = {each.short: each.id for each in analysis.concepts}
    for reason in said:
        for text in reason["texts"]:
            for dm in text["dms"]:
                for short in named(text["under"], list(ids)):
                    assert analysis.is_stable(ids[short], dm, reason["state"]) == text["stays"]
        for dm in range(len(conflict.decision_makers)):
            texts = [text for text in reason["texts"] if dm in text["dms"]]
            assert 1 <= len(texts) <= 4
            assert sum(not text["long"] for text in texts) <= 2
            assert len({text["text"] for text in texts}) == len(texts)
    return said


@pytest.mark.parametrize("case", ["syria-iraq-1975", "karabakh-2020"])
def test_the_bundled_cases(case: str) -> None:
    assert [reason["state"] for reason in check(countermove.load(case))]


def test_any_conflict() -> None:
    shown = set()
    for seed in range(120):
        rng = Random(f"reasons {seed}")
        model = replace(rng.choice((random_option_model, random_graph_model))(rng), status_quo=1)
        for reason in check(Conflict(model, build(model))):
            shown |= {(text["under"].partition(" ")[0], text["stays"]) for text in reason["texts"]}
    assert {("every", True), ("every", False), ("SIM", True), ("SIM", False)} <= shown


def test_rules_of_their_own_are_told_where_they_say_something_else() -> None:
    first, second = check(countermove.load("syria-iraq-1975"))
    assert [(text["dms"], text["stays"], text["under"], text["long"]) for text in first["texts"]] == [
        ([0], True, "Nash, GMR, SMR, SEQ, SSEQ and SIM", False),
        ([0], True, "NM", True),
        ([1], False, "SSEQ", False),
        ([1], True, "GMR", False),
        ([1], False, "SIM", True),
        ([1], False, "NM", True),
    ]
    assert [(text["dms"], text["stays"], text["under"]) for text in second["texts"]] == [
        ([0], True, "every concept but NM"),
        ([0], False, "NM"),
        ([1], True, "Nash, GMR, SMR, SEQ, SSEQ and SIM"),
        ([1], True, "NM"),
    ]


def test_a_reason_that_takes_too_long_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(foresight, "MAX_HELD", 0)
    first, _ = check(countermove.load("syria-iraq-1975"))
    texts = [text["text"] for text in first["texts"] if text["under"] == "NM"]
    assert len(texts) == 2, "one stays and one leaves, so that the same words do not make them one"
    assert all(text.startswith("Why is not told here: what the decision makers anticipate") for text in texts)
