"""Why today's state and the main outcome hold or do not: the verdicts, and those reasons that tell most."""

from __future__ import annotations

from typing import Any

from countermove.concepts import Concept
from countermove.conflict import Conflict
from countermove.views.diagram import standing
from countermove.views.explaining import reason_text
from countermove.views.summary import Summary
from countermove.views.words import dm_name

__all__ = ["reasons"]

LONG = 420
"""A reason with more characters than this is folded away."""


def reasons(conflict: Conflict, said: Summary) -> list[dict[str, Any]]:
    """Explain today's state and the first outcome that improvements reach, or else the first that holds."""
    today = conflict.space.status_quo
    found = [] if today is None else [_reason(conflict, "Today’s state", today)]
    main = next(iter([*(said.reached or ()), *said.strongest]), None)
    if main is not None and main != today:
        found.append(_reason(conflict, f"State {main + 1:,}", main))
    return found


def _reason(conflict: Conflict, name: str, state: int) -> dict[str, Any]:
    analysis = conflict.analyze()
    how, held = standing(analysis, state)
    verb = {"all": "holds", "some": "holds only in part", "none": "does not hold"}[how]
    dms = range(len(conflict.space.decision_makers))
    return {
        "heading": f"{name} {verb}",
        "state": state,
        "rows": [
            {"dm": dm, "stays": [analysis.is_stable(each.id, dm, state) for each in analysis.concepts]}
            for dm in dms
        ],
        "everybody": [each.short in held for each in analysis.concepts],
        "texts": _merged([each for dm in dms for each in _telling(conflict, dm, state)]),
    }


def _telling(conflict: Conflict, dm: int, state: int) -> list[dict[str, Any]]:
    """Explain what tells most: the last concept under which it leaves, and the last under which it stays."""
    analysis = conflict.analyze()
    told = [each for each in analysis.concepts if each in conflict.explained()]
    stable = [each for each in told if analysis.is_stable(each.id, dm, state)]
    failing = [each for each in told if each not in stable]
    if not failing:
        return [_text(conflict, dm, state, stable[0], "every concept")]
    chosen = [failing[-1], *stable[-1:]]
    under = "every concept" if not stable else ""
    return [_text(conflict, dm, state, each, under or each.short) for each in chosen]


def _text(conflict: Conflict, dm: int, state: int, concept: Concept, under: str) -> dict[str, Any]:
    space = conflict.space
    name = dm_name(space, dm)
    witness = conflict.explain(space.decision_makers[dm], state + 1, concept.id)
    text = reason_text(space, witness)
    short = text.removeprefix(f"{name} cannot")
    text = text if short == text else f"Cannot{short}"
    return {"dms": [dm], "stays": witness.stable, "under": under, "text": text, "long": len(text) > LONG}


def _merged(texts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Say what is true of several decision makers once."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for each in texts:
        known = found.setdefault((each["under"], each["text"]), each)
        if known is not each:
            known["dms"] += each["dms"]
    return list(found.values())
