"""Models with layers: edits of all their files, saved together, through kills and against other writers."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from countermove import cases, files
from countermove.web.drafts import Draft, digest, draft_path
from countermove.web.workspace import Workspace
from tests.web.asking import TOKEN, Client


def copied(folder: Path, case: str) -> tuple[Client, Path]:
    """Copy a case as its page does, and return a workbench over the copy, whose id is ``mine``."""
    client = Client(Workspace(folder))
    answer = client.post(f"/{case}/copy", {"token": TOKEN, "path": "mine"})
    assert answer.headers["location"] == "/mine/workshop"
    return client, folder / "mine"


@pytest.fixture
def plants(tmp_path: Path) -> tuple[Client, Path]:
    return copied(tmp_path, "two-plants")


def seen(client: Client) -> str:
    found = re.search(r'name="seen" value="([0-9a-f]{64})"', client.get("/mine/workshop").text)
    assert found is not None
    return found[1]


def post(client: Client, layer: str, do: str, *, see: str = "", **fields: str) -> int:
    query = f"?layer={layer}" if layer else ""
    form = {"token": TOKEN, "seen": see or seen(client), "do": do, **fields}
    return client.post(f"/mine/workshop{query}", form).status_code


def act(client: Client, name: str, **fields: str) -> int:
    return client.post(f"/mine/draft/{name}", {"token": TOKEN, "seen": seen(client), **fields}).status_code


def contents(folder: Path) -> dict[str, str]:
    return {each.name: each.read_text(encoding="utf-8") for each in folder.iterdir()}


# ---------------------------------------------------------------- one layer's file
def test_what_russia_wants_is_edited_in_the_file_of_its_layer(tmp_path: Path) -> None:
    client, folder = copied(tmp_path, "karabakh-2020")
    before = contents(folder)
    old = "{when: not advance, weight: 16, because: [second_layer, short_of_hostilities]}"
    assert old in before["contest.yaml"]
    fields = {"dm": "russia", "at": "0", "statement": "not advance", "weight": "2"}
    assert post(client, "contest", "weight.put", **fields) == 303
    assert contents(folder).items() >= before.items(), "nothing is written yet"
    said = client.get("/mine/workshop.json?layer=contest&work=1").json()
    for _ in range(600):  # it is long work, of which the page tells how far it is
        if (said.get("changes") or {}).get("headline"):
            break
        time.sleep(0.1)
        said = client.get("/mine/workshop.json?layer=contest&work=1").json()
    assert said["changes"]["headline"].startswith("Under GMR twelve equilibria are lost")
    assert "in layer contest" in client.get("/mine/workshop?layer=contest&work=1").text
    assert said["people"][0]["wants"]["items"][0] == {"when": "not advance", "weight": "2"}
    assert act(client, "undo") == 303
    assert client.get("/mine/workshop.json?layer=contest").json()["people"][0]["wants"]["items"][0] == {
        "when": "not advance",
        "weight": "16",
    }
    assert act(client, "redo") == 303
    assert act(client, "save") == 303
    after = contents(folder)
    assert after == before | {"contest.yaml": before["contest.yaml"].replace(old, old.replace("16", "2"))}
    assert "# once: the contest as it stands" in after["contest.yaml"]


def test_the_whole_and_each_layer_have_pages_that_say_what_stands_elsewhere(tmp_path: Path) -> None:
    client = Client(Workspace(tmp_path))
    whole = client.get("/karabakh-2020/workshop.json").json()
    assert [each["label"] for each in whole["parts"]] == ["settlement", "contest"]
    assert whole["people"] == []
    assert [each["label"] for each in whole["today"]][:2] == ["russia", "turkey"]
    part = client.get("/karabakh-2020/workshop.json?layer=contest").json()
    russia = part["people"][0]
    assert (russia["label"], russia["also"]) == ("russia", ["The settlement"])
    assert {each["label"]: each["also"] for each in russia["options"]} == {
        "hold_turkey": ["The settlement"],
        "involve": [],
        "deal": [],
    }
    page = client.get("/karabakh-2020/workshop?layer=contest").text
    assert 'action="/karabakh-2020/workshop?layer=contest"' in page
    assert "The same move also acts in The settlement" in page


def test_a_constraint_of_a_layer_is_counted_while_it_is_typed(plants: tuple[Client, Path]) -> None:
    client, _ = plants
    at = "/mine/workshop.json?layer=north&try="
    assert client.get(at + "not raise_north").json()["count"]["feasible"] == 2
    assert "unknown label" in client.get(at + "raise_south").json()["count"]["wrong"]


def test_an_element_is_found_without_its_layer_unless_it_stands_in_several(
    plants: tuple[Client, Path],
) -> None:
    client, folder = plants
    assert post(client, "", "statement.delete", dm="union_north", at="0") == 303
    assert post(client, "", "statement.delete", dm="company", at="0") == 422
    assert post(client, "nowhere", "title", title="X") == 422
    assert act(client, "save") == 303
    assert "raise_north, strike_north" not in (folder / "north.yaml").read_text()


# ---------------------------------------------------------------- several files at once
def test_a_name_is_one_in_all_layers_and_undone_in_all(plants: tuple[Client, Path]) -> None:
    client, folder = plants
    before = contents(folder)
    assert post(client, "north", "dm.name", dm="company", name="The firm") == 303
    assert post(client, "south", "title", title="The south") == 303
    page = client.get("/mine/board").text
    assert "The firm" in page
    assert "north.yaml, south.yaml" in page, "the bar says which files there are to save"
    act(client, "undo")
    assert act(client, "save") == 303
    named = {
        name: before[name].replace("name: Company", "name: The firm") for name in ("north.yaml", "south.yaml")
    }
    assert contents(folder) == before | named
    act(client, "undo")
    assert act(client, "save") == 303
    assert contents(folder) == before


def test_an_option_that_acts_in_two_layers_is_changed_in_both(tmp_path: Path) -> None:
    client, folder = copied(tmp_path, "karabakh-2020")
    fields = {"dm": "turkey", "option": "back", "name": "Stand by Azerbaijan", "moves": "forward"}
    assert post(client, "contest", "option.name", **fields) == 303
    assert act(client, "save") == 303
    for name in ("contest.yaml", "settlement.yaml"):
        text = (folder / name).read_text(encoding="utf-8")
        assert "Stand by Azerbaijan" in text
        assert "moves: forward" in text


def test_the_state_of_today_is_set_for_all_layers_and_keeps_its_reasons(tmp_path: Path) -> None:
    client, folder = copied(tmp_path, "karabakh-2020")
    levels = {"level:turkey.back": "yes", "level:azerbaijan.offensive": "yes"}
    assert post(client, "", "status_quo", **levels) == 303
    assert act(client, "save") == 303
    text = (folder / "model.yaml").read_text(encoding="utf-8")
    assert "status_quo:\n  statement: [back, offensive]\n  because: [call, turkey_is_a_party" in text


def test_a_layer_within_the_models_own_file_is_edited_there(tmp_path: Path) -> None:
    client, folder = copied(tmp_path, "two-plants")
    model = folder / "model.yaml"
    text = (folder / "north.yaml").read_text(encoding="utf-8")
    inner = "\n".join(f"      {line}" for line in text.splitlines())
    given = "  north: {file: north.yaml, name: Northern plant}\n"
    assert given in model.read_text()
    model.write_text(model.read_text().replace(given, f"  north:\n    model:\n{inner}\n"))
    (folder / "north.yaml").unlink()
    assert post(client, "north", "option.name", dm="company", option="raise_north", name="Pay") == 303
    assert act(client, "save") == 303
    assert "          raise_north: Pay\n" in model.read_text()


# ---------------------------------------------------------------- others who write
def test_an_edit_of_a_layer_by_others_is_never_overwritten_unseen(plants: tuple[Client, Path]) -> None:
    client, folder = plants
    north = folder / "north.yaml"
    post(client, "north", "title", title="Mine")
    theirs = north.read_text().replace("title: Northern plant", "title: Theirs")
    north.write_text(theirs)
    assert "north.yaml has been changed by somebody else" in client.get("/mine/workshop").text
    answer = client.post("/mine/draft/save", {"token": TOKEN, "seen": seen(client)})
    assert answer.status_code == 409
    assert "What the other has changed in north.yaml" in answer.text
    assert "<ins>+ title: Theirs</ins>" in answer.text
    assert north.read_text() == theirs
    assert act(client, "save", over=digest("another")) == 409
    over = re.search(r'name="over" value="([0-9a-f]{64})"', answer.text)
    assert over is not None
    assert act(client, "save", over=over[1]) == 303
    assert "title: Mine" in north.read_text()


def test_a_layer_that_the_draft_leaves_alone_follows_its_file(plants: tuple[Client, Path]) -> None:
    client, folder = plants
    old = seen(client)
    post(client, "north", "title", title="Mine")
    south = folder / "south.yaml"
    theirs = south.read_text().replace("title: Southern plant", "title: Theirs")
    south.write_text(theirs)
    assert client.get("/mine/workshop.json?layer=south").json()["title"] == "Theirs"
    answer = client.post(
        "/mine/workshop?layer=south", {"token": TOKEN, "seen": old, "do": "title", "title": "X"}
    )
    assert answer.status_code == 409, "who has not seen that is told"
    assert "<ins>+ title: Theirs</ins>" in answer.text
    assert act(client, "save") == 303
    assert south.read_text() == theirs
    assert "title: Mine" in (folder / "north.yaml").read_text()


def test_a_file_that_an_undo_has_left_follows_others_and_is_not_written(plants: tuple[Client, Path]) -> None:
    client, folder = plants
    north = folder / "north.yaml"
    post(client, "south", "title", title="Mine")
    post(client, "north", "title", title="Undone")
    act(client, "undo")
    theirs = north.read_text().replace("title: Northern plant", "title: Theirs")
    north.write_text(theirs)
    assert client.get("/mine/workshop.json?layer=north").json()["title"] == "Theirs"
    assert act(client, "redo") == 422, "what was undone was an edit of a text that is no more"
    assert act(client, "save") == 303
    assert north.read_text() == theirs
    assert "title: Mine" in (folder / "south.yaml").read_text()


def test_a_layer_that_was_removed_meanwhile_is_written_anew_only_when_asked(
    plants: tuple[Client, Path],
) -> None:
    client, folder = plants
    north = folder / "north.yaml"
    post(client, "north", "title", title="Mine")
    north.unlink()
    answer = client.post("/mine/draft/save", {"token": TOKEN, "seen": seen(client)})
    assert answer.status_code == 409
    assert not north.exists()
    over = re.search(r'name="over" value="([0-9a-f]{64})"', answer.text)
    assert over is not None
    assert act(client, "save", over=over[1]) == 303
    assert "title: Mine" in north.read_text()


def test_the_whole_gets_a_decision_maker_of_its_own(plants: tuple[Client, Path]) -> None:
    client, folder = plants
    assert post(client, "", "dm.add", name="Mediator") == 303
    assert post(client, "", "option.add", dm="mediator", name="Propose") == 303
    assert act(client, "save") == 303
    assert "name: Mediator" in (folder / "model.yaml").read_text()
    whole = client.get("/mine/workshop.json").json()
    assert [each["label"] for each in whole["people"]] == ["mediator"]


SECOND = """
import sys
from pathlib import Path
from countermove.web.workspace import Workspace

