"""Reports to read: some small models, and a page's elements, sections and text."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser

import pytest

import countermove
from countermove.conflict import Conflict
from countermove.model.elements import Model
from countermove.space import build
from countermove.views.report import report_html

GRAPH = """
countermove: 1
title: Two roads
decision_makers: {ann: {name: Ann}, bob: {name: Bob}}
states: {a: Both wait, b: Ann has left, c: Both have left, d: Ann is back alone}
moves: {ann: [a -> b, b <-> d], bob: [b -> c, d -> a]}
status_quo: a
preferences:
  ann: {ranking: [c, b, [a, d]]}
  bob: {ranking: [c, a, b, d]}
"""

TINY = """
countermove: 1
decision_makers: {ann: {options: {go: Go}}}
preferences: {ann: {prioritize: [go]}}
"""

LEVELS = """
countermove: 1
title: Water
decision_makers:
  upstream: {name: Upstream, options: {water: {name: Water let through, levels: [none, half, all]}}}
  downstream: {name: Downstream, options: {pay: Pay, sue: {name: Sue, moves: forward}}}
status_quo: [sue]
preferences:
  upstream: {prioritize: [pay, water = none]}
  downstream: {prioritize: [water = all, water != none, not pay, not sue]}
"""


def of_model(model: Model) -> Conflict:
    return Conflict(model, build(model))


def rendered(conflict: Conflict) -> str:
    return report_html(conflict, conflict.evidence(), command="countermove report it")


of_the_case = pytest.mark.xdist_group("the case's report")
"""Marks tests that read the report on karabakh-2020, which one process makes once for all of them."""


@cache
def karabakh() -> str:
    """Return the report on karabakh-2020."""
    return rendered(countermove.load("karabakh-2020"))


class Page(HTMLParser):
    """A page's elements, attributes and text, and whether its elements are closed in order."""

    VOID = frozenset({"meta", "br", "img", "link", "input", "hr"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.texts: list[tuple[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)

    def handle_data(self, data: str) -> None:
        self.texts.append((self.open[-1] if self.open else "", data))

    def all(self, tag: str) -> Iterator[dict[str, str | None]]:
        return (attrs for name, attrs in self.tags if name == tag)

    def text(self) -> str:
        return " ".join(" ".join(data for where, data in self.texts if where != "style").split())


def section(conflict: Conflict | str, name: str) -> str:
    html = conflict if isinstance(conflict, str) else rendered(conflict)
    part = html.partition(f'<section id="{name}"')[2].partition("</section>")[0]
    return f"<main {part}</main>"


def told(conflict: Conflict | str, name: str) -> str:
    return Page(section(conflict, name)).text()
