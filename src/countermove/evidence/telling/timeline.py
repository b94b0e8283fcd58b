"""The dated events of works and claims, in order; each says how its date was got."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Literal, Protocol

from countermove.evidence.documents.sentences import sentences
from countermove.evidence.documents.work import Work
from countermove.evidence.telling.dates import DateMention, find_dates
from countermove.evidence.telling.when import When, when

__all__ = ["Event", "Timeline", "Told", "timeline"]


class Told(Protocol):
    """What is read of a claim."""

    @property
    def label(self) -> str:
        """Its label."""
        ...

    @property
    def text(self) -> str:
        """What it says."""
        ...

    @property
    def happened(self) -> str:
        """When that happened, as models write it; may be empty."""
        ...

    @property
    def reported(self) -> str:
        """When it was said; may be empty."""
        ...


@dataclass(frozen=True)
class Event:
    """What happened, or was said, at a time.

    Attributes
    ----------
    kind : str
        ``text`` for a date in a document; ``happened`` or ``reported`` for a claim's.
    when : When or None
        The time; None where it is open.
    text : str
        The sentence that the date is in, or the claim's words.
    work : str
        The work's id; empty for a claim.
    claim : str
        The claim's label; empty for a document's.
    start, end : int
        The sentence, in characters of the raw text of the work's first document; 0 for a claim.
    date : DateMention or None
        The date as the document tells it; None for a claim, whose date the model states.
    """

    kind: Literal["text", "happened", "reported"]
    when: When | None
    text: str
    work: str = ""
    claim: str = ""
    start: int = 0
    end: int = 0
    date: DateMention | None = None


@dataclass(frozen=True)
class Timeline:
    """Events in order.

    Attributes
    ----------
    dated : tuple of Event
        By their first day, then their last; those of one time as they were given.
    open : tuple of Event
        Those whose time is told by something that only a reader can date, in the order of the texts.
    """

    dated: tuple[Event, ...]
    open: tuple[Event, ...]


def timeline(works: Iterable[Work], claims: Iterable[Told] = ()) -> Timeline:
    """Put all dates of works and claims in order.

    A work is read once, in the document that is read for it, however many renditions it has.

    Parameters
    ----------
    works : iterable of Work
        Their ``published`` gives the year to dates without one.
    claims : iterable of Told
        Claims of a model.
    """
    events = [event for work in works for event in _of_work(work)]
    events += [event for claim in claims for event in _of_claim(claim)]
    dated = [(each.when.order, place, each) for place, each in enumerate(events) if each.when is not None]
    return Timeline(
        tuple(each for _, _, each in sorted(dated, key=lambda found: found[:2])),
        tuple(each for each in events if each.when is None),
    )


def _of_work(work: Work) -> Iterator[Event]:
    found = sentences(work.text)
    for each in find_dates(work.text, work.published):
        sentence = found[bisect_right(found, each.start, key=attrgetter("start")) - 1]
        yield Event("text", each.when, sentence.text, work.id, "", sentence.start, sentence.end, each)


def _of_claim(claim: Told) -> Iterator[Event]:
    for kind, written in _times(claim):
        if (time := when(written)) is not None:
            yield Event(kind, time, claim.text, claim=claim.label)


def _times(claim: Told) -> Sequence[tuple[Literal["happened", "reported"], str]]:
    return ("happened", claim.happened), ("reported", claim.reported)