model = Path(sys.argv[1])
opened = Workspace(model.parent).open(str(model))
now = opened.now()
north = now.texts["north.yaml"].replace("title: Northern plant", "title: Of the second")
opened.change({"north.yaml": north}, "a title", now.sha256)
print("changed", flush=True)
sys.stdin.read()
"""


def test_two_workbenches_do_not_change_one_model_at_once(plants: tuple[Client, Path]) -> None:
    client, folder = plants
    model = folder / "model.yaml"
    command = [sys.executable, "-c", SECOND, str(model)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as second:
        assert second.stdout is not None
        assert second.stdout.readline() == "changed\n"
        form = {"token": TOKEN, "seen": seen(client), "do": "title", "title": "Mine"}
        answer = client.post("/mine/workshop", form)
        assert answer.status_code == 422
        assert f"nother workbench (process {second.pid}) has unsaved changes" in answer.text
        assert "save or discard them there" in answer.text
        page = client.get("/mine/layers").text
        assert "Of the second" not in page
        assert "Changed elsewhere" in page
        assert "data-act" not in page, "there is nothing here to save or undo"
        second.kill()
    page = client.get("/mine/workshop?layer=north").text
    assert "Of the second" in page
    assert "found again from an earlier run" in page
    assert post(client, "", "title", see=form["seen"], title="Mine") == 409
    assert post(client, "", "title", title="Mine") == 303
    assert act(client, "save") == 303
    assert "title: Of the second" in (folder / "north.yaml").read_text()
    assert not list(folder.glob(".*")), "neither journal nor lock is left"


# ---------------------------------------------------------------- a kill
KILLED = """
import os, signal, sys
from pathlib import Path
from countermove.web.workspace import Workspace

