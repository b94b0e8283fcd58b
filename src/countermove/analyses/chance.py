"""Where a conflict stays in the long run, with the probabilities of its events: a Markov chain, exactly.

The chain runs over resting states, in which no decision maker has an improvement. In each period of rest
every event that may happen there happens with its probability, independently of the others; one that does
not last is drawn anew. Then the sides improve until the conflict rests again: each of those that have an
improvement is equally likely to be the next to move, to the state that it likes best of those it can move
to, each of several equally likely. Events without a probability do not happen here.

That is our own plainest reading, and follows no published definition. All shares are fractions, worked out
without rounding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from countermove.analyses.graph import components
from countermove.errors import LimitError, UsageError
from countermove.space import Space
from countermove.space.chance import Happenings

__all__ = ["MAX_DRAWN", "MAX_STATES", "MAX_TOGETHER", "Chance", "Recurrent", "chance"]

MAX_STATES = 2_000
"""How many states may come up on the way."""
MAX_TOGETHER = 120
"""How many states may lead to each other in a circle; their shares are solved for together."""
MAX_DRAWN = 12
"""How many events may be open in one state."""

Shares = dict[int, Fraction]
CIRCLING = -1
"""Stands for improvements that never come to rest, where shares of resting states are kept."""


@dataclass(frozen=True)
class Recurrent:
    """Resting states among which the conflict stays for ever, once it is there; states by index.

    Attributes
    ----------
    probability : Fraction
        How likely it is to end there.
    states : mapping
        For each of its states the share of the periods spent in it, once it is there.
    """

    probability: Fraction
    states: Mapping[int, Fraction]


@dataclass(frozen=True)
class Chance:
    """Where a conflict comes to rest, and where it stays; states by index.

    Attributes
    ----------
    start : int
        The state that it starts from.
    first : mapping
        For each state in which it may first rest, before any event, how likely that is.
    shares : mapping
        For each resting state the share of all periods spent in it in the long run; the largest first.
        Those with no share are left out.
    ends : tuple of Recurrent
        Where it may end up, the likeliest first.
    circling : Fraction
        How likely it is that improvements come to circle for ever, without rest.
    left_out : tuple of str
        The labels of events without a probability.
    """

    start: int
    first: Mapping[int, Fraction]
    shares: Mapping[int, Fraction]
    ends: tuple[Recurrent, ...]
    circling: Fraction
    left_out: tuple[str, ...]


def chance(space: Space, start: int) -> Chance:
    """Follow a conflict from a state through improvements and events.

    Parameters
    ----------
    space : Space
        The conflict.
    start : int
        The state (index) that it starts from.

    Raises
    ------
    UsageError
        When no event has a probability.
    LimitError
        When too many states come up, or events in one state.
    """
    happenings = space.happenings
    if happenings is None or all(event.probability is None for event in space.model.events):
        raise UsageError("no event has a probability; write 'probability: 1/4' under one in 'events:'")
    chain = _Chain(space, happenings)
    first = chain.rest(start)
    periods = _explored((state for state in first if state >= 0), chain.period)
    # Where improvements circle for ever, the chain stays.
    periods[CIRCLING] = {CIRCLING: Fraction(1)}
    closed = [each for each in components(_arrows(periods)) if _is_closed(each, periods)]
    ending = _ending(periods, {state: k for k, each in enumerate(closed) for state in each})
    likely = [Fraction(0)] * len(closed)
    for state, probability in first.items():
        for k, share in ending[state].items():
            likely[k] += probability * share
    ends = []
    circling = Fraction(0)
    for probability, states in zip(likely, closed, strict=True):
        if CIRCLING in states:
            circling = probability
        elif probability:
            ends.append(Recurrent(probability, _in_order(_stationary(sorted(states), periods))))
    ends.sort(key=lambda each: (-each.probability, min(each.states)))
    shares: Shares = {}
    for end in ends:
        shares |= {state: end.probability * share for state, share in end.states.items()}
    left_out = tuple(event.label for event in space.model.events if event.probability is None)
    resting = {state: share for state, share in first.items() if state != CIRCLING}
    return Chance(start, _in_order(resting), _in_order(shares), tuple(ends), circling, left_out)


class _Chain:
    """One period of a conflict after the other."""

    def __init__(self, space: Space, happenings: Happenings) -> None:
        self.space = space
        self.happenings = happenings
        self.drawn = [k for k, event in enumerate(space.model.events) if event.probability is not None]
        self.possible = {k: happenings.possible(k) for k in self.drawn}
        self.happened = {k: happenings.happened(k) for k in self.drawn}
        self._steps: dict[int, Shares] = {}
        self._rests: dict[int, Shares] = {}

    def period(self, state: int) -> Shares:
        """Return where the conflict rests a period after it rested in a state, and how likely."""
        found: Shares = {}
        for after, probability in self.draw(state).items():
            for end, share in self.rest(after).items():
                found[end] = found.get(end, Fraction(0)) + probability * share
        return found

    def draw(self, state: int) -> Shares:
        """Return what the events of one period make of a state, and how likely.

        They are drawn where the state is; one that would lead to no feasible state, after those before it
        in the model, leaves things as they are.
        """
        ways: list[list[tuple[int | None, Fraction]]] = []  # each event's: that it turns, or None does
        for k in self.drawn:
            event = self.space.model.events[k]
            assert event.probability is not None
            happened, possible = bool(self.happened[k][state]), bool(self.possible[k][state])
            if happened and event.lasts:
                continue
            stands = event.probability if possible else Fraction(0)
            turns = 1 - stands if happened else stands
            ways.append([(each, p) for each, p in ((k, turns), (None, 1 - turns)) if p])
        if sum(len(each) > 1 for each in ways) > MAX_DRAWN:
            raise LimitError(
                f"more than {MAX_DRAWN} events are open in one state; leave probabilities out, so that "
                "those events do not happen here"
            )
        found: Shares = {}
        for together in product(*ways):
            after, probability = state, Fraction(1)
            for turning, p in together:
                probability *= p
                if turning is not None and (there := int(self.happenings.others[turning][after])) >= 0:
                    after = there
            found[after] = found.get(after, Fraction(0)) + probability
        return found

    def step(self, state: int) -> Shares:
        """Return where the next improvement leads, and how likely; nothing where the conflict rests."""
        if state not in self._steps:
            if len(self._steps) >= MAX_STATES:
                raise LimitError(
                    f"more than {MAX_STATES:,} states come up; start from a state nearer the end, or leave "
                    "options or events out"
                )
            movers = [
                better
                for dm in range(len(self.space.decision_makers))
                if (better := self._best_improvements(dm, state))
            ]
            found: Shares = {}
            for better in movers:
                for target in better:
                    found[target] = found.get(target, Fraction(0)) + Fraction(1, len(movers) * len(better))
            self._steps[state] = found
        return self._steps[state]

    def _best_improvements(self, dm: int, state: int) -> list[int]:
        improvements = self.space.improvements(dm, state)
        liked = self.space.ranks[dm]
        best = max((liked[target] for target in improvements), default=None)
        return [target for target in improvements if liked[target] == best]

    def rest(self, state: int) -> Shares:
        """Return where improvements from a state come to rest, and how likely."""
        if state not in self._rests:
            steps = _explored([state], self.step)
            targets: dict[int, int] = {each: each for each, shares in steps.items() if not shares}
            for circle in components(_arrows(steps)):
                if len(circle) > 1 and _is_closed(circle, steps):
                    targets |= dict.fromkeys(circle, CIRCLING)
            self._rests |= _ending(steps, targets)
        return self._rests[state]


# ---------------------------------------------------------------- chains of any kind
def _explored(starts: Iterable[int], following: Callable[[int], Shares]) -> dict[int, Shares]:
    """Return what follows each state that starts lead to, themselves among them."""
    found: dict[int, Shares] = {}
    waiting = list(starts)
    while waiting:
        state = waiting.pop()
        if state in found or state == CIRCLING:
            continue
        found[state] = following(state)
        waiting += found[state]
    return found


def _arrows(chain: Mapping[int, Shares]) -> dict[int, list[int]]:
    return {state: list(following) for state, following in chain.items()}


def _is_closed(states: Iterable[int], chain: Mapping[int, Shares]) -> bool:
    inside = set(states)
    return all(inside.issuperset(chain[state]) for state in inside)


def _in_order(shares: Mapping[int, Fraction]) -> Shares:
    return dict(sorted(shares.items(), key=lambda each: (-each[1], each[0])))


def _ending(chain: Mapping[int, Shares], targets: Mapping[int, int]) -> dict[int, Shares]:
    """Return for each state in which of some targets a chain ends that starts there, and how likely.

    Parameters
    ----------
    chain : mapping
        For each state what follows, and how likely.
    targets : mapping
        For each state in which the chain ends the name of its end; every closed part has one.
    """
    found: dict[int, Shares] = {state: {name: Fraction(1)} for state, name in targets.items()}
    # What leads on comes after what it leads to, so that only states in a circle are solved for together.
    for circle in components(_arrows(chain)):
        left = [state for state in circle if state not in found]
        if left:
            found |= _solved(left, chain, found)
    return found


def _solved(states: list[int], chain: Mapping[int, Shares], known: Mapping[int, Shares]) -> dict[int, Shares]:
    """Return in which ends states end that lead to each other and, otherwise, to states that are known.

    The states are taken out one by one: what leads to one that is out leads on to what follows it.
    """
    _not_too_many(states)
    rows = {state: dict(chain[state]) for state in states}
    order = list(states)
    for place, out in enumerate(order):
        row = rows[out]
        stay = row.pop(out, Fraction(0))
        for state in row:
            row[state] /= 1 - stay
        for state in order[place + 1 :]:
            through = rows[state].pop(out, None)
            if through is not None:
                for end, share in row.items():
                    rows[state][end] = rows[state].get(end, Fraction(0)) + through * share
    found: dict[int, Shares] = {}
    for state in reversed(order):
        ends: Shares = {}
        for following, share in rows[state].items():
            for end, part in (found.get(following) or known[following]).items():
                ends[end] = ends.get(end, Fraction(0)) + share * part
        found[state] = ends
    return found


def _stationary(states: list[int], chain: Mapping[int, Shares]) -> Shares:
    """Return the share of time that a chain spends in each state of a closed part.

    By the state reduction of Grassmann, Taksar and Heyman (1985), which subtracts nothing.
    """
    _not_too_many(states)
    rows = {state: dict(chain[state]) for state in states}
    order = list(states)
    leaving: Shares = {}
    for place in range(len(order) - 1, 0, -1):
        out, left = order[place], order[:place]
        leaving[out] = sum((rows[out].get(state, Fraction(0)) for state in left), Fraction(0))
        for source in left:
            through = rows[source].get(out, Fraction(0)) / leaving[out]
            if through:
                for target in left:
                    if share := rows[out].get(target):
                        rows[source][target] = rows[source].get(target, Fraction(0)) + through * share
    weights: Shares = {order[0]: Fraction(1)}
    for place in range(1, len(order)):
        state = order[place]
        into = sum(
            (weights[each] * rows[each].get(state, Fraction(0)) for each in order[:place]), Fraction(0)
        )
        weights[state] = into / leaving[state]
    total = sum(weights.values())
    return {state: weight / total for state, weight in weights.items()}


def _not_too_many(states: list[int]) -> None:
    if len(states) > MAX_TOGETHER:
        raise LimitError(
            f"{len(states):,} states lead to each other in a circle, and the exact shares of at most "
            f"{MAX_TOGETHER} are worked out; let events last, or leave options out"
        )
