"""Who speaks: finding the name beside a verb of saying, and telling that two names are one person's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from countermove.evidence.telling.speech_words import (
    ADVERBS,
    AUXILIARIES,
    BREAKS,
    DETERMINERS,
    LINKS,
    MODALS,
    NEGATIONS,
    PRONOUNS,
    TITLES,
)

__all__ = ["Speaker", "Token", "ahead", "full_names", "last_before_auxiliary", "named", "subject", "tokens"]

MAX_NAME = 14
"""The longest name that is read, in tokens."""
MAX_ASIDE = 8
"""The longest aside that is skipped between a name and its verb, in tokens."""

_TOKEN = re.compile(
    r"(?:[A-Z]\.){2,}|(?:Mr|Mrs|Ms|Dr|Gen|Col|St|Lt|Sen|Rep|Gov)\.|\w+(?:['\u2019\u2010-]\w+)*['\u2019]?|[^\w\s]"
)
_CAPITAL = re.compile(r"[^\W\d_a-z]")
_PROPER = re.compile(
    r"\b[A-Z][\w\u2019'-]*(?:\s+(?:(?:al|bin|de|der|di|du|el|la|le|van|von)\s+)?[A-Z][\w\u2019'-]*)+"
)

_ROLE = re.compile(
    r"\b(?:head|leader|counterpart|spokesman|spokeswoman|analyst|minister|president|envoy|chief|commander|premier"
    r"|governor|mayor|ambassador|writer|editor|journalist|director|chairman)\s+\Z"
)


@dataclass(frozen=True)
class Token:
    """A word or a mark of a text, with its place."""

    text: str
    start: int
    end: int

    @property
    def low(self) -> str:
        """The word in small letters."""
        return self.text.lower()

    @property
    def is_word(self) -> bool:
        """Whether it is a word, and no mark."""
        return self.text[0].isalnum()

    @property
    def is_proper(self) -> bool:
        """Whether it begins with a capital."""
        return _CAPITAL.match(self.text) is not None


@dataclass(frozen=True)
class Speaker:
    """Who says something.

    Attributes
    ----------
    name : str
        What to call the speaker: a person by the fullest name that the document has, without titles;
        anybody else by the words without an article.
    text : str
        The words of the document.
    start, end : int
        Where they stand: of a pronoun, the pronoun.
    inferred : bool
        Whether a pronoun was resolved, or the words carry on what somebody was saying.
    """

    name: str
    text: str
    start: int
    end: int
    inferred: bool = False


def tokens(text: str, start: int, end: int) -> list[Token]:
    """Split a stretch of a text into words and marks."""
    return [Token(found.group(), *found.span()) for found in _TOKEN.finditer(text, start, end)]


def subject(words: Sequence[Token], verb: int) -> tuple[int, int, frozenset[str]] | None:
    """Find the subject before a verb.

    Parameters
    ----------
    words : sequence of Token
        A sentence.
    verb : int
        The verb's index.

    Returns
    -------
    (first, after, between) or None
        The subject is ``words[first:after]``; ``between`` are the auxiliaries and negations, in small
        letters, that stand between it and the verb.
    """
    at, between = verb - 1, set[str]()
    while at >= 0 and (
        words[at].low in AUXILIARIES | MODALS | NEGATIONS | ADVERBS or words[at].low.endswith("ly")
    ):
        between.add(words[at].low)
        at -= 1
    at = _before_aside(words, at)
    if at >= 0 and words[at].low in PRONOUNS:
        return at, at + 1, frozenset(between)
    if at >= 0 and words[at].low == "and":
        return None
    first = _begins(words, at)
    if first > at or not any(_is_noun(each) for each in words[first : at + 1]):
        return None
    return first, at + 1, frozenset(between)


def _before_aside(words: Sequence[Token], at: int) -> int:
    """Skip an aside between commas, dashes or parentheses that ends at ``at``, and adverbs before it."""
    pairs = {",": ",", "\u2013": "\u2013", "\u2014": "\u2014", ")": "("}
    while at >= 0 and words[at].text in pairs:
        opening = pairs[words[at].text]
        inner = range(at - 1, max(at - 2 - MAX_ASIDE, -1), -1)
        begin = next((place for place in inner if words[place].text == opening), -1)
        if begin < 1 or at - begin == 1:
            return at  # a mark is no name, so nothing is found
        at = begin - 1
    while at >= 0 and words[at].low in ADVERBS | AUXILIARIES:
        at -= 1
    return at


def _is_noun(word: Token) -> bool:
    return word.is_word and word.low not in DETERMINERS | LINKS | {"and"}


def _begins(words: Sequence[Token], last: int) -> int:
    """Walk left from the last word of a name to its first."""
    first = last + 1
    at = last
    while at >= 0 and last - at < MAX_NAME:
        word = words[at]
        if word.low == "as" and [each.low for each in words[max(at - 2, 0) : at + 1]] == ["as", "well", "as"]:
            at -= 3
        elif word.low == "and":
            if at < 1 or not (words[at - 1].is_proper or _opens(words, first)):
                break
            at -= 1
        elif word.text == ")" and at >= 2 and words[at - 2].text == "(":
            at -= 3
        elif word.low in LINKS:
            if first > last or at < 1 or not words[at - 1].is_word or words[at - 1].low in BREAKS | LINKS:
                break
            at -= 1
        elif word.is_word and word.low not in BREAKS and word.low not in PRONOUNS:
            opened = first <= last and words[first].low in DETERMINERS - {"all", "other"}
            if opened and at + 1 == first and word.low not in DETERMINERS:
                break  # what stands before an article is another name
            first = at
            at -= 1
        else:
            break
    while first <= last and (
        words[first].low in LINKS | ADVERBS | {"and"} or words[first].low.endswith("ly")
    ):
        first += 1
    return first


def _opens(words: Sequence[Token], first: int) -> bool:
    """Whether the name so far begins with an article, as each of two that are joined by "and" may."""
    return first < len(words) and words[first].low in ("the", "a", "an")


def ahead(words: Sequence[Token], at: int) -> tuple[int, int] | None:
    """Find the name that begins at ``at``, as after "according to": ``words[first:after]``."""
    after = at
    while after < len(words) and after - at < MAX_NAME:
        word = words[after]
        where = word.low in ("in", "at") and after > at and not words[after - 1].is_proper
        if not word.is_word or word.low in BREAKS or (word.low in ("on", "in", "at") and not where):
            break
        after += 1
    while after > at and words[after - 1].low in LINKS | DETERMINERS | ADVERBS | {"and"}:
        after -= 1
    return (at, after) if any(_is_noun(each) for each in words[at:after]) else None


def last_before_auxiliary(words: Sequence[Token], before: int) -> tuple[int, int] | None:
    """Find the proper name nearest before a place that directly precedes an auxiliary, as "Moscow will"."""
    for at in range(before - 1, 0, -1):
        if (
            words[at].low in AUXILIARIES | MODALS - {"to"}
            and words[at - 1].is_proper
            and words[at - 1].is_word
        ):
            return _begins(words, at - 1), at
    return None


def full_names(text: str) -> dict[str, str]:
    """Return each surname of a text with the fullest name of that person; not where two persons share it.

    A name is a person's where a title or a role stands before it: "President ...", "her counterpart ...".
    """
    found: dict[str, set[str]] = {}
    for each in _PROPER.finditer(text):
        run = each.group().split()
        titled = max((at for at, word in enumerate(run) if word.rstrip(".") in TITLES), default=-1)
        name = [_bare(word) for word in run[titled + 1 :]]
        if len(name) > 1 and (titled >= 0 or _ROLE.search(text, max(each.start() - 30, 0), each.start())):
            found.setdefault(name[-1], set()).add(" ".join(name))
    longest = {surname: max(names, key=lambda name: (len(name), name)) for surname, names in found.items()}
    return {
        surname: longest[surname]
        for surname, names in found.items()
        if all(set(name.split()) <= set(longest[surname].split()) for name in names)
    }


def _bare(word: str) -> str:
    return re.sub(r"['\u2019]s?$", "", word)


def named(words: Sequence[Token], full: dict[str, str], *, several: bool = False) -> tuple[Speaker, ...]:
    """Return the speakers that a name stands for, one for each that is joined by "and" or a comma.

    Parameters
    ----------
    words : sequence of Token
        The name.
    full : dict
        Full names by surname.
    several : bool, optional
        Whether it is a list in any case, as of the media that tell a narrative.
    """
    return tuple(_speaker(each, full) for each in _joined(words, several) if any(map(_is_noun, each)))


def _joined(words: Sequence[Token], several: bool) -> list[Sequence[Token]]:
    parts: list[list[Token]] = [[]]
    at = 0
    while at < len(words):
        well = [each.low for each in words[at : at + 3]] == ["as", "well", "as"]
        if well or words[at].low == "and" or (several and words[at].text == ","):
            parts.append([])
            at += 3 if well else 1
        else:
            parts[-1].append(words[at])
            at += 1
    whole = [each for each in parts if each]
    opened = [each[0].low in DETERMINERS - {"both"} for each in whole]
    well_joined = any(each.low == "well" for each in words)
    if several or len(whole) < 2 or (all(opened) or not any(opened)):
        return list(whole)
    if well_joined:  # "the ministers of A and B as well as the service": "as well as" alone divides
        cut = next(at for at, each in enumerate(words) if each.low == "well")
        return [words[: cut - 1], words[cut + 2 :]]
    return [words]


def _speaker(words: Sequence[Token], full: dict[str, str]) -> Speaker:
    first = 0
    while first < len(words) - 1 and words[first].low in DETERMINERS:
        first += 1
    shown = _told(words[first:])
    return Speaker(
        _person(shown, full) or " ".join(shown), " ".join(_told(words)), words[0].start, words[-1].end
    )


def _told(words: Iterable[Token]) -> list[str]:
    """Return the words of a name, without what stands in parentheses."""
    kept, depth = [], 0
    for each in words:
        depth += each.text == "("
        if not depth and each.is_word:
            kept.append(each.text)
        depth -= each.text == ")"
    return kept


def _person(shown: list[str], full: dict[str, str]) -> str:
    """Return a person's full name if the words end in one; empty if they do not."""
    if not shown:
        return ""
    last = _bare(shown[-1])
    run = len(shown)
    while run and _CAPITAL.match(shown[run - 1]):
        run -= 1
    titled = max((at for at, word in enumerate(shown[:-1]) if word.rstrip(".") in TITLES), default=run - 1)
    name = [_bare(word) for word in shown[max(titled + 1, run) :]]
    known = full.get(last, "")
    if known and set(name) <= set(known.split()):
        return known
    # "the region's head Alpha Bravo"
    described = 0 < run < len(shown) - 1 and shown[run - 1] not in LINKS | {"and"}
    titles = titled >= run and len(name) > 0
    return " ".join(name) if titles or (described and len(name) > 1) else ""
