from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

import pytest

from countermove.errors import EvidenceError, UsageError
from countermove.evidence import Source, Status, inside, seal, verify

WEB = "The council will now intervene.\n"
PDF = "The council will\nnow inter-\nvene.\n\nhttps://example.org\n"
OTHER = "The council may yet intervene.\n"


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    model = tmp_path / "model"
    (model / "texts").mkdir(parents=True)
    for name, text in {"web.txt": WEB, "texts/pdf.txt": PDF, "other.txt": OTHER}.items():
        (model / name).write_text(text, encoding="utf-8")
    (tmp_path / "secret.txt").write_text("A secret.", encoding="utf-8")
    return model


def statuses(source: Source, quote: str = "the council will now intervene") -> dict[str, Status]:
    return {row.rendition: row.status for row in source.check(quote)}


def kinds(source: Source) -> list[tuple[str, str]]:
    return [(notice.kind, notice.rendition) for notice in source.notices]


def test_declared_files_are_read_and_quotes_checked_in_each(folder: Path) -> None:
    declared = {"web": sha256(WEB).upper(), "pdf": None}
    source = verify("times", declared, [], {"web": "web.txt", "pdf": "texts/pdf.txt"}, folder=folder)
    assert source.id == "times"
    assert source.notices == ()
    assert [(each.name, each.sha256) for each in source.renditions] == [("web", sha256(WEB)), ("pdf", None)]
    assert statuses(source) == {"web": Status.EXACT, "pdf": Status.EXACT}
    assert statuses(source, "the council will not intervene") == {
        "web": Status.CHANGED,
        "pdf": Status.CHANGED,
    }
    row = source.check(seal("council will now"))[1]
    assert row.finding is not None
    assert row.finding.places[0].line == 1


def test_a_rendition_without_a_document_is_no_source(folder: Path) -> None:
    source = verify("times", {"web": sha256(WEB), "pdf": sha256(PDF)}, [], {"web": "web.txt"}, folder=folder)
    assert statuses(source) == {"web": Status.EXACT, "pdf": Status.NO_SOURCE}
    assert source.check("council")[1].finding is None
    assert source.notices == ()


def test_a_source_without_renditions_never_passes(folder: Path) -> None:
    source = verify("times", {}, folder=folder)
    assert statuses(source) == {"": Status.NO_SOURCE}
    assert [len(rows) for rows in source.check_all(["a", "b"])] == [1, 1]


def test_given_documents_are_taken_for_the_rendition_with_their_hash(folder: Path, tmp_path: Path) -> None:
    declared = {"web": sha256(WEB), "pdf": sha256(PDF)}
    source = verify("times", declared, [folder / "texts/pdf.txt", folder / "web.txt"], folder=folder)
    assert source.notices == ()
    assert [each.document.text for each in source.renditions if each.document] == [WEB, PDF]


def test_a_given_document_with_an_unknown_hash_is_a_further_rendition(folder: Path) -> None:
    declared = {"web": sha256(WEB), "given-1": None}
    source = verify("times", declared, [folder / "other.txt", folder / "texts/pdf.txt"], folder=folder)
    assert kinds(source) == [("unknown-hash", "given-2"), ("unknown-hash", "given-3")]
    assert "none of the renditions" in str(source.notices[0])
    assert str(folder / "other.txt") in str(source.notices[0])
    assert statuses(source) == {
        "web": Status.NO_SOURCE,
        "given-1": Status.NO_SOURCE,
        "given-2": Status.CHANGED,
        "given-3": Status.EXACT,
    }
    assert source.renditions[2].sha256 == sha256(OTHER)


@pytest.mark.parametrize("declared", [{"web": sha256(WEB)}, {}])
def test_one_document_given_twice_counts_once(folder: Path, declared: dict[str, str | None]) -> None:
    copy = folder / "copy.txt"
    copy.write_bytes((folder / "web.txt").read_bytes())
    source = verify("times", declared, [folder / "web.txt", copy], folder=folder)
    name = "web" if declared else "given-1"
    assert statuses(source) == {name: Status.EXACT}
    assert kinds(source)[-1] == ("given-twice", name)
    assert str(copy) in str(source.notices[-1])


def test_a_document_that_is_declared_and_given_counts_once(folder: Path) -> None:
    source = verify("times", {"web": None}, [folder / "web.txt"], {"web": "web.txt"}, folder=folder)
    assert statuses(source) == {"web": Status.EXACT}
    assert kinds(source) == [("given-twice", "web")]


