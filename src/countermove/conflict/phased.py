"""A settlement in phases: who gains by leaving it when, and which orders of its steps stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from countermove.conflict.perceived import USUAL, WithViews
from countermove.errors import UsageError

if TYPE_CHECKING:
    from countermove.analyses.phase_orders import Carried

__all__ = ["WithPhases"]


class WithPhases(WithViews):
    """A model with a settlement in phases, where it has one."""

    def carried_out(self, concepts: Sequence[str] | None = None) -> Carried:
        """Return how the settlement stands at each stage, where it is weak, and which orders stand.

        Parameters
        ----------
        concepts : sequence of str, optional
            Ids; by default nash, gmr, smr and seq. Those that are not of the general form are passed over.

        Raises
        ------
        UsageError
            When the model has no phases, or no concept is of the general form.
        LimitError
            When the states cannot be listed, or the work is too much.
        """
        from countermove.analyses.phase_orders import carry_out
        from countermove.analyses.phases import general

        if self.model.phases is None:
            raise UsageError("the model has no phases; list the steps under 'phases:'")
        chosen = self._chosen(list(concepts or USUAL))[0]
        if not general(chosen):
            named = ", ".join(each.id for each in chosen)
            raise UsageError(f"leaving a settlement is not defined under {named}; ask for nash, gmr or seq")
        return carry_out(self.space, chosen)
