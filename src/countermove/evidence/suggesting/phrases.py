"""Phrases that name a body or a group by a noun: the port authority, members of the council."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from countermove.evidence.suggesting.gazetteer import gazetteer
from countermove.evidence.suggesting.lexicon import FUNCTION, HEADS, base, is_head, is_verb, listed
from countermove.evidence.suggesting.tokens import Token

__all__ = ["Phrase", "phrase_at"]

ADJECTIVES = listed("adjectives")
ARTICLES = listed("articles")
BARE = listed("bare")
CENTRAL = listed("central")
MONTHS_AND_DAYS = listed("months and days")
NUMBERS = listed("numbers")
OF_HEADS = listed("of heads")
ORGANS = listed("organs")
WEAK_HEADS = listed("weak heads")

LINES = frozenset(("shipping", "ferry", "cruise"))
MODIFIERS = 6
"""The most words before a head that are looked at."""
PLAIN = 3
"""The most nouns before a head, such as river and port before authority."""
AFTER_OF = 5
"""The most words after an ``of`` that belong to a head."""


@dataclass(frozen=True)
class Phrase:
    """A noun phrase whose head names somebody.

    Attributes
    ----------
    first, last : int
        Its tokens ``[first, last)``, without article and number.
    head : int
        Which token its head is.
    of : str
        The state or place that it belongs to, if a name says so.
    weak : bool
        Whether it names somebody only if it stands for a longer form, as the board does.
    """

    first: int
    last: int
    head: int
    of: str
    weak: bool = False


def phrase_at(words: Sequence[Token], head: int) -> Phrase | None:
    """Return the phrase with its head at a token, or None where that is no head or names nobody."""
    token = words[head]
    if not is_head(token.low) and not (token.low == "lines" and words[head - 1].low in LINES):
        return None
    before = _Before(words, head)
    last, of = _after(words, head)
    if not _ends(words, last) and not token.possessive:
        return None
    if before.names_somebody(last > head + 1):
        return Phrase(before.first, last, head, before.of or of)
    if before.article == "the" and before.first == head:
        return Phrase(head, last, head, before.of or of, weak=True)
    return None


class _Before:
    """What stands before a head and belongs to it, read from right to left."""

    def __init__(self, words: Sequence[Token], head: int) -> None:
        self.words, self.head = words, head
        self.first = head
        self.of = ""
        self.article = ""
        self.anchored = False  # something says which one is meant
        plain_from = head  # from here on only what holds without an anchor
        plain = 0
        at = head - 1
        while at >= max(0, head - MODIFIERS):
            step = self._named(at)
            if step is not None:
                owned = words[at].possessive
                at = step
                plain_from = self.first
                if owned:
                    break
                continue
            token = words[at]
            if token.low in ARTICLES:
                self.article, self.anchored = token.low, True
                plain_from = self.first
                break
            if token.low in NUMBERS or token.text.isdigit():
                self.anchored = True
                plain_from = self.first
                break
            if token.possessive:
                if token.low in HEADS:
                    self.first, at = at, at - 1
                    self.anchored = True
                    plain_from = self.first
                    continue
                self.anchored = True
                plain_from = self.first
                break
            if self._modifies(at):
                self.first = at
                if self._anchors(token, at):
                    self.anchored = True
                    plain_from = at
                elif token.low in ADJECTIVES:
                    plain_from = at if plain_from == at + 1 else plain_from
                else:
                    plain += 1
                at -= 1
                if plain > PLAIN:
                    break
                continue
            break
        workers = words[head].low.endswith("s") and words[head].low not in WEAK_HEADS and 0 < plain < PLAIN
        if plain > PLAIN or not (self.anchored or workers):
            self.first = plain_from

    def _named(self, at: int) -> int | None:
        """Take in the name or adjective of a state that ends at a token; return the token before it."""
        words = self.words
        for begin in (at - 3, at - 2, at - 1, at):
            if begin < 0:
                continue
            for find in (gazetteer().people_at, gazetteer().name_at):
                found = find(words, begin)
                if found is None or found[0] != at + 1:
                    continue
                if find == gazetteer().name_at and not words[at].possessive and not words[at + 1].is_name:
                    continue
                self.first, self.anchored = begin, True
                self.of = self.of or found[1].name
                return begin - 1
        return None

    def _modifies(self, at: int) -> bool:
        """Whether the word at a token can belong to the head after it."""
        words, token = self.words, self.words[at]
        if not token.is_word:
            return False
        if token.low == "and" and 0 < at < self.head:
            return words[at - 1].low in CENTRAL and words[at + 1].low in CENTRAL
        if token.low in FUNCTION:
            return False
        if token.is_name or token.low in ADJECTIVES or "-" in token.text:
            return not (at == 0 and token.low.endswith("ly"))
        verb = base(token.low)
        if verb is None:
            return not token.low.endswith("ly")
        return token.low == verb and at > 0 and _says_which(words[at - 1])

    def _anchors(self, token: Token, at: int) -> bool:
        plural = self.words[self.head].low.endswith("s")
        return (
            (token.is_name and (at > 0 or self.words[at + 1].is_name))
            or ("-" in token.text and token.low not in HEADS)
            or (plural and token.low in ADJECTIVES)
        )

    def names_somebody(self, has_of: bool) -> bool:
        """Whether it is clear enough who is meant."""
        head = self.words[self.head]
        proper = any(token.is_name for token in self.words[max(1, self.first) : self.head + 1])
        if self.article in ("a", "an", "any", "no", "each", "every") and not proper:
            return False
        if self.first == self.head and not has_of:
            if head.low in BARE or head.low not in HEADS:
                return True
            return self.article in ("the", "this", "its", "their") and head.low not in WEAK_HEADS
        if self.first == self.head:
            return self.anchored or head.low.endswith("s")
        return self.anchored or head.low in BARE or self.first < self.head


def _says_which(token: Token) -> bool:
    return token.low in ARTICLES or token.low in ADJECTIVES or token.possessive


def _after(words: Sequence[Token], head: int) -> tuple[int, str]:
    """Return where the phrase ends, and the state that an ``of`` gives it to."""
    token = words[head]
    if token.low not in OF_HEADS or head + 2 >= len(words) or words[head + 1].low != "of":
        return head + 1, ""
    at = head + 2
    if words[at].low in ARTICLES:
        at += 1
    begin, of = at, ""
    while at < min(len(words), begin + AFTER_OF):
        named = gazetteer().name_at(words, at)
        if named is not None:
            of = of or (named[1].name if token.low in ORGANS else "")
            at = named[0]
            break
        each = words[at]
        if (
            not each.is_word
            or each.low in FUNCTION
            or (at > begin and not each.is_name and is_verb(each.low))
        ):
            break
        at += 1
    return (at, of) if at > begin else (head + 1, "")


def _ends(words: Sequence[Token], at: int) -> bool:
    """Whether no noun follows to which the phrase would be only an attribute."""
    if at >= len(words):
        return True
    after = words[at]
    if not after.is_word or after.low in FUNCTION:
        return True
    if is_head(after.low):
        return False
    if after.is_name:
        return after.low in MONTHS_AND_DAYS
    return is_verb(after.low) or after.low.endswith("ly")
