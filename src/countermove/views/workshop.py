"""The workshop: the parts of a model that its forms change, and what an edit changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from countermove.conflict import Conflict
from countermove.model.editing import parsed
from countermove.model.elements import YES_NO
from countermove.model.tiers import tiers
from countermove.views.comparing import MAX_EXAMPLES, headline, sections, sentences
from countermove.views.turning import Telling

__all__ = ["MAX_AT_ONCE", "changes", "workshop"]

MAX_RANKED = 40
"""A ranking of so many states can be ordered by hand; of more, statements say it better."""

MAX_AT_ONCE = 4_096
"""With more states what an edit changes is worked out on demand."""


def workshop(conflict: Conflict, text: str) -> dict[str, Any]:
    """Return what the workshop's forms show.

    Returns
    -------
    dict
        ``people``: the decision makers of the file, with ``options`` and ``wants`` (``kind``: prioritize,
        weights, ranking, indifferent or other; ``items``). ``constraints``: their text. ``layers``: the
        files of its layers, where the other parts stand. ``feasible`` and ``possible``: how many states
        there are, and how many the options alone would allow.
    """
    data = parsed(text.removeprefix("\ufeff"), "the model")
    people = data.get("decision_makers") or {}
    levels = [len(option.levels) for option in conflict.model.options]
    possible = 1
    for each in levels:
        possible *= each
    return {
        "title": data.get("title", ""),
        "summary": data.get("summary", ""),
        "graph": conflict.model.graph_form,
        "layers": [_file(each) for each in (data.get("layers") or {}).values()],
        "people": [_person(conflict, data, label, body) for label, body in people.items()],
        "labels": option_words(conflict),
        "example": _example(conflict),
        "constraints": [_statement(each) for each in data.get("constraints") or []],
        "feasible": conflict.state_count,
        "possible": conflict.state_count if conflict.model.graph_form else possible,
    }


def _person(conflict: Conflict, data: Mapping[str, Any], label: str, body: Any) -> dict[str, Any]:
    known = {each.label: each for each in conflict.model.decision_makers}
    own = known.get(label)
    options = (body.get("options") if isinstance(body, dict) else None) or {}
    today = _today(conflict)
    return {
        "label": label,
        "name": own.name if own else label,
        "options": [
            {
                "label": option.label,
                "name": option.name,
                "levels": list(option.levels),
                "moves": option.moves,
                "today": today.get((label, option.label), option.levels[0]),
            }
            for option in (own.options if own else ())
            if option.label in options
        ],
        "wants": _wants(data, label, body),
        "ranked": _ranked(conflict, label),
        "tiers": _tiers(conflict, _wants(data, label, body)),
    }


def option_words(conflict: Conflict) -> list[dict[str, str]]:
    """Return the words with which conditions name options: the label alone where only one has it."""
    if conflict.model.graph_form:
        return []
    short = Counter(option.label for option in conflict.model.options)
    found = []
    for dm in conflict.model.decision_makers:
        for option in dm.options:
            word = option.label if short[option.label] == 1 else f"{dm.label}.{option.label}"
            plain = tuple(option.levels) == YES_NO
            words = [word] if plain else [f"{word} = {level}" for level in option.levels]
            found += [{"word": each, "name": option.name, "dm": dm.name} for each in words]
    return found


def _example(conflict: Conflict) -> str:
    """Return a condition in this model's own words."""
    words = [each["word"] for each in option_words(conflict)]
    return f"not ({words[0]} and {words[-1]})" if len(words) > 1 else "not (release and attack)"


def _ranked(conflict: Conflict, label: str) -> str:
    """Return how a decision maker ranks the states now, as a ranking is written; empty where too many."""
    labels = [dm.label for dm in conflict.model.decision_makers]
    if not conflict.listed or conflict.state_count > MAX_RANKED or label not in labels:
        return ""
    ranks = conflict.space.ranks[labels.index(label)].tolist()
    groups: dict[int, list[str]] = {}
    for state, rank in enumerate(ranks):
        groups.setdefault(rank, []).append(str(state + 1))
    return " > ".join(" ~ ".join(groups[rank]) for rank in sorted(groups, reverse=True))


def _tiers(conflict: Conflict, wants: Mapping[str, Any]) -> list[list[dict[str, str]]]:
    """Return the groups of a ranking, each state with what is done in it; nothing where they are too many."""
    if wants["kind"] != "ranking" or not conflict.listed or conflict.state_count > MAX_RANKED:
        return []
    return [[_state(conflict, ref) for ref in tier] for tier in tiers(wants["items"][0])]


def _state(conflict: Conflict, ref: str) -> dict[str, str]:
    states = conflict.space.states
    at = int(ref) - 1 if ref.isascii() and ref.isdigit() else states.named(ref)
    if at is None or not 0 <= at < states.size:
        return {"ref": ref, "done": ref}
    if conflict.model.graph_form:
        return {"ref": ref, "done": states.label(at)}
    done = [
        option.name if tuple(option.levels) == YES_NO else f"{option.name}: {option.levels[level]}"
        for option, level in zip(conflict.model.options, states.values(at), strict=False)
        if level
    ]
    return {"ref": ref, "done": "; ".join(done) or "Nothing is done"}


def _today(conflict: Conflict) -> dict[tuple[str, str], str]:
    state = conflict.space.status_quo if conflict.listed else None
    if state is None or conflict.model.graph_form:
        return {}
    owned = [(dm.label, option) for dm in conflict.model.decision_makers for option in dm.options]
    values = conflict.space.states.values(state)
    return {
        (dm, option.label): option.levels[int(level)]
        for (dm, option), level in zip(owned, values, strict=False)
    }


def _wants(data: Mapping[str, Any], label: str, body: Any) -> dict[str, Any]:
    found = (data.get("preferences") or {}).get(label)
    if found is None and isinstance(body, dict):
        found = body.get("preferences")
    if found == "indifferent":
        return {"kind": "indifferent", "items": []}
    if isinstance(found, dict) and isinstance(found.get("prioritize"), list):
        return {"kind": "prioritize", "items": [_statement(each) for each in found["prioritize"]]}
    if isinstance(found, dict) and isinstance(found.get("weights"), list):
        items = [{"when": str(each["when"]), "weight": str(each["weight"])} for each in found["weights"]]
        return {"kind": "weights", "items": items}
    if isinstance(found, dict) and "ranking" in found:
        ranking = found["ranking"]
        text = ranking if isinstance(ranking, str) else " > ".join(_tier(each) for each in ranking)
        return {"kind": "ranking", "items": [text]}
    return {"kind": "other", "items": []}


def _file(layer: Any) -> str:
    return str(layer.get("file", "") if isinstance(layer, dict) else layer)


def _tier(tier: Any) -> str:
    return " ~ ".join(map(str, tier)) if isinstance(tier, list) else str(tier)


def _statement(each: Any) -> str:
    return str(each.get("statement", "") if isinstance(each, dict) else each)


def changes(before: Conflict, after: Conflict) -> dict[str, Any]:
    """Return how verdicts differ between two versions of a model, in sentences.

    Reasons are found for no more states than are told.
    """
    telling = Telling(before.compare(after, reasons=MAX_EXAMPLES), files=False)
    return {
        "headline": headline(telling),
        "sections": [
            {"heading": each.heading, "lines": list(each.lines), "more": each.more}
            for each in sections(telling)
        ],
        "sentences": sentences(telling),
    }
