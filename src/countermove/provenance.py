"""Join the model and the documents: what each element rests on, and whether its quotes verify."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from countermove.errors import EvidenceError, UsageError, suggest
from countermove.evidence import Desk, Document, Finding, Nearest, Notice, Seal, Source, Status, Work
from countermove.evidence import verify as verify_source
from countermove.evidence.desk.desk import desk_beside
from countermove.evidence.quotes.at_hand import nearest_at_hand, shown
from countermove.evidence.quotes.match import standing
from countermove.model import Model
from countermove.model.elements import Assumption, Because, Claim, Quote

__all__ = ["FAILING", "VERIFIED", "Checked", "Elsewhere", "Evidence", "Ground", "grounds", "verify"]

FAILING = frozenset({Status.CHANGED, Status.MISSING, Status.AMBIGUOUS})
VERIFIED = frozenset({Status.EXACT, Status.MOVED})
NEAREST_ON_DESK = 50
"""On a desk of more documents nothing is sought that is like a quote whose own document is not at hand."""
OWN = frozenset({"attitudes", "levers", "perceptions", "phases"})
"""What a layer has for itself, and the whole does not take over."""


@dataclass(frozen=True)
class Elsewhere:
    """A document at hand that a quote is not quoted from: another source, another rendition, one on the desk.

    Attributes
    ----------
    source : str
        The label of another source of the model, or of a work on the desk.
    rendition : str
        Which of its renditions.
    on_desk : bool
        Whether it is only on the desk, and no source of the model.
    """

    source: str
    rendition: str
    on_desk: bool = False


@dataclass(frozen=True)
class Checked:
    """One quote in one rendition.

    Attributes
    ----------
    element : str
        ``claims.LABEL`` for a claim with a label, else the path of the element it stands under.
    claim : Claim
        What it is quoted for.
    quote : Quote
        Open or sealed.
    rendition : str
        The rendition's name; empty when the source has none.
    status : Status
        What became of it.
    finding : Finding or None
        Where it was found; None without a document.
    elsewhere : tuple of Elsewhere
        For a quote that no document of its own source bears out, the others at hand where its words stand.
        It is not verified by them.
    nearest_at_hand : tuple of (Elsewhere, Nearest) or None
        For a quote without a document (``no-source``): the passage that comes nearest to it in the documents
        at hand, its own source's other renditions first. It is not verified by that either.
    """

    element: str
    claim: Claim
    quote: Quote
    rendition: str
    status: Status
    finding: Finding | None
    elsewhere: tuple[Elsewhere, ...] = ()
    nearest_at_hand: tuple[Elsewhere, Nearest] | None = None


@dataclass(frozen=True)
class Ground:
    """An element of the model and what it rests on."""

    element: str
    claims: tuple[Claim, ...]
    assumptions: tuple[Assumption, ...]


@dataclass(frozen=True)
class Evidence:
    """Every quote of a model held against the documents at hand."""

    model: Model
    checked: tuple[Checked, ...]
    sources: Mapping[str, Source]
    notices: tuple[Notice, ...]

    @cached_property
    def failing(self) -> tuple[Checked, ...]:
        """The quotes that a document at hand does not bear out."""
        return tuple(each for each in self.checked if each.status in FAILING)

    @cached_property
    def unseen(self) -> tuple[Checked, ...]:
        """The quotes whose document is not at hand."""
        return tuple(each for each in self.checked if each.status is Status.NO_SOURCE)

    @cached_property
    def works(self) -> tuple[Work, ...]:
        """The sources of which there is a document on this machine, with all of these."""
        found = []
        for label, source in self.sources.items():
            documents = {each.name: each.document for each in source.renditions if each.document is not None}
            if documents:
                own = self.model.sources[label]
                found.append(Work(label, documents, own.title, own.author, own.publisher, own.published))
        return tuple(found)

    @cached_property
    def moved(self) -> tuple[Checked, ...]:
        """The quotes whose words stand elsewhere in the document than it was recorded."""
        return tuple(each for each in self.checked if each.status is Status.MOVED)

    @cached_property
    def doubts(self) -> tuple[Notice, ...]:
        """The notices that say a declared document is absent, altered or cannot be read."""
        kinds = ("absent-file", "other-hash", "unreadable")
        return tuple(each for each in self.notices if each.kind in kinds)

    def verified(self, claim: Claim) -> bool | None:
        """Say whether a claim's quotes verify; None when no document of theirs is at hand."""
        statuses = [
            each.status
            for each in self.checked
            if each.claim == claim and each.status is not Status.NO_SOURCE
        ]
        return None if not statuses else all(status in VERIFIED for status in statuses)


