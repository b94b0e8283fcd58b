"""What an analysis is said to find: true of small conflicts, and without a look at every state of large ones."""

from __future__ import annotations

import pytest

import countermove
from countermove.space import OptionStates
from countermove.views.summary import board, summary

EVERYTHING_HOLDS = """\
countermove: 1
decision_makers:
  a: {options: {x: Wait, y: Talk}}
  b: {options: {x: Wait, y: Talk}}
status_quo: []
preferences: {a: {prioritize: [b.x]}, b: {prioritize: [a.x]}}
"""


def told(text: str) -> str:
    return " ".join(summary(countermove.loads(text).analyze()).sentences)


def test_no_loop_over_the_equilibria(monkeypatch: pytest.MonkeyPatch) -> None:
    dms = "\n".join(f"  d{k}: {{options: {{x: X, y: Y, z: Z, w: W}}}}" for k in range(3))
    wants = "\n".join(f"  d{k}: {{prioritize: [d{(k + 1) % 3}.x]}}" for k in range(3))
    conflict = countermove.loads(f"countermove: 1\ndecision_makers:\n{dms}\npreferences:\n{wants}\n")
    analysis = conflict.analyze(engine="explicit")
    assert analysis.counts["nash"] == 4_096
    looked_at = []
    values = OptionStates.values

    def counted(states: OptionStates, state: int) -> tuple[int, ...]:
        looked_at.append(state)
        return values(states, state)

    monkeypatch.setattr(OptionStates, "values", counted)
    assert summary(analysis).strongest == tuple(range(4_096))
    shown = board(analysis, limit=9)
    assert [state for _, state in shown.columns] == list(range(9))
    assert shown.hidden == 4_096 - 9
    assert len(looked_at) <= 12


@pytest.mark.parametrize("only", ["x", "x and not b.y", "x or y"])
def test_what_the_strongest_have_in_common_is_so_in_each(only: str) -> None:
    wanted = only.replace("x", "a.x", 1).replace("or y", "or a.y")
    text = EVERYTHING_HOLDS.replace("preferences:", f"constraints: [{wanted}]\npreferences:")
    conflict = countermove.loads(text.replace("status_quo: []\n", ""))
    analysis = conflict.analyze(engine="explicit")
    found, space = summary(analysis), analysis.space
    each = [space.states.values(state) for state in found.strongest]
    alike = [len(set(levels)) == 1 for levels in zip(*each, strict=True)]
    names = [f"{option.name} ({option.owner})" for option in conflict.model.options]
    assert list(found.differing) == [name for name, same in zip(names, alike, strict=True) if not same]
    done = [
        (option.owner, option.name)
        for option, same, level in zip(conflict.model.options, alike, each[0], strict=True)
        if same and level
    ]
    assert [(name, option) for name, options in found.common for option in options] == done


def test_options_of_one_name_are_told_apart() -> None:
    text = EVERYTHING_HOLDS.replace("preferences:", "constraints: [a.y]\npreferences:").replace(
        "status_quo: []", "status_quo: [a.y]"
    )
    assert "In all of them — a: Talk. They differ only in “Wait” (a), “Wait” (b) and “Talk” (b)." in told(
        text
    )


def test_what_can_be_undone_is_not_said_to_be_final_because_a_namesake_is() -> None:
    text = EVERYTHING_HOLDS.replace("b: {options: {x: Wait", "b: {options: {x: {name: Wait, moves: forward}")
    text = text.replace("preferences:", "constraints: [a.y, not b.y, b.x]\npreferences:")
    text = text.replace("status_quo: []\n", "")
    assert "They differ only in “Wait” (a)." in told(text)


def test_every_state() -> None:
    assert told(EVERYTHING_HOLDS).startswith("Every state holds under every concept.")


def test_today_is_one_of_the_strongest() -> None:
    assert told(EVERYTHING_HOLDS).endswith("Today's state is one of them.")


def test_today_has_one_column() -> None:
    shown = board(countermove.load("syria-iraq-1975").analyze(engine="explicit"))
    assert shown.columns == (("today: GMR", 0), ("all but NM", 5))
    assert shown.hidden == 0


def test_today_is_shown_even_where_it_would_not_fit() -> None:
    analysis = countermove.loads(EVERYTHING_HOLDS.replace("[]", "[a.x, a.y, b.x, b.y]")).analyze(["nash"])
    assert isinstance(analysis, countermove.Analysis)
    shown = board(analysis, limit=4)
    assert shown.columns == (("today: Nash", 15), ("Nash", 0), ("Nash", 1), ("Nash", 2), ("Nash", 3))
    assert shown.hidden == 11
    assert shown.more == "11 more equilibria; --json lists them"


def test_where_the_others_are_to_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    karabakh = countermove.load("karabakh-2020").analyze(engine="explicit")
    more = "2,024 more equilibria, under fewer concepts; --json "
    assert board(karabakh).more == more + "lists them"
    monkeypatch.setattr("countermove.views.summary.MAX_LISTED", 1_000)
    assert board(karabakh).more == more + "with --all-states lists them"
    monkeypatch.setattr("countermove.views.summary.MAX_ASKED", 4_000)
    assert board(karabakh).more == more + "has their number, and --state asks about some"
    syria = countermove.load("syria-iraq-1975").analyze(engine="explicit")
    assert board(syria).more == ""
