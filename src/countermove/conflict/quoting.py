"""Words of a document become a quote of a claim: looked up first, written only if they stand there once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from countermove.conflict import Conflict
from countermove.errors import EvidenceError, UsageError, suggest
from countermove.evidence import Finding, Status, seal, split
from countermove.model.editing import Edit, Put, edited
from countermove.model.yaml import parse
from countermove.provenance import VERIFIED, Evidence

__all__ = ["Quoting", "quoting", "with_quote", "with_reason"]

LABEL_WORDS = 5


@dataclass(frozen=True)
class Quoting:
    """Words to be quoted, and what became of them.

    Attributes
    ----------
    source : str
        The source's label.
    words : str
        The words, with single spaces.
    findings : mapping of str to Finding
        For each rendition at hand.
    """

    source: str
    words: str
    findings: Mapping[str, Finding]

    @property
    def verified(self) -> bool:
        """Whether the words stand once in some rendition."""
        return any(each.status in VERIFIED for each in self.findings.values())


def quoting(evidence: Evidence, source: str, words: str) -> Quoting:
    """Look words up in every rendition of a source that is at hand.

    Raises
    ------
    UsageError
        When there is no such source, or there are no words.
    EvidenceError
        When no document of the source is on this machine.
    """
    if source not in evidence.sources:
        raise UsageError(f"the model has no source '{source}'; {suggest(source, evidence.sources)}")
    said = " ".join(words.split())
    if not split(said).texts:
        raise UsageError("there are no words to quote; select some in the text, or write them")
    rows = evidence.sources[source].check(said)
    found = {row.rendition: row.finding for row in rows if row.finding is not None}
    if not found:
        raise EvidenceError(
            f"no document of {source} is on this machine; give it with --source {source}=PATH"
        )
    return Quoting(source, said, found)


def with_quote(
    conflict: Conflict,
    text: str,
    found: Quoting,
    claim: str = "",
    says: str = "",
    *,
    sealed: bool = False,
    against: bool = False,
) -> tuple[str, str]:
    """Return a model's text with a further quote, and the label of its claim.

    Parameters
    ----------
    conflict : Conflict
        What the text says.
    text : str
        The model's text; its comments stay.
    found : Quoting
        What is quoted.
    claim : str
        The label of the claim that gets the quote; a new claim is made without one.
    says : str
        What a new claim says, in the analyst's words.
    sealed : bool
        Whether the words are left out, and their number and hash written instead.
    against : bool
        Whether the quote speaks against the claim.

    Raises
    ------
    EvidenceError
        When the words do not stand in the source's documents, or stand several times.
    UsageError
        When there is no such claim, it has the quote already, or a new one says nothing.
    """
    if not found.verified:
        raise EvidenceError(_why_not(found))
    model = conflict.model
    quote = _quote(conflict, found, sealed=sealed, against=against)
    if claim:
        if claim not in model.claims:
            raise UsageError(f"the model has no claim '{claim}'; {suggest(claim, model.claims)}")
        there = model.claims[claim].quotes
        kept = seal(found.words)
        own = (kept.words, kept.sha256)
        if any(each.source == found.source and own == _sealed(each.text, each.seal) for each in there):
            raise UsageError(f"the claim '{claim}' has this quote already")
        return edited(text, [Put(("claims", claim, "quotes", len(there)), quote)]), claim
    if not says.strip():
        raise UsageError("a new claim says something in your own words; write what the quote shows")
    label = _label(says, model.claims)
    new = {"text": " ".join(says.split()), "quotes": [quote]}
    edits: list[Edit] = [Put(("claims", label), new) if model.claims else Put(("claims",), {label: new})]
    return edited(text, edits), label


def with_reason(text: str, element: str, label: str) -> str:
    """Return a model's text in which an element rests on a claim as well.

    Parameters
    ----------
    text : str
        The model's text.
    element : str
        The element's path, as in `Model.grounds`.
    label : str
        The claim's label.

    Raises
    ------
    UsageError
        When the element does not stand in this file, or cannot take a reason there.
    """
    steps = [
        int(each[1:-1]) if each[0] == "[" else each for each in re.findall(r"\[\d+\]|[^.\[\]]+", element)
    ]
    node: Any = parse(text, "<text>")[0]
    for step in steps:
        there = (isinstance(node, list) and isinstance(step, int) and step < len(node)) or (
            isinstance(node, dict) and step in node
        )
        if not there:
            raise UsageError(f"'{element}' does not stand in this file; give the claim to it where it does")
        node = node[step]
    path = tuple(steps)
    if isinstance(node, str):
        key = "name" if "options" in steps else "statement"
        return edited(text, [Put(path, {key: node, "because": [label]})])
    if not isinstance(node, dict):
        raise UsageError(f"'{element}' takes no reason there; write it into the file")
    because = node.get("because") or []
    if isinstance(because, str):
        return edited(text, [Put((*path, "because"), [because, label])])
    if label in because:
        return text
    return edited(
        text, [Put((*path, "because", len(because)), label) if because else Put((*path, "because"), [label])]
    )


def _why_not(found: Quoting) -> str:
    """Say why words cannot be quoted, and what is nearest to them."""
    for name, each in found.findings.items():
        if each.status is Status.AMBIGUOUS:
            many = "several times" if not each.complete else f"{len(each.places)} times"
            return f"these words stand {many} in rendition {name}; quote more words"
    near = next(((name, each.nearest) for name, each in found.findings.items() if each.nearest), None)
    hint = f"; the nearest passage is in {near[0]} on line {near[1].place.line}" if near else ""
    return f"these words do not stand in a document of {found.source}{hint}; quote it word for word"


def _quote(conflict: Conflict, found: Quoting, *, sealed: bool, against: bool) -> dict[str, Any]:
    declared = {each.name for each in conflict.model.sources[found.source].renditions}
    quote: dict[str, Any] = {"source": found.source}
    if sealed:
        kept = seal(found.words)
        quote["sealed"] = {"words": kept.words, "sha256": kept.sha256}
    else:
        quote["quote"] = found.words
    if against:
        quote["stance"] = "contradicts"
    places = {
        name: [each.places[0].start, each.places[0].end]
        for name, each in found.findings.items()
        if each.status in VERIFIED and name in declared
    }
    return quote | ({"places": places} if places else {})


def _sealed(text: str | None, sealed: tuple[int, str] | None) -> tuple[int, str]:
    if sealed is not None:
        return sealed
    kept = seal(text or "")
    return kept.words, kept.sha256


def _label(says: str, taken: Mapping[str, object]) -> str:
    """Return a label for a new claim, from its first words."""
    words = [each for each in split(says).texts if re.fullmatch(r"[a-z0-9]+", each)][:LABEL_WORDS]
    stem = "_".join(words)[:40].strip("_")
    if not re.match(r"[a-z]", stem):
        stem = f"claim_{stem}".strip("_")
    label, number = stem, 1
    while label in taken:
        number += 1
        label = f"{stem}_{number}"
    return label
