"""Keys, paper and large letters, in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.web.addresses import BY_NAME
from tests.web.journeys import READERS, Hands, heading, link
from tests.web.test_screens import at, sideways

pytestmark = pytest.mark.xdist_group("browser")
PAGES = ["start", *sorted(BY_NAME)]
PAPER = 718
"""Pixels between the margins of A4: 190 of its 210 mm."""


def focused(page: Page) -> str:
    found: str = page.evaluate("() => document.activeElement.textContent.trim()")
    return found


# ---------------------------------------------------------------- keys
def test_states_are_walked_by_keys(served: str, reader: READERS) -> None:
    page = reader(served).open("/karabakh-2020/state/987")
    moves = page.get_by_role("region", name="Moves from here").get_by_role("listitem").get_by_role("link")
    names = moves.all_inner_texts()
    assert len(names) > 2
    for key, expected in (("j", 0), ("j", 1), ("ArrowDown", 2), ("ArrowUp", 1), ("k", 0), ("k", 0)):
        page.keyboard.press(key)
        assert focused(page) == names[expected]
    to = moves.first.get_attribute("href") or ""
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{to}")
    walked = page.get_by_role("navigation", name="The way walked")
    expect(link(walked, "987")).to_have_count(1)
    number = int(re.sub(r"\D", "", heading(page).inner_text().split("\n")[0]))
    assert f"/state/{number}?" in to
    page.keyboard.press("ArrowRight")
    page.wait_for_url(re.compile(r"/state/\d+$"))
    after = int(page.url.rsplit("/", 1)[1])
    assert after > number
    page.keyboard.press("ArrowLeft")
    page.wait_for_url(f"**/state/{number}")


def test_the_board_is_walked_by_keys(served: str, reader: READERS) -> None:
    page = reader(served).open("/karabakh-2020/board")
    page.keyboard.press("j")
    first = focused(page)
    page.keyboard.press("ArrowRight")
    second = focused(page)
    assert first != second
    page.keyboard.press("ArrowLeft")
    assert focused(page) == first
    page.keyboard.press("/")
    assert page.get_by_role("searchbox").evaluate("each => each === document.activeElement")
    page.keyboard.type("j?")
    assert page.get_by_role("searchbox").input_value() == "j?", "keys are letters in a field"
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_path_is_played_by_keys(served: str, reader: READERS) -> None:
    page = reader(served).open("/karabakh-2020/map")
    Hands(page).press(page.get_by_role("link", name=re.compile("^Play")).first)
    page.wait_for_url(lambda address: address != f"{served}/karabakh-2020/map")
    shown = [page.url]
    page.keyboard.press("ArrowRight")
    page.wait_for_url(lambda address: address != shown[-1])
    shown.append(page.url)
    page.keyboard.press("ArrowLeft")
    page.wait_for_url(lambda address: address != shown[-1])
    assert page.url.partition("#")[0] == shown[0].partition("#")[0]


def test_play_goes_through_the_path_by_itself_and_stops_at_its_end(served: str, reader: READERS) -> None:
    page = reader(served).open("/syria-iraq-1975/map?to=6&step=0")
    page.get_by_role("button", name="Play", exact=True).click()
    expect(page.get_by_role("button", name="Stop")).to_be_visible()
    expect(page.get_by_role("heading", name="step 2 of 2")).to_be_visible()
    expect(page.locator("#play-next[href]")).to_have_count(0)
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()


def test_a_sheet_lists_the_keys_and_gives_the_focus_back(served: str, reader: READERS) -> None:
    page = reader(served).open("/karabakh-2020/overview")
    hands = Hands(page)
    there = link(page.get_by_role("navigation", name="Screens"), "Map")
    hands.reach(there)
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog", name="Keys")
    expect(sheet).to_be_visible()
    for each in page.get_by_role("navigation", name="Screens").get_by_role("link").all():
        assert each.inner_text() in sheet.inner_text() or each.get_attribute("data-key") is None
    page.keyboard.press("Escape")
    expect(sheet).not_to_be_visible()
    expect(there).to_be_focused()
    page.keyboard.press("g")
    page.keyboard.press("b")
    page.wait_for_url("**/board")


# ---------------------------------------------------------------- paper, and letters of twice the size
@pytest.mark.parametrize("name", PAGES)
def test_it_fits_on_paper_and_at_twice_the_size(name: str, served: str, reader: READERS) -> None:
    page = reader(served, viewport={"width": 640, "height": 450}, device_scale_factor=2).open(
        at(served, name)
    )
    assert sideways(page) == []
    page.emulate_media(media="print")
    page.set_viewport_size({"width": PAPER, "height": 1000})
    assert sideways(page) == []
    expect(heading(page)).to_be_visible()
    for bar in (page.get_by_role("navigation", name="Screens"), page.get_by_role("contentinfo")):
        expect(bar).not_to_be_visible()
    assert cut_off(page) == []


def cut_off(page: Page) -> list[str]:
    """Return what scrolls by itself, of which paper would show only a part."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll('main *')]
            .filter((each) => each.checkVisibility() && each.scrollWidth > each.clientWidth + 1
                && ['auto', 'scroll', 'hidden'].includes(getComputedStyle(each).overflowX)
                && !each.matches('input, textarea, select, .hidden') && !each.closest('.hidden, #graph'))
            .map((each) => each.outerHTML.slice(0, 120))"""
    )
    return found
