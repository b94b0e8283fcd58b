"""How the verdicts of a model differ from those of another, or of another version of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from countermove.conflict import Conflict
from countermove.conflict.deciding import Progress
from countermove.loading import loads
from countermove.views.comparing import MAX_EXAMPLES, headline, sections, sentences
from countermove.views.turning import Telling

__all__ = ["compared", "worked_comparison"]


def compared(
    one: Conflict, other: Conflict, *, files: bool, progress: Progress | None = None
) -> dict[str, Any]:
    """Return how the verdicts of two models differ.

    Parameters
    ----------
    one, other : Conflict
        A and B; or the earlier and the later version.
    files : bool
        Whether they are two models instead of two versions of one.
    progress : callable, optional
        Takes (verdicts reached, verdicts asked), once for each of the two.

    Returns
    -------
    dict
        ``headline``: the answer. ``table``: for each concept how many equilibria each has, and how many are
        ``lost``, ``gained`` and ``kept``; None where the states have nothing in common. ``sections`` and
        ``sentences``: who leaves what and why, and what else differs.
    """
    # Reasons are found for no more states than are told.
    telling = Telling(one.compare(other, progress=progress, reasons=MAX_EXAMPLES), files=files)
    matched = telling.comparison.matching.by != "nothing"
    return {
        "headline": headline(telling),
        "matched": telling.comparison.matching.by,
        "sides": ["A", "B"] if files else ["before", "now"],
        "titles": [one.title, other.title],
        "table": [
            {
                "concept": each.concept.short,
                "before": each.before,
                "after": each.after,
                "lost": len(each.lost) if matched else None,
                "gained": len(each.gained) if matched else None,
                "kept": len(each.kept) if matched else None,
            }
            for each in telling.comparison.differences
        ],
        "sections": [
            {"heading": each.heading, "lines": list(each.lines), "more": each.more}
            for each in sections(telling)
        ],
        "sentences": sentences(telling),
    }


def worked_comparison(
    conflict: Conflict,
    progress: Progress,
    *,
    text: str,
    name: str,
    folder: str,
    files: bool,
    beside: dict[str, str] | None = None,
) -> dict[str, Any]:
    """Return what `compared` does, as long work.

    Parameters
    ----------
    conflict : Conflict
        The model of the page: the second where the other is an earlier version of it, else the first.
    progress : callable
        Takes (verdicts reached, verdicts asked).
    text, name, folder : str
        The other model, what it is called, and where the files that it names are.
    files : bool
        Whether they are two models instead of two versions of one.
    beside : dict of str to str, optional
        What the files of the other's layers say.
    """
    other = loads(text, name, Path(folder), beside)
    one, two = (conflict, other) if files else (other, conflict)
    return compared(one, two, files=files, progress=progress)
