"""``inverse --levers`` as a user meets it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.analyses.pulled import GUARDED
from tests.cli.calling import Call
from tests.views.reports import told

TRUCE = "not offensive and not concede and not align and not drawn_in"


def test_levers_are_named_with_what_they_do(call: Call) -> None:
    code, out, err = call("inverse", "karabakh-2020", "--target", TRUCE, "--levers")
    assert (code, err) == (0, "")
    words = " ".join(out.split())
    assert f"what a third party could add for '{TRUCE}' to hold" in words
    assert "Under Nash the target takes two levers together, tried and found to do it." in words
    assert "With “Observers on the line” and “Talks about the areas with a date”, state 2510 (" in words
    assert (
        "Observers on the line: Russia gets the option “Station observers”; Azerbaijan pays when “offensive and "
        "observers”." in words
    )


def test_levers_have_the_fixed_keys(call: Call) -> None:
    code, out, _ = call("inverse", "karabakh-2020", "--target", TRUCE, "--levers", "--json")
    found = json.loads(out)
    assert code == 0
    assert (found["concept"], found["complete"], found["nearest_miss"]) == ("nash", True, None)
    (one,) = found["levers"]
    assert (one["levers"], one["size"]) == (["observers", "process"], 2)
    assert (one["reachable"], one["improvements_only"], one["verified"]) == (True, True, True)
    assert one["states"][0] == {"number": 2510, "label": "YYNNNNYNNNNNNNNNYNN", "improvements_only": True}
    assert one["text"] in found["text"]


def test_a_miss_says_who_leaves_for_where(call: Call) -> None:
    arguments = (
        "inverse",
        "karabakh-2020",
        "--target",
        "coerce",
        "--levers",
        "--concept",
        "nash",
        "--concept",
        "seq",
    )
    _, out, _ = call(*arguments)
    assert "is stable for all but Russia, which gains when it" in " ".join(out.split())
    _, out, _ = call(*arguments, "--json")
    found = json.loads(out)
    assert [each["concept"] for each in found["designs"]] == ["nash", "seq"]
    assert found["levers"] == []
    miss = found["nearest_miss"]
    assert (miss["levers"], miss["reachable"]) == ([], True)
    (against,) = miss["against"]
    assert against["decision_maker"] == "russia"
    assert against["leaves_for"]["label"].startswith("YYNN")
    assert miss["text"] in found["text"]


def test_moves_and_many_sets_are_told(call: Call, tmp_path: Path) -> None:
    more = "".join(f"  l{k}: {{allow: [{{by: b, from: not sign, to: pay}}], reward: [{{to: b, when: pay, weight: 2}}]}}\n"
                   for k in range(6))  # fmt: skip
    (tmp_path / "m.yaml").write_text(GUARDED + more, encoding="utf-8")
    _, out, _ = call("inverse", "m.yaml", "--target", "pay and not sign", "--levers")
    assert "Under Nash the target takes one lever, and seven do it, each tried and found to do it." in out
    assert "... and 2 more, with --json" in out
    assert "lend: b can make new moves; b gains when “pay”." in out
    _, out, _ = call("inverse", "m.yaml", "--target", "pay and sign", "--levers")
    assert "With “bind”" in out
    assert "bind: a gets the option “vow”; b can no longer make some moves." in out
    _, out, _ = call("inverse", "m.yaml", "--target", "not pay", "--levers")
    assert "As things are," in out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("syria-iraq-1975", "--target", "2"), "the model lists no levers; add 'levers:' to syria-iraq-1975"),
        (("karabakh-2020", "--target", "observer"), "unknown label 'observer'; did you mean 'observers'?"),
        (
            ("karabakh-2020", "--target", "2", "--vary", "russia"),
            "preferences stay as they are; leave --vary out",
        ),
        (("karabakh-2020", "--target", "2", "--concept", "nm"), "'nm' cannot be decided here"),
    ],
)
def test_wrong_usage(call: Call, arguments: tuple[str, ...], message: str) -> None:
    code, out, err = call("inverse", *arguments, "--levers")
    assert (code, out) == (2, "")
    assert message in err


def test_what_the_option_of_a_lever_requires_is_said(call: Call, tmp_path: Path) -> None:
    text = Path("model.yaml")
    text.write_text(NEEDING, encoding="utf-8")
    code, out, err = call("inverse", "model.yaml", "--target", "calm", "--levers")
    assert (code, err) == (0, "")
    words = " ".join(out.split())
    assert "Watch: Ann gets the option “Watch”, which needs “Talk” or “Invite” first" in words
    page = call("report", "model.yaml", "--output", "-").out
    assert "gets the option “Watch”, which needs “Talk” or “Invite” first" in told(page, "levers")
    assert "can no longer move" not in told(page, "levers")


NEEDING = """
countermove: 1
decision_makers:
  ann: {name: Ann, options: {talk: Talk}}
  bob: {name: Bob, options: {calm: Calm}}
status_quo: []
preferences:
  ann: {prioritize: [talk]}
  bob: {prioritize: [not calm]}
levers:
  invite:
    name: Invitation
    option: {by: bob, label: invite, name: Invite}
  watch:
    name: Watch
    option: {by: ann, label: watch, name: Watch, requires: talk or invite}
    reward: [{to: bob, when: calm}]
"""
