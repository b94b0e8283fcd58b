"""What would make an outcome hold: other preferences, or the levers of a third party."""

from __future__ import annotations

from typing import Any

from countermove.conflict import Conflict
from countermove.conflict.deciding import Progress
from countermove.errors import CountermoveError
from countermove.views.designing import design_sentences
from countermove.views.levers import mediation_sentences

__all__ = ["MAX_AT_ONCE", "designed", "worked_design"]

MAX_AT_ONCE = 256
"""With more states a design is worked out beside the pages."""


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
        ``answer``: the first sentence; ``inverse`` and ``levers``: the others; ``wrong``: why there are none.
    """
    said: dict[str, Any] = {"answer": "", "inverse": [], "levers": [], "wrong": ""}
    if not target or conflict is None:
        return said
    try:
        sentences = design_sentences(conflict.space, conflict.inverse(target, concept))
        said["answer"], said["inverse"] = sentences[0], sentences[1:]
        if conflict.model.levers:
            said["levers"] = mediation_sentences(conflict.levers(target, concept))
    except CountermoveError as error:
        said["wrong"] = str(error)
    return said


def worked_design(conflict: Conflict, progress: Progress, *, target: str, concept: str) -> dict[str, Any]:
    """Return what `designed` does, as long work."""
    return designed(conflict, target, concept)
