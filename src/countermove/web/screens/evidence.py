"""The evidence: texts with their quotes, walks from conclusions, coverage, timeline and narratives."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

from countermove.errors import EvidenceError
from countermove.model.workshop_fields import FieldError
from countermove.views.evidence_screen import evidence_screen
from countermove.web.evidence_apart import apart
from countermove.web.filing import WRITES, desk_of
from countermove.web.quoting import made
from countermove.web.screen import Asked, Screen, Write, said_of

__all__ = ["SCREEN"]


def _data(asked: Asked) -> dict[str, Any]:
    desk = None
    if asked.query.get("show") in ("desk", "suggestions"):
        with suppress(EvidenceError):  # one that is damaged is told with the documents
            desk = desk_of(asked.opened)
    found = apart(asked, asked.query.get("show", "texts"))
    said = found["said"] if found else evidence_screen(asked.now.told, asked.query, desk, asked.opened.main)
    return said | {
        "address": f"/{asked.opened.id}/evidence",
        "form": dict(asked.form),
        "wrong": said_of(asked.wrong) if asked.wrong else "",
        "field": asked.wrong.field if isinstance(asked.wrong, FieldError) else "",
        "desk_named": str(asked.opened.at_hand.desk or ""),
        "writable": not asked.opened.bundled,
        "sources_known": [
            {"label": label, "title": source.title or label}
            for label, source in asked.conflict.model.sources.items()
        ],
    }


def _write(asked: Asked) -> Write:
    if (does := WRITES.get(asked.form.get("do", ""))) is not None:
        return does(asked)
    texts, label = made(asked.opened, asked.now, asked.form)
    query = urlencode({"source": asked.form.get("source", ""), "claim": label})
    return Write(texts, f"a quote for the claim {label}", f"/{asked.opened.id}/evidence?{query}#claim")


SCREEN = Screen("evidence", "Evidence", _data, key="e", write=_write)
