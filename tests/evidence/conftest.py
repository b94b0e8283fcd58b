from __future__ import annotations

from pathlib import Path

import pytest

from countermove.evidence import Document, document_from_text, read_document

from .helpers import invented_text

# The article is not ours to pass on: it lies beside the repository, and the tests run without it.
SOURCES = Path(__file__).resolve().parents[2].parent / "shared" / "sources"


def article(name: str) -> Document:
    path = SOURCES / name
    if not path.exists():
        pytest.skip(f"the article's text is not on this machine ({path})")
    return read_document(path)


@pytest.fixture(scope="session")
def web() -> Document:
    return article("000_2c71197abd17ac17.txt")


@pytest.fixture(scope="session")
def pdf() -> Document:
    return article("001_55fe2d8957a6e055.txt")


@pytest.fixture(scope="session")
def invented() -> Document:
    return document_from_text(invented_text(1), name="invented")


@pytest.fixture(scope="session", params=["invented", "web", "pdf"])
def any_document(request: pytest.FixtureRequest) -> Document:
    document: Document = request.getfixturevalue(request.param)
    return document
