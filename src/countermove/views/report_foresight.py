"""How far ahead each side looks in the report, and from which foresight on the equilibria hold."""

from __future__ import annotations

from typing import Any

import numpy as np

from countermove.concepts import compared
from countermove.conflict import Conflict
from countermove.conflict.deciding import MIXED
from countermove.errors import LimitError
from countermove.stability import Analysis
from countermove.views.foresight import (
    COMPARED_HEADINGS,
    READING,
    compared_row,
    held_line,
    looks_line,
)
from countermove.views.report_states import Shown

__all__ = ["foresight_context"]

MAX_SHOWN = 3


def foresight_context(conflict: Conflict, analysis: Analysis, shown: Shown) -> dict[str, Any]:
    """Return what the template shows of foresight.

    Parameters
    ----------
    conflict : Conflict
        What is reported on.
    analysis : Analysis
        Its verdicts under all concepts.
    shown : Shown
        Its states.
    """
    told: dict[str, Any] = {
        "headings": COMPARED_HEADINGS[1:],
        "concepts": [compared_row(each)[1:] for each in compared()],
        "looks": looks_line(conflict) if conflict.model.foresight else "",
        "mixed": _mixed(analysis, shown) if MIXED in analysis.stable else None,
        "reading": READING,
        "refused": "",
        "families": [],
    }
    held = [int(each) for each in np.flatnonzero(_held(analysis))]
    try:
        found = conflict.horizons()
    except LimitError as error:
        return told | {"refused": str(error)}
    families = [
        {
            "name": f"{name}:H",
            "rows": [
                {
                    "when": held_line(each, profile),
                    "many": f"{len(profile.states):,}",
                    "states": [shown.state(state) for state in profile.states[:MAX_SHOWN]],
                    "more": len(profile.states) - len(profile.states[:MAX_SHOWN]),
                }
                for profile in each.profiles(None, held)
            ],
        }
        for name, each in found.items()
    ]
    return told | {"families": [each for each in families if each["rows"]]}


def _held(analysis: Analysis) -> Any:
    """Return which states hold under some concept; shape (states,)."""
    return np.any([analysis.equilibrium(each.id) for each in analysis.concepts], axis=0)


def _mixed(analysis: Analysis, shown: Shown) -> dict[str, Any]:
    """Return the first states that hold when each side looks ahead in its own way, and how many more do."""
    states = [int(each) for each in np.flatnonzero(analysis.equilibrium(MIXED))]
    chosen = states[:MAX_SHOWN]
    return {"shown": [shown.state(state) for state in chosen], "more": len(states) - len(chosen)}
