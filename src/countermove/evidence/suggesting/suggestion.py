"""What is suggested to the analyst, who alone decides what becomes of it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from countermove.evidence.documents.sentences import Sentence
from countermove.evidence.documents.words import split

__all__ = ["KINDS", "Suggestion", "numbered"]

KINDS = ("actor", "event", "conditional", "speech", "option")
"""The kinds of suggestions, in the order in which they are shown."""


@dataclass(frozen=True)
class Suggestion:
    """One thing that a rule found in a document.

    Attributes
    ----------
    kind : str
        One of `KINDS`.
    content : mapping of str to str
        What it comes to, by kind: an actor's ``name``; an event's ``date`` and ``got`` (how the date was
        got); a conditional's ``condition`` and ``consequence`` where they can be told apart; speech's
        ``who``, ``verb`` and ``what`` and whether it is ``direct``; an option's ``who`` and ``what``.
    start, end : int
        Its quote, ``[start, end)`` in characters of the raw text. For an actor, the first place.
    quote : str
        The words there, without furniture and with single spaces.
    sentence : Sentence
        The sentence it stands in.
    rule : str
        The rule that found it, a key of the view's explanations.
    cue : str
        The words that the rule goes by.
    mentions : tuple of (str, int, int)
        For an actor every place, as the words there and its span; empty otherwise.
    id : str
        Ten hexadecimal digits that stay the same when the document is read again, in another rendition, or
        with other passages marked as furniture: a hash of the kind, the quote's words and how many such
        quotes stand before it; of an actor, the kind and the words of the name.
    """

    kind: str
    content: Mapping[str, str]
    start: int
    end: int
    quote: str
    sentence: Sentence = field(repr=False)
    rule: str
    cue: str
    mentions: tuple[tuple[str, int, int], ...] = ()
    id: str = ""


def found_in(
    sentence: Sentence, kind: str, start: int, end: int, rule: str, cue: str, content: Mapping[str, str]
) -> Suggestion:
    """Make a suggestion of a span of a sentence's text."""
    return Suggestion(kind, content, *sentence.raw(start, end), sentence.text[start:end], sentence, rule, cue)


def numbered(suggestions: Iterable[Suggestion]) -> list[Suggestion]:
    """Give each its id, in the order of the kinds and of the document.

    Parameters
    ----------
    suggestions : iterable of Suggestion
        All of one document; of two with the same kind and the same words at the same place the first stays.
    """
    ordered = sorted(suggestions, key=lambda each: (KINDS.index(each.kind), each.start, each.end))
    before: Counter[tuple[str, str]] = Counter()
    result: list[Suggestion] = []
    seen: set[tuple[str, int, int]] = set()
    for each in ordered:
        if (each.kind, each.start, each.end) in seen:
            continue
        seen.add((each.kind, each.start, each.end))
        words = " ".join(split(each.content["name"] if each.kind == "actor" else each.quote).texts)
        nth = before[each.kind, words]
        before[each.kind, words] += 1
        key = f"{each.kind}|{words}|{nth}"
        result.append(replace(each, id=hashlib.sha256(key.encode()).hexdigest()[:10]))
    return result
