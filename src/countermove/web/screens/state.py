"""One state: stable or not for each, why, and where to go from it."""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException

from countermove.errors import UsageError
from countermove.views.state import state
from countermove.web.screen import Asked, Screen

__all__ = ["SCREEN"]


def _data(asked: Asked) -> dict[str, Any]:
    try:
        asked.conflict.state(asked.path["state"])
    except UsageError as error:
        raise HTTPException(404, str(error)) from None
    return state(asked.now.told, asked.path["state"], asked.query)


SCREEN = Screen("state", "State", _data, path="/{state}")
