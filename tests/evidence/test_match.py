from __future__ import annotations

import random
import re

import pytest
from benchmarks.quotes import measured
from hypothesis import example, given, settings
from hypothesis import strategies as st

from countermove.errors import UsageError
from countermove.evidence import Document, Finding, Seal, Status, document_from_text, find, find_all, seal
from countermove.evidence.quotes.match import MAX_PLACES

from .helpers import contains, invented_text, literal_words, rewrapped

SENTENCE = "The ministry said on Monday that the council will now intervene in the dispute over the dam."


def span(document: Document, first: int, last: int) -> tuple[int, int]:
    """The raw span of the words from ``first`` to ``last``, both included."""
    return document.words.starts[first], document.words.ends[last]


def places(finding: Finding) -> list[tuple[int, int]]:
    return [(place.start, place.end) for place in finding.places]


@pytest.mark.parametrize("typography", ["{}", "\u201c{}\u201d", "  {}\n", "{}!"])
@pytest.mark.parametrize("quote", ["will not intervene", "the council will not intervene in the dispute"])
def test_number_one_not_never_verifies_against_now(quote: str, typography: str) -> None:
    document = document_from_text(SENTENCE)
    quote = typography.format(quote)
    finding = find(document, quote)
    assert finding.status == Status.CHANGED
    assert not finding.verified
    assert finding.places == ()
    assert find(document, seal(quote)).status == Status.MISSING
    assert find(document, quote.replace("not", "now")).verified
    assert find(document, seal(quote.replace("not", "now"))).verified


def test_a_changed_quote_shows_what_differs_and_where() -> None:
    document = document_from_text("Filler first.\n" + SENTENCE)
    nearest = find(document, "council will not intervene in a dispute").nearest
    assert nearest is not None
    assert (
        document.text[nearest.place.start : nearest.place.end] == "council will now intervene in the dispute"
    )
    assert (nearest.place.line, nearest.place.column) == (2, 38)
    assert [(each.op, each.quoted, each.found) for each in nearest.differences] == [
        ("equal", ("council", "will"), ("council", "will")),
        ("replace", ("not",), ("now",)),
        ("equal", ("intervene", "in"), ("intervene", "in")),
        ("replace", ("a",), ("the",)),
        ("equal", ("dispute",), ("dispute",)),
    ]


def test_a_change_at_either_end_is_shown_too() -> None:
    document = document_from_text(SENTENCE)
    nearest = find(document, "A ministry said on Tuesday").nearest
    assert nearest is not None
    assert document.text[nearest.place.start : nearest.place.end] == "The ministry said on Monday"
    assert [each.op for each in nearest.differences] == ["replace", "equal", "replace"]


@pytest.mark.parametrize(
    "quote", ["something else altogether", "the a b c d", SENTENCE[::-1], "word " * 3000]
)
def test_what_stands_nowhere_is_missing(quote: str) -> None:
    assert find(document_from_text(SENTENCE), quote) == Finding(Status.MISSING)


@pytest.mark.parametrize(
    ("quote", "near"),
    [
        ("over over over over", "over the dam"),
        ("dam the over", "dam"),
        ("a council of four elders", "council will now"),
    ],
)
def test_what_is_missing_shows_the_passage_that_has_a_rare_word_of_it(quote: str, near: str) -> None:
    document = document_from_text(SENTENCE)
    finding = find(document, quote)
    assert finding.status == Status.MISSING
    assert finding.nearest is not None
    assert near in document.text[finding.nearest.place.start : finding.nearest.place.end]
    common = [each.quoted for each in finding.nearest.differences if each.op == "equal"]
    assert 2 * sum(map(len, common)) <= len(quote.split())


