"""The pages of the documentation: their blocks, their sections, and what stands in code in them."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from countermove.model.shape import json_schema

REPOSITORY = Path(__file__).resolve().parents[1]
DOCS = REPOSITORY / "docs"
TEXTS = [REPOSITORY / name for name in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md")]
PAGES = [*TEXTS, *sorted(page for page in DOCS.rglob("*.md") if "build" not in page.relative_to(DOCS).parts)]
by_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(REPOSITORY)))


@dataclass(frozen=True)
class Block:
    """A fenced block; ``line`` is the number of its first line of content."""

    page: Path
    line: int
    language: str
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n".join(self.lines) + "\n"

    @property
    def at(self) -> str:
        return f"{self.page.relative_to(REPOSITORY)}:{self.line}"

    @property
    def file(self) -> str | None:
        """The name of the file that the block shows."""
        named = re.fullmatch(r"# ([\w-]+\.(?:yaml|txt|html))", self.lines[0]) if self.lines else None
        return named[1] if named else None

    @property
    def whole_model(self) -> bool:
        said = [line for line in self.lines if line.strip() and not line.startswith("#")]
        return self.language == "yaml" and bool(said) and said[0].split("#")[0].strip() == "countermove: 1"


def blocks(page: Path, text: str | None = None) -> list[Block]:
    found: list[Block] = []
    fence = None
    for number, line in enumerate((text or page.read_text(encoding="utf-8")).splitlines(), start=1):
        if fence is None:
            opened = re.match(r" *(`{3,})(.*)", line)
            if opened:
                fence, language, start, content = opened[1], opened[2].strip(), number + 1, []
        elif line.strip() == fence:
            found.append(Block(page, start, language, tuple(content)))
            fence = None
        else:
            content.append(line)
    assert fence is None, f"{page}: the block that begins on line {start} never ends"
    return found


def prose(page: Path) -> str:
    """A page without its blocks."""
    return re.sub(r"^( *)(`{3,}).*?^\1\2 *$", "", page.read_text(encoding="utf-8"), flags=re.S | re.M)


def sections(page: Path) -> dict[str, str]:
    """A page's text below each heading, down to the next one of any depth."""
    parts = re.split(r"^#+ (.+)$", prose(page), flags=re.M)
    return {title.strip("` "): text for title, text in zip(parts[1::2], parts[2::2], strict=True)}


def in_code(text: str) -> set[str]:
    """What stands in ``code`` in a text."""
    return set(re.findall(r"`([^`\n]+)`", text))


def words_in_code(text: str) -> set[str]:
    return {word for each in in_code(text) for word in re.findall(r"\w+", each)}


@functools.cache
def schema() -> dict[str, Any]:
    return json_schema()
