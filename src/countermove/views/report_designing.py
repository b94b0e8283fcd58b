"""What would have to change for courses of action to hold, for the report: course by course."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import factorial
from typing import Any

import numpy as np

from countermove.analyses.alterations import Alteration, statements_of
from countermove.analyses.designs import Design, Proposal
from countermove.analyses.every_order import Fulfilled
from countermove.analyses.inverse import Inverse
from countermove.analyses.known_orders import MAX_ORDERS
from countermove.analyses.menu import Course, Menu, by_own_options, own_levels
from countermove.analyses.paths import Step
from countermove.concepts import Answers, Concept, Form, find
from countermove.errors import LimitError
from countermove.space import OptionStates, Space
from countermove.stability import Analysis
from countermove.views.designing import design_sentences
from countermove.views.menus import course_name
from countermove.views.report_elements import condition_words
from countermove.views.report_states import Shown
from countermove.views.tipping import change_text
from countermove.views.words import change, count, dm_name, join, number

__all__ = ["CONCEPT", "Altered", "altered", "changing_context", "with_course"]

CONCEPT = "nash"
MAX_WORK = 20_000_000
"""States times orders of statements, which are tried once for all courses, up to which changes are sought."""
LEAST_ORDERS = 100
"""Trying orders costs at least as much as so many of them."""
MAX_ASKED = 30_000
"""So many states are asked about for all courses together."""
MAX_COURSES = 8
MAX_PROPOSALS = 2
MAX_NAMED = 3

Part = tuple[str, str]
"""A piece of a sentence: ``words``, or a ``statement`` that is set apart from them."""


# ---------------------------------------------------------------- changes in words
@dataclass(frozen=True)
class Altered:
    """A change of one decision maker's preferences.

    Attributes
    ----------
    dm : int
        Whose (index).
    parts : tuple of Part
        What follows its name in the sentence.
    under : str
        The concepts that the change concerns, where they are not all that are spoken of.
    """

    dm: int
    parts: tuple[Part, ...]
    under: str = ""


def altered(space: Space, alteration: Alteration) -> Altered:
    """Say a change of preferences with the options' names instead of their labels."""
    dm = alteration.dm
    if alteration.put_before:
        texts = _statements(space, dm)
        parts: list[Part] = []
        for place, (moved, others) in enumerate(alteration.put_before):
            parts += [("words", ", and " if place else "puts "), ("statement", texts[moved])]
            parts.append(("words", " before "))
            parts += _joined([texts[other] for other in others])
        return Altered(dm, tuple(parts))
    if alteration.raised is not None:
        over = alteration.over
        named = join(f"{each + 1:,}" for each in sorted(over))
        what = f"{'state' if len(over) == 1 else 'states'} {named}, which"
        if len(over) > MAX_NAMED:
            what = f"the {count(len(over), 'state')} that"
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
            parts.append(("words", " and " if place == len(statements) - 1 else ", "))
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


def changing_context(
    shown: Shown, menus: Sequence[Menu], wanted: Mapping[str, Sequence[int]] | None = None
) -> dict[str, Any]:
    """Return what the section shows: for the first menus what their courses would take to hold.

    Parameters
    ----------
    shown : Shown
        The conflict.
    menus : sequence of Menu
        Whose courses are asked about, the first ones first.
    wanted : mapping of str to sequences of int, optional
        Further targets by name: states (indices) of which one is to hold.
    """
    space = shown.space
    vary = [dm for dm in range(len(space.decision_makers)) if not space.indifferent(dm)]
    asked = [by_own_options(space, each) for each in menus if each.dm in vary]
    search = Inverse(space, find(CONCEPT), vary)
    targets = [_target(shown, name, search.design(states)) for name, states in (wanted or {}).items() if vary]
    nothing: dict[str, Any] = {"sides": [], "left": "", "targets": targets}
    if not menus:
        return {"said": "No courses of action were followed, so there is none to ask this of.", **nothing}
    if not asked:
        return {"said": "Nobody wants anything in this model, so every state holds already.", **nothing}
    sides: list[dict[str, Any]] = []
    left: list[int] = []
    worth_it = space.size * max(_orders(space, vary), LEAST_ORDERS) <= MAX_WORK
    budget = MAX_ASKED if worth_it else -1
    for menu in asked:
        open_ = [course for course in menu.courses if not course.equilibria[CONCEPT]]
        told = _affordable(space, menu.dm, open_[:MAX_COURSES], budget)
        if budget < 0 or (open_ and not told):
            left.append(menu.dm)
            continue
        budget -= sum(len(states) for _, states in told)
        try:
            courses = [_course(shown, menu, course, search.design(states)) for course, states in told]
        except LimitError:
            left.append(menu.dm)
            continue
        sides.append(_side(space, menu, courses, len(open_)))
    if not sides:
        what = f"With {space.size:,} states it was not worked out for this report what a course would take"
        return {"said": f"{what}; “countermove inverse” works it out.", **nothing}
    return {"said": "", "sides": sides, "left": _left(space, left), "targets": targets}


def _affordable(
    space: Space, dm: int, courses: Sequence[Course], budget: int
) -> list[tuple[Course, list[int]]]:
    """Return the first courses, each with its states, as long as these are no more than so many in all."""
    found = []
    for course in courses:
        states = with_course(space, dm, course)
        budget -= len(states)
        if budget < 0:
            break
        found.append((course, states))
    return found


