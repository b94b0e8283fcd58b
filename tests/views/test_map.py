"""The map: what it shows, that nothing moves when a state is opened, and paths step by step."""

from __future__ import annotations

import base64
import xml.etree.ElementTree as ET
from functools import cache
from typing import Any

import pytest

from countermove.errors import UsageError
from countermove.loading import load, loads
from countermove.views.map import Wanted, conflict_map
from countermove.views.map_drawing import place
from countermove.views.map_wanted import MAX_STATES
from countermove.views.told import Told


@cache
def _told(name: str) -> Told:
    conflict = load(name)
    return Told(conflict, conflict.evidence())


def _map(name: str, **query: str) -> dict[str, Any]:
    return conflict_map(_told(name), Wanted.read(_told(name), query))


def _places(shown: dict[str, Any]) -> dict[int, tuple[float, float]]:
    """Where the states stand, whatever was added above the first row."""
    drawing = shown["drawing"]
    return {node["state"]: (node["x"], node["y"] + drawing["shift"]) for node in drawing["nodes"]}


def test_it_says_how_many_moves_lead_out_of_todays_state_and_who_gains() -> None:
    assert _map("elmira-1991")["said"] == [
        "Four moves lead out of state 1 (delay), where the conflict is today. "
        "Local government gains by one of them."
    ]


def test_the_list_has_every_move_of_an_opened_state_and_the_picture_no_other() -> None:
    told = _told("elmira-1991")
    shown = _map("elmira-1991", open="1,5")
    for each, state in zip(shown["opened"], (0, 4), strict=True):
        listed = {(mover["dm"], int(move["to"]) - 1) for mover in each["movers"] for move in mover["moves"]}
        assert listed == {(dm, to) for dm in told.space.movers for to in told.space.targets(dm, state)}
    drawn = {(edge["source"], edge["target"]) for edge in shown["drawing"]["edges"]}
    assert drawn == {
        (f"s{state + 1}", f"s{to + 1}")
        for state in (0, 4)
        for dm in told.space.movers
        for to in told.space.targets(dm, state)
    }


def test_only_improvements_are_shown_when_asked_for() -> None:
    shown = _map("elmira-1991", moves="improvements")
    assert [edge["improvement"] for edge in shown["drawing"]["edges"]] == [True]
    assert [move["to"] for mover in shown["opened"][0]["movers"] for move in mover["moves"]] == ["5"]


def test_opening_states_and_their_rest_moves_nothing_that_stands() -> None:
    opened = ["987"]
    before = _places(_map("karabakh-2020", open="987"))
    for state in ("990", "987", "996", "1027", "990"):
        opened.append(state)
        after = _places(_map("karabakh-2020", open=",".join(opened)))
        assert before.items() <= after.items()
        assert len(set(after.values())) == len(after), "two states stand in one place"
        assert len(after) > len(before) or len(after) == MAX_STATES
        before = after


def test_it_never_holds_more_than_fits_and_says_so() -> None:
    shown = _map("karabakh-2020", open="987,990,987,996,1027,988,990,996")
    assert len(shown["drawing"]["nodes"]) == shown["counts"]["states"] == MAX_STATES
    assert any("40 states" in note for note in shown["notes"])
    listed = [move for each in shown["opened"] for mover in each["movers"] for move in mover["moves"]]
    assert all(not move["open"] for move in listed if not move["drawn"])


def test_what_is_left_out_is_counted_and_can_be_drawn() -> None:
    first = _map("karabakh-2020")["opened"][0]
    assert first["left"] == 11
    query = dict(part.split("=") for part in first["more"].removeprefix("?").split("&"))
    assert _map("karabakh-2020", **query)["opened"][0]["left"] == 0


def test_a_state_that_nothing_drawn_leads_to_stands_beneath_the_middle() -> None:
    spots = {each.state: each for each in place(0, [], [(0, [1, 2]), (None, [3]), (3, [4])])}
    assert (spots[3].column, spots[3].row) == (0, 1)
    assert spots[4].column == 1


