from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermove.errors import CountermoveError, EvidenceError, UsageError
from countermove.evidence import About, Desk, Document, document_from_text, read_document, verify
from countermove.evidence.desk import desk
from countermove.evidence.desk.filing import Filing
from countermove.evidence.desk.labels import is_label, label_of
from countermove.evidence.works.relation import Kind
from countermove.files import write_whole

LETTER = (
    "We shall let no water through\r\nwhile this is before a court.\r\n\r\nRelated article: The locks\r\n"
)
PAGE = "<html lang=en><title>The locks</title><nav>Home</nav><p>The locks open in June.</p></html>"


def written(folder: Path, text: str = LETTER, name: str = "letter.txt", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def read(folder: Path, text: str = LETTER, name: str = "letter.txt") -> Document:
    return read_document(written(folder, text, name))


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "evidence"


def everything(document: Document) -> tuple[object, ...]:
    return (
        document,
        document.words.texts,
        list(document.words.starts),
        document.furniture,
        document.passages,
        document.format,
        document.pages,
        document.about,
        document.size,
        document.encoding,
        document.reader,
    )


@pytest.mark.parametrize(
    ("text", "name"), [(LETTER, "letter.txt"), (PAGE, "page.html"), ("one\n\ftwo\n\fthree\n\f", "Pages.TXT")]
)
def test_what_is_added_is_read_as_it_was(tmp_path: Path, place: Path, text: str, name: str) -> None:
    document = read(tmp_path, text, name)
    entry = Desk.open(place).add(document)
    again = Desk.open(place)
    assert [each.name for each in again.entries] == [entry.name]
    assert everything(again.read(entry)) == everything(document)
    assert again.by_hash()[document.sha256].name == entry.name
    (work,) = again.works()
    assert (work.id, list(work.documents), work.text) == (entry.work, [entry.rendition], document)


def test_a_text_lies_there_byte_for_byte(tmp_path: Path, place: Path) -> None:
    entry = Desk.open(place).add(read(tmp_path))
    assert entry.path == place / "letter" / "text.txt"
    assert entry.path.read_bytes() == LETTER.encode()
    record = json.loads(entry.path.with_suffix(".json").read_text(encoding="utf-8"))
    assert record["schema"] == "countermove/document/1"
    assert record["sha256"] == record["text_sha256"]
    assert record["furniture"] == [{"start": 64, "end": 90, "reason": "related-article line"}]


def test_a_document_counts_once(tmp_path: Path, place: Path) -> None:
    opened = Desk.open(place)
    first = opened.add(read(tmp_path))
    assert opened.add(read(tmp_path, name="other.txt")) == first
    assert len(opened.entries) == len(Desk.open(place).entries) == 1


def test_what_becomes_known_of_a_document_is_kept(tmp_path: Path, place: Path) -> None:
    opened = Desk.open(place)
    document = read(tmp_path, PAGE, "page.html")
    opened.add(document)
    known = About(published="2024-05", author="The port authority")
    opened.add(Document(**{**vars(document), "about": known}))
    (work,) = Desk.open(place).works()
    assert (work.title, work.author, work.published) == ("The locks", "The port authority", "2024-05")


def test_renditions_of_a_work_get_names(tmp_path: Path, place: Path) -> None:
    opened = Desk.open(place)
    names = [
        opened.add(read(tmp_path, text, name), work).name
        for text, name, work in [
            ("one", "a.txt", None),
            ("two", "a.txt", None),
            ("three", "b.txt", "a"),
            (PAGE, "b.html", "a"),
        ]
    ]
    assert names == ["a/text", "a-2/text", "a/text-2", "a/web"]
    assert [each.name for each in opened.entries] == ["a/web", "a/text", "a/text-2", "a-2/text"]
    assert opened.document("a").format == "html"  # whose paragraphs need no guessing
    assert opened.document("a/text-2").text == "three"
    assert list(opened.work("a").documents) == ["web", "text", "text-2"]


def test_a_document_is_moved_to_the_work_that_is_named(tmp_path: Path, place: Path) -> None:
    opened = Desk.open(place)
    opened.add(read(tmp_path, "one", "a.txt"))
    other = read(tmp_path, "two", "b.txt")
    opened.add(other)
    assert opened.add(other, "a").name == "a/text-2"
    assert sorted(path.relative_to(place).as_posix() for path in place.rglob("*")) == [
        ".lock",
        "a",
        "a/text-2.json",
        "a/text-2.txt",
        "a/text.json",
        "a/text.txt",
    ]
    assert [each.name for each in Desk.open(place).entries] == ["a/text", "a/text-2"]


@pytest.mark.parametrize(
    "name", ["", "../out", "A", "a/b", "a b", ".a", "-a", "a" * 61, "decisions", "a\0", "a.."]
)
def test_labels_lead_nowhere_else(tmp_path: Path, place: Path, name: str) -> None:
    opened = Desk.open(place)
    document = read(tmp_path)
    if name:
        with pytest.raises(UsageError, match="cannot be a label on the desk; write small letters"):
            opened.add(document, name)
        with pytest.raises(UsageError, match="cannot be a label"):
            opened.add(document, "work", name)
    assert not place.exists()


@given(st.text(max_size=80))
def test_every_name_makes_a_label(name: str) -> None:
    label = label_of(name)
    assert is_label(label)
    assert not {"/", "\\", "\0", ".."} & {label, *label}


def test_taken_names_are_refused(tmp_path: Path, place: Path) -> None:
    opened = Desk.open(place)
    opened.add(read(tmp_path, "one"), "a", "web")
    with pytest.raises(UsageError, match="has 'a/web' already; give it another name with --rendition"):
        opened.add(read(tmp_path, "two"), "a", "web")


def test_what_is_not_there_is_named_with_what_is(tmp_path: Path, place: Path) -> None:
    opened = Desk.open(place)
    opened.add(read(tmp_path))
    with pytest.raises(UsageError, match="did you mean 'letter/text'"):
        opened.document("letter/txt")
    with pytest.raises(UsageError, match="did you mean 'letter'"):
        opened.work("lettr")


def test_a_folder_that_never_was_a_desk_is_an_empty_one(tmp_path: Path, place: Path) -> None:
    assert Desk.open(place).entries == ()
    (place / "letters").mkdir(parents=True)
    (place / "letters" / "notes.json").write_text('{"mine": 1}')
    (place / "letters" / "decisions.json").write_text("half of {")
    (place / "letters" / "text.txt").write_text("a text without a record: adding it was interrupted")
    (place / "loose.json").write_text("{")
    assert Desk.open(place).entries == ()
    with pytest.raises(EvidenceError, match="is no folder; name the desk's folder with --desk"):
        Desk.open(place / "loose.json")


def test_an_interrupt_leaves_a_document_there_whole_or_not_at_all(
    tmp_path: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = read(tmp_path)
    for stop in range(1, 3):
        written = 0

        def interrupted(path: Path, text: str, stop: int = stop) -> None:
            nonlocal written
            written += 1
            if written == stop:
                raise KeyboardInterrupt
            write_whole(path, text)

        monkeypatch.setattr(desk, "write_whole", interrupted)
        with pytest.raises(KeyboardInterrupt):
            Desk.open(place).add(document)
        assert Desk.open(place).entries == ()
    monkeypatch.setattr(desk, "write_whole", write_whole)
    opened = Desk.open(place)
    assert opened.read(opened.add(document)) == document


def spoil(record: dict[str, object], **changes: object) -> str:
    return json.dumps(record | changes)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"schema": "countermove/document/2"}, "was written by a later version"),
        ({"schema": "countermove/other/1"}, "is no whole record of a document"),
        ({"sha256": "AB"}, "is no whole record of a document .sha256"),
        ({"sha256": "0" * 64}, "has not the hash that its record says"),
        ({"text_sha256": "0" * 64}, "is not the text that its record was made for"),
        ({"words": "many"}, "is no whole record"),
        ({"published": "last week"}, "is no whole record"),
        ({"format": "exe"}, "is no whole record"),
        ({"pages": [5]}, "its pages are not in order"),
        ({"pages": [0, 9, 9]}, "its pages are not in order"),
        ({"pages": [0, 10**9]}, "its pages lie outside the text"),
        ({"pages": [-1]}, "is no whole record"),
        ({"furniture": [{"start": 5, "end": 10**9, "reason": "menu"}]}, "its furniture does not lie in"),
        ({"furniture": [{"start": 5, "end": 5, "reason": "menu"}]}, "its furniture does not lie in"),
        ({"furniture": [{"start": 5, "end": 9, "reason": ""}]}, "is no whole record"),
    ],
)
def test_a_damaged_record_is_refused_with_a_remedy(
    tmp_path: Path, place: Path, changes: dict[str, object], message: str
) -> None:
    entry = Desk.open(place).add(read(tmp_path))
    path = entry.path.with_suffix(".json")
    path.write_text(spoil(json.loads(path.read_text(encoding="utf-8")), **changes), encoding="utf-8")
    with pytest.raises(EvidenceError, match=message) as caught:
        Desk.open(place).works()
    assert str(entry.path.parent) in str(caught.value)
    assert ";" in str(caught.value)


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"\xff\xfe", b"null", b'{"schema": "countermove/document/1"}']
)
def test_half_a_record_is_refused(tmp_path: Path, place: Path, content: bytes) -> None:
    entry = Desk.open(place).add(read(tmp_path))
    entry.path.with_suffix(".json").write_bytes(content)
    with pytest.raises(EvidenceError, match=r"delete it|give a file"):
        Desk.open(place)


