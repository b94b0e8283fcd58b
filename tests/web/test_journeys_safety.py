"""Two writers, kills and strangers' texts: what is written is never lost or overwritten unseen."""

from __future__ import annotations

import re
import signal
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from playwright.sync_api import Page, expect

from countermove.web.drafts import draft_path
from tests.web import journeys as say
from tests.web.browser import Reader
from tests.web.hostile import ATTACKS, write_hostile
from tests.web.journeys import READERS, button, draft, heading, refused, region, retitled, send
from tests.web.server import serving
from tests.web.test_hostile import HARM

pytestmark = pytest.mark.xdist_group("browser")
HARMLESS = {"harmed": None, "handlers": [], "scripts": 0, "links": []}


# ---------------------------------------------------------------- two writers
@pytest.fixture
def model(tmp_path: Path) -> Path:
    return say.copied(tmp_path)


@pytest.fixture
def made(model: Path, reader: READERS) -> Iterator[Reader]:
    """Give a reader of a workbench over the model."""
    with serving(model) as running:
        made = reader(running.address)
        yield made
        made.context.close()


def title_of(page: Page) -> str:
    page.reload()
    return page.get_by_label(say.TITLE, exact=True).input_value()


def test_the_second_of_two_tabs_is_shown_what_the_first_did_and_nothing_is_lost(made: Reader) -> None:
    first, second = (made.open("/water/workshop") for _ in range(2))
    retitled(first, "Of the first tab")
    retitled(second, "Of the second tab")
    expect(heading(second)).to_have_text(say.MEANWHILE)
    expect(second.get_by_role("main")).to_contain_text("+ title: Of the first tab")
    refused(made, "409 /water/workshop")
    assert title_of(first) == "Of the first tab"
    second.go_back()
    assert second.get_by_label(say.TITLE, exact=True).input_value() == "Of the second tab", "as it was typed"
    assert title_of(second) == "Of the first tab"
    retitled(second, "Of both")
    assert title_of(first) == "Of both"


def overtaken(made: Reader, model: Path) -> Page:
    """Edit on the page, then in an editor, then press Save; return the page that answers."""
    page = made.open("/water/workshop")
    retitled(page, "Mine")
    text = model.read_text(encoding="utf-8")
    model.write_text(re.sub("(?m)^title: .*$", "title: Theirs", text), encoding="utf-8")
    draft(page, say.SAVE)
    expect(heading(page)).to_have_text(say.MEANWHILE)
    expect(page.get_by_role("main")).to_contain_text("+ title: Theirs")
    refused(made, "409 /water/draft/save")
    assert "title: Theirs" in model.read_text(encoding="utf-8")
    return page


def test_the_file_of_another_is_kept_where_that_is_wanted(made: Reader, model: Path) -> None:
    page = overtaken(made, model)
    theirs = model.read_bytes()
    send(button(page, say.THEIRS))
    assert model.read_bytes() == theirs
    page.goto("/water/workshop")
    assert title_of(page) == "Theirs"
    assert not draft_path(model).exists()


def test_the_file_of_another_is_replaced_where_that_is_wanted(made: Reader, model: Path) -> None:
    page = overtaken(made, model)
    send(button(page, say.MINE))
    assert "title: Mine" in model.read_text(encoding="utf-8")
    page.goto("/water/workshop")
    assert title_of(page) == "Mine"


def test_what_an_editor_wrote_after_the_difference_was_shown_is_shown_again(
    made: Reader, model: Path
) -> None:
    page = overtaken(made, model)
    text = model.read_text(encoding="utf-8").replace("title: Theirs", "title: Still later")
    model.write_text(text, encoding="utf-8")
    send(button(page, say.MINE))
    expect(page.get_by_role("main")).to_contain_text("+ title: Still later")
    refused(made, "409 /water/draft/save")
    assert model.read_text(encoding="utf-8") == text


