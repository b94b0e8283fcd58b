from __future__ import annotations

import dataclasses
import hashlib
import os
import socket
import sys
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from countermove.errors import EvidenceError, LimitError
from countermove.evidence import document_from_text, find, read_document
from countermove.evidence.documents import document
from countermove.evidence.documents.page import page_text

from .helpers import literal_words

TEXT = "The dam\u2019s gates stay shut.\r\n\r\nNobody opens them.\n"


def write(folder: Path, content: bytes, name: str = "paper.txt") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_is_read_as_it_is(tmp_path: Path, encoding: str) -> None:
    path = write(tmp_path, TEXT.encode(encoding))
    read = read_document(path)
    assert read.text == TEXT
    assert read.name == "paper.txt"
    assert read.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert list(read.words.texts) == literal_words(TEXT)
    assert read.furniture == ()


def test_big_endian_utf16_is_read_too(tmp_path: Path) -> None:
    assert read_document(write(tmp_path, b"\xfe\xff" + TEXT.encode("utf-16-be"))).text == TEXT


def test_a_text_at_hand_is_a_document_too() -> None:
    made = document_from_text(TEXT, name="note")
    assert (made.name, made.text) == ("note", TEXT)
    assert made.sha256 == hashlib.sha256(TEXT.encode()).hexdigest()
    assert document_from_text("\ud800 lone").words.texts == ("lone",)
    with pytest.raises(dataclasses.FrozenInstanceError):
        made.text = ""  # type: ignore[misc]


def test_position_counts_lines_and_columns_from_one() -> None:
    made = document_from_text("ab\ncd\r\n\r ef")
    assert [made.position(offset) for offset in (0, 1, 3, 7, 9, 10)] == [
        (1, 1),
        (1, 2),
        (2, 1),
        (3, 1),
        (4, 2),
        (4, 3),
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b" \n\t", "is empty"),
        (b"\xef\xbb\xbf", "has no words"),
        (b"*** --- ***", "has no words"),
        (b"%PDF-1.7\n%\xe2\xe3\nwords", "is a broken PDF"),
        (b"one\0two", "is binary .*save it as plain text"),
        ("no mark".encode("utf-16-le"), "is binary"),
        ("\ufeffutf-32".encode("utf-32-le"), "is binary"),
        ("caf\u00e9".encode("latin-1"), r"is not UTF-8 \(byte 3: .*save it as UTF-8"),
        (b"\xff\xfea", "is not UTF-16"),
        (b"<html><script>only this</script></html>", "has no words"),
        (b"<html>" + b"<a " * 300, "is not valid HTML"),
    ],
)
def test_what_is_no_document_is_refused_with_a_remedy(tmp_path: Path, content: bytes, message: str) -> None:
    path = write(tmp_path, content)
    with pytest.raises(EvidenceError, match=message) as caught:
        read_document(path)
    assert str(path) in str(caught.value)


def test_missing_files_and_folders_are_refused(tmp_path: Path) -> None:
    with pytest.raises(EvidenceError, match="does not exist"):
        read_document(tmp_path / "none.txt")
    with pytest.raises(EvidenceError, match="is a directory"):
        read_document(tmp_path)
    with pytest.raises(EvidenceError, match="cannot be read"):
        read_document(tmp_path / "nul\0byte")
    with pytest.raises(EvidenceError, match="cannot be read"):
        read_document(write(tmp_path, b"text") / "below")


def test_files_that_may_not_be_read_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path, b"text")

    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)  # root, whom tests may run as, could read every file
    with pytest.raises(EvidenceError, match=r"cannot be read \(Permission denied\)"):
        read_document(path)


@pytest.mark.skipif(sys.platform == "win32", reason="needs special files")
def test_special_files_are_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    listener = socket.socket(socket.AF_UNIX)
    with listener:
        listener.bind(str(tmp_path / "socket"))
        for path in (tmp_path / "pipe", tmp_path / "socket", Path("/dev/zero"), Path("/dev/null")):
            with pytest.raises(EvidenceError, match="is no regular file"):
                read_document(path)


@pytest.mark.skipif(sys.platform == "win32", reason="needs special files")
def test_a_pipe_that_takes_the_place_of_a_file_does_not_hang(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    regular = write(tmp_path, b"text").stat()
    os.mkfifo(tmp_path / "pipe")
    monkeypatch.setattr(Path, "stat", lambda self, **_: regular)
    with pytest.raises(EvidenceError, match="is no regular file"):
        read_document(tmp_path / "pipe")


def test_large_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document, "MAX_BYTES", 1_000_000)
    assert read_document(write(tmp_path, b"a" * 1_000_000)).words.texts == ("a" * 1_000_000,)
    with pytest.raises(LimitError, match="more than 1 MB"):
        read_document(write(tmp_path, b"a" * 1_000_001))


