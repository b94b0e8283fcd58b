"""The report: it renders for every form of model, loads nothing, escapes everything, and is readable."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from html.parser import HTMLParser
from itertools import combinations, pairwise
from pathlib import Path
from random import Random

import pytest

import countermove
from countermove import space
from countermove.conflict import Conflict
from countermove.evidence import seal
from countermove.views import diagram, diagram_layout
from countermove.views.diagram_text import text_width, wrap
from countermove.views.report import SECTIONS, report_html
from countermove.views.report_elements import condition_words
from countermove.views.summary import summary
from tests.strategies import random_forbidding_model, random_graph_model, random_option_model

Place = Callable[[diagram.Picture], diagram_layout.Layout]

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


def rendered(conflict: Conflict) -> str:
    return report_html(conflict, conflict.evidence(), command="countermove report it")


@pytest.fixture(scope="module", params=["karabakh-2020", "syria-iraq-1975", "graph", "tiny", "levels"])
def made(request: pytest.FixtureRequest) -> tuple[Conflict, str]:
    texts = {"graph": GRAPH, "tiny": TINY, "levels": LEVELS}
    name = request.param
    conflict = countermove.loads(texts[name]) if name in texts else countermove.load(name)
    return conflict, rendered(conflict)


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


# ---------------------------------------------------------------- the page as such
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
    assert headings == list(SECTIONS.values())
    regions = [attrs["id"] for attrs in page.all("section")]
    assert regions == list(SECTIONS)
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


def test_same_input_same_bytes() -> None:
    first, second = (rendered(countermove.load("karabakh-2020")) for _ in range(2))
    assert first == second


# ---------------------------------------------------------------- hostile text
def test_hostile_text_is_escaped(tmp_path: Path) -> None:
    conflict = hostile(tmp_path)
    html = rendered(conflict)
    page = Page(html)
    assert page.wrong == []
    assert page.open == []
    assert (
        html.count("<style>") == html.count("</style>") == html.count("</title>") - html.count("<title ") == 1
    )
    allowed = {tag for tag, _ in Page(rendered(countermove.load("karabakh-2020"))).tags}
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


# ---------------------------------------------------------------- what it says
def test_answers_come_first() -> None:
    conflict = countermove.load("karabakh-2020")
    text = Page(rendered(conflict)).text()
    for sentence in summary(conflict.analyze()).sentences:
        assert text.index(sentence) < text.index(SECTIONS["states"], text.index(SECTIONS["says"] + " Eight"))


def test_menu_of_the_widest_choice_is_first_and_open() -> None:
    conflict = countermove.load("karabakh-2020")
    html = rendered(conflict)
    menus = re.findall(r'<details class="menu"( open)?>.*?<span>([^<]+)</span></span></h3>', html, re.DOTALL)
    assert menus == [(" open", "Russia"), ("", "Azerbaijan"), ("", "Turkey"), ("", "Armenia")]
    assert "Domestic politics wants nothing in this model" in Page(html).text()


def test_unavailable_courses_say_why() -> None:
    text = Page(rendered(countermove.load("karabakh-2020"))).text()
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


# ---------------------------------------------------------------- evidence
EVIDENCE = """
countermove: 1
title: Evidence of every kind
sources:
  paper: {title: The paper, renditions: {text: {file: paper.txt}, scan: {sha256: SHA}}}
claims:
  found: {text: It stands there., quotes: [{source: paper, quote: the cat sat on the mat}]}
  other: {text: It is told otherwise., quotes: [{source: paper, quote: a dog lay under the old table all day}]}
  twice: {text: It is said twice., quotes: [{source: paper, quote: again}]}
  never: {text: Nobody said it., quotes: [{source: paper, quote: bananas are blue}]}
  against: {text: It speaks against., quotes: [{source: paper, quote: the mat, stance: contradicts}]}
  closed: {text: It is sealed., quotes: [{source: paper, sealed: {words: 3, sha256: SHA}}]}
  over: {text: It runs past a link., quotes: [{source: paper, quote: one two three four}]}
decision_makers:
  ann: {name: Ann, because: [found, other], options: {go: {name: Go, because: [twice, never, over, {assumption: Ann can walk.}]}}}
