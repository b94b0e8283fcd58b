"""Where two decision makers who look ahead anticipate to end, and by which moves.

These are the reasons of limited-move and non-myopic stability. G_h(i, s) is where i anticipates to
end when it may move from s and looks h moves ahead. Of several ways to that end a shortest is told, so
beside each end goes the number of moves that it takes.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from countermove.analyses.paths import MAX_MOVES, Step
from countermove.analyses.reasons import Answered, Foresight, Recurring, Way
from countermove.concepts import Concept, LimitedMove
from countermove.errors import LimitError
from countermove.space import Space
from countermove.space.limited import MAX_STEPS, Anticipation, best_elsewhere

__all__ = ["MAX_HELD", "foresight"]

MAX_HELD = 2**26
"""How many anticipated ends are held at once: one for each state, decision maker and horizon."""
WIDE = 2**14
"""More than the moves of any way."""

Ints = NDArray[np.int64]
Pair = tuple[Ints, Ints]


def foresight(space: Space, concept: Concept, dm: int, state: int) -> Foresight:
    """Find what a decision maker anticipates of each of its moves from a state.

    Parameters
    ----------
    space : Space
        A conflict of two decision makers with strict preferences.
    concept : Concept
        Limited-move stability with some horizon, or non-myopic stability.
    dm, state : int
        Indices of the decision maker and the state.

    Raises
    ------
    LimitError
        When more than `MAX_HELD` ends would be held, what is anticipated does not repeat within
        `MAX_STEPS` moves, or more than `MAX_MOVES` moves are looked at.
    """
    assert isinstance(concept.form, LimitedMove)
    horizon, recurring = concept.form.horizon, None
    ends = _Ends(space, horizon)
    if horizon is None:
        moving_at = tuple(h for h in ends.recurring if ends.of(h, dm, state) != state)
        horizon = (moving_at or ends.recurring)[0]
        recurring = Recurring(max(1, ends.recurring[0] - 1), len(ends.recurring), moving_at)
    liked = space.ranks[dm]
    moves = sorted(space.moves.targets(dm, state), key=lambda move: -liked[move])
    ways = _Ways(space, ends, dm, state, horizon)
    found = tuple(ways.by(move) for move in moves)
    moving = any(way.better for way in found)
    best = max(found, key=lambda way: liked[way.end]) if moving else next(iter(found), None)
    answered = tuple(_answered(way, state) for way in found if way.steps[0].improvement)
    return Foresight(
        dm, state, concept, answered, len(answered), bool(found), horizon, found, best, recurring
    )


def _answered(way: Way, state: int) -> Answered:
    """Return an improvement as other concepts' witnesses have it: answered where its way ends no better."""
    if way.better:
        return Answered(way.move, None)
    return Answered(way.move, way.steps[1:], way.end, worse=way.end != state)


