"""What the commands of the desk say of names, of places, and of documents that are moved."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from countermove.cli import common
from tests.cli.calling import Call

LETTER = "We shall let no water through while this is before a court."


def write(name: str, content: str) -> str:
    Path(name).write_text(content, encoding="utf-8")
    return name


def test_names_are_whole_on_a_narrow_terminal(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    call("evidence", "add", write("a-letter-of-the-ministry.txt", LETTER), "--published", "2024-05-17")
    monkeypatch.setattr(common, "PLAIN_WIDTH", 70)
    listed = call("evidence", "list").out
    assert "a-letter-of-the-ministry/text  text" in listed
    assert "2024-05-17" in listed
    assert max(map(len, listed.splitlines())) <= 70


def test_a_document_that_is_moved_to_another_work_keeps_what_was_decided(call: Call) -> None:
    call("evidence", "add", write("letter.txt", "The port may close the lock if it rains."))
    (first, *_) = json.loads(call("evidence", "suggest", "letter", "--json").out)["suggestions"]
    call("evidence", "reject", first["id"])
    moved = call("evidence", "add", "letter.txt", "--work", "port")
    assert "It was letter/text until now." in moved.out
    data = json.loads(call("evidence", "suggest", "port", "--json").out)
    assert data["hidden"] == 1
    assert first["id"] not in {each["id"] for each in data["suggestions"]}


def test_a_work_that_cannot_be_read_is_told_and_not_passed_over(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    call("evidence", "add", write("gate.txt", "The gate is shut."), write("lock.txt", "The lock is open."))

    def refused(listing: Callable[..., Any]) -> Callable[..., Any]:
        def asked(place: Any = ".") -> Any:
            if str(place).endswith("lock"):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(place))
            return listing(place)

        return asked

    monkeypatch.setattr(os, "scandir", refused(os.scandir))
    monkeypatch.setattr(os, "listdir", refused(os.listdir))
    result = call("evidence", "list")
    assert (result.code, result.out) == (4, "")
    assert "lock cannot be read (Permission denied); make it readable" in result.err


def test_a_place_that_cannot_be_reached_is_named(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    is_dir = Path.is_dir

    def refused(place: Path) -> bool:
        if place.name == "desk":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(place))
        return is_dir(place)

    monkeypatch.setattr(Path, "is_dir", refused)
    result = call("evidence", "add", write("letter.txt", LETTER), "--desk", "shut/desk")
    assert (result.code, result.out) == (2, "")
    assert result.err == "'shut/desk' cannot be reached: Permission denied; name another place\n"


def test_one_file_that_fails_is_one_json_document(call: Call) -> None:
    result = call("evidence", "add", write("empty.txt", ""), "--json")
    assert result.code == 4
    assert [each["file"] for each in json.loads(result.out)["failed"]] == ["empty.txt"]


def test_what_is_neither_a_file_nor_on_the_desk_is_said_to_be_neither(call: Call) -> None:
    call("evidence", "add", write("letter.txt", LETTER))
    result = call("evidence", "compare", "letter", "page.html")
    assert (result.code, result.out) == (2, "")
    assert (
        "there is no file 'page.html', and the desk evidence has no 'page.html'; it has: letter" in result.err
    )
