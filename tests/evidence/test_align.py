from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countermove.evidence import Document, document_from_text, split
from countermove.evidence.works.align import align, read
from countermove.evidence.works.blocks import Unit, Words, backwards, blocks, compared, units
from countermove.evidence.works.sequences import common, heaviest, word_diff
from countermove.evidence.works.shingles import numbered, shingles

from .literal import check_blocks, heaviest_weight, lcs, literal_compared

words = st.lists(st.sampled_from("abcde"), min_size=1, max_size=6).map(tuple)
texts = st.lists(words, max_size=9)


def both(a: list[Words], b: list[Words]) -> tuple[list[Unit], list[Unit]]:
    known: dict[Words, Unit] = {}
    return units(a, known), units(b, known)


@st.composite
def edited(draw: st.DrawFn) -> tuple[list[Words], list[Words]]:
    """A text and what became of it: sentences cut, dropped, repeated, moved, put in, changed."""
    a = draw(st.lists(words, max_size=8))
    b = list(a)
    for _ in range(draw(st.integers(0, 4))):
        if not b:
            break
        at = draw(st.integers(0, len(b) - 1))
        how = draw(st.sampled_from(["drop", "repeat", "move", "put in", "change", "cut", "join"]))
        if how == "drop":
            del b[at]
        elif how == "repeat":
            b.insert(draw(st.integers(0, len(b))), b[at])
        elif how == "move":
            b.insert(draw(st.integers(0, len(b) - 1)), b.pop(at))
        elif how == "put in":
            b.insert(at, draw(words))
        elif how == "change":
            k = draw(st.integers(0, len(b[at]) - 1))
            b[at] = (*b[at][:k], draw(st.sampled_from("abcxyz")), *b[at][k + 1 :])
        elif how == "cut" and len(b[at]) > 1:
            k = draw(st.integers(1, len(b[at]) - 1))
            b[at : at + 1] = [b[at][:k], b[at][k:]]
        elif how == "join":
            b[at : at + 2] = [sum(b[at : at + 2], ())]
    return a, b


@settings(max_examples=600, deadline=None)
@given(st.one_of(edited(), st.tuples(texts, texts)))
def test_an_alignment_is_what_its_definition_says(pair: tuple[list[Words], list[Words]]) -> None:
    a, b = pair
    found = blocks(*both(a, b))
    check_blocks(a, b, found)
    first, second = both(a, b)
    if not backwards(first, second):
        assert compared(first, second) == literal_compared(found, a)
    turned = [(each.b, each.b_end, each.a, each.a_end, each.kind in "ab") for each in found]
    assert turned == [(*each[1:], each.kind in "ab") for each in blocks(*both(b, a))]


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6), st.integers(1, 5)), max_size=20))
def test_the_heaviest_chain_is_as_heavy_as_any(pairs: list[tuple[int, int, int]]) -> None:
    unique = {(i, j): weight for i, j, weight in pairs}
    ordered = sorted(
        ((i, j, weight) for (i, j), weight in unique.items()), key=lambda each: (each[0], -each[1])
    )
    chain = heaviest(ordered)
    assert all(i < k and j < m for (i, j), (k, m) in pairwise(chain))
    assert sum(unique[pair] for pair in chain) == heaviest_weight(ordered)


@given(st.text("abcd", max_size=12), st.text("abcd", max_size=12))
def test_words_in_common_are_counted_as_by_the_table(x: str, y: str) -> None:
    assert common(x, y) == lcs(x, y)


@given(words, words)
def test_a_difference_tells_all_words_of_both(x: Words, y: Words) -> None:
    codes = word_diff(x, y)
    assert [word for _, i, i_end, _, _ in codes for word in x[i:i_end]] == list(x)
    assert [word for _, _, _, j, j_end in codes for word in y[j:j_end]] == list(y)
    assert all((x[i:i_end] == y[j:j_end]) == (op == "equal") for op, i, i_end, j, j_end in codes)


@given(st.lists(st.text("abc", max_size=12), max_size=4), st.integers(1, 9))
def test_stretches_have_one_number_if_they_have_the_same_words(texts: list[str], length: int) -> None:
    numbers = numbered(texts, length)
    assert [len(each) for each in numbers] == [max(0, len(text) - length + 1) for text in texts]
    by_number: dict[int, str] = {}
    by_words: dict[str, int] = {}
    for text, own in zip(texts, numbers, strict=True):
        for place, number in enumerate(own.tolist()):
            window = text[place : place + length]
            assert by_number.setdefault(number, window) == window
            assert by_words.setdefault(window, number) == number


def test_a_text_shorter_than_a_shingle_is_one() -> None:
    assert shingles(("one", "two")) == {("one", "two")}
    assert shingles(("one", "two", "three", "four")) == {("one", "two", "three"), ("two", "three", "four")}


RIVER = (
    "The talks on the river began in May. The port authority asked for three metres of water. "
    "The ministry refused this at first. Barges waited below the lock for weeks. In June both sides agreed."
)


def made(text: str) -> Document:
    return document_from_text(text)


