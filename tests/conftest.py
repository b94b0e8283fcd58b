from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give an empty folder, which is the current one."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


# A test run that was started in the background ignores interrupts, and so would the processes that tests start.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Make sure that tests of one group, which share what is dear to make, come into one process."""
    grouped = [item for item in items if item.get_closest_marker("xdist_group") is not None]
    if getattr(config.option, "loadgroup", False) and any("@" not in item.nodeid for item in grouped):
        raise pytest.UsageError(
            "groups of tests are torn apart; this pytest and this pytest-xdist do not fit"
        )


def pytest_xdist_auto_num_workers() -> int:
    """Take one process more than there are processors: tests in the browser wait much of their time."""
    return (os.cpu_count() or 1) + 1
