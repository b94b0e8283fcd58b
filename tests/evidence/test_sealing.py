from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countermove.cases import case_path
from countermove.evidence import document_from_text, find, read_document, seal, split
from countermove.evidence.quotes.quoted import quoted_text
from countermove.model.quotes import quotes_in
from tests.article import PDF, WEB, needs_article
from tests.console import call

from .helpers import invented_text, rewrapped

LETTER = (
    "The port authority wrote: \u201cWe shall keep the lower\ngate shut, whatever the min-\nistry says.\u201d It was "
    "not asked.\n\nhttps://example.org/1\n\nThe gate of Upper-\nRiver stayed open, Upper-River said.\n"
)
MODEL = """\
# A dispute about a gate; keep this line.
countermove: 1
title: The gate
sources:
  letter:
    renditions:
      text: {file: letter.txt}
claims:
  shut:            # who says so
    text: The gate stays shut.
    quotes:
      - {source: letter, quote: "we shall keep the lower gate shut, whatever the ministry says"}   # the whole of it
      - source: letter
        quote: >-
          it was not
          asked
        stance: contradicts
decision_makers:
  port: {options: {shut: Keep it shut}}
  ministry: {options: {sue: Sue}, because: [{source: letter, quote: The gate of Upper-River stayed open}]}
status_quo: []
preferences:
  port: {prioritize: [{statement: shut, because: [shut]}]}
  ministry: {prioritize: [not shut]}
"""


@pytest.fixture
def dispute(empty: Path) -> Path:
    (empty / "letter.txt").write_text(LETTER, encoding="utf-8")
    file = empty / "dispute.yaml"
    file.write_bytes(MODEL.replace("\n", "\r\n").encode())
    return file


def ran(*arguments: str) -> str:
    done = call(["evidence", *arguments])
    assert done.code == 0, done.err
    return done.out


def test_sealing_and_unsealing_change_only_the_quotes(dispute: Path) -> None:
    said = ran("seal", "dispute.yaml", "-o", "sealed.yaml")
    assert said.splitlines()[0] == "dispute.yaml: three quotes sealed."
    assert "Two quotes of fewer than 8 words can be guessed" in " ".join(said.split())
    assert "on lines 13 and 20" in " ".join(said.split())
    sealed = Path("sealed.yaml").read_bytes().decode()
    for words in ("lower gate", "not asked", "not\r\n", "stayed open"):
        assert words not in sealed
    assert call(["check", "sealed.yaml"]).code == 0
    assert ran("unseal", "sealed.yaml", "-o", "open.yaml") == "sealed.yaml: three quotes opened.\n"
    opened = Path("open.yaml").read_bytes().decode()
    text = MODEL.replace("\n", "\r\n")
    for found in (sealed, opened):
        # Everything but the lines of the quotes is as it was, byte for byte.
        kept = [line for line in found.split("\r\n") if "seal" not in line and "quote:" not in line]
        assert kept == [
            line
            for line in text.split("\r\n")
            if "quote:" not in line and line.strip() not in ("it was not", "asked")
        ]
        assert "# the whole of it" in found
    before, after = quotes_in(text), quotes_in(opened)
    assert [seal(each.text or "") for each in before] == [seal(each.text or "") for each in after]
    assert [each.path for each in before] == [each.path for each in after]
    # Typography is the document's, but for its line breaks.
    assert [each.text for each in after] == [
        "We shall keep the lower gate shut, whatever the ministry says",
        "It was not asked",
        "The gate of Upper-River stayed open",
    ]
    assert ran("seal", "open.yaml", "-o", "again.yaml").startswith("open.yaml: three quotes sealed.")
    assert Path("again.yaml").read_bytes() == Path("sealed.yaml").read_bytes()


def test_the_model_is_printed_without_an_output(dispute: Path) -> None:
    done = call(["evidence", "seal", "dispute.yaml"])
    assert done.out.replace("\r\n", "\n").startswith(MODEL[:60])
    assert "three quotes sealed." in done.err
    assert call(["evidence", "unseal", "dispute.yaml"]).out == MODEL.replace("\n", "\r\n")


def test_a_seal_without_its_document_stays(dispute: Path) -> None:
    ran("seal", "dispute.yaml", "-o", "sealed.yaml")
    Path("letter.txt").rename("elsewhere.txt")
    done = call(["evidence", "unseal", "sealed.yaml"])
    assert done.code == 4
    assert done.out == Path("sealed.yaml").read_bytes().decode()
    assert "Three quotes of letter stay sealed, on lines 12, 13 and 18" in done.err
    assert "--source letter=PATH" in done.err
    done = call(["evidence", "unseal", "sealed.yaml", "--source", "letter=elsewhere.txt"])
    assert done.code == 0
    assert "lower gate" in done.out


def test_what_did_not_verify_before_is_said(dispute: Path) -> None:
    dispute.write_text(MODEL.replace("keep the lower gate", "keep the upper gate"))
    done = call(["evidence", "seal", "dispute.yaml", "-o", "sealed.yaml"])
    assert done.code == 4
    assert "One quote did not verify before being sealed" in " ".join(done.out.split())
    assert Path("sealed.yaml").exists()
    Path("again.txt").write_text(f"The evening paper.\n\n{LETTER}", encoding="utf-8")
    both = "text: {file: letter.txt}\n      again: {file: again.txt}"
    dispute.write_text(dispute.read_text().replace("text: {file: letter.txt}", both))
    done = call(["evidence", "seal", "dispute.yaml", "-o", "sealed.yaml"])
    assert "One quote did not verify before being sealed" in " ".join(done.out.split())


def test_nothing_is_written_where_it_cannot_be(dispute: Path) -> None:
    done = call(["evidence", "seal", "dispute.yaml", "-o", "."])
    assert done.code == 2
    assert "is a folder" in done.err
    done = call(["evidence", "seal", "absent.yaml"])
    assert done.code == 2


@needs_article
def test_the_case_is_opened_and_sealed_again(empty: Path) -> None:
    """Whatever the case's file says, its sealed quotes open in both renditions, and seal to the same."""
    for document in (WEB, PDF):
        args = ["evidence", "unseal", "karabakh-2020", "--source", f"moscow-times={document}"]
        done = call(args)
        assert done.code == 0, done.err
        before = quotes_in(Path(str(case_path("karabakh-2020"))).read_text(encoding="utf-8"))
        after = quotes_in(done.out)
        assert [each.path for each in before] == [each.path for each in after]
        for one, other in zip(before, after, strict=True):
            sealed = seal(other.text or "")
            if one.seal is not None:
                assert (sealed.words, sealed.sha256) == one.seal
                assert find(read_document(document), other.text or "").places
            else:
                assert one.text == other.text


@given(st.integers(0, 200), st.data())
@settings(max_examples=150, deadline=None)
def test_the_text_of_any_place_has_the_words_of_the_place(seed: int, draws: st.DataObject) -> None:
    document = document_from_text(rewrapped(invented_text(seed % 7, 400), seed))
    words = document.body
    first = draws.draw(st.integers(0, len(words) - 31))
    length = draws.draw(st.integers(3, 30))
    sealed = seal(" ".join(words.texts[first : first + length]))
    finding = find(document, sealed)
    text = quoted_text(document, finding)
    assert seal(text) == sealed
    assert text == " ".join(text.split())
    assert split(text).texts == words.texts[first : first + length]
