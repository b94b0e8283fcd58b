"""The command ``countermove``; ``--version`` is answered without loading anything else."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from threading import Event, Thread
from typing import NoReturn

from countermove import __version__

INTERRUPTED = 130
PATIENCE = 1
"""So many seconds an interrupted command may take to end by itself."""


def main() -> int:
    """Run the command line and return its exit code."""
    if sys.argv[1:] == ["--version"]:
        print(f"countermove {__version__}")
        return 0
    try:
        from countermove.cli import run

        return run(sys.argv[1:])
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return INTERRUPTED


def command() -> NoReturn:
    """Run the command line as a process of its own, which ends soon after an interrupt.

    Python looks for signals between its own steps, and so not during one long call of a library that
    does the work, and its exit waits for threads. Both may take minutes.
    """
    try:
        if sys.argv[1:] != ["--version"]:
            _watch_for_interrupts()
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        _leave()
    code = main()
    if code == INTERRUPTED:
        _leave()
    sys.exit(code)


def _watch_for_interrupts() -> None:
    """End the process when an interrupt does not end it by itself."""
    import socket  # a pipe would not do on Windows

    told, telling = socket.socketpair()
    telling.setblocking(False)
    signal.set_wakeup_fd(telling.fileno())

    def watch() -> None:
        with telling:  # it stays open as long as somebody listens
            while told.recv(1) != bytes([signal.SIGINT]):
                pass
            Event().wait(PATIENCE)
            with contextlib.suppress(Exception):
                _show_cursor()
            print("interrupted", file=sys.stderr)
            _leave()

    Thread(target=watch, daemon=True).start()


def _show_cursor() -> None:
    """Show the cursor, which a progress bar hides and can no longer show when it is cut off."""
    if sys.stderr.isatty():
        from rich.console import Console

        Console(stderr=True).show_cursor()


def _leave() -> NoReturn:
    """End the process at once, with what it has written so far."""

    def flush() -> None:
        with contextlib.suppress(OSError, ValueError):
            sys.stdout.flush()
            sys.stderr.flush()

    # Whoever reads our output may have stopped reading.
    flushing = Thread(target=flush, daemon=True)
    flushing.start()
    flushing.join(PATIENCE)
    os._exit(INTERRUPTED)


if __name__ == "__main__":
    command()
