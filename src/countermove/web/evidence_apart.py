"""Sees to it that what long documents make long work leaves the request."""

from __future__ import annotations

from typing import Any

from countermove.views.evidence_apart import MOST_AT_ONCE, characters, query_of, worked_evidence
from countermove.views.evidence_screen import PARTS
from countermove.web.screen import Asked

__all__ = ["apart"]


def apart(asked: Asked, part: str) -> dict[str, Any] | None:
    """Return what `worked_evidence` gives of a part; None where the request can work it out itself.

    Raises
    ------
    WaitsError
        While it is worked out, and when that failed or was cancelled.
    """
    told = asked.now.told
    if part not in MOST_AT_ONCE or characters(told.evidence) <= MOST_AT_ONCE[part]:
        return None
    at_hand, sources = asked.opened.at_hand, told.model.sources
    # Absolute, and in order, since the same work is known by what it is asked.
    given = {
        label: [str(each.absolute()) for each in at_hand.given[label]]
        for label in sorted(at_hand.given)
        if label in sources
    }
    return asked.worked(
        worked_evidence,
        f"The evidence: {PARTS[part].lower()}",
        query=query_of(part, asked.query),
        given=given,
        desk=str(at_hand.desk.absolute()) if at_hand.desk else None,
    )
