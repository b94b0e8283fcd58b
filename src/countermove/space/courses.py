"""The decision makers' courses of action: the settings of its own options that constraints allow each.

Courses are counted before any long list of them is made. Options that no constraint brings together
are counted apart, and a setting is given up as soon as the options set so far break a constraint, so
that thirty options of which at most one may be taken cost no more than their thirty-one courses.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import prod

import numpy as np
from numpy.typing import NDArray

from countermove.errors import LimitError
from countermove.model import evaluate
from countermove.model.condition import Condition, Is, atoms

__all__ = ["MAX_COMBINATIONS", "list_courses"]

MAX_COMBINATIONS = 2**24
"""The largest number of combinations of courses that the explicit engine lists."""
COUNTED = 2**16
"""How many settings of some options are still counted where there are too many combinations already."""

Settings = NDArray[np.int8]
Levels = NDArray[np.int8]
Bools = NDArray[np.bool_]


def list_courses(
    own: Sequence[Sequence[int]], sizes: Sequence[int], private: Sequence[Sequence[Condition]]
) -> tuple[Settings, ...]:
    """List the courses of every decision maker.

    Parameters
    ----------
    own : sequence of sequences of int
        For each decision maker its options.
    sizes : sequence of int
        How many levels each option has.
    private : sequence of sequences of Condition
        For each decision maker the constraints on its options alone; each mentions one at least.

    Returns
    -------
    tuple of int8 arrays, shape (courses, own options)
        The first option varies fastest.

    Raises
    ------
    LimitError
        When the courses have more than `MAX_COMBINATIONS` combinations, or so many settings of one
        decision maker's options come up on the way.
    """
    counts: list[int] = []
    known: list[Settings | None] = []
    for options, constraints in zip(own, private, strict=True):
        counts.append(1)
        known.append(None)
        for some, concerned in _apart(options, constraints):
            if not concerned:
                counts[-1] *= prod(sizes[option] for option in some)
                continue
            ways = prod(counts)
            limit = COUNTED if ways > MAX_COMBINATIONS else MAX_COMBINATIONS
            found = _settings(some, sizes, concerned, limit)
            if found is None:
                raise _too_many("more than ", max(ways, MAX_COMBINATIONS))
            counts[-1] *= len(found)
            if len(some) == len(options):
                known[-1] = found
    # Where one has no course there is no combination, but the others' courses are listed all the same.
    if max(prod(counts), *counts) > MAX_COMBINATIONS:
        raise _too_many("", max(prod(counts), *counts))
    listed = []
    for options, constraints, found in zip(own, private, known, strict=True):
        courses = _settings(options, sizes, constraints, MAX_COMBINATIONS) if found is None else found
        if courses is None:
            raise _too_many("on the way more than ", MAX_COMBINATIONS)
        listed.append(courses)
    return tuple(listed)


def _apart(
    options: Sequence[int], constraints: Sequence[Condition]
) -> list[tuple[list[int], list[Condition]]]:
    """Part options so that each constraint is on options of one part; with each part its constraints."""
    parts = [({option}, list[Condition]()) for option in options]
    for constraint in constraints:
        mentioned = {leaf.option for leaf in atoms(constraint)}
        touched = [part for part in parts if part[0] & mentioned]
        parts = [part for part in parts if not part[0] & mentioned]
        united = set().union(*(some for some, _ in touched))
        parts.append((united, [*(each for _, concerned in touched for each in concerned), constraint]))
    return [(sorted(some), concerned) for some, concerned in parts]


def _settings(
    options: Sequence[int], sizes: Sequence[int], constraints: Sequence[Condition], limit: int
) -> Settings | None:
    """List the settings of some options that constraints allow, the first option varying fastest.

    The options are set one by one from the last to the first. Returns None when, at any time, more
    settings than the limit break no constraint.
    """
    count, columns = 1, dict[int, Levels]()  # the options set so far, each with its level in every setting
    for option in reversed(options):
        size = sizes[option]
        new = np.tile(np.arange(size, dtype=np.int8), count)
        allowed = np.ones(count * size, dtype=bool)
        for constraint in constraints:
            if any(leaf.option == option for leaf in atoms(constraint)):
                allowed &= _may_hold(constraint, option, new, columns, size)
        count = int(np.count_nonzero(allowed))
        if count > limit:
            return None
        for each, column in columns.items():
            columns[each] = np.repeat(column, size)[allowed]
        columns[option] = new[allowed]
    rows = [columns[option] for option in options]
    return np.array(rows, dtype=np.int8).reshape(len(rows), count).T


def _may_hold(
    condition: Condition, option: int, new: Levels, columns: Mapping[int, Levels], size: int
) -> Bools:
    """Say whether a condition can still hold with an option set anew; shape (settings times its levels,).

    Evaluated in three values (Kleene), as a pair: whether the condition may hold, and whether it must.
    Nothing is known of options that are not set yet.
    """

    def leaf(each: Is) -> Bools:
        if each.option == option:
            return np.broadcast_to(new == each.level, (2, len(new)))
        if each.option in columns:
            return np.broadcast_to(np.repeat(columns[each.option] == each.level, size), (2, len(new)))
        return np.array([[True], [False]])

    def invert(pair: Bools) -> Bools:
        return np.logical_not(pair[::-1])

    true = np.ones((2, 1), dtype=bool)
    may: Bools = evaluate(condition, leaf, true, invert, np.logical_and, np.logical_or)[0]
    return may


def _too_many(about: str, ways: int) -> LimitError:
    told = f"{ways:,}" if ways < 10**40 else f"10^{int((ways.bit_length() - 1) * 0.30103)}"
    about = about or ("" if ways < 10**40 else "more than ")
    return LimitError(
        f"the options combine in {about}{told} ways, and the explicit engine lists at most "
        f"{MAX_COMBINATIONS:,}; leave options out, or add constraints on one decision maker's options"
    )
