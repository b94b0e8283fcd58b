"""The biggest cube inside a set of states.

A cube lets each option stand at some of its levels, whatever the others do. To find the biggest one
inside a set, the options are decided one after the other, in the order of their variables. What
remains of the set when an option may stand at several levels is what is inside at each of them; two
beginnings of which the same remains differ only in how many states they hold, and the bigger one is
kept. Where more beginnings differ than are kept, those go that can at most hold the fewest states.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce
from itertools import combinations
from math import gcd
from operator import and_

from countermove.space.symbolic.diagrams import Diagram, any_of
from countermove.space.symbolic.options import Bits
from countermove.space.symbolic.space import SymbolicSpace

__all__ = ["Cube", "biggest", "common", "narrowed", "states_of", "widened"]

Cube = tuple[tuple[int, ...], ...]
"""For each option, in the model's order, the levels at which it may stand, the lowest first."""
Begun = tuple[tuple[int, tuple[int, ...]], ...]
"""The options decided so far, each with its levels."""
Tally = frozenset[tuple[Diagram, int]]
"""How a beginning's states go on: sets of what the other options may do, each with how often it occurs."""
Beginnings = dict[tuple[Diagram, Tally], tuple[int, Begun]]
"""By what remains of the set, and how the states go on: a factor of their number, and the beginning."""
MANY = 5
"""So many levels that differ are not combined in all ways."""


def states_of(space: SymbolicSpace, cube: Cube) -> Diagram:
    """Return the feasible states of a cube."""
    return reduce(
        and_, reversed([_standing(space, k, levels) for k, levels in enumerate(cube)]), space.feasible
    )


def _standing(space: SymbolicSpace, option: int, levels: Sequence[int]) -> Diagram:
    if len(levels) == space.options.of[option].levels:
        return space.manager.true()
    return any_of(space.manager, (space.options.at(option, level) for level in levels))


# ---------------------------------------------------------------- the search
def biggest(space: SymbolicSpace, states: Diagram, within: Cube, kept: int) -> tuple[Cube, bool]:
    """Return the biggest cube found inside a set, and whether it is certain that none inside is bigger.

    Parameters
    ----------
    space : SymbolicSpace
        Where the states are.
    states : Diagram
        The set, not empty. States that are not feasible count as inside and add nothing to a cube's size.
    within : tuple of tuples of int
        A cube around the set; the one returned lies within it.
    kept : int
        How many beginnings go on at most. None that had to go matters where it could hold no more states.
    """
    begun: Beginnings = {(states | ~space.feasible, frozenset({(space.feasible, 1)})): (1, ())}
    lost, decided = 0, 0
    sure = True
    for option in _in_order(space):
        bits = space.options.of[option]
        decided += len(bits.x)
        longer: Beginnings = {}
        for (inside, tally), (times, cube) in begun.items():
            at = {level: _at(inside, bits, level) for level in within[option]}
            going_on = {level: [(_at(rest, bits, level), n) for rest, n in tally] for level in at}
            sure = sure and (len(at) < MANY or len(set(at.values())) < MANY)
            for remains, levels in _choices(at):
                more, rests = _added(going_on[level] for level in levels)
                known = longer.get((remains, rests), (0, ()))[0]
                if rests and times * more > known:
                    longer[remains, rests] = times * more, (*cube, (option, levels))
        begun, most = (longer, 0) if len(longer) <= kept else _most_promising(space, longer, kept)
        lost = max(lost, most >> decided)
    ((size, cube),) = begun.values()
    levels_of = dict(cube)
    return tuple(levels_of.get(k, levels) for k, levels in enumerate(within)), sure and lost <= size


def _in_order(space: SymbolicSpace) -> list[int]:
    """Return the options with more than one level in the order of their variables."""
    of = space.options.of
    return sorted(
        (k for k, bits in enumerate(of) if bits.x), key=lambda k: space.manager.var_to_level(of[k].x[0])
    )


def _at(states: Diagram, bits: Bits, level: int) -> Diagram:
    """Return a set that names no option above this one as it looks with this one at a level."""
    for place, variable in enumerate(bits.x, start=1):
        if states.node_var() == variable:
            below = states.cofactors()
            assert below is not None
            states = below[0] if level >> (len(bits.x) - place) & 1 else below[1]
    return states


