"""Writing files so that an interrupt leaves the old one or the new one, and never half of one."""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path, PurePosixPath, PureWindowsPath

from countermove.errors import UsageError

__all__ = ["lies_beside", "text_of", "write_over", "write_whole"]

_HERE = -100
"""Of the system: paths are from the current folder (AT_FDCWD)."""


def lies_beside(file: str) -> bool:
    """Say whether a file's name leads into the folder it is relative to, as far as the name tells."""
    forms = (PurePosixPath(file), PureWindowsPath(file))
    return not any(form.is_absolute() or form.drive or form.root or ".." in form.parts for form in forms)


def text_of(path: Path, most: int = -1) -> str:
    """Return a file's text with its line ends; bytes that are no UTF-8 stand in it as lone surrogates.

    Raises
    ------
    UsageError
        When it cannot be read.
    """
    try:
        with path.open("rb") as stream:
            return stream.read(most).decode("utf-8", "surrogateescape")
    except OSError as error:
        raise UsageError(f"'{path}' cannot be read: {error.strerror}; put it back") from None


def write_whole(path: Path, text: str | bytes) -> None:
    """Write a file in one step; a text in UTF-8, its line ends as they are.

    Raises
    ------
    UsageError
        When the place cannot be written to.
    """
    temporary = _written_beside(path, text)
    try:
        temporary.replace(path)
    except BaseException as error:
        temporary.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise UsageError(f"'{path}' cannot be written: {error.strerror}; name another place") from None
        raise


def write_over(path: Path, text: str, old: str) -> str | None:
    """Replace a text file in one step, if it still says what it is thought to say.

    One that is not there says nothing.

    Where the system can exchange two files (Linux), what is replaced is looked at once more after the
    exchange, so that nothing which an editor writes at the same moment is lost: it is put back.

    Returns
    -------
    str or None
        None where it is done; else what the file says, which stays.

    Raises
    ------
    UsageError
        When the place cannot be read or written to.
    """
    temporary = _written_beside(path, text)
    try:
        if (found := text_of(path) if path.exists() else "") != old:
            return found
        if not _exchange(temporary, path):
            temporary.replace(path)
        elif (found := text_of(temporary)) != old:
            _exchange(temporary, path)
            return found
        return None
    except OSError as error:
        raise UsageError(f"'{path}' cannot be written: {error.strerror}; name another place") from None
    finally:
        temporary.unlink(missing_ok=True)


def _exchange(one: Path, other: Path) -> bool:
    """Let two files change places in one step; False where the system does not know how."""
    exchange = _renameat2()
    return exchange is not None and exchange(_HERE, os.fsencode(one), _HERE, os.fsencode(other), 2) == 0


@cache
def _renameat2() -> Callable[..., int] | None:
    found: Callable[..., int] | None = None
    if sys.platform == "linux":
        with contextlib.suppress(AttributeError, OSError):
            found = ctypes.CDLL(None).renameat2
    return found


def _written_beside(path: Path, text: str | bytes) -> Path:
    """Write a text to the disk, into a new file in the folder of another."""
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise UsageError(f"'{path}' cannot be written: {error.strerror}; name another place") from None
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(text.encode() if isinstance(text, str) else text)
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).chmod(0o644)
    except BaseException as error:
        Path(temporary).unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise UsageError(f"'{path}' cannot be written: {error.strerror}; name another place") from None
        raise
    return Path(temporary)
