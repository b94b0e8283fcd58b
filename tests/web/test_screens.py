"""Every screen in a real browser: whoever adds one to `SCREENS` brings it under these tests.

Accessible by axe's judgment in light and dark, on a narrow window, by keyboard, without scripts; and the
same as JSON.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Page

from tests.web.addresses import BY_NAME, address_of, as_json
from tests.web.browser import Reader, faults

pytestmark = pytest.mark.xdist_group("screens")
SCREENS = sorted(BY_NAME)
PAGES = ["start", *SCREENS]
MOST_STOPS = 60
READERS = Callable[..., Reader]


def at(served: str, name: str) -> str:
    return "/" if name == "start" else address_of(served, name)


# ---------------------------------------------------------------- what a reader sees
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(name: str, served: str, reader: READERS) -> None:
    page = reader(served, color_scheme="light").open(at(served, name))
    found = {"wide and light": faults(page)}
    page.emulate_media(color_scheme="dark")
    found["wide and dark"] = faults(page)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 390, "height": 900})
    found["narrow"] = faults(page)
    assert not any(found.values()), found


def test_axe_finds_what_is_wrong(served: str, reader: READERS) -> None:
    page = reader(served).open("/")
    page.evaluate(
        """() => {
            const image = document.createElement('img');
            image.src = 'data:image/gif;base64,R0lGODlhAQABAAAAACw=';
            document.querySelector('main').append(image);
        }"""
    )
    assert any("image-alt" in each for each in faults(page))


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_cut_off_at_320_pixels(name: str, served: str, reader: READERS) -> None:
    page = reader(served, viewport={"width": 320, "height": 640}).open(at(served, name))
    assert sideways(page) == []


def sideways(page: Page) -> list[str]:
    """Return what sticks out of the window and is in nothing that scrolls by itself; none if it all fits."""
    found: list[str] = page.evaluate(
        """() => {
            const wide = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth <= wide) return [];
            const scrolls = (each) => {
                for (let at = each; at && at !== document.body; at = at.parentElement)
                    if (['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(at).overflowX)) return true;
                return false;
            };
            const out = [...document.body.querySelectorAll('*')]
                .filter((each) => each.getBoundingClientRect().right > wide + 1 && !scrolls(each))
                .map((each) => each.outerHTML.slice(0, 120));
            return out.length ? out : ['the window scrolls sideways'];
        }"""
    )
    return found


# ---------------------------------------------------------------- by keyboard, and without scripts
@pytest.mark.parametrize("name", PAGES)
def test_the_keyboard_reaches_everything_and_shows_where_it_is(
    name: str, served: str, reader: READERS
) -> None:
    page = reader(served).open(at(served, name))
    expected = page.evaluate(
        """() => [...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
            .filter((each) => each.checkVisibility() && each.type !== 'hidden')
            .filter((each) => !each.matches(':disabled, [tabindex="-1"]')).length"""
    )
    assert expected > 0
    unmarked, first = [], ""
    for stop in range(min(expected, MOST_STOPS)):
        page.keyboard.press("Tab")
        found = page.evaluate(
            """() => {
                const at = document.activeElement, style = getComputedStyle(at);
                const seen = style.outlineStyle !== 'none' || style.boxShadow !== 'none';
                return {at: at.outerHTML.slice(0, 120), body: at === document.body, seen};
            }"""
        )
        assert not found["body"], f"after {stop} stops the keyboard left the page; there are {expected}"
        first = first or found["at"]
        if not found["seen"]:
            unmarked.append(found["at"])
    assert 'href="#main"' in first
    assert unmarked == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_says_the_same_without_scripts(name: str, served: str, reader: READERS) -> None:
    address = at(served, name)
    without = reader(served, java_script_enabled=False).open(address)
    assert without.locator("h1").count() == 1
    assert without.locator("h1").inner_text() == reader(served).open(address).locator("h1").inner_text()
    assert without.locator("main").inner_text().strip()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_can_be_told_from_others(name: str, served: str, reader: READERS) -> None:
    page = reader(served).open(at(served, name))
    assert page.title().strip()
    if name != "start":
        assert page.locator("nav[aria-label=Screens] [aria-current=page]").count() <= 1
        assert page.locator("nav[aria-label=Screens] a").count() >= 1


# ---------------------------------------------------------------- the same as JSON
@pytest.mark.parametrize("name", SCREENS)
def test_the_same_address_gives_json(name: str, served: str) -> None:
    with urlopen(f"{served}{as_json(at(served, name))}") as answer:
        assert answer.headers["content-type"].startswith("application/json")
        tag = answer.headers["etag"]
        said = json.load(answer)
    assert isinstance(said, dict)
    assert said
    with pytest.raises(HTTPError, match="304") as known:
        urlopen(Request(f"{served}{as_json(at(served, name))}", headers={"If-None-Match": tag}))
    known.value.close()


@pytest.mark.parametrize("name", SCREENS)
def test_an_address_gives_the_same_page_again(name: str, served: str) -> None:
    answers = []
    for _ in range(2):
        with urlopen(f"{served}{at(served, name)}") as answer:
            answers.append(answer.read())
    assert answers[0] == answers[1]


def test_there_is_a_page_for_what_is_not_there(served: str) -> None:
    for path in ("/nowhere", "/karabakh-2020/nowhere", "/karabakh-2020/overview/further"):
        with pytest.raises(HTTPError, match="404") as missing:
            urlopen(f"{served}{path}")
        with missing.value:
            assert b"There is no page at this address" in missing.value.read()
