"""What ``check`` found: mistakes, evidence, expectations, as data and in words."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from countermove.analyses.expectations import Outcome
from countermove.concepts import find
from countermove.errors import Problem
from countermove.evidence import Difference, Document, Nearest, Place, Status
from countermove.model.elements import Quote
from countermove.provenance import VERIFIED, Checked, Elsewhere, Evidence
from countermove.views.words import count, join, number

__all__ = [
    "check_data",
    "diff_words",
    "evidence_sentences",
    "failing_lines",
    "moved_lines",
    "outcome_text",
    "problem_data",
    "quote_words",
    "unseen_lines",
]

MAX_SHOWN = 5
"""So many places of an ambiguous quote are shown with the words around them."""
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
            row["nearest"] = _nearest_data(finding.nearest)
    if checked.nearest_at_hand is not None:
        where, near = checked.nearest_at_hand
        row["nearest"] = {**_where_data(where), **_nearest_data(near)}
    if checked.elsewhere:
        row["elsewhere"] = [*map(_where_data, checked.elsewhere)]
    return row


def _where_data(where: Elsewhere) -> dict[str, Any]:
    return {"source": where.source, "rendition": where.rendition, "on_desk": where.on_desk}


def _nearest_data(near: Nearest) -> dict[str, Any]:
    return {
        "start": near.place.start,
        "end": near.place.end,
        "line": near.place.line,
        "column": near.place.column,
        "differences": [
            {"op": each.op, "quoted": " ".join(each.quoted), "found": " ".join(each.found)}
            for each in near.differences
        ],
    }


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
        by_rendition: dict[str, list[Checked]] = {}
        for each in evidence.checked:
            if each.quote.source == label:
                by_rendition.setdefault(each.rendition, []).append(each)
        for rendition, rows in by_rendition.items():
            name = f"{label}, {rendition}" if rendition else label
            statuses = Counter(str(each.status) for each in rows)
            if set(statuses) == {"no-source"}:
                what = f"the document is not on this machine; give it with --source {label}=PATH"
                said.append(f"{name}: {count(len(rows), 'quote')} not looked at: {what}{_misplaced(rows)}")
            else:
                counted = join(f"{many} {status}" for status, many in sorted(statuses.items()))
                said.append(f"{name}: {counted}{_furniture_note(evidence, label, rendition)}")
    return said


def _misplaced(rows: Sequence[Checked]) -> str:
    """Say of quotes without a document how many stand in another one, which may be the one meant."""
    found = Counter(where for each in rows for where in each.elsewhere)
    if not found:
        return ""
    where, many = found.most_common(1)[0]
    return f"; the words of {number(many)} of them stand in {_where(where)}"


def _where(where: Elsewhere) -> str:
    name = f"{where.source}/{where.rendition}" if where.on_desk else f"{where.source}, {where.rendition}"
    return f"{name} on the desk" if where.on_desk else name


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


def moved_lines(evidence: Evidence) -> list[str]:
    """Say for each quote that stands elsewhere than recorded where it stands now."""
    lines = []
    for each in evidence.moved:
        if each.finding is not None and each.finding.places:
            at = f"{evidence.model.file}:{each.quote.at.line}"
            place = each.finding.places[0]
            now = f"[{place.start}, {place.end}], line {place.line}"
            where = f"{each.quote.source}, {each.rendition}"
            lines.append(f"{at}: {each.element}: moved in {where}: now at {now}: {quote_words(each.quote)}")
    return lines


def failing_lines(evidence: Evidence) -> list[tuple[str, list[str]]]:
    """Say for each quote that did not verify what is wrong and where to look.

    Returns
    -------
    list of tuple
        For each of them a line, and the lines that belong below it: the nearest passage with the words
        that differ, each place of several with the words around it, and where else the words stand.
    """
    return [
        (f"{evidence.model.file}:{each.quote.at.line}: {_failure(each)}", list(_below(evidence, each)))
        for each in evidence.failing
    ]


def unseen_lines(evidence: Evidence) -> list[tuple[str, list[str]]]:
    """Say of quotes without a document which passage at hand comes nearest, if half of the words stand there.

    Of those that stand in another rendition of their source nothing is said. The lines are as in
    `failing_lines`; the JSON has all.
    """
    borne_out = {each.quote for each in evidence.checked if each.status in VERIFIED}
    told: dict[Quote, tuple[str, list[str]]] = {}
    for each in evidence.unseen:
        if each.nearest_at_hand is None or each.quote in borne_out or each.quote in told:
            continue
        where, near = each.nearest_at_hand
        equal = sum(len(part.quoted) for part in near.differences if part.op == "equal")
        if 2 * equal > sum(len(part.quoted) for part in near.differences):
            at = f"{evidence.model.file}:{each.quote.at.line}"
            line = f"{at}: {each.element}: no-source: {quote_words(each.quote)}"
            at = f"{_where(where)}, on line {near.place.line}"
            told[each.quote] = line, [f"the nearest passage at hand, in {at}: {diff_words(near.differences)}"]
    shown = list(told.values())[:MAX_SHOWN]
    if len(told) > MAX_SHOWN:
        shown.append((f"and {number(len(told) - MAX_SHOWN)} more; see them with --json", []))
    return shown


def _failure(checked: Checked) -> str:
    where = f"{checked.quote.source}, {checked.rendition}"
    line = f"{checked.element}: {checked.status} in {where}: {quote_words(checked.quote)}"
    finding = checked.finding
    near = finding.nearest if finding is not None else None
    if checked.quote.seal is not None and checked.status is not Status.AMBIGUOUS:
        line += f", for “{checked.claim.text}”: these words are not in the document"
        line += "" if near else "; compare the passage"
    if finding is not None and len(finding.places) > 1:
        places = join(dict.fromkeys(f"line {place.line}" for place in finding.places))
        line += f"; it stands {len(finding.places)} times, on {places}: quote more words"
    return line


def _below(evidence: Evidence, checked: Checked) -> Iterator[str]:
    near = checked.finding.nearest if checked.finding is not None else None
    if checked.finding is not None and len(checked.finding.places) > 1:
        renditions = evidence.sources[checked.quote.source].renditions
        document = next(each.document for each in renditions if each.name == checked.rendition)
        assert document is not None, "what was found stands in a document"
        for place in checked.finding.places[:MAX_SHOWN]:
            yield f"on line {place.line}: {_around(document, place)}"
    if near is not None and (
        checked.status is not Status.AMBIGUOUS or checked.rendition in checked.quote.places
    ):
        yield f"the nearest passage, on line {near.place.line}: {diff_words(near.differences)}"
    if checked.elsewhere:
        stand = "its words stand in"
        yield f"{stand} {join(map(_where, checked.elsewhere))}; if that is meant, name it as the source"


def _around(document: Document, place: Place, many: int = 6) -> str:
    """Show the words before and after a place, and the place itself in brackets."""
    words = document.words
    first, last = bisect_left(words.starts, place.start), bisect_left(words.starts, place.end)
    before, after = words.texts[max(0, first - many) : first], words.texts[last : last + many]
    inside = " ".join(_shortened(words.texts[first:last], 3, 3).split())
    return " ".join([*before, f"[{inside}]", *after])


def diff_words(differences: Sequence[Difference], around: int = 6) -> str:
    """Show where a quote and a document differ: ``the quay [-stays open-] {+is shut+} on Monday``.

    Parameters
    ----------
    differences : sequence of Difference
        In the order of the quote, those that are equal included.
    around : int
        So many equal words are shown beside each difference; the others are left out.
    """
    shown: list[str] = []
    for place, each in enumerate(differences):
        if each.op == "equal":
            last = place == len(differences) - 1
            shown.append(_shortened(each.quoted, around if place else 0, 0 if last else around))
            continue
        shown += [f"[-{' '.join(each.quoted)}-]"] if each.quoted else []
        shown += [f"{{+{' '.join(each.found)}+}}"] if each.found else []
    return " ".join(each for each in shown if each)


def _shortened(words: Sequence[str], first: int, last: int) -> str:
    """Return the first and the last words of some, and a mark where others are left out."""
    if len(words) <= first + last:
        return " ".join(words)
    return " ".join([*words[:first], "…", *(words[-last:] if last else ())])
