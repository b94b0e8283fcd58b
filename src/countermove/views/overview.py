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
        ``sentences``: the answers. ``going``: where today leads. ``favourites``: among the outcomes that
        hold most widely, the one that each decision maker likes best. ``cautions`` and ``warnings``:
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
        "facts": [
            {**each, "words": each["words"].removesuffix(", listed below")}
            for each in report_cautions.facts(told.analysis, told.evidence, outcomes)
        ],
        "states": [told.shown.state(state) for state in main[:MAX_STATES]],
        "more": max(0, len(main) - MAX_STATES),
    }


MAX_STATES = 4


def _favourites(told: Told) -> list[dict[str, Any]]:
    """Return what each likes best among what holds most widely; those who like the same together."""
    main = told.said.strongest
    found: list[dict[str, Any]] = []
    for dm in range(len(told.model.decision_makers)):
        if not main or told.space.indifferent(dm):
            continue
        ranks = told.space.ranks[dm]
        best = min(main, key=lambda state: int(ranks[state]))
        alike = sum(int(ranks[state]) == int(ranks[best]) for state in main) - 1
        state = told.shown.state(best)
        same = next((each for each in found if each["state"] == state and each["alike"] == alike), None)
        if same:
            same["dms"].append(dm)
        else:
            found.append({"dms": [dm], "state": state, "alike": alike})
    return found
