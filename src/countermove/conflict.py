"""A conflict, loaded and ready: the one thing that command line, pages and notebooks work with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal, overload

import numpy as np

from countermove import concepts, space, stability
from countermove.analyses.menu import Menu, menu
from countermove.analyses.paths import MAX_MOVES
from countermove.analyses.witness import Witness, witness
from countermove.concepts import Concept
from countermove.errors import LimitError, UsageError, suggest
from countermove.model import Model
from countermove.model.elements import StateRef
from countermove.space.states import MAX_COMBINATIONS
from countermove.space.unlisted import installed, refusal

if TYPE_CHECKING:
    from countermove.analyses.coalitions import Survey
    from countermove.analyses.compare import Comparison
    from countermove.analyses.evolve import Evolution
    from countermove.analyses.evolve_unlisted import UnlistedEvolution
    from countermove.analyses.expectations import Outcome
    from countermove.analyses.inverse import Design
    from countermove.analyses.levers import Mediation
    from countermove.analyses.robustness import Robustness
    from countermove.model.changes import Changed
    from countermove.provenance import Evidence
    from countermove.space.symbolic import SymbolicSpace
    from countermove.stability.symbolic import SymbolicAnalysis

__all__ = ["ENGINES", "Conflict"]

Progress = Callable[[int, int], None]
ENGINES = ("auto", "explicit", "symbolic")


class Conflict:
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
    """

    def __init__(
        self,
        model: Model,
        listed: space.Space | LimitError,
        folder: Path | None = None,
        text: str | None = None,
        changed: Changed | None = None,
    ) -> None:
        self.model = model
        self.folder = folder
        self.text = text
        self.changed = changed
        self._listed = listed
        self._analyses: dict[tuple[str, ...], stability.Analysis | SymbolicAnalysis] = {}

    def __repr__(self) -> str:
        return f"<Conflict {self.title!r}: {self.state_count:,} states>"

    # ------------------------------------------------------------ its states, listed or not
    @property
    def listed(self) -> bool:
        """Whether the states are few enough to be listed."""
        return not isinstance(self._listed, LimitError)

    def space_for(self, engine: str = "auto") -> space.Space | SymbolicSpace:
        """Return the states as an engine sees them."""
        which, _ = self.engine(engine)
        return self.unlisted if which == "symbolic" else self.space

    @property
    def space(self) -> space.Space:
        """The states in a list, for the explicit engine.

        Raises
        ------
        LimitError
            When they are too many.
        """
        if isinstance(self._listed, LimitError):
            raise LimitError(
                f"{self._listed}. Without a list of states 'countermove analyze', 'explain' and 'evolve' "
                "still answer"
            )
        return self._listed

    @cached_property
    def unlisted(self) -> SymbolicSpace:
        """The states as conditions, for the symbolic engine.

        Raises
        ------
        LimitError
            When the symbolic engine does not take such a model, or it does not fit.
        UsageError
            When the extra ``countermove[symbolic]`` is not installed.
        """
        why = refusal(self.model)
        if why is not None:
            raise LimitError(why)
        from countermove.space.symbolic import SymbolicSpace

        return SymbolicSpace.of(self.model)

    @cached_property
    def state_count(self) -> int:
        """How many feasible states there are."""
        return self.space.size if self.listed else self.unlisted.count

    @property
    def decision_makers(self) -> tuple[str, ...]:
        """The decision makers' labels."""
        return tuple(dm.label for dm in self.model.decision_makers)

    def engine(self, wanted: str = "auto") -> tuple[str, str]:
        """Return the engine that decides, and why that one."""
        if wanted not in ENGINES:
            raise UsageError(f"unknown engine '{wanted}'; {suggest(wanted, ENGINES, what='engines')}")
        if wanted != "auto":
            return wanted, "it was asked for by name"
        if isinstance(self._listed, LimitError):
            return "symbolic", str(self._listed).partition(";")[0]
        return "explicit", f"up to {MAX_COMBINATIONS:,} combinations of courses every state is listed"

    # ------------------------------------------------------------ naming things
    def dm(self, label: str) -> int:
        """Return the index of a decision maker; raise UsageError that names the nearest."""
        labels = self.decision_makers
        if label in labels:
            return labels.index(label)
        raise UsageError(
            f"unknown decision maker '{label}'; {suggest(label, labels, what='decision makers')}"
        )

    def states(self, ref: int | str) -> list[int]:
        """Return the indices of the states that a number, label, pattern or condition means.

        Raises
        ------
        UsageError
            When it cannot be read, or means no state.
        """
        found = np.flatnonzero(self.space.states.select(self.ref(ref)))
        if len(found):
            return [int(state) for state in found]
        if isinstance(ref, int) or ref.strip().isdecimal():
            raise UsageError(f"there is no state {ref}; the states are numbered 1 to {self.space.size:,}")
        raise UsageError(f"no feasible state fits '{ref}'; 'countermove analyze' lists the states")

    def state(self, ref: int | str) -> int:
        """Return the index of the one state that a number, label, pattern or condition means."""
        if not self.listed:
            return self._unlisted_state(ref)
        found = self.states(ref)
        if len(found) == 1:
            return found[0]
        shown = ", ".join(str(state + 1) for state in found[:6]) + (", ..." if len(found) > 6 else "")
        raise UsageError(f"'{ref}' fits {len(found):,} states ({shown}); name one of them")

    def _unlisted_state(self, ref: int | str) -> int:
        fitting = self.unlisted.select(self.ref(ref))
        state = self.unlisted.first(fitting)
        if state is None:
            raise UsageError(f"no feasible state fits '{ref}'; there are {self.state_count:,} states")
        if (count := self.unlisted.size(fitting)) > 1:
            raise UsageError(f"'{ref}' fits {count:,} states; name one of them by its label")
        return self.unlisted.number(state) - 1

    def ref(self, ref: int | str, *, with_levers: bool = False) -> StateRef:
        """Read a state's number, label, pattern or condition; raise UsageError with what is wrong."""
        from countermove.model.reading import parse_ref

        parsed, problems = parse_ref(self.model, ref, with_levers=with_levers)
        if parsed is None:
            raise UsageError("; ".join(f"in '{ref}': {what}; {hint}" for _, what, hint in problems))
        return parsed

    # ------------------------------------------------------------ asking
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

    def today(self) -> int:
        """Return the number of today's state; raise UsageError when the model has none."""
        if self.listed and self.space.status_quo is not None:
            return self.space.status_quo + 1
        if not self.listed and self.unlisted.status_quo is not None:
            return self.unlisted.number(self.unlisted.status_quo)
        raise UsageError("the model has no status quo; name a state with --state or --from")

    def menu(self, dm: str, start: int | str | None = None) -> Menu:
        """Return a decision maker's courses of action, the best first; see `countermove.analyses.menu`."""
        return menu(
            self.analyze(engine="explicit"), self.dm(dm), None if start is None else self.state(start)
        )

    def coalitions(
        self,
        coalitions: Sequence[str] | None = None,
        concepts: Sequence[str] | None = None,
        *,
        engine: str = "auto",
        progress: Progress | None = None,
    ) -> Survey:
        """Return which equilibria survive coalitions; see `countermove.analyses.coalitions`.

        Parameters
        ----------
        coalitions : sequence of str, optional
            Labels joined by ``+``, such as ``russia+armenia``; every coalition by default.
        concepts : sequence of str, optional
            Concept ids, as for `analyze`; those without a coalition version are passed over.
        engine : str
            As for `analyze`; coalitions need the explicit one.
        progress : callable, optional
            Takes (work done, work to do), first for the verdicts and then for the coalitions.

        Raises
        ------
        UsageError
            When a coalition has no two members, or no concept has a coalition version.
        LimitError
            When the states cannot be listed, or coalitions are too many.
        """
        from countermove.analyses.coalitions import chosen_coalitions, survey, with_coalitions

        if isinstance(self._listed, LimitError):
            raise LimitError(f"coalitions need the explicit engine: {self._listed}")
        if self.engine(engine)[0] != "explicit":
            raise LimitError(f"coalitions need the explicit engine; leave '--engine {engine}' out")
        tried = chosen_coalitions(self.space, coalitions)
        with_coalitions(self._chosen(concepts)[0])
        return survey(self.analyze(concepts, engine="explicit", progress=progress), tried, progress)

    def evolve(
        self, start: int | str | None = None, concepts: Sequence[str] | None = None
    ) -> Evolution | UnlistedEvolution:
        """Return where the conflict can go, by default from today; see `countermove.analyses.evolve`.

        Where there are too many states to list or moves to follow, counts and nearest equilibria
        alone, by the symbolic engine (`countermove.analyses.evolve_unlisted`).
        """
        where = self.state(self.today() if start is None else start)
        if not self.listed or (
            self.space.moves.count() > MAX_MOVES and installed() and not refusal(self.model)
        ):
            from countermove.analyses.evolve_unlisted import evolve_unlisted
            from countermove.stability.symbolic import SymbolicAnalysis

            unlisted = self.analyze(concepts, "symbolic")
            assert isinstance(unlisted, SymbolicAnalysis)
            return evolve_unlisted(unlisted, self.unlisted.states.values(where))
        from countermove.analyses.evolve import evolve

        return evolve(self.analyze(concepts, engine="explicit"), where)

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
        dms = everybody if vary is None else [self.dm(label) for label in vary]
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

        analysis = self.analyze(concepts, engine="explicit")
        return robustness(analysis, None if states is None else self.states(states))

    def compare(
        self, other: Conflict, concepts: Sequence[str] | None = None, *, progress: Progress | None = None
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
        """
        from countermove.analyses.compare import compare

        before, after = (each.analyze(concepts, "explicit", progress) for each in (self, other))
        assert isinstance(before, stability.Analysis)
        assert isinstance(after, stability.Analysis)
        return compare(before, after, other.changed)

    def evidence(self, given: dict[str, list[Path]] | None = None) -> Evidence:
        """Hold every quote of the model against the documents that are at hand.

        Parameters
        ----------
        given : mapping
            Further documents for each source id, as from ``--source ID=PATH``.
        """
        from countermove.provenance import verify

        return verify(self.model, self.folder, given or {})

    def expectations(self) -> list[Outcome]:
        """Return for each expectation of the model whether it holds, and why not."""
        from countermove.analyses.expectations import examine

        if not self.listed:
            return self._expectations_unlisted()
        found = []
        for expectation in self.model.expectations:
            analysis = self.analyze(expectation.concepts or ["nash"], engine="explicit")
            found.append(examine(analysis, expectation))
        return found

    def _expectations_unlisted(self) -> list[Outcome]:
        from countermove.analyses.expectations_unlisted import examine_unlisted
        from countermove.stability.symbolic import SymbolicAnalysis

        named = sorted({concept for each in self.model.expectations for concept in each.concepts})
        analysis = self.analyze(named, "symbolic")
        assert isinstance(analysis, SymbolicAnalysis)
        return [examine_unlisted(analysis, each) for each in self.model.expectations]

    @cached_property
    def title(self) -> str:
        """The model's title, or its file's name."""
        return self.model.title or Path(self.model.file).stem
