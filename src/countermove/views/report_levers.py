"""What a third party could add, for the report: the levers, and which of them each course would take."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from countermove.analyses.levers import LeverSet, Mediation, mediations
from countermove.analyses.menu import Course, Menu, by_own_options
from countermove.analyses.pulled_conflicts import PulledConflicts
from countermove.concepts import find
from countermove.errors import LimitError, UsageError
from countermove.model import Model
from countermove.model.applying import Pulled
from countermove.model.condition import And, Condition, Is, Or
from countermove.model.elements import Assumption, Incentive, Lever, StateRef, Weights
from countermove.space import Space
from countermove.views.levers import Told, miss_sentences, option_words, tried_text
from countermove.views.menus import course_name
from countermove.views.report_elements import condition_words
from countermove.views.report_states import Shown
from countermove.views.words import acts, count, dm_name, join, number, state_line

__all__ = ["CONCEPT", "Asked", "course_target", "levers_context", "states_target"]

CONCEPT = "nash"
MAX_WORK = 8_000_000
"""Targets times the states listed for all sets of levers up to which sets are tried."""
MAX_COURSES = 9
MAX_SETS = 3


@dataclass(frozen=True)
class Asked:
    """A target of the reader's own: what it is called, and which states are meant."""

    name: str
    target: StateRef


# ---------------------------------------------------------------- what is asked
def course_target(space: Space, dm: int, course: Course) -> StateRef:
    """Return the states in which a decision maker takes exactly this course."""
    if space.model.graph_form:
        return course.start + 1
    label = space.decision_makers[dm]
    levels = space.states.values(course.start)
    own = [Is(at, levels[at]) for at, option in enumerate(space.model.options) if option.owner == label]
    return And(tuple(own))


def states_target(space: Space, states: Sequence[int]) -> StateRef:
    """Return the condition that some states (indices) fulfil and no others do."""
    if space.model.graph_form:
        return Or(tuple(Is(-1, state) for state in states))
    alone = [And(tuple(Is(at, level) for at, level in enumerate(space.states.values(s)))) for s in states]
    return Or(tuple(alone))


# ---------------------------------------------------------------- the section
def levers_context(
    shown: Shown,
    menus: Sequence[Menu],
    main: Sequence[int],
    claims: Sequence[Mapping[str, Any]],
    asked: Sequence[Asked] = (),
) -> dict[str, Any]:
    """Return what the section shows.

    Parameters
    ----------
    shown : Shown
        The conflict.
    menus : sequence of Menu
        Whose courses are asked about, the first ones first.
    main : sequence of int
        The states (indices) that hold most widely.
    claims : sequence of mapping
        The report's claims, with their anchors, to refer to.
    asked : sequence of Asked
        Further targets.
    """
    space = shown.space
    nothing: dict[str, Any] = {"levers": [], "targets": [], "sides": [], "left": ""}
    if not space.model.levers:
        said = "The model lists no levers, so nothing tells what a third party could add."
        return {"said": said, **nothing}
    listed = [_lever(space, each, claims) for each in space.model.levers]
    if space.status_quo is None:
        said = "The model does not say where things stand today, so nothing can be brought within its reach."
        return {"said": said, **nothing, "levers": listed}
    menus = [by_own_options(space, each) for each in menus]
    sides = [(each, _open(each)) for each in menus if not space.indifferent(each.dm)]
    try:
        targets, told, left = _answers(space, main, asked, sides)
    except (LimitError, UsageError) as error:
        return {"said": f"No sets of levers were tried: {error}.", **nothing, "levers": listed}
    if not targets and not told:
        what = f"With {space.size:,} states no sets of levers were tried for this report"
        return {"said": f"{what}; “countermove inverse --levers” tries them.", **nothing, "levers": listed}
    return {"said": "", "levers": listed, "targets": targets, "sides": told, "left": _left(space, left)}


def _open(menu: Menu) -> list[Course]:
    """Return the courses that are in no equilibrium yet."""
    return [course for course in menu.courses if not course.equilibria[CONCEPT]]


def _answers(
    space: Space, main: Sequence[int], asked: Sequence[Asked], sides: Sequence[tuple[Menu, list[Course]]]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], list[int]]:
    """Answer as many targets as are quick: the reader's, the main outcomes, then side by side the courses."""
    named = list(asked)
    if main:
        one = len(main) == 1
        name = "The state that holds most widely" if one else f"One of the {number(len(main))} main outcomes"
        named.append(Asked(name, states_target(space, main)))
    budget = MAX_WORK // _listed(space)
    named = named[: max(budget, 0)]
    budget -= len(named)
    wanted: list[StateRef] = [each.target for each in named]
    told: list[tuple[Menu, list[Course], int]] = []
    left: list[int] = []
    for menu, open_ in sides:
        courses = open_[:MAX_COURSES]
        if left or len(courses) > budget:
            left.append(menu.dm)
            continue
        budget -= len(courses)
        told.append((menu, courses, len(open_) - len(courses)))
        wanted += [course_target(space, menu.dm, course) for course in courses]
    found = iter(mediations(space, find(CONCEPT), wanted) if wanted else [])
    targets = [{"name": each.name, **_answer(next(found))} for each in named]
    answered = [
        _side(space, menu, courses, more, [next(found) for _ in courses]) for menu, courses, more in told
    ]
    return targets, answered, left


def _listed(space: Space) -> int:
    """Return how many states are listed, at most, when all sets of levers are tried."""
    listed = space.size
    for lever in space.model.levers:
        listed *= 1 + (1 if lever.option is None else len(lever.option.levels))
    return listed


