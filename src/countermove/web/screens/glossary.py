"""The words of the field, explained."""

from __future__ import annotations

from typing import Any

from countermove.views.glossary import glossary
from countermove.web.screen import Asked, Screen

__all__ = ["SCREEN"]


def _data(asked: Asked) -> dict[str, Any]:
    return glossary(asked.now.told, asked.query.get("terms", ""))


SCREEN = Screen("glossary", "Words", _data, key="g", states=False)
