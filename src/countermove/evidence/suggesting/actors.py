"""Who acts in a text: states and organisations by any of their names, persons, bodies and groups."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from countermove.evidence.documents.sentences import Sentence
from countermove.evidence.suggesting.gazetteer import Entry, gazetteer
from countermove.evidence.suggesting.lexicon import FUNCTION, HEADS, base, is_verb, listed
from countermove.evidence.suggesting.phrases import Phrase, phrase_at
from countermove.evidence.suggesting.suggestion import Suggestion
from countermove.evidence.suggesting.tokens import Token

__all__ = ["Mention", "actors", "mentions"]

ARTICLES = listed("articles")
CONJUNCTIONS = listed("conjunctions")
LOCATIVE = listed("locative")
MONTHS_AND_DAYS = listed("months and days")
NUMBERS = listed("numbers")
ORGANS = listed("organs")
PARTICLES = listed("particles")
PLACES = listed("places")
TITLES = listed("titles")

LONGEST_NAME = 4
_ACRONYM = re.compile(r"[A-Z]{2,6}")


@dataclass(frozen=True)
class Mention:
    """A place where somebody is named.

    Attributes
    ----------
    name : str
        Who, by the name that all mentions are joined under.
    of : str
        The state that a person or body belongs to, as far as a name next to it says so.
    sentence : int
        Which sentence, from 0.
    first, last : int
        Its tokens ``[first, last)``.
    rule : str
        The rule that found it.
    acts : bool
        False where the name may be only a place, or an attribute.
    """

    name: str
    of: str
    sentence: int
    first: int
    last: int
    rule: str
    acts: bool = True


def mentions(read: Sequence[Sequence[Token]]) -> list[Mention]:
    """Find who is named in the tokens of each sentence, in order; short forms joined to long ones."""
    found: list[Mention] = []
    for number, words in enumerate(read):
        people = list(_persons(words, number))
        taken = {at for each in people for at in range(each.first, each.last)}
        found += people
        found += (each for each in _names(words, number) if each.first not in taken)
        found += (each for each in _phrases(words, number) if each.last - 1 not in taken)
    found += _surnames(read, found)
    found += _acronyms(read, found)
    found = _joined(_inner_removed(found))
    return sorted(set(found), key=lambda each: (each.sentence, each.first, each.last))


def actors(
    sentences: Sequence[Sentence], read: Sequence[Sequence[Token]], found: Iterable[Mention]
) -> list[Suggestion]:
    """Suggest one actor for each name whose mentions include one that acts, with all the forms that do."""
    forms: defaultdict[tuple[str, str], list[Mention]] = defaultdict(list)
    for each in found:
        words = read[each.sentence][each.first : each.last]
        forms[each.name, " ".join(token.low for token in words)].append(each)
    by_name: defaultdict[str, list[Mention]] = defaultdict(list)
    for (name, _), each_form in forms.items():
        if any(each.acts for each in each_form):
            by_name[name] += each_form
    return [_actor(name, each, sentences, read) for name, each in by_name.items()]


def _actor(
    name: str, found: list[Mention], sentences: Sequence[Sentence], read: Sequence[Sequence[Token]]
) -> Suggestion:
    found = sorted(found, key=lambda each: (each.sentence, each.first))
    places: list[tuple[str, int, int]] = []
    for each in found:
        words, sentence = read[each.sentence], sentences[each.sentence]
        start, end = words[each.first].start, words[each.last - 1].end
        places.append((sentence.text[start:end], *sentence.raw(start, end)))
    content = {"name": name}
    of = next((each.of for each in found if each.of and each.of != name), "")
    if of:
        content["of"] = of
    forms = list(dict.fromkeys(place[0] for place in places))
    quote, start, end = places[0]
    return Suggestion(
        "actor",
        content,
        start,
        end,
        quote,
        sentences[found[0].sentence],
        found[0].rule,
        ", ".join(forms),
        tuple(places),
    )


def _persons(words: Sequence[Token], number: int) -> Iterable[Mention]:
    """Yield names after a title, and two or three unknown names before a verb."""
    at = 0
    while at < len(words):
        titled = at > 0 and words[at - 1].low in TITLES and not words[at - 1].possessive
        end = _name_end(words, at)
        follows = end < len(words) and base(words[end].low) is not None
        if end > at and (titled or (end - at in (2, 3) and follows and _stands_alone(words, at))):
            name = " ".join(token.text for token in words[at:end])
            yield Mention(name, _side(words, at - 1) if titled else "", number, at, end, "person")
        at = max(end, at + 1)


def _stands_alone(words: Sequence[Token], at: int) -> bool:
    before = words[at - 1] if at else None
    return before is None or not before.is_word or before.low in CONJUNCTIONS


def _name_end(words: Sequence[Token], at: int) -> int:
    """Return where the unknown names that begin at a token end; the token itself if there are none."""
    end = at
    while end < len(words) and end - at < LONGEST_NAME:
        token = words[end]
        unknown = (
            token.is_name
            and len(token.text) > 1
            and token.low not in FUNCTION | MONTHS_AND_DAYS | HEADS | TITLES
            and not _known(words, end)
        )
        particle = end > at and token.low in PARTICLES and end + 1 < len(words) and words[end + 1].is_name
        if not (unknown or particle):
            break
        end += 1
        if token.possessive:
            break
    return end


def _known(words: Sequence[Token], at: int) -> bool:
    return gazetteer().name_at(words, at) is not None or gazetteer().people_at(words, at) is not None


def _side(words: Sequence[Token], title: int) -> str:
    """Return the state that a title belongs to: Turkish President, Chechnya's head."""
    for at in range(title, max(-1, title - 5), -1):
        for find in (gazetteer().people_at, gazetteer().name_at):
            named = find(words, at)
            if named is not None and named[0] <= title + 1:
                return named[1].name
        if not (words[at].is_name or at == title or words[at].low in TITLES):
            return ""
    return ""


