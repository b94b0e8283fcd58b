"""The conflicts that a model becomes with some of its levers pulled, each made and decided once."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from countermove.concepts import Concept
from countermove.errors import LimitError, UsageError
from countermove.model import Model
from countermove.model.applying import Pulled
from countermove.model.elements import StatePattern
from countermove.space import Space, build
from countermove.stability import stable_states, unmet

__all__ = ["MAX_KEPT", "PulledConflicts"]

MAX_KEPT = 2_000_000
"""So many states are kept at most, with the conflicts they belong to, for the targets that follow."""

Bools = NDArray[np.bool_]


@dataclass
class PulledConflicts:
    """The conflicts that a model becomes with some of its levers, and who finds which state unstable there.

    Attributes
    ----------
    space : Space
        The conflict as its file declares it.
    concept : Concept
        Under which notion of stability states are decided.
    before : Model
        What the file declares, its status quo as a pattern where it has options, for numbers change.

    Raises
    ------
    UsageError
        When the model has no levers or no status quo.
    """

    space: Space
    concept: Concept
    before: Model = field(init=False)
    _kept: dict[tuple[str, ...], tuple[Space, Bools]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        model, space = self.space.model, self.space
        if not model.levers:
            raise UsageError(
                f"the model lists no levers; add 'levers:' to {model.file}, with what a third party could do"
            )
        if space.status_quo is None:
            raise UsageError(
                f"the model has no status quo to start from; add 'status_quo: ...' to {model.file}"
            )
        self.before = model
        if not model.graph_form:
            today = StatePattern(space.states.values(space.status_quo))
            self.before = replace(model, status_quo=today)

    def conflict(self, pulled: Pulled) -> tuple[Space, Bools]:
        """Return the conflict with some levers pulled, and by decision maker the states it leaves there."""
        key = tuple(each.label for each in pulled.levers)
        if key not in self._kept:
            made = self._made(pulled)
            if made[0].size + sum(space.size for space, _ in self._kept.values()) > MAX_KEPT:
                return made
            self._kept[key] = made
        return self._kept[key]

    def _made(self, pulled: Pulled) -> tuple[Space, Bools]:
        names = ", ".join(f"'{each.label}'" for each in pulled.levers)
        try:
            space = build(pulled.model) if pulled.levers else self.space
        except LimitError as error:
            raise LimitError(f"with the levers {names}: {error}") from None
        if why := unmet(space, self.concept):
            raise UsageError(
                f"with the levers {names} '{self.concept.id}' cannot be decided: {why}; ask for nash, gmr, "
                "smr, seq or sseq"
            )
        everybody = range(len(space.decision_makers))
        return space, np.array([~stable_states(space, self.concept, dm) for dm in everybody])
