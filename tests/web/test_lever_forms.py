"""Levers from the design page: added part by part, taken away again, and tried for an outcome."""

from __future__ import annotations

import html
import re
import shutil
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from countermove.cases import case_path
from countermove.model.elements import Lever, Model
from countermove.web.workspace import Workspace
from tests.web.asking import TOKEN, Client
from tests.web.browser import faults
from tests.web.journeys import READERS, Hands, at_work, button

MODEL = """\
countermove: 1
title: The dam   # a comment
decision_makers:
  syria: {name: Syria, options: {release: Release water}}
  iraq: {name: Iraq, options: {attack: Attack the dam}}
status_quo: []
preferences:
  syria: {prioritize: [not attack, not release]}
  iraq: {weights: [{when: release, weight: 2}, {when: not attack, weight: 1}]}
"""


@pytest.fixture
def client(tmp_path: Path) -> Client:
    (tmp_path / "dam.yaml").write_text(MODEL)
    workspace = Workspace(tmp_path)
    workspace.open(str(tmp_path / "dam.yaml"))
    return Client(workspace)


def model(client: Client, of: str = "dam") -> Model:
    found = client.workspace.get(of)
    assert found is not None
    conflict = found.now().conflict
    assert conflict is not None
    return conflict.model


def text(client: Client) -> str:
    found = client.workspace.get("dam")
    assert found is not None
    return found.now().text


def sent(client: Client, do: str, of: str = "dam", **fields: str) -> Any:
    found = client.workspace.get(of)
    assert found is not None
    data = {"token": TOKEN, "seen": found.now().sha256, "do": f"lever.{do}"}
    return client.post(f"/{of}/design?target=release&concept=nash", data | fields)


def done(client: Client, do: str, **fields: str) -> tuple[Lever, ...]:
    answer = sent(client, do, **fields)
    assert answer.status_code == 303, re.findall('id="refused">([^<]*)', answer.text)
    assert answer.headers["location"] == "/dam/design?target=release&concept=nash#levers"
    return model(client).levers


def test_a_promise_makes_the_release_hold(client: Client) -> None:
    said = client.get("/dam/design.json?target=release&concept=nash").json()
    assert said["all_levers"] == []
    assert not said["levers"]
    (lever,) = done(client, "want", name="The bank pays", dm="syria", kind="reward", when="release")
    assert (lever.label, lever.name) == ("the_bank_pays", "The bank pays")
    (promise,) = lever.incentives
    assert (promise.kind, promise.to, promise.when.text, promise.before) == ("reward", "syria", "release", 1)
    said = client.get("/dam/design.json?target=release&concept=nash").json()
    assert "The bank pays" in said["sets"][0]
    assert said["all_levers"][0]["does"] == [
        {"kind": "reward", "at": 0, "says": "Syria gains when “release”"}
    ]
    assert text(client).startswith(MODEL)


def test_a_lever_does_several_things(client: Client) -> None:
    done(client, "option", name="A bank", dm="iraq", option="Attack")
    (lever,) = done(
        client, "move", lever="a_bank", dm="iraq", kind="allow", **{"from": "attack", "to": "not attack"}
    )
    assert lever.option is not None
    assert lever.option.label == "attack_2"  # for one is called so already
    (lever,) = done(
        client, "move", lever="a_bank", dm="iraq", kind="forbid", **{"from": "attack_2", "to": "attack"}
    )
    for weight in ("3", "1/2"):
        (lever,) = done(
            client, "want", lever="a_bank", dm="iraq", kind="penalty", when="attack_2", weight=weight
        )
    (lever,) = done(client, "want", lever="a_bank", dm="syria", kind="penalty", when="attack", before="2")
    assert [each.weight for each in lever.incentives] == [Fraction(3), Fraction(1, 2), None]
    assert [each.before for each in lever.incentives][-1] == 2
    assert (len(lever.forbid), len(lever.allow)) == (1, 1)
    does = client.get("/dam/design.json").json()["all_levers"][0]["does"]
    assert [each["says"] for each in does] == [
        "Iraq gets the option “Attack”",
        "Iraq can no longer move from “attack_2” to “attack”",
        "Iraq can move from “attack” to “not attack”",
        "Iraq pays when “attack_2”, by 3",
        "Iraq pays when “attack_2”, by 1/2",
        "Syria pays when “attack”, before statement 2",
    ]


def test_what_was_added_is_taken_away_piece_by_piece(client: Client) -> None:
    done(client, "want", name="One", dm="syria", kind="reward", when="release")
    one = text(client)
    done(client, "want", lever="one", dm="syria", kind="reward", when="not attack")
    done(client, "option", lever="one", dm="iraq", option="Pay")
    two = text(client)
    done(client, "move", name="Two", dm="iraq", kind="forbid", **{"from": "not attack", "to": "attack"})
    assert len(done(client, "less", lever="two", kind="forbid", at="0")) == 1  # and with it the lever
    assert text(client) == two
    done(client, "less", lever="one", kind="option", at="0")
    (lever,) = done(client, "less", lever="one", kind="reward", at="1")
    assert [each.when.text for each in lever.incentives] == ["release"]
    assert text(client) == one
    assert done(client, "delete", lever="one") == ()
    assert text(client) == MODEL


