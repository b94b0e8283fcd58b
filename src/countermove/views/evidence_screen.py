"""The evidence as one screen: texts with their quotes, walks, coverage, timeline, narratives."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from countermove.evidence import Desk
from countermove.views.evidence_reading import claim_keys, one_of, reading
from countermove.views.evidence_screen_tables import covered, narrated, on_desk, timed
from countermove.views.evidence_suggested import suggested
from countermove.views.evidence_walks import conclusion, conclusions
from countermove.views.report_evidence import counts, unreadable
from countermove.views.told import Told
from countermove.views.words import count

__all__ = ["PARTS", "evidence_screen"]

PARTS = {
    "texts": "Texts",
    "conclusions": "Conclusions",
    "coverage": "Coverage",
    "timeline": "Timeline",
    "narratives": "Narratives",
    "suggestions": "Suggestions",
    "desk": "Documents",
}


def evidence_screen(
    told: Told, query: Mapping[str, str], desk: Desk | None = None, file: str = ""
) -> dict[str, Any]:
    """Return what the evidence screen says.

    Parameters
    ----------
    told : Told
        The conflict and its evidence.
    query : mapping of str to str
        ``show``: one of `PARTS`. For the texts see `reading`, for the suggestions `suggested`. ``state`` and
        ``concept``: whose reasons are shown. ``join``: whether capitals count with their countries among the
        voices; ``narrative``: one that is looked for besides the model's, as on the command line
        (``terror=terror*,jihad*``).
    desk : Desk, optional
        Where further documents are, and what is suggested in them.
    file : str, optional
        The model's file name, as decisions about suggestions give it.

    Returns
    -------
    dict
        ``part``, ``parts`` and ``sentences`` in any case; what else there is depends on the part.

    Raises
    ------
    UsageError
        When the query names nothing that is there.
    """
    part = one_of(query.get("show", "texts"), PARTS, "part")
    said = {
        "texts": lambda: reading(told, query),
        "conclusions": lambda: _conclusions(told, query),
        "coverage": lambda: covered(told, claim_keys(told)),
        "timeline": lambda: timed(told),
        "narratives": lambda: narrated(told, join="join" in query, asked=query.get("narrative", "")),
        "suggestions": lambda: suggested(told, desk, query, file),
        "desk": lambda: on_desk(told, desk),
    }[part]()
    return {
        "part": part,
        "parts": [{"name": name, "title": PARTS[name]} for name in PARTS],
        **said,
        "sentences": [*(said.get("sentences") or _sentences(told)), *unreadable(told.evidence)],
    }


def _sentences(told: Told) -> list[str]:
    """Say first how the quotes stand."""
    broken = bool(unreadable(told.evidence))
    found = counts(told.evidence)
    if not found["quotes"]:
        return ["The model quotes nothing yet."]
    seen = found["quotes"] - found["unseen"]
    if not seen:
        standing = "can be read" if broken else "is on this machine"
        return [f"{count(found['quotes'], 'quote').capitalize()}; none of their documents {standing}."]
    sources = len({each.quote.source for each in told.evidence.checked})
    first = f"{count(found['quotes'], 'quote').capitalize()} from {count(sources, 'source')}"
    failing = len({each.quote for each in told.evidence.failing})
    if failing:
        verb = "does" if failing == 1 else "do"
        said = [f"{first}; {count(failing, 'quote')} {verb} not stand in a document as quoted."]
    elif found["unseen"]:
        said = [f"{first}; all that can be looked up here stand there word for word."]
    else:
        said = [f"{first}; all of them stand there word for word."]
    if found["unseen"]:
        why = "not here or cannot be read" if broken else "not here"
        said.append(
            f"{count(found['unseen'], 'quote').capitalize()} cannot be looked up: the document is {why}."
        )
    return said


# ---------------------------------------------------------------- from conclusions
def _conclusions(told: Told, query: Mapping[str, str]) -> dict[str, Any]:
    states = {str(state + 1): state for state in conclusions(told)}
    concepts = told.terms_of
    concept = query.get("concept", "")
    if concept:
        one_of(concept, concepts, "concept")
    # A number may be written as pages show it.
    wanted = re.sub(r"(?<=\d)[, ](?=\d{3}\b)", "", query.get("state", "").strip()) or next(iter(states), "")
    said = {
        "concept": concept,
        "concepts": [{"short": each, "name": concepts[each].name} for each in concepts],
    }
    if not wanted:
        return said | {"states": [], "conclusion": None, "state": "", "keys": {}}
    state = states[wanted] if wanted in states else told.conflict.state(wanted)
    number = str(state + 1)
    keys = claim_keys(told)
    told_of = conclusion(told, state, concept)
    return said | {
        "sentences": [_resting(told_of)],
        "states": [
            {"key": key, "today": each == told.space.status_quo, **told.shown.state(each)}
            for key, each in states.items()
        ],
        "state": number,
        "conclusion": told_of,
        "keys": {each["id"]: keys[each["claim"]][0] for each in told.claims},
    }


def _resting(said: Mapping[str, Any]) -> str:
    """Say on how many claims the reasons of a state rest, and how many of them are in doubt."""
    parts = [part for text in said["texts"] for each in text["rests"] for part in each["parts"]]
    claims = {claim["id"]: claim for part in parts for claim in part["claims"]}
    if not claims:
        return f"{said['heading']}; no claim stands behind the reasons."
    doubted = sum(bool(each["doubt"]) for each in claims.values())
    more = f", {count(doubted, 'doubtful one')} among them" if doubted else ""
    return f"{said['heading']}; the reasons rest on {count(len(claims), 'claim')}{more}."
