"""A workbench that runs as people run it: a process of its own, on a free port of this machine."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ADDRESS = re.compile(r"http://127\.0\.0\.1:[0-9]+")


class Served:
    """A running workbench: its address, and its process, which may be killed."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        assert process.stderr is not None
        said = []
        for line in process.stderr:
            said.append(line)
            if found := ADDRESS.search(line):
                self.address = found[0]
                return
        raise AssertionError("the workbench did not start: " + "".join(said))

    def kill(self) -> None:
        """Kill it, as a power cut would: it cannot tidy up."""
        self.process.kill()
        self.process.wait()


@contextmanager
def serving(
    *models: str | Path, folder: Path | None = None, program: Sequence[str] = ("-m", "countermove")
) -> Iterator[Served]:
    """Run ``countermove serve`` over some models, in a folder."""
    command = [sys.executable, *program, "serve", *map(str, models), "--no-open", "--port", "0"]
    with subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield Served(process)
        finally:
            if process.poll() is None:
                process.kill()
