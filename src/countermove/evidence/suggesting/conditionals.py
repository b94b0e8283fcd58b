"""What a text says depends on what: if, unless, until, should the bank refuse, in this case."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from countermove.evidence.documents.sentences import Sentence
from countermove.evidence.suggesting.lexicon import FUNCTION, base, listed
from countermove.evidence.suggesting.suggestion import Suggestion, found_in
from countermove.evidence.suggesting.tokens import Token
from countermove.evidence.telling.quotations import quotations

__all__ = ["conditionals"]

AUXILIARIES = listed("auxiliaries")
MONTHS_AND_DAYS = listed("months and days")

_IF = re.compile(r"\bif\b(?!\s+(?:only|any|not|anything|ever)\b)", re.IGNORECASE)
_NO_CONDITION = re.compile(
    r"\b(?:as|what|asked|asks|ask|wonder|wondered|wonders|see|unclear|unsure|know|knows|knew|and|or|even)\s+\Z",
    re.IGNORECASE,
)
_FIXED = re.compile(
    r"\b(?:unless|provided(?:\s+that|(?=\s+(?:the|it|he|she|they|both|all|a|its|their)\b))|providing\s+that"
    r"|(?:as|so)\s+long\s+as|on\s+(?:the\s+)?condition\s+that|in\s+the\s+event\s+(?:of|that)|in\s+case\s+of"
    r"|in\s+(?:this|that|such\s+a)\s+case|in\s+that\s+event|only\s+(?:if|when|once|after)|conditional\s+(?:up)?on"
    r"|contingent\s+(?:up)?on|(?:depends?|hinges?)\s+(?:up)?on\s+(?:whether|how|if)|or\s+else|otherwise\s*,)",
    re.IGNORECASE,
)
_TIME = re.compile(r"\b(?:until|till|once|when|as\s+soon\s+as|before)\b", re.IGNORECASE)
_AHEAD = re.compile(
    r"\b(?:will|would|won[\u2019']t|wouldn[\u2019']t|shall|unlikely|refuse[sd]?|refusing|must\s+not|cannot|can[\u2019']t"
    r"|may\s+not|never\s+again|not\s+be(?=\s+\w+ed\b)|is\s+an\s+option|options?)\b",
    re.IGNORECASE,
)
_WITHOUT = re.compile(r"(?:\A|[,;]\s+|\bthat\s+)without\b", re.IGNORECASE)
_THAT = re.compile(
    r"\b(?:said|says|say|told|warned|warns|warn|added|adds|announced|announces|stated|states|argued|argues|reminded"
    r"|insisted|insists|suggested|suggests|promised|threatened|vowed|noted|notes|wrote|writes|declared|explained"
    r"|stressed|pledged|agreed|signal+ed|clear|hinted|indicated|claimed|believes?|thinks?|fears?|expects?)\b"
    r"[^;.!?]{0,60}?\bthat\b\s*,?\s*",
    re.IGNORECASE,
)

SPOKEN = 6
"""From so many words on, what stands between quotation marks is taken for a sentence of somebody's."""


def conditionals(sentences: Sequence[Sentence], read: Sequence[Sequence[Token]]) -> list[Suggestion]:
    """Suggest each sentence that makes something depend on something, from where its condition may begin.

    What comes before a semicolon, and who says it (``said that``), are left off in front.
    """
    found: list[Suggestion] = []
    for sentence, words in zip(sentences, read, strict=True):
        for start, end in _parts(sentence.text):
            cue = next(_cues(sentence.text, start, end, words), None)
            if cue is None:
                continue
            rule, at, cue_end = cue
            text = sentence.text
            begin = _after_that(text, start, at)
            for first, last in quotations(text):
                if first <= at < last and len(text[first:last].split()) >= SPOKEN:
                    begin, end = max(begin, first), last
            end = begin + len(text[begin:end].rstrip(" ,"))
            content = _sides(text, begin, end, at, rule)
            found.append(
                found_in(sentence, "conditional", begin, end, rule, text[at:cue_end].lower(), content)
            )
    return found


