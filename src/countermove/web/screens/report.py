"""The report: which sections to hand on, in which language its terms, as one HTML file or a PDF."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

from starlette.datastructures import QueryParams

from countermove.views.report_chosen import ALWAYS, choices
from countermove.views.terms import LANGUAGES
from countermove.web.screen import Asked, Screen

__all__ = ["SCREEN"]


def _data(asked: Asked) -> dict[str, Any]:
    query = asked.query
    given = query.getlist("section") if isinstance(query, QueryParams) else []
    language = query.get("terms", "")
    return {
        "sections": [
            {**each, "always": each["id"] in ALWAYS, "in": not given or each["id"] in (*ALWAYS, *given)}
            for each in choices(asked.conflict)
        ],
        "languages": [
            {"id": id_, "name": name, "in": id_ == language}
            for id_, name in {"": "English alone", **LANGUAGES}.items()
        ],
        "pdf": find_spec("typst") is not None,
    }


SCREEN = Screen("report", "Report", _data, key="r", states=False)