def _choices(at: dict[int, Diagram]) -> Iterator[tuple[Diagram, tuple[int, ...]]]:
    """Yield what can remain of a set that looks so at each level, and the most levels for which it does."""
    alike: dict[Diagram, list[int]] = {}
    for level, states in at.items():
        alike.setdefault(states, []).append(level)
    if len(alike) == 1:  # as most often; nothing below would say otherwise
        if states.satisfiable():
            yield states, tuple(at)
        return
    widest: dict[Diagram, set[int]] = {}
    kinds = list(alike)
    sizes = range(1, len(kinds) + 1) if len(kinds) < MANY else (1, len(kinds) - 1, len(kinds))
    for size in sizes:
        for some in combinations(kinds, size):
            remains = reduce(and_, some)
            if remains.satisfiable():
                widest.setdefault(remains, set()).update(level for each in some for level in alike[each])
    for remains, levels in widest.items():
        yield remains, tuple(sorted(levels))


def _added(tallies: Iterator[list[tuple[Diagram, int]]]) -> tuple[int, Tally]:
    """Add tallies up; return the factor that all numbers of the sum share, and the sum divided by it."""
    total: dict[Diagram, int] = {}
    for tally in tallies:
        for rest, times in tally:
            if rest.satisfiable():
                total[rest] = total.get(rest, 0) + times
    shared = gcd(*total.values())
    return shared, frozenset((rest, times // shared) for rest, times in total.items())


def _most_promising(space: SymbolicSpace, begun: Beginnings, kept: int) -> tuple[Beginnings, int]:
    """Return the beginnings of which the most states are still inside, and the most that another one has.

    No cube that so begins can hold more. What is decided already counts as if it were open.
    """
    sizes: dict[tuple[Diagram, Diagram], int] = {}

    def size(inside: Diagram, rest: Diagram) -> int:
        if (inside, rest) not in sizes:
            sizes[inside, rest] = space.size(inside & rest)
        return sizes[inside, rest]

    bounds = {
        (inside, tally): times * sum(number * size(inside, rest) for rest, number in tally)
        for (inside, tally), (times, _) in begun.items()
    }
    ranked = sorted(begun, key=bounds.__getitem__, reverse=True)
    return {key: begun[key] for key in ranked[:kept]}, bounds[ranked[kept]]


# ---------------------------------------------------------------- making sets smaller, cubes wider
def narrowed(space: SymbolicSpace, states: Diagram, nodes: int) -> Diagram:
    """Return a part of a set whose diagram is small: option by option the level where more states are."""
    for option in _in_order(space):
        if states.node_count() <= nodes:
            break
        parts = (states & space.options.at(option, level) for level in range(space.options.of[option].levels))
        states = max(parts, key=space.size)
    return states


def widened(space: SymbolicSpace, states: Diagram, cube: Cube, within: Cube, most: Diagram) -> Cube:
    """Widen a cube as long as it stays inside a set, in several orders of the options.

    Returns
    -------
    tuple of tuples of int
        Of the cubes found, none of which can be widened within `within`, the one with the most states of
        the set `most`.
    """
    outside = space.feasible & ~states
    order = _in_order(space)
    mixed = order[::2] + order[1::2]
    orders = (order, order[::-1], mixed, mixed[::-1])
    found = [_widened(space, outside, cube, within, each) for each in orders]
    return max(found, key=lambda each: space.size(states_of(space, each) & most))


def _widened(space: SymbolicSpace, outside: Diagram, cube: Cube, within: Cube, order: list[int]) -> Cube:
    levels = list(cube)
    later = [space.manager.true()]  # where the options that come later in the order stand as in the cube
    for option in reversed(order):
        later.append(later[-1] & _standing(space, option, levels[option]))
    for option in order:
        later.pop()
        beyond = outside & later[-1]
        free = (k for k in within[option] if k not in levels[option])
        also = [k for k in free if not (beyond & space.options.at(option, k)).satisfiable()]
        levels[option] = tuple(sorted((*levels[option], *also)))
        outside &= _standing(space, option, levels[option])
    return tuple(levels)


def common(space: SymbolicSpace, states: Diagram) -> tuple[int | None, ...]:
    """Return the level of each option that stands at one and the same in all states of a set, not empty."""
    same = list(_some(space, states))
    for option in range(len(same)):
        if (level := same[option]) is not None:
            others = states & ~space.options.at(option, level)
            if others.satisfiable():
                same = [a if a == b else None for a, b in zip(same, _some(space, others), strict=True)]
    return tuple(same)


def _some(space: SymbolicSpace, states: Diagram) -> Iterator[int | None]:
    """Yield for each option a level at which it stands in some states of a set; None where any will do."""
    values: dict[int, bool] = {}
    while (below := states.cofactors()) is not None:
        variable = states.node_var()
        assert variable is not None
        values[variable] = below[0].satisfiable()
        states = below[0] if values[variable] else below[1]
    for bits in space.options.of:
        decided = all(variable in values for variable in bits.x)
        yield sum(values[v] << place for place, v in enumerate(reversed(bits.x))) if decided else None
