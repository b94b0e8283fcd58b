"""Writing files so that an interrupt leaves the old one or the new one, and never half of one; locks."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import secrets
import stat
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path, PurePosixPath, PureWindowsPath

from countermove.errors import UsageError

__all__ = ["lies_beside", "lock", "must_be_plain", "opened_plain", "text_of", "write_over", "write_whole"]

if sys.platform == "win32":
    import msvcrt

    def lock(handle: int) -> None:
        """Lock an open file against all others who do; raise an `OSError` at once where another has it.

        The lock ends when the file is closed, or with the program, however that ends.
        """
        os.lseek(handle, 1 << 20, os.SEEK_SET)  # beyond what is written: a locked byte cannot be read
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def lock(handle: int) -> None:
        """Lock an open file against all others who do; raise an `OSError` at once where another has it.

        The lock ends when the file is closed, or with the program, however that ends.
        """
        # Not lockf: its locks do not hold against oneself, and end when one closes the file anywhere.
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


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


def opened_plain(path: Path, flags: int) -> int:
    """Open a file beside what may come from anybody: a plain one, and none that a link leads to.

    Raises
    ------
    UsageError
        When it is a link, a folder, a pipe or the like.
    OSError
        When it cannot be opened.
    """
    wary = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    if path.is_symlink() or (path.exists() and not path.is_file()):
        raise UsageError(f"{path} is no plain file; delete it")
    handle = os.open(path, flags | wary, 0o644)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise UsageError(f"{path} is no plain file; delete it")
    return handle


def must_be_plain(folder: Path) -> None:
    """Refuse to write into a folder that is a link, where the one around it may come from anybody.

    Raises
    ------
    UsageError
        If it is one.
    """
    if folder.is_symlink():
        raise UsageError(f"'{folder}' is a link, and is not written to; put the folder itself in its place")


def write_whole(path: Path, text: str | bytes, *, follow: bool = False) -> None:
    """Write a file in one step; a text in UTF-8, its line ends as they are.

    One that is there keeps who may read and write it.

    Parameters
    ----------
    path : Path
        Where to.
    text : str or bytes
        What it is to say.
    follow : bool, optional
        Whether a link is followed and what it leads to is written: where the user has named the file. In
        folders that may come from anybody the link itself gives way to the file.

    Raises
    ------
    UsageError
        When the place cannot be written to.
    """
    if follow and path.is_symlink():
        with _refused(path):
            path = path.resolve()
    temporary = _written_beside(path, text)
    try:
        with _refused(path):
            temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def write_over(path: Path, text: str, old: str) -> str | None:
    """Replace a text file in one step, if it still says what it is thought to say.

    One that is not there says nothing; one that is keeps who may read and write it. What a link leads to is
    not looked for: give the place itself.

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
        with _refused(path):
            if (found := text_of(path) if path.exists() else "") != old:
                return found
            if not _exchange(temporary, path):
                temporary.replace(path)
            elif (found := text_of(temporary)) != old:
                _exchange(temporary, path)
                return found
        return None
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


@contextlib.contextmanager
def _refused(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, RuntimeError) as error:  # a link to itself is a RuntimeError
        why = getattr(error, "strerror", None) or "its links lead nowhere"
        raise UsageError(f"'{path}' cannot be written: {why}; name another place") from None


def _written_beside(path: Path, text: str | bytes) -> Path:
    """Write a text to the disk, into a new file beside another that may be read by the same people."""
    temporary = path.with_name(f".{path.name[:100]}.{secrets.token_hex(4)}")
    with _refused(path):
        about = path.lstat() if os.path.lexists(path) and not path.is_symlink() else None
        if about is not None and not stat.S_ISREG(about.st_mode):
            raise UsageError(f"'{path}' is no plain file; name another place")
        if about is not None and not os.access(path, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        handle = os.open(temporary, flags, 0o666 if about is None else 0o600)
    try:
        with _refused(path), os.fdopen(handle, "wb") as stream:
            stream.write(text.encode() if isinstance(text, str) else text)
            if about is not None:
                _like(temporary, about)
            stream.flush()
            os.fsync(stream.fileno())
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _like(path: Path, about: os.stat_result) -> None:
    """Let a file be read and written by those who may read and write another."""
    if hasattr(os, "chown"):
        with contextlib.suppress(OSError):  # only the owner of the machine gives files away
            os.chown(path, about.st_uid, about.st_gid)
    path.chmod(stat.S_IMODE(about.st_mode))
