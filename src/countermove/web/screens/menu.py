"""Each decision maker's courses of action, best to worst."""

from __future__ import annotations

from typing import Any

from countermove.views.menu import menu
from countermove.web.screen import Asked, Screen

__all__ = ["SCREEN"]


def _data(asked: Asked) -> dict[str, Any]:
    return menu(asked.now.told, asked.query)


SCREEN = Screen("menu", "Menu", _data, key="n")
