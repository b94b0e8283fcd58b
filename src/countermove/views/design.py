"""What would make an outcome hold: other preferences, or the levers of a third party."""

from __future__ import annotations

from typing import Any

from countermove.conflict import Conflict
from countermove.conflict.deciding import Progress
from countermove.errors import CountermoveError
from countermove.views.designing import design_sentences, proposal_text, requirement_text
from countermove.views.levers import lever_text, mediation_sentences, set_text

__all__ = ["MAX_AT_ONCE", "designed", "worked_design"]

MAX_AT_ONCE = 256
"""With more states a design is worked out beside the pages."""
MAX_SETS = 12


def designed(conflict: Conflict | None, target: str, concept: str) -> dict[str, Any]:
    """Return what would make a target hold, in sentences.

    Parameters
    ----------
    conflict : Conflict or None
        As it was loaded; None where there is nothing to ask.
    target, concept : str
        A state's number or label, a pattern or a condition; and the id of a concept. Without a target
        nothing is worked out.

    Returns
    -------
    dict
        ``answer``: the first sentence; ``inverse``: the others; ``needs``: what it takes of each decision
        maker's preferences; ``changes``: those of today's preferences that do it, the ``smallest`` or only
        the smallest found. ``levers``: sentences on what a third party could add; ``sets``: which of its
        levers do it together, and ``does``: what these do. ``wrong``: why there is no answer.
    """
    said: dict[str, Any] = {"answer": "", "wrong": ""}
    said |= dict.fromkeys(("inverse", "needs", "changes", "levers", "sets", "does"), ())
    said["smallest"] = False
    if not target or conflict is None:
        return said
    try:
        space, design = conflict.space, conflict.inverse(target, concept)
        sentences = design_sentences(space, design)
        said["answer"], said["inverse"] = sentences[0], sentences[1:]
        if not design.holds:
            needs = [each for each in design.requirements.values() if not design.met[each.dm]]
            said["needs"] = [requirement_text(space, each) for each in needs]
        said["changes"] = [proposal_text(space, each) for each in design.proposals]
        said["smallest"] = design.smallest
        if conflict.model.levers:
            said |= _levers(conflict, target, concept)
    except CountermoveError as error:
        said["wrong"] = str(error)
    return said


def _levers(conflict: Conflict, target: str, concept: str) -> dict[str, Any]:
    answer = conflict.levers(target, concept)
    shown = answer.sets[:MAX_SETS]
    pulled = [*(each.levers for each in shown), *([answer.miss.levers] if answer.miss else [])]
    named = {each.label: each for levers in pulled for each in levers}
    return {
        "levers": mediation_sentences(answer),
        "sets": [set_text(each) for each in shown],
        "does": [lever_text(conflict.model, each) for each in named.values()],
    }


def worked_design(conflict: Conflict, progress: Progress, *, target: str, concept: str) -> dict[str, Any]:
    """Return what `designed` does, as long work."""
    return designed(conflict, target, concept)
