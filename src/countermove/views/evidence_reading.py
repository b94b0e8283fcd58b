"""The texts on the evidence screen: a source's renditions with their quotes, and one claim in full."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from countermove.conflict.quoting import attachable
from countermove.errors import UsageError, suggest
from countermove.evidence import Document
from countermove.model.elements import Claim
from countermove.provenance import Checked, grounds
from countermove.views.evidence_texts import (
    STATUS_WORDS_OF,
    Marked,
    Part,
    marked_quotes,
    part_of,
    text_parts,
    told_rows,
)
from countermove.views.evidence_walks import resting_on
from countermove.views.report_elements import element
from countermove.views.report_evidence import sources
from countermove.views.told import Told

__all__ = ["Keys", "claim_keys", "one_of", "quote_choices", "reading"]

Keys = Mapping[Claim, tuple[str, int]]
"""What each claim is called in addresses, its label or its number, and its number from 1."""

SCREENS = {
    "constraints": "workshop#constraints",
    "status_quo": "workshop#today",
    "layers": "layers",
    "perceptions": "views",
    "phases": "phases",
    "events": "events",
    "levers": "design",
}
"""Which screen shows an element, by the first part of its path."""


@lru_cache(maxsize=8)
def claim_keys(told: Told) -> Keys:
    """Return what each claim is called in addresses, and its number."""
    return {
        each["claim"]: (each["claim"].label or str(number), number)
        for number, each in enumerate(told.claims, 1)
    }


def one_of(given: str, known: Mapping[str, Any], what: str) -> str:
    """Return what was asked for, which must be there."""
    if given not in known:
        raise UsageError(f"there is no {what} '{given}' here; {suggest(given, known, what='there are')}")
    return given


def reading(told: Told, query: Mapping[str, str]) -> dict[str, Any]:
    """Return the texts of one source, or a claim's.

    Parameters
    ----------
    told : Told
        The conflict and its evidence.
    query : mapping of str to str
        ``source``; ``rendition`` and ``beside``, the two that are shown, the first alone without the other;
        ``claim``, by its label or as ``claim-3``; ``part``, of a long text, from 1.
    """
    keys = claim_keys(told)
    chosen = _chosen(told, query.get("claim", ""), keys)
    known = sources(told.evidence)
    for each in known:
        each["here"] = any(one.document for one in told.evidence.sources[each["label"]].renditions)
    labels = {each["label"]: each for each in known}
    if not labels:
        return {"sources": [], "source": None, "claim": None, "claims": [], "others": []}
    quoted = [quote.source for quote in chosen["claim"].quotes] if chosen else []
    default = next(
        iter([each for each in quoted if labels[each]["here"]] or quoted),
        next((label for label in labels if labels[label]["here"]), next(iter(labels))),
    )
    label = one_of(query.get("source") or default, labels, "source")
    at_hand = {
        each.name: each.document
        for each in told.evidence.sources[label].renditions
        if each.document is not None
    }
    shown = _shown(at_hand, query)
    marks = marked_quotes(told.evidence, label, keys)
    parts = text_parts(tuple(at_hand[name] for name in shown)) if shown else []
    places = _places(told, chosen, label, marks, at_hand, query, shown, parts) if chosen else []
    at = _part(query, parts, places)
    own = [each for each in told.claims if any(quote.source == label for quote in each["claim"].quotes)]
    return {
        "sources": known,
        "source": labels[label],
        "renditions": [{"name": name, "words": len(at_hand[name].words.texts)} for name in at_hand],
        "shown": shown,
        "part_number": at + 1,
        "part_count": len(parts),
        "rows": told_rows(parts[at], [at_hand[name] for name in shown], [marks[name] for name in shown])
        if parts
        else [],
        "kept": _kept(query),
        "claim": chosen and _claim(told, chosen, keys, label, places),
        "claims": [_listed(each, keys) | _first(each, keys, marks, shown, parts) for each in own],
        "others": [_listed(each, keys) for each in told.claims if each not in own],
        **quote_choices(told, label),
    }


def quote_choices(told: Told, source: str) -> dict[str, Any]:
    """Return what there is to choose from where words of a source become a quote."""
    return {
        "choices": [{"key": key, "text": claim.text} for key, claim in told.model.claims.items()],
        "elements": _elements(told),
        # Where the words of others are kept out of the file, a further quote is too.
        "sealing": any(
            quote.seal is not None
            for claim in told.model.claims.values()
            for quote in claim.quotes
            if quote.source == source
        ),
    }


def _shown(at_hand: Mapping[str, Document], query: Mapping[str, str]) -> list[str]:
    """Return which renditions are shown, one or two."""
    wanted = query.get("rendition", "")
    if not wanted:
        return list(at_hand)[:2]
    one_of(wanted, at_hand, "rendition at hand")
    beside = query.get("beside", "")
    if not beside or beside == wanted:
        return [wanted]
    return [wanted, one_of(beside, at_hand, "rendition at hand")]


def _part(query: Mapping[str, str], parts: Sequence[Part], places: Sequence[Mapping[str, Any]]) -> int:
    """Return which part is shown, from 0: the one asked for, else where the claim's first quote stands."""
    given = query.get("part", "")
    if given:
        numbers = {str(number): number for number in range(1, len(parts) + 1)}
        return numbers[one_of(given, numbers, "part")] - 1
    return next((each["part"] - 1 for each in places if each["shown"]), 0)


