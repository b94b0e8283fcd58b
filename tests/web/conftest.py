from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.web.browser import Reader, started
from tests.web.server import serving


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Give the browser, which is started once."""
    with started() as browser:
        yield browser


@pytest.fixture(scope="session")
def served() -> Iterator[str]:
    """Give the address of a workbench over the bundled cases, for tests that write nothing."""
    with serving("karabakh-2020") as running:
        yield running.address


@pytest.fixture
def reader(browser: Browser) -> Iterator[Callable[..., Reader]]:
    """Give what makes readers of an address; at the end none of them may have met any trouble."""
    with ExitStack() as stack:
        made: list[Reader] = []

        def make(address: str, **window: Any) -> Reader:
            made.append(Reader(browser, address, **window))
            stack.callback(made[-1].context.close)
            return made[-1]

        yield make
    assert [each for one in made for each in one.met()] == []
