"""One state: for whom it is stable and why, where each can move, and what would follow from here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import numpy as np

from countermove.analyses.evolve import Evolution, evolve
from countermove.analyses.paths import Step
from countermove.errors import LimitError
from countermove.views.board import places
from countermove.views.evolving import (
    destination,
    headline,
    no_return_sentences,
    told_first,
    unreachable_sentences,
)
from countermove.views.explaining import reason_groups, reason_text
from countermove.views.told import Told
from countermove.views.words import alone_words, count, dm_name, join

__all__ = ["state"]

MAX_MOVES = 8
"""So many moves of each are shown at first."""
MAX_SHOWN = 400
MAX_WAYS = 4
MAX_FOLLOWED = 6_000_000
"""Moves times what may stand in the way up to which it is followed where a state leads."""
MAX_WALKED = 12
MAX_COMES = 6


def state(told: Told, ref: str, query: Mapping[str, str]) -> dict[str, Any]:
    """Return what the page of a state shows.

    Parameters
    ----------
    told : Told
        The conflict.
    ref : str
        The state's number, label, or a pattern or condition that no other state fits.
    query : mapping of str to str
        ``moves``: ``all`` to show every move. ``via``: the numbers of the states walked through on the way
        here, the first one first, with dots between.

    Returns
    -------
    dict
        ``standings``: for each decision maker its place for the state, its verdicts and their reasons.
        ``moves``: for each mover its moves, improvements first. ``comes``: for each mover from how many
        states it can bring the conflict here, and some of them. ``leads``: what follows from here.

    Raises
    ------
    UsageError
        Where there is no such state, or several.
    """
    here = told.conflict.state(ref)
    walked = _walked(told, query.get("via", ""), here)
    return {
        "state": told.shown.state(here),
        "sentences": _sentences(told, here),
        "before": here or None,
        "after": here + 2 if here + 1 < told.space.size else None,
        "status_quo": None if told.space.status_quo is None else told.space.status_quo + 1,
        "changed": _changed(told, here),
        "walked": walked,
        "via": ".".join(str(each) for each in [*walked, here + 1][-MAX_WALKED:]),
        "standings": [_standing(told, here, dm) for dm in range(len(told.model.decision_makers))],
        "concepts": [each.short for each in told.analysis.concepts],
        "moves": [_moves(told, here, by, query.get("moves") == "all") for by in told.space.movers],
        "comes": _comes(told, here),
        "leads": _leads(told, here),
    }


def _walked(told: Told, via: str, here: int) -> list[int]:
    """Return the numbers of the states walked through; what is no state's number is left out."""
    given = [int(each) for each in via.split(".") if each.isascii() and each.isdigit() and len(each) < 10]
    known = [each for each in given if 1 <= each <= told.space.size][-MAX_WALKED:]
    return known[:-1] if known and known[-1] == here + 1 else known


def _sentences(told: Told, here: int) -> list[str]:
    """Say whether the state holds, and who would leave it."""
    analysis = told.analysis
    held = [each.short for each in analysis.concepts if analysis.equilibrium(each.id)[here]]
    if len(held) == len(analysis.concepts):
        return ["This state is stable for everybody under every concept: it holds."]
    leaving = [
        dm_name(told.space, dm)
        for dm in range(len(told.model.decision_makers))
        if not all(analysis.is_stable(each.id, dm, here) for each in analysis.concepts)
    ]
    first = f"It holds under {join(held)}, and not under the others." if held else "This state does not hold."
    who = f"{join(leaving)} would leave it under {'some of the others' if held else 'at least one concept'}."
    return [first, who]


def _changed(told: Told, here: int) -> list[str]:
    """Say in which options the state differs from today's."""
    today = told.space.status_quo
    if today is None or today == here or told.model.graph_form:
        return []
    values = zip(
        told.model.options, told.space.states.values(today), told.space.states.values(here), strict=True
    )
    return [option.name for option, before, after in values if before != after]


# ---------------------------------------------------------------- for whom it is stable
def _standing(told: Told, here: int, dm: int) -> dict[str, Any]:
    conflict, space = told.conflict, told.space
    label = space.decision_makers[dm]
    witnesses = [conflict.explain(label, here + 1, each.id) for each in told.analysis.concepts]
    where, many = places(told, dm)
    return {
        "dm": dm,
        "place": int(where[here]),
        "places": many,
        "indifferent": space.indifferent(dm),
        "verdicts": [
            {"concept": each.id, "short": each.short, "stable": witness.stable}
            for each, witness in zip(told.analysis.concepts, witnesses, strict=True)
        ],
        "reasons": [
            {
                "stable": members[0].stable,
                "under": [each.called for each in members],
                "every": len(members) == len(witnesses),
                "text": _linked(reason_text(space, members[0])),
                **told.behind.reason(conflict.rests_on(members[0])),
            }
            for _, members in reason_groups(space, witnesses)
        ],
    }


