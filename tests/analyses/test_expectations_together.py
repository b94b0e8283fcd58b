"""Expectations of coalitions and merged players: each can hold, can fail, and says what is written wrongly."""

from __future__ import annotations

import pytest

from countermove import loads
from countermove.cases import case_path
from countermove.conflict import Conflict
from countermove.errors import LimitError, ModelError
from countermove.space import unlisted
from countermove.views.checking import outcome_text
from tests.models import SYRIA_IRAQ

ELMIRA = case_path("elmira-1991").read_text(encoding="utf-8").partition("\nexpect:")[0] + "\n"  # type: ignore[union-attr]
HOLD = [
    "upset: 5\n    by: moe+ur\n    concepts: [nash, seq]",
    "upset: s5\n    by: ur+moe\n    to: s8 or s4\n    can_hold: true\n    concepts: [gmr]",
    "survives: s8 or s9\n    concepts: [nash, gmr, smr, seq]",
    "survives: 5\n    coalitions: [moe+lg, lg+ur]\n    concepts: [nash]",
    "reachable: 8\n    coalitions: [moe+ur]",
    "reachable: 8\n    from: s1 or s3\n    coalitions: [moe+ur]",
    "unreachable: 8\n    coalitions: [moe+lg, ur+lg]",
    "reachable: 4\n    coalitions: [moe+ur]\n    by: moves",
    "merged: [moe+ur]\n    equilibria: {nash: [7, 8, 9], sseq: [1, 7, 8, 9]}",
    "merged: [moe+ur]\n    equilibrium: 7\n    concepts: [nash, seq]",
    "merged: [ur+moe]\n    no_equilibrium: 5\n    concepts: [nash, seq]",
    "merged: [moe+ur]\n    stable: 5\n    for: [lg]\n    concepts: [nash]",
    "merged: [moe+ur]\n    unstable: 5\n    for: [moe+ur]\n    concepts: [nash]",
    "merged: [moe+ur+lg]\n    equilibria: {nash: [1, 3, 4, 5, 7, 8, 9]}",
]
FAIL = [
    ("upset: 8\n    by: moe+ur\n    concepts: [nash]", "see state 8"),
    ("upset: 4\n    by: moe+ur\n    concepts: [nash]", "see state 4"),
    ("upset: 5\n    by: moe+lg\n    concepts: [nash]", "see state 5"),
    ("upset: 5\n    by: moe+ur\n    to: 4\n    concepts: [nash]", "see state 5"),
    ("upset: 5\n    by: moe+ur\n    can_hold: false\n    concepts: [nash]", "see state 5"),
    ("upset: 5\n    by: moe+ur\n    concepts: [sseq]", "not decided for coalitions"),
    ("survives: s5 or s8\n    concepts: [nash]", "see state 5"),
    ("survives: s4 or s8\n    concepts: [gmr, nash]", "see state 4"),
    ("survives: 8\n    concepts: [sseq]", "not decided for coalitions"),
    ("reachable: 8\n    coalitions: [moe+lg]", "no state shows it"),
    ("unreachable: 8\n    coalitions: [moe+ur]", "see state 8"),
    ("merged: [moe+ur]\n    equilibria: {nash: [5, 8, 9]}", "Nash has 7, 8 and 9"),
    ("merged: [moe+ur]\n    equilibrium: 5\n    concepts: [nash]", "see state 5"),
    ("merged: [moe+ur]\n    no_equilibrium: 7\n    concepts: [nash]", "see state 7"),
    ("merged: [moe+ur]\n    unstable: 5\n    for: [lg]\n    concepts: [nash]", "see state 5"),
]
WRONG = [
    ("upset: 5\n    by: moe\n    concepts: [nash]", "'moe' names no two decision makers; join labels by +, such as moe+ur"),
    ("upset: 5\n    by: moe+moe\n    concepts: [nash]", "'moe+moe' names one twice"),
    ("upset: 5\n    by: moe+urr\n    concepts: [nash]", "unknown decision maker 'urr'; did you mean 'ur'?"),
    ("survives: 5\n    coalitions: [moe]\n    concepts: [nash]", "'moe' names no two decision makers"),
    ("reachable: 5\n    coalitions: [moe+us]", "unknown decision maker 'us'"),
    ("merged: [moe+ur, ur+lg]\n    equilibria: {nash: [8]}", "'ur' stands in two merged players; put it into one"),
    ("merged: [moe+ur]\n    stable: 5\n    for: [moe]\n    concepts: [nash]", "unknown decision maker 'moe'"),
    ("merged: [moe+ur]\n    reachable: 5", "unknown key 'merged'"),
    ("survives: 5\n    to: 8\n    concepts: [nash]", "unknown key 'to'"),
]  # fmt: skip


def expecting(check: str) -> Conflict:
    return loads(f"{ELMIRA}expect:\n  - why: because\n    {check}\n")


@pytest.mark.parametrize("check", HOLD)
def test_holds(check: str) -> None:
    (outcome,) = expecting(check).expectations()
    assert (outcome.holds, outcome_text(outcome)) == (True, "")


@pytest.mark.parametrize(("check", "detail"), FAIL)
def test_fails_and_says_where_to_look(check: str, detail: str) -> None:
    (outcome,) = expecting(check).expectations()
    assert not outcome.holds
    assert detail in outcome_text(outcome)


def test_a_concept_that_is_not_decided_for_merged_players_does_not_hold() -> None:
    check = "merged: [syria+iraq]\n    no_equilibrium: 6\n    concepts: [sim]"
    (outcome,) = loads(f"{SYRIA_IRAQ}expect:\n  - why: because\n    {check}\n").expectations()
    assert not outcome.holds
    assert "not decided for coalitions or merged players" in outcome_text(outcome)


@pytest.mark.parametrize(("check", "said"), WRONG)
def test_what_is_written_wrongly_is_said_with_its_line(check: str, said: str) -> None:
    with pytest.raises(ModelError) as error:
        expecting(check)
    assert said in str(error.value)
    assert ELMIRA.count("\n") < error.value.problems[0].line <= ELMIRA.count("\n") + 8


@pytest.mark.parametrize(
    "check",
    [
        "survives: a.x\n    concepts: [nash]",
        "reachable: a.x\n    coalitions: [a+b]",
        "merged: [a+b]\n    no_equilibrium: a.x\n    concepts: [nash]",
    ],
)
def test_without_a_list_of_states_they_are_refused(check: str) -> None:
    if not unlisted.installed():
        pytest.skip("the symbolic engine is not installed")
    names = [f"o{k}" for k in range(26)]
    own = ", ".join(f"{name}: " for name in ["x", *names])
    text = (
        f"countermove: 1\ndecision_makers: {{a: {{options: {{{own}}}}}, b: {{options: {{y: }}}}}}\n"
        "status_quo: []\npreferences: {a: {prioritize: [x]}, b: {prioritize: [y]}}\n"
        f"expect:\n  - why: because\n    {check}\n"
    )
    with pytest.raises(
        LimitError, match="'because' speaks of courses of action, views, coalitions, merged players"
    ):
        loads(text).expectations()
