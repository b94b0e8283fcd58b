"""The report: one HTML file with the answers, what they rest on, and how they were made.

The file loads nothing from anywhere, runs no script, and carries no time, so that the same model, documents
and programs give the same bytes. Every text of the model is escaped by the template.
"""

from __future__ import annotations

import platform
import re
from collections.abc import Sequence
from functools import cached_property
from importlib.resources import files
from typing import Any

import numpy as np
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

import countermove
from countermove.analyses.menu import Course, Menu
from countermove.analyses.paths import Step
from countermove.conflict import Conflict
from countermove.conflict.support import Supports
from countermove.errors import LimitError, UsageError
from countermove.provenance import Evidence
from countermove.views import report_cautions, report_evidence
from countermove.views.chance import reading_note
from countermove.views.checking import outcome_text
from countermove.views.diagram import marks, picture
from countermove.views.diagram_layout import tall, wide
from countermove.views.diagram_svg import PALETTE, draw
from countermove.views.menus import course_data, course_name, menu_data, menu_headline, menu_notes
from countermove.views.report_attitudes import attitudes_context
from countermove.views.report_coalitions import coalitions_context
from countermove.views.report_comparing import compared_context, hanging_context
from countermove.views.report_designing import changing_context
from countermove.views.report_events import events_context
from countermove.views.report_evolving import going, going_context, going_said
from countermove.views.report_foresight import foresight_context
from countermove.views.report_layers import layers_context
from countermove.views.report_levers import Asked, levers_context
from countermove.views.report_patience import patience_context
from countermove.views.report_phases import phases_context
from countermove.views.report_power import power_context
from countermove.views.report_reasons import reasons
from countermove.views.report_states import Shown
from countermove.views.report_tipping import firmness, firmness_context, firmness_said
from countermove.views.report_views import views_context
from countermove.views.report_why import Behind
from countermove.views.summary import Board, Summary, board, summary
from countermove.views.words import count, number

__all__ = ["SECTIONS", "report_html"]

SECTIONS = {
    "says": "What it says",
    "states": "Today, and what could hold",
    "menus": "What each side can do",
    "picture": "Where it leads",
    "why": "Why it holds, and why it does not",
    "coalitions": "What coalitions could change",
    "foresight": "How far ahead it holds",
    "going": "Where it can go",
    "changing": "What would have to change",
    "levers": "What a third party could add",
    "firmness": "How firmly it stands, and on what",
    "hangs": "What hangs on single claims",
    "expected": "What the analyst expected",
    "evidence": "What it rests on",
    "assumed": "What is assumed",
    "limits": "What it cannot tell",
    "made": "How it was made",
}
COMPARED = {"compared": "What would be different"}
"""A section that stands first after what the report says, where there is something to compare with."""
PARTS = {
    "layers": "Layer by layer",
    "views": "How each side sees it",
    "attitudes": "Who cares for whom",
    "phases": "Phase by phase",
    "events": "What may happen",
    "patience": "What patience changes",
    "power": "Who can force whom",
}
"""Sections that stand after the one on coalitions, where the model has such parts."""
MAX_COLUMNS = 8
MAX_COURSES = 12
"""Courses of a menu beyond these are folded away."""


