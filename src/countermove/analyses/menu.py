"""A decision maker's menu: its courses of action, how the others would answer, and where that rests."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from countermove.analyses.graph import closure, terminal_components
from countermove.analyses.paths import Reach, Step, follow
from countermove.errors import UsageError
from countermove.model.elements import Claim, Option
from countermove.model.forcing import forced
from countermove.space import OptionStates, Space
from countermove.stability import Analysis

__all__ = [
    "Course",
    "Menu",
    "Unavailable",
    "by_own_options",
    "course_value",
    "follow_course",
    "menu",
    "own_levels",
]


@dataclass(frozen=True)
class Course:
    """One course of action; states are indices from 0.

    Attributes
    ----------
    start : int
        The state it leads to before anybody answers.
    levels : tuple of int
        The level of each of the decision maker's own options; empty in graph form.
    rank : int
        From 1, by the worst resting state and then by the best; equal courses share a rank.
    rests : tuple of int
        Where the others' improvements come to rest, ascending. When they can go on for ever,
        the states among which they circle.
    circles : bool
        Whether some of the resting states are such a circle.
    best, worst : int
        The resting states that the decision maker likes best and least.
    steps : mapping
        For each resting state a shortest sequence of answers that leads to it.
    equilibria : mapping
        For each concept id the equilibria in which the decision maker takes this course.
    claims : tuple of Claim
        What is claimed of the options that the course takes, and of those that the answers take up.
    """

    start: int
    levels: tuple[int, ...]
    rank: int
    rests: tuple[int, ...]
    circles: bool
    best: int
    worst: int
    steps: Mapping[int, tuple[Step, ...]]
    equilibria: Mapping[str, tuple[int, ...]]
    claims: tuple[Claim, ...]


@dataclass(frozen=True)
class Unavailable:
    """A course that cannot be taken from here, and the text of what stands in the way.

    ``requires`` are the forbidden moves (indices) by which an option that it takes needs something first.
    """

    levels: tuple[int, ...]
    why: str
    requires: tuple[int, ...] = ()


@dataclass(frozen=True)
class Menu:
    """All courses of one decision maker from one state, the best first."""

    dm: int
    start: int
    courses: tuple[Course, ...]
    unavailable: tuple[Unavailable, ...]
    drifting: tuple[int, ...]


def menu(
    analysis: Analysis,
    dm: int,
    start: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Menu:
    """List a decision maker's courses of action from the best to the worst.

    After each course the others' improvements are followed, whoever has one going next, to the
    states in which none of them has an improvement left. Others who like all states equally improve
    nothing, but nothing holds them back either: their moves are followed as things that may
    happen, and do not keep a state from being a resting place; so are events. What may come is judged by
    what the decision maker wants in the state that it starts from.

    Parameters
    ----------
    analysis : Analysis
        The conflict with its equilibria.
    dm : int
        The decision maker's index.
    start : int, optional
        The state to start from; the status quo by default.
    progress : callable, optional
        Takes (courses followed, courses to follow) as the work goes on.

    Raises
    ------
    UsageError
        When there is no status quo and no start was given.
    """
    space = analysis.space
    if start is None:
        start = space.status_quo
    if start is None:
        raise UsageError(
            "the model has no status quo to start from; add 'status_quo:' or name a state with --from"
        )
    firsts = [start, *space.moves.targets(dm, start)]
    drafts = []
    for first in firsts:
        drafts.append(follow_course(analysis, dm, first))
        if progress is not None:
            progress(len(drafts), len(firsts))
    order = sorted({course_value(space, dm, draft) for draft in drafts}, reverse=True)
    courses = [replace(draft, rank=order.index(course_value(space, dm, draft)) + 1) for draft in drafts]
    courses.sort(key=lambda course: (course.rank, course.levels, course.start))
    return Menu(
        dm, start, tuple(courses), tuple(_unavailable(space, dm, start, courses)), _drifting(space, dm)
    )


def course_value(space: Space, dm: int, course: Course) -> tuple[int, int]:
    """Return what courses are ranked by: the worst resting state, then the best; higher is better."""
    liked = space.liked_from(dm, course.start)  # its own move changes no event, and so nothing that it wants
    return int(liked[course.worst]), int(liked[course.best])


def _drifting(space: Space, dm: int) -> tuple[int, ...]:
    """Return the others who like all states equally."""
    return tuple(
        other for other in range(len(space.decision_makers)) if other != dm and space.indifferent(other)
    )


def follow_course(analysis: Analysis, dm: int, first: int) -> Course:
    """Follow the others' answers once a course has led to the state ``first``; the rank is left at 0."""
    drifting = _drifting(analysis.space, dm)
    others = [other for other in range(len(analysis.space.decision_makers)) if other != dm]
    space = analysis.space
    movers = [by for by in space.movers if by != dm]
    reach = follow(space, [first], movers, improvements=True, in_turn=False, drifting=drifting)
    rests, circles = _rests(space, reach, [other for other in others if other not in drifting])
    liked = space.liked_from(dm, first)
    levels = own_levels(space, dm, first)
    steps = {state: reach.steps(state) for state in rests}
    return Course(
        start=first,
        levels=levels,
        rank=0,
        rests=tuple(rests),
        circles=circles,
        best=max(rests, key=lambda state: (liked[state], -state)),
        worst=min(rests, key=lambda state: (liked[state], state)),
        steps=steps,
        equilibria=_containing(analysis, dm, first),
        claims=_claims(space, dm, levels, (step for each in steps.values() for step in each)),
    )


