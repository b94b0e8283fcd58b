"""Each kind of expectation can hold, can fail, and fails when it speaks of nothing."""

from __future__ import annotations

import pytest

from countermove import loads
from countermove.views.checking import outcome_text
from tests.models import SYRIA_IRAQ

HOLD = [
    "equilibria: {nash: [6], gmr: [1, NYY]}",
    "equilibrium: attack and escalate\n    concepts: [nash, seq]",
    "equilibrium: attack\n    concepts: [nash]\n    reached: true",
    "no_equilibrium: release\n    concepts: [nash, gmr, smr, seq]",
    "stable: not attack and not release\n    for: [syria]\n    concepts: [gmr, seq]",
    "unstable: release\n    for: [syria]\n    concepts: [nash]",
    "reachable: escalate and attack",
    "reachable: release\n    by: moves",
    "unreachable: release",
    "unreachable: not attack\n    from: 6\n    by: improvements\n",
    "improves: {by: syria, from: release, to: not release}",
    "never_improves: {by: syria, from: NNN, to: release}",
    "can_move: {by: syria, from: NNN, to: release}",
    "course: {by: syria, take: [escalate], rests: NYY}",
    "course: {by: syria, take: [], rests: attack, which: worst}",
    "ranks: {by: syria, courses: [[escalate], [release], {}]}",
    "ranks: {by: iraq, from: 3, courses: [[attack], []]}",
]
FAIL = [
    ("equilibria: {nash: [1], gmr: [1, 6]}", "Nash has 6"),
    ("equilibrium: release\n    concepts: [seq]", "see state 2 (YNN) and state 5 (YNY)"),
    ("equilibrium: NNN\n    concepts: [nash, gmr]", "see state 1"),
    ("no_equilibrium: attack\n    concepts: [nash]", "see state 6"),
    ("stable: not attack\n    for: [syria]\n    concepts: [nash]", "see state 2 (YNN) and state 3"),
    ("unstable: not attack\n    for: [syria]\n    concepts: [nash]", "see state 1 (NNN)"),
    ("reachable: release", "no state shows it"),
    ("unreachable: attack", "see state 4"),
    ("improves: {by: syria, from: not attack, to: escalate}", "see state 1"),
    ("never_improves: {by: syria, from: release, to: escalate}", "see state 2"),
    ("can_move: {by: syria, from: NNN, to: attack}", "see state 1"),
    ("course: {by: syria, take: [escalate], rests: not attack}", "see state 6"),
    ("course: {by: syria, take: [escalate], rests: not attack, which: some}", "see state 6"),
    ("ranks: {by: syria, courses: [[release], [escalate]]}", "see state 2 (YNN) and state 3"),
    ("equilibrium: release and escalate\n    concepts: [nash]", "no feasible state fits"),
    ("equilibrium: 7\n    concepts: [nash]", "no feasible state fits"),
    ("never_improves: {by: syria, from: release and escalate, to: attack}", "no feasible state fits"),
    ("course: {by: syria, take: [release, escalate], rests: attack}", "the course cannot be taken"),
]


def examine(check: str, text: str = SYRIA_IRAQ) -> tuple[bool, str]:
    conflict = loads(f"{text}expect:\n  - why: because\n    {check}\n")
    (outcome,) = conflict.expectations()
    return outcome.holds, outcome_text(outcome)


@pytest.mark.parametrize("check", HOLD)
def test_holds(check: str) -> None:
    assert examine(check) == (True, "")


@pytest.mark.parametrize(("check", "detail"), FAIL)
def test_fails_and_says_where_to_look(check: str, detail: str) -> None:
    holds, said = examine(check)
    assert not holds
    assert detail in said


def test_without_a_status_quo_what_starts_there_fails() -> None:
    text = SYRIA_IRAQ.replace("status_quo: []\n", "")
    assert examine("reachable: attack", text) == (False, "the model has no status quo")
    assert examine("course: {by: syria, take: [], rests: attack}", text) == (
        False,
        "the model has no status quo",
    )