class _Ends:
    """G_0, G_1, ... of both decision makers, up to a horizon or until they repeat.

    An end is held as a prospect: a number that is the higher, the better the end is liked, and, of the
    same end, the fewer moves it takes.

    Attributes
    ----------
    recurring : range
        For no horizon: where the ends repeat. One whole round of horizons at which they, and those one
        move shorter, come up for ever.
    """

    def __init__(self, space: Space, horizon: int | None) -> None:
        self.space = space
        self.anticipation = Anticipation(space)
        self.held: list[Pair] = []
        self.recurring = range(0)
        self._places: dict[int, list[int]] = {}
        one, other = (self._prospects(i, np.arange(space.size), 0) for i in (0, 1))
        following = one, other
        while horizon is None or len(self.held) < horizon:
            again = self._again(following, ends_alone=horizon is None)
            if again is not None:
                self.recurring = range(again + 1, len(self.held) + 1)
                break
            if len(self.held) > MAX_STEPS or 2 * space.size * len(self.held) > MAX_HELD:
                raise LimitError(
                    f"what the decision makers anticipate does not repeat within {len(self.held):,} moves, "
                    "and to say why takes too much room beyond that; ask for a shorter horizon, such as "
                    f"lh:{min(20, len(self.held))}"
                )
            self.held.append(following)
            following = self._one_more(following)

    def _prospects(self, dm: int, ends: Ints, moves: Ints | int) -> Ints:
        return np.asarray(self.anticipation.ranks[dm][ends] * WIDE + (WIDE - 1 - moves))

    def _one_more(self, prospects: Pair) -> Pair:
        """Return the prospects at G_h from those at G_{h-1}."""
        one, other = (self._choose(i, prospects[1 - i]) for i in (0, 1))
        return one, other

    def _choose(self, i: int, left: Ints) -> Ints:
        elsewhere = self._prospects(i, self._ends(1 - i, left), 1 + self._moves(left))
        staying = self._prospects(i, np.arange(self.space.size), 0)
        return np.maximum(staying, best_elsewhere(self.space, i, elsewhere))

    def _ends(self, dm: int, prospects: Ints) -> Ints:
        return np.asarray(self.anticipation.state_at[dm][prospects // WIDE])

    def _moves(self, prospects: Ints) -> Ints:
        return np.asarray(WIDE - 1 - prospects % WIDE)

    def _again(self, prospects: Pair, *, ends_alone: bool) -> int | None:
        """Return where the same ends, or the same prospects, came up before, and remember these."""

        def telling(each: Pair) -> Pair:
            return (each[0] // WIDE, each[1] // WIDE) if ends_alone else each

        alike = self._places.setdefault(hash(tuple(each.tobytes() for each in telling(prospects))), [])
        for place in alike:
            if all(map(np.array_equal, telling(self.held[place]), telling(prospects))):
                return place
        alike.append(len(self.held))
        return None

    def prospect(self, horizon: int, dm: int, state: int) -> tuple[int, int]:
        """Return G_h(i, s), and how many moves it takes to get there."""
        if horizon >= len(self.held):
            period = len(self.recurring)
            horizon = len(self.held) - period + (horizon - len(self.held)) % period
        prospect = self.held[horizon][dm][state : state + 1]
        return int(self._ends(dm, prospect)[0]), int(self._moves(prospect)[0])

    def of(self, horizon: int, dm: int, state: int) -> int:
        """Return G_h(i, s)."""
        return self.prospect(horizon, dm, state)[0]


class _Ways:
    """Finds the ways that the moves from one state are anticipated to go."""

    def __init__(self, space: Space, ends: _Ends, dm: int, state: int, horizon: int) -> None:
        self.space = space
        self.ends = ends
        self.dm = dm
        self.state = state
        self.horizon = horizon
        self.looked_at = 0

    def by(self, move: int) -> Way:
        """Return a shortest way by which a move comes to its anticipated end.

        Whoever is in turn takes a move that leaves one move less to the same end; where that end is, it
        stays.
        """
        steps = [self._step(self.dm, self.state, move)]
        mover, left = 1 - self.dm, self.horizon - 1
        end, moves = self.ends.prospect(left, mover, move)
        while moves:
            moves, left = moves - 1, left - 1
            at = steps[-1].target
            following = next(
                target
                for target in self._targets(mover, at)
                if self.ends.prospect(left, 1 - mover, target) == (end, moves)
            )
            steps.append(self._step(mover, at, following))
            mover = 1 - mover
        liked = self.space.ranks[self.dm]
        return Way(tuple(steps), bool(liked[end] > liked[self.state]))

    def _step(self, by: int, source: int, target: int) -> Step:
        liked = self.space.ranks[by]
        return Step(by, source, target, bool(liked[target] > liked[source]))

    def _targets(self, mover: int, state: int) -> list[int]:
        targets = self.space.moves.targets(mover, state)
        self.looked_at += len(targets)
        if self.looked_at > MAX_MOVES:
            raise LimitError(
                f"more than {MAX_MOVES:,} moves come up in what is anticipated; ask for a shorter horizon, "
                "such as lh:2"
            )
        return targets
