"""Phrases about what somebody could do: by a verb that leaves it open, or a noun that calls it a choice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from countermove.evidence.documents.sentences import Sentence
from countermove.evidence.suggesting.actors import Mention
from countermove.evidence.suggesting.lexicon import FUNCTION, base, is_verb, listed
from countermove.evidence.suggesting.suggestion import Suggestion, found_in
from countermove.evidence.suggesting.tokens import Token

__all__ = ["options"]

ADJECTIVES = listed("adjectives")
ADVERBS = listed("adverbs")
ARTICLES = listed("articles")
ASKING = listed("asking")
AUXILIARIES = listed("auxiliaries")
CALLED = listed("called")
MODALS = listed("modals")
NOUNS = listed("option nouns")
OPEN = listed("open")
OPENERS = listed("openers")
READY = listed("ready")
STATIVE = listed("stative")
STOPS = listed("stops")
PRONOUNS = frozenset(("it", "they", "he", "she", "we"))

MARKS = frozenset(",;:.!?()\u2014\u2013[]")
ASIDE = 14
"""The most words between commas that may stand between a subject and its verb."""
LONGEST = 32
"""The most words of a phrase."""


@dataclass(frozen=True)
class _Found:
    first: int
    last: int
    what: int  # the token at which what could be done begins
    who: str
    rule: str
    cue: str


def options(
    sentences: Sequence[Sentence], read: Sequence[Sequence[Token]], named: Sequence[Mention]
) -> list[Suggestion]:
    """Suggest each phrase, from who could act (where the phrase says it) to the end of its clause."""
    suggested: list[Suggestion] = []
    by_sentence: defaultdict[int, dict[int, Mention]] = defaultdict(dict)
    for mention in named:
        by_sentence[mention.sentence][mention.first] = mention
    for number, (sentence, words) in enumerate(zip(sentences, read, strict=True)):
        clause = _Clause(words, by_sentence[number])
        found = [each for each in clause.found() if 2 <= each.last - each.first <= LONGEST]
        for each in _outermost(found):
            start, end = words[each.first].start, words[each.last - 1].end
            content = {"what": sentence.text[words[each.what].start : end]}
            if each.who:
                content = {"who": each.who, **content}
            suggested.append(found_in(sentence, "option", start, end, each.rule, each.cue, content))
    return suggested


def _outermost(found: Sequence[_Found]) -> list[_Found]:
    """Drop phrases that lie within another; of two that say the same the first stays."""
    kept: list[_Found] = []
    for each in sorted(found, key=lambda one: (one.first, -one.last)):
        if not kept or each.last > kept[-1].last:  # those kept end one after another
            kept.append(each)
    return kept


class _Clause:
    """The words of a sentence, with who is named where."""

    def __init__(self, words: Sequence[Token], named: dict[int, Mention]) -> None:
        self.words, self.named = words, named
        # Of names that end at one token the longest: the members of the council, and not the council.
        self.subjects = {each.last: each for each in sorted(named.values(), key=lambda each: -each.first)}

    def found(self) -> Iterator[_Found]:
        for at, token in enumerate(self.words):
            if token.low in OPENERS:
                yield from self._condition(at)
            if token.low in MODALS or is_verb(token.low):
                yield from self._verb(at)
            if token.low == "to" and at + 1 < len(self.words):
                yield from self._infinitive(at)
            if token.low in NOUNS:
                yield from self._noun(at)
            if token.low in CALLED:
                yield from self._called(at)
            if base(token.low) in ASKING and self._low(at + 1) == "that":
                yield from self._plain(at + 2, "asked", f"{token.low} that")
            if token.low in ("favor", "favour", "instead") and self._low(at + 1) == "of":
                yield from self._plain(at + 2, "favour", f"{token.low} of")
            if token.low in ("call", "calls", "called", "calling") and self._low(at + 1) == "for":
                yield from self._plain(at + 2, "asked", f"{token.low} for")

    def _low(self, at: int) -> str:
        return self.words[at].low if 0 <= at < len(self.words) else ""

    def _end(self, at: int, stated: bool = False) -> int:
        """Return where the clause that a token stands in ends; also where something is ``stated`` of it."""
        while at < len(self.words):
            token = self.words[at]
            if (
                token.text in MARKS
                or token.low in STOPS
                or (token.low in ("and", "or") and self._new(at + 1))
            ):
                break
            if token.low == "that" and self._low(at + 1) in AUXILIARIES:  # that could: of what it says of it
                break
            if stated and (
                token.low in AUXILIARIES or token.low in ("seems", "appears", "seemed", "appeared")
            ):
                break
            at += 1
        while self._low(at - 1) in ("and", "or"):  # what they join is cut off
            at -= 1
        return at

    def _new(self, at: int) -> bool:
        """Whether another clause begins at a token."""
        low = self._low(at)
        if low in AUXILIARIES or low in OPENERS or low in PRONOUNS or low in ("not", "that"):
            return True
        article = low in ARTICLES
        mention = self.named.get(at + article)
        if not article and at > 1 and self.words[at - 2].is_name and at - 1 not in self.subjects:
            return False  # Azeri and Armenian leaders
        return mention is not None and (
            self._low(mention.last) in AUXILIARIES or base(self._low(mention.last)) is not None
        )

    def _begin(self, at: int) -> int:
        """Return where the clause that a token stands in begins."""
        while (
            at > 0
            and self.words[at - 1].text not in MARKS
            and self._low(at - 1) not in STOPS | {"that", "as"}
        ):
            at -= 1
        return at

    def _subject(self, verb: int) -> tuple[int, str] | None:
        """Return where the subject before a verb begins, and who that is."""
        at = self._before_aside(verb)
        for _ in range(5):
            mention = self.subjects.get(at)
            if mention is not None:
                return self._with_none(mention.first), mention.name
            low = self._low(at - 1)
            if low in PRONOUNS:
                return at - 1, ""
            if (
                low.endswith("ly")
                or low in AUXILIARIES
                or low in ("also", "now", "still", "not", "either", "to")
            ):
                at -= 1
            else:
                return None
        return None

    def _with_none(self, first: int) -> int:
        """Take in what says that none of them does it."""
        at = first - (self._low(first - 1) in ARTICLES - {"no"})
        if self._low(at - 1) == "of" and self._low(at - 2) in ("none", "neither", "few"):
            return at - 2
        return first - 1 if self._low(first - 1) in ("no", "neither") else first

    def _before_aside(self, verb: int) -> int:
        """Return where a subject ends that an aside between commas parts from its verb; else the verb."""
        if self._low(verb - 1) != ",":
            return verb
        for at in range(verb - 2, max(0, verb - 2 - ASIDE), -1):
            if self._low(at) == ",":
                return at if at in self.subjects else verb
        return verb

    def _skip(self, at: int) -> int:
        """Pass over adverbs and negations."""
        while self._low(at).endswith("ly") or self._low(at) in ADVERBS:
            at += 1
        return at

    def _act(self, at: int) -> bool:
        """Whether a token is a verb of doing."""
        low = self._low(at)
        if not low.isalpha() or low in FUNCTION - {"have", "do"}:
            return False
        return base(low) not in STATIVE

    def _verb(self, at: int) -> Iterator[_Found]:
        """Find a subject with a modal verb, a verb of intent, or ready to."""
        subject = self._subject(at)
        low, cue = self._low(at), self.words[at].low
        after = self._skip(at + 1)
        if subject is None:
            yield from self._without_subject(at, after)
            return
        first, who = subject
        if low in MODALS:
            if self._low(after) in ("be", "have"):
                if self._low(after) == "be" and self._skip_ready(after + 1):
                    ready = self._skip(after + 1)
                    yield _Found(
                        ready + 2, self._end(ready + 2), ready + 2, who, "ready", f"{self._low(ready)} to"
                    )
                return
            if self._act(after):
                yield _Found(first, self._end(after), after, who, "modal", cue)
        elif low in ("is", "are") and self._low(after) == "to" and self._act(after + 1):
            yield _Found(first, self._end(after + 1), after + 1, who, "modal", f"{low} to")
        elif low in AUXILIARIES and self._skip_ready(at + 1):
            ready = self._skip(at + 1)
            yield _Found(first, self._end(ready + 2), ready + 2, who, "ready", f"{self._low(ready)} to")
        elif base(low) in OPEN:
            opens = self._low(after)
            weighs = base(low) in ("consider", "propose", "weigh", "contemplate") and low != base(low)
            if opens == "to" or opens.endswith("ing") or (weighs and opens):
                what = after + 1 if opens == "to" else after
                if base(low) != "continue" or opens == "to":
                    yield _Found(first, self._end(after), what, who, "intent", cue)

    def _without_subject(self, at: int, after: int) -> Iterator[_Found]:
        """Find a verb that shares its subject (and will go on) or has none (the lock could be shut)."""
        low = self._low(at)
        if (
            low in MODALS
            and self._low(at - 1) in ("and", "or")
            and self._act(after)
            and self._low(after) != "be"
        ):
            yield _Found(at, self._end(after), after, "", "modal", low)
        begin = self._begin(at)
        done = self._skip(after + 1)
        if low in ("could", "might", "may", "can") and self._low(after) == "be" and begin < at:
            verb = base(self._low(done))
            if verb is not None and verb not in STATIVE and verb != self._low(done):
                yield _Found(begin, self._end(done), after, "", "passive", f"{low} be")
        if low in ("is", "are") and self._low(at + 1) == "to" and self._low(at + 2) == "be" and begin < at:
            yield _Found(begin, self._end(at + 3), at + 1, "", "passive", f"{low} to be")

    def _skip_ready(self, at: int) -> bool:
        ready = self._skip(at)
        return self._low(ready) in READY and self._low(ready + 1) == "to" and self._act(ready + 2)

    def _condition(self, at: int) -> Iterator[_Found]:
        """Find what somebody does in a condition: if the bank refuses."""
        begin = at + 1
        while begin < len(self.words):
            begin += self._low(begin) in ("either", "and", "or")
            begin += self._low(begin) in ARTICLES
            mention = self.named.get(begin)
            if mention is None:
                return
            verb = self._skip(mention.last)
            if self._low(verb) in ("is", "are", "was", "were", "has", "had", "have") or not is_verb(
                self._low(verb)
            ):
                return
            end = self._end(verb)
            if base(self._low(verb)) not in STATIVE and self._low(verb) not in MODALS:
                yield _Found(mention.first, end, verb, mention.name, "condition", self.words[at].low)
            if self._low(end) not in ("and", "or"):
                return
            begin = end + 1

    def _infinitive(self, at: int) -> Iterator[_Found]:
        """Somebody who is to do something: urged the bank to pay; and how to do it."""
        if not self._act(at + 1) or self._low(at + 1).endswith(("ing", "s")):
            return
        mention = self.subjects.get(at)
        if mention is not None and mention.acts and mention.first > 0 and base(self._low(at + 1)) is not None:
            yield _Found(mention.first, self._end(at + 1), at + 1, mention.name, "infinitive", "to")
        if self._low(at - 1) in ("how", "whether"):
            yield _Found(at + 1, self._end(at + 1, True), at + 1, "", "how", f"{self._low(at - 1)} to")

    def _noun(self, at: int) -> Iterator[_Found]:
        """Find a noun and what it is about: the right to pass, a proposal for a truce."""
        link, after = self._low(at + 1), at + 2
        if link == "but" and self._low(after) == "to" and self._act(after + 1):
            yield _Found(after + 1, self._end(after + 1), after + 1, "", "noun", f"{self._low(at)} but to")
        doing = self._act(after) and base(self._low(after)) is not None
        fits = (link == "to" and doing and not self._low(after).endswith("ing")) or (
            (link == "between" and self._low(at).startswith("choice"))
            or (
                link in ("of", "for")
                and (self._low(after).endswith("ing") or self._low(at).startswith("proposal"))
            )
        )
        if not fits:
            return
        who, first = "", at
        while first > 0 and at - first < 4:
            before = self.words[first - 1]
            if (
                before.low in ARTICLES
                or before.low in ADJECTIVES
                or (before.is_word and before.low not in FUNCTION)
            ):
                owner = self.subjects.get(first)
                if owner is not None:
                    first, who = owner.first, owner.name
                    break
                if base(before.low) is not None and before.low not in ADJECTIVES:
                    break
                first -= 1
            else:
                break
        yield _Found(first, self._end(after, True), after, who, "noun", f"{self._low(at)} {link}")

    def _called(self, at: int) -> Iterator[_Found]:
        """Find what is called an option: a lawsuit is one; leaving as the only alternative to paying."""
        before = {self._low(each) for each in range(max(0, at - 5), at)}
        if self._low(at) == "possible" and self._low(at - 1) not in ("is", "remains", "also", "still"):
            return
        if not before & {"is", "are", "remains", "remain", "as", "be", "was"} or self._low(at).endswith("s"):
            return
        begin = self._begin(at)
        while self._low(begin - 1) == "as":
            begin = self._begin(begin - 1)
        for each in range(at, max(begin, at - 14), -1):
            if self._low(each).endswith("ing") and len(self._low(each)) > 4:
                begin = each
        if begin < at - 1:
            end = self._end(at, True) if self._low(at + 1) in ("to", "of") else at + 1
            yield _Found(begin, end, begin, "", "called", self._low(at))

    def _plain(self, at: int, rule: str, cue: str) -> Iterator[_Found]:
        """Find what somebody speaks for or asks for."""
        while at < len(self.words) and self.words[at].text in "\u201c\"\u2018'":
            at += 1
        owner = self.named.get(at)
        who = owner.name if owner is not None and self.words[owner.last - 1].possessive else ""
        yield _Found(at, self._end(at, True), at, who, rule, cue)
