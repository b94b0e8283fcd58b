"""Documents from the page: onto the desk and among the sources; suggestions that are accepted or rejected."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from countermove.evidence import Desk
from countermove.evidence.documents.document import document_from_text
from countermove.evidence.suggesting import suggest
from countermove.evidence.suggesting.decisions import decisions
from countermove.loading import load
from countermove.model.elements import Model
from countermove.provenance import VERIFIED
from countermove.web.opened import Snapshot
from countermove.web.workspace import AtHand, Workspace
from tests.web.asking import TOKEN, Client

MODEL = """\
countermove: 1
title: The dam   # a comment
decision_makers:
  syria: {options: {release: Release water}}
  iraq: {options: {attack: Attack the dam}}
status_quo: []
preferences:
  syria: {prioritize: [not attack, not release]}
  iraq: {prioritize: [release, not attack]}
"""
TEXT = """\
On 14 May 1975 the Iraqi government said that Syria keeps the water back. If the lake stays full, Iraq could
attack the dam. Officials in Damascus deny that they keep any water back from the farmers downstream.
"""
PAGE = f"<html><head><title>The lake</title></head><body><p>{TEXT}</p></body></html>"


@pytest.fixture
def client(tmp_path: Path) -> Client:
    """A workbench with a model that names no source."""
    return opened(tmp_path)


def opened(folder: Path, text: str = MODEL, at_hand: AtHand | None = None) -> Client:
    path = folder / "dam.yaml"
    path.write_text(text)
    workspace = Workspace(folder, at_hand)
    workspace.open(str(path))
    return Client(workspace)


def now(client: Client) -> Snapshot:
    found = client.workspace.get("dam")
    assert found is not None
    return found.now()


def model(client: Client) -> Model:
    conflict = now(client).conflict
    assert conflict is not None
    return conflict.model


def sent(client: Client, do: str, query: str = "show=desk", **fields: Any) -> Any:
    """Send a form of the evidence page; ``file`` is a name and what the file says."""
    file = fields.pop("file", None)
    data = {"token": TOKEN, "seen": now(client).sha256, "do": do} | fields
    return client.post(f"/dam/evidence?{query}", data, files={"file": file} if file else None)


def added(client: Client, name: str = "lake.txt", content: str = TEXT, **fields: Any) -> str:
    """Add a document; return the label of its source."""
    answer = sent(client, "add", file=(name, content.encode()), **fields)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"]).partition("source=")[2]


def test_a_model_without_sources_leads_to_its_first(client: Client) -> None:
    page = client.get("/dam/evidence").text
    assert 'name="do" value="add"' in page
    assert added(client, author="A. Writer", published="1975-05") == "lake"
    source = model(client).sources["lake"]
    assert (source.author, source.published) == ("A. Writer", "1975-05")
    entry = Desk.open(now_folder(client) / "evidence").entry("lake")
    assert [(each.name, each.sha256) for each in source.renditions] == [("text", entry.record.sha256)]
    assert "keeps the water back" in client.get("/dam/evidence?source=lake").text


def now_folder(client: Client) -> Path:
    found = client.workspace.get("dam")
    assert found is not None
    return found.path.parent


def test_the_file_keeps_its_comments_and_the_edit_can_be_undone(client: Client) -> None:
    added(client)
    assert now(client).text.startswith("countermove: 1\ntitle: The dam   # a comment\n")
    answer = client.post("/dam/draft/undo", {"token": TOKEN, "seen": now(client).sha256})
    assert answer.status_code == 303
    assert now(client).text == MODEL


def test_what_says_the_same_is_one_more_rendition_of_the_source(client: Client) -> None:
    assert added(client) == added(client, "page.html", PAGE) == "lake"
    assert [each.name for each in model(client).sources["lake"].renditions] == ["text", "web"]
    assert added(client, "again.html", PAGE) == "lake"  # and the same file is there once
    assert [each.name for each in model(client).sources["lake"].renditions] == ["text", "web"]


def test_another_text_is_another_source(client: Client) -> None:
    assert added(client) == "lake"
    assert added(client, "lake.txt", "A wholly different story of farmers and their fields.") == "lake-2"
    assert list(model(client).sources) == ["lake", "lake-2"]


def test_a_document_of_a_source_that_had_none(tmp_path: Path) -> None:
    text = MODEL.replace("decision_makers", "sources:\n  press: {title: The press}\ndecision_makers")
    client = opened(tmp_path, text)
    assert added(client, source="press") == "press"
    assert [each.name for each in model(client).sources["press"].renditions] == ["text"]
    assert added(client, "other.txt", "What else the press wrote of the lake.", source="press") == "press"
    assert [each.name for each in model(client).sources["press"].renditions] == ["text", "text-2"]
    assert {each.work for each in Desk.open(tmp_path / "evidence").entries} == {"press"}


def test_a_name_that_another_source_has_is_numbered(tmp_path: Path) -> None:
    there = f"sources:\n  lake: {{title: Another, renditions: {{web: {{sha256: {'0' * 64}}}}}}}\n"
    client = opened(tmp_path, MODEL.replace("decision_makers", f"{there}decision_makers"))
    assert added(client) == "lake-2"


def test_a_file_is_added_by_its_path_too(client: Client) -> None:
    folder = now_folder(client)
    (folder / "press.txt").write_text(TEXT)
    assert sent(client, "add", path="press.txt").status_code == 303
    assert "press" in model(client).sources


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../up.txt", "up"),
        ("C:\\texts\\dam lake.txt", "dam-lake"),
        ("..", "document"),
        ("\u202etxt.\x00", "txt"),
        (f"{'long' * 200}.txt", None),
    ],
)
def test_a_file_may_be_called_anything(client: Client, name: str, kept: str | None) -> None:
    label = added(client, name)
    assert kept is None or label == kept
    assert Desk.open(now_folder(client) / "evidence").entry(label).path.is_relative_to(now_folder(client))


@pytest.mark.parametrize(
    ("fields", "said", "field"),
    [
        ({"file": ("empty.txt", b" ")}, "empty.txt is empty; give a file", "file"),
        ({"file": ("nul.txt", b"a\0b")}, "nul.txt is binary", "file"),
        ({"file": ("latin.txt", b"caf\xe9 noir")}, "latin.txt is not UTF-8", "file"),
        ({"file": ("no.pdf", b"%PDF-1.7 nothing")}, "no.pdf", "file"),
        ({}, "no file is named", "path"),
        ({"path": "gone.txt"}, "does not exist", "path"),
        ({"path": "../../etc/passwd"}, "lies outside the open folders", "path"),
        ({"path": "."}, "is a directory", "path"),
        ({"file": ("a.txt", b"words"), "published": "last May"}, "write it as 2020, 2020-10", "published"),
        ({"file": ("a.txt", b"words"), "source": "nothing"}, "has no source", "source"),
    ],
)
def test_what_cannot_be_added_is_told_at_its_field(
    client: Client, fields: dict[str, Any], said: str, field: str
) -> None:
    answer = sent(client, "add", **fields)
    assert answer.status_code == 422
    assert said in html.unescape(answer.text)
    assert "/tmp" not in answer.text.replace(str(now_folder(client)), "")
    if field != "source":  # of which there is none to choose
        assert re.search(rf'name="{field}"[^>]*aria-invalid="true"', answer.text)
    assert now(client).text == MODEL
    assert not (now_folder(client) / "evidence").exists()


def test_nothing_is_added_to_what_has_changed_meanwhile(client: Client) -> None:
    answer = sent(client, "add", file=("lake.txt", TEXT.encode()), seen="of another time")
    assert answer.status_code == 409
    assert not (now_folder(client) / "evidence").exists()


@pytest.mark.parametrize("do", ["add", "source", "reject", "accept"])
def test_a_bundled_case_stays_as_it_is(tmp_path: Path, do: str) -> None:
    Desk.open(tmp_path / "desk").add(document_from_text(TEXT), work="lake")
    client = Client(Workspace(tmp_path, AtHand(desk=tmp_path / "desk")))
    found = client.workspace.get("karabakh-2020")
    assert found is not None
    data = {"token": TOKEN, "seen": found.now().sha256, "do": do, "work": "lake", "source": "moscow-times"}
    data |= {"words": "the water back", "says": "So.", "one": "0123456789 actor x Syria", "id": "0123456789"}
    answer = client.post("/karabakh-2020/evidence?show=desk", data, files={"file": ("a.txt", TEXT.encode())})
    assert answer.status_code in (400, 422)
    assert decisions(Desk.open(tmp_path / "desk"), "lake") == {}
    assert len(Desk.open(tmp_path / "desk").entries) == 1


def test_a_work_that_is_on_the_desk_becomes_a_source(client: Client) -> None:
    Desk.open(now_folder(client) / "evidence").add(document_from_text(TEXT, "<b>lake"), work="lake")
    page = client.get("/dam/evidence?show=desk").text
    assert "Make it a source" in page
    assert "<b>lake" not in page
    assert sent(client, "source", work="lake").status_code == 303
    assert list(model(client).sources) == ["lake"]
    assert "Make it a source" not in client.get("/dam/evidence?show=desk").text
    answer = sent(client, "source", work="nowhere")
    assert answer.status_code == 422
    assert "has no work &#39;nowhere&#39;" in answer.text


# ---------------------------------------------------------------- suggestions
def suggested(client: Client, kind: str, query: str = "") -> dict[str, Any]:
    """Return what the page says of one kind."""
    said: dict[str, Any] = client.get(f"/dam/evidence.json?show=suggestions&kind={kind}{query}").json()
    return said


def test_the_page_suggests_what_the_rules_find(client: Client) -> None:
    added(client)
    document = Desk.open(now_folder(client) / "evidence").document("lake")
    expected = suggest(document)
    assert len({each.kind for each in expected}) == 5
    for kind in {each.kind for each in expected}:
        found = [each["id"] for each in suggested(client, kind)["listed"]]
        assert found == [each.id for each in expected if each.kind == kind]
    assert client.get("/dam/evidence?show=suggestions&kind=nothing").status_code == 422
    assert client.get("/dam/evidence?show=suggestions&work=nothing").status_code == 422


def test_an_accepted_suggestion_is_a_claim_with_a_quote(client: Client) -> None:
    added(client)
    item = next(each for each in suggested(client, "speech")["listed"] if "keeps the water" in each["line"])
    picked = suggested(client, "speech", f"&pick={item['id']}")["picked"]
    assert "Iraqi government" in picked["said_by"]
    fields = {"work": "lake", "source": "lake", "suggested": item["quote"], "says": "Syria holds water."}
    fields |= {name: picked[name] for name in ("id", "kind", "words", "said_by", "happened")}
    answer = sent(client, "accept", "show=suggestions&work=lake&kind=speech", **fields)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/dam/evidence?show=suggestions&work=lake&kind=speech#deciding"
    (claim,) = model(client).claims.values()
    assert (claim.text, claim.said_by) == ("Syria holds water.", picked["said_by"])
    assert {each.status for each in now(client).told.evidence.checked} <= VERIFIED
    decided = decisions(Desk.open(now_folder(client) / "evidence"), "lake")[item["id"]]
    assert (decided.decision, decided.claim, decided.model) == ("accepted", claim.label, "dam.yaml")
    again = next(each for each in suggested(client, "speech")["listed"] if each["id"] == item["id"])
    assert again["decided"].startswith("accepted on ")


def test_words_that_do_not_stand_there_decide_nothing(client: Client) -> None:
    added(client)
    item = suggested(client, "actor")["listed"][0]
    fields = {"work": "lake", "source": "lake", "id": item["id"], "kind": "actor", "suggested": item["quote"]}
    query = f"show=suggestions&work=lake&kind=actor&pick={item['id']}"
    answer = sent(client, "accept", query, **fields, words="Nobody wrote that", says="So it is.")
    assert answer.status_code == 422
    assert "do not stand in a document" in answer.text
    assert "So it is." in answer.text  # what was typed is there still
    assert decisions(Desk.open(now_folder(client) / "evidence"), "lake") == {}


def test_what_cannot_be_edited_is_not_decided(client: Client, tmp_path: Path) -> None:
    added(client)
    item = suggested(client, "actor")["listed"][0]
    post = {"token": TOKEN, "seen": now(client).sha256}
    assert client.post("/dam/draft/save", post).status_code == 303
    other = Workspace(tmp_path)
    held = other.open(str(tmp_path / "dam.yaml"))
    held.change(held.now().text + "# more\n", "an edit elsewhere", held.now().sha256)
    fields = {"work": "lake", "source": "lake", "id": item["id"], "kind": "actor", "suggested": item["quote"]}
    query = f"show=suggestions&work=lake&kind=actor&pick={item['id']}"
    answer = sent(client, "accept", query, **fields, words="keeps the water back", says="So it is.")
    assert answer.status_code != 303
    assert decisions(Desk.open(tmp_path / "evidence"), "lake") == {}
    other.close()


def test_a_rejected_suggestion_leads_on_to_the_next(client: Client) -> None:
    added(client)
    page = client.get("/dam/evidence?show=suggestions&kind=actor").text
    before = now(client).text
    one = html.unescape(re.findall(r'name="one" value="([^"]+)"', page)[0])
    id_, kind, following, quote = one.split(" ", 3)
    answer = sent(client, "reject", "show=suggestions&work=lake&kind=actor", work="lake", one=one)
    assert answer.status_code == 303
    assert answer.headers["location"].endswith(f"#s-{following}")
    decided = decisions(Desk.open(now_folder(client) / "evidence"), "lake")[id_]
    assert (decided.decision, decided.kind, decided.quote) == ("rejected", kind, quote)
    assert now(client).text == before
    page = client.get("/dam/evidence?show=suggestions&kind=actor").text
    assert f'value="{id_} ' not in page  # it cannot be rejected twice
    assert "Decided before" in page


@pytest.mark.parametrize(
    "fields",
    [
        {"work": "lake", "one": ""},
        {"work": "lake", "one": "../../x actor y z"},
        {"work": "../..", "one": "0123456789 actor x Syria"},
        {"work": "", "one": "0123456789 actor x Syria"},
        {"work": "lake", "one": f"0123456789 actor x {'long ' * 5000}"},
    ],
)
def test_nothing_else_is_written_to_the_desk(client: Client, fields: dict[str, str]) -> None:
    added(client)
    desk = now_folder(client) / "evidence"
    before = {each: each.read_bytes() for each in desk.rglob("*") if each.is_file()}
    assert sent(client, "reject", "show=suggestions", **fields).status_code == 422
    assert {each: each.read_bytes() for each in desk.rglob("*") if each.is_file()} == before


def test_what_a_document_says_is_never_markup(client: Client) -> None:
    added(client, content=TEXT.replace("Damascus", "Damascus <img src=x onerror=alert(1)>"))
    for part in ("suggestions&kind=speech", "suggestions&kind=option", "desk", "texts"):
        assert "<img" not in client.get(f"/dam/evidence?show={part}").text


def test_a_long_text_is_left_to_the_command_line(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("countermove.views.evidence_suggested.MAX_CHARACTERS", 100)
    added(client)
    page = client.get("/dam/evidence?show=suggestions").text
    assert "countermove evidence suggest lake" in page


def test_what_was_made_on_the_page_loads_from_its_files(client: Client) -> None:
    added(client)
    data = {"token": TOKEN, "seen": now(client).sha256}
    assert client.post("/dam/draft/save", data).status_code == 303
    conflict = load(str(now_folder(client) / "dam.yaml"))
    source = conflict.evidence().sources["lake"]
    assert [each.document is not None for each in source.renditions] == [True]


def test_a_name_of_a_file_without_one_is_no_file(client: Client) -> None:
    answer = sent(client, "add", **{"file.name": "lake.txt"})
    assert answer.status_code == 422
    assert client.post("/open", {"token": TOKEN, "file.name": "lake.yaml"}).status_code == 422


def test_places_of_renditions_that_are_called_alike_are_told_apart(client: Client) -> None:
    twice = f"{TEXT}\nOnce more: Syria keeps the water back, and the lake is not low.\n"
    for name in ("one.txt", "two.txt"):
        added(client, name, twice + "\n" * (name == "two.txt"))
    fields = {"source": "one", "words": "Syria keeps the water back", "says": "So."}
    answer = sent(client, "", "", **fields)  # the words stand twice, so no place of them is quoted
    assert answer.status_code == 422
    text = (
        now(client).text
        + "claims:\n  so: {text: So., quotes: [{source: one, quote: Syria keeps the water back}]}\n"
    )
    client.post("/dam/draft/save", {"token": TOKEN, "seen": now(client).sha256})
    (now_folder(client) / "dam.yaml").write_text(text)
    places = client.get("/dam/evidence.json?source=one&claim=so").json()["claim"]["places"]
    assert [(each["rendition"], each["line"]) for each in places] == [
        ("text", 1), ("text", 4), ("text-2", 1), ("text-2", 4)
    ]  # fmt: skip
    assert len({each["id"] for each in places}) == 4


@pytest.mark.parametrize("linked", ["evidence", "evidence/lake"])
def test_nothing_is_written_where_a_link_leads_out(tmp_path: Path, linked: str) -> None:
    outside, folder = tmp_path / "outside", tmp_path / "inside"
    outside.mkdir()
    folder.mkdir()
    client = opened(folder)
    if linked != "evidence":
        added(client)
        (folder / "evidence" / "lake").rename(outside / "lake")
        (folder / linked).symlink_to(outside / "lake")
    else:
        Desk.open(outside).add(document_from_text(TEXT), work="lake")
        (folder / linked).symlink_to(outside)
    before = {each: each.read_bytes() for each in outside.rglob("*") if each.is_file()}
    one = "0123456789 actor x Syria"
    again = {"file": ("lake.txt", TEXT.encode()), "title": "What is told of it"}
    for do, more in (("add", again), ("reject", {"work": "lake", "one": one})):
        answer = sent(client, do, **more)
        assert answer.status_code == 422
        assert "is a link" in answer.text
    assert {each: each.read_bytes() for each in outside.rglob("*") if each.is_file()} == before


@pytest.mark.parametrize("sources", ["sources: {}\n", "sources:\n", 'sources: {press: {title: "P"}}\n'])
@pytest.mark.parametrize(
    "change", [str, lambda text: text.replace("\n", "\r\n"), lambda text: "\ufeff" + text]
)
def test_models_as_people_write_them(tmp_path: Path, sources: str, change: Callable[[str], str]) -> None:
    path = tmp_path / "dam.yaml"
    path.write_bytes(change(MODEL.replace("decision_makers", f"{sources}decision_makers")).encode())
    workspace = Workspace(tmp_path)
    workspace.open(str(path))
    client = Client(workspace)
    added(client)
    assert "lake" in model(client).sources
    assert client.post("/dam/draft/save", {"token": TOKEN, "seen": now(client).sha256}).status_code == 303
    said = path.read_bytes().decode()
    assert said.startswith("\ufeff") == (change("x") == "\ufeffx")
    assert said.count("\r\n") in (0, said.count("\n"))
    assert "lake" in load(str(path)).model.sources