def _kept(query: Mapping[str, str]) -> dict[str, str]:
    """Return which renditions an address asks for, to ask for them again."""
    return {name: query[name] for name in ("rendition", "beside") if query.get(name)}


def _first(
    each: Mapping[str, Any],
    keys: Keys,
    marks: Mapping[str, Sequence[Marked]],
    shown: Sequence[str],
    parts: Sequence[Part],
) -> dict[str, Any]:
    """Return where a claim's first quote stands in what is shown: the part, from 1, and the anchor there."""
    number = keys[each["claim"]][1]
    for at, name in enumerate(shown):
        for mark in marks[name]:
            if mark.number == number:
                return {"part": part_of(parts, at, mark.start) + 1, "at": mark.id}
    return {"part": 1, "at": ""}


def _chosen(told: Told, wanted: str, keys: Keys) -> dict[str, Any] | None:
    if not wanted:
        return None
    by_key = {keys[each["claim"]][0]: each for each in told.claims}
    by_id = {each["id"]: each for each in told.claims}
    if wanted not in by_key and wanted in by_id:
        return by_id[wanted]
    found: dict[str, Any] = by_key[one_of(wanted, by_key, "claim")]
    return found


# ---------------------------------------------------------------- one claim
def _listed(each: Mapping[str, Any], keys: Keys) -> dict[str, Any]:
    key, number = keys[each["claim"]]
    return {
        "id": each["id"],
        "key": key,
        "number": number,
        "text": each["text"],
        "sign": each["sign"],
        "doubt": each["doubt"],
    }


def _claim(
    told: Told,
    each: Mapping[str, Any],
    keys: Keys,
    source: str,
    places: Sequence[Mapping[str, Any]],
) -> dict[str, Any]:
    """Return a claim with its quotes, where they stand, and what rests on it."""
    return _listed(each, keys) | {
        "origin": each["origin"],
        "label": each["claim"].label,
        "quotes": [
            {
                **quote,
                "label": own.source,
                "places": [place for place in places if place["quote"] == number],
                "elsewhere": own.source != source,
            }
            for number, (quote, own) in enumerate(zip(each["quotes"], each["claim"].quotes, strict=True))
        ],
        "places": places,
        "elements": _under(told, each["claim"]),
        "verdicts": resting_on(told, each["id"]),
        "courses": _courses(told).get(each["id"], []),
    }