def test_a_text_that_was_changed_or_is_gone_is_refused(tmp_path: Path, place: Path) -> None:
    opened = Desk.open(place)
    entry = opened.add(read(tmp_path))
    entry.path.write_text(LETTER.replace("no water", "the water"), encoding="utf-8")
    with pytest.raises(EvidenceError, match="is not the text that its record was made for; delete both"):
        opened.read(entry)
    entry.path.unlink()
    with pytest.raises(EvidenceError, match="does not exist"):
        opened.read(entry)
    if not hasattr(os, "mkfifo"):
        return
    os.mkfifo(entry.path)
    with pytest.raises(EvidenceError, match="no regular file"):
        opened.read(entry)


def test_sources_find_their_documents_on_the_desk(tmp_path: Path, place: Path) -> None:
    opened = Desk.open(place)
    document = read(tmp_path)
    opened.add(document)
    declared = {"web": document.sha256.upper(), "pdf": "0" * 64, "other": None}
    source = verify("letter", declared, folder=tmp_path, desk=opened)
    assert [each.document for each in source.renditions] == [document, None, None]
    assert [(each.kind, each.rendition) for each in source.notices] == [("on-desk", "web")]
    absent = verify("letter", declared, files={"web": "gone.txt"}, folder=tmp_path, desk=opened)
    assert [each.kind for each in absent.notices] == ["on-desk"]
    here = verify("letter", declared, [tmp_path / "letter.txt"], folder=tmp_path, desk=opened)
    assert [each.kind for each in here.notices] == []


