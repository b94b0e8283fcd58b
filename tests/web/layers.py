"""A workbench over a copy of a case with layers, and what its pages are sent."""

from __future__ import annotations

import re
from pathlib import Path

from countermove.web.workspace import Workspace
from tests.web.asking import TOKEN, Client


def copied(folder: Path, case: str) -> tuple[Client, Path]:
    """Copy a case as its page does, and return a workbench over the copy, whose id is ``mine``."""
    client = Client(Workspace(folder))
    answer = client.post(f"/{case}/copy", {"token": TOKEN, "path": "mine"})
    assert answer.headers["location"] == "/mine/workshop"
    return client, folder / "mine"


def seen(client: Client) -> str:
    """Return what a form of the page says that its writer saw."""
    found = re.search(r'name="seen" value="([0-9a-f]{64})"', client.get("/mine/workshop").text)
    assert found is not None
    return found[1]


def post(client: Client, layer: str, do: str, *, see: str = "", **fields: str) -> int:
    """Send a form of a layer's workshop, or the whole's."""
    query = f"?layer={layer}" if layer else ""
    form = {"token": TOKEN, "seen": see or seen(client), "do": do, **fields}
    return client.post(f"/mine/workshop{query}", form).status_code


def act(client: Client, name: str, **fields: str) -> int:
    """Save, undo, redo or discard."""
    return client.post(f"/mine/draft/{name}", {"token": TOKEN, "seen": seen(client), **fields}).status_code


def contents(folder: Path) -> dict[str, str]:
    """Return what the files of a folder say."""
    return {each.name: each.read_text(encoding="utf-8") for each in folder.iterdir()}
