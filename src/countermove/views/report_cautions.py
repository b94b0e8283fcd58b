"""What a reader must know before relying on a report: its figures, its warnings, and what it leaves open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from countermove.analyses.expectations import Outcome
from countermove.provenance import Evidence
from countermove.space import Space
from countermove.stability import Analysis
from countermove.views import report_evidence
from countermove.views.chance import reading_note
from countermove.views.report_elements import Element
from countermove.views.words import count, dm_name, join

__all__ = ["facts", "limits", "warnings"]

MAX_LISTED = 12
"""So many preferences without any ground are named; beyond, they are counted."""


def facts(analysis: Analysis, evidence: Evidence, outcomes: Sequence[Outcome]) -> list[dict[str, str]]:
    """Return the few figures of the page's head: sign, figure and words."""
    quotes = report_evidence.counts(evidence)
    held = sum(each.holds for each in outcomes)
    assumed = len(report_evidence.assumptions(evidence.model))
    size = f"{analysis.space.size:,}"
    found = [{"sign": "", "figure": size, "words": "possible states, every one looked at"}]
    if quotes["checks"]:
        looked = quotes["checks"] - len(evidence.unseen)
        sign = "failing" if quotes["failing"] else "exact" if looked else "no-source"
        words = f"of {_many(looked, 'quote')} looked at in a document {'is' if looked == 1 else 'are'} exact"
        if not looked:
            words = (
                f"of {_many(quotes['quotes'], 'quote')} could be looked at: no document is on this machine"
            )
        found.append({"sign": sign, "figure": f"{quotes['exact']:,}", "words": words})
    else:
        found.append({"sign": "", "figure": "0", "words": "quotes; the model names no evidence"})
    if outcomes:
        sign = "exact" if held == len(outcomes) else "failing"
        words = f"of {_many(len(outcomes), 'expectation')} {'holds' if len(outcomes) == 1 else 'hold'}"
        found.append({"sign": sign, "figure": f"{held:,}", "words": words})
    if assumed:
        words = "assumption, listed below" if assumed == 1 else "assumptions, listed below"
        found.append({"sign": "assumption", "figure": f"{assumed:,}", "words": words})
    return found


def _many(value: int, noun: str) -> str:
    return f"{value:,} {noun}{'' if value == 1 else 's'}"


def _warning(sign: str, many: int, singular: str, one: str, more: str, see: str) -> dict[str, str]:
    text = f"{count(many, singular)} {one if many == 1 else more}."
    return {"sign": sign, "text": _start(text), "see": see}


def warnings(evidence: Evidence, outcomes: Sequence[Outcome]) -> list[dict[str, str]]:
    """Return the warnings: sign, text and the section to see."""
    quotes = report_evidence.counts(evidence)
    broken = sum(not each.holds for each in outcomes)
    found = []
    if quotes["failing"]:
        one, more = ("does not stand", "do not stand")
        rest = "in the document word for word as quoted"
        found.append(
            _warning("failing", quotes["failing"], "quote", f"{one} {rest}", f"{more} {rest}", "evidence")
        )
    if broken:
        one, more = "of the analyst does not hold", "of the analyst do not hold"
        found.append(_warning("failing", broken, "expectation", one, more, "expected"))
    if quotes["against"]:
        one, more = "speaks against the model", "speak against the model"
        found.append(_warning("against", quotes["against"], "quote", one, more, "evidence"))
    found += [
        {"sign": "failing", "text": text, "see": "evidence"} for text in report_evidence.unreadable(evidence)
    ]
    for source in report_evidence.sources(evidence):
        if source["unseen"]:
            rest = f"from “{source['name']}” could not be checked: {source['why_unseen']}"
            found.append(_warning("no-source", source["unseen"], "quote", rest, rest, "evidence"))
    return found


def limits(space: Space, evidence: Evidence) -> list[dict[str, Any]]:
    """Return what this model in particular leaves open: a sentence, and the elements it speaks of."""
    quotes = report_evidence.counts(evidence)
    bare = report_evidence.unsupported(evidence.model)
    idle = [dm_name(space, dm) for dm in range(len(space.decision_makers)) if space.indifferent(dm)]
    found: list[tuple[str, Sequence[Element]]] = []
    if bare["assumed"]:
        many = len(bare["assumed"])
        verb = "rests" if many == 1 else "rest"
        found.append((f"{count(many, 'preference')} {verb} on assumptions alone:", bare["assumed"]))
    if bare["bare"]:
        many = len(bare["bare"])
        verb = "rests" if many == 1 else "rest"
        text = f"{count(many, 'preference')} {verb} on nothing that is written down in the model"
        listed = bare["bare"] if many <= MAX_LISTED else []
        found.append((f"{text}:" if listed else f"{text}.", listed))
    if idle:
        verb, whose = ("wants", "its") if len(idle) == 1 else ("want", "their")
        so = f"so nothing drives {whose} moves and nothing stops them"
        found.append((f"{join(idle)} {verb} nothing in this model, {so}.", ()))
    if space.model.events:
        found.append((f"{reading_note(space.model)}", ()))
    if quotes["unseen"]:
        text = f"{count(quotes['unseen'], 'quote')} could be held against no document on this machine."
        found.append((text, ()))
    if quotes["against"]:
        verb = "contradicts" if quotes["against"] == 1 else "contradict"
        found.append((f"{count(quotes['against'], 'quote')} of the evidence {verb} what the model says.", ()))
    return [{"text": _start(text), "elements": elements} for text, elements in found]


def _start(text: str) -> str:
    return text[:1].upper() + text[1:]
