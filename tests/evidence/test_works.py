from __future__ import annotations

import random
import re

import pytest
from benchmarks.works import SHAPES, collection
from hypothesis import given, settings
from hypothesis import strategies as st

from countermove.evidence import Document, document_from_text, split
from countermove.evidence.documents.sentences import sentences
from countermove.evidence.documents.work import Work
from countermove.evidence.works.grouping import find_works
from countermove.evidence.works.relation import Kind, relation, same_work

from .helpers import invented_text, rewrapped
from .literal import literal_works

TEXT = (
    "The talks on the river began in May. The port authority asked for three metres of water. "
    "The ministry refused this at first. Barges waited below the lock for weeks. In June both sides agreed."
)


def made(text: str) -> Document:
    return document_from_text(text)


def kind(a: str, b: str) -> Kind:
    found = relation(made(a), made(b)).kind
    assert relation(made(b), made(a)).kind is found
    return found


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (TEXT, Kind.SAME),
        (TEXT.replace(". ", ".\n\n").upper(), Kind.SAME),
        (TEXT.replace("metres of", "me-\ntres of"), Kind.SAME),
        (f"{TEXT}\n\nhttps://example.org/talks\n", Kind.SAME),  # furniture aside
        (f"The River Gazette\n\n{TEXT}", Kind.RENDITIONS),
        (f"{TEXT} Write to us, we need your help.", Kind.RENDITIONS),
        (TEXT.replace("Barges waited below the lock for weeks. ", ""), Kind.RENDITIONS),
        (f"Barges waited below the lock for weeks.\n\n{TEXT}", Kind.RENDITIONS),
        (TEXT.replace("The ministry", "Advertisement by the port. The ministry"), Kind.RENDITIONS),
        (TEXT.replace("three", "four"), Kind.NEAR_COPY),
        (TEXT.replace("refused", "never refused"), Kind.NEAR_COPY),
        (TEXT.replace(" at first", ""), Kind.NEAR_COPY),
        (TEXT.replace("The ministry", "The council"), Kind.NEAR_COPY),
        (TEXT.replace("The ministry refused this at first.", "Snow fell on the pass."), Kind.NEAR_COPY),
        # In the midst of a sentence even what looks like a passage of its own is a difference.
        (TEXT.replace("refused", "\n\nnever\n\nrefused"), Kind.NEAR_COPY),
        (TEXT.replace("refused", "refused\n\nThe Gazette, page two\n\n"), Kind.NEAR_COPY),
        ("Snow fell on the pass.", Kind.APART),
        ("The port authority asked for three metres of water.", Kind.APART),
    ],
)
def test_two_texts_are_related(other: str, expected: Kind) -> None:
    assert kind(TEXT, other) is expected


def test_a_long_stretch_in_different_works_is_reuse() -> None:
    report = invented_text(3, 60)
    a, b = invented_text(4, 300), invented_text(5, 300)
    assert kind(a, b) is Kind.APART
    found = relation(made(f"{a}\n\n{report}"), made(f"{report}\n\n{b}"))
    assert found.kind is Kind.REUSE
    assert found.alignment is None
    assert max(each.words for each in found.stretches) >= 60
    # As much of each is its own as both share: two works, though no word differs.
    equal = relation(made(f"{invented_text(6, 55)}\n\n{report}"), made(f"{report}\n\n{invented_text(7, 55)}"))
    assert min(equal.in_a, equal.in_b) >= 0.5
    assert equal.kind is Kind.REUSE


@pytest.mark.parametrize("seed", range(20))
def test_other_typography_is_the_same_text(seed: int) -> None:
    text = re.sub(r"\n\nRelated.*|\n\nhttps\S*\n\S*", "", invented_text(seed, 120))
    found = relation(made(text), made(rewrapped(text, seed)))
    assert found.kind is Kind.SAME
    assert found.alignment is not None
    assert found.alignment.shared == found.alignment.a_words


