"""The forms in which a sentence reports what somebody says; see `countermove.evidence.speech`."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter, itemgetter
from typing import Literal

from countermove.evidence.speakers import Speaker, Token, ahead, last_before_auxiliary, named, subject
from countermove.evidence.speech_words import (
    ADVERBS,
    AUXILIARIES,
    BE,
    DETERMINERS,
    MODALS,
    NEGATIONS,
    NOUNS,
    PRONOUNS,
    VENUES,
    VERBS,
    Form,
)

__all__ = ["Clause", "clauses"]

Marks = Sequence[tuple[int, int]]
_OPENING, _CLOSING = '"\u201c\u201e\u00ab', '"\u201d\u201c\u00bb'
_CONTRASTS = frozenset(["but", "while", "whereas", "though", "although", "yet"])
_THEMES = frozenset(
    [
        "narrative",
        "theme",
        "talk",
        "rhetoric",
        "story",
        "notion",
        "slogan",
        "image",
        "claims",
        "allegations",
        "warnings",
    ]
)
_RUMOURS = frozenset(["reports", "rumors", "rumours", "allegations", "accusations", "claims"])
_PREPOSITIONS = frozenset(
    ["in", "at", "on", "during", "from", "by", "for", "with", "after", "before", "near", "across"]
)
_WITH_LISTENER = ("tell", "remind")
_EMPTY = frozenset(["nothing", "so", "little", "much"])
_NOBODY = frozenset(["neither", "nobody", "none", "no"])
MAX_LISTENER = 12
"""How far from the verb what is said may begin: "signaled to their colleagues in the capital that"."""
_AFTERWORDS = 10
"""How many words may follow a verb that closes its sentence ("..., the envoy told reporters on Monday")."""


@dataclass(frozen=True)
class Clause:
    """What is said, in a text, and who says it; as `Speech`, with places in the prose."""

    start: int
    end: int
    speakers: tuple[Speaker, ...]
    verb: str
    kind: Literal["speech", "view"]
    rule: Literal[
        "verb",
        "verb after",
        "according to",
        "noun",
        "taken for",
        "card",
        "theme",
        "reports",
        "goes on",
        "quotation",
    ]
    direct: bool = False


@dataclass(frozen=True)
class _Sentence:
    words: Sequence[Token]
    marks: Marks
    full: dict[str, str]
    before: Sequence[Clause]

    def inside(self, at: int) -> tuple[int, int] | None:
        """Return the quotation that a place of the text is in."""
        found = bisect_right(self.marks, at, key=itemgetter(0)) - 1
        return self.marks[found] if found >= 0 and at < self.marks[found][1] else None

    def quotation(self, at: int) -> tuple[int, int] | None:
        """Return the quotation whose opening mark is the token ``at``."""
        if at < len(self.words) and self.words[at].text in _OPENING:
            found = bisect_left(self.marks, self.words[at].end, key=itemgetter(0))
            if found < len(self.marks) and self.marks[found][0] == self.words[at].end:
                return self.marks[found]
        return None

    def low(self, at: int) -> str:
        """Return a token in small letters; empty beyond the ends."""
        return self.words[at].low if 0 <= at < len(self.words) else ""

    def end(self, at: int) -> int:
        """Return where the text ends before token ``at``, without marks, quotation marks aside."""
        last = min(at, len(self.words)) - 1
        while last > 0 and not self.words[last].is_word and self.words[last].text not in ")]%":
            last -= 1
        end = self.words[last].end
        quoted = self.inside(end - 1)
        return max(end, quoted[1]) if quoted else end


def clauses(
    words: Sequence[Token], marks: Marks, full: dict[str, str], before: Sequence[Clause]
) -> Iterator[Clause]:
    """Yield what one sentence reports.

    Parameters
    ----------
    words : sequence of Token
        The sentence's.
    marks : sequence of (int, int)
        The quotations of the whole prose.
    full : dict
        Full names by surname.
    before : sequence of Clause
        What was said last, for pronouns.
    """
    here = _Sentence(words, marks, full, before)
    found: list[tuple[int, Clause]] = []
    for at, word in enumerate(words):
        if not word.is_word or here.inside(word.start):
            continue
        clause = _at(here, at, [each for _, each in found])
        if clause is not None and clause.start < clause.end:
            found.append((at, clause))
    yield from _parted(here, found)


def _at(here: _Sentence, at: int, so_far: Sequence[Clause]) -> Clause | None:
    """Return what the word ``at`` reports, if it is one that does."""
    low = here.low(at)
    if low == "according" and here.low(at + 1) == "to":
        return _according(here, at)
    form = VERBS.get(low) if not here.words[at].is_proper or at == 0 else None
    if form is not None and (clause := _by_verb(here, at, form, so_far)) is not None:
        return clause
    if low in NOUNS and here.low(at - 1).endswith(("'s", "\u2019s", "s'", "s\u2019")):
        return _by_noun(here, at)
    if low in _THEMES and here.low(at + 1) in ("of", "about", "that"):
        return _theme(here, at)
    if (
        low in _RUMOURS
        and here.low(at + 1) in ("of", "on", "that")
        and (at == 0 or here.low(at - 1) in ("amid", "despite", "following", "after"))
    ):
        return _made(here, at + 2, (), here.words[at].text, "reports", until=_verb_after(here, at + 2))
    if (
        low in ("use", "uses", "using", "used", "play", "plays", "playing", "played")
        and here.low(at + 1) == "the"
    ):
        quoted = here.quotation(at + 2)
        who = _subject(here, at, so_far) if quoted else None
        return (
            None
            if quoted is None or not who
            else Clause(*quoted, who, here.words[at].text, "speech", "card", True)
        )
    return None


# ---------------------------------------------------------------- a verb of saying
def _by_verb(here: _Sentence, at: int, form: Form, so_far: Sequence[Clause]) -> Clause | None:
    verb = form.verb
    after = here.low(at + 1)
    if verb.needs and after not in verb.needs:
        return None
    if verb.lemma == "speak" and after == "in" and here.low(at + 2) not in ("favor", "favour", "support"):
        return None
    trailing = _after_quotation(here, at, form, so_far)
    if trailing is not None:
        return trailing
    if form.tense == "past" and here.low(at - 1) in BE and after != "by":
        return _passive(here, at, form)
    if form.tense == "ing" and here.low(at - 1) not in BE and not _is_progressive(here, at):
        if so_far and here.low(at - 1) in (",", "and") and (after == "that" or here.quotation(at + 1)):
            return _content(here, at, form, so_far[-1].speakers)
        return None
    if verb.noun and form.tense in ("base", "s") and not _speaks(here, at):
        return None
    found = subject(here.words, at)
    if found is None and (carried := _carried_on(here, at, so_far)):
        return _content(here, at, form, carried)
    if found is None or found[2] & (MODALS | NEGATIONS) or here.low(found[0]) in _NOBODY:
        return None
    who = _who(here, found[0], found[1], so_far)
    if who is None:
        return None
    if (
        form.tense == "past"
        and verb.passive
        and after in _PREPOSITIONS | {"by"}
        and not _has_content(here, at)
    ):
        return None
    return _closing(here, at, found[0], form, who) or _content(here, at, form, who)


def _carried_on(here: _Sentence, at: int, so_far: Sequence[Clause]) -> tuple[Speaker, ...]:
    """Return the subject that a verb shares with another: "Upstream has begun to talk and now calls for"."""
    place = at - 1
    while place > 0 and here.low(place) in ADVERBS | AUXILIARIES:
        place -= 1
    if here.low(place) != "and" or NEGATIONS & {each.low for each in here.words[place:at]}:
        return ()
    if so_far:
        return so_far[-1].speakers
    name = last_before_auxiliary(here.words, place)
    found = named(here.words[name[0] : name[1]], here.full) if name else ()
    return tuple(replace(each, inferred=True) for each in found)


def _is_progressive(here: _Sentence, at: int) -> bool:
    """Whether a form in -ing has its auxiliary a little before it: "is now calling"."""
    return here.low(at - 2) in BE and (
        here.low(at - 1).endswith("ly") or here.low(at - 1) in ("now", "still", "not")
    )


def _speaks(here: _Sentence, at: int) -> bool:
    """Whether a form that may be a noun is a verb: not after an article, and with something said after it."""
    if here.low(at - 1) in DETERMINERS or here.low(at - 1).endswith(("'s", "\u2019s", "s\u2019")):
        return False
    after = here.low(at + 1)
    if here.low(at - 1) in PRONOUNS:
        return True
    opens = after in DETERMINERS | {"as", "that", "it", "they", "he", "she", "on", "for", "to", ":", ","}
    return (
        opens
        or here.quotation(at + 1) is not None
        or (at + 1 < len(here.words) and here.words[at + 1].is_proper)
    )


def _has_content(here: _Sentence, at: int) -> bool:
    """Whether what follows a form that may be a passive is said: "announced on Monday that"."""
    if here.low(at + 1) == "on" and here.words[at].low.startswith(("report", "comment", "remark")):
        return True
    near = range(at + 1, min(at + 9, len(here.words)))
    return any(here.low(place) == "that" or here.quotation(place) for place in near)


def _subject(here: _Sentence, at: int, so_far: Sequence[Clause]) -> tuple[Speaker, ...] | None:
    found = subject(here.words, at)
    if found is None or found[2] & (MODALS | NEGATIONS):
        return None
    return _who(here, found[0], found[1], so_far)


def _who(here: _Sentence, first: int, after: int, so_far: Sequence[Clause]) -> tuple[Speaker, ...] | None:
    """Return the speakers of a subject; a pronoun's are inferred, and none if it cannot be told."""
    word = here.words[first]
    if after - first == 1 and word.low in ("i", "we", "you", "there", "this"):
        return None
    if after - first > 1 or word.low not in ("he", "she", "it", "they", "who", "which"):
        return named(here.words[first:after], here.full)
    if word.low in ("who", "which"):
        place = first - 1 if here.low(first - 1) == "," else first
        found = subject(here.words, place)
        return named(here.words[found[0] : found[1]], here.full) if found else ()
    whose: tuple[Speaker, ...] = ()
    if word.low == "it":
        name = last_before_auxiliary(here.words, first)
        whose = named(here.words[name[0] : name[1]], here.full) if name else ()
    else:
        whose = _spoke_last([*here.before, *so_far], word.low, frozenset(here.full.values()))
    return tuple(
        replace(each, text=word.text, start=word.start, end=word.end, inferred=True) for each in whose
    )