status_quo: []
preferences:
  ann: {prioritize: [{statement: go, because: [against, closed]}, {statement: not go, because: [{assumption: Else she rests.}]}]}
"""


@pytest.fixture
def evidence(tmp_path: Path) -> Page:
    paper = "the cat sat on the mat.\n\na dog lay under the new table all day\n\nagain and again\n\n"
    paper += "one two\nhttps://example.org/page\nthree four\n"
    (tmp_path / "paper.txt").write_text(paper, encoding="utf-8")
    conflict = countermove.loads(EVIDENCE.replace("SHA", "0" * 64), "it.yaml", tmp_path)
    return Page(rendered(conflict))


def test_status_of_every_quote_is_shown(evidence: Page) -> None:
    words = {attrs["class"] for attrs in evidence.all("p") if str(attrs.get("class")).startswith("status ")}
    assert words == {f"status {each}" for each in ("exact", "changed", "ambiguous", "missing", "no-source")}
    signs = {attrs["href"] for attrs in evidence.all("use")}
    assert {
        f"#sign-{each}"
        for each in ("exact", "changed", "ambiguous", "missing", "no-source", "sealed", "against")
    } <= signs


def test_findings_are_told(evidence: Page) -> None:
    text = evidence.text()
    assert "where the quote has “old”, the document has “new”" in text
    assert "it stands more than once, on line 5; quote more words" in text
    assert "the quote runs past page furniture (one link: “https://example.org/page”)" in text
    assert "speaks against it" in text
    assert "a dog lay under the old table all day" in text


def test_failing_evidence_is_a_warning(evidence: Page) -> None:
    text = evidence.text()
    head = text[: text.index(SECTIONS["states"], text.index("Before you rely on it"))]
    assert "Four quotes do not stand in the document word for word as quoted." in head
    assert "One quote speaks against the model." in head


def test_elements_stand_in_words(evidence: Page) -> None:
    text = evidence.text()
    assert "Who decides: Ann" in text
    assert "Ann’s option: “Go”" in text
    assert "What Ann wants, 1 of 2: “Go”" in text
    assert "What Ann wants, 2 of 2: not “Go”. Nothing else stands behind this." in text
    assert "decision_makers" not in text


def test_a_sealed_document_is_not_quoted(tmp_path: Path) -> None:
    """What interrupts a sealed quote are words of a document that may not be shown."""
    text = "one two\n\nRelated article: Not to be shown\n\nthree four\n"
    (tmp_path / "paper.txt").write_text(text, encoding="utf-8")
    for sealed in (True, False):
        words = seal("one two three four")
        quote = (
            f"sealed: {{words: {words.words}, sha256: {words.sha256}}}"
            if sealed
            else "quote: one two three four"
        )
        model = TINY + (
            "sources: {paper: {renditions: {text: {file: paper.txt}}}}\n"
            f"claims: {{c: {{text: It counts., quotes: [{{source: paper, {quote}}}]}}}}\n"
        )
        page = Page(rendered(countermove.loads(model, "it.yaml", tmp_path))).text()
        assert "the quote runs past page furniture (one related-article line" in page
        assert ("Not to be shown" in page) != sealed


def test_an_unknown_document_is_noticed(tmp_path: Path) -> None:
    article = tmp_path / "article.txt"
    article.write_text("Words of an article that may not be shown.", encoding="utf-8")
    conflict = countermove.load("karabakh-2020")
    html = report_html(conflict, conflict.evidence({"moscow-times": [article]}), command="x")
    assert "may not be shown" not in html
    assert "it is verified as rendition given-1" in html


def test_unseen_documents_are_told() -> None:
    text = Page(rendered(countermove.load("karabakh-2020"))).text()
    assert (
        "29 quotes from “The Moscow Times” could not be checked: the document is not on this machine." in text
    )
    assert "--source moscow-times=PATH" in text


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("not (water = all or sue)", "neither “Water let through” at all nor “Sue”"),
        ("pay if sue and water = half", "if “Sue” and “Water let through” at half, then “Pay”"),
        ("pay and (sue or water = none)", "“Pay” and (“Sue” or “Water let through” at none)"),
        ("pay <-> not sue", "“Pay” exactly when not “Sue”"),
        ("at_most_one(pay, sue)", "at most one of “Pay” and “Sue”"),
    ],
)
def test_conditions_in_words(written: str, said: str) -> None:
    text = LEVELS.replace("status_quo:", f'constraints: ["{written} or not ({written})"]\nstatus_quo:')
    model = countermove.loads(text).model
    assert said in condition_words(model, model.constraints[0].condition)


# ---------------------------------------------------------------- the picture
def pictured(conflict: Conflict, dm: str | None = None) -> diagram.Picture:
    analysis = conflict.analyze()
    shown = diagram.picture(analysis, summary(analysis), conflict.menu(dm) if dm else None)
    assert shown is not None
    return shown


CASES = [("karabakh-2020", dm) for dm in ("russia", "turkey", "azerbaijan", "armenia", "politics")] + [
    ("syria-iraq-1975", "syria"),
    ("syria-iraq-1975", "iraq"),
    ("graph", "ann"),
    ("graph", "bob"),
    ("levels", "upstream"),
]


@pytest.fixture(scope="module", params=CASES, ids=lambda case: "-".join(case))
def shown(request: pytest.FixtureRequest) -> diagram.Picture:
    name, dm = request.param
    texts = {"graph": GRAPH, "levels": LEVELS}
    return pictured(countermove.loads(texts[name]) if name in texts else countermove.load(name), dm)


def test_picture_is_small_and_whole(shown: diagram.Picture) -> None:
    states = [node.state for node in shown.nodes]
    assert 1 <= len(states) <= diagram.MAX_NODES
    assert len(states) == len(set(states)) == len(shown.layers)
    assert [node.state for node in shown.nodes if node.today] == states[:1]
    for link in shown.links:
        assert link.movers
        assert shown.layers[link.source] < shown.layers[link.target]
    assert {link.target for link in shown.links} == set(states[1:])
    assert len(set(shown.marks)) == len(shown.marks) == len(shown.names)


@pytest.mark.parametrize("place", [diagram_layout.wide, diagram_layout.tall], ids=["wide", "tall"])
def test_nothing_overlaps(shown: diagram.Picture, place: Place) -> None:
    check_layout(shown, place)


def check_layout(shown: diagram.Picture, place: Place) -> None:
    layout = place(shown)
    assert [box.node for box in layout.boxes] == list(shown.nodes)
    for box in layout.boxes:
        assert box.x >= 0
        assert box.x + box.width <= layout.width
        assert box.y >= 0
        assert box.y + box.height <= layout.height
    for one, other in combinations(layout.boxes, 2):
        assert apart(rectangle(one), rectangle(other)), (one.node.state, other.node.state)
    badges = [badge for wire in layout.wires for badge in wire.badges]
    for badge, another in combinations(badges, 2):
        assert abs(badge.x - another.x) >= 17 or abs(badge.y - another.y) >= 17
    for badge in badges:
        circle = (badge.x - 8, badge.y - 8, badge.x + 8, badge.y + 8)
        assert all(apart(circle, rectangle(box)) for box in layout.boxes)
    for label in (wire.label for wire in layout.wires if wire.label):
        width = text_width(label.text)
        left = label.x if place is diagram_layout.tall else label.x - width / 2
        area = (left, label.y - 11, left + width, label.y + 3)
        assert all(apart(area, rectangle(box)) for box in layout.boxes)
        assert all(apart(area, (each.x - 8, each.y - 8, each.x + 8, each.y + 8)) for each in badges)


def rectangle(box: diagram_layout.Box) -> tuple[float, float, float, float]:
    return box.x, box.y, box.x + box.width, box.y + box.height


def apart(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def test_overlap_would_be_seen() -> None:
    assert not apart((0, 0, 10, 10), (9, 9, 20, 20))
    assert apart((0, 0, 10, 10), (10, 0, 20, 10))


@pytest.mark.parametrize("place", [diagram_layout.wide, diagram_layout.tall], ids=["wide", "tall"])
def test_text_stays_in_its_box(shown: diagram.Picture, place: Place) -> None:
    layout = place(shown)
    for box in layout.boxes:
        for k, line in enumerate(box.lines):
            indent = layout.indent if line.mark else 0
            assert indent + text_width(line.text) <= box.width - 2 * diagram_layout.PAD + 0.1
            assert diagram_layout.HEAD + diagram_layout.LINE * (k + 1) <= box.height


def test_picture_of_the_case() -> None:
    conflict = countermove.load("karabakh-2020")
    menu = conflict.menu("russia")
    shown = pictured(conflict, "russia")
    states = {node.state for node in shown.nodes}
    for course in menu.courses:
        assert {course.start, course.best, course.worst} <= states
    assert set(summary(conflict.analyze()).reached or ()) <= states
    assert {node.state for node in shown.nodes if node.standing == "all"} == {283, 423}
    assert any("the states between are left out" in note for note in shown.notes)


def test_what_does_not_fit_is_said() -> None:
    options = ", ".join(f"o{k}: Option {k}" for k in range(6))
    text = f"""