def test_a_document_belongs_to_the_nearest_work() -> None:
    works = [
        Work("snow", {"text": made("Snow fell on the pass in May.")}),
        Work("copy", {"text": made(TEXT.replace("three", "four"))}),
        Work("river", {"html": made(f"The River Gazette\n\n{TEXT}"), "text": made(TEXT)}),
    ]
    exact = same_work(made(TEXT), works)
    assert (exact.kind, exact.work, exact.rendition, exact.joins) == (Kind.SAME, "river", "text", True)
    more = same_work(made(f"{TEXT} Write to us."), works)
    assert (more.kind, more.work, more.joins) == (Kind.RENDITIONS, "river", True)
    changed = same_work(made(TEXT.replace("three", "five")), works)
    assert (changed.kind, changed.work, changed.joins) == (Kind.NEAR_COPY, "copy", False)
    nothing = same_work(made("Bread has risen twice."), works)
    assert (nothing.kind, nothing.work, nothing.rendition, nothing.joins) == (Kind.APART, "", "", False)


def test_a_rendition_of_one_and_a_near_copy_of_another_is_not_joined() -> None:
    # The first rendition lacks the sentence in which the two others differ.
    without = made(TEXT.replace("The ministry refused this at first. ", ""))
    work = Work("river", {"short": without, "long": made(TEXT)})
    changed = made(TEXT.replace("refused", "granted"))
    assert relation(changed, without).kind is Kind.RENDITIONS
    found = same_work(changed, [work])
    assert (found.kind, found.rendition) == (Kind.NEAR_COPY, "long")
    grouping = find_works([without, made(TEXT), changed])
    assert grouping.works == ((0, 1), (2,))
    assert grouping.families == ((0, 1),)


SENTENCES = [
    "Snow fell on the pass.",
    "Barges waited below the lock for weeks.",
    "The ministry refused this.",
    "The ministry granted this.",
    "In June both sides agreed on three metres.",
    "In June both sides agreed on four metres.",
    "Bread has risen twice.",
    "The talks went on.",
    "Write to us.",
]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=7), min_size=1, max_size=7),
    st.randoms(use_true_random=False),
)
def test_many_documents_are_sorted_as_by_two_loops(texts: list[list[str]], rng: random.Random) -> None:
    documents = [made(rng.choice([" ", "\n\n"]).join(text)) for text in texts]
    found = find_works(documents)
    works, families = literal_works(documents)
    assert [list(work) for work in found.works] == works
    assert set(found.families) == {tuple(sorted(each)) for each in families}


@pytest.mark.parametrize("seed", range(6))
def test_variants_of_a_few_texts_are_sorted_as_by_two_loops(seed: int) -> None:
    rng = random.Random(seed)
    bases = [re.split(r"(?<=\.)\s+", f"{invented_text(seed * 10 + each, 80)}.") for each in range(3)]
    bases = [
        [" ".join(TEXT.split()), *base, *(f"Line {k} of {seed} is here." for k in range(9))] for base in bases
    ]
    documents = []
    for _ in range(14):
        parts = list(rng.choice(bases))
        for _ in range(rng.randrange(3)):
            at = rng.randrange(len(parts))
            how = rng.randrange(5)
            if how == 0:
                del parts[at]
            elif how == 1:
                parts.insert(at, f"Something new, number {rng.randrange(9)}.")
            elif how == 2:
                parts[at] = parts[at].replace(" is ", " was ").replace("three", "four")
            elif how == 3:
                parts.insert(rng.randrange(len(parts)), parts[at])
            else:
                parts[at] = parts[at].replace(" ", "\n\n", 1)
        documents.append(made("\n\n".join(parts)))
    found = find_works(documents)
    works, families = literal_works(documents)
    assert [list(work) for work in found.works] == works
    assert set(found.families) == {tuple(sorted(each)) for each in families}


