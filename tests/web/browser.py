"""The browser of the tests: Chromium as the system has it, which asks nobody but the workbench."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    expect,
    sync_playwright,
)

NEEDED = "COUNTERMOVE_NEED_BROWSER"
"""Where this is set, as .ci/run does, a missing browser fails the tests instead of skipping them."""
NAMES = ("chromium", "chromium-browser", "google-chrome")
HOW = (
    f"these tests need one of {', '.join(NAMES)}; get it with 'apt-get install chromium' (Debian), "
    "'dnf install chromium' (Fedora) or 'brew install --cask chromium' (macOS)"
)
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = Path(__file__).with_name("vendor") / "axe.min.js"
AXE_ASKED = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}


def chromium() -> str:
    """Return where the browser is; without one, fail where it is needed, and skip elsewhere."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        if os.environ.get(NEEDED):
            pytest.fail(HOW, pytrace=False)
        pytest.skip(HOW)
    return found


@contextmanager
def started() -> Iterator[Browser]:
    """Give a running browser."""
    path = chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


PATIENCE = 20_000
"""So many milliseconds a page is waited for: machines that test much else at once are slow."""
expect.set_options(timeout=PATIENCE)


class Reader:
    """One who reads the workbench: a browser's window, and what went wrong in it.

    Attributes
    ----------
    troubles : list of str
        What the page reports of itself: errors of scripts, what its policy blocked, what could not be
        loaded, what was asked of another host, and dialogs. A test ends in failure if there is any.
    """

    def __init__(self, browser: Browser, address: str, **window: Any) -> None:
        self.address = address
        self.troubles: list[str] = []
        window = {"viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce"} | window
        self.context: BrowserContext = browser.new_context(base_url=address, **window)
        self.context.set_default_timeout(PATIENCE)
        self.context.on("request", self._asked)
        self.context.on("console", self._said)
        self.context.on("weberror", lambda error: self.troubles.append(f"script: {error.error}"))

    def open(self, path: str) -> Page:
        """Open an address of the workbench in a new tab."""
        page = self.context.new_page()
        page.on(
            "dialog", lambda dialog: (self.troubles.append(f"dialog: {dialog.message}"), dialog.dismiss())
        )
        answer = page.goto(path)
        assert answer is not None
        assert answer.ok, f"{path}: {answer.status} {page.inner_text('body')}"
        return page

    def met(self) -> list[str]:
        """Return the troubles; that what ended with its test could not be reached any more is none."""
        host, port = self.address.removeprefix("http://").split(":")
        try:
            socket.create_connection((host, int(port)), timeout=5).close()
        except OSError:
            gone = ("net::ERR_CONNECTION", "script: Failed to fetch")
            return [each for each in self.troubles if not any(one in each for one in gone)]
        return self.troubles

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.troubles.append(f"asked of another host: {request.url}")

    def _said(self, said: ConsoleMessage) -> None:
        if said.type in ("error", "warning"):
            where = said.location["url"].removeprefix(self.address)
            self.troubles.append(f"{said.type}: {said.text} {where}".rstrip())


def faults(page: Page) -> list[str]:
    """Return what axe finds wrong with a page, one line for each element."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("asked => axe.run(document, asked)", AXE_ASKED)
    return [
        f"{each['impact']}, {each['id']}: {each['help']}: {' '.join(map(str, node['target']))}: {node['html'][:120]}"
        for each in found["violations"]
        for node in each["nodes"]
    ]
