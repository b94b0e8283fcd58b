"""Following moves: what sequences of moves reach from a state, and by which steps."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

from countermove.errors import LimitError
from countermove.space import Space

__all__ = ["MAX_MOVES", "Reach", "Step", "follow"]

MAX_MOVES = 2_000_000
Prefers = Callable[[int, int, int], bool]
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
        Takes (mover, target, source) and says whether the step is an improvement; by their ranks by default.

    Raises
    ------
    LimitError
        When more than `MAX_MOVES` moves are looked at.
    """
    reach = Reach(space.events)
    queue: deque[Node] = deque()
    for start in starts:
        reach.parents[start, -1] = (None, False)
        reach.first.setdefault(start, (start, -1))
        queue.append((start, -1))
        if until is not None and until(start):
            return reach
    looked_at = 0
    while queue:
        node = queue.popleft()
        free = [by for by in movers if not in_turn or by != node[1]]
        for by, target, better in _steps_from(
            space, node[0], free, improvements, drifting, reach.events, prefers
        ):
            looked_at += 1
            if (target, by) in reach.parents or (not in_turn and target in reach.first):
                continue
            new = target not in reach.first
            reach.parents[target, by] = (node, better)
            reach.first.setdefault(target, (target, by))
            queue.append((target, by))
            if until is not None and new and until(target):
                return reach
        if looked_at > MAX_MOVES:
            what = f"more than {MAX_MOVES:,} moves come up on the way"
            raise LimitError(f"{what}; ask from a state nearer the end, or leave options out")
    return reach


def _steps_from(
    space: Space,
    state: int,
    movers: Collection[int],
    improvements: bool,
    drifting: Collection[int],
    events: int | None,
    prefers: Prefers | None,
) -> Iterator[tuple[int, int, bool]]:
    for by in movers:
        if by == events:
            yield from ((by, target, False) for target in space.targets(by, state))
            continue
        liked = space.ranks[by]
        for target in space.moves.targets(by, state):
            better = bool(liked[target] > liked[state]) if prefers is None else prefers(by, target, state)
            if better or not improvements or by in drifting:
                yield by, target, better