def test_a_declared_file_with_another_hash_gives_a_notice(folder: Path) -> None:
    source = verify("times", {"web": sha256(WEB)}, [], {"web": "other.txt"}, folder=folder)
    assert kinds(source) == [("other-hash", "web")]
    assert sha256(OTHER) in str(source.notices[0])
    assert sha256(WEB) in str(source.notices[0])
    assert statuses(source) == {"web": Status.CHANGED}
    assert source.renditions[0].document is not None
    assert source.renditions[0].document.sha256 == sha256(OTHER) != source.renditions[0].sha256


def test_the_right_document_takes_the_place_of_a_wrong_file(folder: Path) -> None:
    source = verify("times", {"web": sha256(WEB)}, [folder / "web.txt"], {"web": "other.txt"}, folder=folder)
    assert kinds(source) == [("other-hash", "web")]
    assert statuses(source) == {"web": Status.EXACT}


def test_a_declared_file_that_is_absent_is_no_error(folder: Path) -> None:
    source = verify("times", {"web": sha256(WEB)}, [], {"web": "gone.txt"}, folder=folder)
    assert kinds(source) == [("absent-file", "web")]
    assert statuses(source) == {"web": Status.NO_SOURCE}


def test_a_file_without_a_declared_rendition_is_one(folder: Path) -> None:
    assert statuses(verify("times", {}, [], {"web": "web.txt"}, folder=folder)) == {"web": Status.EXACT}


def test_a_given_file_must_be_readable(folder: Path) -> None:
    with pytest.raises(EvidenceError, match="does not exist"):
        verify("times", {}, [folder / "gone.txt"], folder=folder)
    (folder / "binary").write_bytes(b"a\0b")
    with pytest.raises(EvidenceError, match="binary"):
        verify("times", {"web": None}, [], {"web": "binary"}, folder=folder)


def test_an_empty_quote_is_refused(folder: Path) -> None:
    with pytest.raises(UsageError):
        verify("times", {"web": None}, [], {"web": "web.txt"}, folder=folder).check("--")


@pytest.mark.parametrize(
    "file",
    [
        "../secret.txt",
        "texts/../../secret.txt",
        "texts/../web.txt",
        "..",
        "/etc/passwd",
        "//server/share/x",
        "..\\secret.txt",
        "C:\\secret.txt",
        "C:secret.txt",
        "\\secret.txt",
        "\\\\server\\share\\x",
    ],
)
def test_files_outside_the_folder_are_refused(folder: Path, file: str) -> None:
    with pytest.raises(EvidenceError, match="outside the model's folder; put it there"):
        verify("times", {"web": None}, [], {"web": file}, folder=folder)


@pytest.mark.parametrize("file", ["", "  ", "web.txt\0"])
def test_what_is_no_path_is_refused(folder: Path, file: str) -> None:
    with pytest.raises(EvidenceError, match="give a path"):
        inside(folder, file)


