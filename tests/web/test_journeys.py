"""What people come for, from the first page to the last, in a real browser at a real server."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from countermove.views.tour import steps
from countermove.web.screens import SCREENS
from tests.web import journeys as say
from tests.web.journeys import READERS, Hands, at_work, button, form_of, heading, link, region, screen, send
from tests.web.server import serving

pytestmark = pytest.mark.xdist_group("browser")
STEPS = len(steps({each.name for each in SCREENS}))


def step(page: Page) -> str:
    """Return where the tour says that we are."""
    said = page.get_by_role("complementary", name="Guided tour").inner_text()
    found = re.search(r"step (\d+) of (\d+)", said, re.IGNORECASE)
    assert found, said
    return f"{found[1]} of {found[2]}"


# ---------------------------------------------------------------- the tour
def test_the_tour_leads_through_the_screens_and_back(served: str, reader: READERS) -> None:
    page = reader(served).open("/")
    send(link(page, say.TOUR))
    headings = []
    for number in range(1, STEPS + 1):
        page.wait_for_url(f"**tour={number}")
        assert step(page) == f"{number} of {STEPS}"
        headings.append(heading(page).inner_text())
        if number < STEPS:
            send(link(page, "Next"))
    assert len(set(headings)) == STEPS
    expect(link(page, "Next")).to_have_count(0)
    send(link(page, "Back"))
    page.wait_for_url(f"**tour={STEPS - 1}")
    assert heading(page).inner_text() == headings[-2]
    send(link(page, "Leave the tour"))
    expect(page.get_by_role("complementary", name="Guided tour")).to_have_count(0)
    assert heading(page).inner_text() == headings[-2]


def test_the_tour_is_taken_by_keyboard_alone(served: str, reader: READERS) -> None:
    page = reader(served).open("/")
    hands = Hands(page)
    hands.leave(link(page, say.TOUR))
    for number in range(1, STEPS):
        assert step(page) == f"{number} of {STEPS}"
        hands.leave(link(page, "Next"))
    assert step(page) == f"{STEPS} of {STEPS}"
    hands.leave(link(page, "End the tour"))
    expect(page.get_by_role("complementary", name="Guided tour")).to_have_count(0)


# ---------------------------------------------------------------- from nothing
@pytest.fixture
def empty(tmp_path: Path, reader: READERS) -> Iterator[Page]:
    """Give the first page of a workbench over a folder with nothing in it."""
    with serving(folder=tmp_path) as running:
        made = reader(running.address)
        yield made.open("/")
        made.context.close()


def must_be_syria_and_iraq(page: Page, folder: Path) -> None:
    """Hold what was built against what is published: Nash 6; GMR 1 and 6; SMR 6; SEQ 6."""
    held = {each: page.get_by_role("columnheader", name=re.compile(rf"State {each}\b")) for each in (1, 6)}
    expect(held[1]).to_contain_text("holds under GMR")
    expect(held[6]).to_contain_text("holds under Nash, GMR, SMR, SEQ")
    expect(page.get_by_role("columnheader").filter(has_text="Nash")).to_have_count(1)
    (model,) = folder.glob("*.yaml")
    command = [sys.executable, "-m", "countermove", "analyze", str(model), "--json"]
    told = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    found = told["equilibria"]
    assert (found["nash"], found["gmr"], found["smr"], found["seq"]) == ([6], [1, 6], [6], [6])


def test_syria_and_iraq_is_built_by_mouse(tmp_path: Path, empty: Page) -> None:
    page = empty
    page.get_by_label(say.TITLE, exact=True).fill("Syria and Iraq")
    page.get_by_label(say.PEOPLE).fill("\n".join(say.PEOPLE_TYPED))
    send(button(page, say.BEGIN))
    constraints = region(page, say.CONSTRAINTS)
    constraints.get_by_label(say.NEW_CONSTRAINT).press_sequentially(say.APART)
    expect(constraints.get_by_role("status")).to_contain_text("6 feasible states")
    send(button(constraints, say.ADD))
    for each in say.SYRIA:
        region(page, "Syria").get_by_label(say.NEW_STATEMENT).fill(each)
        send(button(form_of(region(page, "Syria"), say.NEW_STATEMENT), say.ADD))
    region(page, "Iraq").get_by_label(say.RANKING).fill(say.IRAQ)
    send(button(region(page, "Iraq"), say.SET))
    today = region(page, say.TODAY)
    today.get_by_label("Attack the dam").check()
    send(button(today, say.CHANGE))
    expect(today.get_by_label("Attack the dam")).to_be_checked()
    today.get_by_label("Attack the dam").uncheck()
    send(button(today, say.CHANGE))
    expect(today.get_by_label("Attack the dam")).not_to_be_checked()
    say.draft(page, say.SAVE)
    expect(region(page, say.DRAFT)).to_contain_text("Saved")
    send(screen(page, "Board"))
    must_be_syria_and_iraq(page, tmp_path)
    send(link(page, "State 6"))
    expect(heading(page)).to_contain_text("State 6")
    expect(page.get_by_role("row", name=re.compile("^Syria stays"))).to_have_count(1)
    expect(page.get_by_role("row", name=re.compile("^Iraq stays"))).to_have_count(1)


def test_syria_and_iraq_is_built_by_keyboard_alone(tmp_path: Path, empty: Page) -> None:
    page = empty
    hands = Hands(page)
    hands.write(page.get_by_label(say.TITLE, exact=True), "Syria and Iraq")
    hands.write(page.get_by_label(say.PEOPLE), *say.PEOPLE_TYPED)
    hands.leave(button(page, say.BEGIN))
    hands.write(region(page, say.CONSTRAINTS).get_by_label(say.NEW_CONSTRAINT), say.APART)
    hands.send()
    for each in say.SYRIA:
        hands.write(region(page, "Syria").get_by_label(say.NEW_STATEMENT), each)
        hands.send()
    hands.write(region(page, "Iraq").get_by_label(say.RANKING), say.IRAQ)
    hands.send()
    for checked in (True, False):
        box = region(page, say.TODAY).get_by_label("Attack the dam")
        hands.press(box, "Space")
        expect(box).to_be_checked(checked=checked)
        hands.leave(button(region(page, say.TODAY), say.CHANGE))
    hands.leave(button(region(page, say.DRAFT), say.SAVE))
    hands.leave(screen(page, "Board"))
    must_be_syria_and_iraq(page, tmp_path)
    hands.leave(link(page, "State 6"))
    expect(heading(page)).to_contain_text("State 6")


# ---------------------------------------------------------------- an edit and what it changes
def test_an_edit_says_which_verdicts_differ_and_why(tmp_path: Path, reader: READERS) -> None:
    with at_work(reader, say.copied(tmp_path), "/water/workshop") as page:
        page.get_by_label("Statement 2", exact=True).fill("not escalate")
        send(button(form_of(region(page, "Syria"), "Statement 2"), say.CHANGE))
        changes = region(page, "What the last edit changes")
        expect(changes).to_contain_text(re.compile(r"no longer|lost", re.IGNORECASE))
        expect(changes).to_contain_text(re.compile(r"state 6", re.IGNORECASE))
        expect(changes).to_contain_text("Syria")
        say.retitled(page, "Another title")
        expect(changes).not_to_contain_text("Syria would")
        send(link(page, "All unsaved edits"))
        page.wait_for_url("**since=saved")
        since = region(page, "What all unsaved edits change")
        expect(since).to_contain_text(re.compile(r"state 6", re.IGNORECASE))


def test_edits_are_undone_and_done_again(tmp_path: Path, reader: READERS) -> None:
    model = say.copied(tmp_path)
    before = model.read_text(encoding="utf-8")
    with at_work(reader, model, "/water/workshop") as page:
        title = page.get_by_label(say.TITLE, exact=True)
        first = title.input_value()
        for each in ("One", "Two"):
            say.retitled(page, each)
            expect(title).to_have_value(each)
        for act, expected in ((say.UNDO, "One"), (say.UNDO, first), (say.REDO, "One"), (say.REDO, "Two")):
            say.draft(page, act)
            expect(title).to_have_value(expected)
        expect(button(region(page, say.DRAFT), say.REDO)).to_be_disabled()
        assert model.read_text(encoding="utf-8") == before
        say.draft(page, say.SAVE)
        expect(region(page, say.DRAFT)).to_contain_text("Saved")
        assert "title: Two" in model.read_text(encoding="utf-8")
        say.draft(page, say.UNDO)
        expect(title).to_have_value("One")
        say.draft(page, say.DISCARD)
        expect(title).to_have_value("Two")
        assert "title: Two" in model.read_text(encoding="utf-8")
