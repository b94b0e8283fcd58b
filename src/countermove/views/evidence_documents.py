"""Documents and the desk in words and as data: what was added, what is there, what a document says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from countermove.evidence import Desk, Document, Entry, Passage
from countermove.evidence.desk.filing import Filed
from countermove.evidence.works.relation import Kind
from countermove.views.words import count, join, number

__all__ = [
    "FORMATS",
    "document_data",
    "document_line",
    "filed_data",
    "filed_sentences",
    "furniture_rows",
    "list_data",
    "passage_data",
    "printable",
    "shown_text",
    "size_words",
]

FORMATS = {"text": "text", "html": "page", "pdf": "PDF"}
_OBEYED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_FIRST_WORDS = 8
_TOLD = 5  # differences of a near-copy that are told; the JSON has all
_BEGUN = 3  # furniture of one kind whose first words are shown


def printable(text: str) -> str:
    """Return text that is safe to show on a terminal: control characters become one sign.

    So do those that turn the direction of writing round, which can show a text as it is not.
    """
    return _OBEYED.sub("\ufffd", text)


def shown_text(document: Document, start: int, end: int) -> str:
    """Return a span of a document in one line, safe to show."""
    return printable(" ".join(document.text[start:end].split()))


def first_words(document: Document, start: int, end: int) -> str:
    """Return the first words of a span, with dots where there are more."""
    words = document.text[start:end].split()
    begun = printable(" ".join(words[:_FIRST_WORDS]))
    return begun[:80] + ("..." if len(words) > _FIRST_WORDS or len(begun) > 80 else "")


def size_words(size: int) -> str:
    """Write a file's length: ``8.0 kB``."""
    if size < 1000:
        return f"{size} B"
    return f"{size / 1000:.1f} kB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"


def furniture_rows(document: Document) -> list[dict[str, Any]]:
    """Return for each kind of furniture how often it stands there, and the first words of each."""
    rows: dict[str, dict[str, Any]] = {}
    for each in document.furniture:
        row = rows.setdefault(each.reason, {"reason": each.reason, "count": 0, "first_words": []})
        row["count"] += 1
        row["first_words"].append(first_words(document, each.start, each.end))
    return list(rows.values())


def furniture_lines(document: Document) -> list[str]:
    """Say which furniture a document has: kind, count and the first words of some."""
    lines = []
    for row in furniture_rows(document):
        begun = dict.fromkeys(row["first_words"])
        more = len(begun) - _BEGUN
        shown = ", ".join(f"“{each}”" for each in list(begun)[:_BEGUN])
        lines.append(
            f"{row['count']} {row['reason']}: {shown}" + (f" and {number(more)} more" if more > 0 else "")
        )
    return lines


def document_data(document: Document) -> dict[str, Any]:
    """Return what is known of a document as JSON shows it."""
    about = document.about
    return {
        "file": document.name,
        "sha256": document.sha256,
        "bytes": document.size,
        "format": document.format,
        "encoding": document.encoding,
        "words": len(document.words),
        "passages": len(document.passages),
        "pages": len(document.pages),
        "pages_without_text": pages_without_text(document),
        "title": about.title,
        "author": about.author,
        "publisher": about.publisher,
        "published": about.published,
        "furniture": furniture_rows(document),
    }


def pages_without_text(document: Document) -> list[int]:
    """Return the pages that have no words, by their numbers; they may be scanned."""
    ends = [*document.pages[1:], len(document.text)][: len(document.pages)]
    return [
        page
        for page, (start, end) in enumerate(zip(document.pages, ends, strict=True), start=1)
        if not any(map(str.isalnum, document.text[start:end]))
    ]


def document_line(document: Document) -> str:
    """Say in one line what a document is: format, words, passages, pages."""
    kind = FORMATS[document.format]
    if document.encoding not in ("", "utf-8"):
        kind += f" in {document.encoding.replace('cp125', 'windows-125')}"
    parts = [
        kind,
        count_figures(len(document.words), "word"),
        count_figures(len(document.passages), "passage"),
    ]
    if document.pages:
        parts.append(count_figures(len(document.pages), "page"))
    return ", ".join(parts)


def count_figures(value: int, noun: str) -> str:
    """Write a count in figures with its noun."""
    return f"{value:,} {noun}{'' if value == 1 else 's'}"


def filed_data(filed: Filed) -> dict[str, Any]:
    """Return what became of a document that was added, as JSON shows it."""
    relation = filed.relation
    data: dict[str, Any] = {
        "document": filed.entry.name,
        "work": filed.entry.work,
        "rendition": filed.entry.rendition,
        "there_already": filed.again,
        "new_work": filed.new_work,
        **document_data(filed.document),
    }
    if not filed.again and relation.work:
        data["relation"] = {
            "kind": str(relation.kind),
            "to": f"{relation.work}/{relation.rendition}",
            "differences": _differences(filed),
        }
    return data


