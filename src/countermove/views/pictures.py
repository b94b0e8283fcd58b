"""A small picture of a conflict: its options down, today's state and those that hold across."""

from __future__ import annotations

from typing import Any

from countermove.conflict import Conflict
from countermove.views.diagram_svg import PALETTE
from countermove.views.summary import most_widely_held

__all__ = ["small_picture"]

MAX_COLUMNS = 7
CELL, GAP, APART = 12, 4, 6


def small_picture(conflict: Conflict) -> dict[str, Any]:
    """Return the squares of a small option table, ready to be drawn.

    Parameters
    ----------
    conflict : Conflict
        In graph form, whose states have no options, each state is one square.

    Returns
    -------
    dict
        ``width`` and ``height`` in pixels; ``cells``: ``x``, ``y``, ``size``, whether ``full``, and the
        ``colour`` of whose option it is; ``today``: the x of today's column, or None; ``described``: the
        same in words.
    """
    space = conflict.space
    held = [int(state) for state in most_widely_held(conflict.analyze(engine="explicit"))]
    today = space.status_quo
    words = f"{len(held):,} of {space.size:,} states {'holds' if len(held) == 1 else 'hold'} most widely"
    if conflict.model.graph_form:
        squares: list[dict[str, Any]] = [
            {
                "x": state % 3 * 22,
                "y": state // 3 * 22,
                "size": 16,
                "full": state in held,
                "colour": "dm-none",
            }
            for state in range(min(space.size, 24))
        ]
        rows = -(-len(squares) // 3)
        return {
            "width": 60,
            "height": rows * 22 - 6,
            "cells": squares,
            "today": None,
            "described": words,
        }
    shown = ([today] if today is not None else []) + [state for state in held if state != today]
    cells: list[dict[str, Any]] = []
    heights = _heights(conflict)
    for column, state in enumerate(shown[:MAX_COLUMNS]):
        levels = space.states.values(state)
        x = column * (CELL + GAP) + (APART if column and today is not None else 0)
        for place, (y, dm) in enumerate(heights):
            cells.append(
                {"x": x, "y": y, "size": CELL, "full": levels[place] > 0, "colour": f"dm-{dm % PALETTE}"}
            )
    return {
        "width": max(each["x"] for each in cells) + CELL,
        "height": heights[-1][0] + CELL,
        "cells": cells,
        "today": 0 if today is not None else None,
        "described": words,
    }


def _heights(conflict: Conflict) -> list[tuple[int, int]]:
    """Return for each option how far down it is drawn, and whose it is; owners stand a little apart."""
    owners = [dm for dm, each in enumerate(conflict.model.decision_makers) for _ in each.options]
    owners += [len(conflict.model.decision_makers)] * len(conflict.model.events)
    found, y = [], 0
    for place, dm in enumerate(owners):
        y += (APART if dm != owners[place - 1] else 0) if place else 0
        found.append((y, dm))
        y += CELL + GAP
    return found