def _linked(text: str) -> list[dict[str, Any]]:
    """Split a text where it names states, so that each can lead there."""
    parts = re.split(r"\bstate (\d{1,3}(?:,\d{3})+|\d+)\b", text)
    found: list[dict[str, Any]] = []
    for place, part in enumerate(parts):
        if place % 2:
            number = int(part.replace(",", ""))
            found.append({"text": f"state {number:,}", "state": number})
        elif part:
            found.append({"text": part, "state": None})
    return found


# ---------------------------------------------------------------- where it can go
def _moves(told: Told, here: int, by: int, every: bool) -> dict[str, Any]:
    """Return one mover's moves, what it likes best first."""
    space = told.space
    event = by == space.events
    targets = space.targets(by, here)
    liked = None if event else space.ranks[by]
    if liked is not None:
        targets = sorted(targets, key=lambda target: (-int(liked[target]), target))
    better = [] if liked is None else [target for target in targets if liked[target] > liked[here]]
    shown = targets[: MAX_SHOWN if every else MAX_MOVES]
    return {
        "dm": by,
        "event": event,
        "count": len(targets),
        "improvements": len(better),
        "moves": [
            told.shown.step(Step(by, here, target, target in better, event))
            | {"state": told.shown.state(target)}
            for target in shown
        ],
        "hidden": len(targets) - len(shown),
    }


def _comes(told: Told, here: int) -> list[dict[str, Any]]:
    """Return who can bring the conflict here, and from where; nothing where the moves are too many."""
    space = told.space
    if space.moves.count() > MAX_FOLLOWED:
        return []
    every = np.arange(space.size, dtype=np.int64)
    found = []
    for by in space.movers:
        event = by == space.events
        places, targets = space.targets_of(by, every)
        sources = [int(each) for each in np.unique(places[targets == here])]
        better = [] if event else [each for each in sources if space.ranks[by][here] > space.ranks[by][each]]
        first = [each for each in (space.status_quo,) if each in sources]
        shown = list(dict.fromkeys([*first, *better, *sources]))[:MAX_COMES]
        if sources:
            found.append(
                {
                    "dm": by,
                    "event": event,
                    "count": len(sources),
                    "improvements": len(better),
                    "states": [
                        {
                            "number": f"{each + 1:,}",
                            "today": each == space.status_quo,
                            "better": each in better,
                        }
                        for each in shown
                    ],
                    "more": len(sources) - len(shown),
                }
            )
    return found


def _leads(told: Told, here: int) -> dict[str, Any]:
    """Return what would follow if things stood here: the ways on, and what cannot be undone after."""
    space = told.space
    work = space.moves.count() * (1 + len(space.model.constraints) + len(space.model.forbidden_moves))
    if work > MAX_FOLLOWED:
        return _not_followed(f"With {space.size:,} states the ways on from here are not followed")
    try:
        found = evolve(told.analysis, here)
    except LimitError as error:
        return _not_followed(str(error))
    first = told_first(found)
    return {
        "why_not": "",
        "headline": _linked(headline(space, found)),
        "ways": [_way(told, found, each) for each in first[:MAX_WAYS]],
        "more": max(0, len(first) - MAX_WAYS),
        "notes": [_linked(each) for each in no_return_sentences(space, found)],
        "unreachable": [_linked(each) for each in unreachable_sentences(space, found)],
    }


def _not_followed(why: str) -> dict[str, Any]:
    return {"why_not": f"{why}.", "headline": [], "ways": [], "more": 0, "notes": [], "unreachable": []}


def _way(told: Told, found: Evolution, to: int) -> dict[str, Any]:
    route = found.route(to, improvements=True) or found.route(to, improvements=False)
    assert route is not None, "only equilibria that can be reached are told"
    gains = f"by {alone_words(told.space)}" if route.improvements_only else "not each a gain for its mover"
    return {
        "state": told.shown.state(to),
        "said": destination(told.space, found, to),
        "how": f"In {count(len(route.steps), 'step')}, {gains}:" if route.steps else "Nothing need be done.",
        "improvements_only": route.improvements_only,
        "steps": [told.shown.step(step) for step in route.steps],
    }
