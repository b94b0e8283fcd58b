"""Files are written whole, keep their readers, and nobody's are written over."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from countermove import files
from countermove.errors import UsageError
from countermove.web.drafts import Draft, draft_path
from countermove.web.holding import Hold
from countermove.web.workspace import Workspace

Write = Callable[[Path], None]


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


# ---------------------------------------------------------------- who may read it
POSIX = pytest.mark.skipif(os.name == "nt", reason="no such modes on this system")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def over(place: Path) -> None:
    assert files.write_over(place, "new\n", place.read_text()) is None


WRITERS = [lambda place: files.write_whole(place, "new\n"), over]


@POSIX
@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize("kept", [0o600, 0o640, 0o664, 0o755])
def test_a_file_keeps_who_may_read_and_write_it(write: Write, kept: int, tmp_path: Path) -> None:
    place = tmp_path / "model.yaml"
    place.write_text("old\n")
    place.chmod(kept)
    write(place)
    assert (place.read_text(), mode(place)) == ("new\n", kept)


@POSIX
def test_a_new_file_may_be_read_by_whom_the_user_lets(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        files.write_whole(tmp_path / "new.yaml", "new\n")
    finally:
        os.umask(before)
    assert mode(tmp_path / "new.yaml") == 0o640


@POSIX
def test_what_is_written_beside_a_secret_is_secret_from_its_first_byte(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "model.yaml"
    place.write_text("old\n")
    place.chmod(0o600)
    modes = []
    real = os.fsync

    def noted(handle: int) -> None:
        modes.extend(mode(each) for each in tmp_path.iterdir())
        real(handle)

    monkeypatch.setattr(os, "fsync", noted)
    files.write_whole(place, "new\n")
    assert modes == [0o600, 0o600]


@POSIX
def test_the_journal_of_a_model_that_may_not_be_written_can_be_gone_on_with(tmp_path: Path) -> None:
    place = tmp_path / "model.yaml"
    place.write_text("old\n")
    place.chmod(0o440)
    Draft(place, [{"model.yaml": "old\n"}]).edit({"model.yaml": "new\n"}, "an edit")
    assert mode(draft_path(place)) == 0o640


@POSIX
def test_the_journal_of_a_secret_model_is_secret(tmp_path: Path) -> None:
    place = tmp_path / "model.yaml"
    place.write_text("old\n")
    place.chmod(0o600)
    draft = Draft(place, [{"model.yaml": "old\n"}])
    draft.edit({"model.yaml": "new\n"}, "an edit")
    assert mode(draft_path(place)) == 0o600
    draft.save()
    assert (place.read_text(), mode(place)) == ("new\n", 0o600)


@pytest.mark.parametrize("write", WRITERS)
def test_a_file_that_may_not_be_written_is_not(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "model.yaml"
    place.write_text("old\n")
    monkeypatch.setattr(os, "access", lambda path, how: False)  # as the system says to all but root
    with pytest.raises(UsageError, match="Permission denied"):
        write(place)
    assert [each.name for each in tmp_path.iterdir()] == ["model.yaml"]
    assert place.read_text() == "old\n"


# ---------------------------------------------------------------- links and what is no file
def test_a_link_that_the_user_names_is_followed_and_no_other(tmp_path: Path) -> None:
    real, link = tmp_path / "there" / "real.yaml", tmp_path / "link.yaml"
    real.parent.mkdir()
    real.write_text("old\n")
    link.symlink_to(real)
    files.write_whole(link, "new\n", follow=True)
    assert link.is_symlink()
    assert real.read_text() == "new\n"
    files.write_whole(link, "own\n")
    assert not link.is_symlink()
    assert (link.read_text(), real.read_text()) == ("own\n", "new\n")


def test_a_model_that_is_a_link_is_saved_where_it_leads(tmp_path: Path) -> None:
    real, link = tmp_path / "there" / "real.yaml", tmp_path / "link.yaml"
    real.parent.mkdir()
    real.write_text("countermove: 1\ntitle: Old\n")
    link.symlink_to(real)
    opened = Workspace(tmp_path).open(str(link))
    opened.change("countermove: 1\ntitle: New\n", "a title", opened.now().sha256)
    opened.save(opened.now().sha256)
    assert link.is_symlink()
    assert "New" in real.read_text()
    assert sorted(each.name for each in tmp_path.rglob("*")) == ["link.yaml", "real.yaml", "there"]


@pytest.mark.parametrize("what", ["folder", "pipe", "loop"])
def test_what_is_no_file_is_not_replaced(what: str, tmp_path: Path) -> None:
    place = tmp_path / "place"
    if what == "folder":
        place.mkdir()
    elif what == "loop":
        place.symlink_to(place)
    elif hasattr(os, "mkfifo"):
        os.mkfifo(place)
    with pytest.raises(UsageError, match="name another place"):
        files.write_whole(place, "new\n", follow=True)
    assert [each.name for each in tmp_path.iterdir()] == ["place"]
    assert not place.is_file()


# ---------------------------------------------------------------- locks
def test_a_file_is_locked_against_everybody_until_it_is_closed(tmp_path: Path) -> None:
    place = tmp_path / "lock"
    first, second = (files.opened_plain(place, os.O_RDWR | os.O_CREAT) for _ in range(2))
    files.lock(first)
    with pytest.raises(OSError, match=r".") as told:
        files.lock(second)
    assert isinstance(told.value, (BlockingIOError, PermissionError))
    os.close(files.opened_plain(place, os.O_RDWR))  # which ends no lock
    code = f"""
import os
from pathlib import Path
from countermove import files
handle = files.opened_plain(Path({str(place)!r}), os.O_RDWR)
try:
    files.lock(handle)
except OSError:
    print("locked")
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "locked\n"
    os.close(first)
    files.lock(second)
    os.close(second)


@pytest.mark.parametrize("what", ["folder", "pipe", "link"])
def test_what_is_no_file_is_no_lock(what: str, tmp_path: Path) -> None:
    model = tmp_path / "model.yaml"
    model.write_text("old\n")
    hold = Hold.of(model)
    if what == "folder":
        hold.path.mkdir()
    elif what == "link":
        hold.path.symlink_to(model)
    elif hasattr(os, "mkfifo"):
        os.mkfifo(hold.path)
    with pytest.raises(UsageError):
        hold.take()
    assert model.read_text() == "old\n"
