"""What is suggested in the documents of the desk, as a part of the evidence screen."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import quote, urlencode

from countermove.evidence import Desk, Document, Work
from countermove.evidence.suggesting import KINDS, Suggestion, suggest
from countermove.evidence.suggesting.claimed import happened, quotable, speaker
from countermove.evidence.suggesting.decisions import Decision, decisions
from countermove.evidence.suggesting.measured import shipped
from countermove.views.evidence_reading import one_of, quote_choices
from countermove.views.evidence_suggestions import (
    HEADINGS,
    decision_words,
    headline,
    measured_rows,
    measured_sentences,
    suggestion_lines,
)
from countermove.views.evidence_texts import part_of, text_parts
from countermove.views.told import Told

__all__ = ["MAX_CHARACTERS", "suggested"]

MAX_CHARACTERS = 300_000
"""Of longer texts nothing is suggested on a page; the command line takes all."""
_AT_EACH_END = 4  # words by which a browser finds a passage


def suggested(told: Told, desk: Desk | None, query: Mapping[str, str], file: str = "") -> dict[str, Any]:
    """Return what the rules find in a work of the desk, and what was decided about it.

    Parameters
    ----------
    told : Told
        The conflict and its evidence.
    desk : Desk or None
        Where the documents are.
    query : mapping of str to str
        ``work``: its label; ``kind``: which suggestions; ``pick``: the id of what is to become a claim.
    file : str, optional
        The model's file name. What was made a claim of this model that is not there any more, since that
        was undone, is suggested again.
    """
    names = dict.fromkeys(each.work for each in desk.entries) if desk is not None else {}
    if desk is None or not names:
        return {"works": [], "work": None, "sentences": ["There is no document on the desk yet."]}
    sources = _sources(told, desk)
    label = one_of(
        query.get("work") or next((each for each in names if each in sources), next(iter(names))),
        names,
        "work",
    )
    work = desk.work(label)
    text = work.text
    said = {
        "works": [{"label": each, "source": sources.get(each, "")} for each in names],
        "work": {"label": label, "title": work.title or label, "source": sources.get(label, "")},
        "document": text.name,
    }
    if len(text.text) > MAX_CHARACTERS:
        long = f"The text has more than {MAX_CHARACTERS:,} characters, too many for a page."
        return said | {"sentences": [long], "kinds": [], "command": True}
    claims = told.conflict.model.claims
    decided = {
        id_: each
        for id_, each in decisions(desk, label).items()
        if each.decision != "accepted" or each.model != file or each.claim in claims
    }
    found = _found(text, work.published)
    open_ = [each for each in found if each.id not in decided]
    source = sources.get(label, "")
    picked = next((each for each in found if each.id == query.get("pick")), None)
    kinds = {kind: [each for each in found if each.kind == kind] for kind in KINDS}
    kinds = {kind: those for kind, those in kinds.items() if those}
    kind = one_of(query.get("kind") or next(iter(kinds), ""), kinds, "kind") if kinds else ""
    return said | {
        "sentences": [headline(open_, [decided[each.id] for each in found if each.id in decided])],
        "kinds": [
            {"name": each, "heading": HEADINGS[each], "open": sum(one.id not in decided for one in those)}
            for each, those in kinds.items()
        ],
        "kind": kind,
        "listed": [_item(told, source, work, each, decided) for each in kinds.get(kind, ())],
        "picked": picked and _picked(text, picked),
        "command": False,
        "measured": measured_sentences(),
        "rows": measured_rows(shipped(), KINDS),
        **quote_choices(told, source),
    }


def _sources(told: Told, desk: Desk) -> dict[str, str]:
    """Return for the works of the desk the source of the model that each is."""
    works = {each.record.sha256: each.work for each in desk.entries}
    return {
        works[each.document.sha256]: label
        for label, source in told.evidence.sources.items()
        for each in source.renditions
        if each.document is not None and each.document.sha256 in works
    }


@lru_cache(maxsize=4)
def _found(text: Document, published: str) -> list[Suggestion]:
    return suggest(text, published)


def _item(
    told: Told, source: str, work: Work, each: Suggestion, decided: Mapping[str, Decision]
) -> dict[str, Any]:
    line, below = suggestion_lines(work.text, each)
    decision = decided.get(each.id)
    return {
        "id": each.id,
        "kind": each.kind,
        "line": line,
        "below": below,
        "quote": each.quote,
        "decided": decision_words(decision) if decision is not None else "",
        "to": _place(told, source, work, each) if source else "",
    }


def _place(told: Told, source: str, work: Work, each: Suggestion) -> str:
    """Return the address of the text at the place of a suggestion, which a browser shows by its words."""
    at_hand = {one.document.sha256: one for one in told.evidence.sources[source].renditions if one.document}
    rendition = at_hand.get(work.text.sha256)
    if rendition is None or rendition.document is None:
        return ""
    part = part_of(text_parts((rendition.document,)), 0, each.start) + 1
    asked = {"source": source, "rendition": rendition.name} | ({"part": part} if part > 1 else {})
    words = each.quote.split()
    ends = [words] if len(words) <= 2 * _AT_EACH_END else [words[:_AT_EACH_END], words[-_AT_EACH_END:]]
    # A dash and a comma have a meaning in such an address.
    shown = ",".join(quote(" ".join(each), safe="").replace("-", "%2D") for each in ends)
    return f"?{urlencode(asked)}#:~:text={shown}"


def _picked(text: Document, each: Suggestion) -> dict[str, str]:
    """Return what a claim made of a suggestion begins with."""
    return {
        "id": each.id,
        "kind": each.kind,
        "line": suggestion_lines(text, each)[0],
        "quote": each.quote,
        "words": quotable(text, each) or "",
        "said_by": speaker(text, each),
        "happened": happened(each),
    }
