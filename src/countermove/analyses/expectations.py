"""Hold a model against what its analyst expects of it.

A check that speaks of states of which there are none does not hold: it would check nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from countermove.analyses.menu import Course as MenuCourse
from countermove.analyses.menu import course_value, follow_course, own_levels
from countermove.analyses.misperceptions import items
from countermove.analyses.paths import follow
from countermove.analyses.perceptions import hypergame
from countermove.model.elements import (
    Course,
    EquilibriaAre,
    Expectation,
    Holds,
    Improves,
    LeadsTo,
    Ranks,
    Reaches,
    Stable,
    StateRef,
)
from countermove.stability import Analysis

__all__ = ["Outcome", "examine"]

Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Outcome:
    """Whether an expectation holds.

    Attributes
    ----------
    expectation : Expectation
        What was expected.
    holds : bool
        Whether it is so.
    states : tuple of int
        States (indices) that show it: the first that fit, or the first that contradict.
    problem : str
        ``""``, or a word for what kept the check from being made: ``no-state`` (nothing fits),
        ``no-status-quo``, ``no-course`` (a course that cannot be taken), ``no-item`` (what is to be seen
        as it is, is not seen otherwise).
    found : mapping
        For an expectation of exact equilibria, those of each concept that has others.
    labels : tuple of str
        The labels of `states`, in what the expectation is about.
    """

    expectation: Expectation
    holds: bool
    states: tuple[int, ...] = ()
    problem: str = ""
    found: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    labels: tuple[str, ...] = ()


class _CannotCheck(Exception):  # noqa: N818 - a signal inside this module
    pass


def examine(analysis: Analysis, expectation: Expectation) -> Outcome:
    """Check one expectation; ``analysis`` must hold every concept that it names."""
    check = expectation.check
    handlers: dict[type, Callable[[Analysis, Expectation], Outcome]] = {
        EquilibriaAre: _equilibria,
        Stable: _stable,
        Reaches: _reaches,
        Improves: _improves,
        LeadsTo: _leads_to,
        Holds: _holds,
        Ranks: _ranks,
    }
    try:
        found = handlers[type(check)](analysis, expectation)
        return replace(found, labels=tuple(map(analysis.space.states.label, found.states)))
    except _CannotCheck as reason:
        return Outcome(expectation, False, (), str(reason))


def _outcome(expectation: Expectation, holds: bool, states: Iterable[int]) -> Outcome:
    return Outcome(expectation, bool(holds), tuple(int(state) for state in states)[:5])


def _select(analysis: Analysis, ref: StateRef) -> Bools:
    found = analysis.space.states.select(ref)
    if not found.any():
        raise _CannotCheck("no-state")
    return found


def _start(analysis: Analysis, ref: StateRef | None) -> list[int]:
    if ref is not None:
        return [int(state) for state in np.flatnonzero(_select(analysis, ref))]
    if analysis.space.status_quo is None:
        raise _CannotCheck("no-status-quo")
    return [analysis.space.status_quo]


def _equilibria(analysis: Analysis, expectation: Expectation) -> Outcome:
    assert isinstance(expectation.check, EquilibriaAre)
    wrong = np.zeros(analysis.space.size, dtype=bool)
    found = {}
    for concept, refs in expectation.check.states.items():
        expected = np.zeros(analysis.space.size, dtype=bool)
        for ref in refs:
            expected |= _select(analysis, ref)
        actual = analysis.equilibrium(concept)
        if (expected != actual).any():
            found[concept] = tuple(map(int, np.flatnonzero(actual)))
            wrong |= expected != actual
    return replace(_outcome(expectation, not wrong.any(), np.flatnonzero(wrong)), found=found)


def _holds(analysis: Analysis, expectation: Expectation) -> Outcome:
    check = expectation.check
    assert isinstance(check, Holds)
    chosen = _select(analysis, check.states)
    game = hypergame(analysis.space)
    known = {item.path: item for item in items(game.model.perceptions)}
    if not set(check.corrected) <= set(known):
        raise _CannotCheck("no-item")
    if check.corrected:
        game = game.seeing({known[path] for path in check.corrected})
    concepts = [each for each in analysis.concepts if each.id in check.concepts]
    held = np.array([game.holding(each) for each in concepts])
    fits = chosen & (held.all(axis=0) if check.possible else held.any(axis=0))
    return _outcome(expectation, bool(fits.any()) == check.possible, np.flatnonzero(fits))


def _stable(analysis: Analysis, expectation: Expectation) -> Outcome:
    check = expectation.check
    assert isinstance(check, Stable)
    chosen = _select(analysis, check.states)
    dms = [analysis.space.decision_makers.index(dm) for dm in check.dms]
    verdicts = np.array([analysis.stable[concept][dms].all(axis=0) for concept in check.concepts])
    fits = verdicts.all(axis=0) if check.stable else ~verdicts.any(axis=0)
    if check.every:
        wrong = np.flatnonzero(chosen & ~fits)
        return _outcome(expectation, not len(wrong), wrong if len(wrong) else np.flatnonzero(chosen))
    right = chosen & fits
    if check.reached:
        right &= _reached(analysis, _start(analysis, None), improvements=True)
    return _outcome(expectation, bool(right.any()), np.flatnonzero(right if right.any() else chosen))


def _reached(analysis: Analysis, starts: list[int], *, improvements: bool) -> Bools:
    reached = np.zeros(analysis.space.size, dtype=bool)
    movers = analysis.space.movers
    reached[follow(analysis.space, starts, movers, improvements=improvements, in_turn=False).states] = True
    return reached


def _reaches(analysis: Analysis, expectation: Expectation) -> Outcome:
    check = expectation.check
    assert isinstance(check, Reaches)
    space, start = analysis.space, _start(analysis, check.source)
    fits = _select(analysis, check.target)
    reach = follow(
        space,
        start,
        space.movers,
        improvements=check.improvements,
        in_turn=False,
        until=lambda state: bool(fits[state]),
    )
    # The nearest one settles it; without one everything has been looked at.
    found = [state for state in reach.states[-1:] if fits[state]]
    return _outcome(expectation, bool(found) == check.possible, found)


def _improves(analysis: Analysis, expectation: Expectation) -> Outcome:
    check = expectation.check
    assert isinstance(check, Improves)
    space = analysis.space
    dm = space.decision_makers.index(check.by)
    target = _select(analysis, check.target)
    sources = [int(state) for state in np.flatnonzero(_select(analysis, check.source))]
    nexts = space.improvements if check.improvement else space.moves.targets
    wrong = [state for state in sources if target[nexts(dm, state)].any() != check.possible]
    return _outcome(expectation, not wrong, wrong or sources)


def _course(analysis: Analysis, course: Course, start: int) -> MenuCourse:
    space = analysis.space
    dm = space.decision_makers.index(course.dm)
    for first in [start, *space.moves.targets(dm, start)]:
        if own_levels(space, dm, first) == course.levels:
            return follow_course(analysis, dm, first)
    raise _CannotCheck("no-course")


def _leads_to(analysis: Analysis, expectation: Expectation) -> Outcome:
    check = expectation.check
    assert isinstance(check, LeadsTo)
    fits = _select(analysis, check.rests)
    wrong: list[int] = []
    right: list[int] = []
    for start in _start(analysis, check.source):
        course = _course(analysis, check.course, start)
        looked_at = {"best": [course.best], "worst": [course.worst]}.get(check.quantifier, list(course.rests))
        held = [state for state in looked_at if fits[state]]
        if check.quantifier == "some" and not held:
            wrong += looked_at
        elif check.quantifier != "some":
            wrong += [state for state in looked_at if not fits[state]]
        right += held
    return _outcome(expectation, not wrong, wrong or right)


def _ranks(analysis: Analysis, expectation: Expectation) -> Outcome:
    check = expectation.check
    assert isinstance(check, Ranks)
    wrong: list[int] = []
    right: list[int] = []
    for start in _start(analysis, check.source):
        courses = [_course(analysis, each, start) for each in check.courses]
        right += [course.start for course in courses]
        dm = analysis.space.decision_makers.index(check.courses[0].dm)
        for better, worse in pairwise(courses):
            if course_value(analysis.space, dm, better) <= course_value(analysis.space, dm, worse):
                wrong += [better.start, worse.start]
    return _outcome(expectation, not wrong, dict.fromkeys(wrong or right))
