"""The menus: each decision maker's courses of action from a state, best to worst, and who answers how."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from countermove.errors import LimitError, UsageError
from countermove.views.told import Told

__all__ = ["menu"]

MAX_COURSES = 6
"""So many courses of each are open at first; the others are folded away."""


def menu(told: Told, query: Mapping[str, str]) -> dict[str, Any]:
    """Return what the menus show.

    Parameters
    ----------
    told : Told
        The conflict.
    query : mapping of str to str
        ``from``: the state that the courses are taken in, by default today's. ``dm``: whose menu, by default
        everybody's. What cannot be read counts as not given, and ``problem`` says so.

    Returns
    -------
    dict
        ``start``: the state; None where there is none to start from. ``menus``: the menus, told.
    """
    given, whose = query.get("from", "").strip(), query.get("dm", "")
    labels = told.space.decision_makers
    start, problem = told.space.status_quo, ""
    if given:
        try:
            start = told.conflict.state(given)
        except UsageError as error:
            problem = str(error)
    if whose and whose not in labels:
        problem, whose = f"there is no decision maker '{whose}'; the page shows everybody's menu", ""
    menus, why_not = _menus(told, start, whose)
    return {
        "from": given,
        "dm": whose,
        "problem": problem,
        "start": None if start is None else told.shown.state(start),
        "choices": [
            {"id": label, "name": name, "dm": dm}
            for dm, (label, name) in enumerate(zip(labels, told.names, strict=False))
        ],
        "menus": menus,
        "why_not": why_not,
        "open": MAX_COURSES,
    }


def _menus(told: Told, start: int | None, whose: str) -> tuple[list[dict[str, Any]], str]:
    """Return the menus, the widest choice first, and why there are none."""
    if start is None:
        return [], "The model does not say where things stand today; name a state to start from."
    asked = [whose] if whose else told.space.decision_makers
    try:
        found = [told.conflict.menu(label, start + 1) for label in asked]
    except LimitError as error:
        return [], f"{error}."
    found.sort(key=lambda each: (told.space.indifferent(each.dm), -len(each.courses)))
    return [told.menu(each) for each in found], ""
