"""What is installed has all that the pages need, and nothing that only tests need."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

from tests.pages import REPOSITORY

PAGES = REPOSITORY / "src" / "countermove"
FOLDERS = ("web/templates", "web/static", "views/templates")


def test_the_wheel_holds_every_template_and_asset(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=REPOSITORY, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as opened:
        held = {name: opened.read(name) for name in opened.namelist()}
    expected = [each for folder in FOLDERS for each in (PAGES / folder).rglob("*") if each.is_file()]
    assert len(expected) > 10
    for file in expected:
        name = f"countermove/{file.relative_to(PAGES).as_posix()}"
        assert held.get(name) == file.read_bytes(), f"{name} is not in the wheel as it is here"
    assert not [name for name in held if "axe" in name or name.startswith(("tests/", "docs/"))]


def test_what_is_of_others_comes_with_its_licence_and_version() -> None:
    for vendor in (PAGES / "web" / "static" / "vendor", REPOSITORY / "tests" / "web" / "vendor"):
        if not vendor.is_dir():
            continue
        files = {each.name for each in vendor.rglob("*") if each.is_file()}
        said = (vendor / "README.md").read_text(encoding="utf-8")
        assert any("LICENSE" in each for each in files)
        for name in files:
            assert name == "README.md" or "LICENSE" in name or name in said, f"{name} is not told of"


def test_pages_load_nothing_from_elsewhere() -> None:
    for file in (PAGES / "web").rglob("*"):
        if file.suffix in {".j2", ".css", ".js"} and "vendor" not in file.parts:
            text = file.read_text(encoding="utf-8")
            for each in (
                'src="http',
                "src='http",
                "url(http",
                "@import",
                'import("http',
                "from 'http",
                'from "http',
            ):
                assert each not in text, f"{file.name} loads from another host"
