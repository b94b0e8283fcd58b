"""How each side sees the conflict, beside what is so."""

from __future__ import annotations

from typing import Any

from countermove.views.parts import views_screen
from countermove.web.screen import Asked, Screen

__all__ = ["SCREEN"]


def _data(asked: Asked) -> dict[str, Any]:
    return views_screen(asked.now.told)


SCREEN = Screen("views", "Views", _data, key="v", there=lambda conflict: bool(conflict.model.perceptions))
