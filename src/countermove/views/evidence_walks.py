"""Walks between conclusions and quotes: why a state holds, and the statements and claims behind that."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from countermove.views.report_reasons import reason
from countermove.views.told import Told, once

__all__ = ["conclusion", "conclusions", "resting_on"]

MAX_OUTCOMES = 4
"""So many outcomes, besides today's state, are walked from."""


def conclusions(told: Told) -> list[int]:
    """Return the states that are walked from: today's, then the outcomes that hold most widely."""
    today = [] if told.space.status_quo is None else [int(told.space.status_quo)]
    return list(dict.fromkeys([*today, *map(int, told.said.strongest[:MAX_OUTCOMES])]))


@once
def conclusion(told: Told, state: int, concept: str = "") -> dict[str, Any]:
    """Return why a state holds or does not, decision maker by decision maker, down to the claims.

    Parameters
    ----------
    told : Told
        The conflict.
    state : int
        The state (index).
    concept : str, optional
        The short name of the one concept to be told of; without it what tells most of all of them.
    """
    name = "Today’s state" if state == told.space.status_quo else f"State {state + 1:,}"
    chosen = told.terms_of.get(concept)
    return reason(told.conflict, name, state, told.behind, chosen) | {"shown": told.shown.state(state)}


def resting_on(told: Told, claim: str) -> list[dict[str, Any]]:
    """Return which verdicts of today's state and the main outcomes rest on a claim.

    Parameters
    ----------
    told : Told
        The conflict.
    claim : str
        The claim's anchor in the list of claims, such as ``claim-3``.
    """
    found = []
    for state in conclusions(told):
        said = conclusion(told, state)
        texts = [each for each in said["texts"] if claim in _claims(each)]
        if texts:
            found.append(
                {
                    "state": said["shown"],
                    "heading": said["heading"],
                    "verdicts": [
                        {"dms": each["dms"], "stays": each["stays"], "under": each["under"]} for each in texts
                    ],
                }
            )
    return found


def _claims(text: dict[str, Any]) -> Sequence[str]:
    """Return the anchors of the claims that a reason rests on."""
    return [claim["id"] for each in text["rests"] for part in each["parts"] for claim in part["claims"]]
