"""Power in a conflict: the same without it, and what it changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Self

from countermove import space
from countermove.conflict.lasting import WithPatience
from countermove.conflict.perceived import USUAL
from countermove.errors import LimitError, UsageError

if TYPE_CHECKING:
    from countermove.analyses.power import Force

__all__ = ["WithPower"]


class WithPower(WithPatience):
    """A model in which some can force options of others, where anybody can."""

    def powerless(self, without: Sequence[int] | None = None) -> Self:
        """Return the same conflict without power.

        Parameters
        ----------
        without : sequence of int, optional
            Which elements of the model's power (indices) to leave out; by default all, in its layers too.
        """
        kept = [] if without is None else [k for k in range(len(self.model.powers)) if k not in set(without)]
        layers = self.model.layers
        if without is None:
            layers = tuple(replace(each, model=replace(each.model, powers=())) for each in layers)
        model = replace(self.model, powers=tuple(self.model.powers[k] for k in kept), layers=layers)
        listed = self._listed if isinstance(self._listed, LimitError) else space.build(model)
        return type(self)(model, listed, self.folder)

    def force(self, concepts: Sequence[str] | None = None) -> Force:
        """Return what power changes: the verdicts with and without it, and where who is forced.

        Parameters
        ----------
        concepts : sequence of str, optional
            Ids; by default nash, gmr, smr and seq.

        Raises
        ------
        UsageError
            When the model gives nobody power.
        LimitError
            When the states cannot be listed, or are more than `analyses.power.MAX_STATES`.
        """
        from countermove.analyses.power import MAX_ALONE, MAX_STATES, Force, change_of, uses

        if not self.model.powers:
            raise UsageError("the model gives nobody power over options of others; list it under 'power:'")
        if self.space.size > MAX_STATES:
            raise LimitError(
                f"a conflict is set beside the one without power up to {MAX_STATES:,} states, and these are "
                f"{self.space.size:,}; 'countermove compare' does it with --set 'power=[]'"
            )
        ids = list(concepts or USUAL)
        here = self._explicit(ids)
        comparison = self.powerless()._explicit(ids)
        alone = range(len(self.model.powers))
        each = [
            change_of(self.powerless([k])._explicit(ids), here)
            for k in (alone if 1 < len(alone) <= MAX_ALONE else ())
        ]
        return Force(change_of(comparison, here), tuple(each), tuple(uses(self.space)))
