"""Walks between conclusions, claims and quotes; long and hostile texts; plots and what is asked of them."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from countermove.loading import load
from countermove.provenance import grounds
from countermove.views.report_elements import element
from countermove.web.workspace import Workspace
from tests.web.asking import Client
from tests.web.test_evidence_screen import MODEL, PRINT, WEB

RIGHT_TO_LEFT = "\u202e"


def opened(folder: Path, web: str = WEB, text: str = MODEL) -> Client:
    """Return the workbench over a model with two renditions of one text."""
    (folder / "web.txt").write_text(web)
    (folder / "print.txt").write_text(PRINT)
    (folder / "dam.yaml").write_text(text)
    workspace = Workspace()
    workspace.open(str(folder / "dam.yaml"))
    return Client(workspace)


@pytest.fixture
def client(tmp_path: Path) -> Client:
    return opened(tmp_path)


# ---------------------------------------------------------------- walks
def test_a_claim_is_reached_by_its_label_and_by_its_number(client: Client) -> None:
    by_label = client.get("/dam/evidence.json?claim=wrong").json()["claim"]
    by_number = client.get(f"/dam/evidence.json?claim={by_label['id']}").json()["claim"]
    assert by_label == by_number
    page = client.get("/dam/evidence").text
    for each in client.get("/dam/evidence.json").json()["claims"]:
        assert page.count(f'id="{each["id"]}"') == 1


def test_claims_from_other_sources_have_their_anchors_on_the_page_too() -> None:
    client = Client(Workspace())
    client.workspace.open("karabakh-2020")
    for source in ("brief", "moscow-times"):
        said = client.get(f"/karabakh-2020/evidence.json?source={source}").json()
        page = client.get(f"/karabakh-2020/evidence?source={source}").text
        ids = [each["id"] for each in [*said["claims"], *said["others"]]]
        assert sorted(ids) == sorted(set(re.findall(r'id="(claim-\d+)"', page)))


def test_a_quote_that_does_not_stand_in_a_document_is_among_the_places(tmp_path: Path) -> None:
    text = MODEL.replace("Syria is very glad of the water", "Nobody in Aleppo has ever seen such drought")
    claim = opened(tmp_path, text=text).get("/dam/evidence.json?claim=wrong").json()["claim"]
    assert [(each["rendition"], each["status"]) for each in claim["quotes"][0]["places"]] == [
        ("web", "missing"),
        ("print", "missing"),
    ]


def test_a_quote_without_a_document_is_among_the_places(tmp_path: Path) -> None:
    client = opened(tmp_path)
    (tmp_path / "print.txt").unlink()
    claim = client.get("/dam/evidence.json?claim=threat").json()["claim"]
    assert [each["status"] for each in claim["quotes"][0]["places"]] == ["exact", "no-source"]
    assert client.get("/dam/evidence?claim=threat").text.count("not on this machine")


def test_any_state_is_explained_under_any_concept(client: Client) -> None:
    every = client.get("/dam/evidence.json?show=conclusions").json()
    shorts = [each["short"] for each in every["concepts"]]
    for state in ("1", "2", "3"):
        for short in shorts:
            address = f"/dam/evidence.json?show=conclusions&state={state}&concept={short}"
            said = client.get(address).json()["conclusion"]
            assert said["state"] == int(state) - 1
            assert sorted(dm for each in said["texts"] for dm in each["dms"]) == [0, 1]
            assert {each["under"] for each in said["texts"]} == {short}
    assert client.get("/dam/evidence?show=conclusions&concept=other").status_code == 422
    assert client.get("/dam/evidence?show=conclusions&state=999").status_code == 422


def test_a_number_is_read_as_the_pages_write_it() -> None:
    client = Client(Workspace())
    client.workspace.open("karabakh-2020")
    said = client.get("/karabakh-2020/evidence.json?show=conclusions&state=1,876").json()
    assert said["conclusion"]["state"] == 1875


def test_a_conclusion_leads_to_its_state_and_menu_and_a_claim_to_what_rests_on_it(client: Client) -> None:
    page = client.get("/dam/evidence?show=conclusions&state=2").text
    for address in ("/dam/state/2", "/dam/menu?from=2", "/dam/workshop"):
        assert f'href="{address}"' in page
        assert client.get(address).status_code == 200
    claim = client.get("/dam/evidence?claim=threat").text
    assert 'href="/dam/workshop#dm_iraq"' in claim
    assert 'id="dm_iraq"' in client.get("/dam/workshop").text


@pytest.mark.parametrize("case", ["karabakh-2020", "red-line", "short-fuse"])
def test_every_element_is_told_in_words(case: str) -> None:
    model = load(case).model
    found = grounds(model)
    assert found
    assert [each.element for each in found if element(model, each.element).what == each.element] == []


# ---------------------------------------------------------------- renditions
def test_any_two_of_three_renditions_stand_side_by_side(tmp_path: Path) -> None:
    text = MODEL.replace("print: {file: print.txt}", "print: {file: print.txt}, wire: {file: wire.txt}")
    (tmp_path / "wire.txt").write_text(WEB)
    client = opened(tmp_path, text=text)
    shown = client.get("/dam/evidence.json?rendition=wire&beside=web").json()
    assert shown["shown"] == ["wire", "web"]
    page = client.get("/dam/evidence").text
    for query in ("rendition=web&amp;beside=wire", "rendition=wire&amp;beside=print"):
        assert query in page
    alone = client.get("/dam/evidence.json?rendition=print").json()
    assert alone["shown"] == ["print"]


# ---------------------------------------------------------------- long and hostile texts
def passages(said: dict[str, object]) -> list[dict[str, object]]:
    return [each for row in said["rows"] for cell in row for each in cell]  # type: ignore[attr-defined]


def text_of(said: dict[str, object]) -> list[str]:
    return "".join(part["text"] + " " for each in passages(said) for part in each["segments"]).split()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "long",
    [
        "\n\n".join(
            f"Paragraph {number} tells that the water of the lake is low." for number in range(20_000)
        ),
        "water " * 180_000,
        "w" * 1_000_000,
    ],
    ids=["paragraphs", "one line", "one word"],
)
def test_a_long_document_is_shown_part_by_part(tmp_path: Path, long: str) -> None:
    client = opened(
        tmp_path, f"{long}\n\nIt is said that Iraq will attack the dam <script>alert(1)</script>.\n"
    )
    address = "/dam/evidence.json?rendition=web"
    many = client.get(address).json()["part_count"]
    assert 20 < many < 60
    last = client.get(f"{address}&part={many}").json()
    assert "attack" in text_of(last)
    page = client.get(f"/dam/evidence?rendition=web&part={many}").text
    assert len(page) < 400_000
    assert "<script>alert" not in page
    assert client.get(f"{address}&part={many + 1}").status_code == 422
    # A claim opens the part in which its quote stands.
    chosen = client.get(f"{address}&claim=threat").json()
    assert chosen["part_number"] == many
    assert chosen["claim"]["places"][0]["to"].partition("#")[2] in page


def test_parts_are_the_whole_text(tmp_path: Path) -> None:
    long = "\n\n".join(f"Paragraph {number} is about the lake." for number in range(4_000))
    client = opened(tmp_path, long)
    for renditions in ("rendition=web", "rendition=web&beside=print"):
        address = f"/dam/evidence.json?{renditions}"
        told = []
        for part in range(1, client.get(address).json()["part_count"] + 1):
            said = client.get(f"{address}&part={part}").json()
            told += [
                word
                for row in said["rows"]
                for each in row[0]
                for segment in each["segments"]
                for word in segment["text"].split()
            ]
        assert told == long.split()


def test_a_hostile_document_is_shown_as_what_it_is(tmp_path: Path) -> None:
    hostile = (
        f"Officials \x1b[31msay{RIGHT_TO_LEFT} that Iraq will attack the dam.\x07\n\n"
        "</p></main><img src=x onerror=alert(1)><svg onload=alert(2)>&lt;b&gt; {{ 7 * 7 }}\n"
    )
    page = opened(tmp_path, hostile).get("/dam/evidence?rendition=web").text
    assert not set(page) & {RIGHT_TO_LEFT, "\x1b", "\x07"}
    assert "<img" not in page
    assert "<svg onload" not in page
    assert "&amp;lt;b&amp;gt;" in page
    assert "{{ 7 * 7 }}" in page


# ---------------------------------------------------------------- plots and narratives
def test_a_narrative_is_asked_for_by_its_terms(client: Client) -> None:
    said = client.get("/dam/evidence.json?show=narratives&narrative=threat%3Dattack*,glad").json()
    assert [(each["name"], each["terms"]) for each in said["narratives"]] == [("threat", ["attack*", "glad"])]
    assert {one["text"] for one in said["narratives"][0]["mentions"]}
    alone = client.get("/dam/evidence.json?show=narratives&narrative=attack*").json()
    assert alone["narratives"][0]["terms"] == ["attack*"]
    drawn = client.get("/dam/evidence/plot/narratives.svg?narrative=threat%3Dattack*")
    assert "threat" in drawn.text


@pytest.mark.parametrize("narrative", ["*", "x=", "=flood", "a*b*c", "flood," * 200])
def test_terms_that_are_none_are_told_at_the_field(client: Client, narrative: str) -> None:
    answer = client.get("/dam/evidence", params={"show": "narratives", "narrative": narrative})
    assert answer.status_code == 200
    assert 'role="alert"' in answer.text


@pytest.mark.parametrize("query", ["", "?width=wide", "?width=narrow", "?width=other"])
def test_plots_are_drawn_for_light_and_dark(client: Client, query: str) -> None:
    plot = client.get(f"/dam/evidence/plot/timeline.svg{query}").text
    assert "prefers-color-scheme: dark" in plot
    assert ElementTree.fromstring(plot).tag.endswith("svg")


def test_the_strip_has_a_sign_for_every_dated_event() -> None:
    client = Client(Workspace())
    client.workspace.open("karabakh-2020")
    dated = client.get("/karabakh-2020/evidence.json?show=timeline").json()["dated"]
    plot = client.get("/karabakh-2020/evidence/plot/timeline.svg?width=wide").text
    signs = len(re.findall(r'<circle class="(?:full|hollow)"|<path class="full"|<rect class="full"', plot))
    kinds = {"stated", "publication", "inferred", "claim"}
    assert len(dated) > 5
    assert len(dated) < signs <= len(dated) + len(kinds)  # and one for each kind in the legend


# ---------------------------------------------------------------- the desk
def test_the_desks_further_works_are_listed(tmp_path: Path) -> None:
    from countermove.evidence import Desk
    from countermove.evidence.documents.document import document_from_text

    client = opened(tmp_path)
    Desk.open(tmp_path / "evidence").add(document_from_text("The lake is low.", "<b>lake.txt"), work="lake")
    said = client.get("/dam/evidence.json?show=desk").json()["desk"]
    assert [(each["label"], each["renditions"][0]["name"]) for each in said["works"]] == [("lake", "text")]
    page = client.get("/dam/evidence?show=desk").text
    assert "/dam/evidence?show=suggestions&amp;work=lake" in page
    assert "<b>lake" not in page