def test_filing_puts_equal_words_into_one_work(tmp_path: Path, place: Path) -> None:
    filing = Filing(Desk.open(place))
    text = "The port authority closed the locks on Monday. Ships wait."
    first = filing.add(read(tmp_path, text, "a.txt"))
    second = filing.add(read(tmp_path, text.replace(" ", "\n"), "b.txt"))
    other = filing.add(read(tmp_path, "Nothing of the kind was ever said here.", "c.txt"))
    again = filing.add(read(tmp_path, text, "d.txt"))
    assert [each.entry.name for each in (first, second, other, again)] == [
        "a/text",
        "a/text-2",
        "c/text",
        "a/text",
    ]
    assert [each.new_work for each in (first, second, other, again)] == [True, False, True, False]
    assert [each.again for each in (first, second, other, again)] == [False, False, False, True]
    assert (second.relation.kind, second.relation.work, second.relation.rendition) == (Kind.SAME, "a", "text")
    reopened = Filing(Desk.open(place))
    third = reopened.add(read(tmp_path, text.replace(" ", "  "), "e.txt"))
    assert third.entry.name == "a/text-3"
    moved = reopened.add(read(tmp_path, "Nothing of the kind was ever said here.", "c.txt"), "a")
    assert (moved.entry.name, moved.again) == ("a/text-4", False)


def test_many_files_are_filed(tmp_path: Path, place: Path) -> None:
    filing = Filing(Desk.open(place))
    for number in range(150):
        filing.add(
            document_from_text(f"Barge {number} passed lock {number % 7} on day {number // 7}.", "log")
        )
    assert len({each.name for each in Desk.open(place).entries}) == 150


def test_every_error_says_what_to_do(tmp_path: Path, place: Path) -> None:
    (tmp_path / "evidence").write_text("a file")
    with pytest.raises(CountermoveError, match="name the desk's folder with --desk"):
        Desk.open(place)
    with pytest.raises(UsageError, match=r"cannot be made: .*; name another desk"):
        Desk(place, ()).add(read(tmp_path))


def test_desks_that_are_open_at_once_lose_nothing(tmp_path: Path, place: Path) -> None:
    first, second = Filing(Desk.open(place)), Filing(Desk.open(place))
    names = [
        (first if number % 2 else second).add(read(tmp_path, f"Boat number {number}.", "same.txt")).entry.name
        for number in range(5)
    ]
    assert names == ["same/text", *(f"same-{number}/text" for number in range(2, 6))]
    kept = Desk.open(place)
    assert len(kept.entries) == 5
    assert {work.text.text for work in kept.works()} == {f"Boat number {number}." for number in range(5)}
    again = first.add(read(tmp_path, "Boat number 0.", "other.txt"))
    assert (again.again, again.entry.name) == (True, "same/text")


def test_programs_that_add_at_once_lose_nothing(tmp_path: Path, place: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from countermove.evidence import Desk, document_from_text;"
        "from countermove.evidence.desk.filing import Filing; filing = Filing(Desk.open(Path(sys.argv[1])));"
        "[filing.add(document_from_text(f'Text {sys.argv[2]} {n}', 'same.txt')) for n in range(10)]"
    )
    running = [subprocess.Popen([sys.executable, "-c", code, str(place), name]) for name in "abc"]
    assert [each.wait(60) for each in running] == [0, 0, 0]
    assert len(Desk.open(place).entries) == 30
    assert len({work.text.text for work in Desk.open(place).works()}) == 30


def test_a_lock_that_is_no_file_is_refused(tmp_path: Path, place: Path) -> None:
    place.mkdir()
    kept = tmp_path / "kept.txt"
    kept.write_text("mine", encoding="utf-8")
    (place / ".lock").symlink_to(kept)
    with pytest.raises(EvidenceError, match="is no plain file; delete it"):
        Desk.open(place).add(read(tmp_path))
    assert kept.read_text(encoding="utf-8") == "mine"
