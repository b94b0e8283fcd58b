"""The words that the rules go by; they stand in ``lexicon.txt``, each list with what it is for."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

__all__ = ["FUNCTION", "HEADS", "base", "is_head", "is_verb", "listed"]


@cache
def _lists() -> dict[str, frozenset[str]]:
    text = files("countermove.evidence.suggesting").joinpath("lexicon.txt").read_text(encoding="utf-8")
    words: dict[str, list[str]] = {}
    name = ""
    for line in text.splitlines():
        if line.startswith("["):
            name = line.strip("[]")
        elif not line.startswith("#"):
            words.setdefault(name, []).extend(line.split())
    return {each: frozenset(found) for each, found in words.items()}


def listed(name: str) -> frozenset[str]:
    """Return the words of a list, in lower case.

    Raises
    ------
    KeyError
        If there is no list of that name.
    """
    return _lists()[name]


FUNCTION = frozenset[str]().union(
    *map(listed, ("articles", "prepositions", "conjunctions", "pronouns", "auxiliaries"))
)
"""Words that say how others belong together."""
HEADS = listed("organs") | listed("heads")
"""Heads of phrases that name somebody."""
_WORKERS = ("workers", "farmers", "owners", "fishers", "makers", "growers", "traders", "keepers", "masters")
_VERBS = listed("verbs") | listed("stative")
_IRREGULAR = {form: verb for form, _, verb in (pair.partition(":") for pair in listed("irregular"))}


def base(word: str) -> str | None:
    """Return the verb that a word in lower case is a form of, as far as the lexicon knows it."""
    if word in _VERBS:
        return word
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    for ending in ("ies", "ied"):
        if word.endswith(ending) and word.removesuffix(ending) + "y" in _VERBS:
            return word.removesuffix(ending) + "y"
    for ending in ("s", "es", "ed", "d", "ing"):
        if word.endswith(ending):
            stem = word.removesuffix(ending)
            for form in (stem, stem + "e", stem[:-1] if stem[-1:] == stem[-2:-1] else stem):
                if form in _VERBS:
                    return form
    return None


def is_head(word: str) -> bool:
    """Whether a word in lower case can be the head of a phrase that names somebody."""
    return word in HEADS or (word.endswith(_WORKERS) and word not in _WORKERS[1:])


def is_verb(word: str) -> bool:
    """Whether a word in lower case can say what its subject does: a verb of the lexicon, or ends like one."""
    return word in listed("auxiliaries") or base(word) is not None or (word.endswith("ed") and len(word) > 4)
