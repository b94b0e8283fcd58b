"""Quotes that were imported, as claims of a model's text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from countermove.conflict.annotating import KEPT, Imported, sealed_text
from countermove.evidence import Seal, split
from countermove.evidence.quotes.annotations import Annotation
from countermove.model import Model
from countermove.model.editing import Edit, Put
from countermove.model.parsing import LABEL
from countermove.model.shape_parts import RESERVED

__all__ = ["claims_of"]

_LABEL_WORDS = 4


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
    names = _Labels({label: claim.text for label, claim in model.claims.items()})
    lengths = {label: len(claim.quotes) for label, claim in model.claims.items()}
    new: dict[str, dict[str, Any]] = {}
    edits: list[Edit] = []
    labels: list[str] = []
    added = 0
    for each in imported:
        said = each.annotation.text or each.text or "A sealed quote"
        label = names.of(each.annotation, said)
        labels.append(label)
        key = (said, each.source, each.seal)
        if key in known:
            continue
        known.add(key)
        added += 1
        quote = _quote(model, each, sealed)
        if label in new:
            new[label]["quotes"].append(quote)
        elif text_claims is not None and label in text_claims:
            edits.append(Put(("claims", label, "quotes", lengths[label]), quote))
            lengths[label] += 1
        else:
            details = {key: each.annotation.details[key] for key in KEPT if key in each.annotation.details}
            new[label] = {"text": said, "quotes": [quote], **details}
    if text_claims:
        edits += [Put(("claims", label), claim) for label, claim in new.items()]
    elif new:
        edits.append(Put(("claims",), new))
    return edits, added, labels


def _seal_of(text: str | None, sealed: tuple[int, str] | None) -> Seal | None:
    if sealed is not None:
        return Seal(*sealed)
    return sealed_text(text) if text else None


def _quote(model: Model, imported: Imported, sealed: bool) -> dict[str, Any]:
    quote: dict[str, Any] = {"source": imported.source}
    if imported.seal is not None and (sealed or imported.text is None or _issealed_text(imported.annotation)):
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


def _issealed_text(annotation: Annotation) -> bool:
    return any(each.seal is not None and not each.exact for each in annotation.targets)


class _Labels:
    """The labels of claims and what each says; a new one is made where none says the same."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.texts = dict(texts)
        self.by_text = {text: label for label, text in reversed([*texts.items()])}
        self.numbers: dict[str, int] = {}

    def of(self, annotation: Annotation, said: str) -> str:
        """Return the label of the claim that says this: its own, another of the same text, or a new one."""
        if self.texts.get(annotation.claim) == said:
            return annotation.claim
        if said not in self.by_text:
            label = self._new(annotation.claim, said)
            self.texts[label], self.by_text[said] = said, label
        return self.by_text[said]

    def _new(self, wanted: str, said: str) -> str:
        if not re.fullmatch(LABEL, wanted) or wanted in RESERVED:
            words = "_".join(split(said).texts[:_LABEL_WORDS])[:40]
            claim = f"claim_{words}".rstrip("_")
            wanted = words if re.fullmatch(LABEL, words) and words not in RESERVED else claim
        label = wanted
        while label in self.texts:
            self.numbers[wanted] = self.numbers.get(wanted, 1) + 1
            label = f"{wanted}_{self.numbers[wanted]}"
        return label
