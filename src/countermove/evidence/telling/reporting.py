"""Who says what by a verb of saying: before it, after it, or in quotation marks around it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from operator import itemgetter

from countermove.evidence.telling.clause import CLOSING, OPENING, Clause, Marked, made
from countermove.evidence.telling.speakers import Speaker, ahead, last_before_auxiliary, named, subject
from countermove.evidence.telling.speech_words import (
    ADVERBS,
    AUXILIARIES,
    BE,
    DETERMINERS,
    MODALS,
    NEGATIONS,
    PRONOUNS,
    Form,
)

__all__ = ["by_verb", "speakers_of"]

_PREPOSITIONS = frozenset(
    ["in", "at", "on", "during", "from", "by", "for", "with", "after", "before", "near"]
)
_WITH_LISTENER = ("tell", "remind")
_EMPTY = frozenset(["nothing", "so", "little", "much"])
_NOBODY = frozenset(["neither", "nobody", "none", "no"])
_LISTENER = 12
"""How far from the verb what is said may begin: "signaled to their colleagues in the capital that"."""
_AFTERWORDS = 10
"""How many words may follow a verb that closes its sentence ("..., the envoy told reporters on Monday")."""


def by_verb(here: Marked, at: int, form: Form, so_far: Sequence[Clause]) -> Clause | None:
    """Return what the verb at a place reports; ``so_far`` is what its sentence has reported before."""
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
    who = who_is(here, found[0], found[1], so_far)
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


def _carried_on(here: Marked, at: int, so_far: Sequence[Clause]) -> tuple[Speaker, ...]:
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


def _is_progressive(here: Marked, at: int) -> bool:
    """Whether a form in -ing has its auxiliary a little before it: "is now calling"."""
    return here.low(at - 2) in BE and (
        here.low(at - 1).endswith("ly") or here.low(at - 1) in ("now", "still", "not")
    )


def _speaks(here: Marked, at: int) -> bool:
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


def _has_content(here: Marked, at: int) -> bool:
    """Whether what follows a form that may be a passive is said: "announced on Monday that"."""
    if here.low(at + 1) == "on" and here.words[at].low.startswith(("report", "comment", "remark")):
        return True
    near = range(at + 1, min(at + 9, len(here.words)))
    return any(here.low(place) == "that" or here.quotation(place) for place in near)


def speakers_of(here: Marked, at: int, so_far: Sequence[Clause]) -> tuple[Speaker, ...] | None:
    """Return who the subject of the verb at a place is; None if it has none, or does not say it."""
    found = subject(here.words, at)
    if found is None or found[2] & (MODALS | NEGATIONS):
        return None
    return who_is(here, found[0], found[1], so_far)


def who_is(here: Marked, first: int, after: int, so_far: Sequence[Clause]) -> tuple[Speaker, ...] | None:
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


def _content(here: Marked, at: int, form: Form, who: tuple[Speaker, ...]) -> Clause | None:
    """Return what follows the verb: from "that", a quotation, or all there is."""
    verb = form.verb
    words = here.words
    if verb.names or (verb.lemma == "call" and here.low(at + 1) not in ("for", "on", "upon")):
        return _taken_for(here, at, form, who)
    begin = at + 1
    for place in range(at + 1, min(at + _LISTENER, len(words))):
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
    elif begin == at + 1 and here.low(begin) in ("for", "on", "of", "about", "upon", "against"):
        begin += 1
    elif begin == at + 1 and here.low(begin) == "to":
        begin = _past_listener(here, begin)
    if begin < len(words) and words[begin].text == "(":
        return None  # "as the envoy argued (on Monday)": what is said stands elsewhere
    if here.low(begin) in _EMPTY and not any(each.is_word for each in words[begin + 1 :]):
        return None
    said = made(here, begin, who, words[at].text, "verb", until=_relative_end(here, at))
    return None if said is None else replace(said, kind=verb.kind)


def _past_listener(here: Marked, at: int) -> int:
    """Return where what is said begins after "to": what is promised, or what somebody is spoken to about."""
    after = here.words[at + 1 : at + 2]
    if not after or not (after[0].is_proper or after[0].low in DETERMINERS):
        return at + 1  # "pledged to hold the water"
    near = range(at + 2, min(at + 8, len(here.words)))
    return next((place + 1 for place in near if here.low(place) in ("about", "of", "on")), len(here.words))


def _relative_end(here: Marked, at: int) -> int | None:
    """Return where what somebody says in passing ends: "the minister, who warned of a flood, left"."""
    if here.low(at - 1) not in ("who", "which") or here.low(at - 2) != ",":
        return None
    return next((place for place in range(at + 1, len(here.words)) if here.words[place].text == ","), None)


def _taken_for(here: Marked, at: int, form: Form, who: tuple[Speaker, ...]) -> Clause | None:
    """Return what somebody takes a thing for: after "as", or the quotation that follows."""
    for place in range(at + 1, min(at + _LISTENER, len(here.words))):
        if quoted := here.quotation(place):
            return Clause(*quoted, who, here.words[at].text, form.verb.kind, "taken for", direct=True)
        if here.low(place) == "as" and not here.quotation(place + 1) and place + 1 < len(here.words):
            start, end = here.words[place + 1].start, here.end(len(here.words))
            return Clause(start, end, who, here.words[at].text, form.verb.kind, "taken for")
        if here.words[place].text in ",;.":
            break
    return None


def _passive(here: Marked, at: int, form: Form) -> Clause | None:
    """Return what nobody in particular says: "hope was expressed that", "it was reported that"."""
    return _content(here, at, form, ()) if here.low(at + 1) == "that" else None


# ---------------------------------------------------------------- the verb after what is said
def _after_quotation(here: Marked, at: int, form: Form, so_far: Sequence[Clause]) -> Clause | None:
    """Read `"...," said the envoy` and `"...," the envoy said`."""
    if form.tense not in ("past", "s"):
        return None
    words = here.words
    if here.words[at - 1].text in CLOSING + "," and at > 0:
        quoted = _closed_before(here, at)
        found = ahead(words, at + 1)
        if quoted is not None and found is not None:
            who = who_is(here, *found, so_far)
            return (
                None
                if who is None
                else Clause(*quoted, who, words[at].text, form.verb.kind, "verb after", True)
            )
        if quoted is None and here.words[at - 1].text == "," and found is not None and at >= 4:
            tail = len(words) - found[1]
            who = who_is(here, *found, so_far) if tail <= _AFTERWORDS and form.verb.lemma == "say" else None
            if who:
                return Clause(words[0].start, here.end(at), who, words[at].text, form.verb.kind, "verb after")
        return None
    found_before = subject(words, at)
    if found_before is None or found_before[2] & (MODALS | NEGATIONS):
        return None
    quoted = _closed_before(here, found_before[0])
    if quoted is None:
        return None
    who = who_is(here, found_before[0], found_before[1], so_far)
    return None if who is None else Clause(*quoted, who, words[at].text, form.verb.kind, "verb after", True)


def _closed_before(here: Marked, at: int) -> tuple[int, int] | None:
    """Return the quotation that ends right before a token, with its comma or mark inside or after it."""
    place = at - 1
    comma = here.low(place) == ","
    place -= comma
    if place < 0 or here.words[place].text not in CLOSING:
        return None
    found = bisect_left(here.marks, here.words[place].start, key=itemgetter(1))
    if found == len(here.marks) or here.marks[found][1] != here.words[place].start:
        return None
    inner = here.words[place - 1].text if place else ""
    return here.marks[found] if comma or inner in ",?!." or place == 0 else None


def _closing(here: Marked, at: int, first: int, form: Form, who: tuple[Speaker, ...]) -> Clause | None:
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
            and not any(each.low == "that" or each.text in OPENING for each in tail)
        )
        if tail and not empty
        else empty
    )
    if not aside or not form.verb.lemma or here.low(0) in ("if", "when", "while", "after", "before"):
        return None
    return Clause(words[0].start, here.end(first), who, words[at].text, form.verb.kind, "verb after")