PAGE = """<!DOCTYPE html>
<html><head><title>A Headline</title><style>p { color: red }</style>
<script>var hidden = "<p>not this</p>";</script></head>
<body><h1>A Headline</h1><p>First para&shy;graph, with <b>bo</b>ld &amp;
  plain&nbsp;text&#8217;s end.<p>Second <br>line<template>inert</template><noscript>no</noscript>
<!-- comment --><ul><li>one</li><li>two</li></ul><table><tr><td>1</td><td>2</td></tr></table>
<pre>kept  as
 it is</pre><div hidden>found by <span>readers</span></div>3 < 4 &unknown; tail"""


def test_page_text_is_what_a_reader_sees(tmp_path: Path) -> None:
    read = read_document(write(tmp_path, PAGE.encode(), "page"))
    assert read.text.split("\n\n") == [
        "A Headline",
        "First para\u00adgraph, with bold & plain\u00a0text\u2019s end.",
        "Second\nline",
        "one",
        "two",
        "1",
        "2",
        "kept  as\n it is",
        "found by readers",
        "3 < 4 &unknown; tail",
    ]
    assert read.sha256 == hashlib.sha256(PAGE.encode()).hexdigest()
    assert find(read, "a headline").status == "exact"


@pytest.mark.parametrize("name", ["a.html", "a.HTM", "a.xhtml"])
def test_pages_are_known_by_their_suffix(tmp_path: Path, name: str) -> None:
    assert read_document(write(tmp_path, b"one<p>two", name)).text == "one\n\ntwo"


@pytest.mark.parametrize(
    "head", ["<html lang=en>", " \n<!doctype HTML>", '<?xml version="1.0"?>\n<!DOCTYPE html>', "\ufeff<HTML>"]
)
def test_pages_are_known_by_their_head(tmp_path: Path, head: str) -> None:
    assert read_document(write(tmp_path, f"{head}one<p>two".encode())).text == "one\n\ntwo"


def test_text_that_only_mentions_tags_is_text(tmp_path: Path) -> None:
    text = "In HTML, <html> comes first.<p>"
    assert read_document(write(tmp_path, text.encode())).text == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<script/>seen", "seen"),
        ("<p>seen <a href='x' and more", "seen <a href='x' and more"),
        ("seen<!-- never closed", "seen<!-- never closed"),
        ("seen<script>never closed <b>", "seen"),
        ("<noscript>a<p>b</noscript>seen", "seen"),
        ("<template><template>a</template>b</template>seen", "seen"),
        ("</noscript>seen", "seen"),
        ("<![strange[ markup ]]>seen<![if IE]> too<![endif]>", "seen too"),
        ("seen <![strange[ and more", "seen <![strange[ and more"),
        ("seen AT&T", "seen AT&T"),
        ("<pre>a\n  b", "a\n  b"),
        ("</pre>a\n  b", "a b"),
    ],
)
def test_broken_pages_lose_nothing_visible(tmp_path: Path, html: str, text: str) -> None:
    assert read_document(write(tmp_path, html.encode(), "page.html")).text == text


