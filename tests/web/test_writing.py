"""Edits over the pages: drafts, undo, save, two writers, and what is refused."""

import re
from pathlib import Path

import pytest

from countermove import cases
from countermove.web.drafts import digest, draft_path
from countermove.web.workspace import Workspace
from tests.web.asking import TOKEN, Client


@pytest.fixture
def model(tmp_path):
    path = tmp_path / "water.yaml"
    path.write_bytes(cases.case_path("syria-iraq-1975").read_bytes())
    return path


@pytest.fixture
def client(model):
    workspace = Workspace(model.parent)
    workspace.open(str(model))
    return Client(workspace)


def seen(client, at="/water/workshop"):
    return re.search(r'name="seen" value="([0-9a-f]{64})"', client.get(at).text).group(1)


def post(client, do, *, see=None, page="/water/workshop", **fields):
    form = {"token": TOKEN, "seen": see or seen(client), "do": do, **fields}
    return client.post(page, data=form)


def act(client, name, **fields):
    return client.post(f"/water/draft/{name}", data={"token": TOKEN, "seen": seen(client), **fields})


def test_an_edit_is_shown_everywhere_but_not_written_until_it_is_saved(client, model):
    before = model.read_text()
    assert post(client, "title", title="A dam").status_code == 303
    assert model.read_text() == before
    page = client.get("/water/overview").text
    assert "A dam" in page
    assert "Unsaved changes" in page
    assert act(client, "save").status_code == 303
    assert model.read_text() == before.replace("title: Syria and Iraq, 1975", "title: A dam")
    assert not draft_path(model).exists()


def test_undo_and_redo_go_back_and_forth_also_after_saving(client, model):
    for title in ("One", "Two"):
        post(client, "title", title=title)
    assert act(client, "undo").status_code == 303
    assert client.get("/water/overview.json").json()["title"] == "One"
    act(client, "redo")
    assert client.get("/water/overview.json").json()["title"] == "Two"
    act(client, "save")
    act(client, "undo")
    assert client.get("/water/overview.json").json()["title"] == "One"
    assert "title: Two" in model.read_text()
    act(client, "save")
    assert "title: One" in model.read_text()


def test_a_draft_is_offered_again_by_the_next_run(client, model):
    post(client, "title", title="Left behind")
    client.workspace.close()
    again = Workspace(model.parent)
    again.open(str(model))
    page = Client(again).get("/water/workshop").text
    assert "Left behind" in page
    assert "found again" in page


def test_after_saving_an_undone_edit_is_offered_again_too(client, model):
    post(client, "title", title="One")
    act(client, "save")
    act(client, "undo")
    client.workspace.close()
    again = Workspace(model.parent)
    opened = again.open(str(model))
    assert opened.draft.changed
    assert "title: Syria and Iraq, 1975" in opened.draft.text


def test_a_journal_left_by_a_kill_right_after_saving_is_nothing_unsaved(client, model):
    post(client, "title", title="One")
    journal = draft_path(model).read_bytes()
    act(client, "save")
    draft_path(model).write_bytes(journal)
    opened = Workspace(model.parent).open(str(model))
    assert not opened.draft.changed
    assert not draft_path(model).exists()


def test_the_second_of_two_tabs_is_told_and_shown_the_difference(client, model):
    old = seen(client)
    post(client, "title", title="First", see=old)
    answer = post(client, "title", title="Second", see=old)
    assert answer.status_code == 409
    assert "<del>- title: Syria and Iraq, 1975</del>" in answer.text
    assert "<ins>+ title: First</ins>" in answer.text
    assert client.get("/water/overview.json").json()["title"] == "First"


def test_an_edit_of_the_file_meanwhile_is_never_overwritten_unseen(client, model):
    post(client, "title", title="Mine")
    theirs = model.read_text().replace("Syria and Iraq, 1975", "Theirs")
    model.write_text(theirs)
    answer = act(client, "save")
    assert answer.status_code == 409
    assert "<ins>+ title: Theirs</ins>" in answer.text
    assert model.read_text() == theirs
    assert act(client, "save", over=digest("another")).status_code == 409
    assert act(client, "save", over=digest(theirs)).status_code == 303
    assert "title: Mine" in model.read_text()


def test_an_edit_of_the_file_appears_where_there_is_no_draft(client, model):
    post(client, "title", title="Mine")
    act(client, "save")
    model.write_text(model.read_text().replace("title: Mine", "title: Theirs"))
    assert client.get("/water/overview.json").json()["title"] == "Theirs"


