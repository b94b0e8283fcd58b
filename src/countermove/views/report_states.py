"""States and moves as the report's templates take them."""

from __future__ import annotations

from typing import Any

from countermove.analyses.paths import Step
from countermove.model.elements import EVENTS
from countermove.stability import Analysis
from countermove.views.diagram import standing
from countermove.views.words import acts, change, dm_name, owner_names, state_line

__all__ = ["Shown"]


class Shown:
    """Turns the states and moves of one analysis into plain values."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self.space = analysis.space
        self.names = [dm_name(self.space, dm) for dm in self.space.movers]

    def state(self, state: int) -> dict[str, Any]:
        """Return a state: its number, what is done in it, and under which concepts it holds."""
        how, held = standing(self.analysis, state)
        doing = [{"dm": self._owner(name), "what": what} for name, what in acts(self.space, state)]
        return {
            "number": f"{state + 1:,}",
            "label": self.space.states.label(state),
            "acts": doing,
            "line": state_line(self.space, state),
            "standing": how,
            "held": held,
            "today": state == self.space.status_quo,
        }

    def _owner(self, name: str) -> int | None:
        """Return the index of whose options these are; in graph form they are nobody's."""
        events = self.space.events
        if events is not None and name == owner_names(self.space.model)[EVENTS]:
            return events
        return self.names.index(name) if name in self.names else None

    def step(self, step: Step) -> dict[str, Any]:
        """Return a move: whose, what it changes, where to, and what its mover has of it."""
        if step.event:
            pays = False
        else:
            liked = self.space.ranks[step.by]
            pays = bool(liked[step.target] < liked[step.source])
        return {
            "dm": step.by,
            "change": change(self.space, step),
            "to": f"{step.target + 1:,}",
            "improvement": step.improvement,
            "event": step.event,
            "sign": "gains" if step.improvement else "pays" if pays else "even",
        }
