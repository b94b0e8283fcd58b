"""Each side's view in the report, beside what is so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from countermove.analyses.perceptions import Hypergame, Perceived, Surprise
from countermove.conflict import Conflict
from countermove.errors import LimitError
from countermove.views.perceptions import (
    READING,
    corrected_sentence,
    imagined_words,
    unplacing_sentence,
    view_lines,
)
from countermove.views.report_states import Shown
from countermove.views.words import join

__all__ = ["views_context"]

MAX_SHOWN = 3
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
        "surprises": _surprises(shown, game, told),
        "corrections": [corrected_sentence(shown.space, each) for each in told.corrections[:MAX_CORRECTIONS]],
        "unplacing": [unplacing_sentence(shown.space, each) for each in told.unplacing[:MAX_CORRECTIONS]],
    }


def _surprises(shown: Shown, game: Hypergame, told: Perceived) -> list[dict[str, Any]]:
    """Tell who expects what and where it is surprised; those who expect the same together."""
    found: list[dict[str, Any]] = []
    for each in told.surprises:
        row = {
            "dms": [each.dm],
            "expected": _states(shown, each.expected),
            "upset": _upset(shown, each),
            "unexpected": _numbers(each.unexpected),
            "imagined": imagined_words(game, each) if each.imagined else "",
        }
        same = next((other for other in found if {**other, "dms": ()} == {**row, "dms": ()}), None)
        if same is None:
            found.append(row)
        else:
            same["dms"].append(each.dm)
    return found


def _upset(shown: Shown, surprise: Surprise) -> list[dict[str, Any]]:
    """Put the expected states that do not hold together by those for whom they are not stable."""
    by: dict[tuple[int, ...], list[int]] = {}
    for state, dms in surprise.upset.items():
        by.setdefault(dms, []).append(state)
    return [
        {"which": _numbers(states), "one": len(states) == 1, "by": join(shown.names[dm] for dm in dms)}
        for dms, states in by.items()
    ]


def _numbers(states: Sequence[int]) -> str:
    """Name some states by number, the first few of many: ``state 3``, ``states 3, 4 and 20 more``."""
    if not states:
        return ""
    named = [f"{state + 1:,}" for state in states[:MAX_SHOWN]]
    more = len(states) - len(named)
    return f"state{'s' * (len(states) > 1)} {join([*named, f'{more:,} more'] if more else named)}"


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
