"""What holds, by either engine, and why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Literal, overload

from countermove import concepts, stability
from countermove.analyses.witness import Witness, witness
from countermove.concepts import Concept
from countermove.conflict.states import WithStates
from countermove.errors import LimitError, UsageError

if TYPE_CHECKING:
    from countermove.stability.symbolic import SymbolicAnalysis

__all__ = ["Progress", "WithVerdicts"]

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
            Their ``counts``, ``holds`` and ``to_dict`` are the same.
        """
        which, because = self.engine(engine)
        if which == "symbolic":
            return self._analyze_unlisted(concepts, because, progress)
        return self._analyze_listed(concepts, because, progress)

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
        self, ids: Sequence[str] | None, because: str, progress: Progress | None
    ) -> SymbolicAnalysis:
        chosen, left_out = self._chosen_unlisted(ids)
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
            return stability.defined(self.space, concepts.all_concepts())
        chosen = concepts.pick(list(ids))
        for concept in chosen:
            if why := stability.unmet(self.space, concept):
                raise UsageError(f"'{concept.id}' cannot be decided here: {why}")
        return chosen, {}

    def _chosen_unlisted(self, ids: Sequence[str] | None) -> tuple[tuple[Concept, ...], dict[str, str]]:
        """Return the concepts asked for, or all that the symbolic engine decides, and why not the others."""
        chosen, left_out = stability.defined_unlisted(concepts.pick(None if ids is None else list(ids)))
        if ids is not None and left_out:
            name = next(iter(left_out))
            raise LimitError(f"'{name}' cannot be decided here: {left_out[name]}")
        return chosen, left_out

    def explain(self, dm: str, state: int | str, concept: str, engine: str = "auto") -> Witness:
        """Return why a state is, or is not, stable for a decision maker under a concept."""
        which, _ = self.engine(engine)
        if which == "symbolic":
            (chosen,) = self._chosen_unlisted([concept])[0]
            from countermove.analyses.witness import unlisted_witness

            return unlisted_witness(self.unlisted, chosen, self.dm(dm), self.state(state))
        (chosen,) = self._chosen([concept])[0]
        return witness(self.space, chosen, self.dm(dm), self.state(state))

    def explained(self, engine: str = "auto") -> list[Concept]:
        """Return the concepts whose verdicts are explained when none is asked for by name."""
        which, _ = self.engine(engine)
        return list((self._chosen_unlisted if which == "symbolic" else self._chosen)(None)[0])
