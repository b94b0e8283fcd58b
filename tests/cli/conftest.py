from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from countermove.cli import run
from tests.cli.calling import Call, Result


@pytest.fixture
def call(empty: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Call:
    """Run the command line in this process and in an empty folder."""

    def call(*arguments: str, stdin: str | None = None) -> Result:
        if stdin is not None:
            monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        code = run(arguments)
        captured = capsys.readouterr()
        return Result(code, captured.out, captured.err)

    return call
