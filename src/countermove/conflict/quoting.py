"""Words of a document become a quote of a claim: looked up first, written only if they stand there once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple

from countermove.conflict import Conflict
from countermove.conflict.sourcing import puts
from countermove.errors import EvidenceError, UsageError, suggest
from countermove.evidence import Finding, Status, seal, split
from countermove.model.editing import Put, edited
from countermove.model.yaml import parse
from countermove.provenance import VERIFIED, Evidence, grounds

__all__ = ["Attachable", "Quoting", "attachable", "place_in", "quoting", "with_quote", "with_reason"]

LABEL_WORDS = 5
LISTS = ("constraints", "forbidden_moves", "power")
"""What the whole numbers through, the layers' first."""
REASONED = {"options": "name", "foresight": "concept"}
"""What a bare text is called where it stands beside its reasons; elsewhere ``statement``."""


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


class Attachable(NamedTuple):
    """An element that can be given a reason, and where it stands.

    Attributes
    ----------
    key : str
        What forms call it: its path, in a layer after ``layers.LABEL.``.
    file : str
        The layer's file; empty for the model's own.
    path : str
        Its path in that file.
    element : str
        Its path in the model, or in the layer's.
    layer : str
        The layer's label; empty for the model's own file.
    """

    key: str
    file: str
    path: str
    element: str
    layer: str = ""


def attachable(conflict: Conflict) -> list[Attachable]:
    """Return the elements that can be given a reason, those of the model's own file before its layers'.

    What a model of layers only takes over from a layer stands in the layer's file, and is given there.
    """
    model = conflict.model
    whole = parse(conflict.text, "<text>")[0] if conflict.text else {}
    elements = [each.element for each in grounds(model)]
    found = []
    for element in elements:
        path = _own_path(element, elements, whole) if model.layers else element
        if path and _node(whole, path)[1]:
            found.append(Attachable(element, "", path, element))
    for layer in model.layers:
        within = f"layers.{layer.label}.model."  # where a layer that is no file of its own stands
        inside = isinstance(_node(whole, within)[0], dict)
        for element, _ in layer.model.grounds():
            key = f"layers.{layer.label}.{element}"
            file, path = ("", within + element) if inside else (layer.model.file, element)
            found.append(Attachable(key, file, path, element, layer.label))
    return found


def _own_path(element: str, elements: list[str], whole: Any) -> str:
    """Return where an element of the whole stands in the whole's own file, as it numbers its lists."""
    head, _, rest = element.partition("[")
    if head not in LISTS:
        return element
    many = sum(each.startswith(f"{head}[") for each in elements)
    own = whole.get(head) if isinstance(whole, dict) else None
    at = int(rest.partition("]")[0]) - (many - len(own or []))
    return f"{head}[{at}]" if at >= 0 else ""


def place_in(evidence: Evidence, source: str, rendition: str, passage: int, before: int) -> int | None:
    """Return which character of a document's text so many characters after another are.

    Pages show white space otherwise than it stands in a document, so only what is none is counted.

    Parameters
    ----------
    evidence : Evidence
        The documents.
    source, rendition : str
        Which document.
    passage : int
        The character that is counted from.
    before : int
        How many characters that are no white space lie between.

    Returns
    -------
    int or None
        None where there is no such document, or it ends before.
    """
    renditions = evidence.sources[source].renditions if source in evidence.sources else ()
    document = next((each.document for each in renditions if each.name == rendition), None)
    if document is None or passage < 0 or before < 0:
        return None
    inked = (at for at in range(passage, len(document.text)) if not document.text[at].isspace())
    return next(islice(inked, before, None), None)


def quoting(
    evidence: Evidence, source: str, words: str, rendition: str = "", span: tuple[int, int] | None = None
) -> Quoting:
    """Look words up in every rendition of a source that is at hand.

    Words that stand several times are taken at the place that was selected, if exactly these words stand
    there; and in every other rendition in which they stand as often, at the place of the same number.

    Parameters
    ----------
    evidence : Evidence
        The model's documents.
    source, words : str
        What is quoted.
    rendition : str, optional
        In which rendition the words were selected.
    span : tuple of (int, int), optional
        Between which characters of its raw text.

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
    own = evidence.sources[source]
    found = {row.rendition: row.finding for row in own.check(said) if row.finding is not None}
    if not found:
        raise EvidenceError(
            f"no document of {source} is on this machine; give it with --source {source}=PATH"
        )
    spans = _spans(found, rendition, span)
    if spans:
        rows = own.check_all([said], [spans])[0]
        found = {row.rendition: row.finding for row in rows if row.finding is not None}
    return Quoting(source, said, found)


def _spans(
    found: Mapping[str, Finding], rendition: str, span: tuple[int, int] | None
) -> dict[str, tuple[int, int]]:
    """Return which of several places is meant in each rendition in which the words are ambiguous."""
    first = found.get(rendition)
    if span is None or first is None or first.status is not Status.AMBIGUOUS:
        return {}
    chosen = [number for number, each in enumerate(first.places) if span[0] <= each.start < span[1]]
    if len(chosen) != 1:
        return {}
    return {
        name: (each.places[chosen[0]].start, each.places[chosen[0]].end)
        for name, each in found.items()
        if each.status is Status.AMBIGUOUS and len(each.places) == len(first.places)
        if (each.complete and first.complete) or name == rendition
    }


def with_quote(
    conflict: Conflict,
    text: str,
    found: Quoting,
    claim: str = "",
    says: str = "",
    about: Mapping[str, str] | None = None,
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
    about : mapping of str to str, optional
        What else a new claim has, such as ``said_by`` and ``happened``; what is empty is left out.
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
    more = {key: value for key, value in (about or {}).items() if value}
    new = {"text": " ".join(says.split()), **more, "quotes": [quote]}
    return edited(text, puts(parse(text, "<text>")[0], "claims", {label: new})), label


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
    node, there = _node(parse(text, "<text>")[0], element)
    if not there:
        raise UsageError(f"'{element}' does not stand in this file; give the claim to it where it does")
    path = _steps(element)
    if not isinstance(node, dict):
        key = next((name for part, name in REASONED.items() if part in path), "statement")
        return edited(text, [Put(path, {key: node, "because": [label]})])
    because = node.get("because") or []
    if isinstance(because, str):
        return edited(text, [Put((*path, "because"), [because, label])])
    if label in because:
        return text
    return edited(
        text, [Put((*path, "because", len(because)), label) if because else Put((*path, "because"), [label])]
    )


def _steps(element: str) -> tuple[str | int, ...]:
    """Return an element's path as the steps of an edit."""
    found = re.findall(r"\[\d+\]|[^.\[\]]+", element)
    return tuple(int(each[1:-1]) if each[0] == "[" else each for each in found)


def _node(node: Any, element: str) -> tuple[Any, bool]:
    """Return what stands at a path, and whether anything does."""
    for step in _steps(element):
        there = (isinstance(node, list) and isinstance(step, int) and step < len(node)) or (
            isinstance(node, dict) and step in node
        )
        if not there:
            return None, False
        node = node[step]
    return node, node is not None


def _why_not(found: Quoting) -> str:
    """Say why words cannot be quoted, and what is nearest to them."""
    for name, each in found.findings.items():
        if each.status is Status.AMBIGUOUS:
            many = "several times" if not each.complete else f"{len(each.places)} times"
            return (
                f"these words stand {many} in rendition {name}; quote more words, or select them in the text "
                "of a rendition whose SHA-256 the model gives"
            )
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
