"""What is opened and where: the names in addresses, and the files that a page may name."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from starlette.requests import Request

from countermove import cases
from countermove.errors import UsageError
from countermove.web.application import Workbench
from countermove.web.kept import MAX_BYTES, Kept
from countermove.web.screen import Asked, Screen
from countermove.web.workspace import Workspace
from tests.web.asking import TOKEN, Client

MODEL = """\
countermove: 1
title: One
decision_makers:
  one: {options: {open: Open}}
preferences: {one: indifferent}
"""


def written(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(MODEL, encoding="utf-8")
    return path


# ---------------------------------------------------------------- addresses
def test_a_file_may_be_called_like_any_page(tmp_path: Path) -> None:
    client = Client(Workspace(tmp_path))
    routes = client.application.application.routes  # type: ignore[attr-defined]
    first = {each.path.split("/")[1] for each in routes}
    names = sorted(each for each in first if re.fullmatch("[a-z]+", each))
    assert {"jobs", "new", "open", "static"} <= set(names)
    for name in names:
        opened = client.workspace.open(str(written(tmp_path / f"{name}.yaml")))
        answer = client.get(f"/{opened.id}/overview")
        assert (answer.status_code, "<h1>One" in answer.text) == (200, True), name


def test_a_file_called_like_a_case_leaves_the_case_its_address(tmp_path: Path) -> None:
    client = Client(Workspace(tmp_path))
    opened = client.workspace.open(str(written(tmp_path / "karabakh-2020.yaml")))
    assert opened.id == "karabakh-2020-2"
    case = client.workspace.get("karabakh-2020")
    assert case is not None
    assert case.bundled


def test_a_file_that_is_called_as_all_are_goes_by_its_folder(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    ids = [workspace.open(str(written(tmp_path / name / "model.yaml"))).id for name in ("Water", "Oil", "öl")]
    assert ids == ["water", "oil", "l"]
    assert workspace.open(str(written(tmp_path / "else" / "Water" / "model.yaml"))).id == "water-2"


# ---------------------------------------------------------------- files
@pytest.mark.parametrize(
    "given",
    [
        "",
        "  ",
        "a\0b.yaml",
        "../x.yaml",
        "a/../../x.yaml",
        "/etc/x.yaml",
        "out/x.yaml",
        "loop/x.yaml",
        "x" * 300,
        "a/" * 3000 + "x.yaml",
        ".hidden.yaml",
        ".git/x.yaml",
        "..",
        ".",
        "two\nlines.yaml",
        "\u202elmay.x",
        "\ud800.yaml",
    ],
)
def test_nothing_new_is_written_there(given: str, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "out").symlink_to(tmp_path)
    (home / "loop").symlink_to(home / "loop")
    before = sorted(tmp_path.rglob("*"))
    workspace = Workspace(home)
    with pytest.raises(UsageError):
        workspace.new(given, MODEL)
    with pytest.raises(UsageError):
        workspace.copy(workspace.open(cases.case_names()[0]), given)
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("given", ["x" * 5000, "loop", "loop/x", "a\nb", "home.yaml/under", "\ud800"])
def test_what_cannot_be_opened_is_said(given: str, tmp_path: Path) -> None:
    written(tmp_path / "home.yaml")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    sent = given.encode("utf-8", "replace").decode()
    answer = Client(Workspace(tmp_path)).post("/open", {"token": TOKEN, "path": sent})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


# ---------------------------------------------------------------- how much is kept
def test_versions_are_kept_by_how_large_they_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What undo and the last change need stays known; of large conflicts nothing further."""
    opened = Workspace(tmp_path).open(str(written(tmp_path / "one.yaml")))
    monkeypatch.setattr("countermove.web.opened.MAX_STATES", 10)
    for number in range(12):
        conflict = opened.now().conflict
        assert conflict is not None
        conflict.analyze(engine="explicit")
        assert opened.now().conflict is conflict
        opened.change(MODEL.replace("One", f"Number {number}"), "a title", opened.now().sha256)
    before = opened.before()
    assert before is not None
    assert before.conflict is conflict, "which is not analysed again"
    assert len(opened._kept) == 5, "of two states each"


def test_pages_are_kept_by_how_large_they_are() -> None:
    kept = Kept()
    for number in range(12):
        kept.keep(("version", str(number)), (b"x" * (MAX_BYTES // 10), "text/html"))
        kept.get(("version", "0"))
    there = [number for number in range(12) if kept.get(("version", str(number)))]
    assert there == [0, 4, 5, 6, 7, 8, 9, 10, 11]
    kept.keep(("version", "0"), (b"", "text/html"))
    assert kept.get(("version", "0")) == (b"", "text/html")


# ---------------------------------------------------------------- what a form's writer saw
def test_an_edit_while_a_page_is_made_is_not_taken_for_seen(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    opened = workspace.open(str(written(tmp_path / "one.yaml")))
    before = opened.now()

    def slow(asked: Asked) -> dict[str, Any]:
        opened.change(MODEL.replace("One", "Two"), "by another tab", before.sha256)
        return {"terms": [], "title": "", "groups": [], "lead": ""}

    answer = Workbench(workspace, TOKEN).screen(Screen("parts", "Parts", slow), as_json=False)
    shown: list[str] = []
    monkey = {"type": "http", "method": "GET", "path": "/one/parts", "query_string": b"", "headers": []}
    request = Request(
        monkey | {"server": ("127.0.0.1", 1), "scheme": "http", "path_params": {"model": "one"}}
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            "countermove.web.rendering.Environment.get_template",
            lambda self, name: type(
                "T", (), {"render": lambda self, **given: shown.append(given["seen"]) or ""}
            )(),
        )
        answer(request)
    assert shown == [before.sha256], "what the page shows, and not what came after it"