def test_an_exact_quote_has_its_place() -> None:
    document = document_from_text("Intro line.\n\n  He said: \u201cWe won\u2019t co-\noperate,\u201d twice.")
    finding = find(document, "we won't cooperate")
    assert finding.status == "exact"
    assert finding.complete
    (place,) = finding.places
    assert document.text[place.start : place.end] == "We won\u2019t co-\noperate"
    assert (place.line, place.column) == (3, 13)
    assert finding.interruptions == ()
    assert finding.nearest is None


def test_more_than_one_place_is_ambiguous() -> None:
    document = document_from_text("A dam. The dam! The dam's. The\ndam?")
    finding = find(document, "the dam")
    assert finding.status == Status.AMBIGUOUS
    assert not finding.verified
    assert [document.text[a:b] for a, b in places(finding)] == ["The dam", "The\ndam"]
    assert find(document, seal("the dam")) == finding
    overlapping = document_from_text("no no no")
    assert places(find(overlapping, "no no")) == [(0, 5), (3, 8)]


@pytest.mark.parametrize(("count", "complete"), [(MAX_PLACES, True), (MAX_PLACES + 1, False), (500, False)])
def test_a_list_of_places_says_whether_it_is_complete(count: int, complete: bool) -> None:
    document = document_from_text("water " * count)
    for quote in ("water", seal("water")):
        finding = find(document, quote)
        assert finding.status == Status.AMBIGUOUS
        assert places(finding) == [(6 * n, 6 * n + 5) for n in range(MAX_PLACES)]
        assert finding.complete is complete


PAGES = (
    "The talks in Gene-\n\nhttps://example.org/1\nhttps://example.org/2\n\n\nva went on for\n\n"
    "Related article: Talks Went On For Ever\n\nthree days. It rained.\n\n"
    "It\n\nhttps://example.org/3\n\nrained. End."
)


@pytest.mark.parametrize("sealed", [False, True])
def test_a_quote_may_run_past_furniture_and_the_finding_says_so(sealed: bool) -> None:
    document = document_from_text(PAGES)
    quote = "The talks in Geneva went on for three days."
    finding = find(document, seal(quote) if sealed else quote)
    assert finding.status == Status.EXACT
    (place,) = finding.places
    assert document.text[place.start : place.end] == PAGES[: PAGES.index(". It")]
    assert [(each.text, each.reason) for each in finding.interruptions] == [
        ("https://example.org/1", "link"),
        ("https://example.org/2", "link"),
        ("Related article: Talks Went On For Ever", "related-article line"),
    ]
    for each in finding.interruptions:
        assert document.text[each.start : each.end] == each.text


@pytest.mark.parametrize("sealed", [False, True])
def test_furniture_can_be_quoted_and_then_interrupts_nothing(sealed: bool) -> None:
    document = document_from_text(PAGES)
    for quote in ("talks went on for ever", "for related article talks went on for ever three days"):
        finding = find(document, seal(quote) if sealed else quote)
        assert finding.status == Status.EXACT
        assert finding.interruptions == ()


@pytest.mark.parametrize("sealed", [False, True])
def test_a_place_across_furniture_counts_beside_one_without(sealed: bool) -> None:
    document = document_from_text(PAGES)
    finding = find(document, seal("it rained") if sealed else "it rained")
    assert finding.status == Status.AMBIGUOUS
    assert [document.text[a:b] for a, b in places(finding)] == [
        "It rained",
        "It\n\nhttps://example.org/3\n\nrained",
    ]
    assert [each.text for each in finding.interruptions] == ["https://example.org/3"]


def test_what_stands_beside_furniture_does_not_run_past_it() -> None:
    document = document_from_text("One two.\n\nhttps://example.org\n\nThree four.")
    for quote in ("one two", "three four"):
        finding = find(document, quote)
        assert finding.status == Status.EXACT
        assert finding.interruptions == ()


def test_only_furniture_may_interrupt() -> None:
    document = document_from_text("The talks went on\n\n2\n\nfor three days.")
    assert find(document, "went on for three days").status == Status.CHANGED


