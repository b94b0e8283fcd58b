"""The chain of resting states as it is described, followed step by step; what is under way stays open.

Each function follows what may happen only so far, so that it says of each share how large it is at least, and
how large at most: nothing of `countermove.analyses.chance` is used, and no equation is solved.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product

from countermove.space.literal import LiteralGame

Shares = dict[int, Fraction]


def improvements(game: LiteralGame, dm: str, state: int) -> list[int]:
    """Return the improvements that a decision maker likes best."""
    better = [t for t in sorted(game.moves(dm, state)) if game.prefers(dm, t, state)]
    return [t for t in better if not any(game.prefers(dm, other, t) for other in better)]


def one_improvement(game: LiteralGame, state: int) -> Shares:
    """Return where the next improvement leads; nothing where the conflict rests."""
    movers = {dm: better for dm in game.decision_makers if (better := improvements(game, dm, state))}
    found: Shares = {}
    for better in movers.values():
        for target in better:
            found[target] = found.get(target, Fraction(0)) + Fraction(1, len(movers)) / len(better)
    return found


def one_draw(game: LiteralGame, state: int) -> Shares:
    """Return what the events of one period make of a state: each combination of them, one by one."""
    events = game.model.events
    found: Shares = {}
    for drawn in product((False, True), repeat=len(events)):
        probability, after = Fraction(1), game.values(state)
        for event, stands in zip(events, drawn, strict=True):
            place = [option.id for option in game.model.options].index(event.id)
            before = game.values(state)
            chance = event.probability or Fraction(0)
            if event.possible is not None and not game.fulfils(event.possible.condition, state):
                chance = Fraction(0)
            if event.probability is None or (event.lasts and before[place]):
                chance = Fraction(before[place])
            probability *= chance if stands else 1 - chance
            changed = (*after[:place], int(stands), *after[place + 1 :])
            if any(game.values(each) == changed for each in game.states):
                after = changed
        if probability:
            end = next(each for each in game.states if game.values(each) == after)
            found[end] = found.get(end, Fraction(0)) + probability
    return found


def resting(game: LiteralGame, begin: Shares, steps: int) -> tuple[Shares, Fraction]:
    """Return how much has come to rest where, and how much is still under way, after so many improvements."""
    rest: Shares = {}
    for _ in range(steps):
        following: Shares = {}
        for state, share in begin.items():
            ways = one_improvement(game, state)
            if not ways:
                rest[state] = rest.get(state, Fraction(0)) + share
            for target, part in ways.items():
                following[target] = following.get(target, Fraction(0)) + share * part
        begin = following
        if not begin:
            break
    return rest, sum(begin.values(), Fraction(0))
