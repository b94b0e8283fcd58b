"""The screens, in the order of the navigation; each is one module with its `SCREEN`."""

from __future__ import annotations

from countermove.web.screen import Screen
from countermove.web.screens import board as _board
from countermove.web.screens import menu as _menu
from countermove.web.screens import overview as _overview
from countermove.web.screens import state as _state

__all__ = ["SCREENS"]

SCREENS: tuple[Screen, ...] = (_overview.SCREEN, _board.SCREEN, _state.SCREEN, _menu.SCREEN)
