"""The report: it renders for every form of model, loads nothing, is readable, and answers first."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

import countermove
from countermove.conflict import Conflict
from countermove.views.report import PARTS, SECTIONS
from countermove.views.summary import summary
from tests.views.reports import GRAPH, LEVELS, TINY, Page, karabakh, of_the_case, rendered


@pytest.fixture(
    scope="module",
    params=[pytest.param("karabakh-2020", marks=of_the_case), "syria-iraq-1975", "graph", "tiny", "levels"],
)
def made(request: pytest.FixtureRequest) -> tuple[Conflict, str]:
    texts = {"graph": GRAPH, "tiny": TINY, "levels": LEVELS}
    name = request.param
    conflict = countermove.loads(texts[name]) if name in texts else countermove.load(name)
    return conflict, karabakh() if name == "karabakh-2020" else rendered(conflict)


def test_page_is_well_formed(made: tuple[Conflict, str]) -> None:
    page = Page(made[1])
    assert page.wrong == []
    assert page.open == []
    ids = [attrs["id"] for _, attrs in page.tags if attrs.get("id")]
    assert len(ids) == len(set(ids))
    targets = {attrs["href"] for tag in ("a", "use") for attrs in page.all(tag)}
    assert {str(target) for target in targets} <= {f"#{each}" for each in ids}


def test_loads_nothing(made: tuple[Conflict, str]) -> None:
    page = Page(made[1])
    for tag, attrs in page.tags:
        assert tag not in {"script", "link", "iframe", "object", "embed", "img", "base", "form", "image"}
        for name, value in attrs.items():
            assert not name.startswith("on")
            if name in {"src", "href", "xlink:href", "action", "data", "poster", "srcset"}:
                assert str(value).startswith("#")
    style = made[1].partition("<style>")[2].partition("</style>")[0]
    assert style.strip()
    assert "url(" not in style
    assert "@import" not in style
    policy = [
        each["content"] for each in page.all("meta") if each.get("http-equiv") == "Content-Security-Policy"
    ]
    assert policy == ["default-src 'none'; style-src 'unsafe-inline'; img-src data:"]


def test_every_section_has_its_heading(made: tuple[Conflict, str]) -> None:
    page = Page(made[1])
    headings = [data for where, data in page.texts if where == "h2"]
    regions = [str(attrs["id"]) for attrs in page.all("section")]
    assert headings == [{**SECTIONS, **PARTS}[region] for region in regions]
    assert [each for each in regions if each not in PARTS] == list(SECTIONS)
    model = made[0].model
    having = [model.layers, model.perceptions, model.attitudes, model.phases, model.events, made[0].patience]
    having.append(model.powers)
    parts = [part for part, had in zip(PARTS, having, strict=True) if had]
    assert [each for each in regions if each in PARTS] == parts
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_page_is_for_readers(made: tuple[Conflict, str]) -> None:
    conflict, html = made
    page = Page(html)
    assert next(page.all("html"))["lang"] == "en"
    assert all(attrs.get("scope") for attrs in page.all("th"))
    assert {"header", "nav", "main"} <= {tag for tag, _ in page.tags}
    text = page.text()
    assert "!" not in text
    assert conflict.title in text
    assert not re.search(r"\bNone\b(?! of)", text)
    for figure in page.all("svg"):
        assert figure.get("role") == "img" or figure.get("aria-hidden") == "true"


def test_report_is_recognised_as_ours(made: tuple[Conflict, str]) -> None:
    assert '<meta name="generator" content="countermove' in made[1][:4000]


@of_the_case
def test_same_input_same_bytes() -> None:
    assert rendered(countermove.load("karabakh-2020")) == karabakh()


@of_the_case
def test_answers_come_first() -> None:
    text = Page(karabakh()).text()
    for sentence in summary(countermove.load("karabakh-2020").analyze()).sentences:
        assert text.index(sentence) < text.index(SECTIONS["states"], text.index(SECTIONS["says"] + " Eleven"))


@of_the_case
def test_menu_of_the_widest_choice_is_first_and_open() -> None:
    menu = r'<details class="menu"( open)?>.*?<span>([^<]+)</span></span></h3>'
    menus = re.findall(menu, karabakh(), re.DOTALL)
    assert menus == [
        (" open", "Russia"),
        ("", "Azerbaijan"),
        ("", "Turkey"),
        ("", "Armenia"),
        ("", "Minsk Group"),
    ]


def test_who_wants_nothing_is_said_to() -> None:
    text = """
countermove: 1
decision_makers:
  state: {name: State, options: {force: Force a deal}}
  politics: {name: Domestic politics, options: {fall: Leaders fall}}
status_quo: []
preferences: {state: {prioritize: [not fall, force]}, politics: indifferent}
"""
    html = rendered(countermove.loads(text))
    assert "Domestic politics wants nothing in this model" in Page(html).text()


@of_the_case
def test_unavailable_courses_say_why() -> None:
    text = Page(karabakh()).text()
    assert "courses are not to be had from here" in text
    assert "the move is forbidden" in text


def test_today_is_not_shown_twice_in_the_table() -> None:
    html = rendered(countermove.load("syria-iraq-1975"))
    head = html.partition("<thead>")[2].partition("</thead>")[0]
    assert re.findall(r'class="number">([^<]+)<', head) == ["1", "6"]


def test_levels_are_shown_by_name() -> None:
    html = rendered(countermove.loads(LEVELS))
    assert '<span class="level">none</span>' in html
    assert "cannot be undone" in html


def test_without_a_status_quo_it_says_so() -> None:
    text = Page(rendered(countermove.loads(TINY))).text()
    assert "does not say where things stand today" in text


def test_broken_expectation_is_a_warning() -> None:
    text = "expect: [{why: It goes nowhere., unreachable: go}, {why: It may go., reachable: go}]\nstatus_quo: []\n"
    page = Page(rendered(countermove.loads(TINY + text)))
    assert "One expectation of the analyst does not hold." in page.text()
    assert "Does not hold: It goes nowhere." in page.text()
    assert "Holds: It may go." in page.text()
    whole = Page(rendered(countermove.loads(TINY + text.replace("unreachable", "reachable")))).text()
    assert "Before you rely on it" not in whole


def test_how_it_was_made() -> None:
    conflict = countermove.load("syria-iraq-1975")
    text = Page(rendered(conflict)).text()
    assert conflict.model.sha256 in text
    assert "countermove report it" in text
    assert countermove.__version__ in text
    for concept in conflict.analyze().concepts:
        assert concept.citation in text
        assert concept.question in text
