"""A decision maker's menu, as data and in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from countermove.analyses.menu import Course, Menu, Unavailable
from countermove.concepts import find
from countermove.model.forcing import forced
from countermove.space import Space
from countermove.views.explaining import step_data
from countermove.views.report_elements import requirement_words
from countermove.views.words import count, dm_name, join, number, option_value, owner_names, state_line

__all__ = ["course_data", "course_lines", "course_name", "menu_data", "menu_headline", "menu_notes"]


def course_name(space: Space, dm: int, levels: tuple[int, ...], start: int, source: int | None = None) -> str:
    """Name a course by the options it takes, and by what it forces in the state that it is taken from."""
    forcing = [] if source is None else _forcing(space, dm, source, start)
    if not levels and not forcing:
        return space.model.states[start].text if space.model.graph_form else "Has no options"
    options = space.model.decision_makers[dm].options
    taken = [
        option.name if value is True else f"{option.name}: {value}"
        for option, level in zip(options, levels, strict=True)
        if level and (value := option_value(option, level))
    ]
    return " + ".join([*(taken or ["None of its options"]), *forcing])


def _forcing(space: Space, dm: int, source: int, start: int) -> list[str]:
    """Name what a course forces on others: ``forced on Armenia: Withdraw``."""
    if not space.model.powers:
        return []
    before, after = space.states.values(source), space.states.values(start)
    names = owner_names(space.model)
    found = []
    for k in forced(space.model, space.decision_makers[dm], before, after):
        option, value = space.model.options[k], option_value(space.model.options[k], after[k])
        what = f"{option.name}: {value}" if isinstance(value, str) else option.name
        found.append(f"forced on {names[option.owner]}: {'not ' if value is False else ''}{what}")
    return found


def course_data(space: Space, menu: Menu, course: Course) -> dict[str, Any]:
    """Return one course as the JSON of ``menu`` shows it."""
    options = space.model.decision_makers[menu.dm].options
    return {
        "name": course_name(space, menu.dm, course.levels, course.start, menu.start),
        "options": {
            option.id: option_value(option, level)
            for option, level in zip(options, course.levels, strict=True)
        },
        **_forces(space, menu, course),
        "today": course.start == menu.start,
        "state": course.start + 1,
        "rank": course.rank,
        "rests": [state + 1 for state in course.rests],
        "circles": course.circles,
        "best": course.best + 1,
        "worst": course.worst + 1,
        "best_in_words": state_line(space, course.best),
        "worst_in_words": state_line(space, course.worst),
        "answers": {str(state + 1): step_data(space, steps) for state, steps in course.steps.items()},
        "equilibria": {
            concept: [state + 1 for state in states] for concept, states in course.equilibria.items()
        },
        "claims": [claim.text for claim in course.claims],
        "claim_labels": [claim.label for claim in course.claims if claim.label],
    }


def _forces(space: Space, menu: Menu, course: Course) -> dict[str, Any]:
    """Say which options of others a course sets, and to what; nothing without power."""
    if not space.model.powers:
        return {}
    before, after = space.states.values(menu.start), space.states.values(course.start)
    options = space.model.options
    found = forced(space.model, space.decision_makers[menu.dm], before, after)
    return {"forces": {options[k].id: option_value(options[k], after[k]) for k in found}}


def menu_headline(space: Space, menu: Menu) -> str:
    """Say in a sentence or two what the menu shows."""
    name = dm_name(space, menu.dm)
    first = [course for course in menu.courses if course.rank == 1]
    last = [course for course in menu.courses if course.rank == menu.courses[-1].rank]
    text = f"{name} has {count(len(menu.courses), 'course')} of action from state {menu.start + 1}."
    if len(menu.courses) == 1:
        return text
    if menu.courses[-1].rank == 1:
        return f"{text} They all end equally well for it."
    best = join(
        f"“{course_name(space, menu.dm, course.levels, course.start, menu.start)}”" for course in first[:3]
    )
    worst = join(
        f"“{course_name(space, menu.dm, course.levels, course.start, menu.start)}”" for course in last[:3]
    )
    more = f" ({number(len(first))} of them alike)" if len(first) > 3 else ""
    return f"{text} Best for it {'is' if len(first) == 1 else 'are'} {best}{more}, worst {worst}."


def menu_data(space: Space, menu: Menu) -> dict[str, Any]:
    """Return the JSON of ``menu``."""
    options = space.model.decision_makers[menu.dm].options
    return {
        "decision_maker": space.decision_makers[menu.dm],
        "from": menu.start + 1,
        "headline": menu_headline(space, menu),
        "courses": [course_data(space, menu, course) for course in menu.courses],
        "unavailable": [
            {
                "name": course_name(space, menu.dm, each.levels, menu.start),
                "options": {
                    option.id: option_value(option, level)
                    for option, level in zip(options, each.levels, strict=True)
                },
                "why": _why(space, each),
            }
            for each in menu.unavailable
        ],
        "may_drift": [space.decision_makers[dm] for dm in menu.drifting],
        "order": "by the worst resting state, then by the best",
    }


def _why(space: Space, course: Unavailable) -> str:
    """Say what stands in the way of a course."""
    needed = [requirement_words(space.model, space.model.forbidden_moves[k]) for k in course.requires]
    return join(needed) or course.why


def course_lines(course: Mapping[str, Any]) -> tuple[str, list[str]]:
    """Return a course's heading and its lines, from its data."""
    today = " (today's course)" if course["today"] else ""
    heading = f"{course['rank']:>2}. {course['name']}{today}"
    many = len(course["rests"])
    lines = []
    if course["circles"]:
        lines.append(
            f"The others' improvements need not come to rest; they circle among {number(many)} states."
        )
    if course["best"] == course["worst"]:
        lines.append(f"ends in {course['best']}: {course['best_in_words']}")
        if many > 1:
            more = many - 1
            verb = "state is" if more == 1 else "states are"
            lines.append(f"{number(more)} more resting {verb} liked just as well")
    else:
        lines.append(f"at best in {course['best']}: {course['best_in_words']}")
        lines.append(f"at worst in {course['worst']}: {course['worst_in_words']}")
        if many > 2:
            more = many - 2
            lines.append(f"{number(more)} more resting {'state lies' if more == 1 else 'states lie'} between")
    counted: dict[int, list[str]] = {}
    for concept, states in course["equilibria"].items():
        counted.setdefault(len(states), []).append(find(concept).short)
    held = "; ".join(f"{many:,} under {join(names)}" for many, names in counted.items() if many)
    lines.append(f"equilibria with this course: {held}" if held else "no equilibrium has this course")
    if course["claim_labels"]:
        lines.append(f"rests on the claims {', '.join(course['claim_labels'])}")
    return heading, lines


def menu_notes(space: Space, data: Mapping[str, Any]) -> list[str]:
    """Return what a reader of a menu must know to read it rightly."""
    notes = [
        f"Ranked {data['order']}; equal courses share a rank. Each is followed by the others' improvements."
    ]
    if data["may_drift"]:
        names = [dm_name(space, space.decision_makers.index(label)) for label in data["may_drift"]]
        wants, whose = ("wants", "its") if len(names) == 1 else ("want", "their")
        notes.append(
            f"{join(names)} {wants} nothing, so {whose} moves are followed as things that may happen."
        )
    if space.model.events:
        names = [f"“{event.name}”" for event in space.model.events]
        notes.append(f"{join(names)} may happen among the answers, and may lead on from where they rest.")
    if data["unavailable"]:
        shown = "; ".join(f"“{each['name']}”: {each['why']}" for each in data["unavailable"][:5])
        more = len(data["unavailable"]) - 5
        notes.append(f"Not to be had from here: {shown}" + (f"; and {more} more." if more > 0 else "."))
    return notes
