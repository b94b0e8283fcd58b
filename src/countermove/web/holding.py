"""Who may change a model: of several workbenches that have it open, one at a time.

A lock on a file beside the model, held as long as there are edits that are not saved. It ends with the
program, however that ends. Editors do not know of it; what they write is noticed when a draft is saved.
"""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path

from countermove.errors import UsageError
from countermove.files import lock, opened_plain

__all__ = ["HeldError", "Hold"]


class HeldError(UsageError):
    """Another workbench has unsaved edits of the model."""


@dataclass
class Hold:
    """The right to change a model.

    Attributes
    ----------
    path : Path
        The file that is locked. It is there only while somebody holds it, or was killed.
    """

    path: Path
    _handle: int | None = None

    @classmethod
    def of(cls, model: Path) -> Hold:
        """Return the hold on a model, which is not taken yet."""
        return cls(model.with_name(f".{model.name}.countermove-lock"))

    @property
    def held(self) -> bool:
        """Whether it is ours."""
        return self._handle is not None

    def take(self) -> bool:
        """Take it, and say whether it was not ours before.

        Raises
        ------
        HeldError
            When another program has it.
        UsageError
            When the folder cannot be written to.
        """
        if self.held:
            return False
        while True:
            try:
                handle = opened_plain(self.path, os.O_RDWR | os.O_CREAT)
            except OSError as error:
                where = f"the folder of '{self.path.name}' cannot be written to: {error.strerror}"
                raise UsageError(f"{where}; make it writable, or copy the model to another") from None
            try:
                lock(handle)
            except OSError:
                who = _who(handle)
                os.close(handle)
                what = f"another workbench{who} has unsaved changes of this model"
                raise HeldError(f"{what}; save or discard them there, then load this page again") from None
            # Who had it may have removed the file between our opening and our locking it.
            with contextlib.suppress(FileNotFoundError):
                if os.fstat(handle).st_ino == self.path.stat().st_ino:
                    break
            os.close(handle)
        os.truncate(handle, 0)
        os.write(handle, str(os.getpid()).encode())
        self._handle = handle
        return True

    def free(self) -> None:
        """Let others have it."""
        if self._handle is not None:
            with contextlib.suppress(OSError):  # Windows removes no file that is open
                self.path.unlink()
            os.close(self._handle)
            self._handle = None


def _who(handle: int) -> str:
    with contextlib.suppress(OSError, ValueError):
        os.lseek(handle, 0, os.SEEK_SET)
        return f" (process {int(os.read(handle, 20))})"
    return ""