def _spoke_last(before: Sequence[Clause], pronoun: str, persons: frozenset[str]) -> tuple[Speaker, ...]:
    """Return whom a pronoun means: who spoke last, of persons with a full name if there are any."""
    spoke = [each.speakers for each in reversed(before) if each.speakers and each.kind == "speech"]
    if pronoun == "they":
        last = next(iter(spoke), ())
        return last if len(last) > 1 or any(each.name.endswith("s") for each in last) else ()
    single = [each for each in spoke if len(each) == 1]
    return next((each for each in single if each[0].name in persons), next(iter(single), ()))


def _content(here: _Sentence, at: int, form: Form, who: tuple[Speaker, ...]) -> Clause | None:
    """Return what follows the verb: from "that", a quotation, or all there is."""
    verb = form.verb
    words = here.words
    if verb.names or (verb.lemma == "call" and here.low(at + 1) not in ("for", "on", "upon")):
        return _taken_for(here, at, form, who)
    begin = at + 1
    for place in range(at + 1, min(at + MAX_LISTENER, len(words))):
        if here.low(place) == "that":
            begin = place + 1
            break
        if here.quotation(place) and (words[place - 1].text in ":," or verb.lemma in _WITH_LISTENER):
            begin = place
            break
        if words[place].text in ";.":
            break
    while begin < len(words) and (words[begin].text in ",:" or here.low(begin) == "that"):
        begin += 1
    if begin == at + 1 and verb.lemma in _WITH_LISTENER and here.low(at + 1) not in ("of", "about"):
        return None  # told somebody what it does not say
    if begin == at + 1 and verb.lemma == "speak" and here.low(begin) == "in":
        begin += 3
    elif begin == at + 1 and here.low(begin) in ("for", "on", "of", "about", "upon", "against", "to"):
        begin += 1
    if here.low(begin) in _EMPTY and not any(each.is_word for each in words[begin + 1 :]):
        return None
    made = _made(here, begin, who, words[at].text, "verb", until=_relative_end(here, at))
    return None if made is None else replace(made, kind=verb.kind)


