"""Narratives: where their terms stand, who voices them and when."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ElementTree
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermove.errors import EvidenceError
from countermove.evidence import Document, Work, document_from_text
from countermove.evidence.suggesting.joining import joined
from countermove.evidence.telling.narratives import Narrative, Voice, narratives, of_model
from countermove.evidence.telling.terms import occurrences, term
from countermove.views.evidence_narratives import mention_text, narrative_sentences, narratives_data
from countermove.views.evidence_plot import narratives_plot
from tests.article import WEB, needs_article
from tests.console import call

from .helpers import literal_words

SVG = "{http://www.w3.org/2000/svg}"


def found_in(text: str, *terms: str) -> list[str]:
    document = document_from_text(text)
    return [text[each.start : each.end] for each in occurrences(document, [term(each) for each in terms])]


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        (["flood"], ["Flood", "flood"]),  # a part of a word with a hyphen is a word too
        (["flood*"], ["Flood", "flooded", "flood", "floods"]),
        (["*flood"], ["Flood", "counter-flood"]),
        (["*flood*"], ["Flood", "flooded", "counter-flood", "floods"]),
        (["high water"], ["high water", "high-water"]),
        (["high-water"], ["high-water"]),
        (["high wat*"], ["high water", "high-water"]),
        (["*igh wat*"], ["high water", "high-water"]),
        (["counterflood*"], ["counter-flood"]),
        (["high", "high water"], ["high water", "high-water"]),
        (["dam"], []),
    ],
)
def test_terms(terms: list[str], expected: list[str]) -> None:
    text = "Flood! It flooded at high water; a counter-flood, high-water marks and floods."
    assert found_in(text, *terms) == expected


def test_a_hyphen_at_a_line_end_divides_no_term() -> None:
    assert found_in("A flo-\nod and a high-\nwater mark.", "flood", "high", "water") == ["flo-\nod"]


@pytest.mark.parametrize("text", ["", "*", "**", "a*b", " ", "!", "a * b"])
def test_what_is_no_term_is_refused(text: str) -> None:
    with pytest.raises(EvidenceError, match="write a word or a phrase"):
        term(text)


def literal(text: str, terms: list[str]) -> set[int]:
    """Number the words of a text without hyphens at which a term begins, one pattern for each word."""
    words = literal_words(text)
    starts = set()
    for each in terms:
        patterns = [re.escape(word).replace(r"\*", ".*") for word in each.split()]
        for place in range(len(words) - len(patterns) + 1):
            if all(re.fullmatch(pattern, words[place + k]) for k, pattern in enumerate(patterns)):
                starts.add(place)
    return starts


stock = st.lists(
    st.sampled_from(["flood", "floods", "high", "water", "ood", "a", "FLOOD", "Water"]), max_size=20
)
asked = st.lists(
    st.sampled_from(
        ["flood", "flood*", "*ood", "*oo*", "high water", "high wat*", "*gh water", "a", "water flood"]
    ),
    min_size=1,
    max_size=4,
)


@given(stock, asked)
def test_terms_are_found_where_the_definition_says(words: list[str], terms: list[str]) -> None:
    text = " ".join(words)
    found = occurrences(document_from_text(text), [term(each) for each in terms])
    starts = [len(text[: each.start].split()) for each in found]
    everywhere = literal(text, terms)
    assert set(starts) <= everywhere
    # What is left out overlaps with one that is kept.
    covered = {
        place
        for each in found
        for place in range(len(text[: each.start].split()), len(text[: each.end].split()))
    }
    assert everywhere <= covered
    assert starts == sorted(starts)
    assert all(one.end <= other.start for one, other in pairwise(found))


def works(*texts: str, published: tuple[str, ...] = ()) -> list[Work]:
    return [
        Work(
            f"w{number}",
            {"text": document_from_text(text)},
            published=published[number] if published else "2020-10",
        )
        for number, text in enumerate(texts)
    ]


def voiced(*texts: str, terms: str = "flood*") -> Narrative:
    (found,) = narratives(works(*texts), [of_model("flood", terms)])
    return found


def test_whose_words_they_are() -> None:
    found = voiced(
        "A flood came. The ministry said that the flood was small. The envoy said that the ministry claims that "
        "floods are rare. \u201cFlood alert\u201d was the word. Reports of floods are frequent."
    )
    assert [each.voices for each in found.mentions] == [
        (Voice("author", "w0"),),
        (Voice("speaker", "ministry"),),
        (Voice("speaker", "ministry"),),  # the nearest voice: the envoy says what the ministry claims
        (Voice("unnamed"),),
        (Voice("unnamed"),),
    ]
    assert found.by_voice == (
        (Voice("speaker", "ministry"), 2),
        (Voice("unnamed"), 2),
        (Voice("author", "w0"), 1),
    )


def test_what_several_say_together_counts_for_each() -> None:
    found = voiced("The ministry and the port authority said that floods are rare.")
    assert len(found.mentions) == 1
    assert found.by_voice == ((Voice("speaker", "ministry"), 1), (Voice("speaker", "port authority"), 1))
    assert "What several say together counts for each of them." in narrative_sentences(found, works(""))


def test_when_it_is_voiced() -> None:
    found = voiced(
        "A flood. On 14 October a flood came. It was a flood. Over the past few days floods rose. Then a flood."
    )
    dates = [
        (each.date.when.written if each.date and each.date.when else None, each.here)
        for each in found.mentions
    ]
    assert dates == [
        (None, False),
        ("2020-10-14", True),
        ("2020-10-14", False),
        (None, True),
        ("2020-10-14", False),
    ]
    assert [(time.written if time else None, times) for time, times in found.by_time] == [
        ("2020-10-14", 3),
        (None, 2),
    ]


def test_furniture_is_not_counted_and_a_work_counts_once() -> None:
    text = "A flood came.\n\nRelated article: The flood of floods\n\nIt went."
    document = document_from_text(text)
    both = Work("w", {"web": document, "pdf": document_from_text("A flood came. It went.")})
    (found,) = narratives([both], [of_model("flood", "flood*")])
    assert found.by_work == (("w", 1),)


def test_a_mention_is_shown_in_its_sentence() -> None:
    long = (
        "It is so and so, " * 12
        + "and a flood came over the old port, "
        + "so and so it is, " * 12
        + "in the end."
    )
    found = voiced(f"First. {long} Last.")
    shown = mention_text(found.mentions[0], {"w0": works(f"First. {long} Last.")[0]})
    assert shown.startswith("... ")
    assert shown.endswith(" ...")
    assert "and a flood came over" in shown


def test_a_narrative_without_terms_is_refused() -> None:
    with pytest.raises(EvidenceError, match="is no term"):
        voiced("A flood.", terms=" , ")
    with pytest.raises(EvidenceError, match="1 to 100"):
        voiced("A flood.", terms=",".join(["a"] * 101))


# ---------------------------------------------------------------- the article
KEY = {
    Voice("speaker", "Russian media"): 1,
    Voice("speaker", "official statements"): 1,
    Voice("speaker", "policy debate"): 1,
    Voice("unnamed"): 1,  # reports of operations in the Russian south
    Voice("speaker", "Ramzan Kadyrov"): 1,
    Voice("speaker", "Moscow"): 1,
    Voice("speaker", "Nikol Pashinyan"): 1,
}
"""Who voices the terrorist threat in the article, by a reading of it; the author never does."""


def test_who_voices_the_terrorist_threat_in_the_article(web: Document, pdf: Document) -> None:
    for documents in ({"web": web}, {"pdf": pdf}, {"web": web, "pdf": pdf}):
        article = Work("article", documents, published="2020-10")
        (found,) = narratives([article], [of_model("terrorist_threat", "terror*")])
        assert len(found.mentions) == 5
        assert dict(found.by_voice) == KEY
        assert [each.quoted for each in found.mentions] == [True, False, False, True, True]


@needs_article
def test_the_model_has_the_narrative_and_the_command_counts_it(empty: Path) -> None:
    arguments = ["evidence", "narratives", "karabakh-2020", "--source", f"moscow-times={WEB}"]
    data = json.loads(call([*arguments, "--json"]).out)
    (threat,) = data["narratives"]
    assert threat["label"] == "terrorist_threat"
    mine = [each for each in threat["mentions"] if each["work"] == "moscow-times"]
    assert len(mine) == 5
    voices = [voice for each in mine for voice in each["voices"]]
    assert {(each["kind"], each["name"]) for each in voices} == {(each.kind, each.name) for each in KEY}
    ran = call([*arguments, "--narrative", "terrorist_threat"])
    assert ran.code == 0
    assert "Ramzan Kadyrov" in ran.out


# ---------------------------------------------------------------- the plot and the command
def plotted(*texts: str, published: tuple[str, ...] = ()) -> tuple[ElementTree.Element, list[str]]:
    given_works = works(*texts, published=published)
    found = narratives(given_works, [of_model("flood", "flood*"), of_model("drought", "dry,drought*")])
    svg = ElementTree.fromstring(narratives_plot(found, given_works, "Narratives"))
    return svg, ["".join(each.itertext()) for each in svg.iter(f"{SVG}text")]


def test_the_plot_has_a_panel_for_each_narrative_and_says_it_in_words() -> None:
    svg, lines = plotted("A flood. The ministry said that the flood was dry.")
    assert {"flood", "drought", "ministry", "the author (w0)"} <= set(lines)
    assert svg.get("role") == "img"
    assert "ministry: 1." in (svg.findtext(f"{SVG}desc") or "")
    widths = [float(each.get("width", "0")) for each in svg.iter(f"{SVG}rect") if each.get("height") == "14"]
    assert len(set(widths)) == 1  # one scale, and each count is one


def test_of_several_works_each_has_a_letter_and_dates_are_shown() -> None:
    svg, lines = plotted("A flood and a flood.", "A flood.", published=("2020-10", "2021"))
    assert {"A", "B", "2020-10", "2021", "w0, 2020-10", "w1, 2021"} <= set(lines)
    assert {"w0", "w1"} <= {each.get("class") for each in svg.iter(f"{SVG}rect")}


def test_where_nothing_is_voiced_the_plot_says_so() -> None:
    _, lines = plotted("It rained.")
    assert lines.count("Not voiced in one work.") == 2


@pytest.fixture
def desk(empty: Path) -> Path:
    (empty / "letter.txt").write_text(
        "A flood came. The ministry said that floods are rare.", encoding="utf-8"
    )
    assert (
        call(["evidence", "add", "letter.txt", "--published", "2020-10", "--author", "The harbour desk"]).code
        == 0
    )
    return empty


def test_the_command_counts_and_draws(desk: Path) -> None:
    ran = call(["evidence", "narratives", "--narrative", "flood=flood*", "--plot", "flood.svg"])
    assert ran.code == 0
    assert "Voiced twice in one work, one of them in an author's own words." in ran.out
    assert "the author (The harbour desk)" in ran.out
    ElementTree.parse(desk / "flood.svg")
    data = json.loads(call(["evidence", "narratives", "--narrative", "flood=flood*", "--json"]).out)
    (flood,) = data["narratives"]
    assert flood["count"] == 2
    assert flood["by_voice"] == [
        {"kind": "author", "name": "The harbour desk", "count": 1},
        {"kind": "speaker", "name": "ministry", "count": 1},
    ]


def test_what_is_too_long_to_list_is_counted(empty: Path) -> None:
    (empty / "long.txt").write_text("A flood came. " * 205, encoding="utf-8")
    ran = call(["evidence", "narratives", "--source", "long=long.txt", "--narrative", "flood=flood"])
    assert ran.out.count("A flood came.") == 200
    assert "Not shown: five more mentions; --json has all." in ran.out


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ([], 2, "name one, as in --narrative"),
        (["--narrative", "flood"], 2, "write it as NAME=TERM,TERM"),
        (["--narrative", "=flood"], 2, "write it as NAME=TERM,TERM"),
        (["--narrative", "flood=a*b"], 4, "is no term"),
        (["karabakh-2020", "--narrative", "terorist_threat"], 2, "did you mean 'terrorist_threat'?"),
        (["elmira-1991"], 2, "the model has no narratives"),
    ],
)
def test_wrong_words_are_told_what_to_type(desk: Path, arguments: list[str], code: int, words: str) -> None:
    ran = call(["evidence", "narratives", *arguments])
    assert ran.code == code
    assert words in ran.err
    assert "Traceback" not in ran.err


# ---------------------------------------------------------------- one report in several papers
AGENCY = (
    "The port authority said on Monday that the shortage of water at the quay would go on for weeks, and that "
    "no ship with more than two metres of draught could come in before the autumn rains had filled the river."
)


def test_a_report_that_several_papers_carry_is_voiced_once() -> None:
    works = [
        Work("one", {"text": document_from_text(AGENCY)}, published="2024-05"),
        Work("two", {"text": document_from_text(f"News of the day. {AGENCY}")}, published="2024-05"),
        Work(
            "three", {"text": document_from_text(f"{AGENCY} Our shortage is another.")}, published="2024-05"
        ),
    ]
    (found,) = narratives(works, [of_model("shortage", "shortage*")])
    assert [(each.work, each.copy_of) for each in found.mentions] == [("one", ""), ("three", "")]
    assert [(each.work, each.copy_of) for each in found.copies] == [("two", "one"), ("three", "one")]
    assert dict(found.by_voice) == {Voice("speaker", "port authority"): 1, Voice("author", "three"): 1}
    assert "Two more mentions stand in text that two works have word for word" in " ".join(
        narrative_sentences(found, works)
    )
    (data,) = narratives_data([found], works)["narratives"]
    assert (data["count"], [each["copy_of"] for each in data["copies"]]) == (2, ["one", "one"])


def test_a_capital_counts_with_its_country_where_that_is_asked_for() -> None:
    text = (
        "Moscow said that the shortage was over. The Kremlin said that a shortage may come back. Russia denied "
        "that there is a shortage. Russian media said that the shortage goes on. Moscow's envoy said that the "
        "shortage is grave."
    )
    (found,) = narratives(
        [Work("w", {"text": document_from_text(text)})], [of_model("shortage", "shortage*")]
    )
    apart = {voice.name for voice, _ in found.by_voice}
    assert {"Moscow", "Kremlin", "Russian media"} <= apart
    one = {voice.name: times for voice, times in joined(found).by_voice}
    assert one["Russia"] == sum(times for voice, times in found.by_voice if voice.name in RUSSIA)
    assert set(one) == apart - RUSSIA | {"Russia"}


RUSSIA = {"Moscow", "Kremlin", "the Kremlin", "Russia"}


@needs_article
def test_a_source_that_retells_another_is_said_to() -> None:
    given = ["--source", f"moscow-times={WEB}"]
    note = "brief retells moscow-times, so that they are one voice"
    assert note in " ".join(call(["evidence", "narratives", "karabakh-2020", *given]).out.split())
    assert note not in " ".join(call(["evidence", "narratives", "karabakh-2020"]).out.split())
