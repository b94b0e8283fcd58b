"""What the results of both engines have in common: how they were made, and the head of their JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import countermove
from countermove.errors import LimitError
from countermove.model import Model

__all__ = ["MAX_ASKED", "MAX_LISTED", "SCHEMA", "Result", "heading", "too_many_asked"]

SCHEMA = "countermove/analysis/1"
MAX_LISTED = 10_000
"""Above this many feasible states the JSON holds counts alone unless all are asked for."""
MAX_ASKED = 2**21
"""Above this many they are not listed even then."""


@dataclass(frozen=True, kw_only=True)
class Result:
    """How a result was made.

    Attributes
    ----------
    engine : str
        Which engine decided, ``explicit`` or ``symbolic``.
    because : str
        Why that one.
    complete : bool
        Whether every state was decided; both engines decide all or nothing.
    left_out : mapping
        The concepts that were not asked for by name and are not decided here, and why.
    """

    engine: str
    because: str = "it was asked for by name"
    complete: bool = True
    left_out: Mapping[str, str] = field(default_factory=dict)


def heading(result: Result, model: Model, status_quo: int | None) -> dict[str, Any]:
    """Return the JSON that says of what model a result speaks and how it was made."""
    return {
        "schema": SCHEMA,
        "version": countermove.__version__,
        "model": {"title": model.title, "sha256": model.sha256},
        "engine": result.engine,
        "because": result.because,
        "complete": result.complete,
        "decision_makers": [dm.label for dm in model.decision_makers],
        "left_out": dict(result.left_out),
        "options": [option.id for option in model.options],
        "status_quo": status_quo,
    }


def too_many_asked(states: int) -> None:
    """Refuse to list more states than anybody could read."""
    if states > MAX_ASKED:
        raise LimitError(
            f"there are {states:,} states, and at most {MAX_ASKED:,} are listed; leave --all-states away and "
            "read the counts and patterns"
        )