def _relative_end(here: _Sentence, at: int) -> int | None:
    """Return where what somebody says in passing ends: "the minister, who warned of a flood, left"."""
    if here.low(at - 1) not in ("who", "which") or here.low(at - 2) != ",":
        return None
    return next((place for place in range(at + 1, len(here.words)) if here.words[place].text == ","), None)


def _made(
    here: _Sentence,
    begin: int,
    who: tuple[Speaker, ...],
    verb: str,
    rule: Literal["verb", "noun", "according to", "theme", "reports"],
    until: int | None = None,
) -> Clause | None:
    """Return what is said from the token ``begin`` on, to the quotation's end if it begins with one."""
    quoted = here.quotation(begin)
    if quoted is not None:
        return Clause(*quoted, who, verb, "speech", rule, direct=True)
    if begin >= len(here.words):
        return None
    start, end = here.words[begin].start, here.end(len(here.words) if until is None else until)
    return Clause(start, end, who, verb, "speech", rule) if start < end else None


def _taken_for(here: _Sentence, at: int, form: Form, who: tuple[Speaker, ...]) -> Clause | None:
    """Return what somebody takes a thing for: after "as", or the quotation that follows."""
    for place in range(at + 1, min(at + MAX_LISTENER, len(here.words))):
        if quoted := here.quotation(place):
            return Clause(*quoted, who, here.words[at].text, form.verb.kind, "taken for", direct=True)
        if here.low(place) == "as" and not here.quotation(place + 1) and place + 1 < len(here.words):
            start, end = here.words[place + 1].start, here.end(len(here.words))
            return Clause(start, end, who, here.words[at].text, form.verb.kind, "taken for")
        if here.words[place].text in ",;.":
            break
    return None