def _differences(filed: Filed) -> list[dict[str, Any]]:
    """Return where the words of a document and of the one it relates to differ within a passage."""
    alignment = filed.relation.alignment
    if alignment is None:
        return []
    return [
        {
            "here": {"text": change.a_text, "line": (change.a or pair.a).line},
            "there": {"text": change.b_text, "line": (change.b or pair.b).line},
        }
        for pair in alignment.changed
        for change in pair.changes
    ]


def filed_sentences(filed: Filed) -> list[str]:
    """Say where a document is on the desk, and how it relates to the works that were there."""
    name, relation = filed.entry.name, filed.relation
    if filed.again:
        return [f"It is there already, as {name}, and counts once."]
    other = f"{relation.work}/{relation.rendition}"
    joined = relation.work == filed.entry.work
    if relation.kind is Kind.SAME and relation.work:
        said = f"It has the same words as {other}"
        return [said + (f" and is {name}, one more rendition of it." if joined else f"; it is {name}.")]
    if relation.kind is Kind.RENDITIONS:
        said = f"It says the same as {other}, but for {_alone(filed)}"
        return [said + (f"; it is {name}, one more rendition of it." if joined else f"; it is {name}.")]
    if relation.kind is Kind.NEAR_COPY:
        return _near_copy(filed, other, joined)
    begun = "" if filed.new_work else ", though it does not say the same"
    return [f"It is {name}, {'a work of its own' if filed.new_work else 'one more rendition'}{begun}."]


def _alone(filed: Filed) -> str:
    """Say how many passages stand in one of two renditions only."""
    alignment = filed.relation.alignment
    if alignment is None:
        return "passages that stand in one only"
    parts = []
    for only, who in ((alignment.only_a, "this one"), (alignment.only_b, "that one")):
        prose = [each for each in only if not each.furniture]
        again = sum(bool(each.again) for each in prose)
        if alone := len(prose) - again:
            parts.append(f"{count(alone, 'sentence')} that only {who} has")
        if again:
            parts.append(f"{count(again, 'sentence')} that {who} repeats or has elsewhere")
    return join(parts) or "furniture of the page"


def _near_copy(filed: Filed, other: str, joined: bool) -> list[str]:
    differences, relation = _differences(filed), filed.relation
    sentences = [f"It is a near-copy of {other}: the words differ in {count(len(differences), 'place')}."]
    for each in differences[:_TOLD]:
        here, there = each["here"], each["there"]
        said = f"line {here['line']} has {_quoted(here['text'])}"
        sentences.append(f"- {said} where {other}, line {there['line']}, has {_quoted(there['text'])}")
    if len(differences) > _TOLD:
        sentences.append(f"- and {number(len(differences) - _TOLD)} more")
    if joined:
        sentences.append(f"As asked for, it is {filed.entry.name}, a rendition of that work all the same.")
    else:
        sentences.append(
            f"So it is {filed.entry.name}, a work of its own. If it is a rendition of {relation.work} "
            f"all the same, add it again with --work {relation.work}."
        )
    return sentences


def _quoted(text: str) -> str:
    return f"“{printable(text)}”" if text else "nothing"


def entry_data(entry: Entry) -> dict[str, Any]:
    """Return what the desk's record says of a document, as JSON shows it."""
    record = entry.record
    return {
        "document": entry.name,
        "rendition": entry.rendition,
        "file": record.file,
        "sha256": record.sha256,
        "bytes": record.bytes,
        "format": record.format,
        "words": record.words,
        "pages": len(record.pages),
        "furniture": len(record.furniture),
        "title": record.title,
        "author": record.author,
        "publisher": record.publisher,
        "published": record.published,
        "added": record.added,
        "reader": record.reader,
    }


def list_data(desk: Desk) -> dict[str, Any]:
    """Return what is on a desk, by work."""
    works: dict[str, list[dict[str, Any]]] = {}
    for entry in desk.entries:
        works.setdefault(entry.work, []).append(entry_data(entry))
    return {
        "desk": str(desk.path),
        "works": [{"work": work, "renditions": renditions} for work, renditions in works.items()],
    }


def passage_data(document: Document, passages: Sequence[tuple[int, Passage]], name: str) -> dict[str, Any]:
    """Return a document with the passages that were asked for, by their numbers from 1."""
    return {
        "document": name,
        **document_data(document),
        "text": [
            {
                "number": place,
                "start": each.start,
                "end": each.end,
                "line": document.position(each.start)[0],
                "page": each.page,
                "furniture": each.furniture,
                "text": document.text[each.start : each.end],
            }
            for place, each in passages
        ],
    }