@pytest.mark.parametrize("quote", ["", "  ", "\u2026 \u2014 '"])
def test_a_quote_without_words_is_refused(quote: str) -> None:
    with pytest.raises(UsageError, match="no words"):
        find(document_from_text(SENTENCE), quote)


def test_words_are_never_cut() -> None:
    document = document_from_text("The reinterventions failed.")
    assert find(document, "intervention").status == Status.MISSING
    assert find(document, "the re").status != Status.EXACT
    assert find(document, "failed the").status != Status.EXACT


def test_many_quotes_are_found_in_their_order(invented: Document) -> None:
    quotes: list[str | Seal] = []
    for first in range(0, 600, 7):
        start, end = span(invented, first, first + 9 + first % 5)
        quote = invented.text[start:end]
        quotes += [quote, seal(quote), quote + " nowhere", seal(quote + " nowhere"), quote]
    together = find_all(invented, quotes)
    assert together == [find(invented, quote) for quote in quotes]
    assert {each.status for each in together} == {Status.EXACT, Status.CHANGED, Status.MISSING}
    assert find_all(invented, []) == []


@given(
    st.lists(
        st.sampled_from(
            ["a", "b", "c", "https://a.b", "\n\nhttps://a.b/c\n\n", "b-\n", "\nhttps://a-\n", "a\n"]
        ),
        max_size=25,
    ),
    st.lists(st.sampled_from("abc"), min_size=1, max_size=4),
)
@example(["b-\n", "https://a.b"], ["b"])
@example(["\nhttps://a-\n", "b", "c"], ["b", "c"])
@settings(max_examples=1500, deadline=None)
def test_places_are_those_of_a_slow_search(parts: list[str], quoted: list[str]) -> None:
    document = document_from_text(" ".join(parts))
    expected = set()
    for words in (document.words, document.body):
        texts = list(words.texts)
        for first in range(len(texts) - len(quoted) + 1):
            if texts[first : first + len(quoted)] == quoted:
                expected.add((words.starts[first], words.ends[first + len(quoted) - 1]))
    finding = find(document, " ".join(quoted))
    assert places(finding) == sorted(expected)[:MAX_PLACES]
    assert finding.status in (
        [Status.MISSING, Status.CHANGED]
        if not expected
        else [Status.EXACT if len(expected) == 1 else Status.AMBIGUOUS]
    )
    sealed = find(document, seal(" ".join(quoted)))
    if expected:
        assert sealed == finding
    else:
        assert sealed == Finding(Status.MISSING)


def status_by_count(document: Document, quote: str) -> Status:
    """Exact or ambiguous: the PDF has a pull quote, so that not every span of it stands there once."""
    sought = f" {' '.join(literal_words(quote))} "
    count = f" {' '.join(document.words.texts)} ".count(sought)
    assert count > 0
    return Status.EXACT if count == 1 else Status.AMBIGUOUS


@pytest.mark.parametrize("seed", range(150))
def test_any_span_verifies_in_other_typography_at_its_place(any_document: Document, seed: int) -> None:
    rng = random.Random(seed)
    last = len(any_document.words) - 1
    first = rng.randrange(last - 40)
    start, end = span(any_document, first, first + rng.randrange(8, 40))
    quote = rewrapped(any_document.text[start:end], seed)
    finding = find(any_document, quote)
    assert finding.status == status_by_count(any_document, quote)
    assert (start, end) in places(finding)
    assert find(any_document, seal(quote)) == finding


@pytest.mark.parametrize("seed", range(20))
def test_any_span_verifies_in_a_document_of_other_typography(any_document: Document, seed: int) -> None:
    other = document_from_text(rewrapped(any_document.text, seed))
    assert other.words.texts == any_document.words.texts
    rng = random.Random(seed)
    for _ in range(20):
        first = rng.randrange(len(other.words) - 40)
        last = first + rng.randrange(8, 40)
        start, end = span(any_document, first, last)
        finding = find(other, any_document.text[start:end])
        assert span(other, first, last) in places(finding)
        assert finding.status == status_by_count(any_document, any_document.text[start:end])


