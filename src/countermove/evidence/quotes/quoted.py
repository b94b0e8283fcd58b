"""The words of a place in a document as an analyst would quote them: in its typography, on one line."""

from __future__ import annotations

import re

from countermove.evidence.documents.document import Document
from countermove.evidence.documents.words import HYPHENS, split
from countermove.evidence.quotes.match import Finding

__all__ = ["quoted_text"]

_BROKEN = re.compile(rf"(\w+)([{HYPHENS}])[ \t]*[\n\r\f\v\x85\u2028\u2029]\s*(\w+)")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def quoted_text(document: Document, finding: Finding) -> str:
    """Return what a document says where a quote was found.

    Furniture within it is left out, and white space is single spaces. A word that a line's end breaks is
    put together again: with its hyphen where that stands before a capital letter, or where the document has
    the word with a hyphen elsewhere and never without.

    Parameters
    ----------
    document : Document
        Where it was found.
    finding : Finding
        With at least one place; the first is taken.
    """
    place = finding.places[0]
    parts, begin = [], place.start
    for each in finding.interruptions:
        if place.start <= each.start < place.end:
            parts.append(document.text[begin : each.start].rstrip())
            begin = each.end
    parts.append(document.text[begin : place.end])
    raw = "\n".join(part.strip() for part in parts)
    words = split(raw).texts

    def joined(found: re.Match[str]) -> str:
        first, hyphen, second = found.groups()
        hyphenated = f"{first}-{second}" in document.text and (first + second) not in document.text
        plain = hyphen == "\u00ad" or not (second[0].isupper() or hyphenated)
        return first + ("" if plain else "-") + second

    text = " ".join(_CONTROL.sub(" ", _BROKEN.sub(joined, raw)).split())
    return text if split(text).texts == words else " ".join(words)
