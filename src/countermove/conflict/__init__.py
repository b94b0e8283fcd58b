"""A conflict, loaded and ready: the one thing that command line, pages and notebooks work with."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from countermove.analyses.menu import Menu, menu
from countermove.analyses.paths import MAX_MOVES
from countermove.conflict.attitudes import WithAttitudes
from countermove.conflict.deciding import Progress, labels_in
from countermove.conflict.foreseeing import WithForesight
from countermove.conflict.states import ENGINES
from countermove.errors import LimitError, UsageError
from countermove.space.unlisted import INSTALL, installed, refusal

if TYPE_CHECKING:
    from countermove.analyses.compare import Comparison
    from countermove.analyses.designs import Design
    from countermove.analyses.evolve import Evolution
    from countermove.analyses.evolve_unlisted import UnlistedEvolution
    from countermove.analyses.expectations import Outcome
    from countermove.analyses.levers import Mediation
    from countermove.analyses.robustness import Robustness
    from countermove.conflict.support import Supports
    from countermove.model.elements import Expectation
    from countermove.provenance import Evidence
    from countermove.stability import Analysis

__all__ = ["ENGINES", "Conflict"]


class Conflict(WithForesight, WithAttitudes):
    """A model with everything that can be asked of it.

    States are given by number, label or condition; decision makers and concepts by label.

    Attributes
    ----------
    model : Model
        What the file declares.
    folder : Path or None
        Where files that the model names are looked for.
    text : str or None
        The model file that it was read from; `countermove.changed` changes that.
    changed : Changed or None
        What was done to the model since, element by element.
    beside : mapping of str to str, or None
        What files of its layers said, where that was given and not read from the folder.
    """

    def menu(self, dm: str, start: int | str | None = None, progress: Progress | None = None) -> Menu:
        """Return a decision maker's courses of action, the best first; see `countermove.analyses.menu`."""
        who = self.dm(dm)
        analysis = self._explicit(None, progress)
        return menu(analysis, who, self.state(self.today() if start is None else start), progress)

    def evolve(
        self, start: int | str | None = None, concepts: Sequence[str] | None = None
    ) -> Evolution | UnlistedEvolution:
        """Return where the conflict can go, by default from today; see `countermove.analyses.evolve`.

        Where there are too many states to list or moves to follow, counts and nearest equilibria
        alone, by the symbolic engine (`countermove.analyses.evolve_unlisted`).
        """
        where = self.state(self.today() if start is None else start)
        moves = self.space.moves.count() if self.listed else 0
        if not self.listed or (moves > MAX_MOVES and installed() and not refusal(self.model)):
            from countermove.analyses.evolve_unlisted import evolve_unlisted

            because = (
                f"up to {moves:,} moves come up, and at most {MAX_MOVES:,} are followed one by one"
                if self.listed
                else self.engine()[1]
            )
            return evolve_unlisted(
                self._analyze_unlisted(concepts, because), self.unlisted.states.values(where)
            )
        from countermove.analyses.evolve import evolve

        try:
            return evolve(self._explicit(concepts), where)
        except LimitError as error:
            if installed() or refusal(self.model):
                raise
            raise LimitError(f"{error}; or let the symbolic engine work without: {INSTALL}") from None

    def inverse(self, target: int | str, concept: str = "nash", vary: Sequence[str] | None = None) -> Design:
        """Return what would make one of the states that fit hold; see `countermove.analyses.inverse`.

        Parameters
        ----------
        target : int or str
            A state's number or label, a pattern or a condition.
        concept : str
            nash, gmr, smr, seq or sseq.
        vary : sequence of str, optional
            Whose preferences may change; by default of all that are not declared indifferent.
        """
        from countermove.analyses.inverse import inverse

        everybody = [dm for dm in range(len(self.decision_makers)) if not self.space.indifferent(dm)]
        example = self.decision_makers[0]
        labels = labels_in(vary or (), f"decision makers are a list of labels, such as ['{example}']")
        dms = everybody if vary is None else [self.dm(label) for label in labels]
        (chosen,) = self._chosen([concept])[0]
        return inverse(self.space, chosen, self.states(target), dms)

    def levers(self, target: int | str, concept: str = "nash") -> Mediation:
        """Return which of the model's levers make a target hold; see `countermove.analyses.levers`."""
        from countermove.analyses.levers import mediation

        (chosen,) = self._chosen([concept])[0]
        return mediation(self.space, chosen, self.ref(target, with_levers=True))

    def robustness(
        self, states: int | str | None = None, concepts: Sequence[str] | None = None
    ) -> Robustness:
        """Return how little would tip verdicts; see `countermove.analyses.robustness`.

        Parameters
        ----------
        states : int or str, optional
            Which states; by default all equilibria.
        concepts : sequence of str, optional
            Concept ids; those that are not of the general form are passed over.
        """
        from countermove.analyses.robustness import robustness

        analysis = self._explicit(concepts)
        return robustness(analysis, None if states is None else self.states(states))

    def compare(
        self,
        other: Conflict,
        concepts: Sequence[str] | None = None,
        *,
        progress: Progress | None = None,
        reasons: int | None = None,
    ) -> Comparison:
        """Return how the verdicts of another conflict differ from these; see `countermove.analyses.compare`.

        Parameters
        ----------
        other : Conflict
            Another model, or what `countermove.changed` made of this one.
        concepts : sequence of str, optional
            Concept ids; by default all that are defined for both.
        progress : callable, optional
            As for `analyze`, once for each of the two.
        reasons : int, optional
            For so many lost and so many gained equilibria of a concept the reasons are given at most.
        """
        from countermove.analyses.compare import MAX_REASONED, compare

        if not isinstance(other, Conflict):
            raise UsageError(f"'{other}' is no conflict; load it with 'countermove.load'")
        before, after = (each._explicit(concepts, progress) for each in (self, other))
        most = MAX_REASONED if reasons is None else reasons
        return compare(before, after, other.changed, reasons=most)

    def evidence(
        self,
        given: dict[str, list[Path]] | None = None,
        desk: Path | None = None,
        *,
        unread: bool = False,
    ) -> Evidence:
        """Hold every quote of the model against the documents that are at hand.

        Parameters
        ----------
        given : mapping
            Further documents for each source id, as from ``--source ID=PATH``.
        desk : Path, optional
            The desk where documents are looked for; by default the folder ``evidence`` beside the model.
        unread : bool, optional
            Whether a document that cannot be read is told in a notice, and is no error.
        """
        from countermove.provenance import verify

        return verify(self.model, self.folder, given or {}, desk, unread=unread)

    def supports(self, given: dict[str, list[Path]] | None = None, desk: Path | None = None) -> Supports:
        """Return how well documents bear out what the model says; see `countermove.conflict.support`.

        Takes what `evidence` takes.
        """
        from countermove.conflict.support import Supports

        return Supports(self.evidence(given, desk))

    def expectations(self) -> list[Outcome]:
        """Return for each expectation of the model whether it holds, and why not."""
        own = iter(self._expected([each for each in self.model.expectations if not each.about_a_part]))
        return [
            self._part(each)._expected([each])[0] if each.about_a_part else next(own)
            for each in self.model.expectations
        ]

    def _part(self, expectation: Expectation) -> Conflict:
        """Return the layer, view or reading that an expectation is about, so patient, or without power."""
        part = self if expectation.power or not self.model.powers else self.powerless()
        part = part.patient(expectation.patience) if expectation.patience else part
        part = part.reading(expectation.events) if expectation.events else part
        part = part.layer(expectation.layer) if expectation.layer else part
        return part.view(expectation.view) if expectation.view else part

    def _expected(self, expectations: Sequence[Expectation]) -> list[Outcome]:
        if not self.listed:
            return self._expected_unlisted(expectations)
        from countermove.analyses.expectations import examine

        return [examine(self._analysis_for(each), each) for each in expectations]

    def _analysis_for(self, expectation: Expectation) -> Analysis:
        """Return the verdicts that an expectation is about."""
        concepts = list(expectation.concepts or ["nash"])
        if expectation.attitudes is not None:
            return self._analyze_related(concepts, expectation.attitudes)
        return self._explicit(concepts)

    def _expected_unlisted(self, expectations: Sequence[Expectation]) -> list[Outcome]:
        from countermove.analyses.expectations_unlisted import examine_unlisted

        if with_attitudes := next((each for each in expectations if each.attitudes is not None), None):
            raise LimitError(
                f"the expectation '{with_attitudes.why}' is about attitudes, and those need the list of "
                f"states: {self._listed}"
            )
        named = sorted({concept for each in expectations for concept in each.concepts})
        analysis = self._analyze_unlisted(named, self.engine()[1])
        return [examine_unlisted(analysis, each) for each in expectations]
