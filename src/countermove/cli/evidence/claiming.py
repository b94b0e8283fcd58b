"""Accepted suggestions become a claim of a model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from countermove.errors import EvidenceError, ModelError, UsageError
from countermove.files import write_whole

if TYPE_CHECKING:
    from countermove.evidence import Document, Work
    from countermove.evidence.suggesting import Suggestion
    from countermove.model.parts import Claim

__all__ = ["Chosen", "write_claim"]


class Chosen(NamedTuple):
    """A suggestion with the document that suggests it and the work that this is of."""

    work: Work
    document: Document
    suggestion: Suggestion


def write_claim(
    chosen: Sequence[Chosen],
    into: Path,
    claim: str,
    text: str,
    sealed: bool,
    analyst: str,
    output: Path | None,
) -> bool:
    """Write quotes into a claim of a model's file, which stays valid or is not written.

    Parameters
    ----------
    chosen : sequence of Chosen
        Whose quotes; a work that is no source of the model yet becomes one.
    into : Path
        The model's file.
    claim : str
        The claim's label; one that is there gets the quotes that it has not yet.
    text : str
        What a new claim says.
    sealed : bool
        Whether the words are left out.
    analyst : str
        Who claims it; it may be empty.
    output : Path or None
        Another file for the new text.

    Returns
    -------
    bool
        Whether the claim is new and names nobody who says it, so that it is the author's own.
    """
    from countermove.conflict.sourcing import puts, source_data, source_of
    from countermove.loading import loads
    from countermove.model.editing import Put, edited, model_text
    from countermove.model.yaml import parse

    before = model_text(into)
    model = loads(before, str(into), into.parent).model
    quotes: list[dict[str, Any]] = []
    sources: dict[str, Work] = {}
    for each in chosen:
        label = source_of(model.sources, each.work)
        if label not in model.sources:
            sources[label] = each.work
        quotes.append({"source": label, **_quote(each, sealed)})
    data = parse(before, str(into))[0]
    edits = puts(data, "sources", {label: source_data(work) for label, work in sources.items()})
    if claim in model.claims:
        if text:
            raise UsageError(f"the claim '{claim}' is there already; leave out --text, or name another claim")
        there = model.claims[claim]
        new = [each for each in quotes if not _has(there, each)]
        first = len(there.quotes)
        edits += [Put(("claims", claim, "quotes", first + at), each) for at, each in enumerate(new)]
    else:
        if not text.strip():
            raise UsageError(f"the claim '{claim}' is new; say in your own words what it says with --text")
        edits += puts(data, "claims", {claim: _claim_data(chosen, text, quotes, analyst)})
    after = edited(before, edits, str(into))
    try:
        loads(after, str(into), into.parent)
    except ModelError as error:
        raise UsageError(f"the claim does not fit the model, which stays as it is:\n{error}") from error
    write_whole(output or into, after, follow=True)
    return claim not in model.claims and "said_by" not in _claim_data(chosen, text, quotes, analyst)


def _quote(chosen: Chosen, sealed: bool) -> dict[str, Any]:
    """Return the quote of a suggestion, or its sentence: for an actor, and where its words stand twice."""
    from countermove.evidence import seal
    from countermove.evidence.suggesting.claimed import quotable

    words = quotable(chosen.document, chosen.suggestion)
    if words is None:
        raise EvidenceError(
            f"the words of {chosen.suggestion.id} stand several times in {chosen.document.name}; "
            "write the claim's quote by hand, with more words"
        )
    if sealed:
        kept = seal(words)
        return {"sealed": {"words": kept.words, "sha256": kept.sha256}}
    return {"quote": words}


def _has(claim: Claim, quote: Mapping[str, Any]) -> bool:
    """Whether a claim has a quote already, open or sealed."""
    sealed = quote.get("sealed")
    new = (sealed["words"], sealed["sha256"]) if sealed else _sealed(quote["quote"])
    return any(
        new == (each.seal or _sealed(each.text or ""))
        for each in claim.quotes
        if each.source == quote["source"]
    )


def _sealed(text: str) -> tuple[int, str]:
    from countermove.evidence import seal

    kept = seal(text)
    return kept.words, kept.sha256


def _claim_data(
    chosen: Sequence[Chosen], text: str, quotes: list[dict[str, Any]], analyst: str
) -> dict[str, Any]:
    """Return a new claim; who says it and when it happened only where all its suggestions agree."""
    from countermove.evidence.suggesting.claimed import happened, speaker

    said = {speaker(each.document, each.suggestion) for each in chosen}
    dates = {
        each.suggestion.content["date"]: happened(each.suggestion)
        for each in chosen
        if each.suggestion.kind == "event"
    }
    claim = {
        "text": text,
        "said_by": said.pop() if len(said) == 1 else "",
        "happened": next(iter(dates.values())) if len(dates) == 1 else "",
        "analyst": analyst,
        "quotes": quotes,
    }
    return {key: value for key, value in claim.items() if value}
