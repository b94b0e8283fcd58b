"""Edits that are not saved: undo, redo, two writers, and a kill at any moment."""

from __future__ import annotations

import json
import signal
from pathlib import Path

import pytest

from countermove.errors import UsageError
from countermove.web.drafts import Draft, StaleError, digest, draft_path
from countermove.web.workspace import Workspace
from tests.web.killing import killed

OLD = "countermove: 1\ntitle: Old\n"
NEW = "countermove: 1\ntitle: New\n"
NAME = "model.yaml"


@pytest.fixture
def model(tmp_path: Path) -> Path:
    path = tmp_path / "model.yaml"
    path.write_text(OLD, encoding="utf-8")
    return path


def begun(model: Path) -> Draft:
    return Draft(model, [{NAME: model.read_text(encoding="utf-8")}])


# ---------------------------------------------------------------- steps
def test_undo_and_redo_have_no_end(model: Path) -> None:
    draft = begun(model)
    texts = [OLD, *(f"{NEW}# {number}\n" for number in range(200))]
    for text in texts[1:]:
        draft.edit({NAME: text}, "an edit")
    for text in reversed(texts[:-1]):
        draft.step(-1)
        assert draft.text == text
    assert not draft.changed
    with pytest.raises(UsageError, match="nothing more to undo"):
        draft.step(-1)
    for text in texts[1:]:
        draft.step(1)
        assert draft.text == text
    with pytest.raises(UsageError, match="nothing to do again"):
        draft.step(1)
    assert model.read_text(encoding="utf-8") == OLD
    assert Draft.found(model) == draft


def test_an_edit_after_an_undo_drops_what_was_undone(model: Path) -> None:
    draft = begun(model)
    draft.edit({NAME: NEW}, "first")
    draft.step(-1)
    draft.edit({NAME: f"{OLD}# other\n"}, "second")
    assert draft.versions == [{NAME: OLD}, {NAME: f"{OLD}# other\n"}]
    assert draft.done == ["second"]
    assert Draft.found(model) == draft


# ---------------------------------------------------------------- two writers
def test_the_second_writer_is_told_and_nothing_is_lost(model: Path) -> None:
    opened = Workspace(model.parent).open(str(model))
    assert opened.now().text == OLD
    opened.change(NEW, "first", digest(OLD))
    with pytest.raises(StaleError) as told:
        opened.change("other\n", "second", digest(OLD))
    assert (told.value.seen, told.value.found) == ({NAME: OLD}, {NAME: NEW})
    assert opened.now().text == NEW
    with pytest.raises(StaleError):
        opened.step(-1, digest(OLD))


def test_what_an_editor_wrote_is_not_written_over(model: Path) -> None:
    draft = begun(model)
    draft.edit({NAME: NEW}, "first")
    model.write_text("from an editor\n", encoding="utf-8")
    with pytest.raises(StaleError) as told:
        draft.save()
    assert told.value.found == {NAME: "from an editor\n"}
    assert model.read_text(encoding="utf-8") == "from an editor\n"
    assert Draft.found(model) == draft


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_saving_keeps_the_ends_of_lines(model: Path, line_end: str) -> None:
    text = OLD.replace("\n", line_end)
    model.write_bytes(text.encode())
    draft = Draft(model, [{NAME: text}])
    draft.edit({NAME: text.replace("Old", "New")}, "a title")
    draft.save()
    assert model.read_bytes() == NEW.replace("\n", line_end).encode()
    assert Draft.found(model) is None


# ---------------------------------------------------------------- a kill
def test_steps_after_one_that_a_kill_cut_off_are_kept(model: Path) -> None:
    draft = begun(model)
    draft.edit({NAME: NEW}, "first")
    with draft_path(model).open("a", encoding="utf-8") as stream:
        stream.write(json.dumps({"text": "cut off\n", "what": "second"})[:20])
    draft.hold.free()  # as a kill does
    left = Draft.found(model)
    assert left == draft
    left.edit({NAME: f"{NEW}# third\n"}, "third")
    found = Draft.found(model)
    assert found is not None
    assert (found.text, found.done) == (f"{NEW}# third\n", ["first", "third"])


@pytest.mark.parametrize("left", ["", '{"base": "countermo', '{"other": 1}\n', "\x00\x00"])
def test_a_journal_that_was_hardly_begun_is_begun_anew(model: Path, left: str) -> None:
    draft_path(model).write_text(left, encoding="utf-8")
    assert Draft.found(model) is None
    draft = begun(model)
    draft.edit({NAME: NEW}, "first")
    assert Draft.found(model) == draft


SAVE = f"""
from pathlib import Path
from countermove.web.drafts import Draft

def begun(folder):
    model = Path(folder) / {NAME!r}
    draft = Draft(model, [{{model.name: {OLD!r}}}])

    def save():
        draft.edit({{model.name: {NEW!r}}}, "a title")
        draft.save()
    return save
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no way to kill")
def test_a_kill_at_any_moment_of_a_save_leaves_one_whole_file(model: Path) -> None:
    kills = 0
    with killed(model.parent, SAVE) as at:
        for moment in range(1, 40):
            model.write_text(OLD, encoding="utf-8")
            draft_path(model).unlink(missing_ok=True)
            ended = at(moment)
            found = model.read_text(encoding="utf-8")
            draft = Draft.found(model)
            if ended == 0:
                assert (found, draft) == (NEW, None)
                break
            assert ended == -signal.SIGKILL
            kills += 1
            assert found in (OLD, NEW)
            if draft is not None:
                assert draft.text == NEW, "what was not saved is offered again"
    assert kills >= 5
    assert ended == 0


def test_a_journal_of_an_earlier_release_is_still_read(model: Path) -> None:
    steps = [{"base": OLD, "first": OLD}, {"at": 0}, {"text": NEW, "what": "first"}]
    draft_path(model).write_text("".join(json.dumps(each) + "\n" for each in steps), encoding="utf-8")
    found = Draft.found(model)
    assert found is not None
    assert (found.texts, found.base, found.done) == ({NAME: NEW}, {NAME: OLD}, ["first"])
