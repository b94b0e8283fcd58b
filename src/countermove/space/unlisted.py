"""Which conflicts can be analysed without listing their states, told without the library that does it."""

from __future__ import annotations

from importlib.util import find_spec

from countermove.model import Model
from countermove.model.elements import Ranking

__all__ = ["INSTALL", "MAX_BITS", "installed", "refusal"]

MAX_BITS = 300
"""So many yes/no options the symbolic engine takes; an option with more levels counts as several."""
INSTALL = "type: pip install 'countermove[symbolic]'"


def installed() -> bool:
    """Say whether what the symbolic engine needs is there."""
    return find_spec("oxidd") is not None


def refusal(model: Model) -> str | None:
    """Say why the symbolic engine cannot take a model and what would help, or None when it can."""
    if model.graph_form:
        return "the symbolic engine takes conflicts in option form, and this one lists its states"
    bits = sum((len(levels) - 1).bit_length() for levels in model.levels)
    if bits > MAX_BITS:
        return (
            f"the symbolic engine takes at most {MAX_BITS} yes/no options (one with more levels counts as "
            f"several), and these are {bits:,}; leave options out, or merge those that always go together"
        )
    if model.reading != "neutral":
        return (
            f"the symbolic engine takes events as they stand, and not the {model.reading} reading; ask for "
            "the neutral one, or use the explicit engine"
        )
    if model.regimes:
        who = model.regimes[0].preference.of
        return (
            f"the symbolic engine does not read what '{who}' wants once an event has happened; use the "
            "explicit engine, or leave the event's preferences out"
        )
    for label, preference in model.preferences.items():
        if isinstance(preference.by, Ranking):
            return (
                f"the symbolic engine does not read the ranking of '{label}', which lists states one by one; "
                "give it as prioritize or weights"
            )
    return None
