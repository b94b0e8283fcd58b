"""The option table over the states that are asked for."""

from __future__ import annotations

from typing import Any

from countermove.views.board import board
from countermove.web.screen import Asked, Screen

__all__ = ["SCREEN"]


def _data(asked: Asked) -> dict[str, Any]:
    return board(asked.now.told, asked.query)


SCREEN = Screen("board", "Board", _data, key="b")
