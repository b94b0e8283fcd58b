"""Patience in the report: what holds for which patience of whom, and at which a choice tips."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from countermove.analyses.patience import Stretch, Swept
from countermove.concepts import find
from countermove.conflict import Conflict
from countermove.conflict.perceived import USUAL
from countermove.errors import LimitError, UsageError
from countermove.views.patience import all_swept, menu_patience, patience_note, swept_sentences, when
from countermove.views.report_states import Shown
from countermove.views.words import count

__all__ = ["patience_context"]

MAX_ROWS = 8
TELLING = {"nash": 8, "seq": 4, "smr": 2, "gmr": 1}
"""How much a concept tells: least where states hold by answers that cost whoever gives them."""
ALWAYS = "at any patience"


def patience_context(conflict: Conflict, shown: Shown) -> dict[str, Any]:
    """Return what the template shows of patience."""
    note = patience_note(conflict.model)
    concepts = [each.id for each in shown.analysis.concepts if each.id in USUAL]
    try:
        found = all_swept(conflict, concepts or None)
    except LimitError as error:
        return {"note": note, "refused": str(error), "sides": []}
    return {"note": note, "refused": "", "sides": [_side(conflict, shown, each) for each in found.values()]}


def _side(conflict: Conflict, shown: Shown, swept: Swept) -> dict[str, Any]:
    rows = _rows(shown, swept) if swept.changing else []
    first, *others = swept_sentences(shown.space, swept)
    return {
        "dm": swept.dm,
        "patience": str(swept.patience),
        "own": _place(swept.patience),
        "said": first,
        "tips": [each for each in others if " likes state " in each],
        "rows": rows[:MAX_ROWS],
        "more": _more(rows[MAX_ROWS:]),
        "courses": _courses(conflict, shown, swept.dm),
    }


def _rows(shown: Shown, swept: Swept) -> list[dict[str, Any]]:
    """Return a row for each state and each group of concepts under which it holds for the same patiences.

    Those come first that hang on patience, and of them the ones under the most telling concepts.
    """
    rows = []
    for state in sorted({state for concept in swept.stable for state in swept.ever(concept)}):
        groups: dict[tuple[Stretch, ...], list[str]] = {}
        for concept in shown.analysis.concepts:
            if concept.id in swept.stable and (held := swept.holds(concept.id, state)):
                groups.setdefault(tuple(held), []).append(concept.short)
        rows += [
            {
                "state": shown.state(state),
                "under": under,
                "always": when(held) == ALWAYS,
                "when": when(held).removeprefix("at a patience "),
                "bars": [
                    {"from": _place(each.low), "width": _place(each.high - each.low)}
                    for each in held
                    if each.low < each.high
                ],
                "points": [_place(each.low) for each in held if each.low == each.high],
            }
            for held, under in groups.items()
        ]
    telling = {find(each).short: weight for each, weight in TELLING.items()}
    return sorted(rows, key=lambda row: (row["always"], -sum(telling[each] for each in row["under"])))


def _more(rows: Sequence[dict[str, Any]]) -> str:
    """Say how many rows are not shown; nothing where all are."""
    always = sum(row["always"] for row in rows)
    if not rows:
        return ""
    which = "all" if always == len(rows) else f"{always:,}"
    return f"{count(len(rows), 'more row')} not shown" + (
        f", {which} of them at any patience" if always else ""
    )


def _place(patience: Fraction) -> str:
    """Return where a patience stands on a line from 0 to 100."""
    return f"{float(patience * 100):.2f}"


def _courses(conflict: Conflict, shown: Shown, dm: int) -> list[str]:
    """Say between which courses of action a choice tips; nothing without a status quo."""
    try:
        menu = conflict.menu(shown.space.decision_makers[dm])
    except (LimitError, UsageError):
        return []
    told = menu_patience(shown.space, menu).get("over_patience", {})
    return [str(each) for each in told.get("text", ())][1:]
