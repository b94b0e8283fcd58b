"""What holds, by either engine, and why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Literal, overload

from countermove import concepts, stability
from countermove.analyses.resting import Resting, rests_on
from countermove.analyses.witness import Witness, witness
from countermove.concepts import Concept
from countermove.conflict.states import WithStates
from countermove.errors import LimitError, UsageError

if TYPE_CHECKING:
    from countermove.stability.symbolic import SymbolicAnalysis

__all__ = ["Progress", "WithVerdicts", "labels_in"]

MIXED = "mixed"
"""The id of the concept under which each side has its own."""

Progress = Callable[[int, int], None]


class WithVerdicts(WithStates):
    """A model with its states and their verdicts."""

    @overload
    def analyze(
        self,
        concepts: Sequence[str] | None = None,
        *,
        engine: Literal["explicit"],
        progress: Progress | None = None,
    ) -> stability.Analysis: ...

    @overload
    def analyze(
        self,
        concepts: Sequence[str] | None = None,
        engine: str = "auto",
        progress: Progress | None = None,
    ) -> stability.Analysis | SymbolicAnalysis: ...

    def analyze(
        self,
        concepts: Sequence[str] | None = None,
        engine: str = "auto",
        progress: Progress | None = None,
    ) -> stability.Analysis | SymbolicAnalysis:
        """Decide every state under some concepts.

        Parameters
        ----------
        concepts : sequence of str, optional
            Concept ids; all that are defined for the model by default.
        engine : str
            ``explicit`` lists the states, ``symbolic`` does not; ``auto`` takes the first where it can.
        progress : callable, optional
            Takes (verdicts reached, verdicts asked) as the work goes on.

        Returns
        -------
        Analysis, or SymbolicAnalysis from the symbolic engine
            Both are asked in the same way; see `countermove.stability.result.Result`.
        """
        which, because = self.engine(engine)
        self._not_in_the_way(engine)
        if which == "symbolic":
            return self._analyze_unlisted(concepts, because, progress, self._way_out(engine))
        return self._analyze_listed(concepts, because, progress)

    @property
    def analyzed(self) -> bool:
        """Whether the verdicts on a list of all states are known already, under the usual concepts."""
        return ("explicit", *(concept.id for concept in self._chosen(None)[0])) in self._analyses

    def _explicit(self, ids: Sequence[str] | None, progress: Progress | None = None) -> stability.Analysis:
        """Decide for an answer that needs the list of states, whatever engine would do for the verdicts."""
        return self._analyze_listed(ids, self.engine()[1], progress)

    def _analyze_listed(
        self, ids: Sequence[str] | None, because: str, progress: Progress | None
    ) -> stability.Analysis:
        chosen, left_out = self._chosen(ids)
        key = ("explicit", *(concept.id for concept in chosen))
        if key not in self._analyses:
            self._analyses[key] = stability.analyze(self.space, chosen, progress)
        found = self._analyses[key]
        assert isinstance(found, stability.Analysis)
        return replace(found, because=because, left_out=left_out)

    def _analyze_unlisted(
        self, ids: Sequence[str] | None, because: str, progress: Progress | None = None, way_out: str = ""
    ) -> SymbolicAnalysis:
        chosen, left_out = self._chosen_unlisted(ids, way_out)
        space = self.unlisted
        from countermove.stability import symbolic

        key = ("symbolic", *(concept.id for concept in chosen))
        if key not in self._analyses:
            self._analyses[key] = symbolic.analyze(space, chosen, progress)
        found = self._analyses[key]
        assert isinstance(found, symbolic.SymbolicAnalysis)
        return replace(found, because=because, left_out=left_out)

    def _chosen(self, ids: Sequence[str] | None) -> tuple[tuple[Concept, ...], dict[str, str]]:
        """Return the concepts asked for, or all that are defined here, and why the others are not."""
        if ids is None:
            return stability.defined(self.space, self._usual())
        chosen = concepts.pick(labels_in(ids, "concepts are a list of ids, such as ['nash']"))
        for concept in chosen:
            if why := stability.unmet(self.space, concept):
                further = (
                    f"; looking ahead in conflicts of any kind is 'maximin:{concept.horizon or 4}'"
                    if concept.needs and isinstance(concept.form, concepts.LimitedMove)
                    else ""
                )
                raise UsageError(f"'{concept.id}' cannot be decided here: {why}{further}")
        return chosen, {}

    def _usual(self) -> tuple[Concept, ...]:
        """Return the concepts to decide when none is asked for by name."""
        mixed = (concepts.find(MIXED),) if self.model.foresight else ()
        return (*concepts.all_concepts(), *mixed)

    def _way_out(self, engine: str) -> str:
        """Say what helps where the symbolic engine was asked for by name and the explicit one would do."""
        return f"; leave '--engine {engine}' out" if engine == "symbolic" and self.listed else ""

    def _chosen_unlisted(
        self, ids: Sequence[str] | None, way_out: str = ""
    ) -> tuple[tuple[Concept, ...], dict[str, str]]:
        """Return the concepts asked for, or all that the symbolic engine decides, and why not the others."""
        asked = None if ids is None else labels_in(ids, "concepts are a list of ids, such as ['nash']")
        picked = self._usual() if asked is None else concepts.pick(asked)
        chosen, left_out = stability.defined_unlisted(picked, self.model)
        left_out = {name: why + way_out for name, why in left_out.items()}
        if ids is not None and left_out:
            name = next(iter(left_out))
            raise LimitError(f"'{name}' cannot be decided here: {left_out[name]}")
        return chosen, left_out

    def explain(self, dm: str, state: int | str, concept: str, engine: str = "auto") -> Witness:
        """Return why a state is, or is not, stable for a decision maker under a concept."""
        which, _ = self.engine(engine)
        self._not_in_the_way(engine)
        if which == "symbolic":
            (chosen,) = self._chosen_unlisted([concept], self._way_out(engine))[0]
            from countermove.analyses.witness import unlisted_witness

            return unlisted_witness(self.unlisted, chosen, self.dm(dm), self.state(state))
        (chosen,) = self._chosen([concept])[0]
        return witness(self.space, chosen, self.dm(dm), self.state(state))

    def rests_on(self, witness: Witness, engine: str = "auto") -> Resting:
        """Return what decides the comparisons of a verdict; see `countermove.analyses.resting`."""
        return rests_on(self.space_for(engine), witness)

    def explained(self, engine: str = "auto") -> list[Concept]:
        """Return the concepts whose verdicts are explained when none is asked for by name."""
        which, _ = self.engine(engine)
        return list((self._chosen_unlisted if which == "symbolic" else self._chosen)(None)[0])


def labels_in(given: Sequence[str], how: str) -> list[str]:
    """Return labels as a list; a string is none, for its letters would be taken for labels."""
    if isinstance(given, str):
        raise UsageError(how)
    return [str(each) for each in given]