@pytest.mark.skipif(sys.platform == "win32", reason="needs symbolic links")
def test_links_out_of_the_folder_are_refused(folder: Path, tmp_path: Path) -> None:
    (folder / "file-link.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "folder-link").symlink_to(tmp_path)
    (folder / "relative-link.txt").symlink_to(Path("..") / "secret.txt")
    (folder / "two-steps.txt").symlink_to(folder / "file-link.txt")
    (folder / "dangling.txt").symlink_to(tmp_path / "not-there")
    for file in (
        "file-link.txt",
        "folder-link/secret.txt",
        "relative-link.txt",
        "two-steps.txt",
        "dangling.txt",
    ):
        with pytest.raises(EvidenceError, match="is a link out of"):
            verify("times", {"web": None}, [], {"web": file}, folder=folder)


@pytest.mark.skipif(sys.platform == "win32", reason="needs symbolic links")
def test_links_within_the_folder_are_followed(folder: Path, tmp_path: Path) -> None:
    (folder / "texts/link.txt").symlink_to(Path("..") / "web.txt")
    (tmp_path / "alias").symlink_to(folder)
    assert inside(tmp_path / "alias", "texts/link.txt") == (folder / "web.txt").resolve()
    (folder / "loop").symlink_to("loop")
    with pytest.raises(EvidenceError):
        verify("times", {"web": None}, [], {"web": "loop"}, folder=folder)


def test_the_folder_may_be_relative(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    assert statuses(verify("times", {}, [], {"web": "texts/pdf.txt"}, folder=Path())) == {"web": Status.EXACT}
    assert os.fspath(inside(Path(), "web.txt")) == os.path.realpath("web.txt")


# ---------------------------------------------------------------- recorded places
def placed(tmp_path: Path, text: str, *, pinned: bool = True, **others: str) -> Source:
    """A source with the rendition ``web`` and others, declared with their hashes or without."""
    files = {name: f"{name}.txt" for name in ("web", *others)}
    for name, content in {"web": text, **others}.items():
        (tmp_path / files[name]).write_text(content, encoding="utf-8")
    hashes = {name: sha(content) if pinned else None for name, content in {"web": text, **others}.items()}
    return verify("news", hashes, (), files, folder=tmp_path)


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


TWICE = "It rained. The gate was shut. It rained again.\n"


@pytest.mark.parametrize("sealed", [False, True])
def test_words_that_stand_elsewhere_than_recorded_have_moved(tmp_path: Path, sealed: bool) -> None:
    source = placed(tmp_path, TWICE)
    quote = seal("the gate was shut") if sealed else "the gate was shut"
    assert [source.check_all([quote], [{"web": span}])[0][0].status for span in
            ((11, 28), (10, 29), (9, 29), (11, 27), (0, 5), (28, 11), (900, 910))] == [
        Status.EXACT, Status.EXACT, Status.EXACT, *[Status.MOVED] * 4]  # fmt: skip
    (row,) = source.check_all([quote], [{"web": (0, 5)}])[0]
    assert row.finding is not None
    assert row.finding.verified
    assert [(place.start, place.end) for place in row.finding.places] == [(11, 28)]
    assert source.check_all([quote], [{"pdf": (0, 5)}]) == source.check_all([quote])


@pytest.mark.parametrize("sealed", [False, True])
def test_a_recorded_place_settles_which_of_several_is_quoted_in_that_very_document(
    tmp_path: Path, sealed: bool
) -> None:
    quote = seal("it rained") if sealed else "it rained"
    for pinned in (True, False):
        source = placed(tmp_path, TWICE, pinned=pinned)
        (row,) = source.check_all([quote], [{"web": (30, 39)}])[0]
        assert row.status == (Status.EXACT if pinned else Status.AMBIGUOUS)
        assert row.finding is not None
        if pinned:
            assert [(place.start, place.end) for place in row.finding.places] == [(30, 39)]
        else:
            assert len(row.finding.places) == 2
            assert row.finding.nearest is not None
            assert row.finding.nearest.place == row.finding.places[1]
            assert row.finding.nearest.differences[0].quoted == ("it", "rained")
        (row,) = source.check_all([quote], [{"web": (2, 9)}])[0]
        assert row.status == Status.AMBIGUOUS


def test_a_recorded_place_past_furniture_says_what_interrupts_it(tmp_path: Path) -> None:
    text = "It was\n\nhttps://example.org/3\n\nshut.\n"
    source = placed(tmp_path, text)
    assert source.check_all(["it was shut"], [{"web": (0, 36)}]) == source.check_all(["it was shut"])
    (row,) = source.check("it was shut")
    assert row.finding is not None
    assert [each.reason for each in row.finding.interruptions] == ["link"]


def test_a_sealed_quote_lends_its_words_where_it_does_not_stand(tmp_path: Path) -> None:
    quote = "the lower gate was shut on the first day"
    source = placed(
        tmp_path,
        f"Filler. We hear that {quote}.\n",
        changed="Filler. We hear that the lower gate was open on the first day.\n",
        gone="Nothing of the kind was said.\n",
    )
    rows = {row.rendition: row for row in source.check(seal(quote))}
    assert {name: row.status for name, row in rows.items()} == {
        "web": Status.EXACT,
        "changed": Status.CHANGED,
        "gone": Status.MISSING,
    }
    finding = rows["changed"].finding
    assert finding is not None
    assert finding.nearest is not None
    assert [(each.quoted, each.found) for each in finding.nearest.differences if each.op != "equal"] == [
        (("shut",), ("open",))
    ]
    assert source.check(seal(quote)) == source.check(quote)
    # Where it stands in none, nobody knows its words.
    assert {row.status for row in source.check(seal(quote + " of June"))} == {Status.MISSING}
    assert all(row.finding and row.finding.nearest is None for row in source.check(seal(quote + " of June")))
