"""What each side wants, as one whole number for each state: the higher, the better liked.

Only the order of the numbers means anything, so any exact preference fits in 64 bits.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from countermove.model.elements import Indifferent, Preference, Prioritize, Ranking, Weights
from countermove.model.proportions import MAX_SUM, too_far_apart, whole_numbers
from countermove.model.yaml import Place
from countermove.space.states import States

__all__ = ["Worth", "all_apart", "compact", "over_time", "rank", "worth"]

Ints = NDArray[np.int64]
Values = NDArray[np.signedinteger]
Report = Callable[[Place, str, str], None]
MAX_LISTED = 5
DENSE_EVERY = 30
"""Statements, a bit each, between renumberings: with up to 2**24 states 54 bits are in use."""


@dataclass(frozen=True)
class Worth:
    """What each state is worth, in whole numbers of one unit; int arrays of shape (size,).

    Attributes
    ----------
    once : int array
        Once, when the state is reached.
    each_period : int array
        In each period after that, as long as it lasts.
    """

    once: Ints
    each_period: Ints

    def at(self, patience: Fraction) -> Ints:
        """Rank states by (1 - d) U + d u for patience d; equal where that is equal."""
        p, q = patience.numerator, patience.denominator
        if not p or not self.each_period.any():
            return self.once
        largest = max(int(np.abs(each).max()) for each in (self.once, self.each_period))
        if largest * q < MAX_SUM:
            return self.once * (q - p) + self.each_period * p
        exact = self.once.astype(object) * (q - p) + self.each_period.astype(object) * p
        return np.unique(exact, return_inverse=True)[1].astype(np.int64)


def rank(preference: Preference, states: States, report: Report) -> Values:
    """Rank every state for one decision maker.

    Parameters
    ----------
    preference : Preference
        Whose and what.
    states : States
        The feasible states.
    report : callable
        Takes (place, what is wrong, what to type) for each mistake in the preference that only
        the list of states shows.

    Returns
    -------
    int array, shape (size,)
        Higher is better; equal is liked equally.
    """
    return compact(_rank(preference, states, report))


def _rank(preference: Preference, states: States, report: Report) -> Ints:
    match preference.by:
        case Indifferent():
            return np.zeros(states.size, dtype=np.int64)
        case Prioritize(statements):
            result = np.zeros(states.size, dtype=np.int64)
            for count, statement in enumerate(statements, start=1):
                result = result * 2 + states.where(statement.condition)
                if count % DENSE_EVERY == 0:
                    result = _dense(result)
            return result
        case Weights():
            return _weighted(preference, preference.by, states, report)
        case Ranking():
            return _ranked(preference, preference.by, states, report)


def compact(values: Values) -> Values:
    """Return the same order in the smallest whole numbers from 0, so that little memory is moved."""
    low, high = int(values.min()), int(values.max())
    if high - low >= np.iinfo(np.int32).max:
        return compact(_dense(values))
    small = high - low < np.iinfo(np.int16).max
    return (values - low).astype(np.int16 if small else np.int32)


def _dense(values: Ints) -> Ints:
    """Renumber from 0 without gaps; the order stays."""
    return np.unique(values, return_inverse=True)[1].astype(np.int64)


def all_apart(values: Values) -> bool:
    """Whether no two states are liked equally."""
    low, high = int(values.min()), int(values.max())
    if high - low + 1 < len(values):
        return False  # more states than numbers
    if high - low > 4 * len(values):
        inorder = np.sort(values)
        return bool((inorder[1:] != inorder[:-1]).all())
    seen = np.zeros(high - low + 1, dtype=bool)
    seen[np.subtract(values, low, dtype=np.int64)] = True
    return int(np.count_nonzero(seen)) == len(values)


def _weighted(preference: Preference, weights: Weights, states: States, report: Report) -> Ints:
    result = np.zeros(states.size, dtype=np.int64)
    worths = worth(weights, states)
    if worths is None:  # which is found on reading, but not every model was read from a file
        what = f"the weights of '{preference.of}' are too far apart to be added up exactly"
        report(preference.at, what, "use rounder weights, or prioritize")
        return result
    return over_time(worths, weights.patience)


def worth(weights: Weights, states: States) -> tuple[Worth, ...] | None:
    """Return what each state is worth, for what decides first and then for what does where that is equal.

    None when weights are too far apart to be added up exactly.
    """
    found = []
    for part in weights.parts:
        items = (*part.once, *part.each_period)
        exact = [weight for _, weight in items]
        if too_far_apart(exact):
            return None
        once, each_period = (np.zeros(states.size, dtype=np.int64) for _ in range(2))
        for place, ((statement, _), amount) in enumerate(zip(items, whole_numbers(exact), strict=True)):
            counted = once if place < len(part.once) else each_period
            counted += amount * states.where(statement.condition)
        found.append(Worth(once, each_period))
    return tuple(found)


def over_time(worths: Sequence[Worth], patience: Fraction) -> Ints:
    """Rank states by what they are worth over time, exactly."""
    result = None
    for each in worths:
        values = each.at(patience)
        if len(worths) > 1:
            values = _dense(values)
        result = values if result is None else _dense(result * (int(values.max()) + 1) + values)
    assert result is not None, "weights have a part"
    return result


def _ranked(preference: Preference, ranking: Ranking, states: States, report: Report) -> Ints:
    result = np.full(states.size, -1, dtype=np.int64)
    first: dict[int, Place] = {}
    sound = True
    for worse, tier in enumerate(reversed(ranking.tiers)):
        for ref, _ in tier:
            state = _find(ref, states)
            if state is not None:
                result[state] = worse
    for tier in ranking.tiers:
        for ref, at in tier:
            state = _find(ref, states)
            if state is None:
                sound = False
                hint = (
                    f"the states are numbered 1 to {states.size}"
                    if isinstance(ref, int)
                    else "use a label or number"
                )
                report(at, f"'{ref}' is no feasible state", hint + "; 'countermove analyze' lists them")
            elif state in first:
                sound = False
                where = f", first on line {first[state].line}" if first[state].line else ""
                what = f"the ranking of '{preference.of}' repeats state {state + 1}{where}"
                report(at, what, "name each feasible state once")
            else:
                first[state] = at
    missed = np.flatnonzero(result < 0)
    if len(missed) and (sound or len(missed) < states.size):
        shown = ", ".join(f"{state + 1} ({states.label(state)})" for state in missed[:MAX_LISTED].tolist())
        more = f" and {len(missed) - MAX_LISTED:,} more" if len(missed) > MAX_LISTED else ""
        what = f"the ranking of '{preference.of}' misses state {shown}{more}"
        report(preference.at, what, "add it where it belongs; [4, 6] inside the list is a tie")
    return result


def _find(ref: int | str, states: States) -> int | None:
    if isinstance(ref, int):
        return ref - 1 if 1 <= ref <= states.size else None
    return states.named(ref)