def _passive(here: _Sentence, at: int, form: Form) -> Clause | None:
    """Return what nobody in particular says: "hope was expressed that", "it was reported that"."""
    return _content(here, at, form, ()) if here.low(at + 1) == "that" else None


# ---------------------------------------------------------------- the verb after what is said
def _after_quotation(here: _Sentence, at: int, form: Form, so_far: Sequence[Clause]) -> Clause | None:
    """Read `"...," said the envoy` and `"...," the envoy said`."""
    if form.tense not in ("past", "s"):
        return None
    words = here.words
    if here.words[at - 1].text in _CLOSING + "," and at > 0:
        quoted = _closed_before(here, at)
        found = ahead(words, at + 1)
        if quoted is not None and found is not None:
            who = _who(here, *found, so_far)
            return (
                None
                if who is None
                else Clause(*quoted, who, words[at].text, form.verb.kind, "verb after", True)
            )
        if quoted is None and here.words[at - 1].text == "," and found is not None and at >= 4:
            tail = len(words) - found[1]
            who = _who(here, *found, so_far) if tail <= _AFTERWORDS and form.verb.lemma == "say" else None
            if who:
                return Clause(words[0].start, here.end(at), who, words[at].text, form.verb.kind, "verb after")
        return None
    found_before = subject(words, at)
    if found_before is None or found_before[2] & (MODALS | NEGATIONS):
        return None
    quoted = _closed_before(here, found_before[0])
    if quoted is None:
        return None
    who = _who(here, found_before[0], found_before[1], so_far)
    return None if who is None else Clause(*quoted, who, words[at].text, form.verb.kind, "verb after", True)


def _closed_before(here: _Sentence, at: int) -> tuple[int, int] | None:
    """Return the quotation that ends right before a token, with its comma or mark inside or after it."""
    place = at - 1
    comma = here.low(place) == ","
    place -= comma
    if place < 0 or here.words[place].text not in _CLOSING:
        return None
    found = bisect_left(here.marks, here.words[place].start, key=itemgetter(1))
    if found == len(here.marks) or here.marks[found][1] != here.words[place].start:
        return None
    inner = here.words[place - 1].text if place else ""
    return here.marks[found] if comma or inner in ",?!." or place == 0 else None