def _names(words: Sequence[Token], number: int) -> Iterable[Mention]:
    """Yield the names of the gazetteer, but not where they are part of another name."""
    at = 0
    while at < len(words):
        named = gazetteer().name_at(words, at)
        if named is None:
            at += 1
            continue
        end, entry = named
        if entry.kind != "place" and not _within_a_name(words, at, end):
            rule = "name" if entry.name == " ".join(token.text for token in words[at:end]) else "byname"
            yield Mention(entry.name, "", number, at, end, rule, _acts(words, at, end, entry))
        at = end


def _within_a_name(words: Sequence[Token], at: int, end: int) -> bool:
    """Whether a name goes on to a side, as in The Moscow Times or South America."""
    if end < len(words) and words[end].is_name and not words[end - 1].possessive:
        after = words[end].low
        if after not in FUNCTION and after not in MONTHS_AND_DAYS and not _known(words, end):
            return True
    before = words[at - 1] if at > 1 else None
    return before is not None and before.text in ("South", "North", "Latin", "Central", "East", "West", "New")


def _acts(words: Sequence[Token], at: int, end: int, entry: Entry) -> bool:
    before = at - 1
    article = before >= 0 and words[before].low == "the"
    if article and not entry.takes_the and entry.kind == "state":
        return False  # the Syria campaign
    before -= article
    if before >= 1 and words[before].low in ("and", "or", ","):
        back = before - 1
        while back > 0 and (words[back].is_name or words[back].text == ","):
            back -= 1
        before = back if words[back].low in LOCATIVE | {"from", "to"} and back < before - 1 else before
    if before >= 0 and words[before].low in LOCATIVE | {"from", "to"}:
        return words[end - 1].possessive and words[before].low in ("from", "to")
    if end < len(words) and not words[end - 1].possessive and words[end].is_word:
        after = words[end]
        return after.is_name or after.low in FUNCTION or is_verb(after.low) or after.low.endswith("ly")
    return True


def _phrases(words: Sequence[Token], number: int) -> Iterable[Mention]:
    for head in range(len(words)):
        phrase = phrase_at(words, head)
        if phrase is not None:
            yield _of_phrase(words, number, phrase)


def _of_phrase(words: Sequence[Token], number: int, phrase: Phrase) -> Mention:
    head = words[phrase.head]
    known = gazetteer().name_at(words, phrase.first)
    if known is not None and known[0] == phrase.last:
        return Mention(known[1].name, "", number, phrase.first, phrase.last, "name")
    state = phrase.of if phrase.of in _states() else ""
    if state and head.low in ORGANS:
        return Mention(state, "", number, phrase.first, phrase.last, "organ")
    parts = words[phrase.first : phrase.last]
    name = "".join(_spaced(parts))
    proper = any(token.is_name and at > 0 for at, token in enumerate(parts, phrase.first))
    if phrase.first == 0 and not proper and not _known(words, 0):
        name = name[0].lower() + name[1:]
    acts = head.low not in PLACES or not _somewhere(words, phrase.first)
    rule = "weak" if phrase.weak else "body" if proper else "group"
    return Mention(name, phrase.of, number, phrase.first, phrase.last, rule, acts)


