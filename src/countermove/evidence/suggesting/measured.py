"""How good suggestions are: recall and precision against a key that a reader made by hand.

A *hit*: the same kind, and the words that a suggestion and a span of the key share are at least half of the
longer one's. Recall is the share of the key's spans that some suggestion hits, precision the share of the
suggestions that hit some span. An actor's unit is the form, such as ``Moscow``: a sealed span of the key is
at every place where its words stand, also with ``'s`` at their end, and a form hits it if one of its places
does.
"""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from countermove.errors import EvidenceError, UsageError
from countermove.evidence.documents.document import Document
from countermove.evidence.quotes.seal import Seal, seal
from countermove.evidence.suggesting.suggestion import KINDS, Suggestion

__all__ = ["Expected", "Measure", "measure", "read_key", "shipped"]

Span = tuple[int, int]  # words [first, last) of the document's body


@dataclass(frozen=True)
class Expected:
    """A span of a key.

    Attributes
    ----------
    kind : str
        One of the kinds of suggestions.
    seal : Seal
        The words it consists of.
    name : str
        Who, for an actor: the name that all forms of it are joined under; it may be empty.
    """

    kind: str
    seal: Seal
    name: str = ""


@dataclass(frozen=True)
class Measure:
    """How one kind of suggestions did on one document.

    Attributes
    ----------
    expected : int
        Spans of the key.
    found : int
        Those that a suggestion hits.
    proposed : int
        Suggestions; of actors, forms.
    right : int
        Those that hit a span of the key.
    named : int
        Of the actors found, those proposed under the key's name; 0 for other kinds.
    """

    expected: int
    found: int
    proposed: int
    right: int
    named: int = 0

    @property
    def recall(self) -> float | None:
        """``found / expected``, to be shown; None if the key has none."""
        return self.found / self.expected if self.expected else None

    @property
    def precision(self) -> float | None:
        """``right / proposed``, to be shown; None if none is proposed."""
        return self.right / self.proposed if self.proposed else None


def read_key(path: Path) -> list[Expected]:
    """Read a key: a JSON list of ``{kind, words, sha256, name}``, or with ``quote`` in place of the seal."""
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        return [Expected(row["kind"], _seal(row), str(row.get("name", ""))) for row in rows]
    except (OSError, ValueError, KeyError, TypeError, UsageError) as error:
        raise EvidenceError(f"{path} is no key ({error}); see tests/evidence/keys/README.md") from error


def _seal(row: Mapping[str, Any]) -> Seal:
    return seal(row["quote"]) if "quote" in row else Seal(row["words"], row["sha256"])


def measure(
    document: Document, suggestions: Iterable[Suggestion], key: Iterable[Expected]
) -> dict[str, Measure]:
    """Measure suggestions of a document against its key, by kind; what does not stand in it is not found."""
    places = _places(document, expected := list(key))
    suggested = [_Proposed(kind, name, spans) for kind, name, spans in _proposals(document, suggestions)]
    result: dict[str, Measure] = {}
    for kind in KINDS:
        spans = [(each, places[each.seal]) for each in expected if each.kind == kind]
        mine = [each for each in suggested if each.kind == kind]
        hits = [[each for each in mine if each.hits(where)] for _, where in spans]
        right = {id(each) for hit in hits for each in hit}
        named = sum(
            kind == "actor" and any(each.name.lower() == one.name.lower() for each in hit)
            for (one, _), hit in zip(spans, hits, strict=True)
        )
        result[kind] = Measure(len(spans), sum(map(bool, hits)), len(mine), len(right), named)
    return result


@dataclass(frozen=True)
class _Proposed:
    kind: str
    name: str
    spans: Sequence[Span]

    def hits(self, places: Sequence[Span]) -> bool:
        return any(_hit(one, other) for one in self.spans for other in places)


def _hit(one: Span, other: Span) -> bool:
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return shared > 0 and 2 * shared >= max(one[1] - one[0], other[1] - other[0])


def _proposals(
    document: Document, suggestions: Iterable[Suggestion]
) -> Iterator[tuple[str, str, Sequence[Span]]]:
    for each in suggestions:
        if each.kind != "actor":
            yield each.kind, "", [_words_at(document, each.start, each.end)]
            continue
        forms: defaultdict[str, list[Span]] = defaultdict(list)
        for form, start, end in each.mentions:
            forms[form.lower()].append(_words_at(document, start, end))
        for spans in forms.values():
            yield each.kind, each.content["name"], spans


def _words_at(document: Document, start: int, end: int) -> Span:
    """Return the words of the body that a span of the raw text touches."""
    body = document.body
    return bisect_right(body.ends, start), bisect_left(body.starts, end)


def _places(document: Document, key: Iterable[Expected]) -> Mapping[Seal, list[Span]]:
    """Return where each sealed span stands in the body, every time; its last word may own something there."""
    wanted: defaultdict[int, set[str]] = defaultdict(set)
    for each in key:
        wanted[each.seal.words].add(each.seal.sha256)
    body = document.body
    found: defaultdict[Seal, list[Span]] = defaultdict(list)
    for length, hashes in wanted.items():
        for at in range(len(body) - length + 1):
            *words, last = body.texts[at : at + length]
            ends = [last]
            if document.text[body.ends[at + length - 1] - 2 : body.ends[at + length - 1]] in (
                "'s",
                "\u2019s",
            ):
                ends.append(last.removesuffix("s"))
            for end in ends:
                digest = hashlib.sha256(" ".join([*words, end]).encode()).hexdigest()
                if digest in hashes:
                    found[Seal(length, digest)].append((at, at + length))
    return found


def shipped() -> Mapping[str, Mapping[str, Any]]:
    """Return what was measured for this version: for each document the numbers of each kind."""
    text = files("countermove.evidence.suggesting").joinpath("measured.json").read_text(encoding="utf-8")
    data: Mapping[str, Mapping[str, Any]] = json.loads(text)
    return data
