"""Models without what rests on a claim."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import countermove
from countermove.cases import case_path
from countermove.conflict import Conflict
from countermove.errors import UsageError
from countermove.model.elements import Indifferent, Prioritize, Ranking
from countermove.views.changing import change_sentences
from tests.models import SYRIA_IRAQ, change

CLAIMED = """\
countermove: 1
title: Two sides
sources: {paper: {title: A paper}}
claims:
  first: {text: The first thing., quotes: [{source: paper, quote: the first thing}]}
  second: {text: The second thing., quotes: [{source: paper, quote: the second thing}]}
  third: {text: The third thing., quotes: [{source: paper, quote: the third thing}]}
decision_makers:
  north: {because: [first], options: {fish: {because: [first]}, sell: }}
  south: {options: {sail: , pay: }}
constraints:
  - {statement: not (fish and sail), because: [first]}
  - {statement: not (sell and pay), because: [first, second]}
  - not (fish and sell)
forbidden_moves:
  - {by: north, from: sell, to: fish, because: [first]}
  - {by: north, from: fish, to: sell, because: [{assumption: It is so.}, first]}
status_quo: {fish: yes, because: [first]}
preferences:
  north:
    because: [second]
    prioritize:
      - {statement: fish, because: [first]}
      - {statement: sell, because: [second]}
      - {statement: not sail, because: [first, {source: paper, quote: the first thing}]}
      - pay
  south:
    weights:
      - {when: sail, weight: 2, because: [first]}
      - {when: pay, weight: 1, because: [first, second]}
"""


def loaded(text: str) -> Conflict:
    return countermove.loads(text, "model.yaml")


def statements(conflict: Conflict, dm: str) -> list[str]:
    by = conflict.model.preferences[dm].by
    assert isinstance(by, Prioritize)
    return [each.text for each in by.statements]


def tiers(conflict: Conflict, dm: str) -> list[list[int | str]]:
    by = conflict.model.preferences[dm].by
    assert isinstance(by, Ranking)
    return [[ref for ref, _ in tier] for tier in by.tiers]


def told(conflict: Conflict) -> str:
    assert conflict.changed is not None
    return " ".join(change_sentences(conflict.changed, conflict.model))


def test_what_rests_on_a_claim_alone_is_left_out() -> None:
    after = countermove.changed(loaded(CLAIMED), without=["first"])
    model = after.model
    assert [each.text for each in model.constraints] == ["not (sell and pay)", "not (fish and sell)"]
    assert [each.at.line for each in model.constraints] == [13, 14]  # in the file, as before
    assert len(model.forbidden_moves) == 1
    assert statements(after, "north") == ["sell", "not sail", "pay"]
    assert [each.text for each, _ in model.preferences["south"].by.items] == ["pay"]
    assert [each.id for each in model.options] == ["north.fish", "north.sell", "south.sail", "south.pay"]
    assert set(model.claims) == {"second", "third"}
    assert not any(
        "first" in str(each.label)
        for _, because in model.grounds()
        for each in because
        if hasattr(each, "label")
    )
    assert [(each.element, each.line) for each in after.changed.changes] == [
        ("constraints[0]", 12),
        ("forbidden_moves[0]", 16),
        ("preferences.north.prioritize[0]", 23),
        ("preferences.south.weights[0]", 29),
    ]
    assert {(each.element, each.why) for each in after.changed.kept} == {
        ("decision_makers.north", "never-left-out"),
        ("decision_makers.north.options.fish", "never-left-out"),
        ("status_quo", "never-left-out"),
        ("constraints[1]", "other-grounds"),
        ("forbidden_moves[1]", "other-grounds"),
        ("preferences.north.prioritize[2]", "other-grounds"),
        ("preferences.south.weights[1]", "other-grounds"),
    }
    assert told(after) == (
        "Left out by --without first: constraints[0] (“not (fish and sail)”, line 12), forbidden_moves[0] (“north "
        "from sell to fish”, line 16), preferences.north.prioritize[0] (“fish”, line 23) and "
        "preferences.south.weights[0] (“sail: 2”, line 29). constraints[1], forbidden_moves[1], "
        "preferences.north.prioritize[2] and preferences.south.weights[1] rested on it and stay, for there are "
        "other grounds too. decision_makers.north, decision_makers.north.options.fish and status_quo rested on it "
        "and stay, for only constraints, forbidden moves, power, statements and weights are left out."
    )


def test_what_rests_on_several_claims_goes_with_the_last_of_them() -> None:
    after = countermove.changed(loaded(CLAIMED), without=["first", "second", "first"])
    assert [each.text for each in after.model.constraints] == ["not (fish and sell)"]
    assert after.changed.options == ("--without first", "--without second")
    assert after.changed.changes[1].option == "--without first --without second"
    assert statements(after, "north") == ["not sail", "pay"]
    assert isinstance(after.model.preferences["south"].by, Indifferent)
    assert "No statement of south is left, so that it likes all states equally." in told(after)


def test_a_claim_that_carries_nothing_alone_leaves_the_model_as_it_is() -> None:
    conflict = loaded(CLAIMED)
    after = countermove.changed(conflict, without=["third"])
    assert told(after) == "Nothing rests on 'third' alone, so nothing is left out with it."
    assert conflict.compare(after).same_verdicts


def test_the_verdicts_are_those_of_the_file_without_the_lines(tmp_path: Path) -> None:
    conflict = countermove.load("karabakh-2020")
    folder = Path(shutil.copytree(case_path("karabakh-2020").parent, tmp_path / "case"))  # type: ignore[union-attr]
    by_hand = (folder / "settlement.yaml").read_text(encoding="utf-8")
    taken = "concede if offensive and ((plan and endorse) or coerce)"
    for statement in ("not offensive", taken, "not concede"):
        by_hand = change(by_hand, f"      - {{statement: {statement}, because: [lesser_evil]}}\n", "")
    (folder / "settlement.yaml").write_text(by_hand, encoding="utf-8")
    expected = countermove.load(folder / "model.yaml").analyze(["nash", "seq"]).equilibria
    after = countermove.changed(conflict, without=["lesser_evil"])
    assert after.analyze(["nash", "seq"]).equilibria == expected
    assert expected != conflict.analyze(["nash", "seq"]).equilibria


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (CLAIMED, "--without frist: there is no claim 'frist'; did you mean 'first'?"),
        (SYRIA_IRAQ, "--without frist: there is no claim 'frist'; the model declares no claims"),
    ],
)
def test_an_unknown_claim_is_told(text: str, message: str) -> None:
    with pytest.raises(UsageError) as wrong:
        countermove.changed(loaded(text), without=["frist"])
    assert str(wrong.value) == message


def test_what_is_set_comes_first_then_what_is_left_out_then_what_is_swapped() -> None:
    after = countermove.changed(
        loaded(CLAIMED),
        set=[
            "preferences.north.prioritize[3]={statement: not pay, because: [first]}",
            "constraints[3]=sail or pay or not sail",
        ],
        without=["first"],
        swap=["north:1,2"],
    )
    assert statements(after, "north") == ["not sail", "sell"]
    assert after.changed.options == (
        "--set 'preferences.north.prioritize[3]={statement: not pay, because: [first]}'",
        "--set 'constraints[3]=sail or pay or not sail'",
        "--without first",
        "--swap north:1,2",
    )
    assert [each.kind for each in after.changed.changes] == ["set", "set", *["left-out"] * 5, "swapped"]
