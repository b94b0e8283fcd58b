"""What may happen by itself, and what sets it off."""

from __future__ import annotations

from typing import Any

from countermove.views.parts import events_screen
from countermove.web.screen import Asked, Screen

__all__ = ["SCREEN"]


def _data(asked: Asked) -> dict[str, Any]:
    return events_screen(asked.now.told)


SCREEN = Screen("events", "Events", _data, key="t", there=lambda conflict: bool(conflict.model.events))
