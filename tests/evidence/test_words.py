from __future__ import annotations

import random
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from countermove.evidence import split
from countermove.evidence.documents.words import APOSTROPHES, HYPHENS

from .helpers import invented_text, literal_words

# Characters that have made a mistake in one tokeniser or another, mixed with plain ones.
AWKWARD = (
    "aB1 -'_.\n\r\t\f\v\x85\u2028\u00a0\u00ad\u2010\u2011\u2012\u2013\u2014\u2019\u2018\u201b\u02bc\u02bb"
    "\uff07\uff0d\ufe63"
    "\u058a\u055a\u1806\u00df\u0130\u0131\u017f\u0149\u0390\u1e9e\ufb01\ufb03\u00bd\u2026\ufdfa\u3300\u00b2\u2167\u00b4"
    "\u0301\u0323\u0307\u0308\u0344\u0345\u0f73\u0f71\u0327\u3099\uff76\uff9e\u1100\u1161\u11a8\uac00\uffa1\uffc2"
    "\u09c7\u09be\u0dd9\u0dcf\u0915\u094d\u093c\u0958\u212b\u2126\U0001d400\U0001d15e\U0002f800\U00016d67\U0001611e"
    "\u200b\u200d\ufeff\ud800\x00=\u0338\u0439\u0438\u0306\u4e2d\u5e95"
)
# A list of samples, since a text of them would hardly ever hold one.
texts = st.one_of(
    st.lists(st.sampled_from(AWKWARD), max_size=60).map("".join),
    st.text(st.characters(exclude_categories=()), max_size=60),
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Nagorno-\nKarabakh", ["nagornokarabakh"]),
        ("Nagorno-Karabakh", ["nagornokarabakh"]),
        ("Nagorno- \r\n  Karabakh", ["nagornokarabakh"]),
        ("Nagorno-\n\fKarabakh", ["nagornokarabakh"]),
        ("Nagorno-\fKarabakh", ["nagornokarabakh"]),
        ("expres-\nsion expres\u00adsion expres\u00ad\nsion", ["expression"] * 3),
        ("one-\n\ntwo", ["one", "two"]),
        ("one- two", ["one", "two"]),
        ("one \u2013 two\u2014three\u2013four", ["one", "two", "three", "four"]),
        ("hasn\u2019t hasn't hasn\u02bct hasn\uff07t", ["hasnt"] * 4),
        ("\u02bcone o\u02bbtwo \u0149three \u02bc", ["one", "otwo", "nthree"]),
        ("one-\n'two'", ["onetwo"]),
        ("'one'\n'two'", ["one", "two"]),
        ("will no-\nt will not", ["will", "not", "will", "not"]),
        ("3.5 % _of_ it", ["3", "5", "of", "it"]),
        ("Stra\u00dfe STRASSE", ["strasse", "strasse"]),
        ("\ufb01ne \uff26\uff29\uff2e\uff25", ["fine", "fine"]),
        ("caf\u00e9 cafe\u0301", ["caf\u00e9", "caf\u00e9"]),
        ("", []),
        (" -\u2019\u2014 ", []),
    ],
)
def test_words_of_examples(text: str, words: list[str]) -> None:
    assert list(split(text).texts) == words
    assert literal_words(text) == words


@given(texts)
@example("\u1100\u1161\u11a8\u1161")
@example("e\u0323\u0301" * 20 + "\u0327")
@example("a" + "\u0301\u0323" * 40 + "b\u0345")
@example("\u09c7\u200b\u09be\u2026\u09c7\u09be")
@example("x-\n\u0301y\u2026")
@example("a-\r\n\f\u2026b-\r\r\nc")
@settings(max_examples=1500, deadline=None)
def test_words_are_those_of_the_literal_definition(text: str) -> None:
    assert list(split(text).texts) == literal_words(text)


@given(texts)
@settings(max_examples=700, deadline=None)
def test_each_word_stands_where_it_is_said_to(text: str) -> None:
    words = split(text)
    assert len(words) == len(words.texts) == len(words.starts) == len(words.ends)
    for word, start, end in zip(words.texts, words.starts, words.ends, strict=True):
        assert 0 <= start < end <= len(text)
        assert word in literal_words(text[start:end])
    assert list(words.starts) == sorted(words.starts)
    assert list(words.ends) == sorted(words.ends)