def _places(
    told: Told,
    chosen: Mapping[str, Any],
    source: str,
    marks: Mapping[str, Sequence[Marked]],
    at_hand: Mapping[str, Document],
    query: Mapping[str, str],
    shown: Sequence[str],
    parts: Sequence[Part],
) -> list[dict[str, Any]]:
    """Return where each quote of a claim stands in this source; those that stand nowhere are told too."""
    claim: Claim = chosen["claim"]
    key, number = claim_keys(told)[claim]
    own = [each for each in claim.quotes if each.source == source]
    found = []
    for place, quote in enumerate(claim.quotes):
        if quote.source != source:
            continue
        rows = {
            row.rendition: row for row in told.evidence.checked if (row.claim, row.quote) == (claim, quote)
        }
        for row in rows.values():
            stem = f"at-{number}-{own.index(quote) + 1}-{row.rendition}"
            here: list[Marked | None] = [
                each for each in marks.get(row.rendition, ()) if _is_at(each.id, stem)
            ]
            found += [
                _place(row, each, key, source, at_hand, query, shown, parts) | {"quote": place}
                for each in (here or (None,))
            ]
    return found


def _is_at(anchor: str, stem: str) -> bool:
    return re.fullmatch(re.escape(stem) + r"(~\d+)?", anchor) is not None


def _place(
    row: Checked,
    mark: Marked | None,
    claim: str,
    source: str,
    at_hand: Mapping[str, Document],
    query: Mapping[str, str],
    shown: Sequence[str],
    parts: Sequence[Part],
) -> dict[str, Any]:
    status = str(row.status)
    told = {
        "rendition": row.rendition,
        "status": status,
        "words": STATUS_WORDS_OF[status],
        "id": mark.id if mark else "",
        "line": at_hand[row.rendition].position(mark.start)[0] if mark else 0,
        "shown": False,
        "part": 1,
        "to": "",
    }
    if mark is None:
        return told
    if row.rendition in shown:
        part = part_of(parts, shown.index(row.rendition), mark.start) + 1
        kept = _kept(query)
    else:
        part = part_of(text_parts((at_hand[row.rendition],)), 0, mark.start) + 1
        kept = {"rendition": row.rendition}
    asked = {"source": source, "claim": claim} | kept | ({"part": str(part)} if part > 1 else {})
    return told | {"shown": row.rendition in shown, "part": part, "to": f"?{urlencode(asked)}#{mark.id}"}


# ---------------------------------------------------------------- what rests on it
def _under(told: Told, claim: Claim) -> list[dict[str, str]]:
    """Return the elements that a claim stands under, each with the screen that shows it."""
    found = []
    for ground in grounds(told.model):
        for each in ground.claims:
            if each == claim or (claim.label and each.label == claim.label):
                said = element(told.model, ground.element)
                against = "Against: " if each.stance == "contradicts" else ""
                found.append(
                    {"what": f"{against}{said.what}", "says": said.says, "screen": _screen(ground.element)}
                )
    return found


def _screen(path: str) -> str:
    head, *rest = re.split(r"[.\[]", path)
    if head in ("preferences", "decision_makers") and rest:
        return f"workshop#dm_{rest[0]}"
    return SCREENS.get(head, "workshop")


@lru_cache(maxsize=4)
def _courses(told: Told) -> dict[str, list[int]]:
    """Return for each claim whose courses of action rest on it."""
    found: dict[str, list[int]] = {}
    for menu in told.menus():
        ids = {claim["id"] for course in menu["courses"] for claim in course["claims"]}
        for each in ids:
            found.setdefault(each, []).append(menu["dm"])
    return {each: sorted(dms) for each, dms in found.items()}


@lru_cache(maxsize=4)
def _elements(told: Told) -> list[dict[str, str]]:
    """Return the elements that may rest on a claim, each with the layer that it stands in."""
    layers = {each.label: each for each in told.model.layers}
    found = []
    for each in attachable(told.conflict):
        said = element(layers[each.layer].model if each.layer else told.model, each.element)
        found.append(
            {
                "key": each.key,
                "layer": layers[each.layer].name if each.layer else "",
                "file": each.file,
                "text": ": ".join(filter(None, (said.what, said.says))),
            }
        )
    return found
