"""What is told where the nodes do not suffice: what was being done, and what would help there."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

from countermove.model import Model
from countermove.space.states import MAX_COMBINATIONS
from countermove.space.symbolic.diagrams import Stage

if TYPE_CHECKING:
    from countermove.concepts import Concept
    from countermove.space.symbolic.space import SymbolicSpace

__all__ = ["constraining", "deciding", "reading"]

CHEAPER = {"gmr": "nash", "smr": "nash", "seq": "nash, gmr and smr", "sseq": "nash, gmr and smr"}
"""Which concepts take fewer nodes than one that took too many."""


def constraining(space: SymbolicSpace) -> Stage:
    """Tell of the reading of the constraints."""
    return Stage("reading the constraints", f"leave some out, or make them simpler{_instead(space.model)}")


def reading(space: SymbolicSpace, dm: int) -> Stage:
    """Tell of the reading of one decision maker's preferences."""
    label = space.model.decision_makers[dm].label
    advice = "give it fewer or simpler statements, or weights that take fewer different sums"
    return Stage(f"reading the preferences of '{label}'", advice + _instead(space.model))


def deciding(space: SymbolicSpace, concept: Concept, dm: int) -> Stage:
    """Tell of the verdicts of one concept for one decision maker."""
    label = space.model.decision_makers[dm].label
    others = CHEAPER.get(concept.id)
    leave_out = f"leave {concept.id} out and ask for {others} alone, or " if others else ""
    return Stage(
        f"deciding {concept.short} for '{label}'",
        f"{leave_out}state fewer or simpler preferences{_instead(space.model)}",
    )


def _instead(model: Model) -> str:
    """Name the explicit engine where it surely takes the conflict."""
    listable = prod(map(len, model.levels)) <= MAX_COMBINATIONS
    return ", or use the explicit engine" if listable else ""