model, moment = Path(sys.argv[1]), int(sys.argv[2])
opened = Workspace(model.parent).open(str(model))
now = opened.now()
new = {name: now.texts[name] + "# new\\n" for name in ("north.yaml", "south.yaml")}
opened.change(new, "comments", now.sha256)
seen, folder = 0, str(model.parent)

def hook(event, arguments):
    global seen
    if event in ("open", "os.rename", "os.remove", "os.chmod") and folder in str(arguments):
        seen += 1
        if seen == moment:
            os.kill(os.getpid(), signal.SIGKILL)

now = opened.now()
sys.addaudithook(hook)
opened.save(now.sha256)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no way to kill")
def test_a_kill_at_any_moment_of_saving_two_files_leaves_them_whole(tmp_path: Path) -> None:
    source = cases.case_path("two-plants")
    assert source is not None
    names = ("model.yaml", "north.yaml", "south.yaml")
    old = {name: (source.parent / name).read_text(encoding="utf-8") for name in names}
    new = old | {name: old[name] + "# new\n" for name in names[1:]}
    between = 0
    for moment in range(1, 80):
        for each in tmp_path.iterdir():
            each.unlink()
        for name, text in old.items():
            (tmp_path / name).write_text(text, encoding="utf-8")
        command = [sys.executable, "-c", KILLED, str(tmp_path / "model.yaml"), str(moment)]
        done = subprocess.run(command, check=False, env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"})
        found = {name: (tmp_path / name).read_text(encoding="utf-8") for name in names}
        assert all(found[name] in (old[name], new[name]) for name in names)
        opened = Workspace(tmp_path).open(str(tmp_path / "model.yaml"))
        now = opened.now()
        assert now.texts == new, "what is not saved yet is offered again"
        if done.returncode == 0:
            assert (found, opened.draft) == (new, None)
            break
        assert done.returncode == -signal.SIGKILL
        between += found["north.yaml"] != old["north.yaml"] and found["south.yaml"] == old["south.yaml"]
        if found != new:
            assert opened.draft is not None
            assert opened.recovered
            assert not [name for name in opened.overtaken if found[name] != new[name]]
            opened.save(now.sha256)
            assert {name: (tmp_path / name).read_text(encoding="utf-8") for name in names} == new
        assert not draft_path(tmp_path / "model.yaml").exists()
    assert done.returncode == 0
    assert between, "one of the moments is between the two files"


# ---------------------------------------------------------------- nothing outside the folder
@pytest.mark.parametrize("file", ["../secret.yaml", "link.yaml", "/etc/passwd"])
def test_a_layer_that_lies_elsewhere_is_neither_read_nor_written(
    plants: tuple[Client, Path], file: str
) -> None:
    client, folder = plants
    secret = folder.parent / "secret.yaml"
    secret.write_text((folder / "north.yaml").read_text().replace("Northern plant", "Secret"))
    (folder / "link.yaml").symlink_to(secret)
    model = folder / "model.yaml"
    model.write_text(model.read_text().replace("north.yaml", file))
    answer = client.get("/mine/workshop?layer=north")
    assert answer.status_code == 422
    assert "outside the model" in answer.text
    assert "Secret" not in answer.text
    opened = client.workspace.get("mine")
    assert opened is not None
    assert set(opened.now().texts) == {"model.yaml", "south.yaml"}


@pytest.mark.parametrize("file", ["../secret.yaml", "link.yaml", "/tmp/countermove-secret.yaml"])
def test_a_journal_that_came_with_a_model_changes_nothing_outside_its_folder(
    plants: tuple[Client, Path], file: str
) -> None:
    _, folder = plants
    secret = folder.parent / "secret.yaml"
    secret.write_text("secret\n")
    (folder / "link.yaml").symlink_to(secret)
    model = folder / "model.yaml"
    draft = Draft(model, [{"south.yaml": "old\n"}])
    draft.edit({"south.yaml": "new\n"}, "an edit")
    journal = draft_path(model)
    assert Draft.found(model) is not None
    journal.write_text(journal.read_text().replace("south.yaml", file))
    draft.hold.free()
    opened = Workspace(folder).open(str(model))
    assert opened.draft is None
    assert secret.read_text() == "secret\n"


def test_a_link_for_a_journal_is_not_written_through(plants: tuple[Client, Path]) -> None:
    client, folder = plants
    secret = folder.parent / "secret.yaml"
    secret.write_text("secret\n")
    draft_path(folder / "model.yaml").symlink_to(secret)
    assert post(client, "north", "title", title="Mine") == 422
    assert secret.read_text() == "secret\n"


# ---------------------------------------------------------------- documents
def test_a_document_that_changes_beside_the_model_is_read_again(tmp_path: Path) -> None:
    client, folder = copied(tmp_path, "karabakh-2020")
    before = client.get("/mine/evidence?source=brief").text
    page = folder / "brief.html"
    words = "On 14 October the Turkish and Russian presidents spoke by telephone"
    assert words in page.read_text(encoding="utf-8")
    page.write_text(page.read_text(encoding="utf-8").replace(words, "They spoke"), encoding="utf-8")
    after = client.get("/mine/evidence?source=brief").text
    assert "They spoke" in after
    assert after != before


@pytest.mark.skipif(sys.platform != "linux", reason="no exchange of files on this system")
@pytest.mark.parametrize("replaced", [False, True])
def test_what_an_editor_writes_at_the_very_moment_of_saving_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, replaced: bool
) -> None:
    place = tmp_path / "model.yaml"
    place.write_text("old\n")
    real, exchanged = files._exchange, []

    def late(one: Path, other: Path) -> bool:
        if not exchanged:
            if replaced:
                (tmp_path / "theirs").write_text("theirs\n")
                (tmp_path / "theirs").replace(place)
            else:
                place.write_text("theirs\n")
        exchanged.append(one)
        return real(one, other)

    monkeypatch.setattr(files, "_exchange", late)
    assert files.write_over(place, "mine\n", "old\n") == "theirs\n"
    assert place.read_text() == "theirs\n"
    assert files.write_over(place, "mine\n", "theirs\n") is None
    assert place.read_text() == "mine\n"
    assert [each.name for each in tmp_path.iterdir()] == ["model.yaml"]


def test_without_an_exchange_of_files_a_save_is_still_one_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "_exchange", lambda one, other: False)
    place = tmp_path / "model.yaml"
    place.write_text("old\n")
    assert files.write_over(place, "mine\n", "other\n") == "old\n"
    assert files.write_over(place, "mine\n", "old\n") is None
    assert place.read_text() == "mine\n"
