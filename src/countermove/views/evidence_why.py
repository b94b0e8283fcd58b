"""What stands behind the elements that a conclusion rests on, down to the quotes: as data and in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from countermove.conflict.support import Support, Supports
from countermove.evidence import Status
from countermove.model import Model
from countermove.model.elements import Assumption, Because, Claim, Quote
from countermove.provenance import Checked
from countermove.views.report_elements import Element, element
from countermove.views.words import join

__all__ = [
    "claim_name",
    "claim_origin",
    "element_told",
    "found_at",
    "ground_lines",
    "grounds_data",
]

Lines = Iterator[tuple[int, str]]
"""Lines of text, each with how deep it stands."""


def element_told(model: Model, path: str) -> Element:
    """Say an element in words; also what is wanted after several events, by `Deciding.element`."""
    events, _, rest = path.partition(".preferences.")
    after = tuple(events.split("+"))
    if len(after) < 2:
        return element(model, path)
    label = re.split(r"[.\[]", rest)[0]
    wanted = next(r.preference for r in model.regimes if (r.after, r.preference.of) == (after, label))
    told = element(replace(model, preferences={label: wanted}), f"preferences.{rest}")
    names = join(f"“{each.name}”" for each in model.events if each.id in after)
    return replace(told, what=f"{told.what}, after {names}")


def claim_name(claim: Claim) -> str:
    """Return what to call a claim in a line: its label, or for a bare quote what it is quoted for."""
    if claim.label:
        return claim.label
    text = " ".join(claim.text.split())
    return f"“{text[:40].rstrip()}…”" if len(text) > 40 else f"“{text}”" if text else "a sealed quote"


# ---------------------------------------------------------------- grounds as data
def grounds_data(model: Model, supports: Supports, path: str, because: Because) -> dict[str, Any]:
    """Return the JSON of an element with what it rests on, down to the quotes."""
    told = element_told(model, path)
    return {
        "element": path,
        "what": told.what,
        "statement": told.says or None,
        "support": str(supports.of(because)),
        "claims": [_claim_data(model, supports, each) for each in because if isinstance(each, Claim)],
        "assumptions": [each.text for each in because if isinstance(each, Assumption)],
    }


def _claim_data(model: Model, supports: Supports, claim: Claim) -> dict[str, Any]:
    return {
        "label": claim.label,
        "text": claim.text,
        "stance": claim.stance,
        "happened": claim.happened,
        "reported": claim.reported,
        "said_by": claim.said_by,
        "reliability": claim.reliability,
        "reason": claim.reason,
        "analyst": claim.analyst,
        "standing": str(supports.standing(claim)),
        "quotes": [_quote_data(supports, claim, quote) for quote in claim.quotes],
    }


def _quote_data(supports: Supports, claim: Claim, quote: Quote) -> dict[str, Any]:
    return {
        "source": quote.source,
        "stance": quote.stance,
        "sealed": quote.seal is not None,
        "quote": quote.text,
        "words": quote.seal[0] if quote.seal else None,
        "renditions": [
            {
                "rendition": row.rendition,
                "status": str(row.status),
                "places": [
                    {
                        "start": place.start,
                        "end": place.end,
                        "line": place.line,
                        "page": _page(supports, row, place.start),
                    }
                    for place in (row.finding.places if row.finding else ())
                ],
            }
            for row in _rows(supports, claim, quote)
        ],
    }


def _rows(supports: Supports, claim: Claim, quote: Quote) -> list[Checked]:
    """Return what became of a quote; a claim without a label may stand under several elements."""
    found = {row.rendition: row for row in supports.rows.get(claim, ()) if row.quote == quote}
    return list(found.values())


def _page(supports: Supports, row: Checked, start: int) -> int | None:
    """Return the page of a place, from 1; None in a document without pages."""
    renditions = supports.evidence.sources[row.quote.source].renditions
    document = next((each.document for each in renditions if each.name == row.rendition), None)
    return None if document is None else document.page(start)


# ---------------------------------------------------------------- grounds in words
def ground_lines(model: Model, supports: Supports, because: Because, shown: set[Claim]) -> Lines:
    """Say what an element rests on, a claim that was shown before by its label alone.

    Yields
    ------
    (int, str)
        How deep a line stands, and the line.
    """
    if not because and Support.NOTHING in supports.doubts:
        yield 0, "Nothing is written down for it."
    for each in because:
        if isinstance(each, Assumption):
            yield 0, f"Assumed: {each.text}"
        elif each in shown and each.label:
            yield 0, f"{_head(supports, each)}, told above."
        else:
            shown.add(each)
            yield from _claim_lines(model, supports, each)


def _head(supports: Supports, claim: Claim) -> str:
    name = f"Claim {claim.label}" if claim.label else "Quote"
    return f"{name}, which speaks against it" if claim.stance == "contradicts" else name


def _claim_lines(model: Model, supports: Supports, claim: Claim) -> Lines:
    text = claim.text or "a quote without words of the analyst"
    yield 0, f"{_head(supports, claim)}: {text}"
    yield 1, claim_origin(model, claim)
    for quote in claim.quotes:
        yield 1, f"{_quoted(claim, quote)}: {_found(supports, claim, quote)}."


def claim_origin(model: Model, claim: Claim) -> str:
    """Say who says it, when, and how far that can be relied on."""
    people = {dm.label: dm.name for dm in model.decision_makers}
    said = [
        f"Said by {people.get(claim.said_by, claim.said_by)}"
        if claim.said_by
        else "Said by the source’s author"
    ]
    said += [f"of {claim.happened}"] if claim.happened else []
    said += [f"reported {claim.reported}"] if claim.reported else []
    if claim.reliability != "unknown" or claim.reason:
        reason = f" ({claim.reason})" if claim.reason else ""
        said.append(f"reliability {claim.reliability}{reason}")
    said += [f"claimed by {claim.analyst}"] if claim.analyst else []
    return f"{', '.join(said)}."


def _quoted(claim: Claim, quote: Quote) -> str:
    """Show a quote: its words, unless they were shown as the claim, or that it is sealed."""
    against = ", speaks against it" if quote.stance == "contradicts" else ""
    if quote.text is None:
        words = quote.seal[0] if quote.seal else 0
        return f"{quote.source}{against}, sealed, {words} {'word' if words == 1 else 'words'}"
    shown = "" if quote.text == claim.text else f", “{' '.join(quote.text.split())}”"
    return f"{quote.source}{against}{shown}"


def _found(supports: Supports, claim: Claim, quote: Quote) -> str:
    """Say what became of a quote in each rendition, and where."""
    rows = _rows(supports, claim, quote)
    unseen = [row.rendition for row in rows if row.status is Status.NO_SOURCE]
    said = [_status(supports, row) for row in rows if row.status is not Status.NO_SOURCE]
    if unseen:
        said.append(f"{join([each for each in unseen if each])} not on this machine".strip())
    return "; ".join(said)


def _status(supports: Supports, row: Checked) -> str:
    finding = row.finding
    said = f"{row.rendition} {row.status}".strip()
    if finding is None or not finding.places:
        near = finding.nearest.place if finding and finding.nearest else None
        return f"{said}, the nearest passage on line {near.line}" if near else said
    if len(finding.places) > 1:
        lines = dict.fromkeys(f"{place.line}" for place in finding.places)
        return f"{said}, on lines {join(lines)}" if len(lines) > 1 else f"{said}, on line {join(lines)}"
    said += f", {found_at(supports, row)}"
    return f"{said}, past page furniture" if finding.interruptions else said


def found_at(supports: Supports, row: Checked) -> str:
    """Say on which line, and which page if there are any, a quote's words stand; empty where at several."""
    if row.finding is None or len(row.finding.places) != 1:
        return ""
    (place,) = row.finding.places
    page = _page(supports, row, place.start)
    return f"line {place.line}" + (f" (page {page})" if page else "")