def _grounds(model: Model) -> Iterator[tuple[str, Because]]:
    """Yield a model's grounds, then those of what its layers keep to themselves."""
    yield from model.grounds()
    for layer in model.layers:
        for element, because in layer.model.grounds():
            head = element.partition(".")[0]
            today = head == "status_quo" and not set(because) <= set(model.status_quo_because)
            if head in OWN or today:
                yield f"layers.{layer.label}.model.{element}", because


def grounds(model: Model) -> list[Ground]:
    """List every element that may carry evidence, in the order of the file, with what it rests on."""
    return [
        Ground(
            element,
            tuple(each for each in because if isinstance(each, Claim)),
            tuple(each for each in because if isinstance(each, Assumption)),
        )
        for element, because in _grounds(model)
    ]


def _quotes(model: Model) -> Iterator[tuple[str, Claim, Quote]]:
    for claim in model.claims.values():
        for quote in claim.quotes:
            yield f"claims.{claim.label}", claim, quote
    for ground in grounds(model):
        for claim in ground.claims:
            if not claim.label:
                for quote in claim.quotes:
                    yield ground.element, claim, quote


def verify(
    model: Model,
    folder: Path | None,
    given: Mapping[str, Sequence[Path]],
    desk: Path | None = None,
    *,
    unread: bool = False,
) -> Evidence:
    """Check every quote of a model in every rendition of its source.

    Parameters
    ----------
    model : Model
        Whose quotes.
    folder : Path or None
        Where the files that the model names lie; without it they are not looked for.
    given : mapping
        Documents at hand for each source.
    desk : Path, optional
        The desk where documents are looked for by their hash; the one beside the model by default.
    unread : bool, optional
        Whether documents that cannot be read are told in notices (``unreadable``), and are no error: then
        the rest is checked all the same.

    Raises
    ------
    UsageError
        When ``given`` names a source that the model does not have.
    EvidenceError
        When a document cannot be read.
    """
    for label in given:
        if label not in model.sources:
            hint = suggest(label, model.sources, what="it names") if model.sources else "it names none"
            raise UsageError(f"the model has no source '{label}'; {hint}")
    damaged: list[Notice] = []
    try:
        found = desk_beside(folder, desk)
    except EvidenceError as error:
        if not unread:
            raise
        found, damaged = None, [Notice("unreadable", "", "", str(desk or folder), str(error))]
    sources = {
        label: _source(model, label, folder, given.get(label, ()), found, unread=unread)
        for label in model.sources
    }
    by_source: dict[str, list[tuple[str, Claim, Quote]]] = {label: [] for label in model.sources}
    for entry in _quotes(model):
        by_source[entry[2].source].append(entry)
    checked: list[Checked] = []
    for label, entries in by_source.items():
        words = [_as_words(quote) for _, _, quote in entries]
        results = sources[label].check_all(words, [quote.places for _, _, quote in entries])
        for (element, claim, quote), rows in zip(entries, results, strict=True):
            checked += [
                Checked(element, claim, quote, row.rendition, row.status, row.finding) for row in rows
            ]
    # That a document was found on the desk needs no saying; who wants to know asks its source.
    told = (notice for source in sources.values() for notice in source.notices if notice.kind != "on-desk")
    notices = (*damaged, *told)
    looked = _looked_elsewhere(checked, sources, found)
    return Evidence(model, tuple(_with_nearest([*looked], sources, found)), sources, notices)