def test_an_option_that_others_speak_of_stays(client: Client) -> None:
    done(client, "option", name="One", dm="iraq", option="Pay")
    done(client, "want", name="Two", dm="syria", kind="reward", when="pay")
    answer = sent(client, "delete", lever="one")
    assert answer.status_code == 422
    assert "pay" in "".join(re.findall('id="refused">([^<]*)', answer.text))
    assert len(model(client).levers) == 2


@pytest.mark.parametrize(
    ("do", "fields", "said"),
    [
        ("want", {"dm": "syria", "kind": "reward", "when": "release"}, "the name of the lever is missing"),
        ("want", {"name": "A", "dm": "syria", "kind": "reward"}, "the condition is missing"),
        ("want", {"name": "A", "dm": "syria", "kind": "reward", "when": "relese"}, "did you mean 'release'?"),
        ("want", {"name": "A", "dm": "nobody", "kind": "reward", "when": "release"}, "'nobody'"),
        ("want", {"name": "A", "dm": "syria", "kind": "option", "when": "release"}, "does not say what"),
        ("want", {"name": "A", "dm": "iraq", "kind": "reward", "when": "release"}, "weight"),
        ("want", {"name": "A", "dm": "iraq", "kind": "reward", "when": "release", "weight": "much"}, "much"),
        ("want", {"name": "A", "dm": "syria", "kind": "reward", "when": "release", "before": "0"}, "from 1"),
        ("want", {"name": "A", "dm": "syria", "kind": "reward", "when": "release", "before": "9"}, "statements"),
        ("want", {"lever": "gone", "dm": "syria", "kind": "reward", "when": "release"}, "not there any more"),
        ("option", {"name": "A", "dm": "syria"}, "the option is missing"),
        ("option", {"lever": "there", "dm": "syria", "option": "Sing"}, "choose a new lever"),
        ("move", {"name": "A", "dm": "iraq", "kind": "forbid", "from": "attack"}, "leads to is missing"),
        ("move", {"name": "A", "dm": "iraq", "kind": "reward", "from": "attack", "to": "attack"}, "does not say"),
        ("less", {"lever": "there", "kind": "reward", "at": "0"}, "does not do this any more"),
        ("less", {"lever": "there", "kind": "option", "at": "1"}, "not there any more"),
        ("less", {"lever": "there", "kind": "name", "at": "0"}, "does not say what the lever does"),
        ("delete", {"lever": ""}, "not there any more"),
        ("sing", {}, "does not say what to do"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_at_its_form(
    client: Client, do: str, fields: dict[str, str], said: str
) -> None:
    done(client, "option", name="There", dm="iraq", option="Pay")
    before = text(client)
    answer = sent(client, do, **fields)
    assert answer.status_code == 422
    assert said in html.unescape(answer.text)
    assert text(client) == before


def test_levers_of_a_whole_of_layers_stand_in_its_own_file(tmp_path: Path) -> None:
    case = case_path("karabakh-2020")
    assert case is not None
    shutil.copytree(case.parent, tmp_path / "mine")
    workspace = Workspace(tmp_path)
    workspace.open(str(tmp_path / "mine" / case.name))
    client = Client(workspace)
    before = len(model(client, "mine").levers)
    answer = sent(client, "want", "mine", name="Gas", dm="turkey", kind="penalty", when="advance")
    assert answer.status_code == 303
    assert [each.label for each in model(client, "mine").levers][before:] == ["gas"]
    found = workspace.get("mine")
    assert found is not None
    assert list(found.draft.changed if found.draft else ()) == [case.name]


def test_levers_of_a_bundled_case_are_read(tmp_path: Path) -> None:
    client = Client(Workspace(tmp_path))
    page = client.get("/karabakh-2020/design").text
    assert "A say for Turkey in the talks" in page
    assert "lever.want" not in page
    assert sent(client, "delete", "karabakh-2020", lever="seat").status_code in (400, 422)


@pytest.mark.xdist_group("browser")
def test_a_lever_is_added_by_keyboard_alone(tmp_path: Path, reader: READERS) -> None:
    (tmp_path / "dam.yaml").write_text(MODEL)
    with at_work(reader, tmp_path / "dam.yaml", "/dam/design?target=release") as page:
        hands = Hands(page)
        hands.reach(page.get_by_text("Somebody comes to want or to shun something"))
        page.keyboard.press("Enter")
        hands.write(page.get_by_label("Name of a new one").and_(page.locator(":visible")), "The bank pays")
        hands.write(page.get_by_label("When, as a condition"), "release")
        found = faults(page)
        hands.send()
        expect(page.get_by_role("main")).to_contain_text(
            "With “The bank pays”, state 2 (Syria: Release water) holds"
        )
        expect(button(page, "Take away: Syria gains when “release”")).to_be_visible()
        assert found + faults(page) == []
