"""A terminal is shown that long work goes on, and how far it is."""

from __future__ import annotations

import io
import sys
import time

import pytest

from countermove.cli import common
from countermove.cli.common import LONG_WORK, progress_shown

DEADLINE = 30


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True

    def wait_for(self, text: str) -> bool:
        end = time.monotonic() + DEADLINE
        while text not in self.getvalue() and time.monotonic() < end:
            time.sleep(0.01)
        return text in self.getvalue()


def terminal_after(seconds: float, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    found = Terminal()
    monkeypatch.setattr(sys, "stderr", found)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(common, "SOON", seconds)
    return found


def test_work_that_turns_out_long_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = terminal_after(0.01, monkeypatch)
    with progress_shown(1, "counting") as progress:
        assert terminal.wait_for("counting")
        assert progress is not None
        progress(1, 4)
        assert terminal.wait_for("25%")


def test_large_work_is_shown_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = terminal_after(1000, monkeypatch)
    with progress_shown(LONG_WORK):
        assert terminal.wait_for("deciding")


def test_short_work_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = terminal_after(1000, monkeypatch)
    with progress_shown(LONG_WORK - 1) as progress:
        assert progress is not None
        progress(1, 4)
    assert terminal.getvalue() == ""


def test_off_a_terminal_nothing_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    with progress_shown(LONG_WORK) as progress:
        assert progress is None
