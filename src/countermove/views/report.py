"""The report: one HTML file with the answers, what they rest on, and how they were made.

The file loads nothing from anywhere, runs no script, and carries no time, so that the same model, documents
and programs give the same bytes. Every text of the model is escaped by the template.
"""

from __future__ import annotations

import platform
import re
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
from countermove.errors import LimitError
from countermove.provenance import Evidence
from countermove.views import report_evidence
from countermove.views.checking import evidence_sentences, outcome_text
from countermove.views.diagram import marks, picture, standing
from countermove.views.diagram_layout import tall, wide
from countermove.views.diagram_svg import PALETTE, draw
from countermove.views.explaining import witness_text
from countermove.views.menus import course_data, course_name, menu_data, menu_headline, menu_notes
from countermove.views.summary import Board, board, summary
from countermove.views.words import acts, change, count, dm_name, join, number, state_line

__all__ = ["SECTIONS", "report_html"]

SECTIONS = {
    "says": "What it says",
    "states": "Today, and what could hold",
    "menus": "What each side can do",
    "picture": "Where it leads",
    "why": "Why it holds, and why it does not",
    "expected": "What the analyst expected",
    "evidence": "What it rests on",
    "assumed": "What is assumed",
    "limits": "What it cannot tell",
    "made": "How it was made",
}
MAX_COLUMNS = 8
LONG = 420
"""A reason with more characters than this is folded away."""


