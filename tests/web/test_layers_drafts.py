"""Models with layers: edits of all their files, undone and saved together."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from countermove.web.workspace import Workspace
from tests.web.asking import Client
from tests.web.layers import act, contents, copied, post


@pytest.fixture
def plants(tmp_path: Path) -> tuple[Client, Path]:
    return copied(tmp_path, "two-plants")


# ---------------------------------------------------------------- one layer's file
def test_what_russia_wants_is_edited_in_the_file_of_its_layer(tmp_path: Path) -> None:
    client, folder = copied(tmp_path, "karabakh-2020")
    before = contents(folder)
    old = "{when: not advance, weight: 16, because: [second_layer, short_of_hostilities]}"
    assert old in before["contest.yaml"]
    fields = {"dm": "russia", "at": "0", "statement": "not advance", "weight": "2"}
    assert post(client, "contest", "weight.put", **fields) == 303
    assert contents(folder).items() >= before.items(), "nothing is written yet"
    said = client.get("/mine/workshop.json?layer=contest&work=1").json()
    for _ in range(600):  # it is long work, of which the page tells how far it is
        if (said.get("changes") or {}).get("headline"):
            break
        time.sleep(0.1)
        said = client.get("/mine/workshop.json?layer=contest&work=1").json()
    assert said["changes"]["headline"].startswith("Under GMR twelve equilibria are lost")
    assert "in layer contest" in client.get("/mine/workshop?layer=contest&work=1").text
    assert said["people"][0]["wants"]["items"][0] == {"when": "not advance", "weight": "2"}
    assert act(client, "undo") == 303
    assert client.get("/mine/workshop.json?layer=contest").json()["people"][0]["wants"]["items"][0] == {
        "when": "not advance",
        "weight": "16",
    }
    assert act(client, "redo") == 303
    assert act(client, "save") == 303
    after = contents(folder)
    assert after == before | {"contest.yaml": before["contest.yaml"].replace(old, old.replace("16", "2"))}
    assert "# once: the contest as it stands" in after["contest.yaml"]


def test_the_whole_and_each_layer_have_pages_that_say_what_stands_elsewhere(tmp_path: Path) -> None:
    client = Client(Workspace(tmp_path))
    whole = client.get("/karabakh-2020/workshop.json").json()
    assert [each["label"] for each in whole["parts"]] == ["settlement", "contest"]
    assert whole["people"] == []
    assert [each["label"] for each in whole["today"]][:2] == ["russia", "turkey"]
    part = client.get("/karabakh-2020/workshop.json?layer=contest").json()
    russia = part["people"][0]
    assert (russia["label"], russia["also"]) == ("russia", ["The settlement"])
    assert {each["label"]: each["also"] for each in russia["options"]} == {
        "hold_turkey": ["The settlement"],
        "involve": [],
        "deal": [],
    }
    page = client.get("/karabakh-2020/workshop?layer=contest").text
    assert 'action="/karabakh-2020/workshop?layer=contest"' in page
    assert "The same move also acts in The settlement" in page


def test_a_constraint_of_a_layer_is_counted_while_it_is_typed(plants: tuple[Client, Path]) -> None:
    client, _ = plants
    at = "/mine/workshop.json?layer=north&try="
    assert client.get(at + "not raise_north").json()["count"]["feasible"] == 2
    assert "unknown label" in client.get(at + "raise_south").json()["count"]["wrong"]


def test_an_element_is_found_without_its_layer_unless_it_stands_in_several(
    plants: tuple[Client, Path],
) -> None:
    client, folder = plants
    assert post(client, "", "statement.delete", dm="union_north", at="0") == 303
    assert post(client, "", "statement.delete", dm="company", at="0") == 422
    assert post(client, "nowhere", "title", title="X") == 422
    assert act(client, "save") == 303
    assert "raise_north, strike_north" not in (folder / "north.yaml").read_text()


# ---------------------------------------------------------------- several files at once
def test_a_name_is_one_in_all_layers_and_undone_in_all(plants: tuple[Client, Path]) -> None:
    client, folder = plants
    before = contents(folder)
    assert post(client, "north", "dm.name", dm="company", name="The firm") == 303
    assert post(client, "south", "title", title="The south") == 303
    page = client.get("/mine/board").text
    assert "The firm" in page
    assert "north.yaml, south.yaml" in page, "the bar says which files there are to save"
    act(client, "undo")
    assert act(client, "save") == 303
    named = {
        name: before[name].replace("name: Company", "name: The firm") for name in ("north.yaml", "south.yaml")
    }
    assert contents(folder) == before | named
    act(client, "undo")
    assert act(client, "save") == 303
    assert contents(folder) == before


def test_an_option_that_acts_in_two_layers_is_changed_in_both(tmp_path: Path) -> None:
    client, folder = copied(tmp_path, "karabakh-2020")
    fields = {"dm": "turkey", "option": "back", "name": "Stand by Azerbaijan", "moves": "forward"}
    assert post(client, "contest", "option.name", **fields) == 303
    assert act(client, "save") == 303
    for name in ("contest.yaml", "settlement.yaml"):
        text = (folder / name).read_text(encoding="utf-8")
        assert "Stand by Azerbaijan" in text
        assert "moves: forward" in text


def test_the_state_of_today_is_set_for_all_layers_and_keeps_its_reasons(tmp_path: Path) -> None:
    client, folder = copied(tmp_path, "karabakh-2020")
    levels = {"level:turkey.back": "yes", "level:azerbaijan.offensive": "yes"}
    assert post(client, "", "status_quo", **levels) == 303
    assert act(client, "save") == 303
    text = (folder / "model.yaml").read_text(encoding="utf-8")
    assert "status_quo:\n  statement: [back, offensive]\n  because: [call, turkey_is_a_party" in text


def test_a_layer_within_the_models_own_file_is_edited_there(tmp_path: Path) -> None:
    client, folder = copied(tmp_path, "two-plants")
    model = folder / "model.yaml"
    text = (folder / "north.yaml").read_text(encoding="utf-8")
    inner = "\n".join(f"      {line}" for line in text.splitlines())
    given = "  north: {file: north.yaml, name: Northern plant}\n"
    assert given in model.read_text()
    model.write_text(model.read_text().replace(given, f"  north:\n    model:\n{inner}\n"))
    (folder / "north.yaml").unlink()
    assert post(client, "north", "option.name", dm="company", option="raise_north", name="Pay") == 303
    assert act(client, "save") == 303
    assert "          raise_north: Pay\n" in model.read_text()


def test_the_whole_gets_a_decision_maker_of_its_own(plants: tuple[Client, Path]) -> None:
    client, folder = plants
    assert post(client, "", "dm.add", name="Mediator") == 303
    assert post(client, "", "option.add", dm="mediator", name="Propose") == 303
    assert act(client, "save") == 303
    assert "name: Mediator" in (folder / "model.yaml").read_text()
    whole = client.get("/mine/workshop.json").json()
    assert [each["label"] for each in whole["people"]] == ["mediator"]


# ---------------------------------------------------------------- documents
def test_a_document_that_changes_beside_the_model_is_read_again(tmp_path: Path) -> None:
    client, folder = copied(tmp_path, "karabakh-2020")
    before = client.get("/mine/evidence?source=brief").text
    page = folder / "brief.html"
    words = "On 14 October the Turkish and Russian presidents spoke by telephone"
    assert words in page.read_text(encoding="utf-8")
    page.write_text(page.read_text(encoding="utf-8").replace(words, "They spoke"), encoding="utf-8")
    after = client.get("/mine/evidence?source=brief").text
    assert "They spoke" in after
    assert after != before
