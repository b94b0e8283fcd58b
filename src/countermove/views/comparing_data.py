"""How the verdicts of two models differ, as data."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

import countermove
from countermove.analyses.compare import Comparison, Difference
from countermove.analyses.turns import Reason
from countermove.analyses.witness import Witness
from countermove.stability import MAX_LISTED, Analysis
from countermove.views.changing import change_data, kept_data
from countermove.views.comparing import headline, sections, sentences, unmatched
from countermove.views.explaining import explanation, step_data
from countermove.views.turning import Telling, broken_text, reason_sentence

__all__ = ["comparison_data"]


def comparison_data(telling: Telling) -> dict[str, Any]:
    """Return the JSON of ``compare``."""
    comparison = telling.comparison
    done = comparison.changed
    now, then = comparison.today[1], comparison.today[0]
    return {
        "version": countermove.__version__,
        "engine": comparison.before.engine,
        "same": comparison.same_verdicts,
        "before": _side(comparison.before),
        "after": _side(comparison.after),
        "changes": [change_data(each) for each in done.changes] if done else [],
        "stayed": [kept_data(each) for each in done.kept] if done else [],
        "matched": _matched_data(comparison),
        "concepts": [_difference_data(telling, each) for each in comparison.differences],
        "left_out": dict(comparison.left_out),
        "today": {"before": _plus(then), "after": _plus(now), "same": comparison.same_today},
        "reached": _reached_data(telling),
        "text": " ".join(
            [
                headline(telling),
                *(line for section in sections(telling) for line in section.lines),
                *sentences(telling),
            ]
        ),
    }


def _plus(state: int | None) -> int | None:
    return None if state is None else state + 1


def _side(analysis: Analysis) -> dict[str, Any]:
    model = analysis.space.model
    return {"title": model.title, "sha256": model.sha256, "states": analysis.space.size}


def _matched_data(comparison: Comparison) -> dict[str, Any]:
    matching = comparison.matching
    ours, theirs = comparison.before.space.decision_makers, comparison.after.space.decision_makers
    missing = unmatched(comparison)
    return {
        "by": matching.by,
        "in_both": int(matching.in_both.sum()) if matching.by != "nothing" else 0,
        "only_before": missing[0],
        "only_after": missing[1],
        "options": list(matching.shared),
        "options_only_before": list(matching.only_before),
        "options_only_after": list(matching.only_after),
        "levels": [
            {"option": name, "only_before": list(one), "only_after": list(other)}
            for name, (one, other) in (matching.levels or {}).items()
        ],
        "decision_makers_only_before": [each for each in ours if each not in theirs],
        "decision_makers_only_after": [each for each in theirs if each not in ours],
    }


def _difference_data(telling: Telling, difference: Difference) -> dict[str, Any]:
    return {
        "concept": difference.concept.id,
        "counts": {
            "before": difference.before,
            "after": difference.after,
            "lost": len(difference.lost),
            "gained": len(difference.gained),
            "kept": len(difference.kept),
        },
        "lost": _listed(telling, difference.lost),
        "gained": _listed(telling, difference.gained),
        "kept": _listed(telling, difference.kept),
        "verdicts": [
            {
                "decision_maker": each.dm,
                "became_stable": each.became_stable,
                "no_longer_stable": each.no_longer_stable,
            }
            for each in difference.verdicts
        ],
        "lost_to": [{"decision_maker": dm, "states": many} for dm, many in difference.left_by.items()],
        "gained_from": [
            {"decision_maker": dm, "states": many} for dm, many in difference.was_left_by.items()
        ],
        "reasons": [_reason_data(telling, each) for each in difference.reasons],
        "reasons_not_given": len(difference.lost) + len(difference.gained) - len(difference.reasons),
        "no_longer_reached": _listed(telling, difference.no_longer_reached),
        "newly_reached": _listed(telling, difference.newly_reached),
    }


def _listed(telling: Telling, units: NDArray[np.int64]) -> list[dict[str, Any]] | None:
    """List states by their numbers in both models; None above `MAX_LISTED`."""
    return None if len(units) > MAX_LISTED else [_pair(telling, int(unit)) for unit in units]


def _pair(telling: Telling, unit: int) -> dict[str, Any]:
    matching = telling.comparison.matching
    one, other = int(matching.first_before[unit]), int(matching.first_after[unit])
    state, after = (one, False) if one >= 0 else (other, True)
    return {
        "before": one + 1 or None,
        "after": other + 1 or None,
        "label": telling.space(after=after).states.label(state),
    }


def _reason_data(telling: Telling, reason: Reason) -> dict[str, Any]:
    constraints = telling.space(after=reason.lost).model.constraints
    return {
        "lost": reason.lost,
        "state": {"before": _plus(reason.before), "after": _plus(reason.after)},
        "breaks": [constraints[index].text for index in reason.broken],
        "turns": [
            {
                "decision_maker": each.dm,
                "why": each.why,
                "before": _witness(telling, each.staying if reason.lost else each.leaving, after=False),
                "after": _witness(telling, each.leaving if reason.lost else each.staying, after=True),
                "answers": step_data(telling.space(after=not reason.lost), each.answer.answers or ())
                if each.answer
                else [],
            }
            for each in reason.turns
        ],
        "text": reason_sentence(telling, reason),
    }


def _witness(telling: Telling, witness: Witness | None, *, after: bool) -> dict[str, Any] | None:
    if witness is None:
        return None
    data = explanation(telling.space(after=after), witness)
    return {key: data[key] for key in ("state", "label", "stable", "witness", "text")}


def _reached_data(telling: Telling) -> dict[str, Any] | None:
    reached = telling.comparison.reached
    if reached is None:
        return None
    space = telling.space(after=False)
    return {
        "before": reached.before,
        "after": reached.after,
        "broken": [
            {
                **_pair(telling, each.unit),
                "step": step_data(space, [each.step])[0] if each.step else None,
                "why": each.why,
                "text": broken_text(telling, each),
            }
            for each in reached.broken
        ],
    }
