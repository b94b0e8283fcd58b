"""Long documents: what takes long leaves the request, and says the same as within it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from countermove.evidence import Desk
from countermove.evidence.documents.document import document_from_text
from countermove.views.evidence_apart import MOST_AT_ONCE, characters
from countermove.views.evidence_screen import evidence_screen
from countermove.views.evidence_screen_tables import plot
from countermove.web.workspace import AtHand, Workspace
from tests.web.asking import Client

MODEL = """\
countermove: 1
title: The dam
sources:
  paper: {title: The paper, renditions: {web: {}}}
claims:
  threat: {text: Iraq threatens., quotes: [{source: paper, quote: Iraq will attack the dam}]}
decision_makers:
  syria: {options: {release: Release water}}
  iraq: {options: {attack: {name: Attack the dam, because: [threat]}}}
status_quo: []
preferences:
  syria: {prioritize: [not attack, not release]}
  iraq: {prioritize: [release, not attack]}
"""
TEXT = """\
Officials say that Iraq will attack the dam.

Syria said on 3 May 1975 that the flood was a threat. On 4 June 1975 Iraq closed its border.
"""
QUERIES = [
    {"show": "coverage"},
    {"show": "timeline"},
    {"show": "narratives", "narrative": "flood*,threat"},
    {"show": "narratives", "narrative": "flood*,threat", "join": "on"},
    {"show": "narratives", "narrative": "="},
]


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Client:
    """The workbench over a model whose document is given with ``--source``; every text is long for it."""
    (tmp_path / "given.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "dam.yaml").write_text(MODEL, encoding="utf-8")
    for part in MOST_AT_ONCE:
        monkeypatch.setitem(MOST_AT_ONCE, part, 10)
    workspace = Workspace(at_hand=AtHand({"paper": [tmp_path / "given.txt"]}))
    workspace.open(str(tmp_path / "dam.yaml"))
    return Client(workspace)


def address(place: str, query: dict[str, str]) -> str:
    """Return an address with its query."""
    return f"/dam/evidence{place}?" + "&".join(f"{key}={value}" for key, value in query.items())


def waited(client: Client, where: str):
    """Ask until the answer is no longer worked out."""
    until = time.monotonic() + 60
    while (answer := client.get(where)).status_code == 202 and time.monotonic() < until:
        time.sleep(0.1)
    return answer


@pytest.mark.parametrize("query", QUERIES)
def test_work_apart_says_the_same(client: Client, query: dict[str, str]) -> None:
    assert client.get(address(".json", query)).status_code == 202
    found = waited(client, address(".json", query)).json()
    told = client.workspace.get("dam").now().told
    assert characters(told.evidence) == len(TEXT)
    expected = evidence_screen(told, query)
    assert {key: found[key] for key in expected} == expected
    assert client.get(address("", query)).status_code == 200


@pytest.mark.parametrize("width", ["", "wide", "narrow"])
def test_plots_are_drawn_by_the_work_for_the_page(client: Client, width: str) -> None:
    waited(client, address("", {"show": "timeline"}))
    drawn = client.get(address("/plot/timeline.svg", {"width": width}))
    assert drawn.status_code == 200
    told = client.workspace.get("dam").now().told
    assert drawn.text == plot(told, "timeline", join=False, width=width)


def test_plot_of_narratives(client: Client) -> None:
    waited(client, address("", QUERIES[2]))
    drawn = client.get(address("/plot/narratives.svg", {"narrative": "flood*,threat"}))
    told = client.workspace.get("dam").now().told
    assert drawn.text == plot(told, "narratives", join=False, asked="flood*,threat")


def test_documents_of_the_desk_are_known_there_too(client: Client, tmp_path: Path) -> None:
    document = document_from_text(TEXT.replace("May", "July"))
    Desk.open(tmp_path / "evidence").add(document, work="lake")
    sources = f"  lake: {{renditions: {{text: {{sha256: {document.sha256}}}}}}}\n"
    path = tmp_path / "dam.yaml"
    path.write_text(MODEL.replace("claims:", f"{sources}claims:", 1), encoding="utf-8")
    found = waited(client, address(".json", {"show": "timeline"})).json()
    assert len({each["when"] for each in found["dated"]}) == 3  # in May, June and July
    told = client.workspace.get("dam").now().told
    assert found["dated"] == evidence_screen(told, {"show": "timeline"})["dated"]


def test_short_documents_stay_in_the_request(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for part in MOST_AT_ONCE:
        monkeypatch.setitem(MOST_AT_ONCE, part, len(TEXT))
        assert client.get(address(".json", {"show": part})).status_code == 200