# ---------------------------------------------------------------- kills
KILLED = """
import os, runpy, signal, sys

moment, sys.argv[1:2] = sys.argv[1], []

def hook(event, arguments):
    if event == moment and ".water.yaml." in str(arguments[0]) and "countermove" not in str(arguments[0]):
        os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(hook)
runpy.run_module("countermove", run_name="__main__")
"""
"""A workbench that is killed in the midst of a save: at something that happens to the file beside the model."""


@pytest.mark.parametrize(
    ("moment", "done"),
    [
        ("os.chmod", False),  # all is written, into the file beside
        ("os.remove", True),  # that has taken the model's place
    ],
)
def test_a_kill_while_the_page_saves_leaves_one_whole_file_and_the_draft(
    moment: str, done: bool, model: Path, reader: READERS
) -> None:
    old = model.read_text(encoding="utf-8")
    new = old.replace("title: Syria and Iraq, 1975", "title: Written in the last moment")
    with serving(model, program=("-c", KILLED, moment)) as running:
        made = reader(running.address)
        page = made.open("/water/workshop")
        retitled(page, "Written in the last moment")
        page.wait_for_load_state("networkidle")
        button(region(page, say.DRAFT), say.SAVE).click(no_wait_after=True)
        assert running.process.wait(20) == -signal.SIGKILL, "by its own hand, as it saved"
        made.context.close()
        made.troubles.clear()  # the browser says that nobody answers
    beside = [each for each in model.parent.glob(".water.yaml.*") if "countermove" not in each.name]
    assert len(beside) == (0 if moment == "open" else 1), "what a save leaves that was cut off"
    assert model.read_text(encoding="utf-8") == (new if done else old)
    with say.at_work(reader, model, "/water/workshop") as page:
        assert page.get_by_label(say.TITLE, exact=True).input_value() == "Written in the last moment"
        if done:
            expect(region(page, say.DRAFT)).not_to_contain_text("Unsaved")
        else:
            expect(region(page, say.DRAFT)).to_contain_text("Unsaved")
            expect(region(page, say.DRAFT)).to_contain_text("found again")
            draft(page, say.SAVE)
    assert model.read_text(encoding="utf-8") == new


# ---------------------------------------------------------------- strangers' texts in forms
@pytest.fixture
def strange(tmp_path: Path, reader: READERS) -> Iterator[Reader]:
    """Give who reads pages of a hostile model; none of its texts may have run at the end."""
    with serving(write_hostile(tmp_path), folder=tmp_path) as running:
        made = reader(running.address)
        yield made
        pages = made.context.pages
        assert pages
        for each in pages:
            assert each.evaluate(HARM) == HARMLESS
        made.context.close()


@pytest.mark.parametrize("attack", ATTACKS[:3])
def test_what_the_start_page_refuses_is_shown_back_as_it_was_typed(attack: str, strange: Reader) -> None:
    page = strange.open("/")
    page.get_by_label(say.TITLE, exact=True).fill(attack)
    page.get_by_label(say.WHO[0], exact=True).fill(attack)
    page.get_by_label(say.CAN_DO[0], exact=True).fill(attack)
    page.get_by_label(say.FILE_NAME).fill(f"../{attack}")
    send(button(page, say.BEGIN))
    expect(page.get_by_role("alert")).to_contain_text(attack)
    for label in (say.WHO[0], say.CAN_DO[0]):
        assert page.get_by_label(label, exact=True).input_value() == attack
    assert page.get_by_label(say.FILE_NAME).input_value() == f"../{attack}"
    page = strange.open("/")
    page.get_by_label("Path of a model file").fill(attack)
    send(button(page, "Open"))
    expect(page.get_by_role("alert")).to_be_visible()
    assert page.get_by_label("Path of a model file").input_value() == attack
    refused(strange, "422 /new", "422 /open")


