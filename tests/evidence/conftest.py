from __future__ import annotations

from pathlib import Path

import pytest

from countermove.evidence import Document, document_from_text, read_document
from tests.article import PDF, WEB

from .helpers import invented_text


def article(path: Path) -> Document:
    if not path.exists():
        pytest.skip(f"the article's text is not on this machine ({path})")
    return read_document(path)


@pytest.fixture(scope="session")
def web() -> Document:
    return article(WEB)


@pytest.fixture(scope="session")
def pdf() -> Document:
    return article(PDF)


@pytest.fixture(scope="session")
def invented() -> Document:
    return document_from_text(invented_text(1), name="invented")


@pytest.fixture(scope="session", params=["invented", "web", "pdf"])
def any_document(request: pytest.FixtureRequest) -> Document:
    document: Document = request.getfixturevalue(request.param)
    return document
