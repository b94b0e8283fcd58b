"""What would make an outcome hold: other preferences, or the levers of a third party."""

from __future__ import annotations

from typing import Any

from countermove.conflict import Conflict
from countermove.errors import CountermoveError
from countermove.views.designing import design_sentences
from countermove.views.levers import mediation_sentences

__all__ = ["MAX_DESIGNED", "designed"]

MAX_DESIGNED = 4_096
"""With more states a design is left to the command line."""


def designed(conflict: Conflict, target: str, concept: str) -> dict[str, Any]:
    """Return what would make a target hold, in sentences.

    Parameters
    ----------
    conflict : Conflict
        As it was loaded.
    target, concept : str
        A state's number or label, a pattern or a condition; and the id of a concept. Without a target
        nothing is worked out.

    Returns
    -------
    dict
        ``inverse`` and ``levers``: sentences; ``wrong``: why there are none.
    """
    said: dict[str, Any] = {"inverse": [], "levers": [], "wrong": ""}
    if not target:
        return said
    if conflict.state_count > MAX_DESIGNED:
        many = f"{conflict.state_count:,} states"
        return {
            **said,
            "wrong": f"With {many} this takes longer than a page should; type: countermove inverse",
        }
    try:
        said["inverse"] = design_sentences(conflict.space, conflict.inverse(target, concept))
        if conflict.model.levers:
            said["levers"] = mediation_sentences(conflict.levers(target, concept))
    except CountermoveError as error:
        said["wrong"] = str(error)
    return said
