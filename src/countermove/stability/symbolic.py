"""The symbolic engine: decide concepts over a space whose states are not listed, and what can be asked then.

Needs the extra ``countermove[symbolic]``; importing it without raises LimitError.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from countermove.concepts import own
from countermove.errors import LimitError
from countermove.model.elements import StateRef
from countermove.space.symbolic.diagrams import Diagram, Stage, all_of, limited, limited_at
from countermove.space.symbolic.patterns import Patterns, cover
from countermove.space.symbolic.space import State, SymbolicSpace
from countermove.space.symbolic.stability import form_of
from countermove.space.symbolic.witness import SymbolicWitness, explain
from countermove.stability.result import MAX_ASKED, MAX_LISTED, Result, heading, too_many_asked

if TYPE_CHECKING:
    from countermove.concepts import Concept

__all__ = ["SymbolicAnalysis", "analyze", "numbered"]

V = TypeVar("V")
_Numbered = tuple[int, State]


def _describing(_analysis: SymbolicAnalysis, concept: str, limit: int = 0) -> Stage:
    advice = "ask for that concept alone, or state fewer or simpler preferences"
    return Stage(f"describing the equilibria under {concept} by patterns", advice)


@dataclass(frozen=True)
class SymbolicAnalysis(Result):
    """The stability of every state for every decision maker under some concepts, as sets of states.

    Attributes
    ----------
    space : SymbolicSpace
        The conflict that was analysed.
    stable : mapping
        For each concept id the sets of states that are stable, one for each decision maker.
    """

    space: SymbolicSpace
    stable: Mapping[str, tuple[Diagram, ...]]

    @property
    def nodes(self) -> int:
        """How many nodes the diagrams may have together."""
        return self.space.nodes

    @cached_property
    def _equilibrium(self) -> dict[str, Diagram]:
        return {name: all_of(self.space.manager, sets) for name, sets in self.stable.items()}

    @limited
    def equilibrium(self, concept: str) -> Diagram:
        """Which states are stable for everybody, as a set."""
        return self._equilibrium[self.decided(concept)]

    @cached_property
    def counts(self) -> dict[str, int]:
        """See `Result`."""
        return {name: self.space.size(self.equilibrium(name)) for name in self.stable}

    @cached_property
    def stable_counts(self) -> dict[str, dict[str, int]]:
        """See `Result`."""
        labels = self.space.decision_makers
        return {
            name: {label: self.space.size(each) for label, each in zip(labels, sets, strict=True)}
            for name, sets in self.stable.items()
        }

    @property
    def equilibria(self) -> Mapping[str, list[int]]:
        """See `Result`."""
        return _OnDemand(tuple(self.stable), lambda name: self._listed(self.equilibrium(name)))

    @property
    def stability(self) -> Mapping[str, Mapping[str, list[int]]]:
        """See `Result`."""
        dms = self.space.decision_makers

        def for_each(name: str) -> Mapping[str, list[int]]:
            return _OnDemand(dms, lambda dm: self._listed(self.stable[name][dms.index(dm)]))

        return _OnDemand(tuple(self.stable), for_each)

    @limited
    def _listed(self, states: Diagram) -> list[int]:
        """Return the numbers of a set of states, ascending; raise LimitError for too many."""
        if (many := self.space.size(states)) > MAX_ASKED:
            raise LimitError(
                f"there are {many:,} such states, and at most {MAX_ASKED:,} are listed; read the counts, or "
                "go through the labels of equilibria one by one"
            )
        return [number for number, _ in numbered(self.space, states)]

    @limited
    def is_stable(self, concept: str, dm: int, state: int) -> bool:
        """See `Result`."""
        here = self.space.only(self.space.states.values(state))
        return (self.stable[self.decided(concept)][dm] & here).satisfiable()

    @limited_at(_describing)
    def patterns(self, concept: str, limit: int = 20) -> Patterns:
        """Describe the equilibria by at most ``limit`` patterns, the biggest first."""
        return cover(self.space, self.equilibrium(concept), limit)

    def states(self, concept: str) -> Iterator[State]:
        """Yield the equilibria as the level numbers of their options, in the order of their numbers."""
        return self.space.each(self.equilibrium(concept))

    def labels(self, concept: str) -> Iterator[str]:
        """See `Result`."""
        return map(self.space.label, self.states(concept))

    def how_many(self, ref: StateRef) -> int:
        """See `Result`."""
        return self.space.size(self.space.select(ref))

    @limited
    def holds(self, concept: str, dm: int | None, ref: StateRef) -> Literal["all", "some", "none"]:
        """See `Result`."""
        asked = self.space.select(ref)
        stable = asked & (self.equilibrium(concept) if dm is None else self.stable[self.decided(concept)][dm])
        if not stable.satisfiable():
            return "none"
        return "all" if stable == asked else "some"

    def best(self, concept: str, dm: int) -> int | None:
        """See `Result`."""
        state = self.space.first(self.space.best(dm, self.equilibrium(concept)))
        return None if state is None else self.space.number(state) - 1

    def to_dict(self, *, all_states: bool = False) -> dict[str, Any]:
        """See `Result`; beside it stand the equilibria as patterns, which need no list of states."""
        space = self.space
        today = None if space.status_quo is None else space.number(space.status_quo)
        result = heading(self, space.model, today)
        result["counts"] = {"states": space.count, "equilibria": self.counts, "stable": self.stable_counts}
        result["patterns"] = {name: self.patterns(name).to_dict() for name in self.stable}
        if space.count <= MAX_LISTED or all_states:
            too_many_asked(space.count)
            result.update(self._lists())
        else:
            result["listed"] = self._few_equilibria()
        return result

    @limited
    def _lists(self) -> dict[str, Any]:
        space = self.space
        states = list(space.each(space.feasible))
        numbers = {state: number for number, state in enumerate(states, start=1)}

        def listed(some: Diagram) -> list[int]:
            return [numbers[state] for state in space.each(some)]

        labels = map(space.label, states)
        return {
            "states": [{"number": number, "label": label} for number, label in enumerate(labels, start=1)],
            "stability": {
                name: {label: listed(some) for label, some in zip(space.decision_makers, sets, strict=True)}
                for name, sets in self.stable.items()
            },
            "equilibria": {name: listed(self.equilibrium(name)) for name in self.stable},
        }

    @limited
    def _few_equilibria(self) -> dict[str, list[dict[str, Any]]]:
        """List the equilibria of the concepts that have few, with their labels."""
        return {
            name: [
                {"number": number, "label": self.space.label(state)}
                for number, state in numbered(self.space, self.equilibrium(name))
            ]
            for name, many in self.counts.items()
            if many <= MAX_LISTED
        }

    @limited
    def witness(self, concept: str, dm: int, state: Sequence[int]) -> SymbolicWitness:
        """Find out why a feasible state (its levels) is, or is not, stable for a decision maker (index)."""
        (found,) = (each for each in self.concepts if each.id == self.decided(concept))
        asked = own(found, self.space.model.looking, self.space.decision_makers[dm])
        return explain(self.space, form_of(asked), dm, state)


class _OnDemand(Mapping[str, V]):
    """A mapping whose values are made when they are looked up."""

    def __init__(self, keys: Sequence[str], made: Callable[[str], V]) -> None:
        self._keys = tuple(keys)
        self._made = made

    def __getitem__(self, key: str) -> V:
        if key not in self._keys:
            raise KeyError(key)
        return self._made(key)

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)

    def __repr__(self) -> str:
        return f"<made when looked up: {', '.join(self._keys)}>"


def numbered(space: SymbolicSpace, states: Diagram) -> Iterator[_Numbered]:
    """Yield the states of a set with their numbers, counted from 1, in the order of these.

    The set and the feasible states are gone through side by side, the last option first, for it counts
    most: before a state are those that differ from it at some option by a lower level, and in no later one.
    """
    options = space.options
    bits = [len(each.x) for each in options.of]
    known: dict[tuple[Diagram, int], list[tuple[Diagram, int]]] = {}

    def parts(feasible: Diagram, option: int) -> list[tuple[Diagram, int]]:
        """Return for each level of an option what is feasible with it, and how many states that are."""
        if (feasible, option) not in known:
            at = [options.given(feasible, option, level) for level in range(options.of[option].levels)]
            open_bits = sum(bits[option:])
            known[feasible, option] = [(each, space.size(each) >> open_bits) for each in at]
        return known[feasible, option]

    def walk(some: Diagram, feasible: Diagram, option: int, before: int, after: State) -> Iterator[_Numbered]:
        if not some.satisfiable():
            return
        if option == 0:
            yield before + 1, after
            return
        for level, (within, many) in enumerate(parts(feasible, option - 1)):
            here = options.given(some, option - 1, level)
            yield from walk(here, within, option - 1, before, (level, *after))
            before += many

    return walk(states, space.feasible, len(options.of), 0, ())


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
    looking, labels = space.model.looking, space.decision_makers
    for concept in concepts:
        for label in labels:
            form_of(own(concept, looking, label))
    # One decision maker's verdicts after the other's, for they share an order of the variables.
    asked = [(concept, dm) for dm in range(len(space.decision_makers)) for concept in concepts]
    reached: dict[tuple[str, int], Diagram] = {}
    for concept, dm in asked:
        reached[concept.id, dm] = space.stable(own(concept, looking, labels[dm]), dm)
        if progress is not None:
            progress(len(reached), len(asked))
    return SymbolicAnalysis(
        space,
        {
            concept.id: tuple(reached[concept.id, dm] for dm in range(len(space.decision_makers)))
            for concept in concepts
        },
        concepts=tuple(concepts),
        engine="symbolic",
    )
