"""Numbers of states within sentences lead to the states."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from countermove.web.state_links import numbered
from countermove.web.workspace import Workspace
from tests.web.asking import Client


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("From state 4 it goes on.", [4]),
        ("State 1,304 (Iraq: Attack) holds.", [1304]),
        ("It likes states 990, 995 and 988 better.", [990, 995, 988]),
        ("States 32, 344, 1,656, and 90 more hold.", [32, 344, 1656]),
        ("States 1 or 2.", [1, 2]),
        ("(state 989), it is better off; state 3, too.", [989, 3]),
        ("It takes up “Go to state 5” (state 6).", [6]),
        ("Of 9,984 states 2,036 hold.", []),
        ("Two states 2036x, state 1,30, state A, estate 4.", []),
        ("12 more states, and the statement 3.", []),
        ("", []),
    ],
)
def test_numbers_of_states_are_found(text: str, numbers: list[int]) -> None:
    pieces = list(numbered(text))
    assert "".join(piece for piece, _ in pieces) == text
    assert [state for _, state in pieces if state] == numbers
    assert all(piece.replace(",", "") == str(state) for piece, state in pieces if state)


MODEL = """\
countermove: 1
title: The dam
decision_makers:
  syria: {name: Syria, options: {release: Go to state 2 <b>}}
  iraq: {name: Iraq, options: {attack: Attack the dam}}
status_quo: []
preferences:
  syria: {prioritize: [not attack, not release]}
  iraq: {prioritize: [release, not attack]}
levers: {gift: {name: A gift, option: {by: iraq, label: pay}, reward: [{to: syria, when: release and pay}]}}
"""


@pytest.fixture
def client(tmp_path: Path) -> Client:
    (tmp_path / "dam.yaml").write_text(MODEL)
    workspace = Workspace(tmp_path)
    workspace.open(str(tmp_path / "dam.yaml"))
    return Client(workspace)


def links(page: str) -> list[str]:
    return re.findall(r'<a href="/dam/state/(\d+)">([\d,]+)</a>', page)


def test_sentences_on_states_lead_to_them(client: Client) -> None:
    design = client.get("/dam/design?target=release and not attack&concept=nash").text
    assert ("2", "2") in links(design)
    assert ("1", "1") in links(design.partition("It takes, no more")[2].partition("</section>")[0])
    assert "<b>" not in design
    for each in ("design?target=2&concept=nash", "menu", "overview", "evidence?show=conclusions"):
        page = client.get(f"/dam/{each}").text
        assert all(number == said.replace(",", "") for number, said in links(page))
    assert ("1", "1") in links(client.get("/dam/menu").text)
    assert links(client.get("/dam/evidence?show=conclusions").text)


def test_numbers_that_levers_change_lead_nowhere(client: Client) -> None:
    page = client.get("/dam/design?target=release and not attack&concept=nash").text
    added = page.partition('id="h-levers"')[2].partition('aria-labelledby="levers"')[0]
    assert re.search(r"state \d", added)
    assert links(added) == []
