"""Patience in a conflict: what is worth something in each period, for sides that are more or less patient."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Self

from countermove import space
from countermove.conflict.deciding import Progress
from countermove.conflict.happening import WithEvents
from countermove.conflict.perceived import USUAL
from countermove.errors import LimitError, UsageError, suggest
from countermove.model import Model
from countermove.model.lasting import RANGE, patience_of, with_patience, with_patience_of

if TYPE_CHECKING:
    from countermove.analyses.patience import Swept

__all__ = ["WithPatience"]


class WithPatience(WithEvents):
    """A model with what states are worth over time, where they are."""

    @property
    def patience(self) -> dict[str, Fraction]:
        """The patience of each decision maker to whom anything is worth something in each period."""
        return patience_of(self.model)

    def patient(self, patience: Mapping[str, Fraction | int | str]) -> Self:
        """Return the same conflict with decision makers that are more or less patient.

        Parameters
        ----------
        patience : mapping
            For each decision maker's label a number from 0 to less than 1, such as ``9/10``. What others
            believe it to want stays as it is.

        Raises
        ------
        UsageError
            When there is no such decision maker, nothing lasts for it, or a number is no patience.
        """
        lasting = self.lasting
        told = {}
        for label, given in patience.items():
            self.dm(label)
            if label not in lasting:
                known = suggest(label, sorted(lasting), what="patience counts for")
                hint = known if lasting else "add 'each_period:' to its preference"
                raise UsageError(f"nothing is worth anything to '{label}' in each period; {hint}")
            told[label] = _fraction(label, given)
        return self._with(with_patience(self.model, told))

    def as_patient_as(self, other: WithPatience) -> Self:
        """Return the same conflict with decision makers that are as patient as in another one."""
        return self._with(with_patience_of(self.model, other.model))

    def _with(self, model: Model) -> Self:
        listed = self._listed if isinstance(self._listed, LimitError) else space.build(model)
        return type(self)(model, listed, self.folder, self.text, self.changed, self.beside)

    @property
    def lasting(self) -> set[str]:
        """Those for whom something lasts, in the model or in one of its layers."""
        layers = (each.model for each in self.model.layers)
        return {label for each in (self.model, *layers) for label in patience_of(each)}

    def over_patience(
        self, dm: str, concepts: Sequence[str] | None = None, progress: Progress | None = None
    ) -> Swept:
        """Return the verdicts for every patience of a decision maker; see `countermove.analyses.patience`.

        Parameters
        ----------
        dm : str
            Whose patience; the others keep theirs.
        concepts : sequence of str, optional
            Ids; by default nash, gmr, smr and seq.
        progress : callable, optional
            Takes (patiences tried, patiences to try).

        Raises
        ------
        UsageError
            When nothing is worth anything to it in each period.
        LimitError
            When the states cannot be listed, or the work is too much.
        """
        from countermove.analyses.patience import swept

        who = self.dm(dm)
        if dm not in self.patience:
            hint = "add 'each_period:' to its preference"
            raise UsageError(f"nothing is worth anything to '{dm}' in each period; {hint}")
        return swept(self.space, who, self._chosen(list(concepts or USUAL))[0], progress)


def _fraction(label: str, given: Fraction | int | str) -> Fraction:
    """Read a patience; raise UsageError when it is none."""
    try:
        exact = None if isinstance(given, float | bool) or len(str(given)) > 40 else Fraction(given)
    except (TypeError, ValueError, ZeroDivisionError):
        exact = None
    if exact is None or not 0 <= exact < 1:
        raise UsageError(f"'{str(given)[:40]}' is no patience for '{label}'; give {RANGE}")
    return exact
