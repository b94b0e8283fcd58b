"""Files are written whole, and nobody's are written over."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from countermove import files


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
