"""The map: the states around one state as a list and a picture, and paths step by step."""

from __future__ import annotations

from typing import Any

from countermove.views.map import Wanted, conflict_map
from countermove.web.screen import Asked, Screen

__all__ = ["SCREEN"]


def _data(asked: Asked) -> dict[str, Any]:
    told = asked.now.told
    return conflict_map(told, Wanted.read(told, asked.query))


SCREEN = Screen("map", "Map", _data, key="m", there=lambda conflict: conflict.listed)
