"""What is told of a conflict on every page, the report's and the workbench's, as plain values.

Everything is worked out when it is first asked for, and once.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from markupsafe import Markup, escape

from countermove.analyses.menu import Course, Menu
from countermove.analyses.paths import Step
from countermove.concepts import Concept
from countermove.conflict import Conflict
from countermove.conflict.support import Supports
from countermove.errors import LimitError
from countermove.provenance import Evidence
from countermove.space import Space
from countermove.stability import Analysis
from countermove.views import report_evidence
from countermove.views.diagram import marks, picture
from countermove.views.diagram_layout import tall, wide
from countermove.views.diagram_svg import PALETTE, draw
from countermove.views.menus import course_data, course_name, menu_data, menu_headline, menu_notes
from countermove.views.report_states import Shown
from countermove.views.report_why import Behind
from countermove.views.summary import Board, Summary, board, summary
from countermove.views.words import BY_ITSELF, count, number

__all__ = ["Told", "once"]

MAX_COLUMNS = 8
MAX_WORKED = 100
"""So many values of `once` are kept for each conflict."""
P = ParamSpec("P")
R = TypeVar("R")


def once(work: Callable[Concatenate[Told, P], R]) -> Callable[Concatenate[Told, P], R]:
    """Keep what a function says of a conflict and further values for as long as the conflict is kept."""

    @wraps(work)
    def kept(told: Told, /, *more: P.args, **named: P.kwargs) -> R:
        key = (work, more, tuple(sorted(named.items())))
        if key in told.worked:
            known: R = told.worked[key]
            return known
        found = told.worked[key] = work(told, *more, **named)
        while len(told.worked) > MAX_WORKED:  # what readers may ask for has no end
            told.worked.pop(next(iter(told.worked)), None)
        return found

    return kept


class Told:
    """A conflict with its evidence, told.

    Parameters
    ----------
    conflict : Conflict
        It is analysed under all concepts when a part that needs the list of its states is first asked for;
        the decision makers and the words are told without it.
    evidence : Evidence
        The model's quotes held against the documents at hand.
    """

    def __init__(self, conflict: Conflict, evidence: Evidence) -> None:
        self.conflict = conflict
        self.evidence = evidence
        self.model = conflict.model
        self.worked: dict[Any, Any] = {}

    @property
    def space(self) -> Space:
        """The list of states."""
        return self.conflict.space

    @cached_property
    def analysis(self) -> Analysis:
        """The verdicts on all states."""
        return self.conflict.analyze(engine="explicit")

    @cached_property
    def shown(self) -> Shown:
        """Its states and moves as plain values."""
        return Shown(self.analysis)

    @cached_property
    def names(self) -> list[str]:
        """What the decision makers are called, and last the events where there are any."""
        people = [each.name for each in self.model.decision_makers]
        return [*people, BY_ITSELF] if self.model.events else people

    @cached_property
    def marks(self) -> tuple[str, ...]:
        """Short marks that tell them apart."""
        return marks(self.names)

    @cached_property
    def terms_of(self) -> dict[str, Concept]:
        """The concepts by their abbreviations."""
        return {each.short: each for each in self.conflict.explained()}

    @cached_property
    def claims(self) -> list[dict[str, Any]]:
        """Every claim, with what became of its quotes."""
        return report_evidence.claims(self.evidence)

    @cached_property
    def behind(self) -> Behind:
        """What stands behind the elements of the model."""
        return Behind(self.space, Supports(self.evidence), self.claims)

    @cached_property
    def people(self) -> list[dict[str, str]]:
        """The decision makers: mark, name and colour."""
        return [
            {"mark": mark, "name": name, "colour": f"dm-{dm % PALETTE}"}
            for dm, (mark, name) in enumerate(zip(self.marks, self.names, strict=True))
        ]

    @cached_property
    def said(self) -> Summary:
        """The headline answers."""
        return summary(self.analysis)

    def terms(self, text: str) -> Markup:
        """Explain the field's abbreviations where they stand in a text."""
        pattern = r"\b(" + "|".join(map(re.escape, self.terms_of)) + r")\b"
        parts = re.split(pattern, text)
        return Markup("").join(
            Markup('<abbr title="{}: {}">{}</abbr>').format(
                self.terms_of[part].name, self.terms_of[part].question, part
            )
            if place % 2
            else escape(part)
            for place, part in enumerate(parts)
        )

    # ------------------------------------------------------------ the table
    def board(self) -> dict[str, Any]:
        """Return the option table."""
        table: Board = board(self.analysis, limit=MAX_COLUMNS)
        today = self.space.status_quo
        groups: list[dict[str, Any]] = []
        owned = [(dm, each) for dm, owner in enumerate(self.model.decision_makers) for each in owner.options]
        owned += [(len(self.model.decision_makers), event.option) for event in self.model.events]
        rows = zip(table.rows, owned, strict=True) if not self.model.graph_form else ()
        for (_, name, cells), (owner, option) in rows:
            if not groups or groups[-1]["dm"] != owner:
                groups.append({"dm": owner, "rows": []})
            now = cells[0] if today is not None else None
            groups[-1]["rows"].append(
                {
                    "option": name,
                    "one_way": option.moves != "both",
                    "cells": [(cell, now is not None and cell != now) for cell in cells],
                }
            )
        return {
            "columns": [self.shown.state(state) for _, state in table.columns],
            "groups": groups,
            "hidden": table.hidden,
            "one_way": any(option.moves != "both" for option in self.model.options),
            "changed": today is not None and len(table.columns) > 1,
        }

    # ------------------------------------------------------------ menus
    @cached_property
    def found_menus(self) -> list[Menu]:
        """Every decision maker's menu, the widest choice first, whoever wants nothing last."""
        if self.space.status_quo is None:
            return []
        try:
            found = [self.conflict.menu(label) for label in self.space.decision_makers]
        except LimitError:
            return []
        options = [len(each.options) for each in self.model.decision_makers]
        found.sort(key=lambda each: (self.space.indifferent(each.dm), -len(each.courses), -options[each.dm]))
        return found

    def menus(self) -> list[dict[str, Any]]:
        """Return every menu, told."""
        return [self.menu(each) for each in self.found_menus]

    def menu(self, each: Menu) -> dict[str, Any]:
        """Return one menu, told."""
        data = menu_data(self.space, each)
        owner = self.model.decision_makers[each.dm]
        return {
            "dm": each.dm,
            "description": owner.description,
            "headline": menu_headline(self.space, each),
            "notes": menu_notes(self.space, {**data, "unavailable": []}),
            "indifferent": self.space.indifferent(each.dm),
            "options": [option.name for option in owner.options],
            "courses": [self._course(each, course) for course in each.courses],
            "unavailable": data["unavailable"],
        }

    def _course(self, menu: Menu, course: Course) -> dict[str, Any]:
        data = course_data(self.space, menu, course)
        ends: list[dict[str, Any]] = []
        before: tuple[Step, ...] = ()
        for end in dict.fromkeys((course.best, course.worst)):
            which = "Ends" if course.best == course.worst else "At best" if end == course.best else "At worst"
            steps = course.steps[end]
            further = bool(ends) and steps[: len(before)] == before
            told = [self.shown.step(step) for step in (steps[len(before) :] if further else steps)]
            ends.append({"which": which, "state": self.shown.state(end), "steps": told, "further": further})
            before = steps
        between = len(course.rests) - len(ends)
        return {
            "rank": course.rank,
            "name": course_name(self.space, menu.dm, course.levels, course.start, menu.start),
            "today": data["today"],
            "start": f"{course.start + 1:,}",
            "ends": ends,
            "alike": between if course.best == course.worst else 0,
            "between": between if course.best != course.worst else 0,
            "circles": number(len(course.rests)) if course.circles else "",
            "equilibria": [
                (concept.short, f"{len(course.equilibria[concept.id]):,}")
                for concept in self.analysis.concepts
                if course.equilibria[concept.id]
            ],
            "claims": [
                {key: each[key] for key in ("id", "text", "sign")}
                for each in self.claims
                if each["claim"] in course.claims
            ],
        }

    # ------------------------------------------------------------ the picture
    def drawing(self) -> dict[str, Any] | None:
        """Return the picture of where courses of action lead; None where there is nothing to draw."""
        star = next((each for each in self.found_menus if not self.space.indifferent(each.dm)), None)
        shown = picture(self.analysis, self.said, star)
        if shown is None or len(shown.nodes) < 2:
            return None
        who = self.names[star.dm] if star else ""
        title = f"Where the courses of {who} lead from today" if who else "Where improvements lead from today"
        size = f"{count(len(shown.nodes), 'state')} and {count(len(shown.links), 'link')}"
        described = f"{size}; told in words below."
        return {
            "title": title,
            "wide": draw(shown, wide(shown), "map-wide", title, described),
            "tall": draw(shown, tall(shown), "map-tall", title, described),
            "routes": shown.routes,
            "notes": shown.notes,
            "mere": any(not better for link in shown.links for _, better in link.movers),
            "dms": sorted({dm for link in shown.links for dm, _ in link.movers}),
            "levels": any(each.sign == "=" for node in shown.nodes for each in node.changes),
            "some": any(node.standing == "some" for node in shown.nodes),
        }
