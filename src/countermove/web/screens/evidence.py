"""The evidence: texts with their quotes, walks from conclusions, coverage, timeline and narratives."""

from __future__ import annotations

from typing import Any

from countermove.conflict import Conflict
from countermove.views.evidence_screen import evidence_screen
from countermove.web.drafts import digest
from countermove.web.screen import Asked, Screen

__all__ = ["SCREEN"]


def _data(asked: Asked) -> dict[str, Any]:
    said = evidence_screen(asked.now.told, asked.query)
    return said | {
        "address": f"/{asked.opened.id}/evidence",
        "seen": digest(asked.now.text),
        "writable": not asked.opened.bundled,
    }


def _there(conflict: Conflict) -> bool:
    return bool(conflict.model.sources)


SCREEN = Screen("evidence", "Evidence", _data, key="e", there=_there)
