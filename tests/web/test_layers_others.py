"""Models with layers: other writers, kills, and files that lie elsewhere."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from countermove import cases
from countermove.web.drafts import Draft, digest, draft_path
from countermove.web.workspace import Workspace
from tests.web.asking import TOKEN, Client
from tests.web.killing import killed
from tests.web.layers import act, copied, post, seen


@pytest.fixture
def plants(tmp_path: Path) -> tuple[Client, Path]:
    return copied(tmp_path, "two-plants")


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
SAVE = """
from pathlib import Path
from countermove.web.workspace import Workspace

def begun(folder):
    opened = Workspace(Path(folder)).open(str(Path(folder) / "model.yaml"))
    now = opened.now()
    new = {name: now.texts[name] + "# new\\n" for name in ("north.yaml", "south.yaml")}
    opened.change(new, "comments", now.sha256)
    seen = opened.now().sha256
    return lambda: opened.save(seen)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no way to kill")
def test_a_kill_at_any_moment_of_saving_two_files_leaves_them_whole(tmp_path: Path) -> None:
    source = cases.case_path("two-plants")
    assert source is not None
    names = ("model.yaml", "north.yaml", "south.yaml")
    old = {name: (source.parent / name).read_text(encoding="utf-8") for name in names}
    new = old | {name: old[name] + "# new\n" for name in names[1:]}
    between = 0
    with killed(tmp_path, SAVE) as at:
        for moment in range(1, 80):
            for each in tmp_path.iterdir():
                each.unlink()
            for name, text in old.items():
                (tmp_path / name).write_text(text, encoding="utf-8")
            ended = at(moment)
            found = {name: (tmp_path / name).read_text(encoding="utf-8") for name in names}
            assert all(found[name] in (old[name], new[name]) for name in names)
            opened = Workspace(tmp_path).open(str(tmp_path / "model.yaml"))
            now = opened.now()
            assert now.texts == new, "what is not saved yet is offered again"
            if ended == 0:
                assert (found, opened.draft) == (new, None)
                break
            assert ended == -signal.SIGKILL
            between += found["north.yaml"] != old["north.yaml"] and found["south.yaml"] == old["south.yaml"]
            if found != new:
                assert opened.draft is not None
                assert opened.recovered
                assert not [name for name in opened.overtaken if found[name] != new[name]]
                opened.save(now.sha256)
                assert {name: (tmp_path / name).read_text(encoding="utf-8") for name in names} == new
            assert not draft_path(tmp_path / "model.yaml").exists()
    assert ended == 0
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
