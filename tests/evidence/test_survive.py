"""Quotes that survive: any span in other typography verifies at its place; with one word replaced it never does.

A case is one span. The ordinary run tries 2,000; ``make nightly`` tries 100,000 and more.
"""

from __future__ import annotations

import random

import pytest

from countermove.evidence import Document, Status, document_from_text, find_all, seal
from countermove.evidence.quotes.placed import find_placed

from .helpers import contains, invented_text, literal_words, rewrapped

CASES, NIGHTLY = 2_000, 100_000
BATCH = 250
LENGTHS = (3, 8, 14, 23, 40)  # few, for sealed quotes of one length are looked up together

OTHER = ["not", "now", "never", "zzz", "0", "river", "\u00e9t\u00e9"]


def batches(cases: int) -> list[int]:
    return list(range(cases // BATCH))


def document_of(seed: int) -> Document:
    """An invented page, and every third time the same in other typography."""
    text = invented_text(seed // 8, words=900)
    return document_from_text(rewrapped(text, seed) if seed % 3 == 0 else text, name=f"invented {seed}")


def replaced(words: list[str], rng: random.Random, stock: list[str]) -> list[str]:
    """The words, one of them replaced: by another of the document, a near one, or one of a few that matter."""
    at = rng.randrange(len(words))
    word = words[at]
    near = [word[:-1], word[1:], word + "s", word[:-1] + rng.choice("aeiou1"), word[::-1], word + word]
    other = rng.choice(
        [each for each in [*near, rng.choice(stock), rng.choice(OTHER)] if each and each != word]
    )
    return [*words[:at], other, *words[at + 1 :]]


def survive(seed: int, document: Document) -> None:
    """Try `BATCH` spans of a document, whole and with a word replaced, open and sealed."""
    rng = random.Random(seed)
    texts = document.words.texts
    joined = f" {' '.join(texts)} "
    stock = sorted(set(texts))
    good, spans, bad = [], [], []
    while len(good) < BATCH:
        length = rng.choice(LENGTHS)
        first = rng.randrange(len(texts) - length)
        start, end = document.words.starts[first], document.words.ends[first + length - 1]
        good.append(rewrapped(document.text[start:end], rng.randrange(10**9)))
        assert literal_words(good[-1]) == list(texts[first : first + length])
        spans.append((start, end))
        spoiled = replaced(list(texts[first : first + length]), rng, stock)
        if not contains(texts, spoiled) and not contains(document.body.texts, spoiled):
            bad.append(" ".join(spoiled))
    asked = [seal(quote) if number % 2 else quote for number, quote in enumerate(good)]
    for quote, span, finding in zip(good, spans, find_all(document, asked), strict=True):
        once = joined.count(f" {' '.join(literal_words(quote))} ") == 1
        assert (finding.status is Status.EXACT) == (once and len(finding.places) == 1), quote
        assert finding.status in (Status.EXACT, Status.AMBIGUOUS), quote
        assert span in [(place.start, place.end) for place in finding.places] or not finding.complete, quote
        assert finding.verified == (finding.status is Status.EXACT)
    for span, finding in zip(spans, find_placed(document, asked, spans, pinned=True), strict=True):
        assert finding.status is Status.EXACT
        assert [(place.start, place.end) for place in finding.places] == [span]
    assert len(bad) > BATCH // 2
    wrong = [seal(quote) if number % 2 else rewrapped(quote, number) for number, quote in enumerate(bad)]
    for finding in find_all(document, wrong):
        assert finding.status in (Status.CHANGED, Status.MISSING)
        assert not finding.verified
        assert finding.places == ()
    # Wherever it was recorded, words that are not there do not verify there.
    recorded = find_placed(document, wrong, spans[: len(wrong)], pinned=True)
    assert not any(finding.verified for finding in recorded)


@pytest.mark.parametrize("seed", batches(CASES))
def test_quotes_survive_other_typography_and_no_other_word(seed: int) -> None:
    survive(seed, document_of(seed))


@pytest.mark.parametrize("seed", range(2))
def test_quotes_of_the_article_survive_too(web: Document, pdf: Document, seed: int) -> None:
    for document in (web, pdf):
        survive(seed, document)


@pytest.mark.nightly
@pytest.mark.parametrize("seed", batches(NIGHTLY))
def test_quotes_survive_a_hundred_thousand_times(seed: int) -> None:
    survive(1000 + seed, document_of(1000 + seed))


def test_a_sentence_that_furniture_interrupts_survives_too() -> None:
    pages = (
        "The gate of the lower river\n\nhttps://example.org/1\nhttps://example.org/2\n\nwas shut on the\n\n"
        "Related article: A Gate Is Shut\n\nfirst day of the month."
    )
    document = document_from_text(pages)
    quote = "The gate of the lower river was shut on the first day of the month"
    words = quote.split()
    for seed in range(60):
        asked = [rewrapped(quote, seed), seal(rewrapped(quote, seed + 1000))]
        for finding in find_all(document, asked):
            assert finding.status is Status.EXACT
            assert [each.reason for each in finding.interruptions] == ["link", "link", "related-article line"]
        at = seed % len(words)
        wrong = " ".join([*words[:at], "open", *words[at + 1 :]])
        assert not any(finding.verified for finding in find_all(document, [wrong, seal(wrong)]))
