"""The screens, in the order of the navigation; each is one module with its `SCREEN`."""

from __future__ import annotations

from countermove.web.screen import Screen
from countermove.web.screens import board as _board
from countermove.web.screens import compare as _compare
from countermove.web.screens import design as _design
from countermove.web.screens import events as _events
from countermove.web.screens import evidence as _evidence
from countermove.web.screens import glossary as _glossary
from countermove.web.screens import layers as _layers
from countermove.web.screens import map as _map
from countermove.web.screens import menu as _menu
from countermove.web.screens import overview as _overview
from countermove.web.screens import phases as _phases
from countermove.web.screens import report as _report
from countermove.web.screens import state as _state
from countermove.web.screens import views as _views
from countermove.web.screens import workshop as _workshop

__all__ = ["GROUPS", "SCREENS"]

SCREENS: tuple[Screen, ...] = (
    _overview.SCREEN,
    _board.SCREEN,
    _state.SCREEN,
    _map.SCREEN,
    _menu.SCREEN,
    _workshop.SCREEN,
    _design.SCREEN,
    _compare.SCREEN,
    _layers.SCREEN,
    _views.SCREEN,
    _phases.SCREEN,
    _events.SCREEN,
    _evidence.SCREEN,
    _report.SCREEN,
    _glossary.SCREEN,
)

GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Read", ("overview", "board", "state", "map", "menu")),
    ("Change", ("workshop", "design", "compare")),
    ("Parts", ("layers", "views", "phases", "events")),
    ("Rests on", ("evidence", "report", "glossary")),
)
"""How the navigation groups the screens; one that no group names stands in the last."""