def test_discarding_brings_the_file_back_and_is_undone(client, model):
    post(client, "title", title="Mine")
    post(client, "title", title="Also mine")
    assert act(client, "discard").status_code == 303
    assert client.get("/water/overview.json").json()["title"] == "Syria and Iraq, 1975"
    assert not draft_path(model).exists()
    assert "all unsaved changes discarded" in client.get("/water/workshop").text
    assert act(client, "undo").status_code == 303
    assert client.get("/water/overview.json").json()["title"] == "Also mine"
    assert draft_path(model).exists()
    act(client, "undo")
    assert client.get("/water/overview.json").json()["title"] == "Mine"


def test_what_is_discarded_for_the_file_of_another_is_that_file(client, model):
    post(client, "title", title="Mine")
    model.write_text(model.read_text().replace("title: Syria and Iraq, 1975", "title: Theirs"))
    assert act(client, "discard").status_code == 303
    assert client.get("/water/overview.json").json()["title"] == "Theirs"
    assert not draft_path(model).exists()


@pytest.mark.parametrize("token", ["", "another"])
def test_a_write_without_the_token_is_refused(client, model, token):
    form = {"token": token, "seen": seen(client), "do": "title", "title": "X"}
    assert client.post("/water/workshop", data=form).status_code == 403
    assert client.post("/water/draft/save", data=form).status_code == 403
    assert client.post("/new", data={**form, "people": "A: b"}).status_code == 403


def test_a_refused_edit_is_explained_at_its_field_and_changes_nothing(client):
    answer = post(client, "constraint.add", statement="not relase")
    assert answer.status_code == 422
    assert "unknown label &#39;relase&#39;" in answer.text
    field = re.search(r'<input id="new-c"[^>]*>', answer.text)[0]
    assert 'value="not relase"' in field
    assert 'aria-invalid="true"' in field
    assert 'aria-describedby="wrong"' in field
    assert "Unsaved" not in client.get("/water/workshop").text


def test_what_an_edit_changes_is_told_in_sentences(client):
    assert post(client, "statement.move", dm="syria", at="1", to="3").status_code == 303
    said = client.get("/water/workshop.json").json()
    assert said["changes"]["headline"]
    assert said["people"][0]["wants"]["items"][3] == "escalate"
    post(client, "ranking", dm="iraq", ranking="6 > 1 > 2 > 3 > 4 > 5")
    said = client.get("/water/workshop.json").json()
    assert "lost" in said["changes"]["headline"] or "gained" in said["changes"]["headline"]
    assert client.get("/water/workshop.json?since=saved").json()["changes"]["headline"]


def test_states_are_counted_while_a_constraint_is_typed(client):
    count = client.get("/water/workshop.json", params={"try": "not attack"}).json()["count"]
    assert count["feasible"] == 3
    assert "unknown label" in client.get("/water/workshop.json?try=nobody").json()["count"]["wrong"]


def test_a_bundled_case_is_copied_before_it_is_changed(client, model):
    at = "/elmira-1991/workshop"
    old = cases.case_path("elmira-1991").read_bytes()
    assert post(client, "title", page=at, see=seen(client, at), title="X").status_code == 422
    answer = client.post("/elmira-1991/copy", data={"token": TOKEN, "path": "mine"})
    assert answer.status_code == 303
    assert (model.parent / "mine" / "model.yaml").read_bytes() == old
    again = client.post("/elmira-1991/copy", data={"token": TOKEN, "path": "mine"})
    assert again.status_code == 422
    assert "name a new folder" in again.text
    assert 'value="mine" aria-invalid="true"' in again.text
    assert client.post("/water/copy", data={"token": TOKEN, "path": "into-itself"}).status_code == 422


def test_the_start_leads_to_what_is_open(client, model):
    assert post(client, "title", title="Another title").status_code == 303
    page = client.get("/").text
    assert '<a href="/water/overview">Another title</a>' in page
    assert "water.yaml · unsaved changes" in page
    act(client, "discard")
    assert "unsaved" not in client.get("/").text
    model.write_text("title: [", encoding="utf-8")
    assert '<a href="/water/overview">water</a>' in client.get("/").text
    model.unlink()
    assert client.get("/").status_code == 200


