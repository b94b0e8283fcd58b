"""What would have to change for courses of action to hold, for the report: course by course."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import factorial
from typing import Any

import numpy as np

from countermove.analyses.alterations import Alteration, statements_of
from countermove.analyses.every_order import Fulfilled
from countermove.analyses.inverse import MAX_ORDERS, Design, Proposal, inverse
from countermove.analyses.menu import Course, Menu, own_levels
from countermove.analyses.paths import Step
from countermove.concepts import Answers, Concept, Form, find
from countermove.errors import LimitError
from countermove.model import Model
from countermove.space import OptionStates, Space
from countermove.stability import Analysis
from countermove.views.menus import course_name
from countermove.views.report_elements import condition_words
from countermove.views.report_states import Shown
from countermove.views.tipping import change_text
from countermove.views.words import change, count, dm_name, join, number

__all__ = ["CONCEPT", "Altered", "altered", "changing_context", "with_course"]

CONCEPT = "nash"
MAX_WORK = 20_000_000
"""States times orders of statements, for all courses together, up to which changes are sought."""
LEAST_ORDERS = 100
"""A course costs at least as much as so many orders."""
MAX_COURSES = 8
MAX_PROPOSALS = 2

Part = tuple[str, str]
"""A piece of a sentence: ``words``, or a ``statement`` that is set apart from them."""


# ---------------------------------------------------------------- changes in words
@dataclass(frozen=True)
class Altered:
    """A change of one decision maker's preferences; the parts follow its name in a sentence."""

    dm: int
    parts: tuple[Part, ...]


def altered(space: Space, alteration: Alteration) -> Altered:
    """Say a change of preferences with the options' names instead of their labels."""
    dm = alteration.dm
    if alteration.put_before:
        texts = _statements(space, dm)
        parts: list[Part] = []
        for place, (moved, others) in enumerate(alteration.put_before):
            parts.append(("words", "puts" if not place else "and"))
            parts += [("statement", texts[moved]), ("words", "before")]
            parts += _joined([texts[other] for other in others])
        return Altered(dm, tuple(parts))
    if alteration.raised is not None:
        over = alteration.over
        what = f"state {over[0] + 1:,}, which" if len(over) == 1 else f"the {count(len(over), 'state')} that"
        said = f"likes state {alteration.raised + 1:,} at least as well as {what} it likes better today"
        return Altered(dm, (("words", said),))
    return Altered(dm, (("words", change_text(space, alteration).removeprefix(f"{dm_name(space, dm)} ")),))


def _statements(space: Space, dm: int) -> list[str]:
    found = statements_of(space, dm)
    return [condition_words(space.model, each.condition) for each in found.statements] if found else []


def _joined(statements: Sequence[str]) -> list[Part]:
    parts: list[Part] = []
    for place, each in enumerate(statements):
        if place:
            parts.append(("words", "and" if place == len(statements) - 1 else ","))
        parts.append(("statement", each))
    return parts


# ---------------------------------------------------------------- what is asked
def with_course(space: Space, dm: int, course: Course) -> list[int]:
    """Return the states (indices) in which a decision maker takes exactly this course."""
    if not isinstance(space.states, OptionStates):
        return [course.start]
    taken = space.states.courses_taken(dm)
    return [int(state) for state in np.flatnonzero(taken == taken[course.start])]


def _orders(space: Space, vary: Sequence[int]) -> int:
    """Return how many orders of statements may be tried for one course."""
    found = [statements_of(space, dm) for dm in vary]
    return sum(min(factorial(len(each.statements)), MAX_ORDERS) for each in found if each)


def changing_context(shown: Shown, menus: Sequence[Menu]) -> dict[str, Any]:
    """Return what the section shows: for the first menus what their courses would take to hold."""
    space = shown.space
    vary = [dm for dm in range(len(space.decision_makers)) if not space.indifferent(dm)]
    asked = [each for each in menus if each.dm in vary]
    nothing: dict[str, Any] = {"sides": [], "left": ""}
    if not menus:
        return {"said": "No courses of action were followed, so there is none to ask this of.", **nothing}
    if not asked:
        return {"said": "Nobody wants anything in this model, so every state holds already.", **nothing}
    each_costs = space.size * max(_orders(space, vary), LEAST_ORDERS)
    sides: list[dict[str, Any]] = []
    left: list[int] = []
    budget = MAX_WORK
    for menu in asked:
        open_ = [course for course in menu.courses if not course.equilibria[CONCEPT]]
        told = open_[:MAX_COURSES]
        if left or len(told) * each_costs > budget:
            left.append(menu.dm)
            continue
        budget -= len(told) * each_costs
        try:
            courses = [_course(shown, menu, course, vary) for course in told]
        except LimitError:
            left.append(menu.dm)
            continue
        more = len(open_) - len(told)
        sides.append(
            {"dm": menu.dm, "said": _said(space, menu, len(open_)), "courses": courses, "more": more}
        )
    if not sides:
        what = f"With {space.size:,} states it was not worked out for this report what a course would take"
        return {"said": f"{what}; “countermove inverse” works it out for a --target.", **nothing}
    return {"said": "", "sides": sides, "left": _left(space, left)}


def _said(space: Space, menu: Menu, many: int) -> str:
    name, total = dm_name(space, menu.dm), len(menu.courses)
    if not many:
        which = "Its only course" if total == 1 else f"Each of its {number(total)} courses"
        return f"{which} is part of some Nash equilibrium."
    if many == total:
        which = "the only course" if total == 1 else f"any of the {number(total)} courses"
        return f"No Nash equilibrium has {which} of {name}."
    verb = "is" if many == 1 else "are"
    return f"Of the {number(total)} courses of {name} {number(many)} {verb} in no Nash equilibrium."