def _parts(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans between semicolons."""
    start = 0
    for mark in re.finditer(r";\s+|\Z", text):
        if mark.start() > start:
            yield start, mark.start()
        start = mark.end()


def _cues(text: str, start: int, end: int, words: Sequence[Token]) -> Iterator[tuple[str, int, int]]:
    """Yield (rule, start, end) of what opens a condition, the surest first."""
    for found in _IF.finditer(text, start, end):
        before = _NO_CONDITION.search(text[max(start, found.start() - 12) : found.start()])
        if before is None or before.group().strip().lower() in ("and", "or", "even"):
            yield "if", *found.span()
    for found in _FIXED.finditer(text, start, end):
        yield "phrase", *found.span()
    yield from _inverted(text, words, start, end)
    for found in _TIME.finditer(text, start, end):
        if found.group().lower() != "before" and _depends(text, start, end, found.end(), words):
            yield "time", *found.span()
    for found in _WITHOUT.finditer(text, start, end):
        if _AHEAD.search(text, found.end(), end) or re.search(r"\b(?:could|can)\b", text[found.end() : end]):
            yield "without", found.end() - len("without"), found.end()


def _inverted(text: str, words: Sequence[Token], start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """Yield ``should``, ``were`` and ``had`` before their subject, where no question is asked."""
    if text[start:end].rstrip("\"\u201d\u2019'").endswith("?"):
        return
    for at, token in enumerate(words):
        if not start <= token.start < end or token.low not in ("should", "were", "had"):
            continue
        opens = at == 0 or words[at - 1].text in ',;:\u2014\u2013\u201c"(' or words[at - 1].low == "that"
        if not opens or at + 2 >= len(words) or words[at + 1].low in AUXILIARIES | {"not", "to", "also"}:
            continue
        if token.low != "should" and at > 0 and words[at - 1].text == ",":
            continue  # "the dams, had been closed"
        after = {each.low for each in words[at + 2 : at + 12]}
        if (
            token.low == "should"
            or (token.low == "were" and "to" in after)
            or (token.low == "had" and {"would", "could", "might"} & {each.low for each in words[at + 2 :]})
        ):
            yield "inversion", token.start, token.end


def _depends(text: str, start: int, end: int, after: int, words: Sequence[Token]) -> bool:
    """Whether what follows a word of time is a clause, and the rest speaks of what may come."""
    clause = [token for token in words if after <= token.start < end][:14]
    if not clause or clause[0].text.isdigit() or clause[0].low in MONTHS_AND_DAYS or clause[0].low == "now":
        return False
    has_verb = any(
        token.low in AUXILIARIES
        or (at > 0 and base(token.low) is not None and token.low not in FUNCTION and token.low[-1] in "sde")
        for at, token in enumerate(clause)
    )
    past = any(token.low in ("was", "were", "had", "did") for token in clause)
    return has_verb and not past and _AHEAD.search(text, start, end) is not None


def _after_that(text: str, start: int, cue: int) -> int:
    """Return where what is said begins, if a ``that`` before the cue opens it."""
    begin = start
    for found in _THAT.finditer(text, start, cue):
        begin = found.end()
    return min(begin, cue)


def _sides(text: str, start: int, end: int, cue: int, rule: str) -> dict[str, str]:
    """Split a conditional in two, where it is plain how: at the first comma, or before the cue."""
    if text[cue:end].lower().startswith(("in this", "in that", "in such", "otherwise", "or else")):
        return {"consequence": text[start:end]}
    if cue - start > 3:
        return {"condition": text[cue:end].rstrip('.\u201d" '), "consequence": text[start:cue].rstrip(", ")}
    comma = re.compile(r",\s+").search(text, cue, end)
    if comma is None or rule == "time":
        return {"condition": text[start:end].rstrip(".")}
    return {"condition": text[cue : comma.start()], "consequence": text[comma.end() : end].rstrip(".")}
