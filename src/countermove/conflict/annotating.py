"""A model's quotes as annotations, and annotations as claims of a model, verified before they are let in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, Literal

from countermove.evidence import (
    MAX_SEALED_WORDS,
    Document,
    Finding,
    Rendition,
    Seal,
    Source,
    Status,
    seal,
    split,
)
from countermove.evidence.annotations import Annotation, Target
from countermove.evidence.placed import Span
from countermove.evidence.quoted import quoted_text
from countermove.model import Model
from countermove.model.editing import Edit, Put
from countermove.model.parsing import LABEL
from countermove.model.shape_parts import RESERVED
from countermove.provenance import Checked, Evidence

__all__ = ["Imported", "annotations_of", "claims_of", "held_against"]

_AROUND = 32  # characters of the document before and after a quote
_LABEL_WORDS = 4
_KEPT = ("stance", "happened", "reported", "said_by", "reliability", "reason", "analyst")


# ---------------------------------------------------------------- a model's quotes as annotations
def annotations_of(evidence: Evidence, *, with_words: bool) -> list[Annotation]:
    """Return each quote of a model as an annotation, its targets the renditions it stands in.

    Parameters
    ----------
    evidence : Evidence
        The quotes, held against the documents at hand.
    with_words : bool
        Whether to give the words of sealed quotes too, and what stands around them.
    """
    together = [
        list(rows) for _, rows in groupby(evidence.checked, key=lambda each: (each.element, each.quote))
    ]
    together.sort(key=lambda rows: (rows[0].quote.at.file, rows[0].quote.at))
    return [_annotated(evidence, rows, with_words) for rows in together]


def _annotated(evidence: Evidence, rows: Sequence[Checked], with_words: bool) -> Annotation:
    claim, quote = rows[0].claim, rows[0].quote
    said = {key: getattr(claim, key) for key in _KEPT} | {"note": quote.note}
    usual = {"stance": "supports", "reliability": "unknown"}
    targets = [
        _target(row, document, with_words)
        for row in rows
        if row.finding is not None
        and row.finding.places
        and (document := _document(evidence, row)) is not None
    ]
    sealed = None if quote.seal is None else Seal(*quote.seal)
    nowhere = Target(
        f"urn:countermove:source:{quote.source}", quote.source, exact=quote.text or "", seal=sealed
    )
    return Annotation(
        claim.text,
        tuple(targets) or (nowhere,),
        claim.label,
        {key: value for key, value in said.items() if value and value != usual.get(key)},
        quote.stance == "contradicts",
    )


def _document(evidence: Evidence, row: Checked) -> Document | None:
    renditions = evidence.sources[row.quote.source].renditions
    return next((each.document for each in renditions if each.name == row.rendition), None)


def _target(row: Checked, document: Document, with_words: bool) -> Target:
    assert row.finding is not None
    place = row.finding.places[0]
    target = Target(
        f"urn:sha256:{document.sha256}",
        row.quote.source,
        row.rendition,
        seal=None if row.quote.seal is None else Seal(*row.quote.seal),
        span=(place.start, place.end),
    )
    if row.quote.seal is not None and not with_words:
        return target
    past = row.finding.interruptions
    text = document.text
    return replace(
        target,
        exact=quoted_text(document, row.finding) if past else text[place.start : place.end],
        prefix=text[max(0, place.start - _AROUND) : place.start],
        suffix=text[place.end : place.end + _AROUND],
    )


# ---------------------------------------------------------------- annotations held against documents
@dataclass(frozen=True)
class Imported:
    """An annotation and what became of it.

    Attributes
    ----------
    annotation : Annotation
        As it was read.
    source : str
        The source of the model that it is about; empty if there is none.
    statuses : mapping of str to Status
        For each rendition of the source what became of the quote.
    findings : mapping of str to Finding
        The same with places, for the renditions that there is a document for.
    text : str or None
        The quote, as the document has it; None for a sealed one that stands nowhere.
    seal : Seal or None
        Its seal, where it has words.
    outcome : str
        ``verified``: every document at hand bears it out; ``failing``: one does not; ``no-source``: there is
        none; ``no-words``: the annotation says neither words nor a place in a document at hand.
    """

    annotation: Annotation
    source: str
    statuses: Mapping[str, Status]
    findings: Mapping[str, Finding]
    text: str | None
    seal: Seal | None
    outcome: Literal["verified", "failing", "no-source", "no-words"]


def held_against(
    sources: Mapping[str, Source], annotations: Sequence[Annotation], source: str | None = None
) -> list[Imported]:
    """Look every annotation up in the documents of the source that it is about.

    That is the source that is given; else the one with its document, by its hash; else the one of its label;
    else the only one there is, or in which its words stand.

    Parameters
    ----------
    sources : mapping of str to Source
        Those of the model, with their documents.
    annotations : sequence of Annotation
        As they were read.
    source : str, optional
        The label of the source that all of them are about.
    """
    return [_held(sources, each, source) for each in annotations]


def _held(sources: Mapping[str, Source], annotation: Annotation, source: str | None) -> Imported:
    words = _words(sources, annotation)
    if words is None:
        return Imported(annotation, source or "", {}, {}, None, None, "no-words")
    label = source or _about(sources, annotation, words)
    if not label:
        return Imported(annotation, "", {}, {}, *_as_in_document((), {}, words), "no-source")
    at_hand = sources[label]
    places = _places(at_hand, annotation)
    rows = at_hand.check_all([words], [places])[0]
    around = {
        each.name: span
        for each, row in zip(at_hand.renditions, rows, strict=False)
        if row.status is Status.AMBIGUOUS and each.document and row.finding
        for span in [_between(each.document, row.finding, annotation)]
        if span is not None
    }
    if around:
        rows = at_hand.check_all([words], [{**places, **around}])[0]
    findings = {row.rendition: row.finding for row in rows if row.finding is not None}
    failing = any(not finding.verified for finding in findings.values())
    text, sealed = _as_in_document(at_hand.renditions, findings, words)
    return Imported(
        annotation,
        label,
        {row.rendition: row.status for row in rows},
        findings,
        text,
        sealed,
        "no-source" if not findings else "failing" if failing else "verified",
    )


def _words(sources: Mapping[str, Source], annotation: Annotation) -> str | Seal | None:
    """Return what an annotation quotes: its words, its seal, or what stands at its place in its document."""
    for each in annotation.targets:
        if each.exact and split(each.exact).texts:
            return each.exact
    for each in annotation.targets:
        if each.seal is not None:
            return each.seal
    for each in annotation.targets:
        for source in sources.values():
            for rendition in source.renditions:
                document = rendition.document
                if document is not None and each.span and document.sha256 == each.sha256:
                    text = document.text[slice(*each.span)]
                    return text if split(text).texts else None
    return None


def _about(sources: Mapping[str, Source], annotation: Annotation, words: str | Seal) -> str:
    hashes = {each.sha256 for each in annotation.targets if each.sha256}
    labels = [each.source for each in annotation.targets if each.source in sources]
    by_hash = [
        label for label, source in sources.items() if any(_hash(each) & hashes for each in source.renditions)
    ]
    if by_hash or labels:
        return (by_hash or labels)[0]
    if len(sources) == 1:
        return next(iter(sources))
    standing = [
        label
        for label, source in sources.items()
        if any(row.finding and row.finding.places for row in source.check(words))
    ]
    return standing[0] if len(standing) == 1 else ""


def _hash(rendition: Rendition) -> set[str]:
    return {each for each in (rendition.sha256, rendition.document and rendition.document.sha256) if each}


def _places(source: Source, annotation: Annotation) -> dict[str, Span]:
    """Return where an annotation says that its words stand, in the documents that it says it of."""
    return {
        rendition.name: target.span
        for rendition in source.renditions
        for target in annotation.targets
        if target.span and target.sha256 in _hash(rendition)
    }


def _between(document: Document, finding: Finding, annotation: Annotation) -> Span | None:
    """Return the only place of several with the words before and after it that an annotation gives."""
    prefix, suffix = next(
        ((each.prefix, each.suffix) for each in annotation.targets if each.prefix or each.suffix), ("", "")
    )
    # The first word of what stands before, and the last of what stands after, may be cut.
    before, after = split(prefix).texts[1:], split(suffix).texts[:-1]
    if not (before or after) or not finding.complete:
        return None
    fitting = [
        (place.start, place.end)
        for place in finding.places
        if (
            not before
            or split(document.text[max(0, place.start - 400) : place.start]).texts[-len(before) :] == before
        )
        and split(document.text[place.end : place.end + 400]).texts[: len(after)] == after
    ]
    return fitting[0] if len(fitting) == 1 else None


def _as_in_document(
    renditions: Sequence[Rendition], findings: Mapping[str, Finding], words: str | Seal
) -> tuple[str | None, Seal | None]:
    """Return a quote in the typography of the first document that has it, and its seal."""
    for each in renditions:
        finding = findings.get(each.name)
        if each.document is not None and finding is not None and finding.places:
            text = quoted_text(each.document, finding)
            return text, _sealed(text)
    return (None, words) if isinstance(words, Seal) else (" ".join(words.split()), _sealed(words))


def _sealed(text: str) -> Seal | None:
    """Seal a text, unless it is too long for it."""
    return seal(text) if len(split(text).texts) <= MAX_SEALED_WORDS else None


# ---------------------------------------------------------------- as claims
def claims_of(
    model: Model, text_claims: Mapping[str, Any] | None, imported: Sequence[Imported], *, sealed: bool
) -> tuple[list[Edit], int, list[str]]:
    """Return the edits that add quotes to a model's text as claims, how many, and for each its claim.

    A quote goes to the claim of its label if that says the same, or to a new one. One that a claim has
    already is not added again.

    Parameters
    ----------
    model : Model
        As it was loaded.
    text_claims : mapping or None
        The claims of the file that is edited; None where it has none.
    imported : sequence of Imported
        Those to be added: each has a source and its words or its seal.
    sealed : bool
        Whether to write seals and not words.
    """
    known = {
        (claim.text, quote.source, _seal_of(quote.text, quote.seal))
        for claim in model.claims.values()
        for quote in claim.quotes
    }
    texts = {label: claim.text for label, claim in model.claims.items()}
    lengths = {label: len(claim.quotes) for label, claim in model.claims.items()}
    new: dict[str, dict[str, Any]] = {}
    edits: list[Edit] = []
    labels: list[str] = []
    added = 0
    for each in imported:
        said = each.annotation.text or each.text or "A sealed quote"
        label = _label(each.annotation, said, texts)
        labels.append(label)
        key = (said, each.source, each.seal)
        if key in known:
            continue
        known.add(key)
        added += 1
        quote = _quote(model, each, sealed)
        if label in new:
            new[label]["quotes"].append(quote)
        elif label in texts and text_claims is not None and label in text_claims:
            edits.append(Put(("claims", label, "quotes", lengths[label]), quote))
            lengths[label] += 1
        else:
            details = {key: each.annotation.details[key] for key in _KEPT if key in each.annotation.details}
            new[label] = {"text": said, "quotes": [quote], **details}
            texts[label] = said
    if text_claims:
        edits += [Put(("claims", label), claim) for label, claim in new.items()]
    elif new:
        edits.append(Put(("claims",), new))
    return edits, added, labels


def _seal_of(text: str | None, sealed: tuple[int, str] | None) -> Seal | None:
    if sealed is not None:
        return Seal(*sealed)
    return _sealed(text) if text else None


def _quote(model: Model, imported: Imported, sealed: bool) -> dict[str, Any]:
    quote: dict[str, Any] = {"source": imported.source}
    if imported.seal is not None and (sealed or imported.text is None or _is_sealed(imported.annotation)):
        quote["sealed"] = {"words": imported.seal.words, "sha256": imported.seal.sha256}
    else:
        quote["quote"] = imported.text or ""
    if imported.annotation.contradicts:
        quote["stance"] = "contradicts"
    if note := imported.annotation.details.get("note"):
        quote["note"] = note
    declared = {each.name for each in model.sources[imported.source].renditions}
    places = {
        name: [finding.places[0].start, finding.places[0].end]
        for name, finding in imported.findings.items()
        if finding.verified and name in declared
    }
    return quote | ({"places": places} if places else {})


def _is_sealed(annotation: Annotation) -> bool:
    return any(each.seal is not None and not each.exact for each in annotation.targets)


def _label(annotation: Annotation, said: str, texts: Mapping[str, str]) -> str:
    """Return the label of the claim that says this: its own, that of one with the same text, or a new one."""
    if texts.get(annotation.claim) == said:
        return annotation.claim
    same = next((label for label, text in texts.items() if text == said), None)
    if same is not None:
        return same
    words = "_".join(split(said).texts[:_LABEL_WORDS])[:40]
    wanted = annotation.claim if re.fullmatch(LABEL, annotation.claim) else words
    if not re.fullmatch(LABEL, wanted) or wanted in RESERVED:
        wanted = f"claim_{wanted}" if re.fullmatch(LABEL, f"claim_{wanted}") else "claim"
    return next(label for label in _numbered(wanted) if label not in texts)


def _numbered(label: str) -> Iterator[str]:
    yield label
    number = 2
    while True:
        yield f"{label}_{number}"
        number += 1
