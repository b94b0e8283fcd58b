"""What is said of a conflict whose states are too many to be listed."""

from __future__ import annotations

import shlex
from typing import Any

from countermove.conflict import Conflict
from countermove.conflict.deciding import Progress
from countermove.stability import Analysis
from countermove.views.unlisted import described, today_sentences
from countermove.views.words import figure

__all__ = ["unlisted"]


def unlisted(conflict: Conflict, progress: Progress, *, name: str) -> dict[str, Any]:
    """Return what can be said of a conflict without a list of its states.

    Parameters
    ----------
    conflict : Conflict
        One whose states are too many for a list.
    progress : callable
        Takes (verdicts reached, verdicts asked).
    name : str
        What the model is called on the command line.

    Returns
    -------
    dict
        ``states``: how many there are. ``today``: where today's state stands. ``equilibria``: for each
        concept a ``headline`` and ``rows``: how many states fit a pattern, and the pattern. ``left_out``:
        the concepts that are not decided, and why. ``commands``: what answers more.
    """
    analysis = conflict.analyze(engine="symbolic", progress=progress)
    assert not isinstance(analysis, Analysis)
    model, dm = shlex.quote(name), conflict.decision_makers[0]
    return {
        "states": figure(conflict.state_count),
        "because": conflict.engine()[1],
        "counts": [
            {"concept": each.short, "many": figure(analysis.counts[each.id])} for each in analysis.concepts
        ],
        "today": today_sentences(analysis),
        "equilibria": [
            {"headline": each.headline, "rows": [list(row) for row in each.rows], "more": each.more}
            for each in described(analysis)
        ],
        "left_out": dict(analysis.left_out),
        "options": [option.id for option in conflict.model.options],
        "commands": [
            {"does": "every concept, with more patterns", "command": f"countermove analyze {model} --json"},
            {"does": "why a state holds or does not", "command": f"countermove explain {model} --dm {dm}"},
            {"does": "where the conflict can go from today", "command": f"countermove evolve {model}"},
        ],
    }
