"""The desk and the model fit each other, whatever is added, refused or undone; nothing is written elsewhere."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from countermove.evidence import Desk
from countermove.evidence.documents.document import document_from_text
from countermove.evidence.suggesting.decisions import decisions
from countermove.web.workspace import AtHand, Workspace
from tests.web.asking import TOKEN, Client
from tests.web.test_filing import MODEL, PAGE, TEXT, added, model, now, opened, sent, suggested

OTHER = "A wholly different story of farmers, of cows and meadows, and of their fields in the north."


def entries(folder: Path) -> list[str]:
    return [each.name for each in Desk.open(folder / "evidence").entries]


def with_sources(said: str) -> str:
    return MODEL.replace("decision_makers", f"sources:\n{said}decision_makers", 1)


def accepted(client: Client, kind: str = "speech") -> str:
    """Make a claim of the first suggestion of a kind; return the suggestion's id."""
    item = suggested(client, kind)["listed"][0]
    picked = suggested(client, kind, f"&pick={item['id']}")["picked"]
    fields = {"work": "lake", "source": "lake", "suggested": item["quote"], "says": "Syria holds water."}
    fields |= {name: picked[name] for name in ("id", "kind", "words", "said_by", "happened")}
    answer = sent(client, "accept", "show=suggestions", **fields)
    assert answer.status_code == 303, answer.text
    return str(item["id"])


def picked(client: Client) -> tuple[str, dict[str, str]]:
    """Return the query and the hidden fields of the form for the first statement that is suggested."""
    item = suggested(client, "speech")["listed"][0]
    fields = {"work": "lake", "source": "lake", "kind": "speech"}
    query = f"show=suggestions&work=lake&kind=speech&pick={item['id']}"
    return query, fields | {"id": item["id"], "suggested": item["quote"]}


# ---------------------------------------------------------------- what is refused leaves nothing
@pytest.mark.parametrize("field", ["title", "author", "publisher"])
@pytest.mark.parametrize("value", ["a\x07b", "a\u202eb", "long " * 4000])
def test_what_cannot_be_written_of_a_document_is_told_at_its_field(
    tmp_path: Path, field: str, value: str
) -> None:
    client = opened(tmp_path)
    answer = sent(client, "add", file=("lake.txt", TEXT.encode()), **{field: value})
    assert answer.status_code == 422
    assert f'name="{field}"' in answer.text.partition('aria-invalid="true"')[0].splitlines()[-1]
    assert entries(tmp_path) == []


def test_a_page_may_say_anything_of_itself(tmp_path: Path) -> None:
    client = opened(tmp_path)
    page = PAGE.replace("The lake", "The\u202e &#7;lake").replace(
        "</head>", '<meta name="author" content="A.\u2067 Writer"></head>'
    )
    added(client, "lake.html", page)
    source = model(client).sources["lake"]
    assert (source.title, source.author) == ("The lake", "A. Writer")


def test_a_file_may_have_a_long_name_in_any_script(tmp_path: Path) -> None:
    assert added(opened(tmp_path), f"{'長' * 100}.txt")


def test_what_the_model_refuses_does_not_stay_on_the_desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("countermove.model.yaml.MAX_BYTES", len(MODEL) + 5)
    client = opened(tmp_path)
    assert sent(client, "add", file=("too-much.txt", TEXT.encode())).status_code == 422
    assert entries(tmp_path) == []


def test_who_finds_edits_elsewhere_adds_and_decides_nothing(tmp_path: Path) -> None:
    client = opened(tmp_path)
    added(client)
    client.post("/dam/draft/save", {"token": TOKEN, "seen": now(client).sha256})
    added(client, "other.txt", OTHER)  # a draft that this workbench holds
    workspace = Workspace(tmp_path)
    workspace.open(str(tmp_path / "dam.yaml"))
    second = Client(workspace)
    before = entries(tmp_path)
    answer = sent(second, "add", file=("third.txt", b"The third story is of fish and of birds."))
    assert answer.status_code == 422
    assert "load this page again" in answer.text
    item = suggested(second, "actor")["listed"][0]
    fields = {"work": "lake", "source": "lake", "id": item["id"], "kind": "actor", "suggested": item["quote"]}
    answer = sent(second, "accept", "show=suggestions", **fields, words="keeps the water back", says="So.")
    assert answer.status_code == 422
    assert entries(tmp_path) == before
    assert decisions(Desk.open(tmp_path / "evidence"), "lake") == {}