def _closing(here: _Sentence, at: int, first: int, form: Form, who: tuple[Speaker, ...]) -> Clause | None:
    """Read "The dam will hold, the ministry said on Monday.": what is said stands before the speaker."""
    words = here.words
    tail = words[at + 1 :]
    if first < 4 or words[first - 1].text != "," or form.verb.names or form.verb.lemma in ("call", "speak"):
        return None
    empty = not any(each.is_word for each in tail)
    aside = (
        (
            len(tail) <= _AFTERWORDS
            and tail[0].low
            in ("on", "in", "at", "to", "during", "yesterday", "today", "reporters", "journalists", ",")
            and not any(each.low == "that" or each.text in _OPENING for each in tail)
        )
        if tail and not empty
        else empty
    )
    if not aside or not form.verb.lemma or here.low(0) in ("if", "when", "while", "after", "before"):
        return None
    return Clause(words[0].start, here.end(first), who, words[at].text, form.verb.kind, "verb after")


# ---------------------------------------------------------------- without a verb
def _according(here: _Sentence, at: int) -> Clause | None:
    """Read "according to the port authority, ..." and "..., according to the port authority"."""
    found = ahead(here.words, at + 2)
    if found is None:
        return None
    who = named(here.words[found[0] : found[1]], here.full)
    if at <= 1:
        begin = found[1]
        while begin < len(here.words) and here.words[begin].text != ",":
            begin += 1
        return _made(here, begin + 1, who, "according to", "according to")
    return Clause(here.words[0].start, here.end(at), who, "according to", "speech", "according to")


def _by_noun(here: _Sentence, at: int) -> Clause | None:
    """Read "the envoy's claim that ..."."""
    if here.low(at + 1) not in ("that", "of", "about") and not here.quotation(at + 1):
        return None
    found = subject(here.words, at)
    if found is None:
        return None
    who = tuple(
        replace(each, name=each.name.removesuffix("'s").removesuffix("\u2019s"))
        for each in named(here.words[found[0] : found[1]], here.full)
    )
    begin = at + 1 if here.quotation(at + 1) else at + 2
    return _made(here, begin, who, here.words[at].text, "noun", until=_verb_after(here, begin, at + 1))


def _theme(here: _Sentence, at: int) -> Clause | None:
    """Read "a narrative of ... in the newspapers and official statements"."""
    for place in range(at + 2, len(here.words) - 1):
        if here.low(place) in ("in", "among", "across", "by", "from") and not here.inside(
            here.words[place].start
        ):
            after = place + 1
            while after < len(here.words) and (here.words[after].is_word or here.words[after].text == ","):
                after += 1
            where = here.words[place + 1 : after]
            told = [number for number, each in enumerate(where) if each.low in VENUES]
            if told:
                where = where[: told[-1] + 1]
                who = named(where, here.full, several=True)
                until = min(_verb_after(here, at + 2), place)
                return _made(here, at + 2, who, here.words[at].text, "theme", until=until)
    return None


def _verb_after(here: _Sentence, begin: int, that: int | None = None) -> int:
    """Return where a noun's content ends: at the next auxiliary; a clause with "that" has one of its own."""
    skip = that is not None and here.low(that) == "that"
    for place in range(begin, len(here.words)):
        if here.low(place) in AUXILIARIES | MODALS - {"to"} and not here.inside(here.words[place].start):
            if not skip:
                return place
            skip = False
    return len(here.words)


# ---------------------------------------------------------------- two in one sentence
def _parted(here: _Sentence, found: Sequence[tuple[int, Clause]]) -> Iterator[Clause]:
    """Yield the clauses; one that runs into "..., but the others said" ends where that begins."""
    for number, (at, clause) in enumerate(found):
        end = clause.end
        for later, other in found[number + 1 :]:
            first = min((each.start for each in other.speakers), default=here.words[later].start)
            cut = _contrast(here, at, first)
            if cut is not None and clause.start < cut < end and other.start >= cut:
                end = cut
        yield replace(clause, end=end)


def _contrast(here: _Sentence, at: int, first: int) -> int | None:
    """Return where what is said ends, if a contrast stands between it and the next speaker."""
    place = bisect_left(here.words, first, key=attrgetter("start"))
    if place == len(here.words) or place <= at + 1:
        return None
    before = here.low(place - 1)
    if before in _CONTRASTS and here.low(place - 2) == ",":
        return here.end(place - 2)
    if before == "and" and here.low(place - 2) == ",":
        return here.end(place - 2)
    return here.end(place - 1) if before == ";" else None
