"""``evidence add``, ``list`` and ``show``, and the commands that find documents on the desk."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from countermove.views.evidence_documents import printable
from tests.article import PDF, WEB, needs_article
from tests.cli.calling import Call

LETTER = "We shall let no water through while this is before a court.\n\nRelated article: The locks\n"
PAGE = """<html lang=en><meta charset=windows-1252><title>The locks</title>
<meta property=article:published_time content=2024-05-17T10:00Z>
<nav>Home</nav><p>The locks\x92 gates open in June.</p></html>"""
MODEL = """
countermove: 1
title: Water
sources:
  letter:
    title: Letter of the ministry
    renditions:
      text: {sha256: %s}
claims:
  no_water:
    text: Upstream holds the water back.
    quotes: [{source: letter, quote: let no water through}]
decision_makers:
  upstream: {options: {water: Let water through}}
preferences:
  upstream: {prioritize: [{statement: water, because: [no_water]}]}
"""


def write(name: str, content: str | bytes) -> str:
    path = Path(name)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return name


def words(text: str) -> str:
    return " ".join(text.split())


def test_add_says_what_was_read_where_it_is_and_what_is_furniture(call: Call) -> None:
    letter, page = write("letter.txt", LETTER), write("page.html", PAGE.encode("latin-1"))
    result = call("evidence", "add", letter, page)
    assert (result.code, result.err) == (0, "")
    said = words(result.out)
    assert "letter.txt: text, 16 words, 2 passages It is letter/text, a work of its own." in said
    assert "1 related-article line: “Related article: The locks”" in said
    assert "page.html: page in windows-1252, 7 words, 2 passages" in said
    assert "1 menu: “Home”" in said
    assert "2 documents added; 2 works in all of these." in said
    assert "Next: countermove evidence show letter/text" in said
    again = call("evidence", "add", letter)
    assert "It is there already, as letter/text, and counts once." in again.out


def test_add_in_json_has_all_furniture_and_files_that_failed(call: Call) -> None:
    letter, empty = write("letter.txt", LETTER), write("empty.txt", "")
    result = call("evidence", "add", letter, empty, "--json")
    data = json.loads(result.out)
    assert result.code == 4
    (added,) = data["added"]
    assert (added["document"], added["format"], added["words"], added["passages"]) == (
        "letter/text",
        "text",
        16,
        2,
    )
    assert added["furniture"] == [
        {"reason": "related-article line", "count": 1, "first_words": ["Related article: The locks"]}
    ]
    assert data["failed"] == [
        {"file": "empty.txt", "why": "empty.txt is empty; give a file with the document's text"}
    ]
    assert "empty.txt is empty" in result.err


def test_one_file_that_cannot_be_read_leaves_no_desk(call: Call) -> None:
    result = call("evidence", "add", "none.txt")
    assert (result.code, result.out) == (4, "")
    assert "none.txt does not exist; check the path" in result.err
    assert not Path("evidence").exists()


def test_encodings_are_named_or_declared(call: Call) -> None:
    text = write("letter.txt", "Caf\xe9 by the locks".encode("latin-1"))
    refused = call("evidence", "add", text)
    assert refused.code == 4
    assert "countermove evidence add letter.txt --encoding windows-1252" in refused.err
    assert call("evidence", "add", text, "--encoding", "windows-1252").code == 0
    assert "Café by the locks" in call("evidence", "show", "letter").out
    for name in ("nothing", "base64", "punycode", "unicode_escape"):
        result = call("evidence", "add", text, "--encoding", name)
        assert (result.code, "is no encoding of texts; write such as" in result.err) == (2, True)
    wrong = write("page.html", "<html><meta charset=koi9-x><p>word")
    assert "declares the encoding 'koi9-x', which is not known" in call("evidence", "add", wrong).err
    strict = write("utf.html", b"<html><meta charset=utf-8><p>caf\xe9")
    assert "is not UTF-8, as it declares" in call("evidence", "add", strict).err


def test_what_is_known_of_a_work_may_be_told(call: Call) -> None:
    page = write("page.html", PAGE.encode("latin-1"))
    call("evidence", "add", page)
    (work,) = json.loads(call("evidence", "list", "--json").out)["works"]
    assert [work["renditions"][0][key] for key in ("title", "published")] == ["The locks", "2024-05-17"]
    call(
        "evidence", "add", page, "--published", "2024", "--author", "The harbour master", "--publisher", "Us"
    )
    (work,) = json.loads(call("evidence", "list", "--json").out)["works"]
    assert [work["renditions"][0][key] for key in ("author", "published")] == ["The harbour master", "2024"]
    for date in ("May", "2024-13", "2024-02-30", "24-01-01"):
        result = call("evidence", "add", page, "--published", date)
        assert (result.code, "is no date; write it as 2020, 2020-10 or 2020-10-14" in result.err) == (2, True)


def test_works_and_renditions_may_be_named(call: Call) -> None:
    first, second = write("a.txt", "One two three."), write("b.txt", "Four five six.")
    assert call("evidence", "add", first, "--work", "locks", "--rendition", "print").code == 0
    joined = call("evidence", "add", second, "--work", "locks")
    assert "It is locks/text, one more rendition, though it does not say the same." in words(joined.out)
    two = call("evidence", "add", first, second, "--rendition", "x")
    assert (two.code, "names one file" in two.err) == (2, True)
    bad = call("evidence", "add", first, "--work", "../up")
    assert (bad.code, "cannot be a label on the desk" in bad.err) == (2, True)


def test_list_and_show(call: Call) -> None:
    empty = call("evidence", "list")
    assert (empty.code, empty.out) == (0, "The desk is empty. Begin with: countermove evidence add FILE\n")
    call("evidence", "add", write("letter.txt", LETTER))
    listed = call("evidence", "list").out
    assert "1 work, 1 document on the desk evidence" in listed
    assert "letter/text  text" in listed
    shown = call("evidence", "show", "letter/text").out.splitlines()
    assert shown[1:] == [
        "1  We shall let no water through while this is before a court.",
        "2  [related-article line] Related article: The locks",
    ]
    assert call("evidence", "show", "letter.txt", "--furniture").out.splitlines()[1:] == shown[2:]
    data = json.loads(call("evidence", "show", "letter", "--furniture", "--json").out)
    assert data["text"] == [
        {
            "number": 2,
            "start": 61,
            "end": 87,
            "line": 3,
            "page": None,
            "furniture": "related-article line",
            "text": "Related article: The locks",
        }
    ]
    plain = write("plain.txt", "Nothing else.")
    assert "Nothing in it is taken for furniture" in call("evidence", "show", plain, "--furniture").out


def test_pages_are_named_where_they_begin(call: Call) -> None:
    shown = call("evidence", "show", write("pages.txt", "One.\n\ftwo.\n\f\n\fthree.")).out.splitlines()
    assert shown == [
        "pages.txt: text, 3 words, 3 passages, 4 pages",
        "   page 1",
        "1  One.",
        "   page 2",
        "2  two.",
        "   page 4",
        "3  three.",
    ]


def test_control_characters_do_not_reach_the_terminal(call: Call) -> None:
    evil = write("evil.txt", "Red \x1b[31malert\x07 \x9b2J here.\n\nRelated article: \x1b]0;owned\x07 it\n")
    for arguments in (["add", evil], ["show", "evil"], ["show", "evil", "--furniture"], ["list"]):
        result = call("evidence", *arguments)
        assert result.code == 0
        assert not set("\x1b\x07\x9b") & set(result.out + result.err)
    record = Path("evidence/evil/text.json")
    record.write_text(record.read_text().replace('"title": ""', '"title": "\\u001b[2J"'))
    assert "\x1b" not in call("evidence", "show", "evil").out + call("evidence", "add", evil).out


def test_a_name_that_is_nowhere_says_what_there_is(call: Call) -> None:
    assert "none.txt does not exist" in call("evidence", "show", "none.txt").err
    call("evidence", "add", write("letter.txt", LETTER))
    result = call("evidence", "show", "leter")
    assert (result.code, "did you mean 'letter'?" in result.err) == (2, True)
    result = call("evidence", "list", "--desk", "elsewhere")
    assert (result.code, "there is no desk elsewhere; begin one with" in result.err) == (4, True)


@pytest.mark.parametrize("command", [["check", "water.yaml"], ["report", "water.yaml", "--output", "r.html"]])
def test_documents_are_found_on_the_desk_beside_the_model(call: Call, command: list[str]) -> None:
    letter = write("letter.txt", LETTER)
    call("evidence", "add", letter)
    sha256 = json.loads(call("evidence", "list", "--json").out)["works"][0]["renditions"][0]["sha256"]
    write("water.yaml", MODEL % sha256)
    Path(letter).unlink()
    found = call(*command)
    assert (found.code, found.err) == (0, "")
    Path("evidence").rename("other")
    assert "letter, text: 1 exact" not in call("check", "water.yaml").out
    assert "letter, text: 1 exact" in call("check", "water.yaml", "--desk", "other").out
    assert call(*command, "--desk", "other").code == 0
    assert call(*command, "--desk", "nowhere").code == 4
    assert call("check", "water.yaml", "--strict", "--desk", "other").code == 0


def test_a_changed_text_on_the_desk_is_no_evidence(call: Call) -> None:
    call("evidence", "add", write("letter.txt", LETTER))
    text = Path("evidence/letter/text.txt")
    sha256 = json.loads(Path("evidence/letter/text.json").read_text())["sha256"]
    write("water.yaml", MODEL % sha256)
    text.write_text(LETTER.replace("no water", "the water"))
    result = call("check", "water.yaml")
    assert (result.code, "is not the text that its record was made for" in result.err) == (4, True)


@needs_article
def test_a_case_of_the_library_finds_the_article_on_the_desk_here(call: Call) -> None:
    assert call("evidence", "add", str(WEB), str(PDF), "--work", "article").code == 0
    result = call("check", "karabakh-2020", "--strict")
    assert (result.code, result.err) == (0, "")
    assert "moscow-times, web: 29 exact moscow-times, pdf: 29 exact" in words(result.out)


@needs_article
def test_the_article_s_furniture_is_told_by_kind(call: Call) -> None:
    added = json.loads(call("evidence", "add", str(WEB), str(PDF), "--json").out)["added"]
    counted = [{row["reason"]: row["count"] for row in each["furniture"]} for each in added]
    assert counted == [{"appeal": 1}, {"related-article line": 2, "link": 7, "notice": 1}]


STORY = " ".join(
    f"On day {n} the {who} said that the {what} would {do} once the fees were paid."
    for n, (who, what, do) in enumerate(
        zip(
            ["minister", "harbour master", "port authority", "council", "ministry"],
            ["upper locks", "lower gates", "barges", "northern canal", "weir"],
            ["open", "stay shut", "turn back", "be dredged", "be raised"],
            strict=True,
        ),
        start=1,
    )
)


def test_renditions_join_and_near_copies_do_not(call: Call) -> None:
    first = write("story.txt", STORY)
    longer = write(
        "page.html", f"<html><nav>Home</nav><p>{STORY.replace('. ', '.<p>')}<p>More in June.</html>"
    )
    copy = write("copy.txt", STORY.replace("stay shut", "not open"))
    result = call("evidence", "add", first, longer, copy)
    said = words(result.out)
    assert (
        "It says the same as story/text, but for one sentence that only this one has; it is story/web" in said
    )
    assert "It is a near-copy of story/text: the words differ in one place." in said
    assert "- line 1 has “not open” where story/text, line 1, has “stay shut”" in said
    assert "So it is copy/text, a work of its own. If it is a rendition of story all the same" in said
    joined = words(call("evidence", "add", copy, "--work", "story").out)
    assert "As asked for, it is story/text-2, a rendition of that work all the same." in joined
    listed = json.loads(call("evidence", "list", "--json").out)["works"]
    assert [[each["document"] for each in work["renditions"]] for work in listed] == [
        ["story/web", "story/text", "story/text-2"]
    ]
    again = json.loads(call("evidence", "add", copy, "--json").out)["added"]
    assert [(each["document"], each["there_already"]) for each in again] == [("story/text-2", True)]


@needs_article
def test_the_two_files_of_the_article_are_one_work(call: Call) -> None:
    web, pdf = json.loads(call("evidence", "add", str(WEB), str(PDF), "--json").out)["added"]
    assert (web["new_work"], pdf["new_work"], pdf["work"]) == (True, False, web["work"])
    assert pdf["relation"] == {"kind": "renditions", "to": web["document"], "differences": []}


@needs_article
def test_a_copy_of_the_article_with_one_word_changed_is_a_work_of_its_own(call: Call) -> None:
    call("evidence", "add", str(WEB))
    text = WEB.read_text(encoding="utf-8")
    # A word that stands once, chosen here, so that no word of the article stands in this test.
    word = next(each for each in text.split() if each.isalpha() and len(each) > 8 and text.count(each) == 1)
    copy = write("copy.txt", text.replace(word, "somethingelse"))
    (added,) = json.loads(call("evidence", "add", copy, "--json").out)["added"]
    assert (added["new_work"], added["relation"]["kind"]) == (True, "near-copy")
    assert [(each["here"]["text"], each["there"]["text"]) for each in added["relation"]["differences"]] == [
        ("somethingelse", word)
    ]


def test_what_turns_the_direction_of_writing_is_not_obeyed() -> None:
    assert printable("a\x1b[31m\u202eb\u2066c\u200f\td\x9b") == "a\ufffd[31m\ufffdb\ufffdc\ufffd\td\ufffd"
