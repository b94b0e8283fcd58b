"""Why no feasible state fits a pattern or a condition: by trying all combinations of the options named."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from math import prod

from countermove.model import Model
from countermove.model.condition import And, Condition, atoms, holds
from countermove.model.elements import StatePattern, StateRef

__all__ = ["excluded_by"]

MAX_TRIED = 20_000


def excluded_by(model: Model, ref: StateRef) -> str:
    """Say what keeps a pattern or condition from fitting any feasible state; empty where it is not found out.

    Parameters
    ----------
    model : Model
        In option form.
    ref : StatePattern or condition
        What no feasible state fits.
    """
    if isinstance(ref, int) or model.graph_form:
        return ""
    fixed: dict[int, int] = {}
    wanted: Condition = And(())
    if isinstance(ref, StatePattern):
        fixed = {option: level for option, level in enumerate(ref.levels) if level is not None}
    else:
        wanted = ref
    possible = _possible(model, fixed, wanted)
    if possible is None:
        return ""
    if not possible:
        return "no combination of options does"
    for constraint in model.constraints:
        if _possible(model, fixed, And((wanted, constraint.condition))) is False:
            return f"the constraint '{constraint.text}' excludes it"
    return "the constraints together exclude it"


def _possible(model: Model, fixed: Mapping[int, int], condition: Condition) -> bool | None:
    """Say whether a condition can hold with some options fixed; None where there is too much to try."""
    spoken_of = sorted({each.option for each in atoms(condition)})
    choices = [
        (fixed[option],) if option in fixed else range(len(model.levels[option])) for option in spoken_of
    ]
    if prod(map(len, choices)) > MAX_TRIED:
        return None
    values = [0] * len(model.levels)
    for levels in product(*choices):
        for option, level in zip(spoken_of, levels, strict=True):
            values[option] = level
        if holds(condition, values):
            return True
    return False
