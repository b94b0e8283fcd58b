"""The screens, in the order of the navigation; each is one module with its `SCREEN`."""

from __future__ import annotations

from countermove.web.screen import Screen
from countermove.web.screens import evidence as _evidence
from countermove.web.screens import overview as _overview
from countermove.web.screens import workshop as _workshop

__all__ = ["SCREENS"]

SCREENS: tuple[Screen, ...] = (
    _overview.SCREEN,
    _evidence.SCREEN,
    _workshop.SCREEN,
)
