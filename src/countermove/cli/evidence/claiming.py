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
    from countermove.model.editing import Put
    from countermove.model.parts import Claim, Source

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
    from countermove.loading import loads
    from countermove.model.editing import Put, edited, model_text
    from countermove.model.yaml import parse

    before = model_text(into)
    model = loads(before, str(into), into.parent).model
    quotes: list[dict[str, Any]] = []
    sources: dict[str, Work] = {}
    for each in chosen:
        label = _source(model.sources, each.work)
        if label not in model.sources:
            sources[label] = each.work
        quotes.append({"source": label, **_quote(each, sealed)})
    data = parse(before, str(into))[0]
    edits = _puts(data, "sources", {label: _source_data(work) for label, work in sources.items()})
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
        edits += _puts(data, "claims", {claim: _claim_data(chosen, text, quotes, analyst)})
    after = edited(before, edits, str(into))
    try:
        loads(after, str(into), into.parent)
    except ModelError as error:
        raise UsageError(f"the claim does not fit the model, which stays as it is:\n{error}") from error
    write_whole(output or into, after, follow=True)
    return claim not in model.claims and "said_by" not in _claim_data(chosen, text, quotes, analyst)


def _puts(data: Any, top: str, new: dict[str, Any]) -> list[Put]:
    """Return the edits that add keys under one of the model's own, which may not be there yet."""
    from countermove.model.editing import Put

    if isinstance(data, dict) and data.get(top):
        return [Put((top, label), value) for label, value in new.items()]
    return [Put((top,), new)] if new else []


def _source(sources: Mapping[str, Source], work: Work) -> str:
    """Return the label of the source that a work is, by its documents' hashes; else the work's own."""
    hashes = {document.sha256 for document in work.documents.values()}
    for label, source in sources.items():
        if any(each.sha256 in hashes for each in source.renditions):
            return label
    if work.id in sources and any(each.sha256 for each in sources[work.id].renditions):
        raise UsageError(
            f"the model's source '{work.id}' has other documents than the desk's work of that name; "
            "call the work otherwise: countermove evidence add FILE --work ID"
        )
    return work.id


def _source_data(work: Work) -> dict[str, Any]:
    about = {
        "title": work.title,
        "author": work.author,
        "publisher": work.publisher,
        "published": work.published,
    }
    renditions = {name: {"sha256": document.sha256} for name, document in work.documents.items()}
    return {key: value for key, value in about.items() if value} | {"renditions": renditions}


def _quote(chosen: Chosen, sealed: bool) -> dict[str, Any]:
    """Return the quote of a suggestion, or its sentence: for an actor, and where its words stand twice."""
    from countermove.evidence import Status, find, seal

    suggestion = chosen.suggestion
    candidates = [suggestion.quote, suggestion.sentence.text][suggestion.kind == "actor" :]
    words = next((each for each in candidates if find(chosen.document, each).status == Status.EXACT), None)
    if words is None:
        raise EvidenceError(
            f"the words of {suggestion.id} stand several times in {chosen.document.name}; "
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
    all_of_them = [each.suggestion for each in chosen]
    said = {_speaker(each) for each in chosen}
    dates = {each.content["date"] for each in all_of_them if each.kind == "event"}
    claim = {
        "text": text,
        "said_by": said.pop() if len(said) == 1 else "",
        # A claim's date is a year, a month or a day; a decade is none.
        "happened": dates.pop() if len(dates) == 1 and not min(dates).endswith("s") else "",
        "analyst": analyst,
        "quotes": quotes,
    }
    return {key: value for key, value in claim.items() if value}


def _speaker(chosen: Chosen) -> str:
    """Return who says what is suggested; empty for the author.

    What stands within somebody's reported words, for half of it or more, is not the author's: the shortest
    such stretch tells whose it is.
    """
    from countermove.evidence.telling.speech import said_by

    suggestion = chosen.suggestion
    if suggestion.kind == "speech":
        return suggestion.content.get("who", "")
    within = [
        each
        for each in said_by(chosen.document)
        if 2 * (min(each.end, suggestion.end) - max(each.start, suggestion.start))
        >= suggestion.end - suggestion.start
    ]
    nearest = min(within, key=lambda each: each.end - each.start, default=None)
    return "" if nearest is None else ", ".join(speaker.name for speaker in nearest.speakers)
