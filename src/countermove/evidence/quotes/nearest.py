"""Where a quote that is not in a document may have been, and which words differ there.

This is only ever shown to a person. No result of it verifies anything.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice

from countermove.evidence.documents.words import Words

__all__ = ["Difference", "NearWords", "nearest_words"]

_MAX_QUOTE = 2000  # words; above it a comparison could take minutes
_SEEDS = (4, 2, 1)  # stretches of so many words say where to look, the longer the weightier
_TAKEN = 8  # ... so many stretches of each length
_PLACES = 40  # ... each at no more places than this
_AGREED = 3  # when so many stretches agree, shorter ones are not asked
_TRIED = 4  # so many neighbourhoods are compared word by word
_RARE = 3  # a word that stands no more often tells where to look even if little else does


@dataclass(frozen=True)
class Difference:
    """One stretch of a comparison, normalised words on both sides.

    Attributes
    ----------
    op : str
        ``"equal"``, ``"replace"``, ``"delete"`` (only in the quote) or ``"insert"`` (only in the document).
    quoted, found : tuple of str
        The words of the quote and of the document.
    """

    op: str
    quoted: tuple[str, ...]
    found: tuple[str, ...]


@dataclass(frozen=True)
class NearWords:
    """A stretch of a document's words that is like a quote.

    Attributes
    ----------
    first, last : int
        The numbers of its first and last word.
    differences : tuple of Difference
        How the quote differs from it, in order, equal stretches included.
    """

    first: int
    last: int
    differences: tuple[Difference, ...]

    @property
    def equal(self) -> int:
        """How many words the quote has in common with it."""
        return sum(len(each.quoted) for each in self.differences if each.op == "equal")


def nearest_words(words: Words, sought: tuple[str, ...]) -> NearWords | None:
    """Find the stretch that is most like a quote.

    Parameters
    ----------
    words : Words
        The words of the document.
    sought : tuple of str
        The words of the quote, up to 2,000; for longer ones nothing is near.

    Returns
    -------
    NearWords or None
        None unless more than half of the quote's words stand there in their order, or one of them that
        stands at most three times in the document. The search looks around the quote's rarest stretches, so
        it may miss one; that is no harm, for it verifies nothing.
    """
    if len(sought) > _MAX_QUOTE:
        return None
    stretches = [_compared(words.texts, sought, begin) for begin in _candidates(words, sought)]
    best = max(stretches, key=lambda near: (near.equal, _tells(words, near)), default=None)
    if best is None or (2 * best.equal <= len(sought) and not _tells(words, best)):
        return None
    return best


def _tells(words: Words, near: NearWords) -> bool:
    """Whether a rare word is common to the quote and the stretch."""
    common = (word for each in near.differences if each.op == "equal" for word in each.quoted)
    return any(words.index.counts[word] <= _RARE for word in common)


def _candidates(words: Words, sought: tuple[str, ...]) -> list[int]:
    """Return the likeliest places for the quote's first word: those that most stretches of it agree on."""
    votes: Counter[int] = Counter()
    for length in _SEEDS:
        for number in _seeds(words, sought, length):
            seed = sought[number : number + length]
            for place in islice(words.index.places(seed, range(len(words))), _PLACES):
                votes[max(0, place - number)] += length**2
        if max(votes.values(), default=0) >= _AGREED * length**2:
            break
    return sorted(votes, key=lambda begin: (-votes[begin], begin))[:_TRIED]


def _seeds(words: Words, sought: tuple[str, ...], length: int) -> list[int]:
    """Return where in the quote to take stretches of so many words: those with the rarest words."""
    counts = words.index.counts
    rarity = [counts.get(word, 0) for word in sought]
    known = [
        (min(rarity[number : number + length]), number)
        for number in range(len(sought) - length + 1)
        if all(rarity[number : number + length])
    ]
    return [number for _, number in sorted(known)[:_TAKEN]]


def _compared(texts: tuple[str, ...], sought: tuple[str, ...], begin: int) -> NearWords:
    """Compare the quote with the words around the place where it would begin."""
    slack = 4 + len(sought) // 4
    low = max(0, begin - slack)
    around = texts[low : begin + len(sought) + slack]
    blocks = SequenceMatcher(None, sought, around).get_matching_blocks()
    # The last block is empty. What of the quote stands before the first match and after the last would
    # stand beside them in the document too.
    head, tail = blocks[0], blocks[max(0, len(blocks) - 2)]
    first = max(0, head.b - head.a)
    last = min(len(around), tail.b + len(sought) - tail.a)
    found = around[first:last]
    differences = tuple(
        Difference(op, sought[a:b], found[c:d])
        for op, a, b, c, d in SequenceMatcher(None, sought, found).get_opcodes()
    )
    return NearWords(low + first, low + last - 1, differences)
