"""The first screen of a model: what the conflict is, who is in it, and the answers in sentences."""

from __future__ import annotations

from typing import Any

from countermove.views.overview import overview
from countermove.web.screen import Asked, Screen

__all__ = ["SCREEN"]


def _data(asked: Asked) -> dict[str, Any]:
    return overview(asked.now.told)


SCREEN = Screen("overview", "Overview", _data, key="o")
