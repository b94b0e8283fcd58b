"""Without the browser the tests of the pages fail where it is needed, and elsewhere say how to get it."""

from __future__ import annotations

import pytest

from tests.pages import REPOSITORY
from tests.web import browser


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setattr(browser.shutil, "which", lambda name: None)
    monkeypatch.delenv(browser.NEEDED, raising=False)
    return monkeypatch


def test_elsewhere_they_are_skipped_and_say_how_to_get_it(without: pytest.MonkeyPatch) -> None:
    with pytest.raises(pytest.skip.Exception, match="apt-get install chromium"):
        browser.chromium()


def test_in_continuous_integration_they_fail(without: pytest.MonkeyPatch) -> None:
    without.setenv(browser.NEEDED, "1")
    with pytest.raises(pytest.fail.Exception, match="apt-get install chromium"):
        browser.chromium()


def test_continuous_integration_needs_it() -> None:
    run = (REPOSITORY / ".ci" / "run").read_text(encoding="utf-8")
    assert f"export {browser.NEEDED}=1" in run
    assert "apt-get install" in run
