"""The picture of the report: small and whole, and nothing in it overlaps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations
from random import Random

import pytest

import countermove
from countermove import space
from countermove.conflict import Conflict
from countermove.views import diagram, diagram_layout, diagram_svg, diagram_text
from countermove.views.diagram_text import text_width, wrap
from countermove.views.summary import summary
from tests.strategies import random_forbidding_model, random_graph_model, random_option_model
from tests.views.reports import GRAPH, LEVELS, Page, rendered

Place = Callable[[diagram.Picture], diagram_layout.Layout]


def pictured(conflict: Conflict, dm: str | None = None) -> diagram.Picture:
    analysis = conflict.analyze()
    shown = diagram.picture(analysis, summary(analysis), conflict.menu(dm) if dm else None)
    assert shown is not None
    return shown


CASES = [("karabakh-2020", dm) for dm in ("russia", "turkey", "azerbaijan", "armenia", "minsk")] + [
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
        tag = diagram_svg.tag(box)
        heading = text_width(f"{box.node.state + 1:,}", 15) + text_width(tag)
        assert diagram_svg.NUMBER + 1.1 * heading <= box.width - diagram_layout.PAD, tag  # both are bold


def test_picture_of_the_case() -> None:
    conflict = countermove.load("karabakh-2020")
    menu = conflict.menu("russia")
    shown = pictured(conflict, "russia")
    states = {node.state for node in shown.nodes}
    drawn = [{course.start, course.best, course.worst} <= states for course in menu.courses]
    assert drawn.count(False) == 5
    assert drawn[:2] == [True, True], "the best ones are"
    assert "Of the courses of Russia, five did not fit." in shown.notes
    assert set(summary(conflict.analyze()).reached or ()) <= states
    assert {node.state for node in shown.nodes if node.standing == "all"} == {1875, 2031, 6399}
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


def test_a_name_of_a_million_letters_is_cut_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    real = diagram_text._em
    monkeypatch.setattr(diagram_text, "_em", lambda char: seen.append(char) or real(char))
    assert diagram_text.wrap("x" * 100_000, 100, 3) == ["xxxxxxxxxx…"]
    assert len(seen) < 200_000
    assert diagram_text.wrap("Hold back", 100, 3) == ["Hold back"]
