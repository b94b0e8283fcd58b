"""What is told of coalitions: the data against the literal definitions, and the sentences by hand."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Collection
from typing import Any

import pytest

import countermove
from countermove.analyses.coalitions import survey
from countermove.concepts import _coalitions as literal
from countermove.concepts import all_concepts
from countermove.concepts._literal import reachable
from countermove.model.elements import Model
from countermove.space.literal import LiteralGame, literal_game
from countermove.views import coalitions as views
from countermove.views.coalitions import (
    coalition_sentences,
    coalitions_data,
    headlines,
    telling,
    upset,
    way_sentences,
)
from tests.models import FLEETS
from tests.same_answers.answers import conflict
from tests.strategies import chicken, dilemma
from tests.views.reports import of_model

Members = tuple[str, ...]


# ---------------------------------------------------------------- the data, against the definitions
def unanswered(game: LiteralGame, concept: str, members: Members, state: int) -> set[int]:
    """The coalition improvements that each, taken alone, would make the state unstable."""
    rest = tuple(j for j in game.decision_makers if j not in members)
    answers: dict[str, Callable[[int], Collection[int]]] = {
        "nash": lambda s1: (),
        "gmr": lambda s1: reachable(game, rest, s1),
        "smr": lambda s1: [
            s2
            for s2 in reachable(game, rest, s1)
            if not any(literal.prefer(game, members, s3, state) for s3 in reachable(game, members, s2))
        ],
        "seq": lambda s1: literal.reachable_by_coalitions(game, rest, s1),
    }
    return {
        s1
        for s1 in literal.coalition_improvements(game, members, state)
        if all(literal.prefer(game, members, s2, state) for s2 in answers[concept](s1))
    }


def fewest_moves(game: LiteralGame, members: Members, start: int, ends: set[int]) -> int:
    """How many moves the shortest legal sequence of the members to one of these states has."""
    queue: deque[tuple[int, str, int]] = deque([(start, "", 0)])
    seen = {(start, "")}
    while queue:
        state, last, moves = queue.popleft()
        if state in ends:
            return moves
        for by in members:
            for target in game.moves(by, state) if by != last else ():
                if (target, by) not in seen:
                    seen.add((target, by))
                    queue.append((target, by, moves + 1))
    raise AssertionError("no state is reached")


def assert_departure(game: LiteralGame, concept: str, departure: dict[str, Any]) -> None:
    members = tuple(departure["coalition"])
    state = departure["state"] - 1
    targets = unanswered(game, concept, members, state)
    assert departure["targets_in_all"] == len(targets)
    assert {each - 1 for each in departure["targets"]} == targets
    assert departure["targets"][1:] == sorted(departure["targets"][1:])
    assert departure["targets"][0] == departure["to"]
    at, last = state, ""
    for step in departure["steps"]:
        assert step["from"] - 1 == at
        assert step["by"] in members
        assert step["by"] != last
        assert step["to"] - 1 in game.moves(step["by"], at)
        assert step["improvement"] == game.prefers(step["by"], step["to"] - 1, at)
        at, last = step["to"] - 1, step["by"]
    assert at == departure["to"] - 1
    assert len(departure["steps"]) == fewest_moves(game, members, state, targets)


def assert_as_defined(model: Model) -> int:
    game = literal_game(model)
    data = coalitions_data(of_model(model).coalitions())
    everybody = game.decision_makers
    tried = [each for each in literal.coalitions_of(everybody) if len(each) > 1]
    assert data["tried"] == [list(each) for each in tried]
    assert list(data["survivors"]) == list(literal.REFERENCES)
    assert data["complete"]
    many = 0
    for concept in all_concepts():
        if concept.id not in literal.REFERENCES:
            assert concept.id not in data["upset"]
            continue
        reference = literal.REFERENCES[concept.id]
        equilibria = [s for s in game.states if all(concept.reference(game, dm, s) for dm in everybody)]
        by = {s: [list(each) for each in tried if not reference(game, each, s)] for s in equilibria}
        assert data["survivors"][concept.id] == [s + 1 for s in equilibria if not by[s]]
        assert data["upset"][concept.id] == [
            {"state": s + 1, "by": coalitions} for s, coalitions in by.items() if coalitions
        ]
        departures = data["departures"][concept.id]
        assert sorted((each["state"], each["coalition"]) for each in departures) == sorted(
            (s + 1, coalition) for s, coalitions in by.items() for coalition in coalitions
        )
        assert data["departures_not_shown"][concept.id] == 0
        for each in departures:
            assert_departure(game, concept.id, each)
        many += len(departures)
    return many


@pytest.mark.parametrize(("kind", "number"), [("options", 120), ("forbidding", 100), ("graph", 200)])
def test_the_data_is_as_the_definitions_say(kind: str, number: int) -> None:
    many = 0
    for seed in range(number):
        model = conflict(kind, seed)
        if len(model.decision_makers) > 1 and len(literal_game(model).states) <= 24:
            many += assert_as_defined(model)
    assert many > 20


def test_the_data_is_json_with_numbers_from_1() -> None:
    data = coalitions_data(of_model(dilemma()).coalitions())
    assert json.loads(json.dumps(data)) == data
    assert data["upset"]["nash"] == [{"state": 4, "by": [["row", "column"]]}]
    assert data["departures"]["nash"] == [
        {
            "state": 4,
            "coalition": ["row", "column"],
            "to": 1,
            "targets": [1],
            "targets_in_all": 1,
            "steps": [
                {"by": "row", "from": 4, "to": 3, "improvement": False},
                {"by": "column", "from": 3, "to": 1, "improvement": False},
            ],
            "can_hold": [],
            "breaks": [{"state": 1, "by": [["row"], ["column"]]}],
        }
    ]
    assert data["by_coalition"] == [
        {"coalition": ["row", "column"], "leaves": {"nash": [4], "gmr": [4], "smr": [4], "seq": [4]}}
    ]
    assert data["left_out"] == dict.fromkeys(("sseq", "sim", "nm"), "it has no coalition version")


def test_departures_are_bounded_and_verdicts_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    found = countermove.loads(FLEETS).coalitions()
    whole = coalitions_data(found)
    assert len(whole["departures"]["gmr"]) == 4
    monkeypatch.setattr(views, "MAX_DEPARTURES", 1)
    monkeypatch.setattr(views, "SHOWN_ANYWAY", 0)
    part = coalitions_data(found)
    assert {key: part[key] for key in ("tried", "left_out", "survivors", "upset")} == {
        key: whole[key] for key in ("tried", "left_out", "survivors", "upset")
    }
    for name, departures in whole["departures"].items():
        assert part["departures"][name] == departures[:1]
        assert part["departures_not_shown"][name] == len(departures[1:])
    assert (whole["complete"], part["complete"]) == (True, False)


def test_a_large_conflict_shows_fewer_departures_but_some(monkeypatch: pytest.MonkeyPatch) -> None:
    found = countermove.loads(FLEETS).coalitions()
    monkeypatch.setattr(views, "MAX_LOOKED_AT", 1)
    data = coalitions_data(found)
    assert [len(each) for each in data["departures"].values()] == [1, 3, 0, 0]
    assert data["departures_not_shown"] == {"nash": 0, "gmr": 1, "smr": 0, "seq": 0}


def test_targets_are_bounded_with_their_number(monkeypatch: pytest.MonkeyPatch) -> None:
    found = countermove.load("karabakh-2020").coalitions(["russia+armenia"], ["seq"])
    whole = coalitions_data(found)["departures"]["seq"][0]
    assert whole["targets_in_all"] == len(whole["targets"]) > 2
    monkeypatch.setattr(views, "MAX_TARGETS", 2)
    data = coalitions_data(found)
    assert data["departures"]["seq"][0] == {**whole, "targets": whole["targets"][:2]}
    assert not data["complete"]


def test_the_strongest_equilibria_come_first() -> None:
    found = countermove.load("karabakh-2020").coalitions(["azerbaijan+armenia"])
    data = coalitions_data(found)
    strongest = set.intersection(
        *({each["state"] for each in data["upset"][name]} for name in ("gmr", "smr", "seq"))
    )
    first = [each["state"] for each in data["departures"]["gmr"][: len(strongest)]]
    assert first == sorted(strongest)
    assert len(first) == 22


def test_karabakh_is_decided_whole_and_told_in_part() -> None:
    data = coalitions_data(countermove.load("karabakh-2020").coalitions())
    assert {name: len(states) for name, states in data["survivors"].items()} == {
        "nash": 6, "gmr": 952, "smr": 436, "seq": 38,
    }  # fmt: skip
    assert {name: len(states) for name, states in data["upset"].items()} == {
        "nash": 5, "gmr": 1084, "smr": 453, "seq": 49,
    }  # fmt: skip
    assert sum(len(each["by"]) for each in data["upset"]["gmr"]) == 5839
    assert data["departures_not_shown"]["gmr"] + len(data["departures"]["gmr"]) == 5839
    assert not data["complete"]


# ---------------------------------------------------------------- what is tried
def test_python_names_coalitions_as_the_command_line_does() -> None:
    made = countermove.loads(FLEETS)
    found = made.coalitions(["south+north", "north + south"], concepts=["nash", "sseq"])
    assert found.coalitions == ((0, 1),)
    assert [each.id for each in found.concepts] == ["nash"]
    assert [each.id for each in found.passed_over] == ["sseq"]
    assert found.survivors("nash") == []
    assert made.coalitions().coalitions == ((0, 1), (0, 2), (1, 2), (0, 1, 2))


def test_a_survey_tells_how_far_it_is() -> None:
    told: list[tuple[int, int]] = []
    survey(countermove.loads(FLEETS).analyze(engine="explicit"), progress=lambda *each: told.append(each))
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]


# ---------------------------------------------------------------- the sentences
def test_sentences_of_two_fleets() -> None:
    assert coalition_sentences(countermove.loads(FLEETS).coalitions(["north+south"])) == [
        "Under Nash the only equilibrium, state 4, does not survive the coalition of North and South. "
        "Under GMR 5 of 6 equilibria survive it: states 1, 2, 3, 4 and 5. "
        "Under SMR all four equilibria survive it: states 2, 3, 4 and 5. "
        "Under SEQ all three equilibria survive it: states 1, 4 and 5.",
        "From state 4 (North: Fish without limit; South: Fish without limit) North and South would leave "
        "together for state 1 under Nash: North drops “Fish without limit” (state 3); then South drops "
        "“Fish without limit” (state 1). Neither step is a gain by itself. State 1 cannot hold: North or "
        "South would break away.",
        "That a state can hold, since no part of the coalition would leave it again, is our own reading.",
        "One more equilibrium that a coalition would leave is not told here; --json has every one with the "
        "coalitions that would leave it.",
        "SSEQ and SIM have no coalition version.",
    ]


@pytest.mark.parametrize(
    ("concepts", "coalitions", "said"),
    [
        (["nash"], None, "Under Nash the only equilibrium, state 4, does not survive every coalition."),
        (["seq"], None, "None of the four coalitions tried would leave an equilibrium under SEQ."),
        (["seq"], ["north+port"], "North and The port would leave no equilibrium together under SEQ."),
        (
            ["gmr"],
            ["north+south", "north+port"],
            "Under GMR 5 of 6 equilibria survive both coalitions: states 1, 2, 3, 4 and 5.",
        ),
        (["smr", "seq"], None, "None of the four coalitions tried would leave an equilibrium under SMR or SEQ."),
    ],
)  # fmt: skip
def test_headlines(concepts: list[str], coalitions: list[str] | None, said: str) -> None:
    assert headlines(countermove.loads(FLEETS).coalitions(coalitions, concepts)) == [said]


def test_headlines_name_the_same_survivors_once_and_many_not_at_all() -> None:
    assert headlines(countermove.load("karabakh-2020").coalitions()) == [
        "Under Nash 6 of 11 equilibria survive every coalition: states 1876, 2032, 4528, 6868, 7024 and 9520.",
        "Under GMR 952 of 2,036 equilibria survive every coalition.",
        "Under SMR 436 of 889 equilibria survive every coalition.",
        "Under SEQ 38 of 87 equilibria survive every coalition.",
    ]


def test_without_an_equilibrium_there_is_none_to_leave() -> None:
    chase = """