@pytest.mark.parametrize("piece", ["<div>", "<", "&", "<b x='", "<!--", "a<b>-", "<noscript>", "&#", "</"])
def test_hostile_pages_end_in_good_time(tmp_path: Path, piece: str) -> None:
    path = write(tmp_path, ("<html>word " + piece * (200_000 // len(piece))).encode())
    try:
        assert "word" in read_document(path).words.texts
    except EvidenceError as error:
        assert "tags do not end" in str(error)  # noqa: PT017 - either end is a good one


MARKUP = [
    "<p>",
    "</p>",
    "<pre>",
    "</pre>",
    "<br/>",
    "<script>",
    "</script>",
    "<noscript>",
    "</noscript>",
    "<!--",
]
MARKUP += [
    "-->",
    "<![",
    "<!",
    "]]>",
    "<?",
    "<a b='",
    '"',
    ">",
    "<",
    "/",
    "&",
    "&amp;",
    "&#x41",
    ";",
    " ",
    "\n",
    "w",
    "title",
]


@given(st.lists(st.sampled_from(MARKUP), max_size=25).map("".join))
@example("<![" * 200)
@settings(max_examples=600, deadline=None)
def test_any_page_is_read_or_refused(html: str) -> None:
    try:
        text = page_text("seen" + html)
    except ValueError as error:
        assert "tags do not end" in str(error)  # noqa: PT017 - either end is a good one
    else:
        assert text.startswith("seen")


def test_furniture_is_found_and_nothing_is_deleted() -> None:
    text = (
        "Sentence one.\n\nRelated article: Headline\nover two lines\n\nSentence\n\n"
        "https://example.org/a-b\n  www.example.org/c \n\ntwo.\n\n\fRELATED ARTICLE: last"
    )
    made = document_from_text(text)
    assert [(made.text[each.start : each.end], each.reason) for each in made.furniture] == [
        ("Related article: Headline\nover two lines", "related-article line"),
        ("https://example.org/a-b", "link"),
        ("www.example.org/c", "link"),
        ("RELATED ARTICLE: last", "related-article line"),
    ]
    assert made.text == text
    assert list(made.words.texts) == literal_words(text)
    assert made.body.texts == ("sentence", "one", "sentence", "two")
    assert [text[a:b] for a, b in zip(made.body.starts, made.body.ends, strict=True)] == [
        "Sentence",
        "one",
        "Sentence",
        "two",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "See https://example.org for more.",
        "They met at\nhttps://example.org/end.\nThen they left.",
        "A line before\nRelated article: not a paragraph of its own",
        "Related article: one\ntwo\nthree\nfour lines are a paragraph",
        "Related article: " + "long " * 80,
        "Related articles are many",
        "Related: nothing",
        "example.org/no-scheme",
        "https://example.org two words",
        "http://",
    ],
)
def test_what_may_be_a_sentence_is_no_furniture(text: str) -> None:
    made = document_from_text(text)
    assert made.furniture == ()
    assert made.body is made.words


def test_a_document_may_begin_and_end_with_furniture_or_have_nothing_else() -> None:
    link = "https://example.org/x"
    assert document_from_text(f"{link}\n\nOne two.\n{link}\n").body.texts == ("one", "two")
    assert document_from_text(link).body.texts == ()
    assert document_from_text(f"\n{link}\n{link}\n").body.texts == ()


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ("<meta charset=windows-1251>", "cp1251"),
        ("<META http-equiv=Content-Type content='text/html; charset=koi8-r'>", "koi8-r"),
        ("<meta charset=iso-8859-1>", "cp1252"),
        ("<meta charset='utf-16'>", "utf-8"),
        ("<title>no charset</title>", "utf-8"),
    ],
)
def test_the_encoding_that_a_page_declares_is_read_strictly(tmp_path: Path, head: str, encoding: str) -> None:
    word = "\u0440\u0435\u043a\u0430" if encoding in ("cp1251", "koi8-r", "utf-8") else "caf\u00e9\u2019s"
    path = write(tmp_path, f"<html>{head}<p>{word}".encode(encoding), "page.html")
    read = read_document(path)
    assert (read.text, read.encoding, read.format) == (word, encoding, "html")
    wrong = write(tmp_path, f"<html>{head}<p>".encode() + b"\x81\x98\xff", "wrong.html")
    if encoding != "koi8-r":  # in which every byte is a character
        with pytest.raises(
            EvidenceError, match=r"is not .*add it with its encoding: countermove evidence add"
        ):
            read_document(wrong)


def test_an_xml_declaration_and_the_user_s_encoding_count_too(tmp_path: Path) -> None:
    xml = b"<?xml version='1.0' encoding='windows-1252'?>\n<html><p>caf\xe9</p></html>"
    assert read_document(write(tmp_path, xml, "page.xhtml")).text == "caf\u00e9"
    path = write(tmp_path, b"<html><meta charset=utf-8><p>caf\xe9", "page.html")
    assert read_document(path, "latin-1").text == "caf\u00e9"


def test_what_a_page_says_of_itself_is_known(tmp_path: Path) -> None:
    page = (
        "<html><head><title>The locks | River Paper</title><meta property=og:title content='The locks'>"
        "<meta name=author content=' The\nharbour master '><meta property=og:site_name content='River Paper'>"
        "<meta property=article:published_time content=2024-05-17T08:00:00Z><meta name=date content=1999>"
        "</head><svg><title>A drawing</title></svg><p>text"
    )
    about = read_document(write(tmp_path, page.encode(), "page.html")).about
    assert about == document.About("The locks", "The harbour master", "River Paper", "2024-05-17")
    plain = "<html><title>Only this</title><meta name=date content='last May'><p>text"
    assert read_document(write(tmp_path, plain.encode(), "b.html")).about == document.About("Only this")


def test_a_page_of_countless_tags_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, b"<html>word" + b"<b>" * 300_000, "page.html")
    with pytest.raises(EvidenceError, match="it has more than 300,000 tags"):
        read_document(path)
