"""Walking through a conflict in a real browser: by keys from state to state, and over the map."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from countermove.web.screens import GROUPS, SCREENS
from tests.web.asking import Client
from tests.web.browser import Reader

pytestmark = pytest.mark.xdist_group("screens")
READERS = Callable[..., Reader]
PNG = b"\x89PNG\r\n\x1a\n"


def focused(page: Page) -> str:
    """Return the text of what has the focus."""
    said: str = page.evaluate("document.activeElement.innerText")
    return said


# ---------------------------------------------------------------- between screens
def test_no_two_screens_share_a_key() -> None:
    keys = [each.key for each in SCREENS if each.key]
    assert len(keys) == len(set(keys))


def test_every_group_names_screens_or_what_may_become_one() -> None:
    named = [name for _, names in GROUPS for name in names]
    assert len(named) == len(set(named))
    assert {each.name for each in SCREENS} <= set(named)


def test_g_and_a_key_lead_to_a_screen_and_the_sheet_says_so(served: str, reader: READERS) -> None:
    page = reader(served).open("/karabakh-2020/overview")
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog", name="Keys")
    expect(sheet).to_be_visible()
    told = sheet.inner_text()
    assert all(each.title in told for each in SCREENS if each.key)
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    page.keyboard.press("g")
    page.keyboard.press("b")
    page.wait_for_url("**/board")


def test_a_narrow_window_has_the_screens_in_a_list_that_opens(served: str, reader: READERS) -> None:
    page = reader(served, viewport={"width": 390, "height": 800}).open("/karabakh-2020/overview")
    board = page.get_by_role("navigation", name="Screens").get_by_role("link", name="Board")
    expect(board).to_be_hidden()
    page.get_by_text("Screens", exact=True).focus()
    page.keyboard.press("Enter")
    expect(board).to_be_visible()
    page.keyboard.press("Escape")
    expect(board).to_be_hidden()
    page.set_viewport_size({"width": 1280, "height": 900})
    expect(board).to_be_visible()


# ---------------------------------------------------------------- from state to state
def test_states_are_walked_through_by_keys_alone(served: str, reader: READERS) -> None:
    page = reader(served).open("/karabakh-2020/board")
    page.keyboard.press("j")
    assert "987" in focused(page)
    page.keyboard.press("ArrowRight")
    assert "1,876" in focused(page)
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.wait_for_url("**/state/987*")
    page.keyboard.press("j")
    move = focused(page)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/state/\d+\?via=987"))
    assert "takes up" in move
    assert page.get_by_role("navigation", name="The way walked").inner_text().startswith("987")
    number = int(page.url.split("/state/")[1].split("?")[0])
    page.keyboard.press("ArrowRight")
    page.wait_for_url(f"**/state/{number + 1}")


# ---------------------------------------------------------------- on the map
def test_the_map_opens_states_by_click_by_key_and_in_the_picture(served: str, reader: READERS) -> None:
    page = reader(served).open("/elmira-1991/map")
    expect(page.locator("#graph")).to_be_visible()
    opened = page.locator(".told article h3")
    page.get_by_role("link", name="Open state 5", exact=True).first.click()
    expect(opened).to_have_count(2)
    page.wait_for_url("**open=1,5*")
    page.get_by_role("link", name="Open state 2", exact=True).first.focus()
    page.keyboard.press("Enter")
    expect(opened).to_have_count(3)
    page.wait_for_url("**open=1,5,2*")
    where = page.evaluate("document.getElementById('graph')._cyreg.cy.$('#s3').renderedPosition()")
    page.locator("#graph").click(position=where)
    expect(opened).to_have_count(4)
    page.go_back()
    expect(opened).to_have_count(3)


def test_a_path_is_played_by_buttons_by_keys_and_by_itself(served: str, reader: READERS) -> None:
    page = reader(served).open("/elmira-1991/map?to=8")
    title = page.locator("#h-player")
    expect(title).to_contain_text("step 0 of 3")
    page.get_by_role("link", name="Next").click()
    expect(title).to_contain_text("step 1 of 3")
    page.keyboard.press("ArrowRight")
    expect(title).to_contain_text("step 2 of 3")
    page.keyboard.press("ArrowLeft")
    expect(title).to_contain_text("step 1 of 3")
    page.get_by_role("button", name="Play").click()
    expect(title).to_contain_text("step 3 of 3")
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    page.wait_for_url("**step=3*")


def test_the_picture_is_saved_as_svg_and_png(served: str, reader: READERS) -> None:
    page = reader(served).open("/elmira-1991/map")
    for button, ending, start in (
        (page.get_by_role("link", name="Save as SVG"), "svg", b"<svg"),
        (page.get_by_role("button", name="Save as PNG"), "png", PNG),
    ):
        with page.expect_download() as found:
            button.click()
        assert found.value.suggested_filename == f"map-state-1.{ending}"
        assert found.value.path().read_bytes().startswith(start)


# ---------------------------------------------------------------- pages lead on
PAGES = (
    "/", "/karabakh-2020/overview", "/elmira-1991/overview",
    "/elmira-1991/state/5", "/elmira-1991/map?to=8&step=1", "/syria-iraq-1975/menu",
    "/valley-withdrawal/state/8",
)  # fmt: skip


@pytest.fixture(scope="module")
def client() -> Client:
    return Client()


@pytest.mark.parametrize("page", PAGES)
def test_every_link_of_a_page_leads_to_a_page(page: str, client: Client) -> None:
    links = {
        each.replace("&amp;", "&") for each in re.findall(r'<a [^>]*?href="(/[^"]*)"', client.get(page).text)
    }
    assert len(links) > 5
    for link in sorted(links):
        assert client.get(link.partition("#")[0]).status_code in (200, 307), link


def test_state_board_map_and_menu_lead_to_each_other(client: Client) -> None:
    state = client.get("/karabakh-2020/state/1876").text
    for part in ("map?at=1876", "map?to=1876", "menu?from=1876", "board?which=1876"):
        assert f'href="/karabakh-2020/{part}' in state
    assert 'href="/karabakh-2020/state/987"' in client.get("/karabakh-2020/map").text
    assert re.search(r'href="/karabakh-2020/map\?at=\d+"', client.get("/karabakh-2020/menu").text)


def test_who_can_bring_a_state_about_is_told_and_true(client: Client) -> None:
    here = client.get("/elmira-1991/state/9.json").json()
    told = {each["dm"]: {int(state["number"]) for state in each["states"]} for each in here["comes"]}
    assert told
    for dm in range(3):
        moves = {
            number
            for number in range(1, 10)
            for mover in client.get(f"/elmira-1991/state/{number}.json").json()["moves"]
            for move in mover["moves"]
            if mover["dm"] == dm and move["to"] == "9"
        }
        count = next((each["count"] for each in here["comes"] if each["dm"] == dm), 0)
        assert count == len(moves)
        assert told.get(dm, set()) <= moves


def test_an_address_that_fails_leads_back_to_the_model(client: Client) -> None:
    for address, status in (("/elmira-1991/state/99", 404), ("/elmira-1991/nowhere", 404)):
        answer = client.get(address)
        assert answer.status_code == status
        assert 'href="/elmira-1991/overview"' in answer.text
    assert 'href="/"' in client.get("/nowhere").text
