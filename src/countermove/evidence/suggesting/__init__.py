"""Suggestions: what a reader of a document may want to look at, found by rules and a gazetteer.

Five kinds: actors, dated events, conditionals, reported speech, and phrases about what somebody could do.
The rules read English. Each suggestion has its quote, its place and the rule that found it; none is taken
over without an analyst who accepts it. How much the rules find, and how much of it is right, is measured in
`measured` against keys made by hand, and the numbers ship with the package.
"""

from __future__ import annotations

from collections.abc import Iterable

from countermove.evidence.documents.document import Document
from countermove.evidence.documents.sentences import sentences
from countermove.evidence.suggesting.actors import actors, mentions
from countermove.evidence.suggesting.conditionals import conditionals
from countermove.evidence.suggesting.options import options
from countermove.evidence.suggesting.suggestion import KINDS, Suggestion, numbered
from countermove.evidence.suggesting.tokens import tokens
from countermove.evidence.suggesting.told import events, speeches
from countermove.evidence.telling.dates import find_dates
from countermove.evidence.telling.speech import said_by

__all__ = ["KINDS", "Suggestion", "suggest"]


def suggest(document: Document, published: str = "", kinds: Iterable[str] = KINDS) -> list[Suggestion]:
    """Find what a document suggests, by kind and in its order; furniture is not read.

    Parameters
    ----------
    document : Document
        In English.
    published : str, optional
        When it was published, for dates without a year: a year, a month or a day such as ``2020-10-14``.
    kinds : iterable of str, optional
        Which of `KINDS`; all by default.
    """
    wanted = set(kinds)
    split = sentences(document)
    read = [tokens(sentence.text) for sentence in split]
    named = mentions(read) if wanted & {"actor", "option", "speech"} else []
    found = actors(split, read, named)
    who = found
    if "actor" not in wanted:
        found = []
    if "event" in wanted:
        found = found + events(split, read, find_dates(document, published))
    if "conditional" in wanted:
        found = found + conditionals(split, read)
    if "speech" in wanted:
        found = found + speeches(split, said_by(document), who)
    if "option" in wanted:
        found = found + options(split, read, named)
    return numbered(found)