countermove: 1
decision_makers: {{ann: {{options: {{{options}}}}}, bob: {{options: {{x: X}}}}}}
status_quo: []
preferences: {{ann: {{prioritize: [o0, o1]}}, bob: {{prioritize: [x]}}}}
"""
    conflict = countermove.loads(text)
    shown = pictured(conflict, "ann")
    courses = conflict.menu("ann").courses
    assert len(courses) == 64
    assert len(shown.nodes) <= diagram.MAX_NODES
    assert {courses[0].start, courses[-1].start} <= {node.state for node in shown.nodes}
    assert any(note.startswith("Of the courses of ann, ") and "did not fit" in note for note in shown.notes)
    assert len([route for route in shown.routes if "course" in route.name]) == len(courses)


def test_a_long_menu_is_folded_but_whole() -> None:
    options = ", ".join(f"o{k}: Option {k}" for k in range(4))
    text = f"{{countermove: 1, decision_makers: {{ann: {{options: {{{options}}}}}}}, status_quo: [], "
    page = rendered(countermove.loads(text + "preferences: {ann: {prioritize: [o0, o1]}}}"))
    assert page.count('<li class="course">') == 16
    assert "4 more courses, down to the worst" in page


def test_moves_that_lead_back_are_told() -> None:
    shown = pictured(countermove.loads(GRAPH), "bob")
    assert all(shown.layers[link.source] < shown.layers[link.target] for link in shown.links)


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("word " * 30, True),
        ("W" * 80, True),
        ("水" * 40, True),
        ("a " + "m" * 60, True),
        ("", False),
        ("two", False),
    ],
)
def test_wrapped_text_fits(text: str, cut: bool) -> None:
    lines = wrap(text, 120, 3)
    assert 1 <= len(lines) <= 3
    assert all(text_width(line) <= 120 for line in lines)
    assert lines[-1].endswith("…") == cut


@pytest.mark.parametrize(
    "names",
    [
        ("Russia", "Turkey"),
        ("Azerbaijan", "Armenia", "Andorra"),
        ("", "!", "A", "a", "AA"),
        ("日本", "中国"),
        ("X",) * 30,
    ],
)
def test_marks_are_short_and_different(names: tuple[str, ...]) -> None:
    found = diagram.marks(names)
    assert len(set(found)) == len(names)
    assert all(1 <= len(each) <= 2 for each in found)


# ---------------------------------------------------------------- any conflict at all
@pytest.mark.parametrize("seed", range(45))
def test_any_conflict(seed: int) -> None:
    """Whatever the conflict, the page is whole and its picture small and without overlap."""
    rng = Random(seed)
    kind = (random_option_model, random_forbidding_model, random_graph_model)[seed % 3]
    model = kind(rng)
    size = space.build(model).size
    if size:
        model = replace(model, status_quo=rng.randint(1, size))
    conflict = Conflict(model, space.build(model))
    page = Page(rendered(conflict))
    assert page.wrong == []
    assert page.open == []
    for label in conflict.space.decision_makers:
        shown = pictured(conflict, label)
        test_picture_is_small_and_whole(shown)
        check_layout(shown, diagram_layout.wide)
        check_layout(shown, diagram_layout.tall)