def report_html(
    conflict: Conflict,
    evidence: Evidence,
    *,
    command: str,
    targets: Sequence[str] = (),
    against: Conflict | None = None,
) -> str:
    """Return the report as one self-contained HTML page.

    Parameters
    ----------
    conflict : Conflict
        What is reported on; it is analysed under all concepts.
    evidence : Evidence
        The model's quotes held against the documents at hand.
    command : str
        What to type to make the same report again.
    targets : sequence of str
        State numbers, labels or conditions of which the reader wants to know what levers they would take.
    against : Conflict, optional
        Another model, or what `countermove.changed` made of this one, to compare the verdicts with.

    Returns
    -------
    str
        The page; the same bytes for the same model, documents and versions.
    """
    environment = Environment(
        loader=PackageLoader("countermove.views"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    made = _Report(conflict, evidence, targets, against)
    first, *others = SECTIONS.items()
    environment.filters["terms"] = made.terms
    environment.filters["words"] = number
    style = files("countermove.views").joinpath("templates", "report.css").read_text(encoding="utf-8")
    return environment.get_template("report.html.j2").render(
        style=Markup(style),  # noqa: S704 - our own file
        sections=dict([first, *(COMPARED.items() if against else ()), *_with_parts(others, conflict)]),
        longest=MAX_COURSES,
        command=command,
        version=countermove.__version__,
        **made.context(),
    )


def _with_parts(others: Sequence[tuple[str, str]], conflict: Conflict) -> list[tuple[str, str]]:
    """Put the sections on the parts that a model has after the one on coalitions."""
    model = conflict.model
    there = {
        "layers": model.layers,
        "views": model.perceptions,
        "attitudes": model.attitudes,
        "phases": model.phases,
        "events": model.events,
        "patience": conflict.patience,
        "power": model.powers,
    }
    parts = [(key, heading) for key, heading in PARTS.items() if there[key]]
    place = 1 + [key for key, _ in others].index("coalitions")
    return [*others[:place], *parts, *others[place:]]


class _Report:
    """Everything the template shows, as plain values."""

    def __init__(
        self, conflict: Conflict, evidence: Evidence, targets: Sequence[str], against: Conflict | None
    ) -> None:
        self.conflict = conflict
        self.targets = targets
        self.against = against
        self.evidence = evidence
        self.model = conflict.model
        self.space = conflict.space
        self.analysis = conflict.analyze(engine="explicit")
        self.shown = Shown(self.analysis)
        self.names = self.shown.names
        self.marks = marks(self.names)
        self.claims = report_evidence.claims(evidence)
        self.behind = Behind(self.space, Supports(evidence), self.claims)
        self.terms_of = {each.short: each for each in self.analysis.concepts}

    def context(self) -> dict[str, Any]:
        menus = self.menus()
        neutral = self.model.reading == "neutral"  # the reading by which a model says what its analyst means
        outcomes = (self.conflict if neutral else self.conflict.reading("neutral")).expectations()
        gone, firm = going(self.shown), firmness(self.shown)
        main = self.said.strongest
        return {
            "title": self.conflict.title,
            "model": self.model,
            "people": [
                {"mark": mark, "name": name, "colour": f"dm-{dm % PALETTE}"}
                for dm, (mark, name) in enumerate(zip(self.marks, self.names, strict=True))
            ],
            "said": self.said.sentences,
            "read": "" if neutral else reading_note(self.model),
            "advice_said": [going_said(self.space, gone, main), firmness_said(firm, main)],
            "menu_said": menus[0]["headline"] if menus else "",
            "held": self.said.held_by,
            "facts": report_cautions.facts(self.analysis, self.evidence, outcomes),
            "cautions": self.behind.outcomes(self.analysis, main),
            "warnings": report_cautions.warnings(self.evidence, outcomes),
            "board": self.board(),
            "menus": menus,
            "drawing": self.drawing(),
            "reasons": [
                {**each, "state": self.shown.state(each["state"])}
                for each in reasons(self.conflict, self.said, self.behind)
            ],
            "coalitions": coalitions_context(self.shown, main),
            "going": going_context(self.shown, gone),
            "changing": changing_context(self.shown, self._menus, self.wanted()),
            "levers": levers_context(self.shown, self._menus, main, self.claims, self.asked()),
            "firmness": firmness_context(self.shown, firm, self.claims),
            "hangs": hanging_context(self.conflict, firm, main, self.claims),
            "compared": compared_context(self.conflict, self.against, main) if self.against else None,
            "layers": layers_context(self.conflict, self.shown, main) if self.model.layers else None,
            "views": views_context(self.conflict, self.shown) if self.model.perceptions else None,
            "attitudes": attitudes_context(self.conflict, self.shown) if self.model.attitudes else None,
            "phases": phases_context(self.conflict, self.shown) if self.model.phases else None,
            "events": events_context(self.conflict, self.shown) if self.model.events else None,
            "patience": patience_context(self.conflict, self.shown) if self.conflict.patience else None,
            "power": power_context(self.conflict, self.shown) if self.model.powers else None,
            "foresight": foresight_context(self.conflict, self.analysis, self.shown),
            "outcomes": [
                {
                    "why": each.expectation.why,
                    "holds": each.holds,
                    "detail": outcome_text(each),
                }
                for each in outcomes
            ],
            "claims": self.claims,
            "sources": report_evidence.sources(self.evidence),
            "notices": [str(notice) for notice in self.evidence.notices],
            "assumptions": report_evidence.assumptions(self.model),
            "limits": report_cautions.limits(self.space, self.evidence),
            "concepts": self.analysis.concepts,
            "made": self.made(),
        }

    def asked(self) -> list[Asked]:
        """Return the reader's targets, which may speak of what levers add."""
        return [Asked(f"“{each}”", self.conflict.ref(each, with_levers=True)) for each in self.targets]

    def wanted(self) -> dict[str, list[int]]:
        """Return the states of each of the reader's targets that does without what levers add."""
        found = {}
        for each in self.targets:
            try:
                self.conflict.ref(each)
            except UsageError:
                continue
            found[f"“{each}”"] = self.conflict.states(each)
        return found

    @cached_property
    def said(self) -> Summary:
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
    def _menus(self) -> list[Menu]:
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
        return [self._menu(each) for each in self._menus]

    def _menu(self, each: Menu) -> dict[str, Any]:
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
            "claims": [each for each in self.claims if each["claim"] in course.claims],
        }

    # ------------------------------------------------------------ the picture
    def drawing(self) -> dict[str, Any] | None:
        star = next((each for each in self._menus if not self.space.indifferent(each.dm)), None)
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

    def made(self) -> dict[str, Any]:
        return {
            "engine": self.analysis.engine,
            "complete": self.analysis.complete,
            "file": self.model.file,
            "sha256": self.model.sha256,
            "python": platform.python_version(),
            "numpy": np.__version__,
        }
