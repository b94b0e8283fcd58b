"""Settlement design: what would make an outcome hold."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from countermove.errors import UsageError
from countermove.model.editing import edited, parsed
from countermove.model.workshop_levers import lever_made
from countermove.views.design import MAX_AT_ONCE, designed, worked_design
from countermove.views.lever_forms import lever_forms
from countermove.views.workshop import option_words
from countermove.web.screen import Asked, Screen, Write, said_of

__all__ = ["SCREEN"]

CONCEPTS = ("nash", "gmr", "smr", "seq", "sseq")


def _data(asked: Asked) -> dict[str, Any]:
    target = asked.query.get("target", "").strip()
    concept = asked.query.get("concept", "nash")
    concept = concept if concept in CONCEPTS else "nash"
    return {
        "target": target,
        "concept": concept,
        "concepts": [(each, each.upper() if each != "nash" else "Nash") for each in CONCEPTS],
        "listed": asked.conflict.listed,
        "example": asked.conflict.listed and asked.conflict.space.status_quo,
        "options": option_words(asked.conflict),
        **_designed(asked, target, concept),
        **_levers(asked),
    }


def _levers(asked: Asked) -> dict[str, Any]:
    """Return the levers, and what their forms need."""
    model, wrong = asked.conflict.model, asked.wrong
    words = [each["word"] for each in option_words(asked.conflict)]
    added = [each.option.label for each in model.levers if each.option is not None]
    return {
        "all_levers": lever_forms(model, next(iter(asked.now.texts.values()))),
        "people": [{"label": each.label, "name": each.name} for each in model.decision_makers],
        "words": [*words, *added],
        "graph": model.graph_form,
        "bundled": asked.opened.bundled,
        "form": dict(asked.form),
        "refused": None if wrong is None else {"said": said_of(wrong), "field": getattr(wrong, "field", "")},
    }


def _write(asked: Asked) -> Write:
    file, text = next(iter(asked.now.texts.items()))
    labels = {each.label for each in asked.conflict.model.options}
    edits, what = lever_made(parsed(text.removeprefix("\ufeff"), file), asked.form, labels)
    kept = {name: asked.query[name] for name in ("target", "concept") if name in asked.query}
    return Write(
        {file: edited(text, edits, file)}, what, f"/{asked.opened.id}/design?{urlencode(kept)}#levers"
    )


def _designed(asked: Asked, target: str, concept: str) -> dict[str, Any]:
    conflict = asked.conflict
    if not target or not conflict.listed or conflict.state_count <= MAX_AT_ONCE:
        return designed(conflict, target, concept)
    try:
        conflict.states(target)
    except UsageError as error:  # at the field, without waiting for other work
        return designed(None, "", concept) | {"wrong": str(error)}
    short = "Nash" if concept == "nash" else concept.upper()
    return asked.worked(
        worked_design, f"What would make “{target}” hold under {short}", target=target, concept=concept
    )


SCREEN = Screen("design", "Design", _data, key="d", write=_write, states=False)
