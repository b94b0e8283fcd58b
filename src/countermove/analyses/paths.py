"""Following moves: what sequences of moves reach from a state, and by which steps."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from countermove.errors import LimitError
from countermove.space import Space

__all__ = ["MAX_MOVES", "Reach", "Step", "follow", "too_many"]

MAX_MOVES = 2_000_000
Prefers = Callable[[int, int, int], bool]
AT_ONCE = 4_096
"""Of so many states the moves are looked up together."""
Ints = NDArray[np.int64]
Node = tuple[int, int]  # state, last mover (-1 at the start)


@dataclass(frozen=True)
class Step:
    """One move, or an event; decision maker and states are indices from 0.

    Events have the index after the last decision maker's, and improve nothing for anybody.
    """

    by: int
    source: int
    target: int
    improvement: bool
    event: bool = False


class Reach:
    """The states that were reached, with a shortest legal sequence to each."""

    def __init__(self, events: int | None = None) -> None:
        self.events = events
        self.parents: dict[Node, tuple[Node | None, bool]] = {}
        self.first: dict[int, Node] = {}

    @property
    def states(self) -> list[int]:
        """The states reached, the start among them, nearest first."""
        return list(self.first)

    def steps(self, state: int) -> tuple[Step, ...]:
        """Return the steps of a shortest sequence to a state that was reached."""
        steps: list[Step] = []
        node = self.first[state]
        while True:
            parent, improvement = self.parents[node]
            if parent is None:
                return tuple(reversed(steps))
            steps.append(Step(node[1], parent[0], node[0], improvement, event=node[1] == self.events))
            node = parent


def follow(
    space: Space,
    starts: Iterable[int],
    movers: Collection[int],
    *,
    improvements: bool,
    in_turn: bool,
    drifting: Collection[int] = (),
    until: Callable[[int], bool] | None = None,
    prefers: Prefers | None = None,
) -> Reach:
    """Follow the moves of some decision makers, nearest states first.

    Parameters
    ----------
    space : Space
        The conflict.
    starts : iterable of int
        State indices to start from.
    movers : collection of int
        Who takes part (indices of decision makers, and `Space.events` for events, which just happen).
    improvements : bool
        Whether every step must improve on the state it leaves for its mover.
    in_turn : bool
        Whether nobody moves twice in a row, as in the legal sequences of the definitions. Where
        moves chain (two in a row are one) it makes no difference.
    drifting : collection of int
        Movers whose steps need not improve anything even so (those who like all states equally).
    until : callable, optional
        Stop at the first state of which this is true; it is then the last of the states reached.
    prefers : callable, optional
        Takes (mover, target, source) and says whether the step is an improvement, for steps in turn; by their
        ranks by default.

    Raises
    ------
    LimitError
        When more than `MAX_MOVES` moves are looked at.
    """
    reach = Reach(space.events)
    queue: list[Node] = []
    for start in starts:
        reach.parents[start, -1] = (None, False)
        reach.first.setdefault(start, (start, -1))
        queue.append((start, -1))
        if until is not None and until(start):
            return reach
    asked = _Asked(improvements, drifting, until, prefers)
    if in_turn:
        _in_turn(space, reach, queue, movers, asked)
    else:
        assert prefers is None, "only steps in turn are followed by another preference"
        _in_any_order(space, reach, queue, movers, asked)
    return reach


@dataclass(frozen=True)
class _Asked:
    """Which steps are followed, and how far; see `follow`."""

    improvements: bool
    drifting: Collection[int]
    until: Callable[[int], bool] | None
    prefers: Prefers | None

    def better(self, space: Space, by: int, target: int, state: int) -> bool:
        """Say whether a step is an improvement for its mover."""
        if self.prefers is not None:
            return self.prefers(by, target, state)
        return bool(space.ranks[by][target] > space.ranks[by][state])


def _in_turn(space: Space, reach: Reach, queue: list[Node], movers: Collection[int], asked: _Asked) -> None:
    """Follow sequences in which nobody moves twice in a row, so that it matters who moved last."""
    looked_at = 0
    for node in queue:  # which grows
        free = [by for by in movers if by != node[1]]
        for by, target, better in _steps_from(space, node[0], free, asked, reach.events):
            looked_at += 1
            if (target, by) in reach.parents:
                continue
            new = target not in reach.first
            reach.parents[target, by] = (node, better)
            reach.first.setdefault(target, (target, by))
            queue.append((target, by))
            if asked.until is not None and new and asked.until(target):
                return
        if looked_at > MAX_MOVES:
            raise too_many()


def _in_any_order(
    space: Space, reach: Reach, level: list[Node], movers: Collection[int], asked: _Asked
) -> None:
    """Follow sequences in any order, many states at a time; each state is entered once."""
    seen = np.zeros(space.size, dtype=bool)
    seen[[state for state, _ in level]] = True
    looked_at = 0
    while level:
        following: list[Node] = []
        for nodes in (level[low : low + AT_ONCE] for low in range(0, len(level), AT_ONCE)):
            steps = _steps_of(space, nodes, movers, asked, reach.events)
            before_each = looked_at + np.searchsorted(steps.places, np.arange(len(nodes) + 1))
            looked_at = int(before_each[-1])
            for place, by, target, better in steps.entering(seen):
                if before_each[place] > MAX_MOVES:
                    raise too_many()
                reach.parents[target, by] = (nodes[place], better)
                reach.first[target] = (target, by)
                following.append((target, by))
                if asked.until is not None and asked.until(target):
                    return
            if looked_at > MAX_MOVES:
                raise too_many()
        level = following


@dataclass(frozen=True)
class _Steps:
    """Steps from some states in the order in which they are looked at: state by state, mover by mover."""

    places: Ints
    movers: Ints
    targets: Ints
    better: NDArray[np.bool_]

    def entering(self, seen: NDArray[np.bool_]) -> Iterator[tuple[int, int, int, bool]]:
        """Return the first step into each state that was not seen, and mark it as seen."""
        new = np.flatnonzero(~seen[self.targets])
        _, first = np.unique(self.targets[new], return_index=True)
        new = new[np.sort(first)]
        seen[self.targets[new]] = True
        columns = (self.places, self.movers, self.targets, self.better)
        return zip(*(each[new].tolist() for each in columns), strict=True)


def _steps_of(
    space: Space, nodes: Sequence[Node], movers: Collection[int], asked: _Asked, events: int | None
) -> _Steps:
    states = np.array([state for state, _ in nodes], dtype=np.int64)
    found = [_Steps(*(np.zeros(0, dtype=np.int64),) * 3, np.zeros(0, dtype=bool))]
    for by in movers:
        places, targets = space.targets_of(by, states)
        better = np.zeros(len(targets), dtype=bool)
        if by != events:
            better = space.ranks[by][targets] > space.ranks[by][states[places]]
            if asked.improvements and by not in asked.drifting:
                places, targets, better = places[better], targets[better], better[better]
        found.append(_Steps(places, np.full(len(places), by), targets, better))
    places = np.concatenate([each.places for each in found])
    order = np.argsort(places, kind="stable")
    return _Steps(
        places[order],
        np.concatenate([each.movers for each in found])[order],
        np.concatenate([each.targets for each in found])[order],
        np.concatenate([each.better for each in found])[order],
    )


def too_many() -> LimitError:
    """Return what to raise when more than `MAX_MOVES` moves are looked at."""
    what = f"more than {MAX_MOVES:,} moves come up on the way"
    return LimitError(f"{what}; ask from a state nearer the end, or leave options out")


def _steps_from(
    space: Space,
    state: int,
    movers: Collection[int],
    asked: _Asked,
    events: int | None,
) -> Iterator[tuple[int, int, bool]]:
    for by in movers:
        if by == events:
            yield from ((by, target, False) for target in space.targets(by, state))
            continue
        for target in space.moves.targets(by, state):
            better = asked.better(space, by, target, state)
            if better or not asked.improvements or by in asked.drifting:
                yield by, target, better
