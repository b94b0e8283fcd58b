"""The two renditions of one article, which lie beside the repository or nowhere."""

from __future__ import annotations

import re

import pytest

from countermove.evidence import Document, Finding, Status, find, find_all, seal


def sentences(web: Document) -> list[str]:
    """The sentences of the article part, which ends where the paper begins to speak for itself."""
    article = web.text[: web.text.index("A Message from")]
    found = [each for each in re.split(r"(?<=[.!?\u201d])\s+(?=[A-Z\u201c])", article) if each.strip()]
    assert len(found) > 30
    return found


@pytest.fixture(scope="module")
def in_pdf(web: Document, pdf: Document) -> list[tuple[str, Finding]]:
    quotes = sentences(web)
    return list(zip(quotes, find_all(pdf, quotes), strict=True))


def test_each_sentence_of_the_web_page_is_found_in_the_pdf(in_pdf: list[tuple[str, Finding]]) -> None:
    others = [(quote, finding) for quote, finding in in_pdf if finding.status != Status.EXACT]
    # The PDF repeats one sentence above the article, as a pull quote: it cannot be told which is quoted.
    assert [finding.status for _, finding in others] == [Status.AMBIGUOUS]
    ((_, pulled),) = others
    assert len(pulled.places) == 2
    assert pulled.places[0].line == 1


def test_the_sentence_that_a_list_of_links_interrupts_is_exact(
    pdf: Document, in_pdf: list[tuple[str, Finding]]
) -> None:
    interrupted = [finding for _, finding in in_pdf if finding.interruptions]
    (finding,) = interrupted
    assert finding.status == Status.EXACT
    assert len(finding.interruptions) == 7
    assert {each.reason for each in finding.interruptions} == {"link"}
    (place,) = finding.places
    raw = pdf.text[place.start : place.end]
    assert all(each.text in raw and each.text.startswith("https://") for each in finding.interruptions)


def test_each_sentence_is_exact_in_its_own_rendition(web: Document) -> None:
    assert {finding.status for finding in find_all(web, sentences(web))} == {Status.EXACT}


def test_sealed_sentences_are_found_like_open_ones(pdf: Document, in_pdf: list[tuple[str, Finding]]) -> None:
    sealed = find_all(pdf, [seal(quote) for quote, _ in in_pdf])
    assert sealed == [finding for _, finding in in_pdf]


def test_paragraphs_are_found_past_related_article_lines(web: Document, pdf: Document) -> None:
    article = web.text[: web.text.index("A Message from")]
    first = find(pdf, article[: article.index("the menu of")])
    assert first.status == Status.EXACT
    assert [each.reason for each in first.interruptions] == ["related-article line"]
    whole = find(pdf, article)
    assert whole.status == Status.EXACT
    assert [each.reason for each in whole.interruptions] == ["related-article line"] * 2 + ["link"] * 7


def test_the_furniture_of_the_pdf_is_all_there_is(web: Document, pdf: Document) -> None:
    lines = [line for line in pdf.text.splitlines() if line.startswith(("https://", "Related article:"))]
    *lined, notice = pdf.furniture
    assert [pdf.text[each.start : each.end] for each in lined] == lines
    assert len(lines) == 9
    assert notice.reason == "notice"
    assert notice.end == len(pdf.text.rstrip())
    assert pdf.text[: notice.start].rstrip().endswith(sentences(web)[-1].strip()[-20:])


def test_the_furniture_of_the_web_page_is_its_appeal_from_beginning_to_end(web: Document) -> None:
    (appeal,) = web.furniture
    assert appeal.reason == "appeal"
    assert (appeal.start, appeal.end) == (web.text.index("A Message from"), len(web.text.rstrip()))
    assert {each.furniture for each in web.passages if each.start >= appeal.start} == {"appeal"}
    assert len([each for each in web.passages if each.furniture]) == len(
        web.text[appeal.start :].splitlines()
    )


def test_what_only_one_rendition_says_is_missing_from_the_other(web: Document, pdf: Document) -> None:
    notice = web.text[web.text.index("A Message from") :].splitlines()[2]
    assert find(web, notice).status == Status.EXACT
    assert find(pdf, notice).status == Status.MISSING


def test_dropping_the_word_now_is_a_change(web: Document, pdf: Document) -> None:
    now = pdf.words.texts.index("now")
    quote = " ".join(pdf.words.texts[now - 4 : now + 5])
    spoiled = quote.replace(" now ", " not ")
    for document in (web, pdf):
        assert find(document, quote).verified
        assert find(document, spoiled).status == Status.CHANGED
