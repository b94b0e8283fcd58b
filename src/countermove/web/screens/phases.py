"""A settlement in phases, and its weakest stage."""

from __future__ import annotations

from typing import Any

from countermove.views.parts import phases_screen
from countermove.web.screen import Asked, Screen

__all__ = ["SCREEN"]


def _data(asked: Asked) -> dict[str, Any]:
    return phases_screen(asked.now.told)


SCREEN = Screen("phases", "Phases", _data, key="p", there=lambda conflict: bool(conflict.model.phases))
