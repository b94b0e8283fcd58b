"""Menus in words."""

from __future__ import annotations

import pytest

import countermove
from countermove.views.menus import course_lines, menu_data

RESTS = """\
countermove: 1
decision_makers:
  a: {name: Ann, options: {x: X}}
  b: {name: Bob, options: {y: Y, z: Z, w: W}}
status_quo: []
preferences:
  a: {prioritize: [x, y]}
  b: {prioritize: [BOB]}
"""


@pytest.mark.parametrize(
    ("wanted", "many", "between"),
    [
        ("not (y and z), y or z, not w", 2, []),
        (
            "not (y and z), not (y and w), not (z and w), y or z or w",
            3,
            ["one more resting state lies between"],
        ),
    ],
)
def test_a_course_may_rest_in_two_states_or_more(wanted: str, many: int, between: list[str]) -> None:
    conflict = countermove.loads(RESTS.replace("BOB", wanted))
    courses = menu_data(conflict.space, conflict.menu("a"))["courses"]
    assert [len(each["rests"]) for each in courses] == [many, many]
    for each in courses:
        _, lines = course_lines(each)
        assert [line for line in lines if "lies between" in line or "lie between" in line] == between
