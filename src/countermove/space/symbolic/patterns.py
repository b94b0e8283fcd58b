"""A set of states as a short list of patterns such as ``Y-N--Y``, the biggest first.

A pattern stands for the feasible states that fit it. Patterns may overlap; all of them together
are exactly the set. The smallest such list is too hard to find; this one takes again and again
the widest opening in what is left, and widens it as long as it stays inside the set.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from countermove.model import pattern_of
from countermove.model.elements import StatePattern
from countermove.space.symbolic.diagrams import Diagram
from countermove.space.symbolic.space import State, SymbolicSpace

__all__ = ["Patterns", "cover"]

Levels = tuple[int | None, ...]
MAX_SEARCHED = 50_000
"""Above this many nodes any opening is taken instead of the widest."""


@dataclass(frozen=True)
class Patterns:
    """Patterns that describe a set of states.

    Attributes
    ----------
    fixed : StatePattern
        What all states of the set have in common; every pattern repeats it.
    patterns : tuple of StatePattern
        The biggest first; all of them together are exactly the set unless `cut`.
    sizes : tuple of int
        How many states fit each pattern.
    covered, total : int
        How many states fit some pattern, and how many the set has.
    texts : tuple of str
        The patterns as they are written.
    fixed_text : str
        How `fixed` is written.
    """

    fixed: StatePattern
    patterns: tuple[StatePattern, ...]
    sizes: tuple[int, ...]
    covered: int
    total: int
    texts: tuple[str, ...]
    fixed_text: str

    @property
    def cut(self) -> bool:
        """Whether the list was cut off before it described every state."""
        return self.covered < self.total

    def to_dict(self) -> dict[str, Any]:
        """Return them as the JSON shows them."""
        return {
            "fixed": self.fixed_text,
            "patterns": [
                {"pattern": text, "states": size} for text, size in zip(self.texts, self.sizes, strict=True)
            ],
            "covered": self.covered,
            "total": self.total,
        }


def cover(space: SymbolicSpace, states: Diagram, limit: int) -> Patterns:
    """Describe a set of states by patterns.

    Parameters
    ----------
    space : SymbolicSpace
        Where the states are.
    states : Diagram
        The set.
    limit : int
        How many patterns to list at most.
    """
    fixed = _common(space, states)
    inside = states | ~space.feasible
    left = states
    found: list[tuple[int, Levels]] = []
    while left.satisfiable() and len(found) < limit:
        levels = _widened(space, inside, _opening(space, left), fixed)
        fitting = space.select(StatePattern(levels))
        found.append((space.size(fitting), levels))
        left &= ~fitting
    found.sort(key=lambda each: -each[0])
    total = space.size(states)
    return Patterns(
        StatePattern(fixed),
        tuple(StatePattern(levels) for _, levels in found),
        tuple(size for size, _ in found),
        total - space.size(left),
        total,
        tuple(pattern_of(levels, space.model.levels) for _, levels in found),
        pattern_of(fixed, space.model.levels),
    )


def _common(space: SymbolicSpace, states: Diagram) -> Levels:
    """Return the levels at which an option stands in all states of a set."""
    first = space.first(states)
    if first is None:
        return (None,) * len(space.options.of)
    return tuple(
        level if not (states & ~space.options.at(option, level)).satisfiable() else None
        for option, level in enumerate(first)
    )


def _widened(space: SymbolicSpace, inside: Diagram, start: Levels, fixed: Levels) -> Levels:
    """Leave open as many options of a pattern as go, trying them in both directions."""
    options = [k for k, level in enumerate(start) if level is not None and fixed[k] is None]
    wider = []
    for order in (options, options[::-1]):
        levels = list(start)
        for option in order:
            kept, levels[option] = levels[option], None
            if (space.options.matching(levels) & ~inside).satisfiable():
                levels[option] = kept
        wider.append(tuple(level if level is not None else fixed[k] for k, level in enumerate(levels)))
    return max(wider, key=lambda levels: space.size(space.select(StatePattern(levels))))


def _opening(space: SymbolicSpace, states: Diagram) -> Levels:
    """Return a pattern inside a set that names few options: a shortest way through its diagram."""
    cube = _shortest_way(states) if states.node_count() <= MAX_SEARCHED else states.pick_cube()
    assert cube is not None
    variables = cube if isinstance(cube, dict) else {v: on for v, on in enumerate(cube) if on is not None}
    inside = states
    for variable, on in variables.items():
        inside &= space.manager.var(variable) if on else space.manager.not_var(variable)
    some = _some_state(space, inside)
    return tuple(
        level if any(v in variables for v in bits.x) else None
        for bits, level in zip(space.options.of, some, strict=True)
    )


def _some_state(space: SymbolicSpace, states: Diagram) -> State:
    first = space.first(states)
    assert first is not None
    return first


def _shortest_way(states: Diagram) -> dict[int, bool]:
    """Return the variables, and their values, of a way to true that decides as few as possible."""
    lengths: dict[Diagram, float] = {}

    def length(node: Diagram) -> float:
        known = lengths.get(node)
        if known is None:
            below = node.cofactors()
            if below is None:
                known = 0.0 if node.satisfiable() else float("inf")
            else:
                known = 1 + min(map(length, below))
            lengths[node] = known
        return known

    length(states)
    way: dict[int, bool] = {}
    while (below := states.cofactors()) is not None:
        variable = states.node_var()
        assert variable is not None
        way[variable] = lengths[below[0]] < lengths[below[1]]
        states = below[0] if way[variable] else below[1]
    return way
