"""From which foresight on states hold: at every horizon, for maximin and limited-move stability.

Verdicts at one horizon follow from what was anticipated a move or two before, so that they come to repeat:
then they are known at every horizon there is. Under maximin stability each odd horizon leaves a state stable
that a shorter odd one did, each even one unstable what a shorter even one did, and stable at some odd
horizon is stable at every even one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from countermove.concepts import find
from countermove.errors import LimitError
from countermove.space import Space
from countermove.space.limited import Anticipation
from countermove.space.stopping import go_on
from countermove.stability import sure_of, unmet

__all__ = ["MAX_HORIZONS", "MAX_STATES", "Foreseen", "Profile", "horizons"]

MAX_STATES = 10_000
"""Above so many states it is not looked at from which horizon on each of them holds."""
MAX_HORIZONS = 500
"""Within so many moves the verdicts have to repeat."""

Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Profile:
    """At which horizons some states hold.

    Attributes
    ----------
    holds_at : tuple of int
        The horizons at which they do, of all up to where verdicts repeat.
    since : int or None
        From which horizon on they do at every one; None where there is none.
    then : str
        What comes after the horizons looked at: ``always``, ``sometimes`` or ``never``.
    states : tuple of int
        The states (indices) of which this is so.
    """

    holds_at: tuple[int, ...]
    since: int | None
    then: str
    states: tuple[int, ...]


@dataclass(frozen=True)
class Foreseen:
    """The verdicts of a family of concepts at every horizon.

    Attributes
    ----------
    family : str
        ``maximin`` or ``lh``.
    settled : int
        From which horizon on verdicts repeat ...
    every : int
        ... every so many moves.
    stable : bool array, shape (decision makers, horizons, states)
        For the horizons from 1 to the last before they repeat.
    """

    family: str
    settled: int
    every: int
    stable: Bools

    @property
    def up_to(self) -> int:
        """The last horizon before verdicts repeat."""
        return self.settled + self.every - 1

    def holds(self, dm: int | None, horizon: int) -> Bools:
        """Return which states are stable at a horizon for a decision maker, or, for None, for everybody."""
        if horizon > self.up_to:
            horizon = self.settled + (horizon - self.settled) % self.every
        return np.asarray(self._rows(dm)[horizon - 1])

    def profile(self, dm: int | None, state: int) -> Profile:
        """Return at which horizons one state is stable for a decision maker, or holds."""
        return self._told(self._rows(dm)[:, state], (state,))

    def _rows(self, dm: int | None) -> Bools:
        """Return the verdicts of a decision maker, or of all together; shape (horizons, states)."""
        return np.asarray(self.stable.all(axis=0) if dm is None else self.stable[dm])

    def profiles(self, dm: int | None, states: Sequence[int] | None = None) -> list[Profile]:
        """Return the states that are alike together, those first that hold from the shortest horizon on.

        Parameters
        ----------
        dm : int or None
            For whom they are stable; None asks for the equilibria.
        states : sequence of int, optional
            Only these; by default all. Those that hold at no horizon are left out in any case.
        """
        rows = self._rows(dm)
        chosen = np.arange(rows.shape[1]) if states is None else np.array(states, dtype=int)
        alike: dict[bytes, list[int]] = {}
        for state in chosen[rows[:, chosen].any(axis=0)].tolist():
            alike.setdefault(rows[:, state].tobytes(), []).append(state)
        found = [self._told(rows[:, members[0]], tuple(members)) for members in alike.values()]
        return sorted(found, key=lambda each: (each.since is None, each.since or 0, each.holds_at))

    def _told(self, column: Bools, states: tuple[int, ...]) -> Profile:
        ahead = column[self.settled - 1 :]
        since = None
        if ahead.all():
            failing = np.flatnonzero(~column)
            since = int(failing[-1]) + 2 if len(failing) else 1
        then = "always" if ahead.all() else "sometimes" if ahead.any() else "never"
        return Profile(tuple(int(k) + 1 for k in np.flatnonzero(column)), since, then, states)


def horizons(space: Space) -> dict[str, Foreseen]:
    """Decide every state at every horizon.

    Parameters
    ----------
    space : Space
        The conflict.

    Returns
    -------
    dict
        ``maximin``, and ``lh`` where limited-move stability is defined.

    Raises
    ------
    LimitError
        When there are more than `MAX_STATES`, or verdicts do not repeat within `MAX_HORIZONS` moves.
    """
    if space.size > MAX_STATES:
        raise LimitError(
            f"there are {space.size:,} states, and up to {MAX_STATES:,} it is looked at from which horizon "
            "on each holds; ask for one horizon, such as --concept maximin:4"
        )
    found = {"maximin": _maximin(space)}
    if not unmet(space, find("lh:1")):
        found["lh"] = _limited(space)
    return found


def _maximin(space: Space) -> Foreseen:
    """Work W_h out for one decision maker after the other, until neither parity changes any more."""
    own = [_secured(space, dm) for dm in range(len(space.decision_makers))]
    many = max(len(each) for each in own)  # of every row the last two are those that repeat
    rows = [[*each, *(each[-2 + k % 2] for k in range(many - len(each)))] for each in own]
    stable = np.array(rows)
    every = 1 if np.array_equal(stable[:, -1], stable[:, -2]) else 2
    settled = many - 1
    while settled > 1 and np.array_equal(stable[:, settled - 2], stable[:, settled - 2 + every]):
        settled -= 1
    return Foreseen("maximin", settled, every, stable[:, : settled + every - 1])


def _secured(space: Space, dm: int) -> list[Bools]:
    """Return where a decision maker stays at the horizons 1, 2, ...; the last two repeat."""
    moves = space.moves
    rank = moves.ranks[dm]
    before, last = rank, moves.best(dm, rank)  # W_0 and W_1
    stable, changing = [moves.of_states(rank >= last)], [True, True]
    while any(changing):
        go_on()
        following = sure_of(space, dm, moves.least_answer(dm, before, improvements=False))
        changing = [changing[1], not np.array_equal(moves.of_states(following), moves.of_states(before))]
        before, last = last, following
        stable.append(moves.of_states(rank >= last))
        _not_too_far(len(stable))
    return stable


def _limited(space: Space) -> Foreseen:
    """Work G_h out for both decision makers until the same comes up again."""
    anticipation = Anticipation(space)
    expected = anticipation.one_more(anticipation.nothing_moves)
    seen: dict[tuple[bytes, bytes], int] = {}
    stable: list[list[Bools]] = []
    while (now := (expected[0].tobytes(), expected[1].tobytes())) not in seen:
        seen[now] = len(stable) + 1
        stable.append([anticipation.stays(expected, dm) for dm in (0, 1)])
        _not_too_far(len(stable))
        expected = anticipation.one_more(expected)
    settled = seen[now]
    return Foreseen("lh", settled, len(stable) + 1 - settled, np.array(stable).swapaxes(0, 1))


def _not_too_far(horizon: int) -> None:
    if horizon > MAX_HORIZONS:
        raise LimitError(
            f"verdicts do not come to repeat within {MAX_HORIZONS:,} moves; ask for one horizon, such as "
            "--concept maximin:4"
        )
