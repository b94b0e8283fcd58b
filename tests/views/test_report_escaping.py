"""The report escapes every text of a model."""

from __future__ import annotations

import re
from pathlib import Path

import countermove
from countermove.conflict import Conflict
from countermove.views.report import report_html
from tests.views.reports import TINY, Page, karabakh, of_the_case, rendered

EVIL = """<script>alert(1)</script></style></title>"onload=alert(2) x='y' {{ 7 * 7 }} ]]> <img src=http://evil.example/x>"""

HOSTILE = """
countermove: 1
title: EVIL
summary: EVIL
notes: EVIL
sources:
  src: {title: EVIL, publisher: EVIL, published: EVIL, author: EVIL, note: EVIL, renditions: {web: {file: doc.txt}}}
claims:
  c1: {text: EVIL, quotes: [{source: src, quote: EVIL, note: EVIL}]}
  c2: {text: EVIL, quotes: [{source: src, quote: "the words EVIL", stance: contradicts}]}
decision_makers:
  ann: {name: EVIL, description: EVIL, because: [c1], options: {go: {name: EVIL, description: EVIL, because: [c1, {assumption: EVIL}]}, run: {name: EVIL, levels: [none, half, all]}}}
  bob: {name: EVIL, options: {stay: {name: EVIL, because: [{source: src, quote: EVIL}]}}}
  eve: {name: EVIL, options: {x: EVIL}}
constraints:
  - {statement: not (go and stay), because: [{assumption: EVIL}]}
status_quo: {statement: [go], because: [c2]}
preferences:
  ann: {prioritize: [{statement: stay, because: [c1]}, run = all]}
  bob: {prioritize: [not go]}
  eve: indifferent
expect:
  - {why: EVIL, reachable: stay}
  - {why: EVIL, unreachable: go}
"""


def hostile(folder: Path) -> Conflict:
    quoted = "'" + EVIL.replace("'", "''") + "'"
    text = re.sub(r'"the words EVIL"', quoted, HOSTILE)
    text = re.sub(r"(?<=[\[ ,{:])EVIL(?=[\],} \n])", lambda _: quoted, text)
    (folder / "doc.txt").write_text(f"Here stands {EVIL}, and Related article: nothing.", encoding="utf-8")
    return countermove.loads(text, "<evil>.yaml", folder)


@of_the_case
def test_hostile_text_is_escaped(tmp_path: Path) -> None:
    conflict = hostile(tmp_path)
    html = rendered(conflict)
    page = Page(html)
    assert page.wrong == []
    assert page.open == []
    assert (
        html.count("<style>") == html.count("</style>") == html.count("</title>") - html.count("<title ") == 1
    )
    allowed = {tag for tag, _ in Page(karabakh()).tags}
    assert {tag for tag, _ in page.tags} <= allowed | {"em"}
    assert not any(name.startswith("on") for _, attrs in page.tags for name in attrs)
    assert "<script" not in html.lower()
    assert "<img" not in html
    assert page.text().count("<script>alert(1)</script>") > 30
    assert "{{ 7 * 7 }}" in page.text()
    assert "49" not in re.sub(r"[0-9a-f]{64}", "", page.text())


def test_hostile_text_fills_every_field(tmp_path: Path) -> None:
    """If a field were left out of the model above, the test of escaping would not speak of it."""
    model = hostile(tmp_path).model
    assert model.title == model.summary == model.notes == EVIL
    assert {dm.name for dm in model.decision_makers} == {EVIL}
    assert {option.name for option in model.options} == {EVIL}
    assert {claim.text for claim in model.claims.values()} == {EVIL}
    assert {each.why for each in model.expectations} == {EVIL}
    source = model.sources["src"]
    assert {source.title, source.publisher, source.published, source.author, source.note} == {EVIL}


def test_hostile_command_is_escaped() -> None:
    conflict = countermove.loads(TINY)
    html = report_html(conflict, conflict.evidence(), command=f"countermove report '{EVIL}'")
    assert "<script" not in html
    assert "countermove report" in Page(html).text()