def test_a_conflict_is_built_from_nothing(client, model):
    people = "Syria: Release; Escalate\nIraq: Attack"
    answer = client.post("/new", data={"token": TOKEN, "title": "1975", "people": people, "path": "built"})
    assert answer.status_code == 303
    at = answer.headers["location"]

    def edit(do, **fields):
        assert post(client, do, page=at, see=seen(client, at), **fields).status_code == 303

    edit("constraint.add", statement="not (release and escalate)")
    wanted = ("not release and not escalate and not attack", "escalate", "not attack", "not release")
    for each in wanted:
        edit("statement.add", dm="syria", statement=each)
    edit("ranking", dm="iraq", ranking="2 > 4 > 6 > 1 > 5 > 3")
    name = at.split("/")[1]
    client.post(f"/{name}/draft/save", data={"token": TOKEN, "seen": seen(client, at)})
    from countermove.loading import load

    analysis = load(str(model.parent / "built.yaml")).analyze(["nash"])
    assert list(analysis.equilibria["nash"]) == [6]


@pytest.mark.parametrize("path", ["../out", "/etc/out", "a/../../out", "link/out", ""])
def test_nothing_outside_the_open_folders_is_read_or_written(client, model, path):
    (model.parent / "link").symlink_to(model.parent.parent)
    form = {"token": TOKEN, "path": path}
    assert client.post("/open", data=form).status_code == 422
    if path:
        assert client.post("/new", data={**form, "title": "T", "people": "A: b"}).status_code == 422
    assert client.post("/elmira-1991/copy", data=form).status_code == 422


def test_a_file_that_is_sent_is_put_into_the_folder(client, model):
    text = model.read_bytes()
    sent = {"file": ("../../sent.yaml", text)}
    answer = client.post("/open", data={"token": TOKEN}, files=sent)
    assert answer.status_code == 303
    assert (model.parent / "sent.yaml").read_bytes() == text
    assert (
        client.post("/open", data={"token": TOKEN}, files={"file": ("bad.yaml", b"x: 1")}).status_code == 422
    )
    assert not Path(model.parent / "bad.yaml").exists()


def test_the_next_page_is_one_of_this_model(client):
    post(client, "title", title="One")
    answer = act(client, "undo", back="//evil.example/")
    assert answer.headers["location"] == "/water/workshop"
    assert act(client, "redo", back="/water/overview?x=1").headers["location"] == "/water/overview?x=1"


def test_an_edit_of_a_layer_appears_in_the_model_made_of_it(tmp_path):
    import shutil

    folder = tmp_path / "k"
    shutil.copytree(cases.case_path("karabakh-2020").parent, folder)
    workspace = Workspace(tmp_path)
    opened = workspace.open(str(folder / "model.yaml"))
    names = [each.name for each in opened.now().conflict.model.decision_makers]
    layer = folder / "contest.yaml"
    layer.write_text(layer.read_text().replace(names[0], "Somebody"))
    other = folder / "settlement.yaml"
    other.write_text(other.read_text().replace(names[0], "Somebody"))
    assert "Somebody" in [each.name for each in opened.now().conflict.model.decision_makers]


def test_browsers_send_the_origin_of_our_own_forms(client):
    assert client.get("/").headers["referrer-policy"] == "same-origin"


def test_what_would_make_a_state_hold_is_worked_out_from_a_form(client):
    said = client.get("/water/design.json", params={"target": "2", "concept": "nash"}).json()
    assert any("86,400 of the 518,400" in line for line in said["inverse"])
    page = client.get("/water/design", params={"target": "nobody"})
    assert "unknown" in page.text
    assert client.get("/gas-contract/design.json?target=1").status_code == 200


# ---------------------------------------------------------------- addresses
def test_each_open_model_has_an_address_of_its_own_that_says_what_it_is(tmp_path: Path) -> None:
    source = cases.case_path("syria-iraq-1975")
    assert source is not None
    workspace = Workspace(tmp_path)
    ids = []
    for name in ("water/model.yaml", "more/water/model.yaml", "karabakh-2020/model.yaml", "static.yaml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(source.read_bytes())
        ids.append(workspace.open(str(tmp_path / name)).id)
    assert ids == ["water", "water-2", "karabakh-2020-2", "static-2"]
    case = workspace.get("karabakh-2020")
    assert case is not None
    assert case.bundled
    client = Client(workspace)
    assert client.get("/static-2/overview").status_code == 200
