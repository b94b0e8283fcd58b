"""Coverage, timeline, narratives and documents, as the evidence screen shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from countermove.coverage import STATUSES, Coverage, Covered, Side, coverage, shared_text
from countermove.errors import CountermoveError, UsageError
from countermove.evidence import Desk
from countermove.evidence.suggesting.joining import joined
from countermove.evidence.telling.narratives import Mention, Narrative, of_model
from countermove.evidence.telling.narratives import narratives as find_narratives
from countermove.evidence.telling.timeline import Event, Timeline
from countermove.evidence.telling.timeline import timeline as put_in_order
from countermove.model.elements import Claim
from countermove.views.evidence_coverage import CHECKING, HEADINGS, coverage_sentences, voice_words
from countermove.views.evidence_documents import document_line, furniture_lines, printable
from countermove.views.evidence_narratives import (
    dated_words,
    mention_text,
    narrative_sentences,
    retold,
    said_words,
)
from countermove.views.evidence_narratives import voice_words as narrative_voice
from countermove.views.evidence_plot import narratives_plot, timeline_plot
from countermove.views.evidence_strip import timeline_strip
from countermove.views.evidence_timeline import (
    event_text,
    how_words,
    origin_words,
    time_words,
    timeline_sentences,
)
from countermove.views.report_elements import element
from countermove.views.told import Told, once
from countermove.views.words import count
from countermove.views.words import join as joined_words

__all__ = ["PLOTS", "covered", "narrated", "on_desk", "plot", "timed"]

Keys = Mapping[Claim, tuple[str, int]]
PLOTS = ("timeline", "narratives")
WIDTHS = {"wide": 960.0, "narrow": 360.0}
MOST_ASKED = 400
MOST_ROWS = 400
"""So many events or mentions are listed."""


# ---------------------------------------------------------------- coverage
@once
def _coverage(told: Told) -> Coverage:
    return coverage(told.evidence, shared_text(told.evidence))


def covered(told: Told, keys: Keys) -> dict[str, Any]:
    """Return what each element rests on, the weakest first."""
    found = _coverage(told)
    return {
        "sentences": coverage_sentences(found, told.evidence),
        "groups": [
            {
                "status": status,
                "heading": HEADINGS[status],
                "elements": [_element(told, each, keys) for each in found.having(status)],
            }
            for status in STATUSES
            if found.having(status)
        ],
        "unused": [
            {"key": keys[each][0], "text": each.text} if each in keys else {"key": "", "text": each.text}
            for each in found.unused
        ],
    }


def _element(told: Told, found: Covered, keys: Keys) -> dict[str, Any]:
    said = element(told.model, found.element)
    return {
        "path": found.element,
        "what": said.what,
        "says": said.says,
        "supporting": _side(told, found.supporting, keys),
        "contradicting": _side(told, found.contradicting, keys),
        "assumptions": [each.text for each in found.assumptions],
    }


def _side(told: Told, side: Side, keys: Keys) -> dict[str, Any] | None:
    if not side.claims:
        return None
    rated = "not rated" if side.reliability == "unknown" else f"{side.reliability} reliability"
    voices = joined_words(voice_words(told.model, each) for each in side.voices)
    return {
        "claims": [_claim(each, keys) for each in side.claims],
        "origin": f"By {voices}; {rated}; {CHECKING[side.checking]}.",
    }


def _claim(claim: Claim, keys: Keys) -> dict[str, str]:
    return {"key": _key(claim, keys), "text": claim.text}


def _key(claim: Claim, keys: Keys) -> str:
    """Return what addresses call a claim; it may stand under an element with another stance."""
    if claim in keys:
        return keys[claim][0]
    return claim.label


# ---------------------------------------------------------------- timeline
@once
def _timeline(told: Told) -> Timeline:
    return put_in_order(told.evidence.works, _dated(told))


def _dated(told: Told) -> Sequence[Claim]:
    return [each for each in told.model.claims.values() if each.happened or each.reported]


def timed(told: Told) -> dict[str, Any]:
    """Return what happened when, and how each date was got."""
    found = _timeline(told)
    works = {each.id: each for each in told.evidence.works}

    def row(each: Event) -> dict[str, Any]:
        when = time_words(each.when) if each.when else printable(each.date.text) if each.date else ""
        return {
            "when": when,
            "text": event_text(each),
            "origin": origin_words(each, works),
            "how": how_words(each.date) if each.date else "",
            "kind": each.kind,
            "claim": each.claim,
            "source": each.work,
        }

    rows = [row(each) for each in found.dated[:MOST_ROWS]]
    return {
        "sentences": timeline_sentences(found, told.evidence.works, len(_dated(told))),
        "dated": rows,
        "open": [row(each) for each in found.open[:MOST_ROWS]],
        "left": max(0, len(found.dated) - MOST_ROWS) + max(0, len(found.open) - MOST_ROWS),
        "absent": _absent(told),
    }


def _absent(told: Told) -> list[str]:
    """Return the sources of which there is no document here."""
    read = {each.id for each in told.evidence.works}
    return [label for label in told.model.sources if label not in read]


# ---------------------------------------------------------------- narratives
@once
def _narratives(told: Told, *, join: bool, asked: str) -> tuple[Narrative, ...]:
    wanted = [_asked(asked)] if asked else list(told.model.narratives.values())
    found = find_narratives(told.evidence.works, wanted)
    return tuple(map(joined, found)) if join else tuple(found)


def _asked(given: str) -> Narrative:
    """Return the narrative that somebody asks for: ``NAME=TERM,TERM``, or terms alone."""
    if len(given) > MOST_ASKED:
        raise UsageError(f"these terms have {len(given):,} characters; write at most {MOST_ASKED}")
    name, equals, terms = given.partition("=")
    if not equals:
        name, terms = given.split(",")[0].strip("* "), given
    if not name.strip() or not terms.strip(", "):
        raise UsageError(f"'{given}' has no terms; write them with commas between, as in flood*, high water")
    return of_model(name.strip(), ",".join(each for each in terms.split(",") if each.strip()))


def narrated(told: Told, *, join: bool, asked: str = "") -> dict[str, Any]:
    """Return how often each narrative is voiced, by whom and when."""
    wrong = ""
    try:
        found = _narratives(told, join=join, asked=asked)
    except CountermoveError as error:
        wrong, found, kept, asked = str(error), (), asked, ""
    else:
        kept = asked
    apart, together = (
        _narratives(told, join=join, asked=asked) if not wrong else () for join in (False, True)
    )
    joinable = any(len(a.by_voice) > len(b.by_voice) for a, b in zip(apart, together, strict=True))
    works = {each.id: each for each in told.evidence.works}

    def mention(each: Mention) -> dict[str, Any]:
        line, _ = works[each.work].text.position(each.start)
        return {
            "who": joined_words(map(narrative_voice, each.voices)),
            "text": mention_text(each, works),
            "source": each.work,
            "line": line,
            "beneath": "; ".join(filter(None, (said_words(each), dated_words(each)))),
        }

    many = count(len(found), "narrative").capitalize()
    where = (
        count(len(works), "source") if works else "no source, for none of the documents is on this machine"
    )
    return {
        "sentences": [f"{many} looked for in {where}."] if found else [],
        "retold": retold(told.model.sources, told.evidence.works) if found else [],
        "asked": kept,
        "problem": wrong,
        "join": join,
        "joinable": joinable,
        "narratives": [
            {
                "name": each.name,
                "terms": list(each.terms),
                "sentences": narrative_sentences(each, told.evidence.works),
                "voices": [
                    {"name": narrative_voice(voice), "times": times} for voice, times in each.by_voice
                ],
                "mentions": [mention(one) for one in each.mentions[:MOST_ROWS]],
            }
            for each in found
        ],
        "absent": _absent(told),
    }


def plot(told: Told, which: str, *, join: bool, asked: str = "", width: str = "") -> str:
    """Draw the timeline or the narratives: an SVG file of its own.

    Parameters
    ----------
    told : Told
        The conflict and its evidence.
    which : str
        One of `PLOTS`.
    join : bool
        Whether capitals count with their countries among the voices.
    asked : str, optional
        A narrative that is looked for instead of the model's.
    width : str, optional
        ``wide`` or ``narrow`` for the timeline's strip; without it all its events are drawn, downwards.
    """
    title = told.conflict.title
    if which == "timeline":
        works = told.evidence.works
        if width in WIDTHS:
            return timeline_strip(_timeline(told), f"Timeline: {title}", WIDTHS[width])
        return timeline_plot(_timeline(told), works, len(_dated(told)), f"Timeline: {title}")
    return narratives_plot(
        _narratives(told, join=join, asked=asked), told.evidence.works, f"Narratives: {title}"
    )


# ---------------------------------------------------------------- documents
def on_desk(told: Told, desk: Desk | None = None) -> dict[str, Any]:
    """Return every document: what it is, whether it is here, and what in it is taken for furniture.

    Those of the desk that belong to no source of the model come last.
    """
    found: list[dict[str, Any]] = []
    for label, source in told.evidence.sources.items():
        own = told.model.sources[label]
        found.append(
            {
                "label": label,
                "title": own.title or label,
                "note": own.note,
                "renditions": [
                    {
                        "name": each.name,
                        "here": each.document is not None,
                        "known": each.document is None or each.sha256 in (None, each.document.sha256),
                        "line": document_line(each.document) if each.document else "",
                        "sha256": each.document.sha256 if each.document else each.sha256 or "",
                        "furniture": [printable(one) for one in furniture_lines(each.document)]
                        if each.document
                        else [],
                    }
                    for each in source.renditions
                ],
            }
        )
    here = sum(bool(each["here"]) for one in found for each in one["renditions"])
    return {
        "sentences": [f"{count(here, 'document').capitalize()} at hand."],
        "documents": found,
        "desk": _further(told, desk),
        "notices": [str(each) for each in told.evidence.notices],
    }


def _further(told: Told, desk: Desk | None) -> dict[str, Any]:
    """Return the works on the desk that are no source of the model, and how to go on with them."""
    known = {
        sha256
        for source in told.evidence.sources.values()
        for each in source.renditions
        for sha256 in (each.sha256, each.document.sha256 if each.document is not None else None)
    }
    works: dict[str, dict[str, Any]] = {}
    for entry in desk.entries if desk is not None else ():
        if entry.record.sha256 in known:
            continue
        about = entry.record.about
        work = works.setdefault(entry.work, {"label": entry.work, "title": about.title, "renditions": []})
        work["title"] = work["title"] or about.title
        work["line"] = ", ".join(each for each in (about.author, about.publisher, about.published) if each)
        work["renditions"].append(
            {"name": entry.rendition, "file": printable(entry.record.file), "sha256": entry.record.sha256}
        )
    shown = list(works.values())[:MOST_ROWS]
    return {"there": desk is not None, "works": shown, "left": len(works) - len(shown)}
