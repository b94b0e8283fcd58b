from __future__ import annotations

import sys
from pathlib import Path

import pytest

from countermove.errors import CountermoveError, EvidenceError, LimitError
from countermove.evidence import Document, find, read_document
from countermove.evidence.documents import document, pdf

from .pdfs import TEXTS, bomb, by_hand, paper

pytest.importorskip("pypdf")
pytest.importorskip("reportlab")


def read(folder: Path, content: bytes) -> Document:
    path = folder / "paper.pdf"
    path.write_bytes(content)
    return read_document(path)


def test_a_pdf_is_read_page_by_page_with_its_heads_and_numbers_marked(tmp_path: Path) -> None:
    made = read(tmp_path, paper())
    assert (made.format, made.encoding, made.about.title, made.about.author) == ("pdf", "", "The locks", "")
    assert made.reader.startswith("pypdf ")
    assert [made.text[start : start + 15] for start in made.pages] == ["The River Paper"] * 3
    assert [(each.reason, made.text[each.start : each.end]) for each in made.furniture] == [
        found
        for n in (1, 2, 3)
        for found in (("running head", f"The River Paper {n}"), ("page number", f"{n + 10}"))
    ]
    assert [each.page for each in made.passages if not each.furniture] == [1, 2, 3]
    finding = find(made, "expected that to happen before the summer")
    assert finding.status == "exact"
    assert len(finding.interruptions) == 2
    assert made.page(finding.places[0].start) == 1


def test_a_page_without_text_among_others_keeps_its_number(tmp_path: Path) -> None:
    made = read(tmp_path, paper([TEXTS[0], "", TEXTS[2]]))
    assert len(made.pages) == 3
    assert {each.page for each in made.passages} == {1, 3}


def test_a_pdf_whose_password_only_bars_changes_is_read(tmp_path: Path) -> None:
    assert "harbour" in read(tmp_path, paper()).words.texts


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (paper(["", ""]), "has no text: its 2 pages may be scanned.*ocrmypdf paper.pdf"),
        (paper(password="secret"), "is encrypted; save a copy without a password.*qpdf --decrypt paper.pdf"),
        (paper()[:600], "is a broken PDF .*pdftotext paper.pdf"),
        (b"%PDF-1.4\nnothing of the kind", "is a broken PDF"),
        (b"\n %PDF-1.4\n" + b"<<" * 100_000, "is a broken PDF"),
        (paper().replace(b"/Pages", b"/Pagez"), "is a broken PDF"),
        (by_hand(b"BT ET", kids=b"[2 0 R]"), "is a broken PDF|has no text"),
        (by_hand(b"BT (" * 50_000), "has no text|is a broken PDF"),
    ],
    ids=["scanned", "password", "cut", "nonsense", "nested", "no-pages", "circle", "open-brackets"],
)
def test_what_cannot_be_read_is_refused_with_a_remedy(tmp_path: Path, content: bytes, message: str) -> None:
    with pytest.raises(EvidenceError, match=message) as caught:
        read(tmp_path, content)
    assert str(tmp_path / "paper.pdf") in str(caught.value)


def test_a_bomb_is_refused(tmp_path: Path) -> None:
    content = bomb(300)
    assert len(content) < 10_000
    with pytest.raises(LimitError, match="GB of memory to read; give the pages that are quoted"):
        read(tmp_path, content)


@pytest.mark.skipif(sys.platform == "win32", reason="the system has no limit of a process's memory")
def test_memory_is_limited_where_the_reader_has_no_limit_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "MEMORY", 20_000_000)  # less than the reader itself needs
    with pytest.raises(LimitError, match=r"more than 0\.02 GB of memory"):
        read(tmp_path, paper())


def test_time_and_text_are_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MAX_CHARACTERS", 100)
    with pytest.raises(LimitError, match="give the pages that are quoted, or save its text"):
        read(tmp_path, paper())
    monkeypatch.setattr(pdf, "SECONDS", 0.001)
    with pytest.raises(LimitError, match=r"takes more than 0\.001 seconds"):
        read(tmp_path, paper())


def test_without_the_reader_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "find_spec", lambda name: None)
    with pytest.raises(EvidenceError, match=r"type: pip install 'countermove\[docs\]'"):
        read(tmp_path, paper())


def test_characters_that_no_text_has_are_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = {"pages": ["one\ud800two\0\fthree"], "about": {"title": "a\0\n b"}, "reader": "pypdf 0"}
    monkeypatch.setattr(pdf, "_asked", lambda path, content: answer)
    made = read(tmp_path, paper())
    assert made.text == "one\ufffdtwo\ufffd\nthree"
    assert made.about.title == "a\ufffd b"
    assert len(made.pages) == 1


def test_a_large_file_is_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "large.pdf"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    monkeypatch.setattr(document, "is_pdf", lambda content: pytest.fail("it was read"))
    with pytest.raises(LimitError, match="more than 50 MB"):
        read_document(path)


def test_messages_are_for_users(tmp_path: Path) -> None:
    for content in (paper(["", ""]), paper()[:600], bomb(300)):
        with pytest.raises(CountermoveError) as caught:
            read(tmp_path, content)
        assert ";" in str(caught.value)
        assert "Traceback" not in str(caught.value)