def _side(space: Space, menu: Menu, courses: list[dict[str, Any]], many: int) -> dict[str, Any]:
    """Put a decision maker's courses together; what keeps all of them from holding is told once."""
    said = [_said(space, menu, many)]
    bars = [each.pop("bar") for each in courses]
    if len(courses) > 1 and bars[0] and set(bars) == {bars[0]}:
        said.append(_bar_said(space, bars[0], len(courses)))
        bars = [None] * len(courses)
    for course, bar in zip(courses, bars, strict=True):
        course["never"] = _bar_said(space, bar, 1) if bar else ""
    return {"dm": menu.dm, "said": said, "courses": courses, "more": many - len(courses)}


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
    return (
        f"The courses of {names} were left out of this report; “countermove inverse” takes each as a target."
    )


# ---------------------------------------------------------------- one course
def _course(shown: Shown, menu: Menu, course: Course, design: Design) -> dict[str, Any]:
    space, analysis = shown.space, shown.analysis
    return {
        "name": course_name(space, menu.dm, course.levels, course.start),
        "today": course.start == menu.start,
        "held": _held(analysis, course),
        "bar": _bar(space, menu, design.targets, design),
        **_design(shown, design),
    }


def _target(shown: Shown, name: str, design: Design) -> dict[str, Any]:
    """Return what a target of the reader's own would take."""
    row = {"name": name, "today": False, "never": "", "held": design_sentences(shown.space, design)}
    if design.holds:
        return {**row, "small": None, "state": None}
    return {**row, **_design(shown, design)}


def _design(shown: Shown, design: Design) -> dict[str, Any]:
    """Return the state nearest to holding, what that takes, and the smallest changes."""
    space = shown.space
    proposals = _proposals(space, design)
    small = bool(proposals) and design.proposals[0].by_statements
    return {
        "small": proposals[0] if small else None,
        "state": shown.state(design.state),
        "needs": _needs(space, design),
        "content": _content(space, design),
        "proposals": proposals[1:] if small else proposals[:1],
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
        said.append(f"Held by fear of an answer in {_under(feared)}.")
    if other:
        said.append(f"{'Also holds' if feared else 'Holds'} in {_under(other)}.")
    return said or ["No state with it holds under any concept."]


def _answered(concept: Concept) -> bool:
    """Whether a concept reckons with answers one after the other that may deter."""
    return isinstance(concept.form, Form) and concept.form.answers is not Answers.NONE


def _under(found: dict[int, list[str]]) -> str:
    counts = [f"{count(many, 'state')} under {join(shorts)}" for many, shorts in found.items()]
    return ", and in ".join(counts)


@dataclass(frozen=True)
class _Bar:
    """Why no order of statements makes a course hold.

    Attributes
    ----------
    dm : int or None
        Whose statements no order of which can do it; None when no order that was tried does.
    course : str
        Its course that is better in every order, where that is one and the same everywhere.
    """

    dm: int | None
    course: str = ""


def _bar(space: Space, menu: Menu, states: Sequence[int], design: Design) -> _Bar | None:
    """Find whose statements no order of which can do it."""
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
            best = next(
                (each for each in menu.courses if each.levels and each.levels in (common or ())), None
            )
            return _Bar(dm, course_name(space, dm, best.levels, best.start) if best else "")
    by_statements = any(each.by_statements for each in design.proposals)
    if design.proposals and not by_statements and any(statements_of(space, dm) for dm in design.vary):
        return _Bar(None)
    return None


def _bar_said(space: Space, bar: _Bar, many: int) -> str:
    """Say why no order of statements does it, of one course or of several."""
    it, fulfils = ("it", "it fulfils") if many == 1 else ("any of them", "they fulfil")
    if bar.dm is None:
        return f"None of the orders of statements that were tried makes {it} hold."
    said = f"No order of {dm_name(space, bar.dm)}’s statements makes {it} hold"
    if not bar.course:
        name, them = dm_name(space, bar.dm), "it" if many == 1 else "them"
        return (
            f"{said}: from each state with {them} {name} can move to one that fulfils all the same, and more."
        )
    always = "whatever the others do, " if len(space.decision_makers) > 1 else ""
    return f"{said}: {always}“{bar.course}” fulfils every one that {fulfils}, and more."


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
        where = f"where it {change(space, Step(dm, needed.state, best, True))}"
        if len(moves) == 1:
            must = f"must like it at least as well as state {best + 1:,}, {where}."
            today = "Today it likes that state better."
        else:
            many = count(len(moves), "state")
            must = f"must like it at least as well as each of the {many} that it could turn it into."
            some = "each" if len(better) == len(moves) else number(len(better))
            most = f"{'best of all' if len(better) > 1 else 'the one'} {where} (state {best + 1:,})"
            today = f"Today it likes {some} of them better, {most}."
        found.append({"dm": dm, "must": must, "today": today})
    return found


def _content(space: Space, design: Design) -> str:
    """Name those whose condition is met today."""
    names = [dm_name(space, dm) for dm in design.vary if design.met[dm]]
    if not names:
        return ""
    return f"{join(names)} would stay there as things are."


def _proposals(space: Space, design: Design) -> list[dict[str, Any]]:
    """Return the smallest changes; the first is named by its size where it is one of statements alone."""
    found = []
    for place, each in enumerate(design.proposals[:MAX_PROPOSALS]):
        name = "Smallest change" if design.smallest else "Smallest change found"
        if each.by_statements:
            name = f"{count(each.size, 'swap').capitalize()} would make it hold:"
        found.append(_proposal(space, "Or" if place else name, each))
    return found


def _proposal(space: Space, name: str, proposal: Proposal) -> dict[str, Any]:
    states = [f"{state + 1:,}" for state in proposal.states[:4]]
    more = len(proposal.states) - len(states)
    which = join([*states, f"{more:,} more"] if more else states)
    one = len(proposal.states) == 1
    return {
        "name": name,
        "altered": [altered(space, each) for each in proposal.alterations],
        "then": f"Then {'state' if one else 'states'} {which} {'holds' if one else 'hold'}.",
    }
