"""Attitudes in the report: the table, and what holds with them and without."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from countermove.conflict import Conflict
from countermove.errors import LimitError
from countermove.views.attitudes import NAMES, READING, attitude_lines, changed_lines, left_out_lines
from countermove.views.report_states import Shown

__all__ = ["attitudes_context"]

MAX_SHOWN = 4
SIGNS = {1: "+", 0: "·", -1: "−"}


def attitudes_context(conflict: Conflict, shown: Shown) -> dict[str, Any]:
    """Return what the template shows of how sides look upon each other."""
    from countermove.analyses.attitudes import table_of

    table = table_of(shown.space, conflict.model.attitudes)
    context: dict[str, Any] = {
        "said": attitude_lines(shown.space, table),
        "rows": [[(SIGNS[each], NAMES[each]) for each in row] for row in table],
        "reading": READING,
        "refused": "",
        "concepts": [],
        "left_out": [],
    }
    try:
        found = conflict.related(leave_out=True)
        context["left_out"] = left_out_lines(found)
        told = [
            {
                "short": [concept.short],
                "holds": _states(shown, found.holding(concept.id)),
                "plain": _states(shown, found.plain(concept.id)),
                "same": found.holding(concept.id) == found.plain(concept.id),
                "changes": changed_lines(found, concept),
            }
            for concept in found.concepts
        ]
    except LimitError as error:
        return {**context, "refused": str(error)}
    return {**context, "concepts": _alike(told)}


def _alike(told: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Tell concepts under which the same was found together."""
    found: list[dict[str, Any]] = []
    for each in told:
        alike = next((other for other in found if {**each, "short": ()} == {**other, "short": ()}), None)
        if alike is None:
            found.append(each)
        else:
            alike["short"] += each["short"]
    return found


def _states(shown: Shown, states: Sequence[int]) -> dict[str, Any]:
    return {
        "shown": [shown.state(state) for state in states[:MAX_SHOWN]],
        "more": len(states) - len(states[:MAX_SHOWN]),
    }
