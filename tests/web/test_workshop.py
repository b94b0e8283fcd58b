"""The workshop's forms: what they do to the file, what they refuse and where, and the browser's own ways."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

from countermove import cases
from countermove.loading import load, loads
from countermove.web.workspace import Workspace
from tests.web.asking import TOKEN, Client
from tests.web.browser import Reader, faults
from tests.web.server import serving

AT = "/water/workshop"


@pytest.fixture
def model(tmp_path: Path) -> Path:
    path = tmp_path / "water.yaml"
    path.write_bytes(cases.case_path("syria-iraq-1975").read_bytes())
    return path


@pytest.fixture
def client(model: Path) -> Client:
    workspace = Workspace(model.parent)
    workspace.open(str(model))
    return Client(workspace)


def send(client: Client, do: str, **fields: str) -> httpx.Response:
    seen = re.findall(r'name="seen" value="([0-9a-f]{64})"', client.get(AT).text)[0]
    return client.post(AT, {"token": TOKEN, "seen": seen, "do": do, **fields})


def text(client: Client) -> str:
    opened = client.workspace.get("water")
    assert opened is not None
    return opened.now().text


def said(client: Client) -> dict:
    return client.get(f"{AT}.json").json()


# ---------------------------------------------------------------- numbers of states
def test_the_verdicts_are_worked_out_while_the_first_edit_is_typed(client: Client) -> None:
    opened = client.workspace.get("water")
    assert opened is not None
    conflict = opened.now().conflict
    assert conflict is not None
    assert not conflict.analyzed
    assert client.get("/water/workshop").status_code == 200
    until = time.monotonic() + 30
    while not conflict.analyzed:
        assert time.monotonic() < until
        time.sleep(0.01)


def test_a_constraint_carries_the_numbers_of_states_over_in_one_edit(client: Client, model: Path) -> None:
    # States 1 to 6 without Syria's escalating while Iraq attacks: what was 6 goes, and nothing expected it.
    before = text(client)
    model.write_text(before.replace("[6], gmr: [1, 6], smr: [6], seq: [6]", "[5]"))
    assert send(client, "constraint.add", statement="not (escalate and not attack)").status_code == 303
    after = loads(text(client))
    assert after.state_count == 5
    assert "ranking: [2, 3, 5, 1, 4]" in text(client)
    assert "nash: [4]" in text(client)
    page = client.get(AT).text
    assert "numbers of states carried over; state 3 left the rankings" in page


def test_numbers_are_refused_only_where_an_expected_state_would_vanish(client: Client) -> None:
    answer = send(client, "constraint.add", statement="not (escalate and attack)")
    assert answer.status_code == 422
    assert "state 6 would vanish, and expected result 1 names it" in answer.text


# ---------------------------------------------------------------- what is said, and where one goes on
def test_a_condition_that_is_typed_is_refused_in_the_pages_own_words(client: Client) -> None:
    wrong = client.get(f"{AT}.json", params={"try": "attack"}).json()["count"]["wrong"]
    assert wrong.startswith("the status quo is not feasible")
    refused = send(client, "constraint.add", statement="not atack").text
    assert "did you mean &#39;attack&#39;?</p>" in refused


@pytest.mark.parametrize(
    ("do", "fields", "field", "done"),
    [
        ("constraint.add", {"statement": "not attack"}, "new-c", "new constraint “not attack”"),
        (
            "statement.add",
            {"dm": "syria", "statement": "attack"},
            "statement_statement_syria__",
            "Syria wants",
        ),
        ("option.add", {"dm": "iraq", "name": "Wait"}, "option_name_iraq__", "new option “Wait”"),
        ("dm.add", {"name": "Saudi Arabia"}, "dm_name___", "new decision maker Saudi Arabia"),
    ],
)
def test_after_one_is_added_the_next_can_be_typed(
    client: Client, model: Path, do: str, fields: dict[str, str], field: str, done: str
) -> None:
    plain = text(client).partition("\nexpect:")[0]
    model.write_text(plain.replace("ranking: [2, 4, 6, 1, 5, 3]", "prioritize: [attack]"), encoding="utf-8")
    assert send(client, do, **fields).headers["location"] == f"{AT}#{field}"
    page = client.get(AT).text
    assert f'<input id="{field}"' in page
    assert done in page


# ---------------------------------------------------------------- labels
def test_a_label_is_changed_wherever_it_is_used(client: Client) -> None:
    held = load("syria-iraq-1975").analyze(["nash", "seq"]).equilibria
    assert send(client, "option.label", dm="syria", option="release", label="open_gates").status_code == 303
    assert send(client, "dm.label", dm="iraq", label="baghdad").status_code == 303
    assert "not (open_gates and escalate)" in text(client)
    assert "not open_gates and not escalate and not attack" in text(client)
    assert not re.search(r"\brelease:|\biraq:", text(client))
    assert loads(text(client)).analyze(["nash", "seq"]).equilibria == held


@pytest.mark.parametrize(
    ("label", "why"), [("two words", "one word"), ("escalate", "is taken"), ("", "missing")]
)
def test_a_bad_label_is_refused_at_its_field(client: Client, label: str, why: str) -> None:
    answer = send(client, "option.label", dm="syria", option="release", label=label)
    assert answer.status_code == 422
    assert why in answer.text
    field = re.search(r'<input id="option_label_syria_release_"[^>]*>', answer.text)
    assert field is not None
    assert 'aria-invalid="true"' in field[0]
    assert f'value="{label}"' in field[0]


# ---------------------------------------------------------------- what the page shows
def test_a_bundled_case_has_no_buttons_that_change_it(client: Client) -> None:
    page = client.get("/syria-iraq-1975/workshop").text
    assert "Save a copy" in page
    assert 'name="do"' not in page
    assert 'name="do"' in client.get(AT).text


def test_whoever_begins_with_the_same_letter_has_the_mark_of_the_other_screens(client: Client) -> None:
    rows = {"who0": "Driver A", "can0": "Swerve", "who1": "Driver B", "can1": "Swerve"}
    at = client.post("/new", {"token": TOKEN, "title": "Chicken", **rows}).headers["location"]
    pages = [client.get(at.replace("workshop", each)).text for each in ("workshop", "board")]
    marks = [set(re.findall(r'class="mark [^"]*" aria-hidden="true">(\w+)<', page)) for page in pages]
    assert marks[0] == marks[1]
    assert len(marks[0]) == 2


# ---------------------------------------------------------------- deleting what is used
def test_what_is_used_is_deleted_with_its_uses_or_not_at_all(client: Client) -> None:
    answer = send(client, "option.delete", dm="syria", option="release")
    assert answer.status_code == 422
    assert "constraint 1 “not (release and escalate)”" in answer.text
    assert "statement 4 of Syria “not release”" in answer.text
    assert "Delete these too" in answer.text
    assert "release:" in text(client)
    assert send(client, "option.delete", dm="syria", option="release", too="1").status_code == 303
    after = loads(text(client))
    assert [option.label for option in after.model.options] == ["escalate", "attack"]
    assert "release" not in text(client).split("decision_makers:")[1]
    assert "escalate" in said(client)["people"][0]["wants"]["items"]


def test_a_decision_maker_goes_with_what_names_it(client: Client) -> None:
    answer = send(client, "dm.delete", dm="iraq")
    assert answer.status_code == 422
    assert "Delete these too" in answer.text
    assert send(client, "dm.delete", dm="iraq", too="1").status_code == 303
    assert [dm.label for dm in loads(text(client)).model.decision_makers] == ["syria"]


# ---------------------------------------------------------------- preferences and options
def test_a_ranking_is_shown_by_what_is_done_and_moved(client: Client) -> None:
    tiers = said(client)["people"][1]["tiers"]
    assert [tier[0]["done"] for tier in tiers][:2] == ["Release water", "Attack the dam"]
    assert send(client, "tier.down", dm="iraq", at="0").headers["location"].endswith("#tier_iraq_1")
    assert "ranking: [4, 2, 6, 1, 5, 3]" in text(client)
    assert send(client, "tier.join", dm="iraq", at="1").status_code == 303
    assert said(client)["people"][1]["wants"]["items"] == ["4 ~ 2 > 6 > 1 > 5 > 3"]
    assert send(client, "tier.part", dm="iraq", at="0").status_code == 303
    assert said(client)["people"][1]["wants"]["items"] == ["4 > 2 > 6 > 1 > 5 > 3"]


def test_what_is_moved_takes_the_comment_on_its_line_along(client: Client, model: Path) -> None:
    plain = text(client)
    noted = plain.replace("- escalate\n", "- escalate  # they say so\n")
    listed = "ranking:\n" + "".join(f"      - {each}\n" for each in (2, "4  # the dam", 6, 1, 5, 3))
    noted = noted.replace("ranking: [2, 4, 6, 1, 5, 3]\n", listed)
    assert "they say so" in noted
    assert "the dam" in noted
    model.write_text(noted, encoding="utf-8")
    assert send(client, "statement.up", dm="syria", at="1").status_code == 303
    assert send(client, "tier.down", dm="iraq", at="1").status_code == 303
    assert "prioritize:\n      - escalate  # they say so\n" in text(client)
    assert "      - 6\n      - 4  # the dam\n" in text(client)


def test_statements_become_the_ranking_that_they_mean(client: Client) -> None:
    held = loads(text(client)).analyze(["nash"]).equilibria
    assert send(client, "ranking", dm="syria", ranking=said(client)["people"][0]["ranked"]).status_code == 303
    assert said(client)["people"][0]["wants"]["kind"] == "ranking"
    assert loads(text(client)).analyze(["nash"]).equilibria == held


def test_an_option_can_be_once_and_for_all(client: Client) -> None:
    fields = {"dm": "iraq", "option": "attack", "name": "Attack", "moves": "forward", "levels": ""}
    assert send(client, "option.name", **fields).status_code == 303
    assert said(client)["people"][1]["options"][0]["moves"] == "forward"
    assert "attack: {name: Attack, moves: forward}" in text(client)
    shown = re.search(r"<summary><code>attack</code>.*?</summary>", client.get(AT).text)
    assert shown is not None
    assert "cannot be undone" in shown[0]


# ---------------------------------------------------------------- in the browser
@pytest.fixture
def page(model: Path, reader: Callable[..., Reader]) -> Iterator[Page]:
    with serving(model.name, folder=model.parent) as running:
        opened = reader(running.address).open(AT)
        yield opened
        opened.wait_for_load_state("networkidle")  # what is still asked for would miss the server


@pytest.mark.xdist_group("browser")
def test_change_is_marked_only_when_something_has_changed_and_labels_are_clicked(page: Page) -> None:
    button = page.get_by_role("button", name="Change Release water")
    expect(button).to_have_class(re.compile("quiet"))
    page.get_by_label("Option release").fill("Open the gates")
    expect(button).not_to_have_class(re.compile("quiet"))
    page.get_by_label("Option release").fill("Release water")
    expect(button).to_have_class(re.compile("quiet"))
    page.locator("#new-c").fill("not")
    page.get_by_text("How conditions are written").click()
    page.get_by_role("button", name="attack", exact=True).click()
    expect(page.locator("#new-c")).to_have_value("not attack")
    expect(page.locator("#new-c")).to_be_focused()


@pytest.mark.xdist_group("browser")
def test_without_scripts_a_condition_is_counted_by_a_button(
    model: Path, reader: Callable[..., Reader]
) -> None:
    with serving(model.name, folder=model.parent) as running:
        page = reader(running.address, java_script_enabled=False).open(AT)
        page.locator("#try").fill("not attack")
        page.get_by_role("button", name="Count").click()
        expect(page.locator("#count")).to_contain_text("3 of the 6 feasible states")


@pytest.mark.xdist_group("browser")
def test_an_edited_workshop_with_all_open_is_accessible(model: Path, reader: Callable[..., Reader]) -> None:
    with serving(model.name, folder=model.parent) as running:
        page = reader(running.address).open(AT)
        page.locator("#statement_syria_0").focus()
        page.keyboard.press("Alt+ArrowDown")
        expect(page.locator("#statement_syria_1")).to_be_focused()
        expect(page.locator(".draft")).to_be_in_viewport()
        page.evaluate("() => document.querySelectorAll('details').forEach((each) => (each.open = true))")
        assert faults(page) == []
        # What the edit changes stands beside the fields, in sight.
        expect(page.locator("#h-changes")).to_be_in_viewport()
