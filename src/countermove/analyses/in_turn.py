"""Where decision makers can lead who move in turn, asked from many states."""

from __future__ import annotations

from collections.abc import Sequence

from countermove.analyses.paths import MAX_MOVES, too_many
from countermove.space import Space

__all__ = ["InTurn"]

MAX_KEPT = 2_000_000
"""So many steps are kept before all are forgotten."""


class InTurn:
    """The states to which some decision makers can lead if nobody moves twice in a row.

    The same as `countermove.analyses.paths.follow` with ``in_turn``, without the ways there: where a step
    leads is looked up once for all starts, which makes many starts many times faster.

    Parameters
    ----------
    space : Space
        The conflict.
    movers : sequence of int
        Who takes part (indices of decision makers).
    improvements : bool
        Whether every step must improve on the state it leaves for its mover.
    """

    def __init__(self, space: Space, movers: Sequence[int], *, improvements: bool) -> None:
        self._space = space
        self._movers = tuple(movers)
        self._improvements = improvements
        self._numbers = len(space.decision_makers) + 1
        self._steps: dict[int, tuple[int, ...]] = {}
        self._many = 0

    def ends(self, start: int) -> set[int]:
        """Return the states (indices) that can be reached, among them the start.

        Raises
        ------
        LimitError
            When more than `MAX_MOVES` moves are looked at.
        """
        # A node says where one is and who moved last; nobody did at the start.
        nobody = self._numbers - 1
        queue = [start * self._numbers + nobody]
        seen = set(queue)
        looked_at = 0
        for node in queue:  # which grows
            if (steps := self._steps.get(node)) is None:
                steps = self._steps_from(node)
            looked_at += len(steps)
            if looked_at > MAX_MOVES:
                raise too_many()
            for each in steps:
                if each not in seen:
                    seen.add(each)
                    queue.append(each)
        return {node // self._numbers for node in queue}

    def _steps_from(self, node: int) -> tuple[int, ...]:
        """Return the nodes that a node's steps lead to."""
        state, last = divmod(node, self._numbers)
        found: list[int] = []
        for by in self._movers:
            if by != last:
                ranks = self._space.ranks[by]
                liked = ranks[state]
                found += (
                    target * self._numbers + by
                    for target in self._space.moves.targets(by, state)
                    if not self._improvements or ranks[target] > liked
                )
        if self._many > MAX_KEPT:
            self._steps.clear()
            self._many = 0
        self._many += len(found) + 1
        self._steps[node] = tuple(found)
        return self._steps[node]