BARGES, REFUSED, GRANTED, SNOW = (SENTENCES[number] for number in (1, 2, 3, 0))


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_repeats_that_may_be_matched_in_two_ways_are_matched_alike_from_either_side(
    order: tuple[int, ...],
) -> None:
    texts = [
        [BARGES, BARGES, GRANTED, REFUSED, BARGES, SNOW, SNOW],
        [REFUSED, GRANTED, SNOW, BARGES],
    ]
    documents = [made(" ".join(texts[number])) for number in order]
    found = find_works(documents)
    works, families = literal_works(documents)
    assert [list(work) for work in found.works] == works
    assert set(found.families) == {tuple(sorted(each)) for each in families}


def test_a_document_joins_no_work_with_one_of_whose_documents_it_has_too_little_in_common() -> None:
    parts = [f"River{k} bridge{k} lock{k} gate{k}." for k in range(10)]
    long, middle, short = (made(" ".join(parts[:many])) for many in (10, 7, 4))
    assert relation(short, middle).joins
    assert relation(middle, long).joins
    assert not relation(short, long).joins
    assert find_works([long, middle, short]).works == ((0, 1), (2,))
    assert find_works([short, middle, long]).works == ((0, 1), (2,))


@pytest.mark.parametrize("shape", SHAPES)
def test_collections_of_the_benchmark_are_sorted_as_by_two_loops(shape: str) -> None:
    documents = [made(text) for text in collection(shape, 9)]
    found = find_works(documents)
    works, families = literal_works(documents)
    assert [list(work) for work in found.works] == works
    assert set(found.families) == {tuple(sorted(each)) for each in families}


def test_no_documents_are_no_works() -> None:
    assert find_works([]).works == ()
    assert find_works([made("Snow."), made("Bread."), made("snow")]).works == ((0, 2), (1,))


# The two real files.


def appeal(web: Document) -> int:
    """Where the web page begins to speak for itself."""
    return web.text.index("A Message from")


def test_the_two_real_files_are_one_work(web: Document, pdf: Document) -> None:
    for one, other in ((web, pdf), (pdf, web)):
        found = relation(one, other)
        assert found.kind in (Kind.SAME, Kind.RENDITIONS)
        assert found.alignment is not None
        assert found.alignment.changed == ()
    assert find_works([web, pdf]).works == ((0, 1),)


def test_every_sentence_of_the_article_stands_in_both(web: Document, pdf: Document) -> None:
    alignment = relation(web, pdf).alignment
    assert alignment is not None
    article = [each for each in sentences(web) if each.start < appeal(web)]
    assert len(article) > 30
    assert [(each.a.start, each.a.end) for each in alignment.same] == [
        (each.start, each.end) for each in article
    ]
    for pair in alignment.same:
        assert split(pair.b_text).texts == split(pair.a_text).texts
        in_pdf = pdf.text[pair.b.start : pair.b.end]
        if not pair.b_interrupted:
            assert split(in_pdf).texts == split(pair.a_text).texts
    past_links = [pair for pair in alignment.same if pair.b_interrupted]
    assert [[each.reason for each in pair.b_interrupted] for pair in past_links] == [["link"] * 7]


def test_only_the_appeal_stands_in_the_web_page_alone(web: Document, pdf: Document) -> None:
    alignment = relation(web, pdf).alignment
    assert alignment is not None
    assert all(each.span.start >= appeal(web) and not each.again for each in alignment.only_a)
    # All of it, as sentences of the prose or as furniture.
    told = [word for each in alignment.only_a for word in split(each.text).texts]
    assert told == list(split(web.text[appeal(web) :]).texts)
    assert {each.furniture for each in alignment.only_a} <= {"", "appeal"}


