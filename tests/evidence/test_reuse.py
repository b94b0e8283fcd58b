from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countermove.evidence import document_from_text, split
from countermove.evidence.documents.work import Work
from countermove.evidence.works.reuse import LONG, count_voices, reuse, stretches

from .literal import literal_carried, literal_stretches, literal_voices


def prose(seed: int, words: int) -> str:
    """Words of which no two long stretches are the same."""
    rng = random.Random(seed)
    return " ".join("".join(rng.choices("abcdefgh", k=5)) for _ in range(words))


def work(label: str, *parts: str) -> Work:
    return Work(label, {"text": document_from_text("\n\n".join(parts))})


@settings(max_examples=300, deadline=None)
@given(st.text("ab", max_size=14), st.text("ab", max_size=14), st.integers(1, 4))
def test_stretches_are_those_of_the_table(a: str, b: str, words: int) -> None:
    one, other = document_from_text(" ".join(a)), document_from_text(" ".join(b))
    found = stretches(one, other, words)
    # In these texts word number n stands at character 2n.
    told = {(each.a.start // 2, each.b.start // 2, each.words) for each in found}
    assert len(told) == len(found)
    assert told == literal_stretches(a, b, words)
    for each in found:
        assert split(each.text).texts == split(other.text[each.b.start : each.b.end]).texts


@st.composite
def collages(draw: st.DrawFn) -> list[list[str]]:
    """Texts that are put together of the same few pieces, cut at will."""
    pieces = [prose(seed, size).split() for seed, size in enumerate((30, 45, 26, 60))]
    texts = []
    for number in range(draw(st.integers(1, 5))):
        text: list[str] = []
        for _ in range(draw(st.integers(1, 3))):
            piece = pieces[draw(st.integers(0, 3))]
            begin = draw(st.sampled_from([0, 0, 3, 20]))
            text += [
                *prose(1000 * number + len(text), draw(st.sampled_from([0, 0, 5]))).split(),
                *piece[begin:],
            ]
        texts.append(text)
    return texts


@settings(max_examples=150, deadline=None)
@given(collages())
def test_reuse_and_voices_are_those_of_the_definition(texts: list[list[str]]) -> None:
    works = [work(f"w{number}", " ".join(text)) for number, text in enumerate(texts)]
    found = reuse(works)
    assert {frozenset(int(label[1:]) for label in voice) for voice in found.voices} == literal_voices(texts)
    # Every window that several carry is in a passage of just these, and no passage has another window.
    windows = set()
    for each in found.passages:
        carriers = tuple(sorted(int(label[1:]) for label, _ in each.places))
        words = split(each.text).texts
        assert len(words) == each.words >= LONG
        for label, span in each.places:
            document = works[int(label[1:])].text
            assert split(document.text[span.start : span.end]).texts == words
        windows |= {(carriers, words[at : at + LONG]) for at in range(each.words - LONG + 1)}
    exact = literal_carried(texts)
    assert exact <= windows
    by_window = {window: set(carriers) for carriers, window in exact}
    assert all(set(carriers) <= by_window[window] for carriers, window in windows)
    # As long as can be: no carrier set has one passage within another at the same places.
    places = [each.places for each in found.passages]
    assert len(set(places)) == len(places)


def test_an_agency_report_in_five_papers_is_one_voice() -> None:
    report = prose(1, 200)
    papers = [work(f"paper{number}", prose(10 + number, 30), report) for number in range(5)]
    own = work("own", prose(99, 200))
    found = reuse([*papers, own])
    assert found.voices == (tuple(f"paper{number}" for number in range(5)), ("own",))
    (passage,) = found.passages
    assert passage.words == 200
    assert [label for label, _ in passage.places] == [each.id for each in papers]


def test_who_carries_a_passage_within_much_of_his_own_is_a_voice_except_there() -> None:
    report = prose(1, 60)
    agency, paper = work("agency", report), work("paper", prose(2, 200), report, prose(3, 100))
    found = reuse([agency, paper])
    assert found.voices == (("agency",), ("paper",))
    (passage,) = found.passages
    (_, in_agency), (_, in_paper) = passage.places
    carried = [("agency", in_agency.start, in_agency.start + 9), ("paper", in_paper.start + 9, in_paper.end)]
    assert count_voices(found, carried) == 1
    assert count_voices(found, [carried[0], ("paper", 0, 20)]) == 2
    # Its own words and the report's are one and the same paper's all the same.
    assert count_voices(found, [*carried, ("paper", 0, 20)]) == 1
    assert count_voices(found, []) == 0
    assert count_voices(found, [("unheard of", 0, 5), ("unheard of", 7, 9)]) == 1


def test_what_goes_on_in_some_is_told_for_these_at_its_whole_length() -> None:
    report, more = prose(1, 40), prose(2, 40)
    found = reuse([work("a", report, more), work("b", report), work("c", prose(3, 9), report, more)])
    told = {tuple(label for label, _ in each.places): each.words for each in found.passages}
    assert told == {("a", "b", "c"): 40, ("a", "c"): 80}


@pytest.mark.parametrize(("words", "many"), [(LONG - 1, 0), (LONG, 1)])
def test_reuse_begins_at_a_length_that_is_stated(words: int, many: int) -> None:
    shared = prose(1, words)
    found = reuse([work("a", prose(2, 30), shared), work("b", shared, prose(3, 30))])
    assert len(found.passages) == many


def test_furniture_is_no_reuse() -> None:
    links = "\n".join(f"https://example.org/{number}/one-two-three-four-five" for number in range(9))
    found = reuse([work("a", prose(2, 30), links), work("b", prose(3, 30), links)])
    assert found.passages == ()


def test_no_works_carry_nothing() -> None:
    assert reuse([]).voices == ()
    assert reuse([work("short", "Snow.")]).voices == (("short",),)
