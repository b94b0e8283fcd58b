"""What each side wants, as one whole number for each state: the higher, the better liked.

Only the order of the numbers means anything, so any exact preference fits in 64 bits.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from countermove.model.elements import Indifferent, Preference, Prioritize, Ranking, Statement, Weights
from countermove.model.proportions import too_far_apart, whole_numbers
from countermove.model.yaml import Place
from countermove.space.states import States

__all__ = ["all_apart", "compact", "rank"]

Ints = NDArray[np.int64]
Values = NDArray[np.signedinteger]
Report = Callable[[Place, str, str], None]
MAX_LISTED = 5
DENSE_EVERY = 30
"""Statements, a bit each, between renumberings: with up to 2**24 states 54 bits are in use."""


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
        case Weights(items):
            return _weighted(preference, items, states, report)
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


def _weighted(
    preference: Preference, items: Sequence[tuple[Statement, Fraction]], states: States, report: Report
) -> Ints:
    exact = [weight for _, weight in items]
    result = np.zeros(states.size, dtype=np.int64)
    if too_far_apart(exact):  # which is found on reading, but not every model was read from a file
        what = f"the weights of '{preference.of}' are too far apart to be added up exactly"
        report(preference.at, what, "use rounder weights, or prioritize")
        return result
    for (statement, _), weight in zip(items, whole_numbers(exact), strict=True):
        result += weight * states.where(statement.condition)
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
