"""``evidence coverage``: what the elements of a model rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from countermove import __version__
from countermove.cli.common import (
    AsJson,
    ModelName,
    Sources,
    open_conflict,
    out,
    paragraphs,
    print_json,
    sources_given,
    table,
    title,
)
from countermove.cli.evidence.asked import Desk, desk_given
from countermove.errors import EvidenceError

if TYPE_CHECKING:
    from countermove.conflict import Conflict
    from countermove.coverage import Coverage
    from countermove.provenance import Evidence

__all__ = ["COMMANDS", "coverage"]


def coverage(model: ModelName, source: Sources = None, desk: Desk = None, as_json: AsJson = False) -> int:
    """Example: countermove evidence coverage karabakh-2020 --source moscow-times=article.txt

    Show which elements of a model are supported, contested, contradicted or only assumed.
    """
    from countermove.coverage import coverage as cover
    from countermove.coverage import shared_text
    from countermove.views.evidence_coverage import coverage_data

    conflict = open_conflict(model)
    evidence = conflict.evidence(sources_given(source), desk_given(model, desk))
    found = cover(evidence, shared_text(evidence))
    if as_json:
        made = {
            "version": __version__,
            "model": {"title": conflict.title, "sha256": conflict.model.sha256},
            "notices": [str(notice) for notice in evidence.notices],
        }
        print_json(made | coverage_data(found))
    else:
        _show(conflict, evidence, found)
    return EvidenceError.exit_code if evidence.failing else 0


def _show(conflict: Conflict, evidence: Evidence, found: Coverage) -> None:
    from countermove.coverage import STATUSES
    from countermove.views.evidence_coverage import (
        HEADINGS,
        coverage_sentences,
        element_lines,
        supported_rows,
    )

    console = out()
    title(console, f"{conflict.title}: what its elements rest on")
    paragraphs(console, coverage_sentences(found, evidence))
    for status in STATUSES:
        elements = found.having(status)
        if not elements:
            continue
        console.print()
        title(console, f"{HEADINGS[status]} ({len(elements)})")
        if status == "supported":
            rows = table("Reliability", "Quotes", "Voices", "Works", "Element and its claims")
            rows.columns[-1].overflow = "fold"
            for row in supported_rows(elements):
                rows.add_row(*row)
            console.print(rows)
            continue
        for each in elements:
            line, below = element_lines(conflict.model, each)
            paragraphs(console, [line], indent=2, hanging=2)
            paragraphs(console, below, indent=6, hanging=2, style="dim")


COMMANDS = (coverage,)
