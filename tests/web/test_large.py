"""A conflict whose states are too many for a list: every screen answers, and the workshop edits."""

import re
import time

import pytest
from benchmarks.edits import fields

from countermove.web.screens import SCREENS
from countermove.web.workspace import Workspace
from tests.web.asking import Client

PEOPLE = 5
OPTIONS = 26


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    folder = tmp_path_factory.mktemp("large")
    names = [f"d{place % PEOPLE}.o{place}" for place in range(OPTIONS)]
    lines = ["countermove: 1", "title: Too many", "status_quo: {}", "decision_makers:"]
    wants = []
    for dm in range(PEOPLE):
        own, other = names[dm::PEOPLE], names[(dm + 1) % PEOPLE]
        lines += [f"  d{dm}:", f"    name: Side {dm}", "    options:"]
        lines += [f"      {each.partition('.')[2]}: Act {each}" for each in own]
        wants.append(f"  d{dm}: {{prioritize: ['{own[0]} and not {other}', 'not {own[1]}']}}")
    lines += ["preferences:", *wants]
    (folder / "large.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    workspace = Workspace(folder)
    workspace.open(str(folder / "large.yaml"))
    return Client(workspace)


def waited(client, address):
    """Ask until the answer is no longer worked out."""
    until = time.monotonic() + 60
    while (answer := client.get(address)).status_code == 202 and time.monotonic() < until:
        time.sleep(0.1)
    return answer


def test_every_screen_answers(client):
    conflict = client.workspace.get("large").now().conflict
    for screen in SCREENS:
        if screen.there(conflict):
            address = f"/large/{screen.name}{screen.path.replace('{state}', '1')}"
            answer = waited(client, address)
            assert answer.status_code == 200, (address, answer.text)
            if screen.states:
                assert "67,108,864 feasible states" in answer.text, address
                assert "countermove analyze" in answer.text
                assert "/large/workshop" in answer.text


def test_patterns_are_those_of_the_command_line(client):
    conflict = client.workspace.get("large").now().conflict
    said = waited(client, "/large/overview.json").json()
    analysis = conflict.analyze()
    assert analysis.engine == "symbolic"
    assert {each["concept"]: each["many"] for each in said["counts"]} == {
        each.short: f"{analysis.counts[each.id]:,}" for each in analysis.concepts
    }
    pattern = said["equilibria"][0]["rows"][0][1]
    assert len(pattern) == OPTIONS
    assert said["today"] == waited(client, "/large/board.json").json()["today"]


def test_workshop_edits_it(client):
    page = client.get("/large/workshop").text
    assert "67,108,864" in page
    sent = {"do": "title", "title": "Still too many", "summary": "", **fields(page)}
    answer = client.post("/large/workshop", sent)
    assert answer.status_code == 303
    page = client.get("/large/workshop").text
    assert re.search(r'value="Still too many"', page)


def test_what_needs_a_list_says_so(client):
    assert "too many for a list" in client.get("/large/design?target=1").text
    assert "too many states for a list" in client.get("/large/compare?with=saved").text
