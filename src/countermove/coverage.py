"""What each element of a model rests on: what speaks for it and against it, by how many voices, how reliably.

A quote speaks for an element if it bears out a claim that supports it, or goes against a claim that
contradicts it; otherwise it speaks against the element. A *voice* is whoever says it: the one whom a claim
names in ``said_by``, else the author of the source. Sources that only retell another one, and works that
carry the same text, are one voice; works that carry the same passage are one voice there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from countermove.evidence import Place, Status
from countermove.evidence.works.reuse import reuse
from countermove.model import Model
from countermove.model.elements import Assumption, Claim, Quote, Reliability
from countermove.provenance import FAILING, VERIFIED, Evidence, Ground, grounds

__all__ = [
    "RELIABILITY",
    "STATUSES",
    "Checking",
    "Coverage",
    "Covered",
    "Shared",
    "Side",
    "Support",
    "Voice",
    "coverage",
    "shared_text",
]

Support = Literal["contradicted", "contested", "nothing", "assumed", "supported"]
Checking = Literal["failing", "unseen", "partly", "verified"]
STATUSES: tuple[Support, ...] = ("contradicted", "contested", "nothing", "assumed", "supported")
"""What an element can have, the weakest first."""
RELIABILITY: tuple[Reliability, ...] = ("unknown", "low", "medium", "high")
_CHECKING: tuple[Checking, ...] = ("failing", "unseen", "partly", "verified")


@dataclass(frozen=True)
class Voice:
    """Somebody who says something.

    Attributes
    ----------
    name : str
        The label of a decision maker, of a source whose author speaks for itself, or any text.
    kind : str
        Which of these it is: ``decision-maker``, ``author`` or ``other``.
    """

    name: str
    kind: Literal["decision-maker", "author", "other"]


@dataclass(frozen=True)
class Side:
    """All that speaks for an element, or against it.

    Attributes
    ----------
    claims : tuple of Claim
        Those that do, in the order of the file.
    voices : tuple of Voice
        Who says it, each once.
    works : tuple of str
        In which works, each by the label of its first source.
    reliability : str
        That of the most reliable of the claims.
    checking : str
        What became of the quotes: ``failing`` if one does not verify; ``verified`` if for each claim one
        does; ``unseen`` if the documents of all are not on this machine; else ``partly``.
    """

    claims: tuple[Claim, ...] = ()
    voices: tuple[Voice, ...] = ()
    works: tuple[str, ...] = ()
    reliability: Reliability = "unknown"
    checking: Checking = "unseen"


@dataclass(frozen=True)
class Covered:
    """An element of a model with what speaks for it and against it."""

    element: str
    supporting: Side
    contradicting: Side
    assumptions: tuple[Assumption, ...]

    @property
    def status(self) -> Support:
        """What the element has, whatever became of the quotes."""
        if self.contradicting.claims:
            return "contested" if self.supporting.claims else "contradicted"
        if self.supporting.claims:
            return "supported"
        return "assumed" if self.assumptions else "nothing"

    @property
    def strength(self) -> tuple[int, ...]:
        """Orders elements, the weakest first."""
        side = self.supporting if self.supporting.claims else self.contradicting
        return (
            STATUSES.index(self.status),
            _CHECKING.index(side.checking),
            RELIABILITY.index(side.reliability),
            len(side.voices),
        )


@dataclass(frozen=True)
class Coverage:
    """The elements of a model, in the order of its grounds, and all that speaks for or against any."""

    model: Model
    elements: tuple[Covered, ...]
    whole: Side
    by_claim: Mapping[Claim, Side]

    @cached_property
    def unused(self) -> tuple[Claim, ...]:
        """The claims that stand under no element."""
        used = {
            each
            for covered in self.elements
            for side in (covered.supporting, covered.contradicting)
            for each in side.claims
        }
        return tuple(each for each in self.model.claims.values() if each not in used)

    def having(self, status: Support) -> tuple[Covered, ...]:
        """Return the elements with this status, the weakest first."""
        return tuple(
            sorted((each for each in self.elements if each.status == status), key=lambda each: each.strength)
        )


@dataclass(frozen=True)
class Shared:
    """Which sources carry the same text, as far as their documents are at hand.

    Attributes
    ----------
    works : sequence of sequences of str
        Labels of sources that carry the same text; each group by itself.
    passages : sequence of sequences of (str, int, int)
        Where sources carry one passage: the label, and ``[start, end)`` in characters of the raw text of
        the first document of that source.
    """

    works: Sequence[Sequence[str]] = ()
    passages: Sequence[Sequence[tuple[str, int, int]]] = ()


def shared_text(evidence: Evidence) -> Shared:
    """Find which sources carry the same text, in the documents on this machine."""
    found = reuse(evidence.works)
    return Shared(
        found.voices,
        [[(work, span.start, span.end) for work, span in each.places] for each in found.passages],
    )


def coverage(evidence: Evidence, shared: Shared | None = None) -> Coverage:
    """Say of every element of a model what speaks for it and against it.

    Parameters
    ----------
    evidence : Evidence
        The model with what became of its quotes.
    shared : Shared, optional
        What sources carry the same text; nothing by default.
    """
    found = _Finding(evidence, shared or Shared())
    elements = tuple(found.covered(ground) for ground in grounds(evidence.model))
    used = [
        claim for each in elements for side in (each.supporting, each.contradicting) for claim in side.claims
    ]
    claims = dict.fromkeys([*evidence.model.claims.values(), *used])
    by_claim = {each: found.side([(each, quote) for quote in each.quotes]) for each in claims}
    everything = found.side([(each, quote) for each in dict.fromkeys(used) for quote in each.quotes])
    return Coverage(evidence.model, elements, everything, by_claim)


_Said = tuple[Claim, Quote]


class _Finding:
    """What is known of quotes and sources, looked up once."""

    def __init__(self, evidence: Evidence, shared: Shared) -> None:
        self.model = evidence.model
        self.passages = shared.passages
        self.statuses: dict[Quote, list[Status]] = {}
        self.places: dict[Quote, Place] = {}
        texts = {work.id: next(iter(work.documents)) for work in evidence.works}
        for each in evidence.checked:
            self.statuses.setdefault(each.quote, []).append(each.status)
            read = each.rendition == texts.get(each.quote.source)
            if read and each.status in VERIFIED and each.finding is not None:
                self.places[each.quote] = each.finding.places[0]
        self.work = {label: each.retells or label for label, each in self.model.sources.items()}
        for group in shared.works:
            first = min({self.work[label] for label in group}, key=list(self.work).index)
            joined = {self.work[label] for label in group}
            self.work = {label: first if work in joined else work for label, work in self.work.items()}
        self.names = {dm.label: dm.label for dm in self.model.decision_makers} | {
            dm.name.casefold(): dm.label for dm in self.model.decision_makers
        }
        self.spelled: dict[str, str] = {}

    def covered(self, ground: Ground) -> Covered:
        said = [(claim, quote) for claim in ground.claims for quote in claim.quotes]
        supporting = self.side([(claim, quote) for claim, quote in said if claim.for_it(quote)])
        return Covered(
            ground.element,
            supporting,
            self.side([(claim, quote) for claim, quote in said if not claim.for_it(quote)]),
            ground.assumptions,
        )

    def side(self, said: Sequence[_Said]) -> Side:
        """Put together what is said, each claim with those of its quotes that count here."""
        quotes: dict[Claim, list[Quote]] = {}
        for claim, quote in said:
            quotes.setdefault(claim, []).append(quote)
        if not quotes:
            return Side()
        claims = tuple(quotes)
        return Side(
            claims,
            tuple(dict.fromkeys(self.voice(*each) for each in said)),
            tuple(dict.fromkeys(self.work[quote.source] for _, quote in said)),
            max((each.reliability for each in claims), key=RELIABILITY.index),
            self.checking(quotes.values()),
        )

    def voice(self, claim: Claim, quote: Quote) -> Voice:
        """Say who says what is quoted."""
        author = self.model.sources[quote.source].author.casefold()
        if not claim.said_by or claim.said_by.casefold() == author:
            return Voice(self.author(quote), "author")
        label = self.names.get(claim.said_by) or self.names.get(claim.said_by.casefold())
        if label:
            return Voice(label, "decision-maker")
        return Voice(self.spelled.setdefault(claim.said_by.casefold(), claim.said_by), "other")

    def author(self, quote: Quote) -> str:
        """Return the source whose author says what is quoted: the first that carries the passage."""
        place = self.places.get(quote)
        if place is None:
            return self.work[quote.source]
        for passage in self.passages:
            for source, start, end in passage:
                if source == quote.source and start <= place.start and place.end <= end:
                    return self.work[min((each for each, _, _ in passage), key=list(self.work).index)]
        return self.work[quote.source]

    def checking(self, by_claim: Iterable[Sequence[Quote]]) -> Checking:
        """Say what became of the quotes of some claims."""
        found = [{status for quote in quotes for status in self._statuses(quote)} for quotes in by_claim]
        if any(statuses & FAILING for statuses in found):
            return "failing"
        if all(statuses & VERIFIED for statuses in found):
            return "verified"
        return "partly" if any(statuses & VERIFIED for statuses in found) else "unseen"

    def _statuses(self, quote: Quote) -> Iterator[Status]:
        yield from self.statuses.get(quote, ())
