"""Stability under attitudes, transcribed from the definitions: what a side makes of how others fare.

Inohara, Hipel, Walker, Journal of Systems Science and Systems Engineering 16 (2007) 181-201; Inohara,
Hipel, IEEE International Conference on Systems, Man, and Cybernetics (2009). For i and j an attitude is
positive (1), neutral (0) or negative (-1). What the second paper proves of its concepts, for complete
preferences without ties, holds of these, and is tested. With ties they are the plainest reading under
which somebody who is positive to itself and neutral to all others is just the decision maker that it is
without attitudes, ties included: a tie of somebody speaks neither for a state nor against it, and where all
speak neither for nor against, the state is not preferred.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from countermove.concepts._concept import Game
from countermove.concepts._literal import others, reachable

__all__ = ["REFERENCES", "AttitudeGame", "at_least", "totally_preferred"]

Attitudes = Mapping[str, Mapping[str, int]]
"""e_ij by i, then by j."""


def at_least(game: Game, attitude: int, j: str, t: int, s: int) -> bool:
    """Say whether t RP_ij s: devoting for a positive attitude, aggressive for a negative one.

    Devoting: j likes t at least as well as s. Aggressive: j likes s at least as well as t. Neutral: always.
    """
    if attitude > 0:
        return not game.prefers(j, s, t)
    if attitude < 0:
        return not game.prefers(j, t, s)
    return True


def totally_preferred(game: Game, attitudes: Attitudes, i: str, t: int, s: int) -> bool:
    """Say whether t TRP_i s and is another state: t RP_ij s for every j, and no tie of all who count."""
    counting = [j for j in game.decision_makers if attitudes[i][j]]
    apart = any(game.prefers(j, s, t) or game.prefers(j, t, s) for j in counting) if counting else s != t
    return apart and all(at_least(game, attitudes[i][j], j, t, s) for j in game.decision_makers)


@dataclass(frozen=True)
class AttitudeGame:
    """The same conflict, in which a decision maker prefers what its attitudes make it prefer; a ``Game``."""

    game: Game
    attitudes: Attitudes

    @property
    def decision_makers(self) -> tuple[str, ...]:
        """See `Game`."""
        return tuple(self.game.decision_makers)

    @property
    def states(self) -> Sequence[int]:
        """See `Game`."""
        return self.game.states

    @property
    def looking(self) -> Mapping[str, str]:
        """See `Game`."""
        return self.game.looking

    def moves(self, dm: str, state: int) -> Collection[int]:
        """See `Game`."""
        return self.game.moves(dm, state)

    def joint(self, state: int, moves: Mapping[str, int]) -> int | None:
        """See `Game`."""
        return self.game.joint(state, moves)

    def prefers(self, dm: str, one: int, other: int) -> bool:
        """See `Game`."""
        return totally_preferred(self.game, self.attitudes, dm, one, other)


def replies(game: Game, attitudes: Attitudes, i: str, s: int) -> frozenset[int]:
    """Return TRR_i(s) without s: what i can move to and totally prefers."""
    return frozenset(t for t in game.moves(i, s) if totally_preferred(game, attitudes, i, t, s))


def reachable_by_replies(game: Game, attitudes: Attitudes, i: str, s: int) -> frozenset[int]:
    """Return TRR_{N-i}(s): where legal sequences of the others' total relational replies lead."""

    @dataclass(frozen=True)
    class Replying(AttitudeGame):
        def moves(self, dm: str, state: int) -> Collection[int]:
            return replies(self.game, self.attitudes, dm, state)

    return reachable(Replying(game, attitudes), others(game, i), s)


def holds_back(game: Game, attitudes: Attitudes, i: str, t: int, s: int) -> bool:
    """Say whether t is in the set of what i does not totally prefer to s, s itself included."""
    return not totally_preferred(game, attitudes, i, t, s)


def nash(game: Game, attitudes: Attitudes, i: str, s: int) -> bool:
    """RNash: TRR_i(s) holds s alone."""
    return not replies(game, attitudes, i, s)


def gmr(game: Game, attitudes: Attitudes, i: str, s: int) -> bool:
    """RGMR: each x in TRR_i(s) is answered by some y in R_{N-i}(x) that holds i back."""
    return all(
        any(holds_back(game, attitudes, i, y, s) for y in reachable(game, others(game, i), x))
        for x in replies(game, attitudes, i, s)
    )


def smr(game: Game, attitudes: Attitudes, i: str, s: int) -> bool:
    """RSMR: as RGMR, and every z in R_i(y) holds i back, too."""
    return all(
        any(
            holds_back(game, attitudes, i, y, s)
            and all(holds_back(game, attitudes, i, z, s) for z in game.moves(i, y))
            for y in reachable(game, others(game, i), x)
        )
        for x in replies(game, attitudes, i, s)
    )


def seq(game: Game, attitudes: Attitudes, i: str, s: int) -> bool:
    """RSEQ: as RGMR, with y in TRR_{N-i}(x)."""
    return all(
        any(holds_back(game, attitudes, i, y, s) for y in reachable_by_replies(game, attitudes, i, x))
        for x in replies(game, attitudes, i, s)
    )


REFERENCES: dict[str, Callable[[Game, Attitudes, str, int], bool]] = {
    "nash": nash,
    "gmr": gmr,
    "smr": smr,
    "seq": seq,
}
