"""Suggestions as a whole: their places and ids, what happens to hostile texts, and how good they are."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countermove.errors import EvidenceError
from countermove.evidence import Document, document_from_text, seal, split
from countermove.evidence.documents.sentences import Sentence, sentences
from countermove.evidence.suggesting import KINDS, Suggestion, suggest
from countermove.evidence.suggesting.actors import Mention
from countermove.evidence.suggesting.actors import _inner_removed as inner_removed
from countermove.evidence.suggesting.measured import Expected, measure, read_key, shipped
from countermove.evidence.suggesting.options import _Found as Found
from countermove.evidence.suggesting.options import _outermost as outermost
from tests.article import needs_article
from tests.evidence.helpers import rewrapped
from tests.evidence.measuring import HIT, KEYS, PAGES, measured_anew

NOTICE = """\
The port authority said on 3 March 2024 that it would close the lower lock unless the ferry union came to terms.
The Harbour Ministry denied this. \u201cWe have no such plan,\u201d the minister said.

If the upstream government opens the dam, downstream farmers could plant again. The Norwegian army is free to
leave, and Oslo may do so. Should the mayor resign, the city council would choose another. Two shipping companies
are considering a lawsuit. Without a treaty, the river commission cannot act. In 2019 it sued Sweden.
"""


def words_at(document: Document, start: int, end: int) -> list[str]:
    """The words of the body that lie in a span of the raw text."""
    body = document.body
    return [
        text
        for text, first, last in zip(body.texts, body.starts, body.ends, strict=True)
        if start <= first and last <= end
    ]


def check_places(document: Document, suggested: list[Suggestion]) -> None:
    for each in suggested:
        assert each.kind in KINDS
        assert 0 <= each.start < each.end <= len(document.text)
        if each.kind != "actor":
            assert words_at(document, each.start, each.end) == list(split(each.quote).texts)
        for text, start, end in each.mentions:
            assert split(document.text[start:end]).texts == split(text).texts
    ids = [each.id for each in suggested]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("space", ["  ", "\n", " \n ", "\u00a0", "\t"])
def test_a_suggestion_stands_where_it_says_in_whatever_typography(space: str) -> None:
    document = document_from_text(NOTICE)
    spoilt = document_from_text(NOTICE.replace(" ", space))
    check_places(document, suggest(document))
    check_places(spoilt, suggest(spoilt))
    assert [each.id for each in suggest(spoilt)] == [each.id for each in suggest(document)]


def test_a_word_broken_at_a_lines_end_is_one_word() -> None:
    document = document_from_text("If the hydro-\nelectric dam breaks, the port author-\nity could sue.")
    (sentence,) = sentences(document)
    assert sentence.text == "If the hydro-electric dam breaks, the port author-ity could sue."
    assert sentence.raw(0, len(sentence.text)) == (0, len(document.text))
    check_places(document, suggest(document))


def test_furniture_within_a_sentence_is_no_part_of_what_is_suggested() -> None:
    plain = "The port authority could close the lock on 3 May 2024 if the union refused to pay."
    broken = plain.replace(" could close", "\n\nhttps://example.org/one\n\ncould close")
    suggested = suggest(document_from_text(broken))
    check_places(document_from_text(broken), suggested)
    assert [each.id for each in suggested] == [each.id for each in suggest(document_from_text(plain))]
    assert not any("example" in each.quote for each in suggested)


def test_an_id_is_not_moved_by_what_stands_before() -> None:
    before = {each.id for each in suggest(document_from_text(NOTICE))}
    after = {each.id for each in suggest(document_from_text("Rain fell on the hills.\n\n" + NOTICE))}
    assert before == after


def test_the_same_words_twice_are_two_suggestions() -> None:
    one, other = suggest(
        document_from_text("If it rains, it pours. If it rains, it pours."), kinds=["conditional"]
    )
    assert one.quote == other.quote
    assert one.id != other.id


def test_kinds_are_found_alone_as_together() -> None:
    document = document_from_text(NOTICE)
    together = suggest(document)
    assert {each.kind for each in together} == set(KINDS)
    for kind in KINDS:
        assert suggest(document, kinds=[kind]) == [each for each in together if each.kind == kind]


FURTHER = """\
if If to the Norway\u2019s \u201c \u201d , ; . that and unless will could on 3 May 2020 said ( ) ' \u2019 U.S. 's -
"""
PIECES = st.lists(
    st.sampled_from(
        [
            *NOTICE.split(),
            *FURTHER.split(),
            "\n\n",
        ]
    ),
    max_size=60,
)


@given(PIECES)
@settings(deadline=None, max_examples=300)
def test_no_text_of_these_words_is_too_much(pieces: list[str]) -> None:
    document = document_from_text(" ".join(pieces))
    check_places(document, suggest(document, "2024"))


@given(st.text(max_size=300))
@settings(deadline=None, max_examples=300)
def test_no_text_is_too_much(text: str) -> None:
    document = document_from_text(text)
    check_places(document, suggest(document))


SPANS = st.lists(st.tuples(st.integers(0, 9), st.integers(1, 6)), max_size=8)


@given(SPANS)
@settings(deadline=None, max_examples=200)
def test_of_options_within_each_other_the_outermost_stay(spans: list[tuple[int, int]]) -> None:
    found = [Found(first, first + length, first, "", "modal", "") for first, length in spans]
    kept = outermost(found)
    for each in found:
        assert any(other.first <= each.first and each.last <= other.last for other in kept)
    for one in kept:
        assert one in found
        assert not any(
            other is not one and other.first <= one.first and one.last <= other.last for other in kept
        )


MENTIONS = st.lists(
    st.builds(
        lambda first, length, rule, sentence: Mention("x", "", sentence, first, first + length, rule),
        st.integers(0, 9),
        st.integers(1, 5),
        st.sampled_from(["name", "person", "body", "group", "organ", "weak"]),
        st.integers(0, 1),
    ),
    max_size=8,
    unique_by=lambda each: (each.sentence, each.first, each.last),
)


@given(MENTIONS)
@settings(deadline=None, max_examples=200)
def test_phrases_within_others_and_titles_are_dropped(found: list[Mention]) -> None:
    kept = inner_removed(found)
    for each in found:
        here = [other for other in found if other.sentence == each.sentence and other is not each]
        within = any(other.first <= each.first and each.last <= other.last for other in here)
        title = any(other.rule == "person" and other.first == each.last for other in here)
        phrase = each.rule in ("body", "group", "organ", "weak")
        assert (each in kept) == (not (within and phrase) and (each.rule == "person" or not title))


# ---------------------------------------------------------------- sentences
def literal_sentence(document: Document, sentence: Sentence) -> str:
    return "".join(document.text[place] for place in sentence.places)


@pytest.mark.parametrize("seed", range(10))
def test_each_character_of_a_sentence_has_its_place(seed: int) -> None:
    document = document_from_text(rewrapped(NOTICE, seed))
    for each in sentences(document):
        assert len(each.places) == len(each.text)
        assert " ".join(literal_sentence(document, each).split()) == each.text
        assert list(each.places) == sorted(each.places)


# ---------------------------------------------------------------- how good they are
def literal_measure(
    words: list[str], proposed: list[tuple[int, int]], key: list[list[str]]
) -> tuple[int, int, int]:
    """Found, right and hits by the definition, with sets of words and every place tried."""
    places = [
        [set(range(at, at + len(each))) for at in range(len(words)) if words[at : at + len(each)] == each]
        for each in key
    ]
    spans = [set(range(*each)) for each in proposed]
    found = sum(any(2 * len(a & b) >= max(len(a), len(b)) for a in where for b in spans) for where in places)
    right = sum(any(2 * len(a & b) >= max(len(a), len(b)) for where in places for a in where) for b in spans)
    return found, right, len(spans)


@given(
    st.lists(st.sampled_from("abc"), min_size=1, max_size=12),
    st.lists(st.tuples(st.integers(0, 11), st.integers(1, 6)), max_size=5, unique=True),
    st.lists(st.lists(st.sampled_from("abc"), min_size=1, max_size=5), max_size=5),
)
@settings(deadline=None, max_examples=200)
def test_measuring_is_what_the_definition_says(
    words: list[str], spans: list[tuple[int, int]], key: list[list[str]]
) -> None:
    text = " ".join(words)
    document = document_from_text(text)
    whole = Sentence(0, len(text), text, range(len(text)))
    proposed = sorted({(at, min(len(words), at + length)) for at, length in spans if at < len(words)})
    suggested = [
        Suggestion("option", {}, 2 * at, 2 * end - 1, text[2 * at : 2 * end - 1], whole, "modal", "")
        for at, end in proposed
    ]
    result = measure(document, suggested, [Expected("option", seal(" ".join(each))) for each in key])
    found, right, count = literal_measure(words, proposed, key)
    assert (result["option"].found, result["option"].right, result["option"].proposed) == (
        found,
        right,
        count,
    )
    assert result["option"].expected == len(key)


def test_the_kind_counts() -> None:
    document = document_from_text("a b c")
    whole = Sentence(0, 5, "a b c", range(5))
    suggested = [Suggestion("option", {}, 0, 5, "a b c", whole, "modal", "")]
    result = measure(document, suggested, [Expected("speech", seal("a b c"))])
    assert (result["option"].right, result["speech"].found) == (0, 0)
    assert (result["speech"].recall, result["option"].precision, result["event"].recall) == (0, 0, None)


def test_an_actor_is_measured_by_its_forms_and_joined_names_are_counted() -> None:
    document = document_from_text("Norway paid. Oslo paid. Sweden paid. The bank paid.")
    key = [Expected("actor", seal(form), "Norway") for form in ("Norway", "Oslo", "bank")]
    result = measure(document, suggest(document), key)["actor"]
    assert (result.expected, result.found, result.proposed, result.right, result.named) == (3, 2, 3, 2, 2)


def test_a_name_of_the_key_is_found_also_where_it_owns_something() -> None:
    document = document_from_text("All of Norway\u2019s ships left.")
    key = [Expected("actor", seal("Norway")), Expected("actor", seal("Norways"))]
    assert measure(document, suggest(document), key)["actor"].found == 2
    assert measure(document, suggest(document), [Expected("actor", seal("Norwa"))])["actor"].found == 0


@pytest.mark.parametrize("name", PAGES)
def test_the_numbers_that_ship_are_those_of_the_rules(name: str) -> None:
    page = PAGES[name][0]
    if not page.exists():
        pytest.skip(f"the article's text is not on this machine ({page})")
    measured = measured_anew(name)
    assert shipped()["documents"][name] == measured, "run: python -m tests.evidence.measuring"


def test_what_a_hit_is_ships_with_the_numbers() -> None:
    text = files("countermove.evidence.suggesting").joinpath("measured.json").read_text(encoding="utf-8")
    assert json.loads(text)["hit"] == HIT


@needs_article
def test_both_renditions_of_the_article_suggest_the_same(web: Document, pdf: Document) -> None:
    one, other = ({each.id for each in suggest(each, "2020-10")} for each in (web, pdf))
    assert one == other


@needs_article
def test_every_span_of_the_articles_key_stands_in_both(web: Document, pdf: Document) -> None:
    for each in read_key(KEYS / "article.json"):
        for document in (web, pdf):
            texts = document.body.texts
            windows = (texts[at : at + each.seal.words] for at in range(len(texts) - each.seal.words + 1))
            assert any(seal(" ".join(window)) == each.seal for window in windows)


@pytest.mark.parametrize(
    "content",
    [
        "{",
        "[1]",
        '[{"kind": "actor"}]',
        '[{"kind": "actor", "words": 0, "sha256": "x"}]',
        '[{"kind": "a", "quote": ""}]',
    ],
)
def test_a_key_that_is_none_is_refused(content: str, empty: Any) -> None:
    (empty / "key.json").write_text(content)
    with pytest.raises(EvidenceError, match=r"key\.json is no key"):
        read_key(empty / "key.json")
