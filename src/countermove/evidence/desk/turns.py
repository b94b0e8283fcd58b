"""Turns: of several programs that add to one desk at the same time, one does so after the other."""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from countermove.errors import EvidenceError, UsageError
from countermove.files import lock, opened_plain

__all__ = ["LOCK", "last_turn", "turn"]

LOCK = ".lock"
"""The file in the desk's folder that whose turn it is has locked. It names the last turn."""
_PATIENCE = 60.0  # seconds
_LENGTH = 32


def last_turn(folder: Path) -> str:
    """Return a name for the last turn at changing the desk; empty if there was none or it did not end."""
    try:
        handle = _opened(folder / LOCK, os.O_RDONLY)
    except (OSError, EvidenceError):
        return ""
    try:
        return _read(handle)
    finally:
        os.close(handle)


@contextmanager
def turn(folder: Path) -> Iterator[tuple[str, str]]:
    """Wait until nobody else changes the desk, and keep others waiting.

    The turn has no name before it has ended, so that who reads the desk in its midst, or after somebody was
    killed in it, knows that it may have changed since. The lock itself ends with the program.

    Yields
    ------
    tuple of (str, str)
        The names of the last turn, empty if it did not end, and of this one.

    Raises
    ------
    OSError
        If the folder cannot be written to.
    EvidenceError
        If somebody else takes more than a minute.
    """
    handle = _opened(folder / LOCK, os.O_RDWR | os.O_CREAT)
    try:
        _wait(handle, folder)
        last, this = _read(handle), secrets.token_hex(_LENGTH // 2)
        _write(handle, " " * _LENGTH)
        yield last, this
        _write(handle, this)
    finally:
        os.close(handle)


def _opened(path: Path, flags: int) -> int:
    """Open the file, which must be one: a desk may come from anybody, with a link for a lock."""
    try:
        return opened_plain(path, flags)
    except UsageError as error:
        raise EvidenceError(str(error)) from None


def _wait(handle: int, folder: Path) -> None:
    until = time.monotonic() + _PATIENCE
    while True:
        with suppress(BlockingIOError, PermissionError):
            lock(handle)
            return
        if time.monotonic() > until:
            raise EvidenceError(f"somebody else is adding to the desk {folder}; try again when that is done")
        time.sleep(0.02)


def _read(handle: int) -> str:
    os.lseek(handle, 0, os.SEEK_SET)
    return os.read(handle, _LENGTH).decode("ascii", "replace").strip()


def _write(handle: int, name: str) -> None:
    os.lseek(handle, 0, os.SEEK_SET)
    os.write(handle, name.encode())
