"""A settlement in phases in the report: stage by stage, who would leave it, and which orders stand."""

from __future__ import annotations

from typing import Any

from countermove.analyses.phase_orders import Carried, weak_stages
from countermove.analyses.phases import Security
from countermove.conflict import Conflict
from countermove.errors import LimitError
from countermove.views.phases import (
    READING,
    leavers,
    orders_told,
    stage_name,
    steps_line,
    weak_line,
    written_lines,
)
from countermove.views.report_elements import condition_words
from countermove.views.report_states import Shown

__all__ = ["phases_context"]


def phases_context(conflict: Conflict, shown: Shown) -> dict[str, Any]:
    """Return what the template shows of a settlement in phases.

    Parameters
    ----------
    conflict : Conflict
        A conflict whose model has phases.
    shown : Shown
        Its states.
    """
    phases = conflict.model.phases
    assert phases is not None, "the model has phases"
    told: dict[str, Any] = {
        "said": steps_line(shown.space, phases),
        "steps": [
            {"name": each.text, "done": condition_words(conflict.model, each.condition)}
            for each in phases.steps
        ],
        "reading": READING,
        "refused": "",
        "concepts": [],
        "stages": [],
        "sentences": [],
        "orders": [],
    }
    try:
        found = conflict.carried_out()
    except LimitError as error:
        return told | {"refused": str(error)}
    return told | {
        "concepts": [each.concept.short for each in found.as_written],
        "stages": _stages(shown, found),
        "sentences": [
            weak_line(found),
            *written_lines(shown.space, found),
        ],
        "orders": orders_told(shown.space, found),
    }


def _stages(shown: Shown, found: Carried) -> list[dict[str, Any]]:
    weak = weak_stages(found.as_written)
    rows = []
    for place, first in enumerate(found.as_written[0].stages):
        stages = [each.stages[place] for each in found.as_written]
        name = stage_name(found.settlement.phases, first.stage)
        rows.append(
            {
                "name": name[0].upper() + name[1:],
                "weak": place in weak,
                "states": f"{first.states:,}",
                "secure": [_secure(each) for each in stages],
                "leavers": [{"dm": dm, "text": text} for dm, text in leavers(shown.space, stages)],
            }
        )
    return rows


def _secure(stage: Security) -> dict[str, str]:
    """Return how many states are secure, with the sign that the report has for all, some and none."""
    many = len(stage.secure)
    sign = "none" if not many else "all" if many == stage.states else "some"
    return {"sign": sign, "count": f"{many:,}"}
