"""What a claim made of a suggestion says besides its text: the words to quote, whose they are, and when."""

from __future__ import annotations

from countermove.evidence.documents.document import Document
from countermove.evidence.quotes.match import Status, find
from countermove.evidence.suggesting.suggestion import Suggestion
from countermove.evidence.telling.speech import said_by

__all__ = ["happened", "quotable", "speaker"]


def quotable(document: Document, suggestion: Suggestion) -> str | None:
    """Return the words to quote: the suggestion's, or its sentence for an actor and where they stand twice.

    None where the sentence stands several times, too.
    """
    candidates = [suggestion.quote, suggestion.sentence.text][suggestion.kind == "actor" :]
    return next((each for each in candidates if find(document, each).status == Status.EXACT), None)


def happened(suggestion: Suggestion) -> str:
    """Return the date of an event; empty for anything else, and for a decade, which no claim has."""
    date = suggestion.content["date"] if suggestion.kind == "event" else ""
    return "" if date.endswith("s") else date


def speaker(document: Document, suggestion: Suggestion) -> str:
    """Return who says what is suggested; empty for the author.

    What stands within somebody's reported words, for half of it or more, is not the author's: the shortest
    such stretch tells whose it is.
    """
    if suggestion.kind == "speech":
        return suggestion.content.get("who", "")
    within = [
        each
        for each in said_by(document)
        if 2 * (min(each.end, suggestion.end) - max(each.start, suggestion.start))
        >= suggestion.end - suggestion.start
    ]
    nearest = min(within, key=lambda each: each.end - each.start, default=None)
    return "" if nearest is None else ", ".join(speaker.name for speaker in nearest.speakers)