def _left(space: Space, left: Sequence[int]) -> str:
    if not left:
        return ""
    names = join(dm_name(space, dm) for dm in left)
    return f"The courses of {names} were left out of this report; “countermove inverse” takes each as --target."


# ---------------------------------------------------------------- one course
def _course(shown: Shown, menu: Menu, course: Course, vary: Sequence[int]) -> dict[str, Any]:
    space, analysis = shown.space, shown.analysis
    states = with_course(space, menu.dm, course)
    design = inverse(space, find(CONCEPT), states, vary)
    small = bool(design.proposals) and design.proposals[0].by_statements
    return {
        "name": course_name(space, menu.dm, course.levels, course.start),
        "today": course.start == menu.start,
        "held": _held(analysis, course),
        "never": _never(space, menu, states, design),
        "small": _proposal(space, design.proposals[0]) if small else None,
        "state": shown.state(design.state),
        "needs": _needs(space, design),
        "content": _content(space, design),
        "proposals": [_proposal(space, each) for each in design.proposals[:MAX_PROPOSALS]],
        "smallest": design.smallest,
    }


def _held(analysis: Analysis, course: Course) -> list[str]:
    """Say under which other concepts states with this course hold, those with answers to fear first."""
    feared: dict[int, list[str]] = {}
    other: dict[int, list[str]] = {}
    for concept in analysis.concepts:
        if many := len(course.equilibria[concept.id]):
            (feared if _answered(concept) else other).setdefault(many, []).append(concept.short)
    said = []
    if feared:
        said.append(f"It is held by fear of an answer under {_under(feared)}.")
    if other:
        said.append(f"It holds {'also ' if feared else ''}under {_under(other)}.")
    return said or ["No state with it holds under any concept."]


def _answered(concept: Concept) -> bool:
    """Whether a concept reckons with answers one after the other that may deter."""
    return isinstance(concept.form, Form) and concept.form.answers is not Answers.NONE


def _under(found: dict[int, list[str]]) -> str:
    return join(f"{join(shorts)} in {count(many, 'state')}" for many, shorts in found.items())


def _never(space: Space, menu: Menu, states: Sequence[int], design: Design) -> str:
    """Say whose statements no order of which can do it, and the course that is always better."""
    for dm in design.vary:
        if statements_of(space, dm) is None:
            continue
        wishes = Fulfilled(space, dm)
        common: set[tuple[int, ...]] | None = None
        for state in states:
            better = wishes.always_better(state)
            if not better:
                break
            if dm == menu.dm:
                courses = {own_levels(space, dm, target) for target in better}
                common = courses if common is None else common & courses
        else:
            return _hopeless(space, menu, dm, common or set())
    if design.proposals and not any(each.by_statements for each in design.proposals):
        if any(statements_of(space, dm) for dm in design.vary):
            return "None of the orders of statements that were tried makes it hold."
    return ""


def _hopeless(space: Space, menu: Menu, dm: int, common: set[tuple[int, ...]]) -> str:
    said = f"No order of {dm_name(space, dm)}’s statements makes it hold"
    best = next((each for each in menu.courses if each.levels in common and each.levels), None)
    if best is not None:
        name = course_name(space, dm, best.levels, best.start)
        return f"{said}: whatever the others do, “{name}” fulfils every one that this course does, and more."
    return f"{said}: it can always move to where every one is fulfilled that is fulfilled here, and more."


def _needs(space: Space, design: Design) -> list[dict[str, Any]]:
    """Say of each who leaves the nearest state what its ranking must be like there, and what it lacks."""
    found = []
    for dm, needed in design.requirements.items():
        liked = space.ranks[dm]
        moves = [clause.move for clause in needed.clauses]
        better = [move for move in moves if liked[move] > liked[needed.state]]
        if not better:
            continue
        best = max(better, key=lambda move: (liked[move], -move))
        does = change(space, Step(dm, needed.state, best, True))
        where = "the one state" if len(moves) == 1 else f"each of the {count(len(moves), 'state')}"
        likes = f"{number(len(better))} of them" if len(moves) > 1 else "it"
        most = "best of all where it" if len(better) > 1 else "where it"
        found.append(
            {
                "dm": dm,
                "must": f"must like it at least as well as {where} that it could turn it into.",
                "today": f"Today it likes {likes} better, {most} {does} (state {best + 1:,}).",
            }
        )
    return found


def _content(space: Space, design: Design) -> str:
    """Name those whose condition is met today."""
    names = [dm_name(space, dm) for dm in design.vary if design.met[dm]]
    if not names:
        return ""
    return f"{join(names)} would stay as things are; that must not change."


def _proposal(space: Space, proposal: Proposal) -> dict[str, Any]:
    states = [f"{state + 1:,}" for state in proposal.states[:4]]
    more = len(proposal.states) - len(states)
    which = join([*states, f"{more:,} more"] if more else states)
    verb = "holds" if len(proposal.states) == 1 else "hold"
    noun = "state" if len(proposal.states) == 1 else "states"
    return {
        "size": count(proposal.size, "swap") if proposal.by_statements else "",
        "altered": [altered(space, each) for each in proposal.alterations],
        "then": f"Then {noun} {which} {verb}.",
    }
