"""Turns: of several programs that add to one desk at the same time, one does so after the other."""

from __future__ import annotations

import os
import secrets
import stat
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from countermove.errors import EvidenceError

__all__ = ["LOCK", "last_turn", "turn"]

LOCK = ".lock"
"""The file in the desk's folder that whose turn it is has locked. It names the last turn."""
_PATIENCE = 60.0  # seconds
_LENGTH = 32

if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        os.lseek(handle, 1 << 20, os.SEEK_SET)  # beyond what is written: a locked byte cannot be read
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


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
    wary = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    if path.is_symlink() or (path.exists() and not path.is_file()):
        raise EvidenceError(f"{path} is no plain file; delete it")
    handle = os.open(path, flags | wary, 0o644)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise EvidenceError(f"{path} is no plain file; delete it")
    return handle


def _wait(handle: int, folder: Path) -> None:
    until = time.monotonic() + _PATIENCE
    while True:
        with suppress(BlockingIOError, PermissionError):
            _lock(handle)
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
