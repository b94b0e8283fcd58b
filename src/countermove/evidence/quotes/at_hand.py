"""What comes nearest to quotes whose own document is not on this machine, in the documents that are.

This is only ever shown to a person. No result of it verifies anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from countermove.evidence.documents.document import Document
from countermove.evidence.quotes.match import Finding, Nearest, find_all, words_of
from countermove.evidence.quotes.nearest import Difference
from countermove.evidence.quotes.placed import words_at
from countermove.evidence.quotes.seal import Seal

__all__ = ["nearest_at_hand", "shown"]

Name = TypeVar("Name")


def nearest_at_hand(
    documents: Iterable[tuple[Name, Document]], quotes: Sequence[str | Seal]
) -> dict[int, tuple[Name, Nearest]]:
    """Find for each quote the document with the passage that has most of its words in order.

    Parameters
    ----------
    documents : iterable of (name, Document)
        Where to look; of two as near, the first counts.
    quotes : sequence of str or Seal
        Of a sealed one only its own words can be found.

    Returns
    -------
    dict of int to (name, Nearest)
        By the number of the quote; those to which nothing comes near are left out.
    """
    best: dict[int, tuple[int, Name, Nearest]] = {}
    for name, document in documents:
        for number, finding in enumerate(find_all(document, quotes)):
            near = shown(document, quotes[number], finding)
            if near is None:
                continue
            equal = sum(len(each.quoted) for each in near.differences if each.op == "equal")
            if number not in best or equal > best[number][0]:
                best[number] = equal, name, near
    return {number: (name, near) for number, (_, name, near) in best.items()}


def shown(document: Document, quote: str | Seal, finding: Finding) -> Nearest | None:
    """Return the passage to show for a finding: where the words stand, or what is nearest to them."""
    if finding.nearest is not None or not finding.places:
        return finding.nearest
    words = words_of(quote) if isinstance(quote, str) else words_at(document, finding, quote) or ()
    return Nearest(finding.places[0], (Difference("equal", words, words),))