def _somewhere(words: Sequence[Token], at: int) -> bool:
    """Whether a phrase tells only where something is."""
    before = at - 1
    while before >= 0 and (words[before].low in ARTICLES or words[before].low in NUMBERS):
        before -= 1
    return before >= 0 and words[before].low in LOCATIVE | {"on", "of", "from", "to"}


def _spaced(parts: Sequence[Token]) -> Iterable[str]:
    for at, token in enumerate(parts):
        owns = ("'" if token.text.endswith("s") else "'s") if token.possessive else ""
        last = at + 1 == len(parts)
        yield token.text + ("" if last else owns + " ")


def _states() -> frozenset[str]:
    return frozenset(entry.name for entry in gazetteer().names.values() if entry.kind == "state")


def _surnames(read: Sequence[Sequence[Token]], found: Sequence[Mention]) -> list[Mention]:
    """Find those who were named in full elsewhere by their last name alone."""
    last = {each.name.split()[-1]: each for each in found if each.rule == "person"}
    taken = {
        (each.sentence, at) for each in found if each.rule == "person" for at in range(each.first, each.last)
    }
    return [
        Mention(last[token.text].name, last[token.text].of, number, at, at + 1, "surname")
        for number, words in enumerate(read)
        for at, token in enumerate(words)
        if token.text in last and (number, at) not in taken
    ]


def _acronyms(read: Sequence[Sequence[Token]], found: Sequence[Mention]) -> list[Mention]:
    """Find those who are called by letters that stood in brackets after their name."""
    known: dict[str, Mention] = {}
    for each in found:
        after = read[each.sentence][each.last : each.last + 3]
        if [token.text for token in after[::2]] == ["(", ")"] and _ACRONYM.fullmatch(after[1].text):
            known.setdefault(after[1].text, each)
    named = {(each.sentence, at) for each in found for at in range(each.first, each.last)}
    return [
        Mention(known[token.text].name, known[token.text].of, number, at, at + 1, "acronym")
        for number, words in enumerate(read)
        for at, token in enumerate(words)
        if token.text in known and (number, at) not in named
    ]


def _inner_removed(found: Sequence[Mention]) -> list[Mention]:
    """Drop phrases that stand within a longer one, and titles; names of states stay, as owners."""
    titles = {(each.sentence, each.first) for each in found if each.rule == "person"}
    kept: list[Mention] = []
    sentence, reach = -1, 0
    for each in sorted(found, key=lambda one: (one.sentence, one.first, -one.last)):
        if each.sentence != sentence:
            sentence, reach = each.sentence, 0
        within = each.last <= reach and each.rule in ("body", "group", "organ", "weak")
        reach = max(reach, each.last)
        if not within and (each.rule == "person" or (each.sentence, each.last) not in titles):
            kept.append(each)
    return kept


def _joined(found: Sequence[Mention]) -> list[Mention]:
    """Join short forms to long ones that they can stand for: the authority, the port authority.

    A short form stands for the long one named last before it, or, where there is none before, for the only
    one there is.
    """
    ordered = sorted(found, key=lambda each: (each.sentence, each.first))
    long: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for each in ordered:
        for short in _short_forms(each):
            if each.name not in long[short]:
                long[short].append(each.name)
    spelt: dict[str, str] = {}
    latest: dict[tuple[str, str], str] = {}
    result: list[Mention] = []
    for each in ordered:
        key = _family(each.rule), each.name.lower()
        name = latest.get(key) or (long[key][0] if len(long[key]) == 1 else each.name)
        if each.rule == "weak":
            if name == each.name:
                continue
            each = replace(each, rule="group")
        for short in _short_forms(each):
            latest[short] = each.name
        result.append(replace(each, name=spelt.setdefault(name.lower(), name) if key[0] else each.name))
    return result


def _family(rule: str) -> str:
    return {"body": "body", "group": "body", "weak": "body", "person": "person", "surname": "person"}.get(
        rule, ""
    )


def _short_forms(each: Mention) -> list[tuple[str, str]]:
    """Return what a long name may be shortened to: any of its last words, without an ``of``."""
    family = _family(each.rule)
    if not family or each.rule in ("surname", "weak"):
        return []
    whole, of, _ = each.name.lower().partition(" of ")
    words = whole.split()
    return [(family, " ".join(words[at:])) for at in range(0 if of else 1, len(words))]
