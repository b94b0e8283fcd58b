"""The overview of a conflict: the answers in sentences, who is in it, and what they rest on."""

from __future__ import annotations

from typing import Any

from countermove.views import report_cautions
from countermove.views.chance import reading_note
from countermove.views.report_evolving import going, going_said
from countermove.views.told import Told

__all__ = ["overview"]


def overview(told: Told) -> dict[str, Any]:
    """Return what the overview shows.

    Returns
    -------
    dict
        ``sentences``: the answers. ``going``: where today leads. ``favourites``: for each decision maker
        the one it likes best among the outcomes that hold most widely. ``cautions`` and ``warnings``:
        what to know before relying on it. ``facts``: a few figures.
    """
    main = told.said.strongest
    outcomes = told.conflict.expectations()
    return {
        "title": told.conflict.title,
        "summary": told.model.summary,
        "people": told.people,
        "sentences": list(told.said.sentences),
        "held_by": list(told.said.held_by),
        "going": going_said(told.space, going(told.shown), main),
        "read": "" if told.model.reading == "neutral" else reading_note(told.model),
        "favourites": _favourites(told),
        "cautions": told.behind.outcomes(told.analysis, main),
        "warnings": report_cautions.warnings(told.evidence, outcomes),
        "facts": report_cautions.facts(told.analysis, told.evidence, outcomes),
        "states": [told.shown.state(state) for state in main[:MAX_STATES]],
        "more": max(0, len(main) - MAX_STATES),
    }


MAX_STATES = 4


def _favourites(told: Told) -> list[dict[str, Any]]:
    """Return for each decision maker what it likes best among what holds most widely, and its rank there."""
    main = told.said.strongest
    if not main:
        return []
    found = []
    for dm in range(len(told.model.decision_makers)):
        ranks = told.space.ranks[dm]
        best = min(main, key=lambda state: int(ranks[state]))
        ties = sum(int(ranks[state]) == int(ranks[best]) for state in main)
        if told.space.indifferent(dm):
            continue
        found.append({"dm": dm, "state": told.shown.state(best), "alike": ties - 1})
    return found
