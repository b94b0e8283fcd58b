"""The workshop's forms, each with what it refuses: at its field, and with what is to be done."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from countermove import cases
from countermove.model.tiers import stepped
from countermove.web.workspace import Workspace
from tests.web.asking import TOKEN, Client
from tests.web.browser import Reader, faults
from tests.web.journeys import refused
from tests.web.server import serving

AT = "/water/workshop"
READERS = Callable[..., Reader]


@pytest.fixture
def model(tmp_path: Path) -> Path:
    path = tmp_path / "water.yaml"
    source = cases.case_path("syria-iraq-1975")
    assert source is not None
    path.write_bytes(source.read_bytes())
    return path


@pytest.fixture
def client(model: Path) -> Client:
    workspace = Workspace(model.parent)
    workspace.open(str(model))
    return Client(workspace)


def seen(client: Client) -> str:
    found = re.search(r'name="seen" value="([0-9a-f]{64})"', client.get(AT).text)
    assert found is not None
    return found[1]


def post(client: Client, do: str, **fields: str) -> Any:
    return client.post(AT, {"token": TOKEN, "seen": seen(client), "do": do, **fields})


def undo(client: Client) -> None:
    client.post("/water/draft/undo", {"token": TOKEN, "seen": seen(client)})


def said(client: Client, query: str = "") -> dict[str, Any]:
    found: dict[str, Any] = client.get(f"{AT}.json{query}").json()
    return found


def text(client: Client) -> str:
    opened = client.workspace.get("water")
    assert opened is not None
    return opened.now().text


def field(page: str, id_: str) -> str:
    """Return the tag of a field."""
    found = re.search(
        rf'<(?:input|textarea)[^>]* id="{id_}"[^>]*>|<(?:input|textarea) id="{id_}"[^>]*>', page
    )
    assert found is not None, id_
    return found[0]


# ---------------------------------------------------------------- a mistake is said at its field
@pytest.mark.parametrize(
    ("form", "id_", "value", "says"),
    [
        ({"do": "dm.add", "name": " "}, "dm_name___", " ", "the name is missing; write it"),
        (
            {"do": "statement.put", "dm": "syria", "at": "1", "statement": "escalat"},
            "statement_syria_1",
            "escalat",
            "unknown label",
        ),
        (
            {"do": "option.label", "dm": "syria", "option": "release", "name": "Release", "label": "attack"},
            "option_label_syria_release_",
            "attack",
            "the label attack is taken; write another",
        ),
        (
            {"do": "ranking", "dm": "iraq", "ranking": "1 > 99"},
            "ranking_ranking_iraq__",
            "1 &gt; 99",
            "99",
        ),
        (
            {"do": "constraint.put", "at": "0", "statement": "not ("},
            "constraint_statement___0",
            "not (",
            "too early",
        ),
    ],
)
def test_what_is_refused_stays_in_its_field_which_says_why(
    client: Client, form: dict[str, str], id_: str, value: str, says: str
) -> None:
    before = text(client)
    answer = post(client, **form)
    assert answer.status_code == 422
    tag = field(answer.text, id_)
    assert f'value="{value}"' in tag
    assert 'aria-invalid="true"' in tag
    assert " autofocus" in tag
    assert 'aria-describedby="wrong' in tag
    assert answer.text.count('id="wrong"') == 1
    message = answer.text.split('id="wrong"')[1].split("</div>")[0]
    assert says in message
    assert text(client) == before


# ---------------------------------------------------------------- numbers of states
def test_a_constraint_carries_the_numbers_of_states_over_in_the_same_edit(client: Client) -> None:
    before = text(client)
    assert post(client, "constraint.add", statement="not (release and attack)").status_code == 303
    now = text(client)
    assert "ranking: [2, 4, 5, 1, 3]" in now
    assert "equilibria: {nash: [5], gmr: [1, 5], smr: [5], seq: [5]}" in now
    assert said(client)["feasible"] == 5
    assert "numbers of states carried over; state 5 left the rankings" in client.get(AT).text
    undo(client)
    assert text(client) == before


def test_a_constraint_of_a_layer_carries_the_numbers_of_its_own_states_over(tmp_path: Path) -> None:
    source = cases.case_path("two-plants")
    assert source is not None
    folder = tmp_path / "plants"
    folder.mkdir()
    for each in ("model.yaml", "north.yaml", "south.yaml"):
        (folder / each).write_bytes((source.parent / each).read_bytes())
    north = folder / "north.yaml"
    old = "  union_north:\n    prioritize: [raise_north, strike_north if not raise_north, not strike_north]\n"
    new = "  union_north:\n    ranking: [2, 4, 3, 1]\n"
    assert old in north.read_text(encoding="utf-8")
    north.write_text(north.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    workspace = Workspace(folder)
    opened = workspace.open(str(folder / "model.yaml"))
    client, at = Client(workspace), "/plants/workshop?layer=north"
    found = re.search(r'name="seen" value="([0-9a-f]{64})"', client.get(at).text)
    assert found is not None
    condition = "raise_north if strike_north"
    form = {"token": TOKEN, "seen": found[1], "do": "constraint.add", "statement": condition}
    tried = client.get("/plants/workshop.json", params={"layer": "north", "try": condition}).json()
    assert (tried["count"]["feasible"], tried["count"]["wrong"]) == (3, "")
    answer = client.post(at, form)
    assert answer.status_code == 303, answer.text
    assert "ranking: [2, 3, 1]" in opened.now().texts["north.yaml"]


# ---------------------------------------------------------------- delete, levels, labels
def test_what_uses_an_option_is_listed_and_goes_with_it_in_one_edit(client: Client) -> None:
    before = text(client)
    answer = post(client, "option.delete", dm="syria", option="release")
    assert answer.status_code == 422
    for use in ("the ranking of Iraq", "statement 4 of Syria", "constraint 1", "the expected results"):
        assert use in answer.text
    assert answer.text.index("statement 1 of Syria") < answer.text.index("statement 4 of Syria")
    assert "Delete these too" in answer.text
    assert post(client, "option.delete", dm="syria", option="release", too="1").status_code == 303
    now = said(client)
    assert [each["label"] for each in now["people"][0]["options"]] == ["escalate"]
    assert now["people"][0]["wants"]["items"] == ["escalate", "not attack"]
    assert now["people"][1]["wants"]["kind"] == "indifferent"
    assert now["constraints"] == []
    undo(client)
    assert text(client) == before


def test_an_option_gets_levels_and_cannot_be_undone(client: Client) -> None:
    post(client, "option.add", dm="iraq", name="Mobilise", levels="none, part, all", moves="forward")
    found = said(client)["people"][1]["options"]
    assert [(each["label"], each["levels"], each["moves"]) for each in found] == [
        ("attack", ["no", "yes"], "both")
    ], "numbers of states would mean nothing any more"
    post(client, "option.delete", dm="syria", option="release", too="1")
    form = {"dm": "iraq", "name": "Mobilise", "levels": "none, part, all", "moves": "forward"}
    assert post(client, "option.add", **form).status_code == 303
    new = said(client)["people"][1]["options"][1]
    assert (new["label"], new["levels"], new["moves"]) == ("mobilise", ["none", "part", "all"], "forward")
    assert {"mobilise = part"} <= {each["word"] for each in said(client)["labels"]}
    form = {"dm": "iraq", "option": "mobilise", "name": "Mobilise", "levels": "none, all", "moves": "both"}
    assert post(client, "option.name", **form).status_code == 303
    new = said(client)["people"][1]["options"][1]
    assert (new["levels"], new["moves"]) == (["none", "all"], "both")
    assert post(client, "option.name", **form | {"levels": ""}).status_code == 303
    assert said(client)["people"][1]["options"][1]["levels"] == ["no", "yes"]


# ---------------------------------------------------------------- rankings
def test_a_ranking_says_what_is_done_and_is_ordered_place_by_place(client: Client) -> None:
    tiers = said(client)["people"][1]["tiers"]
    assert [each["done"] for tier in tiers for each in tier][:2] == ["Release water", "Attack the dam"]
    assert post(client, "tier.down", dm="iraq", at="0").status_code == 303
    assert "ranking: [4, 2, 6, 1, 5, 3]" in text(client)
    assert post(client, "tier.join", dm="iraq", at="1").status_code == 303
    assert "ranking: [[4, 2], 6, 1, 5, 3]" in text(client)
    assert post(client, "tier.part", dm="iraq", at="0").status_code == 303
    assert post(client, "tier.move", dm="iraq", at="5", to="0").status_code == 303
    assert "ranking: [3, 4, 2, 6, 1, 5]" in text(client)
    assert post(client, "tier.up", dm="iraq", at="0").status_code == 422


def test_a_ranking_keeps_the_form_in_which_it_is_written() -> None:
    assert stepped("4 > 1 ~ 2 > 3", "move", 2, 0) == "3 > 4 > 1 ~ 2"
    assert stepped("4 > 1 ~ 2 > 3", "part", 1) == "4 > 1 > 2 > 3"
    assert stepped([4, [1, "N Y"], 3], "join", 1) == [[4, 1, "N Y"], 3]


# ---------------------------------------------------------------- a new model
def test_a_new_model_is_begun_from_rows_and_says_where_it_goes(client: Client, model: Path) -> None:
    start = client.get("/").text
    assert f"The file goes into {model.parent}." in start
    rows = {"who0": "Ann", "can0": "Stay; Leave", "who1": "Bob", "can1": ""}
    answer = client.post("/new", {"token": TOKEN, "title": "A quarrel", **rows})
    assert answer.status_code == 303
    made = (model.parent / "a_quarrel.yaml").read_text(encoding="utf-8")
    assert "stay: Stay" in made
    assert "name: Bob" in made
    wrong = client.post("/new", {"token": TOKEN, "title": "Another", "can0": "Stay"})
    assert wrong.status_code == 422
    assert "write who can do that" in wrong.text
    assert 'value="Stay"' in wrong.text


def field_of(page: str, name: str) -> str:
    found = re.search(rf'<input [^>]*name="{name}"[^>]*>', page)
    assert found is not None, name
    return found[0]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"title": " ", "who0": "Ann", "can0": "Stay"}, "title"),
        ({"title": "T", "who0": "Ann", "can0": "Stay", "can2": "Leave"}, "who2"),
        ({"title": "T", "who0": "Ann"}, "can0"),
        ({"title": "T", "who0": "Ann", "can0": "Stay", "path": "../../elsewhere"}, "path"),
    ],
)
def test_what_is_wrong_with_a_new_model_is_said_at_its_field(
    client: Client, fields: dict[str, str], field: str
) -> None:
    answer = client.post("/new", {"token": TOKEN, **fields})
    assert answer.status_code == 422
    assert re.findall(r'<input [^>]*name="(\w+)"[^>]* aria-invalid="true"', answer.text) == [field]
    assert "wrong-new" in field_of(answer.text, field)


def test_a_new_models_form_grows_by_a_row_without_a_script(client: Client, model: Path) -> None:
    rows = {"who0": "Ann", "can0": "Stay; Leave", "who3": "Dan", "can3": "Go"}
    answer = client.post("/new", {"token": TOKEN, "title": "Five", "path": "five", "more": "1", **rows})
    assert answer.status_code == 200
    assert 'value="Dan"' in field_of(answer.text, "who3")
    assert "autofocus" in field_of(answer.text, "who4")
    assert "aria-invalid" not in answer.text
    last = client.post("/new", {"token": TOKEN, "who19": "", "more": "1"}).text
    assert "One more" not in last
    rows |= {"who4": "Eve", "can4": "Wait"}
    assert client.post("/new", {"token": TOKEN, "title": "Five", **rows}).status_code == 303
    assert "eve:" in (model.parent / "five.yaml").read_text(encoding="utf-8")


def test_a_file_that_is_sent_is_refused_at_its_own_field(client: Client) -> None:
    answer = client.post("/open", {"token": TOKEN}, files={"file": ("bad.yaml", b"title: 3")})
    assert answer.status_code == 422
    assert "wrong-send" in field_of(answer.text, "file")
    assert 'id="wrong-open"' not in answer.text


# ---------------------------------------------------------------- in a browser
browsing = pytest.mark.xdist_group("browser")


def statements(page: Page) -> list[str]:
    fields = page.locator("[data-dm=syria] [data-condition]")
    return [fields.nth(at).input_value() for at in range(fields.count())]


FIRST = ["not release and not escalate and not attack", "escalate", "not attack", "not release"]


@browsing
def test_statements_are_ordered_by_dragging(model: Path, reader: READERS) -> None:
    with serving(model, folder=model.parent) as running:
        page = reader(running.address).open(AT)
        assert statements(page) == FIRST
        rows = page.locator("[data-dm=syria] > li")
        rows.nth(2).scroll_into_view_if_needed()
        grip, place = rows.nth(3).bounding_box(), rows.nth(1).bounding_box()
        assert grip is not None
        assert place is not None
        with page.expect_navigation():
            page.mouse.move(grip["x"] + 8, grip["y"] + grip["height"] / 2)
            page.mouse.down()
            page.mouse.move(place["x"] + 8, place["y"] + place["height"] / 2, steps=8)
            page.mouse.up()
        assert statements(page) == [FIRST[0], FIRST[3], FIRST[1], FIRST[2]]
        expect(page.locator("#statement_syria_1")).to_be_focused()


@browsing
def test_statements_are_ordered_by_keys_and_stay_in_hand(model: Path, reader: READERS) -> None:
    with serving(model, folder=model.parent) as running:
        page = reader(running.address).open(AT)
        page.locator("#statement_syria_0").focus()
        for at in (1, 2):
            with page.expect_navigation():
                page.keyboard.press("Alt+ArrowDown")
            expect(page.locator(f"#statement_syria_{at}")).to_be_focused()
        with page.expect_navigation():
            page.keyboard.press("Alt+ArrowUp")
        expect(page.locator("#statement_syria_1")).to_be_focused()
        assert statements(page) == [FIRST[1], FIRST[0], FIRST[2], FIRST[3]]
        with page.expect_navigation():
            page.get_by_role("button", name="Up: statement 2 of Syria").press("Enter")
        assert statements(page) == FIRST
        expect(page.locator("#statement_syria_0")).to_be_focused()
        with page.expect_navigation():
            page.get_by_role("button", name="Down: place 1 of Iraq").press("Enter")
        expect(page.locator("#tier_iraq_1")).to_be_focused()


@browsing
def test_keys_undo_redo_and_save(model: Path, reader: READERS) -> None:
    with serving(model, folder=model.parent) as running:
        page = reader(running.address).open(AT)
        page.locator("#title_title___").fill("A dam")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        page.locator("main").focus()
        for keys, title in (("Control+z", "Syria and Iraq, 1975"), ("Control+Shift+z", "A dam")):
            with page.expect_navigation():
                page.keyboard.press(keys)
            expect(page.locator("#title_title___")).to_have_value(title)
        with page.expect_navigation():
            page.keyboard.press("Control+s")
        assert "title: A dam" in model.read_text(encoding="utf-8")
        page.locator("#title_title___").press_sequentially("x")
        page.keyboard.press("Control+z")
        expect(page.locator("#title_title___")).to_have_value("A dam")
        assert "A dam" in page.locator(".kicker").inner_text(), "in a field the browser's own undo is meant"


@browsing
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_a_refused_page_leads_to_its_field_and_axe_finds_nothing(
    colours: str, model: Path, reader: READERS
) -> None:
    with serving(model, folder=model.parent) as running:
        who = reader(running.address, color_scheme=colours, viewport={"width": 390, "height": 844})
        page = who.open(AT)
        page.locator("#new-c").fill("not relase")
        expect(page.locator("#count")).to_contain_text("unknown label")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        expect(page.locator("#new-c")).to_be_focused()
        expect(page.locator("#new-c")).to_have_value("not relase")
        refused(who, f"422 {AT}")
        assert faults(page) == []
        page.locator("#new-c").fill("not (release and attack)")
        expect(page.locator("#count")).to_contain_text("5 feasible states")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        expect(page.locator("#feasible")).to_contain_text("5 feasible states")
        for each in page.locator("details.more").all():
            each.evaluate("each => (each.open = true)")
        assert faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
