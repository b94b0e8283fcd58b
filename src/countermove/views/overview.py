"""The overview of a conflict: the answers in sentences, who is in it, and what they rest on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from countermove.views import report_cautions, report_evidence
from countermove.views.chance import reading_note
from countermove.views.report_evolving import going, going_said, nearest_of
from countermove.views.told import Told, once
from countermove.views.words import count, dm_name, join, number

__all__ = ["overview"]


@once
def overview(told: Told) -> dict[str, Any]:
    """Return what the overview shows.

    Returns
    -------
    dict
        ``sentences``: the answers. ``going``: where today leads. ``favourites``: among the outcomes that
        hold most widely, the one that each decision maker likes best. ``cautions`` and ``warnings``:
        what to know before relying on it. ``facts``: a few figures. ``liked``: in a sentence, who likes which
        of the main outcomes best. ``nearest``: the state that ``going`` speaks of. ``rests``: what the
        answers rest on. ``states``: some of the main outcomes, every favourite among them, with whose it is.
    """
    main = told.said.strongest
    outcomes = told.conflict.expectations()
    found = going(told.shown)
    nearest = nearest_of(found, main)
    favourites = _favourites(told)
    states = _shown(told, favourites)
    return {
        "title": told.conflict.title,
        "summary": told.model.summary,
        "people": told.people,
        "sentences": list(told.said.sentences),
        "held_by": list(told.said.held_by),
        "going": going_said(told.space, found, main),
        "nearest": None if nearest is None else f"{nearest + 1:,}",
        "liked": _liked(told, favourites),
        "read": "" if told.model.reading == "neutral" else reading_note(told.model),
        "rests": _rests(told),
        "favourites": favourites,
        "cautions": told.behind.outcomes(told.analysis, main),
        "warnings": report_cautions.warnings(told.evidence, outcomes),
        "facts": [
            {**each, "words": each["words"].removesuffix(", listed below")}
            for each in report_cautions.facts(told.analysis, told.evidence, outcomes)
        ],
        "states": states,
        "more": len(main) - len(states),
    }


MAX_STATES = 4
"""So many of the main outcomes are shown, and whatever else is somebody's favourite."""


def _favourites(told: Told) -> list[dict[str, Any]]:
    """Return what each likes best among what holds most widely; those who like the same together.

    Events change what is wanted: states are compared by what each wants today.
    """
    main = told.said.strongest
    found: dict[tuple[int, ...], list[int]] = {}
    for dm in range(len(told.model.decision_makers)):
        if not main or told.space.indifferent(dm):
            continue
        liked = told.space.liked_from(dm, told.space.status_quo)
        best = max(int(liked[state]) for state in main)
        found.setdefault(tuple(state for state in main if int(liked[state]) == best), []).append(dm)
    return [
        {
            "dms": dms,
            "state": told.shown.state(states[0]),
            "alike": len(states) - 1,
            "all": len(states) == len(main) > 1,
            "numbers": [f"{state + 1:,}" for state in states],
        }
        for states, dms in found.items()
    ]


def _liked(told: Told, favourites: Sequence[dict[str, Any]]) -> str:
    """Say who likes which of the main outcomes best; nothing where there is no choice."""
    main = told.said.strongest
    parts = []
    for each in favourites:
        who = join(dm_name(told.space, dm) for dm in each["dms"])
        verb, numbers = "likes" if len(each["dms"]) == 1 else "like", each["numbers"]
        if each["all"]:
            parts.append(f"{who} {verb} them all alike")
        elif len(numbers) > MAX_NAMED:
            parts.append(f"{who} {verb} {number(len(numbers))} of them best, all alike")
        else:
            parts.append(f"{who} {verb} {join(numbers)} best{'' if len(numbers) == 1 else ', alike'}")
    if len(main) < 2 or not parts:
        return ""
    said = "; ".join(parts)
    return f"Among them{', by what each wants today,' if told.model.events else ''} {said}."


MAX_NAMED = 4


def _shown(told: Told, favourites: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the main outcomes that are shown, by number, with those who like each best."""
    main = told.said.strongest
    if len(main) > 1:
        liked = [int(each["numbers"][0].replace(",", "")) - 1 for each in favourites if not each["all"]]
    else:
        liked = []
    ordered = list(dict.fromkeys([*liked, *main]))
    chosen = sorted(ordered[: max(MAX_STATES, len(set(liked)))])
    states = [told.shown.state(state) for state in chosen]
    for state in states:
        by = [each["dms"] for each in favourites if state["number"] in each["numbers"] and not each["all"]]
        state["liked"] = [dm for dms in by for dm in dms] if len(main) > 1 else []
    return states


def _rests(told: Told) -> str:
    """Say what the answers rest on: claims, their quotes, and what is assumed."""
    claims = len(told.claims)
    quotes = report_evidence.counts(told.evidence)["quotes"]
    assumed = len(report_evidence.assumptions(told.model))
    parts = []
    if claims:
        parts.append(
            f"{count(claims, 'claim')} with {count(quotes, 'quote')}" if quotes else count(claims, "claim")
        )
    if assumed:
        parts.append(count(assumed, "assumption"))
    if not parts:
        return "The model names no evidence: what it says rests on nothing that is written down."
    return f"The model rests on {join(parts)}."