countermove: 1
decision_makers: {cat: {options: {left: Left}}, mouse: {options: {left: Left}}}
preferences:
  cat: {prioritize: [cat.left <-> mouse.left]}
  mouse: {prioritize: [not (cat.left <-> mouse.left)]}
"""
    said = headlines(countermove.loads(chase).coalitions(concepts=["nash"]))
    assert said == ["There is no equilibrium under Nash, so there is none to leave."]


def test_no_coalition_forms_in_chicken() -> None:
    found = of_model(chicken()).coalitions(concepts=["nash"])
    assert coalition_sentences(found) == [
        "row and column would leave no equilibrium together under Nash.",
    ]
    assert upset(found) == set()


def test_a_step_that_costs_is_told_and_others_are_not() -> None:
    found = countermove.load("karabakh-2020").coalitions(["azerbaijan+armenia"])
    (way,) = telling(found)
    assert way_sentences(found, way)[1:] == [
        "By itself the step of Azerbaijan is no gain for it.",
        "State 7024 can hold.",
    ]
    found = countermove.load("karabakh-2020").coalitions(["russia+armenia"])
    (way,) = telling(found)
    assert way_sentences(found, way)[1:] == [
        "They could leave for five other states as well.",
        "State 1562 cannot hold: Armenia would break away. Of the others one state can: 1876.",
    ]


def test_what_is_told_is_of_small_coalitions_each_once() -> None:
    found = countermove.load("karabakh-2020").coalitions()
    told = telling(found, 20)
    coalitions = [each.departure.coalition for each in told]
    assert len(set(coalitions)) == len(coalitions) > 3
    for each in told:
        state = each.departure.state
        for name, short in (("gmr", "GMR"), ("smr", "SMR"), ("seq", "SEQ")):
            by = found.upset_by[name].get(state, ())
            assert (short in each.concepts) <= (each.departure.coalition in by)
            assert not any(set(other) < set(each.departure.coalition) for other in by)
    assert telling(found, 2) == told[:2]
