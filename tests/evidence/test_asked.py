"""Which works and documents the commands of the desk are about."""

from __future__ import annotations

from pathlib import Path

import pytest

from countermove.cli.evidence.asked import desk_given, document_asked, evidence_works, work_asked, works_asked
from countermove.errors import EvidenceError, UsageError
from countermove.evidence import Desk, read_document
from countermove.loading import loads

MODEL = """
countermove: 1
title: Water
sources:
  letter: {title: Letter, author: The ministry, published: 2024-05, renditions: {text: {sha256: SHA}}}
  unseen: {title: Unseen, renditions: {text: {}}}
decision_makers:
  upstream: {options: {water: Let water through}}
preferences:
  upstream: indifferent
"""


@pytest.fixture
def letter(empty: Path) -> Path:
    path = Path("letter.txt")
    path.write_text("No water is let through.", encoding="utf-8")
    other = Path("other.txt")
    other.write_text("Ships wait.", encoding="utf-8")
    document = read_document(path)
    Path("water.yaml").write_text(MODEL.replace("SHA", document.sha256), encoding="utf-8")
    return path


def filled(letter: Path, place: str = "evidence") -> Path:
    desk = Desk.open(Path(place))
    desk.add(read_document(letter), "archive", "scan")
    desk.add(read_document(Path("other.txt")))
    return desk.path


def ids(model: str | None, sources: list[str] | None = None, desk: Path | None = None) -> list[str]:
    return [work.id for work in works_asked(model, sources, desk)]


def test_without_a_model_the_works_are_the_desk_s(letter: Path) -> None:
    with pytest.raises(EvidenceError, match="has no documents; begin with: countermove evidence add FILE"):
        works_asked(None, None, None)
    with pytest.raises(EvidenceError, match="there is no desk other"):
        works_asked(None, None, Path("other"))
    filled(letter)
    assert ids(None) == ["archive", "other"]
    assert ids(None, [f"mine={letter}"]) == ["mine"]


def test_a_model_s_works_are_its_sources_with_documents_at_hand(letter: Path) -> None:
    assert ids("water.yaml") == []
    assert ids("water.yaml", ["letter=letter.txt", "unseen=other.txt"]) == ["letter", "unseen"]
    filled(letter)
    (work,) = works_asked("water.yaml", None, None)
    assert (work.id, list(work.documents), work.title, work.author, work.published) == (
        "letter",
        ["text"],
        "Letter",
        "The ministry",
        "2024-05",
    )


def test_a_desk_that_is_asked_for_adds_its_other_works(letter: Path) -> None:
    desk = filled(letter, "elsewhere")
    assert ids("water.yaml", None, desk) == ["letter", "other"]
    conflict = loads(Path("water.yaml").read_text(encoding="utf-8"))
    assert [work.id for work in evidence_works(conflict, None, desk)] == ["letter", "other"]
    assert evidence_works(conflict, None, None) == ()


def test_the_desk_of_a_model_that_is_no_file_is_the_one_here(letter: Path) -> None:
    assert desk_given("syria-iraq-1975", None) is None
    filled(letter)
    assert desk_given("syria-iraq-1975", None) == Path("evidence")
    assert desk_given("water.yaml", None) is None
    assert desk_given("-", Path("mine")) == Path("mine")


def test_a_document_is_a_file_or_a_name_on_the_desk(letter: Path) -> None:
    assert document_asked("letter.txt", None).text == "No water is let through."
    with pytest.raises(EvidenceError, match="archive does not exist"):
        document_asked("archive", None)
    filled(letter)
    for name in ("letter.txt", "archive", "archive/scan"):
        assert document_asked(name, None).text == "No water is let through."
    with pytest.raises(UsageError, match="did you mean 'archive/scan'"):
        document_asked("archive/scam", None)
    with pytest.raises(EvidenceError, match="is a directory"):
        document_asked("evidence", None)


def test_a_work_is_asked_for_like_a_document(letter: Path) -> None:
    assert (work_asked("letter.txt", None).id, list(work_asked("letter.txt", None).documents)) == (
        "letter",
        ["text"],
    )
    filled(letter)
    assert [work_asked(name, None).id for name in ("archive", "archive/scan")] == ["archive", "archive"]
