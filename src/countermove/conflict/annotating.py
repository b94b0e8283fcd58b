"""A model's quotes as annotations, and annotations as claims of a model, verified before they are let in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

from countermove.evidence import (
    MAX_SEALED_WORDS,
    Document,
    Finding,
    Rendition,
    Row,
    Seal,
    Source,
    Status,
    seal,
    split,
)
from countermove.evidence.quotes.annotations import Annotation, Target
from countermove.evidence.quotes.placed import Span
from countermove.evidence.quotes.quoted import quoted_text
from countermove.provenance import Checked, Evidence

__all__ = ["KEPT", "Imported", "annotations_of", "held_against", "sealed_text"]

_AROUND = 32  # characters of the document before and after a quote
KEPT = ("stance", "happened", "reported", "said_by", "reliability", "reason", "analyst")
"""What of a claim goes with an annotation, and comes back."""


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
    said = {key: getattr(claim, key) for key in KEPT} | {"note": quote.note}
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
Outcome = Literal["verified", "failing", "no-source", "no-words"]


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
    outcome: Outcome


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
    words = [_words(sources, each) for each in annotations]
    labels = _abouts(sources, annotations, words, source)
    found: dict[int, Imported] = {}
    for label, at_hand in sources.items():
        mine = [number for number, each in enumerate(labels) if each == label]
        asked = [words[number] or "" for number in mine]
        for number, rows in zip(mine, _rows(at_hand, asked, [annotations[n] for n in mine]), strict=True):
            found[number] = _imported(annotations[number], at_hand, words[number] or "", rows)
    for number, each in enumerate(annotations):
        if number not in found:
            said = words[number]
            text, sealed = (None, None) if said is None else _as_in_document((), {}, said)
            outcome: Outcome = "no-words" if said is None else "no-source"
            found[number] = Imported(each, "", {}, {}, text, sealed, outcome)
    return [found[number] for number in range(len(annotations))]


def _abouts(
    sources: Mapping[str, Source],
    annotations: Sequence[Annotation],
    words: Sequence[str | Seal | None],
    source: str | None,
) -> list[str]:
    """Return for each annotation the label of the source that it is about; empty where there is none."""
    labels = [
        "" if said is None else source or _about(sources, each)
        for each, said in zip(annotations, words, strict=True)
    ]
    unknown = {n: said for n, said in enumerate(words) if said is not None and not labels[n]}
    standing: dict[int, list[str]] = {number: [] for number in unknown}
    for label, at_hand in sources.items():
        for number, rows in zip(unknown, at_hand.check_all(list(unknown.values())), strict=True):
            standing[number] += [label] if any(row.finding and row.finding.places for row in rows) else []
    return [standing[n][0] if len(standing.get(n, ())) == 1 else label for n, label in enumerate(labels)]


def _rows(
    source: Source, words: Sequence[str | Seal], annotations: Sequence[Annotation]
) -> list[tuple[Row, ...]]:
    """Look quotes up where the annotations say that they stand, or between the words that they say."""
    places = [_places(source, each) for each in annotations]
    found = source.check_all(words, places)
    again: dict[int, dict[str, Span]] = {}
    for number, (annotation, rows) in enumerate(zip(annotations, found, strict=True)):
        for each, row in zip(source.renditions, rows, strict=False):
            if row.finding is not None and each.document and row.status is Status.AMBIGUOUS:
                span = _between(each.document, row.finding, annotation)
                if span is not None:
                    again.setdefault(number, dict(places[number]))[each.name] = span
    settled = source.check_all([words[number] for number in again], list(again.values()))
    for number, rows in zip(again, settled, strict=True):
        found[number] = rows
    return found


def _imported(annotation: Annotation, source: Source, words: str | Seal, rows: Sequence[Row]) -> Imported:
    findings = {row.rendition: row.finding for row in rows if row.finding is not None}
    failing = any(not finding.verified for finding in findings.values())
    text, sealed = _as_in_document(source.renditions, findings, words)
    return Imported(
        annotation,
        source.id,
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


def _about(sources: Mapping[str, Source], annotation: Annotation) -> str:
    hashes = {each.sha256 for each in annotation.targets if each.sha256}
    labels = [each.source for each in annotation.targets if each.source in sources]
    by_hash = [
        label
        for label, source in sources.items()
        if hashes and any(_hash(each) & hashes for each in source.renditions)
    ]
    only = list(sources) if len(sources) == 1 else []
    return next(iter(by_hash or labels or only), "")


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
            return text, sealed_text(text)
    return (None, words) if isinstance(words, Seal) else (" ".join(words.split()), sealed_text(words))


def sealed_text(text: str) -> Seal | None:
    """Seal a text, unless it is too long for it."""
    return seal(text) if len(split(text).texts) <= MAX_SEALED_WORDS else None
