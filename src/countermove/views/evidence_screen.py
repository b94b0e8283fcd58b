"""The evidence as one screen: texts with their quotes, walks, coverage, timeline, narratives."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from countermove.errors import UsageError, suggest
from countermove.model.elements import Claim
from countermove.provenance import grounds
from countermove.views.evidence_screen_tables import covered, narrated, on_desk, timed
from countermove.views.evidence_texts import marked_quotes, rendition_rows
from countermove.views.evidence_walks import conclusion, conclusions, resting_on
from countermove.views.report_elements import element
from countermove.views.report_evidence import counts, sources
from countermove.views.told import Told
from countermove.views.words import count

__all__ = ["PARTS", "claim_keys", "evidence_screen"]

PARTS = {
    "texts": "Texts",
    "conclusions": "Conclusions",
    "coverage": "Coverage",
    "timeline": "Timeline",
    "narratives": "Narratives",
    "desk": "Documents",
}


def evidence_screen(told: Told, query: Mapping[str, str]) -> dict[str, Any]:
    """Return what the evidence screen says.

    Parameters
    ----------
    told : Told
        The conflict and its evidence.
    query : mapping of str to str
        ``show``: one of `PARTS`. ``source``, ``rendition``, ``claim``: what the texts show. ``state``: whose
        reasons are shown. ``join``: whether capitals count with their countries among the voices.

    Returns
    -------
    dict
        ``part``, ``parts`` and ``sentences`` in any case; what else there is depends on the part.

    Raises
    ------
    UsageError
        When the query names nothing that is there.
    """
    part = _one_of(query.get("show", "texts"), PARTS, "part")
    said = {
        "texts": lambda: _texts(told, query),
        "conclusions": lambda: _conclusions(told, query),
        "coverage": lambda: covered(told, claim_keys(told)),
        "timeline": lambda: timed(told),
        "narratives": lambda: narrated(told, join="join" in query),
        "desk": lambda: on_desk(told),
    }[part]()
    shown = [name for name in PARTS if name != "narratives" or told.model.narratives]
    return {
        "part": part,
        "parts": [{"name": name, "title": PARTS[name]} for name in shown],
        "sentences": _sentences(told),
    } | said


def claim_keys(told: Told) -> dict[Claim, tuple[str, int]]:
    """Return what each claim is called in addresses, its label or its number, and its number from 1."""
    return {
        each["claim"]: (each["claim"].label or str(number), number)
        for number, each in enumerate(told.claims, 1)
    }


def _one_of(given: str, known: Mapping[str, Any], what: str) -> str:
    if given not in known:
        raise UsageError(f"there is no {what} '{given}' here; {suggest(given, known, what='there are')}")
    return given


def _sentences(told: Told) -> list[str]:
    """Say first how the quotes stand."""
    found = counts(told.evidence)
    if not found["quotes"]:
        return ["The model quotes nothing yet."]
    seen = found["quotes"] - found["unseen"]
    if not seen:
        return [
            f"{count(found['quotes'], 'quote').capitalize()}; none of their documents is on this machine."
        ]
    first = f"{count(found['quotes'], 'quote').capitalize()} from {count(len(told.evidence.works), 'source')}"
    failing = len({each.quote for each in told.evidence.failing})
    if failing:
        verb = "does" if failing == 1 else "do"
        said = [f"{first}; {count(failing, 'quote')} {verb} not stand in a document as quoted."]
    elif found["unseen"]:
        said = [f"{first}; all that can be looked up here stand there word for word."]
    else:
        said = [f"{first}; all of them stand there word for word."]
    if found["unseen"]:
        said.append(
            f"{count(found['unseen'], 'quote').capitalize()} cannot be looked up: the document is not here."
        )
    return said


# ---------------------------------------------------------------- the texts
def _texts(told: Told, query: Mapping[str, str]) -> dict[str, Any]:
    keys = claim_keys(told)
    chosen = _chosen(told, query.get("claim", ""), keys)
    known = sources(told.evidence)
    for each in known:
        each["here"] = any(one.document for one in told.evidence.sources[each["label"]].renditions)
    labels = {each["label"]: each for each in known}
    if not labels:
        return {"sources": [], "source": None, "claim": None, "claims": []}
    quoted = [quote.source for quote in chosen["claim"].quotes] if chosen else []
    default = next(
        iter([each for each in quoted if labels[each]["here"]] or quoted),
        next((label for label in labels if labels[label]["here"]), next(iter(labels))),
    )
    label = _one_of(query.get("source") or default, labels, "source")
    at_hand = {
        each.name: each.document
        for each in told.evidence.sources[label].renditions
        if each.document is not None
    }
    names = list(at_hand)
    wanted = query.get("rendition", "")
    if wanted:
        names = [_one_of(wanted, at_hand, "rendition at hand")]
    marks = marked_quotes(told.evidence, label, keys)
    shown = names[:2]
    return {
        "sources": known,
        "source": labels[label],
        "rendition": wanted,
        "renditions": [{"name": name, "words": len(at_hand[name].words.texts)} for name in at_hand],
        "shown": shown,
        "rows": rendition_rows({name: at_hand[name] for name in shown}, marks) if shown else [],
        "claim": chosen and _claim(told, chosen, keys, marks),
        "claims": [
            _listed(each, keys)
            for each in told.claims
            if any(quote.source == label for quote in each["claim"].quotes)
        ],
        "choices": _choices(told),
        "elements": _elements(told),
        # Where the words of others are kept out of the file, a further quote is too.
        "sealing": any(
            quote.seal is not None
            for claim in told.model.claims.values()
            for quote in claim.quotes
            if quote.source == label
        ),
    }


def _chosen(told: Told, wanted: str, keys: Mapping[Claim, tuple[str, int]]) -> dict[str, Any] | None:
    if not wanted:
        return None
    by_key = {keys[each["claim"]][0]: each for each in told.claims}
    found: dict[str, Any] = by_key[_one_of(wanted, by_key, "claim")]
    return found


def _listed(each: Mapping[str, Any], keys: Mapping[Claim, tuple[str, int]]) -> dict[str, Any]:
    key, number = keys[each["claim"]]
    return {"key": key, "number": number, "text": each["text"], "sign": each["sign"], "doubt": each["doubt"]}


def _claim(
    told: Told,
    each: Mapping[str, Any],
    keys: Mapping[Claim, tuple[str, int]],
    marks: Mapping[str, Any],
) -> dict[str, Any]:
    """Return a claim with its quotes, where they stand, and what rests on it."""
    _, number = keys[each["claim"]]
    places = [
        {"rendition": name, "id": mark.id, "status": mark.status}
        for name, found in marks.items()
        for mark in found
        if mark.number == number
    ]
    return _listed(each, keys) | {
        "origin": each["origin"],
        "label": each["claim"].label,
        "quotes": [
            {**quote, "label": own.source}
            for quote, own in zip(each["quotes"], each["claim"].quotes, strict=True)
        ],
        "places": places,
        "elements": [{"what": one.what, "says": one.says} for one in each["elements"]],
        "verdicts": resting_on(told, each["id"]),
    }


def _choices(told: Told) -> list[dict[str, str]]:
    """Return the labelled claims that a further quote can be given to."""
    return [{"key": label, "text": claim.text} for label, claim in told.model.claims.items()]


def _elements(told: Told) -> list[dict[str, str]]:
    """Return the elements that a claim can be given to: those of the model's own file."""
    if told.model.layers:
        return []
    return [
        {"key": each.element, "text": ": ".join(filter(None, (said.what, said.says)))}
        for each in grounds(told.model)
        for said in [element(told.model, each.element)]
        if each.element != "status_quo"
    ]


# ---------------------------------------------------------------- from conclusions
def _conclusions(told: Told, query: Mapping[str, str]) -> dict[str, Any]:
    states = {str(state + 1): state for state in conclusions(told)}
    if not states:
        return {"states": [], "conclusion": None}
    wanted = query.get("state") or next(iter(states))
    if wanted not in states:
        states[wanted] = told.conflict.state(wanted)
    said = conclusion(told, states[wanted])
    keys = {each["id"]: keyed for each, keyed in zip(told.claims, claim_keys(told).values(), strict=True)}
    return {
        "states": [
            {"key": key, "today": state == told.space.status_quo, **told.shown.state(state)}
            for key, state in states.items()
        ],
        "state": wanted,
        "conclusion": said,
        "keys": {anchor: key for anchor, (key, _) in keys.items()},
        "concepts": [each.short for each in told.analysis.concepts],
    }