def test_what_stands_in_the_pdf_alone_is_told_by_kind(web: Document, pdf: Document) -> None:
    alignment = relation(web, pdf).alignment
    assert alignment is not None
    headline, *others = alignment.only_b
    assert (headline.again, headline.furniture, headline.span.line) == ("repeated", "", 1)
    assert headline.other is not None
    assert split(headline.text).texts == split(web.text[headline.other.start : headline.other.end]).texts
    lines = [line for line in pdf.text.splitlines() if line.startswith(("https://", "Related article:"))]
    assert [each.text for each in others[:-1]] == [" ".join(line.split()) for line in lines]
    assert [each.furniture for each in others[:-1]] == ["related-article line"] * 2 + ["link"] * 7
    disclaimer = others[-1]
    assert disclaimer.furniture in ("", "notice")
    last = max(pair.b.end for pair in alignment.same)
    assert split(disclaimer.text).texts == split(pdf.text[last:]).texts


def swapped(text: str, place: re.Match[str], new: str) -> str:
    return text[: place.start()] + new + text[place.end() :]


CHANGES = {
    "a number": (r"\b\d+\b", "77"),
    "a name": (r"(?<=[a-z] )[A-Z][a-z]{5,}(?= [a-z])", "Ruritania"),
    "a negation less": (r"\bnot ", ""),
    "a negation more": (r"(?<=\bis )(?=[a-z])", "not "),
    "a word": (r"(?<=[a-z] )[a-z]{6,}(?= [a-z])", "otherwise"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_in_a_copy_of_the_real_file_is_found_and_shown(
    change: str, web: Document, pdf: Document
) -> None:
    pattern, new = CHANGES[change]
    place = next(re.finditer(pattern, web.text))
    assert place.start() < appeal(web)
    copy = made(swapped(web.text, place, new))
    for other in (web, pdf):
        found = relation(copy, other)
        assert found.kind is Kind.NEAR_COPY
        assert not found.joins
        assert found.alignment is not None
        (pair,) = found.alignment.changed
        (one,) = pair.changes
        assert (one.a_text, one.b_text) == (new.strip(), place.group().strip())
        if one.a is not None:
            assert one.a.start == place.start()
        if one.b is not None and other is web:
            assert one.b.start == place.start()
    assert find_works([web, pdf, copy]).works == ((0, 1), (2,))
    assert find_works([copy, pdf, web]).works == ((0,), (1, 2))


def test_any_word_of_the_article_replaced_makes_a_near_copy(web: Document, pdf: Document) -> None:
    rng = random.Random(7)
    inside = [at for at in range(len(web.words)) if web.words.ends[at] < appeal(web)]
    for at in rng.sample(inside, 40):
        start, end = web.words.starts[at], web.words.ends[at]
        found = relation(made(f"{web.text[:start]}zzyzx{web.text[end:]}"), pdf)
        assert found.kind is Kind.NEAR_COPY
        assert found.alignment is not None
        changes = [change for pair in found.alignment.changed for change in pair.changes]
        assert [(change.a_text, split(change.b_text).texts) for change in changes] == [
            ("zzyzx", (web.words.texts[at],))
        ]


LOCKS = (
    "The river rose in spring. The port closed its gates for three weeks. The ministry sent an envoy to the delta. "
    "Grain stayed in the barges. Nobody was paid before the autumn."
)


@pytest.mark.parametrize(
    ("old", "new"), [("They agreed.", "They refused."), ("They agreed.", "Nobody came.")]
)
@pytest.mark.parametrize("place", [0, 2, 5])
def test_a_sentence_put_for_another_is_no_rendition_wherever_it_stands(
    old: str, new: str, place: int
) -> None:
    sentences = LOCKS.replace(". ", ".\n").split("\n")
    first, second = ([*sentences[:place], said, *sentences[place:]] for said in (old, new))
    found = relation(made(" ".join(first)), made(" ".join(second)))
    assert found.kind is Kind.NEAR_COPY
    assert found.alignment is not None
    (pair,) = found.alignment.changed
    assert (pair.a_text, pair.b_text) == (old, new)
    assert [list(each) for each in find_works([made(" ".join(first)), made(" ".join(second))]).works] == [
        [0],
        [1],
    ]
