"""Settlement design: what would make an outcome hold."""

from __future__ import annotations

from typing import Any

from countermove.views.design import designed
from countermove.web.screen import Asked, Screen

__all__ = ["SCREEN"]

CONCEPTS = ("nash", "gmr", "smr", "seq", "sseq")


def _data(asked: Asked) -> dict[str, Any]:
    target = asked.query.get("target", "").strip()
    concept = asked.query.get("concept", "nash")
    return {
        "target": target,
        "concept": concept if concept in CONCEPTS else "nash",
        "concepts": [(each, each.upper() if each != "nash" else "Nash") for each in CONCEPTS],
        **designed(asked.conflict, target, concept if concept in CONCEPTS else "nash"),
    }


SCREEN = Screen("design", "Design", _data, key="d")
