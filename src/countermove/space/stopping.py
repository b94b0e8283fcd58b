"""Giving up work that nobody waits for any more: long loops look at a flag between their steps.

A thread cannot be ended from outside. So whoever shares work out among threads gives them a flag, and
when the work is no longer wanted, because it was interrupted or another part of it failed, raises it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Event

__all__ = ["Stopped", "go_on", "stopped_by"]


class Stopped(Exception):  # noqa: N818  (nothing went wrong)
    """The work of this thread is no longer wanted; nobody is left to see it."""


_flag: ContextVar[Event | None] = ContextVar("given_up", default=None)


@contextmanager
def stopped_by(flag: Event) -> Iterator[None]:
    """Let `go_on` raise `Stopped` in this thread once a flag is set."""
    token = _flag.set(flag)
    try:
        yield
    finally:
        _flag.reset(token)


def go_on() -> None:
    """Raise `Stopped` when the work of this thread is no longer wanted; to be called between long steps."""
    flag = _flag.get()
    if flag is not None and flag.is_set():
        raise Stopped