def _rests(space: Space, reach: Reach, steering: Collection[int]) -> tuple[list[int], bool]:
    """Return where improvements end; if they cannot end from somewhere, also the states they circle among."""
    nexts = {
        state: [target for other in steering for target in space.improvements(other, state)]
        for state in reach.states
    }
    rests = {state for state, targets in nexts.items() if not targets}
    # Whoever can get to a rest is on the way; the others go on for ever among themselves.
    before: dict[int, list[int]] = {state: [] for state in nexts}
    for state, targets in nexts.items():
        for target in targets:
            if target in before:
                before[target].append(state)
    calm = closure(rests, before)
    endless = {state: targets for state, targets in nexts.items() if state not in calm}
    circling = {state for component in terminal_components(endless) for state in component}
    return sorted(rests | circling), bool(circling)


def by_own_options(space: Space, menu: Menu) -> Menu:
    """Return a menu without the courses that force somebody, so that no own options come up twice."""
    if not space.model.powers:
        return menu
    label, values = space.decision_makers[menu.dm], space.states.values
    here = values(menu.start)
    kept = [each for each in menu.courses if not forced(space.model, label, here, values(each.start))]
    return replace(menu, courses=tuple(kept))


def own_levels(space: Space, dm: int, state: int) -> tuple[int, ...]:
    """Return the levels of a decision maker's own options in a state; empty in graph form."""
    if not isinstance(space.states, OptionStates):
        return ()
    return tuple(map(int, space.states.courses[dm][space.states.course(state, dm)]))


def _containing(analysis: Analysis, dm: int, first: int) -> dict[str, tuple[int, ...]]:
    """Return the equilibria in which a course is taken; in graph form, whether its state is one."""
    states = analysis.space.states
    found = {concept.id: np.flatnonzero(analysis.equilibrium(concept.id)) for concept in analysis.concepts}
    if isinstance(states, OptionStates):
        course = states.course(first, dm)
        same = {name: each[states.courses_taken(dm, each) == course] for name, each in found.items()}
    else:
        same = {name: each[each == first] for name, each in found.items()}
    return {name: tuple(each.tolist()) for name, each in same.items()}


def _claims(space: Space, dm: int, levels: tuple[int, ...], answers: Iterable[Step]) -> tuple[Claim, ...]:
    """Collect what is claimed of the options that a course takes, then of those that the answers take up."""
    owner = space.model.decision_makers[dm]
    taken = [option for option, level in zip(owner.options, levels, strict=True) if level]
    if isinstance(space.states, OptionStates):
        for step in answers:
            before, after = space.states.values(step.source), space.states.values(step.target)
            changes = zip(space.model.options, before, after, strict=True)
            taken += [option for option, old, new in changes if new > old]
    found: dict[Claim, None] = {}
    for option in taken:
        found.update((reason, None) for reason in option.because if isinstance(reason, Claim))
    return tuple(found)


def _unavailable(space: Space, dm: int, start: int, courses: Collection[Course]) -> list[Unavailable]:
    states = space.states
    if not isinstance(states, OptionStates):
        return []
    available = {course.levels for course in courses}
    options = space.model.decision_makers[dm].options
    here = states.values(start)
    found = []
    for row in states.courses[dm]:
        levels = tuple(map(int, row))
        if levels not in available:
            found.append(_why_not(space, dm, here, levels, options))
    return found


def _why_not(
    space: Space, dm: int, here: tuple[int, ...], levels: tuple[int, ...], options: tuple[Option, ...]
) -> Unavailable:
    from countermove.model import holds

    assert isinstance(space.states, OptionStates)
    own = [index for index, owner in enumerate(space.states.owners) if owner == dm]
    for option, before, after in zip(options, (here[index] for index in own), levels, strict=True):
        if (option.moves == "forward" and after < before) or (option.moves == "backward" and after > before):
            return Unavailable(levels, f"'{option.label}' can only go {option.moves}")
    values = list(here)
    for index, level in zip(own, levels, strict=True):
        values[index] = level
    broken = next((each.text for each in space.model.constraints if not holds(each.condition, values)), None)
    if broken:
        return Unavailable(levels, f"it breaks '{broken}'")
    requires = tuple(
        index
        for index, each in enumerate(space.model.forbidden_moves)
        if each.option
        and each.by == space.decision_makers[dm]
        and holds(each.source, here)
        and holds(each.target, values)
    )
    return Unavailable(levels, "the move is forbidden", requires)
