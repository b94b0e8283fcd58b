"""Kills a save at each moment at which it touches its folder, in processes that begin in one go."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

MOMENTS = """
import os, signal, sys

folder, seen, last = sys.argv[2], 0, 0

def hook(event, arguments):
    global seen
    if event in ("open", "os.rename", "os.remove", "os.chmod") and folder in str(arguments):
        seen += 1
        if seen == last:
            os.kill(os.getpid(), signal.SIGKILL)

exec(sys.argv[1])
for line in sys.stdin:
    if not (child := os.fork()):  # what was imported need not be so again
        last = int(line)
        save = begun(folder)
        sys.addaudithook(hook)
        save()
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


@contextmanager
def killed(folder: Path, code: str) -> Iterator[Callable[[int], int]]:
    """Give what saves in a process that is killed when it touches a folder for so many times.

    Parameters
    ----------
    folder : Path
        The folder.
    code : str
        Defines ``begun(folder)``, which gives what saves.

    Yields
    ------
    callable
        Takes the number of the moment, from 1; returns how the process ended: 0 if it came to its end.
    """
    command = [sys.executable, "-c", MOMENTS, code, str(folder)]
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as program:
        assert program.stdin is not None
        assert program.stdout is not None

        def at(moment: int) -> int:
            assert program.stdin is not None
            assert program.stdout is not None
            program.stdin.write(f"{moment}\n")
            program.stdin.flush()
            return int(program.stdout.readline())

        yield at
        program.stdin.close()
