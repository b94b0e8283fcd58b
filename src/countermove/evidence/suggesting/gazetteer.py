"""The gazetteer that ships with the package: states and organisations, and by what other names they act."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from countermove.evidence.suggesting.tokens import Token, tokens

__all__ = ["Entry", "Gazetteer", "gazetteer"]


@dataclass(frozen=True)
class Entry:
    """One form of a name.

    Attributes
    ----------
    name : str
        The name it is known by, without ``the``.
    kind : str
        ``state``, ``organisation`` or ``place``.
    takes_the : bool
        Whether the form is said with ``the``.
    """

    name: str
    kind: str
    takes_the: bool


@dataclass(frozen=True)
class Gazetteer:
    """All forms, by their words: several words in lower case, one in the case it is written in.

    Attributes
    ----------
    names : mapping of tuple of str to Entry
        Names, bynames, capitals and seats of government.
    people : mapping of tuple of str to Entry
        Adjectives, which also name people.
    """

    names: dict[tuple[str, ...], Entry]
    people: dict[tuple[str, ...], Entry]

    def name_at(self, words: Sequence[Token], at: int) -> tuple[int, Entry] | None:
        """Return where the longest name that begins at a token ends, and whose it is."""
        return _longest(self.names, words, at)

    def people_at(self, words: Sequence[Token], at: int) -> tuple[int, Entry] | None:
        """Return where the longest adjective that begins at a token ends, and whose it is."""
        return _longest(self.people, words, at)


LONGEST = 9  # words of a form


def _longest(
    forms: dict[tuple[str, ...], Entry], words: Sequence[Token], at: int
) -> tuple[int, Entry] | None:
    if not words[at].text[0].isupper():
        return None
    best: tuple[int, Entry] | None = None
    for end in range(at + 1, min(at + LONGEST, len(words)) + 1):
        if (entry := forms.get(_key(words[at:end]))) is not None:
            best = end, entry
    return best


@cache
def gazetteer() -> Gazetteer:
    """Read the gazetteer."""
    text = files("countermove.evidence.suggesting").joinpath("gazetteer.txt").read_text(encoding="utf-8")
    names: dict[tuple[str, ...], Entry] = {}
    people: dict[tuple[str, ...], Entry] = {}
    kind = ""
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        if line.startswith("["):
            kind = line.strip("[]").removesuffix("s")
            continue
        name, bynames, adjectives = (part.strip() for part in line.split("|"))
        for form in [name, *_listed(bynames)]:
            entry = Entry(name.removeprefix("the "), kind, form.startswith("the "))
            names[_key(tokens(form.removeprefix("the ")))] = entry
        for form in _listed(adjectives):
            people[_key(tokens(form))] = Entry(name.removeprefix("the "), kind, False)
    return Gazetteer(names, people)


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _key(words: Sequence[Token]) -> tuple[str, ...]:
    """Return what a form is known by: one word with its capitals, for ``turkey`` is none, several without."""
    if len(words) == 1:
        return (words[0].text,)
    owners = (token.low + ("'s" if token.possessive else "") for token in words[:-1])
    return (*owners, words[-1].low)
