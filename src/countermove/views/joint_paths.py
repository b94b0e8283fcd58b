"""Where a conflict can go when coalitions move together: as data and in sentences."""

from __future__ import annotations

from typing import Any

from countermove.analyses.joint_paths import JointEvolution, JointStep
from countermove.concepts import find
from countermove.model.elements import EVENTS
from countermove.space import Space
from countermove.views.explaining import step_data
from countermove.views.words import change, count, dm_name, join, number, steps_line

__all__ = ["MAX_PATHS", "joint_data", "joint_headline", "joint_lines", "told_first", "who_moves"]

MAX_PATHS = 200
"""So many of the paths with joint steps are given in the JSON, the shortest."""


# ---------------------------------------------------------------- as data
def joint_data(space: Space, evolution: JointEvolution) -> dict[str, Any]:
    """Return what ``evolve`` gives under ``together``."""
    shown = evolution.gained[:MAX_PATHS]
    return {
        "coalitions": [_labels(space, each) for each in evolution.coalitions],
        "reached": [{"state": state + 1, "in": many} for state, many in evolution.reached.items()],
        "gained": [state + 1 for state in evolution.gained],
        "unreached": [state + 1 for state in evolution.unreached],
        "paths": [
            {
                "to": state + 1,
                "label": space.states.label(state),
                "equilibrium": list(evolution.held_by[state]),
                "steps": [_step_data(space, step) for step in evolution.path(state)],
                "text": " ".join(joint_lines(space, evolution, state)),
            }
            for state in shown
        ],
        "paths_not_shown": len(evolution.gained) - len(shown),
        "text": joint_headline(space, evolution),
    }


def _step_data(space: Space, step: JointStep) -> dict[str, Any]:
    return {
        "by": _labels(space, step.by),
        "from": step.source + 1,
        "to": step.target + 1,
        "moves": step_data(space, step.moves),
    }


def _labels(space: Space, by: tuple[int, ...]) -> list[str]:
    return [EVENTS if dm == space.events else space.decision_makers[dm] for dm in by]


# ---------------------------------------------------------------- in words
def told_first(evolution: JointEvolution) -> list[int]:
    """Return what joint steps add, those that hold under the most concepts first, then the nearest."""
    return sorted(
        evolution.gained,
        key=lambda state: (-len(evolution.held_by[state]), evolution.reached[state], state),
    )


def who_moves(space: Space, evolution: JointEvolution) -> str:
    """Say which coalitions may move together."""
    if len(evolution.coalitions) == 1:
        return f"steps of {join(dm_name(space, dm) for dm in evolution.coalitions[0])} together"
    return f"joint steps of {number(len(evolution.coalitions))} coalitions"


def joint_headline(space: Space, evolution: JointEvolution) -> str:
    """Say how many equilibria are reached with joint steps, and how many without."""
    total = len(evolution.held_by)
    if not total:
        return "There is no equilibrium to go to."
    alone, reached = len(evolution.alone), len(evolution.reached)
    who = who_moves(space, evolution)
    if not evolution.gained:
        return f"With {who} no more of the {count(total, 'equilibrium', 'equilibria')} can be reached."
    return (
        f"With {who} {reached:,} of the {total:,} equilibria can be reached, each step a gain for everybody "
        f"who takes it; without them {alone:,}."
    )


def joint_lines(space: Space, evolution: JointEvolution, state: int) -> list[str]:
    """Say a path in words: where it leads, then a line for each step."""
    steps = evolution.path(state)
    held = join(find(each).short for each in evolution.held_by[state])
    lines = [f"State {state + 1} holds under {held}, in {count(len(steps), 'step')}:"]
    if not steps:
        return [f"State {state + 1} holds under {held}, and the conflict is there already."]
    for position, step in enumerate(steps, start=1):
        lines.append(f"{position}. {_step_line(space, step)}")
    return lines


def _step_line(space: Space, step: JointStep) -> str:
    if len(step.by) > 1:
        who = join(dm_name(space, dm) for dm in step.by)
        how = steps_line(space, step.moves)
        each = "both gain" if len(step.by) == 2 else "each of them gains"
        return f"{who} together: {how}; {each} over state {step.source + 1}."
    (move,) = step.moves
    what = f"{dm_name(space, move.by)} {change(space, move)} (state {move.target + 1})"
    return f"{what}, {'an event' if move.event else 'and gains'}."