def test_a_sentence_that_is_cut_in_two_stands_beside_itself() -> None:
    cut = RIVER.replace("three metres", "three\n\nmetres")
    alignment = align(made(RIVER), made(cut))
    assert len(read(made(cut)).sentences) == len(read(made(RIVER)).sentences) + 1
    assert (alignment.changed, alignment.only_a, alignment.only_b) == ((), (), ())
    assert alignment.shared == alignment.a_words == alignment.b_words


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("three metres", "four metres", [("three", "four")]),
        ("refused this", "did not refuse this", [("refused", "did not refuse")]),
        ("In June", "June", [("In", "")]),
        ("The ministry refused", "The ministry now refused", [("", "now")]),
        ("asked for three", "did not ask for ten", [("asked", "did not ask"), ("three", "ten")]),
        # Nothing in common, but in the place of what the other says there.
        ("Barges waited below the lock for weeks.", "Snow fell.", [(0, 1)]),
    ],
)
def test_each_difference_is_shown_in_its_place(old: str, new: str, told: list[tuple[str, str]]) -> None:
    a, b = made(RIVER), made(RIVER.replace(old, new))
    (pair,) = align(a, b).changed
    if told == [(0, 1)]:
        told = [(old.rstrip("."), new.rstrip("."))]
    assert [(each.a_text, each.b_text) for each in pair.changes] == told
    for change in pair.changes:
        for document, span, text in ((a, change.a, change.a_text), (b, change.b, change.b_text)):
            assert (span is None) == (text == "")
            assert span is None or document.text[span.start : span.end] == text
    assert split(" ".join(in_a for in_a, _ in pair.diff)).texts == split(pair.a_text).texts
    assert split(" ".join(y if x != y else x for x, y in pair.diff)).texts == split(pair.b_text).texts


def test_a_sentence_that_a_change_joins_to_its_neighbour_is_shown_with_it() -> None:
    joined = RIVER.replace("water. The ministry refused", "water, but the council refused")
    (pair,) = align(made(RIVER), made(joined)).changed
    assert [(each.a_text, each.b_text) for each in pair.changes] == [("", "but"), ("ministry", "council")]
    assert align(made(joined), made(RIVER)).only_b == ()


def test_what_stands_in_one_only_is_told_apart() -> None:
    sentences = RIVER.replace(". ", ".\n").split("\n")
    web = "\n".join([*sentences, "Write to us."])
    paper = "\n\n".join(
        [
            sentences[2],
            "The River Gazette, page seven.",
            *sentences[:2],
            "https://example.org/talks",
            *sentences[2:],
        ]
    )
    alignment = align(made(web), made(paper))
    assert alignment.changed == ()
    assert [(each.text, each.furniture, each.again) for each in alignment.only_a] == [
        ("Write to us.", "", "")
    ]
    repeated, head, link = alignment.only_b
    assert (repeated.text, repeated.again) == (sentences[2], "repeated")
    assert repeated.other is not None
    assert made(web).text[repeated.other.start : repeated.other.end] == sentences[2].rstrip(".")
    assert (head.again, head.furniture, head.words) == ("", "", 5)
    assert (link.furniture, link.text) == ("link", "https://example.org/talks")


def test_what_is_moved_is_told_with_both_places() -> None:
    sentences = RIVER.replace(". ", ".\n").split("\n")
    moved = "\n".join([sentences[0], *sentences[2:], sentences[1]])
    alignment = align(made("\n".join(sentences)), made(moved))
    assert alignment.changed == ()
    ((one,), (other,)) = alignment.only_a, alignment.only_b
    assert (one.again, other.again, one.text, other.text) == ("moved", "moved", sentences[1], sentences[1])
    assert one.other is not None
    assert (one.other.line, other.span.line) == (5, 5)


def test_furniture_that_interrupts_a_sentence_is_named_and_the_sentence_is_the_same() -> None:
    broken = RIVER.replace(
        "for three metres", "for\n\nhttps://example.org/a\nhttps://example.org/b\n\nthree metres"
    )
    alignment = align(made(RIVER), made(broken))
    assert alignment.changed == ()
    (past,) = [pair for pair in alignment.same if pair.b_interrupted]
    assert [each.reason for each in past.b_interrupted] == ["link", "link"]
    assert past.b_text == past.a_text
    assert [each.furniture for each in alignment.only_b] == ["link", "link"]


def test_what_is_furniture_in_the_other_is_said_to_be() -> None:
    line = "Related article: Snow on the pass in early May"
    alignment = align(made(f"{RIVER}\n{line}\nand so it is."), made(f"{RIVER}\n\n{line}\n\nand so it is."))
    found = [each for each in alignment.only_a if each.again]
    assert all(each.again == "furniture there" for each in found)
    assert align(made(f"{RIVER}\n\n{line}"), made(f"{line}\n\n{RIVER}")).only_b == ()


def test_sentences_that_are_cut_otherwise_in_the_midst_of_a_gap_are_the_same() -> None:
    a, b = [("p",), ("x", "y", "z"), ("w",)], [("x", "y", "z", "w"), ("q",)]
    found = blocks(*both(a, b))
    check_blocks(a, b, found)
    assert [each.kind for each in found] == ["a", "same", "b"]
    assert compared(*both(a, b)) == (1, False)


def test_after_what_is_cut_otherwise_one_sentence_stands_for_another() -> None:
    a, b = [("x", "y"), ("p",), ("e",)], [("x",), ("y",), ("q",), ("e",)]
    found = blocks(*both(a, b))
    check_blocks(a, b, found)
    assert [each.kind for each in found] == ["same", "changed", "same"]
    first, second = both(a, b)
    assert compared(*((second, first) if backwards(first, second) else (first, second))) is None


def test_a_gap_with_too_much_on_both_sides_counts_as_different(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("countermove.evidence.works.blocks.MAX_PAIRS", 3)
    (block,) = blocks(*both([("a",), ("b",)], [("c",), ("d",)]))
    assert block.kind == "changed"
    assert compared(*both([("a",), ("b",)], [("c",), ("d",)])) is None


def test_sentences_that_repeat_without_end_are_no_chain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("countermove.evidence.works.blocks.MAX_CHAIN", 10)
    rng = random.Random(1)
    a = [(rng.choice("ab"),) for _ in range(40)]
    found = blocks(*both([("x",), *a, ("q",)], [("y",), ("b",), ("q",), *a]))
    assert sum(block.a_end - block.a for block in found) == 42
