"""What is taken for furniture by its wording, by what pages repeat and by a saved page's markup, and what is not."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countermove.evidence import Document, document_from_text, find, read_document
from countermove.evidence.documents.page import read_page
from countermove.evidence.documents.paragraphs import page_starts

from .helpers import literal_words

APPEAL = (
    "A Message from the River Paper:\nDear readers,\nThe water is high and so are our costs.\n"
    "Your support matters. Please donate today.\nRemind me later."
)


def marked(text: str) -> list[tuple[str, str]]:
    made = document_from_text(text)
    assert made.text == text
    return [(each.reason, made.text[each.start : each.end]) for each in made.furniture]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Related stories: The locks open", "related-article line"),
        ("READ MORE: Ships wait", "related-article line"),
        ("Also read: Ships wait\nat the locks", "related-article line"),
        ("www.example.org/locks", "link"),
        ("The views expressed here do not necessarily reflect those of the paper.", "notice"),
        ("Views and opinions expressed are solely those of the author.", "notice"),
        ("\u00a9 2024 The River Paper", "notice"),
        ("The River Paper. All rights reserved.", "notice"),
        ("We use cookies to improve your visit.", "cookie notice"),
        ("This website uses its own and other cookies.", "cookie notice"),
        ("Accept all cookies", "cookie notice"),
        ("ADVERTISEMENT", "advertisement"),
        ("Story continues below advertisement", "advertisement"),
    ],
)
def test_paragraphs_of_such_wording_are_furniture_of_their_kind(text: str, reason: str) -> None:
    assert marked(f"The locks are shut.\n\n{text}\n\nNobody opens them.") == [(reason, text)]


@pytest.mark.parametrize(
    "text",
    [
        "The views expressed by the minister were clear.",
        "The minister said that the views expressed do not necessarily reflect those of the cabinet.",
        "He said that all rights reserved to the port would be kept.",
        "The ministry says this site uses cookies.",
        "We use the word cookie for small cakes.",
        "Advertisement is forbidden on the river.",
        "The views expressed " + "here " * 90 + "do not necessarily reflect ours.",
        "Dear readers,",
        "Dear readers,\n\nThe locks are shut.\n\nNobody opens them.",
        "A message from the ministry:\n\nThe port needs your help.\n\nShips wait.",
        "A message from the ministry:\n\n"
        + "The locks are shut. " * 40
        + "\n\nYour support matters. Donate.",
        "The locks need your support. Donate today. Subscribe.",
        "1\n\n2\n\n3",
        "Page 3",
    ],
)
def test_what_may_be_the_article_is_not(text: str) -> None:
    assert marked(f"The locks are shut.\n\n{text}\n\nNobody opens them.") == []


def test_an_appeal_goes_from_its_heading_to_its_last_button() -> None:
    assert marked(f"Nobody opens them. {'The river rises. ' * 20}\n{APPEAL}\nThe gates open in June.") == [
        ("appeal", APPEAL)
    ]


def test_an_appeal_leaves_furniture_of_other_kinds_within_it_alone() -> None:
    found = read_page("<p>Dear readers,<nav>Menu</nav><p>Your help counts.<p>Donate now.").furniture
    assert [each.reason for each in found] == ["menu"]
    made = document_from_text("Dear readers,\n\nYour help counts.\n\nhttps://example.org\n\nDonate now.")
    assert [each.reason for each in made.furniture] == ["appeal"]


def paged(*pages: str) -> str:
    return "\n\f".join(pages)


BODY = ["The locks are\nshut since May.", "Ships wait and\nnobody comes.", "Rain falls on the\nquiet quay."]


def test_running_heads_and_page_numbers_are_what_pages_repeat() -> None:
    text = paged(*(f"The River Paper {n}\n{BODY[n]}\n- {n + 7} -" for n in range(3)))
    assert marked(text) == [
        found
        for n in range(3)
        for found in (("running head", f"The River Paper {n}"), ("page number", f"- {n + 7} -"))
    ]


def test_a_running_head_with_the_page_s_number_needs_two_pages_only() -> None:
    heads = ["Locks 5", "Locks 6", "7 Ships", "8 Ships", "Rain 9"]
    text = paged(
        *(f"{head}\n{name * 9} and\n{name * 7} are" for head, name in zip(heads, "abcde", strict=True))
    )
    assert marked(text) == [("running head", head) for head in heads[:4]]


def test_page_numbers_may_be_roman_or_named() -> None:
    roman = paged(*(f"{BODY[n]}\n{number}" for n, number in enumerate(["iv", "v", "vi"])))
    assert [found for _, found in marked(roman)] == ["iv", "v", "vi"]
    named = paged(*(f"Page {n + 1} of 3\n{BODY[n]}" for n in range(3)))
    assert {reason for reason, _ in marked(named)} == {"page number"}


@pytest.mark.parametrize(
    "text",
    [
        paged(*BODY),
        paged("1975\n" + BODY[0], "2020\n" + BODY[1], "1991\n" + BODY[2]),
        paged(*(f"{body}\nThe minister said nothing more." for body in BODY)),
        paged("The locks\n" + BODY[0], BODY[1] + "\nThe locks", BODY[2]),
        paged("The locks\n" + BODY[0], "The locks\n" + BODY[1], "One\nis", "Two\nare", "Three\nrun"),
        "The locks\nare shut.\n\nThe locks\nstay shut.",
    ],
)
def test_what_pages_do_not_repeat_at_one_edge_is_not(text: str) -> None:
    assert marked(text) == []


def test_a_line_is_furniture_only_if_all_nearer_to_the_edge_are() -> None:
    text = paged(*(f"{BODY[n]}\nThe River Paper\n{line}" for n, line in enumerate(["one", "two", "three"])))
    assert marked(text) == []


def test_a_sentence_runs_on_over_a_page_and_its_furniture() -> None:
    text = paged("River Paper 1\nThe locks stay\nshut and the har-\n11", "River Paper 2\nbour sleeps.\n12")
    made = document_from_text(text)
    assert made.pages == (0, text.index("\f") + 1)
    finding = find(made, "shut and the harbour sleeps")
    assert (finding.status, [each.reason for each in finding.interruptions]) == (
        "exact",
        ["page number", "running head"],
    )
    assert find(made, "River Paper 2").status == "exact"


def test_a_text_that_is_all_form_feeds_has_no_pages() -> None:
    assert page_starts("\f" * 200_000) == ()
    assert page_starts("one\ftwo\f\f \n") == (0, 4)
    assert page_starts("one") == ()


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<nav>Home</nav><p>text", [("menu", "Home")]),
        ("<div role=navigation>Home</div><p>text", [("menu", "Home")]),
        ("<aside><h2>A box</h2>Facts</aside><p>text", [("aside", "A box\n\nFacts")]),
        (
            "<header>Paper<nav>Home</nav></header>text<footer>End</footer>",
            [("page header", "Paper"), ("menu", "Home"), ("page footer", "End")],
        ),
        ("<button>Share</button><p>text", [("button", "Share")]),
        (
            "<div class='x cookie-bar'>We bake cookies<button>OK</button></div><p>text",
            [("cookie notice", "We bake cookies\n\nOK")],
        ),
        ("<p>text<ul><li><a href=1>One</a><li><a href=2>Two</a></ul>", [("link list", "One\n\nTwo")]),
        (
            "<p>text<h3>Most read</h3><p><a href=1>One</a><p><a href=2>Two</a>",
            [("link list", "Most read\n\nOne\n\nTwo")],
        ),
        ("<p>text<p>Related article: <a href=1>One</a>", [("related-article line", "Related article: One")]),
    ],
)
def test_markup_tells_furniture(tmp_path: Path, html: str, found: list[tuple[str, str]]) -> None:
    made = page(tmp_path, html)
    assert [(each.reason, made.text[each.start : each.end]) for each in made.furniture] == found


@pytest.mark.parametrize(
    "html",
    [
        "<article><header><h1>Headline</h1><p>By us</header>text<footer>At the quay</footer></article>",
        "<header><h1>Headline</h1></header><p>text",
        "<nav>Home<p>the article, for the menu never ends",
        "<div><nav>Home</div><p>text</nav>",
        "<blockquote>We wait.<footer>The harbour master</footer></blockquote>",
        "<nav>All there is</nav>",
        "<aside><article>A story</article></aside>text",
        "<body class=cookie-accepted><div id=consent>The council gave its consent.</div>text",
        f"<div id=cookies>{'The cookie is a small cake. ' * 60}</div>text",
        "<p><a href=1>One</a><p>text<p><a href=2>Two</a>",
        "<p>One <a href=1>link</a><p>Two <a href=2>link</a>",
        f"<p><a href=1>{'long ' * 31}</a><p><a href=2>{'text ' * 31}</a>",
        "<p>***<p>***<p>text",
        f"{'<div>' * 3000}<nav>Home</nav>text",
    ],
)
def test_markup_does_not_take_the_article_away(tmp_path: Path, html: str) -> None:
    assert page(tmp_path, html).furniture == ()


def page(folder: Path, html: str) -> Document:
    path = folder / "page.html"
    path.write_text(html, encoding="utf-8")
    made = read_document(path)
    assert made.format == "html"
    return made


PIECES = [
    "\n",
    "\n\n",
    "\n\f",
    " ",
    "Related article: x",
    "https://example.org/a",
    "Dear readers,",
    "3",
    "- 4 -",
]
PIECES += [
    "Your support counts. Donate.",
    "The locks are shut.",
    "The River Paper",
    "We use cookies.",
    "\r\n",
    "w" * 210,
]


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
@settings(max_examples=300, deadline=None)
def test_furniture_and_passages_of_any_text(text: str) -> None:
    made = document_from_text(text)
    at = 0
    for each in made.furniture:
        assert at <= each.start < each.end <= len(text)
        assert text[each.start : each.end].strip() == text[each.start : each.end]
        at = each.end
    inside = {place for each in made.furniture for place in range(each.start, each.end)}
    covered = [place for each in made.passages for place in range(each.start, each.end)]
    assert covered == sorted(set(covered))
    assert {place for place, char in enumerate(text) if not char.isspace()} <= set(covered)
    for each in made.passages:
        places = set(range(each.start, each.end))
        assert places <= inside if each.furniture else not places & inside
        assert each.page == made.page(each.start) == made.page(each.end - 1)
    # What is left of the text has the words that are in no furniture, whatever joins at its ends.
    kept = "".join("\n" if place in inside else char for place, char in enumerate(text))
    assert "".join(made.body.texts) == "".join(literal_words(kept))


@pytest.mark.parametrize(
    ("text", "passages"),
    [
        ("One.\n\nTwo.", ["One.", "Two."]),
        ("One\ntwo.", ["One\ntwo."]),
        ("One is long enough.\nTwo is so, too.\nThree.", ["One is long enough.\nTwo is so, too.\nThree."]),
        ("The locks are shut since\nMay.\nShips wait.", ["The locks are shut since\nMay.", "Ships wait."]),
        ("The locks are shut.\n Ships wait there.", ["The locks are shut.", "Ships wait there."]),
        ("The locks\n are shut.", ["The locks\n are shut."]),
        (f"{'Long ' * 50}.\nHeadline\nNext", [f"{'Long ' * 50}.", "Headline", "Next"]),
        ("One\n\ftwo", ["One", "two"]),
        ("One\nhttps://example.org\ntwo", ["One", "https://example.org", "two"]),
        ("", []),
    ],
)
def test_passages_are_paragraphs_cut_at_pages_and_furniture(text: str, passages: list[str]) -> None:
    made = document_from_text(text)
    assert [text[each.start : each.end] for each in made.passages] == passages


def test_no_sentence_of_the_article_is_furniture(web: Document, pdf: Document) -> None:
    end = web.text.index("A Message from")
    assert all(each.start >= end for each in web.furniture)
    words = " ".join(web.body.texts)
    assert words == " ".join(literal_words(web.text[:end]))
    # The PDF has the same words, after a headline that repeats one sentence.
    assert " ".join(pdf.body.texts).endswith(words)
