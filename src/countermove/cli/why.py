"""What verdicts rest on, for ``explain`` and ``analyze``: warnings, and the walk down to the quotes."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from countermove.cli.common import paragraphs, sources_given, title
from countermove.cli.evidence.asked import desk_given
from countermove.errors import EvidenceError

if TYPE_CHECKING:
    from rich.console import Console

    from countermove.analyses.witness import Witness
    from countermove.conflict import Conflict
    from countermove.conflict.support import Supports
    from countermove.model.elements import Claim
    from countermove.stability import Analysis
    from countermove.stability.symbolic import SymbolicAnalysis
    from countermove.views.evidence_cautions import Caution

__all__ = ["Why", "explained_data", "outcome_cautions", "show_cautions", "show_reasons", "supports_given"]

Why = Annotated[
    bool, typer.Option("--why", help="Walk from the verdict to the statements and quotes it rests on.")
]


def supports_given(
    conflict: Conflict, model: str, source: list[str] | None, desk: Path | None, *, why: bool = False
) -> Supports | None:
    """Hold the quotes against the documents.

    Where one beside the model cannot be read, and none was asked for, there is a message and None.

    Raises
    ------
    EvidenceError
        When a document cannot be read and was asked for, or the walk down to the quotes was.
    """
    try:
        supports = conflict.supports(sources_given(source), desk_given(model, desk))
    except EvidenceError as error:
        if source or desk is not None or why:
            raise
        print(f"What the evidence says was not looked at: {error}", file=sys.stderr)
        return None
    if source or desk is not None:
        for notice in supports.evidence.notices:
            print(notice, file=sys.stderr)
    return supports


# ---------------------------------------------------------------- one verdict
def explained_data(
    conflict: Conflict, witness: Witness, engine: str, supports: Supports | None, *, why: bool
) -> dict[str, Any]:
    """Return the JSON of what a verdict rests on: warnings always, the walk with ``--why``."""
    from countermove.views.evidence_cautions import cautions_data
    from countermove.views.why import why_cautions, why_data

    if supports is None:
        return {"warnings": []}
    space, resting = conflict.space_for(engine), conflict.rests_on(witness, engine)
    data = {"warnings": cautions_data(why_cautions(space, resting, supports))}
    return data | (why_data(space, resting, supports) if why else {})


def show_reasons(
    console: Console,
    conflict: Conflict,
    witnesses: Sequence[Witness],
    engine: str,
    supports: Supports | None,
    *,
    why: bool,
) -> None:
    """Print why verdicts are so, each with its warnings, and with ``--why`` what they rest on."""
    from countermove.analyses.resting import Resting
    from countermove.views.explaining import reason_groups
    from countermove.views.why import NO_EVIDENCE, why_cautions, why_lines

    space = conflict.space_for(engine)
    shown: set[Claim] = set()
    warned: set[str] = set()
    for position, (text, members) in enumerate(reason_groups(space, witnesses)):
        console.print("\n" * bool(position), end="")
        paragraphs(console, [text])
        if supports is None:
            continue
        resting = reduce(Resting.beside, [conflict.rests_on(each, engine) for each in members])
        found = why_cautions(space, resting, supports)
        show_cautions(console, [each for each in found if each.text not in warned])
        warned |= {each.text for each in found}
        if why:
            console.print()
            title(console, "  What that rests on")
            for deep, line in why_lines(space, resting, supports, shown):
                paragraphs(console, [line], indent=2 + 2 * deep, hanging=2)
    if why and supports is not None and not supports.doubts:
        console.print()
        paragraphs(console, [NO_EVIDENCE])


def show_cautions(console: Console, cautions: Iterable[Caution]) -> None:
    """Print warnings, and more quietly notes."""
    for each in cautions:
        paragraphs(console, [each.sentence], hanging=2, style="bold" if each.kind.grave else "dim")


# ---------------------------------------------------------------- outcomes
def outcome_cautions(
    conflict: Conflict, analysis: Analysis | SymbolicAnalysis, supports: Supports | None
) -> list[Caution]:
    """Return the doubts about what the most widely held outcomes rest on."""
    from countermove.conflict.support import doubtful_linchpins
    from countermove.stability import Analysis
    from countermove.views import evidence_cautions
    from countermove.views.summary import most_widely_held

    if supports is None or not supports.doubts:
        return []
    if not isinstance(analysis, Analysis):
        # Without a list of states nothing is left out to see what falls: only grave doubts are worth a line.
        untried = evidence_cautions.outcome_cautions(conflict.model, supports, None, 0)
        return [each for each in untried if each.kind.grave]
    outcomes = most_widely_held(analysis).tolist()
    linchpins = doubtful_linchpins(analysis, supports, outcomes)
    return evidence_cautions.outcome_cautions(conflict.model, supports, linchpins, len(outcomes))
