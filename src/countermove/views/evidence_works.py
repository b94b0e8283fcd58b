"""Which documents are one work, what differs, and what is carried by several: as data and in sentences."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import Any

from countermove.evidence.works.align import Only, Pair, Span
from countermove.evidence.works.grouping import Grouping
from countermove.evidence.works.relation import Kind, Relation
from countermove.evidence.works.reuse import LONG, Carried, Reuse
from countermove.views.words import count, figure, join, number

__all__ = [
    "compare_data",
    "differing_lines",
    "only_lines",
    "relation_sentences",
    "reuse_lines",
    "same_lines",
    "short_names",
    "stretch_lines",
    "works_data",
    "works_sentences",
]

_CONTEXT = 8  # words of what is the same, on either side of a difference
_NAMED = 12  # so many names are listed
_BEGINNING = 14  # words by which a long passage is shown


def printable(text: str) -> str:
    """Return a text without what a terminal would obey, on one line."""
    return "".join(each if each.isprintable() else " " for each in text)


def relation_sentences(a: str, b: str, relation: Relation) -> list[str]:
    """Say how two documents relate, and how much they share."""
    both = f"{printable(a)} and {printable(b)}"
    alignment = relation.alignment
    if relation.kind is Kind.SAME:
        return [f"{both} are renditions of one work: they have the same words throughout."]
    if alignment is None and relation.stretches:
        longest = max(stretch.words for stretch in relation.stretches)
        many = count(len(relation.stretches), "stretch", "stretches")
        return [
            f"{both} share text but are different works: {many} of {LONG} words or more in both, the longest "
            f"of {figure(longest)} words."
        ]
    if alignment is None:
        return [f"{both} are different works: no stretch of {LONG} words stands in both."]
    share = (
        f"{count(alignment.shared, 'word')} stand in both, of {figure(alignment.a_words)} and "
        f"{figure(alignment.b_words)} "
        "(page furniture aside)."
    )
    if relation.kind is Kind.RENDITIONS:
        return [
            f"{both} are renditions of one work: whole sentences stand in one only or elsewhere, and no "
            "other word differs.",
            share,
        ]
    places = sum(len(pair.changes) for pair in alignment.changed)
    return [
        f"{printable(a)} is a near-copy of {printable(b)} and no rendition: their words differ in "
        f"{count(places, 'place')} of {count(len(alignment.changed), 'passage')}.",
        share,
    ]


def differing_lines(pairs: Sequence[Pair]) -> Iterator[str]:
    """Show each passage whose words differ: [-the first document's-] and {+the second's+}."""
    for pair in pairs:
        parts = []
        for at, (in_a, in_b) in enumerate(pair.diff):
            if in_a == in_b:
                parts.append(_shortened(in_a, first=at == 0, last=at == len(pair.diff) - 1))
            else:
                parts += [f"[-{in_a}-]"] * bool(in_a) + [f"{{+{in_b}+}}"] * bool(in_b)
        yield f"line {pair.a.line} | line {pair.b.line}: {printable(' '.join(parts))}"


def _shortened(text: str, first: bool, last: bool) -> str:
    """Leave out what is far from a difference."""
    words = text.split()
    before, after = 0 if first else _CONTEXT, 0 if last else _CONTEXT
    if len(words) <= before + after + 1:
        return text
    return " ".join([*words[:before], "...", *words[len(words) - after :]])


def same_lines(pairs: Sequence[Pair]) -> Iterator[str]:
    """Show each passage that both have, and how much furniture stands within it."""
    for pair in pairs:
        within = len(pair.a_interrupted) + len(pair.b_interrupted)
        past = f", past {count(within, 'piece')} of furniture" if within else ""
        yield f"line {pair.a.line} | line {pair.b.line}{past}: {printable(pair.a_text)}"


def only_lines(alone: Sequence[Only]) -> Iterator[str]:
    """Show each passage that stands in one document beside nothing, and what it is."""
    for each in alone:
        what = f", {each.furniture}" if each.furniture else ""
        if each.other is not None:
            where = f"line {each.other.line} of the other"
            what += {
                "repeated": f", repeated (also {where})",
                "moved": f", moved (in the other: line {each.other.line})",
            }.get(each.again, f", furniture there ({where})")
        yield f"line {each.span.line}{what}: {printable(each.text)}"


def stretch_lines(relation: Relation) -> Iterator[str]:
    """Show the stretches that two works share."""
    for each in relation.stretches:
        at = f"line {each.a.line} | line {each.b.line}"
        yield f"{at}, {figure(each.words)} words: {printable(_beginning(each.text))}"


def _beginning(text: str) -> str:
    words = text.split()
    return text if len(words) <= _BEGINNING else " ".join(words[:_BEGINNING]) + " ..."


def compare_data(a: str, b: str, relation: Relation) -> dict[str, Any]:
    """Return the JSON of ``compare``: places are in characters of the raw texts."""
    data: dict[str, Any] = {
        "a": a,
        "b": b,
        "relation": str(relation.kind),
        "one_work": relation.joins,
        "shingles": {"of_a_in_b": str(relation.in_a), "of_b_in_a": str(relation.in_b)},
    }
    if (alignment := relation.alignment) is not None:
        data["words"] = {"a": alignment.a_words, "b": alignment.b_words, "both": alignment.shared}
        data["same"] = [_pair_data(each) for each in alignment.same]
        data["changed"] = [
            _pair_data(each)
            | {
                "differences": [
                    {"a": _span_data(change.a, change.a_text), "b": _span_data(change.b, change.b_text)}
                    for change in each.changes
                ]
            }
            for each in alignment.changed
        ]
        data["only_in_a"] = [_only_data(each) for each in alignment.only_a]
        data["only_in_b"] = [_only_data(each) for each in alignment.only_b]
    else:
        data["stretches"] = [
            {"words": each.words, "text": each.text, "a": _span_data(each.a), "b": _span_data(each.b)}
            for each in relation.stretches
        ]
    return data


def _span_data(span: Span | None, text: str | None = None) -> dict[str, Any] | None:
    if span is None:
        return None
    said = {} if text is None else {"text": text}
    return {"start": span.start, "end": span.end, "line": span.line, **said}


def _pair_data(pair: Pair) -> dict[str, Any]:
    return {
        "a": _span_data(pair.a, pair.a_text),
        "b": _span_data(pair.b, pair.b_text),
        "words": pair.shared,
        "interrupted_in_a": [each.reason for each in pair.a_interrupted],
        "interrupted_in_b": [each.reason for each in pair.b_interrupted],
    }


def _only_data(only: Only) -> dict[str, Any]:
    return {
        "start": only.span.start,
        "end": only.span.end,
        "line": only.span.line,
        "text": only.text,
        "words": only.words,
        "furniture": only.furniture or None,
        "again": only.again or None,
        "in_the_other": _span_data(only.other),
    }


def works_sentences(
    documents: Sequence[tuple[str, str]], grouping: Grouping, shown: Mapping[str, str]
) -> list[str]:
    """Say which documents are one work, which works could be joined, and which are near-copies.

    Parameters
    ----------
    documents : sequence of (str, str)
        The work that each document belongs to, and what it is called.
    grouping : Grouping
        Of these documents, in this order.
    shown : mapping of str to str
        What to call works and documents instead; see `short_names`.
    """
    works = _by_work(documents)
    said = [f"{count(len(documents), 'document')}, {count(len(works), 'work')}."]
    said += [f"One work: {_listed(names, shown)}." for names in works.values() if len(names) > 1]
    for group in grouping.works:
        labels = _different(documents[each][0] for each in group)
        if len(labels) > 1:
            said.append(
                f"{_listed(labels, shown)} are renditions of one work; to join them, add the documents again "
                f"with --work {printable(shlex.quote(labels[0]))}."
            )
    for family in grouping.families:
        firsts = dict(reversed([documents[grouping.works[each][0]] for each in family]))
        if len(firsts) > 1:
            one, other = (printable(shlex.quote(each)) for each in list(firsts.values())[:-3:-1])
            said.append(
                f"Near-copies, not joined: {_listed(list(firsts)[::-1], shown)}; what differs: "
                f"countermove evidence compare {one} {other}"
            )
    return said


def _by_work(documents: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    works: dict[str, list[str]] = {}
    for label, name in documents:
        works.setdefault(label, []).append(name)
    return works


def _different(labels: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(labels))


def _listed(names: Sequence[str], shown: Mapping[str, str]) -> str:
    """Join names; of very many, the first few."""
    called = [printable(shown.get(name, name)) for name in names]
    rest = len(names) - _NAMED
    return join(called if rest <= 1 else [*called[:_NAMED], f"{number(rest)} others"])


def short_names(paths: Iterable[str]) -> dict[str, str]:
    """Return what to call files: the last part of each one's path, or as many as tell it from the others."""
    parts = {path: PurePath(path).parts for path in paths}
    tails = Counter(own[-many:] for own in parts.values() for many in range(1, len(own) + 1))

    def short(own: tuple[str, ...]) -> str:
        alone = (own[-many:] for many in range(1, len(own) + 1) if tails[own[-many:]] == 1)
        return str(PurePath(*next(alone, own)))

    return {path: short(own) for path, own in parts.items()}


