"""What a person does at the workbench, in its own words: the names of fields and buttons stand here alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from countermove import cases
from tests.web.browser import Reader
from tests.web.server import serving

READERS = Callable[..., Reader]
MOST_STOPS = 200

# ---------------------------------------------------------------- the start page
TOUR = re.compile("Take the tour")
TITLE = "Title"
WHO = ("Who", "Who 2")
CAN_DO = ("can do", "can do 2")
FILE_NAME = re.compile("^File name")
BEGIN = "Begin"
# ---------------------------------------------------------------- the workshop
CONSTRAINTS = "What must be so"
TODAY = "Today’s state"
NEW_CONSTRAINT = "New condition"
NEW_STATEMENT = re.compile("^New statement")
OTHERWISE = "Say it in another way"
RANKING = re.compile("^By a ranking")
SECOND = "Statement 2 of Syria"
ADD_CONSTRAINT, ADD_STATEMENT, RANK = (
    "Add a condition",
    "Add a statement of Syria",
    "Rank the states for Iraq",
)
CHANGE_TITLE, CHANGE_TODAY = "Change title and summary", "Change today’s state"
CHANGE_SECOND = "Change statement 2 of Syria"
# ---------------------------------------------------------------- the draft
DRAFT = "Draft"
SAVE, UNDO, REDO, DISCARD = "Save", "Undo", "Redo", "Discard"
MINE, THEIRS = "Save mine in its place", re.compile("^Keep theirs")
MEANWHILE = "Changed meanwhile"
# ---------------------------------------------------------------- the conflict that is built
PEOPLE_TYPED = (("Syria", "Release water; Escalate"), ("Iraq", "Attack the dam"))
APART = "not (release_water and escalate)"
SYRIA = (
    "not release_water and not escalate and not attack_the_dam",
    "escalate",
    "not attack_the_dam",
    "not release_water",
)
IRAQ = "2 > 4 > 6 > 1 > 5 > 3"


def region(page: Page, name: str) -> Locator:
    """Return a part of a page that its heading names."""
    return page.get_by_role("region", name=name, exact=True)


def button(place: Page | Locator, name: str | re.Pattern[str]) -> Locator:
    """Return the button of a name."""
    return place.get_by_role("button", name=name, exact=isinstance(name, str))


def link(place: Page | Locator, name: str | re.Pattern[str]) -> Locator:
    """Return the link of a name."""
    return place.get_by_role("link", name=name, exact=isinstance(name, str))


def heading(page: Page) -> Locator:
    """Return the heading of a page."""
    return page.get_by_role("heading", level=1)


def screen(page: Page, name: str) -> Locator:
    """Return the link to a screen."""
    return link(page.get_by_role("navigation", name="Screens"), name)


def copied(folder: Path, name: str = "water") -> Path:
    """Write a model of one's own, Syria and Iraq 1975, without what it is expected to say."""
    path = folder / f"{name}.yaml"
    text = cases.case_path("syria-iraq-1975").read_text(encoding="utf-8")
    path.write_text(text.partition("\nexpect:")[0] + "\n", encoding="utf-8")
    return path


def send(sender: Locator) -> None:
    """Click what leads to another page, and wait for that."""
    with sender.page.expect_navigation(wait_until="load"):
        sender.click()


@contextmanager
def at_work(reader: READERS, model: Path, path: str) -> Iterator[Page]:
    """Serve a model and open one of its pages, which is closed before the server goes."""
    with serving(model) as running:
        made = reader(running.address)
        yield made.open(path)
        made.context.close()


def refused(made: Reader, *wanted: str) -> None:
    """Take off the troubles what the browser says of answers that were meant to be refusals.

    Parameters
    ----------
    made : Reader
        Who met them.
    wanted : str
        All of them, such as ``422 /water/workshop``; what else the browser says stays a trouble.
    """
    pattern = re.compile(r"status of ([0-9]+) .*?(/\S*)$")
    page = made.context.pages[-1]
    for _ in range(100):  # the browser may say it after it has shown the page
        found = {each: " ".join(match.groups()) for each in made.troubles if (match := pattern.search(each))}
        said = [found[each] for each in made.troubles if each in found]
        if len(said) >= len(wanted):
            break
        page.wait_for_timeout(50)
    assert sorted(said) == sorted(wanted)
    made.troubles[:] = [each for each in made.troubles if each not in found]


def retitled(page: Page, title: str) -> None:
    """Change the title of the model that the workshop shows."""
    page.get_by_label(TITLE, exact=True).fill(title)
    send(button(region(page, "The conflict"), CHANGE_TITLE))


def draft(page: Page, act: str) -> None:
    """Save, discard, undo or redo."""
    send(button(region(page, DRAFT), act))


class Hands:
    """Somebody who has a keyboard and nothing else: what is wanted is looked for with Tab."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def reach(self, wanted: Locator) -> None:
        """Go to it; it must be among the next stops."""
        expect(wanted).to_have_count(1)
        for _ in range(MOST_STOPS):
            if wanted.evaluate("each => each === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"the keyboard does not come to {wanted} in {MOST_STOPS} stops")

    def write(self, wanted: Locator, *lines: str) -> None:
        """Go to a field and write into it in place of what is there."""
        self.reach(wanted)
        self.page.keyboard.press("Control+a")
        for number, line in enumerate(lines):
            if number:
                self.page.keyboard.press("Enter")
            self.page.keyboard.type(line)

    def press(self, wanted: Locator, key: str = "Enter") -> None:
        """Go to it and press a key; a new page is waited for."""
        self.reach(wanted)
        self.page.keyboard.press(key)

    def leave(self, wanted: Locator) -> None:
        """Go to a link or a button that leads to another page, and follow it."""
        self.reach(wanted)
        with self.page.expect_navigation(wait_until="load"):
            self.page.keyboard.press("Enter")

    def send(self) -> None:
        """Send the form of the field where we are."""
        with self.page.expect_navigation(wait_until="load"):
            self.page.keyboard.press("Enter")
