"""What a model rests on, for the report: claims with what became of their quotes, assumptions, gaps."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from countermove.conflict.support import Support, Supports
from countermove.evidence import Finding, Status
from countermove.model import Model
from countermove.model.elements import Claim, Quote, Source
from countermove.provenance import FAILING, Checked, Evidence, grounds
from countermove.views.evidence_why import claim_origin, found_at
from countermove.views.report_elements import Element, element
from countermove.views.words import count, join

__all__ = [
    "DOUBTS",
    "STATUS_WORDS",
    "assumptions",
    "claims",
    "counts",
    "sources",
    "unsupported",
]

MAX_NAME = 40
STATUS_WORDS = {
    Status.EXACT: "exact",
    Status.AMBIGUOUS: "ambiguous",
    Status.CHANGED: "changed",
    Status.MISSING: "missing",
    Status.MOVED: "moved",
    Status.NO_SOURCE: "not on this machine",
}
DOUBTS = {
    Support.FAILING: "not in the document as quoted",
    Support.CONTRADICTED: "speaks against it",
    Support.UNSEEN: "not checked",
}
"""What is the matter with a claim, beside it."""


# ---------------------------------------------------------------- claims and their quotes
def claims(evidence: Evidence) -> list[dict[str, Any]]:
    """Return every claim with its quotes, what became of them, and the elements it stands under."""
    model = evidence.model
    supports = Supports(evidence)
    under: dict[Claim, list[Element]] = {claim: [] for claim in model.claims.values()}
    for ground in grounds(model):
        for claim in ground.claims:
            told = element(model, ground.element)
            if claim.stance == "contradicts":
                told = replace(told, what=f"Against: {told.what}")
            under.setdefault(claim, []).append(told)
    rows: dict[Quote, list[Checked]] = {}
    for checked in evidence.checked:
        rows.setdefault(checked.quote, []).append(checked)
    names = _source_names(model)
    return [
        {
            "id": f"claim-{place}",
            "claim": claim,
            "text": claim.text,
            "origin": claim_origin(model, claim) if _tells_more(claim) else "",
            "doubt": DOUBTS.get(supports.standing(replace(claim, stance="supports")), ""),
            "sign": _sign([row for quote in claim.quotes for row in rows.get(quote, ())]),
            "quotes": [_quote(supports, quote, rows.get(quote, []), names) for quote in claim.quotes],
            "elements": elements,
        }
        for place, (claim, elements) in enumerate(under.items(), 1)
    ]


def _tells_more(claim: Claim) -> bool:
    """Whether a claim says of itself more than that it stands in its source."""
    own = (claim.said_by, claim.happened, claim.reported, claim.reason, claim.analyst)
    return any(own) or claim.reliability != "unknown"


def _quote(supports: Supports, quote: Quote, rows: list[Checked], names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "source": names.get(quote.source, quote.source),
        "text": quote.text,
        "words": quote.seal[0] if quote.seal else 0,
        "against": quote.stance == "contradicts",
        "note": quote.note,
        "statuses": [
            {
                "status": str(status),
                "words": STATUS_WORDS[status],
                "renditions": [
                    (row.rendition, found_at(supports, row)) for row in rows if row.status is status
                ],
            }
            for status in dict.fromkeys(row.status for row in rows)
        ],
        "details": [
            f"{row.rendition}: {detail}" if row.rendition else detail
            for row in rows
            if row.finding
            for detail in _details(row.finding, open_=quote.text is not None)
        ],
    }


def _details(finding: Finding, *, open_: bool) -> Iterator[str]:
    """Say what a reader should know of a finding; words of a document only where the quote is open too."""
    kinds = Counter(each.reason for each in finding.interruptions)
    for kind, many in kinds.items():
        text = next(each.text for each in finding.interruptions if each.reason == kind)
        shown = f": “{_short(text)}”" if open_ else ""
        yield f"the quote runs past page furniture ({count(many, kind)}{shown})"
    if len(finding.places) > 1:
        lines = list(dict.fromkeys(str(place.line) for place in finding.places))
        where = f"lines {join(lines[:5])}" if len(lines) > 1 else f"line {lines[0]}"
        more = " and more" if len(lines) > 5 or not finding.complete else ""
        yield f"it stands more than once, on {where}{more}; quote more words"
    if finding.nearest is not None:
        yield f"the nearest passage is on line {finding.nearest.place.line}"
        if open_:
            for each in finding.nearest.differences:
                if each.op != "equal":
                    quoted = f"“{' '.join(each.quoted)}”" if each.quoted else "nothing"
                    found = f"“{' '.join(each.found)}”" if each.found else "nothing"
                    yield f"where the quote has {quoted}, the document has {found}"


def _short(text: str, most: int = 90) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[:most].rstrip()}…"


def _sign(rows: list[Checked]) -> str:
    """Return the sign for a claim: failing if any quote fails, exact or moved if one was seen."""
    statuses = [row.status for row in rows]
    failing = [status for status in statuses if status in FAILING]
    if failing:
        return str(failing[0])
    seen = [status for status in (Status.EXACT, Status.MOVED) if status in statuses]
    return str(seen[0] if seen else Status.NO_SOURCE)


def _source_names(model: Model) -> dict[str, str]:
    """Return what to call each source in a line: a short title, else a publisher that nobody shares."""
    publishers = Counter(source.publisher for source in model.sources.values())
    names = {}
    for label, source in model.sources.items():
        own = source.publisher and publishers[source.publisher] == 1
        short = len(source.title) <= MAX_NAME or not own
        names[label] = source.title if source.title and short else source.publisher or label
    return names


def sources(evidence: Evidence) -> list[dict[str, Any]]:
    """Return the documents: what they are, and which of their renditions are at hand."""
    names = _source_names(evidence.model)
    return [
        {
            "label": label,
            "name": names[label],
            "line": _source_line(source),
            "title": source.title or label,
            "note": source.note,
            "unseen": len(_unseen(evidence, label)),
            "why_unseen": why_unseen(evidence, label),
            "renditions": [
                {
                    "name": each.name,
                    "declared": each.sha256,
                    "read": each.document.sha256 if each.document else None,
                    "quotes": _tally(evidence, label, each.name),
                }
                for each in evidence.sources[label].renditions
            ],
        }
        for label, source in evidence.model.sources.items()
    ]


def _unseen(evidence: Evidence, label: str) -> set[Quote]:
    """Return the quotes of a source that could be held against no document."""
    quotes = [each for each in evidence.checked if each.quote.source == label]
    seen = {each.quote for each in quotes if each.status is not Status.NO_SOURCE}
    return {each.quote for each in quotes} - seen


def unreadable(evidence: Evidence) -> list[str]:
    """Say which documents cannot be read, and why, a sentence for each."""
    return [f"{_start(str(each))}." for each in evidence.notices if each.kind == "unreadable"]


def why_unseen(evidence: Evidence, label: str) -> str:
    """Say why quotes of a source could be held against no document."""
    broken = any(each.kind == "unreadable" and each.source in ("", label) for each in evidence.notices)
    return "its document cannot be read" if broken else "the document is not on this machine"


def _start(text: str) -> str:
    return text[:1].upper() + text[1:]


def _source_line(source: Source) -> str:
    return ", ".join(each for each in (source.author, source.publisher, source.published) if each)


def _tally(evidence: Evidence, label: str, rendition: str) -> list[tuple[str, str]]:
    """Return how many quotes of a rendition have each status: (status, ``27 exact``)."""
    found = Counter(
        each.status for each in evidence.checked if each.quote.source == label and each.rendition == rendition
    )
    return [(str(status), f"{many} {STATUS_WORDS[status]}") for status, many in sorted(found.items())]


def counts(evidence: Evidence) -> dict[str, int]:
    """Count the quotes: how many there are, are exact, fail, are unseen, and speak against the model."""
    exact = sum(each.status is Status.EXACT for each in evidence.checked)
    against = {each.quote for each in evidence.checked if each.quote.stance == "contradicts"}
    return {
        "quotes": len({each.quote for each in evidence.checked}),
        "checks": len(evidence.checked),
        "exact": exact,
        "failing": len(evidence.failing),
        "unseen": sum(len(_unseen(evidence, label)) for label in evidence.sources),
        "against": len(against),
    }


# ---------------------------------------------------------------- assumptions and gaps
def assumptions(model: Model) -> list[dict[str, Any]]:
    """Return every assumption with the element it stands under and whether claims support that as well."""
    return [
        {"text": each.text, "element": element(model, ground.element), "alone": not ground.claims}
        for ground in grounds(model)
        for each in ground.assumptions
    ]


def unsupported(model: Model) -> dict[str, list[Element]]:
    """Return the preference statements that rest on assumptions alone, and those that rest on nothing."""
    found: dict[str, list[Element]] = {"assumed": [], "bare": []}
    for ground in grounds(model):
        whole = re.fullmatch(r"preferences\.[^.]*", ground.element)
        if ground.element.startswith("preferences.") and not whole and not ground.claims:
            found["assumed" if ground.assumptions else "bare"].append(element(model, ground.element))
    return found