def spoiled(words: list[str], rng: random.Random, stock: list[str]) -> list[str]:
    """The words with one of them replaced by another: a word of the document, or a near one."""
    place = rng.randrange(len(words))
    word = words[place]
    near = [word[:-1] + rng.choice("tw"), word + "s", word[1:], rng.choice(stock), "not", "now", "zzz"]
    other = rng.choice([each for each in near if each and each != word])
    return [*words[:place], other, *words[place + 1 :]]


@pytest.mark.parametrize("seed", range(7))
def test_no_span_with_one_word_replaced_ever_verifies(any_document: Document, seed: int) -> None:
    rng = random.Random(seed)
    stock = sorted(set(any_document.words.texts))
    quotes: list[str | Seal] = []
    while len(quotes) < 200:
        length = rng.randrange(3, 30)
        first = rng.randrange(len(any_document.words) - length)
        words = spoiled(list(any_document.words.texts[first : first + length]), rng, stock)
        if not contains(any_document.words.texts, words) and not contains(any_document.body.texts, words):
            quotes += [" ".join(words), seal(" ".join(words))]
    findings = find_all(any_document, quotes)
    assert {each.status for each in findings} <= {Status.CHANGED, Status.MISSING}
    assert all(each.places == () and not each.verified for each in findings)
    # One replaced word in a span of some length is always shown as a change, with all others found equal.
    for quote, finding in zip(quotes[::2], findings[::2], strict=True):
        assert isinstance(quote, str)
        if len(quote.split()) >= 12:
            assert finding.nearest is not None
            equal = sum(len(each.quoted) for each in finding.nearest.differences if each.op == "equal")
            assert equal >= len(quote.split()) - 1


@pytest.mark.parametrize(
    "text",
    [
        "a " * 100_000,
        "a b " * 50_000,
        "\n\nhttps://example.org/\n\na" * 5_000,
        "a-" * 100_000,
        "\n".join(f"w{number}" for number in range(60_000)),
    ],
    ids=["one word", "two words", "furniture", "one long word", "all different"],
)
def test_hostile_documents_and_quotes_end_in_good_time(text: str) -> None:
    document = document_from_text(text)
    quotes = ["a", "a b", "a a", "a " * 1500 + "b", "b " * 1500, "a b a a b b " * 250, "w1 w3 " * 900]
    quotes += [f"w{number} w{number + 2}" for number in range(100)]
    for quote, finding in zip(quotes, find_all(document, quotes), strict=True):
        words = literal_words(quote)
        found = contains(document.words.texts, words) or contains(document.body.texts, words)
        assert bool(finding.places) == found
    assert find(document, seal("zzz " * 900)).status == Status.MISSING


def test_words_beyond_the_number_of_characters_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("countermove.evidence.documents.index._CHARACTERS", 5)
    document = document_from_text(invented_text(5, 300))
    for first in range(0, 250, 11):
        start, end = span(document, first, first + 12)
        assert places(find(document, document.text[start:end])) == [(start, end)]
    # Words that share a character with others must not be taken for them.
    words = list(dict.fromkeys(document.words.texts))
    for one, other in zip(words, words[5:], strict=False):
        quote = re.sub(rf"^{one} ", f"{other} ", " ".join([one, "x"]))
        assert not find(document, quote).verified or contains(document.words.texts, quote.split())


def test_the_quotes_of_the_benchmark_are_what_they_are_said_to_be() -> None:
    found = measured(3, size=60_000, number=90)
    assert found.statuses["open"] == found.statuses["sealed"] == {Status.EXACT: 30}
    assert sum(found.statuses["absent"].values()) == 30
    assert set(found.statuses["absent"]) <= {Status.CHANGED, Status.MISSING}
