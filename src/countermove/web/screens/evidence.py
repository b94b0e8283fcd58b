"""The evidence: texts with their quotes, walks from conclusions, coverage, timeline and narratives."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

from countermove.conflict import Conflict
from countermove.errors import EvidenceError
from countermove.evidence.desk.desk import desk_beside
from countermove.views.evidence_screen import evidence_screen
from countermove.web.evidence_apart import apart
from countermove.web.quoting import made
from countermove.web.screen import Asked, Screen, Write

__all__ = ["SCREEN"]


def _data(asked: Asked) -> dict[str, Any]:
    desk = None
    if asked.query.get("show") == "desk":
        folder = None if asked.opened.bundled else asked.opened.path.parent
        with suppress(EvidenceError):  # one that is damaged is told with the documents
            desk = desk_beside(folder, asked.opened.at_hand.desk)
    found = apart(asked, asked.query.get("show", "texts"))
    said = found["said"] if found else evidence_screen(asked.now.told, asked.query, desk)
    return said | {
        "address": f"/{asked.opened.id}/evidence",
        "form": dict(asked.form),
        "wrong": str(asked.wrong) if asked.wrong else "",
        "writable": not asked.opened.bundled,
    }


def _there(conflict: Conflict) -> bool:
    return bool(conflict.model.sources)


def _write(asked: Asked) -> Write:
    texts, label = made(asked.opened, asked.now, asked.form)
    query = urlencode({"source": asked.form.get("source", ""), "claim": label})
    return Write(texts, f"a quote for the claim {label}", f"/{asked.opened.id}/evidence?{query}#claim")


SCREEN = Screen("evidence", "Evidence", _data, key="e", there=_there, write=_write)
