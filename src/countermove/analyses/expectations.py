"""Hold a model against what its analyst expects of it.

A check that speaks of states of which there are none does not hold: it would check nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise, product

import numpy as np
from numpy.typing import NDArray

from countermove.analyses.expectations_together import (
    joint_reach,
    merged_verdicts,
    undecided,
    unfit_to_survive,
    unfit_to_upset,
)
from countermove.analyses.menu import Course as MenuCourse
from countermove.analyses.menu import course_value, follow_course, own_levels
from countermove.analyses.misperceptions import items
from countermove.analyses.paths import follow
from countermove.analyses.patience import Tip
from countermove.analyses.patience_courses import choice
from countermove.analyses.patience_tips import tips_of
from countermove.analyses.perceptions import hypergame
from countermove.errors import LimitError
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
    Survives,
    Tips,
    Upset,
)
from countermove.model.forcing import forced
from countermove.stability import Analysis

__all__ = ["Outcome", "examine"]

Bools = NDArray[np.bool_]
MAX_PAIRS = 100_000
"""Pairs of states of which an expectation says where the choice between them tips."""


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
        ``no-status-quo``, ``no-version`` (a concept that coalitions or merged players have no version
        of), ``no-course`` (a course that cannot be taken), ``no-item`` (what is to be seen
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
        Survives: _survives,
        Upset: _upset,
        Ranks: _ranks,
        Tips: _tips,
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
    verdicts, _ = _verdicts(analysis, expectation)
    for concept, refs in expectation.check.states.items():
        expected = np.zeros(analysis.space.size, dtype=bool)
        for ref in refs:
            expected |= _select(analysis, ref)
        actual = verdicts[concept].all(axis=0)
        if (expected != actual).any():
            found[concept] = tuple(map(int, np.flatnonzero(actual)))
            wrong |= expected != actual
    return replace(_outcome(expectation, not wrong.any(), np.flatnonzero(wrong)), found=found)


def _verdicts(analysis: Analysis, expectation: Expectation) -> tuple[Mapping[str, Bools], Sequence[str]]:
    """Return what is stable for whom, by concept: for decision makers, or for merged players."""
    if not expectation.merged:
        return analysis.stable, analysis.space.decision_makers
    if undecided(analysis, expectation.concepts, merged=True):
        raise _CannotCheck("no-version")
    return merged_verdicts(analysis, expectation.merged).stable, expectation.merged


def _survives(analysis: Analysis, expectation: Expectation) -> Outcome:
    check = expectation.check
    assert isinstance(check, Survives)
    chosen = _select(analysis, check.states)
    if undecided(analysis, check.concepts, merged=False):
        raise _CannotCheck("no-version")
    wrong = unfit_to_survive(analysis, check, chosen)
    return _outcome(expectation, not wrong, wrong or np.flatnonzero(chosen))


def _upset(analysis: Analysis, expectation: Expectation) -> Outcome:
    check = expectation.check
    assert isinstance(check, Upset)
    chosen = _select(analysis, check.states)
    target = np.ones_like(chosen) if check.target is None else _select(analysis, check.target)
    if undecided(analysis, check.concepts, merged=False):
        raise _CannotCheck("no-version")
    wrong = unfit_to_upset(analysis, check, chosen, target)
    return _outcome(expectation, not wrong, wrong or np.flatnonzero(chosen))


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
    stable, players = _verdicts(analysis, expectation)
    dms = [players.index(dm) for dm in check.dms]
    verdicts = np.array([stable[concept][dms].all(axis=0) for concept in check.concepts])
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
    if check.coalitions:
        together = joint_reach(analysis, start, check.coalitions, improvements=check.improvements)
        found = [int(state) for state in np.flatnonzero(fits & together)]
        return _outcome(expectation, bool(found) == check.possible, found)
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
    values, label = space.states.values, space.decision_makers[dm]
    for first in [start, *space.moves.targets(dm, start)]:
        alone = not space.model.powers or not forced(space.model, label, values(start), values(first))
        if alone and own_levels(space, dm, first) == course.levels:
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


def _tips(analysis: Analysis, expectation: Expectation) -> Outcome:
    check = expectation.check
    assert isinstance(check, Tips)
    space = analysis.space
    dm = space.decision_makers.index(check.by)
    right: list[int] = []
    wrong: list[int] = []
    if check.courses:
        for start in _start(analysis, check.source):
            courses = [_course(analysis, each, start) for each in check.courses]
            found = choice(space, dm, courses)
            tips = found is not None and found.tips(0, 1) == [check.at]
            if found is not None and tips:
                tips = any(each.low < check.at and each.low < each.high for each in found.ahead(0, 1))
            (right if tips else wrong).extend(course.start for course in courses)
    else:
        impatient, patient = (np.flatnonzero(_select(analysis, ref)).tolist() for ref in check.states)
        if len(impatient) * len(patient) > MAX_PAIRS:
            what = f"the expectation '{expectation.why}' compares more than {MAX_PAIRS:,} pairs of states"
            raise LimitError(f"{what}; name states that fewer fit")
        pairs = list(product(impatient, patient))
        for (one, other), told in zip(pairs, tips_of(space, dm, pairs), strict=True):
            (right if told == Tip(check.at, one, other) else wrong).extend((one, other))
    return _outcome(expectation, not wrong, dict.fromkeys(wrong or right))


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
