"""Pages that were made once and stay the same as long as their model does."""

from __future__ import annotations

import threading
from collections import OrderedDict

__all__ = ["MAX_BYTES", "Kept"]

MAX_BYTES = 50_000_000
"""So many bytes of pages are kept; whoever asks for more addresses than these hold pushes the oldest out."""
Made = tuple[bytes, str]
"""A body, and its type."""


class Kept:
    """Pages by their models' versions and their addresses, those that were asked for last."""

    def __init__(self) -> None:
        self._made: OrderedDict[tuple[str, str], Made] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def get(self, key: tuple[str, str]) -> Made | None:
        """Return a page; None where it is not kept."""
        with self._lock:
            if (made := self._made.get(key)) is not None:
                self._made.move_to_end(key)
            return made

    def keep(self, key: tuple[str, str], made: Made) -> Made:
        """Keep a page, and return it."""
        with self._lock:
            self._size += _size(key, made) - self._forget(key)
            self._made[key] = made
            while self._size > MAX_BYTES:
                self._size -= self._forget(next(iter(self._made)))
        return made

    def _forget(self, key: tuple[str, str]) -> int:
        made = self._made.pop(key, None)
        return _size(key, made) if made is not None else 0


def _size(key: tuple[str, str], made: Made) -> int:
    return sum(map(len, key)) + len(made[0])
