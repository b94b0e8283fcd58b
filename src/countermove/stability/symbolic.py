"""The symbolic engine: decide concepts over a space whose states are not listed, and what can be asked then.

Needs the extra ``countermove[symbolic]``; importing it without raises UsageError.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from countermove.model import pattern_of
from countermove.model.elements import StateRef
from countermove.space.symbolic.diagrams import Diagram, all_of, limited
from countermove.space.symbolic.patterns import Patterns, cover
from countermove.space.symbolic.space import State, SymbolicSpace
from countermove.space.symbolic.stability import form_of
from countermove.space.symbolic.witness import SymbolicWitness, explain
from countermove.stability.result import MAX_LISTED, Result, heading, too_many_asked

if TYPE_CHECKING:
    from countermove.concepts import Concept

__all__ = ["SymbolicAnalysis", "analyze"]


@dataclass(frozen=True)
class SymbolicAnalysis(Result):
    """The stability of every state for every decision maker under some concepts, as sets of states.

    Attributes
    ----------
    space : SymbolicSpace
        The conflict that was analysed.
    concepts : tuple of Concept
        What was asked.
    stable : mapping
        For each concept id the sets of states that are stable, one for each decision maker.
    """

    space: SymbolicSpace
    concepts: tuple[Concept, ...]
    stable: Mapping[str, tuple[Diagram, ...]]

    @property
    def nodes(self) -> int:
        """How many nodes the diagrams may have together."""
        return self.space.nodes

    @cached_property
    def _equilibria(self) -> dict[str, Diagram]:
        return {name: all_of(self.space.manager, sets) for name, sets in self.stable.items()}

    @limited
    def equilibria(self, concept: str) -> Diagram:
        """Return the states that are stable for everybody."""
        return self._equilibria[concept]

    @cached_property
    def counts(self) -> dict[str, int]:
        """For each concept id the number of its equilibria, exactly."""
        return {name: self.space.size(self.equilibria(name)) for name in self.stable}

    @cached_property
    def stable_counts(self) -> dict[str, dict[str, int]]:
        """For each concept id and decision maker the number of states stable for it, exactly."""
        labels = self.space.decision_makers
        return {
            name: {label: self.space.size(each) for label, each in zip(labels, sets, strict=True)}
            for name, sets in self.stable.items()
        }

    @limited
    def is_stable(self, concept: str, dm: int, state: Sequence[int]) -> bool:
        """Whether a state is stable for a decision maker (index)."""
        return (self.stable[concept][dm] & self.space.only(state)).satisfiable()

    @limited
    def patterns(self, concept: str, limit: int = 20) -> Patterns:
        """Describe the equilibria by at most ``limit`` patterns, the biggest first."""
        return cover(self.space, self.equilibria(concept), limit)

    def states(self, concept: str) -> Iterator[State]:
        """Yield the equilibria one by one, in the order of their numbers."""
        return self.space.each(self.equilibria(concept))

    def how_many(self, ref: StateRef) -> int:
        """Return how many feasible states a number, pattern or condition means."""
        return self.space.size(self.space.select(ref))

    @limited
    def holds(self, concept: str, dm: int | None, ref: StateRef) -> Literal["all", "some", "none"]:
        """Say how many of the states that a number, pattern or condition means are stable.

        Parameters
        ----------
        concept : str
            The concept's id.
        dm : int or None
            For whom; None asks for the equilibria.
        ref : int, StatePattern or condition
            Which states; when no feasible state fits, the answer is ``none``.
        """
        asked = self.space.select(ref)
        stable = asked & (self.equilibria(concept) if dm is None else self.stable[concept][dm])
        if not stable.satisfiable():
            return "none"
        return "all" if stable == asked else "some"

    def best(self, concept: str, dm: int) -> State | None:
        """Return an equilibrium that a decision maker likes best, of several the first; None without any."""
        return self.space.first(self.space.best(dm, self.equilibria(concept)))

    def to_dict(self, *, all_states: bool = False) -> dict[str, Any]:
        """Return the JSON of ``analyze`` (schema ``countermove/analysis/1``).

        Beside the counts it holds the equilibria as patterns, which need no list of states.

        Parameters
        ----------
        all_states : bool
            List states and verdicts even above `MAX_LISTED` feasible states.

        Raises
        ------
        LimitError
            When all are asked for and there are too many even so.
        """
        space = self.space
        today = None if space.status_quo is None else space.number(space.status_quo)
        result = heading(self, space.model, today)
        result["counts"] = {"states": space.count, "equilibria": self.counts, "stable": self.stable_counts}
        result["patterns"] = {name: self.patterns(name).to_dict() for name in self.stable}
        if space.count <= MAX_LISTED or all_states:
            too_many_asked(space.count)
            result.update(self._lists())
        return result

    def _lists(self) -> dict[str, Any]:
        space = self.space
        states = list(space.each(space.feasible))
        numbers = {state: number for number, state in enumerate(states, start=1)}

        def listed(some: Diagram) -> list[int]:
            return [numbers[state] for state in space.each(some)]

        labels = [pattern_of(state, space.model.levels) for state in states]
        return {
            "states": [{"number": number, "label": label} for number, label in enumerate(labels, start=1)],
            "stability": {
                name: {label: listed(some) for label, some in zip(space.decision_makers, sets, strict=True)}
                for name, sets in self.stable.items()
            },
            "equilibria": {name: listed(self.equilibria(name)) for name in self.stable},
        }

    @limited
    def witness(self, concept: str, dm: int, state: Sequence[int]) -> SymbolicWitness:
        """Find the reason why a feasible state is, or is not, stable for a decision maker (index)."""
        (found,) = (each for each in self.concepts if each.id == concept)
        return explain(self.space, form_of(found), dm, state)


def analyze(
    space: SymbolicSpace,
    concepts: Sequence[Concept],
    progress: Callable[[int, int], None] | None = None,
) -> SymbolicAnalysis:
    """Decide every state for every decision maker under each of the concepts.

    Parameters
    ----------
    space : SymbolicSpace
        The conflict.
    concepts : sequence of Concept
        What to decide; all of the general form.
    progress : callable, optional
        Takes (verdicts reached, verdicts asked), a verdict being one concept for one decision maker.

    Raises
    ------
    LimitError
        When a concept is not of the general form, or there are not nodes enough.
    """
    for concept in concepts:
        form_of(concept)
    # One decision maker's verdicts after the other's, for they share an order of the variables.
    asked = [(concept, dm) for dm in range(len(space.decision_makers)) for concept in concepts]
    reached: dict[tuple[str, int], Diagram] = {}
    for concept, dm in asked:
        reached[concept.id, dm] = space.stable(concept, dm)
        if progress is not None:
            progress(len(reached), len(asked))
    return SymbolicAnalysis(
        space,
        tuple(concepts),
        {
            concept.id: tuple(reached[concept.id, dm] for dm in range(len(space.decision_makers)))
            for concept in concepts
        },
        engine="symbolic",
    )