def test_the_path_stands_in_one_row_and_is_played_step_by_step() -> None:
    told = _told("karabakh-2020")
    for step in range(7):
        shown = _map("karabakh-2020", to="1876", step=str(step))
        player = shown["player"]
        assert (player["step"], player["last"]) == (step, 6)
        assert bool(player["back"]) == (step > 0)
        assert bool(player["next"]) == (step < 6)
        assert sum(edge["done"] for edge in shown["drawing"]["edges"]) == step
        assert [node["state"] for node in shown["drawing"]["nodes"] if node["now"]] == [player["at"]]
    assert player["at"] == 1875
    assert len({node["y"] for node in shown["drawing"]["nodes"]}) == 1
    assert all(edge["improvement"] for edge in shown["drawing"]["edges"])
    assert shown["drawing"]["nodes"][0]["state"] == told.space.status_quo


def test_a_state_that_is_no_equilibrium_can_be_the_end_of_a_path() -> None:
    assert _map("elmira-1991", to="3")["player"]["last"] == 1


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"open": "0"}, "give numbers from 1 to 9"),
        ({"open": "1,10"}, "give numbers from 1 to 9"),
        ({"open": "one"}, "'one' in 'open'"),
        ({"step": "-1", "to": "5"}, "such as step=1"),
        ({"at": "9", "to": "1"}, "no moves lead from state 9 to state 1"),
    ],
)
def test_an_address_that_asks_for_nothing_says_what_to_write(query: dict[str, str], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        _map("elmira-1991", **query)


def test_the_view_is_restored_from_its_own_address() -> None:
    told = _told("karabakh-2020")
    query = {"at": "987", "open": "987,990,987", "moves": "improvements", "to": "1876", "step": "2"}
    wanted = Wanted.read(told, query)
    again = dict(part.split("=") for part in wanted.address().removeprefix("?").split("&"))
    assert Wanted.read(told, again) == wanted


def test_the_saved_picture_is_whole_by_itself() -> None:
    drawing = _map("karabakh-2020")["drawing"]
    file = base64.b64decode(drawing["file"].removeprefix("data:image/svg+xml;base64,")).decode()
    root = ET.fromstring(file)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    texts = [each for each in root.iter() if each.tag.endswith("}text")]
    assert len(texts) > 9
    assert all(each.get("fill") for each in texts), "without a style sheet each text needs its colour"
    assert "href" not in file
    assert "var(" not in file


def test_the_saved_picture_has_a_key_and_the_pages_has_none() -> None:
    drawing = _map("elmira-1991")["drawing"]
    file = base64.b64decode(drawing["file"].partition(",")[2]).decode()
    for said in (*_told("elmira-1991").names, "its mover gains", "a mere move", "holds under every concept"):
        assert f"{said}</text>" in file
        assert said not in drawing["svg"].replace(drawing["title"], "")
    assert float(ET.fromstring(file).get("height", "0")) > drawing["height"]


def test_decision_makers_are_told_apart_by_their_lines() -> None:
    edges = _map("elmira-1991")["drawing"]["edges"]
    assert len({edge["dash"] for edge in edges}) == len({edge["dm"] for edge in edges}) == 3


HOSTILE = """\
countermove: 1
decision_makers:
  a:
    name: "<script>alert(1)</script>"
    options:
      x: {name: "<img src=x onerror=alert(1)>"}
preferences:
  a: {prioritize: [x]}
status_quo: []
"""


def test_text_of_the_model_is_only_text_in_the_picture() -> None:
    conflict = loads(HOSTILE.strip(), "hostile")
    shown = conflict_map(Told(conflict, conflict.evidence()), Wanted(0))
    assert "<img" not in shown["drawing"]["svg"]
    assert "&lt;img" in shown["drawing"]["svg"]
