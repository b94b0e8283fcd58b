"""The layers of a whole, side by side."""

from __future__ import annotations

from typing import Any

from countermove.views.parts import layers_screen
from countermove.web.screen import Asked, Screen

__all__ = ["SCREEN"]


def _data(asked: Asked) -> dict[str, Any]:
    return layers_screen(asked.now.told)


SCREEN = Screen("layers", "Layers", _data, key="l", there=lambda conflict: bool(conflict.model.layers))
