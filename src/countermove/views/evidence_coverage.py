"""What the elements of a model rest on, as data and in words: the weakest first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from countermove.coverage import STATUSES, Coverage, Covered, Side, Support, Voice
from countermove.model import Model
from countermove.model.elements import Claim
from countermove.provenance import Evidence
from countermove.views.report_elements import element
from countermove.views.words import count, join, number

__all__ = [
    "HEADINGS",
    "claim_data",
    "coverage_data",
    "coverage_sentences",
    "element_lines",
    "said_words",
    "supported_rows",
    "voice_words",
]

HEADINGS: Mapping[Support, str] = {
    "contradicted": "Contradicted: claims speak against them, and none for them",
    "contested": "Contested: claims speak for them and against them",
    "nothing": "On nothing: neither a claim nor an assumption",
    "assumed": "On assumptions alone",
    "supported": "Supported",
}
CHECKING = {
    "failing": "quotes fail",
    "unseen": "not looked at",
    "partly": "partly verified",
    "verified": "verified",
}


# ---------------------------------------------------------------- who says it
def voice_words(model: Model, voice: Voice) -> str:
    """Name a voice: ``Russia``, ``the author in The Daily``."""
    if voice.kind == "decision-maker":
        return model.decision_maker(voice.name).name
    if voice.kind == "other":
        return voice.name
    source = model.sources[voice.name]
    if source.author:
        return source.author
    return f"the author in {source.publisher}" if source.publisher else f"the author of {source.title}"


def said_words(model: Model, claim: Claim) -> str:
    """Say who says a claim: the name of a decision maker, any text, or nothing for the author."""
    names = {dm.label: dm.name for dm in model.decision_makers}
    return names.get(claim.said_by, claim.said_by)


def _rated(reliability: str, reason: str = "") -> str:
    rated = "not rated" if reliability == "unknown" else f"{reliability} reliability"
    return f"{rated}, {reason}" if reason else rated


# ---------------------------------------------------------------- data
def claim_data(model: Model, claim: Claim) -> dict[str, Any]:
    """Return a claim as the JSON shows it."""
    return {
        "label": claim.label,
        "text": claim.text,
        "said_by": said_words(model, claim),
        "happened": claim.happened,
        "reported": claim.reported,
        "reliability": claim.reliability,
        "reason": claim.reason,
        "analyst": claim.analyst,
        "sources": list(dict.fromkeys(quote.source for quote in claim.quotes)),
    }


def coverage_data(found: Coverage) -> dict[str, Any]:
    """Return the JSON of ``evidence coverage``, without how it was made."""
    model = found.model
    return {
        "summary": {
            "elements": len(found.elements),
            **{status: len(found.having(status)) for status in reversed(STATUSES)},
            "claims": len(found.whole.claims),
            "voices": [voice_words(model, each) for each in found.whole.voices],
            "works": list(found.whole.works),
            "unused": [each.label for each in found.unused],
        },
        "elements": [_element_data(model, each) for status in STATUSES for each in found.having(status)],
        "claims": [
            {**claim_data(model, claim), "checking": side.checking} for claim, side in found.by_claim.items()
        ],
    }


def _element_data(model: Model, covered: Covered) -> dict[str, Any]:
    said = element(model, covered.element)
    return {
        "element": covered.element,
        "what": said.what,
        "says": said.says,
        "status": covered.status,
        "supporting": _side_data(model, covered.supporting),
        "contradicting": _side_data(model, covered.contradicting),
        "assumptions": [each.text for each in covered.assumptions],
    }


def _side_data(model: Model, side: Side) -> dict[str, Any] | None:
    if not side.claims:
        return None
    return {
        "claims": [each.label or each.text for each in side.claims],
        "voices": [voice_words(model, each) for each in side.voices],
        "works": list(side.works),
        "reliability": side.reliability,
        "checking": side.checking,
    }


# ---------------------------------------------------------------- words
def coverage_sentences(found: Coverage, evidence: Evidence) -> list[str]:
    """Say first how many elements have support, then by whom, then what is to be done about quotes."""
    model = found.model
    many = {status: len(found.having(status)) for status in STATUSES}
    verbs: dict[Support, tuple[str, str]] = {
        "supported": ("is supported", "are supported"),
        "contested": ("is contested", "are contested"),
        "contradicted": ("is contradicted", "are contradicted"),
        "assumed": ("rests on assumptions alone", "rest on assumptions alone"),
        "nothing": ("rests on nothing", "rest on nothing"),
    }
    parts = [f"{number(many[each])} {verb[many[each] != 1]}" for each, verb in verbs.items() if many[each]]
    said = [f"Of {count(len(found.elements), 'element')}, {join(parts)}."]
    whole = found.whole
    if whole.claims:
        stand = "stands" if len(whole.claims) == 1 else "stand"
        voices = join(voice_words(model, each) for each in whole.voices)
        said.append(
            f"{count(len(whole.claims), 'claim').capitalize()} {stand} behind them, in "
            f"{count(len(whole.works), 'work')} and by {count(len(whole.voices), 'voice')}: {voices}."
        )
    said += _thin(found)
    if found.unused:
        stand = (
            "One claim stands"
            if len(found.unused) == 1
            else f"{number(len(found.unused)).capitalize()} claims stand"
        )
        said.append(f"{stand} under nothing: {join(each.label for each in found.unused)}.")
    return said + list(_to_do(evidence))


def _thin(found: Coverage) -> list[str]:
    """Say how much of the support is thin: one voice alone, or nothing of more than low reliability."""
    supported = found.having("supported")
    alone = sum(len(each.supporting.voices) == 1 for each in supported)
    low = sum(each.supporting.reliability in ("unknown", "low") for each in supported)
    parts = [f"{number(alone)} {'is' if alone == 1 else 'are'} so by one voice alone"] if alone else []
    parts += [f"{number(low)} by no claim of more than low reliability"] if low else []
    return [f"Of those supported, {join(parts)}."] if parts else []


def _to_do(evidence: Evidence) -> Iterator[str]:
    """Say what became of the quotes where that is not well, and what to type."""
    failing = {each.quote for each in evidence.failing}
    if failing:
        verb = "does" if len(failing) == 1 else "do"
        yield (
            f"{count(len(failing), 'quote').capitalize()} {verb} not verify; 'countermove check' shows where "
            "the words differ."
        )
    seen = {each.quote for each in evidence.checked if each.finding is not None}
    unseen = {each.quote for each in evidence.unseen} - seen
    for label in dict.fromkeys(each.quote.source for each in evidence.unseen if each.quote in unseen):
        own = {each for each in unseen if each.source == label}
        yield (
            f"{count(len(own), 'quote').capitalize()} of {label} could not be looked at; give the document "
            f"with --source {label}=PATH."
        )


def element_lines(model: Model, covered: Covered) -> tuple[str, list[str]]:
    """Say what an element is, and what speaks for it and against it, a line for each.

    Returns
    -------
    tuple
        The element's line, and those that belong below it.
    """
    said = element(model, covered.element)
    line = f"{said.what}: {said.says}" if said.says else said.what
    below = [f"against: {each}" for each in _side_lines(model, covered.contradicting)]
    below += [f"for: {each}" for each in _side_lines(model, covered.supporting)]
    below += [f"assumed: {each.text}" for each in covered.assumptions]
    return f"{line} ({covered.element})", below


def _side_lines(model: Model, side: Side) -> Iterator[str]:
    for claim in side.claims:
        who = f"{said_words(model, claim)}; " if claim.said_by else ""
        name = f"{claim.label}, “{claim.text.rstrip('.')}”" if claim.label else f"“{claim.text.rstrip('.')}”"
        yield f"{name} ({who}{_rated(claim.reliability, claim.reason)})"


def supported_rows(elements: Sequence[Covered]) -> list[tuple[str, ...]]:
    """Return a row for each element: reliability, checking, numbers of voices and works, path and claims."""
    return [
        (
            "not rated" if each.supporting.reliability == "unknown" else each.supporting.reliability,
            CHECKING[each.supporting.checking],
            str(len(each.supporting.voices)),
            str(len(each.supporting.works)),
            f"{each.element}: {join(claim.label or 'a quote' for claim in each.supporting.claims)}",
        )
        for each in elements
    ]
