"""Where the article lies that is not ours to pass on: beside the repository, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]
WEB, PDF = (
    REPOSITORY.parent / "shared" / "sources" / name
    for name in ("000_2c71197abd17ac17.txt", "001_55fe2d8957a6e055.txt")
)

needs_article = pytest.mark.skipif(
    not (WEB.exists() and PDF.exists()), reason=f"the article's text is not on this machine ({WEB.parent})"
)
