"""A document that cannot be read is told on the pages, and everything else is shown all the same."""

from __future__ import annotations

import html
import os
from pathlib import Path

import pytest

from countermove.loading import load
from countermove.web.screens import SCREENS
from countermove.web.workspace import Workspace
from tests.web.asking import Client

MODEL = """\
countermove: 1
title: Two documents
sources:
  good: {title: The good one, renditions: {web: {file: good.txt}}}
  bad: {title: The bad one, renditions: {web: {file: bad.txt}}}
claims:
  full: {text: It is full, quotes: [{source: good, quote: The dam is full}]}
  empty: {text: It is empty, quotes: [{source: bad, quote: The dam is empty}]}
decision_makers:
  one: {options: {open: Open}}
preferences:
  one: {prioritize: [{statement: open, because: [full, empty]}]}
"""
BROKEN = {
    "it has NUL bytes": b"The dam\0 is empty",
    "is not UTF-8": b"The dam is empty \xff\xfa",
    "is empty": b"",
    "is a broken PDF": b"%PDF-1.4 and no more",
}


@pytest.fixture
def model(tmp_path: Path) -> Path:
    (tmp_path / "good.txt").write_text("They say: The dam is full. Nobody moves.", encoding="utf-8")
    path = tmp_path / "two.yaml"
    path.write_text(MODEL, encoding="utf-8")
    return path


def opened(model: Path) -> Client:
    workspace = Workspace(model.parent)
    workspace.open(str(model))
    return Client(workspace)


def texts(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return html.unescape(answer.text)


@pytest.mark.parametrize("why", BROKEN)
def test_it_is_told_and_the_rest_is_shown(why: str, model: Path) -> None:
    (model.parent / "bad.txt").write_bytes(BROKEN[why])
    client = opened(model)
    page = texts(client, "/two/evidence")
    assert why in page
    assert "bad.txt" in page
    assert "They say:" in page, "the other document"
    overview = texts(client, "/two/overview")
    assert why in overview
    assert "not on this machine" not in overview, "it is here, and cannot be read"


def test_no_screen_is_lost(model: Path) -> None:
    (model.parent / "bad.txt").write_bytes(b"\0")
    client, conflict = opened(model), load(str(model))
    for screen in SCREENS:
        if screen.there(conflict):
            for suffix in ("", ".json"):
                texts(client, f"/two/{screen.name}{screen.path.replace('{state}', '1')}{suffix}")
    for part in ("conclusions", "coverage", "timeline", "narratives", "suggestions", "desk"):
        assert "bad.txt" in texts(client, f"/two/evidence?show={part}")


def test_once_it_can_be_read_it_is(model: Path) -> None:
    (model.parent / "bad.txt").write_bytes(b"The dam\0 is empty")
    client = opened(model)
    assert "NUL" in texts(client, "/two/overview")
    (model.parent / "bad.txt").write_bytes(b"The dam, it is empty.")
    assert "does not stand in the document" in texts(client, "/two/overview")
    (model.parent / "bad.txt").write_bytes(b"The dam is empty.")
    assert "NUL" not in texts(client, "/two/overview")
    assert "all of them stand there word for word" in texts(client, "/two/evidence")


def test_a_link_out_of_the_folder_is_told_and_not_followed(model: Path, tmp_path: Path) -> None:
    secret = tmp_path.parent / "secret.txt"
    secret.write_text("The dam is empty, and the key is 4711", encoding="utf-8")
    (model.parent / "bad.txt").symlink_to(secret)
    page = texts(opened(model), "/two/evidence?source=bad")
    assert "link out of the model's folder" in page
    assert "4711" not in page


def test_a_damaged_desk_is_told(model: Path) -> None:
    (model.parent / "bad.txt").write_bytes(b"The dam is empty.")
    work = model.parent / "evidence" / "work"
    work.mkdir(parents=True)
    (work / "web.json").write_text('{"schema": "countermove/', encoding="utf-8")
    (work / "web.txt").write_text("words", encoding="utf-8")
    client = opened(model)
    for part in ("texts", "desk"):
        page = texts(client, f"/two/evidence?show={part}")
        assert "web.json" in page
    assert "They say:" in texts(client, "/two/evidence")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read everything")
def test_a_document_that_may_be_read_from_now_on_is(model: Path) -> None:
    bad = model.parent / "bad.txt"
    bad.write_bytes(b"The dam is empty.")
    bad.chmod(0)
    client = opened(model)
    assert "cannot be read" in texts(client, "/two/overview")
    bad.chmod(0o600)
    assert "cannot be read" not in texts(client, "/two/overview")
