"""What ``check`` found: mistakes, evidence, expectations, as data and in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from countermove.analyses.expectations import Outcome
from countermove.concepts import find
from countermove.errors import Problem
from countermove.model.elements import Quote
from countermove.provenance import Checked, Evidence
from countermove.views.words import count, join, number

__all__ = ["check_data", "evidence_sentences", "failing_lines", "outcome_text", "problem_data"]

_CANNOT = {
    "no-state": "no feasible state fits what it speaks of",
    "no-status-quo": "the model has no status quo",
    "no-version": "a concept that it names is not decided for coalitions or merged players",
    "no-course": "the course cannot be taken from there",
    "no-item": "nobody sees that otherwise than it is; write it as in turkey.preferences.russia",
}


def problem_data(problem: Problem) -> dict[str, Any]:
    """Return a mistake as the JSON shows it."""
    return {
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "what": problem.what,
        "hint": problem.hint,
    }


def _evidence_row(checked: Checked) -> dict[str, Any]:
    row: dict[str, Any] = {
        "element": checked.element,
        "claim": checked.claim.text,
        "source": checked.quote.source,
        "rendition": checked.rendition,
        "status": str(checked.status),
        "sealed": checked.quote.seal is not None,
        "stance": checked.quote.stance,
    }
    finding = checked.finding
    if finding is not None:
        row["places"] = [
            {"start": place.start, "end": place.end, "line": place.line, "column": place.column}
            for place in finding.places
        ]
        row["interrupted_by"] = [{"text": each.text, "reason": each.reason} for each in finding.interruptions]
        if finding.nearest is not None:
            place = finding.nearest.place
            row["nearest"] = {
                "start": place.start,
                "end": place.end,
                "line": place.line,
                "column": place.column,
            }
    return row


def outcome_text(outcome: Outcome) -> str:
    """Say why an expectation does not hold; empty when it does."""
    if outcome.holds:
        return ""
    if outcome.problem:
        return _CANNOT[outcome.problem]
    if outcome.found:
        return "; ".join(
            f"{find(concept).short} has {join(str(state + 1) for state in states) or 'none'}"
            for concept, states in outcome.found.items()
        )
    if not outcome.states:
        return "no state shows it"
    shown = zip(outcome.states, outcome.labels, strict=True)
    return "see " + join(f"state {state + 1} ({label})" for state, label in shown)


def check_data(
    problems: Sequence[Problem],
    evidence: Evidence | None = None,
    outcomes: Sequence[Outcome] = (),
) -> dict[str, Any]:
    """Return the JSON of ``check``."""
    return {
        "valid": not problems,
        "problems": [problem_data(problem) for problem in problems],
        "evidence": [_evidence_row(each) for each in evidence.checked] if evidence else [],
        "notices": [str(notice) for notice in evidence.notices] if evidence else [],
        "expectations": [
            {
                "why": outcome.expectation.why,
                "holds": outcome.holds,
                "detail": outcome_text(outcome),
                "states": [state + 1 for state in outcome.states],
            }
            for outcome in outcomes
        ],
    }


def evidence_sentences(evidence: Evidence) -> list[str]:
    """Say for each source and rendition what became of its quotes."""
    said = []
    for label in evidence.sources:
        by_rendition: dict[str, Counter[str]] = {}
        for each in evidence.checked:
            if each.quote.source == label:
                by_rendition.setdefault(each.rendition, Counter())[str(each.status)] += 1
        for rendition, statuses in by_rendition.items():
            name = f"{label}, {rendition}" if rendition else label
            if set(statuses) == {"no-source"}:
                what = f"the document is not on this machine; give it with --source {label}=PATH"
                said.append(f"{name}: {count(statuses['no-source'], 'quote')} not looked at: {what}")
            else:
                counted = join(f"{many} {status}" for status, many in sorted(statuses.items()))
                said.append(f"{name}: {counted}{_furniture_note(evidence, label, rendition)}")
    return said


def _furniture_note(evidence: Evidence, source: str, rendition: str) -> str:
    """Say how many quotes verify only because they run past links and the like."""
    many = sum(
        bool(each.finding and each.finding.interruptions)
        for each in evidence.checked
        if (each.quote.source, each.rendition) == (source, rendition)
    )
    return f" ({number(many)} of them past links or other furniture of the page)" if many else ""


def quote_words(quote: Quote) -> str:
    """Show a quote: its words, or that it is sealed."""
    return (
        f"“{quote.text}”" if quote.text is not None else f"sealed, {quote.seal[0] if quote.seal else 0} words"
    )


def failing_lines(evidence: Evidence) -> list[str]:
    """Say for each quote that did not verify what is wrong and where to look."""
    lines = []
    for each in evidence.failing:
        at = f"{evidence.model.file}:{each.quote.at.line}"
        where = f"{each.quote.source}, {each.rendition}"
        line = f"{at}: {each.element}: {each.status} in {where}: {quote_words(each.quote)}"
        if each.quote.seal is not None:
            line += f", for “{each.claim.text}”: these words are not in the document; compare the passage"
        finding = each.finding
        if finding is not None and finding.nearest is not None:
            line += f"; the nearest passage is on line {finding.nearest.place.line}"
        elif finding is not None and len(finding.places) > 1:
            places = join(dict.fromkeys(f"line {place.line}" for place in finding.places))
            line += f"; it stands {len(finding.places)} times, on {places}: quote more words"
        lines.append(line)
    return lines
