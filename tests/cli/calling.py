"""What a command line gives back to a test."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Result(NamedTuple):
    """Exit code, results and messages."""

    code: int
    out: str
    err: str


Call = Callable[..., Result]
