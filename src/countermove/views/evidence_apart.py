"""The parts of the evidence that long documents make long work, worked out beside the pages."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from countermove.conflict import Conflict
from countermove.conflict.deciding import Progress
from countermove.provenance import Evidence
from countermove.views.evidence_screen import evidence_screen
from countermove.views.evidence_screen_tables import PLOTS, WIDTHS, plot
from countermove.views.told import Told

__all__ = ["MOST_AT_ONCE", "characters", "query_of", "worked_evidence"]

MOST_AT_ONCE = {"coverage": 500_000, "timeline": 200_000, "narratives": 100_000}
"""With more characters of documents these parts are worked out beside the pages."""


def characters(evidence: Evidence) -> int:
    """Return how many characters the documents at hand have."""
    return sum(
        len(each.document.text)
        for source in evidence.sources.values()
        for each in source.renditions
        if each.document is not None
    )


def query_of(part: str, query: Mapping[str, str]) -> dict[str, str]:
    """Return what of an address's query a part depends on, so that its page and its plot are one work."""
    own = {"show": part}
    if part == "narratives":
        own |= {"join": "on"} if "join" in query else {}
        own |= {"narrative": query["narrative"]} if query.get("narrative") else {}
    return own


def worked_evidence(
    conflict: Conflict,
    progress: Progress,
    *,
    query: dict[str, str],
    given: dict[str, list[str]],
    desk: str | None,
) -> dict[str, Any]:
    """Return what `evidence_screen` says of a part, and its plots, as long work.

    Parameters
    ----------
    conflict : Conflict
        The model.
    progress : callable
        Takes (steps done, steps in all): the quotes are held against the documents, the part is worked out,
        and each plot is drawn.
    query : dict of str to str
        As `query_of` gives it.
    given : dict of str to list of str
        For each source's label the user's own documents.
    desk : str or None
        The desk's folder; None for the one beside the model.

    Returns
    -------
    dict
        ``said``, and ``plots``: by their width, and '' for the whole, the SVG files; none where ``said``
        tells a problem.
    """
    part = query["show"]
    widths = ("", *WIDTHS) if part == "timeline" else ("",)
    steps = 2 + (len(widths) if part in PLOTS else 0)
    progress(0, steps)
    paths = {label: [Path(each) for each in own] for label, own in given.items()}
    told = Told(conflict, conflict.evidence(paths, Path(desk) if desk else None, unread=True))
    progress(1, steps)
    said = evidence_screen(told, query)
    progress(2, steps)
    plots = {}
    if part in PLOTS and not said.get("problem"):
        join, asked = "join" in query, query.get("narrative", "")
        for done, width in enumerate(widths, 3):
            plots[width] = plot(told, part, join=join, asked=asked, width=width)
            progress(done, steps)
    return {"said": said, "plots": plots}