def test_a_new_model_may_be_named_as_it_likes(strange: Reader) -> None:
    page = strange.open("/")
    page.get_by_label(say.TITLE, exact=True).fill(ATTACKS[0])
    page.get_by_label(say.WHO[0], exact=True).fill(ATTACKS[1])
    page.get_by_label(say.CAN_DO[0], exact=True).fill(ATTACKS[0].replace(";", ""))
    send(button(page, say.BEGIN))
    expect(heading(page)).to_be_visible()


@pytest.mark.parametrize("attack", ATTACKS[:3])
def test_what_the_workshop_refuses_is_shown_back_as_it_was_typed(attack: str, strange: Reader) -> None:
    page = strange.open("/hostile/workshop")
    constraints = region(page, say.CONSTRAINTS)
    constraints.get_by_label(say.NEW_CONSTRAINT, exact=True).press_sequentially(attack)
    expect(constraints.get_by_role("status")).not_to_be_empty()
    assert page.evaluate(HARM) == HARMLESS
    send(button(constraints, say.ADD_CONSTRAINT))
    assert constraints.get_by_label(say.NEW_CONSTRAINT, exact=True).input_value() == attack
    expect(page.get_by_role("alert")).not_to_be_empty()
    refused(strange, "422 /hostile/workshop")


def test_a_difference_shows_a_strangers_text_as_it_is_written(strange: Reader) -> None:
    first, second = strange.open("/hostile/workshop"), strange.open("/hostile/workshop")
    retitled(first, ATTACKS[1])
    retitled(second, ATTACKS[0])
    expect(heading(second)).to_have_text(say.MEANWHILE)
    expect(second.get_by_role("main")).to_contain_text("onerror")
    refused(strange, "409 /hostile/workshop")


def led(page: Page, *addresses: str) -> list[str]:
    """Go to addresses, and return those that are refused, as the browser tells of them."""
    answers = [page.goto(each) for each in addresses]
    return [f"{one.status} /{one.url.split('/', 3)[3]}" for one in answers if one is not None and not one.ok]


@pytest.mark.parametrize(
    "address", ["/{}/overview", "/hostile/{}", "/hostile/state/{}", "/hostile/overview?tour={}"]
)
def test_an_address_that_means_harm_runs_nothing(address: str, strange: Reader) -> None:
    page = strange.open("/hostile/overview")
    met = []
    for attack in ATTACKS[:3]:
        met += led(page, address.format(quote(attack, safe="")))
        assert page.evaluate(HARM) == HARMLESS
    refused(strange, *met)


@pytest.mark.parametrize(
    "show", ["texts", "conclusions", "coverage", "timeline", "narratives", "suggestions", "desk"]
)
def test_no_part_of_the_evidence_runs_anything(show: str, strange: Reader) -> None:
    page = strange.open(f"/hostile/evidence?show={show}&source=page&claim=full")
    expect(heading(page)).to_be_visible()
    asked = {"show": show, "source": ATTACKS[1], "claim": ATTACKS[0], "rendition": ATTACKS[2]}
    refused(strange, *led(page, f"/hostile/evidence?{urlencode(asked)}"))
    if show in ("timeline", "narratives"):
        page.goto(f"/hostile/evidence/plot/{show}.svg")
        assert page.evaluate("() => window.harmed ?? null") is None
        assert page.evaluate("() => document.querySelectorAll('script').length") == 0
        page.go_back()


def test_a_report_that_is_handed_on_runs_nothing(strange: Reader, tmp_path: Path) -> None:
    page = strange.open("/hostile/report")
    send(button(page, "Make the report"))
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Download the page").click()
    saved = tmp_path / "report.html"
    waiting.value.save_as(saved)
    asked: list[str] = []
    assert page.context.browser is not None
    elsewhere = page.context.browser.new_context()
    elsewhere.on("request", lambda request: asked.append(request.url))
    handed = elsewhere.new_page()
    handed.goto(saved.as_uri())
    expect(handed.get_by_role("heading", level=1)).to_contain_text("Title")
    assert handed.evaluate(HARM) | {"scripts": 0} == HARMLESS
    assert asked == [saved.as_uri()]
    elsewhere.close()
