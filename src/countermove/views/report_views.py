"""Each side's view in the report, beside what is so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from countermove.analyses.perceptions import Hypergame, Perceived
from countermove.conflict import Conflict
from countermove.errors import LimitError
from countermove.views.perceptions import READING, corrected_sentence, imagined_words, view_lines
from countermove.views.report_states import Shown

__all__ = ["views_context"]

MAX_SHOWN = 4
MAX_CORRECTIONS = 4


def views_context(conflict: Conflict, shown: Shown) -> dict[str, Any]:
    """Return what the template shows of how decision makers see the conflict."""
    model = conflict.model
    said = view_lines(shown.space, model.perceptions, conflict.hypergame)
    try:
        found = conflict.perceived()
    except LimitError as error:
        return {"said": said, "reading": READING, "refused": str(error), "concepts": []}
    return {
        "said": said,
        "reading": READING,
        "refused": "",
        "concepts": _alike([_told(shown, conflict.hypergame, each) for each in found]),
    }


def _told(shown: Shown, game: Hypergame, told: Perceived) -> dict[str, Any]:
    return {
        "short": [told.concept.short],
        "holds": _states(shown, told.holding),
        "informed": _states(shown, told.informed),
        "same": set(told.holding) == set(told.informed),
        "surprises": [
            {
                "dm": each.dm,
                "expected": _states(shown, each.expected),
                "upset": [
                    {"number": f"{state + 1:,}", "by": [shown.names[dm] for dm in dms]}
                    for state, dms in list(each.upset.items())[:MAX_SHOWN]
                ],
                "unexpected": _states(shown, each.unexpected),
                "imagined": imagined_words(game, each) if each.imagined else "",
            }
            for each in told.surprises
        ],
        "corrections": [corrected_sentence(shown.space, each) for each in told.corrections[:MAX_CORRECTIONS]],
    }


def _alike(told: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Tell concepts under which the same was found together."""
    found: list[dict[str, Any]] = []
    for each in told:
        for other in found:
            if {**each, "short": ()} == {**other, "short": ()}:
                other["short"] += each["short"]
                break
        else:
            found.append(each)
    return found


def _states(shown: Shown, states: Sequence[int]) -> dict[str, Any]:
    """Return some states: the first few by number and what is done in them, and how many more there are."""
    return {
        "shown": [shown.state(state) for state in states[:MAX_SHOWN]],
        "more": len(states) - len(states[:MAX_SHOWN]),
    }
