"""Events in the report: what may happen and what sets it off, each reading, and the long run."""

from __future__ import annotations

from typing import Any

from countermove.conflict import Conflict
from countermove.conflict.perceived import USUAL
from countermove.errors import LimitError, UsageError
from countermove.views.chance import (
    chance_sentences,
    fraction,
    has_chances,
    reading_note,
    readings_found,
    readings_sentences,
)
from countermove.views.perceptions import wants
from countermove.views.report_elements import condition_words
from countermove.views.report_states import Shown

__all__ = ["events_context"]

MAX_SHARES = 12


def events_context(conflict: Conflict, shown: Shown) -> dict[str, Any]:
    """Return what the template shows of events."""
    model = conflict.model
    concepts = [each.id for each in shown.analysis.concepts if each.id in USUAL]
    found = readings_found(conflict, concepts)
    return {
        "note": reading_note(model),
        "rows": [
            {
                "name": event.name,
                "where": condition_words(model, event.possible.condition) if event.possible else "anywhere",
                "lasts": event.lasts,
                "probability": "" if event.probability is None else str(event.probability),
                "then": [
                    {
                        "dm": [dm.label for dm in model.decision_makers].index(each.preference.of),
                        "name": model.decision_maker(each.preference.of).name,
                        "wants": wants(model, each.preference),
                    }
                    for each in model.regimes
                    if each.after == (event.id,)
                ],
            }
            for event in model.events
        ],
        "readings": readings_sentences(shown.space, found),
        "chance": _chance(conflict, shown),
    }


def _chance(conflict: Conflict, shown: Shown) -> dict[str, Any] | None:
    """Return where the conflict stays in the long run from today; None without probabilities."""
    if not has_chances(conflict):
        return None
    try:
        found = conflict.chance()
    except (LimitError, UsageError) as error:
        return {"refused": str(error), "said": [], "shares": [], "more": 0}
    shares = list(found.shares.items())
    return {
        "refused": "",
        "said": chance_sentences(shown.space, found),
        "shares": [
            {"state": shown.state(state), "share": fraction(share)} for state, share in shares[:MAX_SHARES]
        ],
        "more": max(0, len(shares) - MAX_SHARES),
    }