@given(st.text(st.sampled_from("ab\u00e9\u0439Z19 .,\n\u201c\u2019-\u2014"), max_size=80))
@settings(deadline=None)
def test_places_are_exact_for_text_that_can_be_cut(text: str) -> None:
    words = split(text)
    for word, start, end in zip(words.texts, words.starts, words.ends, strict=True):
        assert literal_words(text[start:end]) == [word]
        assert text[start].isalnum()
        assert text[end - 1].isalnum()


def test_places_stay_exact_around_what_changes_length() -> None:
    text = "wait\u2026 \ufdfa then Stra\u00dfe\u2026end of\u00a0it, e\u0301a\u0323\u0301b"
    words = split(text)
    place = dict(zip(words.texts, zip(words.starts, words.ends, strict=True), strict=True))
    for word in ("wait", "then", "end", "of", "it"):
        start, end = place[word]
        assert text[start:end] == word
    assert text[slice(*place["strasse"])] == "Stra\u00dfe"


def test_a_cluster_that_cannot_be_cut_is_given_whole() -> None:
    words = split("x \u00bd y")
    assert words.texts == ("x", "1", "2", "y")
    assert list(words.starts) == [0, 2, 2, 4]
    assert list(words.ends) == [1, 3, 3, 5]


def test_long_text_has_the_words_of_the_definition() -> None:
    text = invented_text(7, words=4000) + "\u2026\ufb01" + invented_text(8, words=500)
    assert list(split(text).texts) == literal_words(text)


@pytest.mark.parametrize("hyphen", HYPHENS)
def test_each_hyphen_joins_with_and_without_a_break(hyphen: str) -> None:
    assert split(f"a{hyphen}b a{hyphen}\nb a{hyphen} b").texts == ("ab", "ab", "a", "b")


@pytest.mark.parametrize("apostrophe", APOSTROPHES)
def test_each_apostrophe_joins_but_takes_no_break(apostrophe: str) -> None:
    assert split(f"a{apostrophe}b {apostrophe}a{apostrophe}\nb").texts == ("ab", "a", "b")


@pytest.mark.parametrize("dash", '\u2012\u2013\u2014\u2015\u2212\u2043_"`\u00b4\u2032\u201c\u200b/')
def test_dashes_and_the_like_split(dash: str) -> None:
    assert split(f"a{dash}b{dash}\nc").texts == ("a", "b", "c")


def test_every_character_that_is_letter_or_digit_is_a_word() -> None:
    """Python's ``\\w`` is ``str.isalnum`` and the underscore; nothing else may be taken for a letter."""
    for start in range(0, 0x110000, 0x1000):
        text = " ".join(map(chr, range(start, start + 0x1000)))
        assert list(split(text).texts) == literal_words(text)


def test_all_canonical_compositions_lie_where_they_are_looked_for() -> None:
    beyond = [code for code in range(0x20000, 0x110000) if " " in unicodedata.decomposition(chr(code))]
    assert beyond == []


def test_a_million_marks_are_normalised_as_python_would() -> None:
    rng = random.Random(3)
    marks = [chr(code) for code in range(0x300, 0x36F)]
    text = "x a" + "".join(rng.choice(marks) for _ in range(700)) + "b \u0344" + "\u0f73\u0f71" * 50
    assert list(split(text).texts) == literal_words(text)


SIZE = 300_000


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("a" * SIZE, 1),
        ("a-" * (SIZE // 2), 1),
        ("-" * SIZE, 0),
        ("a" + "-" * SIZE + "b", 1),
        ("a" + "-\n " * (SIZE // 3) + "b", 1),
        ("a" + "-\n " * (SIZE // 3) + ".b", 2),
        ("-" + " " * SIZE, 0),
        ("a" + "\u0301\u0323" * (SIZE // 2), 1),
        # Insertion sort would take hours for these: all marks of the second kind belong before the first.
        ("a" + "\u0301" * (SIZE // 2) + "\u0323" * (SIZE // 2) + "b", 2),
        ("\u1161" * SIZE, 1),
        ("\ufdfa" * (SIZE // 20), SIZE // 20 * 3 + 1),
        ("\u4e2d\u2026" * (SIZE // 2), SIZE // 2),
        ("\u00bd" * (SIZE // 10), SIZE // 10 + 1),
    ],
    ids=range(13),
)
def test_hostile_text_is_split_in_good_time(text: str, count: int) -> None:
    words = split(text)
    assert len(words) == count
    assert all(0 <= start < end <= len(text) for start, end in zip(words.starts, words.ends, strict=True))