def report_html(conflict: Conflict, evidence: Evidence, *, command: str) -> str:
    """Return the report as one self-contained HTML page.

    Parameters
    ----------
    conflict : Conflict
        What is reported on; it is analysed under all concepts.
    evidence : Evidence
        The model's quotes held against the documents at hand.
    command : str
        What to type to make the same report again.

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
    made = _Report(conflict, evidence)
    environment.filters["terms"] = made.terms
    style = files("countermove.views").joinpath("templates", "report.css").read_text(encoding="utf-8")
    return environment.get_template("report.html.j2").render(
        style=Markup(style),  # noqa: S704 - our own file
        sections=SECTIONS,
        command=command,
        version=countermove.__version__,
        **made.context(),
    )


class _Report:
    """Everything the template shows, as plain values."""

    def __init__(self, conflict: Conflict, evidence: Evidence) -> None:
        self.conflict = conflict
        self.evidence = evidence
        self.model = conflict.model
        self.space = conflict.space
        self.analysis = conflict.analyze()
        self.names = [dm_name(self.space, dm) for dm in range(len(self.space.decision_makers))]
        self.marks = marks(self.names)
        self.claims = report_evidence.claims(evidence)
        self.terms_of = {each.short: each for each in self.analysis.concepts}

    def context(self) -> dict[str, Any]:
        menus = self.menus()
        outcomes = self.conflict.expectations()
        return {
            "title": self.conflict.title,
            "model": self.model,
            "people": [
                {"mark": mark, "name": name, "colour": f"dm-{dm % PALETTE}"}
                for dm, (mark, name) in enumerate(zip(self.marks, self.names, strict=True))
            ],
            "said": self.said.sentences,
            "menu_said": menus[0]["headline"] if menus else "",
            "held": self.said.held_by,
            "facts": self.facts(outcomes),
            "warnings": self.warnings(outcomes),
            "board": self.board(),
            "menus": menus,
            "drawing": self.drawing(),
            "reasons": self.reasons(),
            "outcomes": [
                {
                    "why": each.expectation.why,
                    "holds": each.holds,
                    "detail": outcome_text(self.space, each),
                }
                for each in outcomes
            ],
            "claims": self.claims,
            "sources": report_evidence.sources(self.evidence),
            "notices": [str(notice) for notice in self.evidence.notices],
            "assumptions": report_evidence.assumptions(self.model),
            "limits": self.limits(),
            "concepts": self.analysis.concepts,
            "made": self.made(),
        }

    @cached_property
    def said(self) -> Any:
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

    # ------------------------------------------------------------ states
    def state(self, state: int) -> dict[str, Any]:
        how, held = standing(self.analysis, state)
        doing = [
            {"dm": self.names.index(name) if name in self.names else None, "what": what}
            for name, what in acts(self.space, state)
        ]
        return {
            "number": f"{state + 1:,}",
            "label": self.space.states.label(state),
            "acts": doing,
            "line": state_line(self.space, state),
            "standing": how,
            "held": held,
            "today": state == self.space.status_quo,
        }

    def board(self) -> dict[str, Any]:
        """Return the option table, today's column once."""
        table: Board = board(self.analysis, limit=MAX_COLUMNS)
        today = self.space.status_quo
        keep = [k for k, (head, state) in enumerate(table.columns) if head == "today" or state != today]
        groups: list[dict[str, Any]] = []
        rows = zip(table.rows, self.space.states.owners, strict=True) if not self.model.graph_form else ()
        for (_, option, cells), owner in rows:
            if not groups or groups[-1]["dm"] != owner:
                groups.append({"dm": owner, "rows": []})
            chosen = [cells[k] for k in keep]
            now = chosen[0] if today is not None else None
            groups[-1]["rows"].append(
                {"option": option, "cells": [(cell, now is not None and cell != now) for cell in chosen]}
            )
        return {
            "columns": [self.state(table.columns[k][1]) for k in keep],
            "groups": groups,
            "hidden": table.hidden,
            "changed": today is not None and len(keep) > 1,
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
        ends = []
        for end in dict.fromkeys((course.best, course.worst)):
            which = "Ends" if course.best == course.worst else "At best" if end == course.best else "At worst"
            steps = [self._step(step) for step in course.steps[end]]
            ends.append({"which": which, "state": self.state(end), "steps": steps})
        between = len(course.rests) - len(ends)
        return {
            "rank": course.rank,
            "name": course_name(self.space, menu.dm, course.levels, course.start),
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

    def _step(self, step: Step) -> dict[str, Any]:
        return {
            "dm": step.by,
            "change": change(self.space, step),
            "to": f"{step.target + 1:,}",
            "improvement": step.improvement,
        }

    # ------------------------------------------------------------ the picture
    def drawing(self) -> dict[str, Any] | None:
        star = next((each for each in self._menus if not self.space.indifferent(each.dm)), None)
        shown = picture(self.analysis, self.said, star)
        if shown is None or len(shown.nodes) < 2:
            return None
        who = self.names[star.dm] if star else ""
        title = f"Where the courses of {who} lead from today" if who else "Where improvements lead from today"
        described = f"{count(len(shown.nodes), 'state')} and {count(len(shown.links), 'link')}; told in words below."
        return {
            "title": title,
            "wide": draw(shown, wide(shown), "map-wide", title, described),
            "tall": draw(shown, tall(shown), "map-tall", title, described),
            "routes": shown.routes,
            "notes": shown.notes,
            "mere": any(not better for link in shown.links for _, better in link.movers),
            "dms": sorted({dm for link in shown.links for dm, _ in link.movers}),
            "some": any(node.standing == "some" for node in shown.nodes),
        }

    # ------------------------------------------------------------ reasons
    def reasons(self) -> list[dict[str, Any]]:
        """Return why today's state does or does not hold, and the same for the main outcome."""
        today = self.space.status_quo
        found = [] if today is None else [self._reasons("Today’s state", today)]
        main = next(iter([*(self.said.reached or ()), *self.said.strongest]), None)
        if main is not None and main != today:
            found.append(self._reasons(f"State {main + 1:,}", main))
        return found

    def _reasons(self, name: str, state: int) -> dict[str, Any]:
        shown = self.state(state)
        verb = {"all": "holds", "some": "holds only in part", "none": "does not hold"}[shown["standing"]]
        rows = [
            {"dm": dm, "stays": [self.analysis.is_stable(each.id, dm, state) for each in self.analysis.concepts]}
            for dm in range(len(self.names))
        ]
        return {
            "heading": f"{name} {verb}",
            "state": shown,
            "rows": rows,
            "everybody": [each.short in shown["held"] for each in self.analysis.concepts],
            "texts": [each for dm in range(len(self.names)) for each in self._telling(dm, state)],
        }

    def _telling(self, dm: int, state: int) -> list[dict[str, Any]]:
        """Explain the verdicts that tell most: the furthest sighted that fails, and that holds."""
        concepts = self.analysis.concepts
        stable = [each for each in concepts if self.analysis.is_stable(each.id, dm, state)]
        failing = [each for each in concepts if each not in stable]
        chosen = failing[-1:]
        if stable:
            chosen = [*chosen, stable[0] if not failing else stable[-1]]
        found = []
        for concept in chosen:
            witness = self.conflict.explain(self.space.decision_makers[dm], state + 1, concept.id)
            text = witness_text(self.space, witness)
            verdict = f"is {'stable' if witness.stable else 'not stable'} for {self.names[dm]} under {concept.short}. "
            text = text.removeprefix(f"State {state + 1} ({state_line(self.space, state)}) {verdict}")
            found.append(
                {
                    "dm": dm,
                    "stays": witness.stable,
                    "concept": "every concept" if len(stable) == len(concepts) else concept.short,
                    "text": text,
                    "long": len(text) > LONG,
                }
            )
        return found

    # ------------------------------------------------------------ what to mind
    def facts(self, outcomes: list[Any]) -> list[dict[str, str]]:
        """Return the few numbers of the page's head: sign, figure and words."""
        quotes = report_evidence.counts(self.evidence)
        held = sum(each.holds for each in outcomes)
        assumed = len(report_evidence.assumptions(self.model))
        found = [{"sign": "", "figure": f"{self.space.size:,}", "words": "states are possible"}]
        if quotes["checks"]:
            looked = quotes["checks"] - len(self.evidence.unseen)
            sign = "failing" if quotes["failing"] else "exact" if looked else "no-source"
            words = f"of {looked:,} quotes looked at are exact"
            found.append({"sign": sign, "figure": f"{quotes['exact']:,}", "words": words})
        else:
            found.append({"sign": "no-source", "figure": "0", "words": "quotes: the model names no evidence"})
        if outcomes:
            sign = "exact" if held == len(outcomes) else "failing"
            words = f"of {len(outcomes):,} expectations hold"
            found.append({"sign": sign, "figure": f"{held:,}", "words": words})
        if assumed:
            found.append(
                {"sign": "assumption", "figure": f"{assumed:,}", "words": "assumption" + "s" * (assumed != 1)}
            )
        return found

    def warnings(self, outcomes: list[Any]) -> list[dict[str, str]]:
        """Return what a reader must know before relying on the answers: the text and the section to see."""
        found = []
        failing = report_evidence.counts(self.evidence)["failing"]
        if failing:
            verb = "does" if failing == 1 else "do"
            text = f"{count(failing, 'quote')} {verb} not stand in the document as quoted."
            found.append({"sign": "failing", "text": text[:1].upper() + text[1:], "see": "evidence"})
        broken = [each for each in outcomes if not each.holds]
        if broken:
            verb = "does" if len(broken) == 1 else "do"
            text = f"{count(len(broken), 'expectation')} of the analyst {verb} not hold."
            found.append({"sign": "failing", "text": text[:1].upper() + text[1:], "see": "expected"})
        against = report_evidence.counts(self.evidence)["against"]
        if against:
            verb = "speaks" if against == 1 else "speak"
            text = f"{count(against, 'quote')} {verb} against the model."
            found.append({"sign": "against", "text": text[:1].upper() + text[1:], "see": "evidence"})
        unseen = [each for each in evidence_sentences(self.evidence) if "not looked at" in each]
        found += [{"sign": "no-source", "text": f"{each}.", "see": "evidence"} for each in unseen]
        return found

    def limits(self) -> list[str]:
        """Return what this model in particular leaves open."""
        found = [f"The model has {count(self.space.size, 'possible state')}, and every one was looked at."]
        bare = report_evidence.unsupported(self.model)
        if bare["assumed"]:
            what = join(f"“{each.says or each.what}”" for each in bare["assumed"][:4])
            more = ", among them" if len(bare["assumed"]) > 4 else ":"
            found.append(
                f"{count(len(bare['assumed']), 'statement')} of preference rest on assumptions alone{more} {what}."
            )
        if bare["bare"]:
            verb = "rests" if len(bare["bare"]) == 1 else "rest"
            found.append(f"{count(len(bare['bare']), 'statement')} of preference {verb} on nothing that is written down.")
        idle = [self.names[dm] for dm in range(len(self.names)) if self.space.indifferent(dm)]
        if idle:
            verb = "wants" if len(idle) == 1 else "want"
            found.append(f"{join(idle)} {verb} nothing in this model, so nothing stops or drives it.")
        unseen = report_evidence.counts(self.evidence)["unseen"]
        if unseen:
            found.append(f"{count(unseen, 'quote')} could be checked against no document on this machine.")
        against = report_evidence.counts(self.evidence)["against"]
        if against:
            found.append(f"{count(against, 'quote')} of the evidence contradict what the model says.")
        return [each[:1].upper() + each[1:] for each in found]

    def made(self) -> dict[str, Any]:
        return {
            "engine": self.analysis.engine,
            "complete": self.analysis.complete,
            "file": self.model.file,
            "sha256": self.model.sha256,
            "python": platform.python_version(),
            "numpy": np.__version__,
        }
