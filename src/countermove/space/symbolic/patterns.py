"""A set of states as a short list of patterns such as ``Y-N--Y``, the biggest first.

A pattern stands for the feasible states that fit it. Patterns may overlap; all of them together
are exactly the set. The smallest such list is too hard to find; this one takes again and again
the biggest pattern in what is left, and widens it as long as it stays inside the set.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from countermove.model import Model, pattern_of
from countermove.model.condition import And, Condition, Is, Or
from countermove.model.elements import YES_NO, StatePattern
from countermove.space.symbolic.cubes import Cube, biggest, common, narrowed, states_of, widened
from countermove.space.symbolic.diagrams import Diagram
from countermove.space.symbolic.space import SymbolicSpace

__all__ = ["Patterns", "condition_text", "cover"]

FIRST, LATER = 2_000, 32
"""How many beginnings the search for the biggest pattern, and for each one after it, goes on with at most."""
WORK = 2**23, 2**18
"""The same times the nodes of the set's diagram: fewer go on where it is large."""
MAX_SEARCHED = 2**18
"""Of a set with more nodes a part is searched."""


@dataclass(frozen=True)
class Patterns:
    """Patterns that describe a set of states.

    Attributes
    ----------
    fixed : StatePattern
        What all states of the set have in common; every pattern repeats it.
    patterns : tuple of StatePattern or Condition
        The biggest first; all of them together are exactly the set unless `cut`. Where an option may
        stand at some of its levels, but not at all, it takes a condition to say so.
    levels : tuple
        For each pattern, and each option in the model's order, the levels at which it may stand.
    sizes : tuple of int
        How many states fit each pattern.
    covered, total : int
        How many states fit some pattern, and how many the set has.
    biggest : bool
        Whether it is certain that no pattern inside the set is bigger than the first. If not, the
        search had to leave out some that might be.
    texts : tuple of str
        The patterns as they are written, and can be asked for.
    fixed_text : str
        How `fixed` is written.
    """

    fixed: StatePattern
    patterns: tuple[StatePattern | Condition, ...]
    levels: tuple[Cube, ...]
    sizes: tuple[int, ...]
    covered: int
    total: int
    biggest: bool
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
            "biggest": self.biggest,
        }


class _Found(NamedTuple):
    cube: Cube
    states: Diagram
    size: int


def cover(space: SymbolicSpace, states: Diagram, limit: int) -> Patterns:
    """Describe a set of states by patterns.

    The first is the biggest inside the set wherever the search can be sure of it, which `Patterns.biggest`
    tells. Each of the others begins as the biggest found in what is left, and may share states with those
    before it; a bigger one that says little new is not listed.

    Parameters
    ----------
    space : SymbolicSpace
        Where the states are.
    states : Diagram
        The set.
    limit : int
        How many patterns to list at most.
    """
    every = tuple(tuple(range(bits.levels)) for bits in space.options.of)
    fixed = common(space, states) if states.satisfiable() else (None,) * len(every)
    within = tuple(levels if level is None else (level,) for level, levels in zip(fixed, every, strict=True))
    found, left, sure = _found(space, states, within, limit)
    total = space.size(states)
    return Patterns(
        StatePattern(fixed),
        tuple(_reference(each.cube, every) for each in found),
        tuple(each.cube for each in found),
        tuple(each.size for each in found),
        total - space.size(left),
        total,
        sure,
        tuple(_text(space.model, each.cube, every) for each in found),
        pattern_of(fixed, space.model.levels),
    )


def _found(
    space: SymbolicSpace, states: Diagram, within: Cube, limit: int
) -> tuple[list[_Found], Diagram, bool]:
    """Return patterns, the biggest first, what they leave, and whether none is bigger than the first."""
    left, found, sure = states, list[_Found](), True
    while left.satisfiable() and len(found) < limit:
        cube, best = _next(space, left, within, first=not found)
        sure = sure and (best or bool(found))
        cube = widened(space, states, cube, within, left)
        fitting = states_of(space, cube)
        found.append(_Found(cube, fitting, space.size(fitting)))
        left &= ~fitting
        if len(found) == limit or not left.satisfiable():
            found = _needed(space, found)
    return found, left, sure


def _needed(space: SymbolicSpace, found: list[_Found]) -> list[_Found]:
    """Return what was found, the biggest first, without what says nothing that bigger ones do not say."""
    said, needed = space.none, []
    for each in sorted(found, key=lambda each: -each.size):
        if (each.states & ~said).satisfiable():
            said |= each.states
            needed.append(each)
    return needed


def _next(space: SymbolicSpace, left: Diagram, within: Cube, *, first: bool) -> tuple[Cube, bool]:
    """Return the biggest cube found in what is left, and whether none in it is bigger."""
    part = narrowed(space, left, MAX_SEARCHED)
    kept, work = (FIRST, WORK[0]) if first else (LATER, WORK[1])
    cube, best = biggest(space, part, within, max(1, min(kept, work // part.node_count())))
    return cube, best and part == left


# ---------------------------------------------------------------- how patterns are written
def _pattern(cube: Cube, every: Cube) -> StatePattern | None:
    """Return a cube as a pattern; None when an option may stand at some levels, but not at all."""
    levels: list[int | None] = []
    for some, all_levels in zip(cube, every, strict=True):
        if 1 < len(some) < len(all_levels):
            return None
        levels.append(some[0] if len(some) == 1 else None)
    return StatePattern(tuple(levels))


def _reference(cube: Cube, every: Cube) -> StatePattern | Condition:
    pattern = _pattern(cube, every)
    if pattern is not None:
        return pattern
    parts: list[Condition] = []
    for option, (some, all_levels) in enumerate(zip(cube, every, strict=True)):
        if len(some) < len(all_levels):
            either = tuple(Is(option, level) for level in some)
            parts.append(Or(either) if len(some) > 1 else either[0])
    return And(tuple(parts))


def _text(model: Model, cube: Cube, every: Cube) -> str:
    pattern = _pattern(cube, every)
    return condition_text(model, cube) if pattern is None else pattern_of(pattern.levels, model.levels)


def condition_text(model: Model, cube: Sequence[Sequence[int]]) -> str:
    """Write a cube as a condition of the model's language, such as ``release and troops != none``.

    It is empty where every option may stand at all its levels.
    """
    labels = [option.label for option in model.options]
    parts = []
    for option, some in zip(model.options, cube, strict=True):
        if len(some) == len(option.levels):
            continue
        name = option.label if labels.count(option.label) == 1 else option.id
        others = [level for level in range(len(option.levels)) if level not in some]
        if option.levels == YES_NO:
            parts.append(name if 1 in some else f"not {name}")
        elif len(others) < len(some):
            parts += (f"{name} != {option.levels[level]}" for level in others)
        else:
            either = " or ".join(f"{name} = {option.levels[level]}" for level in some)
            parts.append(f"({either})" if len(some) > 1 else either)
    return " and ".join(parts)
