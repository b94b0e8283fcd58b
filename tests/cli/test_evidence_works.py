"""``evidence compare`` and ``evidence works``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from countermove.views.evidence_works import short_names
from tests.article import PDF, WEB, needs_article
from tests.pages import DOCS, in_code, sections
from tests.test_docs_json import json_keys

from .calling import Call

TALKS = "Talks on the locks went on for three days."
REPORT = (
    "The minister said that the gates will not be opened before the fees are paid, and that no barge may wait "
    "below the bridge until then. The port authority has not answered."
)
OWN = (
    "Our reporter writes from the river. Grain has lain in the silos since May, and bread is dear. Millers send "
    "lorries over the pass instead, which takes four days and costs twice as much as before the quarrel began."
)
JSON_PAGE = DOCS / "reference" / "json.md"


@pytest.fixture
def files(empty: Path) -> Path:
    texts = {
        "letter": f"{TALKS} {REPORT}",
        "again": f"{REPORT.split('. ')[1]}\n\n{TALKS}\n\nhttps://example.org/talks\n\n{REPORT}\n\nWrite to us.",
        "moved": f"{REPORT.split('. ')[1]}\n\n{TALKS} {REPORT.split('. ')[0]}.",
        "copy": f"{TALKS} {REPORT}".replace("not be", "soon be"),
        "carries": f"{OWN} {REPORT}",
        "snow": "Snow fell\x1b[31m on the pass.",
    }
    for name, text in texts.items():
        (empty / f"{name}.txt").write_text(text, encoding="utf-8")
    return empty


@pytest.mark.parametrize(
    ("other", "code", "relation"),
    [
        ("letter", 0, "same"),
        ("again", 0, "renditions"),
        ("moved", 0, "renditions"),
        ("copy", 1, "near-copy"),
        ("carries", 1, "reuse"),
        ("snow", 1, "apart"),
    ],
)
def test_the_relation_decides_the_exit_code(
    other: str, code: int, relation: str, files: Path, call: Call
) -> None:
    ran = call("evidence", "compare", "letter.txt", f"{other}.txt", "--json")
    data = json.loads(ran.out)
    assert (ran.code, data["relation"], data["one_work"]) == (code, relation, code == 0)
    assert set(json_keys(data)) <= in_code(sections(JSON_PAGE)["evidence compare"])
    assert call("evidence", "compare", "letter.txt", f"{other}.txt").code == code


def test_what_stands_in_one_only_is_listed_by_kind(files: Path, call: Call) -> None:
    shown = call("evidence", "compare", "letter.txt", "again.txt").out
    assert "Only in letter.txt" not in shown
    assert "line 1, repeated (also line 1 of the other): The port authority has not answered" in shown
    assert "line 5, link: https://example.org/talks" in shown
    assert "line 9: Write to us." in shown
    assert "The same in both" not in shown
    assert "The same in both" in call("evidence", "compare", "letter.txt", "again.txt", "--all").out
    assert (
        "line 1, moved (in the other: line 1): The port authority"
        in call("evidence", "compare", "letter.txt", "moved.txt").out
    )


def test_changed_words_are_shown_in_brackets(files: Path, call: Call) -> None:
    shown = call("evidence", "compare", "letter.txt", "copy.txt").out
    assert "Different: [-letter.txt-] {+copy.txt+}" in shown
    assert "the gates will [-not-] {+soon+} be opened" in shown
    data = json.loads(call("evidence", "compare", "copy.txt", "letter.txt", "--json").out)
    ((change,),) = [each["differences"] for each in data["changed"]]
    assert (change["a"]["text"], change["b"]["text"]) == ("soon", "not")
    text = (files / "letter.txt").read_text(encoding="utf-8")
    assert text[change["b"]["start"] : change["b"]["end"]] == "not"


def test_works_reuse_and_voices_of_files(files: Path, call: Call) -> None:
    names = [f"{name}.txt" for name in ("letter", "copy", "again", "carries", "snow")]
    ran = call("evidence", "works", *names)
    assert ran.code == 0
    assert "five documents, four works." in ran.out
    assert "One work: letter.txt and again.txt." in ran.out
    assert "countermove evidence compare letter.txt copy.txt" in ran.out.replace("\n  ", " ")
    assert "letter.txt and carries.txt carry a passage of 32 words" in ran.out
    data = json.loads(call("evidence", "works", *names, "--json").out)
    assert data["works"][0] == {"id": "letter.txt", "documents": ["letter.txt", "again.txt"]}
    assert data["near_copies"] == [["letter.txt", "copy.txt"]]
    assert ["carries.txt"] in data["voices"]
    assert set(json_keys(data)) <= in_code(sections(JSON_PAGE)["evidence works"])


def test_works_of_the_desk_keep_their_names_and_are_said_to_be_one(files: Path, call: Call) -> None:
    call("evidence", "add", "letter.txt", "copy.txt", "carries.txt")
    call("evidence", "add", "again.txt", "--work", "other")
    ran = call("evidence", "works")
    assert "four documents, four works." in ran.out
    assert "letter and other are renditions of one work" in ran.out
    assert "--work letter" in " ".join(ran.out.split())
    assert call("evidence", "compare", "letter", "other/text").code == 0
    (files / "model.yaml").write_text(
        "countermove: 1\ndecision_makers: {a: {options: {x: }}}\npreferences: {a: {prioritize: [x]}}\n"
        "sources: {s: {renditions: {text: {file: letter.txt}}}, t: {renditions: {text: {file: copy.txt}}}}\n",
        encoding="utf-8",
    )
    data = json.loads(call("evidence", "works", "--model", "model.yaml", "--json").out)
    assert [each["id"] for each in data["works"]] == ["s", "t"]
    assert data["near_copies"] == [["s", "t"]]


def test_wrong_input_is_told_what_to_type(files: Path, call: Call) -> None:
    ran = call("evidence", "compare", "letter.txt", "none.txt")
    assert (ran.code, ran.out) == (4, "")
    assert "none.txt" in ran.err
    ran = call("evidence", "works", "letter.txt", "--desk", "desk")
    assert ran.code == 2
    assert "give the one or the other" in ran.err
    ran = call("evidence", "works")
    assert ran.code == 4
    assert "countermove evidence add FILE" in ran.err
    (files / "apart.yaml").write_text(
        "countermove: 1\ndecision_makers: {a: {options: {x: }}}\npreferences: {a: {prioritize: [x]}}\n"
        "sources: {s: {title: A letter}, t: {}}\n",
        encoding="utf-8",
    )
    ran = call("evidence", "works", "--model", "apart.yaml")
    assert (ran.code, ran.out) == (4, "")
    assert "--source s=PATH" in ran.err


def test_what_a_document_says_does_not_reach_the_terminal_as_a_command(files: Path, call: Call) -> None:
    (files / "more.txt").write_text(f"{OWN}\n\nSnow\x1b[2J fell.", encoding="utf-8")
    (files / "less.txt").write_text(OWN, encoding="utf-8")
    assert "\x1b" not in call("evidence", "compare", "more.txt", "less.txt", "--all").out
    assert "Snow" in call("evidence", "compare", "more.txt", "less.txt").out


@needs_article
def test_the_two_real_files_are_one_work_and_one_voice(call: Call) -> None:
    ran = call("evidence", "compare", str(WEB), str(PDF))
    assert ran.code == 0
    assert "are renditions of one work" in ran.out.replace("\n", " ")
    assert "Different:" not in ran.out
    ran = call("evidence", "works", str(WEB), str(PDF))
    assert ran.out.startswith("two documents, one work.")


def test_files_are_called_by_the_end_of_their_paths_that_tells_them_apart(call: Call, tmp_path: Path) -> None:
    names = ["a/page.txt", "b/page.txt", "b/my copy.txt"]
    assert short_names(names) == {**dict(zip(names[:2], names[:2], strict=True)), names[2]: "my copy.txt"}
    assert short_names(["/x/p", "p"]) == {"/x/p": "x/p", "p": "p"}
    said = (
        "The gates stay shut until the fees are paid. The barges wait below the bridge. Nobody has asked why."
    )
    (tmp_path / "first.txt").write_text(said, encoding="utf-8")
    (tmp_path / "my copy.txt").write_text(said.replace("fees", "dues"), encoding="utf-8")
    files = [str(tmp_path / "first.txt"), str(tmp_path / "my copy.txt")]
    compared = call("evidence", "compare", *files)
    assert compared.out.startswith("first.txt is a near-copy of my copy.txt and no rendition")
    assert "[-first.txt-] {+my copy.txt+}" in compared.out
    sorted_ = " ".join(call("evidence", "works", *files).out.split())
    assert "Near-copies, not joined: first.txt and my copy.txt" in sorted_
    assert f"compare {files[0]} '{files[1]}'" in sorted_.replace("\n", " ")
