"""The evidence screen: texts with their quotes, walks, and quotes made from words of a text."""

from __future__ import annotations

from pathlib import Path

import pytest

from countermove.web.workspace import AtHand, Workspace
from tests.web.asking import TOKEN, Client

MODEL = """\
countermove: 1
title: The dam   # a comment
sources:
  paper: {title: The paper, renditions: {web: {file: web.txt}, print: {file: print.txt}}}
claims:
  threat: {text: Iraq threatens., quotes: [{source: paper, quote: Iraq will attack the dam}]}
  wrong: {text: Syria is glad., quotes: [{source: paper, quote: Syria is very glad of the water}]}
decision_makers:
  syria: {options: {release: Release water}}
  iraq: {options: {attack: {name: Attack the dam, because: [threat]}}}
constraints:
  - not (release and attack)
status_quo: []
preferences:
  syria: {prioritize: [not attack, not release]}
  iraq: {prioritize: [release, {statement: not attack, because: [threat]}]}
"""
WEB = """\
Officials say that Iraq will attack the dam <script>alert(1)</script> unless water comes.

Syria is most glad of the water it has kept back in its lake.
"""
PRINT = """\
The Daily Paper
Officials say that Iraq will attack the dam <script>alert(1)</script> unless
water comes.

Syria is most glad of the water it has kept back in its lake.
"""


