"""The page of a state: for whom it is stable and why, and where each can go; and the menus."""

from __future__ import annotations

import json

import pytest

import countermove
from countermove.analyses.evolve import Evolution
from countermove.errors import UsageError
from countermove.views.menu import menu
from countermove.views.state import state
from countermove.views.told import Told
from tests.models import SYRIA_IRAQ


@pytest.fixture(scope="module")
def told() -> Told:
    conflict = countermove.loads(SYRIA_IRAQ)
    return Told(conflict, conflict.evidence())


@pytest.mark.parametrize("ref", range(1, 7))
def test_verdicts_and_reasons_are_those_of_the_analysis(told: Told, ref: int) -> None:
    said = state(told, str(ref), {})
    for dm, standing in enumerate(said["standings"]):
        for verdict in standing["verdicts"]:
            assert verdict["stable"] == told.analysis.is_stable(verdict["concept"], dm, ref - 1)
        named = [name for reason in standing["reasons"] for name in reason["under"]]
        assert sorted(named) == sorted(each.short for each in told.analysis.concepts)
        stable = {each["short"] for each in standing["verdicts"] if each["stable"]}
        assert {name for each in standing["reasons"] if each["stable"] for name in each["under"]} == stable


def test_reasons_lead_to_the_states_that_they_name(told: Told) -> None:
    said = state(told, "1", {})
    links = [part for each in said["standings"] for why in each["reasons"] for part in why["text"]]
    named = [part for part in links if part["state"]]
    assert named
    assert all(part["text"] == f"state {part['state']}" for part in named)


@pytest.mark.parametrize("ref", range(1, 7))
def test_moves_are_all_those_of_the_space_improvements_first(told: Told, ref: int) -> None:
    said = state(told, str(ref), {"moves": "all"})
    for mover, found in zip(told.space.movers, said["moves"], strict=True):
        better = told.space.improvements(mover, ref - 1)
        shown = [int(each["to"]) - 1 for each in found["moves"]]
        assert sorted(shown) == told.space.targets(mover, ref - 1)
        assert sorted(shown[: found["improvements"]]) == better
        assert [each["improvement"] for each in found["moves"]] == [each in better for each in shown]


def test_many_moves_are_shown_in_part_and_the_rest_counted() -> None:
    conflict = countermove.load("karabakh-2020")
    told = Told(conflict, conflict.evidence())
    russia = state(told, "987", {})["moves"][0]
    assert (len(russia["moves"]), russia["hidden"]) == (8, russia["count"] - 8)
    assert state(told, "987", {"moves": "all"})["moves"][0]["hidden"] == 0


@pytest.mark.parametrize("ref", ["1", "NNN", "not release and not escalate and not attack"])
def test_a_state_is_named_by_number_label_or_condition(told: Told, ref: str) -> None:
    assert state(told, ref, {})["state"]["number"] == "1"


@pytest.mark.parametrize("ref", ["0", "7", "YYY", "release", "nonsense", "<script>"])
def test_what_is_no_single_state_is_refused(told: Told, ref: str) -> None:
    with pytest.raises(UsageError):
        state(told, ref, {})


@pytest.mark.parametrize(
    ("via", "walked"),
    [("", []), ("1.3", [1, 3]), ("1.99.x.-2.3", [1, 3]), ("1.2", [1]), (".".join(["1"] * 50), [1] * 12)],
)
def test_the_way_walked_is_kept_in_the_address(told: Told, via: str, walked: list[int]) -> None:
    said = state(told, "2", {"via": via})
    assert said["walked"] == walked
    assert said["via"].split(".") == [str(each) for each in [*walked, 2]][-12:]


def test_what_follows_from_a_state_is_what_evolve_finds(told: Told) -> None:
    said = state(told, "1", {})["leads"]
    found = told.conflict.evolve(1)
    assert isinstance(found, Evolution)
    assert {int(way["state"]["number"]) - 1 for way in said["ways"]} <= {route.to for route in found.routes}
    assert said["ways"]
    for way in said["ways"]:
        if way["steps"]:
            assert way["steps"][-1]["to"] == way["state"]["number"]


def test_states_differ_from_today_in_named_options(told: Told) -> None:
    assert state(told, "1", {})["changed"] == []
    assert state(told, "YNY", {})["changed"] == ["Release water", "Attack the dam"]


# ---------------------------------------------------------------- menus
def test_menus_are_those_of_the_conflict_from_where_is_asked(told: Told) -> None:
    for start in ("", "3"):
        said = menu(told, {"from": start})
        assert said["start"]["number"] == (start or "1")
        for each in said["menus"]:
            found = told.conflict.menu(told.space.decision_makers[each["dm"]], start or None)
            assert [(course["rank"], course["start"]) for course in each["courses"]] == [
                (course.rank, str(course.start + 1)) for course in found.courses
            ]


def test_one_menu_alone(told: Told) -> None:
    assert [each["dm"] for each in menu(told, {"dm": "iraq"})["menus"]] == [1]


@pytest.mark.parametrize(("query", "named"), [({"from": "99"}, "99"), ({"dm": "nobody"}, "nobody")])
def test_what_cannot_be_read_is_told_beside_the_usual_menus(
    told: Told, query: dict[str, str], named: str
) -> None:
    said = menu(told, query)
    assert named in said["problem"]
    assert len(said["menus"]) == 2


def test_without_a_state_of_today_one_is_asked_for() -> None:
    conflict = countermove.loads(SYRIA_IRAQ.replace("status_quo: []\n", ""))
    said = menu(Told(conflict, conflict.evidence()), {})
    assert said["menus"] == []
    assert "name a state" in said["why_not"]


@pytest.mark.parametrize("case", ["karabakh-2020", "elmira-1991", "short-fuse", "forced-deal", "protector"])
def test_what_is_shown_is_plain_data(case: str) -> None:
    conflict = countermove.load(case)
    told = Told(conflict, conflict.evidence())
    for shown in (menu(told, {}), state(told, "2", {"moves": "all"})):
        assert json.loads(json.dumps(shown))
