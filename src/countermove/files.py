"""Writing files so that an interrupt leaves the old one or the new one, and never half of one."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path, PurePosixPath, PureWindowsPath

from countermove.errors import UsageError

__all__ = ["lies_beside", "write_whole"]


def lies_beside(file: str) -> bool:
    """Say whether a file's name leads into the folder it is relative to, as far as the name tells."""
    forms = (PurePosixPath(file), PureWindowsPath(file))
    return not any(form.is_absolute() or form.drive or form.root or ".." in form.parts for form in forms)


def write_whole(path: Path, text: str | bytes) -> None:
    """Write a file in one step; a text in UTF-8, its line ends as they are.

    Raises
    ------
    UsageError
        When the place cannot be written to.
    """
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
        Path(temporary).replace(path)
    except BaseException as error:
        Path(temporary).unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise UsageError(f"'{path}' cannot be written: {error.strerror}; name another place") from None
        raise
