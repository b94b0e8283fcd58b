"""``check`` and ``report``."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from countermove.cli.common import (
    AsJson,
    Events,
    ModelName,
    Patience,
    Sources,
    open_conflict,
    out,
    paragraphs,
    print_json,
    sources_given,
    title,
)
from countermove.cli.comparing import Set, Swap, Without, other_model
from countermove.cli.evidence.asked import Desk, desk_given
from countermove.errors import EvidenceError, ModelError, UsageError
from countermove.files import write_whole

if TYPE_CHECKING:
    from countermove.analyses.expectations import Outcome
    from countermove.conflict import Conflict
    from countermove.provenance import Evidence

__all__ = ["COMMANDS", "check", "report", "write_report"]

Strict = Annotated[
    bool,
    typer.Option("--strict", help="Fail also where a document is absent or altered, or words have moved."),
]
Output = Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Where to write it.")]
Targets = Annotated[
    list[str] | None,
    typer.Option("--target", help="Tell also what it would take for this to hold; repeat it."),
]
Against = Annotated[
    str | None,
    typer.Option("--against", metavar="MODEL", help="Tell also what is different in another model."),
]
Terms = Annotated[
    str,
    typer.Option("--terms", metavar="LANGUAGE", help="Give the technical terms in this language too."),
]
Sections = Annotated[
    list[str] | None,
    typer.Option(
        "--section", metavar="SECTION", help="Write this section, the first and the last; repeat it."
    ),
]
GENERATOR = '<meta name="generator" content="countermove'
PDF_MARK = b"countermove report"
"""What a PDF of ours has among its keywords."""


def check(
    model: ModelName,
    source: Sources = None,
    patience: Patience = None,
    strict: Strict = False,
    desk: Desk = None,
    as_json: AsJson = False,
) -> int:
    """Example: countermove check karabakh-2020 --source moscow-times=article.txt

    Check a model: its mistakes, its quotes against the documents, its own expectations.
    """
    from countermove.views.checking import check_data

    try:
        conflict = open_conflict(model, patience=patience)
        conflict.check_views()
    except ModelError as error:
        if as_json:
            print_json(check_data(error.problems))
        raise
    try:
        evidence = conflict.evidence(sources_given(source), desk_given(model, desk))
    except EvidenceError as error:
        if as_json:
            print_json({**check_data([]), "notices": [str(error)]})
        raise
    outcomes = conflict.expectations()
    if as_json:
        print_json(check_data([], evidence, outcomes))
    else:
        _show_check(conflict, evidence, outcomes)
    if evidence.failing or (strict and (evidence.unseen or evidence.doubts or evidence.moved)):
        return EvidenceError.exit_code
    return 0 if all(outcome.holds for outcome in outcomes) else 1


def _show_check(conflict: Conflict, evidence: Evidence, outcomes: list[Outcome]) -> None:
    from countermove.views.checking import (
        evidence_sentences,
        failing_lines,
        moved_lines,
        outcome_text,
        unseen_lines,
    )
    from countermove.views.words import figure

    console = out()
    title(console, f"{conflict.title}: the model is valid ({figure(conflict.state_count)} feasible states).")
    for notice in evidence.notices:
        print(notice, file=sys.stderr)
    if evidence.checked:
        console.print()
        title(console, "Evidence")
        paragraphs(console, evidence_sentences(evidence), indent=2)
        paragraphs(console, moved_lines(evidence), indent=2)
        for line, below in unseen_lines(evidence):
            paragraphs(console, [line], indent=2)
            paragraphs(console, below, indent=4)
        for line, below in failing_lines(evidence):
            paragraphs(console, [line], indent=2, style="red")
            paragraphs(console, below, indent=4)
    if outcomes:
        held = sum(outcome.holds for outcome in outcomes)
        console.print()
        title(console, f"Expectations: {held} of {len(outcomes)} hold")
        for outcome in outcomes:
            mark = "holds  " if outcome.holds else "FAILS  "
            paragraphs(
                console, [mark + outcome.expectation.why], indent=2, style="" if outcome.holds else "red"
            )
            detail = outcome_text(outcome)
            if detail:
                paragraphs(console, [detail], indent=9)


def report(
    model: ModelName,
    output: Output = None,
    source: Sources = None,
    patience: Patience = None,
    target: Targets = None,
    against: Against = None,
    settings: Set = None,
    without: Without = None,
    swap: Swap = None,
    events: Events = None,
    desk: Desk = None,
    section: Sections = None,
    terms: Terms = "",
    as_json: AsJson = False,
) -> int:
    """Example: countermove report karabakh-2020 --output karabakh.html

    Write one self-contained HTML file that can be read, printed and handed on, or a PDF where the name of
    --output ends with .pdf. With --against, --set,
    --without or --swap it tells what is different then, as 'countermove compare' does.
    """
    conflict = open_conflict(model, events=events, patience=patience)
    other = other_model(conflict, against, settings, without, swap, given="--against", patience=patience)
    evidence = conflict.evidence(sources_given(source), desk_given(model, desk))
    for notice in evidence.notices:
        print(notice, file=sys.stderr)
    named = {
        "--patience": patience,
        "--target": target,
        "--set": settings,
        "--without": without,
        "--swap": swap,
        "--section": section,
    }
    asked = [part for option, values in named.items() for each in values or () for part in (option, each)]
    asked += ["--against", against] if against else []
    asked += ["--events", events] if events else []
    asked += ["--desk", str(desk)] if desk else []
    asked += ["--terms", terms] if terms else []
    path = write_report(
        conflict, evidence, model, output, source, asked, target or (), other, section or (), terms
    )
    if path is not None and as_json:
        print_json({"report": str(path), "evidence_failing": len(evidence.failing)})
    elif path is not None:
        print(path)
    if evidence.failing:
        from countermove.views.words import count

        print(
            f"{count(len(evidence.failing), 'quote')} did not verify; 'countermove check' shows where",
            file=sys.stderr,
        )
        return EvidenceError.exit_code
    return 0


def write_report(
    conflict: Conflict,
    evidence: Evidence,
    model: str,
    output: Path | None,
    source: list[str] | None = None,
    asked: Sequence[str] = (),
    targets: Sequence[str] = (),
    other: Conflict | None = None,
    sections: Sequence[str] = (),
    terms: str = "",
) -> Path | None:
    """Write the report and return where it is; a file that is not a report of ours is not overwritten.

    ``-`` as the output prints it, and there is no path. ``asked`` are the further options as they were typed.
    """
    from countermove.views.report import report_html
    from countermove.views.report_chosen import asked as asked_for
    from countermove.views.report_chosen import chosen
    from countermove.views.terms import terms_in, with_terms

    terms_in(terms)  # a language that is not there is told before the work begins
    sections = asked_for(conflict, sections, compared=other is not None)
    stem = "model" if model == "-" else Path(model).stem
    path = output or Path(f"countermove-report-{stem}.html")
    if path.is_dir():
        path = path / f"countermove-report-{stem}.html"
    if str(path) != "-" and path.exists() and not _is_report(path):
        raise UsageError(f"'{path}' exists and is not a report; name another file with --output")
    given = [part for each in source or () for part in ("--source", each)]
    command = shlex.join(["countermove", "report", model, *given, *asked])
    text = report_html(conflict, evidence, command=command, targets=targets, against=other)
    text = with_terms(chosen(text, sections), terms)  # explained where they first stand in what is left
    if str(path) == "-":
        sys.stdout.write(text)
        return None
    if path.suffix.lower() == ".pdf":
        from countermove.views.report_pdf import pdf

        write_whole(path, pdf(text), follow=True)
    else:
        write_whole(path, text, follow=True)
    return path


def _is_report(path: Path) -> bool:
    if not path.is_file():
        return False
    if path.suffix.lower() == ".pdf":
        return PDF_MARK in path.read_bytes()
    with path.open(encoding="utf-8", errors="replace") as stream:
        return GENERATOR in stream.read(4000)


COMMANDS = (check, report)
