"""The forms in which a sentence reports what somebody says; see `countermove.evidence.telling.speech`."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from operator import attrgetter

from countermove.evidence.telling.clause import Clause, Marked, Marks, made
from countermove.evidence.telling.reporting import by_verb, speakers_of
from countermove.evidence.telling.speakers import Token, ahead, named, subject
from countermove.evidence.telling.speech_words import AUXILIARIES, MODALS, NOUNS, VENUES, VERBS

__all__ = ["clauses"]

_CONTRASTS = frozenset(["but", "while", "whereas", "though", "although", "yet"])
_THEMES = frozenset(
    ["narrative", "theme", "talk", "rhetoric", "story", "notion", "slogan", "image", "claims"]
)
_RUMOURS = frozenset(["reports", "rumors", "rumours", "allegations", "accusations", "claims"])


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
    here = Marked(words, marks, full, before)
    found: list[tuple[int, Clause]] = []
    for at, word in enumerate(words):
        if not word.is_word or here.inside(word.start):
            continue
        clause = _at(here, at, [each for _, each in found])
        if clause is not None and clause.start < clause.end:
            found.append((at, clause))
    yield from _parted(here, found)


def _at(here: Marked, at: int, so_far: Sequence[Clause]) -> Clause | None:
    """Return what the word ``at`` reports, if it is one that does."""
    low = here.low(at)
    if low == "according" and here.low(at + 1) == "to":
        return _according(here, at)
    form = VERBS.get(low) if not here.words[at].is_proper or at == 0 else None
    if form is not None and (clause := by_verb(here, at, form, so_far)) is not None:
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
        return made(here, at + 2, (), here.words[at].text, "reports", until=_verb_after(here, at + 2))
    if (
        low in ("use", "uses", "using", "used", "play", "plays", "playing", "played")
        and here.low(at + 1) == "the"
    ):
        quoted = here.quotation(at + 2)
        who = speakers_of(here, at, so_far) if quoted else None
        return (
            None
            if quoted is None or not who
            else Clause(*quoted, who, here.words[at].text, "speech", "card", True)
        )
    return None


# ---------------------------------------------------------------- without a verb
def _according(here: Marked, at: int) -> Clause | None:
    """Read "according to the port authority, ..." and "..., according to the port authority"."""
    found = ahead(here.words, at + 2)
    if found is None:
        return None
    who = named(here.words[found[0] : found[1]], here.full)
    if at <= 1:
        begin = found[1]
        while begin < len(here.words) and here.words[begin].text != ",":
            begin += 1
        return made(here, begin + 1, who, "according to", "according to")
    return Clause(here.words[0].start, here.end(at), who, "according to", "speech", "according to")


def _by_noun(here: Marked, at: int) -> Clause | None:
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
    return made(here, begin, who, here.words[at].text, "noun", until=_verb_after(here, begin, at + 1))


def _theme(here: Marked, at: int) -> Clause | None:
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
                return made(here, at + 2, who, here.words[at].text, "theme", until=until)
    return None


def _verb_after(here: Marked, begin: int, that: int | None = None) -> int:
    """Return where a noun's content ends: at the next auxiliary; a clause with "that" has one of its own."""
    skip = that is not None and here.low(that) == "that"
    for place in range(begin, len(here.words)):
        if here.low(place) in AUXILIARIES | MODALS - {"to"} and not here.inside(here.words[place].start):
            if not skip:
                return place
            skip = False
    return len(here.words)


# ---------------------------------------------------------------- two in one sentence
def _parted(here: Marked, found: Sequence[tuple[int, Clause]]) -> Iterator[Clause]:
    """Yield the clauses; one that runs into "..., but the others said" ends where that begins."""
    for number, (at, clause) in enumerate(found):
        end = clause.end
        for later, other in found[number + 1 :]:
            first = min((each.start for each in other.speakers), default=here.words[later].start)
            cut = _contrast(here, at, first)
            if cut is not None and clause.start < cut < end and other.start >= cut:
                end = cut
        yield replace(clause, end=end)


def _contrast(here: Marked, at: int, first: int) -> int | None:
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