def reuse_lines(found: Reuse, shown: Mapping[str, str]) -> list[str]:
    """Say what several works carry word for word, and how many voices they are."""
    together: Counter[tuple[str, ...]] = Counter()
    longest: dict[tuple[str, ...], Carried] = {}
    for each in found.passages:
        carriers = tuple(work for work, _ in each.places)
        together[carriers] += 1
        longest[carriers] = max(longest.get(carriers, each), each, key=lambda passage: passage.words)
    said = []
    for carriers, many in together.items():
        words = longest[carriers].words
        what = (
            f"a passage of {figure(words)} words"
            if many == 1
            else f"{number(many)} passages of up to {figure(words)} words"
        )
        begins = printable(_beginning(longest[carriers].text))
        said.append(f"{_listed(carriers, shown)} carry {what}: {begins}")
    works, voices = sum(map(len, found.voices)), len(found.voices)
    if works > 1 and voices == works:
        said.append("Each work is a voice of its own.")
    elif works > 1:
        several = [_listed(voice, shown) for voice in found.voices if len(voice) > 1]
        rest = len(several) - _NAMED
        one = "; ".join(several if rest <= 1 else [*several[:_NAMED], f"{number(rest)} other groups"])
        said.append(
            f"{count(works, 'work')}, {count(voices, 'voice')}: {one} speak with one, for at least half of "
            "the words of each stand in the other."
        )
    return said


def works_data(documents: Sequence[tuple[str, str]], grouping: Grouping, found: Reuse) -> dict[str, Any]:
    """Return the JSON of ``works``; see `works_sentences`."""
    joined = [_different(documents[each][0] for each in group) for group in grouping.works]
    near = [
        _different(documents[each][0] for work in family for each in grouping.works[work])
        for family in grouping.families
    ]
    return {
        "works": [{"id": label, "documents": names} for label, names in _by_work(documents).items()],
        "one_work": [labels for labels in joined if len(labels) > 1],
        "near_copies": [labels for labels in near if len(labels) > 1],
        "reuse": [
            {
                "words": each.words,
                "text": each.text,
                "places": [{"work": work, **(_span_data(span) or {})} for work, span in each.places],
            }
            for each in found.passages
        ],
        "voices": [list(voice) for voice in found.voices],
    }