# ---------------------------------------------------------------- nothing is written elsewhere
def test_a_desk_that_is_a_link_out_of_the_open_folders_is_not_written_to(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (tmp_path / "evidence").symlink_to(elsewhere)
    client = opened(tmp_path)
    answer = sent(client, "add", file=("lake.txt", TEXT.encode()))
    assert answer.status_code == 422
    assert "--desk" in answer.text
    assert list(elsewhere.iterdir()) == []
    Desk.open(elsewhere).add(document_from_text(TEXT), work="lake")
    one = sent(client, "reject", "show=suggestions", work="lake", one="0123456789 actor x Syria")
    assert one.status_code == 422
    assert decisions(Desk.open(elsewhere), "lake") == {}


def test_a_desk_that_is_a_link_within_the_open_folders_is_one(tmp_path: Path) -> None:
    (tmp_path / "desk").mkdir()
    (tmp_path / "evidence").symlink_to(tmp_path / "desk")
    assert added(opened(tmp_path)) == "lake"


def test_a_desk_that_is_named_may_lie_anywhere(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    desk = tmp_path_factory.mktemp("desk")
    assert added(opened(tmp_path, at_hand=AtHand(desk=desk))) == "lake"
    assert [each.name for each in Desk.open(desk).entries] == ["lake/text"]


def test_a_work_that_is_a_link_is_not_written_to(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "work"
    elsewhere.mkdir()
    (tmp_path / "evidence").mkdir()
    (tmp_path / "evidence" / "lake").symlink_to(elsewhere)
    client = opened(tmp_path)
    answer = sent(client, "add", file=("lake.txt", TEXT.encode()))
    assert answer.status_code == 422
    assert "is a link" in answer.text
    assert list(elsewhere.iterdir()) == []
    Desk.open(elsewhere.parent).add(document_from_text(TEXT), work=elsewhere.name)
    before = sorted(elsewhere.iterdir())
    item = "0123456789 actor x Syria"
    assert sent(client, "reject", "show=suggestions", work="lake", one=item).status_code == 422
    assert sorted(elsewhere.iterdir()) == before


# ---------------------------------------------------------------- which source a document is of
def test_sources_that_are_called_alike_are_two_works(tmp_path: Path) -> None:
    client = opened(tmp_path, with_sources("  a_b: {title: One}\n  a-b: {title: Two}\n"))
    added(client, source="a_b")
    added(client, "other.txt", OTHER, source="a-b")
    assert entries(tmp_path) == ["a-b/text", "a-b-2/text"]


def test_a_work_that_only_has_the_sources_name_is_not_joined(tmp_path: Path) -> None:
    Desk.open(tmp_path / "evidence").add(document_from_text(OTHER), work="press")
    client = opened(tmp_path, with_sources("  press: {title: The press}\n"))
    added(client, source="press")
    assert entries(tmp_path) == ["press/text", "press-2/text"]


@pytest.mark.parametrize("more", ["", ", renditions: {page: {file: other.txt}}"])
def test_a_new_source_is_not_one_that_only_has_the_name(tmp_path: Path, more: str) -> None:
    (tmp_path / "other.txt").write_text(OTHER)
    client = opened(tmp_path, with_sources(f"  lake: {{title: A book of another lake{more}}}\n"))
    assert added(client) == "lake-2"


def test_a_document_that_a_source_has_as_a_file_is_no_second_one(tmp_path: Path) -> None:
    (tmp_path / "press.txt").write_text(TEXT)
    client = opened(tmp_path, with_sources("  page: {title: P, renditions: {web: {file: press.txt}}}\n"))
    assert added(client) == "page"
    assert added(client, source="page") == "page"
    assert [each.name for each in model(client).sources["page"].renditions] == ["web"]


def test_a_path_is_beside_the_model(tmp_path: Path) -> None:
    (tmp_path / "case").mkdir()
    (tmp_path / "case" / "press.txt").write_text(TEXT)
    (tmp_path / "case" / "dam.yaml").write_text(MODEL)
    workspace = Workspace(tmp_path)
    workspace.open(str(tmp_path / "case" / "dam.yaml"))
    client = Client(workspace)
    assert sent(client, "add", path="press.txt").status_code == 303
    assert sent(client, "add", path="case/press.txt").status_code == 303  # or from the workbench's folder


# ---------------------------------------------------------------- layers
LAYER = """\
countermove: 1
sources: {press: {title: Press}}
claims: {dry: {text: It is dry., quotes: [{source: press, quote: the water back}]}}
decision_makers:
  syria: {options: {release: Release water}}
  iraq: {options: {attack: Attack the dam}}
status_quo: []
preferences: {syria: {prioritize: [not attack]}, iraq: {prioritize: [release]}}
"""
WHOLE = "countermove: 1\ntitle: Whole\nlayers: {one: one.yaml, two: two.yaml}\noverall: {iraq: [one, two]}\n"


@pytest.fixture
def layered(tmp_path: Path) -> Client:
    """A model whose sources and claims stand in the files of its layers."""
    (tmp_path / "one.yaml").write_text(LAYER)
    other = LAYER.replace("press", "paper").replace("dry", "wet").replace("syria", "turkey")
    (tmp_path / "two.yaml").write_text(
        other.replace("release", "flow").replace("attack", "hit").replace("Attack", "Hit")
    )
    return opened(tmp_path, WHOLE)


def test_a_document_of_a_layers_source_is_written_where_that_stands(layered: Client) -> None:
    assert added(layered, source="paper") == "paper"
    texts = now(layered).texts
    assert texts["dam.yaml"] == WHOLE
    assert texts["one.yaml"] == LAYER
    assert [each.name for each in model(layered).sources["paper"].renditions] == ["text"]


def test_a_first_claim_of_its_own_in_a_model_whose_layers_have_claims(layered: Client) -> None:
    added(layered)
    accepted(layered)
    assert set(model(layered).claims) == {"dry", "wet", "syria_holds_water"}


# ---------------------------------------------------------------- undone
def test_what_was_accepted_and_undone_is_suggested_again(tmp_path: Path) -> None:
    client = opened(tmp_path)
    added(client)
    id_ = accepted(client)

    def item() -> dict[str, str]:
        return next(each for each in suggested(client, "speech")["listed"] if each["id"] == id_)

    def open_() -> int:
        kinds = suggested(client, "speech")["kinds"]
        return next(each["open"] for each in kinds if each["name"] == "speech")

    assert item()["decided"].startswith("accepted on ")
    before = open_()
    client.post("/dam/draft/undo", {"token": TOKEN, "seen": now(client).sha256})
    assert item()["decided"] == ""
    assert open_() == before + 1
    client.post("/dam/draft/redo", {"token": TOKEN, "seen": now(client).sha256})
    assert item()["decided"].startswith("accepted on ")


def test_what_another_model_made_a_claim_of_stays_decided(tmp_path: Path) -> None:
    client = opened(tmp_path)
    added(client)
    id_ = accepted(client)
    (tmp_path / "other.yaml").write_text(MODEL)
    client.workspace.open(str(tmp_path / "other.yaml"))
    listed = client.get("/other/evidence.json?show=suggestions&kind=speech").json()["listed"]
    assert next(each for each in listed if each["id"] == id_)["decided"].startswith("accepted on ")


# ---------------------------------------------------------------- what the page says
def test_why_a_claim_is_not_made_is_told_at_its_form(tmp_path: Path) -> None:
    client = opened(tmp_path)
    added(client)
    query, fields = picked(client)
    for more, why in (
        ({"words": "nothing such"}, "do not stand in a document"),
        ({"words": "keeps the water back", "happened": "last May"}, "&#39;last May&#39; is no date"),
    ):
        page = sent(client, "accept", query, **fields, says="So.", **more).text
        assert page.count('role="alert"') == 1
        form = page.partition('<section class="making"')[2].partition("</section>")[0]
        said = form.partition('role="alert"')[2].partition("</p>")[0]
        assert why in said
        assert "yaml" not in said  # nobody who only has the page wrote a file


def test_after_a_claim_the_page_is_at_the_other_suggestions(tmp_path: Path) -> None:
    client = opened(tmp_path)
    added(client)
    query, fields = picked(client)
    answer = sent(client, "accept", query, **fields, words=fields["suggested"], says="So.")
    to, _, place = answer.headers["location"].partition("#")  # else a browser keeps the form's own place
    assert f'id="{place}"' in client.get(to).text.partition('<aside class="quoted"')[0]


def test_the_page_says_where_a_document_is_kept(tmp_path: Path) -> None:
    assert "folder “evidence” beside the model" in opened(tmp_path).get("/dam/evidence?show=desk").text
    (tmp_path / "mine").mkdir()
    page = opened(tmp_path, at_hand=AtHand(desk=tmp_path / "mine")).get("/dam/evidence?show=desk").text
    assert f"folder “{tmp_path / 'mine'}”" in page
    assert "“evidence”" not in page


def test_what_is_typed_of_a_sources_document_is_said_of_the_source(tmp_path: Path) -> None:
    client = opened(tmp_path, with_sources("  press: {title: The press}\n"))
    added(client, source="press", title="Another title", author="A. Writer", published="1975-05")
    source = model(client).sources["press"]
    assert (source.title, source.author, source.published) == ("The press", "A. Writer", "1975-05")
    added(client, publisher="The publisher")  # the same file again
    assert model(client).sources["press"].publisher == "The publisher"


def test_a_wide_table_is_reached_by_the_keyboard(tmp_path: Path) -> None:
    client = opened(tmp_path)
    added(client)
    assert '<div class="wide" tabindex="0" role="region"' in client.get("/dam/evidence?show=suggestions").text


def test_of_two_who_add_at_once_one_adds_nothing(tmp_path: Path) -> None:
    client = opened(tmp_path)
    seen = now(client).sha256

    def add(number: int) -> int:
        file = (f"{number}.txt", f"Story {number} of {'abcdef'[number] * 5}, and of nothing else.".encode())
        return int(sent(client, "add", file=file, seen=seen).status_code)

    with ThreadPoolExecutor(6) as threads:
        assert sorted(threads.map(add, range(6))) == [303, 409, 409, 409, 409, 409]
    assert len(entries(tmp_path)) == len(model(client).sources) == 1


@pytest.mark.parametrize("do", ["source", "accept", "reject"])
@pytest.mark.parametrize("show", ["desk", "suggestions"])
def test_what_is_refused_is_told_wherever_it_was_sent_from(tmp_path: Path, do: str, show: str) -> None:
    client = opened(tmp_path)
    page = sent(client, do, f"show={show}", work="nothing", one="0123456789 actor x y").text
    assert page.count('role="alert"') == 1
    assert "there is no desk beside the model any more" in page
    added(client)
    page = sent(client, do, f"show={show}", work="nothing", one="0123456789 actor x y").text
    assert page.count('role="alert"') == 1


def test_a_source_whose_text_is_damaged_is_not_offered_as_a_new_one(tmp_path: Path) -> None:
    client = opened(tmp_path)
    added(client)
    (tmp_path / "evidence" / "lake" / "text.txt").write_text("something else")
    page = client.get("/dam/evidence?show=desk").text
    assert "is not the text that its record was made for" in page
    assert "Make it a source" not in page


def test_a_source_without_its_documents_leads_to_where_they_are_added(tmp_path: Path) -> None:
    client = opened(tmp_path, with_sources("  press: {title: The press}\n"))
    page = client.get("/dam/evidence?source=press").text
    assert "Add it" in page
    assert "/dam/evidence?show=desk" in page.partition("Add it")[0].rpartition("<a ")[2]
