"""Settlement design: what would make an outcome hold."""

from __future__ import annotations

from typing import Any

from countermove.errors import UsageError
from countermove.views.design import MAX_AT_ONCE, designed, worked_design
from countermove.views.workshop import option_words
from countermove.web.screen import Asked, Screen

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
    }


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


SCREEN = Screen("design", "Design", _data, key="d", states=False)
