"""What the report says of the evidence and of the elements that it stands behind."""

from __future__ import annotations

from pathlib import Path

import pytest

import countermove
from countermove.evidence import seal
from countermove.views.report import SECTIONS, report_html
from countermove.views.report_elements import condition_words
from tests.views.reports import LEVELS, TINY, Page, karabakh, of_the_case, rendered

EVIDENCE = """
countermove: 1
title: Evidence of every kind
sources:
  paper: {title: The paper, renditions: {text: {file: paper.txt}, scan: {sha256: SHA}}}
claims:
  found: {text: It stands there., quotes: [{source: paper, quote: the cat sat on the mat}]}
  other: {text: It is told otherwise., quotes: [{source: paper, quote: a dog lay under the old table all day}]}
  twice: {text: It is said twice., quotes: [{source: paper, quote: again}]}
  never: {text: Nobody said it., quotes: [{source: paper, quote: bananas are blue}]}
  against: {text: It speaks against., quotes: [{source: paper, quote: the mat, stance: contradicts}]}
  closed: {text: It is sealed., quotes: [{source: paper, sealed: {words: 3, sha256: SHA}}]}
  over: {text: It runs past a link., quotes: [{source: paper, quote: one two three four}]}
decision_makers:
  ann: {name: Ann, because: [found, other], options: {go: {name: Go, because: [twice, never, over, {assumption: Ann can walk.}]}}}
status_quo: []
preferences:
  ann: {prioritize: [{statement: go, because: [against, closed]}, {statement: not go, because: [{assumption: Else she rests.}]}]}
"""


@pytest.fixture
def evidence(tmp_path: Path) -> Page:
    paper = "the cat sat on the mat.\n\na dog lay under the new table all day\n\nagain and again\n\n"
    paper += "one two\nhttps://example.org/page\nthree four\n"
    (tmp_path / "paper.txt").write_text(paper, encoding="utf-8")
    conflict = countermove.loads(EVIDENCE.replace("SHA", "0" * 64), "it.yaml", tmp_path)
    return Page(rendered(conflict))


def test_status_of_every_quote_is_shown(evidence: Page) -> None:
    words = {attrs["class"] for attrs in evidence.all("p") if str(attrs.get("class")).startswith("status ")}
    assert words == {f"status {each}" for each in ("exact", "changed", "ambiguous", "missing", "no-source")}
    signs = {attrs["href"] for attrs in evidence.all("use")}
    assert {
        f"#sign-{each}"
        for each in ("exact", "changed", "ambiguous", "missing", "no-source", "sealed", "against")
    } <= signs


def test_findings_are_told(evidence: Page) -> None:
    text = evidence.text()
    assert "where the quote has “old”, the document has “new”" in text
    assert "it stands more than once, on line 5; quote more words" in text
    assert "the quote runs past page furniture (one link: “https://example.org/page”)" in text
    assert "speaks against it" in text
    assert "a dog lay under the old table all day" in text


def test_failing_evidence_is_a_warning(evidence: Page) -> None:
    text = evidence.text()
    head = text[: text.index(SECTIONS["states"], text.index("Before you rely on it"))]
    assert "Four quotes do not stand in the document word for word as quoted." in head
    assert "One quote speaks against the model." in head


def test_elements_stand_in_words(evidence: Page) -> None:
    text = evidence.text()
    assert "Who decides: Ann" in text
    assert "Ann’s option: “Go”" in text
    assert "What Ann wants, 1 of 2: “Go”" in text
    assert "What Ann wants, 2 of 2: not “Go”. Nothing else stands behind this." in text
    assert "decision_makers" not in text


def test_a_sealed_document_is_not_quoted(tmp_path: Path) -> None:
    """What interrupts a sealed quote are words of a document that may not be shown."""
    text = "one two\n\nRelated article: Not to be shown\n\nthree four\n"
    (tmp_path / "paper.txt").write_text(text, encoding="utf-8")
    for sealed in (True, False):
        words = seal("one two three four")
        quote = (
            f"sealed: {{words: {words.words}, sha256: {words.sha256}}}"
            if sealed
            else "quote: one two three four"
        )
        model = TINY + (
            "sources: {paper: {renditions: {text: {file: paper.txt}}}}\n"
            f"claims: {{c: {{text: It counts., quotes: [{{source: paper, {quote}}}]}}}}\n"
        )
        page = Page(rendered(countermove.loads(model, "it.yaml", tmp_path))).text()
        assert "the quote runs past page furniture (one related-article line" in page
        assert ("Not to be shown" in page) != sealed


def test_an_unknown_document_is_noticed(tmp_path: Path) -> None:
    article = tmp_path / "article.txt"
    article.write_text("Words of an article that may not be shown.", encoding="utf-8")
    conflict = countermove.load("karabakh-2020")
    html = report_html(conflict, conflict.evidence({"moscow-times": [article]}), command="x")
    assert "may not be shown" not in html
    assert "it is verified as rendition given-1" in html


@of_the_case
def test_unseen_documents_are_told() -> None:
    text = Page(karabakh()).text()
    assert (
        "29 quotes from “The Moscow Times” could not be checked: the document is not on this machine." in text
    )
    assert "--source moscow-times=PATH" in text


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("not (water = all or sue)", "neither “Water let through” at all nor “Sue”"),
        ("pay if sue and water = half", "if “Sue” and “Water let through” at half, then “Pay”"),
        ("pay and (sue or water = none)", "“Pay” and (“Sue” or “Water let through” at none)"),
        ("pay <-> not sue", "“Pay” exactly when not “Sue”"),
        ("at_most_one(pay, sue)", "at most one of “Pay” and “Sue”"),
    ],
)
def test_conditions_in_words(written: str, said: str) -> None:
    text = LEVELS.replace("status_quo:", f'constraints: ["{written} or not ({written})"]\nstatus_quo:')
    model = countermove.loads(text).model
    assert said in condition_words(model, model.constraints[0].condition)
