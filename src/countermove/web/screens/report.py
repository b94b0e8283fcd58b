"""The report: which sections to hand on, as one HTML file or a PDF."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

from countermove.views.report_chosen import FIRST, choices
from countermove.web.screen import Asked, Screen

__all__ = ["SCREEN"]


def _data(asked: Asked) -> dict[str, Any]:
    return {
        "sections": [{**each, "always": each["id"] == FIRST} for each in choices(asked.conflict)],
        "pdf": find_spec("typst") is not None,
    }


SCREEN = Screen("report", "Report", _data, key="r", states=False)
