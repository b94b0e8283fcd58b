"""Suggestions in words and as data: what is suggested, by which rule, and how good the rules are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from countermove.evidence import Document
from countermove.evidence.suggesting import KINDS, Suggestion
from countermove.evidence.suggesting.decisions import Decision
from countermove.views.evidence_documents import printable
from countermove.views.words import count, join, number

__all__ = [
    "HEADINGS",
    "decision_words",
    "headline",
    "measured_rows",
    "measured_sentences",
    "place_words",
    "suggestion_data",
    "suggestion_lines",
    "why",
]

HEADINGS: Mapping[str, str] = {
    "actor": "Actors",
    "event": "Dated events",
    "conditional": "Conditionals",
    "speech": "Reported speech",
    "option": "What somebody could do",
}
_NAMES = {
    "actor": "actor",
    "event": "dated event",
    "conditional": "conditional",
    "speech": "statement",
    "option": "option-like phrase",
}
_WHY: Mapping[str, Mapping[str, str]] = {
    "actor": {
        "name": "a name of the gazetteer",
        "byname": "a capital or seat of government in the gazetteer",
        "organ": "a body that acts for its state",
        "person": "a name after a title or before a verb",
        "surname": "a name after a title or before a verb",
        "acronym": "letters in brackets after a name",
        "body": "a name with a noun such as ministry or board",
        "group": "a noun for people or bodies that act",
    },
    "event": {
        "stated": "the date is stated",
        "publication": "the year is that of the publication",
        "inferred": "the date is inferred from the words",
        "open": "the date is told by something else",
    },
    "conditional": {
        "if": "opens a condition",
        "phrase": "makes it depend on something",
        "inversion": "stands before its subject",
        "time": "with something that may come",
        "without": "with something that may come",
    },
    "speech": {
        "verb": "a verb of saying",
        "verb after": "a verb of saying after what is said",
        "according to": "says whose words they are",
        "noun": "a noun for what is said",
        "theme": "a theme and where it is told",
        "reports": "a noun for what is said",
        "goes on": "goes on from the quotation before",
        "quotation": "stands between quotation marks",
    },
    "option": {
        "modal": "a verb that leaves it open",
        "intent": "a verb of intent",
        "ready": "what somebody is ready for",
        "condition": "what somebody does in a condition",
        "infinitive": "what somebody is to do",
        "how": "asks what is to be done",
        "noun": "a noun for what somebody may do",
        "called": "is called an option",
        "favour": "what somebody speaks for",
        "asked": "what somebody asks for",
        "passive": "a verb that leaves it open",
    },
}
_OPEN: Mapping[str, tuple[str, str]] = {
    "no year": ("year not told", "no year is told; say with --published when this was published"),
    "two readings": ("two dates possible", "it can be read in two ways"),
    "weekday": ("weekday does not fit", "its weekday fits no year near the publication"),
    "publication": ("no date of its own", "told by when this was written; give that day with --published"),
}
"""What is said instead of a date that is open, and why it is."""


def why(suggestion: Suggestion) -> str:
    """Say which words a suggestion goes by, and what they are to the rule."""
    reason = _WHY[suggestion.kind].get(suggestion.rule, suggestion.rule)
    if suggestion.kind == "event":
        reason = _OPEN.get(suggestion.content.get("open", ""), ("", reason))[1]
    return reason if suggestion.kind == "actor" else f"“{printable(suggestion.cue)}”: {reason}"


def suggestion_data(
    document: Document, suggestion: Suggestion, decision: Decision | None = None
) -> dict[str, Any]:
    """Return a suggestion as the JSON shows it."""
    data: dict[str, Any] = {
        "id": suggestion.id,
        "kind": suggestion.kind,
        "decision": decision.decision if decision is not None else "open",
        "content": dict(suggestion.content),
        "quote": suggestion.quote,
        "place": _place(document, suggestion.start, suggestion.end),
        "sentence": suggestion.sentence.text,
        "rule": suggestion.rule,
        "cue": suggestion.cue,
        "why": why(suggestion),
    }
    if suggestion.kind == "actor":
        data["mentions"] = [
            {"text": text, **_place(document, start, end)} for text, start, end in suggestion.mentions
        ]
    if decision is not None:
        data["decided"] = {
            key: value
            for key, value in decision.model_dump(include={"date", "analyst", "claim", "model"}).items()
            if value
        }
    return data


def _place(document: Document, start: int, end: int) -> dict[str, int]:
    line, column = document.position(start)
    place = {"start": start, "end": end, "line": line, "column": column}
    page = document.page(start)
    return place if page is None else place | {"page": page}


def place_words(document: Document, offset: int) -> str:
    """Say where something stands: ``page 2, line 14``."""
    page = document.page(offset)
    line = f"line {document.position(offset)[0]}"
    return line if page is None else f"page {page}, {line}"


def headline(suggested: Sequence[Suggestion], decided: Iterable[Decision]) -> str:
    """Say how much is suggested, by kind, and how much was decided before."""
    parts = [
        count(found, _NAMES[kind])
        for kind in KINDS
        if (found := sum(each.kind == kind for each in suggested))
    ]
    before = [each.decision for each in decided]
    first = f"Suggested: {join(parts)}." if parts else "Nothing is suggested that is not decided already."
    if not before:
        return first if parts else "Nothing is suggested; the rules read English alone."
    said = [f"{number(before.count(each))} {each}" for each in ("accepted", "rejected") if before.count(each)]
    return f"{first} Decided before: {join(said)}."


def decision_words(decision: Decision) -> str:
    """Say what was decided: ``accepted on 2024-05-03 by A, claim 'shut' in port.yaml``."""
    by = f" by {printable(decision.analyst)}" if decision.analyst else ""
    claim = f", claim '{printable(decision.claim)}' in {printable(decision.model)}" if decision.claim else ""
    return f"{decision.decision} on {decision.date}{by}{claim}"


def suggestion_lines(document: Document, suggestion: Suggestion) -> tuple[str, list[str]]:
    """Return what a suggestion says in one line, and what is to be said below it."""
    content = suggestion.content
    place = place_words(document, suggestion.start)
    if suggestion.kind == "actor":
        forms = list(dict.fromkeys(text for text, _, _ in suggestion.mentions))
        side = f" ({content['of']})" if "of" in content else ""
        others = [form for form in forms if form != content["name"]]
        also = f", as {join([f'“{form}”' for form in others], 'or')}" if others else ""
        times = len(suggestion.mentions)
        where = place if times == 1 else f"{number(times)} places from {place} on"
        return printable(content["name"] + side), [printable(f"{where}{also}; {why(suggestion)}")]
    below = f"{place}; {why(suggestion)}"
    line = f"“{suggestion.quote}”"
    if suggestion.kind == "event":
        date = content["date"] or _OPEN.get(content.get("open", ""), ("no date of its own", ""))[0]
        line = f"{date}: {line}"
    elif suggestion.kind == "speech":
        who = content.get("who", "nobody who is named")
        actor = content.get("actor", "")
        known = f" ({actor})" if actor and actor not in who else ""
        line = f"{who}{known}: {line}"
    elif suggestion.kind == "option" and content.get("who"):
        line = f"{content['who']}: {line}"
    return printable(line), [below]


# ---------------------------------------------------------------- how good the rules are
def measured_sentences() -> list[str]:
    """Say what the table of measurements is, and what it is worth."""
    return [
        "How far to trust this: it was measured against keys made by hand. No rule was fitted to the "
        "held-out page; the article was at hand when they were made, so its numbers are too good for other "
        "texts. Recall: of what the key marks, how much is suggested. Precision: of what is suggested, how "
        "much the key marks."
    ]


def measured_rows(measured: Mapping[str, Any], kinds: Iterable[str]) -> list[tuple[str, ...]]:
    """Return for each kind: its heading, and recall and precision on the held-out page and on the article."""
    rows = []
    for kind in kinds:
        row = [HEADINGS[kind]]
        for name in ("held-out", "article"):
            found = measured["documents"][name]["kinds"][kind]
            row += [
                _share(found["found"], found["expected"]),
                _share(found["right"], found["proposed"]),
            ]
        rows.append(tuple(row))
    return rows


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole} ({(200 * part + whole) // (2 * whole)} %)" if whole else "none"