def text_of(client: Client) -> str:
    """Return what the model's draft says."""
    opened = client.workspace.get("dam")
    assert opened is not None
    return opened.now().text


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A model with two renditions of one text."""
    (tmp_path / "web.txt").write_text(WEB)
    (tmp_path / "print.txt").write_text(PRINT)
    path = tmp_path / "dam.yaml"
    path.write_text(MODEL)
    return path


@pytest.fixture
def client(model: Path) -> Client:
    """The workbench over it."""
    workspace = Workspace()
    workspace.open(str(model))
    return Client(workspace)


def seen(client: Client) -> str:
    """Return what a form of the page would send."""
    opened = client.workspace.get("dam")
    assert opened is not None
    return opened.now().sha256


def test_both_renditions_stand_in_the_same_row_with_their_quotes_marked(client: Client) -> None:
    said = client.get("/dam/evidence.json").json()
    assert said["shown"] == ["web", "print"]
    together = [
        [
            [quote["claim"] for passage in cell for part in passage["segments"] for quote in part["quotes"]]
            for cell in row
        ]
        for row in said["rows"]
    ]
    assert [["threat"], ["threat"]] in together
    statuses = {
        quote["status"]
        for row in said["rows"]
        for cell in row
        for passage in cell
        for part in passage["segments"]
        for quote in part["quotes"]
        if quote["claim"] == "wrong"
    }
    assert statuses == {"changed"}  # shown where the words come nearest, and said to be another thing


def test_segments_are_the_whole_text_of_the_passages(client: Client) -> None:
    said = client.get("/dam/evidence.json?rendition=web").json()
    text = " ".join(
        "".join(part["text"] for part in passage["segments"])
        for row in said["rows"]
        for cell in row
        for passage in cell
    )
    assert text.split() == WEB.split()


def test_furniture_that_a_quote_runs_past_is_no_part_of_it(tmp_path: Path) -> None:
    (tmp_path / "web.txt").write_text(
        "First of all,\n\nRelated article: Boats in danger\n\nthe river is low and boats lie idle in it.\n"
    )
    quote = "'First of all, the river is low'"
    text = MODEL.replace("Iraq will attack the dam", quote).replace(", print: {file: print.txt}", "")
    (tmp_path / "dam.yaml").write_text(text)
    workspace = Workspace()
    workspace.open(str(tmp_path / "dam.yaml"))
    said = Client(workspace).get("/dam/evidence.json").json()
    passages = [passage for row in said["rows"] for cell in row for passage in cell]
    marked = {
        passage["furniture"]: [q["last"] for part in passage["segments"] for q in part["quotes"]]
        for passage in passages
    }
    assert [kind for kind in marked if kind]
    assert not any(marked[kind] for kind in marked if kind)
    quotes = [q for each in passages for part in each["segments"] for q in part["quotes"]]
    lasts = [each["last"] for each in quotes if each["claim"] == "threat"]
    assert lasts == [False] * (len(lasts) - 1) + [True]


def test_what_documents_say_is_escaped(client: Client) -> None:
    page = client.get("/dam/evidence").text
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_claim_leads_to_its_place_and_to_the_verdicts_that_rest_on_it(client: Client) -> None:
    said = client.get("/dam/evidence.json?claim=threat").json()["claim"]
    page = client.get("/dam/evidence?claim=threat").text
    assert {each["rendition"] for each in said["places"]} == {"web", "print"}
    assert all(f'id="{each["id"]}"' in page for each in said["places"])
    assert said["verdicts"]
    state = said["verdicts"][0]["state"]["number"]
    walk = client.get(f"/dam/evidence?show=conclusions&state={state}").text
    assert "/dam/evidence?claim=threat" in walk


@pytest.mark.parametrize("part", ["texts", "conclusions", "coverage", "timeline", "suggestions", "desk"])
def test_each_part_is_a_page_and_data(client: Client, part: str) -> None:
    assert client.get(f"/dam/evidence?show={part}").status_code == 200
    assert client.get(f"/dam/evidence.json?show={part}").json()["part"] == part


@pytest.mark.parametrize("query", ["show=nothing", "source=other", "claim=other", "rendition=other"])
def test_a_query_for_what_is_not_there_says_what_is(client: Client, query: str) -> None:
    answer = client.get(f"/dam/evidence?{query}")
    assert answer.status_code == 422
    assert "there are" in answer.text or "did you mean" in answer.text


def test_a_plot_is_a_file_that_may_run_nothing(client: Client) -> None:
    answer = client.get("/dam/evidence/plot/timeline.svg")
    assert answer.headers["content-type"].startswith("image/svg+xml")
    assert "script" not in answer.headers["content-security-policy"]
    assert "sandbox" in answer.headers["content-security-policy"]
    assert client.get("/dam/evidence/plot/other.svg").status_code == 404


# ---------------------------------------------------------------- making quotes
def form(client: Client, **more: str) -> dict[str, str]:
    """Return a form that makes a new claim of words that stand in the text."""
    base = {"token": TOKEN, "seen": seen(client), "source": "paper", "words": "kept back  in its\nlake"}
    return base | {"says": "Syria holds water back."} | more


def test_words_become_a_quote_of_a_new_claim_and_comments_stay(client: Client, model: Path) -> None:
    answer = client.post("/dam/evidence", data=form(client))
    assert answer.status_code == 303
    assert "claim=syria_holds_water_back" in answer.headers["location"]
    assert model.read_text() == MODEL  # until the draft is saved
    text = text_of(client)
    assert "title: The dam   # a comment" in text
    assert "quote: kept back in its lake" in text
    assert client.get(answer.headers["location"]).status_code == 200


def test_words_become_a_further_quote_of_a_claim_that_an_element_rests_on(
    client: Client, model: Path
) -> None:
    sent = form(client, claim="threat", element="preferences.syria.prioritize[0]", sealed="on")
    assert client.post("/dam/evidence", data=sent).status_code == 303
    assert "kept back" not in text_of(client)
    under = client.get("/dam/evidence.json?claim=threat").json()["claim"]
    assert len(under["quotes"]) == 2
    assert "statement: not attack, because: [threat]" in text_of(client).split("iraq: {prio")[0]
    assert any("syria" in each["what"].lower() for each in under["elements"])


@pytest.mark.parametrize(
    ("more", "status", "why"),
    [
        ({"words": "Syria is very glad of the water"}, 422, "nearest passage"),
        ({"words": "the"}, 422, "more words"),
        ({"words": " "}, 422, "no words"),
        ({"says": ""}, 422, "in your own words"),
        ({"claim": "nobody"}, 422, "no claim"),
        ({"source": "nobody"}, 422, "no source"),
        ({"element": "preferences.nobody"}, 422, "does not stand in this file"),
        ({"token": "guessed"}, 403, ""),
        ({"seen": "0" * 64}, 409, ""),
    ],
)
def test_what_cannot_be_quoted_is_said_and_nothing_is_written(
    client: Client, model: Path, more: dict[str, str], status: int, why: str
) -> None:
    answer = client.post("/dam/evidence", data=form(client, **more))
    assert answer.status_code == status
    assert why in answer.text
    assert text_of(client) == model.read_text() == MODEL


def test_a_bundled_case_is_not_written_to() -> None:
    client = Client(Workspace())
    opened = client.workspace.open("karabakh-2020")
    words = "On 14 October the Turkish and Russian presidents spoke by telephone"
    sent = {
        "token": TOKEN,
        "seen": opened.now().sha256,
        "source": "brief",
        "words": words,
        "says": "They spoke.",
    }
    answer = client.post("/karabakh-2020/evidence", data=sent)
    assert answer.status_code == 422
    assert "save a copy" in answer.text


def test_documents_given_to_serve_are_read(tmp_path: Path, model: Path) -> None:
    (tmp_path / "web.txt").unlink()
    (tmp_path / "print.txt").unlink()
    other = tmp_path / "elsewhere.txt"
    other.write_text(WEB)
    workspace = Workspace(at_hand=AtHand({"paper": [other], "unknown": [other]}))
    workspace.open(str(model))
    client = Client(workspace)
    assert client.get("/dam/evidence.json").json()["shown"] == ["given-1"]
