"""``check`` and ``report``."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from countermove.cli.common import (
    AsJson,
    ModelName,
    Sources,
    open_conflict,
    out,
    paragraphs,
    print_json,
    sources_given,
    title,
)
from countermove.errors import EvidenceError, ModelError, UsageError
from countermove.files import write_whole

if TYPE_CHECKING:
    from countermove.analyses.expectations import Outcome
    from countermove.conflict import Conflict
    from countermove.provenance import Evidence

__all__ = ["COMMANDS", "check", "report", "write_report"]

Strict = Annotated[bool, typer.Option("--strict", help="Fail also when a document is not on this machine.")]
Output = Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Where to write it.")]
GENERATOR = '<meta name="generator" content="countermove'


def check(model: ModelName, source: Sources = None, strict: Strict = False, as_json: AsJson = False) -> int:
    """Example: countermove check karabakh-2020 --source moscow-times=article.txt

    Check a model: its mistakes, its quotes against the documents, its own expectations.
    """
    from countermove.views.checking import check_data

    try:
        conflict = open_conflict(model)
    except ModelError as error:
        if as_json:
            print_json(check_data(error.problems))
        raise
    evidence = conflict.evidence(sources_given(source))
    outcomes = conflict.expectations()
    if as_json:
        print_json(check_data([], conflict.space, evidence, outcomes))
    else:
        _show_check(conflict, evidence, outcomes)
    if evidence.failing or (strict and evidence.unseen):
        return EvidenceError.exit_code
    return 0 if all(outcome.holds for outcome in outcomes) else 1


def _show_check(conflict: Conflict, evidence: Evidence, outcomes: list[Outcome]) -> None:
    from countermove.views.checking import evidence_sentences, failing_lines, outcome_text

    console = out()
    title(console, f"{conflict.title}: the model is valid ({conflict.space.size:,} feasible states).")
    for notice in evidence.notices:
        print(notice, file=sys.stderr)
    if evidence.checked:
        console.print()
        title(console, "Evidence")
        paragraphs(console, evidence_sentences(evidence), indent=2)
        paragraphs(console, failing_lines(evidence), indent=2, style="red")
    if outcomes:
        held = sum(outcome.holds for outcome in outcomes)
        console.print()
        title(console, f"Expectations: {held} of {len(outcomes)} hold")
        for outcome in outcomes:
            mark = "holds  " if outcome.holds else "FAILS  "
            paragraphs(
                console, [mark + outcome.expectation.why], indent=2, style="" if outcome.holds else "red"
            )
            detail = outcome_text(conflict.space, outcome)
            if detail:
                paragraphs(console, [detail], indent=9)


def report(model: ModelName, output: Output = None, source: Sources = None, as_json: AsJson = False) -> int:
    """Example: countermove report karabakh-2020 --output karabakh.html

    Write one self-contained HTML file that can be read, printed and handed on.
    """
    conflict = open_conflict(model)
    path = write_report(conflict, model, output, source)
    if as_json:
        print_json({"report": str(path)})
    else:
        print(path)
    return 0


def write_report(conflict: Conflict, model: str, output: Path | None, source: list[str] | None) -> Path:
    """Write the report and return where it is; a file that is not a report of ours is not overwritten."""
    from countermove.views.report import report_html

    stem = "model" if model == "-" else Path(model).stem
    path = output or Path(f"countermove-report-{stem}.html")
    if path.is_dir():
        path = path / f"countermove-report-{stem}.html"
    if path.exists() and GENERATOR not in path.read_text(encoding="utf-8", errors="replace")[:4000]:
        raise UsageError(f"'{path}' exists and is not a report; name another file with --output")
    evidence = conflict.evidence(sources_given(source))
    words: list[Any] = [
        "countermove",
        "report",
        model,
        *(part for each in source or () for part in ("--source", each)),
    ]
    write_whole(path, report_html(conflict, evidence, command=shlex.join(words)))
    return path


COMMANDS = (check, report)
