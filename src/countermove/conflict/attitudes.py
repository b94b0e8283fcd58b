"""How decision makers look upon each other, and what holds then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from countermove.conflict.deciding import WithVerdicts, labels_in
from countermove.errors import LimitError, UsageError

if TYPE_CHECKING:
    from countermove.analyses.attitude_designs import AttitudeDesign
    from countermove.analyses.attitudes import Related
    from countermove.analyses.witness import Witness
    from countermove.model.elements import Attitudes
    from countermove.space import Space
    from countermove.stability import Analysis

__all__ = ["WithAttitudes"]


class WithAttitudes(WithVerdicts):
    """A model with its attitudes, where it has any."""

    def related(
        self,
        concepts: Sequence[str] | None = None,
        attitudes: Mapping[str, Attitudes] | None = None,
        *,
        leave_out: bool = False,
    ) -> Related:
        """Return what holds with attitudes beside what holds without; see `countermove.analyses.attitudes`.

        Parameters
        ----------
        concepts : sequence of str, optional
            Ids; by default nash, gmr, smr, seq and sseq.
        attitudes : mapping, optional
            Those to take in place of the model's own.
        leave_out : bool
            Leave out concepts that take too much work, instead of raising.

        Raises
        ------
        UsageError
            When there are no attitudes, or none of the concepts is defined with them.
        LimitError
            When the states cannot be listed, or there are too many moves.
        """
        from countermove.analyses.attitudes import related, table_of
        from countermove.concepts import Form, all_concepts

        table = table_of(self._listing, self._attitudes(attitudes))
        usual = [each.id for each in all_concepts() if isinstance(each.form, Form)]
        return related(self._explicit(concepts or usual), table, leave_out=leave_out)

    def explain_related(self, dm: str, state: int | str, concept: str) -> Witness:
        """Return why a state is, or is not, stable for a decision maker with the model's attitudes."""
        from countermove.analyses.attitude_reasons import related_witness
        from countermove.analyses.attitudes import table_of

        table = table_of(self._listing, self._attitudes(None))
        (chosen,) = self._chosen([concept])[0]
        return related_witness(self.space, table, chosen, self.dm(dm), self.state(state))

    def inverse_attitudes(
        self, target: int | str, concept: str = "nash", vary: Sequence[str] | None = None
    ) -> AttitudeDesign:
        """Return which attitudes would make one of the states that fit hold.

        See `countermove.analyses.attitude_designs`. Where a model gives no attitudes everybody looks to
        itself alone at first.

        Parameters
        ----------
        target : int or str
            A state's number or label, a pattern or a condition.
        concept : str
            nash, gmr, smr, seq or sseq.
        vary : sequence of str, optional
            Whose attitudes may change; by default those of all.
        """
        from countermove.analyses.attitude_designs import attitude_design
        from countermove.analyses.attitudes import table_of

        space = self._listing
        example = self.decision_makers[0]
        labels = labels_in(vary or (), f"decision makers are a list of labels, such as ['{example}']")
        dms = range(len(self.decision_makers)) if vary is None else [self.dm(label) for label in labels]
        (chosen,) = self._chosen([concept])[0]
        table = table_of(space, self.model.attitudes)
        return attitude_design(space, table, chosen, self.states(target), list(dms))

    def _analyze_related(self, concepts: Sequence[str], attitudes: Mapping[str, Attitudes]) -> Analysis:
        """Return the verdicts with attitudes, to be asked as the plain ones are."""
        found = self.related(concepts, attitudes)
        return replace(found.related, because=found.analysis.because)

    @property
    def _listing(self) -> Space:
        if isinstance(self._listed, LimitError):
            raise LimitError(f"attitudes need the explicit engine: {self._listed}")
        return self._listed

    def _attitudes(self, given: Mapping[str, Attitudes] | None) -> Mapping[str, Attitudes]:
        found = self.model.attitudes if given is None else given
        if not found and given is None:
            raise UsageError("the model gives no attitudes; list them under 'attitudes:'")
        return found