def _looked_elsewhere(
    checked: Sequence[Checked], sources: Mapping[str, Source], desk: Desk | None
) -> Iterator[Checked]:
    """Look in other documents at hand for quotes that no document of their own source bears out.

    Those that a document of their own contradicts are looked for on the desk too, which may be large.
    """
    found = {each.quote for each in checked if each.status in {*VERIFIED, Status.AMBIGUOUS}}
    lost = list({each.quote: None for each in checked if each.quote not in found})
    seen = {each.quote for each in checked if each.finding is not None}
    places: dict[Quote, list[Elsewhere]] = {quote: [] for quote in lost}
    for where, document in _documents(sources, desk if seen.intersection(lost) else None) if lost else ():
        asked = [each for each in lost if (each in seen if where.on_desk else each.source != where.source)]
        for quote, stands in zip(asked, standing(document, [*map(_as_words, asked)]), strict=True):
            if stands:
                places[quote].append(where)
    for each in checked:
        yield replace(each, elsewhere=tuple(places.get(each.quote, ())))


def _with_nearest(
    checked: Sequence[Checked], sources: Mapping[str, Source], desk: Desk | None
) -> Iterator[Checked]:
    """Say for each quote without a document what comes nearest to it at hand."""
    near: dict[Quote, tuple[Elsewhere, Nearest]] = {}
    for each in checked:
        if each.finding is not None and each.quote not in near:
            source = sources[each.quote.source]
            document = next(own.document for own in source.renditions if own.name == each.rendition)
            if document is not None and (found := shown(document, _as_words(each.quote), each.finding)):
                near[each.quote] = Elsewhere(source.id, each.rendition), found
    seen = {each.quote for each in checked if each.finding is not None}
    lost = list({each.quote: None for each in checked if each.quote not in seen})
    if lost:
        few = desk if desk is not None and len(desk.entries) <= NEAREST_ON_DESK else None
        at_hand = nearest_at_hand(_documents(sources, few), [*map(_as_words, lost)])
        near.update((lost[number], found) for number, found in at_hand.items())
    for each in checked:
        unseen = each.status is Status.NO_SOURCE
        yield replace(each, nearest_at_hand=near.get(each.quote)) if unseen else each


def _documents(sources: Mapping[str, Source], desk: Desk | None) -> Iterator[tuple[Elsewhere, Document]]:
    """Yield every document at hand once: those of the sources, then what else is on the desk."""
    seen = set()
    for label, source in sources.items():
        for each in source.renditions:
            if each.document is not None:
                seen.add(each.document.sha256)
                yield Elsewhere(label, each.name), each.document
    if desk is None:
        return
    for entry in desk.entries:
        if entry.record.sha256 not in seen:
            # A damaged document of the desk is none of this model's, so the check goes on without it.
            with suppress(EvidenceError):
                yield Elsewhere(entry.work, entry.rendition, on_desk=True), desk.read(entry)


def _as_words(quote: Quote) -> str | Seal:
    if quote.seal is not None:
        return Seal(*quote.seal)
    return quote.text or ""


def _source(
    model: Model,
    label: str,
    folder: Path | None,
    given: Sequence[Path],
    desk: Desk | None,
    *,
    unread: bool,
) -> Source:
    source = model.sources[label]
    hashes = {each.name: each.sha256 for each in source.renditions}
    files = {
        each.name: each.file for each in source.renditions if each.file is not None and folder is not None
    }
    try:
        return verify_source(label, hashes, given, files, folder=folder or Path(), desk=desk, unread=unread)
    except EvidenceError as error:
        at = f"{model.file}:{source.at.line}:{source.at.column}"
        raise EvidenceError(f"{at}: source '{label}': {error}") from None
