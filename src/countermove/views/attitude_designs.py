"""Which attitudes would make a target hold: as data and in words."""

from __future__ import annotations

from typing import Any

from countermove.analyses.attitude_designs import AttitudeChange, AttitudeDesign
from countermove.space import Space
from countermove.views.attitudes import NAMES, table_data
from countermove.views.words import count, dm_name, join, state_line

__all__ = ["attitude_change_text", "attitude_design_data", "attitude_design_sentences"]

MAX_STATES = 6


def attitude_design_data(space: Space, design: AttitudeDesign) -> dict[str, Any]:
    """Return the JSON of ``inverse --attitudes``."""
    labels = space.decision_makers
    return {
        "target": [state + 1 for state in design.targets],
        "concept": design.concept.id,
        "vary": [labels[dm] for dm in design.vary],
        "table": table_data(space, design.table),
        "holds": bool(design.holding),
        "holding": [state + 1 for state in design.holding],
        "changes": [
            {
                "size": each.size,
                "states": [state + 1 for state in each.states],
                "attitudes": [
                    {"of": labels[i], "to": labels[j], "before": NAMES[before], "after": NAMES[after]}
                    for i, j, before, after in each.changes
                ],
                "verified": True,
                "text": attitude_change_text(space, each),
            }
            for each in design.proposals
        ],
        "smallest": design.certain,
        "refusing": [labels[dm] for dm in design.refusing],
        "text": " ".join(attitude_design_sentences(space, design)),
    }


def attitude_design_sentences(space: Space, design: AttitudeDesign) -> list[str]:
    """Say whether the target holds, or what attitudes would make it."""
    under = f"under {design.concept.short}"
    if design.holding:
        some = _some(space, design.holding)
        return [f"{some[0].upper()}{some[1:]} {under} with the attitudes as they are."]
    found = [f"With the attitudes as they are it does not hold {under}."]
    if design.proposals:
        size = count(design.proposals[0].size, "attitude")
        smallest = "No fewer would do." if design.certain else "Whether fewer would do was not tried out."
        return [*found, f"It would if {size} changed. {smallest}"]
    everybody = len(design.vary) == len(space.decision_makers)
    whose = "" if everybody else f" of {join(dm_name(space, dm) for dm in design.vary)}"
    if design.certain:
        found.append(f"Nor would it with any other attitudes{whose} to others.")
    else:
        found.append(f"Nor does it with those other attitudes{whose} that were tried; not all were.")
    if design.refusing:
        names = join(dm_name(space, dm) for dm in design.refusing)
        found.append(f"{names} would leave it in any case.")
    return found


def attitude_change_text(space: Space, change: AttitudeChange) -> str:
    """Say who would look otherwise upon whom, and what holds then."""
    parts = [
        f"{dm_name(space, i)} {NAMES[after]} to {dm_name(space, j)} (now {NAMES[before]})"
        for i, j, before, after in change.changes
    ]
    return f"{join(parts)}: {_some(space, change.states)}."


def _some(space: Space, states: tuple[int, ...]) -> str:
    if len(states) == 1:
        return f"state {states[0] + 1} ({state_line(space, states[0])}) holds"
    shown = ", ".join(str(state + 1) for state in states[:MAX_STATES])
    return f"{count(len(states), 'state')} ({shown}{', ...' if len(states) > MAX_STATES else ''}) hold"