def _left(space: Space, left: Sequence[int]) -> str:
    if not left:
        return ""
    names = join(dm_name(space, dm) for dm in left)
    how = "“countermove inverse --levers” takes each as a target"
    return f"The courses of {names} were left out of this report; {how}."


# ---------------------------------------------------------------- the levers
def _lever(space: Space, lever: Lever, claims: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Say what a lever does to whom, and what it rests on."""
    because = [each for _, part in lever.grounds() for each in part]
    return {
        "name": lever.name,
        "description": lever.description,
        "does": _does(space, lever),
        "claims": [each for each in claims if each["claim"] in because],
        "assumed": list(dict.fromkeys(each.text for each in because if isinstance(each, Assumption))),
    }


def _does(space: Space, lever: Lever) -> list[dict[str, Any]]:
    model = space.model
    full = Pulled(_with_pattern(space), model.levers)  # its conditions may speak of what other levers add

    def words(condition: Condition) -> str:
        return condition_words(full.model, full.condition(condition))

    at = {label: dm for dm, label in enumerate(space.decision_makers)}
    found = []
    if lever.option is not None:
        found.append((lever.option.owner, option_words(model, lever)))
    for forbidden in (each for each in lever.forbid if not each.option):
        away = f"from {words(forbidden.source)} to {words(forbidden.target)}"
        found.append((forbidden.by, f"can no longer move {away}"))
    found += [
        (each.by, f"can move from {words(each.source)} to {words(each.target)}") for each in lever.allow
    ]
    for each in lever.incentives:
        verb = "gains" if each.kind == "reward" else "pays"
        when = words(each.when.condition)
        so = f"this is so: {when}" if when.startswith("if ") else when
        found.append((each.to, f"{verb} when {so}{_how_much(model, each)}"))
    return [{"dm": at[label], "what": what} for label, what in found]


def _how_much(model: Model, incentive: Incentive) -> str:
    """Say how much a reward or a penalty counts with whom it is promised to."""
    if incentive.weight is not None:
        return f" (weight {incentive.weight})"
    by = model.preferences[incentive.to].by
    among = "layer" if isinstance(by, Weights) and by.then else "statement"
    return "" if incentive.before == 1 else f" (it counts before {among} {incentive.before})"


def _with_pattern(space: Space) -> Model:
    """Return the model as levers are applied to it."""
    return PulledConflicts(space, find(CONCEPT)).before if space.status_quo is not None else space.model


# ---------------------------------------------------------------- one target
def _side(
    space: Space, menu: Menu, courses: Sequence[Course], more: int, found: Sequence[Mediation]
) -> dict[str, Any]:
    """Put a decision maker's courses together: those that levers make hold, and those that none do."""
    named = [
        {"name": course_name(space, menu.dm, each.levels, each.start), "today": each.start == menu.start}
        for each in courses
    ]
    rows = [{**name, **_answer(each)} for name, each in zip(named, found, strict=True)]
    return {
        "dm": menu.dm,
        "held": [row for row in rows if row["sets"]],
        "missed": [row for row in rows if not row["sets"]],
        "none": _none(found),
        "more": more,
    }


def _none(found: Sequence[Mediation]) -> str:
    """Say what was tried in vain for those courses that no set makes hold."""
    missed = [each for each in found if not each.sets]
    if not missed:
        return ""
    tried = tried_text(missed[0])
    return f"{tried[0].upper()}{tried[1:]} makes {'it' if len(missed) == 1 else 'any of them'} hold."


def _answer(found: Mediation) -> dict[str, Any]:
    """Say which levers a target takes, what holds then, or how near the nearest set comes."""
    shown = found.sets[:MAX_SETS]
    return {
        "takes": _takes(found),
        "sets": [_set(each) for each in shown],
        "more": len(found.sets) - len(shown),
        "miss": "" if found.miss is None else " ".join(miss_sentences(found.miss)),
    }


def _takes(found: Mediation) -> str:
    if not found.sets:
        tried = tried_text(found)
        return f"{tried[0].upper()}{tried[1:]} makes it hold within reach of today."
    first = found.sets[0].levers
    if not first:
        return "It takes no lever: as things are it holds and can be reached from today."
    together = "" if len(first) == 1 else " together"
    if len(found.sets) == 1:
        return f"It takes {_names(first)}{together}."
    if len(first) == 1:
        return f"It takes one lever, and {number(len(found.sets))} do it."
    return f"It takes {count(len(first), 'lever')}{together}, and {number(len(found.sets))} sets do it."


def _names(levers: Sequence[Lever]) -> str:
    return join(f"“{each.name}”" for each in levers)


def _set(found: LeverSet) -> dict[str, Any]:
    """Show what holds with a set of levers, a state that improvements lead to if there is one."""
    told = Told(found.model, {each.state: each for each in found.held})
    one = next((each for each in found.held if each.improvements_only), found.held[0])
    labels = {dm.name: place for place, dm in enumerate(found.model.decision_makers)}
    more = len(found.held) - 1
    others = f" {count(more, 'other').capitalize()} of the kind {'holds' if more == 1 else 'hold'} then, too."
    how = "by improvements alone" if one.improvements_only else "though not by improvements alone"
    return {
        "levers": _names(found.levers),
        "acts": [{"dm": labels.get(name), "what": what} for name, what in acts(told, one.state)],
        "line": state_line(told, one.state),
        "how": f"It can be reached from today, {how}.{others if more else ''}",
    }
