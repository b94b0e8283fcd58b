"""Power in the report: who can force what, where that pays, and what it changes."""

from __future__ import annotations

from typing import Any

from countermove.conflict import Conflict
from countermove.errors import LimitError
from countermove.views.power import READING, alone_line, changed_lines, use_line
from countermove.views.report_elements import power_words
from countermove.views.report_states import Shown

__all__ = ["power_context"]


def power_context(conflict: Conflict, shown: Shown) -> dict[str, Any]:
    """Return what the template shows of power."""
    model, space = conflict.model, shown.space
    rows = [{"says": power_words(model, each), "use": "", "alone": ""} for each in model.powers]
    try:
        found = conflict.force()
    except LimitError as error:
        return {"rows": rows, "said": [], "refused": str(error), "reading": READING}
    for k, row in enumerate(rows):
        row["use"] = use_line(space, found.uses[k])
        row["alone"] = alone_line(space, found, k) if found.alone else ""
    return {"rows": rows, "said": changed_lines(found.comparison), "refused": "", "reading": READING}
